"""Reading annotated articles."""

import json
from pathlib import Path

import pytest

from quotes.evaluate.attributions import EvaluationError
from quotes.evaluate.polnear import read_annotation, read_folder, read_speakers

ANNOTATION = """T1\tSource 13 17\tKim
T2\tCue 8 12\tsaid
T3\tContent 0 4;5 7\tWe go
T4\tAttribution 8 12\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 18 21\tyes
E2\tAttribution:T4 Content:T5 Content2:T3
E3\tAttribution:T4 Cue:T2
#1\tAnnotatorNotes T1\twell
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "b_2.txt").write_bytes("“We\r\ngo é".encode())
    (tmp_path / "text" / "a.txt").write_bytes(b"nothing")
    (tmp_path / "attributions" / "b_2_0f.ann").write_text(ANNOTATION, encoding="utf-8")
    (tmp_path / "attributions" / "b_2_1a.ann").write_text("", encoding="utf-8")
    return tmp_path


def test_articles_stay_as_they_stand_on_disk(folder: Path) -> None:
    first, second = read_folder(folder)
    assert (first.name, first.text, first.attributions) == ("a", "nothing", ())
    assert (second.name, second.text) == ("b_2", "“We\r\ngo é")


def test_only_the_first_annotator_counts(folder: Path) -> None:
    _, article = read_folder(folder)
    assert [one.identity for one in article.attributions] == ["E1", "E2"]


def test_roles_and_spans(folder: Path) -> None:
    events = read_annotation(folder / "attributions" / "b_2_0f.ann")
    assert events == {
        "E1": {"content": ((0, 4), (5, 7)), "cue": ((8, 12),), "source": ((13, 17),)},
        "E2": {"content": ((18, 21), (0, 4), (5, 7)), "cue": (), "source": ()},
    }


def test_speakers_join_their_attributions(folder: Path, tmp_path: Path) -> None:
    who = {"speaker": "Kim Lee", "kind": "person", "how": "name"}
    path = tmp_path / "speakers.json"
    path.write_text(json.dumps({"b_2": {"ann": "b_2_0f.ann", "speakers": {"E1": who}}}))
    _, article = read_folder(folder, read_speakers(path))
    one, other = article.attributions
    assert (one.speaker, one.kind, one.how, one.resolved) == ("Kim Lee", "person", "name", True)
    assert (other.speaker, other.resolved) == ("", False)


def test_speakers_of_another_annotator_are_refused(folder: Path) -> None:
    speakers = {"b_2": {"ann": "b_2_1a.ann", "speakers": {}}}
    with pytest.raises(EvaluationError, match=r"b_2_0f\.ann.*b_2_1a\.ann"):
        read_folder(folder, speakers)


@pytest.mark.parametrize(
    "written",
    ["", "[]", '{"a": 1}', '{"a": {"speakers": {}}}', '{"a": {"ann": "x", "speakers": {"E1": 1}}}'],
)
def test_malformed_speakers(tmp_path: Path, written: str) -> None:
    path = tmp_path / "speakers.json"
    path.write_text(written)
    with pytest.raises(EvaluationError, match=r"speakers\.json"):
        read_speakers(path)


@pytest.mark.parametrize(
    "written",
    ["T1\tContent\n", "T1\tContent a b\n", "E1\tContent:T9\n", "T1\tContent 0 1\nE1\tContentT1\n"],
)
def test_malformed_annotation(tmp_path: Path, written: str) -> None:
    path = tmp_path / "x_0.ann"
    path.write_text(written)
    with pytest.raises(EvaluationError, match=r"x_0\.ann"):
        read_annotation(path)


def test_no_articles(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no articles"):
        read_folder(tmp_path)


def test_an_article_that_is_not_utf8(folder: Path) -> None:
    (folder / "text" / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(EvaluationError, match=r"a\.txt: not UTF-8"):
        read_folder(folder)
