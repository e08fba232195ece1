"""Acts in the database: statements unless asked, nothing lost, totals of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlite_utils import Database

from quotes.store import Filters, counts, quotations, write_article
from quotes.store.counting import recount
from quotes.store.listing import (
    count_of_quotations,
    facets,
    most_quoted,
    outlets,
    page_of_quotations,
)
from quotes.types import Act, Article, AttributedQuotation, Mention, Speaker

BRANDT = Speaker("Olga Brandt", "person", "mayor", ("Brandt",))
TEXT = "Brandt said the weir was dry. Brandt hopes that it rains. Brandt did not say when it would."
PARTS: tuple[tuple[str, Act], ...] = (
    ("the weir was dry", "statement"),
    ("that it rains", "attitude"),
    ("when it would", "unsaid"),
)


def found(acts: Sequence[Act] = ("statement", "attitude", "unsaid")) -> list[AttributedQuotation]:
    made = []
    for (words, _), act in zip(PARTS, acts, strict=True):
        start = TEXT.index(words)
        made.append(
            AttributedQuotation(
                "indirect",
                words,
                ((start, start + len(words)),),
                None,
                Mention.of(TEXT, 0, 6),
                0.9,
                None,
                BRANDT,
                "name",
                act=act,
                act_confidence=0.8,
            )
        )
    return made


ARTICLE = Article(TEXT, outlet="Lamp", published="2024-01-02", path="a.txt")
EDITED = replace(ARTICLE, text=f"{TEXT} It rained.")


@pytest.fixture
def filled(db: Database) -> Database:
    write_article(db, ARTICLE, found())
    return db


def test_statements_unless_asked(filled: Database) -> None:
    def words(*acts: str) -> list[str]:
        return [record["text"] for record in quotations(filled, Filters(acts=acts))]

    assert [record["text"] for record in quotations(filled)] == ["the weir was dry"]
    assert words("attitude") == ["that it rains"]
    assert words("attitude", "unsaid") == ["that it rains", "when it would"]
    assert words() == [part for part, _ in PARTS]


def test_the_record_has_its_act(filled: Database) -> None:
    (record,) = quotations(filled, Filters(acts=("unsaid",)))
    assert (record["act"], record["act_confidence"]) == ("unsaid", 0.8)


def totals(db: Database) -> list[object]:
    tables = ("_counts", "_speaker_counts", "_outlet_speakers")
    return [db.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3").fetchall() for name in tables]


@pytest.mark.parametrize(
    ("acts", "many"), [(("statement",), 1), (("attitude", "unsaid"), 2), ((), 3)]
)
def test_pages_and_their_numbers(filled: Database, acts: tuple[str, ...], many: int) -> None:
    for speakers in ((), ("Brandt",)):
        wanted = Filters(acts=acts, speakers=speakers, sort="-date")
        assert len(page_of_quotations(filled, wanted)) == many
        assert count_of_quotations(filled, wanted) == (many, True)
        assert facets(filled, wanted)["type"] == [("indirect", "indirect", many)]


def test_totals_are_of_statements(filled: Database) -> None:
    assert counts(filled)["quotes"] == 1
    assert [one["quotations"] for one in most_quoted(filled)] == [1]
    assert [one["quotations"] for one in outlets(filled)] == [1]


@pytest.mark.parametrize(
    "acts",
    [
        ("attitude", "attitude", "unsaid"),
        ("statement", "statement", "statement"),
        ("unsaid", "statement", "attitude"),
    ],
)
def test_triggers_follow_an_act_that_changes(filled: Database, acts: Sequence[Act]) -> None:
    write_article(filled, EDITED, found(acts))
    stored = [record["act"] for record in quotations(filled, Filters(acts=()))]
    assert stored == list(acts)
    kept = totals(filled)
    recount(filled)
    assert totals(filled) == kept


def test_triggers_follow_what_goes(filled: Database) -> None:
    write_article(filled, EDITED, found()[1:])
    assert counts(filled)["quotes"] == 0
    assert most_quoted(filled) == []
    kept = totals(filled)
    recount(filled)
    assert totals(filled) == kept


def test_only_statements_are_the_same_words(db: Database) -> None:
    said = "the harbour will stay open all night until the last of the boats is home"
    for number, act in enumerate(("statement", "statement", "unsaid")):
        text = f"On day {number} Brandt did or did not say that {said}."
        start = text.index(said)
        one = replace(
            found()[0], text=said, spans=((start, start + len(said)),), source=None, act=act
        )
        write_article(db, Article(text, path=f"{number}.txt"), [one])
    rows = db.execute("SELECT act, group_id IS NOT NULL FROM quotes ORDER BY id").fetchall()
    assert rows == [("statement", 1), ("statement", 1), ("unsaid", 0)]


def test_the_best_match_comes_first_among_statements(db: Database) -> None:
    texts = ("the weir and a long story of other things that were said", "weir, weir, weir")
    for number, said in enumerate(texts):
        text = f"Brandt said {said} on day {number}."
        start = text.index(said)
        one = replace(found()[0], text=said, spans=((start, start + len(said)),), source=None)
        write_article(db, Article(text, path=f"{number}.txt"), [one])
    page = page_of_quotations(db, Filters(search="weir"), by_rank=True)
    assert [record["text"] for record in page] == [texts[1], texts[0]]
