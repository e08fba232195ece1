"""How far a figure would move with other articles: bootstrap intervals.

Whole articles are drawn anew, with replacement (Efron 1979), because quotations of one article
resemble each other. Every figure is a quotient of two sums over articles, so a drawing is one
product of a row of numbers and a table. Two runs over the same articles are compared draw by draw
(paired), which leaves out what the articles have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from quotes.evaluate.attributions import HOWS, ROLES, TYPES, Scope
from quotes.evaluate.metrics import ALL, Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]

Interval: TypeAlias = list[float]
"""The lower and the upper end, in percent."""
Key: TypeAlias = tuple[str, str, str]
"""Metric, group and what is counted."""

#: The ends of a 95% interval.
ENDS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A figure in percent: `times` the sum of `part`, of the sums of `whole`."""

    part: Key
    whole: tuple[Key, ...]
    times: int = 1

    @property
    def keys(self) -> tuple[Key, ...]:
        """All that has to be counted for it."""
        return self.part, *self.whole


def f1(metric: str, group: str) -> Quotient:
    """Of a tally."""
    return Quotient(
        (metric, group, "right gold"), ((metric, group, "predicted"), (metric, group, "gold")), 2
    )


def precision(metric: str, group: str) -> Quotient:
    """Of a tally."""
    return Quotient((metric, group, "right predicted"), ((metric, group, "predicted"),))


def recall(metric: str, group: str) -> Quotient:
    """Of a tally."""
    return Quotient((metric, group, "right gold"), ((metric, group, "gold"),))


def of_speakers(part: str, whole: str, group: str = ALL) -> Quotient:
    """Some of the attributions to a person or an organization."""
    return Quotient(("speakers", group, part), (("speakers", group, whole),))


#: The figures that sum a run up.
HEADLINES: Mapping[str, Quotient] = {
    "exact content F": f1("exact", "content"),
    "detection F": f1("detection", ALL),
    "linked F": f1("linked", ALL),
    "whole F": f1("whole", ALL),
    "speaker accuracy": of_speakers("right", "found"),
    "speaker recall": of_speakers("right", "gold"),
    "speaker precision": of_speakers("right", "named"),
}

#: All figures that have an interval, the headlines first.
FIGURES: Mapping[str, Quotient] = {
    **HEADLINES,
    "exact source F": f1("exact", "source"),
    "exact cue F": f1("exact", "cue"),
    **{f"detection recall, {type_}": recall("detection", type_) for type_ in TYPES},
    **{f"detection precision, {type_}": precision("detection", type_) for type_ in TYPES},
    **{f"linked recall, {type_}": recall("linked", type_) for type_ in TYPES},
    **{f"linked recall, {how}": recall("linked", how) for how in HOWS},
    **{
        f"speaker recall, {group}": of_speakers("right", "gold", group)
        for group in ("direct+mixed", "indirect", *HOWS)
    },
    "speaker full name": of_speakers("full", "gold"),
    "named wrongly": Quotient(("named wrongly", ALL, "part"), (("named wrongly", ALL, "whole"),)),
}


def measurable(scope: Scope) -> Mapping[str, Quotient]:
    """The figures that a corpus allows."""
    barred = {f"exact {role} F" for role in ROLES if role not in scope.exact}
    if scope.exact != frozenset(ROLES):
        barred.add("whole F")
    return {
        name: quotient
        for name, quotient in FIGURES.items()
        if name not in barred and (scope.sources or not name.startswith("linked"))
    }


def numbers(counts: Counts) -> dict[Key, int]:
    """Everything that was counted, under one key each."""
    found: dict[Key, int] = {}
    for (metric, group), tally in counts.tallies.items():
        found[metric, group, "right predicted"] = tally.right_predicted
        found[metric, group, "predicted"] = tally.predicted
        found[metric, group, "right gold"] = tally.right_gold
        found[metric, group, "gold"] = tally.gold
    for group, some in counts.speakers.items():
        for part in ("gold", "found", "named", "right", "full"):
            found["speakers", group, part] = getattr(some, part)
    found["named wrongly", ALL, "part"] = counts.named_wrongly.part
    found["named wrongly", ALL, "whole"] = counts.named_wrongly.whole
    return found


