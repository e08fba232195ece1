"""What a reader asks of a list: the words, filters, order and page in an address.

Nothing that is typed is an error: what is no number, no day, or not to be sorted by is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from quotes.store.filters import Filters
from quotes.types import Act

#: Rows of a page, and how far one can page: who wants more narrows the list or takes the CSV.
SIZE = 40
LAST_PAGE = 250
#: Characters of a value, and values of an address, that are read.
LONGEST = 400
_MOST = 60
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|today|yesterday|\d{1,6}d")
_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")

#: Orders of quotations, and how they are called.
QUOTATION_SORTS = {
    "-date": "newest",
    "date": "oldest",
    "speaker": "speaker",
    "outlet": "outlet",
    "confidence": "least certain",
    "-confidence": "most certain",
}
ARTICLE_SORTS = {
    "-published": "newest",
    "published": "oldest",
    "-ingested": "last put in",
    "title": "title",
    "outlet": "outlet",
    "-quotations": "most quotations",
    "-speakers": "most speakers",
}
SPEAKER_SORTS = {
    "-quotations": "most quoted",
    "-articles": "in most articles",
    "-date": "quoted last",
    "speaker": "name",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, read."""

    values: tuple[tuple[str, str], ...] = ()
    """Names and values, without the empty ones and without the page."""
    page: int = 1

    def first(self, name: str) -> str:
        """The first value of that name, or nothing."""
        return next((value for key, value in self.values if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of that name."""
        return tuple(value for key, value in self.values if key == name)

    def of(self, *names: str) -> Asked:
        """The same with these names alone."""
        return Asked(tuple(pair for pair in self.values if pair[0] in names), self.page)

    def query(self, page: int = 1, /, **changes: str | Iterable[str] | None) -> str:
        """The query string of the same list, with changes; ``None`` leaves a name out."""
        pairs = [(key, value) for key, value in self.values if key not in changes]
        for key, value in changes.items():
            if value is not None:
                pairs += [(key, one) for one in ([value] if isinstance(value, str) else value)]
        if page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)

    def without(self, name: str, value: str) -> str:
        """The query string without one of its values."""
        return urlencode([pair for pair in self.values if pair != (name, value)])

    @property
    def offset(self) -> int:
        """So many rows are on the pages before."""
        return (self.page - 1) * SIZE


def asked(query_string: str) -> Asked:
    """What the part of an address behind its question mark says."""
    try:
        pairs = parse_qsl(query_string, max_num_fields=_MOST)
    except ValueError:
        pairs = []
    cleaned = [
        (key, _UNREADABLE.sub(" ", value).strip()[:LONGEST])
        for key, value in pairs
        if not key.startswith("_")
    ]
    page = next((value for key, value in cleaned if key == "page"), "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    values = tuple((key, value) for key, value in cleaned if key != "page" and value)
    return Asked(tuple(dict.fromkeys(values)), min(max(number, 1), LAST_PAGE))


def quotation_filters(what: Asked) -> Filters:
    """The filters of the command line, by the same names."""
    chosen = {
        "speakers": what.all("speaker"),
        "kinds": what.all("kind"),
        "types": what.all("type"),
        "resolutions": what.all("resolution"),
        "outlet": what.first("outlet") or None,
        "article": what.first("article") or None,
        "since": _day(what.first("since")),
        "until": _day(what.first("until")),
        "search": what.first("search") or None,
        "min_confidence": _share(what.first("min_confidence")),
        "max_confidence": _share(what.first("max_confidence")),
        "sort": sort_of(what, QUOTATION_SORTS),
    }
    found = Filters(**{key: value for key, value in chosen.items() if value})  # type: ignore[arg-type]
    asked_for = what.all("act")
    acts = tuple(act for act in asked_for if act in get_args(Act))
    return replace(found, acts=() if "all" in asked_for else acts or found.acts)


def is_time(text: str) -> bool:
    """Whether it is a year, a month or a day, or as many days ago."""
    return _DAY.fullmatch(text) is not None


def days(what: Asked) -> tuple[str | None, str | None]:
    """The first and the last day wanted."""
    return _day(what.first("since")), _day(what.first("until"))


def sort_of(what: Asked, sorts: Iterable[str]) -> str | None:
    """The order asked for, where it is one of these."""
    sort = what.first("sort")
    return sort if sort in sorts else None


def _day(text: str) -> str | None:
    return text if _DAY.fullmatch(text) else None


def _share(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
