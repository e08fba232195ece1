"""What pages show beside the listings: texts, earlier texts, corrections, reasons, links.

Rows as the tables have them; :mod:`quotes.browse` puts into words what people corrected.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from quotes.reviews.decisions import DECIDED

Row = dict[str, Any]

#: Rows of a list beside the quotations: titles, reasons, corrections, earlier versions.
LONGEST_LIST = 100

_UNNAMED = "coalesce(articles.title, articles.path, articles.url)"
#: What tells a correction in words.
_REVIEW = "action, anchor, before, reviewer, reviewed_at"


def holds_quotations(path: Path) -> bool:
    """Whether a database has quotations of ours; ``sqlite3.Error`` where the file is none."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'view' AND name = 'quotations'"
        ).fetchone()
    return bool(found[0])


# Quotations.


def reviews_of_quotations(db: Database, ids: Iterable[int]) -> list[Row]:
    """What people decided on these quotations and stands, the first first, by ``quote_id``."""
    return list(
        db.query(
            f"SELECT quote_id, {_REVIEW} FROM reviews"
            " WHERE quote_id IN (SELECT value FROM json_each(?)) AND undone_at IS NULL"
            " AND NOT lost ORDER BY id",
            [json.dumps(list(ids))],
        )
    )


def decided_quotations(db: Database, ids: Iterable[int]) -> list[Row]:
    """Those of these quotations that not the machine's reading of their article decided.

    Each with ``reviewed``; ``borrowed`` where the speaker is taken from the same words elsewhere;
    ``overruled`` where the machine's way to its speaker or words does not hold any more.
    """
    return list(
        db.query(
            "SELECT id, reviewed, json_extract(evidence, '$.group') IS 1 AS borrowed,"
            " coalesce(json_extract(evidence, '$.way'), json_extract(evidence, '$.rule')) IS ?1"
            " AS overruled FROM quotes"
            " WHERE id IN (SELECT value FROM json_each(?2)) AND (reviewed OR borrowed)",
            [DECIDED, json.dumps(list(ids))],
        )
    )


def group_of(db: Database, quote_id: int) -> int | None:
    """The group that a quotation is in."""
    row = db.execute("SELECT group_id FROM quotes WHERE id = ?", [quote_id]).fetchone()
    return None if row is None else row[0]


def twins(db: Database, quote_id: int, group_id: int | None, most: int = 50) -> list[int]:
    """The ids of the other quotations of a group, by day."""
    if group_id is None:
        return []
    rows = db.execute(
        "SELECT quotes.id FROM quotes JOIN articles ON articles.id = quotes.article_id"
        " WHERE group_id = ? AND quotes.id <> ? ORDER BY articles.published, quotes.id LIMIT ?",
        [group_id, quote_id, most],
    )
    return [row[0] for row in rows]


# Articles.


def article(db: Database, number: int) -> Row:
    """What an article is, without its text; that of none is empty."""
    rows = db.query(
        "SELECT id, title, byline, outlet, published, url, path, place, word_count, ingested_at"
        " FROM articles WHERE id = ?",
        [number],
    )
    return next(iter(rows), {"id": number})


def article_texts(db: Database, ids: Iterable[int], longest: int) -> dict[int, tuple[str, bool]]:
    """The beginnings of the texts of articles, and whether there is more of them."""
    rows = db.execute(
        "SELECT id, substr(text, 1, ?1), length(text) > ?1 FROM articles"
        " WHERE id IN (SELECT value FROM json_each(?2))",
        [longest, json.dumps(list(ids))],
    )
    return {row[0]: (row[1], bool(row[2])) for row in rows}


def versions(db: Database, article_id: int) -> list[Row]:
    """The texts that an article had before, the latest first, without the texts."""
    return list(
        db.query(
            "SELECT id, title, word_count, ingested_at, replaced_at FROM article_versions"
            " WHERE article_id = ? ORDER BY id DESC LIMIT ?",
            [article_id, LONGEST_LIST],
        )
    )


def version(db: Database, number: int) -> Row | None:
    """The earlier text of an article with this id."""
    rows = db.query(
        f"SELECT article_versions.*, {_UNNAMED} AS article_title FROM article_versions"
        " JOIN articles ON articles.id = article_id WHERE article_versions.id = ?",
        [number],
    )
    return next(iter(rows), None)


def said_to_be_none(db: Database, article_id: int) -> list[Row]:
    """The reviews by which people said that something in an article is no quotation."""
    return list(
        db.query(
            f"SELECT {_REVIEW} FROM reviews"
            " WHERE article_id = ? AND action = 'not-a-quotation'"
            " AND undone_at IS NULL AND NOT lost ORDER BY id LIMIT ?",
            [article_id, LONGEST_LIST],
        )
    )


