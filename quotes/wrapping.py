"""Lines that somebody, or a mail program, has broken at a width of so many characters.

There a line break means no more than a blank; elsewhere it ends a headline or a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

#: Lines are broken at a width between these.
_NARROWEST, _WIDEST = 40, 120
#: The share of lines that may be longer than the width: web addresses are not broken.
_LONGER = 0.05
#: The share of the lines going on in small letters that must do so because the next word did not
#: fit; and of all that are joined that must go on so (of news broken at 66 to 80 four in five do).
_FULL, _SMALL = 0.9, 0.33
#: A person breaks a line so many characters too early.
_SLACK = 6


class _Break(NamedTuple):
    """Between two lines of one block."""

    start: int
    """Where the words of the line before end."""
    end: int
    """Where those of the line behind begin."""
    before: int
    """The length of the line before."""
    needed: int
    """Its length, had it the next word as well."""
    small: bool
    """Does the line behind go on in small letters?"""


def unwrapped(text: str) -> str:
    """``text`` with blanks in place of the line breaks within paragraphs; all offsets stay.

    Only where the text is seen to be wrapped: where a line goes on in small letters, the one before
    is as full as the width allows. Any other text comes out as it is.
    """
    breaks = list(_breaks(text))
    lengths = sorted(one.before for one in breaks if one.small)
    if not lengths:
        return text
    width = lengths[int((1 - _LONGER) * (len(lengths) - 1))]
    full = [
        one for one in breaks if one.needed + _SLACK > width and (one.small or one.before <= width)
    ]
    small = sum(one.small for one in full)
    wrapped = small >= _FULL * len(lengths) and small >= _SMALL * len(full)
    if not wrapped or not _NARROWEST <= width <= _WIDEST:
        return text
    parts, at = [], 0
    for one in full:
        parts += [text[at : one.start], " " * (one.end - one.start)]
        at = one.end
    return "".join([*parts, text[at:]])


def _breaks(text: str) -> Iterator[_Break]:
    """Those between lines with words, the second of which is not indented more than the first."""
    at = 0
    lines = []
    for line in text.split("\n"):
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        lines.append((at + indent, indent, bare))
        at += len(line) + 1
    for (start, indent, bare), (following, deeper, behind) in pairwise(lines):
        if not bare or not behind or deeper > indent:
            continue
        word = behind.split(None, 1)[0]
        needed = len(bare) + 1 + len(word)
        yield _Break(start + len(bare), following, len(bare), needed, behind[0].islower())
