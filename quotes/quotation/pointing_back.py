"""Sentences that say whose the words before them are.

``“It is shut.” Those were the words of Ada Hill.`` behind quoted words; behind a paragraph without
any marks ``This was stated by Ada Hill`` or ``Hill disclosed this on Monday``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from quotes import lexicon
from quotes.quotation.clauses import FINITE, agent_of, noun_phrase, subject_of
from quotes.quotation.index import SpanIndex
from quotes.quotation.layouts import Layout
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import NOT_ONLY_SPEECH, SPEAKING
from quotes.types import Span

_NEXT = re.compile(r"\S")
_POINTING = lexicon.words("POINTING")
_SAYINGS = lexicon.words("SAYINGS")
#: Those of them that may stand for a whole report; ``it`` and ``that`` are mostly of less.
_NEAR = re.compile(r"\b[Tt]h(?:is|ese)\b")
_ENDS = (".", "!", "?", "…")
#: How one states something, and what else is done to a statement: ``This was written by Hill`` is
#: of a book.
_STATES = (SPEAKING | lexicon.words("DISCLOSING")) - NOT_ONLY_SPEECH
_STATED = _STATES | {"contain"}
#: What is pointed at must be a sentence of so many words.
_FEWEST, _MOST = 5, 90
_SURE, _LESS_SURE = 0.9, 0.7


def named_behind(doc: Doc, text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """``“It is shut.” That was the message from Ada Hill.``, ``Those were Hill’s words.``

    Never in 2,070 news articles.
    """
    for stretch in stretches:
        if not stretch.closed or text[slice(*stretch.inner)].rstrip()[-1:] not in _ENDS:
            continue
        found = _NEXT.search(text, stretch.end)
        behind = doc.char_span(*found.span(), alignment_mode="expand") if found else None
        if behind is None or behind[0].lower_ not in _POINTING or behind[0].dep_ != "nsubj":
            continue
        verb = behind[0].head
        noun = next((c for c in verb.rights if c.lemma_.lower() in _SAYINGS), None)
        owner = _owner(noun) if noun is not None else None
        if verb.lemma_ != "be" or noun is None or owner is None:
            continue
        cue = doc[behind.start : owner.head.i + 1 if owner.i > noun.i else verb.i + 1]
        yield RoleSpan(*stretch.outer, _SURE), _role(cue), _role(noun_phrase(owner))


def told_behind(
    doc: Doc, roles: Roles, text: str, paragraphs: Sequence[Span], stretches: Sequence[Quoted]
) -> Iterator[Layout]:
    """``Six schools will open. ¶ Hill announced this on Monday.``, ``This was stated by Hill.``

    What stands right before, a sentence of the same paragraph or the paragraph above, if it has
    neither marks nor a source of its own.
    """
    starts = [start for start, _ in paragraphs]
    taken = SpanIndex([*roles.contents, *roles.cues])
    marked = SpanIndex(stretches)
    for found in _NEAR.finditer(text):
        first = doc.char_span(*found.span(), alignment_mode="expand")
        told = _told_by(first[0]) if first is not None else None
        if told is None or marked.touching(told[0].start_char, told[0].end_char):
            continue
        cue, source = told
        sentence = cue[0].sent
        at = bisect_right(starts, sentence.start_char) - 1
        words = _before(doc, sentence, paragraphs[max(0, at - 1) : at + 1])
        if words is None or taken.touching(*words) or marked.touching(*words):
            continue
        if _FEWEST <= len(text[slice(*words)].split()) <= _MOST:
            yield RoleSpan(*words, _LESS_SURE), _role(cue), _role(source)


def _told_by(pointing: Token) -> tuple[DocSpan, DocSpan] | None:
    """Cue and source of ``This was stated by Hill``, ``Hill disclosed this``."""
    doc, verb = pointing.doc, pointing.head
    sentence = pointing.sent
    if verb.dep_ != "ROOT" or any(child.dep_ in ("ccomp", "xcomp") for child in verb.children):
        return None
    lemma = verb.lemma_.lower()
    if doc[min(pointing.i + 1, len(doc) - 1)].tag_ in ("NN", "NNP"):
        return None  # confirmed this Friday
    if pointing.dep_ == "nsubjpass" and pointing.i == sentence.start:
        who = _agent(verb) if lemma in _STATED else None
        return (doc[pointing.i : verb.i + 1], noun_phrase(who)) if who is not None else None
    if pointing.dep_ == "dobj" and verb.tag_ in FINITE and lemma in _STATES:
        who = subject_of(verb)
        if who is not None and who.i < verb.i < pointing.i and who.dep_ == "nsubj":
            return doc[verb.i : pointing.i + 1], noun_phrase(who)
    return None


def _agent(verb: Token) -> Token | None:
    """Who has stated it; or in what it stands, if nothing says whose that is."""
    if (agent := agent_of(verb)) is not None:
        return agent
    held = (c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "in")
    document = next((c for one in held for c in one.children if c.dep_ == "pobj"), None)
    if document is None:
        return None
    issued = (agent_of(c) for c in document.rights if c.dep_ == "acl")
    return next((who for who in issued if who is not None), document)


def _before(doc: Doc, sentence: DocSpan, paragraphs: Sequence[Span]) -> Span | None:
    """The sentence before in the same paragraph, or the paragraph above."""
    start = paragraphs[-1][0]
    before = doc.char_span(start, max(start, sentence.start_char), alignment_mode="contract")
    words = [t for t in before or () if not t.is_space]
    if words:
        last = words[-1].sent
        return max(start, last.start_char), words[-1].idx + len(words[-1])
    return paragraphs[0] if len(paragraphs) > 1 else None


def _owner(noun: Token) -> Token | None:
    """Whose it is: ``the words of Hill``, ``the message from Hill``, ``Hill’s words``."""
    of = [c for c in noun.rights if c.lower_ in ("of", "from", "by")]
    by = (c for one in of for c in one.children if c.dep_ == "pobj")
    return next((c for c in (*by, *noun.children) if c.dep_ in ("pobj", "poss")), None)


def _role(span: DocSpan) -> RoleSpan:
    return RoleSpan(span.start_char, span.end_char, _SURE)
