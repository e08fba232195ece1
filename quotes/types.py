"""The data that flows from an article to the database.

Every span is a pair of offsets in Unicode code points of :attr:`Article.text`,
end exclusive, and ``text[start:end]`` is always exactly what is stored as the
span's text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

Span = tuple[int, int]
QuotationType = Literal["direct", "indirect", "mixed"]
Resolution = Literal["name", "pronoun", "nominal", "implicit"]
SpeakerKind = Literal["person", "organization", "group", "unnamed", "document"]

#: Stands between the spans of a quotation in :attr:`Quotation.text`.
SPAN_SEPARATOR = " … "


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it came in, cleaned of markup, with what its layout says of it."""

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    """ISO 8601 date or date and time."""
    url: str | None = None
    path: str | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8: what makes two articles the same."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def word_count(self) -> int:
        """White-space separated words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the article: a cue, a source, a link of a coreference chain."""

    text: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Mention:
        """The mention at ``text[start:end]``."""
        return cls(text[start:end], start, end)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of speech, writing or thought that an article attributes to someone.

    ``spans`` is the content without its outer quotation marks; ``text`` joins
    the spans by :data:`SPAN_SEPARATOR`. ``cue`` and ``source`` are ``None``
    where the text has none (terms of PARC 3 and PolNeAR).
    """

    type: QuotationType
    text: str
    spans: tuple[Span, ...]
    cue: Mention | None
    source: Mention | None
    confidence: float
    """Between 0 and 1: that this is a quotation, and linked to this source."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The entity behind a source."""

    name: str
    """The fullest name the article has, without title; a description for the unnamed."""
    kind: SpeakerKind
    title: str | None = None
    """What stands beside the name: ``White House national security spokesperson``."""
    aliases: tuple[str, ...] = ()
    """Other names of the same entity in the article, ``Kirby``, without repeats."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a quotation has its speaker."""

    rule: str
    """The decision that was taken, in words: ``surname of a full name in the article``."""
    chain: tuple[Mention, ...] = ()
    """The mentions that lead from the source to the name, source first."""
    runner_up: str | None = None
    """The name of the second best candidate."""


@dataclass(frozen=True, slots=True)
class AttributedQuotation(Quotation):
    """A quotation and who speaks it; ``confidence`` covers both."""

    speaker: Speaker | None = None
    resolution: Resolution | None = None
    evidence: Evidence | None = None


def as_record(quotation: AttributedQuotation, article: Article) -> dict[str, Any]:
    """One quotation as the JSON record of ``quotes extract``: no ids."""

    def mention(m: Mention | None) -> dict[str, Any] | None:
        return {"text": m.text, "start": m.start, "end": m.end} if m else None

    speaker = quotation.speaker
    return {
        "type": quotation.type,
        "text": quotation.text,
        "spans": [list(span) for span in quotation.spans],
        "cue": mention(quotation.cue),
        "source": mention(quotation.source),
        "speaker": speaker and {"name": speaker.name, "kind": speaker.kind, "title": speaker.title},
        "resolution": quotation.resolution,
        "confidence": quotation.confidence,
        "article": {
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "url": article.url,
            "path": article.path,
        },
    }
