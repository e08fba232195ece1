"""The quotations of one Doc.

Roles (of the encoder, or of the syntax), marks and layout propose; the linker
joins; what is quoted and left over follows on from the quotation before it; the
marks give the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

from spacy.tokens import Doc, Token

from quotes import lexicon
from quotes.articles.layout import furniture
from quotes.quotation.acts import SENTENCE, with_act
from quotes.quotation.clauses import FINITE
from quotes.quotation.contents_by_syntax import with_clauses
from quotes.quotation.index import SpanIndex
from quotes.quotation.interviews import Turn, turns
from quotes.quotation.layouts import (
    Layout,
    according_to,
    broken_off,
    labelled,
    passed_on,
    signed,
    stated,
    transcript,
    worded,
)
from quotes.quotation.link import Attribution, Linker
from quotes.quotation.marks import Quoted, inside, paragraphs, quoted
from quotes.quotation.nested import nested
from quotes.quotation.passage import Passage
from quotes.quotation.pointing_back import named_behind, told_behind
from quotes.quotation.proposals import follow_ons, syntactic_roles, with_layouts, with_marks
from quotes.quotation.roles import Roles, RoleSpan, has_roles, learned_roles
from quotes.quotation.secondhand import is_who_is_cited, secondhand
from quotes.quotation.signals import Contents, Surroundings, linking
from quotes.quotation.sources_by_syntax import with_outer_source, with_subject
from quotes.quotation.spans import content_spans, touches
from quotes.quotation.tails import spoken_by
from quotes.quotation.verbs import DEEDS, NOT_ONLY_SPEECH, REPORTING, SPEAKING
from quotes.quotation.whole_sources import with_whole_sources
from quotes.tokens import Tokens
from quotes.types import SPAN_SEPARATOR, Mention, Quotation, QuotationType, Span

#: Furniture in which nobody is reported to speak. Headlines are reporting.
_SILENT = ("section", "byline", "dateline", "caption", "credit")
#: What a headline is labelled with: ``Opinion: I was wrong``. A poll or a report is a source.
_LABELS = lexicon.words("HEADLINE_LABELS")
#: Who takes part in an interview, as himself.
_SPEAKERS = lexicon.words("FIRST_PERSON") | lexicon.words("SECOND_PERSON")
_QUESTION_WORDS = lexicon.words("QUESTION_WORDS")
#: Cues that give something a name, and nobody's words.
_NAME_GIVEN = re.compile(rf"\b{lexicon.pattern('NAME_GIVEN')}$")
#: Verbs of reporting how many there were.
_COUNTS = lexicon.words("COUNTS")
_NAMED = lexicon.words("NAMED")
#: What leads from such a participle to the marks, whether or not a cue holds it.
_LEADS_TO_NAME = re.compile(
    rf"\b(?:{lexicon.pattern('TITLED')}|{lexicon.pattern('NAME_GIVEN')}"
    rf"|{lexicon.pattern('HAS_A_NAME')})[,:]? *(?:an?|the)? *\Z",
    re.IGNORECASE,
)
#: What may stand between the words of a remark: it should also be noted.
_GAP = r",? (?:(?:also|however|\w+ly),? )?"
#: How a remark of whoever writes leads to its verb.
_REMARK = re.compile(
    rf"\bit(?:['’]|{_GAP}){lexicon.pattern('WRITERS_REMARKS')}".replace(r"\ ", _GAP)
    + rf"{_GAP}\w+(?: out)?\Z",
    re.IGNORECASE,
)
#: So many characters up to its end are looked at for it.
_LONGEST_REMARK = 60
#: Right before whom words in marks are by.
_BY = re.compile(r"[”\"'’][,.]? by \Z")
#: The head of a content that is a name in marks: ``“Lock”``, ``the “Lock”``.
_OPENS = re.compile(r"(?:(?:an?|the) +)?(?:``|''|[“\"‘'«])")
#: The adverb of what others say, and never the subject of its sentence.
_HEARSAY = "reportedly"
#: So many characters before the marks are looked at for them.
_LEAD = 40
#: Fewer quoted words that something is done to are a label or a name: ``enjoys “Family Hour.”``
_FEWEST = 4
#: Verbs of doing when so few words are quoted, ``hit “cancel”``, and of attacking otherwise.
_PRESSING = lexicon.words("PRESSING")
#: What a title writes small.
_SMALL_WORDS = lexicon.words("SMALL_IN_TITLES")
#: Labels of questions and answers.
_LETTERS = frozenset({"Q", "A"})
_TITLE_WORD = re.compile(r"[\w’'-]+")
#: So many words a title may have, and so many may stand beside it in a content.
_LONGEST_TITLE, _BESIDE_TITLE = 9, 2
#: An indirect content that found no cue is kept only when the encoder is this sure.
_SURE = 0.9
#: An indirect quotation, and one that only names a topic, must be this sure (chosen on PolNeAR
#: dev: more are found below, and as many more of them wrongly; linked F1 is flat there).
_LEAST, _LEAST_TOPIC = 0.45, 0.65


def find(doc: Doc, roles: Roles | None = None) -> tuple[Quotation, ...]:
    """All quotations of a text, in the order in which they begin.

    Args:
        doc: tagged and parsed; with the spans ``source``, ``cue`` and
            ``content`` where the bundled encoder has read it.
        roles: use these instead (to measure the linking alone).
    """
    passage = passage_of(doc, roles)
    text, stretches = passage.text, passage.stretches
    marked = inside(text, stretches)
    linker = Linker(passage)
    linked = linker.link()
    places = SpanIndex(stretches)
    spoken = list(_spoken(passage, linked, marked, places))
    kept = [a for a in spoken if a.cue or _quoted(a, marked) or a.contents[0].score >= _SURE]
    kept = with_clauses(linker, linked, kept)
    held = [content for attribution in kept for content in attribution.contents]
    kept += [
        Attribution((content,), None, None)
        for content in follow_ons(text, held, stretches, paragraphs(text))
    ]
    kept.sort(key=lambda a: a.contents[0].start)
    kept = _across_paragraphs(text, kept, stretches)
    kept = [with_subject(passage, attribution) for attribution in kept]
    kept = secondhand(doc, with_outer_source(passage, kept))
    kept = [_without_subject_of_hearsay(passage, attribution) for attribution in kept]
    said = turns(text) if not passage.labels else ()
    if said:
        kept = _with_turns(text, kept, said)
    kept += nested(doc, text, kept, stretches)
    contents, learned = Contents(kept), roles is not None or has_roles(doc)
    labelled = _in_turn(text, passage.labels)
    unlabelled = {(t.start, t.end): t.kind for t in said}
    around = Surroundings(linker, contents, learned, unlabelled, labelled)
    found = (_quotation(attribution, places, marked, around) for attribution in kept)
    told = [q for q in found if q.spans and not _doubtful(doc, q)]
    return tuple(with_act(doc, q) for q in sorted(told, key=lambda q: q.spans[0]))


def _in_turn(text: str, labels: Sequence[Layout]) -> frozenset[Span]:
    """Sentences behind the labels of several who take turns, or of questions or answers: no list
    that a team or a total stands before.
    """
    who = {text[slice(*source.span)] for _, _, source in labels}
    if len(who) < 2 and not who & _LETTERS:
        return frozenset()
    behind = (content.span for content, _, _ in labels)
    return frozenset(span for span in behind if SENTENCE.search(text, *span))


def _with_turns(
    text: str, attributions: Sequence[Attribution], said: Sequence[Turn]
) -> list[Attribution]:
    """What is said in an interview without labels, and of what is within only others' words."""
    places = SpanIndex(said)

    def is_kept(attribution: Attribution) -> bool:
        if not any(places.touching(*content.span) for content in attribution.contents):
            return True
        cue, source = attribution.cue, attribution.source
        return cue is not None and source is not None and not _is_speaker(text, source)

    kept = [attribution for attribution in attributions if is_kept(attribution)]
    return kept + [
        Attribution((RoleSpan(turn.start, turn.end, _SURE),), None, None) for turn in said
    ]


