"""Sources as long as they are, where the encoder saw a part of one, or took in what is none of it.

With the name that explains them, ``her co-author, the geologist Marcus Hein``, which it may take
for a source of its own, or for the first of the words; without the adverb that says when it was
said, ``Ada Hill today``; two where the next clause begins in what it took for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from quotes.quotation.clauses import FINITE
from quotes.quotation.index import SpanIndex
from quotes.quotation.roles import Roles, RoleSpan
from quotes.types import Span

#: An apposition begins no further behind the source than this, in tokens.
_FAR = 8
_VERBS = ("VERB", "AUX")
_NAMES = ("NOUN", "PROPN", "PRON")
_NOUNS = ("NOUN", "PROPN")
_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = ("WP", "WDT")
#: Of nouns that say when something is done, not who does it.
_ADVERBIAL = ("npadvmod", "tmod")
_TIMES = ("DATE", "TIME")


def with_whole_sources(doc: Doc, roles: Roles) -> Roles:
    """Sources in their whole length; what stands in what they gained is no role of its own."""
    gained: list[Span] = []
    sources: list[RoleSpan] = []
    cues = SpanIndex(roles.cues)
    parted = (part for source in roles.sources for part in _parted(doc, source, cues))
    for source in (_without_adverb(doc, _without_object(doc, one, cues)) for one in parted):
        end = _explained(doc, source)
        if source.end < end:
            gained.append((source.end, end))
        sources.append(source._replace(end=end))
    if not gained:
        same = tuple(sources) == roles.sources
        return roles if same else Roles(tuple(sources), roles.cues, roles.contents)
    return Roles(
        _outside(tuple(sources), gained),
        _outside(roles.cues, gained),
        _outside(roles.contents, gained),
    )


def _outside(spans: tuple[RoleSpan, ...], others: Sequence[Span]) -> tuple[RoleSpan, ...]:
    return tuple(s for s in spans if not any(a <= s.start and s.end <= b for a, b in others))


def _parted(doc: Doc, source: RoleSpan, cues: SpanIndex[RoleSpan]) -> Iterator[RoleSpan]:
    """``said Ada Hill, but her deputy, Bo Finch, said``: a source for either clause.

    Nobody is the subject of the verb before and of the one behind. One sentence of 650 articles
    of news, in which what either said was given to the first.
    """
    span = doc.char_span(source.start, source.end, alignment_mode="contract")
    joins = next((t.i for t in span or () if span and _begins_clause(t, span.start)), None)
    if span is None or joins is None or not _is_between(doc, span, cues):
        yield source
        return
    behind = [t for t in doc[joins + 1 : span.end] if not t.is_space]
    yield source._replace(end=doc[joins - 2].idx + len(doc[joins - 2]))
    if behind:
        yield source._replace(start=behind[0].idx)


def _begins_clause(token: Token, start: int) -> bool:
    return token.pos_ in ("CCONJ", "SCONJ") and start < token.i - 1 and token.nbor(-1).text == ","


def _is_between(doc: Doc, source: DocSpan, cues: SpanIndex[RoleSpan]) -> bool:
    """Does a cue stand right before the source, and one with a tense right behind it?"""
    end = source.end
    while end < len(doc) and doc[end].is_space | (doc[end].text == ","):
        end += 1
    if source.start == 0 or end == len(doc) or doc[end].tag_ not in FINITE:
        return False
    before, behind = doc[source.start - 1], doc[end]
    return all(cues.touching(t.idx, t.idx + len(t)) for t in (before, behind))


def _without_object(doc: Doc, source: RoleSpan, cues: SpanIndex[RoleSpan]) -> RoleSpan:
    """``Speaking on behalf of Hill, the commissioner, Ada Marsh, said``: not Hill, but she.

    What a preposition takes is no subject: before a verb that has no other it ends with its comma.
    """
    span = doc.char_span(source.start, source.end, alignment_mode="contract")
    comma = next((t for t in span if t.text == ","), None) if span is not None else None
    if span is None or comma is None or not _is_fronted(span):
        return source
    rest = doc[comma.i + 1 : span.end]
    behind = next((t for t in doc[span.end : span.end + 2] if t.text != ","), None)
    if behind is None or behind.tag_ not in FINITE or not any(t.pos_ in _NAMES for t in rest):
        return source
    if not cues.touching(behind.idx, behind.idx + len(behind)):
        return source
    subjects = [t for t in behind.lefts if t.dep_ in _SUBJECTS]
    listed = any(t.pos_ == "CCONJ" and t.head.i < comma.i for t in rest)
    if listed or any(t not in rest for t in subjects):
        return source
    return source._replace(start=rest.start_char)


def _is_fronted(span: DocSpan) -> bool:
    """Is it what a preposition takes in the phrase or participle that begins its sentence?"""
    before = span.doc[span[0].sent.start : span.start]
    if len(before) < 2 or before[0].pos_ not in ("ADP", *_VERBS):
        return False
    led = before[-1] if span.root.dep_ != "pobj" else span.root.head
    return (
        led in before
        and led.pos_ == "ADP"
        and not any(t.text == "," or t.tag_ in FINITE for t in before)
    )


def _without_adverb(doc: Doc, source: RoleSpan) -> RoleSpan:
    """The source before the time that belongs to the verb: ``Ada Hill yesterday said``."""
    span = doc.char_span(source.start, source.end, alignment_mode="contract")
    if span is None:
        return source
    last = span.end
    while last > span.start + 1 and _is_of_verb(doc[last - 1], span.start):
        last -= 1
    if last == span.end or not any(t.pos_ in _NAMES for t in doc[span.start : last]):
        return source
    return source._replace(end=doc[last - 1].idx + len(doc[last - 1]))


def _is_of_verb(token: Token, start: int) -> bool:
    """Is it a time of the verb behind it, not of a word of the source from ``start`` on?"""
    verb = token.head
    when = token.dep_ in _ADVERBIAL or (token.dep_ == "advmod" and token.ent_type_ in _TIMES)
    of_verb = when and verb.i > token.i and verb.pos_ in _VERBS
    return of_verb and not any(start <= c.i < token.i for c in token.children)


def _explained(doc: Doc, source: RoleSpan) -> int:
    """Where the source ends with the name that explains it, in characters."""
    span = doc.char_span(source.start, source.end, alignment_mode="contract")
    if span is None or span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return source.end
    if span.root.ent_type_ == "PERSON" or span.root.pos_ not in _NOUNS:
        return source.end
    behind = doc[span.end + 1 : span.end + 1 + _FAR]
    name = next((t for t in behind if t.ent_type_ == "PERSON" or _ends(t)), None)
    if name is None or name.ent_type_ != "PERSON":
        return source.end
    last = name
    while last.i + 1 < len(doc) and last.nbor().ent_iob_ == "I":
        last = last.nbor()
    return last.idx + len(last) if _stands_apart(last) else source.end


def _stands_apart(last: Token) -> bool:
    """Does a whole clause follow the comma behind a name: ``…, Marcus Hein, the mud dried``?"""
    if last.i + 2 >= len(last.doc) or last.nbor().text != ",":
        return False
    clause = last.nbor(2)
    verb = next((t for t in clause.sent[clause.i - clause.sent.start :] if t.pos_ in _VERBS), None)
    if verb is None or clause.tag_ in _RELATIVE:
        return False
    return any(c.dep_ in _SUBJECTS and c.left_edge == clause for c in verb.lefts)


def _ends(token: Token) -> bool:
    return token.pos_ in _VERBS or token.is_quote or token.is_punct or "\n" in token.text
