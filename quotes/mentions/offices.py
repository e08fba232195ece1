"""What a title says that somebody is."""

from __future__ import annotations

import re

from quotes.mentions import words
from quotes.mentions.names import fold


def nouns_of(title: str) -> set[str]:
    """The nouns by which somebody with a title can be called."""
    found: set[str] = set()
    for word in fold(title).split():
        full = words.TITLE_NOUNS.get(word, word)
        found.add(full)
        found |= words.CALLED.get(full, frozenset())
    return found


def elected_to(title: str | None) -> set[str]:
    """The offices in a title to which people are elected, unless it is of another time."""
    if not title or not words.OF_ANOTHER_TIME.isdisjoint(re.findall(r"[a-z]+", title.lower())):
        return set()
    return nouns_of(title) & words.ELECTED
