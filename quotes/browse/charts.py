"""Charts as SVG, made here: no script, no service. Colours come from the style sheet.

Every chart is for those who see it; the page puts a table with the same numbers behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

_WIDTH, _HEIGHT, _FOOT = 720, 160, 18
_MONTH = re.compile(r"\d{4}-\d{2}")
#: More months than this are shown as years.
_MOST_MONTHS = 60


class Bar(NamedTuple):
    """A column of a chart, or a row of one."""

    label: str
    value: float
    low: float | None = None
    """Of a share, the ends of its interval."""
    high: float | None = None
    note: str = ""


def periods(counts: Mapping[str, int]) -> list[Bar]:
    """Counts by month (``2024-03``), those without any among them; by year where they are many."""
    months = sorted(month for month in counts if _MONTH.fullmatch(month))
    if not months:
        return []
    every = list(_between(months[0], months[-1]))
    if len(every) <= _MOST_MONTHS:
        return [Bar(month, counts.get(month, 0)) for month in every]
    years: dict[str, int] = {}
    for year in range(int(months[0][:4]), int(months[-1][:4]) + 1):
        years[f"{year:04}"] = 0
    for month in months:
        years[month[:4]] += counts[month]
    return [Bar(year, count) for year, count in years.items()][-200:]


def _between(first: str, last: str) -> Iterable[str]:
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    # Twenty centuries of months are somebody's mistake, not a chart.
    for number in range(max(start, end - 12 * 200), end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def columns(bars: Sequence[Bar], name: str, width: int = _WIDTH) -> Markup:
    """A column for each bar, from left to right."""
    most = max((bar.value for bar in bars), default=0) or 1
    room = _HEIGHT - _FOOT
    step = width / max(len(bars), 1)
    wide = max(1.0, min(step - 1, 40))
    drawn = [_line(0, room, width, room)]
    for at, bar in enumerate(bars):
        high = max(1.0, bar.value / most * (room - 16)) if bar.value else 0
        drawn.append(
            Markup(
                '<rect class="quotes-fill" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                "<title>{}: {:,}</title></rect>"
            ).format(at * step + (step - wide) / 2, room - high, wide, high, bar.label, bar.value)
        )
    drawn.append(_text(2, 11, f"{most:,}"))
    drawn += [
        _text(at * step + step / 2, _HEIGHT - 4, bars[at].label, anchor)
        for at, anchor in _ticks(len(bars), step)
    ]
    return _svg(width, _HEIGHT, name, drawn)


def _ticks(count: int, step: float) -> list[tuple[int, str]]:
    """Which columns have their label below: as many as there is room for, the last among them."""
    every = max(1, -(-64 // max(1, int(step))))
    shown = list(range(count - 1, -1, -every))
    return [
        (
            at,
            "end"
            if at == count - 1 and count > 1 and step < 60
            else ("start" if at == 0 and step < 60 else "middle"),
        )
        for at in shown
    ]


def bar(value: float, most: float) -> Markup:
    """A bar of a row in a list: its length is its share of ``most``."""
    share = 100 * value / most if most else 0
    return Markup(
        '<svg class="quotes-bar" width="100%" height="6" aria-hidden="true" focusable="false">'
        '<rect class="quotes-ground" width="100%" height="6"></rect>'
        '<rect class="quotes-fill" width="{:.1f}%" height="6"></rect></svg>'
    ).format(min(100.0, max(share, 0.5 if value else 0)))


def share(one: Bar) -> Markup:
    """A share of 1 as a bar, with its interval as a line."""
    whisker: Markup | str = ""
    if one.low is not None and one.high is not None:
        whisker = Markup(
            '<line class="quotes-whisker" x1="{:.1f}%" x2="{:.1f}%" y1="7" y2="7"></line>'
        ).format(100 * one.low, 100 * one.high)
    return Markup(
        '<svg class="quotes-share" width="100%" height="14" aria-hidden="true" focusable="false">'
        '<rect class="quotes-ground" width="100%" height="14"></rect>'
        '<rect class="quotes-fill" width="{:.1f}%" height="14"></rect>{}</svg>'
    ).format(100 * one.value, whisker)


def shares_over_time(bars: Sequence[Bar], name: str) -> Markup:
    """Shares of 1 from left to right as a line of points, each with its interval."""
    room = _HEIGHT - _FOOT
    step = _WIDTH / max(len(bars), 1)

    def y(value: float) -> float:
        return room - value * (room - 16)

    drawn = [_line(0, y(part), _WIDTH, y(part)) for part in (0, 0.5, 1)]
    drawn += [_text(2, y(1) - 3, "100%"), _text(2, y(0.5) - 3, "50%")]
    points = []
    for at, one in enumerate(bars):
        x = at * step + step / 2
        points.append(f"{x:.1f},{y(one.value):.1f}")
        if one.low is not None and one.high is not None:
            drawn.append(
                Markup(
                    '<line class="quotes-whisker" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}"'
                    ' y2="{2:.1f}"></line>'
                ).format(x, y(one.low), y(one.high))
            )
        drawn.append(
            Markup(
                '<circle class="quotes-fill" cx="{:.1f}" cy="{:.1f}" r="3.5">'
                "<title>{}: {:.0%}{}</title></circle>"
            ).format(x, y(one.value), one.label, one.value, f" {one.note}" if one.note else "")
        )
    drawn.insert(
        3, Markup('<polyline class="quotes-path" points="{}"></polyline>').format(" ".join(points))
    )
    drawn += [
        _text(at * step + step / 2, _HEIGHT - 4, bars[at].label, anchor)
        for at, anchor in _ticks(len(bars), step)
    ]
    return _svg(_WIDTH, _HEIGHT, name, drawn)


def _svg(width: int, height: int, name: str, drawn: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="quotes-svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(width, height, name, Markup("").join(drawn))


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup(
        '<line class="quotes-axis" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"></line>'
    ).format(x1, y1, x2, y2)


def _text(x: float, y: float, text: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, escape(text)
    )
