"""What the pages of a browser list: one page at a time, with its totals and its facets.

Each function answers in a time that hardly depends on how much the database holds: pages go
along an index, which is named so that no statistics lead elsewhere, and totals come from the
tables that the database keeps (:mod:`quotes.store.counting`). ``db`` may be a reading connection
that was wrapped: ``Database(connection)``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.filters import Condition, Filters, article_condition, condition, order
from quotes.store.reading import (
    ARTICLE_ORDERS,
    Record,
    article,
    quotations_by_id,
    speaker_record,
)

#: A value as :class:`Filters` takes it, how it is shown, and how many quotations have it.
Facet = tuple[str, str, int]

#: Rows of a page where no limit is given.
PAGE = 50
#: Of words that more quotations have, the latest so many are ranked and counted.
MOST_RANKED = 10_000
#: So many matches are collected and then sorted; of more, rows are looked through in their order,
#: but from so far into the list on.
_MOST_SORTED = 40_000
_DEEP = 500
#: Rows of an index that are counted where no total is kept.
MOST_COUNTED = 200_000
#: Rows that are looked at for facets where no totals are kept.
_MOST_SPREAD = 20_000
#: Outlets among the facets.
_MOST_OUTLETS = 40
#: Of an article's quotation beside its title: long enough to say something, short enough to read.
_BEST_LENGTHS = (60, 300)
#: Bodies that every country has: their name alone tells nobody whose they are.
_GENERIC = frozenset(
    "administration agency army authorities board cabinet coalition commission committee company"
    " congress council court department embassy fire government house jury justice local military"
    " minister ministry office officials opposition palace parliament parquet party police"
    " presidency prosecution reporters senate service state supreme team union university".split()
)

# ---------------------------------------------------------------- quotations


def page_of_quotations(
    db: Database, filters: Filters, *, by_rank: bool = False, evidence: bool = False
) -> list[Record]:
    """One page of quotations, as :func:`quotes.store.reading.quotations` gives them.

    ``filters`` have ``sort`` (id, date, speaker, outlet, confidence), ``limit`` (50 where there is
    none) and ``offset``. ``by_rank`` puts the best match of a search first, as far as they are
    ranked: of words that more than :data:`MOST_RANKED` quotations have, the latest so many are,
    and with other filters as well none: those come by date, the latest first.
    """
    wanted = condition(db, filters)
    if filters.search is not None and wanted.match is None:
        return []
    ids = _ranked(db, filters, wanted) if by_rank and wanted.match else None
    if ids is None:
        if by_rank and not filters.sort:
            filters = replace(filters, sort="-date")
        ids = _sorted(db, filters, wanted)
    return quotations_by_id(db, ids, evidence=evidence)


def _page(filters: Filters) -> tuple[int, int]:
    return PAGE if filters.limit is None else filters.limit, filters.offset or 0


def _ids(rows: Any) -> list[int]:
    return [row[0] for row in rows.fetchall()]


def _ranked(db: Database, filters: Filters, wanted: Condition) -> list[int] | None:
    """The page of a search by rank; ``None`` where too many match for their rank to be asked."""
    first = _first_ranked(db, wanted.match)
    others = _without_match(wanted)
    plain = Filters(search=filters.search, acts=filters.acts)
    if plain == replace(filters, sort=None, limit=None, offset=None):
        # Ranked first: whether it was said is then asked of the rows of the page alone.
        rows = db.execute(
            "SELECT quotes.id FROM (SELECT rowid AS number FROM quotes_fts"
            " WHERE quotes_fts MATCH ? AND rowid >= ? ORDER BY rank LIMIT -1) AS found"
            " CROSS JOIN quotes ON quotes.id = found.number"
            f" WHERE {others.sql} LIMIT ? OFFSET ?",
            [wanted.match, first, *others.values, *_page(filters)],
        )
        return _ids(rows)
    if first:
        return None
    rows = db.execute(
        "SELECT quotes.id FROM quotes_fts CROSS JOIN quotes ON quotes.id = quotes_fts.rowid"
        f" {_join(wanted)} WHERE quotes_fts MATCH ? AND {others.sql}"
        " ORDER BY quotes_fts.rank, quotes.id LIMIT ? OFFSET ?",
        [wanted.match, *others.values, *_page(filters)],
    )
    return _ids(rows)


def _first_ranked(
    db: Database, match: str | None, table: str = "quotes_fts", most: int | None = None
) -> int:
    """The id from which on the latest ``most`` matches are; 0 where these are all."""
    most = MOST_RANKED if most is None else most
    row = db.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        [match, most],
    ).fetchone()
    return int(row[0]) if row else 0


def _without_match(wanted: Condition) -> Condition:
    """The clause without full text, which :func:`condition` puts last."""
    if wanted.match is None:
        return wanted
    sql = wanted.sql.removesuffix("quotes_fts MATCH ?").removesuffix(" AND ") or "1"
    return replace(wanted, sql=sql, values=wanted.values[:-1], match=None)


def _join(wanted: Condition) -> str:
    return "JOIN articles ON articles.id = quotes.article_id" if wanted.tables else ""


_ORDERS = {
    "id": "quotes.id",
    "-id": "quotes.id DESC",
    "date": "quotes.published ASC NULLS LAST, quotes.id DESC",
    "-date": "quotes.published DESC, quotes.id",
    "outlet": "quotes.outlet ASC NULLS LAST, quotes.published DESC, quotes.id",
    "-outlet": "quotes.outlet DESC, quotes.published, quotes.id DESC",
    "confidence": "quotes.confidence, quotes.id",
    "-confidence": "quotes.confidence DESC, quotes.id DESC",
}


def _sorted(db: Database, filters: Filters, wanted: Condition) -> list[int]:
    sort = filters.sort or "id"
    if sort.removeprefix("-") == "speaker":
        return _by_speaker(db, filters, wanted)
    if sort not in _ORDERS:
        order(sort, {name: name for name in _ORDERS}, "")  # Raises: it cannot be sorted by.
    others = _without_match(wanted)
    if wanted.match is not None and not _first_ranked(db, wanted.match, most=_MOST_SORTED):
        source = "quotes_fts CROSS JOIN quotes ON quotes.id = quotes_fts.rowid"
        sql, values = f"quotes_fts MATCH ? AND {others.sql}", (wanted.match, *others.values)
    else:
        source = f"quotes{_along(filters, sort)}"
        sql, values = _matching(wanted, deep=(filters.offset or 0) >= _DEEP)
    rows = db.execute(
        f"SELECT quotes.id FROM {source} {_join(wanted)} WHERE {sql}"
        f" ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?",
        [*values, *_page(filters)],
    )
    return _ids(rows)


def _matching(wanted: Condition, deep: bool = False) -> tuple[str, tuple[object, ...]]:
    """The clause with full text asked of each row: for words that many rows have.

    So far into a list that many rows are passed over, all matches are collected first.
    """
    others = _without_match(wanted)
    if wanted.match is None:
        return others.sql, others.values
    found = "SELECT {} FROM quotes_fts WHERE quotes_fts MATCH ?"
    asked = (
        f"quotes.id IN ({found.format('rowid')})"
        if deep
        else f"EXISTS ({found.format('1')} AND rowid = quotes.id)"
    )
    return f"{others.sql} AND {asked}", (*others.values, wanted.match)


def _along(filters: Filters, sort: str | None = None) -> str:
    """The index that a page goes along."""
    if filters.article is not None:
        return ""
    by = (sort or "").removeprefix("-")
    if filters.speakers:
        name = "speaker"
    elif by in ("confidence", "date") and filters.outlet is None:
        name = by
    elif by == "confidence":
        # Few quotations are of one outlet, unless it is the only one there is.
        name = by
    elif by == "outlet" or filters.outlet is not None:
        name = "outlet"
    elif by == "id":
        return ""
    elif filters.min_confidence is not None or filters.max_confidence is not None:
        name = "confidence"
    else:
        name = "date"
    return f" INDEXED BY idx_quotes_by_{name}"


def _by_speaker(db: Database, filters: Filters, wanted: Condition) -> list[int]:
    """Speaker by speaker in the order of their names, then what is nobody's."""
    limit, offset = _page(filters)
    direction = "DESC" if str(filters.sort).startswith("-") else "ASC"
    sql, values = _matching(wanted)
    found = _ids(
        db.execute(
            "SELECT quotes.id FROM speakers INDEXED BY idx_speakers_sorted CROSS JOIN quotes"
            f" INDEXED BY idx_quotes_by_speaker ON quotes.speaker_id = speakers.id {_join(wanted)}"
            f" WHERE {sql} ORDER BY speakers.name COLLATE NOCASE {direction},"
            f" speakers.id {direction} LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
    )
    if len(found) < limit and not filters.speakers and not filters.kinds:
        # The page on which they begin has the last of the speakers' before them.
        passed = 0 if found or not offset else offset - _of_speakers_in_all(db, wanted)
        found += _ids(
            db.execute(
                f"SELECT quotes.id FROM quotes INDEXED BY idx_quotes_by_speaker {_join(wanted)}"
                f" WHERE quotes.speaker_id IS NULL AND {sql}"
                " ORDER BY quotes.published DESC, quotes.id LIMIT ? OFFSET ?",
                [*values, limit - len(found), passed],
            )
        )
    return found


def _of_speakers_in_all(db: Database, wanted: Condition) -> int:
    """How many are somebody's: so many stand before those that are nobody's."""
    sql, values = _matching(wanted, deep=True)
    (count,) = db.execute(
        f"SELECT count(*) FROM quotes INDEXED BY idx_quotes_by_speaker {_join(wanted)}"
        f" WHERE quotes.speaker_id IS NOT NULL AND {sql}",
        list(values),
    ).fetchone()
    return int(count)


def count_of_quotations(db: Database, filters: Filters) -> tuple[int, bool]:
    """How many quotations ``filters`` let through, and whether it is so many or at least."""
    wanted = condition(db, filters)
    if filters.search is not None and wanted.match is None:
        return 0, True
    if (cells := _cells_of(db, filters)) is not None:
        (count,) = db.execute(
            f"SELECT coalesce(sum(quotations), 0) FROM _counts WHERE {cells.sql}",
            list(cells.values),
        ).fetchone()
        return int(count), True
    if filters.speakers and filters == Filters(
        speakers=filters.speakers, sort=filters.sort, limit=filters.limit, offset=filters.offset
    ):
        (count,) = db.execute(
            "SELECT coalesce(sum(quotations), 0) FROM _speaker_counts"
            " WHERE speaker_id IN (SELECT value FROM json_each(?))",
            [json.dumps([*wanted.values][: -len(filters.acts)])],
        ).fetchone()
        return int(count), True
    return _count(db, filters, wanted)


def _count(db: Database, filters: Filters, wanted: Condition) -> tuple[int, bool]:
    """Counted row by row, up to :data:`MOST_COUNTED`, or :data:`MOST_RANKED` of a search."""
    source, sql, values, whole = _rows_of(db, filters, wanted, MOST_RANKED)
    (count,) = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {sql} LIMIT ?)",
        [*values, MOST_COUNTED + 1],
    ).fetchone()
    return min(count, MOST_COUNTED), whole and count <= MOST_COUNTED


