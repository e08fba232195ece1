"""What in a text can be somebody: names with the titles beside them, descriptions, pronouns.

All positions are token indexes of the :class:`spacy.tokens.Doc`, end
exclusive. A mention does not say who is meant; see
:mod:`quotes.mentions.entities` for names and
:mod:`quotes.coreference.discourse` for the rest.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from quotes.mentions.names import Gender
from quotes.mentions.nouns import Sort

Label = Literal["person", "organization", "place", "unknown"]
Number = Literal["singular", "plural"]


class Name(NamedTuple):
    """A proper name."""

    start: int
    end: int
    head: int
    text: str
    """Without title, possessive and leading "the"."""
    label: Label
    title: str | None = None
    """``House Speaker (R., La.)``."""
    gender: Gender | None = None
    """What ``Mr.`` or ``Mrs.`` before it says."""
    also: str | None = None
    """What stands behind it, where the title stands before it."""


class Description(NamedTuple):
    """A noun phrase without a name at its head: ``the spokesman``, ``many Democrats``."""

    head: int
    noun: str
    """The head noun, folded, in the singular."""
    sort: Sort
    number: Number
    definite: bool
    """``the``, ``this``, or a possessive before it."""
    bare: bool
    """Nothing of the kind before it, nor ``a``: ``Retired general reveals``."""
    gender: Gender | None = None


class Pronoun(NamedTuple):
    """A third-person pronoun."""

    head: int
    number: Number | None
    gender: Gender | None
    human: bool
    """``he``, ``she`` and their forms; ``it`` is no person, ``they`` can be both."""


THIRD: dict[str, tuple[Number | None, Gender | None, bool]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("singular", "male", True)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("singular", "female", True)),
    **dict.fromkeys(("it", "its", "itself"), ("singular", None, False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("plural", None, False)),
}
