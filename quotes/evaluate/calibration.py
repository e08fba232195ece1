"""Whether confidence means something: of quotations at 0.9, nine in ten should be right.

Four things can be right, and each is judged by itself (:data:`Question`):

``linked``
    Every quotation: it is found (content at IoU 0.5, one to one) and touches the right source.
``speaker``
    Every quotation that names a person or an organization, where somebody has looked the speakers
    up: it belongs to an attribution to that speaker. One that belongs to no attribution, or to
    one of the unnamed, is wrong; one whose attribution nobody has looked up is left out.
``speaker, if found``
    The same without the quotations that belong to no attribution.
``all``
    Every quotation of an article whose speakers somebody has looked up: it is linked, and its
    speaker is the attribution's, or has no name where the attribution's has none. This is what
    :mod:`quotes.confidence` means to say.

The expected calibration error (Naeini, Cooper and Hauskrecht 2015) is the mean distance of
confidence and share right over the bins of a reliability diagram, each counting by its size. It
depends on the bins, so two are given: ten of about the same number of quotations, and ten of the
same width. All shares are between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from quotes.evaluate.attributions import NAMED, Reading
from quotes.evaluate.comparison import Comparison, right_source
from quotes.evaluate.metrics import has_named_speaker, right_speaker, rightly_attributed

Question = Literal["linked", "speaker", "speaker, if found", "all"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
#: How many bins a reliability diagram has.
BINS = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """One quotation's confidence, and whether it was right."""

    question: Question
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Quotations of about the same confidence."""

    low: float
    high: float
    """The ends of its width, or its lowest and highest confidence."""
    size: int
    confidence: float
    """The mean."""
    right: float
    """The share that is right."""


def judge(comparison: Comparison) -> tuple[Judgement, ...]:
    """What one article's quotations that have a confidence came to."""
    return tuple(_judgements(comparison))


def _judgements(comparison: Comparison) -> Iterator[Judgement]:
    if comparison.scope.sources:
        partner = {j: i for i, j in comparison.detected.items()}
        for j, predicted in enumerate(comparison.predicted):
            right = j in partner and right_source(comparison.gold[partner[j]], predicted)
            yield from _judgement("linked", predicted, right)
    if not any(one.attribution.resolved for one in comparison.gold):
        return
    partner = {j: i for i, j in comparison.attributable.items()}
    for j, predicted in enumerate(comparison.predicted):
        if not predicted.attribution.speaker or predicted.attribution.kind not in NAMED:
            continue
        if j not in partner:
            yield from _judgement("speaker", predicted, False)
            continue
        gold = comparison.gold[partner[j]]
        if gold.attribution.resolved and gold.attribution.kind not in ("", "unknown"):
            right = has_named_speaker(gold) and right_speaker(gold, predicted)
            yield from _judgement("speaker", predicted, right)
            yield from _judgement("speaker, if found", predicted, right)
    if comparison.scope.sources:
        yield from _all_right(comparison)


def _all_right(comparison: Comparison) -> Iterator[Judgement]:
    partner = {j: i for i, j in comparison.detected.items()}
    for j, predicted in enumerate(comparison.predicted):
        gold = comparison.gold[partner[j]] if j in partner else None
        if gold is None or not right_source(gold, predicted):
            yield from _judgement("all", predicted, False)
        elif (right := rightly_attributed(gold, predicted)) is not None:
            yield from _judgement("all", predicted, right)


def _judgement(question: Question, predicted: Reading, right: bool) -> Iterator[Judgement]:
    confidence = predicted.attribution.confidence
    if confidence is not None:
        yield Judgement(question, confidence, right)


def equal_mass(judged: Iterable[Judgement], bins: int = BINS) -> list[Bin]:
    """Bins of about the same size, in order; equal confidences are never parted."""
    ordered = sorted(judged, key=lambda one: one.confidence)
    found = []
    start = 0
    for number in range(1, bins + 1):
        end = max(start, round(number * len(ordered) / bins))
        while start < end < len(ordered) and (
            ordered[end].confidence == ordered[end - 1].confidence
        ):
            end += 1
        if start < end:
            some = ordered[start:end]
            found.append(_bin(some, some[0].confidence, some[-1].confidence))
        start = end
    return found


def equal_width(judged: Iterable[Judgement], bins: int = BINS) -> list[Bin]:
    """Bins of the same width from 0 to 1, in order, without the empty ones.

    A bin holds its lower end but not its upper; the last holds 1 as well.
    """
    sorted_in: list[list[Judgement]] = [[] for _ in range(bins)]
    for one in judged:
        sorted_in[min(max(int(one.confidence * bins), 0), bins - 1)].append(one)
    return [
        _bin(some, number / bins, (number + 1) / bins)
        for number, some in enumerate(sorted_in)
        if some
    ]


def _bin(some: Sequence[Judgement], low: float, high: float) -> Bin:
    size = len(some)
    return Bin(
        low,
        high,
        size,
        sum(one.confidence for one in some) / size,
        sum(one.right for one in some) / size,
    )


def expected_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error, between 0 and 1; ``None`` without quotations."""
    size = sum(one.size for one in bins)
    if not size:
        return None
    return sum(one.size * abs(one.confidence - one.right) for one in bins) / size


def brier(judged: Sequence[Judgement]) -> float | None:
    """The mean squared distance of confidence and truth (Brier 1950); 0 is best."""
    if not judged:
        return None
    return sum((one.confidence - one.right) ** 2 for one in judged) / len(judged)
