"""Databases of the version before facts and corrections keep everything they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes.store import find_speakers, opened, quotations
from quotes.store.migrations import migrations
from quotes.store.reviewing import reviews

TEXT = "“We will open the bridge,” John Kirby said. Kirby, the mayor, was proud."


@pytest.fixture
def old(path: Path) -> Path:
    """Two articles and a correction, as the last version stored them."""
    path.parent.mkdir()
    db = Database(path)
    migrations.apply(db, stop_before="m008_versions")
    for number, text in ((1, TEXT), (2, "“We will open,” said Kirby in Hull.")):
        db["articles"].insert(
            {
                "id": number,
                "sha256": f"{number}",
                "text": text,
                "word_count": 7,
                "ingested_at": "2024-01-01",
                "path": f"{number}.txt",
                "outlet": "Herald",
            }
        )
    db["speakers"].insert({"id": 7, "name": "John Kirby", "kind": "person", "title": "mayor"})
    for name in ("John Kirby", "Kirby", "the White House"):
        db["speaker_names"].insert(
            {"speaker_id": 7, "name": name, "folded": name.lower(), "key": "kirby"}
        )
    for number, end in ((1, 25), (2, 14)):
        db["quotes"].insert(
            {
                "id": number,
                "article_id": number,
                "speaker_id": 7,
                "type": "direct",
                "text": (TEXT if number == 1 else "“We will open,”")[1:end],
                "start": 1,
                "end": end,
                "spans": f"[[1, {end}]]",
                "confidence": 0.9,
                "resolution": "name",
            }
        )
    db["reviews"].insert({"id": 1, "article_id": 1, "action": "note", "reviewed_at": "2024-02-03"})
    db.close()
    return path


def test_facts_are_told_from_what_is_there(old: Path) -> None:
    with opened(old) as db:
        facts = db.execute(
            "SELECT article_id, speaker_id, name, names, titles, outlet FROM article_speakers"
        ).fetchall()
        assert facts == [
            (1, 7, "John Kirby", '["John Kirby", "Kirby"]', '["mayor"]', "Herald"),
            (2, 7, "Kirby", '["Kirby"]', "[]", "Herald"),
        ]
        assert [record["speaker"]["id"] for record in quotations(db)] == [7, 7]
        assert [found.id for found in find_speakers(db, "Kirby")] == [7]


def test_articles_are_known_again(old: Path) -> None:
    with opened(old) as db:
        keys = db.execute("SELECT key, length(text_key) FROM articles ORDER BY id").fetchall()
    assert keys == [("path:1.txt", 32), ("path:2.txt", 32)]


def test_what_was_reviewed_stays(old: Path) -> None:
    with opened(old) as db:
        (review,) = reviews(db)
        assert (review["action"], review["reviewed_at"]) == ("note", "2024-02-03")


def test_it_is_done_once(old: Path) -> None:
    with opened(old):
        pass
    before = old.read_bytes()
    with opened(old) as db:
        assert db.execute("SELECT count(*) FROM article_speakers").fetchone() == (2,)
    assert old.read_bytes() == before
