"""Noun phrases without a name at their head, and pronouns: ``the spokesman``, ``many``, ``she``.

All positions are token indexes, end exclusive.
"""

from __future__ import annotations

from spacy.tokens import Token

from quotes.speakers import words
from quotes.speakers.mentions import THIRD, Description, Number, Pronoun
from quotes.speakers.names import Gender, fold
from quotes.speakers.nouns import is_person_noun, sort_of
from quotes.tokens import Tokens

_NOMINAL = {"NN", "NNS", "NNP", "NNPS"}
#: Tags of what stands for somebody when it is a subject: ``the poor``, ``two``, ``those``.
_SUBJECTS = {"JJ", "CD", "DT"}
_MODIFIERS = {"compound", "amod", "det", "nummod", "nmod", "punct"}


def descriptions(tokens: Tokens, taken: set[int]) -> tuple[Description, ...]:
    """The noun phrases whose head can speak and is none of the ``taken`` tokens."""
    found = []
    for i, (tag, dep) in enumerate(zip(tokens.tag, tokens.dep, strict=True)):
        if tag not in _NOMINAL and (tag not in _SUBJECTS or dep not in {"nsubj", "nsubjpass"}):
            continue
        if dep in _MODIFIERS or i in taken:
            continue
        if sort_of(_noun(tokens.word[i], tokens.lemma[i]), False) is None:
            continue
        described = describe(tokens.doc[i])
        if described:
            found.append(described)
    return tuple(found)


def _noun(word: str, lemma: str) -> str:
    """The noun at the head of a phrase: folded, in the singular."""
    surface = fold(word)
    return surface if surface in words.GROUP_NOUNS else fold(lemma) or surface


def describe(head: Token) -> Description | None:
    """The noun phrase with this head; ``None`` when its noun is of no sort that speaks."""
    noun = _noun(head.text, head.lemma_)
    if sort_of(noun, False) is None:
        return None
    plural = head.tag_ in {"NNS", "NNPS"} or _joins_another(head)
    sort = sort_of(noun, plural)
    assert sort is not None, "a sort in the singular is one in the plural"
    start, end = phrase_of(head)
    children = list(head.children)
    definite = any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these"})
        for c in children
    )
    bare = not definite and not any(c.dep_ in {"det", "nummod"} for c in children)
    gender: Gender | None = None
    if noun in words.MALE_NOUNS:
        gender = "male"
    elif noun in words.FEMALE_NOUNS:
        gender = "female"
    number: Number = "plural" if plural or sort == "group" else "singular"
    return Description(start, end, head.i, noun, sort, number, definite, bare, gender)


def _joins_another(head: Token) -> bool:
    """``the mayor and the judge`` are two, ``the former mayor and current candidate`` is one."""
    others = [c for c in head.children if c.dep_ == "conj"]
    if not others:
        return False
    told = {c.lower_ for c in head.children if c.dep_ in {"det", "poss"}}
    one = bool(told) and not told & {"both", "some", "many"}
    one = one and fold(head.lemma_) not in words.RELATIVES
    return any(
        not one
        or other.tag_ not in {"NN", "NNP"}
        or not is_person_noun(fold(other.lemma_))
        or not is_person_noun(fold(head.lemma_))
        or any(c.dep_ in {"det", "poss"} for c in other.children)
        for other in others
    )


def phrase_of(head: Token) -> tuple[int, int]:
    """The head with its determiners, modifiers and prepositional phrases, without clauses."""
    start, end = head.i, head.i + 1
    for child in head.children:
        if child.i < head.i and child.dep_ in {
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "nmod",
            "predet",
            "quantmod",
        }:
            start = min(start, child.left_edge.i)
        elif child.i > head.i and child.dep_ == "prep":
            if any(g.dep_ in {"relcl", "acl", "ccomp", "pcomp"} for g in child.subtree):
                continue
            if child.left_edge.i == end:
                end = child.right_edge.i + 1
    return start, end


def pronouns(tokens: Tokens) -> tuple[Pronoun, ...]:
    """The third-person pronouns; ``it`` without a referent (``it rains``) is left out."""
    return tuple(
        Pronoun(i, *THIRD[word])
        for i, word in enumerate(tokens.lower)
        if word in THIRD and tokens.tag[i] in {"PRP", "PRP$"} and tokens.dep[i] != "expl"
    )
