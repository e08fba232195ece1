"""What an attribution reports: words that were said, an attitude, or something that was not said.

A multinomial logistic model. It weighs statements about the text that one can read (the verb of
the cue and what governs it, negation, modals, conditions, questions, the form of the content) and,
where the bundled encoder has read the text, its vector of the cue's verb, by which verbs that were
seldom seen are like others. The weights, in ``acts.json``, were learnt from attributions whose act
was judged by reading (``training/annotations``); ``python -m training.acts`` fits them and writes
how well they hold. For other pipelines there are weights of the statements alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, Token

from quotes import lexicon
from quotes.quotation.clauses import verb_of
from quotes.quotation.verbs import DEEDS, REPORTING, SPEAKING
from quotes.types import Act, Mention, Quotation, QuotationType
from quotes.types import Span as Offsets

Numbers = NDArray[np.float64]

#: What the others are weighed against.
_PLAIN: Act = "statement"
_NEGATIONS = lexicon.words("NEGATIONS")
_CONDITIONS = lexicon.words("CONDITIONS")
_QUESTIONS = lexicon.words("QUESTIONS")
_FIRST_PERSON = lexicon.words("FIRST_PERSON")
#: What shows something, and by which verbs.
_PICTURES, _SHOWS = lexicon.words("PICTURES"), lexicon.words("SHOWS")
#: Pronouns for words that a sentence points back at.
_POINTING = lexicon.words("POINTING") - {"it", "such"}
#: Verbs of pointing at something.
_POINTS = lexicon.words("POINTS_AT")
#: Verbs of talking, and what leads from them to what is talked about.
_TALKS, _ABOUT = lexicon.words("TALKS"), lexicon.words("ABOUT")
#: Words by which one does not do what hangs below them.
_REFRAINS = lexicon.words("REFRAINS")
#: Participles of whom a question is put to.
_QUESTIONED = lexicon.words("QUESTIONED")
#: How somebody asks not to be named.
_UNNAMED = re.compile(rf"{lexicon.pattern('UNNAMED')}\b", re.IGNORECASE)
_SORTS_OF_SOURCE = {
    "a person": lexicon.words("PERSON_NOUNS") | lexicon.words("TITLES"),
    "people": lexicon.words("GROUP_NOUNS"),
    "a body": lexicon.words("ORGANIZATION_NOUNS") | lexicon.words("COLLECTIVES"),
    "a document": lexicon.words("DOCUMENT_NOUNS"),
}
_FINITE = ("MD", "VBZ", "VBD", "VBP")
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_STOPS = (".", "!", "?", ",")
#: Behind one of these begins something else than what the cue's verb takes.
_PARTS = (",", ":")
#: A statement must be this probable: one too many that is shown is twice as bad as one too few. Of
#: 591 attributions found in the dev part 468 are shown, 9 of them wrongly; with a half it would be
#: 494, 20 of them wrongly.
_SURE = 2 / 3
#: What the clause of the cue says not to have been said, or not yet, is no statement whatever the
#: weights make of it; with a verb of speaking it is unsaid. Of 34 such attributions in annotated
#: news, 16 of them with a verb of speaking, one was a statement and one an attitude after all.
_UNASSERTED, _UNSAID = "not asserted", "not asserted to be said"
_DENIED = 14 / 16
#: Statements by which a cue's own clause says so, the last of what could have been said.
_NOT_SO = frozenset(
    (
        "negated",
        "condition",
        *(f"with: {one} have" for one in ("could", "might", "should", "would")),
    )
)
#: Verbs in front of it by which something might be said: most voters would say.
_MIGHT = frozenset(f"with: {helper}" for helper in ("could", "may", "might", "would"))
#: Statements that turn a verb of speaking into another act than a verb of wishing.
_TURNING = ("negated", "condition", "with: ", "passive")
#: Sources that are no certain people: most voters, some residents.
_ANYBODY = frozenset(f"source: NNS behind {first}" for first in ("few", "many", "most", "some"))
#: What takes a negation back: she said not only that.
_NOT_ONLY = ("just", "merely", "only", "simply")
_SAYING = ("speaking", "reporting")
#: Statements by which it was not said, whatever announces it.
_UNREAL = frozenset(
    (
        "negated",
        "condition",
        "asked",
        *(f"with: {modal}" for modal in ("can", "could", "may", "might", "must", "should")),
        *(f"with: {modal}" for modal in ("shall", "will", "would")),
    )
)
_SHORT = 3
_CHAIN = 4
#: How a content's length is named: up to so many words.
_LENGTHS = (_SHORT, 6, 12)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model looks at in one attribution."""

    stated: tuple[str, ...]
    """Statements, without repeats."""
    vector: Numbers | None
    """Of the cue's verb or head. Shape: (width,). ``None`` where nothing was read by an encoder;
    noughts without a cue."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one act, in log-odds against a statement."""

    intercept: float
    stated: Mapping[str, float]
    vector: Numbers
    """Shape: (width,), or (0,) where vectors are not weighed."""

    def total(self, seen: Seen) -> float:
        """The log-odds of the act."""
        total = self.intercept + sum(self.stated.get(one, 0.0) for one in seen.stated)
        if len(self.vector) and seen.vector is not None:
            total += float(self.vector @ seen.vector)
        return total


