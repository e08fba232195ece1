"""What people decided tells how right the machine was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from quotes.evaluate.command import evaluate
from quotes.evaluate.reviews import Judged, figures_of, score_reviews, table
from quotes.store import opened, write_article
from quotes.store.reviewing import add_quotation, review_quotation
from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

TEXT = "“We go,” Ann Lee said. “We stay,” Bob Roe said. “No,” Ann Lee said. It will rain, she said."


def found(words: str, who: str, confidence: float) -> AttributedQuotation:
    start = TEXT.index(words)
    at = TEXT.index(who)
    return AttributedQuotation(
        "direct",
        words,
        ((start, start + len(words)),),
        None,
        Mention.of(TEXT, at, at + 7),
        confidence,
        None,
        Speaker(who, "person"),
        "name",
        Evidence("the name itself"),
    )


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    quotations = [
        found("We go", "Ann Lee", 0.95),
        found("We stay", "Ann Lee", 0.6),
        found("No", "Ann Lee", 0.3),
    ]
    with opened(tmp_path / "q.db", write=True) as db:
        write_article(db, Article(TEXT, path="a.txt"), quotations)
        yield db


def test_nothing_is_reviewed(db: Database) -> None:
    figures = score_reviews(db)
    assert (figures["reviewed"], figures["missed"], figures["right"]["all"]) == (0, 0, None)
    assert "0 quotations" in table(figures)


def test_what_was_right_and_what_was_not(db: Database) -> None:
    by = "Zoe"
    review_quotation(db, 1, "accept", {}, reviewer=by)
    chosen = {"speaker": {"name": "Bob Roe", "kind": "person"}}
    review_quotation(db, 2, "speaker", chosen, reviewer=by)
    review_quotation(db, 3, "not-a-quotation", {}, reviewer=by)
    start = TEXT.index("It will rain")
    add_quotation(db, 1, [(start, start + 12)], None, "indirect", reviewer=by)
    figures = score_reviews(db)
    assert (figures["reviewed"], figures["missed"]) == (3, 1)
    right = figures["right"]
    assert (right["quotation"], right["words"], right["speaker"], right["all"]) == (
        66.7,
        66.7,
        33.3,
        33.3,
    )
    assert list(figures["by confidence"]) == ["0.9 to 1.0", "0.5 to 0.7", "0.0 to 0.5"]
    assert figures["by confidence"]["0.9 to 1.0"]["all"] == 100.0
    assert figures["by confidence"]["0.5 to 0.7"]["speaker"] == 0.0


def test_the_command(db: Database, tmp_path: Path) -> None:
    review_quotation(db, 1, "accept", {}, reviewer="Zoe")
    result = CliRunner().invoke(evaluate, ["reviews", "--db", str(tmp_path / "q.db"), "--json"])
    assert json.loads(result.stdout)["reviewed"] == 1
    shown = CliRunner().invoke(evaluate, ["reviews", "--db", str(tmp_path / "q.db")]).stdout
    assert "1 quotations of the machine reviewed" in shown


def test_groups() -> None:
    one = Judged("direct", "name", 0.95, True, True, True, True)
    other = Judged("mixed", "pronoun", 0.75, True, False, True, True)
    figures = figures_of([one, other], 0)
    assert figures["by type"]["mixed"]["words"] == 0.0
    assert figures["by resolution"]["name"] == {
        "reviewed": 1,
        **dict.fromkeys(("quotation", "words", "speaker", "type", "all"), 100.0),
        "confidence": 95.0,
    }
    assert asdict(one)["type_right"]
    assert max(map(len, table(figures).splitlines())) <= 90
