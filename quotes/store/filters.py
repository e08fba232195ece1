"""The filters that every listing shares, and the SQL they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from difflib import get_close_matches

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.finding import row_id, speaker_ids
from quotes.store.fts import match_query

#: How alike a misspelt outlet is, of 1.
_ALIKE = 0.6
_LAST_CHARACTER = "\U0010ffff"
_DAYS_AGO = re.compile(r"([0-9]{1,6})d")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which quotations are wanted; a field left alone wants them all."""

    speakers: tuple[str, ...] = ()
    """Names or ids; the quotations of any of them."""
    kinds: tuple[str, ...] = ()
    """Of speakers."""
    types: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    acts: tuple[str, ...] = ("statement",)
    """What was said, unless others are named; empty for all."""
    article: str | None = None
    """An id, or part of a title, path or address."""
    outlet: str | None = None
    """Case and accents ignored."""
    since: str | None = None
    """The first day, month or year of publication wanted, as :func:`day` reads it."""
    until: str | None = None
    """The last one wanted, included."""
    ingested_since: str | None = None
    """The first day of which articles that came in are wanted, as :func:`day` reads it."""
    search: str | None = None
    """Words, as :func:`quotes.store.fts.match_query` reads them."""
    min_confidence: float | None = None
    max_confidence: float | None = None
    sort: str | None = None
    """What to order by; a leading ``-`` begins with the greatest."""
    limit: int | None = None
    offset: int | None = None
    """So many are passed over first."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A ``WHERE`` clause on quotes, articles and speakers, with its values."""

    sql: str
    values: tuple[object, ...]
    match: str | None = None
    """The full-text query, for which ``quotes_fts`` is joined."""
    tables: frozenset[str] = frozenset()
    """Those of articles and speakers that the clause looks at."""


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
    if filters.kinds:
        add_any("quotes.speaker_kind", filters.kinds)
    if filters.types:
        add_any("quotes.type", filters.types)
    if filters.resolutions:
        add_any("quotes.resolution", filters.resolutions)
    if filters.acts:
        add_any("quotes.act", filters.acts)
    if filters.article is not None:
        _add_article_of_quotes(filters.article, add)
    if filters.outlet is not None:
        add_any("quotes.outlet", _outlets(db, filters.outlet))
    add_days(filters, add, "quotes")
    if filters.min_confidence is not None:
        add("quotes.confidence >= ?", filters.min_confidence)
    if filters.max_confidence is not None:
        add("quotes.confidence <= ?", filters.max_confidence)
    match = None
    if filters.search is not None:
        match = match_query(filters.search)
        add("quotes_fts MATCH ?", match) if match else add(NOTHING)
    sql = " AND ".join(parts) or "1"
    # The article's day and outlet, and the speaker's kind, are in ``quotes`` as well.
    tables = frozenset(["articles"] if filters.ingested_since is not None else [])
    return Condition(sql, tuple(values), match, tables)


def article_condition(db: Database, filters: Filters) -> Condition:
    """The clause on articles alone: of outlet and days, and full text as ``articles_fts``."""
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, *bound: object) -> None:
        parts.append(sql)
        values.extend(bound)

    if filters.outlet is not None:
        outlets = _outlets(db, filters.outlet)
        marks = ", ".join("?" for _ in outlets)
        add(f"articles.outlet IN ({marks})" if outlets else NOTHING, *outlets)
    add_days(filters, add)
    match = None
    if filters.search is not None:
        match = match_query(filters.search)
        add("articles_fts MATCH ?", match) if match else add(NOTHING)
    return Condition(" AND ".join(parts) or "1", tuple(values), match, frozenset(("articles",)))


def add_days(filters: Filters, add: Callable[..., None], table: str = "articles") -> None:
    """The conditions on when articles were published, as ``table`` has it, and came in."""
    if filters.since is not None:
        add(f"{table}.published >= ?", day(filters.since))
    if filters.until is not None:
        # Any hour of that day, any day of that month: what begins with it comes before this.
        add(f"{table}.published < ?", day(filters.until) + _LAST_CHARACTER)
    if filters.ingested_since is not None:
        add("articles.ingested_at >= ?", _moment(day(filters.ingested_since)))


