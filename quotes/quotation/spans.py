"""The exact words of a content: without outer marks, one span a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotes.types import Span

_LINE = re.compile(r"[^\n]+")
_OPENING, _CLOSING = frozenset("“„‟«〝‘‹"), frozenset("”»〞’›")
_EITHER = frozenset("\"'`")
_PAIRS = {"“": "”", "„": "”", "‟": "”", "«": "»", "〝": "〞", "‘": "’", "‹": "›"}


def content_spans(text: str, contents: Iterable[Span], marked: bytearray) -> Iterator[Span]:
    """The spans of a quotation's words.

    Outer quotation marks, blanks, a comma that leads to the reporting clause
    and a stop after the closing mark are left out; marks inside stay.
    """
    for start, end in sorted(contents):
        for line in _LINE.finditer(text, start, end):
            span = _trimmed(text, *line.span(), marked)
            if span[0] < span[1] and any(c.isalnum() for c in text[slice(*span)]):
                yield span


def _trimmed(text: str, start: int, end: int, marked: bytearray) -> Span:
    start, end = _strip(text, start, end, "", ",;:—–- ")
    if not marked[end - 1 if end > start else start]:
        # a full stop outside marks is the reporter's
        start, end = _strip(text, start, end, "", ".")
    opened = text[start] if start < end else ""
    if opened in _OPENING | _EITHER:
        body = text[start + 1 : end]
        closing = {_PAIRS.get(opened, opened), opened} | ({'"', "'"} if opened in "“‘" else set())
        last = max(body.rfind(sign) for sign in closing)
        while last > 0 and opened in "‘'" and body[last + 1 : last + 2].isalnum():
            last = max(body.rfind(sign, 0, last) for sign in closing)
        inner_marks = sum(c in _OPENING or c in _EITHER - {"'"} for c in body)
        if last < 0:
            start += 1  # the mark that goes on in the next paragraph, or was never closed
        elif not any(c.isalnum() for c in body[last:]) and not _reopens(body[:last], opened):
            start, end = start + 1, start + 1 + last
        del inner_marks
    elif end - start > 1 and text[end - 1] in _CLOSING | _EITHER and text[end - 1] != "’":
        if not _has_opening(text[start : end - 1], text[end - 1]):
            end -= 1
    while start < end and text[start] in "\"'`" and text[start : start + 2] in ("''", "``"):
        start += 2
    return _strip(text, start, end, "", ",;:—–- ")


def _reopens(body: str, opened: str) -> bool:
    """``“A” and “B”``: the first and the last mark are not a pair."""
    closing = _PAIRS.get(opened)
    if closing is None:
        return body.count(opened) % 2 == 0 and opened in body if opened != "'" else False
    depth = 1
    for i, c in enumerate(body):
        if c == opened:
            depth += 1
        elif c == closing and not (closing == "’" and body[i + 1 : i + 2].isalnum()):
            depth -= 1
            if depth <= 0:
                return True
    return False


def _has_opening(body: str, closing: str) -> bool:
    """Does the closing mark at the end of a span close one that opens inside it?"""
    openings = [o for o, c in _PAIRS.items() if c == closing] or [closing]
    opens = sum(body.count(o) for o in openings)
    closes = body.count(closing) if closing not in openings else 0
    return opens > closes if closing not in openings else opens % 2 == 1


def _strip(text: str, start: int, end: int, left: str, right: str) -> Span:
    while start < end and (text[start].isspace() or text[start] in left):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in right):
        end -= 1
    return start, end
