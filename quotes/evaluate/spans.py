"""What a span means when it is scored: its pieces, its trimmed ends, its characters, its type.

All offsets count code points of one article's text, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from quotes.types import QuotationType, Span

#: At least this share of a direct quotation's characters stands inside quotation marks.
DIRECT_SHARE = 0.9

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"''|``|[\"“”„«»‟〝〞‘’]")
_OPENING = frozenset(["“", "„", "«", "‟", "〝", "``"])
_CLOSING = frozenset("”»〞")
_STRAIGHT = frozenset(['"', "''"])
_SINGLE_OPENING, _SINGLE_CLOSING = "‘", "’"
_SINGLE_CLOSING_AHEAD = re.compile(r"’(?!\w)")
#: After one of these (or a blank) and before a letter, a straight mark opens, even if one is open.
_BEFORE_OPENING = frozenset("([—–-")
#: All that counts as a quotation mark between two pieces and at their ends.
_ANY_MARK = frozenset("“”„«»‟〝〞\"'`‘’‚‛‹›")


def inside_marks(text: str) -> bytearray:
    """One byte a character of `text`: 1 where it stands inside quotation marks, marks included.

    Marks are paired line by line. A double mark that is never closed holds to the end of its
    line, a single one only counts where a closing one follows. Straight single marks are
    apostrophes as often as not, and never count.
    """
    inside = bytearray(len(text))
    for line in _LINE.finditer(text):
        for start, end in _quoted_stretches(text, *line.span()):
            inside[start:end] = b"\x01" * (end - start)
    return inside


def _quoted_stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches of the line `text[start:end]` that stand inside quotation marks."""
    opened: int | None = None
    opener = ""
    for found in _MARK.finditer(text, start, end):
        mark, (at, past) = found.group(), found.span()
        before = text[at - 1] if at > start else " "
        after = text[past] if past < end else " "
        if opened is None:
            if _opens(mark, before, after, text[past:end]):
                opened, opener = at, mark
        elif _closes(mark, opener, before, after):
            yield opened, past
            opened = None
    if opened is not None and opener != _SINGLE_OPENING:
        yield opened, end


def _opens(mark: str, before: str, after: str, rest: str) -> bool:
    """Does `mark` open a quotation where none is open? `rest` is the line after it."""
    if mark == _SINGLE_OPENING:
        return not before.isalnum() and bool(_SINGLE_CLOSING_AHEAD.search(rest))
    if mark == _SINGLE_CLOSING:
        return False
    return mark in _OPENING or not after.isspace()


def _closes(mark: str, opener: str, before: str, after: str) -> bool:
    """Does `mark` close the quotation that `opener` opened?"""
    if opener == _SINGLE_OPENING:
        return mark == _SINGLE_CLOSING and not after.isalnum()
    if mark in _STRAIGHT:
        # A straight mark that looks like an opening one: the closing one was left out.
        reopens = after.isalnum() and (before.isspace() or before in _BEFORE_OPENING)
        return not reopens
    return mark in _CLOSING


def trim(text: str, span: Span) -> Span:
    """`span` without blanks, quotation marks and punctuation at its ends; empty if that is all."""
    start, end = span
    while start < end and _is_trimmed(text[start]):
        start += 1
    while end > start and _is_trimmed(text[end - 1]):
        end -= 1
    return start, end


def _is_trimmed(character: str) -> bool:
    return (
        character.isspace()
        or character in _ANY_MARK
        or unicodedata.category(character).startswith("P")
    )


def pieces(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The contiguous stretches of `spans`, in order.

    They are cut at line breaks; blank ones go; those that overlap are joined, and those with
    nothing but blanks and quotation marks of one line between them.
    """
    stretches = {
        (start + line.start(), start + line.end())
        for start, end in spans
        for line in _LINE.finditer(text[start:end])
    }
    joined: list[Span] = []
    for start, end in sorted(stretches):
        if text[start:end].isspace():
            continue
        last = joined[-1] if joined else None
        if last and start < last[1]:
            joined[-1] = last[0], max(last[1], end)
        elif last and _is_bridge(text[last[1] : start]):
            joined[-1] = last[0], end
        else:
            joined.append((start, end))
    return tuple(joined)


def _is_bridge(gap: str) -> bool:
    return all(c != "\n" and (c.isspace() or c in _ANY_MARK) for c in gap)


def characters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Offsets of the letters and digits within `spans`: what overlap is counted in."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def type_of(content: frozenset[int], inside: bytearray) -> QuotationType:
    """The type of a content, by how many of its characters stand inside quotation marks.

    :param content: offsets, as :func:`characters` gives them.
    :param inside: as :func:`inside_marks` gives it for the article.
    """
    within = sum(inside[i] for i in content)
    if not within:
        return "indirect"
    return "direct" if within / len(content) >= DIRECT_SHARE else "mixed"