def _is_speaker(text: str, source: RoleSpan) -> bool:
    """``I``, ``you``: whoever speaks here, or is spoken to."""
    return text[slice(*source.span)].lower() in _SPEAKERS


def passage_of(doc: Doc, roles: Roles | None = None) -> Passage:
    """What the linker sees of a text: roles as marks and layout mend them, and quoted stretches.

    Furniture in which nobody speaks has neither. For the arguments see :func:`find`.
    """
    text = Tokens(doc).text
    parts = paragraphs(text)
    stretches = quoted(text, parts)
    silent = [(block.start, block.end) for block in furniture(text) if block.kind in _SILENT]
    roles = roles or learned_roles(doc, text) or syntactic_roles(doc, stretches)
    roles = with_whole_sources(doc, _outside(text, roles, silent))
    stretches = [s for s in stretches if not touches(s.outer, silent)]
    roles = with_marks(doc, text, roles, stretches)
    labels = tuple(transcript(doc, text, parts))
    layouts = [
        *signed(text, stretches),
        *stated(doc, text, parts, stretches),
        *labelled(doc, roles, text, parts, stretches),
        *broken_off(doc, text, stretches),
        *worded(doc, text, stretches),
        *passed_on(doc, text, stretches),
        *according_to(roles, text, stretches),
        *named_behind(doc, text, stretches),
        *told_behind(doc, roles, text, parts, stretches),
        *spoken_by(doc, text, roles, SpanIndex(stretches)),
    ]
    roles = with_layouts(roles, [*labels, *layouts])
    return Passage(doc, roles, stretches, text, layouts, labels)


