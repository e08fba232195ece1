"""What is compared: gold attributions and predicted quotations, alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from quotes.evaluate.spans import characters, inside_marks, pieces, trim, type_of
from quotes.types import QuotationType, Span

Role = Literal["content", "source", "cue"]
ROLES: tuple[Role, ...] = get_args(Role)
TYPES: tuple[QuotationType, ...] = ("direct", "mixed", "indirect")
#: How a source leads to its speaker. The last is the gold's alone: to nobody with a name.
HOWS = ("name", "pronoun", "nominal", "implicit", "unnamed")

#: The kinds of speaker that have a name to be got right.
NAMED = frozenset(["person", "organization"])
#: The kinds that a name is wrong for.
NAMELESS = frozenset(["group", "unnamed", "document"])


class EvaluationError(Exception):
    """The annotations or predictions cannot be read; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A gold attribution or a predicted quotation, as it was given."""

    spans: Mapping[Role, tuple[Span, ...]]
    """For every role, offsets in the article's text."""
    speaker: str = ""
    """A name, or several joined by :data:`quotes.evaluate.names.SEVERAL`; empty for none."""
    aliases: tuple[str, ...] = ()
    """Of gold: shorter names that are right too, but not the full one."""
    kind: str = ""
    how: str = ""
    """How the source leads to the speaker: ``name``, ``pronoun``, ``nominal``, ``implicit``."""
    label: str = ""
    """The type that a predicted quotation claims."""
    resolved: bool = False
    """Of gold: somebody looked for this attribution's speaker."""
    identity: str = ""
    """Of gold: the name of the event in its file."""
    confidence: float | None = None
    """Of predictions: what the system thinks of it."""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text and the attributions that people marked in it."""

    name: str
    """Tells it from the others of its corpus; the stem of :attr:`path`."""
    path: Path
    """What records say of where they come from. An archive's member has no file of that name."""
    text: str
    attributions: tuple[Attribution, ...]
    group: str = ""
    """Its outlet, genre or book."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a corpus marks. Nothing else can be scored on it."""

    exact: frozenset[Role] = frozenset(ROLES)
    """The roles whose words are marked to the letter."""
    sources: bool = True
    """Sources are marked well enough to say whether a quotation touches its own."""
    types: frozenset[QuotationType] = frozenset(TYPES)
    """The types that are marked. Predicted quotations of other types are left out."""
    unattributed: bool = True
    """Words that nothing in the text attributes are marked too, as a turn of an interview. Where
    they are not, predicted quotations with neither cue nor source are left out."""

    def holds(self, one: Reading) -> bool:
        """Would the annotators have marked it, were it right?"""
        attributed = one.characters["cue"] or one.characters["source"]
        return one.type in self.types and bool(self.unattributed or attributed)


#: Everything is marked.
EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Annotated articles and what may be asked of them."""

    title: str
    articles: tuple[AnnotatedArticle, ...]
    grouped_by: str = "outlet"
    """What :attr:`AnnotatedArticle.group` is."""
    scope: Scope = EVERYTHING
    caution: str = ""
    """What to bear in mind when reading the figures, in a sentence."""
    left_out: frozenset[str] = frozenset()
    """Names of articles that a sample has left out."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An attribution as the metrics see it."""

    attribution: Attribution
    pieces: Mapping[Role, tuple[Span, ...]]
    trimmed: Mapping[Role, frozenset[Span]]
    """The pieces, trimmed; those that are nothing but marks are left out."""
    characters: Mapping[Role, frozenset[int]]
    type: QuotationType
    """As the marks in the text have it, whatever the attribution claims."""

    @property
    def whole(self) -> tuple[frozenset[Span], ...]:
        """All trimmed pieces, role by role: two attributions are identical when these are."""
        return tuple(self.trimmed[role] for role in ROLES)


def read(text: str, attribution: Attribution, inside: bytearray | None = None) -> Reading:
    """`attribution` as the metrics see it.

    :param text: the article's text, which the spans are offsets of.
    :param inside: ``inside_marks(text)``, when it is at hand.
    """
    if inside is None:
        inside = inside_marks(text)
    parts = {role: pieces(text, attribution.spans[role]) for role in ROLES}
    chars = {role: characters(text, parts[role]) for role in ROLES}
    trimmed = {
        role: frozenset(
            (start, end) for start, end in (trim(text, part) for part in parts[role]) if start < end
        )
        for role in ROLES
    }
    return Reading(attribution, parts, trimmed, chars, type_of(chars["content"], inside))
