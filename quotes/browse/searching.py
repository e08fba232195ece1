"""The search over everything: people, quotations and articles with some words, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.store.fts import match_query
from quotes.store.listing import count_of_articles, page_of_articles, speakers_page

from .asked import Asked, days
from .lists import Listing, quotations, with_snippets

Row = dict[str, Any]

#: Of each sort so many; the lists have the rest.
_QUOTATIONS, _ARTICLES, _SPEAKERS = 12, 8, 6
_NAMES = ("search", "outlet", "since", "until", "type", "kind", "resolution")


@dataclass(frozen=True, slots=True)
class Found:
    """What some words find."""

    words: str
    asked: Asked
    empty: bool
    """Whether there is no word to look for in what was typed."""
    quotations: Listing | None = None
    articles: list[Row] | None = None
    articles_total: int = 0
    speakers: list[Row] | None = None

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all."""
        none_said = self.quotations is None or not self.quotations.total
        return none_said and not self.articles_total and not self.speakers


def search(db: Database, what: Asked) -> Found:
    """What the words in the box find."""
    what = Asked(what.of(*_NAMES).values)
    words = what.first("search")
    if match_query(words) is None:
        return Found(words, what, True)
    said = quotations(db, what)
    since, until = days(what)
    outlet = what.first("outlet") or None
    articles = page_of_articles(
        db, words=words, outlet=outlet, since=since, until=until, sort="rank", limit=_ARTICLES
    )
    return Found(
        words,
        what,
        False,
        Listing(
            said.records[:_QUOTATIONS], said.total, what, said.exact, said.facets, said.chips,
            said.outlets, advice=said.advice,
        ),
        with_snippets(db, articles, words),
        count_of_articles(db, words=words, outlet=outlet, since=since, until=until),
        speakers_page(db, words=words, limit=_SPEAKERS),
    )  # fmt: skip
