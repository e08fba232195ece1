"""Relative pronouns that are sources: ``who``, ``which`` and ``that`` lead to another word."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span, Token

from quotes import lexicon
from quotes.coreference.sources import NOMINAL
from quotes.decisions import Way
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.mentions.nouns import is_person_noun, sort_of
from quotes.mentions.phrases import describe, phrase_of
from quotes.speakers.certainty import certainty, no_surer
from quotes.speakers.decision import Decision, OfHead
from quotes.speakers.scene import Scene

RELATIVE = lexicon.words("RELATIVE")
#: Those that stand for things as well.
_OF_THINGS = lexicon.words("RELATIVE_OF_THINGS")


def relative(scene: Scene, of: OfHead, head: Token, source: Span) -> Decision:
    """``who`` leads to what its clause modifies.

    Nobody is behind ``a rise that shows in every statistic``: of ``that`` and ``which``, only
    a name or a word for people, bodies and writings is a speaker.
    """
    here = head
    while here.dep_ != "relcl" and here.head.i != here.i:
        here = here.head
    noun = here.head if here.dep_ == "relcl" else None
    if noun is None:
        noun = _noun_before(scene, head)
    if noun is None:
        return _nobody("relative pronoun without antecedent")
    plain = _is_right_before(scene, noun, head)
    noun = _last_named(scene, noun, head) or _whom_it_describes(scene, noun)
    if head.lower_ in {"who", "whom"} and not plain and not _can_be_who(scene, noun):
        noun = _human_before(scene, head) or noun
    phrase = scene.doc[slice(*phrase_of(scene.tokens, noun.i))]
    decided = of(noun, phrase) if noun.lower_ not in RELATIVE else None
    if decided is None:
        return _nobody("relative pronoun without antecedent")
    described = decided.speaker is not None and decided.speaker.kind == "unnamed"
    if described and head.lower_ in _OF_THINGS and describe(scene.tokens, noun.i) is None:
        return _nobody("relative pronoun of a thing")
    chain = (scene.span(source), *decided.chain)
    return replace(
        decided,
        resolution="pronoun",
        way="relative pronoun",
        certainty=no_surer(decided.certainty, "relative pronoun"),
        chain=chain,
    )


def _nobody(way: Way) -> Decision:
    return Decision(None, None, way, certainty(way, False))


def _whom_it_describes(scene: Scene, noun: Token) -> Token:
    """The name that a noun stands beside: ``Trump, the nominee for president, who``."""
    named = scene.cast.name_at(noun.i + 1) if noun.i + 1 < len(scene.doc) else None
    if named is not None and noun.i not in scene.cast.by_token and _is_title(noun, named):
        return scene.doc[named.head]
    here = noun
    for _ in range(4):
        entity = scene.cast.at(here.i)
        if entity is not None:
            sort = sort_of(fold(noun.lemma_), False)
            apart = entity.kind == "person" and sort == "organization"
            return noun if apart and here.i != noun.i else here
        if here.dep_ in {"appos", "pobj", "prep"} and here.head.i != here.i:
            here = here.head
        else:
            break
    outer = noun.head.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and is_person_noun(fold(outer.lemma_)):
        return outer  # the nominee for president, who
    return here if here.i in scene.cast.by_token and noun.dep_ != "pobj" else noun


def _last_named(scene: Scene, noun: Token, head: Token) -> Token | None:
    """``Hill and Grant, who``: Grant, the last of those that ``and`` joins, right before it."""
    before = head.i - 1
    while before > noun.i and scene.doc[before].is_punct:
        before -= 1
    name = scene.cast.name_at(before)
    if name is None or name.label != "person" or name.start <= noun.i:
        return None
    joined = any(name.start <= other.i < name.end for other in noun.conjuncts)
    return scene.doc[name.head] if joined else None


def _is_right_before(scene: Scene, noun: Token, head: Token) -> bool:
    """``the superdelegates who``, ``the 43 percent who``: these, whatever word they are.

    Not ``candidates in close races who``, nor ``Hill is the unifier who``, ``is among those who``.
    """
    above = noun.head
    if noun.i != head.i - 1 or noun.dep_ == "attr" or above.lower_ == "among":
        return False
    return noun.dep_ != "pobj" or not _can_be_who(scene, above.head)


def _is_title(noun: Token, name: Name) -> bool:
    """``Senator`` right before ``Ada Hill``."""
    return name.title is not None and fold(noun.text) in fold(name.title).split()


def _can_be_who(scene: Scene, noun: Token) -> bool:
    entity = scene.cast.at(noun.i)
    if entity is not None:
        return entity.kind == "person"
    return sort_of(fold(noun.lemma_), noun.tag_ == "NNS") in {"person", "group"}


def _human_before(scene: Scene, head: Token) -> Token | None:
    for i in range(head.i - 1, max(head.i - 16, head.sent.start - 1), -1):
        token = scene.doc[i]
        if token.tag_ in NOMINAL and token.tag_ != "PRP" and _can_be_who(scene, token):
            return token
    return None


def _noun_before(scene: Scene, head: Token) -> Token | None:
    for i in range(head.i - 1, max(head.i - 6, -1), -1):
        if scene.doc[i].tag_ in {"NN", "NNS", "NNP", "NNPS"}:
            return scene.doc[i]
    return None
