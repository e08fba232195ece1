"""The day on which a page says that its article was published; never one of its prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timezone
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from quotes.articles.dates import iso_date
from quotes.articles.web.declared import (
    string,
    text_of,
)

#: Names of tags with the day of publication, the most exact first.
_DATES = """
    article:published_time og:article:published_time article:published og:published og:pubdate
    datepublished parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date
    dc.date.created dcterms.created dcterms.date dc.issued pubdate publishdate publish-date
    publish_date publication_date ptime publicationdate cxenseparse:recs:publishtime
    article.published displaydate originalpublicationdate article_date_original
    rnews:datepublished date published_time article:post_date citation_publication_date
    prism.publicationdate bt:pubdate shareaholic:article_published_time datecreated
    article-publication-date
""".split()
_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[/-](\d{1,2})(?:/|-|$)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: So many elements around a headline are looked at for its day.
_AROUND_HEADLINE = 80
#: A paragraph of more words is of the article: its head is over.
_WORDS_OF_PARAGRAPH = 30
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|published|pubdate|timestamp|posted-on|publish-date)(?:$|[\s_-])"
)
_DATE_LABEL = re.compile(r"^(?:published|posted|on|date)\b[\s:]*(?:on\b)?\s*", re.IGNORECASE)


def published(
    tree: Any, tags: Mapping[str, Sequence[str]], node: Mapping[str, Any], url: str | None
) -> str | None:
    """The day in the linked data, the tags of the head, the markup at the headline, the address."""
    for value in (
        string(node.get("datePublished")),
        *(content for name in _DATES for content in tags.get(name, ())[:1]),
        *_marked_days(tree),
        string(node.get("dateCreated")),
    ):
        if value and (day := _day(value)):
            return _nearest(day, _day_of_address(url))
    return _day_of_address(url)


def _nearest(day: str, in_address: str | None) -> str:
    """``day``, or the one of the address where that is the next one: clocks tell other zones."""
    if in_address is None:
        return day
    apart = abs((date.fromisoformat(day) - date.fromisoformat(in_address)).days)
    return in_address if apart == 1 else day


def _day(value: str) -> str | None:
    if re.fullmatch(r"1\d{9}|1\d{12}", value):  # Seconds or milliseconds since 1970.
        seconds = int(value[:10])
        return datetime.fromtimestamp(seconds, tz=timezone.utc).date().isoformat()
    day = iso_date(value)
    return day[:10] if day else None


def _marked_days(tree: Any) -> Iterator[str]:
    """Days in the markup of the article's head: ``itemprop``, ``pubdate``, ``<time>``."""
    for element in tree.iter("time", "span", "div", "abbr", "p", "a"):
        named = (element.get("itemprop") or "").lower()
        if "datepublished" in named.split() or element.get("pubdate") is not None:
            yield element.get("datetime") or element.get("content") or text_of(element)[:80]
    yield from _days_at_headline(tree)


def _days_at_headline(tree: Any) -> Iterator[str]:
    """``<time>`` elements, and elements of a class that says date, right behind the headline."""
    head = next(iter(tree.iter("h1")), None)
    if head is None:
        return
    for element in islice(_following(head), _AROUND_HEADLINE):
        if element.tag in ("blockquote", "footer", "aside"):
            return
        if element.tag == "p" and len(text_of(element).split()) > _WORDS_OF_PARAGRAPH:
            return
        if element.tag == "time":
            yield element.get("datetime") or text_of(element)[:80]
        elif _DATE_CLASS.search((element.get("class") or "").lower()[:300]):
            yield _DATE_LABEL.sub("", text_of(element)[:80])


def _following(element: Any) -> Iterator[Any]:
    """The elements behind ``element`` in the order of the page."""
    while element is not None:
        for sibling in element.itersiblings():
            if isinstance(sibling.tag, str):
                yield from sibling.iter()
        element = element.getparent()


def _day_of_address(url: str | None) -> str | None:
    """``/2019/11/18/`` or ``/2019/nov/18/`` in the address of the page."""
    match = _DAY_IN_ADDRESS.search(urlsplit(url).path.lower()) if url else None
    if not match:
        return None
    month = match[2] if match[2].isdigit() else str(_MONTHS.index(match[2]) + 1)
    return iso_date(f"{match[1]}-{month:0>2}-{match[3]:0>2}")
