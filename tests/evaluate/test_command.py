"""``quotes evaluate polnear`` from the outside."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quotes.evaluate.command import evaluate
from quotes.types import AttributedQuotation, Mention, Speaker

TEXT = "“We won,” said Ann Lee.\r\nBob Ray said that it rained.\r\n"
ANNOTATION = """T1\tContent 0 9\t“We won,”
T2\tCue 10 14\tsaid
T3\tSource 15 22\tAnn Lee
E1\tAttribution:T2 Content:T1 Cue:T2 Source:T3
T4\tContent 38 52\tthat it rained
T5\tCue 33 37\tsaid
T6\tSource 25 32\tBob Ray
E2\tAttribution:T5 Content:T4 Cue:T5 Source:T6
"""
RECORD = {
    "type": "direct",
    "text": "We won,",
    "spans": [[1, 8]],
    "cue": {"text": "said", "start": 10, "end": 14},
    "source": {"text": "Ann Lee", "start": 15, "end": 22},
    "speaker": {"name": "Ann Lee", "kind": "person", "title": None},
    "article": {"path": "elsewhere/a.txt"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "attributions" / "a_0.ann").write_text(ANNOTATION, encoding="utf-8")
    who = {"speaker": "Ann Lee", "kind": "person", "how": "name"}
    speakers = {"a": {"ann": "a_0.ann", "speakers": {"E1": who}}}
    (tmp_path / "speakers.json").write_text(json.dumps(speakers))
    (tmp_path / "found.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    return tmp_path


def run(*arguments: object, **more: Any) -> Result:
    return CliRunner().invoke(evaluate, ["polnear", *map(str, arguments)], **more)


def test_json(folder: Path) -> None:
    result = run(folder, "--predictions", folder / "found.jsonl", "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["articles"], figures["gold"], figures["predicted"]) == (1, 2, 1)
    assert figures["problems"] == {}
    assert figures["whole"]["all"] == {"p": 100.0, "r": 50.0, "f": 66.67}
    assert figures["detection"]["indirect"] == {"p": None, "r": 0.0, "gold": 1, "predicted": 0}
    assert figures["exact untrimmed"]["content"] == {"p": 0.0, "r": 0.0, "f": 0.0}
    assert figures["type label"] == 100.0
    assert "speakers" not in figures
    assert "interval" not in figures


def test_what_has_no_marks_is_left_out_where_only_the_quoted_is_annotated(folder: Path) -> None:
    rained = {**RECORD, "type": "indirect", "spans": [[38, 52]], "text": "that it rained"}
    found = folder / "found.jsonl"
    found.write_text(f"{json.dumps(RECORD)}\n{json.dumps(rained)}\n", encoding="utf-8")
    every = json.loads(run(folder, "--predictions", found, "--json").stdout)
    quoted = json.loads(run(folder, "--quoted", "--predictions", found, "--json").stdout)
    assert (every["predicted"], quoted["predicted"]) == (2, 1)
    assert quoted["detection"]["direct"] == every["detection"]["direct"]


def test_table(folder: Path) -> None:
    result = run(
        folder,
        "--predictions",
        folder / "found.jsonl",
        "--speakers",
        folder / "speakers.json",
        "--bootstrap",
        5,
    )
    assert result.exit_code == 0, result.output
    rows = {line.split("  ")[0]: line.split() for line in result.stdout.splitlines()}
    assert result.stdout.startswith(
        "PolNeAR: 1 articles, 2 gold attributions, 1 predicted quotations\n"
    )
    assert rows["linked (IoU 0.5)"][-3:] == ["100.0", "50.0", "66.7"]
    assert rows["exact content"][-3:] == ["100.0", "50.0", "66.7"]
    assert rows["person"] == ["person", "1", "1", "1", "100.0", "100.0", "100.0", "100.0"]
    assert rows["linked F"][-3:] == ["66.7", "to", "66.7"]
    assert max(map(len, result.stdout.splitlines())) <= 90


def test_predictions_from_standard_input(folder: Path) -> None:
    result = run(folder, "--predictions", "-", "--json", input=json.dumps(RECORD))
    assert json.loads(result.stdout)["predicted"] == 1


def test_mistakes_are_written(folder: Path) -> None:
    path = folder / "errors.tsv"
    result = run(folder, "--predictions", folder / "found.jsonl", "--errors", path)
    assert result.exit_code == 0, result.output
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    assert heading.startswith("what\tarticle\tevent\ttype\t")
    assert [row.split("\t")[:4] for row in rows] == [["missed", "a", "E2", "indirect"]]


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stands in for the pipeline: one quotation an article. Returns what it was given."""
    given: dict[str, Any] = {}

    def load(name: str | None = None) -> str:
        given["name"] = name
        if name == "missing":
            raise OSError("Can't find model 'missing'.\nTry another.")
        return "nlp"

    def attribute(articles: Any, nlp: Any) -> Any:
        for article in articles:
            given["text"] = article.text
            yield (
                article,
                (
                    AttributedQuotation(
                        "direct",
                        "We won,",
                        ((1, 8),),
                        Mention("said", 10, 14),
                        None,
                        0.5,
                        Speaker("Ann Lee", "person"),
                    ),
                ),
            )

    module = ModuleType("quotes.pipeline")
    module.load, module.attribute = load, attribute  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quotes.pipeline", module)
    return given


