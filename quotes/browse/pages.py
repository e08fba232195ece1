"""What the project's own pages show, read from the database through Datasette."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.reviews.decisions import DECIDED
from quotes.store.groups import Group, group
from quotes.types import SPAN_SEPARATOR
from quotes.wrapping import unwrapped

from .highlight import Mark, Paragraph, paragraphs
from .wording import correction

#: Tables and view that make a database one of ours.
OURS = frozenset({"articles", "speakers", "quotes", "quotations"})

#: Tables that a database of ours may lack: Datasette opens one of an older version as it is.
LATER = frozenset(
    {
        "article_speakers",
        "article_versions",
        "identity_links",
        "reviews",
        "speaker_titles",
        "_machine",
        "_speaker_moves",
    }
)

#: Characters of an article that its page shows; the JSON of the row has all of them.
LONGEST_ARTICLE = 500_000

#: Speakers of an article that get a colour of their own; later ones share the last.
COLOURS = 6

#: Rows of a list beside the quotations: titles, reasons, corrections, earlier versions.
LONGEST_LIST = 100

Row = dict[str, Any]

_QUOTATIONS = """
    SELECT quotations.*, quotes.start, quotes."end", quotes.spans, quotes.cue_start,
      quotes.cue_end, quotes.source_start, quotes.source_end, quotes.evidence
    FROM quotes JOIN quotations ON quotations.id = quotes.id
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a quotation wherever it is shown."""

    corrections: tuple[str, ...] = ()
    """What people did, in words, the first first; empty where nobody decided."""
    borrowed: bool = False
    """Whether the speaker is taken from the same words elsewhere."""
    overruled: bool = False
    """Whether the machine's way to its speaker or words does not hold any more."""


#: Of a quotation of which nothing is to be said.
PLAIN = Note()


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
    """By id, in the order of the text; each with its ``colour`` and ``note``."""
    speakers: list[Row]
    cut: bool
    """Whether the end of the text is left out."""
    versions: list[Row]
    """The texts that it had before, the latest first."""
    removed: list[Row]
    """What people said is no quotation: its ``words`` and the ``correction``."""


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A text that an article had before, with the quotations that it had then."""

    version: Row
    paragraphs: list[Paragraph]
    quotations: dict[int, Row]
    cut: bool


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """One speaker across articles."""

    names: list[str]
    totals: Row
    outlets: list[Row]
    newest: list[Row]
    titles: list[Row]
    """With the days of the first and last article that has them, the latest first."""
    reasons: list[Row]
    """Why other names are this speaker's: by rule."""
    links: list[Row]
    """What people said: who is the same, and who is not."""
    candidates: list[Row]
    """Whom the name could mean as well."""
    corrections: list[Row]


@dataclass(frozen=True, slots=True)
class QuotationPage:
    """One quotation with its evidence."""

    quotation: Row
    evidence: Row
    """With the keys of :class:`quotes.types.Evidence`; rows of older versions lack some."""
    twins: list[Row]
    """The same words in other articles."""
    lender: Row | None
    """The quotation of another article that its speaker is taken from."""


async def is_ours(database: Any) -> bool:
    """Whether a Datasette database holds quotations of ours."""
    names = {*await database.table_names(), *await database.view_names()}
    return names >= OURS


async def is_current(database: Any) -> bool:
    """Whether a database of ours has the tables of this version."""
    return set(await database.table_names()) >= LATER


async def _rows(database: Any, sql: str, *params: Any) -> list[Row]:
    return [dict(row) for row in (await database.execute(sql, params)).rows]


async def notes(database: Any, ids: Iterable[int]) -> dict[int, Note]:
    """What is to be said of these quotations; those of which it is nothing are left out."""
    wanted = json.dumps(list(ids))
    if wanted == "[]" or not await is_current(database):
        return {}
    told: dict[int, list[str]] = {}
    for row in await _rows(
        database,
        "SELECT quote_id, action, anchor, before, reviewer, reviewed_at FROM reviews"
        " WHERE quote_id IN (SELECT value FROM json_each(?)) AND undone_at IS NULL AND NOT lost"
        " ORDER BY id",
        wanted,
    ):
        told.setdefault(row["quote_id"], []).append(correction(row))
    marked = await _rows(
        database,
        "SELECT id, reviewed, json_extract(evidence, '$.group') IS 1 AS borrowed,"
        " json_extract(evidence, '$.rule') IS ?1 AS overruled FROM quotes"
        " WHERE id IN (SELECT value FROM json_each(?2)) AND (reviewed OR borrowed)",
        DECIDED,
        wanted,
    )
    return {
        row["id"]: Note(
            tuple(told.get(row["id"], ["a person decided"])) if row["reviewed"] else (),
            bool(row["borrowed"]),
            bool(row["overruled"]),
        )
        for row in marked
    }


