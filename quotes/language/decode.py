"""From the scores of the encoder's heads to labels that make sense together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quotes.language.sequences import best_sequence, shares

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)
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
class Needs:
    """By how much "outside" must score above each other label for a cut after its token.

    A sequence with another label there then becomes no worse with "outside" in its place, whatever
    the neighbours; where the next label goes on with a span, that begins it instead. All arrays are
    of the other labels, in order.
    """

    before: Floats
    """The most that the move from the label before could lose."""
    after: Floats
    """The same for the move to a next label that does not go on with a span."""
    within: Floats
    """The same where it does, but for what the next token's two labels score."""
    begins: Ints
    goes_on: Ints
    """The ``B-`` and the ``I-`` label of each label's name; that of ``B-`` twice if alone."""

    @classmethod
    def of(cls, labels: Sequence[str], follows: Floats, allowed: NDArray[np.bool_]) -> Needs:
        """From the labels and what the moves score. Raises ValueError for ``I-`` without ``B-``."""
        others = [k for k in range(len(labels)) if k != OUTSIDE]
        begins = [labels.index(f"B-{labels[k][2:]}") for k in others]
        known = {label: k for k, label in enumerate(labels)}
        goes_on = [known.get(f"I-{labels[k][2:]}", b) for k, b in zip(others, begins, strict=True)]
        outer = [k for k, label in enumerate(labels) if not label.startswith("I-")]
        changed = np.where(allowed, follows - follows[:, [OUTSIDE]], -np.inf).max(0)
        ended = (follows[:, outer] - follows[OUTSIDE, outer]).max(1)
        # Of I- to B- for the token after: what its own next move loses.
        later = np.where(allowed[goes_on], follows[goes_on] - follows[begins], 0).max(1)
        within = follows[others, goes_on] - follows[OUTSIDE, begins] + np.maximum(later, 0)
        return cls(
            np.maximum(changed[others], 0),
            ended[others],
            within,
            np.array(begins, np.int64),
            np.array(goes_on, np.int64),
        )

    def cuts(self, scores: Floats) -> Ints:
        """Tokens before which a best path through (tokens, labels) is outside of any span."""
        others = np.delete(scores[:-1], OUTSIDE, 1)
        won = scores[1:, self.goes_on] - scores[1:, self.begins]
        least = self.before + np.maximum(self.after, self.within + won)
        sure = (scores[:-1, [OUTSIDE]] - others >= least).all(1)
        return np.flatnonzero(sure) + 1


@dataclass(frozen=True, slots=True)
class BioScheme:
    """A label set in the BIO scheme and which label may follow which."""

    labels: tuple[str, ...]
    inside: NDArray[np.bool_]
    """(labels,): which labels go on with a span."""
    starts: Floats
    """(labels,): 0 where a sequence may start, :data:`FORBIDDEN` elsewhere."""
    follows: Floats
    """(labels, labels): the same for each pair of neighbours, plus what the move scores."""
    needs: Needs

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
        names = np.array([label[2:] for label in labels])
        same = names[:, None] == names[None, :]
        starts = np.where(inside, FORBIDDEN, 0).astype(np.float32)
        allowed = ~(inside[None, :] & ~same)
        scores = np.zeros(same.shape, np.float32) if moves is None else moves
        follows = np.where(allowed, scores, FORBIDDEN).astype(np.float32)
        return cls(tuple(labels), inside, starts, follows, Needs.of(labels, follows, allowed))

    def best_path(self, scores: Floats) -> Ints:
        """The best label sequence for (tokens, labels) log probabilities: (tokens,)."""
        cuts = self.needs.cuts(scores)
        return best_sequence(scores, self.starts, self.follows, cuts, OUTSIDE)

    def chances(self, scores: Floats, path: Ints) -> Floats:
        """How probable each token's label on ``path`` is, given all the others' scores: (tokens,).

        The share of all sequences that have it there.
        """
        return shares(scores, self.starts, self.follows)[np.arange(len(path)), path]

    def spans(self, logits: Floats, *, scored: bool = True) -> list[LabelledSpan]:
        """The labelled spans of the best path through (tokens, labels) logits.

        Without ``scored`` their scores are 1, which is quicker.
        """
        if not len(logits):
            return []
        scores = log_softmax(logits)
        path = self.best_path(scores)
        # Up to each token, so that a mean is one difference.
        added = np.zeros(len(path) + 1)
        if scored:
            np.cumsum(self.chances(scores, path), out=added[1:])
        begins = np.flatnonzero(~self.inside[path])
        ends = np.append(begins[1:], len(path))
        named = path[begins] != OUTSIDE
        begins, ends = begins[named], ends[named]
        means = (added[ends] - added[begins]) / (ends - begins) if scored else np.ones(len(begins))
        found = zip(begins, ends, path[begins], means, strict=True)
        return [LabelledSpan(int(a), int(b), self.labels[k][2:], float(m)) for a, b, k, m in found]


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
    if sum(i == head for i, head in enumerate(heads)) != 1:
        return False
    # The walk on which each token was first passed, from 1; it must not be passed on it again.
    passed = [0] * len(heads)
    for walk, token in enumerate(range(len(heads)), 1):
        i = token
        while not passed[i]:
            passed[i] = walk
            i = heads[i]
        if passed[i] == walk and heads[i] != i:
            return False
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
