"""What changed from one run to another over the same articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from quotes.evaluate.comparison import Comparison, right_source
from quotes.evaluate.intervals import Difference, differences, measurable
from quotes.evaluate.metrics import ALL, Metric, Tally, has_named_speaker, right_speaker
from quotes.evaluate.report import Figures
from quotes.evaluate.run import Run
from quotes.types import SPAN_SEPARATOR, Span

Aspect = Literal["found", "linked", "speaker"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

#: Rows of articles, and of attributions, that the table shows; all are in the JSON.
_MOST_ROWS = 10
_LONGEST = 52


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run says of a gold attribution; empty where it found nothing."""

    content: str = ""
    source: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of a gold attribution that was right and is wrong, or the other way round."""

    article: str
    event: str
    aspect: Aspect
    better: bool
    content: str
    """The gold content."""
    wanted: str
    """What would be right: the gold source, or speaker."""
    old: Answer
    new: Answer


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """F1 of an article before and after, in percent."""

    article: str
    old: float
    new: float

    @property
    def change(self) -> float:
        """In points."""
        return round(self.new - self.old, 2)


@dataclass(frozen=True, slots=True)
class Changes:
    """Two runs side by side."""

    figures: dict[str, Difference]
    metric: Metric
    """What articles are compared by: ``linked``, or ``detection`` where there are no sources."""
    articles: tuple[ArticleChange, ...]
    """Those that changed, what got most worse first."""
    unchanged: int
    attributions: tuple[Change, ...]
    """In the order of the articles."""
    problems: Mapping[str, int]
    """What was wrong with the records of the old run, and with how many."""


def compare(old: Run, new: Run, bootstrap: int = 0) -> Changes:
    """What changed from `old` to `new`.

    :param old: over the same corpus as `new`.
    :param bootstrap: how often to draw the articles anew for the paired intervals; 0 for none.
    :raises ValueError: when the runs are not over the same articles.
    """
    if [one.article.name for one in old.scored] != [one.article.name for one in new.scored]:
        raise ValueError("the runs are not over the same articles")
    metric: Metric = "linked" if new.corpus.scope.sources else "detection"
    pairs = list(zip(old.scored, new.scored, strict=True))
    articles = [
        ArticleChange(
            after.article.name,
            before.counts.tallies.get((metric, ALL), Tally()).f1 or 0.0,
            after.counts.tallies.get((metric, ALL), Tally()).f1 or 0.0,
        )
        for before, after in pairs
    ]
    moved = sorted((one for one in articles if one.change), key=lambda one: one.change)
    return Changes(
        differences(old.counts, new.counts, bootstrap, figures=measurable(new.corpus.scope)),
        metric,
        tuple(moved),
        len(articles) - len(moved),
        tuple(
            change
            for before, after in pairs
            for change in _changes(
                after.article.name, after.article.text, before.comparison, after.comparison
            )
        ),
        old.problems,
    )


def _changes(name: str, text: str, old: Comparison, new: Comparison) -> Iterator[Change]:
    """The attributions of one article that are right in one run alone."""
    for place, gold in enumerate(new.gold):
        before, after = _right(old, place), _right(new, place)
        for aspect in ASPECTS:
            if aspect not in after or before[aspect] == after[aspect]:
                continue
            wanted = {
                "found": "",
                "linked": _words(text, gold.pieces["source"]),
                "speaker": gold.attribution.speaker,
            }
            yield Change(
                name,
                gold.attribution.identity,
                aspect,
                after[aspect],
                _words(text, gold.pieces["content"]),
                wanted[aspect],
                _answer(text, old, place),
                _answer(text, new, place),
            )


def _right(comparison: Comparison, place: int) -> dict[Aspect, bool]:
    """What is right of the gold attribution at `place`, of what can be judged."""
    gold = comparison.gold[place]
    partner = comparison.detected.get(place)
    right: dict[Aspect, bool] = {"found": partner is not None}
    if comparison.scope.sources:
        right["linked"] = partner is not None and right_source(gold, comparison.predicted[partner])
    if has_named_speaker(gold):
        partner = comparison.attributable.get(place)
        right["speaker"] = partner is not None and right_speaker(
            gold, comparison.predicted[partner]
        )
    return right


def _answer(text: str, comparison: Comparison, place: int) -> Answer:
    partner = comparison.attributable.get(place, comparison.detected.get(place))
    if partner is None:
        return Answer()
    found = comparison.predicted[partner]
    return Answer(
        _words(text, found.pieces["content"]),
        _words(text, found.pieces["source"]),
        found.attribution.speaker,
    )


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return SPAN_SEPARATOR.join(text[start:end] for start, end in spans)


# ------------------------------------------------------------------ what is shown


def as_figures(changes: Changes) -> Figures:
    """The changes as JSON has them; figures in percent, changes in points."""
    return {
        "figures": {
            name: {"old": one.old, "new": one.new, "change": one.change}
            | ({"interval": one.interval} if one.interval else {})
            for name, one in changes.figures.items()
        },
        "articles": [
            {
                "article": one.article,
                "metric": f"{changes.metric} F",
                "old": one.old,
                "new": one.new,
                "change": one.change,
            }
            for one in changes.articles
        ],
        "articles unchanged": changes.unchanged,
        "problems": dict(changes.problems),
        "attributions": [
            {
                "article": one.article,
                "event": one.event,
                "aspect": one.aspect,
                "better": one.better,
                "content": one.content,
                "wanted": one.wanted,
                "old": _answer_figures(one.old),
                "new": _answer_figures(one.new),
            }
            for one in changes.attributions
        ],
    }


def _answer_figures(answer: Answer) -> Figures:
    return {"content": answer.content, "source": answer.source, "speaker": answer.speaker}


def changes_table(changes: Changes, name: str) -> str:
    """The changes as lines of text.

    :param name: what to call the run compared with.
    """
    lines = [*_figure_lines(changes, name), *_article_lines(changes), *_lines(changes)]
    return "\n".join(line.rstrip() for line in lines)


def _figure_lines(changes: Changes, name: str) -> Iterator[str]:
    yield ""
    yield f"Compared with {name}"
    for problem, records in changes.problems.items():
        yield f"Problem: {problem}: {records} records"
    drawn = any(one.interval for one in changes.figures.values())
    yield f"{'':<34}{'old':>7}{'new':>7}{'change':>9}" + (f"{'95%':>18}" if drawn else "")
    for label, one in changes.figures.items():
        spread = "" if not one.interval else "{:+.1f} to {:+.1f}".format(*one.interval)
        yield (
            f"{label:<34}{_percent(one.old, 7)}{_percent(one.new, 7)}"
            f"{'-' if one.change is None else format(one.change, '+.1f'):>9}{spread:>18}"
            f"{'  *' if one.certain else ''}"
        )
    if drawn:
        yield "* the interval leaves out zero (articles drawn anew, the same for both runs)"


def _percent(value: float | None, width: int) -> str:
    return f"{'-' if value is None else format(value, '.1f'):>{width}}"


def _article_lines(changes: Changes) -> Iterator[str]:
    worse = [one for one in changes.articles if one.change < 0]
    better = [one for one in reversed(changes.articles) if one.change > 0]
    yield ""
    yield (
        f"Articles ({changes.metric} F): {len(better)} better, {len(worse)} worse, "
        f"{changes.unchanged} the same"
    )
    for some in (better[:_MOST_ROWS], worse[:_MOST_ROWS]):
        for one in some:
            yield f"  {one.change:+6.1f}{one.old:>8.1f} to {one.new:<6.1f}{_short(one.article)}"


def _lines(changes: Changes) -> Iterator[str]:
    for aspect in ASPECTS:
        some = [one for one in changes.attributions if one.aspect == aspect]
        if not some:
            continue
        gained = [one for one in some if one.better]
        lost = [one for one in some if not one.better]
        yield ""
        yield f"Attributions, {aspect}: {len(gained)} now right, {len(lost)} no longer"
        for one in (*gained[:_MOST_ROWS], *lost[:_MOST_ROWS]):
            yield f"  {'+' if one.better else '-'} {_short(one.article)} {one.event}"
            yield f"      {_short(one.content, 80)}"
            if aspect != "found":
                old, new = (_short(told(answer, aspect), 30) for answer in (one.old, one.new))
                yield f"      {old} became {new}; right: {_short(one.wanted) or '(none)'}"
        left = len(some) - len(gained[:_MOST_ROWS]) - len(lost[:_MOST_ROWS])
        if left:
            yield f"  and {left} more, with --json"


def told(answer: Answer, aspect: Aspect) -> str:
    """What a run answered, for one aspect."""
    if not answer.content:
        return "(not found)"
    answers = {"found": answer.content, "linked": answer.source, "speaker": answer.speaker}
    return answers[aspect] or "(none)"


def _short(words: str, longest: int = _LONGEST) -> str:
    """One line of at most `longest` characters, without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
