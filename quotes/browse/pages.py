"""What the project's own pages show, read from the database through Datasette."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from quotes.wrapping import unwrapped

from .highlight import Mark, Paragraph, paragraphs

#: Tables and view that make a database one of ours.
OURS = frozenset({"articles", "speakers", "quotes", "quotations"})

#: Characters of an article that its page shows; the JSON of the row has all of them.
LONGEST_ARTICLE = 500_000

#: Speakers of an article that get a colour of their own; later ones share the last.
COLOURS = 6

Row = dict[str, Any]

_QUOTATIONS = """
    SELECT quotations.*, quotes.start, quotes."end", quotes.spans, quotes.cue_start,
      quotes.cue_end, quotes.source_start, quotes.source_end, quotes.evidence
    FROM quotes JOIN quotations ON quotations.id = quotes.id
"""


@dataclass(frozen=True, slots=True)
class Home:
    """One database on the first page."""

    database: str
    totals: Row
    speakers: list[Row]
    newest: list[Row]
    questions: list[Row]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its quotations in place."""

    paragraphs: list[Paragraph]
    quotations: dict[int, Row]
    """By id, in the order of the text; each with its ``colour``."""
    speakers: list[Row]
    cut: bool
    """Whether the end of the text is left out."""


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """One speaker across articles."""

    names: list[str]
    totals: Row
    outlets: list[Row]
    newest: list[Row]


@dataclass(frozen=True, slots=True)
class QuotationPage:
    """One quotation with its evidence."""

    quotation: Row
    evidence: Row
    """With the keys of :class:`quotes.types.Evidence`; rows of older versions lack some."""
    twins: list[Row]
    """The same words in other articles."""


async def is_ours(database: Any) -> bool:
    """Whether a Datasette database holds quotations of ours."""
    names = {*await database.table_names(), *await database.view_names()}
    return names >= OURS


async def _rows(database: Any, sql: str, *params: Any) -> list[Row]:
    return [dict(row) for row in (await database.execute(sql, params)).rows]


async def home(datasette: Any, name: str, actor: Any) -> Home:
    """What the first page shows of the database called ``name``."""
    database = datasette.get_database(name)
    (totals,) = await _rows(
        database,
        "SELECT (SELECT count(*) FROM quotes) AS quotations,"
        " (SELECT count(DISTINCT speaker_id) FROM quotes) AS speakers,"
        " (SELECT count(*) FROM articles) AS articles",
    )
    speakers = await _rows(
        database,
        "SELECT speakers.id AS speaker_id, speakers.name AS speaker, speakers.title AS title,"
        " quotations FROM (SELECT speaker_id, count(*) AS quotations FROM quotes"
        " WHERE speaker_id IS NOT NULL GROUP BY speaker_id ORDER BY quotations DESC LIMIT 10)"
        " JOIN speakers ON speakers.id = speaker_id ORDER BY quotations DESC, speaker",
    )
    # A few articles first: the whole view would be sorted for eight of its rows.
    newest = await _rows(
        database,
        "SELECT * FROM quotations WHERE article_id IN (SELECT id FROM articles"
        " WHERE id IN (SELECT article_id FROM quotes)"
        " ORDER BY published DESC, id DESC LIMIT 8)"
        " ORDER BY date DESC, article_id DESC, id LIMIT 8",
    )
    queries = await datasette.get_canned_queries(name, actor)
    questions = [
        {
            "name": query["name"],
            "title": query.get("title") or query["name"],
            "params": query.get("params") or [],
        }
        for query in queries.values()
    ]
    return Home(name, totals, speakers, newest, questions)


