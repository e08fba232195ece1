"""Listings: the contract's record, every filter, and names that find their speaker."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store import (
    AmbiguousSpeaker,
    Filters,
    counts,
    find_speakers,
    opened,
    quotation,
    quotations,
    speakers,
    write_article,
)
from quotes.store.fts import match_query
from quotes.types import Article, Speaker

OBRADOR = Speaker(
    "Andrés Manuel López Obrador", "person", "President of Mexico", ("López Obrador", "AMLO")
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, make: SimpleNamespace) -> Iterator[Database]:
    """Three articles with six quotations, read by every test and changed by none."""
    path = tmp_path_factory.mktemp("filled") / "quotes.db"
    with opened(path, write=True) as db:
        fill(db, make)
    with opened(path) as db:
        yield db


def fill(db: Database, make: SimpleNamespace) -> None:
    first = Article(
        "Talks open\n\n  “We talk,” Kirby said, “and stay.” He left.\n\nThe White House said it"
        " would wait. Migrants said no.",
        title="Talks open",
        outlet="Harbor Herald",
        published="2023-12-21",
        path="seeds/talks.txt",
    )
    write_article(
        db,
        first,
        [
            make.quote(first, "We talk, … and stay.", cue="said", source="Kirby"),
            make.quote(
                first,
                "it would wait",
                make.white_house,
                type="indirect",
                cue="said it"[:4],
                source="The White House",
                resolution="nominal",
                confidence=0.5,
            ),
            make.quote(first, "no", Speaker("Migrants", "unnamed"), confidence=0.7),
        ],
    )
    second = Article(
        "López Obrador said the border’s “closing” was borderline.",
        title="Mexico waits",
        outlet="Le Café 100%",
        published="2023-12-23T10:00:00Z",
        url="https://x.example/waits",
    )
    write_article(
        db,
        second,
        [
            make.quote(
                second, "the border’s “closing” was borderline", OBRADOR, type="mixed", cue="said"
            )
        ],
    )
    third = Article("“I never did,” Mark Kirby said. Migrants said yes.")
    write_article(
        db,
        third,
        [
            make.quote(third, "I never did,", Speaker("Mark Kirby", "person")),
            make.quote(third, "yes", Speaker("Migrants", "unnamed"), resolution="implicit"),
        ],
    )


def ids(db: Database, **filters: object) -> list[int]:
    return [record["id"] for record in quotations(db, Filters(**filters))]  # type: ignore[arg-type]


def test_the_record_of_the_contract(filled: Database) -> None:
    record = next(iter(quotations(filled)))
    assert record == {
        "id": 1,
        "type": "direct",
        "text": "We talk, … and stay.",
        "spans": [[15, 23], [38, 47]],
        "cue": {"text": "said", "start": 31, "end": 35},
        "source": {"text": "Kirby", "start": 25, "end": 30},
        "speaker": {
            "id": 1,
            "name": "John Kirby",
            "kind": "person",
            "title": "White House spokesperson",
        },
        "act": "statement",
        "act_confidence": None,
        "resolution": "name",
        "confidence": 0.9,
        "reviewed": False,
        "article": {
            "id": 1,
            "title": "Talks open",
            "outlet": "Harbor Herald",
            "published": "2023-12-21",
            "url": None,
            "path": "seeds/talks.txt",
        },
    }


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"limit": 2}, [1, 2]),
        ({"limit": 0}, []),
        ({"types": ("indirect", "mixed")}, [2, 4]),
        ({"resolutions": ("implicit",)}, [6]),
        ({"min_confidence": 0.9}, [1, 4, 5, 6]),
        ({"article": "2"}, [4]),
        ({"article": "talks"}, [1, 2, 3]),
        ({"article": "x.example"}, [4]),
        ({"article": "100%"}, []),
        ({"article": "_"}, []),
        ({"outlet": "harbor herald"}, [1, 2, 3]),
        ({"outlet": "LE CAFE 100"}, [4]),
        ({"outlet": "herald"}, [1, 2, 3]),
        ({"outlet": "nobody"}, []),
        ({"since": "2023-12-22"}, [4]),
        ({"since": "2023"}, [1, 2, 3, 4]),
        ({"until": "2023-12-21"}, [1, 2, 3]),
        ({"until": "2023-12-23"}, [1, 2, 3, 4]),
        ({"until": "2023"}, [1, 2, 3, 4]),
        ({"until": "2022"}, []),
        ({"since": "2023-12-21", "until": "2023-12-22"}, [1, 2, 3]),
        ({"search": "talking"}, [1]),
        ({"search": "stay talk"}, [1]),
        ({"search": '"stay talk"'}, []),
        ({"search": "border*"}, [4]),
        ({"search": "!!"}, []),
        ({"search": "talk", "outlet": "harbor herald", "types": ("direct",)}, [1]),
        ({"speakers": ("John Kirby",)}, [1]),
        ({"speakers": ("john kirby", "the White House")}, [1, 2]),
        ({"speakers": ("Lopez Obrador",)}, [4]),
        ({"speakers": ("OBRADOR",)}, [4]),
        ({"speakers": ("amlo",)}, [4]),
        ({"speakers": ("President Andrés Manuel López Obrador",)}, [4]),
        ({"speakers": ("2",)}, [2]),
        ({"speakers": ("migrants",)}, [3, 6]),
        ({"speakers": ("nobody",)}, []),
        ({"speakers": ("",)}, []),
        ({"speakers": ("99999999999999999999999",)}, []),
    ],
)
def test_filters(filled: Database, filters: dict[str, object], wanted: list[int]) -> None:
    assert ids(filled, **filters) == wanted


def test_an_ambiguous_surname_lists_the_candidates(filled: Database) -> None:
    with pytest.raises(AmbiguousSpeaker) as caught:
        quotations(filled, Filters(speakers=("Kirby",)))
    message = str(caught.value)
    assert "John Kirby (White House spokesperson, 1)" in message
    assert "Mark Kirby (person, 5)" in message


def test_search_puts_the_best_match_first(db: Database, make: SimpleNamespace) -> None:
    long = "talk and talk of many other things that have nothing to do with it at all"
    write_article(db, *make.entry(long, (long, make.kirby)))
    write_article(db, *make.entry("talk now", ("talk now", make.kirby)))
    records = quotations(db, Filters(search="talk"), by_rank=True)
    assert [record["id"] for record in records] == [2, 1]


def test_a_quotation_stands_in_its_paragraph_of_lines_broken_at_a_width(
    db: Database, make: SimpleNamespace
) -> None:
    text = (
        "The mayor was sure of it.\n\nThe bridge has been closed since the ice took its\n"
        "railing in March. “We talk,” Kirby said.\n\nNobody else spoke."
    )
    write_article(db, *make.entry(text, ("We talk", make.kirby)))
    record = quotation(db, 1)
    assert record is not None
    around = record["paragraph"]
    assert around["text"].startswith("The bridge") and around["text"].endswith("said.")
    assert around["text"].split() == text[around["start"] : around["end"]].split()


def test_one_quotation_with_its_evidence(filled: Database) -> None:
    record = quotation(filled, 1)
    assert record is not None
    assert record["paragraph"]["text"] == "“We talk,” Kirby said, “and stay.” He left."
    assert record["paragraph"]["start"] == 14
    assert record["evidence"]["rule"] == "surname of a full name"
    assert record["evidence"]["chain"] == [{"text": "Kirby", "start": 25, "end": 30}]
    assert quotation(filled, 99) is None


def test_who_is_quoted(filled: Database) -> None:
    records = list(speakers(filled))
    assert {record["name"]: record["quotations"] for record in records} == {
        "John Kirby": 1,
        "White House": 1,
        "Andrés Manuel López Obrador": 1,
        "Mark Kirby": 1,
        "Migrants": 1,
    }
    (obrador,) = speakers(filled, "amlo")
    assert obrador == {
        "id": 4,
        "name": "Andrés Manuel López Obrador",
        "kind": "person",
        "title": "President of Mexico",
        "aliases": ["AMLO", "López Obrador"],
        "quotations": 1,
        "articles": 1,
        "outlets": ["Le Café 100%"],
        "first": "2023-12-23T10:00:00Z",
        "last": "2023-12-23T10:00:00Z",
    }
    assert len(list(speakers(filled, "Kirby"))) == 2
    assert list(speakers(filled, "nobody")) == []
    assert [record["id"] for record in speakers(filled, None, Filters(types=("mixed",)))] == [4]


def test_counts(filled: Database) -> None:
    assert counts(filled) == {
        "articles": 3,
        "quotes": 6,
        "speakers": 6,
        "quote_groups": 0,
        "reviews": 0,
        "outlets": 2,
    }


def test_the_view_is_readable(filled: Database) -> None:
    row = next(iter(filled.query("SELECT * FROM quotations WHERE id = 1")))
    assert row["speaker"] == "John Kirby"
    assert row["article_title"] == "Talks open"
    assert row["date"] == "2023-12-21"
    untitled = next(iter(filled.query("SELECT * FROM quotations WHERE id = 5")))
    assert untitled["article_title"] is None


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("border talks", '"border" "talks"'),
        ('"full partnership" now', '"full partnership" "now"'),
        ("migra*", '"migra"*'),
        ("NOT OR AND NEAR(x)", '"NOT" "OR" "AND" "NEAR(x)"'),
        ('un"balanced', '"un" "balanced"'),
        ("col:umn ^x -y +z {a}", '"col:umn" "^x" "-y" "+z" "{a}"'),
        ("* \" '", None),
        ("", None),
    ],
)
def test_queries(typed: str, query: str | None) -> None:
    assert match_query(typed) == query


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.text(alphabet="\"'*^:-+(){}[]NEARORAND \0ab\\%_", max_size=60),
    )
)
@settings(max_examples=300)
def test_nothing_a_person_types_is_an_error(filled: Database, typed: str) -> None:
    list(quotations(filled, Filters(search=typed), by_rank=True))
    list(quotations(filled, Filters(article=typed, outlet=typed)))
    find_speakers(filled, typed)


def test_listings_use_indexes(filled: Database) -> None:
    plan = filled.execute(
        "EXPLAIN QUERY PLAN SELECT quotes.id FROM quotes WHERE quotes.speaker_id IN (1, 2)"
        " ORDER BY quotes.id"
    ).fetchall()
    assert "idx_quotes_by_speaker" in str(plan)
