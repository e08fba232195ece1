"""From the scores of the encoder's heads to labels that make sense together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)
#: By how much more "outside" must score for a cut that leaves probabilities what they are.
SURE = 5.0
#: After so many steps sums over sequences are brought back to 1; they shrink with every step.
STEPS = 8
#: The index of the label of what is in no span.
OUTSIDE = 0


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Tokens ``start..end`` (end exclusive), and the mean probability of its labels.

    That of each label is its share of all label sequences there could be, not
    of its token's labels alone.
    """

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class BioScheme:
    """A label set in the BIO scheme and which label may follow which."""

    labels: tuple[str, ...]
    inside: NDArray[np.bool_]
    """(labels,): which labels go on with a span."""
    pairs: tuple[Ints, Ints]
    """The ``I-`` labels, and the ``B-`` label of each."""
    starts: Floats
    """(labels,): 0 where a sequence may start, :data:`FORBIDDEN` elsewhere."""
    follows: Floats
    """(labels, labels): the same for each pair of neighbours, plus what the move scores."""
    sway: float
    """The most that one allowed move scores above another."""

    @classmethod
    def of(cls, labels: Sequence[str], moves: Floats | None = None) -> BioScheme:
        """The scheme of ``O``, ``B-X`` and ``I-X`` labels; ``O`` is the first.

        ``moves`` is (labels, labels): a score for each move from a token's label to the next
        one's, as a conditional random field learns them.

        Raises:
            ValueError: it is not, or there is an ``I-X`` without a ``B-X``.
        """
        if labels[OUTSIDE] != "O":
            raise ValueError(f"the first label is O, not {labels[OUTSIDE]}")
        inside = np.array([label.startswith("I-") for label in labels])
        going_on = np.flatnonzero(inside)
        begins = np.array([labels.index(f"B-{labels[i][2:]}") for i in going_on.tolist()], np.int64)
        names = np.array([label[2:] for label in labels])
        same = names[:, None] == names[None, :]
        starts = np.where(inside, FORBIDDEN, 0).astype(np.float32)
        allowed = ~(inside[None, :] & ~same)
        scores = np.zeros(same.shape, np.float32) if moves is None else moves
        follows = np.where(allowed, scores, FORBIDDEN).astype(np.float32)
        sway = float(np.ptp(scores[allowed]))
        return cls(tuple(labels), inside, (going_on, begins), starts, follows, sway)

    def best_path(self, scores: Floats) -> Ints:
        """The best label sequence for (tokens, labels) log probabilities: (tokens,).

        That of Viterbi (1967), looked for only in the stretches where each token's best label is
        not sure to be on it.
        """
        path: Ints = scores.argmax(1)
        if not len(path):
            return path
        bounds = self._bounds(scores, path)
        doubtful = self._breaks(path)
        if self.sway:
            doubtful |= path != OUTSIDE
            doubtful[:-1] |= ~np.isin(np.arange(1, len(path)), bounds)
        at = np.flatnonzero(doubtful)
        for k in np.unique(np.searchsorted(bounds, at, "right")).tolist():
            stretch = slice(bounds[k - 1], bounds[k])
            path[stretch] = self._viterbi(scores[stretch], self._first(k))
        return path

    def chances(self, scores: Floats, path: Ints) -> Floats:
        """How probable each token's label on ``path`` is, given all the others' scores: (tokens,).

        By the forward-backward algorithm (Rabiner 1989), in the stretches that
        hold a span and can be cut from the rest.
        """
        out = np.exp(scores[np.arange(len(path)), path])
        if not len(path):
            return out
        bounds = self._bounds(scores, scores.argmax(1), SURE)
        for k in np.unique(np.searchsorted(bounds, np.flatnonzero(path), "right")).tolist():
            stretch = slice(bounds[k - 1], bounds[k])
            shares = self._marginals(scores[stretch], self._first(k))
            out[stretch] = shares[np.arange(len(shares)), path[stretch]]
        return out

    def _first(self, stretch: int) -> Floats:
        """What the first label of a stretch scores for its place; the first one is number 1."""
        return self.follows[OUTSIDE] if stretch > 1 else self.starts

    def _bounds(self, scores: Floats, path: Ints, lead: float = 0.0) -> Ints:
        """Where the stretches begin and end that are each labelled by themselves."""
        return np.concatenate([[0], self._cuts(scores, path, lead), [len(path)]])

    def _marginals(self, scores: Floats, first: Floats) -> Floats:
        """(tokens, labels): the share of all sequences in which a token has a label."""
        weights = np.exp(scores, dtype=np.float64)
        moves = np.exp(self.follows, dtype=np.float64)
        forward = np.empty_like(weights)
        before = np.exp(first, dtype=np.float64)
        for i, weight in enumerate(weights):
            forward[i] = now = before * weight
            before = now @ moves
            if i % STEPS == 0:
                before /= before.sum()
        after = np.ones(weights.shape[1])
        for i in range(len(weights) - 1, -1, -1):
            forward[i] *= after
            after = moves @ (weights[i] * after)
            if i % STEPS == 0:
                after /= after.sum()
        shares: Floats = (forward / forward.sum(1, keepdims=True)).astype(np.float32)
        return shares

    def _breaks(self, path: Ints) -> NDArray[np.bool_]:
        """Which tokens' labels may not follow the one before: (tokens,)."""
        steps = self.follows[path[:-1], path[1:]]
        breaks: NDArray[np.bool_] = np.concatenate([self.starts[path[:1]], steps]) <= FORBIDDEN / 2
        return breaks

    def _cuts(self, scores: Floats, path: Ints, least: float) -> Ints:
        """Tokens before which the best path may be cut in two that are each the best.

        The token before is best left out of any span, and by more than could be won from the
        moves around it and if the span that begins at the cut began before it: ``I-X`` in place of
        ``B-X``. ``least`` asks for still more.
        """
        others = scores[:-1].copy()
        others[:, OUTSIDE] = -np.inf
        lead = scores[:-1, OUTSIDE] - others.max(1, initial=-np.inf)
        inside, begin = self.pairs
        won = (scores[1:, inside] - scores[1:, begin]).max(1, initial=-np.inf)
        sure = lead >= np.maximum(won, 0) + 3 * self.sway + least
        return np.flatnonzero((path[:-1] == OUTSIDE) & sure) + 1

    def _viterbi(self, scores: Floats, first: Floats) -> list[int]:
        total = scores[0] + first
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

    def spans(self, logits: Floats, *, scored: bool = True) -> list[LabelledSpan]:
        """The labelled spans of the best path through (tokens, labels) logits.

        Without ``scored`` their scores are 1, which is quicker.
        """
        if not len(logits):
            return []
        scores = log_softmax(logits)
        path = self.best_path(scores)
        chances = self.chances(scores, path) if scored else np.ones(len(path), np.float32)
        begins = np.flatnonzero(~self.inside[path])
        ends = np.append(begins[1:], len(path))
        named = path[begins] != OUTSIDE
        out = []
        for start, end in zip(begins[named].tolist(), ends[named].tolist(), strict=True):
            label = self.labels[path[start]][2:]
            out.append(LabelledSpan(start, end, label, float(chances[start:end].mean())))
        return out