async def _noted(database: Any, rows: list[Row]) -> list[Row]:
    """Rows of quotations, each with its ``note``."""
    known = await notes(database, [row["id"] for row in rows])
    for row in rows:
        row["note"] = known.get(row["id"], PLAIN)
    return rows


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
    return Home(name, totals, speakers, await _noted(database, newest), questions)


async def article(database: Any, number: int) -> ArticlePage | None:
    """The article with this id; ``None`` when there is none."""
    found = await _rows(database, "SELECT text FROM articles WHERE id = ?", number)
    if not found:
        return None
    text = found[0]["text"][:LONGEST_ARTICLE]
    quotations = await _rows(
        database, f"{_QUOTATIONS} WHERE quotes.article_id = ? ORDER BY quotes.start", number
    )
    await _noted(database, quotations)
    versions: list[Row] = []
    removed: list[Row] = []
    if await is_current(database):
        versions = await _rows(
            database,
            "SELECT id, title, word_count, ingested_at, replaced_at FROM article_versions"
            " WHERE article_id = ? ORDER BY id DESC LIMIT ?",
            number,
            LONGEST_LIST,
        )
        removed = [
            {"words": _words(row["anchor"]), "correction": correction(row)}
            for row in await _rows(
                database,
                "SELECT action, anchor, before, reviewer, reviewed_at FROM reviews"
                " WHERE article_id = ? AND action = 'not-a-quotation'"
                " AND undone_at IS NULL AND NOT lost ORDER BY id LIMIT ?",
                number,
                LONGEST_LIST,
            )
        ]
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
        versions,
        removed,
    )


async def version(database: Any, number: int) -> VersionPage | None:
    """The earlier text of an article with this id; ``None`` when there is none."""
    if not await is_current(database):
        return None
    found = await _rows(
        database,
        "SELECT article_versions.*, coalesce(articles.title, articles.path, articles.url)"
        " AS article_title FROM article_versions JOIN articles ON articles.id = article_id"
        " WHERE article_versions.id = ?",
        number,
    )
    if not found:
        return None
    (row,) = found
    text = row["text"][:LONGEST_ARTICLE]
    quotations: dict[int, Row] = {}
    marks: list[Mark] = []
    colours: dict[str, int] = {}
    for record in json.loads(row["quotations"]):
        quotation = _as_it_was(record)
        name = quotation["speaker"]
        if name is not None:
            colours.setdefault(name, min(len(colours) + 1, COLOURS))
        quotation["colour"] = colours.get(name, 0)
        quotations[quotation["id"]] = quotation
        marks += _marks(quotation)
    return VersionPage(
        row, paragraphs(unwrapped(text), marks), quotations, len(text) < len(row["text"])
    )


def _as_it_was(record: Mapping[str, Any]) -> Row:
    """A record of ``article_versions.quotations`` as a row of :data:`_QUOTATIONS`."""
    row: Row = {name: record.get(name) for name in ("id", "type", "resolution", "confidence")}
    row["spans"] = json.dumps(record["spans"])
    row["speaker"] = (record.get("speaker") or {}).get("name")
    row["reviewed"] = bool(record.get("reviewed"))
    for role in ("cue", "source"):
        mention = record.get(role) or {}
        row[role] = mention.get("text")
        row[f"{role}_start"], row[f"{role}_end"] = mention.get("start"), mention.get("end")
    return row


def _words(anchor: str | None) -> str:
    return SPAN_SEPARATOR.join(one["exact"] for one in json.loads(anchor or "[]"))


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
    current = await is_current(database)
    links = await _links(database, number) if current else []
    said = {row[column] for row in links for column in ("name", "other")}
    reasons = await _reasons(database, number) if current else []
    return SpeakerPage(
        [row["name"] for row in names],
        totals,
        outlets,
        await _noted(database, newest),
        titles=await _titles(database, number) if current else [],
        reasons=[row for row in reasons if row["a_name"] not in said],
        links=links,
        candidates=await _candidates(database, number) if current else [],
        corrections=await _speaker_corrections(database, number) if current else [],
    )


async def _titles(database: Any, number: int) -> list[Row]:
    return await _rows(
        database,
        "SELECT title, articles, first, last FROM speaker_titles WHERE speaker_id = ?"
        " ORDER BY last IS NULL, last DESC, first DESC, articles DESC, title LIMIT ?",
        number,
        LONGEST_LIST,
    )


