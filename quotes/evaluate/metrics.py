"""The counts behind every figure, article by article, and how they add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from functools import reduce
from operator import add
from typing import Final, Literal

from quotes.evaluate.attributions import NAMED, NAMELESS, ROLES, TYPES, Reading, Role
from quotes.evaluate.comparison import Comparison, right_source, right_source_strictly
from quotes.evaluate.names import fits
from quotes.types import Span

Metric = Literal[
    "exact",
    "exact untrimmed",
    "overlap",
    "detection",
    "linked",
    "linked strict",
    "coverage 0.3",
    "coverage 0.8",
    "whole",
]
ALL: Final = "all"


def percent(part: float, whole: float) -> float | None:
    """`part` of `whole` in percent, to two places; ``None`` of nothing."""
    return round(100 * part / whole, 2) if whole else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was right, of what was predicted and of what is in the gold annotation."""

    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    """Differs from `right_predicted` only where each side counts by its own type."""
    gold: int = 0

    @classmethod
    def shared(cls, right: int, predicted: int, gold: int) -> Tally:
        """A tally where one thing right is right on both sides."""
        return cls(right, predicted, right, gold)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(add, astuple(self), astuple(other)))

    @property
    def precision(self) -> float | None:
        """In percent."""
        return percent(self.right_predicted, self.predicted)

    @property
    def recall(self) -> float | None:
        """In percent."""
        return percent(self.right_gold, self.gold)

    @property
    def f1(self) -> float | None:
        """In percent: the harmonic mean, for a tally with one kind of right."""
        return percent(2 * self.right_gold, self.predicted + self.gold)


@dataclass(frozen=True, slots=True)
class SpeakerTally:
    """Attributions to a person or organization, and how far each was got right."""

    gold: int = 0
    found: int = 0
    """A quotation matches them."""
    named: int = 0
    """... which names a speaker."""
    right: int = 0
    """... and the right one."""
    full: int = 0
    """... with every word of the fullest name."""

    def __add__(self, other: SpeakerTally) -> SpeakerTally:
        return SpeakerTally(*map(add, astuple(self), astuple(other)))

    @property
    def accuracy(self) -> float | None:
        """Right, of those found, in percent."""
        return percent(self.right, self.found)

    @property
    def precision(self) -> float | None:
        """Right, of those named, in percent."""
        return percent(self.right, self.named)

    @property
    def recall(self) -> float | None:
        """Right, of all: end to end, in percent."""
        return percent(self.right, self.gold)

    @property
    def full_recall(self) -> float | None:
        """Right with the full name, of all, in percent."""
        return percent(self.full, self.gold)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a number of cases."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> float | None:
        """In percent."""
        return percent(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that was counted in one article, or in several added up."""

    articles: int = 0
    gold: int = 0
    predicted: int = 0
    tallies: Mapping[tuple[Metric, str], Tally] = field(default_factory=dict)
    """By metric and role, or metric and type, or metric and :data:`ALL`."""
    type_label: Share = Share()
    """Detected quotations that claim the right type."""
    speakers: Mapping[str, SpeakerTally] = field(default_factory=dict)
    """By kind, type, resolution and some of their combinations, and :data:`ALL`."""
    named_wrongly: Share = Share()
    """Found attributions to the nameless that were given a person's or organization's name."""


def count(comparison: Comparison) -> Counts:
    """What one article adds to every figure."""
    groups = list(_speaker_tallies(comparison))
    speakers: defaultdict[str, SpeakerTally] = defaultdict(SpeakerTally)
    for group, tally in groups:
        speakers[group] += tally
    return Counts(
        articles=1,
        gold=len(comparison.gold),
        predicted=len(comparison.predicted),
        tallies=dict(_tallies(comparison)),
        type_label=_type_label(comparison),
        speakers=dict(speakers),
        named_wrongly=_named_wrongly(comparison),
    )


def total(counts: Iterable[Counts]) -> Counts:
    """The counts of several articles, pooled."""
    counts = list(counts)
    tallies: defaultdict[tuple[Metric, str], Tally] = defaultdict(Tally)
    speakers: defaultdict[str, SpeakerTally] = defaultdict(SpeakerTally)
    for one in counts:
        for key, tally in one.tallies.items():
            tallies[key] += tally
        for group, some in one.speakers.items():
            speakers[group] += some
    return Counts(
        sum(one.articles for one in counts),
        sum(one.gold for one in counts),
        sum(one.predicted for one in counts),
        dict(tallies),
        reduce(add, (one.type_label for one in counts), Share()),
        dict(speakers),
        reduce(add, (one.named_wrongly for one in counts), Share()),
    )


# ------------------------------------------------------------------ spans


def _tallies(comparison: Comparison) -> Iterator[tuple[tuple[Metric, str], Tally]]:
    gold, predicted = comparison.gold, comparison.predicted
    for role in ROLES:
        yield ("exact", role), _distinct(comparison, lambda one, r=role: one.trimmed[r])
        yield ("exact untrimmed", role), _distinct(comparison, lambda one, r=role: one.pieces[r])
        yield ("overlap", role), _overlap(comparison, role)
    detected = [(gold[i], predicted[j]) for i, j in comparison.detected.items()]
    linked = [pair for pair in detected if right_source(*pair)]
    strictly = [pair for pair in detected if right_source_strictly(*pair)]
    for metric, right in _LINKS(detected, linked, strictly):
        yield from _by_type(metric, right, comparison)
    for metric, above in _COVERAGES:
        right_count = len(comparison.covered(above))
        yield (metric, ALL), Tally.shared(right_count, len(predicted), len(gold))
    identical = Counter(one.whole for one in gold) & Counter(one.whole for one in predicted)
    yield ("whole", ALL), Tally.shared(sum(identical.values()), len(predicted), len(gold))
