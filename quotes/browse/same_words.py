"""The page of the same words in several articles."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from quotes.store.groups import Group, Version, group


@dataclass(frozen=True, slots=True)
class SameWords:
    """A group, its versions told apart."""

    group: Group
    versions: list[Version]
    """By day, the first to publish first; without those of articles published again."""
    reposts: list[Version]
    sayers: list[str]
    """The names that the articles themselves give."""


def same_words(db: Database, number: int) -> SameWords | None:
    """The group of quotations with this id; ``None`` when there is none."""
    found = group(db, number)
    if found is None:
        return None
    return SameWords(
        found,
        [one for one in found.versions if one.repost_of is None],
        [one for one in found.versions if one.repost_of is not None],
        list(dict.fromkeys(one.speaker for one in found.versions if one.named and one.speaker)),
    )