@dataclass(frozen=True, slots=True)
class Acts:
    """The models with vectors, by the width of these (each encoder's are its own), and without."""

    read: Mapping[int, Mapping[Act, Weights]]
    unread: Mapping[Act, Weights]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Acts:
        """Undo :meth:`to_json`. Raises KeyError or TypeError for anything else."""

        def weights(some: Mapping[Act, Any]) -> dict[Act, Weights]:
            return {
                act: Weights(one["intercept"], one["stated"], np.array(one["vector"], float))
                for act, one in some.items()
            }

        read = {int(width): weights(model) for width, model in data["read"].items()}
        return cls(read, weights(data["unread"]))

    def to_json(self) -> dict[str, Any]:
        """Plain numbers by name."""

        def plain(model: Mapping[Act, Weights]) -> dict[str, Any]:
            return {
                act: {
                    "intercept": one.intercept,
                    "stated": dict(one.stated),
                    "vector": one.vector.tolist(),
                }
                for act, one in model.items()
            }

        read = {str(width): plain(model) for width, model in self.read.items()}
        return {"read": read, "unread": plain(self.unread)}

    def of(self, seen: Seen) -> tuple[Act, float]:
        """The act and its probability, between 0 and 1: the likeliest, but a statement only where
        that is :data:`_SURE`."""
        width = 0 if seen.vector is None else len(seen.vector)
        model = self.read.get(width, self.unread)
        totals: dict[Act, float] = {act: one.total(seen) for act, one in model.items()}
        if _UNSAID in seen.stated:
            return "unsaid", _DENIED
        if _UNASSERTED not in seen.stated:
            totals[_PLAIN] = 0.0
        most = max(totals.values())
        odds = {act: exp(total - most) for act, total in totals.items()}
        chances = {act: one / sum(odds.values()) for act, one in odds.items()}
        if chances.get(_PLAIN, 1.0) < _SURE:
            del odds[_PLAIN]
        best = max(odds, key=lambda act: (odds[act], act == _PLAIN))
        return best, chances[best]


@cache
def bundled() -> Acts:
    """The weights that come with the program."""
    text = (resources.files(__package__) / "acts.json").read_text("utf-8")
    return Acts.from_json(json.loads(text))


#: Words that end as a sentence does.
SENTENCE = re.compile(r"[^\W\d_]{2}.*[.!?…][”’\"')]*\s*\Z", re.DOTALL)


