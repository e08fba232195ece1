"""Which organisations a noun can mean: ``the newspaper``, ``the agency``, ``the super PAC``.

An article says what an organisation is in an apposition (``Tidewatch, a
website for sailors,``), or its name does (``Harbor Post``, ``Coast Bank``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from quotes.mentions import words
from quotes.mentions.entities import Cast, Entity
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold, is_acronym, organization_key
from quotes.mentions.phrases import organization_behind
from quotes.tokens import Tokens


def told_kinds(tokens: Tokens, cast: Cast) -> Mapping[str, frozenset[int]]:
    """Noun -> the organisations (by their place in the cast) that the article says to be one."""
    found: dict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(cast.entities):
        if entity.kind == "organization" and not entity.place:
            if is_union(entity.name):
                found["union"].add(index)
            for name in entity.mentions:
                noun = organization_behind(tokens, name.end)
                if noun is None and _has_shares(tokens, name):
                    noun = "company"
                for called in _called(noun) if noun else ():
                    found[called].add(index)
    return {noun: frozenset(some) for noun, some in found.items()}


def _has_shares(tokens: Tokens, name: Name) -> bool:
    """``Tidewatch CEO Ada Lind``, ``shares of Tidewatch``: a company."""
    behind = name.end + (tokens.tag[name.end : name.end + 1] == ["POS"])
    before = name.start - 1
    if before > 0 and tokens.lower[before] == "the":
        before -= 1
    if tokens.lower[behind : behind + 1] and tokens.lower[behind] in words.OF_A_COMPANY:
        return True
    of = before > 0 and tokens.lower[before] in {"of", "at", "in"}
    return of and tokens.lower[before - 1] in words.OF_A_COMPANY


def _called(noun: str) -> set[str]:
    """What is an airline is called a company as well."""
    return {noun, *(broader for broader, some in words.BROADER_KINDS.items() if noun in some)}


def is_called(entity: Entity, noun: str) -> bool:
    """Does an organisation's name say that it is what the noun means?"""
    parts = fold(entity.name).split()
    marks = words.NAME_MARKS.get(noun)
    if organization_key(entity.name) == "news":
        return noun == "company"  # News Corp.
    if heads_name(noun, entity.name) or (marks and not marks.isdisjoint(parts)):
        return True
    if noun in {"website", "site"}:
        return "." in entity.name[1:-1] and not is_acronym(entity.name)
    short = any(is_acronym(m.text) and len(fold(m.text)) > 2 for m in entity.mentions)
    return noun == "agency" and short


def is_union(name: str) -> bool:
    """``Association of Port Workers``, ``Coast Teachers``; not ``Port Workers' Party``."""
    parts = set(fold(name).split())
    kinds = parts & words.ORGANIZATION_NOUNS
    return not words.OF_UNIONS.isdisjoint(parts) and kinds <= words.UNIONS


def heads_name(noun: str, name: str) -> bool:
    """Is a noun what the name says that the body is: ``court`` in ``Supreme Court of Aker``?

    The last word, or the one before a preposition; not ``state`` in ``Harbor State College``.
    """
    ends = r"(?: (?:of|for|on|in|to|at|against)\b|$)"
    return re.search(rf"\b{re.escape(noun)}{ends}", fold(name)) is not None


def is_something_else(entity: Entity, noun: str) -> bool:
    """Does its name say that it is no such thing: the Senate is no company, nor is a report?"""
    last = fold(entity.name).split()[-1:]
    parts = set(fold(entity.name).split())
    mine = {kind for kind, marks in words.NAME_MARKS.items() if marks & parts}
    mine |= parts & words.ORGANIZATION_NOUNS
    if not mine:
        return not words.DOCUMENT_NAMES.isdisjoint(last)
    return noun not in mine
