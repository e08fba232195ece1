"""What statements weigh, by the choices whose right answer is known."""

from __future__ import annotations

from math import log

import pytest

pytest.importorskip("scipy")

from training.loglinear import Choosing, fit


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


def test_what_is_held_stays_and_others_are_learnt_beside_it():
    cases = [Choosing((("held", "near"), ("far",)), (True, False))] * 30
    cases += [Choosing((("held", "near"), ("far",)), (False, True))] * 10
    weights = fit(cases, {"held": 1.0})
    assert weights["held"] == 1.0
    # together they are three to one, as the cases are, but for the penalty
    lead = 1.0 + weights["near"] - weights["far"]
    assert lead == pytest.approx(log(3), abs=0.1)


def test_what_counts_less_moves_weights_less():
    for counts, likelier in ((1.0, "near"), (0.2, "far")):
        cases = [Choosing((("near",), ("far",)), (True, False), counts)] * 20
        cases += [Choosing((("near",), ("far",)), (False, True))] * 10
        weights = fit(cases)
        other = {"near": "far", "far": "near"}[likelier]
        assert weights[likelier] > weights[other]
