"""Which article comes again, what an edited one replaces, and taking articles out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store import (
    change_article,
    counts,
    delete_articles,
    is_stored,
    known,
    quotations,
    speakers,
    write_article,
)
from quotes.store.keys import SAME_ARTICLE, address, article_key, shared, text_key
from quotes.types import Article

TEXT = "“We will open the bridge again in May,” Kirby said.\n\nMiller doubts that it can be done."
QUOTED = "We will open the bridge again in May,"


def store(db: Database, make: SimpleNamespace, article: Article, *words: str) -> Any:
    return write_article(db, article, [make.quote(article, one) for one in words])


@pytest.mark.parametrize(
    "other",
    [
        TEXT + "\n",
        TEXT.replace("\n", "\r\n"),
        "https://herald.example/bridge\n" + TEXT,
        "URL: https://herald.example/bridge\n\n" + TEXT,
        "\ufeff" + TEXT.replace(" ", "  "),
    ],
)
def test_line_ends_and_a_first_address_make_no_other_article(
    db: Database, make: SimpleNamespace, other: str
) -> None:
    store(db, make, Article(TEXT, path="a.txt"), QUOTED)
    assert is_stored(db, Article(other, path="elsewhere/a.txt"))
    assert store(db, make, Article(other, path="b.txt")).status == "known"
    assert counts(db)["articles"] == 1


def test_the_same_words_at_another_address_are_a_reprint(
    db: Database, make: SimpleNamespace
) -> None:
    store(db, make, Article(TEXT, url="https://herald.example/bridge"), QUOTED)
    assert store(db, make, Article(TEXT, url="https://courier.example/b"), QUOTED).new
    assert (
        store(db, make, Article(TEXT, url="http://www.herald.example/bridge/#x")).status == "known"
    )
    assert store(db, make, Article(TEXT, outlet="Dispatch"), QUOTED).status == "known"
    assert counts(db)["articles"] == 2


def test_an_edited_text_takes_the_place_of_the_old_one(db: Database, make: SimpleNamespace) -> None:
    first = Article(TEXT, path="news/a.txt", title="The bridge")
    store(db, make, first, QUOTED)
    (before,) = quotations(db)
    edited = replace(first, text="Corrected on Monday.\n\n" + TEXT.replace("doubts", "denies"))
    result = store(db, make, replace(edited, path="./news/a.txt"), QUOTED)
    assert (result.status, result.quotations) == ("changed", 1)
    (after,) = quotations(db)
    assert after["id"] == before["id"], "links to the quotation hold"
    assert after["spans"] == [[s + 22, e + 22] for s, e in before["spans"]]
    assert counts(db)["articles"] == 1
    ((old, kept),) = db.execute("SELECT text, quotations FROM article_versions").fetchall()
    assert old == TEXT
    assert QUOTED in kept
    assert store(db, make, edited, QUOTED).status == "known"


def test_another_text_at_the_same_path_is_another_article(
    db: Database, make: SimpleNamespace
) -> None:
    store(db, make, Article(TEXT, path="today.txt"), QUOTED)
    other = Article("“The harbour stays shut all week,” Kirby said.", path="today.txt")
    assert store(db, make, other, "The harbour stays shut all week,").new
    assert counts(db)["articles"] == 2
    assert known(db, Article(TEXT, path="today.txt")) is not None


def test_what_was_not_known_of_an_article_is_filled_in(db: Database, make: SimpleNamespace) -> None:
    store(db, make, Article(TEXT, path="a.txt"), QUOTED)
    again = Article(TEXT, url="https://herald.example/b", outlet="Herald", published="2024-05-02")
    store(db, make, again)
    (record,) = quotations(db)
    assert record["article"]["outlet"] == "Herald"
    assert record["article"]["path"] == "a.txt"
    assert [row["outlets"] for row in speakers(db)] == [["Herald"]]
    assert db.execute("SELECT outlet, date FROM article_speakers").fetchall() == [
        ("Herald", "2024-05-02")
    ]
    assert known(db, Article("other", url="https://herald.example/b")) is None


def test_outlet_and_day_can_be_changed(db: Database, make: SimpleNamespace) -> None:
    store(db, make, Article(TEXT, outlet="Herald"), QUOTED)
    assert change_article(db, 1, outlet="Courier", published="2024-05-03")
    assert not change_article(db, 1, outlet="Courier")
    assert db.execute("SELECT outlet, date FROM article_speakers").fetchall() == [
        ("Courier", "2024-05-03")
    ]


def test_deleted_articles_leave_nothing(db: Database, make: SimpleNamespace) -> None:
    empty = _rows(db)
    store(db, make, Article(TEXT, path="a.txt"), QUOTED)
    one = _rows(db)
    second = Article("Kirby: " + TEXT, path="b/c.txt", outlet="Courier")
    long = replace(second, text="A page of other words stands before this. " * 9 + TEXT)
    store(db, make, long, QUOTED)
    assert delete_articles(db, [2, 77]) == 1
    assert _rows(db) == one
    assert delete_articles(db, [1]) == 1
    assert _rows(db) == empty
    store(db, make, Article(TEXT, path="a.txt"), QUOTED)
    assert [record["id"] for record in quotations(db)] == [3], "ids are not given twice"


def _rows(db: Database) -> dict[str, int]:
    return {
        name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in db.table_names()
        if name not in ("_state", "_speakers_gone", "_sqlite_migrations") and "_fts" not in name
    }


def test_a_file_and_its_folder(path: Path) -> None:
    assert article_key("x", None, "./seeds/../seeds/a.txt") == article_key("x", None, "seeds/a.txt")
    assert article_key("x", None, "-") == article_key("x ", None, None)
    assert article_key("x", "https://a.example/1", "a.txt") == "url:a.example/1"


def test_addresses() -> None:
    assert address("https://www.A.example/x/?p=1#top") == "a.example/x?p=1"
    assert address("a.example/x") == "a.example/x"
    assert address("http://[bad") == "http://[bad"


@given(st.text(max_size=200))
def test_white_space_makes_no_other_words(text: str) -> None:
    assert text_key(text) == text_key("\n\t".join(f" {text} ".split(" ")))
    assert shared(text, text) == 1.0


def test_how_much_two_texts_share() -> None:
    words = [f"w{i}" for i in range(100)]
    edited = [*words[:40], "new", *words[41:], "end"]
    assert shared(" ".join(words), " ".join(edited)) > 0.9
    assert shared(" ".join(words), " ".join(reversed(words))) < SAME_ARTICLE
