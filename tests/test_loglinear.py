"""A log-linear model of choice, by numbers worked out by hand."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.loglinear import probabilities, score


def test_a_score_is_the_sum_of_what_is_known():
    assert score(["near", "far", "never seen"], {"near": 1.5, "far": -0.5}) == 1.0


def test_odds_of_three_to_one():
    assert probabilities([log(3), 0.0]) == pytest.approx([0.75, 0.25])


def test_large_scores_do_not_overflow():
    assert probabilities([1e6, 1e6 - 1000]) == [1.0, 0.0]


def test_there_must_be_somebody_to_choose():
    with pytest.raises(ValueError, match="empty"):
        probabilities([])


@given(st.lists(st.floats(-50, 50), min_size=1), st.floats(-50, 50))
def test_only_differences_count(scores, shift):
    chances = probabilities(scores)
    assert sum(chances) == pytest.approx(1.0)
    assert probabilities([one + shift for one in scores]) == pytest.approx(chances, abs=1e-9)
