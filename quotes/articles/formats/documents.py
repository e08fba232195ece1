"""What the exports of press archives have in common: lines, dates, bylines, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quotes.articles.dates import iso_date
from quotes.articles.errors import ArticleError
from quotes.articles.layout import heading
from quotes.types import Article

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?P<day>{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}\.? {_MONTH},? \d{{4}})(?!\d)",
    re.IGNORECASE,
)
#: A line of a date has little beside it: weekday, hour, edition.
_LONGEST_DATE_LINE = 90
#: A byline or a dateline that is longer is none.
_LONGEST_VALUE = 300
COPYRIGHT = re.compile(r"(?:Copyright\b|©|\(c\) ?(?:Copyright )?\d{4})", re.IGNORECASE)
RIGHTS = re.compile(r"All rights reserved\.?", re.IGNORECASE)
PAGE = re.compile(
    r"Page ?\d+ ?of ?\d+(?: ?(?:©|\(c\)) ?\d{4} ?Factiva, ?Inc\. ?All ?rights ?reserved\.?)?",
    re.IGNORECASE,
)
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"[,;(<\s]*\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+[)>]?\s*$")
_DAY_OF_DATELINE = re.compile(rf",?\s+(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})\b.*$", re.I)
_AGENCY_OF_DATELINE = re.compile(r"\s*\([^()]{1,40}\)\s*[-–—]*\s*$|\s*[-–—]+\s*$")
#: Plain text of archives is broken at some 80 characters; a line that ends before is meant to.
_WRAPPED = range(45, 101)


def published(line: str) -> str | None:
    """The day that ``line`` begins with, as ISO 8601, when there is little else in it."""
    line = " ".join(line.split())
    match = _DATE.match(line)
    if match is None or len(line) > _LONGEST_DATE_LINE:
        return None
    return iso_date(re.sub(r"(?<=\d)\. ", " ", match["day"]).title())


def byline(value: str | None) -> str | None:
    """``By Jane Doe jane@post.example`` as ``Jane Doe``."""
    value = " ".join((value or "").split())[:_LONGEST_VALUE]
    value = _ADDRESS.sub("", _BY.sub("", value, count=1) if _BY.match(value) else value)
    return value.strip(" ,;") or None


def place(dateline: str | None) -> str | None:
    """``WASHINGTON, Jan. 5 (AP) --`` as ``WASHINGTON``."""
    value = " ".join((dateline or "").split())[:_LONGEST_VALUE]
    value = _AGENCY_OF_DATELINE.sub("", _DAY_OF_DATELINE.sub("", value))
    return value.strip(" ,;") or None


def paragraphs(lines: Iterable[str]) -> str:
    """``lines`` as paragraphs with a blank line between.

    A blank line or an indented one begins a paragraph. Lines broken at the same width are joined;
    others stand as they are (lists, verse).
    """
    blocks: list[list[str]] = [[]]
    for line in lines:
        indented = re.match(r" {2,8}\S", line) is not None
        if not line.strip() or indented:
            blocks.append([])
        if line.strip():
            blocks[-1].append(line.strip())
    return "\n\n".join(_joined(block) for block in blocks if block)


def _joined(block: Sequence[str]) -> str:
    wrapped = all(len(line) in _WRAPPED for line in block[:-1]) and len(block[-1]) < _WRAPPED.stop
    return (" " if wrapped else "\n").join(block)


def record(
    name: str,
    identifier: str,
    text: str,
    *,
    title: str | None = None,
    writer: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
    dateline: str | None = None,
) -> Article:
    """One article of an export; what its labels do not say, the head of its text may."""
    head = heading(text)
    return Article(
        text,
        title=" ".join((title or "").split()) or head.title,
        byline=byline(writer) or head.byline,
        outlet=" ".join((outlet or "").split()) or head.outlet,
        published=date or head.published,
        path=f"{name}#{identifier}",
        place=place(dateline) or head.place,
    )


def bodiless(name: str, identifier: str, number: int, title: str | None) -> ArticleError:
    """What stands for a document of which no body was found."""
    headline = f" (“{' '.join(title.split())[:80]}”)" if title and title.strip() else ""
    return ArticleError(
        f"{name}#{identifier}",
        f"document {number}{headline} of the export has no body",
        "export it again with its full text",
    )
