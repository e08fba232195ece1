"""The roles that the encoder saw: spans of words that are a source, a cue or a content."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from quotes.types import Span


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A span in characters and how probable its labels are (0 to 1)."""

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


def learned_roles(doc: Doc) -> Roles | None:
    """What the bundled encoder wrote on the Doc; ``None`` for other pipelines."""
    if not all(name in doc.spans for name in ("source", "cue", "content")):
        return None
    return Roles(*(_spans(doc, name) for name in ("source", "cue", "content")))


def _spans(doc: Doc, name: str) -> tuple[RoleSpan, ...]:
    group = doc.spans[name]
    scores = group.attrs.get("scores") or [1.0] * len(group)
    return tuple(
        RoleSpan(span.start_char, span.end_char, score)
        for span, score in zip(group, scores, strict=True)
    )
