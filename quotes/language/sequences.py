"""The best sequence of labels, and how much each label has of all sequences, in few steps.

Both go through a text from end to end, a few numbers at a time, which in Python costs far more
than the numbers do. So the text is cut into blocks, and a step is taken in all of them at once:
where it is not known with which label the block before ends, for each label that this could be.
Then the blocks are joined. That takes some three times the square root of the text's length in
steps.
"""

from __future__ import annotations

from math import isqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The fewest tokens of a block.
SHORTEST = 16
#: A block may be so many times as long as wanted to end where the label is known.
PATIENCE = 3
#: After so many steps sums over sequences are brought back to 1; they shrink with every step.
STEPS = 8


def best_sequence(
    scores: Floats, starts: Floats, follows: Floats, cuts: Ints, known: int = 0
) -> Ints:
    """The labels that score most together, (tokens,), by the algorithm of Viterbi (1967).

    ``scores`` is (tokens, labels), ``starts`` (labels,) what the first label scores for its place,
    ``follows`` (labels, labels) what the move from a label to another scores. ``cuts`` are tokens,
    in order, such that a best sequence has the label ``known`` before each of them.
    """
    if not len(scores):
        return np.zeros(0, np.int64)
    bounds, at_cuts = _bounds(len(scores), cuts)
    last = np.diff(bounds) - 1
    blocks = len(last)
    index = np.minimum(bounds[:-1] + np.arange(last.max() + 1)[:, None], len(scores) - 1)
    steps = scores[index].transpose(0, 2, 1)  # (tokens of a block, labels, blocks)
    # What the first label of a block scores for its place, for each label that may be before it:
    # (labels, blocks, labels before).
    before = follows[[known]] if at_cuts else follows
    first = np.repeat(before.T[:, None], blocks, 1)
    first[:, 0] = starts[:, None]
    totals = _totals(steps, first, follows)
    ends = totals[last, :, np.arange(blocks)]
    entered, ended = _between_cuts(ends, known) if at_cuts else _joined(ends)
    labelled = _back(totals[:, :, np.arange(blocks), entered], follows, last, ended)
    path: Ints = labelled.T[np.arange(len(index)) <= last[:, None]]
    return path