def with_act(doc: Doc, quotation: Quotation, acts: Acts | None = None) -> Quotation:
    """The quotation, with its act and how probable that is."""
    one = seen(doc, quotation.spans, quotation.cue, quotation.source, quotation.type)
    act, chance = (acts or bundled()).of(one)
    announced = _is_announced(doc, quotation) and _UNREAL.isdisjoint(one.stated)
    if act != _PLAIN and (announced or _is_turn(doc, quotation)):
        act, chance = _PLAIN, _SURE
    elif act == _PLAIN and (told := _otherwise(doc, quotation)):
        act, chance = told, _SURE
    return replace(quotation, act=act, act_confidence=round(chance, 3))


def _is_announced(doc: Doc, quotation: Quotation) -> bool:
    """``Hill has a warning: “They will not pay.”``: words in marks behind a colon were said.

    Of 91 in 650 articles the model takes four for something else, three of them wrongly; the
    fourth is what a reader *would now ask*.
    """
    cue, start = quotation.cue, quotation.spans[0][0]
    if cue is not None and start < cue.start and _points_back(cue.text.lower().split()):
        return True
    if quotation.type != "direct" or cue is None or start < cue.end:
        return False
    before = doc.char_span(cue.end, start, alignment_mode="expand")
    words = [t.text for t in before or () if not (t.is_space or t.is_quote)]
    return words[-1:] == [":"]


def _points_back(cue: Sequence[str]) -> bool:
    """``Those were the words of``, ``announced this``: of the words before."""
    return len(cue) > 1 and (cue[0] in _POINTING or cue[-1] in _POINTING)


def _otherwise(doc: Doc, quotation: Quotation) -> Act | None:
    """The act of what a reader takes for no statement, whatever the weights make of it."""
    cue, source = quotation.cue, quotation.source
    told = doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue else None
    verb = verb_of(told) if told else None
    if told is None or verb is None:
        return None
    if _is_refrained_from(doc, quotation, told):
        return "unsaid"
    if quotation.type == "direct":
        return None
    who = doc.char_span(source.start, source.end, alignment_mode="expand") if source else None
    # a sentence in marks is the answer: “…,” Hill said, asked about the costs. “Why wait?”
    answers = quotation.type == "mixed" and SENTENCE.search(quotation.text) is not None
    if _is_put(verb, who) and not answers:
        return "unsaid"
    if quotation.type != "indirect":
        return None
    points = verb.lemma_.lower() in _POINTS
    if (
        points
        or _is_topic(doc, quotation, told, verb)
        or _is_seen(verb, who)
        or _UNNAMED.match(quotation.text)
    ):
        return "attitude"
    return None


def _is_refrained_from(doc: Doc, quotation: Quotation, cue: Span) -> bool:
    """``Hill stopped short of saying that it was over``, ``Hill denied ever calling it “vermin”``.

    The verb of reporting stands in the cue or at the head of the content.
    """
    start, end = quotation.spans[0]
    content = doc.char_span(start, end, alignment_mode="expand")
    if content is None or content.start < cue.end:
        return False
    if any(token.text in _PARTS for token in doc[cue.end : content.start]):
        return False
    words = [*cue, *content[:_SHORT]]
    return any(
        one.idx < start and _refrains(one)
        for word in words
        if word.pos_ == "VERB" and word.lemma_.lower() in REPORTING
        for one in _above(word)
    )


def _above(verb: Token) -> Iterator[Token]:
    """The words that it hangs below without a subject of its own."""
    for _ in range(_CHAIN):
        own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
        if verb.dep_ not in ("xcomp", "pcomp", "prep", "acomp") or own:
            return
        verb = verb.head
        yield verb


def _refrains(word: Token) -> bool:
    below = {child.lower_ for child in word.children}
    if not below.isdisjoint(_NEGATIONS):
        return False
    return word.lemma_.lower() in _REFRAINS or "short" in below


def _is_topic(doc: Doc, quotation: Quotation, cue: Span, verb: Token) -> bool:
    """``Hill commented on the new dam``: a thing that was talked about, and not what was said."""
    content = doc.char_span(*quotation.spans[0], alignment_mode="expand")
    if verb.lemma_.lower() not in _TALKS or content is None or content.start < cue.end:
        return False
    leads = cue[-1] if cue[-1].lower_ in _ABOUT else content[0]
    about = next((c for c in leads.children if c.dep_ == "pobj"), None)
    return leads.lower_ in _ABOUT and about is not None and about.pos_ in _NOUNS


