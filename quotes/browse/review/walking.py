"""The walk through what is least certain, kept in the address: nothing of it is on the server.

So a page can be loaded again, opened twice and gone back to, and two people do not disturb each
other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from quotes.store.filters import Filters
from quotes.store.review_queue import Place

from ..asked import Asked, asked, quotation_filters
from ..lists import QUOTATION_NAMES

#: Steps back, and corrections that can be taken back by a key, that an address holds.
_MOST_STEPS = 30
_LONGEST_PATH = 2000
_PATH = re.compile(r"/(?!/)[!-\[\]-~]*")
_FILTERS = tuple(name for name in QUOTATION_NAMES if name != "sort")


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's way through some quotations."""

    asked: Asked = field(default_factory=Asked)
    """Which ones are walked through."""
    at: float | None = None
    """How certain this quotation was when it was reached: its place among the others."""
    trail: tuple[int, ...] = ()
    """Those that were seen before, the latest last."""
    made: tuple[int, ...] = ()
    """The corrections of this walk, the latest last."""
    back: str | None = None
    """The page of ours that this one was reached from, where it is no walk."""

    @property
    def filters(self) -> Filters:
        """Of the store."""
        return replace(quotation_filters(self.asked), sort=None, limit=None)

    @property
    def query(self) -> str:
        """The query string that brings it along."""
        pairs = [*self.asked.values]
        if self.at is not None:
            pairs.append(("at", repr(self.at)))
        for name, numbers in (("trail", self.trail), ("made", self.made)):
            if numbers:
                pairs.append((name, ".".join(map(str, numbers[-_MOST_STEPS:]))))
        if self.back:
            pairs.append(("back", self.back))
        return urlencode(pairs)

    def with_made(self, reviews: Sequence[int]) -> Walk:
        """The same with more corrections."""
        return replace(self, made=(*self.made, *reviews)[-_MOST_STEPS:])

    def without(self, review: int) -> Walk:
        """The same without one that was taken back."""
        return replace(self, made=tuple(one for one in self.made if one != review))

    def on(self, number: int, place: Place) -> Walk:
        """One step on, from the quotation ``number`` to the one at ``place``."""
        trail = self.trail if self.trail[-1:] == (number,) else (*self.trail, number)
        return replace(self, at=place[0], trail=trail[-_MOST_STEPS:])

    def back_to(self, number: int) -> Walk:
        """Back to one of the trail: its place among the others is not known from here."""
        at = len(self.trail) - 1 - self.trail[::-1].index(number)
        return replace(self, at=None, trail=self.trail[:at])


def walk(request: Any, root: str) -> Walk:
    """What an address says of a walk; ``root`` is where our pages begin."""
    try:
        values = parse_qs(request.query_string, max_num_fields=100)
    except ValueError:
        values = {}

    def first(name: str) -> str:
        return str(values.get(name, [""])[0])

    try:
        at = float(first("at"))
    except ValueError:
        at = math.nan
    return Walk(
        Asked(asked(request.query_string).of(*_FILTERS).values),
        at if math.isfinite(at) else None,
        _numbers(first("trail")),
        _numbers(first("made")),
        path_of_ours(first("back"), root),
    )


def _numbers(text: str) -> tuple[int, ...]:
    found = re.findall(r"\d{1,18}", text[:1000], re.ASCII)
    return tuple(map(int, found[-_MOST_STEPS:]))


def path_of_ours(path: str, root: str) -> str | None:
    """``path`` if it leads to a page below ``root``, and nowhere else whoever reads it."""
    if len(path) > _LONGEST_PATH or not _PATH.fullmatch(path):
        return None
    parts = urlsplit(path)
    inside = parts.path == root or parts.path.startswith(f"{root.rstrip('/')}/")
    if parts.scheme or parts.netloc or not inside or ".." in parts.path.split("/"):
        return None
    return path
