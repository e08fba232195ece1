"""A picture of the scores with their intervals, as plain SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from training.published import AGREEMENT

_WIDTH, _LEFT, _RIGHT, _TOP = 720, 300, 60, 46
_ROW, _GAP = 20, 8
_INK, _FAINT, _DOT, _HUMAN = "#24292f", "#d0d7de", "#0b6bcb", "#b35900"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in percent; ``human`` is what two people reach, where that is known."""

    head: str
    corpus: str
    score: float
    interval: tuple[float, float] | None
    human: float | None = None


def rows(scores: dict[str, Any]) -> list[Row]:
    """The figures that the picture shows, head by head."""
    found = []
    trees = (
        ("ud_ewt test", "UD EWT, web"),
        ("GUM open test", "GUM"),
        ("ud_pud", "UD PUD, news and wiki"),
    )
    heads = (("tag", "Tags"), ("uas", "Attachment"), ("las", "Attachment, labelled"))
    for key, head in (*heads, ("sentences", "Sentence starts")):
        for name, corpus in trees:
            if name in scores["parsing"]:
                x = scores["parsing"][name]
                found.append(Row(head, corpus, x[key], _pair(x["intervals"][key])))
    for kind, head in (("PERSON", "PERSON"), ("ORG", "ORG"), ("PLACE", "GPE and LOC")):
        for name, corpus in (("worldwide_newswire", "newspapers"), ("uner_pud", "PUD")):
            if name in scores["entities"]:
                x = scores["entities"][name][kind]
                found.append(Row(head, corpus, x["f"], _pair(x["interval"])))
    roles = scores["roles"]["polnear dev"]
    for role in ("content", "source", "cue"):
        x = roles[role]
        found.append(Row("Quotations", role, x["f"], _pair(x["interval"]), AGREEMENT[role]))
    pronouns = scores.get("coreference", {}).get("news_pronouns_gum_dev_test")
    if pronouns:
        low, high = (100 * bound for bound in pronouns["interval"])
        found.append(Row("Pronouns", "GUM, news", 100 * pronouns["f1"], (low, high)))
    return found


def svg(scores: dict[str, Any]) -> str:
    """The whole picture. The axis begins at the ten below the lowest interval."""
    shown = rows(scores)
    lowest = min(min((row.score, *(row.interval or ()))) for row in shown)
    begins = max(0, int(lowest // 10) * 10)
    groups = [list(found) for _, found in groupby(shown, key=lambda row: row.head)]
    height = _TOP + len(shown) * _ROW + len(groups) * _GAP + 14
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>Scores on held-out texts with 95% intervals</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *_axis(begins, height),
        *_rows(groups, begins),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _axis(begins: int, height: int) -> Iterator[str]:
    yield _text(_LEFT, 16, "F1 or accuracy on held-out texts, with 95% intervals")
    yield f'<rect x="10" y="6" width="3" height="12" fill="{_HUMAN}"/>'
    yield _text(20, 16, "what two people agree on")
    for value in range(begins, 101, 10):
        x = _x(value, begins)
        yield f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{height - 8}" stroke="{_FAINT}"/>'
        yield _text(x, _TOP - 12, str(value), anchor="middle")


def _rows(groups: Sequence[Sequence[Row]], begins: int) -> Iterator[str]:
    y = _TOP + _ROW // 2
    for group in groups:
        for i, row in enumerate(group):
            if i == 0:
                yield _text(10, y + 4, row.head, weight="bold")
            yield _text(_LEFT - 12, y + 4, row.corpus, anchor="end")
            if row.human is not None:
                x = _x(row.human, begins)
                yield f'<rect x="{x - 1.5}" y="{y - 7}" width="3" height="14" fill="{_HUMAN}"/>'
            if row.interval:
                low, high = (_x(bound, begins) for bound in row.interval)
                yield (
                    f'<line x1="{low}" y1="{y}" x2="{high}" y2="{y}" stroke="{_DOT}"'
                    ' stroke-width="3" stroke-opacity="0.4"/>'
                )
            yield f'<circle cx="{_x(row.score, begins)}" cy="{y}" r="4" fill="{_DOT}"/>'
            yield _text(_WIDTH - 10, y + 4, f"{row.score:.1f}", anchor="end")
            y += _ROW
        y += _GAP


def _x(value: float, begins: int) -> float:
    return round(_LEFT + (value - begins) / (100 - begins) * (_WIDTH - _LEFT - _RIGHT), 1)


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{_INK}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )


def _pair(interval: Sequence[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None
