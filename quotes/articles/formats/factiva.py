"""Factiva: documents with two-letter codes (``HD``, ``LP``, ``TD``) or with the bare values.

Either form closes each document with ``Document`` and its accession number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.articles.errors import ArticleError
from quotes.articles.formats.documents import (
    COPYRIGHT,
    PAGE,
    RIGHTS,
    bodiless,
    paragraphs,
    published,
    record,
)
from quotes.articles.words import words
from quotes.types import Article

_CODE = re.compile(r"\s{0,9}([A-Z]{2,3})(?:[ \t|:]+(.*))?")
_HEAD_CODES = words("SE HD BY CR WC PD ET SN SC ED PG VOL LA CY CX CLM")
_BODY_CODES = words("LP TD")
_TAIL_CODES = words("ART CO IN NS RE IPC IPD PUB AN RF CT")
#: What a code of the tail has behind it: names beside their codes.
_CODED = re.compile(r".{1,40} : .+|.*\|.*")
_NUMBER = re.compile(r"\s*(?:AN[ \t|:]+)?Document[ \t]+(?P<number>[A-Za-z0-9]{15,40})\s*\|?\s*")
_WORDS = re.compile(r"\s*[\d,.]{1,9}\s+words\s*", re.IGNORECASE)
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+[A-Z]{2,5})?\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*(?:English|Deutsch|German|French|Français|Spanish|Español)\s*")
_SIGNED = re.compile(r"\s*by:?\s+\S.{0,150}", re.IGNORECASE)
_PERSON = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\.?\s){1,3}[^\W\d_a-z][\w'’-]+")
_NOTICE = re.compile(
    r"\s*(?:License this article from Dow Jones Reprint Service.*|\[?Dow Jones & Company.*"
    r"|Order Free Annual Report.*|Visit http://djnewsplus\.com.*|Factiva(?: Dow Jones)?"
    r"|Dow Jones Factiva|\(END\) Dow Jones Newswires.*)\s*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"\s*Search Summary\s*", re.IGNORECASE)
#: Lines between the number of words and the body.
_LONGEST_HEAD = 14
_LONGEST_VALUE = 120


def split(text: str, name: str) -> list[Article | ArticleError] | None:
    """The articles of a Factiva export; ``None`` when ``text`` is none."""
    lines = [line for line in text.splitlines() if not PAGE.fullmatch(line.strip())]
    documents = list(_documents(lines))
    marked = [
        number is not None and (_is_coded(document) or _head(document) is not None)
        for number, document in documents
    ]
    if sum(marked) * 2 <= len(documents) - 1 or not any(marked):
        return None
    found: list[Article | ArticleError] = []
    for count, (number, document) in enumerate(documents, 1):
        identifier = number or str(count)
        read = _coded if _is_coded(document) else _plain
        found.append(read(document, name, identifier, count))
    return found


def _documents(lines: Sequence[str]) -> Iterator[tuple[str | None, Sequence[str]]]:
    """Accession number and lines of each document; the last may have lost its number."""
    start = 0
    for at, line in enumerate(lines):
        if match := _NUMBER.fullmatch(line):
            end = at
            # The code may stand on a line of its own.
            while end > start and not lines[end - 1].strip(" |"):
                end -= 1
            if end > start and lines[end - 1].strip(" |") == "AN":
                end -= 1
            if any(line.strip() for line in lines[start:end]):
                yield match["number"], lines[start:end]
            start = at + 1
    rest = lines[start:]
    summary = next((at for at, line in enumerate(rest) if _SUMMARY.fullmatch(line)), len(rest))
    rest = rest[:summary]
    if sum(len(line.split()) for line in rest) >= 20:
        yield None, rest


# With codes.


def _codes(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Line, code and value of the labels in ``lines``."""
    in_body = False
    for at, line in enumerate(lines):
        match = _CODE.fullmatch(line)
        if match is None:
            continue
        code, value = match[1], (match[2] or "").strip(" |\t")
        if code in _BODY_CODES:
            # "TD" may begin a paragraph of the body.
            if in_body and value and not re.match(r"\s*..(?:[\t|]| {2,})", line):
                continue
            in_body = True
        elif code in _TAIL_CODES and in_body:
            following = value or next((line for line in lines[at + 1 :] if line.strip()), "")
            if code in ("CO", "IN", "NS", "RE") and not _CODED.match(following):
                continue
        elif code not in _HEAD_CODES or in_body:
            continue
        yield at, code, value


