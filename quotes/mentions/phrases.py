"""Noun phrases without a name at their head, and pronouns: ``the spokesman``, ``many``, ``she``.

All positions are token indexes, end exclusive.
"""

from __future__ import annotations

from functools import lru_cache

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.kinds import THIRD, Description, Number, Pronoun
from quotes.mentions.names import Gender, fold
from quotes.mentions.nouns import is_person_noun, sort_of
from quotes.quotation.verbs import NOT_ONLY_SPEECH, SPEAKING
from quotes.tokens import Tokens

_NOMINAL = {"NN", "NNS", "NNP", "NNPS"}
#: Tags of what stands for somebody when it is a subject: ``the poor``, ``two``, ``those``.
_SUBJECTS = {"JJ", "CD", "DT"}
_DEFINITE = lexicon.words("DEFINITE")
#: What a phrase begins with, and what ends it.
_BEFORE = {"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod"}
_CLAUSES = {"relcl", "acl", "ccomp", "pcomp"}
#: What stands between whoever somebody is to another and who that is.
BETWEEN = {"JJ", "NN", "NNP", "CD", "HYPH", "VBN", "AFX", "RB"}
#: An apposition is read no further than this, in tokens.
_LONGEST = 9
#: Who speaks without being told of what sort he is.
_SOMEBODY = lexicon.words("SOMEBODY")
_ONES_OWN = lexicon.words("ONES_OWN")
#: What stands before a style, and the gender that it tells.
_OF_STYLES: dict[str, Gender] = {"his": "male", "her": "female"}
_DETERMINERS = {"det", "poss", "nummod"}
_MODIFIERS = {"compound", "amod", "det", "nummod", "nmod", "punct"}


def descriptions(tokens: Tokens, taken: set[int]) -> tuple[Description, ...]:
    """The noun phrases whose head can speak and is none of the ``taken`` tokens."""
    word, lemma, dep = tokens.word, tokens.lemma, tokens.dep
    heads = (
        i
        for i, tag in enumerate(tokens.tag)
        if (tag in _NOMINAL and dep[i] not in _MODIFIERS)
        or (tag in _SUBJECTS and dep[i] in {"nsubj", "nsubjpass"})
    )
    speaking = (
        i
        for i in heads
        if i not in taken
        and (
            _can_speak(word[i], lemma[i])
            or age_of(tokens, i)
            or _is_somebody(tokens, i)
            or (is_style(tokens, i) and not _is_with_name(tokens, i, taken))
        )
    )
    found = (describe(tokens, i) for i in speaking if not _is_nobody(tokens, i))
    return tuple(described for described in found if described)


@lru_cache(maxsize=16384)
def _can_speak(word: str, lemma: str) -> bool:
    return sort_of(_noun(word, lemma), False) is not None


def age_of(tokens: Tokens, head: int) -> str | None:
    """``52`` of ``the 52-year-old``."""
    if tokens.lower[head] != "old" or head < 4:
        return None
    number, *rest = tokens.lower[head - 4 : head]
    return number if number.isdigit() and rest[1] == "year" else None


def organization_behind(tokens: Tokens, at: int) -> str | None:
    """``, a website for sailors,`` behind a name that ends at ``at``: the last noun before a
    preposition, clause or mark, if it is one for organisations.
    """
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


def relative_before(tokens: Tokens, start: int, end: int) -> int | None:
    """``wife`` before the name at ``start`` to ``end``: ``his wife, Ruth,``.

    Not ``to his wife, Ruth said``.
    """
    at = start - 1
    if at > 0 and tokens.word[at] == ",":
        if end < len(tokens) and tokens.word[end] not in {",", ".", ";"}:
            return None
        at -= 1
    return at if at > 0 and tokens.lower[at] in words.RELATIVES | words.WIDOWED else None


def possessor_before(tokens: Tokens, noun: int) -> int | None:
    """The word before a noun that says whose it is: ``his``, ``Hill`` in ``Hill's``."""
    for i in range(noun - 1, max(noun - 6, -1), -1):
        if tokens.tag[i] == "PRP$":
            return i
        if tokens.tag[i] == "POS":
            return i - 1 if i else None
        if tokens.tag[i] not in BETWEEN:
            return None
    return None


def _is_nobody(tokens: Tokens, head: int) -> bool:
    """``He is no founder.``"""
    return tokens.dep[head] == "attr" and any(
        tokens.lower[c] == "no" for c in tokens.children[head]
    )


def _is_somebody(tokens: Tokens, head: int) -> bool:
    """``One of the nurses``, ``another``, ``a senior member of the club``: who says something."""
    above = tokens.head[head]
    if tokens.lower[head] not in _SOMEBODY or tokens.dep[head] != "nsubj":
        return False
    below = tokens.children[head]
    if any(tokens.dep[c] in {"det", "neg"} and tokens.lower[c] in {"no", "not"} for c in below):
        return False
    return tokens.lemma[above].lower() in SPEAKING - NOT_ONLY_SPEECH


