"""What the linker learns from."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("scipy")

from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan
from training.linking import Choosing, choices, fit


def test_weights_follow_how_often_a_statement_is_right():
    cases = [Choosing((("near",), ("far",), ("none",)), (True, False, False))] * 30
    cases += [Choosing((("near",), ("far",), ("none",)), (False, False, True))] * 10
    weights = fit(cases)
    assert weights["near"] > weights["none"] > weights["far"]


def test_several_may_be_right():
    both = fit([Choosing((("a",), ("b",), ("none",)), (True, True, False))] * 20)
    assert both["a"] == pytest.approx(both["b"], abs=0.01)
    assert both["a"] > 0 > both["none"]


def test_rare_statements_are_left_out():
    cases = [Choosing((("near",), ("none",)), (True, False))] * 20
    cases.append(Choosing((("near", "odd"), ("none",)), (True, False)))
    assert "odd" not in fit(cases)


def test_the_annotation_tells_which_candidate_is_right():
    text = "Poe said no . Ray wept "
    starts = [True, False, False, False, True, False]
    deps = ["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT"]
    heads = [1, 1, 1, 1, 5, 5]
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words=text.split(), heads=heads, deps=deps, sent_starts=starts)

    def at(words: str) -> RoleSpan:
        return RoleSpan(text.index(words), text.index(words) + len(words), 1.0)

    roles = Roles((at("Poe"), at("Ray")), (at("said"),), (at("no"), at("wept")))
    gold = {"content": [at("no").span], "cue": [at("said").span], "source": [at("Poe").span]}
    of_contents, of_cues = choices(Passage(doc, roles, ()), [gold])
    assert [case.right for case in of_contents] == [(True, False), (False, True)]
    assert [case.right for case in of_cues] == [(True, False, False)]
