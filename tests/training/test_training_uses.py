"""What the kinds of names are learnt from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("scipy")

from quotes.mentions.proper_names import names
from quotes.tokens import Tokens
from training import uses
from training.annotations.placing import Placed
from training.annotations.reading import AnnotatedNews
from training.uses import ReadText, cases, known_names, learn


def text(before: str, label: str, known: dict[str, bool | None] | None = None) -> ReadText:
    words = [before, "Vostra", "met"]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        tags=["IN", "NNP", "VBD"],
        deps=["prep", "pobj", "ROOT"],
        heads=[2, 0, 2],
        lemmas=words,
        ents=["O", f"B-{label}", "O"],
        sent_starts=[True, False, False],
    )
    tokens = Tokens(doc)
    return ReadText(tokens, names(tokens), known or {})


def test_a_name_is_what_the_recogniser_has_unless_somebody_read_otherwise() -> None:
    def right(one: ReadText) -> list[bool]:
        return [case.right[0] for case in cases(one, None)]

    assert right(text("by", "PERSON")) == [True]
    assert right(text("by", "ORG")) == [False]
    assert right(text("by", "PERSON", {"vostra": False})) == [False]
    assert right(text("by", "PERSON", {"vostra": None})) == []


def test_uses_are_learnt_beside_the_recogniser() -> None:
    read = [text("by", "PERSON")] * 40 + [text("in", "GPE")] * 40
    weights = learn([*read, *[text("in", "PERSON", {"vostra": False})] * 4])
    assert weights["behind in"] < 0 < weights["behind by"]
    assert weights["recogniser: a person, one word, 1"] > 0
    assert 0.0 not in weights.values()


def test_speakers_and_judged_names_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attribution(speaker: str, kind: str) -> Placed:
        return Placed(((0, 1),), None, None, "statement", speaker, kind, "name", "")

    path = tmp_path / "names.json"
    path.write_text(json.dumps({"a": {"no person": ["lune"], "open": ["ada"]}}), encoding="utf-8")
    monkeypatch.setattr(uses, "JUDGED", path)
    said = [
        attribution("Ada Vostra | Lune Ltd", "person"),
        attribution("Ada Vostra", "organization"),
        attribution("officials", "group"),
    ]
    article = AnnotatedNews("a", "Europe", "x", tuple(said))
    assert known_names(article) == {
        "ada vostra": None,
        "lune ltd": True,
        "lune": False,
        "ada": None,
    }