def day(text: str, today: date | None = None) -> str:
    """The day that ``today``, ``yesterday`` or ``7d`` (so many days ago) mean; any other as it is.

    Years and months stay what they are: ``2023``, ``2023-12``.
    """
    today = today or date.today()
    ago = {"today": 0, "yesterday": 1}.get(text)
    if (found := _DAYS_AGO.fullmatch(text)) is not None:
        ago = int(found[1])
    if ago is None:
        return text
    # Days before the calendar are before all articles.
    return (today - timedelta(days=min(ago, today.toordinal() - 1))).isoformat()


def _moment(first: str) -> str:
    """When a day, month or year began where the program runs, as rows keep the time."""
    if "T" in first or " " in first:
        begun = datetime.fromisoformat(first)
    else:
        begun = datetime.combine(date.fromisoformat(f"{first}-01-01"[:10]), time.min)
    try:
        return begun.astimezone(timezone.utc).isoformat(timespec="seconds")
    except (OverflowError, ValueError):  # In the first years of the calendar.
        return first


def order(sort: str, columns: Mapping[str, str], last: str) -> str:
    """An ``ORDER BY`` for ``sort``; what is unknown comes last either way, then by ``last``.

    Raises ``ValueError`` for what is not in ``columns``.
    """
    name = sort.removeprefix("-")
    if name not in columns:
        raise ValueError(f"cannot sort by {name}, only by {', '.join(columns)}")
    direction = "DESC" if sort.startswith("-") else "ASC"
    return f"{columns[name]} {direction} NULLS LAST, {last}"


def add_article(wanted: str, add: Callable[..., None]) -> None:
    """The condition that an article has this id, or this part of a title, path or address."""
    if (number := row_id(wanted)) is not None:
        add("articles.id = ?", number)
        return
    part = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    likes = " OR ".join(
        f"articles.{column} LIKE ? ESCAPE '\\'" for column in ("title", "path", "url")
    )
    add(f"({likes})", *[f"%{part}%"] * 3)


def _add_article_of_quotes(wanted: str, add: Callable[..., None]) -> None:
    if (number := row_id(wanted)) is not None:
        add("quotes.article_id = ?", number)
        return
    parts: list[tuple[str, tuple[object, ...]]] = []
    add_article(wanted, lambda sql, *bound: parts.append((sql, bound)))
    ((sql, bound),) = parts
    add(f"quotes.article_id IN (SELECT articles.id FROM articles WHERE {sql})", *bound)


def has_article(db: Database, wanted: str) -> bool:
    """Whether there is an article with this id, or this part of a title, path or address."""
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, *bound: object) -> None:
        parts.append(sql)
        values.extend(bound)

    add_article(wanted, add)
    sql = f"SELECT 1 FROM articles WHERE {parts[0]} LIMIT 1"
    return db.execute(sql, values).fetchone() is not None


def near_articles(db: Database, wanted: str, most: int = 3) -> list[str]:
    """The titles that have most of the words of ``wanted``, with their ids: ``Title (12)``."""
    if row_id(wanted) is not None:
        return []
    words = [word for word in dict.fromkeys(fold(wanted).split()) if len(word) > 2]
    if not words:
        return []
    scored: list[tuple[int, int, str]] = []
    for id_, title in db.execute("SELECT id, title FROM articles WHERE title IS NOT NULL"):
        folded = fold(title)
        score = sum(word in folded for word in words)
        if 2 * score > len(words):
            scored.append((-score, id_, title))
    return [f"{title} ({id_})" for _, id_, title in sorted(scored)[:most]]


def has_outlet(db: Database, wanted: str) -> bool:
    """Whether ``--outlet`` of that name lets anything through."""
    return bool(_outlets(db, wanted))


def near_outlets(db: Database, wanted: str, most: int = 5) -> list[str]:
    """The outlets whose name is spelt much like ``wanted``, or has a word of it."""
    forms = {fold(outlet): outlet for outlet in _known_outlets(db)}
    folded = fold(wanted)
    words = {word for word in folded.split() if len(word) > 3}
    alike = get_close_matches(folded, forms, n=most, cutoff=_ALIKE)
    alike += sorted(form for form in forms if words & set(form.split()))
    return [forms[form] for form in dict.fromkeys(alike)][:most]


def _outlets(db: Database, wanted: str) -> list[str]:
    """The outlets of that name, or else those that contain it."""
    known = _known_outlets(db)
    folded = fold(wanted)
    exact = [outlet for outlet in known if fold(outlet) == folded]
    return exact or [outlet for outlet in known if folded and folded in fold(outlet)]


def _known_outlets(db: Database) -> list[str]:
    rows = db.execute("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL")
    return [outlet for (outlet,) in rows]
