"""A mistake in its sentences, with what people marked and what was found told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from quotes.evaluate.attributions import ROLES, Reading, Role
from quotes.types import Span

#: One letter a role: content, source, cue; in HTML classes after ``g`` (gold) or ``p``.
_LETTERS: dict[Role, str] = {"content": "c", "source": "s", "cue": "q"}
_TOLD: dict[str, str] = {
    "gc": "marked as content",
    "gs": "marked as source",
    "gq": "marked as cue",
    "pc": "found as content",
    "ps": "found as source",
    "pq": "found as cue",
}
_GAP = '<span class="gap">[…]</span>'
_SENTENCE_END = re.compile(r"[.!?]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Col|Sgt|Lt|Rev|Hon|Jr|Sr|No|vs|[A-Z]\.[A-Z])\.$"
)


def passage(text: str, gold: Reading | None, predicted: Reading | None) -> str:
    """HTML of the sentences that `gold` and `predicted` stand in.

    Where neither has a source, one more sentence before and after may tell who speaks. What is
    left out between two sentences is an ellipsis. Marked and found spans are ``span`` elements
    whose classes are ``g`` or ``p`` and the first letter of the role (``q`` for cue).
    """
    marks = list(_marks(gold, "g")) + list(_marks(predicted, "p"))
    shown = _sentences_of(text, [span for span, _ in marks])
    if shown and not {"gs", "ps"} & {kind for _, kind in marks}:
        shown = _with_neighbours(text, shown)
    edges = sorted({edge for span in shown for edge in span} | {e for s, _ in marks for e in s})
    pieces: list[str] = []
    last_end: int | None = None
    for start, end in pairwise(edges):
        if not any(low <= start and end <= high for low, high in shown):
            continue
        if last_end is not None and last_end != start:
            pieces.append(f" {_GAP} ")
        last_end = end
        classes = [kind for (low, high), kind in marks if low <= start and end <= high]
        pieces.append(_piece(text[start:end], list(dict.fromkeys(classes))))
    return "".join(pieces)


def _marks(reading: Reading | None, side: str) -> Iterator[tuple[Span, str]]:
    if reading is None:
        return
    for role in ROLES:
        for span in reading.pieces[role]:
            yield span, side + _LETTERS[role]


#: A stretch with more characters than this is cut in its middle.
_LONGEST = 1200


def _piece(words: str, classes: list[str]) -> str:
    written = as_html(words)
    if len(words) > _LONGEST:
        half = _LONGEST // 2
        written = f"{as_html(words[:half])} {_GAP} {as_html(words[-half:])}"
    if not classes:
        return written
    told = ", ".join(_TOLD[kind] for kind in classes)
    return f'<span class="{" ".join(classes)}" title="{told}">{written}</span>'


def _sentences_of(text: str, spans: Iterable[Span]) -> list[Span]:
    """The sentences that hold one of `spans`, neighbours joined."""
    found: list[Span] = []
    for start, end in sorted((_start_of(text, low), _end_of(text, high)) for low, high in spans):
        if found and (start <= found[-1][1] or text[found[-1][1] : start].isspace()):
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _with_neighbours(text: str, shown: list[Span]) -> list[Span]:
    """`shown` with the sentence before the first and the one after the last."""
    first, last = shown[0][0], shown[-1][1]
    before = len(text[:first].rstrip())
    after = len(text) - len(text[last:].lstrip())
    spans = list(shown)
    if before:
        spans.append((_start_of(text, before - 1), before))
    if after < len(text):
        spans.append((after, _end_of(text, after + 1)))
    return _sentences_of(text, spans)


#: How far from a span its sentence is followed, in characters.
_REACH = 600


def _start_of(text: str, at: int) -> int:
    """Where the sentence begins that has the character at `at`."""
    low = max(0, at - _REACH)
    # One character more, so that the letter that begins a sentence here is seen.
    starts = [one.end() for one in _ends(text, low, at + 1) if one.end() <= at]
    return starts[-1] if starts else low


def _end_of(text: str, at: int) -> int:
    """Where the sentence ends that has the character before `at`."""
    high = min(len(text), at + _REACH)
    ends = (one.start() + len(one[0].rstrip()) for one in _ends(text, max(0, at - 1), high))
    return next((end for end in ends if end >= at), high)


def _ends(text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    for found in _SENTENCE_END.finditer(text, low, high):
        before = text[max(0, found.start() - 8) : found.start() + 1]
        if found[0].startswith("\n") or not _ABBREVIATED.search(before):
            yield found


def as_html(words: str) -> str:
    """`words` escaped, lines kept apart, and nothing that a page cannot show."""
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in words)
    return re.sub(r"\n+", "<br>", escape(shown))
