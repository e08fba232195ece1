"""Learns what statements weigh, from choices whose right answer is known.

A log-linear model of choice (McFadden 1974) with a ridge penalty. Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

#: Statements that fewer candidates than this make are left out.
RAREST = 8
#: The ridge penalty (1 to 4 are alike for links on dev, 2 to 8 for pronouns in cross-validation).
PENALTY = 2.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choosing:
    """The statements of each candidate, and which of them are right."""

    statements: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    counts: float = 1.0
    """How much the choice counts beside others."""


_NONE: Mapping[str, float] = MappingProxyType({})


def fit(
    cases: Sequence[Choosing],
    held: Mapping[str, float] = _NONE,
    expected: Mapping[str, float] = _NONE,
) -> dict[str, float]:
    """The weight of each statement; rare ones are left out, and those ``held`` stay as they are.

    What differs from a weight that is ``expected`` is penalised, 0 where nothing is: a statement
    that few cases make keeps about that.
    """
    if not cases:
        return {**expected, **held}
    count = Counter(name for case in cases for one in case.statements for name in one)
    names = sorted(
        name for name, n in count.items() if (n >= RAREST or name in expected) and name not in held
    )
    index = {name: i for i, name in enumerate(names)}
    rows = [one for case in cases for one in case.statements]
    marks = [(i, index[name]) for i, one in enumerate(rows) for name in one if name in index]
    where = np.array(marks).T
    matrix = csr_matrix((np.ones(len(marks)), where), shape=(len(rows), len(names)))
    right = np.array([value for case in cases for value in case.right], float)
    sizes = np.array([len(case.right) for case in cases])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    case_of = np.repeat(np.arange(len(cases)), sizes)
    counts = np.array([case.counts for case in cases])
    prior = np.array([expected.get(name, 0.0) for name in names])
    before = np.array([sum(held.get(name, 0.0) for name in one) for one in rows])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = before + matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[case_of])
        every = np.add.reduceat(odds, starts)
        good = np.add.reduceat(odds * right, starts)
        slope = (odds / every[case_of] - odds * right / good[case_of]) * counts[case_of]
        off = weights - prior
        value = (counts * np.log(every / good)).sum() + 0.5 * PENALTY * off @ off
        return float(value), matrix.T @ slope + PENALTY * off

    found = minimize(loss, prior, jac=True, method="L-BFGS-B")
    learnt = {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True)}
    told = {name: weight for name, weight in learnt.items() if abs(weight) > 0.01}
    return {**expected, **told, **held}


def command(purpose: str, file: Path, learnt: Callable[[Path], Mapping[str, Any]]) -> None:
    """The command line of a module that learns weights: what it is for, and the file they go to.

    ``learnt`` gives them, by name, from the folder of corpora.
    """
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=file)
    args = parser.parse_args()
    weights = learnt(args.data)
    args.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(args.out)