async def article(database: Any, number: int) -> ArticlePage | None:
    """The article with this id; ``None`` when there is none."""
    found = await _rows(database, "SELECT text FROM articles WHERE id = ?", number)
    if not found:
        return None
    text = found[0]["text"][:LONGEST_ARTICLE]
    quotations = await _rows(
        database, f"{_QUOTATIONS} WHERE quotes.article_id = ? ORDER BY quotes.start", number
    )
    colours: dict[Any, int] = {}
    speakers: dict[Any, Row] = {}
    marks: list[Mark] = []
    for row in quotations:
        speaker = row["speaker_id"]
        if speaker is not None:
            colours.setdefault(speaker, min(len(colours) + 1, COLOURS))
            entry = speakers.setdefault(
                speaker, {**row, "colour": colours[speaker], "quotations": 0}
            )
            entry["quotations"] += 1
        row["colour"] = colours.get(speaker, 0)
        marks += _marks(row)
    return ArticlePage(
        paragraphs(unwrapped(text), marks),
        {row["id"]: row for row in quotations},
        list(speakers.values()),
        len(text) < len(found[0]["text"]),
    )


def _marks(row: Row) -> list[Mark]:
    spans: list[tuple[int, int, Any]] = [
        (start, end, "content") for start, end in json.loads(row["spans"])
    ]
    for role in ("cue", "source"):
        if row[f"{role}_start"] is not None:
            spans.append((row[f"{role}_start"], row[f"{role}_end"], role))
    return [Mark(start, end, role, row["id"]) for start, end, role in spans]


async def speaker(database: Any, number: int) -> SpeakerPage:
    """The speaker with this id."""
    names = await _rows(
        database,
        "SELECT DISTINCT name FROM speaker_names WHERE speaker_id = ?1 AND name <>"
        " (SELECT name FROM speakers WHERE id = ?1) ORDER BY name",
        number,
    )
    (totals,) = await _rows(
        database,
        "SELECT count(*) AS quotations, count(DISTINCT article_id) AS articles,"
        " coalesce(sum(type = 'direct'), 0) AS direct, coalesce(sum(type = 'mixed'), 0) AS mixed,"
        " coalesce(sum(type = 'indirect'), 0) AS indirect FROM quotes WHERE speaker_id = ?",
        number,
    )
    outlets = await _rows(
        database,
        "SELECT outlet, count(*) AS quotations FROM quotations"
        " WHERE speaker_id = ? AND outlet IS NOT NULL"
        " GROUP BY outlet ORDER BY quotations DESC, outlet LIMIT 20",
        number,
    )
    newest = await _rows(
        database,
        "SELECT * FROM quotations WHERE speaker_id = ?"
        " ORDER BY date IS NULL, date DESC, id LIMIT 50",
        number,
    )
    return SpeakerPage([row["name"] for row in names], totals, outlets, newest)


async def quotation(database: Any, number: int) -> QuotationPage | None:
    """The quotation with this id; ``None`` when there is none."""
    found = await _rows(database, f"{_QUOTATIONS} WHERE quotes.id = ?", number)
    if not found:
        return None
    (row,) = found
    evidence = json.loads(row["evidence"] or "{}")
    twins = await _rows(
        database,
        "SELECT * FROM quotations WHERE group_id = ? AND id <> ? ORDER BY date, id LIMIT 50",
        row["group_id"],
        number,
    )
    return QuotationPage(row, evidence, twins)


def readable_date(published: str | None) -> str:
    """``2023-12-22T06:30`` as ``22 December 2023``; anything else stays as it is."""
    if not published:
        return ""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{day.day} {day:%B %Y}"


def percent(confidence: float | None) -> str:
    """``0.94`` as ``94%``."""
    return "" if confidence is None else f"{confidence:.0%}"


def passed_over(evidence: Row, key: str) -> str:
    """Who or what came second, with its share of the weight of the two, in percent."""
    name = evidence.get(key) or ""
    if isinstance(name, dict):
        name = f"“{name.get('text', '')}”"
    share = evidence.get(f"{key}_share")
    return f"{name} ({share:.0%} against {1 - share:.0%})" if name and share is not None else name


def how(resolution: str | None, source: str | None) -> str:
    """How a quotation leads to its speaker, in words."""
    named = f" “{source}”" if source else ""
    ways = {
        "name": f"named{named}",
        "pronoun": f"by pronoun{named}",
        "nominal": f"by description{named}",
        "implicit": "no source beside it",
    }
    return ways.get(resolution or "", f"source{named}" if named else "no source found")