def _is_seen(verb: Token, who: Span | None) -> bool:
    """``The video showed the crowd``: what is to be seen, which nobody says."""
    if who is None or verb.lemma_.lower() not in _SHOWS:
        return False
    return who.root.lemma_.lower() in _PICTURES


def _is_put(verb: Token, who: Span | None) -> bool:
    """``Asked whether it was safe, Hill laughed``: a question that nobody is told to have put."""
    helped = any(child.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for child in verb.children)
    # of whom another verb tells, in another sentence perhaps, does not ask
    puts = who is not None and (verb in who.root.ancestors or verb.dep_ not in ("advcl", "acl"))
    return not puts and verb.lower_ in _QUESTIONED and verb.tag_ in ("VBN", "VBD") and not helped


def _is_turn(doc: Doc, quotation: Quotation) -> bool:
    """``HILL: Thank you.``, ``Hill: Bridge must go``: a sentence or a clause behind a label at the
    head of its line; no list: ``GOALKEEPERS: Ben Pike (Harbor)``.
    """
    cue, source = quotation.cue, quotation.source
    if cue is None or source is None or cue.text != ":" or source.end > cue.start:
        return False
    who = doc.char_span(source.start, source.end, alignment_mode="expand")
    if who is None or (who.start and "\n" not in doc[who.start - 1].text):
        return False
    if SENTENCE.search(quotation.text):
        return True
    parts = [doc.char_span(*span, alignment_mode="expand") for span in quotation.spans]
    return any(token.pos_ in {"VERB", "AUX"} for part in parts for token in part or ())


def seen(
    doc: Doc,
    spans: tuple[Offsets, ...],
    cue: Mention | None,
    source: Mention | None,
    type: QuotationType,
) -> Seen:
    """What is to be seen of an attribution.

    Args:
        doc: tagged and parsed.
        spans: the content, offsets in characters of ``doc``.
        cue: the words that attribute it.
        source: to whom.
        type: whether the content stands in quotation marks.
    """
    span = doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue else None
    verb = verb_of(span) if span else None
    parts = [doc.char_span(*one, alignment_mode="expand") for one in spans]
    words = [t for part in parts for t in part or () if t.is_alpha or t.like_num]
    content = tuple(_of_content(words))
    stated = [type, *content, *_of_source(doc, source)]
    if not span:
        stated.append("cue: none")
        stated += [f"no cue, {type}, {one}" for one in (*content, *_of_edges(parts))]
    elif verb is None:
        stated += _of_no_verb(span)
    else:
        sort = _sort(verb)
        # "No," Hill answered: what he denies is not that he answers. Who "said nothing" denies it.
        quoted = {t.i for part in parts for t in part or () if type == "direct"}
        around = [*_of_verb(verb, span, quoted)]
        stated += [*around, f"sort: {sort}", f"sort: {sort}, {type}"]
        # What is not believed is an attitude all the same; what is not said is unsaid.
        around += [one for one in stated if one == "negated"]
        stated += [f"sort: {sort}, {one}" for one in around if one.startswith(_TURNING)]
        by = doc.char_span(source.start, source.end, alignment_mode="expand") if source else None
        stated += _of_doer(_sort_of_source(by), verb, sort, around)
        if type != "direct" and sort in _SAYING and _is_unasserted(stated):
            stated.append(_UNSAID if sort == "speaking" else _UNASSERTED)
        if type == "indirect":
            stated += [f"sort: {sort}, {one}" for one in content]
        if type != "direct" and content:
            stated += _of_both(verb, sort, parts[0], content[0])
        if _is_asked(doc, span, spans):
            stated.append("asked")
    vector: Numbers | None = None
    if len(doc.tensor) == len(doc):
        head = verb or (span.root if span else None)
        vector = np.asarray(doc.tensor[head.i] if head else 0 * doc.tensor[0], float)
    return Seen(tuple(dict.fromkeys(stated)), vector)


