"""The filters that every listing shares, and the SQL they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from quotes.speakers.names import fold
from quotes.store.finding import row_id, speaker_ids
from quotes.store.fts import match_query


@dataclass(frozen=True, slots=True)
class Filters:
    """Which quotations are wanted; a field left alone wants them all."""

    speakers: tuple[str, ...] = ()
    """Names or ids; the quotations of any of them."""
    types: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    article: str | None = None
    """An id, or part of a title, path or address."""
    outlet: str | None = None
    """Case and accents ignored."""
    since: str | None = None
    """The first day, month or year wanted, ISO 8601."""
    until: str | None = None
    """The last one wanted, included."""
    search: str | None = None
    """Words, as :func:`quotes.store.fts.match_query` reads them."""
    min_confidence: float | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A ``WHERE`` clause on quotes, articles and speakers, with its values."""

    sql: str
    values: tuple[object, ...]
    match: str | None = None
    """The full-text query, for which ``quotes_fts`` is joined."""


NOTHING = "0"


def condition(db: Database, filters: Filters) -> Condition:
    """The clause for ``filters``. Raises :class:`quotes.store.finding.AmbiguousSpeaker`."""
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, *bound: object) -> None:
        parts.append(sql)
        values.extend(bound)

    def add_any(column: str, wanted: Sequence[object]) -> None:
        add(f"{column} IN ({', '.join('?' for _ in wanted)})" if wanted else NOTHING, *wanted)

    if filters.speakers:
        ids = {id_ for name in filters.speakers for id_ in speaker_ids(db, name)}
        add_any("quotes.speaker_id", sorted(ids))
    if filters.types:
        add_any("quotes.type", filters.types)
    if filters.resolutions:
        add_any("quotes.resolution", filters.resolutions)
    if filters.article is not None:
        _add_article(filters.article, add)
    if filters.outlet is not None:
        add_any("articles.outlet", _outlets(db, filters.outlet))
    if filters.since is not None:
        add("articles.published >= ?", filters.since)
    if filters.until is not None:
        add("substr(articles.published, 1, ?) <= ?", len(filters.until), filters.until)
    if filters.min_confidence is not None:
        add("quotes.confidence >= ?", filters.min_confidence)
    match = None
    if filters.search is not None:
        match = match_query(filters.search)
        add("quotes_fts MATCH ?", match) if match else add(NOTHING)
    return Condition(" AND ".join(parts) or "1", tuple(values), match)


def _add_article(wanted: str, add: Callable[..., None]) -> None:
    if (number := row_id(wanted)) is not None:
        add("quotes.article_id = ?", number)
        return
    part = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    likes = " OR ".join(
        f"articles.{column} LIKE ? ESCAPE '\\'" for column in ("title", "path", "url")
    )
    add(f"({likes})", *[f"%{part}%"] * 3)


def _outlets(db: Database, wanted: str) -> list[str]:
    """The outlets of that name, or else those that contain it."""
    known = [
        row[0]
        for row in db.execute("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL")
    ]
    folded = fold(wanted)
    exact = [outlet for outlet in known if fold(outlet) == folded]
    return exact or [outlet for outlet in known if folded and folded in fold(outlet)]
