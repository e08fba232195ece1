"""Attributions that the layout of a text makes, without a reporting verb.

``TAPPER: Who pays?`` (a transcript), ``“Who pays?” — Jake Tapper`` (a letter, a
collection of voices) and ``From Mayor Hill:`` above a paragraph (a statement); and the phrase
``in the words of Ada Hill, “…”``, which is as fixed as a label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from quotes import lexicon
from quotes.quotation.clauses import FINITE, noun_phrase, subject_of
from quotes.quotation.index import SpanIndex
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import SPEAKING
from quotes.types import Span

#: A speaker's label at the head of a paragraph of a transcript: capitals, a colon; between the two
#: who that is, and whether he can be seen.
_LABEL = re.compile(
    r"[\"“]?(?P<source>(?:Q|A|(?:[A-Z]{2,}\.? )?[A-Z][A-Z’'\-.]{2,}(?: [A-Z][A-Z’'\-.]+){0,3}))"
    r"(?:, [A-Z][A-Z0-9’'&/,.\- ]{1,70})?(?: \([^()\n]{1,40}\))?(?P<cue>:)[ \t]+(?=\S)"
)
#: As the Congressional Record has it: ``Mr. HILL. ``, ``The CHAIRMAN. ``
_RECORD = re.compile(
    r"(?P<source>(?:(?:Mr|Mrs|Ms|Miss|Dr)\. |Senator |Chairman |Chairwoman |Representative )"
    r"[A-Z][A-Z’'\-]{2,}(?: [A-Z][A-Z’'\-]+){0,2}"
    r"|The (?:[A-Z]+ )?(?:CHAIR(?:WO)?MAN|CHAIR|PRESIDENT|SPEAKER|OFFICER|CLERK|WITNESS|COURT))"
    r"(?P<cue>\.)[ \t]+(?=\S)"
)
#: The same with small letters, where two such labels come back: ``Ada Hill: ``, ``((Ada Hill)) ``.
_NAME_LABEL = re.compile(
    r"(?:\(\((?P<held>[^()\n:]{1,40})(?P<end>\)\)(?:[ \t]*:)?)"
    r"|(?P<source>[A-Z][\w.’'\-]*(?: [A-Z][\w.’'\-]*){0,3})(?P<cue>:))[ \t]+(?=\S)"
)
_NAME = r"[A-Z][\w.’'\-]*(?: [A-Z][\w.’'\-]*){0,3}(?: \d{1,2})?"
_TIME = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?"
#: With the time at which somebody begins to speak: ``Ada Hill: 00:08:07``, ``[08:07] Ada Hill: ``,
#: ``Ada Hill (08:07): ``.
_TIMED = re.compile(
    rf"(?P<before>{_TIME}[ \t]+)?(?P<source>{_NAME})(?P<within>[ \t]+{_TIME})?(?P<cue>:)[ \t]*"
    rf"(?P<behind>{_TIME})?\s*"
)
#: A name after a dash after a quotation, at the end of its line.
_SIGNATURE = re.compile(
    r"[^\S\n]*(?P<cue>—|–|―|--|-)[^\S\n]*(?P<source>[A-Z][\w.’'\-]+(?:[^\S\n][\w.’'\-]+){0,4}?)"
    r"(?P<rest>,[^\n“\"]{0,80})?[^\S\n.]*(?=\n|$)"
)
#: No signature but a clause behind a dash: ``“…”—Hill said``.
_SAYS = re.compile(rf"\b{lexicon.pattern('SAID_FORMS')}\b")
#: What may stand between somebody's words and the marks: ``in her words, the fire was “…”``; they
#: may be the paragraph below.
_TO_THE_WORDS = re.compile(r"[^.;!?\n]{0,40}|:\s*")
#: Before the marks: who says it, and no end of a sentence but a stop behind initials.
_WHO = r"(?P<source>(?:(?![a-z]{2}[.!?;])[^\n:“”\"]){3,}?)"
_ACCORDING = (
    re.compile(rf"\b(?P<cue>[Aa]ccording to) {_WHO}, ?\Z"),
    re.compile(rf"\b(?P<cue>[Dd]escribed by) {_WHO} as \Z"),
)
#: So many characters before the marks are looked at for it.
_LONGEST_NAME = 140
#: Between the halves of quoted words that are broken off.
_DASHES = re.compile(
    r"[^\S\n]*(?:—|–|―|--)[^\S\n]*(?P<clause>[^\n“”\"]{3,90}?)[^\S\n]*(?:—|–|―|--)[^\S\n]*"
)
_RELATIVE = ("WDT", "WP")
_PHRASE = ("DET", "ADJ", "NOUN", "PROPN", "PRON")
#: Above what somebody has stated.
_HEADING = re.compile(
    r"[^\S\n]*(?:(?:[Aa]nd|[Aa]lso|[Tt]hen|Joint|Opening)[^\S\n]+)?"
    r"(?P<cue>(?:[Ss]tatement )?(?:[Ff]rom|by|of)(?: the (?:desk|office) of)?)[^\S\n]+"
    r"(?P<source>[A-Z][^:\n“”\"]{1,160}):\s*(?=(?P<words>[“\"])|\Z)"
)
#: The same without a colon, as a press release has it for its title.
_TITLE = re.compile(
    r"[^\S\n]*(?:Joint |Opening )?(?P<cue>(?:Statement|Remarks|Message) (?:from|by|of))[^\S\n]+"
    r"(?P<source>[A-Z][^:\n“”\"]{1,160}[^:.!?\s“”\"])\s*\Z"
)
#: Before the first words below it.
_DATELINE = re.compile(r"[A-Z][^\n“”\"]{0,60}(?:—|–|--| - )\s*")
#: What the statement is on: ``Statement of Senator Hill on the bridge:``.
_TOPIC = re.compile(
    r",?[^\S\n]+(?:on|about|after|concerning|following|regarding|upon|in re\w+ to)\b", re.IGNORECASE
)
#: Who only passes on what somebody else said does so with these.
_PASSES_ON = lexicon.words("PASSES_ON") - lexicon.words("HEARS") | SPEAKING
#: So many tokens at least stand before such an aside's end: a verb, a comma, two words.
_SHORTEST_ASIDE = 3
#: The longest lead-in without a verb, in words: ``Lopez on Twitter: “…”``.
_LONGEST_LEAD = 9
_SURE = 0.9

Layout = tuple[RoleSpan, RoleSpan, RoleSpan]
"""Content, cue and source."""


def transcript(doc: Doc, text: str, paragraphs: Sequence[Span]) -> Iterator[Layout]:
    """Turns of a transcript, if at least two paragraphs of the text begin with a label.

    Labels in small letters, as a list or a recipe has them too, must be of two who take turns, one
    of them a person's name. Those in double parentheses are of nothing else.
    """
    turns = max((_turns(label, text, paragraphs) for label in (_LABEL, _RECORD)), key=len)
    if len(turns) < 2:
        turns = _turns_by_time(doc, text, paragraphs)
    if len(turns) < 2:
        turns = _turns_by_name(doc, text, paragraphs)
    for words, cue, source in turns:
        yield RoleSpan(*words, _SURE), RoleSpan(*cue, _SURE), RoleSpan(*source, _SURE)


def _labelled(
    label: re.Pattern[str], text: str, paragraphs: Sequence[Span]
) -> Iterator[tuple[re.Match[str], Span]]:
    """The labels at the heads of paragraphs, and the words behind them."""
    for start, end in paragraphs:
        found = label.match(text, start, end)
        if found is not None and found.end() < end:
            yield found, (found.end(), end)


def _turns(
    label: re.Pattern[str], text: str, paragraphs: Sequence[Span]
) -> list[tuple[Span, Span, Span]]:
    """Words, cue and source of each turn that such a label begins."""
    return [
        (words, found.span("cue"), found.span("source"))
        for found, words in _labelled(label, text, paragraphs)
    ]


def _turns_by_time(
    doc: Doc, text: str, paragraphs: Sequence[Span]
) -> list[tuple[Span, Span, Span]]:
    """Words, cue and source of each turn, where it is told when they begin, one of them a person's.

    A programme has times and labels as well, but mostly those of its items.
    """
    labels = [_TIMED.match(text, *paragraph) for paragraph in paragraphs]
    turns = []
    begun = [
        i for i, one in enumerate(labels) if one and any(one.group("before", "within", "behind"))
    ]
    for i, following in pairwise([*begun, len(paragraphs)]):
        label, end = labels[i], paragraphs[i][1]
        assert label is not None
        words = [(label.end(), end)] if label.end() < end else paragraphs[i + 1 : following]
        if words:
            turns.append(((words[0][0], words[-1][1]), label.span("cue"), label.span("source")))
    return turns if _people(doc).intersection(text[slice(*who)] for _, _, who in turns) else []


def _people(doc: Doc) -> set[str]:
    return {entity.text for entity in doc.ents if entity.label_ == "PERSON"}


def _turns_by_name(
    doc: Doc, text: str, paragraphs: Sequence[Span]
) -> list[tuple[Span, Span, Span]]:
    """Words, cue and source of each turn, where those who speak are named in small letters."""
    held: list[tuple[Span, Span, Span]] = []
    turns: list[tuple[Span, Span, Span]] = []
    for label, words in _labelled(_NAME_LABEL, text, paragraphs):
        cue, source = ("end", "held") if label["held"] else ("cue", "source")
        turn = words, label.span(cue), label.span(source)
        turns.append(turn)
        held += [turn] if label["held"] else []
    if len(held) > 1:
        return held
    count = Counter(text[slice(*source)] for _, _, source in turns)
    back = {name for name, times in count.items() if times > 1}
    if len(back) < 2 or back.isdisjoint(_people(doc)):
        return []
    return [turn for turn in turns if text[slice(*turn[2])] in back]


def signed(text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """Quotations with a name behind a dash at the end of their line."""
    for stretch in stretches:
        found = _SIGNATURE.match(text, stretch.end)
        if found is None or _SAYS.search(found["source"]):
            continue
        words = text[slice(*stretch.inner)]
        if not stretch.closed or (len(words.split()) < 4 and not words.endswith((".", "!", "?"))):
            continue
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(found.start("cue"), found.end("cue"), _SURE),
            RoleSpan(found.start("source"), _without_stop(text, found), _SURE),
        )


def stated(
    doc: Doc, text: str, paragraphs: Sequence[Span], stretches: Sequence[Quoted]
) -> Iterator[Layout]:
    """Behind ``From Mayor Hill:`` what is in marks, or the paragraph below, or all that are."""
    marked = {stretch.start for stretch in stretches}
    for i, (start, end) in enumerate(paragraphs):
        heading = _HEADING.match(text[start:end])
        found = heading or _TITLE.match(text[start:end])
        if found is None:
            continue
        if heading is not None and heading["words"]:
            words = [(start + heading.end(), end)]
        else:
            words = _below(text, paragraphs[i + 1 :], marked) or (
                list(paragraphs[i + 1 : i + 2]) if heading else []
            )
        if not words:
            continue
        source = _without_topic(
            doc, text, start + found.start("source"), start + found.end("source")
        )
        yield (
            RoleSpan(words[0][0], words[-1][1], _SURE),
            RoleSpan(start + found.start("cue"), start + found.end("cue"), _SURE),
            RoleSpan(*source, _SURE),
        )


def _below(text: str, paragraphs: Sequence[Span], marked: Collection[int]) -> list[Span]:
    """The first paragraphs, as far as they begin with a mark; the first one behind its dateline."""
    below = [_without_dateline(text, one) for one in paragraphs[:1]] + list(paragraphs[1:])
    return list(takewhile(lambda one: one[0] in marked, below))


def _without_dateline(text: str, paragraph: Span) -> Span:
    start, end = paragraph
    found = _DATELINE.match(text, start, end)
    return (found.end(), end) if found else paragraph


def _without_topic(doc: Doc, text: str, start: int, end: int) -> Span:
    """Who states it, without what it is on; the *on* of a committee's name stays."""
    names = [(entity.start_char, entity.end_char) for entity in doc.ents]
    for topic in _TOPIC.finditer(text, start, end):
        if not any(a < topic.start() and topic.end() < b for a, b in names):
            return start, topic.start()
    return start, end