def _is_unasserted(stated: Sequence[str]) -> bool:
    """Does the cue deny it, make it a condition, say what somebody could have said, or what people
    in general might say?
    """
    if not _NOT_SO.isdisjoint(stated):
        return True
    return not _MIGHT.isdisjoint(stated) and not _ANYBODY.isdisjoint(stated)


def _of_content(words: list[Token]) -> Iterator[str]:
    if not words:
        return
    first, form = words[0], _form(words)
    length = next((f"up to {most} words" for most in _LENGTHS if len(words) <= most), "long")
    yield f"content: {form}"
    yield f"content: {form}, {length}"
    if form == "phrase":
        yield f"content: phrase, begins with {first.tag_}"
    if first.lower_ in _QUESTIONS:
        yield "content: a question"
    if first.lower_ in _NEGATIONS:
        yield "content: nothing"
    if len(words) <= _SHORT:
        yield "content: short"


def _of_edges(parts: list[Span | None]) -> Iterator[str]:
    """Whether the content begins and ends as a sentence does, or begins as a paragraph does."""
    tokens = [t for part in parts for t in part or () if not (t.is_quote or t.is_space)]
    if tokens and tokens[0].text[:1].islower():
        yield "begins small"
    if tokens and "\n" in tokens[0].doc[: tokens[0].i].text_with_ws[-3:]:
        yield "begins a paragraph"  # a turn of an interview
    if tokens and tokens[-1].text[-1:] not in _STOPS:
        yield "without a stop"


def _of_doer(doer: str, verb: Token, sort: str, stated: Collection[str]) -> Iterator[str]:
    """What sort of source does what the verb says, or has it done to somebody.

    ``The meeting discussed``, ``this shows``, ``Hill was ordered``, which nobody is named to do.
    """
    if "passive" in stated or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        doer += ", passive"
    yield from (
        f"by: {doer}",
        f"sort: {sort}, by: {doer}",
        f"verb: {verb.lemma_.lower()}, by: {doer}",
    )


def _sort_of_source(source: Span | None) -> str:
    if not source:
        return "nobody"
    head = source.root
    word, lemma = head.lower_, head.lemma_.lower()
    if word in _FIRST_PERSON:
        return "the writer"
    if head.pos_ == "PROPN":
        return "a name"
    if head.tag_ in ("WP", "PRP") and word != "it":
        return "a pronoun"
    if head.pos_ in ("PRON", "DET"):
        return "pointing"  # this, all of it, which
    return next((name for name, known in _SORTS_OF_SOURCE.items() if lemma in known), "a thing")


def _of_both(verb: Token, sort: str, content: Span | None, form: str) -> Iterator[str]:
    """How the content hangs on the verb of the cue, and what a phrase is about."""
    lemma = verb.lemma_.lower()
    yield f"verb: {lemma}, {form}"
    if not content:
        return
    root = content.root
    hangs = f"hangs: {root.dep_ if root.head.i == verb.i else 'elsewhere'}"
    yield from (hangs, f"sort: {sort}, {hangs}", f"verb: {lemma}, {hangs}")
    if root.pos_ in _NOUNS:
        yield from ("about a noun", f"sort: {sort}, about a noun")
        yield f"about: {root.lemma_.lower()}"


def _form(tokens: list[Token]) -> str:
    first = tokens[0].lower_
    if first in ("to", "that", "for"):
        return first
    if any(token.tag_ in _FINITE for token in tokens):
        return "clause"
    if tokens[0].tag_ == "VBG":
        return "-ing"
    return "phrase" if not any(token.pos_ in _VERBS for token in tokens) else "verb"


