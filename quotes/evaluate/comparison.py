"""One article's gold attributions beside its predicted quotations, and how they pair up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quotes.evaluate.attributions import EVERYTHING, Attribution, Reading, Scope, read
from quotes.evaluate.matching import Pair, match
from quotes.evaluate.spans import inside_marks

#: Content that agrees as far as this is found.
FOUND_IOU = 0.5
#: Direct content covered this far is found too when it comes to its speaker.
FOUND_COVERAGE = 0.8
#: What the agreement of sources and cues is worth beside that of contents.
TIE_SHARE = 1000


def iou(one: frozenset[int], other: frozenset[int]) -> float:
    """Characters in both, of those in either; 0 where there are none."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well a gold and a predicted content that share characters agree."""

    iou: float
    coverage: float
    """Characters shared, of those in the gold content."""
    tie: float
    """Tells equal pairs apart: the agreement of sources and cues, worth a thousandth."""


@dataclass(frozen=True)
class Comparison:
    """One article's gold attributions and predicted quotations.

    A pair is two places in :attr:`gold` and :attr:`predicted`; a matching holds for the gold
    place the predicted one.
    """

    gold: tuple[Reading, ...]
    predicted: tuple[Reading, ...]
    scope: Scope = EVERYTHING
    """What the gold marks."""

    @classmethod
    def of(
        cls,
        text: str,
        gold: Iterable[Attribution],
        predicted: Iterable[Attribution],
        scope: Scope = EVERYTHING,
    ) -> Comparison:
        """Compares what stands in `text`, leaving out predictions of kinds that nobody marked."""
        inside = inside_marks(text)
        readings = (read(text, one, inside) for one in predicted)
        return cls(
            tuple(read(text, one, inside) for one in gold),
            tuple(filter(scope.holds, readings)),
            scope,
        )

    @cached_property
    def overlaps(self) -> dict[Pair, Overlap]:
        """The pairs whose contents share a character."""
        return {
            (i, j): Overlap(
                shared / len(gold.characters["content"] | predicted.characters["content"]),
                shared / len(gold.characters["content"]),
                _tie(gold, predicted),
            )
            for i, gold in enumerate(self.gold)
            for j, shared in self._sharing(gold)
            for predicted in (self.predicted[j],)
        }

    def _sharing(self, gold: Reading) -> Iterator[Pair]:
        """The predictions whose contents share characters with `gold`, and how many."""
        shared = Counter(j for i in gold.characters["content"] for j in self._standing.get(i, ()))
        return iter(sorted(shared.items()))

    @cached_property
    def _standing(self) -> dict[int, list[int]]:
        """Offset to the predictions whose contents have that character."""
        standing: defaultdict[int, list[int]] = defaultdict(list)
        for j, predicted in enumerate(self.predicted):
            for i in predicted.characters["content"]:
                standing[i].append(j)
        return standing

    @cached_property
    def overlapping(self) -> dict[int, int]:
        """The matching of contents that share anything at all."""
        return self._matching(lambda _, overlap: overlap.iou > 0)

    @cached_property
    def detected(self) -> dict[int, int]:
        """The matching of contents that agree well enough to count as found."""
        return self._matching(lambda _, overlap: overlap.iou >= FOUND_IOU)

    @cached_property
    def attributable(self) -> dict[int, int]:
        """The matching that speakers are judged on: a direct content may also be covered."""
        return self._matching(
            lambda gold, overlap: (
                overlap.iou >= FOUND_IOU
                or (gold.type == "direct" and overlap.coverage >= FOUND_COVERAGE)
            )
        )

    def covered(self, above: float) -> dict[int, int]:
        """The matching of contents covered by more than `above`, by coverage."""
        weights = {
            pair: overlap.coverage + overlap.tie
            for pair, overlap in self.overlaps.items()
            if overlap.coverage > above
        }
        return match(weights, len(self.gold), len(self.predicted))

    def _matching(self, allowed: Callable[[Reading, Overlap], bool]) -> dict[int, int]:
        weights = {
            (i, j): overlap.iou + overlap.tie
            for (i, j), overlap in self.overlaps.items()
            if allowed(self.gold[i], overlap)
        }
        return match(weights, len(self.gold), len(self.predicted))


def _tie(gold: Reading, predicted: Reading) -> float:
    sources = iou(gold.characters["source"], predicted.characters["source"])
    cues = iou(gold.characters["cue"], predicted.characters["cue"])
    return (sources + cues) / TIE_SHARE


def right_source(gold: Reading, predicted: Reading) -> bool:
    """Do the sources share a character, or has neither one?"""
    theirs, mine = gold.characters["source"], predicted.characters["source"]
    return bool(theirs & mine) if theirs and mine else not theirs and not mine


def right_source_strictly(gold: Reading, predicted: Reading) -> bool:
    """Do the sources agree as well as contents must, or has neither one?"""
    theirs, mine = gold.characters["source"], predicted.characters["source"]
    return iou(theirs, mine) >= FOUND_IOU if theirs else not mine