def labelled(
    doc: Doc, roles: Roles, text: str, paragraphs: Sequence[Span], stretches: Sequence[Quoted]
) -> Iterator[Layout]:
    """``Senator Hill: “…”``, ``Lopez on Twitter: “…”``: a name that leads without any verb, or
    behind the verb: ``Adds her colleague, Bo Lopez: “…”``.

    60 of 7,500 press releases have the first, none the second; where the verb comes first the
    encoder has found all eleven of 3,000 articles.
    """
    begins = [start for start, _ in paragraphs]
    cues, sources = SpanIndex(roles.cues), SpanIndex(roles.sources)
    for stretch in stretches:
        start = begins[bisect_right(begins, stretch.start) - 1]
        if not text[start : stretch.start].rstrip(" ").endswith(":"):
            continue
        lead = doc.char_span(start, stretch.start, alignment_mode="contract")
        if lead is None or len(lead) == 0:
            continue
        lead = lead[max((t.i for t in lead if t.is_sent_start), default=lead.start) - lead.start :]
        behind = _name_behind_verb(lead)
        named = behind or _leading_name(lead)
        told = sources if behind else cues
        if named is None or told.touching(lead.start_char, stretch.start):
            continue
        colon = text.rindex(":", 0, stretch.start)
        cue = (lead.start_char, lead[:1].end_char) if behind else (colon, colon + 1)
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(*cue, _SURE),
            RoleSpan(*named, _SURE),
        )


