"""The headline of a page, without the outlet and section behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quotes.articles.bylines import without_controls
from quotes.articles.web.declared import (
    first,
    squeeze,
    string,
    text_of,
)

_TITLES = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title", "title")
TAIL = re.compile(r"\s+(?:[|•·»]|[-–—:]{1,2})\s+")
#: Share of their words that two forms of one headline have in common.
_ALIKE = 0.3


def headline(
    tree: Any,
    tags: Mapping[str, Sequence[str]],
    node: Mapping[str, Any],
    heads: Sequence[str],
    outlets: Sequence[str],
) -> str | None:
    """The headline that the page shows, where its own accounts bear it out; else one of those."""
    given = next((text_of(title) for title in tree.iter("title")), "")
    declared = string(node.get("headline")) or ""
    shared = first(tags, _TITLES) or ""
    accounts = [_without_tail(one, [], outlets) for one in (shared, declared, given) if one]
    likeness = {one: max((_likeness(one, other) for other in accounts), default=0) for one in heads}
    head = max(heads, key=lambda one: likeness[one], default="")
    if likeness.get(head, 0) < _ALIKE:
        head = ""
    names = {squeeze(outlet) for outlet in outlets}
    # The only heading of a page says where its headline ends, however short that is.
    shown = [one for one in heads if len(heads) == 1 and squeeze(one) not in names]
    for candidate in (head, shared, declared, given, *heads[:1]):
        cut = _without_tail(candidate, [head, declared, *shown], outlets)
        if len(cut) > 2 and squeeze(cut) not in names:
            return without_controls(cut)
    return None


def _likeness(one: str, other: str) -> float:
    """Of the words of two headlines, the share that both have; of very short ones, none."""
    if not 3 <= len(one.split()) <= 60:
        return 0.0
    first, second = (frozenset(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(first & second) / max(1, len(first | second))


def _without_tail(title: str, headlines: Sequence[str], outlets: Sequence[str]) -> str:
    """``title`` without the outlet or section behind a bar or dash."""
    title = " ".join(title.split())
    squeezed = {squeeze(headline) for headline in headlines if headline}
    known = {squeeze(outlet) for outlet in outlets if outlet}
    for match in TAIL.finditer(title):
        front, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if squeeze(front) in squeezed and len(front) > 2:
            return front
        parts = TAIL.split(tail)
        last = squeeze(parts[-1])
        by_name = any(last and (last in name or name in last) for name in known)
        # A section may stand before the outlet: Politics - BBC News.
        by_name = by_name and all(len(part.split()) <= 2 for part in parts[:-1])
        bar = "|" in match[0] or "•" in match[0]
        if len(front.split()) >= 3 and (
            (by_name and len(tail.split()) <= 6) or (bar and len(tail.split()) <= 4)
        ):
            return front
    return title
