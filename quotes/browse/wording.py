"""What pages say in words: dates, shares, ways to a speaker, what people corrected. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from quotes.types import SPAN_SEPARATOR

Row = dict[str, Any]

#: What a review did, where nothing has to be said of what stood there before.
_DONE = {"accept": "confirmed", "add": "added", "not-a-quotation": "taken out"}


#: Characters of a date that is none.
_LONGEST_DATE = 40
#: Controls, and marks that turn the direction of what stands behind them.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]+")


def plain(text: str | None, longest: int | None = None) -> str:
    """``text`` for a place without markup, such as a window's title: no controls, not too long."""
    shown = " ".join(_CONTROLS.sub(" ", text or "").split())
    return shown if longest is None or len(shown) <= longest else f"{shown[: longest - 1]}…"


def cut(text: object, longest: int = 300) -> str:
    """The beginning of ``text``, where a page has no room for more."""
    shown = "" if text is None else str(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def plural(count: int, noun: str) -> str:
    """``1 quotation``, ``1,204 quotations``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def readable_date(published: str | None) -> str:
    """``2023-12-22T06:30`` as ``22 December 2023``; anything else in plain characters."""
    if not published:
        return ""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return plain(published, _LONGEST_DATE)
    return f"{day.day} {day:%B %Y}"


def percent(confidence: float | None) -> str:
    """``0.94`` as ``94%``."""
    return "" if confidence is None else f"{confidence:.0%}"


def passed_over(evidence: Row, key: str) -> str:
    """Who or what came second, with its share of the weight of the two, in percent."""
    name = evidence.get(key) or ""
    if isinstance(name, dict):
        name = f"“{name.get('text', '')}”"
    share = evidence.get(f"{key}_share")
    return f"{name} ({share:.0%} against {1 - share:.0%})" if name and share is not None else name


def how(resolution: str | None, source: str | None) -> str:
    """How a quotation leads to its speaker, in words."""
    named = f" “{source}”" if source else ""
    ways = {
        "name": f"named{named}",
        "pronoun": f"by pronoun{named}",
        "nominal": f"by description{named}",
        "implicit": "no source beside it",
    }
    return ways.get(resolution or "", f"source{named}" if named else "no source found")


def correction(review: Mapping[str, Any]) -> str:
    """One row of ``reviews`` as a sentence: ``corrected by Ada on 3 May 2026: was John Kirby``."""
    action = review["action"]
    done = _DONE.get(action, "corrected")
    by = f" by {review['reviewer']}" if review["reviewer"] else ""
    on = f" on {readable_date(review['reviewed_at'])}"
    before = "" if action in _DONE else _before(action, review)
    return f"{done}{by}{on}" + (f": was {before}" if before else "")


def _before(action: str, review: Mapping[str, Any]) -> str:
    """What stood there before a correction, as far as it changed that."""
    before = json.loads(review["before"] or "{}")
    if action in ("speaker", "nobody"):
        speaker = before.get("speaker") if isinstance(before, dict) else None
        return str(speaker["name"]) if speaker else "nobody"
    if action == "words":
        anchor = json.loads(review["anchor"] or "[]")
        return f"“{SPAN_SEPARATOR.join(one['exact'] for one in anchor)}”"
    if action in ("rename", "title", "kind"):
        return str(next(iter(before.values()), None) or "none")
    return str(before.get("type") or "")
