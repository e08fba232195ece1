"""The page of a speaker: who that is, when and where quoted, beside whom, and why it is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from quotes.store import Filters, details, speakers
from quotes.store.listing import count_of_quotations, page_of_quotations
from quotes.store.listing import facets as spread
from quotes.store.profile import profile

from . import corrections
from .asked import LAST_PAGE, SIZE, Asked, quotation_filters
from .charts import Bar, periods
from .lists import FacetBox, boxes

Row = dict[str, Any]

#: What the quotations of a speaker can be narrowed by.
_NAMES = ("search", "type", "outlet", "since", "until", "min_confidence", "max_confidence", "act")


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """One speaker across articles."""

    speaker: Row
    """As :func:`quotes.store.profile.profile` gives it, without filters."""
    timeline: list[Bar]
    types: list[tuple[str, int]]
    titles: list[Row]
    """With the days of the first and last article that has them, the latest first."""
    reasons: list[Row]
    """Why other names are this speaker's: by rule."""
    links: list[Row]
    """What people said: who is the same, and who is not."""
    corrections: list[Row]
    articles: list[tuple[Row, list[Row]]]
    """One page of quotations, those of one article together."""
    total: int
    """How many quotations the filters let through."""
    exact: bool
    asked: Asked
    facets: list[FacetBox]

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        shown = sum(len(said) for _, said in self.articles)
        return self.asked.offset + shown < self.total and shown >= SIZE

    @property
    def too_far(self) -> bool:
        """Whether the next page is one too far."""
        return self.more and self.asked.page >= LAST_PAGE


def speaker(db: Database, number: int, what: Asked) -> SpeakerPage | None:
    """The speaker with this id; ``None`` when nobody has it."""
    record = next(iter(speakers(db, str(number))), None) or _silent(db, number)
    if record is None:
        return None
    what = what.of(*_NAMES)
    filters = replace(quotation_filters(what), speakers=(str(number),))
    whole = spread(db, Filters(speakers=(str(number),)))
    said = page_of_quotations(
        db, replace(filters, sort="-date", limit=SIZE, offset=what.offset), evidence=True
    )
    total, exact = count_of_quotations(db, filters)
    links = details.links(db, number)
    told = {row[column] for row in links for column in ("name", "other")}
    known = profile(db, record)
    return SpeakerPage(
        known,
        periods({one["month"]: one["quotations"] for one in known["months"]}),
        [(label, count) for _, label, count in whole.get("type", [])],
        details.titles(db, number),
        [row for row in details.reasons(db, number) if row["a_name"] not in told],
        links,
        corrections.of_speaker(db, number),
        [
            (said_there[0]["article"], said_there)
            for said_there in (
                list(group)
                for _, group in groupby(
                    corrections.noted(db, said), key=lambda one: one["article"]["id"]
                )
            )
        ],
        total,
        exact,
        what,
        boxes(spread(db, filters) if what.values else whole, what, ("type", "outlet")),
    )


def _silent(db: Database, number: int) -> Row | None:
    """A speaker of whom no quotation is left."""
    row = details.bare_speaker(db, number)
    if row is None:
        return None
    return {**row, "aliases": [], "quotations": 0, "articles": 0, "outlets": [], "first": None,
            "last": None}  # fmt: skip
