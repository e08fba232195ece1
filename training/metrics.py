"""What a score is: counts by document, the figure that they add up to, and how sure it is.

Every figure here comes from three numbers: how much was right, how much the corpus has (gold) and
how much was predicted. Precision, recall and F1 follow; accuracy is F1 where everything gets one
answer, so that gold and predicted are the same.

Intervals are percentile bootstraps over documents (Efron and Tibshirani 1993, chapter 13), because
the sentences of one article succeed and fail together: documents are drawn with replacement, as
many as there are, 1,000 times, and the middle 95% of the figures is the interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: How often documents are drawn for an interval.
RESAMPLES = 1000
#: Fewer documents than this say nothing about how much documents differ.
FEWEST = 5

_KINDS = ("right", "gold", "predicted")
Figure = dict[str, Any]
EntitySpan = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one document; ``group`` is the genre, publisher or region it belongs to."""

    group: str = ""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def judge(self, what: str, right: bool) -> None:
        """Count one answer where every item gets exactly one."""
        self.add(what, right=right, gold=1, predicted=1)

    def compare(
        self, what: str, gold: AbstractSet[Hashable], predicted: AbstractSet[Hashable]
    ) -> None:
        """Count two sets of spans, or of anything that is right when it is the same."""
        self.add(what, right=len(gold & predicted), gold=len(gold), predicted=len(predicted))

    def add(self, what: str, *, right: int = 0, gold: int = 0, predicted: int = 0) -> None:
        """Add to the counts of ``what``."""
        for kind, number in zip(_KINDS, (right, gold, predicted), strict=True):
            self.counts[what, kind] += number

    def note(self, what: str, number: int = 1) -> None:
        """Count what only explains a figure: tokens, or one way of being wrong."""
        self.counts[what, "noted"] += number


def total(tallies: Iterable[Tally], what: str, kind: str = "noted") -> int:
    """How often ``what`` was counted in all documents together."""
    return sum(tally.counts[what, kind] for tally in tallies)


def accuracy(tallies: Sequence[Tally], what: str) -> float:
    """The share of right answers in percent, to one decimal; 0 where there are none."""
    right, gold, _ = _table(tallies, what).sum(0)
    return _percent(right, gold)


def f_score(tallies: Sequence[Tally], what: str) -> Figure:
    """``p``, ``r`` and ``f`` in percent, the ``interval`` of ``f``, and how many are ``gold``."""
    right, gold, predicted = _table(tallies, what).sum(0)
    return {
        "p": _percent(right, predicted),
        "r": _percent(right, gold),
        "f": _percent(2 * right, gold + predicted),
        "interval": interval(tallies, what),
        "gold": int(gold),
    }


def interval(tallies: Sequence[Tally], what: str, *, seed: int = 1) -> list[float] | None:
    """The 95% interval of F1 (or accuracy) in percent; None for fewer than five documents.

    The same documents are drawn for every figure of a corpus.
    """
    if len(tallies) < FEWEST:
        return None
    drawn = _shares(_draws(len(tallies), seed) @ _table(tallies, what))
    return [round(float(x), 1) for x in np.percentile(drawn, (2.5, 97.5))]


def difference(
    first: Sequence[Tally], second: Sequence[Tally], what: str, *, seed: int = 1
) -> tuple[float, list[float] | None]:
    """How many points of F1 (or accuracy) `second` is better, and the 95% interval of that.

    Both hold the same documents in the same order: each draw takes the same ones of both, so that
    what makes a document hard for both does not count. Raises ValueError if their number differs.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} documents beside {len(second)}")
    tables = [_table(tallies, what) for tallies in (first, second)]
    before, after = (_shares(table.sum(0, keepdims=True))[0] for table in tables)
    if len(first) < FEWEST:
        return round(float(after - before), 1), None
    draws = _draws(len(first), seed)
    before_drawn, after_drawn = (_shares(draws @ table) for table in tables)
    bounds = np.percentile(after_drawn - before_drawn, (2.5, 97.5))
    return round(float(after - before), 1), [round(float(x), 1) for x in bounds]


def by_group(
    tallies: Iterable[Tally], figures: Callable[[Sequence[Tally]], Figure]
) -> dict[str, Figure]:
    """``figures`` of the documents of each group, groups in the order of the alphabet."""
    groups: dict[str, list[Tally]] = {}
    for tally in tallies:
        groups.setdefault(tally.group, []).append(tally)
    return {name: figures(groups[name]) for name in sorted(groups)}


def entity_errors(
    gold: AbstractSet[EntitySpan], predicted: AbstractSet[EntitySpan], kind: str
) -> Counter[str]:
    """How the entities of ``kind`` in ``gold`` went wrong, and what was found in vain.

    ``type``: found with another type. ``extent``: a span of the same type overlaps it. ``missed``:
    neither. ``invented``: predicted as ``kind``, and no entity of any type overlaps it.
    """
    errors: Counter[str] = Counter()
    for start, end, label in gold:
        if label != kind or (start, end, label) in predicted:
            continue
        over = [(a, b, name) for a, b, name in predicted if a < end and start < b]
        if any((a, b) == (start, end) for a, b, _ in over):
            errors["type"] += 1
        elif any(name == kind for _, _, name in over):
            errors["extent"] += 1
        else:
            errors["missed"] += 1
    for start, end, label in predicted:
        if label == kind and not any(a < end and start < b for a, b, _ in gold):
            errors["invented"] += 1
    return errors


def _table(tallies: Sequence[Tally], what: str) -> NDArray[np.int64]:
    """(documents, 3): right, gold and predicted."""
    rows = [[tally.counts[what, kind] for kind in _KINDS] for tally in tallies]
    return np.array(rows, np.int64).reshape(len(tallies), 3)


def _draws(documents: int, seed: int) -> NDArray[np.int64]:
    """(resamples, documents): how often each document was drawn."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(documents, np.full(documents, 1 / documents), size=RESAMPLES)


def _shares(sums: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 in percent of each row of right, gold and predicted."""
    shares: NDArray[np.float64] = 200.0 * sums[:, 0] / np.maximum(1, sums[:, 1] + sums[:, 2])
    return shares


def _percent(part: float, whole: float) -> float:
    return round(100 * float(part) / max(1, float(whole)), 1)