def latest_reviews(db: Database, most: int) -> list[Row]:
    """What people did last and stands, the last first."""
    return list(
        db.query(
            f"SELECT quote_id, article_id, name, {_REVIEW}"
            " FROM reviews WHERE undone_at IS NULL AND NOT lost ORDER BY id DESC LIMIT ?",
            [most],
        )
    )


# Speakers.


def bare_speaker(db: Database, number: int) -> Row | None:
    """Name, kind and title of a speaker."""
    rows = db.query("SELECT id, name, kind, title FROM speakers WHERE id = ?", [number])
    return next(iter(rows), None)


def moved_speaker(db: Database, number: int) -> int | None:
    """Who has the quotations of a speaker that is gone; ``None`` where nobody has."""
    row = db.execute(
        "SELECT new_id FROM _speaker_moves JOIN speakers ON speakers.id = new_id WHERE old_id = ?",
        [number],
    ).fetchone()
    return None if row is None else int(row[0])


def titles(db: Database, speaker_id: int) -> list[Row]:
    """What articles call a speaker, the latest first."""
    return list(
        db.query(
            "SELECT title, articles, first, last FROM speaker_titles WHERE speaker_id = ?"
            " ORDER BY last IS NULL, last DESC, first DESC, articles DESC, title LIMIT ?",
            [speaker_id, LONGEST_LIST],
        )
    )


def reasons(db: Database, speaker_id: int) -> list[Row]:
    """Why other names are this speaker's: by rule."""
    return list(
        db.query(
            "SELECT DISTINCT a_name, b_name, why FROM identity_links"
            " WHERE verdict = 'same' AND made_by = 'rule' AND withdrawn_at IS NULL"
            " AND form_id IN (SELECT id FROM _identity_forms WHERE speaker_id = ?)"
            " ORDER BY a_name, why LIMIT ?",
            [speaker_id, LONGEST_LIST],
        )
    )


def links(db: Database, speaker_id: int) -> list[Row]:
    """What people said of who is the same and who is not, each from the side of this speaker."""
    return list(
        db.query(
            """
            WITH facts AS (
              SELECT article_id, name FROM article_speakers
              WHERE speaker_id = ?1
            ),
            ours AS (
              SELECT links.id, links.verdict, links.why, links.made_by, links.made_at,
                facts.name, facts.article_id,
                CASE WHEN a_article_id = facts.article_id AND a_name = facts.name
                  THEN b_name ELSE a_name END AS other,
                CASE WHEN a_article_id = facts.article_id AND a_name = facts.name
                  THEN b_article_id ELSE a_article_id END AS other_article
              FROM facts JOIN identity_links AS links
                ON (a_article_id = facts.article_id AND a_name = facts.name)
                OR (b_article_id = facts.article_id AND b_name = facts.name)
              WHERE made_by <> 'rule' AND withdrawn_at IS NULL
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
            [speaker_id, LONGEST_LIST],
        )
    )


def candidates(db: Database, speaker_id: int) -> list[Row]:
    """Whom the name could mean as well."""
    return list(
        db.query(
            "SELECT DISTINCT others.id, others.name, others.title FROM speakers,"
            " json_each(coalesce(speakers.candidates, '[]')) AS could"
            " LEFT JOIN _speaker_moves AS moves ON moves.old_id = could.value"
            " JOIN speakers AS others ON others.id = coalesce(moves.new_id, could.value)"
            " WHERE speakers.id = ?1 AND others.id <> ?1"
            " ORDER BY others.name, others.id LIMIT ?2",
            [speaker_id, LONGEST_LIST],
        )
    )


def reviews_of_speaker(db: Database, speaker_id: int) -> list[Row]:
    """What people said that a speaker is called, or is."""
    return list(
        db.query(
            "SELECT DISTINCT reviews.id, action, anchor, before, reviewer, reviewed_at"
            " FROM reviews JOIN article_speakers AS facts ON facts.article_id = reviews.article_id"
            " AND facts.kind = reviews.kind AND facts.folded = reviews.name"
            " WHERE facts.speaker_id = ? AND action IN ('rename', 'title', 'kind')"
            " AND undone_at IS NULL ORDER BY reviews.id LIMIT ?",
            [speaker_id, LONGEST_LIST],
        )
    )


def speakers_of_outlet(db: Database, outlet: str | None, most: int = 6) -> list[Row]:
    """Whom an outlet quotes most: ``id``, ``name``, ``kind`` and ``quotations``."""
    return list(
        db.query(
            "SELECT speakers.id, speakers.name, speakers.kind, counted.quotations FROM ("
            " SELECT speaker_id, quotations FROM _outlet_speakers WHERE outlet = ?"
            " ORDER BY quotations DESC, speaker_id LIMIT ?) AS counted"
            " CROSS JOIN speakers ON speakers.id = counted.speaker_id",
            [outlet or "", most],
        )
    )
