"""The data that flows from an article to the database.

Every span is a pair of offsets in Unicode code points of :attr:`Article.text`,
end exclusive, and ``text[start:end]`` is always exactly what is stored as the
span's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from quotes.decisions import in_words

Span = tuple[int, int]
QuotationType = Literal["direct", "indirect", "mixed"]
Resolution = Literal["name", "pronoun", "nominal", "implicit"]
Act = Literal["statement", "attitude", "unsaid"]
"""What an attribution reports: words spoken or written; what somebody believes, feels or wants; or
that something was not said, or only might be."""
TurnKind = Literal["question", "answer"]
"""What a turn is in an interview that marks its turns by nothing."""
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
    place: str | None = None
    """Where the dateline says that it was written: ``LONDON``."""

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
class Linking:
    """What was seen while a quotation, its cue and its source were put together."""

    signals: tuple[tuple[str, float], ...]
    """Name and value: what :mod:`quotes.quotation.signals` measures."""
    other_source: Mention | None = None
    """The source that the cue would have had instead."""
    other_share: float | None = None
    """Its weight beside that of the one chosen, of the two together: 0.5 is a draw."""
    learned: bool = True
    """Spans come from an encoder that has learnt them; else from the syntax and the marks alone."""
    turn: TurnKind | None = None
    """What it is in an interview that marks its turns by nothing; ``None`` elsewhere."""


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
    """Between 0 and 1. Until the speaker is known this only ranks: how sure the encoder or the
    syntax was of the spans. Of an :class:`AttributedQuotation` it is a probability."""
    linking: Linking | None = None
    act: Act = field(default="statement", kw_only=True)
    """What the attribution reports, as :mod:`quotes.quotation.acts` reads it."""
    act_confidence: float | None = field(default=None, kw_only=True)
    """How probable that act is, between 0 and 1; ``None`` where nothing weighed it."""

    @property
    def turn(self) -> TurnKind | None:
        """See :attr:`Linking.turn`."""
        return self.linking.turn if self.linking else None


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
    titles: tuple[str, ...] = field(default=(), compare=False)
    """All that stands beside the names, in the order of the text, without repeats."""
    gender: Literal["female", "male"] | None = field(default=None, compare=False)
    """What the words beside the names or the first name tell of it, if anything."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a quotation as it is attributed, or against it."""

    text: str
    """In words: ``a verb of speaking attributes it``."""
    weight: float
    """In log-odds, beside an average quotation: above 0 it speaks for it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a quotation has its speaker."""

    way: str
    """How it was decided: a name of :mod:`quotes.decisions`; of older versions a sentence."""
    chain: tuple[Mention, ...] = ()
    """The mentions that lead from the source to the name, source first."""
    runner_up: str | None = None
    """The name of the second best candidate."""
    runner_up_share: float | None = None
    """Its weight beside the winner's, of the two together, where they were weighed: 0.5 is a
    draw."""
    other_source: Mention | None = None
    """The second best source."""
    other_source_share: float | None = None
    linked: float | None = None
    """Between 0 and 1: that the words are a quotation and the source is theirs."""
    attributed: float | None = None
    """Between 0 and 1: that the source means this speaker, if it is the right one."""
    reasons: tuple[Reason, ...] = ()
    """What moved the two most, the strongest first."""
    because: tuple[str, ...] = ()
    """What was true of the speaker and not of the second best, where they were weighed, the
    weightiest first: ``gender agrees``."""

    @property
    def rule(self) -> str:
        """The decision in words: ``short for a fuller name in the article``."""
        return in_words(self.way, self.because)


@dataclass(frozen=True, slots=True)
class AttributedQuotation(Quotation):
    """A quotation and who speaks it.

    ``confidence`` is the probability that all of it is right: the words are
    what somebody said (at least half of them, as an annotator marks it), the
    source is theirs, and the speaker is who the source means. See
    :mod:`quotes.confidence`.
    """

    speaker: Speaker | None = None
    resolution: Resolution | None = None
    evidence: Evidence | None = None


def in_words_of(text: str, quotation: AttributedQuotation) -> AttributedQuotation:
    """A quotation found in a copy of ``text`` that has other white space at the same places."""

    def mention(one: Mention | None) -> Mention | None:
        return Mention.of(text, one.start, one.end) if one else None

    linking, evidence = quotation.linking, quotation.evidence
    if linking is not None:
        linking = replace(linking, other_source=mention(linking.other_source))
    if evidence is not None:
        chain = tuple(Mention.of(text, one.start, one.end) for one in evidence.chain)
        other = mention(evidence.other_source)
        evidence = replace(evidence, chain=chain, other_source=other)
    return replace(
        quotation,
        text=SPAN_SEPARATOR.join(text[start:end] for start, end in quotation.spans),
        cue=mention(quotation.cue),
        source=mention(quotation.source),
        linking=linking,
        evidence=evidence,
    )


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
        "act": quotation.act,
        "act_confidence": quotation.act_confidence,
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


#: One set of columns for a quotation in a table, at the terminal as in the pages: the name of each,
#: and the keys that lead to its value in a record.
QUOTATION_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "speaker": ("speaker", "name"),
    "type": ("type",),
    "text": ("text",),
    "cue": ("cue", "text"),
    "source": ("source", "text"),
    "act": ("act",),
    "resolution": ("resolution",),
    "confidence": ("confidence",),
    "reviewed": ("reviewed",),
    "speaker_id": ("speaker", "id"),
    "speaker_kind": ("speaker", "kind"),
    "speaker_title": ("speaker", "title"),
    "act_confidence": ("act_confidence",),
    "spans": ("spans",),
    "cue_start": ("cue", "start"),
    "cue_end": ("cue", "end"),
    "source_start": ("source", "start"),
    "source_end": ("source", "end"),
    "article_id": ("article", "id"),
    "article_title": ("article", "title"),
    "outlet": ("article", "outlet"),
    "published": ("article", "published"),
    "url": ("article", "url"),
    "path": ("article", "path"),
}
