"""The assignment: the best there is, and SciPy's where several are."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.evaluate.matching import cheapest_columns, match

optimize = pytest.importorskip("scipy.optimize")

# Few values make many ties.
COARSE = st.sampled_from([0.0, -0.25, -0.5, -1.0])
FINE = st.floats(-1, 0, allow_subnormal=False)


@st.composite
def costs(draw: st.DrawFn, most: int = 12) -> list[list[float]]:
    rows = draw(st.integers(1, most))
    columns = draw(st.integers(rows, most))
    cell = draw(st.sampled_from([COARSE, FINE]))
    row = st.lists(cell, min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=rows, max_size=rows))


@settings(deadline=None)
@given(costs())
def test_agrees_with_scipy_in_every_pair(cost: list[list[float]]) -> None:
    _, columns = optimize.linear_sum_assignment(cost)
    assert cheapest_columns(cost) == columns.tolist()


@settings(deadline=None)
@given(costs(most=5))
def test_no_assignment_is_cheaper(cost: list[list[float]]) -> None:
    chosen = cheapest_columns(cost)
    assert len(set(chosen)) == len(cost)
    least = min(
        sum(row[column] for row, column in zip(cost, columns, strict=True))
        for columns in permutations(range(len(cost[0])), len(cost))
    )
    total = sum(row[column] for row, column in zip(cost, chosen, strict=True))
    assert total == pytest.approx(least)


@st.composite
def weighted_pairs(draw: st.DrawFn) -> tuple[dict[tuple[int, int], float], int, int]:
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    pair = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    weight = st.sampled_from([0.5, 0.75, 1.0]) | st.floats(0.5, 1)
    return draw(st.dictionaries(pair, weight)), rows, columns


@settings(deadline=None)
@given(weighted_pairs())
def test_matches_as_scipy_does_either_way_up(
    drawn: tuple[dict[tuple[int, int], float], int, int],
) -> None:
    weights, rows, columns = drawn
    grid = [[weights.get((i, j), 0.0) for j in range(columns)] for i in range(rows)]
    pairs = zip(*optimize.linear_sum_assignment(grid, maximize=True), strict=True)
    expected = {int(i): int(j) for i, j in pairs if (i, j) in weights}
    assert match(weights, rows, columns) == expected


def test_the_sum_counts_not_the_single_best_pair() -> None:
    assert match({(0, 0): 1.0, (0, 1): 0.9, (1, 0): 0.9}, 2, 2) == {0: 1, 1: 0}


def test_only_allowed_pairs_match() -> None:
    assert match({(1, 2): 0.6}, 2, 3) == {1: 2}
    assert match({}, 2, 3) == {}
    assert match({}, 0, 0) == {}


def test_more_rows_than_columns() -> None:
    assert match({(0, 0): 0.5, (1, 0): 0.6, (2, 0): 0.7}, 3, 1) == {2: 0}
    with pytest.raises(ValueError, match="more rows"):
        cheapest_columns([[1.0], [1.0]])