def _rows_of(
    db: Database, filters: Filters, wanted: Condition, most: int
) -> tuple[str, str, list[object], bool]:
    """Tables, clause and values of what ``filters`` let through, and whether that is all of it.

    Of a search it is the latest ``most`` matches.
    """
    if wanted.match is None:
        return f"quotes{_along(filters)} {_join(wanted)}", wanted.sql, list(wanted.values), True
    others = _without_match(wanted)
    found = (
        "(SELECT rowid AS number FROM quotes_fts WHERE quotes_fts MATCH ?"
        " ORDER BY rowid DESC LIMIT ?)"
    )
    source = f"{found} AS found CROSS JOIN quotes ON quotes.id = found.number {_join(wanted)}"
    if others.sql == "1":
        source = f"{found} AS found"
    whole = not _first_ranked(db, wanted.match)
    return source, others.sql, [wanted.match, most, *others.values], whole


def _cells_of(db: Database, filters: Filters) -> Condition | None:
    """The rows of ``_counts`` that ``filters`` let through, where they tell all of it."""
    days = (filters.since, filters.until)
    has_days = any(day is not None for day in days)
    if (
        filters.speakers
        or filters.article is not None
        or filters.search is not None
        or filters.ingested_since is not None
        or filters.min_confidence is not None
        or filters.max_confidence is not None
        or (has_days and filters.outlet is not None)
        or any(day is not None and not _is_month(day) for day in days)
    ):
        return None
    wanted = condition(db, filters)
    dimension = "month" if has_days else "outlet"
    sql = (
        wanted.sql.replace("quotes.published", "value")
        .replace("quotes.outlet IN", "value COLLATE NOCASE IN")
        .replace("quotes.speaker_kind", "kind")
        .replace("quotes.", "")
    )
    return replace(wanted, sql=f"dimension = '{dimension}' AND value {_KNOWN[has_days]} AND {sql}")