def test_the_pipeline_reads_the_raw_text(folder: Path, pipeline: dict[str, Any]) -> None:
    result = run(folder, "--pipeline", "some_name", "--json")
    assert result.exit_code == 0, result.output
    assert pipeline == {"name": "some_name", "text": TEXT}
    figures = json.loads(result.stdout)
    assert figures["detection"]["all"]["p"] == 100
    assert figures["linked"]["all"]["p"] == 0  # it has no source
    assert result.stderr == ""


def test_what_was_found_is_saved_and_scores_the_same(
    folder: Path, pipeline: dict[str, Any]
) -> None:
    first = run(folder, "--save", folder / "saved.jsonl", "--json")
    again = run(folder, "--predictions", folder / "saved.jsonl", "--json")
    assert first.exit_code == again.exit_code == 0
    assert first.stdout == again.stdout
    assert json.loads(first.stdout)["predicted"] == 1


def test_failures_are_one_line(folder: Path, tmp_path: Path) -> None:
    (folder / "found.jsonl").write_text("{}\nnonsense")
    failed = run(folder, "--predictions", folder / "found.jsonl")
    assert failed.exit_code == 1
    assert "found.jsonl, line 2" in failed.stderr
    assert failed.stderr.count("\n") == 1
    (folder / "found.jsonl").write_bytes(b"\xff")
    assert "not UTF-8" in run(folder, "--predictions", folder / "found.jsonl").stderr


def test_a_file_that_cannot_be_written(folder: Path) -> None:
    (folder / "found.jsonl").write_text("")
    target = folder / "nowhere" / "errors.tsv"
    failed = run(folder, "--predictions", folder / "found.jsonl", "--errors", target)
    assert failed.exit_code == 1
    assert str(target) in failed.stderr


def test_a_pipeline_that_is_not_there(folder: Path, pipeline: dict[str, Any]) -> None:
    failed = run(folder, "--pipeline", "missing")
    assert failed.exit_code == 1
    assert failed.stderr == "Error: Can't find model 'missing'.\n"


def test_wrong_usage(folder: Path) -> None:
    assert run(folder / "missing").exit_code == 2
    assert run(folder, "--predictions", folder / "missing").exit_code == 2
    both = run(folder, "--predictions", folder / "found.jsonl", "--pipeline", "x")
    assert both.exit_code == 2


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, list(map(str, arguments)))