def log_softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def best_tree(arcs: Floats) -> Ints:
    """The head of every token of one sentence; the root is its own head.

    ``arcs`` is (dependents, heads), the diagonal scoring the root. The plain
    choice of each token's best head is kept where it is a tree.
    """
    heads: Ints = arcs.argmax(1)
    return heads if is_tree(heads.tolist()) else spanning_tree(arcs)


def is_tree(heads: Sequence[int]) -> bool:
    """One root, which is its own head, and no cycle."""
    roots = [i for i, head in enumerate(heads) if i == head]
    if len(roots) != 1:
        return False
    reaches = [False] * len(heads)
    reaches[roots[0]] = True
    for i in range(len(heads)):
        way = []
        while not reaches[i]:
            way.append(i)
            if len(way) > len(heads):
                return False
            i = heads[i]
        for token in way:
            reaches[token] = True
    return True


def spanning_tree(arcs: Floats) -> Ints:
    """The maximum spanning tree (Chu and Liu 1965, Edmonds 1967) under the best root.

    As :func:`best_tree`, without looking whether the plain choice would do.
    """
    scores = log_softmax(arcs.astype(np.float32))
    # The root that costs least against what its token would rather depend on.
    away = scores.copy()
    np.fill_diagonal(away, -np.inf)
    root = int((np.diag(scores) - (away.max(1) if len(scores) > 1 else 0)).argmax())
    return _spanning_tree(away, root)


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