def shares(scores: Floats, starts: Floats, follows: Floats) -> Floats:
    """(tokens, labels): the share of all sequences in which a token has a label.

    The arguments are those of :func:`best_sequence`; a sequence weighs the exponential of what it
    scores. By the forward-backward algorithm (Rabiner 1989).
    """
    count, labels = scores.shape
    if not count:
        return np.zeros((0, labels), np.float32)
    size = max(SHORTEST, isqrt(count))
    blocks = -(-count // size)
    weights = np.zeros((blocks * size, labels))
    np.exp(scores, out=weights[:count], dtype=np.float64)
    steps = weights.reshape(blocks, size, labels).transpose(1, 0, 2).copy()
    moves = np.exp(follows, dtype=np.float64)
    # So many blocks are not at their end at a step: all, or all but the last.
    live = np.where(np.arange(size) < count - (blocks - 1) * size, blocks, blocks - 1).tolist()
    before, after = _between(_weighed(steps, moves, live), np.exp(starts, dtype=np.float64), moves)
    out = np.zeros_like(steps)
    for i, step in enumerate(steps):
        out[i, : live[i]] = before[: live[i]] * step[: live[i]]
        before = out[i] @ moves
        if i % STEPS == 0:
            before /= np.maximum(before.sum(1, keepdims=True), np.finfo(float).tiny)
    for i in range(size - 1, -1, -1):
        rows = slice(live[i])
        out[i, rows] *= after[rows]
        after[rows] = (after[rows] * steps[i, rows]) @ moves.T
        if i % STEPS == 0:
            after /= after.sum(1, keepdims=True)
    every = out.transpose(1, 0, 2).reshape(-1, labels)[:count]
    found: Floats = (every / every.sum(1, keepdims=True)).astype(np.float32)
    return found


def _bounds(count: int, cuts: Ints) -> tuple[Ints, bool]:
    """Where blocks begin, and the end of the last; and whether all begin at one of ``cuts``."""
    size = max(SHORTEST, isqrt(count))
    bounds = [0]
    while count - bounds[-1] > PATIENCE * size:
        at = int(np.searchsorted(cuts, bounds[-1] + size))
        if at == len(cuts) or cuts[at] - bounds[-1] > PATIENCE * size:
            return np.append(np.arange(0, count, size), count), False
        bounds.append(int(cuts[at]))
    return np.array([*bounds, count]), True


def _totals(steps: Floats, first: Floats, follows: Floats) -> Floats:
    """What the best sequence to each label scores: (tokens, labels, blocks, labels before).

    What stands after a block's end means nothing.
    """
    labels, blocks, entries = first.shape
    totals = np.empty((len(steps), labels, blocks * entries), np.float32)
    # Blocks and the labels before them are one axis, the longest, so that numpy is quick.
    spread = np.repeat(steps, entries, 2)
    np.add(first.reshape(labels, -1), spread[0], out=totals[0])
    moves = follows[:, :, None]
    moved = np.empty((labels, labels, blocks * entries), np.float32)
    for i in range(1, len(steps)):
        np.add(totals[i - 1][:, None], moves, out=moved)
        np.maximum.reduce(moved, 0, out=totals[i])
        totals[i] += spread[i]
    return totals.reshape(len(steps), labels, blocks, entries)


def _between_cuts(ends: Floats, known: int) -> tuple[Ints, Ints]:
    """What :func:`_joined` gives where only one label can be before each block."""
    ended = np.full(len(ends), known)
    ended[-1] = ends[-1, :, 0].argmax()
    return np.zeros(len(ends), np.int64), ended


def _joined(ends: Floats) -> tuple[Ints, Ints]:
    """For each block the index of the label before it, and its last label.

    ``ends`` is (blocks, labels, labels before): what the best sequence through a block scores.
    """
    blocks, labels, _ = ends.shape
    total = ends[0, :, 0]
    back = np.zeros((blocks, labels), np.int64)
    for i in range(1, blocks):
        through = ends[i] + total
        back[i] = through.argmax(1)
        total = through.max(1)
    ended = np.empty(blocks, np.int64)
    label = int(total.argmax())
    for i in range(blocks - 1, -1, -1):
        ended[i] = label
        label = int(back[i, label])
    return np.append(0, ended[:-1]), ended


def _back(totals: Floats, follows: Floats, last: Ints, ended: Ints) -> Ints:
    """The labels of each block, (tokens, blocks), from the last one back."""
    labels = np.empty((len(totals), len(ended)), np.int64)
    label = ended
    towards = np.ascontiguousarray(follows.T)
    for i in range(len(totals) - 1, 0, -1):
        labels[i] = label
        best = (totals[i - 1].T + towards[label]).argmax(1)
        label = np.where(i <= last, best, label)
    labels[0] = label
    return labels


def _weighed(steps: Doubles, moves: Doubles, live: list[int]) -> Doubles:
    """(blocks, labels, labels): all sequences through a block from one label to another."""
    labels = len(moves)
    through: Doubles = steps[0][:, None] * np.eye(labels)
    for i in range(1, len(steps)):
        rows = through[: live[i]]
        moved = (rows.reshape(-1, labels) @ moves).reshape(rows.shape)
        rows[:] = moved * steps[i, : live[i], None]
        if i % STEPS == 0:
            rows /= rows.max((1, 2), keepdims=True)
    return through


def _between(through: Doubles, starts: Doubles, moves: Doubles) -> tuple[Doubles, Doubles]:
    """(blocks, labels): what all sequences before a block give its first label, and all those
    after it its last."""
    before, after = np.empty((2, *through.shape[:2]))
    before[0], after[-1] = starts, 1
    for i in range(1, len(through)):
        now = before[i - 1] @ through[i - 1] @ moves
        before[i] = now / now.sum()
    for i in range(len(through) - 1, 0, -1):
        now = moves @ (through[i] @ after[i])
        after[i - 1] = now / now.sum()
    return before, after
