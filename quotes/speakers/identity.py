"""One speaker across articles: which of the known speakers is this one?

The rule is to keep apart what is not surely one. A name joins a known speaker
when exactly one is compatible with it; where two are, it joins neither, and a
person can merge them by hand.

What cannot be independent of order: a bare ``Kirby`` that comes when only
``John Kirby`` is known joins him, one that comes after ``Jack Kirby`` is known
as well joins neither, and later bare Kirbys join that one. Nothing already
joined is taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotes.speakers.names import (
    compatible,
    fold,
    is_acronym,
    name_key,
    organization_key,
    parse_person,
    same_organization,
)
from quotes.speakers.offices import elected_to
from quotes.types import Speaker, SpeakerKind

__all__ = ["KnownSpeaker", "identify", "name_key"]


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker of the database."""

    id: int
    name: str
    """The fullest name seen."""
    kind: SpeakerKind
    names: frozenset[str] = frozenset()
    """Every name and alias seen."""
    title: str | None = None


def identify(speaker: Speaker, candidates: Sequence[KnownSpeaker]) -> KnownSpeaker | None:
    """The candidate that is the same speaker; ``None`` when none is, or when it is not sure which.

    The order of ``candidates`` does not matter, nor do candidates of other
    kinds or with other :func:`name_key`\\ s. Unnamed persons and documents
    are nobody's across articles.
    """
    same_kind = [c for c in candidates if c.kind == speaker.kind]
    if speaker.kind == "person":
        return _only(_persons(speaker, same_kind))
    if speaker.kind == "organization":
        return _only(_organizations(speaker, same_kind))
    if speaker.kind == "group":
        key = fold(speaker.name)
        return _only([c for c in same_kind if key and fold(c.name) == key])
    return None


def _only(found: Sequence[KnownSpeaker]) -> KnownSpeaker | None:
    return found[0] if len({c.id for c in found}) == 1 else None


def _persons(speaker: Speaker, candidates: Sequence[KnownSpeaker]) -> list[KnownSpeaker]:
    """Those with the very same name where there are any, else all compatible ones."""
    fitting = [c for c in candidates if _same_person(speaker, c)]
    exact = [c for c in fitting if parse_person(c.name) == parse_person(speaker.name)]
    return exact or fitting


def _same_person(speaker: Speaker, known: KnownSpeaker) -> bool:
    """The names are compatible, and so are all full names that either goes by.

    A surname alone is not somebody who is elected to another office.
    """
    if not compatible(speaker.name, known.name):
        return False
    mine, theirs = elected_to(speaker.title), elected_to(known.title)
    short = min(len(parse_person(name).words) for name in (speaker.name, known.name)) < 2
    if short and mine and theirs and not mine & theirs:
        return False
    ours = [n for n in (speaker.name, *speaker.aliases) if len(parse_person(n).words) > 1]
    others = [n for n in (known.name, *known.names) if len(parse_person(n).words) > 1]
    return all(
        compatible(a, b) for a in ours for b in others if parse_person(a).key == parse_person(b).key
    )


def _organizations(speaker: Speaker, candidates: Sequence[KnownSpeaker]) -> list[KnownSpeaker]:
    """Those of the same name, else those that share an acronym with it."""
    key = organization_key(speaker.name)
    exact = [c for c in candidates if key and organization_key(c.name) == key]
    if exact:
        return exact
    names = [speaker.name, *(a for a in speaker.aliases if is_acronym(a))]
    return [
        c
        for c in candidates
        if any(
            same_organization(a, b)
            for a in names
            for b in (c.name, *(n for n in c.names if is_acronym(n)))
        )
    ]