def _is_coded(lines: Sequence[str]) -> bool:
    codes = {code for _at, code, _value in _codes(lines)}
    return "HD" in codes and len(codes & {"WC", "PD", "SN", "LA", "SC"}) >= 2


def _coded(lines: Sequence[str], name: str, identifier: str, number: int) -> Article | ArticleError:
    codes = list(_codes(lines))
    # A list of headlines may stand above the first document.
    first = max((at for at, code, _value in codes if code == "HD"), default=0)
    values: dict[str, str] = {}
    body: list[str] = []
    for (at, code, value), (end, _code, _value) in zip(
        codes, [*codes[1:], (len(lines), "", "")], strict=True
    ):
        if code in _BODY_CODES:
            body += ["", value, *(line.strip(" |\t") for line in lines[at + 1 : end])]
        elif at >= first or code in ("SE", "HD"):
            rest = " ".join(line.strip(" |\t") for line in lines[at + 1 : end])
            values[code] = f"{value} {rest}".strip()
    text = _body(body)
    title = values.get("HD")
    if not text:
        return bodiless(name, identifier, number, title)
    return record(
        name,
        identifier,
        text,
        title=title,
        writer=values.get("BY"),
        outlet=values.get("SN"),
        date=published(values.get("PD", "")),
    )


def _body(lines: Sequence[str]) -> str:
    return paragraphs(line for line in lines if not _NOTICE.fullmatch(line))


# Without codes: what a line is follows from its place below the headline.


def _head(lines: Sequence[str]) -> tuple[int, int] | None:
    """The line with the number of words, and the first one of the body."""
    for at, line in enumerate(lines):
        if not _WORDS.fullmatch(line):
            continue
        below = [other for other in range(at + 1, len(lines)) if lines[other].strip()]
        below = below[:_LONGEST_HEAD]
        if not any(published(lines[other]) for other in below[:2]):
            continue
        rights = [other for other in below if _is_rights(lines[other])]
        language = [other for other in below if _LANGUAGE.fullmatch(lines[other])]
        if rights or language:
            last = max(rights[-1:] + language[:1])
            return at, last + 1
    return None


def _is_rights(line: str) -> bool:
    line = line.strip()
    return COPYRIGHT.match(line) is not None or (
        len(line) < _LONGEST_VALUE and RIGHTS.search(line) is not None
    )


def _plain(lines: Sequence[str], name: str, identifier: str, number: int) -> Article | ArticleError:
    head = _head(lines)
    if head is None:
        title = next((line for line in lines if line.strip()), None)
        return bodiless(name, identifier, number, title)
    counted, start = head
    title, writer = _headline(lines[:counted], first=number == 1)
    below = [line.strip() for line in lines[counted + 1 : start] if line.strip()]
    date = next((day for line in below if (day := published(line))), None)
    # The outlet is the line below the date, or below the hour.
    outlet = next((line for line in below if not (published(line) or _TIME.fullmatch(line))), None)
    text = _body(lines[start:])
    if not text:
        return bodiless(name, identifier, number, title)
    return record(
        name,
        identifier,
        text,
        title=title,
        writer=writer,
        outlet=None if outlet is None or _is_rights(outlet) else outlet,
        date=date,
    )


def _headline(lines: Sequence[str], first: bool) -> tuple[str | None, str | None]:
    """Headline and byline above the number of words; a list of contents is passed over."""
    above: list[str] = []
    blanks = 0
    for line in reversed(lines):
        stripped = line.strip()
        if not stripped:
            blanks += 1
            # The first document may have a list of headlines above it.
            if first and above and blanks > 1 and not _SIGNED.fullmatch(above[0]):
                break
            continue
        if re.search(r"\.{4,}\s*\d+$", stripped) or _NOTICE.fullmatch(stripped):
            break
        above.insert(0, stripped)
        blanks = 0
        if len(above) == 4:
            break
    writer = None
    if len(above) > 1 and (_SIGNED.fullmatch(above[-1]) or _PERSON.fullmatch(above[-1])):
        writer = above.pop()
    return (above[-1] if above else None), writer
