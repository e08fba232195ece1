"""Long articles in windows that the encoder can read.

A window is made of whole paragraphs where they fit, of whole sentences where
they do not, and of a hard cut where nothing else is left. ``context`` pieces on
either side are read but not kept, so that no word is judged at a window's edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE_END = frozenset(".!?…")
CLOSERS = frozenset("\"”’»)]'")


@dataclass(frozen=True, slots=True)
class Window:
    """Token ranges, end exclusive: read ``start..end``, keep ``first..last``."""

    start: int
    end: int
    first: int
    last: int


def cut_points(words: Sequence[str]) -> list[int]:
    """How good it is to cut before each token: 0 no, 1 sentence, 2 line, 3 paragraph."""
    points = [0] * len(words)
    for i in range(1, len(words)):
        before = words[i - 1]
        if "\n" in before and words[i].strip():
            points[i] = 3 if before.count("\n") > 1 else 2
        elif before in SENTENCE_END or (
            before in CLOSERS and i > 1 and words[i - 2] in SENTENCE_END
        ):
            points[i] = 1 if words[i] not in CLOSERS and words[i].strip() else 0
    return points


def windows(
    words: Sequence[str], sizes: Sequence[int], *, size: int = 200, context: int = 0
) -> list[Window]:
    """Cover all tokens once by windows of at most about ``size`` pieces.

    ``sizes`` is the number of pieces of each token. The kept ranges are
    disjoint, in order and complete.
    """
    points = cut_points(words)
    cores: list[tuple[int, int]] = []
    start = used = 0
    best: dict[int, int] = {}  # quality of cut -> last token it stands before
    i = 0
    while i < len(words):
        if points[i] and i > start:
            best[points[i]] = i
        if used + sizes[i] > size and i > start:
            # the last paragraph that fits, unless that would waste over half of the window
            options = [at for quality in (3, 2, 1) if (at := best.get(quality)) is not None]
            half = [at for at in options if sum(sizes[start:at]) * 2 >= used]
            end = (half or options or [i])[0]
            cores.append((start, end))
            start, i, used, best = end, end, 0, {}
            continue
        used += sizes[i]
        i += 1
    if start < len(words):
        cores.append((start, len(words)))
    return [_with_context(first, last, sizes, context) for first, last in cores]


def _with_context(first: int, last: int, sizes: Sequence[int], context: int) -> Window:
    start, room = first, context
    while start > 0 and sizes[start - 1] <= room:
        start -= 1
        room -= sizes[start]
    end, room = last, context
    while end < len(sizes) and sizes[end] <= room:
        room -= sizes[end]
        end += 1
    return Window(start, end, first, last)
