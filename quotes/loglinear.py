"""Choosing one of several by what is said of each: a log-linear model of choice (McFadden 1974).

Every candidate is described by statements that a reader can check against the
text. Each statement has a learnt weight, in log-odds; a candidate's score is the
sum of the weights of its statements, and statements without a weight say
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from itertools import repeat
from math import exp
from typing import Any

_NOTHING = repeat(0.0)


def read_weights(package: str, file: str) -> Any:
    """What was learnt and comes with a package, as its JSON has it."""
    return json.loads((resources.files(package) / file).read_text(encoding="utf-8"))


def score(statements: Iterable[str], weights: Mapping[str, float]) -> float:
    """What the statements on one candidate weigh together."""
    return sum(map(weights.get, statements, _NOTHING))


def probabilities(scores: Sequence[float]) -> list[float]:
    """Of each candidate, by the scores of all of them. Raises ValueError where there is none."""
    best = max(scores)
    odds = [exp(one - best) for one in scores]
    total = sum(odds)
    return [one / total for one in odds]
