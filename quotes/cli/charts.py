"""Bar charts of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from quotes.cli.output import cut
from quotes.cli.output import width as taken

#: Eighths of a character, so that small differences show.
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _ASCII = "█", "#"
_SHORTEST = 4


def bars(rows: Sequence[tuple[str, float]], width: int, *, ascii: bool = False) -> list[str]:
    """A line for each label and value: the label, a bar, the value, within ``width``.

    The longest bar is that of the greatest value. A value above zero has a bar
    of at least the least that can be drawn; labels that leave a bar no room are
    cut.
    """
    if not rows:
        return []
    values = [f"{value:,.10g}" for _, value in rows]
    longest = max(map(len, values))
    most_wide = max(taken(label) for label, _ in rows)
    label_width = min(most_wide, max(1, width - longest - _SHORTEST - 2))
    room = max(_SHORTEST, width - label_width - longest - 2)
    most = max(value for _, value in rows)
    return [
        f"{_padded(label, label_width)} {_bar(value, most, room, ascii)} {text}"
        for (label, value), text in zip(rows, values, strict=True)
    ]


def can_write_blocks(stream: TextIO) -> bool:
    """Whether a stream has the characters that bars are drawn with."""
    try:
        (_FULL + _EIGHTHS).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _padded(label: str, width: int) -> str:
    shown = cut(label, width)
    return shown + " " * (width - taken(shown))


def _bar(value: float, most: float, room: int, ascii: bool) -> str:
    if most <= 0 or value <= 0:
        return ""
    if ascii:
        return _ASCII * max(1, round(room * value / most))
    eighths = max(1, round(8 * room * value / most))
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