def test_mistakes_as_a_page(folder: Path) -> None:
    path = folder / "errors.HTML"
    result = run(folder, "--predictions", folder / "found.jsonl", "--errors", path)
    assert result.exit_code == 0, result.output
    written = path.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert "that it rained" in written


def test_what_changed_since_an_earlier_run(folder: Path) -> None:
    (folder / "none.jsonl").write_text("")
    options = ("--predictions", folder / "found.jsonl", "--compare", folder / "none.jsonl")
    shown = run(folder, *options, "--bootstrap", 5)
    assert shown.exit_code == 0, shown.output
    assert "Attributions, found: 1 now right, 0 no longer" in shown.stdout
    figures = json.loads(run(folder, *options, "--json").stdout)
    assert figures["changes"]["figures"]["detection F"]["change"] == 66.67
    assert figures["changes"]["attributions"][0]["event"] == "E1"


def test_some_of_the_articles(folder: Path) -> None:
    for name in "bcdef":
        (folder / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    result = run(folder, "--predictions", folder / "found.jsonl", "--articles", 3, "--json")
    assert json.loads(result.stdout)["articles"] == 3
    assert json.loads(result.stdout)["gold"] == 2
    # What was found in the articles left out is not a problem; what was found elsewhere is.
    lines = [{**RECORD, "article": {"path": f"{name}.txt"}} for name in "abcdefz"]
    (folder / "found.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    result = run(folder, "--predictions", folder / "found.jsonl", "--articles", 3, "--json")
    assert json.loads(result.stdout)["problems"] == {"article not in gold": 1}
    assert json.loads(result.stdout)["predicted"] == 3
    assert run(folder, "--articles", 0).exit_code == 2


def test_outlets_and_confidence_are_reported(folder: Path) -> None:
    for name in ("daily_2020-01-02_rain", "weekly_2020-01-02_rain"):
        (folder / "text" / f"{name}.txt").write_bytes(TEXT.encode())
        (folder / "attributions" / f"{name}_0.ann").write_text(ANNOTATION, encoding="utf-8")
    records = [
        {**RECORD, "confidence": 0.75, "article": {"path": "daily_2020-01-02_rain.txt"}},
        {**RECORD, "confidence": 0.25, "source": None},
    ]
    lines = "".join(json.dumps(one) + "\n" for one in records)
    (folder / "found.jsonl").write_text(lines, encoding="utf-8")
    found = ("--predictions", folder / "found.jsonl", "--bootstrap", 5)
    figures = json.loads(run(folder, *found, "--json").stdout)
    assert list(figures["by outlet"]) == ["", "daily", "weekly"]
    assert figures["by outlet"]["daily"]["linked"] == {"p": 100.0, "r": 50.0, "f": 66.67}
    assert figures["by outlet"]["weekly"]["detection"]["r"] == 0.0
    linked = figures["calibration"]["linked"]
    # One of two is right, at 0.75; the other, at 0.25, has no source: both are 0.25 off.
    assert (linked["right"], linked["error"], linked["brier"]) == (0.5, 0.25, 0.0625)
    shown = run(folder, *found).stdout
    assert "calibration error 0.250" in shown
    assert max(map(len, shown.splitlines())) <= 90


def test_other_corpora(folder: Path) -> None:
    document = {"text": TEXT, "quotes": [{"cue": None, "contents": [{"start": 0, "end": 9}]}]}
    (folder / "a.json").write_text(json.dumps(document), encoding="utf-8")
    found = ("--predictions", folder / "found.jsonl")
    result = invoke("citron", folder / "a.json", *found)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Citron's format: 1 articles, 1 gold")
    for corpus in ("gum", "litbank", "pdnc"):
        failed = invoke(corpus, folder, *found)
        assert failed.exit_code == 1, corpus
        assert failed.stderr.startswith(f"Error: {folder}: ")
        assert failed.stderr.count("\n") == 1
