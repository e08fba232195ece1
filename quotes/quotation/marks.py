"""Quotation marks: which words of a text stand inside them.

Works on the characters of the text alone, paragraph by paragraph, so that a
mark that is never closed costs at most its own paragraph. Curly, straight and
doubled single (`` and '', ‘‘ and ’’) marks, guillemets, single marks as outer marks;
apostrophes are told apart by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotes.types import Span

_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„‟«〝", "”»〞"
# each mark by itself, which is found three times as quickly as with a class of characters
_MARK = re.compile("|".join(["``", "''", "‘‘", r"‘’(?=\w)", "’’", *"\"“”„‟«»〝〞‘’'‹›"]))
_DOUBLE = re.compile('[“”"]')
_BREAK = re.compile(r"\n\s*|\r\n\s*")
#: After an apostrophe that leaves letters out: the ’90s, rock ’n’ roll, ’em.
_SHORTENED = re.compile(r"[nN]['’]|(?:em|til|tis|twas|cause|bout)\b")
_SINGLE = ("‘", "'")
_CLOSING_FOR = {"“": "”“", "„": "”“", "‟": "”", "«": "»", "〝": "〞", "»": "«"}
#: With these a quotation ends that was left open in the paragraph above; with the straight ones
#: behind a stop only, for they also open and measure.
_ENDS_DOUBLE = {"”", "»", "〞", "’’"}
_STRAIGHT_DOUBLE = {'"', "''"}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside one pair of marks.

    ``start..end`` includes the marks, ``inner`` does not. ``closed`` is false
    where the paragraph ended first: the next one may go on (several paragraphs
    with an opening mark each, or none, and one closing mark) or the mark was an error.
    ``nested`` are pairs of other marks inside.
    """

    start: int
    end: int
    inner: Span
    closed: bool
    nested: tuple[Quoted, ...] = ()

    @property
    def outer(self) -> Span:
        """The span with its marks."""
        return self.start, self.end

    @property
    def goes_on(self) -> bool:
        """Does it go on from the paragraph above, without a mark of its own?"""
        return self.start == self.inner[0]


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs: parted by blank lines, and by single line breaks
    unless the line goes on in lower case (text wrapped by hand)."""
    out: list[Span] = []
    start = 0
    for found in _BREAK.finditer(text):
        if found.group().count("\n") == 1 and _goes_on(text, found.start(), found.end()):
            continue
        if text[start : found.start()].strip():
            out.append((start, found.start()))
        start = found.end()
    if text[start:].strip():
        out.append((start, len(text)))
    return out


def _goes_on(text: str, end: int, start: int) -> bool:
    """Is the line break between ``end`` and ``start`` inside a sentence?"""
    before, after = text[max(0, end - 20) : end].rstrip()[-1:], text[start : start + 1]
    return after.islower() and before not in ".!?”\"»’'"


def quoted(text: str, within: Sequence[Span] | None = None) -> list[Quoted]:
    """All outermost quoted stretches, in order, none reaching over a paragraph.

    ``within`` are the paragraphs of the text, where they are known already.
    """
    spans = paragraphs(text) if within is None else within
    resumed = _resumed(text, spans)
    out: list[Quoted] = []
    left_open = False
    for (start, end), mark in zip(spans, resumed, strict=True):
        rest = _rest(text, start, end) if left_open else None
        first = [rest] if rest is not None else []
        found = [*first, *_in_paragraph(text, rest.end if rest else start, end, mark)]
        left_open = bool(found) and not found[-1].closed and text[found[-1].start] not in _SINGLE
        out += found
    return out


def _rest(text: str, start: int, end: int) -> Quoted | None:
    """Of a quotation left open above, what is in this paragraph: up to its mark, the first here.

    ``“It is safe. ⏎ It will hold,” she said.``
    """
    marks = (m for m in _MARK.finditer(text, start, end) if m.group() not in ("‘", "'", "’"))
    closing = next(marks, None)
    if closing is None or closing.start() == start:
        return None
    before, after = _neighbours(text, closing, start, end)
    ends = closing.group() in _ENDS_DOUBLE and not before.isspace()
    ends = ends or (closing.group() in _STRAIGHT_DOUBLE and before in ".,!?…")
    if not ends or after.isalnum():
        return None
    inner = (start, closing.start())
    return Quoted(start, closing.end(), inner, True, tuple(_single(text, *inner)))


def _resumed(text: str, spans: Sequence[Span]) -> list[str]:
    """Of each paragraph the single mark with which the next one opens, nothing where none does.

    ``‘It is safe.`` without an end is left open where ``‘It will hold.’`` follows, and a stray
    apostrophe where anything else does.
    """
    out = [""] * len(spans)
    for i in range(len(spans) - 2, -1, -1):
        start, end = spans[i + 1]
        mark = _MARK.match(text, start, end)
        if mark and mark.group() in _SINGLE and _opens(text, mark, start, end, out[i + 1]):
            out[i] = mark.group()
    return out


def _in_paragraph(text: str, start: int, end: int, resumed: str = "") -> Iterator[Quoted]:
    """Those of one paragraph, the last of them open where the next one opens with that mark."""
    at = start
    while True:
        opening = next(
            (m for m in _MARK.finditer(text, at, end) if _opens(text, m, start, end, resumed)),
            None,
        )
        if opening is None:
            return
        closing = _closing(text, opening, start, end)
        if closing is None and opening.group() == '"' and "“" in text[opening.end() : end]:
            # the mark of a passage from elsewhere, whose own marks are the curly ones
            at = opening.end()
            continue
        inner_end, stop = (closing.start(), closing.end()) if closing else (end, end)
        inner = (opening.end(), inner_end)
        if text[inner[0] : inner[1]].strip():
            single = opening.group() in _SINGLE
            nested = tuple(_double(text, *inner) if single else _single(text, *inner))
            yield Quoted(opening.start(), stop, inner, closing is not None, nested)
        at = max(stop, opening.end())


def _single(text: str, start: int, end: int) -> Iterator[Quoted]:
    """Pairs of single marks inside double ones."""
    at = start
    for opening in _MARK.finditer(text, start, end):
        if opening.start() < at or opening.group() not in ("‘", "'", "’"):
            continue
        if not _opens(text, opening, start, end):
            continue
        closing = _closing(text, opening, start, end)
        if closing:
            yield Quoted(
                opening.start(), closing.end(), (opening.end(), closing.start()), closed=True
            )
            at = closing.end()


def _double(text: str, start: int, end: int) -> Iterator[Quoted]:
    """Pairs of double marks inside single ones."""
    return (found for found in _in_paragraph(text, start, end) if text[found.start] not in "‘'")


def _neighbours(text: str, mark: re.Match[str], start: int, end: int) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return before, after


def _opens(text: str, mark: re.Match[str], start: int, end: int, resumed: str = "") -> bool:
    """Can this mark open a quotation, none being open?

    A single one must be closed, or be the mark with which the next paragraph opens.
    """
    before, after = _neighbours(text, mark, start, end)
    sign = mark.group()
    if sign in _SINGLE:
        if before.isalnum() or after.isspace() or before in ".,!?":
            return False
        if after.isdigit() or _SHORTENED.match(text, mark.end(), end):
            return False
        return sign == resumed or _closing(text, mark, start, end) is not None
    if sign in _DOUBLE_OPEN or sign in ("``", "‘‘", "‘’"):
        return True
    if sign == "”":  # an opening mark mistyped
        if mark.start() == start and after.isalnum():
            return True
        behind = _DOUBLE.search(text, mark.end(), end)
        return before.isspace() and behind is not None and behind.group() == "”"
    if sign in ('"', "''"):
        if after.isspace():  # set with a blank on either side, with its partner behind it
            return before.isspace() and text.count(sign, mark.start(), end) % 2 == 0
        return not (before.isalnum() and not after.isalnum())
    return False


def _closing(text: str, opening: re.Match[str], start: int, end: int) -> re.Match[str] | None:
    """The mark that closes ``opening`` before ``end``."""
    sign = opening.group()
    if sign in _SINGLE:
        return _single_closing(text, opening, end)
    curly = 0
    within = 0  # pairs of the same mark that are open inside
    for mark in _MARK.finditer(text, opening.end(), end):
        before, after = _neighbours(text, mark, start, end)
        other = mark.group()
        if sign == '"' and (other == "“" or (other == "”" and curly)):
            curly += 1 if other == "“" else -1  # a pair of its own inside straight marks
        elif sign in ('"', "''", "``", "‘‘", "‘’"):
            # a straight mark between a blank and a letter opens once more: the other was left out
            again = after.isalnum() and (before.isspace() or before in "([—–-")
            if other in ('"', "''", "”", "’’") and not (again and other in ('"', "''")):
                return mark
        elif sign == other == "“" and before.isspace() and _is_nested(text, mark, end):
            within += 1
        elif other == "”" and within:
            within -= 1
        elif other in _CLOSING_FOR.get(sign, "”"):
            return mark
        elif sign in "“„‟" and other in ('"', "’’") and not after.isalnum():
            return mark  # curly and straight mixed up
    return None


def _is_nested(text: str, mark: re.Match[str], end: int) -> bool:
    """``“Call it “hell” if you like,” she said``: are two closed before another opens?"""
    behind = text.find("“", mark.end(), end)
    return text.count("”", mark.end(), end if behind < 0 else behind) > 1


def _single_closing(text: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """The single mark that closes: after a letter or a stop, before none.

    ``the workers’ rights`` looks the same, so a mark after an ``s`` closes only
    if no better one follows before the next opening.
    """
    doubtful = None
    for mark in _MARK.finditer(text, opening.end(), end):
        sign = mark.group()
        before, after = _neighbours(text, mark, opening.start(), end)
        if sign == opening.group() == "‘" or (sign == "‘" and not before.isalnum()):
            break
        if sign not in ("’", "'") or after.isalnum() or before.isspace():
            if sign == "'" and before.isspace() and after.isalnum():
                break  # another one opens
            continue
        if before in ".,!?;:…—-" or before not in "sS":
            return mark
        doubtful = doubtful or mark
        if after in ".,!?;:)":
            return mark
    return doubtful


def inside(text: str, stretches: Sequence[Quoted]) -> bytearray:
    """One byte a character: 1 inside marks (the marks included)."""
    out = bytearray(len(text))
    for stretch in stretches:
        out[stretch.start : stretch.end] = b"\x01" * (stretch.end - stretch.start)
    return out
