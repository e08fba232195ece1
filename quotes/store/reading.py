"""Quotations and speakers out of the database, as the records that commands print.

Everything streams: a listing takes the memory of one row.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from quotes.decisions import in_words
from quotes.store.filters import (
    Condition,
    Filters,
    add_article,
    article_condition,
    condition,
    order,
)
from quotes.store.finding import find_speakers, row_id
from quotes.wrapping import unwrapped

Record = dict[str, Any]

_COLUMNS = """
    quotes.id, quotes.type, quotes.text, quotes.spans,
    quotes.cue, quotes.cue_start, quotes.cue_end,
    quotes.source, quotes.source_start, quotes.source_end,
    quotes.act, quotes.act_confidence,
    quotes.resolution, quotes.confidence, quotes.reviewed, quotes.evidence,
    speakers.id AS speaker_id, speakers.name, speakers.kind, speakers.title AS speaker_title,
    articles.id AS article_id, articles.title, articles.outlet, articles.published,
    articles.url, articles.path, articles.ingested_at
"""
_JOINS = {
    "articles": "JOIN articles ON articles.id = quotes.article_id",
    "speakers": "LEFT JOIN speakers ON speakers.id = quotes.speaker_id",
}
_SEARCHED = "JOIN quotes_fts ON quotes_fts.rowid = quotes.id"

#: What listings of quotations can be ordered by.
QUOTATION_ORDERS = {
    "id": "quotes.id",
    "date": "quotes.published",
    "speaker": "speakers.name COLLATE NOCASE",
    "outlet": "quotes.outlet COLLATE NOCASE",
    "confidence": "quotes.confidence",
}
SPEAKER_ORDERS = {
    "id": "speakers.id",
    "speaker": "speakers.name COLLATE NOCASE",
    "quotations": "found.quotations",
    "articles": "found.articles",
    "date": "found.last",
}
_STATEMENTS = "FROM quotes WHERE quotes.article_id = articles.id AND quotes.act = 'statement')"
_QUOTATIONS_OF = f"(SELECT count(*) {_STATEMENTS}"
_SPEAKERS_OF = f"(SELECT count(DISTINCT speaker_id) {_STATEMENTS}"
ARTICLE_ORDERS = {
    "id": "articles.id",
    "date": "articles.published",
    "title": "articles.title COLLATE NOCASE",
    "outlet": "articles.outlet COLLATE NOCASE",
    "ingested": "articles.ingested_at",
    "quotations": _QUOTATIONS_OF,
    "speakers": _SPEAKERS_OF,
}


def quotations(
    db: Database,
    filters: Filters | None = None,
    *,
    by_rank: bool = False,
    evidence: bool = False,
    ingested: bool = False,
    ids: tuple[int, int] | None = None,
) -> Iterator[Record]:
    """The quotations that ``filters`` let through, oldest row first unless they sort otherwise.

    ``by_rank`` puts the best match of a search first. Each record is as the
    JSON of ``quotes list``; ``evidence`` adds a key of that name (an object
    with the keys of :class:`quotes.types.Evidence`, or ``None``; rows of older
    versions have rule, chain and runner_up alone) and, of quotations that a
    person decided on, ``reviews``; ``ingested`` adds ``ingested_at``. ``ids``
    keeps those whose id is above the first and not above the second. Raises
    :class:`quotes.store.finding.AmbiguousSpeaker` at once, not on iteration.
    """
    filters = filters or Filters()
    wanted = condition(db, filters)
    sql, values = wanted.sql, list(wanted.values)
    if ids is not None:
        sql += " AND quotes.id > ? AND quotes.id <= ?"
        values += ids
    ordered = "quotes_fts.rank, quotes.id" if by_rank and wanted.match else "quotes.id"
    if filters.sort:
        ordered = order(filters.sort, QUOTATION_ORDERS, "quotes.id")
    rows = db.query(
        f"SELECT {_COLUMNS} FROM {_from(wanted)} WHERE {sql} ORDER BY {ordered} LIMIT ? OFFSET ?",
        [*values, *_page(filters)],
    )
    return (_with_reviews(db, _record(row, evidence, ingested), evidence) for row in rows)


def quotations_by_id(db: Database, ids: Sequence[int], *, evidence: bool = False) -> list[Record]:
    """The quotations with these ids, in this order."""
    rows = db.query(
        f"SELECT {_COLUMNS} FROM {_from(Condition('1', ()))}"
        " WHERE quotes.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    found = {row["id"]: row for row in rows}
    return [
        _with_reviews(db, _record(found[number], evidence), evidence)
        for number in ids
        if number in found
    ]


def selected(
    db: Database, filters: Filters, columns: str, rest: str = ""
) -> Iterator[tuple[Any, ...]]:
    """``columns`` of the quotations that ``filters`` let through, whatever their page and order.

    ``rest`` goes on from the ``WHERE`` clause.
    """
    wanted = condition(db, filters)
    return iter(
        db.execute(
            f"SELECT {columns} FROM {_from(wanted, wanted.tables)} WHERE {wanted.sql} {rest}",
            list(wanted.values),
        )
    )


def undated(db: Database, filters: Filters) -> int:
    """How many quotations only the days of ``filters`` keep out: their article has no date."""
    wanted = condition(db, replace(filters, since=None, until=None))
    (count,) = db.execute(
        f"SELECT count(*) FROM {_from(wanted, wanted.tables)}"
        f" WHERE quotes.published IS NULL AND {wanted.sql}",
        list(wanted.values),
    ).fetchone()
    return int(count)


def _page(filters: Filters) -> tuple[int, int]:
    """``LIMIT`` and ``OFFSET``."""
    return -1 if filters.limit is None else filters.limit, filters.offset or 0


def quotation(db: Database, quote_id: int) -> Record | None:
    """One quotation with ``evidence`` and ``paragraph``, ``None`` when there is none.

    One that a person decided on has ``reviews``: what they did, and from what to what.
    ``paragraph`` has the text around the quotation and its ``start`` and ``end``
    in characters of the article; lines that were broken at a width are one.
    """
    rows = db.query(
        f'SELECT {_COLUMNS}, articles.text AS article_text, quotes.start, quotes."end"'
        f" FROM {_from(Condition('1', ()))} WHERE quotes.id = ?",
        [quote_id],
    )
    for row in rows:
        text = unwrapped(row["article_text"])
        start, end = paragraph(text, row["start"], row["end"])
        around = {"text": text[start:end], "start": start, "end": end}
        record = _with_reviews(db, _record(row, evidence=True), True)
        return {**record, "paragraph": around}
    return None


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the line or lines of ``text`` that hold ``text[start:end]``, trimmed."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    piece = text[first:last]
    return first + len(piece) - len(piece.lstrip()), last - (len(piece) - len(piece.rstrip()))


def speakers(
    db: Database, name: str | None = None, filters: Filters | None = None
) -> Iterator[Record]:
    """Who is quoted, most first: how often, in how many articles, where and when.

    ``name`` keeps those that go by it, as :func:`find_speakers` understands
    it; ``filters`` say which quotations count.
    """
    filters = filters or Filters()
    wanted = condition(db, filters)
    sort = filters.sort or "-quotations"
    ordered = order(sort, SPEAKER_ORDERS, "speakers.name, speakers.id")
    sql, values = wanted.sql, list(wanted.values)
    of_name = "1"
    if name is not None:
        of_name = "speaker_id IN (SELECT value FROM json_each(?))"
        values.insert(0, json.dumps([found.id for found in find_speakers(db, name)]))
    columns = "speakers.id, speakers.name, speakers.kind, speakers.title"
    joined = "AS found CROSS JOIN speakers ON speakers.id = found.speaker_id"
    if sql == "1":
        # All that they said: how much that is, is known.
        rows = db.query(
            f"SELECT {columns}, quotations, articles, first, last"
            f" FROM (SELECT * FROM _speaker_counts WHERE {of_name}) {joined}"
            f" ORDER BY {ordered} LIMIT ? OFFSET ?",
            [*values, *_page(filters)],
        )
        return (speaker_record(db, row) for row in rows)
    # How many quotations somebody has, an index tells; the rest is looked up of those shown alone.
    counted = "quotes.speaker_id, count(*) AS quotations"
    if sort.endswith("articles"):
        counted += ", count(DISTINCT quotes.article_id) AS articles"
    elif sort.endswith("date"):
        counted += ", max(quotes.published) AS last"
    rows = db.query(
        f"""
        SELECT {columns}, found.quotations FROM (
          SELECT {counted} FROM {_from(wanted, wanted.tables)}
          WHERE quotes.speaker_id IS NOT NULL AND quotes.{of_name} AND {sql}
          GROUP BY quotes.speaker_id
        ) {joined} ORDER BY {ordered} LIMIT ? OFFSET ?
        """.replace("quotes.1 AND", "1 AND"),
        [*values, *_page(filters)],
    )
    return (_speaker_record(db, row, wanted) for row in rows)


def articles(db: Database, filters: Filters | None = None) -> Iterator[Record]:
    """The articles that ``filters`` let through: where they are from and who is quoted.

    Outlet, days, words (the best match first) and the page count.
    """
    filters = filters or Filters()
    wanted = article_condition(db, filters)
    ordered = "articles_fts.rank, articles.id" if wanted.match else "articles.id"
    if filters.sort:
        ordered = order(filters.sort, ARTICLE_ORDERS, "articles.id")
    rows = db.execute(
        f"SELECT articles.id FROM {_articles_from(wanted)} WHERE {wanted.sql}"
        f" ORDER BY {ordered} LIMIT ? OFFSET ?",
        [*wanted.values, *_page(filters)],
    )
    return (article(db, number) for (number,) in rows)


def article(db: Database, number: int) -> Record:
    """One article, without its text."""
    (row,) = db.query(
        "SELECT id, title, byline, outlet, published, url, path, place, word_count, ingested_at,"
        f" {_QUOTATIONS_OF} AS quotations, {_SPEAKERS_OF} AS speakers,"
        " (SELECT count(*) FROM article_versions WHERE article_id = articles.id) AS versions"
        " FROM articles WHERE id = ?",
        [number],
    )
    return dict(row)


def find_articles(db: Database, wanted: str) -> list[Record]:
    """The articles with this id; else this title, path or address, or else this part of one."""
    exact = "? IN (articles.title, articles.path, articles.url)"
    if row_id(wanted) is None:
        rows = db.execute(f"SELECT id FROM articles WHERE {exact} ORDER BY id", [wanted]).fetchall()
        if rows:
            return [article(db, number) for (number,) in rows]
    parts: list[str] = []
    values: list[object] = []

    def add(sql: str, *bound: object) -> None:
        parts.append(sql)
        values.extend(bound)

    add_article(wanted, add)
    rows = db.execute(f"SELECT id FROM articles WHERE {parts[0]} ORDER BY id", values).fetchall()
    return [article(db, number) for (number,) in rows]


def earlier_texts(db: Database, filters: Filters | None = None) -> Iterator[Record]:
    """The texts that stored articles had before they were edited, with their quotations."""
    filters = filters or Filters()
    wanted = article_condition(db, filters)
    rows = db.query(
        "SELECT versions.id AS version, articles.id AS id, versions.title, versions.outlet,"
        " versions.published, articles.url, articles.path, versions.word_count,"
        " versions.ingested_at, versions.replaced_at, versions.text, versions.quotations"
        f" FROM {_articles_from(wanted)}"
        " JOIN article_versions AS versions ON versions.article_id = articles.id"
        f" WHERE {wanted.sql} ORDER BY articles.id, versions.id LIMIT ? OFFSET ?",
        [*wanted.values, *_page(filters)],
    )
    return ({**row, "quotations": json.loads(row["quotations"])} for row in rows)


def _articles_from(wanted: Condition) -> str:
    searched = "JOIN articles_fts ON articles_fts.rowid = articles.id"
    return f"articles {searched}" if wanted.match else "articles"


def counts(db: Database) -> Record:
    """What the database holds, in numbers."""
    tables = ("articles", "speakers", "quote_groups", "reviews")
    numbers = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    (quotes,) = db.execute(
        "SELECT coalesce(sum(quotations), 0) FROM _counts WHERE dimension = 'month'"
        " AND act = 'statement'"
    ).fetchone()
    (outlets,) = db.execute("SELECT count(DISTINCT outlet) FROM articles").fetchone()
    return {**numbers, "quotes": quotes, "outlets": outlets}


def _from(wanted: Condition, tables: Collection[str] = ("articles", "speakers")) -> str:
    """Quotes, joined with what a clause needs."""
    joined = ["quotes", *(_JOINS[name] for name in _JOINS if name in tables)]
    if wanted.match:
        joined.append(_SEARCHED)
    return " ".join(joined)


def _with_reviews(db: Database, record: Record, wanted: bool) -> Record:
    if not (wanted and record["reviewed"]):
        return record
    rows = db.query(
        "SELECT action, reviewer, reviewed_at, before, after, note FROM reviews"
        " WHERE quote_id = ? AND undone_at IS NULL AND NOT lost ORDER BY id",
        [record["id"]],
    )
    return {
        **record,
        "reviews": [
            {**row, **{key: json.loads(row[key]) for key in ("before", "after") if row[key]}}
            for row in rows
        ],
    }


def _evidence(stored: dict[str, Any]) -> dict[str, Any]:
    """The evidence with ``rule``, the decision in words, which is stored by its name."""
    if "way" not in stored:
        return stored
    return {"rule": in_words(stored["way"], stored.get("because", ())), **stored}


def _record(row: Mapping[str, Any], evidence: bool, ingested: bool = False) -> Record:
    record: Record = {
        "id": row["id"],
        "type": row["type"],
        "text": row["text"],
        "spans": json.loads(row["spans"]),
        "cue": _mention(row, "cue"),
        "source": _mention(row, "source"),
        "speaker": None,
        "act": row["act"],
        "act_confidence": row["act_confidence"],
        "resolution": row["resolution"],
        "confidence": row["confidence"],
        "reviewed": bool(row["reviewed"]),
        "article": {
            "id": row["article_id"],
            "title": row["title"],
            "outlet": row["outlet"],
            "published": row["published"],
            "url": row["url"],
            "path": row["path"],
        },
    }
    if row["speaker_id"] is not None:
        record["speaker"] = {
            "id": row["speaker_id"],
            "name": row["name"],
            "kind": row["kind"],
            "title": row["speaker_title"],
        }
    if ingested:
        record["ingested_at"] = row["ingested_at"]
    if evidence:
        record["evidence"] = _evidence(json.loads(row["evidence"])) if row["evidence"] else None
    return record


def _mention(row: Mapping[str, Any], column: str) -> Record | None:
    if row[column] is None:
        return None
    return {"text": row[column], "start": row[f"{column}_start"], "end": row[f"{column}_end"]}


def _speaker_record(db: Database, row: Mapping[str, Any], wanted: Condition) -> Record:
    in_articles, first, last, outlets = db.execute(
        "SELECT count(DISTINCT quotes.article_id), min(quotes.published), max(quotes.published),"
        " json_group_array(DISTINCT quotes.outlet COLLATE BINARY)"
        f" FROM {_from(wanted, wanted.tables)} WHERE quotes.speaker_id = ? AND {wanted.sql}",
        [row["id"], *wanted.values],
    ).fetchone()
    return _speaker(db, row, in_articles, first, last, json.loads(outlets))


def speaker_record(db: Database, row: Mapping[str, Any]) -> Record:
    """A record of :func:`speakers`, of a row of ``_speaker_counts`` with the speaker's columns."""
    outlets = db.execute(
        "SELECT DISTINCT outlet COLLATE BINARY FROM quotes INDEXED BY idx_quotes_by_speaker"
        " WHERE speaker_id = ?",
        [row["id"]],
    )
    told = (row["articles"], row["first"], row["last"])
    return _speaker(db, row, *told, [outlet for (outlet,) in outlets])


def _speaker(
    db: Database,
    row: Mapping[str, Any],
    articles: int,
    first: str | None,
    last: str | None,
    outlets: Sequence[str | None],
) -> Record:
    names = db.execute(
        "SELECT name FROM speaker_names WHERE speaker_id = ? AND name != ? ORDER BY name",
        [row["id"], row["name"]],
    )
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "title": row["title"],
        "aliases": [name for (name,) in names],
        "quotations": row["quotations"],
        "articles": articles,
        "outlets": sorted(outlet for outlet in outlets if outlet),
        "first": first,
        "last": last,
    }
