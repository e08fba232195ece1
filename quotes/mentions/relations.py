"""Whom ``his wife`` and ``the company's lawyer`` mean, where the article tells the name.

Whoever is somebody's wife, lawyer or boss is named beside that word once:
``his wife, Ada Hill,``, ``Ada Hill, his wife,``, ``his parents, Ada and Ben
Hill,``. Before and after that the word alone means the same person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from quotes import lexicon
from quotes.mentions.entities import Cast
from quotes.mentions.kinds import Name
from quotes.mentions.names import Gender, fold
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.phrases import BETWEEN, possessor_before
from quotes.tokens import Tokens

#: Words for the same relation.
_SAME = lexicon.short("SAME_RELATION")
_COUPLES: dict[Gender, dict[str, str]] = {
    "female": lexicon.short("FEMALE_RELATION"),
    "male": lexicon.short("MALE_RELATION"),
}
#: What stands between a name and what its bearer is to another, behind it.
_BEHIND = BETWEEN | {"PRP$", "POS", "DT", "NNS"}
_ENDS = {",", ".", ";", ":", ")", "—", "–", "-", "--"}


@dataclass(frozen=True, slots=True)
class Relation:
    """Somebody by what he is to another."""

    noun: str
    """As :func:`relation_of` has it."""
    owner: int
    """The word that says whose: ``his``, ``Hill`` in ``Hill's``."""
    entity: int
    """The place of the person in the cast."""
    name: int
    """The head of the name."""
    at: int
    """The noun itself."""


def relation_of(noun: str) -> str:
    """The one word for ``mom`` and ``mother``; the folded noun itself for most."""
    return _SAME.get(noun, noun)


def owner_of(head: Token) -> Token | None:
    """The word that says whose somebody is: ``his`` wife, ``Hill``'s wife, the wife of ``Hill``."""
    for child in head.children:
        if child.dep_ == "poss":
            return child
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i > head.i:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def relations(tokens: Tokens, cast: Cast) -> tuple[Relation, ...]:
    """Everybody who is named beside what he is to another, in the order of the text."""
    found: list[Relation] = []
    for index, entity in enumerate(cast.entities):
        if entity.kind != "person":
            continue
        for name in entity.mentions:
            found += _before(tokens, cast, index, entity.gender, name)
            found += _behind(tokens, index, name)
    return tuple(sorted(found, key=lambda one: one.name))


def _before(
    tokens: Tokens, cast: Cast, index: int, gender: Gender | None, name: Name
) -> Iterator[Relation]:
    """``his wife Ada Hill``; ``his wife, Ada Hill,``, and not ``to his wife, Ada Hill said``."""
    at = name.start - 1
    if at > 1 and tokens.lower[at] == "and" and (other := cast.name_at(at - 1)) is not None:
        at = other.start - 1  # his parents, Ada and Ben Hill
    elif name.end < len(tokens) and tokens.lower[name.end] == "and" and at > 0:
        pass
    elif at > 0 and tokens.word[at] == "," and not _ends(tokens, name.end):
        return
    if at > 0 and tokens.word[at] == ",":
        at -= 1
    if at < 1 or tokens.tag[at] not in {"NN", "NNS"}:
        return
    noun = fold(tokens.lemma[at])
    if tokens.tag[at] == "NNS":
        noun = _COUPLES[gender].get(noun, "") if gender else ""
    elif at < name.start - 2 and tokens.lower[name.start - 1] == "and":
        return  # his wife, Ada, and Ben
    if not noun or not is_person_noun(noun):
        return
    owner = possessor_before(tokens, at)
    if owner is not None:
        yield Relation(relation_of(noun), owner, index, name.head, at)


def _behind(tokens: Tokens, index: int, name: Name) -> Iterator[Relation]:
    """``Ada Hill, his wife,``; ``Ada Hill, the wife of the mayor,``."""
    if name.end + 2 >= len(tokens) or tokens.word[name.end] != ",":
        return
    for i in range(name.end + 1, min(name.end + 8, len(tokens))):
        if tokens.tag[i] not in _BEHIND:
            return
        noun = fold(tokens.lemma[i])
        if tokens.tag[i] != "NN" or not is_person_noun(noun):
            continue
        ends = _ends(tokens, i + 1) or tokens.lower[i + 1] in {"of", "who", "and"}
        owner = possessor_before(tokens, i)
        if owner is None and i + 1 < len(tokens) and tokens.lower[i + 1] == "of":
            of = owner_of(tokens.doc[i])
            owner = of.i if of is not None else None
        if owner is not None and owner > name.end and ends:
            yield Relation(relation_of(noun), owner, index, name.head, i)
            return


def _ends(tokens: Tokens, at: int) -> bool:
    return at >= len(tokens) or tokens.word[at] in _ENDS or bool(tokens.is_space[at])


def nearest(options: Sequence[Relation], token: int) -> Relation:
    """The last before a token, else the first behind it."""
    before = [one for one in options if one.name < token]
    return before[-1] if before else options[0]
