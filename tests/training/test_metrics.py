"""Counts, figures and intervals, against sums done by hand."""

from __future__ import annotations

import pytest

from training.metrics import (
    Tally,
    accuracy,
    by_group,
    difference,
    entity_errors,
    f_score,
    interval,
    total,
)


def tally(right: int, gold: int, predicted: int, group: str = "") -> Tally:
    made = Tally(group)
    made.add("x", right=right, gold=gold, predicted=predicted)
    return made


def test_figures_are_of_the_sums_and_not_means_of_figures():
    # right 4, gold 10, predicted 8: p 1/2, r 2/5, f 8/18
    score = f_score([tally(1, 1, 4), tally(3, 9, 4)], "x")
    assert (score["p"], score["r"], score["f"], score["gold"]) == (50.0, 40.0, 44.4, 10)


def test_accuracy():
    made = Tally()
    for right in (True, True, False):
        made.judge("tag", right)
    assert accuracy([made], "tag") == 66.7
    assert f_score([made], "tag")["f"] == 66.7


def test_nothing_is_nought():
    assert accuracy([], "x") == 0
    assert f_score([Tally()], "x")["f"] == 0
    assert interval([], "x") is None


def test_sets_are_right_where_they_are_the_same():
    made = Tally()
    made.compare("x", {(0, 2), (3, 4)}, {(0, 2), (3, 5), (6, 7)})
    assert [total([made], "x", kind) for kind in ("right", "gold", "predicted")] == [1, 2, 3]


def test_documents_that_are_alike_leave_no_doubt():
    assert interval([tally(3, 4, 4)] * 20, "x") == [75.0, 75.0]


def test_documents_that_differ_do():
    few = interval([tally(4, 4, 4), tally(0, 4, 4)] * 5, "x")
    many = interval([tally(4, 4, 4), tally(0, 4, 4)] * 50, "x")
    assert few is not None and many is not None
    # By the normal approximation 50 +- 1.96 * 50 / sqrt(10), and / sqrt(100).
    assert few[0] == pytest.approx(19, abs=6) and few[1] == pytest.approx(81, abs=6)
    assert many[0] == pytest.approx(40.2, abs=2) and many[1] == pytest.approx(59.8, abs=2)


def test_intervals_are_the_same_every_time_and_need_five_documents():
    tallies = [tally(k % 4, 4, 4) for k in range(9)]
    assert interval(tallies, "x") == interval(tallies, "x")
    assert interval(tallies[:4], "x") is None
    assert interval(tallies[:5], "x") is not None


def test_differences_are_of_the_same_documents():
    # Every document half a point better, however hard it is: no doubt about that.
    before = [tally(k, 200, 200) for k in range(100, 120)]
    after = [tally(k + 1, 200, 200) for k in range(100, 120)]
    assert difference(before, after, "x") == (0.5, [0.5, 0.5])
    assert difference(after, before, "x") == (-0.5, [-0.5, -0.5])


def test_a_difference_in_one_document_of_many_is_none():
    before = [tally(2, 4, 4)] * 20
    points, bounds = difference(before, [*before[:-1], tally(4, 4, 4)], "x")
    assert points == 2.5
    assert bounds is not None and bounds[0] == 0.0 and bounds[1] > 5


def test_differences_need_the_same_number_of_documents():
    with pytest.raises(ValueError, match="2 documents beside 1"):
        difference([tally(1, 1, 1)] * 2, [tally(1, 1, 1)], "x")


def test_groups():
    found = by_group(
        [tally(1, 2, 2, "news"), tally(2, 2, 2, "bio"), tally(0, 2, 2, "news")],
        lambda tallies: {"documents": len(tallies), "f": f_score(tallies, "x")["f"]},
    )
    assert found == {"bio": {"documents": 1, "f": 100.0}, "news": {"documents": 2, "f": 25.0}}
    assert list(found) == ["bio", "news"]


@pytest.mark.parametrize(
    ("gold", "predicted", "errors"),
    [
        ({(0, 2, "ORG")}, {(0, 2, "ORG")}, {}),
        ({(0, 2, "ORG")}, set(), {"missed": 1}),
        ({(0, 2, "ORG")}, {(0, 2, "PERSON")}, {"type": 1}),
        ({(0, 2, "ORG")}, {(1, 2, "ORG")}, {"extent": 1}),
        ({(0, 2, "ORG")}, {(1, 4, "PERSON")}, {"missed": 1}),
        ({(0, 2, "ORG")}, {(2, 3, "ORG")}, {"missed": 1, "invented": 1}),
        ({(0, 4, "ORG")}, {(0, 2, "ORG"), (3, 4, "ORG")}, {"extent": 1}),
        ({(0, 2, "PERSON")}, {(0, 2, "ORG")}, {}),
        (set(), {(0, 1, "ORG"), (2, 3, "PERSON")}, {"invented": 1}),
    ],
)
def test_how_entities_go_wrong(gold, predicted, errors):
    assert entity_errors(gold, predicted, "ORG") == errors