#: What has no date is in no span of time.
_KNOWN = {True: "<> ''", False: "IS NOT NULL"}


def _is_month(day: str) -> bool:
    return len(day) in (4, 7) and day[:4].isdecimal()


def facets(db: Database, filters: Filters) -> dict[str, list[Facet]]:
    """How the quotations that ``filters`` let through are spread.

    Keys are ``type``, ``resolution``, ``kind``, ``outlet`` and ``month`` or ``year``: the years,
    or the months where all are of one year. Of each the most first; months and years by time.
    Where no totals are kept and many rows would have to be read, it is of the first of them.
    """
    wanted = condition(db, filters)
    if filters.search is not None and wanted.match is None:
        return {name: [] for name in ("type", "resolution", "kind", "outlet", "year")}
    counted: dict[str, Counter[str]] = {}
    cells = _cells_of(db, filters)
    if cells is not None:
        named = ("type", "resolution", "kind")
        for column in named:
            counted[column] = _column(db, column, cells)
        in_time = cells.sql.startswith("dimension = 'month'")
        counted["month" if in_time else "outlet"] = _column(db, "value", cells)
        if not (filters.outlet or in_time):
            counted["month"] = _column(db, "value", _other(cells, "month"))
        elif in_time:
            counted |= _spread(db, filters, wanted, ("outlet",))
        else:
            counted |= _spread(db, filters, wanted, ("month",))
    else:
        counted = _spread(db, filters, wanted, tuple(_COPIES))
    return _as_facets(counted)


