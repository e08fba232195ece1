"""The lists: quotations, articles, speakers and the same words, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store import AmbiguousSpeaker, details, find_speakers
from quotes.store.filters import near_outlets
from quotes.store.finding import FoundSpeaker, near_speakers
from quotes.store.listing import (
    Facet,
    count_of_articles,
    count_of_groups,
    count_of_quotations,
    count_of_speakers,
    facets,
    outlets,
    page_of_articles,
    page_of_groups,
    page_of_quotations,
    speakers_page,
)
from quotes.store.snippets import marked

from . import corrections
from .asked import (
    ARTICLE_SORTS,
    LAST_PAGE,
    LONGEST,
    SIZE,
    SPEAKER_SORTS,
    Asked,
    days,
    is_time,
    quotation_filters,
    sort_of,
)

Row = dict[str, Any]

KINDS = ("person", "organization", "group", "unnamed", "document")
TYPES = ("direct", "mixed", "indirect")
RESOLUTIONS = {
    "name": "named",
    "pronoun": "by pronoun",
    "nominal": "by description",
    "implicit": "no source beside it",
}
ACTS = {
    "statement": "what was said",
    "attitude": "attitudes",
    "unsaid": "what was not said",
    "all": "said or not",
}
_HEADINGS = {
    "type": "Type",
    "kind": "Kind of speaker",
    "resolution": "How the speaker is told",
    "outlet": "Outlet",
    "year": "Year",
    "month": "Month",
}
#: Values of a facet that are shown, and outlets that a filter offers.
_MOST_VALUES, _MOST_OUTLETS = 10, 300
#: Words of an article around those that were searched for.
_SNIPPET = 40
#: Characters of an article that are searched for a snippet.
_SEARCHED = 100_000

#: In the address of a list, what leaves others than its page.
QUOTATION_NAMES = (
    "search", "speaker", "type", "kind", "resolution", "outlet", "article", "since", "until",
    "min_confidence", "max_confidence", "act", "sort",
)  # fmt: skip
ARTICLE_NAMES = ("search", "outlet", "since", "until", "sort")
SPEAKER_NAMES = ("search", "kind", "sort")
GROUP_NAMES = ("conflicts",)


class FacetValue(NamedTuple):
    """A value that a list can be narrowed to."""

    label: str
    quotations: int
    query: str
    """Of the list with it, or without it where it is chosen."""
    chosen: bool


class FacetBox(NamedTuple):
    """The values of one column."""

    heading: str
    values: list[FacetValue]


class Chip(NamedTuple):
    """A filter that is on."""

    name: str
    label: str
    query: str
    """Of the list without it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    records: list[Row]
    total: int
    asked: Asked
    exact: bool = True
    """Whether the total is not just the least that it can be."""
    facets: Sequence[FacetBox] = ()
    chips: Sequence[Chip] = ()
    outlets: Sequence[str] = ()
    """That the filter offers."""
    ambiguous: Sequence[FoundSpeaker] = ()
    """Whom a speaker's name in the filter can mean."""
    near: Sequence[FoundSpeaker] = ()
    """Whom a name that nobody has may have meant."""
    advice: Sequence[str] = ()
    """What may help where nothing was found."""

    @property
    def most(self) -> int:
        """The most quotations of any row here."""
        return max((one["quotations"] for one in self.records), default=0)

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        known = self.asked.offset + len(self.records) < self.total
        return (known or not self.exact) and len(self.records) >= SIZE

    @property
    def too_far(self) -> bool:
        """Whether the next page is one too far."""
        return self.more and self.asked.page >= LAST_PAGE


def quotations(db: Database, what: Asked, *, aside: bool = True, size: int = SIZE) -> Listing:
    """One page of quotations; without ``aside``, that alone."""
    what = what.of(*QUOTATION_NAMES)
    filters = replace(quotation_filters(what), limit=size, offset=what.offset)
    by_rank = filters.search is not None and filters.sort is None
    if not by_rank and filters.sort is None:
        filters = replace(filters, sort="-date")
    try:
        found = page_of_quotations(db, filters, by_rank=by_rank)
        counted = replace(filters, sort=None, limit=None, offset=None)
        total, exact = count_of_quotations(db, counted)
    except AmbiguousSpeaker as error:
        return Listing([], 0, what, ambiguous=error.candidates, chips=chips(db, what))
    records = corrections.noted(db, found)
    if filters.search:
        hits = marked({one["id"]: one["text"] for one in records}, filters.search)
        records = [{**one, "parts": hits.get(one["id"])} for one in records]
    if not aside:
        return Listing(records, total, what, exact)
    spread = facets(db, counted)
    return Listing(
        records,
        total,
        what,
        exact,
        boxes(spread, what, tuple(_HEADINGS)),
        chips(db, what),
        _outlet_names(db),
        near=[] if total else _near(db, what),
        advice=[] if total else list(_advice(db, what)),
    )


def articles(db: Database, what: Asked, *, size: int = SIZE) -> Listing:
    """One page of articles; of a search the best first, with the words where they stand."""
    what = what.of(*ARTICLE_NAMES)
    since, until = days(what)
    words = what.first("search") or None
    wanted = {
        "words": words,
        "outlet": what.first("outlet") or None,
        "since": since,
        "until": until,
    }
    sort = sort_of(what, ARTICLE_SORTS) or ("rank" if words else "-published")
    found = page_of_articles(db, **wanted, sort=sort, limit=size, offset=what.offset)
    total = count_of_articles(db, **wanted)
    return Listing(
        with_snippets(db, found, words),
        total,
        what,
        chips=chips(db, what),
        outlets=_outlet_names(db),
        advice=[] if total else list(_advice(db, what)),
    )


