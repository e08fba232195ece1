"""One-to-one matching of attributions to quotations, so that the sum of the weights is largest.

The assignment problem is solved by shortest augmenting paths (Jonker and Volgenant 1987, as
Crouse 2016 has it), in plain Python: articles have tens of quotations, not thousands, and SciPy
is not needed at run time. Where several matchings are equally good, rows and columns are taken
in the order in which SciPy's ``linear_sum_assignment`` takes them, so that figures agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

Pair = tuple[int, int]


def match(weights: Mapping[Pair, float], rows: int, columns: int) -> dict[int, int]:
    """Row to column for the pairs of the best one-to-one matching.

    :param weights: the pairs that may match and what each is worth, all above zero.
    :param rows: how many rows there are; every pair's first number is below it.
    :param columns: how many columns there are; every pair's second number is below it.
    """
    if not weights:
        return {}
    across = rows > columns
    cost = [[0.0] * (rows if across else columns) for _ in range(columns if across else rows)]
    for (row, column), weight in weights.items():
        if across:
            cost[column][row] = -weight
        else:
            cost[row][column] = -weight
    pairs = enumerate(cheapest_columns(cost))
    chosen = [(column, row) if across else (row, column) for row, column in pairs]
    return {row: column for row, column in sorted(chosen) if (row, column) in weights}


def cheapest_columns(cost: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row, each column used at most once, at the least total cost.

    :param cost: finite costs, rows by columns, with no more rows than columns.
    """
    columns = len(cost[0]) if cost else 0
    if len(cost) > columns:
        raise ValueError("there are more rows than columns")
    row_price = [0.0] * len(cost)
    column_price = [0.0] * columns
    column_of = [-1] * len(cost)
    row_of = [-1] * columns
    for start in range(len(cost)):
        free, total, reached, came_from, left = _shortest_path(
            cost, start, row_price, column_price, row_of
        )
        # Prices keep every reduced cost at zero or above, and at zero along the matching.
        row_price[start] += total
        for column in left:
            if row_of[column] != -1:
                row_price[row_of[column]] += total - reached[column]
            column_price[column] -= total - reached[column]
        # Walk the path back, giving each row the column that it was reached from.
        column, row = free, -1
        while row != start:
            row = came_from[column]
            row_of[column] = row
            column_of[row], column = column, column_of[row]
    return column_of


def _shortest_path(
    cost: Sequence[Sequence[float]],
    start: int,
    row_price: Sequence[float],
    column_price: Sequence[float],
    row_of: Sequence[int],
) -> tuple[int, float, list[float], list[int], list[int]]:
    """The cheapest way from the row `start` to a column that nobody has (Dijkstra).

    Returns that column, the length of the way, the distance of every column, the row that each
    was reached from, and the columns that the search has settled.
    """
    distance = [inf] * len(row_of)
    came_from = [-1] * len(row_of)
    settled: list[int] = []
    open_columns = list(range(len(row_of) - 1, -1, -1))
    row, travelled = start, 0.0
    while True:
        nearest, best = -1, inf
        costs, price = cost[row], row_price[row]
        for place, column in enumerate(open_columns):
            length = travelled + costs[column] - price - column_price[column]
            if length < distance[column]:
                distance[column], came_from[column] = length, row
            known = distance[column]
            # Of equally near columns, one that is free ends the search.
            if known < best or (known == best and row_of[column] == -1):
                nearest, best = place, known
        travelled = best
        column = open_columns[nearest]
        open_columns[nearest] = open_columns[-1]
        open_columns.pop()
        settled.append(column)
        if row_of[column] == -1:
            return column, travelled, distance, came_from, settled
        row = row_of[column]
