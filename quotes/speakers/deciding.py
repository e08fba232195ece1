"""From a quotation to its source, from the source to the word that says who, and to the speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from spacy.tokens import Span, Token

from quotes import lexicon
from quotes.coreference.memory import Link, Rule
from quotes.decisions import Way
from quotes.mentions import words
from quotes.mentions.entities import Entity
from quotes.mentions.kinds import THIRD
from quotes.mentions.names import fold
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.phrases import organization_behind
from quotes.quotation.verbs import REPORTING, SPEAKING
from quotes.speakers.certainty import MOST, ONLY_CAPITALS, certainty
from quotes.speakers.decision import SPEAKER_OF_OUTER, Decision
from quotes.speakers.implicit import acting, asked_by, implicit, quotation_start
from quotes.speakers.joint import joint
from quotes.speakers.owners import behind
from quotes.speakers.relatives import RELATIVE, relative
from quotes.speakers.scene import Scene, shown
from quotes.speakers.writer import INTERVIEW
from quotes.types import Quotation

_FIRST = lexicon.words("FIRST_PERSON")
#: Those of them that mean one person.
_ONE = lexicon.words("FIRST_PERSON_SINGULAR")
_SECOND = lexicon.words("SECOND_PERSON")
#: How a description was led, as it is told of a speaker.
_WAYS: Mapping[Rule, Way] = {
    "new description": "described",
    "same description": "same description",
    "title": "title",
    "age": "age",
    "relation": "relation",
    "what it is": "what it is",
    "part of the name": "part of the name",
    "chain": "chain",
    "most prominent": "prominent",
    "named later": "named later",
    "named together": "named together",
}
_QUANTIFIERS = lexicon.words("QUANTIFIERS")


def decide(
    scene: Scene, index: int, quotation: Quotation, before: Sequence[tuple[Quotation, Decision]]
) -> Decision:
    """The speaker of the quotation at ``index``, those before it being decided."""
    source, head = scene.sources[index]
    if source is None or head is None:
        if quotation.turn is not None:
            return _of_turn(scene, "Q" if quotation.turn == "question" else "A")
        return implicit(scene, partial(from_head, scene), quotation, before)
    if quotation.cue is not None and quotation.cue.text in {":", "."} and len(source) == 1:
        letter = head.text.removesuffix(".")
        if letter in INTERVIEW:
            return _in_interview(scene, letter, head, source)
    if _only_asks(scene, quotation):
        return implicit(scene, partial(from_head, scene), quotation, before)
    if others := joint(scene, partial(from_head, scene), source, head):
        return others
    decided = from_head(scene, head, source)
    if _only_reacts(scene, decided, quotation):
        return implicit(scene, partial(from_head, scene), quotation, before)
    return decided


def _in_interview(scene: Scene, letter: str, head: Token, source: Span) -> Decision:
    """``Q:`` or ``A:``, which is nobody's name."""
    way: Way = "interview"
    person = scene.writers.in_interview(letter)
    if person is None:
        return scene.described(head, source, way, kind="unnamed")
    chain = (scene.span(source), scene.name_or_word(person))
    return Decision(scene.speaker_at(person), "nominal", way, certainty(way), chain)


def _of_turn(scene: Scene, letter: str) -> Decision:
    """A question or an answer that nothing but its place shows to be one."""
    way: Way = "interview"
    named = scene.writers.in_interview(letter)
    if named is None:
        return Decision(None, None, "no source", certainty("no source", False))
    mine = (scene.name_or_word(named),)
    return Decision(scene.speaker_at(named), "implicit", way, certainty(way), mine)


def _only_asks(scene: Scene, quotation: Quotation) -> bool:
    """``The Herald asked Mayor Hill about it. “We do not know yet.”``: the words are the answer."""
    cue, start = quotation.cue, quotation_start(quotation)
    if cue is None or cue.end > start or "?" in quotation.text:
        return False
    verbs = (scene.doc[i] for i in range(*scene.tokens.covering(cue.start, cue.end)))
    first, _ = scene.tokens.covering(start, start + 1)
    return any(asked_by(verb) and verb.sent.end <= first for verb in verbs)


def _only_reacts(scene: Scene, decided: Decision, quotation: Quotation) -> bool:
    """``Judge Weiss spoke with Grant. “You have a week.” Grant nodded.``: who acts before the
    words says them, and a sentence behind them that tells of no speech is the other one's.
    """
    cue = quotation.cue
    if cue is None or cue.start < max(end for _, end in quotation.spans):
        return False
    verbs = [scene.doc[i] for i in range(*scene.tokens.covering(cue.start, cue.end))]
    if quotation.text[-1] not in ".?!…" or any(
        verb.pos_ != "VERB" or verb.lemma_.lower() in REPORTING | SPEAKING for verb in verbs
    ):
        return False
    others = acting(scene, partial(from_head, scene), quotation)
    return any(one.speaker not in (None, decided.speaker) for one, _, _ in others)


