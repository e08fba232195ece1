"""From the scores of the encoder's heads to labels that make sense together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Tokens ``start..end`` (end exclusive), and the mean probability of its labels."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class BioScheme:
    """A label set in the BIO scheme and which label may follow which."""

    labels: tuple[str, ...]
    starts: Floats
    """(labels,): 0 where a sequence may start, :data:`FORBIDDEN` elsewhere."""
    follows: Floats
    """(labels, labels): the same for each pair of neighbours."""

    @classmethod
    def of(cls, labels: Sequence[str]) -> BioScheme:
        """The scheme of ``O``, ``B-X`` and ``I-X`` labels."""
        inside = np.array([label.startswith("I-") for label in labels])
        names = np.array([label[2:] for label in labels])
        same = names[:, None] == names[None, :]
        starts = np.where(inside, FORBIDDEN, 0).astype(np.float32)
        follows = np.where(inside[None, :] & ~same, FORBIDDEN, 0).astype(np.float32)
        return cls(tuple(labels), starts, follows)

    def best_path(self, scores: Floats) -> list[int]:
        """The best label sequence for (tokens, labels) log probabilities (Viterbi 1967)."""
        if not len(scores):
            return []
        if not self._breaks(path := scores.argmax(1)):
            return [int(i) for i in path]
        total = scores[0] + self.starts
        back = np.empty(scores.shape, np.int64)
        columns = np.arange(scores.shape[1])
        for i in range(1, len(scores)):
            step = total[:, None] + self.follows
            back[i] = step.argmax(0)
            total = step[back[i], columns] + scores[i]
        path = [int(total.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return path[::-1]

    def _breaks(self, path: Ints) -> bool:
        """Is there a step in this path that the scheme forbids?"""
        return bool(self.starts[path[0]] < 0 or (self.follows[path[:-1], path[1:]] < 0).any())

    def spans(self, logits: Floats) -> list[LabelledSpan]:
        """The labelled spans of the best path through (tokens, labels) logits."""
        scores = log_softmax(logits)
        path = self.best_path(scores)
        out: list[LabelledSpan] = []
        start = 0
        for i in range(1, len(path) + 1):
            goes_on = i < len(path) and self.labels[path[i]].startswith("I-")
            if goes_on:
                continue
            label = self.labels[path[start]]
            if label != "O":
                p = np.exp([scores[k, path[k]] for k in range(start, i)])
                out.append(LabelledSpan(start, i, label[2:], float(p.mean())))
            start = i
        return out


def log_softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def best_tree(arcs: Floats) -> Ints:
    """The head of every token of one sentence; the root is its own head.

    ``arcs`` is (dependents, heads), the diagonal scoring the root. The plain
    choice of each token's best head is kept where it is a tree, else the
    maximum spanning tree (Chu and Liu 1965, Edmonds 1967) under the best root.
    """
    heads: Ints = arcs.argmax(1)
    if is_tree(heads):
        return heads
    scores = log_softmax(arcs.astype(np.float32))
    n = len(scores)
    # The root that costs least against what its token would rather depend on.
    away = scores.copy()
    np.fill_diagonal(away, -np.inf)
    root = int((np.diag(scores) - (away.max(1) if n > 1 else 0)).argmax())
    return _spanning_tree(away, root)


def is_tree(heads: Ints) -> bool:
    """One root, which is its own head, and no cycle."""
    n = len(heads)
    if int((heads == np.arange(n)).sum()) != 1:
        return False
    up = heads
    for _ in range(max(1, int(n).bit_length())):
        up = up[up]
    return bool((up == up[0]).all())


def _spanning_tree(scores: Floats, root: int) -> Ints:
    """Chu-Liu-Edmonds on (dependents, heads) scores with ``-inf`` on the diagonal."""
    n = len(scores)
    heads: Ints = scores.argmax(1).astype(np.int64)
    heads[root] = root
    cycle = _find_cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    # Contract the cycle into one last node.
    m = len(outside)
    smaller = np.full((m + 1, m + 1), -np.inf, np.float32)
    smaller[:m, :m] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    smaller[:m, m] = leaving.max(1)
    entering = scores[np.ix_(cycle, outside)] - scores[cycle, heads[cycle]][:, None]
    smaller[m, :m] = entering.max(0)
    contracted = _spanning_tree(smaller, int(np.flatnonzero(outside == root)[0]))
    out: Ints = heads.copy()
    for k, node in enumerate(outside):
        head = int(contracted[k])
        out[node] = outside[head] if head < m else cycle[int(leaving[k].argmax())]
    broken = int(entering[:, int(contracted[m])].argmax())
    out[cycle[broken]] = outside[int(contracted[m])]
    out[root] = root
    return out


def _find_cycle(heads: Ints, root: int) -> Ints | None:
    """The tokens of one cycle other than the root's own, if there is one."""
    state = np.zeros(len(heads), np.int64)  # 0 new, k on the k-th walk
    state[root] = -1
    for walk, token in enumerate(range(len(heads)), 1):
        at = token
        while state[at] == 0:
            state[at] = walk
            at = int(heads[at])
        if state[at] == walk:
            cycle = [at]
            while (at := int(heads[at])) != cycle[0]:
                cycle.append(at)
            return np.array(cycle, np.int64)
    return None
