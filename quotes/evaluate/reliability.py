"""A reliability diagram as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_SIDE = 220
_MARGIN = 34
_RADIUS = (2.0, 8.0)


def diagram(title: str, bins: Sequence[Mapping[str, Any]]) -> str:
    """Confidence across, share right upwards: what lies on the diagonal can be believed.

    :param bins: as the report has them; a dot's area tells how many quotations are in it.
    """
    most = max((one["quotations"] for one in bins), default=1)
    dots = "".join(_dot(one, most) for one in bins)
    line = " ".join(f"{_x(one['confidence']):.1f},{_y(one['right']):.1f}" for one in bins)
    size = _SIDE + 2 * _MARGIN
    return (
        f'<svg viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
        f'aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIDE}" height="{_SIDE}" class="frame"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" class="diagonal"/>'
        f"{_ticks()}"
        f'<polyline points="{line}" class="curve"/>{dots}'
        f'<text x="{_x(0.5)}" y="{size - 4}" text-anchor="middle">confidence</text>'
        f'<text x="{_x(0)}" y="{_y(1) - 8}" text-anchor="start">share right</text>'
        "</svg>"
    )


def _x(share: float) -> float:
    return _MARGIN + share * _SIDE


def _y(share: float) -> float:
    return _MARGIN + (1 - share) * _SIDE


def _dot(one: Mapping[str, Any], most: int) -> str:
    low, high = _RADIUS
    radius = low + (high - low) * (one["quotations"] / most) ** 0.5
    told = (
        f"{one['quotations']} quotations from {one['from']:.2f} to {one['to']:.2f}: "
        f"confidence {one['confidence']:.3f}, right {one['right']:.3f}"
    )
    return (
        f'<circle cx="{_x(one["confidence"]):.1f}" cy="{_y(one["right"]):.1f}" '
        f'r="{radius:.1f}"><title>{escape(told)}</title></circle>'
    )


def _ticks() -> str:
    marks = []
    for share in (0.0, 0.5, 1.0):
        marks.append(
            f'<text x="{_x(share)}" y="{_y(0) + 13}" text-anchor="middle">{share:g}</text>'
        )
        marks.append(
            f'<text x="{_x(0) - 5}" y="{_y(share) + 4}" text-anchor="end">{share:g}</text>'
        )
    return "".join(marks)
