"""The words of a quotation, moved word by word or typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.cli.output import legible
from quotes.cli.reviewing.screen import ENTER, ESCAPE, LEFT, RIGHT, TAB, Lines, key, typed
from quotes.store.review_queue import words_in
from quotes.store.reviewing import ReviewError
from quotes.types import SPAN_SEPARATOR, Span

_WORD = re.compile(r"\w+(?:[-'’.&/,]\w+)*%?")
_AROUND = 60


def moved(text: str, spans: Sequence[Span], edge: int, step: int) -> tuple[Span, ...]:
    """``spans`` with one edge a word farther; as they were where that would make no sense.

    Edges count from the first start: 0 is the start of the first span, 1 its end, and so on.
    ``step`` is -1 for a word to the left, 1 for a word to the right.
    """
    flat = [offset for span in spans for offset in span]
    is_end = edge % 2 == 1
    before = flat[edge - 1] if edge else 0
    after = flat[edge + 1] if edge + 1 < len(flat) else len(text)
    stops = [found.end() if is_end else found.start() for found in _WORD.finditer(text)]
    fitting = [stop for stop in stops if (stop - flat[edge]) * step > 0]
    if not fitting:
        return tuple(spans)
    stop = min(fitting) if step > 0 else max(fitting)
    inside = before < stop <= after if is_end else before <= stop < after
    if not inside:
        return tuple(spans)
    flat[edge] = stop
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def choose_words(text: str, spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Other words, ``None`` where the person leaves them as they are."""
    chosen = tuple(spans)
    edge = 2 * len(chosen) - 1
    lines = Lines()
    said = ""
    while True:
        lines.show([*shown(text, chosen, edge), *([said] if said else [])])
        said = ""
        pressed = key()
        if pressed == ESCAPE or pressed == "q":
            lines.clear()
            return None
        if pressed in ENTER:
            lines.clear()
            return chosen if chosen != tuple(spans) else None
        if pressed in LEFT or pressed == "h":
            chosen = moved(text, chosen, edge, -1)
        elif pressed in RIGHT or pressed == "l":
            chosen = moved(text, chosen, edge, 1)
        elif pressed == TAB:
            edge = (edge + 1) % (2 * len(chosen))
        elif pressed == "e":
            lines.clear()
            given = SPAN_SEPARATOR.join(text[start:end] for start, end in chosen)
            words = typed("Words: ", " ".join(given.split()))
            if words:
                try:
                    chosen = words_in(text, words, chosen[0][0])
                    edge = 2 * len(chosen) - 1
                except ReviewError as error:
                    said = legible(str(error))


def shown(text: str, spans: Sequence[Span], edge: int) -> list[str]:
    """The words in brackets, the edge that moves as a double one, and what the keys do."""
    flat = [offset for span in spans for offset in span]
    begin, end = max(0, flat[0] - _AROUND), min(len(text), flat[-1] + _AROUND)
    pieces, at = [], begin
    for index, offset in enumerate(flat):
        mark = "]" if index % 2 else "["
        pieces.append(text[at:offset] + mark * (2 if index == edge else 1))
        at = offset
    pieces.append(text[at:end])
    side = "end" if edge % 2 else "start"
    return [
        legible(" ".join("".join(pieces).split())),
        f"  ←/h →/l: move the {side} · Tab: the other edge · e: type · Enter: done · Esc: leave",
    ]
