"""What identity is computed from: facts of articles, forms they share, links that people made.

A *fact* is what one article says of one speaker; nothing changes it later. A
*form* is all that identity looks at in a fact: facts of the same form are
always one speaker, so that a name in thousands of articles costs no more than
in a few. A *link* is a person's word that two facts are one speaker, or are
not; the facts it names get forms of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quotes.types import SpeakerKind

Gender = Literal["female", "male"]
Verdict = Literal["same", "not the same"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What one article says of one speaker: a row of ``article_speakers``."""

    name: str
    """The fullest name that the article has, without title; a description for the unnamed."""
    kind: SpeakerKind
    names: tuple[str, ...] = ()
    """All names in the article, ``name`` among them, without repeats."""
    titles: tuple[str, ...] = ()
    """All titles beside the names, in the order of the text."""
    gender: Gender | None = None
    """As the article tells it; ``None`` where it does not."""
    outlet: str | None = None
    date: str | None = None
    """ISO 8601, of publication."""
    place: str | None = None
    """Of the dateline; the country that the text tells otherwise where that tells none."""


@dataclass(frozen=True, slots=True)
class Form:
    """All that identity looks at in a fact. Two facts of equal forms are one speaker."""

    kind: SpeakerKind
    name: str
    """Folded."""
    names: tuple[str, ...] = ()
    """The other names that tell who it is (full names, acronyms), folded, sorted."""
    offices: tuple[str, ...] = ()
    """What the titles say that the speaker is, folded, sorted."""
    countries: tuple[str, ...] = ()
    """Countries or places of titles and dateline, sorted."""
    outlet: str | None = None
    gender: Gender | None = None
    only: str | None = None
    """Set where a form belongs to a single fact: one that a link names, or of an unnamed
    speaker, a group or a document, who are nobody's across articles."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = (self.kind, self.name, self.names, self.offices, self.countries)
        known = hash((*values, self.outlet, self.gender, self.only))
        object.__setattr__(self, "_hash", known)

    def __hash__(self) -> int:
        """Worked out once: forms are looked up far more often than made."""
        return self._hash


@dataclass(frozen=True, slots=True)
class Counted:
    """A form, with the number of articles that have it."""

    form: Form
    articles: int
    outlets: tuple[str, ...] = ()
    """Where these articles stand, as :func:`quotes.identity.outlet_of` has it: all that is asked
    of full names is whether an outlet has them at all."""
    weight: int = field(init=False, compare=False)
    """All that is asked of the number: 1 for 1, 2 for 2 to 3, 4 for 4 to 7."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", 1 << max(self.articles.bit_length() - 1, 0))


@dataclass(frozen=True, slots=True)
class Link:
    """A person's word on two forms, by their :attr:`Form.only`.

    Of a pair that is *not the same*, ``a`` stays with the speaker that both
    had, and ``b`` leaves.
    """

    a: str
    b: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Cluster:
    """One speaker."""

    members: tuple[int, ...]
    """Indexes of forms, in the order that they were given."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Index of a form -> why it is here, in words, where its name is not the cluster's own."""
    candidates: tuple[int, ...] = ()
    """Of a bare surname or an acronym that stays its own because it could be several: an index of
    a form of each that it could be."""
