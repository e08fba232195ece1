"""The tables and the picture of the model card, from invented scores."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from training.card import filled, main
from training.card_picture import svg
from training.card_tables import TABLES, main_figures
from training.held_out import ACTING
from training.published import OFFICIAL, UNIVERSAL_NER


def score(f: float, interval: list[float] | None = None) -> dict[str, Any]:
    errors = {"extent": 2, "type": 1, "missed": 3, "invented": 1200}
    return {"p": f, "r": f, "f": f, "interval": interval, "gold": 40, "errors": errors}


def trees(tag: float, **more: Any) -> dict[str, Any]:
    figures = {"tag": tag, "uas": 90.0, "las": 80.0, "sentences": 99.0}
    intervals = {key: [70.0, 99.5] for key in figures}
    return {"documents": 3, "tokens": 4321, **figures, "intervals": intervals, **more}


def scores() -> dict[str, Any]:
    label = {"nsubj": score(91.0), "ccomp": {**score(0.0), "gold": 0}}
    kinds = {"PERSON": score(88.8, [80.0, 93.0]), "ORG": score(50.0), "PLACE": score(70.0)}
    kinds["together"] = score(72.5)
    size = {"documents": 3, "tokens": 1000}
    roles = {"documents": 2, "words": 900} | {
        role: score(66.6) for role in ("content", "source", "cue")
    }
    return {
        "megabytes": 30,
        "parsing": {"ud_ewt test": trees(95.0, labels=label, genres={"email": trees(94.0)})},
        "entities": {
            "worldwide_newswire": size | kinds | {"regions": {"Asia": size | kinds}},
            "uner_pud": size | kinds,
            ACTING: size | kinds | {"PLACE": score(82.8)},
        },
        "roles": {
            "polnear dev": roles
            | {"publishers": {"daily": roles}, "recall_by_type": {"mixed": {"r": 7.0, "gold": 9}}}
        },
        "coreference": {
            "litbank": {"pronouns": 1500, "accuracy": 0.805},
            "news_pronouns_gum_test": {
                **{"gold": 45, "precision": 0.5, "recall": 0.25, "f1": 0.3333},
                "interval": [0.2, 0.5],
                "groups": {
                    "they": {"gold": 1, "precision": 1.0, "recall": 0.5, "f1": 0.6667},
                    "other persons": {"gold": 9, "precision": 0.0, "recall": 0.0, "f1": 0.0},
                },
            },
        },
        "without_polnear": {"figures": {"UD EWT: tag": 94.5}},
    }


def rows(table: str) -> list[list[str]]:
    """The cells of a table in Markdown, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_cell_for_every_head(name: str) -> None:
    for table in TABLES[name](scores()).split("\n\n"):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_cells() -> None:
    whole, email = rows(TABLES["parsing"](scores()))
    assert whole[1:4] == ["3", "4,321", "95.0 (70.0–99.5)"]
    assert email[0] == "- email" and email[3] == "94.0 (70.0–99.5)"
    newswire, asia, pud, published, acting = rows(TABLES["entities"](scores()))
    assert newswire[3:] == ["88.8 (80.0–93.0)", "50.0", "70.0", "72.5", "-", "-"]
    assert pud[6] == "72.5" and published[6] == f"{UNIVERSAL_NER['uner_pud']:.1f}"
    assert asia[0] == "- Asia"
    assert acting[5] == "82.8"
    person = rows(TABLES["entity errors"](scores()))[0]
    assert person == ["Worldwide Newswire: PERSON", "40", "88.8", "5.0", "2.5", "7.5", "1,200"]


def test_labels_stand_beside_the_official_ones() -> None:
    nsubj, ccomp = rows(TABLES["labels"](scores()))
    assert nsubj == ["nsubj", "91.0", "40", *(f"{x['nsubj']:.1f}" for x in OFFICIAL.values())]
    assert ccomp[1:3] == ["-", "0"]


def test_ours_stand_beside_the_official_pipelines() -> None:
    trees, names, _, small, *_ = rows(TABLES["official"](scores()))
    assert trees[1:5] == ["30 MB", "95.0", "90.0", "80.0"]
    assert names[6:] == ["88.8", "50.0", "70.0"]
    assert small[0].startswith("`en_core_web_sm`") and small[1] == "12 MB"


def test_coreference_shows_what_was_measured() -> None:
    own, news = TABLES["coreference"](scores()).split("\n\n")
    assert rows(own)[0][1:] == ["1,500", "80.5"]
    whole, they = rows(news)
    assert whole[1:] == ["45", "50.0", "25.0", "33.3 (20.0–50.0)"]
    assert they == ["- they", "1", "100.0", "50.0", "66.7"]


def test_costs_are_of_what_was_measured() -> None:
    first = rows(TABLES["costs"](scores()))[0]
    assert first == ["UD EWT: tag", "95.0", "94.5"]
    roles = [row for row in rows(TABLES["costs"](scores())) if "content" in row[0]]
    assert roles == [["PolNeAR: content", "66.6", "-"]]


def test_a_card_is_filled_between_its_marks() -> None:
    empty = "\n".join(f"Of {name}:\n<!-- begin {name} -->\n<!-- end {name} -->" for name in TABLES)
    card = filled(empty, scores())
    assert card.startswith("Of parsing:\n<!-- begin parsing -->\n\n| tags")
    assert filled(card, scores()) == card
    assert filled(card, scores() | {"coreference": {}}) != card
    with pytest.raises(ValueError, match="no place for: costs, labels"):
        filled(empty.replace("costs", "x").replace("begin labels", "labels"), scores())


def test_the_picture_shows_every_figure_once() -> None:
    picture = ElementTree.fromstring(svg(scores()))
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in picture.iter(f"{space}text")]
    assert {"95.0", "88.8", "66.6"} <= set(texts)
    assert (
        len(list(picture.iter(f"{space}circle"))) == 13
    )  # 4 of trees, 3 of roles, twice 3 of names
    width = float(picture.get("width", 0))
    assert all(0 < float(dot.get("cx", 0)) < width for dot in picture.iter(f"{space}circle"))


def test_main_figures_leave_out_what_was_not_trained() -> None:
    assert main_figures(scores())["PolNeAR: cue"] == 66.6
    silent = scores()
    for role in ("content", "source", "cue"):
        silent["roles"]["polnear dev"][role] = score(0.0)
    assert not [name for name in main_figures(silent) if "PolNeAR" in name]


def measured(model: Path, **other: Any) -> Path:
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    about = {"part": "test", "model_sha256": digest, "one_document_in": 1, **other}
    file = model.with_name("measured.json")
    some = {name: scores()[name] for name in ("parsing", "entities", "roles")}
    file.write_text(json.dumps({"measured": about, **some}))
    return file


def test_the_larger_encoder_has_scores_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "accurate").mkdir()
    model = tmp_path / "accurate/model.onnx"
    model.write_bytes(b"m" * 1_600_000)

    def run(file: Path) -> None:
        words = f"card --accurate --data none --weights {tmp_path} --measured {file}"
        monkeypatch.setattr(sys, "argv", words.split())
        main()

    with pytest.raises(ValueError, match="not the figures"):
        run(measured(model, part="dev"))
    run(measured(model))
    found = json.loads((tmp_path / "accurate/scores.json").read_text())
    assert (found["name"], found["megabytes"]) == ("quotes_en_accurate", 2)
    assert found["roles"]["polnear dev"]["cue"]["f"] == 66.6
    assert not (tmp_path / "scores.json").exists()
