"""How sure each way of deciding is."""

from __future__ import annotations

from typing import get_args

import pytest

from quotes.coreference.memory import Rule
from quotes.decisions import Way
from quotes.speakers.certainty import MEASURED, certainty, no_surer
from quotes.speakers.deciding import _WAYS

COUNTED = [(family, way) for family, ways in MEASURED.items() for way in ways]


def test_every_way_is_counted_but_those_that_are_weighed():
    weighed = set(_WAYS.values()) - {"described"} | {
        "follows on",
        "answers",
        "acts before",
        "acts around",
    }
    assert {way for _, way in COUNTED} | weighed == set(get_args(Way))
    assert set(_WAYS) <= set(get_args(Rule))


@pytest.mark.parametrize("family, way", COUNTED)
def test_between_the_own_share_and_the_family(family, way):
    right, counted = MEASURED[family][way]
    total = [sum(column) for column in zip(*MEASURED[family].values(), strict=True)]
    shared = total[0] / total[1]
    own = right / counted if counted else shared
    low, high = sorted((own, shared))
    assert low - 0.001 <= certainty(way, family != "nobody") <= high + 0.001


def test_what_is_made_of_another_decision_is_no_surer():
    assert no_surer(0.2, "described") == 0.2
    assert no_surer(0.99, "described") == certainty("described")
