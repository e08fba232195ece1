"""The model card says what was measured, and the bundled files are what it says."""

from __future__ import annotations

import re

from quotes.language import WEIGHTS, model_card

CARD = (WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8")


def row(begins: str) -> list[str]:
    """The cells of the table row that begins so, without the first."""
    line = next(x for x in CARD.splitlines() if x.startswith(f"| {begins}"))
    return [cell.strip() for cell in line.strip("| ").split("|")][1:]


def test_parsing():
    scores = model_card()["parsing"]
    news = scores["GUM news, dev and test"]
    for begins, figures in {
        "UD EWT test": scores["ud_ewt test"],
        "GUM test": scores["GUM open test"],
        "GUM news, dev": news["dev"],
        "GUM news, test": news["test"],
    }.items():
        found = [figures[key] for key in ("tag", "uas", "las", "sentences")]
        assert row(begins) == [f"{figures['tokens']:,}", *map(str, found)]


def test_entities():
    scores = model_card()["entities"]
    for begins, key in {
        "Worldwide Newswire": "worldwide_newswire",
        "Universal NER on PUD": "uner_pud",
        "Groningen Meaning Bank, held-out": "gmb held-out block",
    }.items():
        kinds = ("PERSON", "ORG", "PLACE", "NORP", "DATE")
        expected = [str(scores[key][k]["f"]) if k in scores[key] else "-" for k in kinds]
        assert row(begins) == expected


def test_roles_and_coreference():
    roles = model_card()["roles"]["polnear dev"]
    assert row("PolNeAR dev") == [str(roles[k]["f"]) for k in ("content", "source", "cue")]
    coreference = model_card()["coreference"]
    for begins, key in {"LitBank, 20": "litbank", "GUM, test": "gum_open_test"}.items():
        found = coreference[key]
        assert row(begins) == [f"{found['pronouns']:,}", f"{100 * found['accuracy']:.1f}%"]
    assert row("GAP, test")[1].startswith(f"{100 * coreference['gap_test']['f1']:.1f}")


def test_the_files_are_small_and_cannot_run_code():
    files = [path for path in WEIGHTS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40_000_000
    assert not [path for path in files if re.search(r"\.(pkl|pickle|pt|bin\.pkl)$", path.name)]
    kinds = {path.suffix for path in files}
    assert kinds == {".onnx", ".json", ".bin", ".msgpack", ".md"}
