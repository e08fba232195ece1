"""What the choice of a speaker is learnt from."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("scipy")

from training.coreference_corpora import PronounItem
from training.prominence import ReadText, _heads, _of_novel, _pair, choices, learn

WORDS = "Anna Weiss met Olive Grant . She waved .".split()


@pytest.fixture(scope="module")
def doc():
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        tags=["NNP", "NNP", "VBD", "NNP", "NNP", ".", "PRP", "VBD", "."],
        deps=["compound", "nsubj", "ROOT", "compound", "dobj", "punct", "nsubj", "ROOT", "punct"],
        heads=[1, 2, 2, 4, 2, 2, 7, 7, 7],
        lemmas=[word.lower() for word in WORDS],
        ents=["B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "O", "O", "O"],
        sent_starts=[True, False, False, False, False, False, True, False, False],
    )


def at(words: str) -> tuple[int, int]:
    start = " ".join(WORDS).index(words)
    return start, start + len(words)


def text(doc: Doc, *chains, **more) -> ReadText:
    return ReadText(doc, _heads(doc, chains), more.get("asked"), 1.0)


def test_the_chain_tells_which_candidate_is_right(doc):
    ((case),) = choices(text(doc, (at("Anna Weiss"), at("She"))), {})
    nearest, farther = case.statements
    assert "object, now subject" in nearest and "subject, now subject" in farther
    assert case.right == (False, True)
    ((other),) = choices(text(doc, (at("Olive Grant"), at("She"))), {})
    assert other.right == (True, False)


def test_nothing_is_learnt_where_nobody_found_is_right_or_nobody_asked(doc):
    assert list(choices(text(doc, (at("met"), at("She"))), {})) == []
    chain = (at("Anna Weiss"), at("She"))
    assert list(choices(text(doc, chain, asked=frozenset()), {})) == []
    assert len(list(choices(text(doc, chain, asked=frozenset({6})), {}))) == 1


def test_a_pair_of_names(doc):
    item = PronounItem("x", doc.text, at("She"), at("Anna Weiss"), at("Olive Grant"), False, True)
    assert _heads(doc, _pair(item)) == {4: 0, 6: 0, 1: 1}


def test_what_is_right_gains_weight(doc):
    weights = learn([text(doc, (at("Anna Weiss"), at("She")))] * 20)
    assert weights["subject, now subject"] > 0 > weights["object, now subject"]
    assert weights["was asked"] == 0.8  # held


def test_who_spoke_last_is_learnt_apart_in_novels(doc):
    assert _of_novel("quoted last") != "quoted last"
    assert _of_novel("quoted by name") == "quoted by name"
    novel = ReadText(doc, _heads(doc, [(at("Anna Weiss"), at("She"))]), None, 1.0, novel=True)
    assert not any("novel" in name for name in learn([novel] * 20))
