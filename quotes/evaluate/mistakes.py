"""Every single mistake of a run, in rows for a spreadsheet: what the figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal, TextIO

from quotes.evaluate.attributions import Reading, Role
from quotes.evaluate.comparison import Comparison, iou, right_source
from quotes.evaluate.metrics import has_named_speaker, named_wrongly, right_speaker
from quotes.types import SPAN_SEPARATOR

What = Literal[
    "missed",
    "spurious",
    "boundary",
    "type",
    "cue",
    "source",
    "speaker missing",
    "speaker wrong",
    "named wrongly",
]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. What is not there is empty; offsets are those of the first and last piece."""

    what: What
    """``missed``: no quotation matches the attribution; the one that overlaps most stands beside
    it. ``spurious``: the other way round. ``boundary``: found, but not to the letter. The rest
    were found and say what is wrong."""
    article: str
    event: str
    type: str
    """As the marks in the gold text have it, or in the predicted where there is no gold."""
    iou: str
    gold_start: str = ""
    gold_end: str = ""
    gold_text: str = ""
    predicted_start: str = ""
    predicted_end: str = ""
    predicted_text: str = ""
    gold_cue: str = ""
    predicted_cue: str = ""
    gold_source: str = ""
    predicted_source: str = ""
    gold_kind: str = ""
    predicted_kind: str = ""
    gold_speaker: str = ""
    predicted_speaker: str = ""
    gold_how: str = ""
    predicted_how: str = ""
    predicted_type: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: what it is, and the attribution and the quotation that it is about."""

    what: What
    gold: Reading | None
    predicted: Reading | None


def find(comparison: Comparison) -> tuple[Finding, ...]:
    """The mistakes of one article, in the order of the text."""
    found = sorted(_pairs(comparison), key=lambda judged: _place(judged[1:]))
    return tuple(Finding(*judged) for judged in found)


def mistakes(name: str, text: str, comparison: Comparison) -> tuple[Mistake, ...]:
    """The mistakes of one article as rows, in the order of the text.

    :param name: the article's.
    """
    return tuple(describe(name, text, one) for one in find(comparison))


def write_mistakes(rows: Iterable[Mistake], file: TextIO) -> None:
    """Writes tab-separated values with a heading, one line a mistake."""
    names = [one.name for one in fields(Mistake)]
    file.write("\t".join(names) + "\n")
    for row in rows:
        file.write("\t".join(_one_line(getattr(row, name)) for name in names) + "\n")


def _pairs(comparison: Comparison) -> Iterator[tuple[What, Reading | None, Reading | None]]:
    """What is wrong with which attribution and quotation."""
    for i, gold in enumerate(comparison.gold):
        partner = comparison.detected.get(i)
        if partner is None:
            yield "missed", gold, _nearest(comparison, gold=i)
            continue
        predicted = comparison.predicted[partner]
        if gold.trimmed["content"] != predicted.trimmed["content"]:
            yield "boundary", gold, predicted
        if predicted.attribution.label and predicted.attribution.label != gold.type:
            yield "type", gold, predicted
        if "cue" in comparison.scope.exact and not _touch(gold, predicted, "cue"):
            yield "cue", gold, predicted
        if comparison.scope.sources and not right_source(gold, predicted):
            yield "source", gold, predicted
    for i, partner in comparison.attributable.items():
        gold, predicted = comparison.gold[i], comparison.predicted[partner]
        if has_named_speaker(gold) and not right_speaker(gold, predicted):
            named = predicted.attribution.speaker
            yield ("speaker wrong" if named else "speaker missing"), gold, predicted
        if named_wrongly(gold, predicted):
            yield "named wrongly", gold, predicted
    detected = set(comparison.detected.values())
    for j, predicted in enumerate(comparison.predicted):
        if j not in detected:
            yield "spurious", _nearest(comparison, predicted=j), predicted


def _nearest(
    comparison: Comparison, gold: int | None = None, predicted: int | None = None
) -> Reading | None:
    """What overlaps most with one gold attribution, or with one predicted quotation."""
    near = {
        (i, j): overlap.iou + overlap.tie
        for (i, j), overlap in comparison.overlaps.items()
        if gold in (None, i) and predicted in (None, j)
    }
    if not near:
        return None
    i, j = max(near, key=lambda pair: near[pair])
    return comparison.gold[i] if gold is None else comparison.predicted[j]


def _touch(gold: Reading, predicted: Reading, role: Role) -> bool:
    theirs, mine = gold.characters[role], predicted.characters[role]
    return bool(theirs & mine) if theirs or mine else True


def _place(readings: Iterable[Reading | None]) -> int:
    """Where the first of the readings that is there begins."""
    return min(
        (r.pieces["content"][0][0] for r in readings if r and r.pieces["content"]), default=0
    )


def describe(name: str, text: str, finding: Finding) -> Mistake:
    """`finding` as a row.

    :param name: the article's.
    """
    gold, predicted = finding.gold, finding.predicted
    agreement = ""
    if gold and predicted:
        agreement = f"{iou(gold.characters['content'], predicted.characters['content']):.2f}"
    one = gold or predicted
    theirs, mine = _Side.of(text, gold), _Side.of(text, predicted)
    return Mistake(
        finding.what,
        name,
        gold.attribution.identity if gold else "",
        one.type if one else "",
        agreement,
        theirs.start,
        theirs.end,
        theirs.content,
        mine.start,
        mine.end,
        mine.content,
        theirs.cue,
        mine.cue,
        theirs.source,
        mine.source,
        theirs.kind,
        mine.kind,
        theirs.speaker,
        mine.speaker,
        theirs.how,
        mine.how,
        predicted.attribution.label if predicted else "",
        mine.confidence,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The gold or the predicted half of a row."""

    start: str = ""
    end: str = ""
    content: str = ""
    cue: str = ""
    source: str = ""
    speaker: str = ""
    kind: str = ""
    how: str = ""
    confidence: str = ""

    @classmethod
    def of(cls, text: str, reading: Reading | None) -> _Side:
        if reading is None:
            return cls()
        given = reading.attribution
        content = reading.pieces["content"]
        return cls(
            str(content[0][0]) if content else "",
            str(content[-1][1]) if content else "",
            _words(text, reading, "content"),
            _words(text, reading, "cue"),
            _words(text, reading, "source"),
            given.speaker,
            given.kind,
            given.how,
            "" if given.confidence is None else f"{given.confidence:.2f}",
        )


def _words(text: str, reading: Reading, role: Role) -> str:
    return SPAN_SEPARATOR.join(text[start:end] for start, end in reading.pieces[role])


def _one_line(value: str) -> str:
    """`value` without tabs, line ends and other control characters."""
    return "".join(c if c.isprintable() else " " for c in value)