def intervals(
    articles: Sequence[Counts],
    times: int,
    seed: int = 0,
    figures: Mapping[str, Quotient] = FIGURES,
) -> dict[str, Interval]:
    """The 95% intervals of `figures`; those that were never defined are left out.

    :param articles: the counts of each article.
    :param times: how often that many articles are drawn.
    """
    drawn = _Drawn(articles, figures.values(), times, seed)
    found = {}
    for name, quotient in figures.items():
        values = drawn.percent(quotient)
        interval = _interval(values)
        if interval:
            found[name] = interval
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two runs over the same articles, in percent."""

    old: float | None
    new: float | None
    interval: Interval | None = None
    """Of ``new - old``; ``None`` where nothing was drawn."""

    @property
    def change(self) -> float | None:
        """In points."""
        if self.old is None or self.new is None:
            return None
        return round(self.new - self.old, 2)

    @property
    def certain(self) -> bool:
        """Does the interval leave out zero?"""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


def differences(
    old: Sequence[Counts],
    new: Sequence[Counts],
    times: int,
    seed: int = 0,
    figures: Mapping[str, Quotient] = FIGURES,
) -> dict[str, Difference]:
    """Each figure before and after, with the 95% interval of the change.

    :param old: the counts of each article in one run.
    :param new: those of the same articles, in the same order, in another.
    :param times: how often that many articles are drawn; 0 for no intervals.
    """
    if len(old) != len(new):
        raise ValueError("the runs are not over the same articles")
    before, after = _values(old, figures), _values(new, figures)
    spread: dict[str, Interval | None] = {}
    if times:
        drawn = [_Drawn(run, figures.values(), times, seed) for run in (old, new)]
        for name, quotient in figures.items():
            change = drawn[1].percent(quotient) - drawn[0].percent(quotient)
            spread[name] = _interval(change, places=2)
    return {
        name: Difference(before[name], after[name], spread.get(name))
        for name in figures
        if before[name] is not None or after[name] is not None
    }


def _values(articles: Sequence[Counts], figures: Mapping[str, Quotient]) -> dict[str, float | None]:
    """Every figure of all articles together."""
    from quotes.evaluate.metrics import percent, total

    known = numbers(total(articles))
    return {
        name: percent(
            quotient.times * known.get(quotient.part, 0),
            sum(known.get(key, 0) for key in quotient.whole),
        )
        for name, quotient in figures.items()
    }


class _Drawn:
    """The sums of many drawings of articles."""

    def __init__(
        self, articles: Sequence[Counts], figures: Iterable[Quotient], times: int, seed: int
    ) -> None:
        import numpy as np

        keys = list(dict.fromkeys(key for quotient in figures for key in quotient.keys))
        self.place = {key: place for place, key in enumerate(keys)}
        known = [numbers(one) for one in articles]
        table = np.array([[some.get(key, 0) for key in keys] for some in known], dtype=float)
        random = np.random.default_rng(seed)
        size = len(articles)
        self.sums: Numbers = np.zeros((times, len(keys)))
        for number in range(times if size else 0):
            often = np.bincount(random.integers(size, size=size), minlength=size)
            self.sums[number] = often @ table

    def percent(self, quotient: Quotient) -> Numbers:
        """The figure in every drawing; not a number where there was nothing to count."""
        import numpy as np

        part = quotient.times * self.sums[:, self.place[quotient.part]]
        whole: Any = sum(self.sums[:, self.place[key]] for key in quotient.whole)
        values: Numbers = np.full(len(part), np.nan)
        np.divide(100 * part, whole, out=values, where=whole > 0)
        return np.round(values, 2)


def _interval(values: Numbers, places: int = 1) -> Interval | None:
    import numpy as np

    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    return [round(float(np.percentile(defined, end)), places) for end in ENDS]
