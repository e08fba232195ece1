"""The counts behind every figure, article by article, and how they add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Final, Literal

from quotes.evaluate.attributions import HOWS, NAMED, NAMELESS, ROLES, TYPES, Reading, Role
from quotes.evaluate.comparison import Comparison, right_source, right_source_strictly
from quotes.evaluate.depth import DEPTHS, depths
from quotes.evaluate.matching import Pair
from quotes.evaluate.names import fits
from quotes.types import QuotationType, Span

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
#: The group of everything.
ALL: Final = "all"
#: The Gender Gap Tracker's tests. They do not mind spans that are too long.
COVERAGES: Mapping[Metric, float] = {"coverage 0.3": 0.3, "coverage 0.8": 0.8}


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
        return Tally(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )

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
        return SpeakerTally(
            self.gold + other.gold,
            self.found + other.found,
            self.named + other.named,
            self.right + other.right,
            self.full + other.full,
        )

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
    """By metric and role, type, resolution, depth or :data:`ALL`.

    By resolution, recall is of the gold attributions whose resolution is known, and precision of
    all predictions that claim that one.
    """
    type_label: Share = Share()
    """Detected quotations that claim the right type."""
    speakers: Mapping[str, SpeakerTally] = field(default_factory=dict)
    """By kind, type, resolution and some of their combinations, depth, and :data:`ALL`."""
    named_wrongly: Share = Share()
    """Found attributions to the nameless that were given a person's or organization's name."""


def count(comparison: Comparison) -> Counts:
    """What one article adds to every figure."""
    return Counts(
        articles=1,
        gold=len(comparison.gold),
        predicted=len(comparison.predicted),
        tallies=_tallies(comparison),
        type_label=_type_label(comparison),
        speakers=_speaker_tallies(comparison),
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


def _of_type(type_: QuotationType) -> Callable[[Reading], bool]:
    return lambda reading: reading.type == type_


def _resolved_by(how: str) -> Callable[[Reading], bool]:
    return lambda reading: reading.attribution.how == how


#: The groups that detection and linking are told apart by, and what is in each.
_BREAKDOWNS: Mapping[str, Callable[[Reading], bool]] = {
    **{type_: _of_type(type_) for type_ in TYPES},
    **{how: _resolved_by(how) for how in HOWS},
}


def _memberships(
    *sides: Sequence[Reading],
) -> dict[str, tuple[Sequence[bool], ...]]:
    """For each group of a breakdown, which attributions of each side are in it."""
    deep = [depths(side) for side in sides]
    return {
        **{
            group: tuple([belongs(one) for one in side] for side in sides)
            for group, belongs in _BREAKDOWNS.items()
        },
        **{depth: tuple([one == depth for one in some] for some in deep) for depth in DEPTHS},
    }


def _tallies(comparison: Comparison) -> dict[tuple[Metric, str], Tally]:
    """Every metric of contents, cues and sources."""
    gold, predicted = comparison.gold, comparison.predicted
    tallies: dict[tuple[Metric, str], Tally] = {}
    for role in ROLES:
        tallies["exact", role] = _exact(
            *(_distinct(one.trimmed[role] for one in side) for side in (gold, predicted))
        )
        tallies["exact untrimmed", role] = _exact(
            *(_distinct(one.pieces[role] for one in side) for side in (gold, predicted))
        )
        tallies["overlap", role] = _overlap(comparison, role)
    detected = comparison.detected.items()
    links: dict[Metric, list[Pair]] = {
        "detection": list(detected),
        "linked": [(i, j) for i, j in detected if right_source(gold[i], predicted[j])],
        "linked strict": [
            (i, j) for i, j in detected if right_source_strictly(gold[i], predicted[j])
        ],
    }
    groups = _memberships(gold, predicted)
    for metric, right in links.items():
        tallies[metric, ALL] = Tally.shared(len(right), len(predicted), len(gold))
        for group, (theirs, mine) in groups.items():
            tallies[metric, group] = Tally(
                right_predicted=sum(mine[j] for _, j in right),
                predicted=sum(mine),
                right_gold=sum(theirs[i] for i, _ in right),
                gold=sum(theirs),
            )
    for metric, above in COVERAGES.items():
        covered = len(comparison.covered(above))
        tallies[metric, ALL] = Tally.shared(covered, len(predicted), len(gold))
    identical = Counter(one.whole for one in gold) & Counter(one.whole for one in predicted)
    whole = sum(identical.values())
    tallies["whole", ALL] = Tally.shared(whole, len(predicted), len(gold))
    return tallies


def _distinct(spans: Iterable[Iterable[Span]]) -> set[Span]:
    return {span for some in spans for span in some}


def _exact(gold: set[Span], predicted: set[Span]) -> Tally:
    return Tally.shared(len(gold & predicted), len(predicted), len(gold))


def _overlap(comparison: Comparison, role: Role) -> Tally:
    """In characters. Pairs that do not match share nothing."""

    def length(side: Iterable[Reading]) -> int:
        return sum(len(one.characters[role]) for one in side)

    shared = sum(
        len(comparison.gold[i].characters[role] & comparison.predicted[j].characters[role])
        for i, j in comparison.overlapping.items()
    )
    return Tally.shared(shared, length(comparison.predicted), length(comparison.gold))


def _type_label(comparison: Comparison) -> Share:
    claims = [
        comparison.predicted[j].attribution.label == comparison.gold[i].type
        for i, j in comparison.detected.items()
        if comparison.predicted[j].attribution.label
    ]
    return Share(sum(claims), len(claims))


# ------------------------------------------------------------------ speakers


def right_speaker(gold: Reading, predicted: Reading, full: bool = False) -> bool:
    """Does the quotation name the attribution's speaker, or one of several?

    With `full`, every word of the name must be there, and an alias is not enough.
    """
    theirs, mine = gold.attribution, predicted.attribution
    names = (theirs.speaker,) if full else (theirs.speaker, *theirs.aliases)
    return any(fits(name, mine.speaker, theirs.kind == "person", full) for name in names)


def has_named_speaker(gold: Reading) -> bool:
    """Is the attribution to a person or an organization that somebody has looked up?"""
    one = gold.attribution
    return one.resolved and bool(one.speaker) and one.kind in NAMED


def _speaker_tallies(comparison: Comparison) -> dict[str, SpeakerTally]:
    tallies: defaultdict[str, SpeakerTally] = defaultdict(SpeakerTally)
    deep = depths(comparison.gold)
    for i, gold in enumerate(comparison.gold):
        if not has_named_speaker(gold):
            continue
        partner = comparison.attributable.get(i)
        tally = SpeakerTally(gold=1)
        if partner is not None:
            found = comparison.predicted[partner]
            tally = SpeakerTally(
                gold=1,
                found=1,
                named=int(bool(found.attribution.speaker)),
                right=int(right_speaker(gold, found)),
                full=int(right_speaker(gold, found, full=True)),
            )
        for group in (*_groups(gold), deep[i]):
            tallies[group] += tally
    return dict(tallies)


def _groups(gold: Reading) -> tuple[str, ...]:
    """The breakdowns that an attribution counts in."""
    kind, how = gold.attribution.kind, gold.attribution.how
    marks = "indirect" if gold.type == "indirect" else "direct+mixed"
    known = (how, f"{kind} {how}") if how else ()
    return ALL, kind, marks, f"{kind} {marks}", *known


def named_wrongly(gold: Reading, predicted: Reading) -> bool | None:
    """Was a nameless speaker given a name? ``None`` where that cannot be said.

    It cannot of an attribution to somebody with a name, of one that nobody has looked up, and of
    a predicted name without a kind.
    """
    theirs, mine = gold.attribution, predicted.attribution
    if not theirs.resolved or theirs.kind not in NAMELESS or (mine.speaker and not mine.kind):
        return None
    return bool(mine.speaker) and mine.kind in NAMED


def rightly_attributed(gold: Reading, predicted: Reading) -> bool | None:
    """Is the speaker right? ``None`` where the annotation does not say.

    One with a name must be named; a group, a document or somebody unnamed must
    not be given the name of a person or an organization.
    """
    if has_named_speaker(gold):
        return right_speaker(gold, predicted)
    if gold.attribution.kind in NAMED:
        return None
    wrong = named_wrongly(gold, predicted)
    return None if wrong is None else not wrong


def _named_wrongly(comparison: Comparison) -> Share:
    judged = [
        named_wrongly(comparison.gold[i], comparison.predicted[j])
        for i, j in comparison.attributable.items()
    ]
    cases = [one for one in judged if one is not None]
    return Share(sum(cases), len(cases))