def _doubtful(doc: Doc, quotation: Quotation) -> bool:
    """Too unsure to show anybody: what nothing but the encoder's guess speaks for.

    A topic (``criticized Abbott's measures``) has no verb and must be surer
    than a statement. Quoted words are kept whatever their score.
    """
    if quotation.type != "indirect":
        return False
    spans = [doc.char_span(*span, alignment_mode="expand") for span in quotation.spans]
    if any(token.pos_ in ("VERB", "AUX") for span in spans if span for token in span):
        return quotation.confidence < _LEAST
    of_whom = all(span is not None and len(span) < 3 and span.root.pos_ == "PRON" for span in spans)
    return of_whom or quotation.confidence < _LEAST_TOPIC


def _outside(text: str, roles: Roles, silent: Sequence[Span]) -> Roles:
    def keep(spans: Iterable[RoleSpan]) -> tuple[RoleSpan, ...]:
        behind = (_behind(text, span, silent) for span in spans)
        return tuple(span for span in behind if not touches(span.span, silent))

    # the word for what is said is not what is said: "what Mexico may ask for"
    contents = tuple(
        content
        for content in keep(roles.contents)
        if text[slice(*content.span)].strip().lower() not in _QUESTION_WORDS
    )
    return Roles(keep(roles.sources), keep(roles.cues), contents)


def _behind(text: str, span: RoleSpan, silent: Iterable[Span]) -> RoleSpan:
    """``KHARTOUM — The commander``: what stands behind the dateline."""
    for start, end in silent:
        if start <= span.start < end < span.end:
            return span._replace(start=end + len(text[end:]) - len(text[end:].lstrip()))
    return span


