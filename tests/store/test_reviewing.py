"""Corrections: what they change, that they last, and that they can be taken back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store import (
    ReviewError,
    counts,
    current_id,
    delete_articles,
    find_speakers,
    opened,
    quotation,
    quotations,
    write_article,
)
from quotes.store.identities import compute_all
from quotes.store.opening import writing
from quotes.store.reviewing import (
    add_quotation,
    merge,
    rename,
    retitle,
    review_quotation,
    reviews,
    set_kind,
    split,
    undo,
)
from quotes.types import Article, AttributedQuotation, Speaker

BRIDGE = "The bridge opens in May"
HARBOUR = "the harbour stays shut for the whole week"
TEXT = f"“{BRIDGE},” Kirby said on Monday.\n\nMiller said that {HARBOUR}. Nobody asked Ada Hill."
ME = {"reviewer": "Ada"}


@pytest.fixture
def stored(db: Database, make: SimpleNamespace) -> Database:
    write_article(db, *pipeline(make, Article(TEXT, path="a.txt", title="The bridge")))
    return db


def pipeline(make: SimpleNamespace, article: Article) -> tuple[Article, list[AttributedQuotation]]:
    found = []
    for words, speaker, kind in (
        (BRIDGE, make.kirby, "direct"),
        (HARBOUR, make.miller, "indirect"),
    ):
        if words in article.text:
            source = speaker.aliases[0] if speaker.aliases[0] in article.text else None
            found.append(make.quote(article, words, speaker, type=kind, source=source))
    return article, found


def tables(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What readers see of speakers and quotations."""
    return {
        name: db.execute(f"SELECT {columns} FROM {name} ORDER BY 1").fetchall()
        for name, columns in {
            "quotes": "id, speaker_id, type, text, spans, source, resolution, confidence, evidence",
            "speakers": "id, name, kind, title",
            "speaker_names": "name, articles",
            "article_speakers": "article_id, name, speaker_id",
        }.items()
    }


def by_words(db: Database) -> dict[str, str | None]:
    return {
        record["text"]: record["speaker"] and record["speaker"]["name"] for record in quotations(db)
    }


def test_another_speaker_of_the_article(stored: Database) -> None:
    before = tables(stored)
    (miller,) = find_speakers(stored, "Miller")
    number = review_quotation(stored, 1, "speaker", {"speaker": {"id": miller.id}}, **ME)
    assert by_words(stored) == {BRIDGE: "Troy Miller", HARBOUR: "Troy Miller"}
    record = quotation(stored, 1)
    assert record is not None
    assert record["confidence"] == 1.0
    assert "surname of a full name" not in json.dumps(record["evidence"])
    undo(stored, number, **ME)
    assert tables(stored)["quotes"] == before["quotes"]
    assert by_words(stored) == {BRIDGE: "John Kirby", HARBOUR: "Troy Miller"}


def test_somebody_new_nobody_and_no_quotation(stored: Database) -> None:
    review_quotation(stored, 1, "speaker", {"speaker": {"name": "Ada Hill"}}, **ME)
    assert by_words(stored)[BRIDGE] == "Ada Hill"
    review_quotation(stored, 1, "nobody", {}, **ME)
    assert by_words(stored)[BRIDGE] is None
    assert find_speakers(stored, "Hill") == []
    number = review_quotation(stored, 2, "not-a-quotation", {}, **ME)
    assert by_words(stored) == {BRIDGE: None}
    undo(stored, number, **ME)
    assert by_words(stored)[HARBOUR] == "Troy Miller"
    assert [record["id"] for record in quotations(stored)] == [1, 2]


def test_type_and_words(stored: Database) -> None:
    start = TEXT.index("harbour")
    review_quotation(stored, 2, "type", {"type": "mixed"}, **ME)
    review_quotation(stored, 2, "words", {"spans": [[start, start + 18]]}, **ME)
    record = quotation(stored, 2)
    assert record is not None
    assert record["text"] == "harbour stays shut"
    assert stored.execute(
        "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'week'"
    ).fetchone() == (0,)
    for number in (2, 1):
        undo(stored, number, **ME)
    record = quotation(stored, 2)
    assert record is not None
    assert (record["text"], record["type"]) == (HARBOUR, "indirect")


