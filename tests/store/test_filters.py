"""Days as people say them, what a listing is ordered by, and what dates leave out."""

from __future__ import annotations

from datetime import date, datetime, timezone
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store import Filters, find_speakers, quotations, speakers, write_article
from quotes.store.filters import day
from quotes.store.finding import current_id
from quotes.store.reading import QUOTATION_ORDERS, undated
from quotes.types import Article, Speaker

TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("today", "2024-03-01"),
        ("yesterday", "2024-02-29"),
        ("7d", "2024-02-23"),
        ("0d", "2024-03-01"),
        ("999999d", "0001-01-01"),
        ("2023", "2023"),
        ("2023-12-21", "2023-12-21"),
    ],
)
def test_days_that_go_with_the_calendar(text: str, wanted: str) -> None:
    assert day(text, TODAY) == wanted


@pytest.fixture
def filled(db: Database, make: SimpleNamespace) -> Database:
    """Three articles; the last has no date and no outlet."""
    told = (
        ("It is late, Kirby said.", "It is late", make.kirby, "2023-05-01", "Post", 0.9),
        ("We wait, it said.", "We wait", make.white_house, "2023-01-01", "Arrow", 0.4),
        ("Go on, Miller said.", "Go on", make.miller, None, None, 0.7),
    )
    for text, words, speaker, published, outlet, confidence in told:
        article = Article(text, published=published, outlet=outlet)
        quoted = [make.quote(article, words, speaker, confidence=confidence)]
        write_article(db, article, quoted)
    return db


def ids(db: Database, **filters: object) -> list[int]:
    return [record["id"] for record in quotations(db, Filters(**filters))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("id", [1, 2, 3]),
        ("-id", [3, 2, 1]),
        ("date", [2, 1, 3]),
        ("-date", [1, 2, 3]),
        ("speaker", [1, 3, 2]),
        ("outlet", [2, 1, 3]),
        ("-outlet", [1, 2, 3]),
        ("confidence", [2, 3, 1]),
        ("-confidence", [1, 3, 2]),
    ],
)
def test_orders_end_with_what_is_not_known(filled: Database, sort: str, wanted: list[int]) -> None:
    assert ids(filled, sort=sort) == wanted


@given(sort=st.sampled_from([*QUOTATION_ORDERS, None]), size=st.integers(1, 4))
def test_pages_together_are_the_whole(page_db: Database, sort: str | None, size: int) -> None:
    whole = ids(page_db, sort=sort)
    pages = [ids(page_db, sort=sort, limit=size, offset=at) for at in range(0, len(whole), size)]
    assert [number for page in pages for number in page] == whole


@pytest.fixture(scope="module")
def page_db(make: SimpleNamespace) -> Database:
    from quotes.store.migrations import migrations

    db = Database(memory=True)
    migrations.apply(db)
    for number in range(1, 8):
        db.execute(
            "INSERT INTO articles (id, sha256, text, word_count, ingested_at, outlet)"
            " VALUES (?, ?, '', 0, '', ?)",
            [number, str(number), f"Outlet {number % 3}"],
        )
        db.execute(
            'INSERT INTO quotes (id, article_id, type, text, start, "end", spans, confidence)'
            " VALUES (?, ?, 'direct', 'x', 0, 1, '[[0, 1]]', ?)",
            [number, number, number % 2],
        )
    db.conn.commit()
    return db


def test_an_order_that_there_is_not(filled: Database) -> None:
    with pytest.raises(ValueError, match="cannot sort by colour"):
        quotations(filled, Filters(sort="colour"))


def test_kinds_and_the_greatest_confidence(filled: Database) -> None:
    assert ids(filled, kinds=("organization",)) == [2]
    assert ids(filled, kinds=("organization", "person")) == [1, 2, 3]
    assert ids(filled, max_confidence=0.7) == [2, 3]
    assert ids(filled, min_confidence=0.5, max_confidence=0.7) == [3]


def test_since_what_day_an_article_is_there(filled: Database) -> None:
    old = datetime(2020, 1, 1, tzinfo=timezone.utc).isoformat(timespec="seconds")
    filled.execute("UPDATE articles SET ingested_at = ? WHERE id = 1", [old])
    assert ids(filled, ingested_since="yesterday") == [2, 3]
    assert ids(filled, ingested_since="2019-12-01") == [1, 2, 3]
    assert ids(filled, ingested_since="999999d") == [1, 2, 3]


def test_what_dates_leave_out_is_counted(filled: Database) -> None:
    assert undated(filled, Filters(since="2023-02")) == 1
    assert undated(filled, Filters(since="2023-02", speakers=("Kirby",))) == 0


def test_speakers_by_what_they_are_listed_by(filled: Database, make: SimpleNamespace) -> None:
    article = Article("Go, go, Miller said. Stay, Miller said.", published="2024-01-01")
    said = [make.quote(article, words, make.miller) for words in ("Go, go", "Stay")]
    write_article(filled, article, said)

    def names(**filters: object) -> list[str]:
        return [one["name"] for one in speakers(filled, None, Filters(**filters))]  # type: ignore[arg-type]

    assert names()[0] == "Troy Miller"
    assert names(sort="speaker") == ["John Kirby", "Troy Miller", "White House"]
    assert names(sort="-date") == ["Troy Miller", "John Kirby", "White House"]
    assert names(sort="-articles", limit=1) == ["Troy Miller"]
    assert names(sort="speaker", offset=1) == ["Troy Miller", "White House"]
    assert names(until="2023-02") == ["White House"]


def test_numbers_of_speakers_who_are_gone_lead_on(filled: Database) -> None:
    (kirby,) = find_speakers(filled, "Kirby")
    filled.execute("INSERT INTO _speaker_moves VALUES (901, 902), (902, ?)", [kirby.id])
    assert current_id(filled, 901) == kirby.id
    assert find_speakers(filled, "901") == [kirby]
    assert ids(filled, speakers=("902",)) == [1]
    assert [one["id"] for one in speakers(filled, "901")] == [kirby.id]
    filled.execute("INSERT INTO _speaker_moves VALUES (950, 951), (951, 950)")
    assert current_id(filled, 950) in (950, 951)


def test_groups_of_two_articles_are_not_ambiguous(db: Database, make: SimpleNamespace) -> None:
    officials = Speaker("the officials", "group")
    write_article(db, *make.entry("No, the officials said.", ("No", officials)))
    write_article(db, *make.entry("Yes indeed, the officials said.", ("Yes indeed", officials)))
    assert ids(db, speakers=("the officials",)) == [1, 2]
