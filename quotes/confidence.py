"""How sure to be of an attribution: two small logistic models whose weights one can read.

The confidence of an attributed quotation is the probability that *all* of it
is right, as an annotator of news would judge it:

``linked``
    the content is that of an attribution in the article (they share at least
    half of the letters and digits of both), and the source is the
    attribution's, or neither has one; a quotation that only goes on from
    another has that one's source;
``attributed``
    given that, the speaker is who the source means: the name of the person or
    organisation, or no such name where the source is a group, a document or
    somebody unnamed.

Where somebody is chosen as the speaker and neither a cue nor a source stands by the words, nothing
was linked: all of it is as sure as the choice (:mod:`quotes.speakers.implicit`).

``confidence`` weighs the two (``together``: a logistic model of their log-odds, for they are
not independent). Each of them is the logistic function of a
weighted sum of signals (:mod:`quotes.quotation.signals` and
:mod:`quotes.speakers.signals`), whose weights, in ``calibration.json`` and, for the
larger encoder, ``calibration-accurate.json``, were
fitted on articles that no other part was trained on; ``python -m
training.calibrate`` fits them, and writes how well they hold. A signal that
can only speak for an attribution has a weight of zero or more. No machine is
certain, so nothing here is above :data:`MOST`; what a person has confirmed or
corrected is 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from math import exp, log
from typing import Any

from quotes.types import Quotation, Reason

#: No quotation that a machine found is surer, and none less sure, than this.
MOST, LEAST = 0.99, 0.01
#: Below this an attribution is doubtful: more likely wrong than right. It is kept, and marked.
DOUBTFUL = 0.5

#: How many reasons are given, and how much a reason must move the log-odds.
_REASONS, _WORTH_TELLING = 4, 0.15

#: What to say of a signal above and below its average; nothing where that tells nothing.
_WORDS = {
    "content": ("the model is sure of the words", "the model is unsure of the words"),
    "cue": ("the model is sure of the cue", "the model is unsure of the cue"),
    "source": ("the model is sure of the source", "the model is unsure of the source"),
    "has cue": ("there is a cue", "no cue attributes it"),
    "has source": ("there is a source", "no source stands by it"),
    "direct": ("it stands in quotation marks", ""),
    "mixed": ("only a part stands in quotation marks", ""),
    "length": ("it is long enough to be a statement", "it is only a few words"),
    "speaks": ("the cue is a verb of speaking", "the cue is no verb of speaking"),
    "subject": ("the source is the subject of the cue", "the source is not the cue's subject"),
    "reported": ("the sentence ties it to the cue", "the sentence does not tie it to the cue"),
    "near cue": ("the cue stands beside it", "the cue stands apart from it"),
    "near source": ("the source stands beside the cue", "the source stands apart from the cue"),
    "cue fits": ("the choice of the cue is clear", "the choice of the cue is not clear"),
    "source fits": ("the choice of the source is clear", "the choice of the source is not clear"),
    "unrivalled": ("no other source comes near", "another source comes near"),
    "alone": ("no other quotation overlaps it", "another quotation overlaps it"),
    "turn": ("it is a turn of an interview", ""),
    "certainty": (
        "speakers found in this way are right more often than others",
        "speakers found in this way are right less often than others",
    ),
    "somebody": ("a speaker was found", "no speaker was found"),
    "named": ("the source names the speaker", ""),
    "pronoun": ("the source is a pronoun", ""),
    "described": ("the source describes the speaker", ""),
    "person": ("the speaker is a person with a name", "the speaker is no person with a name"),
    "lead": ("no other speaker comes near", "another speaker comes near"),
    "in marks": ("", ""),
}
#: The file of the models of an encoder other than the bundled one, by the width of its vectors.
_BY_WIDTH = {768: "calibration-accurate.json"}
#: Parts of an attribution that may be missing.
_PARTS = ("has cue", "has source")
#: Signals that say nothing of their own where another one is missing.
_ONLY_WITH = {
    **dict.fromkeys(("cue", "speaks", "reported", "near cue", "cue fits"), "has cue"),
    **dict.fromkeys(
        ("source", "subject", "near source", "source fits", "unrivalled"), "has source"
    ),
}


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over named signals."""

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    """What each signal is on average: reasons are told beside it."""

    def probability(self, signals: Mapping[str, float]) -> float:
        """Between :data:`LEAST` and :data:`MOST`; a signal that is missing counts as average."""
        total = 0.0
        for name, weight in self.weights.items():
            value = signals.get(name)
            total += weight * (self.means.get(name, 0.0) if value is None else value)
        total += self.intercept
        return _chance(total)

    def reasons(self, signals: Mapping[str, float]) -> Iterator[tuple[float, str]]:
        """What moves this case away from the average one, by how much, and in words."""
        for name, weight in self.weights.items():
            value = signals.get(name)
            if value is None:
                continue
            above = value - self.means.get(name, 0.0)
            if abs(weight * above) < _WORTH_TELLING:
                continue
            needed = _ONLY_WITH.get(name)
            if needed and not signals.get(needed, 1.0):
                continue
            if name in _PARTS and above < 0 < weight * above:
                continue  # that something is missing is no reason for it
            text = _WORDS[name][0 if above > 0 else 1]
            if text:
                yield round(weight * above, 2), text


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models, as one file has them."""

    linked: Logistic
    by_syntax: Logistic
    """The same as ``linked``, where no encoder knows the roles."""
    attributed: Logistic
    together: Logistic
    """That all is right, by the log-odds of both."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """Undo :meth:`to_json`. Raises KeyError or TypeError for anything else."""
        return cls(*(Logistic(**data[field.name]) for field in fields(cls)))

    def to_json(self) -> dict[str, Any]:
        """Plain numbers by name."""
        models = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: {
                "intercept": model.intercept,
                "weights": dict(model.weights),
                "means": dict(model.means),
            }
            for name, model in models.items()
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """How sure one attribution is, and why."""

    linked: float
    attributed: float
    confidence: float
    """That all of it is right: no surer than either."""
    reasons: tuple[Reason, ...]


@cache
def bundled(width: int = 0) -> Calibration:
    """The weights that come with the program, for an encoder whose vectors have this ``width``.

    Of an encoder that is none of ours, and of none, what was fitted with the bundled one holds.
    """
    name = _BY_WIDTH.get(width, "calibration.json")
    return Calibration.from_json(
        json.loads((resources.files(__package__) / name).read_text("utf-8"))
    )


def assess(
    quotation: Quotation, speaker: Mapping[str, float], calibration: Calibration | None = None
) -> Assessment:
    """How sure to be of ``quotation`` with the speaker of whom ``speaker`` has the signals.

    A quotation without :attr:`Quotation.linking`, which somebody else made,
    is taken to be as sure as it says.
    """
    models = calibration or bundled()
    attributed = models.attributed.probability(speaker)
    linked, reasons = quotation.confidence, [*models.attributed.reasons(speaker)]
    if quotation.cue is None and quotation.source is None and speaker.get("somebody"):
        linked = attributed = both = _chance(speaker["certainty"])
    else:
        if quotation.linking is not None:
            model = models.linked if quotation.linking.learned else models.by_syntax
            link = dict(quotation.linking.signals)
            linked = model.probability(link)
            reasons += model.reasons(link)
        both = models.together.probability(of_both(linked, attributed))
    reasons.sort(key=lambda reason: (-abs(reason[0]), reason[1]))
    return Assessment(
        round(linked, 4),
        round(attributed, 4),
        round(min(both, linked, attributed), 4),
        tuple(Reason(text, weight) for weight, text in reasons[:_REASONS]),
    )


def of_both(linked: float, attributed: float) -> dict[str, float]:
    """The signals of :attr:`Calibration.together`."""
    return {"linked": log_odds(linked, LEAST), "attributed": log_odds(attributed, LEAST)}


def _chance(total: float) -> float:
    """The probability of log-odds, between :data:`LEAST` and :data:`MOST`."""
    chance = 1 / (1 + exp(-total)) if total > -700 else 0.0
    return min(max(chance, LEAST), MOST)


def log_odds(chance: float, closest: float) -> float:
    """Of a probability, which counts as no nearer to 0 or 1 than ``closest``."""
    inside = min(max(chance, closest), 1 - closest)
    return log(inside / (1 - inside))


def is_doubtful(confidence: float | None) -> bool:
    """Is an attribution of this confidence to be marked?"""
    return confidence is not None and confidence < DOUBTFUL
