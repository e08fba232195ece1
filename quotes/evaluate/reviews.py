"""How right the machine was, by what people decided on its quotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.mentions.names import fold

Figures = dict[str, Any]

CAUTION = "Note: people review what is doubtful first; these are no figures of all quotations."
#: Lower ends of the bands of confidence, and what they are called.
_BANDS = ((0.9, "0.9 to 1.0"), (0.7, "0.7 to 0.9"), (0.5, "0.5 to 0.7"), (0.0, "0.0 to 0.5"))
_QUESTIONS = ("quotation", "words", "speaker", "type", "all")
_WIDTHS = {"quotation": 11, "words": 7, "speaker": 9, "type": 6, "all": 7, "confidence": 12}


@dataclass(frozen=True, slots=True)
class Judged:
    """One quotation of the machine and what people made of it."""

    type: str
    resolution: str
    confidence: float
    quotation: bool
    """Is it one?"""
    words: bool
    speaker: bool
    type_right: bool

    @property
    def right(self) -> Mapping[str, bool]:
        """Question -> answer."""
        answers = (self.quotation, self.words, self.speaker, self.type_right)
        return dict(zip(_QUESTIONS, (*answers, all(answers)), strict=True))


def score_reviews(db: Database) -> Figures:
    """The figures of a database: what people reviewed, and how much of it was right as it was.

    Of each group: how many, and the percentage of which it was true that these
    are the words of a quotation, just these words, the speaker, the type, and
    all of it; and the mean confidence that the machine had in it, in percent.
    """
    return figures_of(list(judged(db)), _missed(db))


def judged(db: Database) -> Iterator[Judged]:
    """The machine's quotations on which people decided."""
    rows = db.query(
        "SELECT _machine.record, quotes.id, quotes.reviewed, quotes.spans, quotes.type,"
        " facts.names AS names, facts.name AS name"
        " FROM _machine LEFT JOIN quotes ON quotes.id = _machine.quote_id"
        " LEFT JOIN article_speakers AS facts ON facts.id = quotes.article_speaker_id"
        " WHERE quotes.id IS NULL OR quotes.reviewed ORDER BY _machine.quote_id"
    )
    for row in rows:
        machine = json.loads(row["record"])
        there = row["id"] is not None
        yield Judged(
            machine["type"],
            machine.get("resolution") or "none",
            machine["confidence"],
            there,
            there and json.loads(row["spans"]) == [list(span) for span in machine["spans"]],
            there and _is_same(machine.get("speaker"), row),
            there and row["type"] == machine["type"],
        )


def _is_same(speaker: Mapping[str, Any] | None, row: Mapping[str, Any]) -> bool:
    """Is the machine's speaker the one that stands?"""
    if speaker is None or row["name"] is None:
        return speaker is None and row["name"] is None
    names = {fold(name) for name in (row["name"], *json.loads(row["names"] or "[]"))}
    return fold(speaker["name"]) in names


def _missed(db: Database) -> int:
    (missed,) = db.execute(
        "SELECT count(*) FROM quotes WHERE reviewed"
        " AND NOT EXISTS (SELECT 1 FROM _machine WHERE quote_id = quotes.id)"
    ).fetchone()
    return int(missed)


def figures_of(all_: Sequence[Judged], missed: int) -> Figures:
    """The figures of quotations that people judged, and of those that they had to add."""

    def by(name: Callable[[Judged], str]) -> dict[str, Figures]:
        groups: dict[str, list[Judged]] = {}
        for one in all_:
            groups.setdefault(name(one), []).append(one)
        return {group: _shares(groups[group]) for group in sorted(groups)}

    bands = by(lambda one: next(band for least, band in _BANDS if one.confidence >= least))
    return {
        "reviewed": len(all_),
        "missed": missed,
        "right": _shares(all_),
        "by type": by(lambda one: one.type),
        "by resolution": by(lambda one: one.resolution),
        "by confidence": dict(reversed(bands.items())),
    }


def _shares(some: Sequence[Judged]) -> Figures:
    def percent(values: Iterable[float]) -> float | None:
        return round(100 * sum(values) / len(some), 1) if some else None

    shares = {name: percent(one.right[name] for one in some) for name in _QUESTIONS}
    return {
        "reviewed": len(some),
        **shares,
        "confidence": percent(one.confidence for one in some),
    }


def table(figures: Figures) -> str:
    """The figures as lines for a terminal."""
    lines = [
        f"{figures['reviewed']:,} quotations of the machine reviewed, {figures['missed']:,} "
        "that it missed added",
        CAUTION,
        "",
        f"{'Right (percent)':<22}{'reviewed':>9}"
        + "".join(f"{name:>{width}}" for name, width in _WIDTHS.items()),
        _row("all", figures["right"]),
    ]
    for group in ("by type", "by resolution", "by confidence"):
        lines += ["", group.capitalize()]
        lines += [_row(f"  {name}", values) for name, values in figures[group].items()]
    return "\n".join(lines)


def _row(name: str, values: Figures) -> str:
    cells = [
        f"{'-' if values[name] is None else format(values[name], '.1f'):>{width}}"
        for name, width in _WIDTHS.items()
    ]
    return f"{name:<22}{values['reviewed']:>9,}{''.join(cells)}"
