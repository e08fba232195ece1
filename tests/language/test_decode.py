"""Labels that follow from each other, and trees that are trees."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from quotes.language.decode import BioScheme, best_tree, is_tree, log_softmax

SCHEME = BioScheme.of(["O", "B-X", "I-X", "B-Y", "I-Y"])
SCORES = hnp.arrays(
    np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.integers(-9, 9)
)


def legal(path):
    labels = [SCHEME.labels[i] for i in path]
    return all(
        not b.startswith("I-") or (a != "O" and a[2:] == b[2:])
        for a, b in zip(["O", *labels], labels, strict=False)
    )


def best_total(scheme, scores):
    """Looking at every path there is."""
    return max(total(scheme, scores, p) for p in product(range(5), repeat=len(scores)) if legal(p))


def total(scheme, scores, path):
    moves = sum(float(scheme.follows[a, b]) for a, b in pairwise(path))
    return moves + sum(float(scores[i, k]) for i, k in enumerate(path))


@given(SCORES)
def test_the_best_legal_path(scores):
    found = SCHEME.best_path(scores)
    assert legal(found)
    assert total(SCHEME, scores, found) == pytest.approx(best_total(SCHEME, scores))


@given(SCORES, hnp.arrays(np.float32, (5, 5), elements=st.integers(-2, 2)))
def test_the_best_path_where_moves_are_scored(scores, moves):
    scheme = BioScheme.of(SCHEME.labels, moves)
    found = scheme.best_path(scores)
    assert legal(found)
    assert total(scheme, scores, found) == pytest.approx(best_total(scheme, scores))


@given(SCORES, hnp.arrays(np.float32, (5, 5), elements=st.integers(-2, 2)))
def test_how_probable_each_label_is(scores, moves):
    scheme = BioScheme.of(SCHEME.labels, moves)
    logs = log_softmax(scores)

    def weight(path):
        steps = sum(float(moves[a, b]) for a, b in pairwise(path))
        return np.exp(steps + sum(float(logs[i, k]) for i, k in enumerate(path)))

    weights = {p: weight(p) for p in product(range(5), repeat=len(scores)) if legal(p)}
    whole = sum(weights.values())
    best = scheme.best_path(logs)
    found = scheme.chances(logs, best)
    for i, label in enumerate(best):
        share = sum(w for path, w in weights.items() if path[i] == label) / whole
        assert found[i] == pytest.approx(share, abs=1e-4)


def test_labels_that_are_no_scheme():
    with pytest.raises(ValueError):
        BioScheme.of(["B-X", "I-X", "O"])
    with pytest.raises(ValueError):
        BioScheme.of(["O", "I-X"])


def test_spans_carry_the_mean_probability():
    logits = np.log(
        np.array([[0.1, 0.8, 0.1, 0, 0], [0.1, 0, 0.9, 0, 0], [1, 0, 0, 0, 0]], np.float32) + 1e-9
    )
    (span,) = SCHEME.spans(logits)
    assert (span.start, span.end, span.label) == (0, 2, "X")
    # Of B-X I-X (0.72), B-X O (0.08) and O O (0.01), no other path being allowed.
    assert span.score == pytest.approx((0.80 / 0.81 + 0.72 / 0.81) / 2, abs=0.001)


def all_trees(n):
    return [h for h in product(range(n), repeat=n) if is_tree(h)]


@given(hnp.arrays(np.float32, st.integers(1, 4).map(lambda n: (n, n)), elements=st.integers(-9, 9)))
def test_always_one_tree(arcs):
    heads = best_tree(arcs)
    assert is_tree(heads.tolist())


@given(hnp.arrays(np.float32, st.integers(2, 4).map(lambda n: (n, n)), elements=st.integers(-9, 9)))
def test_it_is_the_best_tree_under_its_root(arcs):
    scores = log_softmax(arcs)
    heads = best_tree(arcs)
    root = int(np.flatnonzero(heads == np.arange(len(heads)))[0])

    def total(tree):
        return sum(float(scores[i, h]) for i, h in enumerate(tree))

    rivals = [t for t in all_trees(len(heads)) if t[root] == root]
    assert total(heads) == pytest.approx(max(map(total, rivals)), abs=1e-4)


def test_what_is_no_tree():
    assert is_tree([0])
    assert is_tree([1, 1, 1])
    assert not is_tree([0, 1])  # two roots
    assert not is_tree([1, 0, 2])  # a cycle beside a root
    assert not is_tree([1, 2, 0])  # no root
