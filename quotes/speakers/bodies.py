"""Which organisations a noun can mean: ``the newspaper``, ``the agency``, ``the super PAC``.

An article says what an organisation is in an apposition (``Tidewatch, a
website for sailors,``), or its name does (``Harbor Post``, ``Coast Bank``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from quotes.speakers import words
from quotes.speakers.entities import Cast, Entity
from quotes.speakers.mentions import Name
from quotes.speakers.names import fold, is_acronym, organization_key
from quotes.tokens import Tokens

#: An apposition is read no further than this, in tokens.
_LONGEST = 9


def told_kinds(tokens: Tokens, cast: Cast) -> Mapping[str, frozenset[int]]:
    """Noun -> the organisations (by their place in the cast) that the article says to be one."""
    found: dict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(cast.entities):
        if entity.kind == "organization" and not entity.place:
            for name in entity.mentions:
                noun = _behind(tokens, name)
                if noun:
                    found[noun].add(index)
    return {noun: frozenset(some) for noun, some in found.items()}


def _behind(tokens: Tokens, name: Name) -> str | None:
    """``Tidewatch, a website for sailors``: the last noun before a preposition, clause or mark."""
    at = name.end
    if at + 2 >= len(tokens) or tokens.word[at] not in {",", "—", "–"}:
        return None
    if tokens.tag[at + 1] not in {"DT", "PRP$"}:
        return None
    noun = None
    for i in range(at + 2, min(at + _LONGEST, len(tokens))):
        if tokens.tag[i] in {"NN", "NNP"}:
            noun = fold(tokens.word[i])
        elif tokens.tag[i] not in {"JJ", "HYPH", "VBN", "CD", "JJS", "NNS", "RB", "POS"}:
            break
    return noun if noun in words.ORGANIZATION_NOUNS else None


def is_called(entity: Entity, noun: str) -> bool:
    """Does an organisation's name say that it is what the noun means?"""
    parts = fold(entity.name).split()
    marks = words.NAME_MARKS.get(noun)
    if organization_key(entity.name) == "news":
        return noun == "company"  # News Corp.
    if noun in parts or (marks and not marks.isdisjoint(parts)):
        return True
    if noun in {"website", "site"}:
        return "." in entity.name[1:-1] and not is_acronym(entity.name)
    short = any(is_acronym(m.text) and len(fold(m.text)) > 2 for m in entity.mentions)
    return noun == "agency" and short


def is_something_else(entity: Entity, noun: str) -> bool:
    """Does its name say that it is no such thing: the Senate is no company?"""
    parts = set(fold(entity.name).split())
    mine = {kind for kind, marks in words.NAME_MARKS.items() if marks & parts}
    mine |= parts & words.ORGANIZATION_NOUNS
    return bool(mine) and noun not in mine
