"""Databases are made when missing; what cannot be used is refused in one line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes.confidence import is_doubtful
from quotes.store import StoreError, counts, opened, quotation, write_article
from quotes.store.migrations import migrations
from quotes.types import Article

CONTRACT = {
    "articles": "id sha256 title byline outlet published url path text word_count ingested_at",
    "speakers": "id name kind title",
    "speaker_names": "speaker_id name",
    "quotes": (
        "id article_id speaker_id group_id type text start end spans cue cue_start cue_end"
        " source source_start source_end resolution confidence"
    ),
    "quote_groups": "id text",
    "reviews": "id",
}


def refusal(path: Path, write: bool = False) -> StoreError:
    with pytest.raises(StoreError) as caught, opened(path, write=write):
        pass
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    return caught.value


def test_it_is_made_with_its_folder(path: Path) -> None:
    with opened(path) as db:
        assert counts(db)["articles"] == 0
    assert path.exists()


def test_the_tables_of_the_contract_are_there(path: Path) -> None:
    with opened(path) as db:
        for table, columns in CONTRACT.items():
            assert set(columns.split()) <= set(db.table(table).columns_dict), table
        assert {"speaker", "type", "text", "article_title", "outlet", "date", "confidence"} <= set(
            db.view("quotations").columns_dict
        )
        keys = {(key.column, key.other_table) for key in db.table("quotes").foreign_keys}
        assert keys == {
            ("article_id", "articles"),
            ("speaker_id", "speakers"),
            ("article_speaker_id", "article_speakers"),
            ("group_id", "quote_groups"),
        }
        assert db.table("quotes").detect_fts() == "quotes_fts"
        assert db.table("articles").detect_fts() == "articles_fts"
        indexed = {index.columns[0] for index in db.table("quotes").indexes}
        listed_by = {"published", "outlet", "confidence"}
        assert {"article_id", "speaker_id", "group_id", *listed_by} <= indexed


def test_opening_again_changes_nothing(path: Path) -> None:
    with opened(path):
        pass
    before = path.read_bytes()
    with opened(path):
        pass
    with opened(path, write=True):
        pass
    assert path.read_bytes() == before


def test_an_older_schema_is_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    db = Database(path)
    migrations.apply(db, stop_before="m003_quotes")
    db.close()
    with opened(path) as db:
        assert db.table("quotes").exists()


def test_a_database_from_before_reasons_is_read_and_marked(path: Path) -> None:
    path.parent.mkdir()
    db = Database(path)
    migrations.apply(db, stop_before="m007_doubtful")
    assert "doubtful" not in db.view("quotations").columns_dict
    db.table("articles").insert(
        {"id": 1, "sha256": "x", "text": "“No,” he said.", "word_count": 3, "ingested_at": "then"}
    )
    for number, confidence in enumerate((0.49, 0.5, 1.0), 1):
        db.table("quotes").insert(
            {
                "id": number,
                "article_id": 1,
                "type": "direct",
                "text": "No,",
                "start": 1,
                "end": 4,
                "spans": "[[1, 4]]",
                "confidence": confidence,
                "evidence": '{"rule": "a guess", "chain": [], "runner_up": "Ann Poe"}',
            }
        )
    db.close()
    with opened(path) as db:
        rows = db.query("SELECT confidence, doubtful FROM quotations ORDER BY id")
        assert [row["doubtful"] for row in rows] == [1, 0, 0]
        assert [is_doubtful(share) for share in (0.49, 0.5, 1.0)] == [True, False, False]
        record = quotation(db, 1)
        assert record is not None and record["evidence"]["runner_up"] == "Ann Poe"


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with opened(path) as db:
        assert counts(db)["quotes"] == 0


def test_reading_changes_nothing(path: Path) -> None:
    with pytest.raises(StoreError), opened(path) as db:
        db.execute("DELETE FROM articles")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("These are notes, not a database. " * 50)
    before = path.read_bytes()
    assert "not a database" in refusal(path).problem
    assert "not a database" in refusal(path, write=True).problem
    assert path.read_bytes() == before


def test_a_damaged_database(path: Path) -> None:
    with opened(path):
        pass
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(size - 100))
    refusal(path)


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).problem


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refusal(tmp_path / "file" / "quotes.db")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    Database(path).table("visits").insert({"id": 1})
    before = path.read_bytes()
    assert "another program" in refusal(path).problem
    assert path.read_bytes() == before


def test_a_newer_schema(path: Path) -> None:
    with opened(path, write=True) as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "quotes", "name": "m999_future", "applied_at": "2099-01-01"}
        )
    assert "newer version" in refusal(path).problem
    assert "newer version" in refusal(path, write=True).problem


def test_a_read_only_database_can_be_read_but_not_written(path: Path) -> None:
    with opened(path):
        pass
    path.chmod(0o444)
    try:
        with opened(path) as db:
            assert counts(db)["articles"] == 0
        assert "read-only" in refusal(path, write=True).problem
    finally:
        path.chmod(0o644)


def test_a_locked_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.store.opening._SECONDS_TO_WAIT", 0.1)
    with opened(path):
        pass
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert "locked" in refusal(path).problem
        assert "locked" in refusal(path, write=True).problem
    finally:
        holder.close()


def test_a_lock_that_comes_later_is_told_as_well(path: Path) -> None:
    with opened(path):
        pass
    holder = sqlite3.connect(path, isolation_level=None)
    try:
        with pytest.raises(StoreError, match="locked"), opened(path, write=True) as db:
            db.execute("PRAGMA busy_timeout = 50")
            holder.execute("BEGIN EXCLUSIVE")
            write_article(db, Article("He said so."), ())
    finally:
        holder.close()


def test_what_a_statement_changes_is_noted_in_no_file(path: Path) -> None:
    with opened(path, write=True) as db:
        assert db.execute("PRAGMA temp_store").fetchone() == (2,)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_what_a_killed_writer_left_is_rolled_back(path: Path, mode: str) -> None:
    with opened(path):
        pass
    script = (
        "import os, sys; from pathlib import Path; from quotes.store import opened\n"
        "with opened(Path(sys.argv[1]), write=True) as db:\n"
        "    db.execute('PRAGMA journal_mode = ' + sys.argv[2])\n"
        "    db.execute('PRAGMA cache_size = 1'); db.execute('BEGIN IMMEDIATE')\n"
        "    for n in range(2000):\n"
        "        db.execute('INSERT INTO quote_groups (text) VALUES (?)', ['x' * 2000])\n"
        "    os._exit(9)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), mode],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == 9
    left = {file.name for file in path.parent.iterdir()} - {path.name}
    assert left
    with opened(path) as db:
        assert counts(db)["quote_groups"] == 0
    assert [file.name for file in path.parent.iterdir()] == [path.name]
