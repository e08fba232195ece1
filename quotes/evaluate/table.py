"""The figures of a report as lines for a terminal, at most 90 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from quotes.evaluate.attributions import TYPES
from quotes.evaluate.intervals import HEADLINES
from quotes.evaluate.metrics import ALL, COVERAGES
from quotes.evaluate.report import EXACT, LINKED, Figures

WIDTH = 90
#: Outlets, genres or books that are shown; all are in the JSON.
MOST_GROUPS = 30
#: How each question of calibration is put.
QUESTION_NAMES = {
    "linked": "the quotation and its source are right",
    "speaker": "the person or organization named is the speaker",
    "speaker, if found": "the same, of quotations that are in the annotation",
    "all": "the quotation, its source and its speaker are right",
}


def table(figures: Figures) -> str:
    """The figures of :func:`quotes.evaluate.report.report` as lines of text."""
    sections = (
        _heading,
        _spans,
        _resolutions,
        _depths,
        _groups,
        _speakers,
        _calibration,
        _intervals,
    )
    return "\n".join(line.rstrip() for section in sections for line in section(figures))


def _heading(figures: Figures) -> Iterator[str]:
    title = figures.get("corpus")
    yield (
        f"{f'{title}: ' if title else ''}{figures['articles']} articles, {figures['gold']} gold "
        f"attributions, {figures['predicted']} predicted quotations"
    )
    for problem, records in figures["problems"].items():
        yield f"Problem: {problem}: {records} records"
    if "caution" in figures:
        yield from textwrap.wrap(f"Note: {figures['caution']}", WIDTH)


def _spans(figures: Figures) -> Iterator[str]:
    yield ""
    yield f"{'Quotations (percent)':<34}{'P':>7}{'R':>7}{'F1':>7}{'gold':>8}{'found':>8}"
    for metric in EXACT:
        for role, values in figures[metric].items():
            yield _row(f"{metric} {role}", values)
    for metric in LINKED:
        if metric in figures:
            yield _row(f"{metric} (IoU 0.5)", figures[metric][ALL])
            for type_ in TYPES:
                yield _row(f"  {type_}", figures[metric][type_])
    for metric, above in COVERAGES.items():
        yield _row(f"detection, coverage above {above}", figures[metric][ALL])
    if "whole" in figures:
        yield _row("whole (all spans identical)", figures["whole"][ALL])
    if "type label" in figures:
        yield f"{'type label right, of detected':<34}{'':14}{_cell(figures['type label'])}"


def _row(name: str, values: Figures) -> str:
    percents = "".join(_cell(values.get(key)) if key in values else " " * 7 for key in "prf")
    sizes = "".join(f"{values[key]:>8}" for key in ("gold", "predicted") if key in values)
    return f"{name:<34}{percents}{sizes}".rstrip()


def _resolutions(figures: Figures) -> Iterator[str]:
    yield from _parted("By resolution (percent)", figures.get("by resolution", {}))


def _depths(figures: Figures) -> Iterator[str]:
    """Where the annotators marked words within others' words."""
    yield from _parted("Words within others’ words", figures.get("by depth", {}))


def _parted(title: str, groups: Figures) -> Iterator[str]:
    """What is found and linked of each group of attributions; nothing where there is none."""
    if not groups:
        return
    linked = any("linked" in values for values in groups.values())
    speakers = any("speakers" in values for values in groups.values())
    yield ""
    yield (
        f"{title:<28}{'gold':>6}{'found P':>9}{'R':>7}"
        + (f"{'linked P':>10}{'R':>7}" if linked else "")
        + f"{'predicted':>11}"
        + (f"{'speakers R':>12}" if speakers else "")
    )
    for group, x in groups.items():
        yield (
            f"{group:<28}{x['gold']:>6}{_cell(x['detection']['p'], 9)}{_cell(x['detection']['r'])}"
            + (f"{_cell(x['linked']['p'], 10)}{_cell(x['linked']['r'])}" if linked else "")
            + f"{x['predicted']:>11}"
            + (_cell(x.get("speakers", {}).get("recall"), 12) if speakers else "")
        )


def _groups(figures: Figures) -> Iterator[str]:
    by = figures.get("grouped by", "outlet")
    groups = figures.get(f"by {by}")
    if not groups:
        return
    linked = any("linked" in values for values in groups.values())
    drawn = any("interval" in values for values in groups.values())
    speakers = any("speakers" in values for values in groups.values())
    yield ""
    yield (
        f"{f'By {by} (percent)':<21}{'articles':>9}{'gold':>6}{'exact F':>9}{'found F':>9}"
        + (f"{'linked F':>10}" if linked else "")
        + (f"{'95% of it':>14}" if drawn else "")
        + (f"{'speakers R':>12}" if speakers else "")
    )
    for group, x in list(groups.items())[:MOST_GROUPS]:
        ends = x.get("interval", {}).get("linked F" if linked else "detection F")
        spread = f"{ends[0]:.1f} to {ends[1]:.1f}" if ends else ""
        yield (
            f"{_cut(group or '(none)', 20):<21}{x['articles']:>9}{x['gold']:>6}"
            f"{_cell(x['exact content']['f'], 9)}{_cell(x['detection']['f'], 9)}"
            + (_cell(x["linked"]["f"], 10) if linked else "")
            + (f"{spread:>14}" if drawn else "")
            + (_cell(x.get("speakers", {}).get("recall"), 12) if speakers else "")
        )
    if len(groups) > MOST_GROUPS:
        yield f"and {len(groups) - MOST_GROUPS} more, with --json"


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
    if not wrongly["found"]:
        return
    share = _cell(wrongly["share"], 0)
    yield f"named wrongly: {share} of {wrongly['found']} found that have no name"


def _calibration(figures: Figures) -> Iterator[str]:
    for question, x in figures.get("calibration", {}).items():
        yield ""
        yield (
            f"Confidence: {QUESTION_NAMES[question]} "
            f"({x['quotations']} quotations, {x['right']:.3f} right)"
        )
        ends = x.get("interval")
        spread = f" (95%: {ends[0]:.3f} to {ends[1]:.3f})" if ends else ""
        yield (
            f"calibration error {x['error']:.3f}{spread}; "
            f"{x['error, equal width']:.3f} over bins of equal width; Brier {x['brier']:.3f}"
        )
        yield f"{'  from':<10}{'to':<8}{'quotations':>10}{'confidence':>12}{'right':>8}"
        for one in x["bins"]:
            yield (
                f"  {one['from']:<8.3f}{one['to']:<8.3f}{one['quotations']:>10}"
                f"{one['confidence']:>12.3f}{one['right']:>8.3f}  {_bar(one['right'])}"
            )


def _bar(share: float) -> str:
    return "#" * round(20 * share)


def _intervals(figures: Figures) -> Iterator[str]:
    if "interval" not in figures:
        return
    yield ""
    yield "95% intervals (articles drawn anew)"
    for name, (low, high) in figures["interval"].items():
        indent = "" if name in HEADLINES else "  "
        yield f"{indent + name:<34}{low:>6.1f} to {high:.1f}"


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _cell(value: float | None, width: int = 7) -> str:
    return f"{'-' if value is None else format(value, '.1f'):>{width}}"
