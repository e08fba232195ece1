"""Sequences that are looked for in blocks are those that are looked for from end to end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.language.decode import BioScheme, log_softmax
from quotes.language.sequences import SHORTEST, best_sequence, shares

LABELS = ["O", "B-X", "I-X", "B-Y", "I-Y"]
#: One token, one block, blocks of which the last is full or not, and as many as there are labels.
LENGTHS = [1, 2, SHORTEST, 3 * SHORTEST, 3 * SHORTEST + 1, 80, 256, 257, 300, 700]
CASES = st.tuples(st.sampled_from(LENGTHS), st.integers(0, 2**32 - 1), st.sampled_from([0, 3, 9]))


def drawn(case):
    """A scheme, and log probabilities that leave ``lead`` more of them to "outside"."""
    length, seed, lead = case
    rng = np.random.default_rng(seed)
    scheme = BioScheme.of(LABELS, rng.normal(size=(5, 5)).astype(np.float32))
    logits = (3 * rng.normal(size=(length, 5))).astype(np.float32)
    logits[:, 0] += lead
    return scheme, log_softmax(logits)


def total(scheme, scores, path):
    moves = sum(float(scheme.follows[a, b]) for a, b in pairwise(path))
    own = sum(float(scores[i, k]) for i, k in enumerate(path))
    return float(scheme.starts[path[0]]) + moves + own


def highest(scheme, scores):
    best = (scores[0] + scheme.starts).astype(float)
    for row in scores[1:]:
        best = (best[:, None] + scheme.follows).max(0) + row
    return best.max()


def added(logs, axis):
    top = logs.max(axis, keepdims=True)
    return (top + np.log(np.exp(logs - top).sum(axis, keepdims=True))).squeeze(axis)


def of_all_sequences(scheme, scores):
    follows = scheme.follows.astype(float)
    forward = [scores[0].astype(float) + scheme.starts]
    for row in scores[1:]:
        forward.append(added(forward[-1][:, None] + follows, 0) + row)
    backward = [np.zeros(len(follows))]
    for row in scores[:0:-1]:
        backward.append(added(follows + row + backward[-1], 1))
    both = np.array(forward) + np.array(backward[::-1])
    return np.exp(both - added(both, 1)[:, None])


@settings(deadline=None, max_examples=200)
@given(CASES)
def test_the_best_sequence(case):
    scheme, scores = drawn(case)
    found = scheme.best_path(scores).tolist()
    assert len(found) == len(scores)
    assert total(scheme, scores, found) == pytest.approx(highest(scheme, scores), abs=0.01)


@settings(deadline=None, max_examples=200)
@given(CASES)
def test_the_same_without_cuts(case):
    scheme, scores = drawn(case)
    nowhere = np.zeros(0, np.int64)
    found = best_sequence(scores, scheme.starts, scheme.follows, nowhere).tolist()
    assert total(scheme, scores, found) == pytest.approx(highest(scheme, scores), abs=0.01)


def test_cuts_are_found():
    scheme, scores = drawn((300, 1, 9))
    cuts = scheme.needs.cuts(scores)
    assert len(cuts) > 50
    assert not scheme.best_path(scores)[cuts - 1].any()


@settings(deadline=None, max_examples=200)
@given(CASES)
def test_shares_of_all_sequences(case):
    scheme, scores = drawn(case)
    found = shares(scores, scheme.starts, scheme.follows)
    assert np.allclose(found, of_all_sequences(scheme, scores), atol=1e-5)


def test_nothing_at_all():
    scheme, _ = drawn((1, 1, 0))
    none = np.zeros((0, 5), np.float32)
    assert not len(scheme.best_path(none))
    assert shares(none, scheme.starts, scheme.follows).shape == (0, 5)


def test_scores_that_leave_nothing_open():
    scheme, _ = drawn((1, 1, 0))
    path = np.arange(200) % 2
    scores = np.where(path[:, None] == np.arange(5), 0, -200).astype(np.float32)
    assert np.array_equal(scheme.best_path(scores), path)
    assert np.allclose(shares(scores, scheme.starts, scheme.follows)[np.arange(200), path], 1)
