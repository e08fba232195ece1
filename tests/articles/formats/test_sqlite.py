"""Databases of others: read only, and nothing in them is run."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Settings, sqlite
from quotes.articles.formats.records import Note
from quotes.types import Article

SAID = "The warden said: “No, we will not.”"
ONE = [
    "create table pieces (id, headline, body, date)",
    f"insert into pieces values (7, 'Gate shut', '{SAID}', '2021-03-04')",
    "create table tags (id, tag)",
    "create virtual table search using fts5 (body)",
    "insert into search values ('x')",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def made(path: Path, statements: list[str] = ONE) -> Path:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return path


def items(path: Path, query: str | None = None, **columns: str) -> list[object]:
    blob = Blob("news.db", file=str(path))
    assert sqlite.recognizes(blob, blob.head())
    return list(sqlite.read(blob, Settings(columns, query)))


FOUND = Article(SAID, "Gate shut", published="2021-03-04", path="news.db#7")


def test_the_one_table_with_a_text(path: Path) -> None:
    assert items(made(path)) == [
        Note("news.db", "articles from its table 'pieces'"),
        Note(
            "news.db",
            "text from 'body', title from 'headline', published from 'date', id from 'id'",
        ),
        FOUND,
    ]


def test_a_query(path: Path) -> None:
    query = "select id, headline as title, body as text, date as published from pieces"
    assert items(made(path), query)[-1] == FOUND
    assert items(path, "select body as words from pieces", text="words") == [
        Article(SAID, path="news.db#1")
    ]


def test_bytes_that_were_never_on_disk(path: Path) -> None:
    blob = Blob("a.gz/news.db", content=made(path).read_bytes())
    *_, found = sqlite.read(blob, Settings())
    assert isinstance(found, Article) and found.path == "a.gz/news.db#7"


def test_several_tables_or_none_need_a_query(path: Path, tmp_path: Path) -> None:
    made(path, [*ONE, "create table letters (text)"])
    with pytest.raises(Refused, match=r"\('pieces', 'letters'\); select the articles with --sql"):
        items(path)
    other = made(tmp_path / "other.db", ["create table tags (tag)"])
    with pytest.raises(Refused, match=r"no table .* \('tags'\)"):
        items(other)


def test_our_own(path: Path) -> None:
    made(path, ["create table quotes (text)", "create table article_speakers (name)"])
    for query in (None, "select text from quotes"):
        with pytest.raises(Refused, match="database of quotes itself"):
            items(path, query)


@pytest.mark.parametrize(
    "query",
    [
        "delete from pieces",
        "drop table pieces",
        "attach '/tmp/quotes-attached.db' as other",
        "select load_extension('x') as text",
        "pragma user_version = 5",
        "select body as text from pieces; drop table pieces",
        "vacuum into '/tmp/quotes-vacuum.db'",
        "select nothing from nowhere",
        "",
        "-- only this",
        "select '\udcff' as text",
    ],
)
def test_queries_that_are_none(path: Path, query: str) -> None:
    before = made(path).read_bytes()
    with pytest.raises(Refused) as caught:
        items(path, query)
    assert len(str(caught.value).splitlines()) == 1
    assert path.read_bytes() == before
    assert not Path("/tmp/quotes-attached.db").exists()
    assert [file.name for file in path.parent.iterdir()] == ["news.db"]


def test_a_query_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_MOST_SECONDS", 0.2)
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n)"
    with pytest.raises(Refused, match=r"within|query"):
        items(made(path), f"{endless} select 'No' as text from n where i < 0")


def test_the_wait_for_a_row_counts_not_the_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path, ["create table pieces (text)", *["insert into pieces values ('No')"] * 600])
    monkeypatch.setattr(sqlite, "_MOST_SECONDS", 0.3)
    monkeypatch.setattr(sqlite, "_STEPS", 1)
    count = 0
    for item in sqlite.read(Blob("news.db", file=str(path)), Settings()):
        count += isinstance(item, Article)
        if count in (300, 400, 500):
            time.sleep(0.2)
    assert count == 600


def test_nothing_is_asked_but_rows(path: Path) -> None:
    with pytest.raises(Refused, match="not authorized"):
        items(made(path), "pragma table_info(pieces)", text="name")


def test_nothing_is_written_beside_it(path: Path) -> None:
    database = sqlite3.connect(made(path))
    database.execute("pragma journal_mode = wal")
    database.close()
    found = sqlite.read(Blob("news.db", file=str(path)), Settings())
    next(found)
    assert [file.name for file in path.parent.iterdir()] == ["news.db"]
    assert isinstance(list(found)[-1], Article)


def test_changes_that_wait_beside_the_file(path: Path) -> None:
    made(path)
    path.with_name("news.db-wal").write_bytes(b"x")
    with pytest.raises(Refused, match="not in the file yet"):
        items(path)


def test_damage(path: Path) -> None:
    content = made(path).read_bytes()
    for broken in (content[:100], content[:5000], content[:4000] + bytes(len(content) - 4000)):
        path.write_bytes(broken)
        with pytest.raises(Refused):
            items(path)


def test_text_that_is_not_utf_8(path: Path) -> None:
    made(path, ["create table pieces (text)"])
    database = sqlite3.connect(path)
    database.execute("insert into pieces values (cast(x'934e6f94' as text))")
    database.execute("insert into pieces values (x'4e6f')")
    database.commit()
    database.close()
    texts = [item.text for item in items(path) if isinstance(item, Article)]
    assert texts == ["“No”", "No"]


def test_a_database_that_is_cut_off(path: Path) -> None:
    content = made(
        path, ["create table news (text)", *[f"insert into news values ('{SAID * 9}')"] * 9]
    )
    whole = content.read_bytes()
    assert len(items(content)) == 11
    for kept in (len(whole) - 1, len(whole) - 700, len(whole) // 2, 99, 16):
        path.write_bytes(whole[:kept])
        with pytest.raises(Refused, match="cut off"):
            items(path)


def test_a_message_of_sqlite_with_bytes_that_are_no_text(path: Path) -> None:
    made(path, ["create table news (text)"])
    path.write_bytes(path.read_bytes().replace(b"(text)", b"(\xf9 !!)"))
    with pytest.raises(Refused, match="damaged database"):
        items(path)
