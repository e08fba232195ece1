"""Where the words of a review stand in a text, also after the text was edited.

A stretch is remembered as the W3C Web Annotation model's text-quote selector
does: its exact words, what stood before and after them, and where it began. It
is found again by its words alone; what stands around them says which of several
occurrences is meant. Where that does not say enough, nothing is found: a review
must never move to other words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from quotes.types import Span

#: Characters on each side that are remembered.
SURROUNDINGS = 32
#: Looked at on each side of an occurrence: words that were put in push the old ones away.
_WINDOW = 48
#: Of an occurrence whose surroundings agree so far, another one as good may be told by its place.
_WELL = 0.75
#: Two badly fitting occurrences whose fit differs by less are the same to us.
_MARGIN = 0.15
#: Few words are said again by others: their surroundings have to agree at least so far.
_FEW_WORDS = 4
_FEW_WORDS_FIT = 0.25
#: Occurrences that are weighed; of more, those that the nearest characters speak for.
_MOST = 100

_SPECIAL = re.compile(r"\s+|``|''|[“”„‟«»〝〞‘’‚‛′]")
_WORD = re.compile(r"\w+|[^\w\s]")
_SINGLE = "‘’‚‛′"
_JOINING = "'-"


@dataclass(frozen=True, slots=True)
class Selector:
    """One stretch of a text, by its words and what stands around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    """Where it began, in characters."""


def selectors(text: str, spans: Iterable[Span]) -> tuple[Selector, ...]:
    """The selectors of ``spans``, in their order."""
    return tuple(
        Selector(
            text[start:end],
            text[max(0, start - SURROUNDINGS) : start],
            text[end : end + SURROUNDINGS],
            start,
        )
        for start, end in spans
    )


def to_json(anchor: Iterable[Selector]) -> str:
    """A JSON list of objects with ``exact``, ``prefix``, ``suffix`` and ``start``."""
    return json.dumps([asdict(one) for one in anchor], ensure_ascii=False)


def from_json(written: str | Iterable[Mapping[str, Any]]) -> tuple[Selector, ...]:
    """What :func:`to_json` wrote, as text or read already."""
    read = json.loads(written) if isinstance(written, str) else written
    return tuple(
        Selector(one["exact"], one.get("prefix", ""), one.get("suffix", ""), one.get("start", 0))
        for one in read
    )


def locate(text: str, anchor: Sequence[Selector]) -> tuple[Span, ...] | None:
    """Where the words of ``anchor`` stand in ``text``, one span a selector, in their order.

    White space and the shape of quotation marks may differ. Of several
    occurrences the one whose surroundings fit best counts, then the nearest to
    where it was. ``None`` when the words are not there, when two occurrences
    fit equally badly, and when a few words stand in other surroundings alone.
    """
    return Finder(text).locate(anchor)


