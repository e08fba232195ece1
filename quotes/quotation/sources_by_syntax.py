"""Sources by the syntax of the cue's clause, where the encoder saw none, another, or a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from quotes import lexicon
from quotes.quotation.clauses import agent_of, noun_phrase, owner_of_words, subject_of
from quotes.quotation.index import SpanIndex
from quotes.quotation.link import Attribution
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan
from quotes.quotation.spans import touches
from quotes.quotation.verbs import ASKED

#: Tags of a relative pronoun, which is the source of its own clause.
_RELATIVE = ("WP", "WDT")
_PERSON_NOUNS = lexicon.words("PERSON_NOUNS")
#: Verbs that in the passive tell of words or a feeling of their subject.
_OF_ITS_SUBJECT = lexicon.words("CITES") | lexicon.words("HEARS") | lexicon.words("MOVES")

#: Verbs whose subject takes words in.
_TAKES_IN = lexicon.words("TAKES_IN")


def with_subject(passage: Passage, attribution: Attribution) -> Attribution:
    """Where no source was seen, or one within it, the subject of the cue's verb.

    In the passive the subject is what was said, or of whom, and who said it stands behind *by*, if
    anywhere: of 175 annotated cues the source stands before two. Nor is it whoever hears: of
    statements in 2,070 texts that were heard, six, none is the hearer's.
    """
    cue = attribution.cue
    if cue is None:
        return attribution
    subject, verb, source = passage.subject(cue), passage.verb(cue), attribution.source
    if verb is not None and _is_told_of_another(verb, passage.tokens(cue)):
        subject = agent_of(verb)
        if source is not None and source.start < cue.start:
            attribution = replace(attribution, source=None)
    elif verb is not None and _is_heard(verb):
        subject = _heard_from(verb)
        if source is not None and source.start < cue.start:
            attribution = replace(attribution, source=None)
    if attribution.source is not None:
        return _with_whole_subject(passage, attribution, attribution.source, subject)
    if subject is None and passage.kind(cue) == "no verb":
        noun = passage.noun(cue) if passage.of_others(cue) is not None else None
        subject = owner_of_words(noun) if noun is not None else _carrying_subject(passage, cue)
    if subject is None or subject.pos_ not in ("PROPN", "NOUN", "PRON"):
        return attribution
    phrase = noun_phrase(subject)
    source = RoleSpan(phrase.start_char, phrase.end_char, 0.5)
    if touches(source.span, [cue.span, *(c.span for c in attribution.contents)]):
        return attribution
    return Attribution(attribution.contents, cue, source)


def _is_told_of_another(verb: Token, cue: Span | None) -> bool:
    """``The bridge is considered safe``; but many are left wondering, the engineer was quoted."""
    passive = (verb.tag_ == "VBN" and _is_passive(verb)) or _shares_passive(verb)
    if not passive or verb.lemma_.lower() in _OF_ITS_SUBJECT:
        return False
    return cue is not None and not any(t.pos_ == "VERB" and t.i > verb.i for t in cue)


def _is_heard(verb: Token) -> bool:
    """``The court heard that the door was open``: from somebody, who is not the court."""
    clause = any(child.dep_ == "ccomp" for child in verb.children)
    return verb.lemma_.lower() in _TAKES_IN and clause and not _is_passive(verb)


def _heard_from(verb: Token) -> Token | None:
    """Whom one hears it from: ``The board heard from Hill that the door was open``."""
    told = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "from")
    return next((one for c in told for one in c.children if one.dep_ == "pobj"), None)


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _shares_passive(verb: Token) -> bool:
    """``They were followed and ordered to leave``: the verb before has the helper of both.

    Of those whom one asks or orders; *claimed* has no such object, and may be in the active.
    """
    if verb.dep_ != "conj" or verb.lower_ not in ASKED:
        return False
    own = ("aux", "auxpass", "nsubj", "nsubjpass", "dobj")
    return _is_passive(verb.head) and not any(child.dep_ in own for child in verb.children)


def with_outer_source(passage: Passage, attributions: Sequence[Attribution]) -> list[Attribution]:
    """``Hill said the plan was late, citing costs``: Hill cites them, not the plan.

    The parse hangs a participle on the nearest clause, which is what somebody said. ``Hill said
    Marsh had resigned, citing costs`` may be told of Marsh; ``Marsh had resigned, Hill said, citing
    costs`` is of Hill.
    """
    told = [one for one in attributions if one.cue and one.source]
    spoken = SpanIndex(content for one in told for content in one.contents)
    whose = {content.span: one for one in told for content in one.contents}
    out = []
    for attribution in attributions:
        cue, source = attribution.cue, attribution.source
        verb = passage.verb(cue) if cue else None
        if cue is None or source is None or verb is None or verb.tag_ != "VBG":
            out.append(attribution)
            continue
        around = (
            whose[content.span]
            for content in spoken.touching(*source.span)
            if content.start <= source.start
            and source.end <= content.end <= cue.start
            and _is_of_outer(passage, whose[content.span], content, attribution)
        )
        outer = next((one for one in around if one is not attribution), None)
        out.append(attribution if outer is None else replace(attribution, source=outer.source))
    return out


def _is_of_outer(
    passage: Passage, outer: Attribution, content: RoleSpan, inner: Attribution
) -> bool:
    """Does a participle stand right behind words, or behind who said them, whose source it has?"""
    cue, source = inner.cue, inner.source
    assert cue is not None and source is not None
    said = [one.end for one in (outer.cue, outer.source) if one and content.end <= one.start]
    behind = [end for end in said if end <= cue.start]
    if passage.text[max([content.end, *behind]) : cue.start].strip(" ”\"’'") not in {"", ","}:
        return False
    return bool(behind or passage.stretch_of(content) or not _is_person(passage.root(source)))


def _is_person(word: Token | None) -> bool:
    if word is None or word.ent_type_ in ("PERSON", "PER") or word.tag_ in (*_RELATIVE, "PRP"):
        return word is None or word.lower_ != "it"
    return word.lemma_.lower() in _PERSON_NOUNS


def _with_whole_subject(
    passage: Passage, attribution: Attribution, source: RoleSpan, subject: Token | None
) -> Attribution:
    """``The party led by Hill said``: the party, where a name within was taken for the source."""
    within = passage.tokens(source)
    if within is None or subject is None or subject in within or within.root.tag_ in _RELATIVE:
        return attribution
    path, here = [within.root], within.root
    while here.head.i != here.i and here.i != subject.i:
        here = here.head
        path.append(here)
    between = {token.dep_ for token in path[:-1]}
    if here.i != subject.i or not between & {"acl", "relcl"}:
        return attribution
    phrase = noun_phrase(subject)
    whole = source._replace(start=phrase.start_char, end=phrase.end_char)
    taken = [attribution.cue, *attribution.contents]
    if touches(whole.span, [one.span for one in taken if one is not None]):
        return attribution
    return Attribution(attribution.contents, attribution.cue, whole)


def _carrying_subject(passage: Passage, cue: RoleSpan) -> Token | None:
    """``Hale posted a picture with the words: “…”``: who is the subject of a noun's clause."""
    here = passage.root(cue)
    if here is None or here.pos_ != "NOUN":
        return None
    while here.dep_ in ("pobj", "prep", "dobj", "conj") and here.head.i != here.i:
        here = here.head
        if here.pos_ == "VERB":
            subject = subject_of(here)
            beside = [] if subject is None else [c for c in subject.children if c.dep_ == "appos"]
            named = any(t is not None and t.pos_ in ("PROPN", "PRON") for t in (subject, *beside))
            return subject if named else None
    return None
