"""The roles that the encoder saw: spans of words that are a source, a cue or a content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

from quotes.types import Span


class RoleSpan(NamedTuple):
    """A span in characters and how probable its labels are (0 to 1).

    A named tuple, as the linker asks for what it knows of each span again and again.
    """

    start: int
    end: int
    score: float

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Roles:
    """All role spans of a text, each kind in order and without overlaps."""

    sources: tuple[RoleSpan, ...] = ()
    cues: tuple[RoleSpan, ...] = ()
    contents: tuple[RoleSpan, ...] = ()


def has_roles(doc: Doc) -> bool:
    """Has the bundled encoder read the Doc?"""
    return all(name in doc.spans for name in ("source", "cue", "content"))


def learned_roles(doc: Doc, text: str) -> Roles | None:
    """What the bundled encoder wrote on the Doc of this text; ``None`` for other pipelines."""
    if not has_roles(doc):
        return None
    return Roles(
        _spans(doc, "source"),
        tuple(_without_edges(text, cue) for cue in _spans(doc, "cue")),
        _spans(doc, "content"),
    )


def _without_edges(text: str, cue: RoleSpan) -> RoleSpan:
    """``said:`` is the cue ``said``; a cue of nothing but a mark stays."""
    start, end = cue.span
    while start < end and not text[start].isalnum() and text[start] not in "’'":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in "’'.":
        end -= 1
    return RoleSpan(start, end, cue.score) if start < end else cue


def _spans(doc: Doc, name: str) -> tuple[RoleSpan, ...]:
    group = doc.spans[name]
    scores = group.attrs.get("scores") or [1.0] * len(group)
    return tuple(
        RoleSpan(span.start_char, span.end_char, score)
        for span, score in zip(group, scores, strict=True)
    )
