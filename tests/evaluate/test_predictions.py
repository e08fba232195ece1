"""Reading predicted quotations."""

from typing import Any

import pytest

from quotes.evaluate.attributions import EvaluationError
from quotes.evaluate.predictions import parse_lines, read_records

TEXTS = {"a": "“Yes,” said Kim."}


def record(**changes: Any) -> dict[str, Any]:
    usual = {
        "type": "direct",
        "text": "Yes,",
        "spans": [[1, 5]],
        "cue": {"text": "said", "start": 7, "end": 11},
        "source": {"text": "Kim", "start": 12, "end": 15},
        "speaker": {"name": "Kim Lee", "kind": "person", "title": None},
        "resolution": "name",
        "confidence": 0.5,
        "article": {"path": "some/where/a.txt"},
    }
    return {**usual, **changes}


def test_a_record() -> None:
    read = read_records([record()], TEXTS)
    assert read.problems == {}
    (one,) = read.by_article["a"]
    assert one.spans == {"content": ((1, 5),), "cue": ((7, 11),), "source": ((12, 15),)}
    assert (one.speaker, one.kind, one.how, one.label) == ("Kim Lee", "person", "name", "direct")
    assert one.confidence == 0.5


def test_what_is_not_there_is_empty() -> None:
    bare = {"spans": [[1, 5]], "article": {"path": "a.txt"}}
    read = read_records([bare, record(cue=None, source=None, speaker=None)], TEXTS)
    assert read.problems == {}
    for one in read.by_article["a"]:
        assert (one.spans["cue"], one.spans["source"], one.speaker) == ((), (), "")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"article": {"path": "b.txt"}}, "article not in gold"),
        ({"article": None}, "article not in gold"),
        ({"spans": [[1, 99]]}, "span outside the text or empty"),
        ({"spans": [[5, 5]]}, "span outside the text or empty"),
        ({"text": "No,"}, "text differs from its spans"),
        (
            {"cue": {"text": "says", "start": 7, "end": 11}},
            "cue or source text differs from its span",
        ),
    ],
)
def test_problems_are_counted(changes: dict[str, Any], problem: str) -> None:
    assert read_records([record(**changes)], TEXTS).problems == {problem: 1}


def test_spans_are_cut_to_the_text() -> None:
    read = read_records([record(spans=[[-2, 3], [9, 99], [50, 60], [4, 4]])], TEXTS)
    assert read.by_article["a"][0].spans["content"] == ((0, 3), (9, 16))


@pytest.mark.parametrize(
    "changes",
    [
        {"spans": None},
        {"spans": [["x", 1]]},
        {"spans": [[1.5, 3]]},
        {"spans": [[1]]},
        {"cue": {"start": 1}},
        {"confidence": "high"},
        {"speaker": {"name": 5}},
        {"speaker": "Kim"},
        {"type": ["direct"]},
    ],
)
def test_a_record_that_is_no_quotation(changes: dict[str, Any]) -> None:
    with pytest.raises(EvaluationError, match="record 2"):
        read_records([record(), record(**changes)], TEXTS)


def test_lines() -> None:
    assert list(parse_lines(["{}\n", "\n", '{"a": 1}'], "x")) == [{}, {"a": 1}]
    for broken in ("{", "[]", "1"):
        with pytest.raises(EvaluationError, match=r"x\.jsonl, line 2"):
            list(parse_lines(["{}", broken], "x.jsonl"))