def from_head(scene: Scene, head: Token, source: Span) -> Decision:
    """The speaker by the head word of a source."""
    if head.lower_ in _FIRST and head.i not in scene.cast.by_token:
        return _first_person(scene, head, source)
    if head.lower_ in RELATIVE and head.i not in scene.cast.by_token:  # WHO is a body
        return relative(scene, partial(from_head, scene), head, source)
    link = scene.links.get(head.i)
    entity = scene.cast.at(head.i)
    if entity is not None and _is_several(scene, head, entity):
        return scene.described(head, source, "several", "group")
    if entity is not None and _names_a_document(scene, entity):
        return scene.described(head, source, "document", "document")
    if entity is not None:
        return _named(scene, head, entity, scene.links.get(_name_head(scene, head)))
    if head.lower_ in _SECOND:
        return Decision(None, None, "reader", certainty("reader", False), (scene.span(source),))
    if head.lower_ in THIRD:
        return _pronoun(scene, head, link, source)
    return _nominal(scene, head, link, source)


def _is_several(scene: Scene, head: Token, entity: Entity) -> bool:
    """``Birchers``, ``Clintons``: a plural name of one word that is no organisation's."""
    if " " in entity.name or entity.place:
        return False
    word = fold(head.text)
    if word in words.PARTISANS or word.removesuffix("s") in scene.family_names - {word}:
        return True
    quantified = any(c.lower_ in _QUANTIFIERS for c in head.children)
    sure = entity.kind == "organization" and entity.sure
    if head.tag_ == "NNS" and is_person_noun(fold(head.lemma_)) and head.is_sent_start:
        return True
    return head.tag_ in {"NNPS", "NNS"} and (quantified or not sure)


def _name_head(scene: Scene, head: Token) -> int:
    name = scene.cast.name_at(head.i)
    return name.head if name else head.i


def _named(scene: Scene, head: Token, entity: Entity, link: Link | None) -> Decision:
    name = scene.cast.name_at(head.i)
    assert name is not None
    full = fold(name.text) == fold(entity.name)
    way: Way = "named" if full else "short name"
    mine = scene.mention(name.start, name.end)
    chain = (mine,) if full else (mine, scene.fullest(entity))
    rival = link.rival if link else None
    if rival:
        way = "one of several with the name"
    sure = certainty(way) if entity.sure else min(certainty(way), ONLY_CAPITALS)
    return Decision(scene.speaker_at(head.i), "name", way, sure, chain, shown(rival))


def _pronoun(scene: Scene, head: Token, link: Link | None, source: Span) -> Decision:
    if link is None or _is_expletive(head):
        return Decision(None, None, "nobody agrees", certainty("nobody agrees", False))
    alone = link.rule == "pronoun, only candidate"
    way: Way = "only one who agrees" if alone else "pronoun"
    sure = certainty(way) if alone else min(link.certainty, MOST)
    decided = scene.to_referent(link, "pronoun", way, sure, source)
    return _of_body(scene, decided, link)


def _of_body(scene: Scene, decided: Decision, link: Link) -> Decision:
    """``The Justice ministry … It said``: the body that the words it leads to are the name of."""
    found = link.referent.description
    body = behind(scene, partial(from_head, scene), scene.doc[found.head]) if found else None
    if body is None or body.speaker is None or body.speaker.kind != "organization":
        return decided
    return replace(decided, speaker=body.speaker)


def _nominal(scene: Scene, head: Token, link: Link | None, source: Span) -> Decision:
    if (owner := behind(scene, partial(from_head, scene), head)) is not None:
        return owner
    if link is None:
        return scene.described(head, source, "described")
    kept = link.rule == "same description" and link.referent.entity is None
    way: Way = "described" if kept else _WAYS[link.rule]
    most = certainty(way) if way == "described" else MOST
    return scene.to_referent(link, "nominal", way, min(link.certainty, most), source)


def _first_person(scene: Scene, head: Token, source: Span) -> Decision:
    if scene.quoted[head.i]:
        sure = certainty(SPEAKER_OF_OUTER)
        return Decision(None, "pronoun", SPEAKER_OF_OUTER, sure, (scene.span(source),))
    way: Way = "writer"
    writer = scene.writers.at(head.i) if head.lower_ in _ONE else None
    if writer is None:
        return Decision(None, None, way, certainty(way, False), (scene.span(source),))
    chain = (scene.span(source), scene.name_or_word(writer))
    return Decision(scene.speaker_at(writer), "pronoun", way, certainty(way), chain)


def _names_a_document(scene: Scene, entity: Entity) -> bool:
    """``the Coast Poll``, ``the Harbor Act``; not ``Coast Data, a consulting firm``."""
    parts = fold(entity.name).split()
    if entity.kind != "organization" or len(parts) < 2 or parts[-1] not in words.DOCUMENT_NAMES:
        return False
    return not any(organization_behind(scene.tokens, m.end) for m in entity.mentions)


def _is_expletive(head: Token) -> bool:
    """``it is estimated that``."""
    return head.lower_ == "it" and any(c.dep_ == "auxpass" for c in head.head.children)