def _spoken(
    passage: Passage,
    attributions: Iterable[Attribution],
    marked: bytearray,
    places: SpanIndex[Quoted],
) -> Iterator[Attribution]:
    """Leave out what somebody did rather than said; keep the words that are quoted.

    ``Abbott signed into law a measure …`` is no quotation, nor is ``the policy,
    known as “…”``. ``The visit by Blinken is aimed at “…”`` quotes words, but
    not Blinken's.
    """
    text = passage.text
    for attribution in attributions:
        if attribution.cue is None:
            if not _is_named(text, attribution, places) and not _is_fronted(passage, attribution):
                yield attribution
            continue
        if (
            _is_label(text, attribution, attribution.cue)
            or _is_name(text, attribution, attribution.cue)
            or _is_remark(passage, attribution.cue)
            or _is_titled(passage, attribution, attribution.cue)
            or (_is_title(text, attribution, marked) and not _says(passage, attribution.cue))
        ):
            continue
        quoted_words = _length(text, attribution) if _quoted(attribution, marked) else 0
        if not quoted_words and (
            is_who_is_cited(passage, attribution) or _is_counted(passage, attribution)
        ):
            continue
        deeds = DEEDS | _PRESSING if 0 < quoted_words < _FEWEST else DEEDS
        if not _is_deed(passage, attribution.cue, deeds) or _is_framed(passage, attribution):
            yield attribution
        elif quoted_words >= _FEWEST and not _is_named(text, attribution, places):
            yield Attribution(attribution.contents, None, None)


def _is_counted(passage: Passage, attribution: Attribution) -> bool:
    """``More than 90 cases were reported``: what there was, which nobody is told to have said."""
    cue, contents = attribution.cue, attribution.contents
    verb = passage.verb(cue) if cue is not None else None
    if verb is None or attribution.source is not None or verb.lemma_.lower() not in _COUNTS:
        return False
    below = {child.dep_: child.lower_ for child in verb.children}
    if "auxpass" not in below or "agent" in below or below.get("nsubjpass") == "it":
        return False
    parts = (passage.tokens(content) for content in contents)
    return not any(token.pos_ in ("VERB", "AUX") for part in parts for token in part or ())


def _is_label(text: str, attribution: Attribution, cue: RoleSpan) -> bool:
    """``Opinion: I was wrong``"""
    source = attribution.source
    if source is None or text[slice(*cue.span)] != ":":
        return False
    return text[slice(*source.span)].lower() in _LABELS


def _is_name(text: str, attribution: Attribution, cue: RoleSpan) -> bool:
    """``known as “Remain in Mexico”``"""
    return attribution.source is None and bool(_NAME_GIVEN.search(text[slice(*cue.span)]))


def _is_remark(passage: Passage, cue: RoleSpan) -> bool:
    """``It should also be noted that the bridge is old``: so says whoever writes, and nobody else.

    All sixteen such cues in 2,070 texts, seven of them taken for statements.
    """
    words = passage.tokens(cue) or ()
    last = next((word for word in reversed([*words]) if word.pos_ == "VERB"), None)
    if last is None or last.lemma_.lower() not in REPORTING:
        return False
    return bool(_REMARK.search(passage.text[max(0, cue.end - _LONGEST_REMARK) : cue.end]))


def _is_titled(passage: Passage, attribution: Attribution, cue: RoleSpan) -> bool:
    """``a symposium titled, “Women in Trade”``: a participle of giving a name, then the marks.

    Not what somebody is told to call it: ``Hill has dubbed it “…”``, ``was dubbed “…” by Hill``.
    """
    source = attribution.source
    last = attribution.contents[-1]
    verb = _gives_name(passage, last) if cue.start < last.start else None
    if verb is None or not cue.start <= verb.idx < cue.end:
        return False
    if len(attribution.contents) > 1 and all(c.dep_ != "auxpass" for c in verb.children):
        return False  # “…,” Hill said in a talk titled “…”
    agents = {t.i for c in verb.children if c.dep_ == "agent" for t in c.subtree}
    by = source is not None and any(t.i in agents for t in passage.tokens(source) or ())
    return not by and not (
        source and _BY.search(passage.text[max(0, source.start - 6) : source.start])
    )


