"""Brings two kinds of evidence together: what the encoder or the syntax takes for
content, cue and source, and what the quotation marks and the layout show."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from quotes.quotation.clauses import (
    FINITE,
    PHRASES,
    Clause,
    clauses,
    inverted_subject,
    noun_phrase,
    spoken,
)
from quotes.quotation.index import SpanIndex, Taken
from quotes.quotation.layouts import Layout
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.tails import without_tails
from quotes.types import Span

_WORD = re.compile(r"\w")
#: How sure a proposal of the syntax alone is.
_BY_SYNTAX = 0.6
#: A content that covers this share of a quoted stretch is the whole of it: of those that somebody
#: says in PolNeAR's train part, 98 in 100 are.
_SOME = 0.05
#: The same for one that is not closed in its paragraph.
_NEARLY_ALL = 0.85
#: The most words of a subject that stands before the clause.
_LONGEST_SUBJECT = 8
#: How many characters the clause of a quoted stretch may be away from another cue.
_CLAUSE = 40
#: Fewer words between marks may be a term or a title, and no content of their own.
_SHORTEST = 5
#: How many characters a quoted stretch may stand from the reporting clause.
_NEAR = 4
#: No reporting clause is longer, in characters.
_LONGEST_CLAUSE = 400


def syntactic_roles(doc: Doc, stretches: Sequence[Quoted]) -> Roles:
    """Roles from dependencies and marks alone, for pipelines that know no roles."""
    sources, cues, contents = [], [], []
    places = SpanIndex(stretches)
    for clause in clauses(doc):
        content = _clause_content(clause, places)
        if content is None:
            continue
        contents.append(content)
        cues.append(RoleSpan(clause.cue.start_char, clause.cue.end_char, _BY_SYNTAX))
        if clause.source is not None:
            source = clause.source
            sources.append(RoleSpan(source.start_char, source.end_char, _BY_SYNTAX))
    return Roles(_disjoint(sources), _disjoint(cues), _disjoint(contents))


def _clause_content(clause: Clause, stretches: SpanIndex[Quoted]) -> RoleSpan | None:
    if clause.content is not None:
        return RoleSpan(clause.content.start_char, clause.content.end_char, _BY_SYNTAX)
    parts = [clause.cue] + ([clause.source] if clause.source is not None else [])
    stretch = _beside(parts, stretches)
    return RoleSpan(*stretch.outer, _BY_SYNTAX) if stretch else None


def _beside(parts: Sequence[DocSpan], stretches: SpanIndex[Quoted]) -> Quoted | None:
    """The quoted stretch right before or right after a reporting clause of these parts."""
    start = min(part.start_char for part in parts)
    end = max(part.end_char for part in parts)
    for stretch in stretches.near(start, end, _NEAR):
        if 0 <= start - stretch.end <= _NEAR or 0 <= stretch.start - end <= _NEAR:
            return stretch
    return None


def with_layouts(roles: Roles, layouts: Iterable[Layout]) -> Roles:
    """Add what the layout shows; it outranks roles that overlap it."""
    found = list(layouts)
    if not found:
        return roles
    taken = [SpanIndex(_disjoint(parts)) for parts in zip(*found, strict=True)]

    def free(spans: Sequence[RoleSpan]) -> list[RoleSpan]:
        return [s for s in spans if not any(index.touching(*s.span) for index in taken)]

    return Roles(
        _disjoint([*free(roles.sources), *(source for _, _, source in found)]),
        _disjoint([*free(roles.cues), *(cue for _, cue, _ in found)]),
        _disjoint([*free(roles.contents), *(content for content, _, _ in found)]),
    )


def with_marks(doc: Doc, text: str, roles: Roles, stretches: Sequence[Quoted]) -> Roles:
    """Contents that end where the marks do, and quoted ones that were overlooked."""
    places = SpanIndex(stretches)
    roles = _undivided(text, roles, stretches)
    others = SpanIndex(roles.cues), SpanIndex(roles.sources)
    contents = [_snapped(content, places, others) for content in roles.contents]
    contents = [_stopped(text, content, places) for content in contents]
    contents = [_without_topic(doc, text, content, places) for content in contents]
    roles = replace(roles, contents=_disjoint(contents))
    roles = replace(roles, contents=tuple(without_tails(doc, text, roles, places)))
    roles = _with_overlooked(doc, roles, places)
    roles = _with_cues_beside(doc, text, roles, stretches)
    parts = SpanIndex(roles.cues), SpanIndex(roles.sources), SpanIndex(roles.contents)
    halves = [
        half
        for content in roles.contents
        for find in (_first_half, _second_half)
        if (half := find(doc, parts, content))
    ]
    return replace(roles, contents=_disjoint([*roles.contents, *halves]))


def _first_half(
    doc: Doc, parts: tuple[SpanIndex[RoleSpan], ...], content: RoleSpan
) -> RoleSpan | None:
    """``Mr. Biden, he wrote on Thursday, should begin``: the subject before the clause."""
    span = doc.char_span(content.start, content.end, alignment_mode="expand")
    if span is None or span[0].tag_ not in FINITE or span[0].is_sent_start:
        return None
    sentence = span[0].sent
    cues, sources, contents = parts
    clause = [
        part.start
        for index in (cues, sources)
        for part in index.touching(sentence.start_char, content.start)
        if sentence.start_char < part.start and part.end <= content.start
    ]
    if not clause:
        return None
    before = doc.char_span(sentence.start_char, min(clause), alignment_mode="contract")
    if before is None or len(before) < 2 or len(before) > _LONGEST_SUBJECT + 1:
        return None
    if before[-1].text != "," or any(t.pos_ in ("VERB", "AUX", "ADP", "SCONJ") for t in before):
        return None
    half = RoleSpan(before.start_char, before[-1].idx, content.score)
    return None if contents.touching(*half.span) else half


def _second_half(
    doc: Doc, parts: tuple[SpanIndex[RoleSpan], ...], content: RoleSpan
) -> RoleSpan | None:
    """``The bridge, according to Hill, is safe``: what the subject before the clause is said to be.

    13 clauses with *according to* in 2,000 articles stand between a subject and its verb.
    """
    span = doc.char_span(content.start, content.end, alignment_mode="expand")
    if span is None or span.root.dep_ not in ("nsubj", "nsubjpass"):
        return None
    verb = span.root.head
    clause = [
        part.end
        for index in parts[:2]  # of cues and of sources
        for part in index.touching(content.end, verb.idx)
        if content.end < part.start and part.end < verb.idx
    ]
    if not clause or verb.i < span.end or verb.sent != span.sent:
        return None
    if [t.lower_ for t in doc[span.end : span.end + 2]] != [",", "according"]:
        return None
    behind = doc.char_span(max(clause), verb.sent.end_char, alignment_mode="contract")
    comma = next((t.i for t in behind or () if t.text == ","), verb.i)
    if comma >= verb.i:
        return None
    last = max(token.i for token in verb.subtree)
    while last > verb.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    half = RoleSpan(doc[comma + 1].idx, doc[last].idx + len(doc[last]), content.score)
    return None if any(index.touching(*half.span) for index in parts) else half


def _with_cues_beside(doc: Doc, text: str, roles: Roles, stretches: Sequence[Quoted]) -> Roles:
    """Cues that punctuation announces and no role covers.

    ``“…,” he went on``: after the comma any verb with its subject.
    """
    known, named = SpanIndex(roles.cues), SpanIndex(roles.sources)
    sources, cues = list(roles.sources), list(roles.cues)
    for stretch in stretches:
        clause = _after_comma(doc, text, stretch)
        if clause is None:
            continue
        cue, source = clause
        near = known.near(*cue.span, _CLAUSE)
        if any(_between(stretch, c, cue) or _overlap(c.span, cue.span) for c in near):
            continue
        cues.append(cue)
        if not named.touching(*source.span):
            sources.append(source)
    return replace(roles, sources=_disjoint(sources), cues=_disjoint(cues))


def _between(stretch: Quoted, cue: RoleSpan, far: RoleSpan) -> bool:
    """Does ``cue`` stand between the quoted words and ``far``, or in its clause?"""
    return (stretch.end <= cue.start <= far.end) or (far.start <= cue.end <= stretch.start)


def _after_comma(doc: Doc, text: str, stretch: Quoted) -> tuple[RoleSpan, RoleSpan] | None:
    """``“…,” he went on``, or ``“…”, he went on``: the clause behind the comma."""
    inner = text[slice(*stretch.inner)]
    outside = text.startswith(",", stretch.end) and len(inner.split()) >= _SHORTEST
    if not stretch.closed or not (outside or inner.rstrip().endswith(",")):
        return None
    start = stretch.end + outside
    after = doc.char_span(start, min(len(text), start + 60), alignment_mode="expand")
    if after is None or len(after) == 0 or after[0].pos_ == "CCONJ":
        return None
    verb = next((t for t in after[:8] if t.pos_ == "VERB" and t.tag_ != "VBG"), None)
    if verb is None or "\n" in text[start : verb.idx]:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), inverted_subject(verb))
    if subject is None or not start <= subject.idx <= after.end_char:
        return None
    particle = verb.nbor(1) if verb.i + 1 < len(doc) else verb
    last = particle if particle.dep_ == "prt" or particle.lower_ == "on" else verb
    phrase = noun_phrase(subject)
    return (
        RoleSpan(verb.idx, last.idx + len(last), _BY_SYNTAX),
        RoleSpan(phrase.start_char, phrase.end_char, _BY_SYNTAX),
    )


def _undivided(text: str, roles: Roles, stretches: Sequence[Quoted]) -> Roles:
    """What stands between two marks is one content, whoever is said in it to have said something.

    ``“He began it years ago by saying that he had proof. He had none,” Hill said``. Of 6,582 such
    stretches in PolNeAR's train part 13 have a cue within. A label, ``“PENCE: Well, …”``, does
    divide.
    """
    cues, contents = SpanIndex(roles.cues), SpanIndex(roles.contents)
    whole = []
    for stretch in stretches:
        if not stretch.closed or len(text[slice(*stretch.inner)].split()) < _SHORTEST:
            continue
        inside = [c for c in cues.touching(*stretch.inner) if _within(c, stretch)]
        held = contents.touching(*stretch.outer)
        if inside and held and not any(text[c.start : c.end].endswith(":") for c in inside):
            score = max(content.score for content in held)
            whole.append((stretch, RoleSpan(*stretch.outer, score)))
    if not whole:
        return roles
    taken = SpanIndex(stretch for stretch, _ in whole)

    def free(spans: Sequence[RoleSpan]) -> list[RoleSpan]:
        return [s for s in spans if not any(_within(s, t) for t in taken.touching(*s.span))]

    kept = [*free(roles.contents), *(content for _, content in whole)]
    return Roles(tuple(free(roles.sources)), tuple(free(roles.cues)), _disjoint(kept))


def _within(span: RoleSpan, stretch: Quoted) -> bool:
    return stretch.start <= span.start and span.end <= stretch.end


def _snapped(
    content: RoleSpan, stretches: SpanIndex[Quoted], others: Iterable[SpanIndex[RoleSpan]]
) -> RoleSpan:
    """Grow a content over the whole of a stretch of which it has a part."""
    start, end = content.span
    for stretch in stretches.touching(start, end):
        shared = min(stretch.end, end) - max(stretch.start, start)
        least = _SOME if stretch.closed else _NEARLY_ALL
        if shared < least * (stretch.end - stretch.start):
            continue
        # a cue inside the marks cuts them on purpose: “PENCE: Well, …”
        grown = (min(start, stretch.start), max(end, stretch.end))
        if not any(index.touching(*grown) for index in others):
            start, end = grown
    return RoleSpan(start, end, content.score)


def _stopped(text: str, content: RoleSpan, stretches: SpanIndex[Quoted]) -> RoleSpan:
    """Cut what a quoted sentence is followed by: ``“Thank God.” To which she``, without marks.

    A comma ends one as well where another announced it: ``says, “Don’t,” until they came``.
    """
    inside = [s for s in stretches.touching(*content.span) if s.end < content.end]
    if len(inside) != 1 or not inside[0].closed or abs(inside[0].start - content.start) > 1:
        return content
    (stretch,) = inside
    announced = text[max(0, stretch.start - 2) : stretch.start].rstrip().endswith((",", ":"))
    ends = (*".!?", ",") if announced else tuple(".!?")
    is_sentence = text[slice(*stretch.inner)].rstrip().endswith(ends)
    return RoleSpan(content.start, stretch.end, content.score) if is_sentence else content


def _without_topic(
    doc: Doc, text: str, content: RoleSpan, stretches: SpanIndex[Quoted]
) -> RoleSpan:
    """``spoke of the tides: “They wait for nobody.”``: what a phrase announces with a colon.

    Of six such contents that annotators marked five are the quoted words alone.
    """
    stretch = next(iter(stretches.touching(*content.span)), None)
    if stretch is None or not stretch.closed or abs(stretch.end - content.end) > 1:
        return content
    words = text[slice(*stretch.inner)].strip()
    if not words[:1].isupper() or not words.endswith((".", "!", "?", "…")):
        return content
    if not text[content.start : stretch.start].rstrip().endswith(":"):
        return content
    lead = doc.char_span(content.start, stretch.start, alignment_mode="contract")
    if lead is None or len(lead) == 0 or lead.root.pos_ not in PHRASES:
        return content
    return content._replace(start=stretch.start)


def _with_overlooked(doc: Doc, roles: Roles, stretches: SpanIndex[Quoted]) -> Roles:
    """Add quoted stretches beside a verb of speaking that no role covers."""
    held = SpanIndex(roles.contents)
    free = SpanIndex(s for s in stretches.spans if not held.touching(*s.outer))
    if not free.spans:
        return roles
    known, named = SpanIndex(roles.cues), SpanIndex(roles.sources)
    sources, cues, contents = list(roles.sources), list(roles.cues), list(roles.contents)
    for verb, speaker in spoken(doc, lambda place: free.near(place, place, _LONGEST_CLAUSE)):
        stretch = _beside((verb, speaker), free)
        cue = RoleSpan(verb.start_char, verb.end_char, _BY_SYNTAX)
        if stretch is None or stretches.touching(*cue.span):
            continue
        contents.append(RoleSpan(*stretch.outer, _BY_SYNTAX))
        if not known.touching(*cue.span):
            cues.append(cue)
        source = RoleSpan(speaker.start_char, speaker.end_char, _BY_SYNTAX)
        if not named.touching(*source.span) and not known.touching(*source.span):
            sources.append(source)
    return Roles(_disjoint(sources), _disjoint(cues), _disjoint(contents))


def follow_ons(
    text: str, contents: Sequence[RoleSpan], stretches: Sequence[Quoted], paragraphs: Sequence[Span]
) -> list[RoleSpan]:
    """Quoted stretches that nobody is given, but that are whole sentences of speech.

    A paragraph that is nothing but a quotation, or a quoted sentence in a
    paragraph that holds another quotation. Titles, terms and nicknames are
    parts of sentences and stay out.
    """
    out = []
    held = SpanIndex(_disjoint(contents))
    begins = [start for start, _ in paragraphs]
    for stretch in stretches:
        if held.touching(*stretch.outer):
            continue
        words = text[slice(*stretch.inner)].split()
        if len(words) < 4:
            continue
        at = bisect_right(begins, stretch.start) - 1
        if at < 0 or stretch.start >= paragraphs[at][1]:
            continue
        paragraph = paragraphs[at]
        alone = not _WORD.search(text, paragraph[0], stretch.start) and not _WORD.search(
            text, stretch.end, paragraph[1]
        )
        sentence = _is_sentence(text, stretch, paragraph)
        beside = bool(held.touching(*paragraph))
        if (alone and (sentence or len(words) > 7)) or (sentence and beside):
            out.append(RoleSpan(*stretch.outer, 0.5))
    return out


def _is_sentence(text: str, stretch: Quoted, paragraph: Span) -> bool:
    """Does the stretch begin after an end of sentence and end with one?"""
    before = text[max(paragraph[0], stretch.start - _CLAUSE) : stretch.start].rstrip()
    inner = text[slice(*stretch.inner)].strip()
    starts = not before or before[-1] in '.!?”"’»:'
    return starts and inner[-1:] in tuple(".!?…—") and inner[:1].isupper()


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _disjoint(spans: Sequence[RoleSpan]) -> tuple[RoleSpan, ...]:
    """In order; of two that overlap the surer one, then the longer one, stays."""
    if all(one.end <= following.start for one, following in pairwise(spans)):
        return tuple(spans)
    taken = Taken()
    ranked = sorted(spans, key=lambda s: (-s.score, s.start - s.end, s.start))
    return tuple(sorted((s for s in ranked if taken.take(*s.span)), key=lambda s: s.span))
