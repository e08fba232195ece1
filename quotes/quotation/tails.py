"""What stands behind the closing mark of a quoted content and is none of its words.

``“They do not care,” Hill said in a speech, according to the Courier``: for the encoder all that
is before *according to* may be what the Courier says. 30 contents of 2,000 articles are like that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from quotes.quotation.clauses import noun_phrase
from quotes.quotation.index import SpanIndex
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import REPORTING, SPEAKING

#: What ends quoted words that a clause of their own follows.
_ENDS = (",", ".", "!", "?", "…", "—", "–", "-")
_SUBJECTS = ("nsubj", "nsubjpass")
#: Where the verb of such a clause may hang; not that of a relative clause.
_OWN_CLAUSES = ("ROOT", "ccomp", "parataxis", "conj", "advcl")
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN", "PRON")
#: A mark, a dash and a name run together: ``safe”—Hill said``.
_DASHED = re.compile(r"[^\S\n]*[—–―-]+[^\S\n]*(?=[A-Z])")
_SCORE = 0.6


def without_tails(
    doc: Doc, text: str, roles: Roles, stretches: SpanIndex[Quoted]
) -> Iterator[RoleSpan]:
    """The contents, cut where their marks close if a clause follows."""
    cues = SpanIndex(roles.cues)
    for content in roles.contents:
        stretch = _opening(content, stretches)
        if stretch is None or stretch.end >= content.end:
            yield content
            continue
        tail = doc.char_span(stretch.end, content.end, alignment_mode="expand")
        behind = next(iter(cues.near(content.end, content.end, 1)), None)
        before = next(iter(cues.near(content.start - 1, content.start, 1)), None)
        ends = _is_clause(tail, text, stretch, behind) or _is_of_cue(tail, before)
        yield content._replace(end=stretch.end) if ends else content


def spoken_by(
    doc: Doc, text: str, roles: Roles, stretches: SpanIndex[Quoted]
) -> Iterator[tuple[RoleSpan, RoleSpan, RoleSpan]]:
    """Content, cue and source where a preposition or a dash leads from the mark to the source.

    ``was described as “a sieve” by Ana Rao``, ``“It is safe”—Hill said``.
    """
    cues = SpanIndex(roles.cues)
    for content in roles.contents:
        stretch = _opening(content, stretches)
        if stretch is None:
            continue
        cut = content._replace(end=stretch.end)
        before = next(iter(cues.near(content.start - 1, content.start, 1)), None)
        agent = _agent(doc, stretch, before) if before is not None else None
        if before is not None and agent is not None:
            yield cut, before, RoleSpan(agent.start_char, agent.end_char, _SCORE)
        dashed = _DASHED.match(text, stretch.end)
        behind = next(iter(cues.near(content.end, content.end, 1)), None) if dashed else None
        if dashed and behind and dashed.end() < content.end <= behind.start:
            yield cut, behind, RoleSpan(dashed.end(), content.end, _SCORE)


def _opening(content: RoleSpan, stretches: SpanIndex[Quoted]) -> Quoted | None:
    """The only quoted stretch of the content, if it begins with that."""
    inside = stretches.touching(*content.span)
    if len(inside) != 1 or not inside[0].closed:
        return None
    return inside[0] if abs(inside[0].start - content.start) <= 1 else None


def _is_clause(tail: Span | None, text: str, stretch: Quoted, behind: RoleSpan | None) -> bool:
    """``Hill said in a speech``, or ``Ana Rao, the minister,`` before *was quoted as saying*."""
    ends = text.startswith(",", stretch.end) or text[slice(*stretch.inner)].rstrip().endswith(_ENDS)
    if tail is None or not ends:
        return False
    return any(_reports(token, tail, behind) for token in tail if token.dep_ in _SUBJECTS)


def _is_of_cue(tail: Span | None, before: RoleSpan | None) -> bool:
    """``said “no comment” to reporters``: to whom it was said; not ``saw “no way of adapting” to``.

    One of 2,300 articles has it. Other prepositions go on with the words more often than not.
    """
    if tail is None or before is None or tail[0].lower_ != "to":
        return False
    cue = tail.doc.char_span(before.start, before.end, alignment_mode="expand")
    if cue is None or not any(token.lemma_.lower() in SPEAKING for token in cue):
        return False
    whom = any(child.dep_ == "pobj" for child in tail[0].children)
    return whom and (tail[0].head.pos_ not in _VERBS or tail[0].head in cue)


def _reports(subject: Token, tail: Span, behind: RoleSpan | None) -> bool:
    """Is it the subject of a verb of reporting in the tail, or of the cue ``behind`` it?"""
    verb = subject.head
    if verb.pos_ not in _VERBS or verb.i < tail.start:
        return False
    if behind is not None and behind.start <= verb.idx < behind.end:
        return True
    within = verb.i < tail.end and verb.dep_ in _OWN_CLAUSES
    ends = all(token.is_punct for token in tail if token.i > verb.i)
    return within and (ends or verb.lemma_.lower() in REPORTING)


def _agent(doc: Doc, stretch: Quoted, cue: RoleSpan) -> Span | None:
    """By whom something is described so, behind the marks."""
    verb = doc.char_span(*cue.span, alignment_mode="expand")
    if verb is None or not any(token.tag_ == "VBN" for token in verb):
        return None
    behind = doc.char_span(stretch.end, stretch.end + 3, alignment_mode="expand")
    by = behind[0] if behind is not None else None
    if by is None or by.lower_ != "by":
        return None
    noun = next((c for c in by.children if c.dep_ == "pobj" and c.pos_ in _NOUNS), None)
    return noun_phrase(noun) if noun is not None else None