def _gives_name(passage: Passage, content: RoleSpan) -> Token | None:
    """The participle right before a content that begins with marks: ``titled``, ``was titled``.

    Not that of a clause with a doer: ``whom he dubbed “…”``, ``Hill has dubbed “…”``.
    """
    if not _OPENS.match(passage.text, content.start):
        return None
    words = passage.tokens(content)
    before = words.start - 1 if words is not None else -1
    while before > 0 and not passage.doc[before].is_alpha and not passage.doc[before].is_space:
        before -= 1
    verb = passage.doc[max(before, 0)]
    helpers = {child.dep_ for child in verb.children if child.i < verb.i}
    if verb.lower_ not in _NAMED or "nsubj" in helpers:
        return None
    passive = "auxpass" in helpers or (verb.dep_ != "conj" and "aux" not in helpers)
    return verb if passive else None


def _is_named(text: str, attribution: Attribution, stretches: SpanIndex[Quoted]) -> bool:
    """``the country's motto of “Unity in Diversity”``: a name in marks that no cue introduces.

    With words around it too, ``released a booklet titled “…”``, if there are no other marks.
    """
    inside = [
        stretch.start
        for content in attribution.contents
        for stretch in stretches.touching(*content.span)
    ]
    return bool(inside) and all(
        _LEADS_TO_NAME.search(text[max(0, start - _LEAD) : start]) for start in inside
    )


def _is_fronted(passage: Passage, attribution: Attribution) -> bool:
    """``Of the new dam, he adds, “…”``: a topic at the head of its sentence, and nobody's words."""
    span = passage.tokens(attribution.contents[0])
    if span is None or len(attribution.contents) > 1 or not span[0].is_sent_start:
        return False
    end = attribution.contents[0].end
    behind = passage.text[end : end + 2].lstrip()[:1]
    phrase = span.root.pos_ in ("ADP", "SCONJ") and span.root.dep_ in ("prep", "mark")
    return behind == "," and phrase and not any(token.tag_ in FINITE for token in span)


def _without_subject_of_hearsay(passage: Passage, attribution: Attribution) -> Attribution:
    """``The company reportedly took a loan``: others say so, and it may be anybody."""
    cue, source = attribution.cue, attribution.source
    span = passage.tokens(cue) if cue is not None else None
    if span is None or source is None or not any(t.lower_ == _HEARSAY for t in span):
        return attribution
    if any(token.pos_ != "AUX" and token.lower_ != _HEARSAY for token in span):
        return attribution
    return Attribution(attribution.contents, cue, None)


def _is_deed(passage: Passage, cue: RoleSpan, deeds: frozenset[str] = DEEDS) -> bool:
    span = passage.tokens(cue)
    if span is None:
        return False
    verbs = {token.lemma_.lower() for token in span if token.pos_ == "VERB"}
    if not verbs or not verbs <= deeds:
        return False
    # "made the claim" speaks by its object, "signed into law" and "co-wrote" do not
    nouns = (token for token in span if token.pos_ in ("NOUN", "ADJ", "PROPN"))
    return not any(
        token.dep_ != "pobj" and token.tag_ != "AFX" and token.lower_ != "about" for token in nouns
    )


def _is_framed(passage: Passage, attribution: Attribution) -> bool:
    """``“Friends,” Crane began, “lend me an hour.”``: a clause after the comma of quoted words.

    Whatever its verb, it says how they were said; as do clauses that the layout shows.
    """
    cue = attribution.cue
    return cue is not None and any(
        passage.shown.get(one) == cue or (passage.stretch_of(one) and passage.is_led(one, cue))
        for one in attribution.contents
    )


def _says(passage: Passage, cue: RoleSpan) -> bool:
    """Is it a verb of nothing but speech? (One can also read or write a book.)"""
    span = passage.tokens(cue)
    lemmas = {token.lemma_.lower() for token in span} if span is not None else set()
    return bool(lemmas & (SPEAKING - NOT_ONLY_SPEECH))


