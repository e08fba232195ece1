"""``quotes ingest`` with sources of many articles: what is told, counted and kept of each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

ROWS = (
    "headline,body,date\n"
    'One,"“The bridge is open,” Ann Poe said. It had been shut.",2021-03-04\n'
    "Two,,2021-03-05\n"
    'Three,"“The bridge is shut,” Ann Poe said. It had been open.",2021-03-06\n'
)


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(sql).fetchall()


def test_rows_of_a_table_are_articles_and_one_without_text_is_named(run: Run, folder: Path) -> None:
    Path("rows.csv").write_text(ROWS)
    result = run("ingest", "rows.csv", "--report", "report.jsonl")
    assert result.exit_code == 1
    assert "rows.csv: text from 'body', title from 'headline'" in result.stderr
    assert "rows.csv#2: " in result.stderr
    assert "2 new articles, with 2 quotations; 1 failed." in result.stderr
    assert rows(Path("db/quotes.db"), "SELECT title, published, path FROM articles") == [
        ("One", "2021-03-04", "rows.csv#1"),
        ("Three", "2021-03-06", "rows.csv#3"),
    ]
    entries = [json.loads(line) for line in Path("report.jsonl").read_text().splitlines()]
    assert {(one["source"], one["status"]) for one in entries} == {
        ("rows.csv", "note"),
        ("rows.csv#1", "new"),
        ("rows.csv#2", "failed"),
        ("rows.csv#3", "new"),
    }


def test_columns_that_are_told_go_before_those_that_are_guessed(run: Run, folder: Path) -> None:
    Path("rows.csv").write_text(ROWS.replace("headline", "kicker"))
    result = run("ingest", "rows.csv", "--map", "title=kicker, text=body")
    assert "2 new articles" in result.stderr
    titles = rows(Path("db/quotes.db"), "SELECT title FROM articles")
    assert titles == [("One",), ("Three",)]


@pytest.mark.parametrize("value", ["text", "text=", "body=text", "=x"])
def test_a_map_that_is_none_is_wrong_usage(run: Run, folder: Path, value: str) -> None:
    result = run("ingest", "news", "--map", value)
    assert result.exit_code == 2 and "FIELD=COLUMN" in result.stderr


def test_the_journal_keeps_what_came_of_each_run(run: Run, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 99)
    run("ingest", "news")
    db = Path("db/quotes.db")
    assert rows(db, "SELECT new, changed, known, failed FROM ingests") == [(2, 0, 0, 1)]
    assert {status for (status,) in rows(db, "SELECT status FROM ingest_entries")} == {
        "new",
        "failed",
    }
    ((reason,),) = rows(db, "SELECT reason FROM ingest_entries WHERE status = 'failed'")
    assert "binary data" in str(reason)


def test_a_list_of_addresses_keeps_what_was_seen(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotes.articles import fetch

    asked: list[str] = []

    def fetched(url: str, **options: object) -> fetch.Page:
        asked.append(url)
        text = f"“This is page {url[-1]},” Ann Poe said. It was late in the day."
        return fetch.Page(text.encode(), "text/plain", "utf-8", f"{url}/final")

    monkeypatch.setattr(fetch, "fetch", fetched)
    Path("list.txt").write_text("https://a.example/1\nhttps://a.example/2\n")
    run("ingest", "list.txt")
    assert asked == ["https://a.example/1", "https://a.example/2"]
    result = run("ingest", "list.txt")
    assert len(asked) == 2
    assert "0 new articles, with 0 quotations; 2 already there." in result.stderr


def test_a_database_that_is_locked_on_the_way_is_waited_for(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import quotes.store

    stored, calls = quotes.store.write_article, 0

    def locked(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls in (2, 3):
            raise sqlite3.OperationalError("database is locked")
        return stored(*arguments)

    monkeypatch.setattr(quotes.store, "write_article", locked)
    result = run("ingest", "news")
    assert (result.exit_code, calls) == (0, 4)
    assert result.stderr.count("another program is writing to the database") == 1
    assert "2 new articles" in result.stderr
