"""Facts of articles that were stored before there were any."""

from __future__ import annotations

import json

from sqlite_utils import Database

from quotes.mentions.names import fold, fuller
from quotes.store.groups import regroup
from quotes.store.identities import compute_all


def backfill(db: Database) -> None:
    """Give each speaker of each article a fact, as far as the tables tell, and settle who is who.

    The names are those of the speaker that the article's text has; nothing
    that is there already changes but the speakers.
    """
    rows = db.execute(
        "SELECT quotes.article_id, quotes.speaker_id, speakers.name, speakers.kind, speakers.title,"
        " articles.outlet, articles.published FROM quotes"
        " JOIN speakers ON speakers.id = quotes.speaker_id"
        " JOIN articles ON articles.id = quotes.article_id"
        " WHERE quotes.article_speaker_id IS NULL AND coalesce(quotes.evidence, '') NOT LIKE"
        " '%\"group\": true%' GROUP BY quotes.article_id, quotes.speaker_id ORDER BY 1, 2"
    ).fetchall()
    for article_id, speaker_id, name, kind, title, outlet, published in rows:
        (text,) = db.execute("SELECT text FROM articles WHERE id = ?", [article_id]).fetchone()
        known = db.execute(
            "SELECT name FROM speaker_names WHERE speaker_id = ? ORDER BY name", [speaker_id]
        ).fetchall()
        names = [one for (one,) in known if one in text]
        best = max(names, key=lambda one: (fuller(one, name) == one, len(one))) if names else name
        # The title is of the article that gave it, which is not told; one that is not here is not.
        titles = [title] if title and title in text else []
        cursor = db.execute(
            "INSERT INTO article_speakers (article_id, speaker_id, name, kind, names, titles,"
            " outlet, date, folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                article_id,
                speaker_id,
                best,
                kind,
                json.dumps(names or [name], ensure_ascii=False),
                json.dumps(titles, ensure_ascii=False),
                outlet,
                published,
                fold(best),
            ],
        )
        db.execute(
            "UPDATE quotes SET article_speaker_id = ? WHERE article_id = ? AND speaker_id = ?",
            [cursor.lastrowid, article_id, speaker_id],
        )
    compute_all(db)
    regroup(db)