def test_a_missed_quotation(stored: Database) -> None:
    start = TEXT.index("Nobody asked")
    number = add_quotation(
        stored, 1, [(start, start + 12)], {"name": "Ada Hill", "kind": "person"}, **ME
    )
    assert by_words(stored)["Nobody asked"] == "Ada Hill"
    undo(stored, number, **ME)
    assert counts(stored)["quotes"] == 2


def test_what_cannot_be_corrected(stored: Database) -> None:
    for action, after in (
        ("words", {"spans": [[5, 5]]}),
        ("words", {"spans": [[0, 9999]]}),
        ("speaker", {"speaker": {"name": " "}}),
        ("speaker", {"speaker": {"id": 99}}),
    ):
        with pytest.raises(ReviewError):
            review_quotation(stored, 1, action, after, **ME)  # type: ignore[arg-type]
    with pytest.raises(ReviewError, match="no quotation 9"):
        review_quotation(stored, 9, "accept", {}, **ME)
    with pytest.raises(ReviewError):
        merge(stored, 1, 1, **ME)
    with pytest.raises(ReviewError):
        split(stored, 1, [1], **ME)
    assert list(reviews(stored)) == []


def test_a_correction_outlasts_an_edited_article(stored: Database, make: SimpleNamespace) -> None:
    review_quotation(stored, 1, "speaker", {"speaker": {"name": "Ada Hill"}}, **ME)
    review_quotation(stored, 2, "not-a-quotation", {}, **ME)
    edited = Article("An update.\n\n" + TEXT, path="a.txt")
    result = write_article(stored, *pipeline(make, edited))
    assert (result.status, result.lost) == ("changed", 0)
    assert by_words(stored) == {BRIDGE: "Ada Hill"}
    gone = Article(edited.text.replace(BRIDGE, "It opens then"), path="a.txt")
    assert write_article(stored, *pipeline(make, gone)).lost == 1
    assert [review["action"] for review in reviews(stored, lost=True)] == ["speaker"]
    assert by_words(stored) == {}


def test_a_correction_comes_back_with_its_article(stored: Database, make: SimpleNamespace) -> None:
    review_quotation(stored, 1, "speaker", {"speaker": {"name": "Ada Hill"}}, **ME)
    delete_articles(stored, [1])
    (review,) = reviews(stored)
    assert review["lost"] and review["article"] is None
    write_article(stored, *pipeline(make, Article(TEXT, path="a.txt")))
    assert by_words(stored)[BRIDGE] == "Ada Hill"


def two_articles(db: Database, make: SimpleNamespace, *speakers: Speaker) -> None:
    for number, speaker in enumerate(speakers):
        text = f"Number {number}. “{BRIDGE} number {number},” {speaker.name} said."
        article = Article(text, path=f"{number}.txt", outlet=f"Outlet {number}")
        write_article(db, article, [make.quote(article, f"{BRIDGE} number {number},", speaker)])


def test_merging_and_taking_it_back(db: Database, make: SimpleNamespace) -> None:
    two_articles(db, make, Speaker("Ada Hill", "person"), Speaker("Byrony Lovelace", "person"))
    (ada,), (countess,) = find_speakers(db, "Hill"), find_speakers(db, "Lovelace")
    number = merge(db, ada.id, countess.id, **ME)
    (one,) = find_speakers(db, "Lovelace")
    assert one.id == current_id(db, ada.id) == current_id(db, countess.id)
    with writing(db):
        compute_all(db)
    assert len(find_speakers(db, "Lovelace")) == len({*by_words(db).values()}) == 1
    undo(db, number, **ME)
    assert {*by_words(db).values()} == {"Ada Hill", "Byrony Lovelace"}


def test_splitting_blocks_every_path(db: Database, make: SimpleNamespace) -> None:
    two_articles(db, make, *[Speaker("Ada Hill", "person")] * 3)
    (ada,) = find_speakers(db, "Ada Hill")
    number = split(db, ada.id, [3], **ME)
    ids = [row[0] for row in db.execute("SELECT speaker_id FROM quotes ORDER BY id")]
    assert ids[0] == ids[1] == ada.id != ids[2]
    with writing(db):
        compute_all(db)
    assert ids == [row[0] for row in db.execute("SELECT speaker_id FROM quotes ORDER BY id")]
    merge(db, ids[0], ids[2], **ME)
    assert len({row[0] for row in db.execute("SELECT speaker_id FROM quotes")}) == 1
    assert number == 1