def is_style(tokens: Tokens, head: int) -> bool:
    """``His Majesty``: by which a king is addressed."""
    style = tokens.lower[head] in words.STYLES and tokens.word[head][0].isupper()
    return style and head > 0 and tokens.lower[head - 1] in _OF_STYLES


def _is_with_name(tokens: Tokens, style: int, taken: set[int]) -> bool:
    """``Her Highness Princess Ada``"""
    for i in range(style + 1, min(style + _LONGEST, len(tokens))):
        if i in taken:
            return True
        if tokens.word[i] not in {".", "the", "of"} and not tokens.word[i][:1].isupper():
            return False
    return False


def _noun(word: str, lemma: str) -> str:
    """The noun at the head of a phrase: folded, in the singular."""
    surface = fold(word)
    return surface if surface in words.GROUP_NOUNS else fold(lemma) or surface


def describe(tokens: Tokens, head: int) -> Description | None:
    """The noun phrase with this head; ``None`` when its noun is of no sort that speaks."""
    noun = _noun(tokens.word[head], tokens.lemma[head])
    plural = tokens.tag[head] in {"NNS", "NNPS"} or joins_another(tokens, head)
    sort = sort_of(noun, plural)
    if sort is None and (age := age_of(tokens, head)):
        noun, sort = f"{age}-year-old", "person"
    if sort is None and is_style(tokens, head):
        told = _OF_STYLES[tokens.lower[head - 1]]
        return Description(head, tokens.lower[head], "person", "singular", True, False, told)
    if sort is None:
        somebody = _is_somebody(tokens, head)
        return Description(head, noun, "person", "singular", False, False) if somebody else None
    relations = {tokens.dep[c] for c in tokens.children[head]}
    definite = "poss" in relations or any(
        tokens.dep[c] == "det" and tokens.lower[c] in _DEFINITE for c in tokens.children[head]
    )
    bare = not definite and relations.isdisjoint({"det", "nummod"})
    gender: Gender | None = None
    if noun in words.MALE_NOUNS:
        gender = "male"
    elif noun in words.FEMALE_NOUNS:
        gender = "female"
    elif sort == "person":
        gender = _keeps_a_name(tokens, head)
    number: Number = "plural" if plural or sort == "group" else "singular"
    return Description(head, noun, sort, number, definite, bare, gender)


def _keeps_a_name(tokens: Tokens, head: int) -> Gender | None:
    """The gender of ``the owner of the shop, who did not give his name``."""
    clauses = [c for c in tokens.children[head] if tokens.dep[c] == "relcl"]
    within = (t.i for c in clauses for t in tokens.doc[c].subtree)
    whose = (i for i in within if tokens.tag[i] == "PRP$")
    own = next((i for i in whose if tokens.lower[tokens.head[i]] in _ONES_OWN), None)
    return THIRD[tokens.lower[own]][1] if own is not None and tokens.lower[own] in THIRD else None


def joins_another(tokens: Tokens, head: int) -> bool:
    """``her mother and father`` are two, ``the former mayor and current candidate`` is one.

    With a determiner each, ``the mayor and the judge``, both are somebody by themselves.
    """
    noun = fold(tokens.lemma[head])
    told = {tokens.lower[c] for c in tokens.children[head] if tokens.dep[c] in {"det", "poss"}}
    one = bool(told) and not told & {"both", "some", "many"} and noun not in words.RELATIVES
    return any(
        not one
        or tokens.tag[other] not in {"NN", "NNP"}
        or not is_person_noun(fold(tokens.lemma[other]))
        or not is_person_noun(noun)
        for other in sharing(tokens, head)
    )


def sharing(tokens: Tokens, head: int) -> list[int]:
    """The words, no names, that ``and`` joins to a noun and that have no determiner of their own.

    ``his company and associates``, ``the director and one of the owners``.
    """
    children, dep = tokens.children, tokens.dep
    return [
        c
        for c in children[head]
        if dep[c] == "conj"
        and (tokens.tag[c] not in {"NNP", "NNPS"} or is_person_noun(fold(tokens.lemma[c])))
        and not any(dep[below] in _DETERMINERS for below in children[c])
    ]


def phrase_of(tokens: Tokens, head: int) -> tuple[int, int]:
    """The head with its determiners, modifiers and prepositional phrases, without clauses."""
    start, end = head, head + 1
    for child in tokens.children[head]:
        if child < head and tokens.dep[child] in _BEFORE:
            first = tokens.doc[child].left_edge.i if tokens.children[child] else child
            start = min(start, first)
        elif child > head and tokens.dep[child] == "prep":
            below = tokens.doc[child]
            if any(tokens.dep[t.i] in _CLAUSES for t in below.subtree):
                continue
            if below.left_edge.i == end:
                end = below.right_edge.i + 1
    return start, end


def pronouns(tokens: Tokens) -> tuple[Pronoun, ...]:
    """The third-person pronouns; ``it`` without a referent (``it rains``) is left out."""
    return tuple(
        Pronoun(i, *THIRD[word])
        for i, word in enumerate(tokens.lower)
        if word in THIRD and tokens.tag[i] in {"PRP", "PRP$"} and tokens.dep[i] != "expl"
    )