#: By the name of a facet, what of ``quotes`` it is.
_COPIES = {
    "type": "quotes.type",
    "resolution": "quotes.resolution",
    "kind": "quotes.speaker_kind",
    "outlet": "quotes.outlet",
    "month": "substr(quotes.published, 1, 7)",
}


def _other(cells: Condition, dimension: str) -> Condition:
    return replace(cells, sql=cells.sql.replace("'outlet'", f"'{dimension}'", 1))


def _column(db: Database, column: str, cells: Condition) -> Counter[str]:
    return Counter(
        dict(
            db.execute(
                f"SELECT {column}, sum(quotations) FROM _counts WHERE {cells.sql} GROUP BY 1",
                list(cells.values),
            ).fetchall()
        )
    )


def _spread(
    db: Database, filters: Filters, wanted: Condition, names: Sequence[str]
) -> dict[str, Counter[str]]:
    """Counted from the rows themselves, up to so many."""
    source, sql, values, _ = _rows_of(db, filters, wanted, MOST_RANKED)
    if wanted.match is not None and "quotes ON" not in source:
        source += " CROSS JOIN quotes ON quotes.id = found.number"
    columns = ", ".join(_COPIES[name] for name in names)
    rows = db.execute(
        f"SELECT {columns} FROM {source} WHERE {sql} LIMIT ?", [*values, _MOST_SPREAD]
    ).fetchall()
    return {name: Counter(row[at] for row in rows if row[at]) for at, name in enumerate(names)}


def _as_facets(counted: dict[str, Counter[str]]) -> dict[str, list[Facet]]:
    found: dict[str, list[Facet]] = {}
    for name in ("type", "resolution", "kind", "outlet"):
        values = sorted(counted[name].items(), key=lambda item: (-item[1], item[0]))
        found[name] = [(value, value, count) for value, count in values if value and count]
    del found["outlet"][_MOST_OUTLETS:]
    by_month = {month: count for month, count in counted["month"].items() if month and count}
    years: Counter[str] = Counter()
    for month, count in by_month.items():
        years[month[:4]] += count
    name, times = ("month", by_month) if len(years) == 1 else ("year", dict(years))
    found[name] = [(value, value, times[value]) for value in sorted(times)]
    return found