def test_who_is_split_off_leaves_and_comes_back(db: Database, make: SimpleNamespace) -> None:
    two_articles(db, make, *[Speaker("Ada Hill", "person")] * 2)
    (ada,) = find_speakers(db, "Ada Hill")
    for stays, leaves in ((1, 2), (2, 1)):
        number = split(db, ada.id, [leaves], **ME)
        ids = dict(db.execute("SELECT article_id, speaker_id FROM quotes").fetchall())
        assert ids[stays] == ada.id != ids[leaves]
        undo(db, number, **ME)
        assert db.execute("SELECT DISTINCT speaker_id FROM quotes").fetchall() == [(ada.id,)]
        assert current_id(db, ids[leaves]) == ada.id
    assert db.execute("SELECT id FROM speakers").fetchall() == [(ada.id,)]


def test_what_a_speaker_is_called(stored: Database, make: SimpleNamespace) -> None:
    (kirby,) = find_speakers(stored, "Kirby")
    rename(stored, kirby.id, "John F. Kirby", **ME)
    retitle(stored, kirby.id, "admiral", **ME)
    set_kind(stored, kirby.id, "group", **ME)
    two_articles(stored, make, make.kirby)
    (row,) = stored.execute("SELECT name, title, kind FROM speakers WHERE id = 1").fetchall()
    assert row == ("John F. Kirby", "admiral", "group")
    for number in (1, 2, 3):
        undo(stored, number, **ME)
    (row,) = stored.execute("SELECT name, title, kind FROM speakers WHERE id = 1").fetchall()
    assert row == ("John Kirby", "White House spokesperson", "person")
    with pytest.raises(ReviewError, match="already"):
        undo(stored, 1, **ME)


EDITS = st.lists(
    st.tuples(st.integers(0, 150), st.sampled_from(["x ", "a new sentence. ", "\n\n", ""])),
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS, cut=st.integers(0, 3), actions=st.permutations(["speaker", "not-a-quotation"]))
def test_no_review_is_lost_and_none_moves(
    tmp_path_factory: pytest.TempPathFactory,
    make: SimpleNamespace,
    edits: list[tuple[int, str]],
    cut: int,
    actions: list[str],
) -> None:
    """Edited articles, and a program that finds other words in them."""
    after: dict[str, Any] = {"speaker": {"speaker": {"name": "Ada Hill"}}, "not-a-quotation": {}}
    with opened(tmp_path_factory.mktemp("db") / "quotes.db", write=True) as db:
        write_article(db, *pipeline(make, Article(TEXT, path="a.txt")))
        for number, action in enumerate(actions, 1):
            review_quotation(db, number, action, after[action], **ME)  # type: ignore[arg-type]
        text = TEXT
        for place, words in edits:
            text = text[:place] + words + text[place:]
        article, found = pipeline(make, Article(text, path="a.txt"))
        changed = []
        for one in found[: 2 if cut < 3 else 0]:
            ((start, end),) = one.spans
            spans = ((start, end - 2 * cut),)
            changed.append(replace(one, spans=spans, text=text[start : end - 2 * cut]))
        if write_article(db, article, changed).status == "new":
            return
        said = by_words(db)
        for review in reviews(db):
            words = r"\s+".join(map(re.escape, review["text"].split()))
            there = re.search(rf"\b{words}\b", text) is not None
            assert review["lost"] != there
            words = BRIDGE if review["quote_id"] == 1 else HARBOUR
            if review["action"] == "speaker" and not review["lost"]:
                assert "Ada Hill" in {
                    who for said_, who in said.items() if said_.split() == words.split()
                }
            if review["action"] == "not-a-quotation" and not review["lost"]:
                assert all(one.split() != words.split() for one in said)
        assert all(
            who != "Ada Hill" or words.split() in (BRIDGE.split(), HARBOUR.split())
            for words, who in said.items()
        )
