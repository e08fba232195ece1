"""The figures in percent: one nested dictionary, as JSON has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from quotes.evaluate.attributions import HOWS, ROLES, TYPES, Corpus, Scope
from quotes.evaluate.calibration import (
    QUESTIONS,
    Bin,
    Judgement,
    brier,
    equal_mass,
    equal_width,
    expected_error,
)
from quotes.evaluate.depth import DEPTHS
from quotes.evaluate.intervals import ENDS, HEADLINES, intervals, measurable
from quotes.evaluate.metrics import (
    ALL,
    COVERAGES,
    Counts,
    Metric,
    SpeakerTally,
    Tally,
    total,
)

Figures = dict[str, Any]

EXACT: tuple[Metric, ...] = ("exact", "exact untrimmed", "overlap")
LINKED: tuple[Metric, ...] = ("detection", "linked", "linked strict")
_GROUP_ORDER = (ALL, "person", "organization", "direct+mixed", "indirect", *HOWS)


def report(
    corpus: Corpus,
    articles: Sequence[Counts],
    judgements: Sequence[Sequence[Judgement]] = (),
    problems: Mapping[str, int] | None = None,
    bootstrap: int = 0,
) -> Figures:
    """All that is known of one run.

    :param corpus: what was scored on; figures that it does not allow are left out.
    :param articles: the counts of each of its articles.
    :param judgements: what the confidence of each article's quotations came to.
    :param problems: what was wrong with the records, and with how many.
    :param bootstrap: how often to draw the articles anew for intervals; 0 for none.
    """
    figures: Figures = {"articles": len(articles), "problems": dict(problems or {})}
    figures.update(summarize(total(articles), corpus.scope))
    figures["corpus"] = corpus.title
    figures["grouped by"] = corpus.grouped_by
    if corpus.caution:
        figures["caution"] = corpus.caution
    if bootstrap:
        figures["interval"] = intervals(articles, bootstrap, figures=measurable(corpus.scope))
    groups = _by_group(corpus, articles, bootstrap)
    if groups:
        figures[f"by {corpus.grouped_by}"] = groups
    calibration = _calibration(judgements, bootstrap)
    if calibration:
        figures["calibration"] = calibration
    return figures


def summarize(counts: Counts, scope: Scope | None = None) -> Figures:
    """Every figure: nested, in percent to two places, ``None`` where there was nothing to count.

    ``p``, ``r`` and ``f`` are precision, recall and F1.

    :param scope: what the corpus marks; everything by default.
    """
    scope = scope or Scope()
    tallies = counts.tallies
    figures: Figures = {"gold": counts.gold, "predicted": counts.predicted}
    for metric in EXACT:
        figures[metric] = {
            role: _prf(tallies.get((metric, role))) for role in ROLES if role in scope.exact
        }
    for metric in LINKED if scope.sources else LINKED[:1]:
        by_type = {type_: _by_type(tallies.get((metric, type_))) for type_ in TYPES}
        figures[metric] = {ALL: _prf(tallies.get((metric, ALL))), **by_type}
    wholes: tuple[Metric, ...] = ("whole",) if scope.exact == frozenset(ROLES) else ()
    for metric in (*COVERAGES, *wholes):
        figures[metric] = {ALL: _prf(tallies.get((metric, ALL)))}
    if counts.type_label.whole:
        figures["type label"] = counts.type_label.percent
    by_resolution = _by_resolution(tallies, scope)
    if by_resolution:
        figures["by resolution"] = by_resolution
    by_depth = _by_depth(counts, scope)
    if by_depth:
        figures["by depth"] = by_depth
    if counts.speakers:
        figures["speakers"] = {
            group: _speakers(tally)
            for group, tally in sorted(counts.speakers.items(), key=lambda item: _rank(item[0]))
            if group not in DEPTHS
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


def _by_resolution(tallies: Mapping[tuple[Metric, str], Tally], scope: Scope) -> Figures:
    """Detection and linking for each way from source to speaker; empty where none is known."""
    groups = {how: _found(tallies, how, scope) for how in HOWS}
    if not any(one["gold"] for one in groups.values()):
        return {}
    return {how: one for how, one in groups.items() if one["gold"] or one["predicted"]}


def _by_depth(counts: Counts, scope: Scope) -> Figures:
    """The outermost attributions and those within others; empty where the gold nests none."""
    groups: Figures = {depth: _found(counts.tallies, depth, scope) for depth in DEPTHS}
    if not groups["nested"]["gold"]:
        return {}
    for depth, one in groups.items():
        if depth in counts.speakers:
            one["speakers"] = _speakers(counts.speakers[depth])
    return groups


def _found(tallies: Mapping[tuple[Metric, str], Tally], group: str, scope: Scope) -> Figures:
    """Detection and linking of one group of attributions."""
    detection = tallies.get(("detection", group), Tally())
    figures: Figures = {
        "gold": detection.gold,
        "predicted": detection.predicted,
        "detection": {"p": detection.precision, "r": detection.recall},
    }
    if scope.sources:
        linked = tallies.get(("linked", group), Tally())
        figures["linked"] = {"p": linked.precision, "r": linked.recall}
    return figures


def _speakers(tally: SpeakerTally) -> Figures:
    return {
        "gold": tally.gold,
        "found": tally.found,
        "right": tally.right,
        "accuracy": tally.accuracy,
        "precision": tally.precision,
        "recall": tally.recall,
        "full": tally.full_recall,
    }


def _rank(group: str) -> tuple[int, str]:
    return _GROUP_ORDER.index(group) if group in _GROUP_ORDER else len(_GROUP_ORDER), group


# ------------------------------------------------------------------ by outlet, genre or book


def _by_group(corpus: Corpus, articles: Sequence[Counts], bootstrap: int) -> Figures:
    """The headlines for each group of articles; empty where there are not two."""
    groups: defaultdict[str, list[Counts]] = defaultdict(list)
    for article, counts in zip(corpus.articles, articles, strict=True):
        groups[article.group].append(counts)
    if len(groups) < 2:
        return {}
    return {group: _group(some, corpus.scope, bootstrap) for group, some in sorted(groups.items())}


def _group(articles: Sequence[Counts], scope: Scope, bootstrap: int) -> Figures:
    counts = total(articles)
    tallies = counts.tallies
    figures: Figures = {
        "articles": len(articles),
        "gold": counts.gold,
        "predicted": counts.predicted,
        "exact content": _prf(tallies.get(("exact", "content"))),
        "detection": _prf(tallies.get(("detection", ALL))),
    }
    if scope.sources:
        figures["linked"] = _prf(tallies.get(("linked", ALL)))
    if ALL in counts.speakers:
        figures["speakers"] = _speakers(counts.speakers[ALL])
    if bootstrap:
        allowed = measurable(scope)
        wanted = {name: allowed[name] for name in HEADLINES if name in allowed}
        figures["interval"] = intervals(articles, bootstrap, figures=wanted)
    return figures


# ------------------------------------------------------------------ calibration


def _calibration(judgements: Sequence[Sequence[Judgement]], bootstrap: int) -> Figures:
    """What confidence is worth, for each thing that can be right; shares from 0 to 1."""
    figures: Figures = {}
    for question in QUESTIONS:
        articles = [[one for one in some if one.question == question] for some in judgements]
        judged = [one for some in articles for one in some]
        if not judged:
            continue
        by_size, by_width = equal_mass(judged), equal_width(judged)
        figures[question] = {
            "quotations": len(judged),
            "confidence": _share(sum(one.confidence for one in judged) / len(judged)),
            "right": _share(sum(one.right for one in judged) / len(judged)),
            "error": _share(expected_error(by_size)),
            "error, equal width": _share(expected_error(by_width)),
            "brier": _share(brier(judged)),
            "bins": [_bin(one) for one in by_size],
            "bins, equal width": [_bin(one) for one in by_width],
        }
        if bootstrap:
            figures[question]["interval"] = _error_interval(articles, bootstrap)
    return figures


def _bin(one: Bin) -> Figures:
    return {
        "from": _share(one.low),
        "to": _share(one.high),
        "quotations": one.size,
        "confidence": _share(one.confidence),
        "right": _share(one.right),
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


#: Sorting is slower than adding up, and the interval needs no more.
_MOST_DRAWINGS = 500


def _error_interval(
    articles: Sequence[Sequence[Judgement]], times: int, seed: int = 0
) -> list[float]:
    """The 95% interval of the calibration error over bins of the same size."""
    import numpy as np

    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(min(times, _MOST_DRAWINGS)):
        places = random.integers(len(articles), size=len(articles))
        error = expected_error(equal_mass([one for place in places for one in articles[place]]))
        if error is not None:
            drawn.append(error)
    return [round(float(np.percentile(drawn, end)), 4) for end in ENDS] if drawn else []