# ---------------------------------------------------------------- articles


def page_of_articles(
    db: Database,
    *,
    words: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    sort: str = "-published",
    limit: int = PAGE,
    offset: int = 0,
) -> list[Record]:
    """One page of articles, without their texts.

    ``sort`` is one of published, ingested, title, outlet, quotations, speakers, id, or with words
    ``rank``: of words that more than :data:`MOST_RANKED` have, the latest so many are ranked.
    """
    wanted = article_condition(db, Filters(outlet=outlet, since=since, until=until, search=words))
    if words is not None and wanted.match is None:
        return []
    source, sql, values = "articles", wanted.sql, list(wanted.values)
    if wanted.match is not None:
        source = "articles_fts CROSS JOIN articles ON articles.id = articles_fts.rowid"
        sql += " AND articles_fts.rowid >= ?"
        values.append(_first_ranked(db, wanted.match, "articles_fts"))
    if sort == "rank" and wanted.match is not None:
        ordered = "articles_fts.rank"
    elif sort in ("-published", "-date", "rank"):
        ordered = "articles.published DESC, articles.id DESC"
    else:
        ordered = order(sort.replace("published", "date"), ARTICLE_ORDERS, "articles.id")
    if wanted.match is None and outlet is None and "articles.published" in ordered:
        source += " INDEXED BY idx_articles_latest"
    ids = db.execute(
        f"SELECT articles.id FROM {source} WHERE {sql} ORDER BY {ordered} LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [article(db, number) for number in _ids(ids)]


def count_of_articles(
    db: Database,
    *,
    words: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> int:
    """How many articles :func:`page_of_articles` pages through."""
    wanted = article_condition(db, Filters(outlet=outlet, since=since, until=until, search=words))
    if words is not None and wanted.match is None:
        return 0
    source, sql, values = "articles", wanted.sql, list(wanted.values)
    if wanted.match is not None:
        source = "articles_fts CROSS JOIN articles ON articles.id = articles_fts.rowid"
        if wanted.sql == "articles_fts MATCH ?":
            source = "articles_fts"
        sql += " AND articles_fts.rowid >= ?"
        values.append(_first_ranked(db, wanted.match, "articles_fts"))
    (count,) = db.execute(f"SELECT count(*) FROM {source} WHERE {sql}", values).fetchone()
    return int(count)


def latest_articles(db: Database, n: int = 8) -> list[Record]:
    """The latest articles that quote anybody, each with its best quotation as ``quotation``.

    The best is one in its speaker's own words, of a name, that says something and is not a part of
    the headline; the surest of them.
    """
    rows = db.execute(
        "SELECT articles.id FROM articles INDEXED BY idx_articles_latest WHERE EXISTS"
        " (SELECT 1 FROM quotes WHERE quotes.article_id = articles.id"
        " AND quotes.act = 'statement')"
        " ORDER BY articles.published DESC, articles.id DESC LIMIT ?",
        [n],
    )
    found = [article(db, number) for number in _ids(rows)]
    best = [
        db.execute(
            "SELECT id FROM quotes WHERE article_id = ?1 AND act = 'statement' ORDER BY"
            " instr(coalesce(?2, ''), text) = 0 DESC,"
            " coalesce(speaker_kind, '') IN ('person', 'organization') DESC,"
            " length(text) BETWEEN ?3 AND ?4 DESC,"
            " type = 'direct' DESC, type = 'mixed' DESC, confidence DESC, start LIMIT 1",
            [one["id"], one["title"], *_BEST_LENGTHS],
        ).fetchone()[0]
        for one in found
    ]
    quoted = quotations_by_id(db, best)
    return [{**one, "quotation": quotation} for one, quotation in zip(found, quoted, strict=True)]


# ---------------------------------------------------------------- speakers


def most_quoted(
    db: Database,
    n: int = 10,
    kinds: Sequence[str] = ("person", "organization"),
    named: bool = True,
    since: str | None = None,
) -> list[Record]:
    """Who is quoted most: ``id``, ``name``, ``kind``, ``title``, ``quotations``, ``articles``.

    ``named`` leaves out bodies without a name of their own, such as *the government*. ``since``
    counts what was published from that day on.
    """
    counted = (
        "SELECT speaker_id, quotations, articles FROM _speaker_counts"
        " INDEXED BY idx_speaker_counts_most ORDER BY quotations DESC, speaker_id"
    )
    if since is not None:
        counted = (
            "SELECT speaker_id, count(*) AS quotations, NULL AS articles FROM quotes"
            " INDEXED BY idx_quotes_by_date WHERE published >= ? AND speaker_id IS NOT NULL"
            " AND act = 'statement'"
            " GROUP BY speaker_id ORDER BY quotations DESC, speaker_id"
        )
    rows = db.execute(
        "SELECT speakers.id, name, kind, title, quotations, articles"
        f" FROM ({counted}) AS counted CROSS JOIN speakers ON speakers.id = counted.speaker_id"
        " WHERE kind IN (SELECT value FROM json_each(?))",
        [*([since] if since is not None else []), json.dumps(list(kinds))],
    )
    found: list[Record] = []
    for row in rows:
        one = dict(zip(("id", "name", "kind", "title", "quotations", "articles"), row, strict=True))
        if named and not _has_a_name(one["name"], one["kind"]):
            continue
        if one["articles"] is None:
            (one["articles"],) = db.execute(
                "SELECT count(DISTINCT article_id) FROM quotes"
                " WHERE speaker_id = ? AND published >= ? AND act = 'statement'",
                [one["id"], since],
            ).fetchone()
        found.append(one)
        if len(found) == n:
            break
    return found


def _has_a_name(name: str, kind: str) -> bool:
    if kind != "organization":
        return kind == "person"
    words = [word for word in fold(name).split() if word not in ("the", "a", "an", "of")]
    is_title = any(word[:1].isupper() for word in name.split() if fold(word) != "the")
    return is_title and not all(word in _GENERIC for word in words)


def speakers_page(
    db: Database,
    *,
    words: str | None = None,
    kind: str | None = None,
    sort: str = "-quotations",
    limit: int = PAGE,
    offset: int = 0,
) -> list[Record]:
    """One page of speakers, as :func:`quotes.store.reading.speakers` gives them.

    ``words`` are the beginnings of words of any of their names; ``sort`` is one of speaker,
    quotations, articles, date, id.
    """
    where, values = _of_speakers(words, kind)
    name = sort.removeprefix("-")
    if name not in _SPEAKER_ORDERS:
        raise ValueError(f"cannot sort by {name}, only by {', '.join(_SPEAKER_ORDERS)}")
    join = f" CROSS JOIN speakers{_OF_COUNTED}" if kind is not None else ""
    joined = f"_speaker_counts AS counted{join}"
    if name == "speaker":
        joined = (
            "speakers INDEXED BY idx_speakers_sorted"
            f" CROSS JOIN _speaker_counts AS counted{_OF_COUNTED}"
        )
    direction = "DESC" if sort.startswith("-") else "ASC"
    last = "speakers.id" if name == "speaker" else "counted.speaker_id"
    ids = db.execute(
        f"SELECT counted.speaker_id FROM {joined} WHERE {where}"
        f" ORDER BY {_SPEAKER_ORDERS[name]} {direction} NULLS LAST, {last} LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [
        speaker_record(db, row)
        for number in _ids(ids)
        for row in db.query(
            "SELECT speakers.id, name, kind, title, quotations, articles, first, last"
            f" FROM _speaker_counts AS counted CROSS JOIN speakers{_OF_COUNTED}"
            " WHERE counted.speaker_id = ?",
            [number],
        )
    ]


_OF_COUNTED = " ON speakers.id = counted.speaker_id"
_SPEAKER_ORDERS = {
    "id": "counted.speaker_id",
    "speaker": "speakers.name COLLATE NOCASE",
    "quotations": "counted.quotations",
    "articles": "counted.articles",
    "date": "counted.last",
}


def _of_speakers(words: str | None, kind: str | None) -> tuple[str, list[object]]:
    parts, values = ["1"], list[object]()
    if kind is not None:
        parts.append("speakers.kind = ?")
        values.append(kind)
    for word in fold(words or "").split():
        parts.append(
            "counted.speaker_id IN (SELECT speaker_id FROM speaker_names"
            " WHERE instr(' ' || folded, ' ' || ?) > 0)"
        )
        values.append(word)
    return " AND ".join(parts), values


def count_of_speakers(db: Database, *, words: str | None = None, kind: str | None = None) -> int:
    """How many speakers :func:`speakers_page` pages through."""
    where, values = _of_speakers(words, kind)
    join = "" if kind is None else " CROSS JOIN speakers ON speakers.id = counted.speaker_id"
    (count,) = db.execute(
        f"SELECT count(*) FROM _speaker_counts AS counted{join} WHERE {where}", values
    ).fetchone()
    return int(count)


# ---------------------------------------------------------------- outlets, months, groups


def outlets(db: Database) -> list[Record]:
    """Each outlet (``None`` for articles without) with its ``quotations`` and ``articles``."""
    quoted = dict(
        db.execute(
            "SELECT value, sum(quotations) FROM _counts WHERE dimension = 'outlet'"
            " AND act = 'statement' GROUP BY value"
        ).fetchall()
    )
    counted = db.execute("SELECT outlet, count(*) FROM articles GROUP BY outlet").fetchall()
    found = [
        {"outlet": outlet, "quotations": quoted.get(outlet or "", 0), "articles": articles}
        for outlet, articles in counted
    ]
    return sorted(found, key=lambda one: (-one["quotations"], one["outlet"] or ""))


def months(db: Database) -> list[Record]:
    """Each month with its ``quotations``, and how many are direct, mixed and indirect."""
    rows = db.query(
        "SELECT value AS month, sum(quotations) AS quotations,"
        " sum(iif(type = 'direct', quotations, 0)) AS direct,"
        " sum(iif(type = 'mixed', quotations, 0)) AS mixed,"
        " sum(iif(type = 'indirect', quotations, 0)) AS indirect"
        " FROM _counts WHERE dimension = 'month' AND value <> '' AND act = 'statement'"
        " GROUP BY value"
        " HAVING sum(quotations) > 0 ORDER BY value"
    )
    return [dict(row) for row in rows]


def page_of_groups(
    db: Database, *, conflicts: bool | None = None, limit: int = PAGE, offset: int = 0
) -> list[Record]:
    """Words that several articles have, in most articles first.

    Each has ``id``, ``text``, ``quotations``, ``articles``, ``first`` (day), ``conflict`` (whether
    articles give them to different speakers), ``speakers`` (records with id, name, kind) and
    ``outlets`` (names). ``conflicts`` keeps those with or those without a conflict.
    """
    rows = db.query(
        "SELECT group_id AS id, quote_groups.text, quotations, articles, first, conflict FROM"
        f" (SELECT * FROM _group_counts WHERE {_in_conflict(conflicts)}"
        " ORDER BY articles DESC, group_id LIMIT ? OFFSET ?)"
        " JOIN quote_groups ON quote_groups.id = group_id ORDER BY articles DESC, group_id",
        [limit, offset],
    )
    return [
        {
            **row,
            "conflict": bool(row["conflict"]),
            "speakers": list(
                db.query(
                    "SELECT DISTINCT speakers.id, speakers.name, speakers.kind FROM quotes"
                    " JOIN speakers ON speakers.id = quotes.speaker_id WHERE quotes.group_id = ?"
                    " ORDER BY speakers.name, speakers.id",
                    [row["id"]],
                )
            ),
            "outlets": [
                outlet
                for (outlet,) in db.execute(
                    "SELECT DISTINCT outlet COLLATE BINARY FROM quotes"
                    " WHERE group_id = ? AND outlet IS NOT NULL ORDER BY 1",
                    [row["id"]],
                )
            ],
        }
        for row in list(rows)
    ]


def count_of_groups(db: Database, *, conflicts: bool | None = None) -> int:
    """How many groups :func:`page_of_groups` pages through."""
    (count,) = db.execute(
        f"SELECT count(*) FROM _group_counts WHERE {_in_conflict(conflicts)}"
    ).fetchone()
    return int(count)


def _in_conflict(conflicts: bool | None) -> str:
    return {None: "articles > 1", True: "conflict", False: "NOT conflict AND articles > 1"}[
        conflicts
    ]