def _is_title(text: str, attribution: Attribution, marked: bytearray) -> bool:
    """A few words in marks, with capitals as a title has them and no stop: a work, a name.

    A word or two may stand beside the marks: ``read “The Great Gatsby” four times``.
    """
    if len(attribution.contents) != 1 or not _quoted(attribution, marked):
        return False
    start, end = attribution.contents[0].span
    length = len(_TITLE_WORD.findall(text, start, end))
    if length > _LONGEST_TITLE + _BESIDE_TITLE:
        return False
    inside = "".join(text[i] if marked[i] else "\n" for i in range(start, end)).strip()
    words = _TITLE_WORD.findall(inside)
    if not words or len(words) > _LONGEST_TITLE or length > len(words) + _BESIDE_TITLE:
        return False
    if "\n" in inside or re.search(r"[.!?,]\W*$", inside):
        return False
    return words[0][:1].isupper() and all(
        word[:1].isupper() or word[:1].isdigit() or word.lower() in _SMALL_WORDS for word in words
    )


def _length(text: str, attribution: Attribution) -> int:
    return sum(len(text[slice(*content.span)].split()) for content in attribution.contents)


def _quoted(attribution: Attribution, marked: bytearray) -> bool:
    return any(marked[c.start] or marked[c.end - 1] for c in attribution.contents)


def _across_paragraphs(
    text: str, attributions: Sequence[Attribution], stretches: Sequence[Quoted]
) -> list[Attribution]:
    """Join a quotation of several paragraphs: each opens with a mark or none, the last one closes.

    A paragraph with a clause of its own begins a new one where a clause stands before the first.
    """
    opened_with = {stretch.end: text[stretch.start] for stretch in stretches if not stretch.closed}
    starts = {stretch.start: stretch.goes_on for stretch in stretches}

    def goes_on(last: RoleSpan, first: RoleSpan) -> bool:
        """Is ``last`` left open, and taken up again by the same mark or none?"""
        opened = opened_with.get(last.end)
        return (
            first.start in starts
            and opened is not None
            and (starts[first.start] or opened == text[first.start])
            and not text[last.end : first.start].strip()
        )

    out: list[Attribution] = []
    for attribution in attributions:
        first = attribution.contents[0]
        # what is said between two contents of one quotation stands behind it here
        lately = range(max(0, len(out) - 3), len(out))
        at = max(lately, key=lambda i: out[i].contents[-1].end, default=-1)
        if out and not (attribution.cue and out[at].cue):
            last = out[at].contents[-1]
            if goes_on(last, first) and "\n" in text[last.end : first.start]:
                joined = (*out[at].contents, *attribution.contents)
                cued = out[at] if out[at].cue else attribution
                out[at] = Attribution(joined, cued.cue, cued.source)
                continue
        out.append(attribution)
    return out


def _quotation(
    attribution: Attribution,
    stretches: SpanIndex[Quoted],
    marked: bytearray,
    around: Surroundings,
) -> Quotation:
    text = around.linker.passage.text
    spans = tuple(content_spans(text, [c.span for c in attribution.contents], stretches))
    cue, source = attribution.cue, attribution.source
    kind = quotation_type(text, spans, marked)
    return Quotation(
        type=kind,
        text=SPAN_SEPARATOR.join(text[start:end] for start, end in spans),
        spans=spans,
        cue=Mention.of(text, *cue.span) if cue else None,
        source=Mention.of(text, *source.span) if source else None,
        confidence=round(_confidence(attribution), 3),
        linking=linking(attribution, kind, around),
    )


def _confidence(attribution: Attribution) -> float:
    """How sure the spans are: what is too doubtful to keep is told by it, and nothing else."""
    parts: Iterator[float] = (c.score for c in attribution.contents)
    content = min(parts)
    if attribution.cue is None:
        return 0.8 * content
    if attribution.source is None:
        return content * (0.5 + 0.4 * attribution.cue.score)
    return content * (0.4 + 0.3 * attribution.cue.score + 0.3 * attribution.source.score)


def quotation_type(text: str, spans: tuple[Span, ...], marked: bytearray) -> QuotationType:
    """Direct when all letters stand inside marks, indirect when none does."""
    letters = within = 0
    for start, end in spans:
        is_letter = list(map(str.isalnum, text[start:end]))
        letters += sum(is_letter)
        within += sum(compress(marked[start:end], is_letter))
    if not within:
        return "indirect"
    return "direct" if within == letters else "mixed"
