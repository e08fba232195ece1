"""Quotations and speakers out of the database, as the records that commands print.

Everything streams: a listing takes the memory of one row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from quotes.store.filters import NOTHING, Condition, Filters, condition
from quotes.store.finding import find_speakers
from quotes.wrapping import unwrapped

Record = dict[str, Any]

_COLUMNS = """
    quotes.id, quotes.type, quotes.text, quotes.spans,
    quotes.cue, quotes.cue_start, quotes.cue_end,
    quotes.source, quotes.source_start, quotes.source_end,
    quotes.resolution, quotes.confidence, quotes.evidence,
    speakers.id AS speaker_id, speakers.name, speakers.kind, speakers.title AS speaker_title,
    articles.id AS article_id, articles.title, articles.outlet, articles.published,
    articles.url, articles.path
"""
_TABLES = """
    quotes
    JOIN articles ON articles.id = quotes.article_id
    LEFT JOIN speakers ON speakers.id = quotes.speaker_id
"""
_SEARCHED = "JOIN quotes_fts ON quotes_fts.rowid = quotes.id"


def quotations(
    db: Database, filters: Filters | None = None, *, by_rank: bool = False, evidence: bool = False
) -> Iterator[Record]:
    """The quotations that ``filters`` let through, oldest row first.

    ``by_rank`` puts the best match of a search first. Each record is as the
    JSON of ``quotes list``; ``evidence`` adds a key of that name (an object
    with the keys of :class:`quotes.types.Evidence`, or ``None``; rows of older
    versions have rule, chain and runner_up alone). Raises
    :class:`quotes.store.finding.AmbiguousSpeaker` at once, not on iteration.
    """
    filters = filters or Filters()
    wanted = condition(db, filters)
    order = "quotes_fts.rank, quotes.id" if by_rank and wanted.match else "quotes.id"
    rows = db.query(
        f"SELECT {_COLUMNS} FROM {_from(wanted)} WHERE {wanted.sql} ORDER BY {order} LIMIT ?",
        [*wanted.values, -1 if filters.limit is None else filters.limit],
    )
    return (_record(row, evidence) for row in rows)


def quotation(db: Database, quote_id: int) -> Record | None:
    """One quotation with ``evidence`` and ``paragraph``, ``None`` when there is none.

    ``paragraph`` has the text around the quotation and its ``start`` and ``end``
    in characters of the article; lines that were broken at a width are one.
    """
    rows = db.query(
        f'SELECT {_COLUMNS}, articles.text AS article_text, quotes.start, quotes."end"'
        f" FROM {_TABLES} WHERE quotes.id = ?",
        [quote_id],
    )
    for row in rows:
        text = unwrapped(row["article_text"])
        start, end = paragraph(text, row["start"], row["end"])
        around = {"text": text[start:end], "start": start, "end": end}
        return {**_record(row, evidence=True), "paragraph": around}
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
    sql, values = wanted.sql, list(wanted.values)
    if name is not None:
        ids = [found.id for found in find_speakers(db, name)]
        sql += f" AND speakers.id IN ({', '.join('?' for _ in ids)})" if ids else f" AND {NOTHING}"
        values += ids
    rows = db.query(
        f"""
        SELECT speakers.id, speakers.name, speakers.kind, speakers.title,
          count(*) AS quotations, count(DISTINCT quotes.article_id) AS articles,
          json_group_array(DISTINCT articles.outlet) AS outlets,
          min(articles.published) AS first, max(articles.published) AS last
        FROM {_from(wanted)}
        WHERE speakers.id IS NOT NULL AND {sql}
        GROUP BY speakers.id ORDER BY quotations DESC, speakers.name, speakers.id LIMIT ?
        """,
        [*values, -1 if filters.limit is None else filters.limit],
    )
    return (_speaker_record(db, row) for row in rows)


def counts(db: Database) -> Record:
    """What the database holds, in numbers."""
    tables = ("articles", "quotes", "speakers", "quote_groups", "reviews")
    numbers = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    (outlets,) = db.execute("SELECT count(DISTINCT outlet) FROM articles").fetchone()
    return {**numbers, "outlets": outlets}


def _from(wanted: Condition) -> str:
    return f"{_TABLES} {_SEARCHED}" if wanted.match else _TABLES


def _record(row: Mapping[str, Any], evidence: bool) -> Record:
    record: Record = {
        "id": row["id"],
        "type": row["type"],
        "text": row["text"],
        "spans": json.loads(row["spans"]),
        "cue": _mention(row, "cue"),
        "source": _mention(row, "source"),
        "speaker": None,
        "resolution": row["resolution"],
        "confidence": row["confidence"],
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
    if evidence:
        record["evidence"] = json.loads(row["evidence"]) if row["evidence"] else None
    return record


def _mention(row: Mapping[str, Any], column: str) -> Record | None:
    if row[column] is None:
        return None
    return {"text": row[column], "start": row[f"{column}_start"], "end": row[f"{column}_end"]}


def _speaker_record(db: Database, row: Mapping[str, Any]) -> Record:
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
        "articles": row["articles"],
        "outlets": sorted(outlet for outlet in json.loads(row["outlets"]) if outlet),
        "first": row["first"],
        "last": row["last"],
    }