def _leading_name(lead: DocSpan) -> Span | None:
    """The person or organization that a lead-in of a few words and no verb begins with."""
    if len(lead) > _LONGEST_LEAD or any(token.pos_ in ("VERB", "AUX") for token in lead):
        return None
    entity = next((one for one in lead.ents if one.label_ in ("PERSON", "ORG")), None)
    if entity is None or any(
        t.pos_ not in ("PROPN", "NOUN") for t in lead[: entity.start - lead.start]
    ):
        return None
    return lead.start_char, entity.end_char


def _name_behind_verb(lead: DocSpan) -> Span | None:
    """``Adds her colleague, Bo Lopez:``: who behind a verb of speaking that nothing precedes."""
    if len(lead) > _LONGEST_LEAD or lead[0].lemma_.lower() not in SPEAKING:
        return None
    named = next((one for one in lead[1:].ents if one.label_ in ("PERSON", "ORG")), None)
    if named is None or any(token.pos_ in ("VERB", "AUX", "ADP") for token in lead[1:]):
        return None
    return lead[1].idx, named.end_char


def worded(doc: Doc, text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """``in the words of Ada Hill, “…”``, ``in Hill’s own words, “…”``.

    10 times in 8,400 press releases and articles.
    """
    starts = [stretch.start for stretch in stretches]
    for found in re.finditer(r"\bwords\b", text) if stretches else ():
        noun = doc.char_span(*found.span(), alignment_mode="expand")
        if noun is None or noun.root.dep_ != "pobj" or noun.root.head.lower_ != "in":
            continue
        of = next((c for c in noun.root.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        sort, one = ("pobj", of) if of is not None else ("poss", noun.root)
        owner = next((c for c in one.children if c.dep_ == sort), None)
        if owner is None:
            continue
        whose = noun_phrase(owner)
        first = noun.root.head if of is not None else noun.root
        cue = doc[first.i : one.i + 1]
        stretch = _in_words(text, stretches, starts, (doc[first.i].idx, found.end()), whose)
        if stretch is None:
            continue
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(cue.start_char, cue.end_char, _SURE),
            RoleSpan(*_before_marks(text, whose, stretch), _SURE),
        )


def _in_words(
    text: str, stretches: Sequence[Quoted], starts: Sequence[int], phrase: Span, whose: DocSpan
) -> Quoted | None:
    """The marks right behind the phrase, or right before it: ``a “bog,” in the words of Hill``."""
    at = bisect_right(starts, phrase[1] - 1)
    if at and (behind := stretches[at - 1]).closed:
        comma = text[behind.inner[1] - 1 : phrase[0]].strip(" \"”’'»")
        if behind.end <= phrase[0] <= behind.end + 2 and comma == ",":
            return behind
    if at == len(stretches):
        return None
    end = min(max(whose.end_char, phrase[1]), starts[at])
    return stretches[at] if _TO_THE_WORDS.fullmatch(text, end, starts[at]) else None


def _before_marks(text: str, phrase: DocSpan, stretch: Quoted) -> Span:
    """A phrase without what the parse has in it of the marks behind it."""
    start, end = phrase.start_char, phrase.end_char
    if start < stretch.start < end:
        end = start + len(text[start : stretch.start].rstrip(" ,:"))
    return start, end


def passed_on(doc: Doc, text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """``She said, according to the Courier: “It is shut.”``: hers, and the Courier passes it on.

    Once in 2,000 articles of news.
    """
    for stretch in stretches:
        mark = doc.char_span(stretch.start, stretch.start + 1, alignment_mode="expand")
        if mark is None or mark.start < _SHORTEST_ASIDE or mark[0].nbor(-1).text not in (",", ":"):
            continue
        aside = _aside(doc, mark.start - 1)
        verb = _verb_before(doc[aside.start - 1]) if aside is not None else None
        subject = subject_of(verb) if verb is not None else None
        if verb is None or subject is None or subject.i > verb.i or subject.dep_ != "nsubj":
            continue
        who = noun_phrase(subject)
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(verb.idx, verb.idx + len(verb), _SURE),
            RoleSpan(who.start_char, who.end_char, _SURE),
        )


def according_to(roles: Roles, text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """``and, according to the historian M.S. Marsh, “kept the peace”``: marks right behind it, and
    behind ``a clock described by Marsh as “stubborn”``.

    The encoder overlooks one of 31 and one of three in 2,070 texts.
    """
    cues = SpanIndex(roles.cues)
    for stretch in stretches:
        start = max(0, stretch.start - _LONGEST_NAME)
        tried = (one.search(text, start, stretch.start) for one in _ACCORDING)
        found = next((one for one in tried if one is not None), None)
        if found is None or cues.touching(*found.span("cue")):
            continue
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(*found.span("cue"), _SURE),
            RoleSpan(*found.span("source"), _SURE),
        )


def _aside(doc: Doc, end: int) -> DocSpan | None:
    """``according to the Courier``, ``the Courier reported``: between a comma and ``end``."""
    first = max(0, end - _LONGEST_LEAD)
    comma = next((i for i in range(end - 1, first, -1) if doc[i].text == ","), None)
    aside = doc[comma + 1 : end] if comma else None
    if aside is None or len(aside) < _SHORTEST_ASIDE - 1:
        return None
    if any(t.is_quote or t.is_sent_start for t in aside):
        return None
    reports = any(
        t.tag_ in FINITE and t.lemma_.lower() in _PASSES_ON for t in (aside[0], aside[-1])
    )
    return aside if reports or aside[0].lower_ == "according" else None


def _verb_before(comma: Token) -> Token | None:
    """The verb of speaking that a comma parts from its words, whoever it is told."""
    here = comma.nbor(-1)
    while here.dep_ in ("pobj", "dobj", "prep", "dative", "advmod", "npadvmod"):
        if here.head.i > here.i:
            break
        here = here.head
    said = any(c.dep_ in ("ccomp", "xcomp") and c.i < comma.i for c in here.children)
    return here if here.lemma_.lower() in SPEAKING and here.tag_ in FINITE and not said else None


def broken_off(doc: Doc, text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """``“The budget”—Ada Hill tapped the page—“does not add up.”``: both halves hers.

    39 times in 28 novels, never in 2,300 news articles.
    """
    for first, second in pairwise(stretches):
        found = _DASHES.fullmatch(text, first.end, second.start) if first.closed else None
        if found is None or not text[second.inner[0] : second.inner[0] + 1].islower():
            continue
        # the word at a dash may be one token with the mark
        clause = doc.char_span(*found.span("clause"), alignment_mode="contract")
        if clause is None or text[slice(*first.inner)].rstrip().endswith((".", "!", "?")):
            continue
        verb = next((t for t in clause if t.pos_ not in _PHRASE or t.tag_ in _RELATIVE), None)
        if verb is None or verb.tag_ not in ("VBD", "VBZ", "VBP"):
            continue
        who = text[found.start("clause") : verb.idx].rstrip()
        if not who:
            continue
        source = RoleSpan(found.start("clause"), found.start("clause") + len(who), _SURE)
        cue = RoleSpan(verb.idx, verb.idx + len(verb), _SURE)
        yield RoleSpan(*first.outer, _SURE), cue, source
        yield RoleSpan(*second.outer, _SURE), cue, source


def _without_stop(text: str, found: re.Match[str]) -> int:
    """Where the name ends: before the full stop of its line, not before that of ``Jr.``"""
    start, end = found.span("source")
    return end - 1 if re.search(r"\w{3}\.$", text[start:end]) else end
