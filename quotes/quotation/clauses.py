"""Reporting clauses in the dependency tree: the verb that reports, its subject, what it reports.

Labels are ClearNLP's, as in all English pipelines of spaCy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.quotation.verbs import REPORTING

#: Tags of a verb that wants a subject before it.
FINITE = ("MD", "VBZ", "VBD", "VBP")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLAUSES = ("ccomp", "xcomp")
#: Where a verb without a content of its own may still report.
_OWN_CLAUSES = ("parataxis", "ROOT", "conj", "advcl", "ccomp", "pcomp", "csubj")
_CLAUSE_EDGES = ("relcl", "advcl", "acl", "parataxis", "ccomp", "appos", "cc", "conj", "punct")


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: tokens of its cue, of its source (or none), of its content (or none)."""

    cue: Span
    source: Span | None
    content: Span | None


def verb_of(span: Span) -> Token | None:
    """The verb that a cue is made of: its root, or the first verb in it."""
    if span[0].lower_ == "according":
        return None
    root = span.root
    if root.pos_ in ("VERB", "AUX"):
        return root
    return next((token for token in span if token.pos_ in ("VERB", "AUX")), None)


def subject_of(verb: Token) -> Token | None:
    """The head word of the verb's subject, its own or the one that it shares.

    Shared: ``X said … and added``, ``X said …, adding that``, ``X tried to
    explain``, ``X, who said`` (the relative pronoun's antecedent).
    """
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return _antecedent(child, verb)
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ in ("conj", "advcl", "xcomp", "pcomp", "prep", "aux", "dep", "ccomp"):
            if verb.head == verb:
                return None
            verb = verb.head
            continue
        return None
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return verb.head
    return subject


def noun_phrase(head: Token) -> Span:
    """The phrase of a source: title, name and apposition, without relative or other clauses."""
    left = right = head.i
    for token in head.subtree:
        path = token
        while path.i != head.i and path.head.i != head.i:
            path = path.head
        if path.i == head.i:
            continue
        if path.dep_ in _CLAUSE_EDGES and path.dep_ != "appos" and not _joins(path, head):
            continue
        left, right = min(left, token.i), max(right, token.i)
    return head.doc[left : right + 1]


def _joins(path: Token, head: Token) -> bool:
    """``Blinken and Mayorkas`` is one phrase; a clause joined by ``and`` is not."""
    return path.dep_ in ("cc", "conj") and path.pos_ not in ("VERB", "AUX") and head.pos_ != "VERB"


def clauses(doc: Doc) -> Iterator[Clause]:
    """All reporting clauses of a text that its syntax shows.

    ``X said that …``, ``X said …``, ``…, X said``, ``… said X``, ``X, adding
    that …``, ``according to X, …``.
    """
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in REPORTING:
            yield from _verbal(token)
        elif token.lower_ == "according" and token.i + 1 < len(doc):
            yield from _according(token)


def _verbal(verb: Token) -> Iterator[Clause]:
    content = next((c for c in verb.children if c.dep_ in _CLAUSES), None)
    if content is None and verb.dep_ not in _OWN_CLAUSES:
        return
    subject = subject_of(verb)
    source = noun_phrase(subject) if subject is not None else None
    negated = any(c.dep_ == "neg" for c in verb.children)
    if negated:
        return
    cue = verb.doc[verb.i : verb.i + 1]
    yield Clause(cue, source, _content(content, verb, source) if content is not None else None)


def _content(root: Token, verb: Token, source: Span | None) -> Span | None:
    """The reported clause on one side of the verb, without what belongs to the reporting."""
    tokens = [t.i for t in root.subtree if not t.is_space]
    if not tokens:
        return None
    if root.i > verb.i:
        start, end = max(min(tokens), verb.i + 1), max(tokens) + 1
    else:
        start, end = min(tokens), min(max(tokens) + 1, verb.i)
        if source is not None and start < source.start < end:
            end = source.start
    if source is not None and start <= source.start and source.end <= end and root.i > verb.i:
        start = source.end
    return verb.doc[start:end] if start < end else None


def _according(token: Token) -> Iterator[Clause]:
    preposition = token.nbor(1)
    if preposition.lower_ != "to":
        return
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None:
        return
    source = noun_phrase(noun)
    cue = token.doc[token.i : preposition.i + 1]
    sentence = token.sent
    before = token.doc[sentence.start : token.i]
    after = token.doc[source.end : sentence.end]
    content = before if len(before) > len(after) else after
    yield Clause(cue, source, content if len(content) > 2 else None)
