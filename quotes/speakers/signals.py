"""What speaks for a speaker, measured: what the confidence in one is made of."""

from __future__ import annotations

from math import log

from quotes.speakers.decision import Decision
from quotes.types import QuotationType

#: Name and meaning of each signal.
NAMES = {
    "certainty": "log-odds of the rule that decided, and of how far it leads",
    "somebody": "1 with a speaker",
    "named": "1 when the source names the speaker",
    "pronoun": "1 when the source is a pronoun",
    "described": "1 when the source is a description",
    "person": "1 when the speaker is a person with a name",
    "lead": "how far the next best speaker is behind, from 0 to 1",
    "in marks": "1 when some of the content stands in quotation marks",
}

_CLOSEST = 0.01


def signals(decision: Decision, kind: QuotationType) -> dict[str, float]:
    """Measures the speaker that was decided for a quotation of type ``kind``."""
    certainty = min(max(decision.certainty, _CLOSEST), 1 - _CLOSEST)
    share = decision.runner_up_share
    if share is None:
        share = 0.25 if decision.runner_up else 0.0
    return {
        "certainty": log(certainty / (1 - certainty)),
        "somebody": float(decision.speaker is not None),
        "named": float(decision.resolution == "name"),
        "pronoun": float(decision.resolution == "pronoun"),
        "described": float(decision.resolution == "nominal"),
        "person": float(decision.speaker is not None and decision.speaker.kind == "person"),
        "lead": 1 - 2 * min(share, 0.5),
        "in marks": float(kind != "indirect"),
    }
