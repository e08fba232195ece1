"""The figures in percent, as JSON and as a table for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from quotes.evaluate.attributions import ROLES, TYPES
from quotes.evaluate.metrics import ALL, COVERAGES, Counts, Metric, Tally, total

Figures = dict[str, Any]

_EXACT: tuple[Metric, ...] = ("exact", "exact untrimmed", "overlap")
_LINKED: tuple[Metric, ...] = ("detection", "linked", "linked strict")
_GROUP_ORDER = (
    ALL,
    "person",
    "organization",
    "direct+mixed",
    "indirect",
    "name",
    "pronoun",
    "nominal",
    "implicit",
)


def summarize(counts: Counts) -> Figures:
    """Every figure: nested, in percent to two places, ``None`` where there was nothing to count.

    ``p``, ``r`` and ``f`` are precision, recall and F1.
    """
    tallies = counts.tallies
    figures: Figures = {"gold": counts.gold, "predicted": counts.predicted}
    for metric in _EXACT:
        figures[metric] = {role: _prf(tallies.get((metric, role))) for role in ROLES}
    for metric in _LINKED:
        by_type = {type_: _by_type(tallies.get((metric, type_))) for type_ in TYPES}
        figures[metric] = {ALL: _prf(tallies.get((metric, ALL))), **by_type}
    for metric in (*COVERAGES, "whole"):
        figures[metric] = {ALL: _prf(tallies.get((metric, ALL)))}
    if counts.type_label.whole:
        figures["type label"] = counts.type_label.percent
    if counts.speakers:
        figures["speakers"] = {
            group: {
                "gold": tally.gold,
                "found": tally.found,
                "right": tally.right,
                "accuracy": tally.accuracy,
                "precision": tally.precision,
                "recall": tally.recall,
                "full": tally.full_recall,
            }
            for group, tally in sorted(counts.speakers.items(), key=lambda item: _rank(item[0]))
        }
        figures["named wrongly"] = {
            "found": counts.named_wrongly.whole,
            "share": counts.named_wrongly.percent,
        }
    return figures


def _prf(tally: Tally | None) -> Figures:
    tally = tally or Tally()
    return {"p": tally.precision, "r": tally.recall, "f": tally.f1}


def _by_type(tally: Tally | None) -> Figures:
    tally = tally or Tally()
    return {
        "p": tally.precision,
        "r": tally.recall,
        "gold": tally.gold,
        "predicted": tally.predicted,
    }


def _rank(group: str) -> tuple[int, str]:
    return _GROUP_ORDER.index(group) if group in _GROUP_ORDER else len(_GROUP_ORDER), group


# ------------------------------------------------------------------ intervals

HEADLINES: Mapping[str, Callable[[Counts], float | None]] = {
    "exact content F": lambda counts: counts.tallies["exact", "content"].f1,
    "detection F": lambda counts: counts.tallies["detection", ALL].f1,
    "linked F": lambda counts: counts.tallies["linked", ALL].f1,
    "whole F": lambda counts: counts.tallies["whole", ALL].f1,
    "speaker accuracy": lambda c: c.speakers[ALL].accuracy if c.speakers else None,
    "speaker recall": lambda c: c.speakers[ALL].recall if c.speakers else None,
    "speaker precision": lambda c: c.speakers[ALL].precision if c.speakers else None,
}


def intervals(articles: Sequence[Counts], times: int, seed: int = 0) -> dict[str, list[float]]:
    """The 95% intervals of the headline figures, lower and upper end.

    :param articles: the counts of each article; whole articles are drawn again, with replacement.
    :param times: how many times that many are drawn.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(times):
        sample = total(articles[i] for i in random.integers(len(articles), size=len(articles)))
        for name, figure in HEADLINES.items():
            value = figure(sample)
            if value is not None:
                drawn.setdefault(name, []).append(value)
    return {
        name: [round(float(np.percentile(values, end)), 1) for end in (2.5, 97.5)]
        for name, values in drawn.items()
    }


def report(articles: Sequence[Counts], problems: Mapping[str, int], bootstrap: int = 0) -> Figures:
    """All that is known of one run: figures, problems with its records, and intervals if asked.

    :param articles: the counts of each article.
    :param bootstrap: how often to draw the articles anew for the intervals; 0 for none.
    """
    figures: Figures = {"articles": len(articles), "problems": dict(problems)}
    figures.update(summarize(total(articles)))
    if bootstrap:
        figures["interval"] = intervals(articles, bootstrap)
    return figures


# ------------------------------------------------------------------ table


def table(figures: Figures) -> str:
    """The figures of :func:`report` as lines of text."""
    return "\n".join(
        line for section in (_heading, _spans, _speakers, _intervals) for line in section(figures)
    )


def _heading(figures: Figures) -> Iterator[str]:
    yield (
        f"{figures['articles']} articles, {figures['gold']} gold attributions, "
        f"{figures['predicted']} predicted quotations"
    )
    for problem, records in figures["problems"].items():
        yield f"Problem: {problem}: {records} records"


def _spans(figures: Figures) -> Iterator[str]:
    yield ""
    yield f"{'Quotations (percent)':<34}{'P':>7}{'R':>7}{'F1':>7}{'gold':>8}{'found':>8}"
    for metric in _EXACT:
        for role in ROLES:
            yield _row(f"{metric} {role}", figures[metric][role])
    for metric in _LINKED:
        yield _row(f"{metric} (IoU 0.5)", figures[metric][ALL])
        for type_ in TYPES:
            yield _row(f"  {type_}", figures[metric][type_])
    for metric, above in COVERAGES.items():
        yield _row(f"detection, coverage above {above}", figures[metric][ALL])
    yield _row("whole (all spans identical)", figures["whole"][ALL])
    if "type label" in figures:
        yield f"{'type label right, of detected':<34}{'':14}{_cell(figures['type label'])}"


def _row(name: str, values: Figures) -> str:
    percents = "".join(_cell(values.get(key)) if key in values else " " * 7 for key in "prf")
    sizes = "".join(f"{values[key]:>8}" for key in ("gold", "predicted") if key in values)
    return f"{name:<34}{percents}{sizes}".rstrip()


def _speakers(figures: Figures) -> Iterator[str]:
    if "speakers" not in figures:
        return
    yield ""
    yield (
        f"{'Speakers (percent)':<28}{'gold':>6}{'found':>7}{'right':>7}"
        f"{'accuracy':>10}{'precision':>11}{'recall':>8}{'full':>7}"
    )
    for group, x in figures["speakers"].items():
        yield (
            f"{group:<28}{x['gold']:>6}{x['found']:>7}{x['right']:>7}"
            f"{_cell(x['accuracy'], 10)}{_cell(x['precision'], 11)}"
            f"{_cell(x['recall'], 8)}{_cell(x['full'])}"
        )
    wrongly = figures["named wrongly"]
    share = _cell(wrongly["share"], 0)
    yield f"named wrongly: {share} of {wrongly['found']} found that have no name"


def _intervals(figures: Figures) -> Iterator[str]:
    if "interval" not in figures:
        return
    yield ""
    yield "95% intervals (articles drawn anew)"
    for name, (low, high) in figures["interval"].items():
        yield f"{name:<28}{low:>6.1f} to {high:.1f}"


def _cell(value: float | None, width: int = 7) -> str:
    return f"{'-' if value is None else format(value, '.1f'):>{width}}"