class Finder:
    """A text in which several anchors are looked for."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._plain, self._starts, self._ends = _plain(text)

    def locate(self, anchor: Sequence[Selector]) -> tuple[Span, ...] | None:
        """As :func:`locate`."""
        if not anchor:
            return None
        options = []
        for selector in anchor:
            occurrences = list(self.occurrences(selector))
            if not occurrences:
                return None
            options.append(occurrences)
        chosen = _best(options)
        if chosen is None or self._is_doubtful(options, chosen):
            return None
        return tuple((one.start, one.end) for one in chosen)

    def occurrences(self, selector: Selector) -> Iterator[Occurrence]:
        """Where the words of ``selector`` stand and fit, in the order of the text."""
        exact = _plain(selector.exact)[0].strip()
        if not exact:
            return
        before, after = _plain(selector.prefix)[0], _plain(selector.suffix)[0]
        inside = _is_inside(before, exact), _is_inside(exact, after)
        places = []
        at = self._plain.find(exact)
        while at >= 0:
            end = at + len(exact)
            # the end of a word is not the word
            here = (
                _is_inside(self._plain[max(0, at - 2) : at], exact),
                _is_inside(exact, self._plain[end : end + 2]),
            )
            if here[0] <= inside[0] and here[1] <= inside[1]:
                places.append(at)
            at = self._plain.find(exact, at + 1)
        if len(places) > _MOST:
            places.sort(
                key=lambda at: (
                    self._touching(at, at + len(exact), before, after),
                    -abs(self._starts[at] - selector.start),
                )
            )
            places = sorted(places[-_MOST:])
        least = _FEW_WORDS_FIT if len(exact.split()) <= _FEW_WORDS else 0.0
        for at in places:
            end = at + len(exact)
            fit = self._fit(at, end, before, after)
            if fit >= least:
                start = self._starts[at]
                yield Occurrence(start, self._ends[end - 1], fit, abs(start - selector.start))

    def _touching(self, start: int, end: int, before: str, after: str) -> int:
        """How many characters next to the words are as they were."""
        left = self._plain[max(0, start - len(before)) : start]
        right = self._plain[end : end + len(after)]
        return _common(before[::-1], left[::-1]) + _common(after, right)

    def _fit(self, start: int, end: int, before: str, after: str) -> float:
        """The share of the surroundings that stands here too, from 0 to 1."""
        whole = len("".join(before.split())) + len("".join(after.split()))
        if not whole:
            return 1.0
        left = self._plain[max(0, start - _WINDOW) : start]
        right = self._plain[end : end + _WINDOW]
        kept = _kept(before, left, at_end=True) + _kept(after, right, at_end=False)
        return round(min(1.0, kept / whole), 3)

    def _is_doubtful(
        self, options: Sequence[Sequence[Occurrence]], chosen: Sequence[Occurrence]
    ) -> bool:
        """Could other occurrences be meant just as well?"""
        fit, far = _total(chosen)
        for index, occurrences in enumerate(options):
            others = [one for one in occurrences if one.start != chosen[index].start]
            rivals = _best([*options[:index], others, *options[index + 1 :]]) if others else None
            if rivals is None:
                continue
            rival_fit, rival_far = _total(rivals)
            well = chosen[index].fit >= _WELL
            near = fit - rival_fit < (1e-6 if well else _MARGIN)
            if near and (not well or far == rival_far):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words where they stand."""

    start: int
    end: int
    fit: float
    """The share of the surroundings that stands here too."""
    far: int
    """Characters from where the words were."""


def _total(chosen: Sequence[Occurrence]) -> tuple[float, int]:
    return sum(one.fit for one in chosen), -sum(one.far for one in chosen)


def _best(options: Sequence[Sequence[Occurrence]]) -> tuple[Occurrence, ...] | None:
    """One occurrence of each, in order and apart, that fit best together, then lie nearest."""
    #: Ways to choose until here, by where they end, each better than those that end earlier.
    ways: list[tuple[tuple[float, int], tuple[Occurrence, ...]]] = [((0.0, 0), ())]
    for occurrences in options:
        longer: list[tuple[tuple[float, int], tuple[Occurrence, ...]]] = []
        for one in sorted(occurrences, key=lambda one: one.end):
            fitting = [way for way in ways if not way[1] or way[1][-1].end <= one.start]
            if not fitting:
                continue
            (fit, far), before = max(fitting, key=lambda way: way[0])
            score = (fit + one.fit, far - one.far)
            if not longer or score > longer[-1][0]:
                longer.append((score, (*before, one)))
        if not longer:
            return None
        ways = longer
    return max(ways, key=lambda way: way[0])[1]


def _plain(text: str) -> tuple[str, list[int], list[int]]:
    """``text`` with single blanks and straight marks, and where each character begins and ends."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _SPECIAL.finditer(text):
        start, end = found.span()
        mark = found[0]
        pieces.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        pieces.append(" " if mark.isspace() else "'" if mark in _SINGLE else '"')
        starts.append(start)
        ends.append(end)
        at = end
    pieces.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def _is_inside(before: str, after: str) -> bool:
    """Is the border between the two inside a word?"""
    left, right = before[-1:], after[:1]
    if left in _JOINING and left and before[-2:-1].isalnum():
        left = before[-2:-1]
    if right in _JOINING and right and after[1:2].isalnum():
        right = after[1:2]
    return left.isalnum() and right.isalnum()


def _common(one: str, other: str) -> int:
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _kept(remembered: str, here: str, at_end: bool) -> int:
    """How many characters of the words that are remembered stand here in the same order."""
    mirrored = remembered[::-1], here[::-1]
    touching = _common(*(mirrored if at_end else (remembered, here)))
    if touching >= len(remembered):
        return len("".join(remembered.split()))
    old, new = _WORD.findall(remembered), _WORD.findall(here)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return sum(len(word) for a, _, size in blocks for word in old[a : a + size])
