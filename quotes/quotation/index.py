"""Which of many spans touch a place, without walking all of them: texts can be long and hostile."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from quotes.types import Span


class HasSpan(Protocol):
    """Anything with a start and an end in characters."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One behind the last character."""


T = TypeVar("T", bound=HasSpan)


class SpanIndex(Generic[T]):
    """Spans that do not overlap each other, in order."""

    __slots__ = ("_ends", "_starts", "spans")

    def __init__(self, spans: Iterable[T]) -> None:
        self.spans: Sequence[T] = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def touching(self, start: int, end: int) -> Sequence[T]:
        """Those that share a character with ``start..end``."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def near(self, start: int, end: int, distance: int) -> Sequence[T]:
        """Those that touch ``start..end`` or stand at most ``distance`` from it."""
        first = bisect_left(self._ends, start - distance)
        return self.spans[first : bisect_right(self._starts, end + distance)]


class Taken:
    """Stretches of a text that are taken, one after the other, and never twice."""

    __slots__ = ("_spans",)

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def take(self, start: int, end: int) -> bool:
        """Take ``start..end`` if it is wholly free; say whether it was."""
        at = bisect_left(self._spans, (start, end))
        if at < len(self._spans) and self._spans[at][0] < end:
            return False
        if at and self._spans[at - 1][1] > start:
            return False
        insort(self._spans, (start, end))
        return True