def _of_source(doc: Doc, source: Mention | None) -> Iterator[str]:
    if source is None:
        yield "source: none"
        return
    span = doc.char_span(source.start, source.end, alignment_mode="expand")
    if not span:
        return
    first, head = span[0], span.root
    counts = len(span) > 1 and span[1].is_digit  # No 10 said
    if (first.lower_ in _NEGATIONS or first.lower_ == "few") and not counts:
        yield "negated"
        yield "source: nobody"
    if head.pos_ == "PROPN":
        yield f"source: a name, {head.ent_type_}"
    else:
        yield f"source: {head.lemma_.lower()}"
        yield f"source: {head.tag_} behind {first.lower_ if first.i != head.i else 'nothing'}"


def _of_no_verb(cue: Span) -> Iterator[str]:
    words = [token for token in cue if token.is_alpha]
    yield f"cue: {words[0].lemma_.lower() if words else 'a mark'}"
    yield "cue: no verb"
    yield from (f"noun: {token.lemma_.lower()}" for token in words if token.pos_ == "NOUN")


def _sort(verb: Token) -> str:
    lemma = verb.lemma_.lower()
    for name, known in (("speaking", SPEAKING), ("reporting", REPORTING), ("deed", DEEDS)):
        if lemma in known:
            return name
    return "other"


def _of_verb(verb: Token, cue: Span, quoted: Collection[int]) -> Iterator[str]:
    """Of the verb of the cue, of other verbs in it, of what governs it, but for quoted words."""
    yield f"verb: {verb.lemma_.lower()}"
    yield f"tag: {verb.tag_}"
    for token in cue:
        if token.i != verb.i and token.pos_ == "VERB":
            yield f"also: {token.lemma_.lower()}"
            yield f"also, sort: {_sort(token)}"
        if _denies(token):
            yield "negated"
    yield f"as: {verb.dep_}"
    helpers: list[str] = []
    top = verb
    for place, one in enumerate(_governors(verb)):
        top = one
        if place:
            yield f"under: {one.lemma_.lower()}"
        if one.dep_ == "pcomp" and one.head.lower_ == "without":
            yield "negated"  # without saying why
        for child in one.children:
            if child.i in quoted:
                continue
            if _denies(child):
                yield "negated"
            elif child.dep_ in ("aux", "auxpass"):
                helpers.append(child.lemma_.lower())
                if child.dep_ == "auxpass":
                    yield "passive"
                elif child.i == child.sent.start and child.tag_ == "MD":
                    yield "condition"  # should she say so
            elif child.dep_ == "mark" and child.lower_ in _CONDITIONS:
                yield "condition"
    yield from (f"with: {helper}" for helper in helpers)
    if len(helpers) > 1:
        yield f"with: {' '.join(helpers)}"
    yield from _of_clauses_above(top)


def _denies(word: Token) -> bool:
    if word.dep_ != "neg" and word.lower_ not in _NEGATIONS:
        return False
    return word.i + 1 == len(word.doc) or word.nbor().lower_ not in _NOT_ONLY


def _of_clauses_above(verb: Token) -> Iterator[str]:
    """Of the clauses that the verb's clause stands in: is one negated or conditional?"""
    for _ in range(_CHAIN):
        if verb.dep_ in ("ROOT", "parataxis") or verb.head.i == verb.i:
            return
        verb = verb.head
        if verb.pos_ not in _VERBS:
            continue
        for child in verb.children:
            if _denies(child):
                yield "above: negated"
            elif child.dep_ == "mark" and child.lower_ in _CONDITIONS:
                yield "above: condition"


def _governors(verb: Token) -> Iterator[Token]:
    """The verb, and the verbs that it is an infinitive or a participle under."""
    yield verb
    for _ in range(_CHAIN):
        if verb.dep_ not in ("xcomp", "pcomp") or verb.head.i == verb.i:
            return
        verb = verb.head
        yield verb


def _is_asked(doc: Doc, cue: Span, spans: tuple[Offsets, ...]) -> bool:
    """Whether the cue stands in a question of whoever writes."""
    last = cue.sent[-1]
    while last.i > cue.end and last.is_punct and last.text != "?":
        last = doc[last.i - 1]
    return last.text == "?" and not any(start <= last.idx < end for start, end in spans)


__all__ = ["Acts", "Seen", "Weights", "bundled", "seen", "with_act"]
