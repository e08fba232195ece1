"""By what other name somebody is known: ``Ada Hill, better known as Tidewoman,``."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.tokens import Tokens

_APART = {",", "(", "–", "—"}
_MARKS = {"“", "‘", '"', "'", "``"}
#: What a noun phrase between the comma and the verb is made of: ``the forward``.
_OF_PHRASE = {"DT", "JJ", "NN", "HYPH", "CD"}
_LONGEST = 6


def with_other_names(
    tokens: Tokens, found: Sequence[Name]
) -> tuple[list[Name], list[tuple[int, int]]]:
    """The names, those that somebody is known by being persons' wherever they stand; and where the
    two names of each of these people begin.
    """
    ending = {name.end: name for name in found if name.label == "person"}
    pairs = [
        (other.start, name.start)
        for name in found
        if name.label in {"person", "unknown", "organization"}
        and (other := ending.get(_before_known_as(tokens, name.start))) is not None
    ]
    known = {start for _, start in pairs}
    called = {fold(name.text) for name in found if name.start in known}
    people = [n._replace(label="person") if fold(n.text) in called else n for n in found]
    return people, pairs


def _before_known_as(tokens: Tokens, start: int) -> int:
    """Where the name ends whose bearer is known as what begins at ``start``; -1 where none is."""
    i = start - 1
    if i > 0 and tokens.word[i] in _MARKS:
        i -= 1
    if i < 3 or tokens.lower[i - 1 : i + 1] != ["known", "as"]:
        return -1
    i -= 2
    while i > 1 and tokens.tag[i] in {"RB", "RBR"}:  # also, better, more widely
        i -= 1
    if tokens.lower[i - 1 : i + 1] in (["who", "is"], ["who", "was"]):
        i -= 2
    first = i
    while first - i > -_LONGEST and i > 0 and tokens.tag[i] in _OF_PHRASE:
        i -= 1
    return i if tokens.word[i] in _APART else -1


def together(groups: Sequence[list[Name]], pairs: Sequence[tuple[int, int]]) -> list[list[Name]]:
    """The persons' names by person, where two groups are one's by the pairs of their starts."""
    group_of = {name.start: i for i, group in enumerate(groups) for name in group}
    joined = [list(group) for group in groups]
    for first, other in pairs:
        a, b = group_of[first], group_of[other]
        if a == b:
            continue
        joined[a] = sorted(joined[a] + joined[b])
        group_of.update((name.start, a) for name in joined[b])
        joined[b] = []
    return [group for group in joined if group]
