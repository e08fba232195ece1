"""Rows and what comes back out of them."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.scale.records import (
    MAX_FIELD,
    BadRecord,
    Failure,
    ScaleError,
    article_of,
    article_row,
    failure_row,
    quotation_of,
    quotation_row,
)
from quotes.types import Article, AttributedQuotation, Speaker


@pytest.fixture
def article(found: SimpleNamespace) -> Article:
    (one,) = found.articles(1)
    return one


@pytest.fixture
def row(found: SimpleNamespace, article: Article) -> dict[str, Any]:
    return quotation_row(0, found.find(article)[0])


def test_a_row_has_all_of_an_article_and_of_its_quotations(
    found: SimpleNamespace, article: Article
) -> None:
    quotations = found.find(article)
    assert quotations
    again = article_of(article_row(0, article, quotations))
    assert asdict(again) == asdict(article)
    for one in quotations:
        back = quotation_of(quotation_row(0, one), article.text)
        assert asdict(back) == asdict(replace(one, linking=None))


def test_nothing_that_a_quotation_may_hold_is_left_out(row: dict[str, Any]) -> None:
    # A field that is new in the types needs a column, or it is lost on a cluster.
    columns = set(row) | {"linking"}
    assert {one.name for one in fields(AttributedQuotation)} <= columns
    assert {f"speaker_{one.name}" for one in fields(Speaker)} - {"speaker_name"} <= columns


def test_the_least_that_there_can_be_comes_back() -> None:
    article = Article("They will stay.")
    one = AttributedQuotation("indirect", "They will stay", ((0, 14),), None, None, 1.0)
    assert quotation_of(quotation_row(3, one), article.text) == one
    assert article_of(article_row(3, article, [one])) == article


def test_an_article_s_row_says_what_it_says_of_each_speaker(
    found: SimpleNamespace, article: Article
) -> None:
    said = json.loads(article_row(0, article, found.find(article))["speakers"])
    assert said == [
        {
            "name": "Ada Brandt",
            "kind": "person",
            "names": ["Ada Brandt", "Brandt"],
            "titles": ["spokeswoman", "chair"],
            "gender": "female",
        }
    ]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("type", "shouted", "type is none of"),
        ("type", 3, "type is none of"),
        ("text", None, "text is no text"),
        ("spans", "[[-5, -1]]", "does not fit"),
        ("spans", "[[0, 99999]]", "does not fit"),
        ("spans", "[[5, 5]]", "does not fit"),
        ("spans", "[[5, 9], [2, 4]]", "not in order"),
        ("spans", "[[true, 4]]", "does not fit"),
        ("spans", "[[1.0, 4]]", "does not fit"),
        ("spans", "[]", "no list"),
        ("spans", "{}", "no list"),
        ("spans", "[[1, 2, 3]]", "no pair"),
        ("spans", "[" * 100_000, "no JSON"),
        ("start", 0, "start and end"),
        ("cue_start", -3, "does not fit"),
        ("cue_end", None, "does not fit"),
        ("cue", "shouted", "does not hold the cue"),
        ("source", 7, "no text"),
        ("speaker", "x" * (MAX_FIELD + 1), "more than"),
        ("speaker_kind", "robot", "none of"),
        ("speaker_aliases", "3", "no list"),
        ("speaker_aliases", "[3]", "no text"),
        ("speaker_titles", None, "no text"),
        ("speaker_gender", "both", "none of"),
        ("resolution", "guess", "none of"),
        ("confidence", 1.5, "between 0 and 1"),
        ("confidence", float("nan"), "no number"),
        ("confidence", None, "no number"),
        ("confidence", True, "no number"),
        ("evidence", "[]", "no object"),
        ("evidence", "{}", "no chain"),
        ("evidence", '{"chain": [{"text": "x", "start": 0, "end": 1}], "reasons": []}', "no text"),
        ("evidence", '{"chain": [3], "reasons": [], "rule": "r"}', "no mention"),
        ("evidence", '{"chain": [], "reasons": [{"text": "t"}], "rule": "r"}', "no number"),
        ("evidence", '{"chain": [], "reasons": [], "rule": "r", "linked": 7}', "between"),
    ],
)
def test_what_a_quotation_cannot_be_is_refused(
    article: Article, row: dict[str, Any], column: str, value: object, told: str
) -> None:
    with pytest.raises(BadRecord, match=told):
        quotation_of({**row, column: value}, article.text)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("text", "another text", "sha256"),
        ("text", None, "no text"),
        ("title", 3, "no text"),
        ("url", "u" * (MAX_FIELD + 1), "more than"),
        ("published", "soon", "no date"),
        ("sha256", None, "sha256"),
    ],
)
def test_what_an_article_cannot_be_is_refused(
    article: Article, column: str, value: object, told: str
) -> None:
    with pytest.raises(BadRecord, match=told):
        article_of({**article_row(0, article, ()), column: value})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.data())
def test_whatever_stands_in_a_row_it_is_a_quotation_or_refused(data: st.DataObject) -> None:
    article = Article("“We stay,” Ada Brandt said.")
    row = quotation_row(
        0, AttributedQuotation("direct", "We stay,", ((1, 9),), None, None, 0.5, None)
    )
    for column in data.draw(st.lists(st.sampled_from(sorted(row)), max_size=4)):
        row[column] = data.draw(_JSON | _JSON.map(json.dumps))
    try:
        one = quotation_of(row, article.text)
    except BadRecord:
        return
    assert all(0 <= start < end <= len(article.text) for start, end in one.spans)


def test_a_failure_is_written_whatever_its_name_is() -> None:
    row = failure_row(Failure("in/\udcff.txt", "reading", "is \ud800"))
    assert row["path"].encode("utf-8")
    assert row["reason"].encode("utf-8")


def test_an_article_that_is_no_text_cannot_be_a_row() -> None:
    with pytest.raises(UnicodeEncodeError):
        article_row(0, Article("They said \ud800."), ())


def test_an_error_comes_back_whole_from_another_machine() -> None:
    import pickle

    error = ScaleError("a worker", "has quotes 9", "install the same")
    assert str(pickle.loads(pickle.dumps(error))) == "a worker: has quotes 9; install the same"