async def _reasons(database: Any, number: int) -> list[Row]:
    return await _rows(
        database,
        "SELECT DISTINCT a_name, b_name, why FROM identity_links"
        " WHERE verdict = 'same' AND made_by = 'rule' AND withdrawn_at IS NULL"
        " AND form_id IN (SELECT id FROM _identity_forms WHERE speaker_id = ?)"
        " ORDER BY a_name, why LIMIT ?",
        number,
        LONGEST_LIST,
    )


async def _links(database: Any, number: int) -> list[Row]:
    """What people said of this speaker's facts, each from the side of this speaker."""
    return await _rows(
        database,
        """
        WITH ours AS (
          SELECT links.id, links.verdict, links.why, links.made_by, links.made_at,
            facts.name, facts.article_id,
            CASE WHEN a_article_id = facts.article_id AND a_name = facts.name
              THEN b_name ELSE a_name END AS other,
            CASE WHEN a_article_id = facts.article_id AND a_name = facts.name
              THEN b_article_id ELSE a_article_id END AS other_article
          FROM article_speakers AS facts JOIN identity_links AS links
            ON (a_article_id = facts.article_id AND a_name = facts.name)
            OR (b_article_id = facts.article_id AND b_name = facts.name)
          WHERE facts.speaker_id = ?1 AND made_by <> 'rule' AND withdrawn_at IS NULL
        )
        SELECT ours.*, theirs.speaker_id AS other_id,
          here.title AS title, there.title AS other_title
        FROM ours
        LEFT JOIN article_speakers AS theirs
          ON theirs.article_id = other_article AND theirs.name = other
        LEFT JOIN articles AS here ON here.id = ours.article_id
        LEFT JOIN articles AS there ON there.id = other_article
        GROUP BY ours.id ORDER BY ours.id LIMIT ?2
        """,
        number,
        LONGEST_LIST,
    )


async def _candidates(database: Any, number: int) -> list[Row]:
    return await _rows(
        database,
        "SELECT DISTINCT others.id, others.name, others.title FROM speakers,"
        " json_each(coalesce(speakers.candidates, '[]')) AS could"
        " LEFT JOIN _speaker_moves AS moves ON moves.old_id = could.value"
        " JOIN speakers AS others ON others.id = coalesce(moves.new_id, could.value)"
        " WHERE speakers.id = ?1 AND others.id <> ?1 ORDER BY others.name, others.id LIMIT ?2",
        number,
        LONGEST_LIST,
    )


async def _speaker_corrections(database: Any, number: int) -> list[Row]:
    """What people said a speaker is called."""
    rows = await _rows(
        database,
        "SELECT DISTINCT reviews.id, action, anchor, before, reviewer, reviewed_at FROM reviews"
        " JOIN article_speakers AS facts ON facts.article_id = reviews.article_id"
        " AND facts.kind = reviews.kind AND facts.folded = reviews.name"
        " WHERE facts.speaker_id = ? AND action IN ('rename', 'title', 'kind')"
        " AND undone_at IS NULL ORDER BY reviews.id LIMIT ?",
        number,
        LONGEST_LIST,
    )
    of = {"rename": "name", "title": "title", "kind": "kind"}
    return [{"of": of[row["action"]], "correction": correction(row)} for row in rows]


async def moved_speaker(database: Any, number: int) -> int | None:
    """Who has the quotations of a speaker that is gone; ``None`` where nobody has."""
    if not await is_current(database):
        return None
    found = await _rows(
        database,
        "SELECT new_id FROM _speaker_moves JOIN speakers ON speakers.id = new_id WHERE old_id = ?",
        number,
    )
    return int(found[0]["new_id"]) if found else None


async def same_words(database: Any, number: int) -> Group | None:
    """The group of quotations with this id; ``None`` when there is none."""
    if not await is_current(database):
        return None
    found: Group | None = await database.execute_fn(
        lambda connection: group(Database(connection), number)
    )
    return found


async def quotation(database: Any, number: int) -> QuotationPage | None:
    """The quotation with this id; ``None`` when there is none."""
    found = await _rows(database, f"{_QUOTATIONS} WHERE quotes.id = ?", number)
    if not found:
        return None
    (row,) = await _noted(database, found)
    evidence = json.loads(row["evidence"] or "{}")
    lender = None
    if evidence.get("group"):
        rows = await _rows(
            database, "SELECT * FROM quotations WHERE id = ?", evidence.get("quote_id")
        )
        lender = rows[0] if rows else None
    twins = await _rows(
        database,
        "SELECT * FROM quotations WHERE group_id = ? AND id <> ? ORDER BY date, id LIMIT 50",
        row["group_id"],
        number,
    )
    return QuotationPage(row, evidence, await _noted(database, twins), lender)