def with_snippets(db: Database, records: Iterable[Row], words: str | None) -> list[Row]:
    """Records of articles, each with the ``parts`` of its text and title that were searched for."""
    found = list(records)
    if not words or not found:
        return found
    texts = details.article_texts(db, [one["id"] for one in found], _SEARCHED)
    hits = marked({key: text for key, (text, _) in texts.items()}, words, _SNIPPET)
    return [{**one, "parts": hits.get(one["id"])} for one in found]


def speakers(db: Database, what: Asked, *, size: int = SIZE) -> Listing:
    """One page of speakers."""
    what = what.of(*SPEAKER_NAMES)
    words, kind = what.first("search") or None, what.first("kind") or None
    sort = sort_of(what, SPEAKER_SORTS) or "-quotations"
    total = count_of_speakers(db, words=words, kind=kind)
    return Listing(
        speakers_page(db, words=words, kind=kind, sort=sort, limit=size, offset=what.offset),
        total,
        what,
        chips=chips(db, what),
        near=near_speakers(db, words) if words and not total else [],
    )


def groups(db: Database, what: Asked, *, size: int = SIZE) -> Listing:
    """One page of the same words in several articles."""
    what = what.of(*GROUP_NAMES)
    conflicts = {"yes": True, "no": False}.get(what.first("conflicts"))
    return Listing(
        page_of_groups(db, conflicts=conflicts, limit=size, offset=what.offset),
        count_of_groups(db, conflicts=conflicts),
        what,
    )


def by_outlet(db: Database, what: Asked, *, size: int = SIZE) -> Listing:
    """One page of outlets, each with the ``speakers`` that it quotes most."""
    what = what.of("search")
    wanted = fold(what.first("search"))
    known = [one for one in outlets(db) if wanted in fold(one["outlet"] or "")]
    shown = known[what.offset : what.offset + size]
    return Listing(
        [{**one, "speakers": details.speakers_of_outlet(db, one["outlet"])} for one in shown],
        len(known),
        what,
        chips=chips(db, what),
    )


def boxes(
    found: Mapping[str, Sequence[Facet]], what: Asked, names: Iterable[str]
) -> list[FacetBox]:
    """Facets of the store as links; those with nothing to choose are left out."""
    made = []
    for name in names:
        values = found.get(name, ())
        if name in ("month", "year"):
            known = [one for one in values if is_time(one[0])]
            shown = [_of_time(what, *one) for one in known[-2 * _MOST_VALUES :]]
        else:
            # One too long for an address cannot be asked for.
            known = [one for one in values if len(one[0]) <= LONGEST]
            shown = [_of_column(what, name, *one) for one in known[:_MOST_VALUES]]
        if len(shown) > 1 or any(one.chosen for one in shown):
            made.append(FacetBox(_HEADINGS[name], shown))
    return made


def _of_column(what: Asked, name: str, value: str, label: str, count: int) -> FacetValue:
    chosen = value in what.all(name)
    query = what.without(name, value) if chosen else what.query(**{name: value})
    shown = RESOLUTIONS.get(label, label) if name == "resolution" else label
    return FacetValue(shown, count, query, chosen)


def _of_time(what: Asked, value: str, label: str, count: int) -> FacetValue:
    chosen = what.first("since") == value == what.first("until")
    query = what.query(since=None if chosen else value, until=None if chosen else value)
    return FacetValue(label, count, query, chosen)


def chips(db: Database, what: Asked) -> list[Chip]:
    """The filters that are on, in words."""
    made = []
    for name, value in what.values:
        if name == "sort":
            continue
        label = value
        if name == "speaker" and value.isdecimal():
            label = next((one.name for one in find_speakers(db, value)), value)
        elif name == "resolution":
            label = RESOLUTIONS.get(value, value)
        elif name == "act":
            label = ACTS.get(value, value)
        elif name in ("min_confidence", "max_confidence"):
            sign = "at least" if name.startswith("min") else "at most"
            label = f"{sign} {value}"
        shown = name.replace("_confidence", "").replace("min", "confidence")
        shown = (
            shown.replace("max", "confidence")
            .replace("resolution", "told")
            .replace("act", "reports")
        )
        made.append(Chip(shown, label, what.without(name, value)))
    return made


def _outlet_names(db: Database) -> list[str]:
    known = (one["outlet"] for one in outlets(db)[:_MOST_OUTLETS])
    return [outlet for outlet in known if outlet and len(outlet) <= LONGEST]


def _near(db: Database, what: Asked) -> list[FoundSpeaker]:
    return [one for name in what.all("speaker") for one in near_speakers(db, name)]


def _advice(db: Database, what: Asked) -> Iterable[str]:
    words = what.first("search")
    if len(words.split()) > 1:
        yield "All the words have to be there: try fewer of them."
    if '"' in words:
        yield "Words between double quotes have to stand side by side: try without the quotes."
    elif words and not words.endswith("*"):
        yield f"A star finds all words that begin so: {words.split()[-1]}*"
    if outlet := what.first("outlet"):
        alike = near_outlets(db, outlet)
        if alike and outlet not in alike:
            yield f"Outlets that are called something like it: {', '.join(alike)}."
    if what.first("since") or what.first("until"):
        yield "Articles without a date are in no range of days: take the days away."
    if len([name for name, _ in what.values if name != "sort"]) > 1:
        yield "Take away one of the filters above."
