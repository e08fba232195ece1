"""The exact words of a content: without outer marks, one span a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quotes.quotation.index import SpanIndex
from quotes.quotation.marks import Quoted
from quotes.types import Span

_LETTER = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\n]+")
#: What may lead to the reporting clause or away from it, and is no part of the words.
_LOOSE_END = ",;:—–-"
_ABBREVIATED = re.compile(r"(?:\b\w|[A-Z]\w{0,3})\.$")
_STRAY = '“”„‟«»〝〞"`'


def content_spans(
    text: str, contents: Iterable[Span], stretches: SpanIndex[Quoted]
) -> Iterator[Span]:
    """The spans of a quotation's words, in order.

    Outer quotation marks, blanks, a comma that leads to the reporting clause
    and the reporter's full stop are left out; marks inside stay.
    """
    for start, end in sorted(contents):
        near = stretches.touching(start, end)
        pairs = [pair for stretch in near for pair in (stretch, *stretch.nested)]
        for line in _LINE.finditer(text, start, end):
            span = _trimmed(text, line.span(), pairs)
            if _LETTER.search(text, *span):
                yield span


def _trimmed(text: str, span: Span, pairs: Sequence[Quoted]) -> Span:
    start, end = _strip(text, *span, _LOOSE_END)
    near = [pair for pair in pairs if pair.start < end and start < pair.end]
    around = [pair for pair in near if pair.start <= start and end <= pair.end]
    # of the pairs around the span those that it touches, the outermost first
    for pair in sorted(around, key=lambda p: p.start - p.end):
        start, end = max(start, pair.inner[0]), min(end, pair.inner[1])
    if not around:
        within = [pair for pair in near if start <= pair.start and pair.end <= end]
        # a mark whose partner is outside the span
        if text[start : start + 1] in _STRAY and all(pair.start != start for pair in within):
            start += 1
        if text[end - 1 : end] in _STRAY and all(pair.end != end for pair in within):
            end -= 1
        marked = any(pair.end == end for pair in within)
        if not marked and _ends_sentence(text, end) and not _is_turn(text, start):
            end -= 1
    return _strip(text, start, end, _LOOSE_END)


def _ends_sentence(text: str, end: int) -> bool:
    """Is the last character a full stop that is no part of an abbreviation?"""
    last = text[max(0, end - 6) : end]
    return last.endswith(".") and not _ABBREVIATED.search(last)


def _is_turn(text: str, start: int) -> bool:
    """Does the span follow a speaker's label, whole sentences and all?"""
    return text[max(0, start - 8) : start].rstrip().endswith(":")


def _strip(text: str, start: int, end: int, right: str) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in right):
        end -= 1
    return start, end


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Does it share a character with one of them?"""
    return any(span[0] < end and start < span[1] for start, end in others)
