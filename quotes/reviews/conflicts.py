"""Where two people say different things of one quotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What each of several people said of one point of one quotation, the last word last."""

    quote_id: int
    point: str
    """``speaker``, ``type``, ``words`` or ``a quotation``."""
    said: tuple[tuple[str, str, int], ...]
    """Reviewer, what they say, and the number of the review."""


def conflicts(reviews: Iterable[Record]) -> Iterator[Conflict]:
    """The points on which the last words of two people differ, by quotation.

    ``reviews`` are those of the log, in any order; what was undone does not count.
    """
    last: dict[tuple[int, str], dict[str, tuple[str, str, int]]] = {}
    for review in sorted(reviews, key=lambda review: int(review["id"])):
        if review.get("undone_at") or review.get("quote_id") is None:
            continue
        reviewer = review.get("reviewer") or "somebody"
        for point, value in said(review):
            by_person = last.setdefault((review["quote_id"], point), {})
            by_person.pop(reviewer, None)
            by_person[reviewer] = (reviewer, value, review["id"])
    for (quote_id, point), by_person in sorted(last.items()):
        if len({value.casefold() for _, value, _ in by_person.values()}) > 1:
            yield Conflict(quote_id, point, tuple(by_person.values()))


def said(review: Record) -> Iterator[tuple[str, str]]:
    """The points of a quotation that a review speaks to, and what it says of each."""
    action, after = review["action"], review.get("after") or {}
    state = after.get("state") or {}
    if action == "not-a-quotation":
        yield "a quotation", "no"
        return
    if action not in ("accept", "speaker", "nobody", "type", "act", "words", "add"):
        return
    yield "a quotation", "yes"
    if action == "nobody":
        yield "speaker", "nobody"
    elif action in ("speaker", "add") or (action == "accept" and state):
        speaker = (state if action == "accept" else after).get("speaker")
        yield "speaker", speaker["name"] if speaker else "nobody"
    if after.get("type"):
        yield "type", after["type"]
    elif action == "accept" and state.get("type"):
        yield "type", state["type"]
    if after.get("act"):
        yield "act", after["act"]
    if action == "words":
        words = after.get("words") or ()
        yield "words", " … ".join(one["exact"] for one in words) or str(after.get("spans"))
