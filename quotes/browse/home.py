"""The first page: what is new, who is quoted, when, what was corrected and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.confidence import is_doubtful
from quotes.store import Filters, counts
from quotes.store.listing import latest_articles, months, most_quoted, page_of_quotations

from . import corrections
from .charts import Bar, periods

Row = dict[str, Any]

_LATEST, _MOST_QUOTED, _DOUBTFUL = 8, 10, 5


@dataclass(frozen=True, slots=True)
class Home:
    """One database on the first page."""

    database: str
    totals: Row
    latest: list[Row]
    """Articles, each with its best ``quotation``."""
    speakers: list[Row]
    timeline: list[Bar]
    corrections: list[Row]
    doubtful: list[Row]
    """Quotations that nobody has looked at, the least certain first."""


def home(db: Database, name: str) -> Home:
    """What the first page shows of the database called ``name``."""
    latest = latest_articles(db, _LATEST)
    known = corrections.notes(db, [one["quotation"]["id"] for one in latest])
    doubtful = page_of_quotations(db, Filters(sort="confidence", limit=_DOUBTFUL))
    return Home(
        name,
        counts(db),
        [
            {
                **one,
                "quotation": {
                    **one["quotation"],
                    "note": known.get(one["quotation"]["id"], corrections.PLAIN),
                },
            }
            for one in latest
        ],
        most_quoted(db, _MOST_QUOTED),
        periods({one["month"]: one["quotations"] for one in months(db) if one["month"]}),
        corrections.latest(db),
        [one for one in doubtful if is_doubtful(one["confidence"]) and not one["reviewed"]],
    )
