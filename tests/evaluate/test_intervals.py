"""Figures drawn anew, alone and in pairs."""

import pytest

from quotes.evaluate.attributions import Scope
from quotes.evaluate.intervals import (
    FIGURES,
    HEADLINES,
    differences,
    intervals,
    measurable,
    numbers,
)
from quotes.evaluate.metrics import Counts, Share, SpeakerTally, Tally


def article(right: int, predicted: int = 10, gold: int = 10) -> Counts:
    """An article of which so many quotations were found."""
    return Counts(1, gold, predicted, {("detection", "all"): Tally.shared(right, predicted, gold)})


def test_the_same_article_over_and_over_has_no_width() -> None:
    # 2 * 5 / (10 + 10)
    assert intervals([article(5)] * 4, 50)["detection F"] == [50.0, 50.0]


def test_an_interval_holds_what_can_be_drawn() -> None:
    low, high = intervals([article(0), article(10)], 200)["detection F"]
    # Both draws are 0 or both are 10 in a quarter of cases each.
    assert (low, high) == (0.0, 100.0)


def test_figures_that_were_never_defined_have_no_interval() -> None:
    found = intervals([article(5)], 10)
    assert "speaker recall" not in found
    assert list(found) == ["detection F"]


def test_draws_without_anything_to_count_are_passed_over() -> None:
    nothing = Counts(1, 0, 0, {("detection", "all"): Tally()})
    assert intervals([nothing, article(5)], 100)["detection F"] == [50.0, 50.0]


def test_numbers_of_speakers_and_the_unnamed() -> None:
    counts = Counts(speakers={"all": SpeakerTally(10, 8, 6, 5, 3)}, named_wrongly=Share(1, 4))
    found = intervals([counts], 3)
    assert found["speaker accuracy"] == [62.5, 62.5]  # 5 / 8
    assert found["speaker precision"] == [83.3, 83.3]  # 5 / 6
    assert found["speaker recall"] == [50.0, 50.0]  # 5 / 10
    assert found["speaker full name"] == [30.0, 30.0]
    assert found["named wrongly"] == [25.0, 25.0]
    assert numbers(counts)["speakers", "all", "named"] == 6


def test_a_steady_gain_is_certain_where_the_articles_differ_much() -> None:
    old = [article(n) for n in range(9)]
    new = [article(n + 1) for n in range(9)]
    # Each article gains 2 * 1 / 20, whatever is drawn; the figure itself moves far more.
    one = differences(old, new, 100)["detection F"]
    assert (one.old, one.new, one.change) == (40.0, 50.0, 10.0)
    assert one.interval == [10.0, 10.0]
    assert one.certain
    low, high = intervals(old, 100)["detection F"]
    assert high - low > 10


def test_a_change_of_one_article_is_not_certain() -> None:
    old = [article(5)] * 5
    one = differences(old, [*old[:4], article(4)], 200)["detection F"]
    assert one.change == -2.0  # 2 * 24 / 100 instead of 2 * 25 / 100
    assert one.interval
    assert one.interval[1] == 0
    assert not one.certain


def test_no_draws_no_interval() -> None:
    one = differences([article(5)], [article(6)], 0)["detection F"]
    assert (one.change, one.interval, one.certain) == (10.0, None, False)


def test_a_figure_of_one_run_alone_has_no_change() -> None:
    silent = Counts(1, 10, 0, {("detection", "all"): Tally(0, 0, 0, 10)})
    found = differences([silent], [article(5)], 5, figures=FIGURES)
    assert found["detection F"].change == 50.0
    direct = Counts(1, 1, 1, {("detection", "direct"): Tally(1, 1, 1, 1)})
    one = differences([article(5)], [direct], 5)["detection precision, direct"]
    assert (one.old, one.new, one.change, one.interval) == (None, 100.0, None, None)


def test_runs_over_different_articles_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same articles"):
        differences([article(5)], [], 5)


def test_a_corpus_has_the_figures_of_what_it_marks() -> None:
    assert list(measurable(Scope())) == list(FIGURES)
    assert list(FIGURES)[: len(HEADLINES)] == list(HEADLINES)
    fiction = measurable(Scope(exact=frozenset(["content"]), sources=False))
    assert "exact content F" in fiction
    assert not {"exact cue F", "whole F", "linked F", "linked recall, direct"} & set(fiction)
