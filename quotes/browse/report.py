"""Who gets to speak: the report of ``quotes sources`` as charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup
from sqlite_utils import Database

from quotes.store import AmbiguousSpeaker
from quotes.store.sources import NO_SPEAKER, TITLES, Dimension, sources

from .asked import Asked, quotation_filters
from .charts import Bar, shares_over_time
from .lists import Chip, chips

Row = dict[str, Any]

_NAMES = ("by", "outlet", "since", "until", "type", "kind", "search")
_MOST_OUTLETS, _MOST_MONTHS = 25, 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One question of the report, with its groups."""

    title: str
    of: Row
    """The counts of all groups together."""
    groups: list[Row]
    """Records of :func:`quotes.store.sources.sources`, each with its ``bar``."""


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet or a month: women among the speakers that are told, and more."""

    name: str
    women: Bar | None
    quotations: int
    speakers: int
    untold: float | None
    officials: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The page."""

    asked: Asked
    by: str
    quotations: int
    words: int
    nobody: float
    """The share of quotations without a speaker."""
    measures: list[Measured]
    places: list[Place]
    chart: Markup | None
    """Over time, where it is by month."""
    chips: Sequence[Chip] = ()
    records: Sequence[Row] = ()


def report(db: Database, what: Asked) -> Report:
    """Whole, or by outlet or month."""
    what = Asked(what.of(*_NAMES).values)
    chosen = what.first("by")
    by: tuple[Dimension, ...] = ()
    if chosen == "outlet":
        by = ("outlet",)
    elif chosen == "month":
        by = ("month",)
    limit = {"outlet": _MOST_OUTLETS, "month": _MOST_MONTHS}.get(chosen)
    filters = replace(quotation_filters(what), sort=None, limit=limit)
    try:
        records = list(sources(db, filters, by))
    except AmbiguousSpeaker:
        records = []
    kinds = [one for one in records if one["measure"] == "kind"]
    said = sum(one["quotations"] for one in kinds)
    nobody = sum(one["quotations"] for one in kinds if one["group"] == NO_SPEAKER)
    places = list(_places(records, by[0])) if by else []
    return Report(
        what,
        by[0] if by else "",
        said,
        sum(one["words"] for one in kinds),
        nobody / said if said else 0.0,
        [] if by else list(_measures(records)),
        places,
        _over_time(places) if by == ("month",) else None,
        [one for one in chips(db, what) if one.name != "by"],
        records,
    )


def _measures(records: Iterable[Row]) -> Iterable[Measured]:
    for measure, group in groupby(records, key=lambda one: str(one["measure"])):
        rows = list(group)
        if not rows[0]["of"]["quotations"]:
            continue
        yield Measured(
            TITLES.get(measure, measure),
            rows[0]["of"],
            [{**row, "bar": _bar(row)} for row in rows],
        )


def _bar(row: Row) -> Bar:
    """Of speakers, where they can be counted, and else of quotations."""
    low, high = row["interval"] or (None, None)
    return Bar(row["group"], row["share"]["speakers"] or 0.0, low, high)


def _places(records: Iterable[Row], by: str) -> Iterable[Place]:
    for name, group in groupby(records, key=lambda one: one[by]):
        told = {(one["measure"], one["group"]): one for one in group}
        women, people = told["gender where told", "women"], told["kind", "person"]
        low, high = women["interval"] or (None, None)
        share = women["share"]["speakers"]
        shown = name or ("no outlet" if by == "outlet" else "no date")
        yield Place(
            shown,
            None if share is None else Bar(shown, share, low, high),
            people["of"]["quotations"],
            people["of"]["speakers"],
            told["gender", "unknown"]["share"]["speakers"],
            told["role", "official"]["share"]["speakers"],
        )


def _over_time(places: Iterable[Place]) -> Markup | None:
    bars = [one.women for one in places if one.women is not None and one.name != "no date"]
    if len(bars) < 2:
        return None
    return shares_over_time(bars, "Women among the people whose gender the articles tell, by month")
