"""What one can ask of a text and its role spans: distances, verbs, marks, neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc, Span, Token

from quotes import lexicon
from quotes.quotation.clauses import owner_of_words, subject_of, verb_of
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import ASKED, SPEAKING

#: Of a cue: a verb of nothing but speech, another verb, one without a subject that tells what is
#: done (*asked about it*), *according to* and the like, other words.
Kind = Literal["speaks", "verb", "participle", "according", "no verb"]
#: What leads to what others say: ``in response to claims``, ``prompting criticism``.
_TO_OTHERS = lexicon.words("TO_OTHERS")
_HELPERS = ("aux", "auxpass", "nsubj", "conj", "cc")
#: The comma at the end of a quoted content whose reporting clause follows, or the dash of a
#: sentence that is broken off.
_LEADS_TO_CUE = re.compile(r"(?:(?:,|—|--)[\"”’'»]+|[\"”’'»]+,)\s*$")
#: Before a paragraph that goes on with the sentence.
_BREAK = re.compile(r"[ \t\r]*\n\s*(?=[a-z])")
#: The end of a quoted question or cry, which may have its reporting clause behind it.
_CRIES = re.compile(r"[?!][\"”’'»]+\Z")
#: Words of a source between quoted words and its cue, at most.
_LONGEST_SOURCE = 8
#: Of each character, up to the first behind the last white space: is it white space?
_IS_BLANK = np.array([chr(code).isspace() for code in range(0x3002)])
_FIRST_WORD = re.compile(r"\w+")
#: Between a cue and the words that it introduces, beside a colon or a comma.
_LEADS_IN = " \t\r\n\"“‘'«"
#: What may end a sentence.
_STOP = re.compile(r"[.!?][\"”’'»)]*(?=\s)")
_LAST_WORD = re.compile(r"\w+\Z")
#: Words of two letters and more that go on behind their stop.
_ABBREVIATIONS = lexicon.words("ABBREVIATIONS")


class Between(NamedTuple):
    """What begins in the gap between two spans."""

    words: int
    sentences: int
    """Sentence ends, in fact; also that of the first span."""
    lines: int
    """Line breaks."""
    contents: int
    cues: int
    sources: int


#: How much of everything begins before a place; of sentence ends, before the character before it
#: and before it.
_Before = tuple[int, int, int, int, int, int, int]


def _ends_sentence(text: str, stop: int) -> bool:
    """Does the mark at ``stop`` end a sentence, rather than an abbreviation or an initial?"""
    before = _LAST_WORD.search(text[max(0, stop - 8) : stop]) if text[stop] == "." else None
    if before is None:
        return True
    word = before[0]
    return word.lower() not in _ABBREVIATIONS and not (len(word) == 1 and word.isupper())


def _word_starts(text: str) -> list[int]:
    """Where its words begin, parted by white space: in arrays, three tenths of a pattern's time."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = _IS_BLANK[np.minimum(codes, len(_IS_BLANK) - 1)]
    blank_before = np.concatenate(([True], blank[:-1]))
    starts: list[int] = np.flatnonzero(~blank & blank_before).tolist()
    return starts


def _gap(a: RoleSpan, b: RoleSpan) -> tuple[int, int]:
    """Where the gap between two spans begins and ends; empty where they overlap."""
    if b.start <= a.start:
        a, b = b, a
    return a.end, b.start if b.start > a.end else a.end


def _count(places: Sequence[int], start: int, end: int) -> int:
    """How many places, in order, are in ``start..end``."""
    return bisect_left(places, end) - bisect_left(places, start)


class Row:
    """The spans of one role, in order."""

    __slots__ = ("_ends", "spans", "starts")

    def __init__(self, spans: Sequence[RoleSpan]) -> None:
        self.spans = spans
        self.starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def around(self, span: RoleSpan, most: int) -> Sequence[RoleSpan]:
        """At most so many before and so many after the start of ``span``."""
        at = bisect_left(self.starts, span.start)
        return self.spans[max(0, at - most) : at + most]

    def before(self, place: int) -> RoleSpan | None:
        """The last one that ends at ``place`` or before."""
        at = bisect_right(self._ends, place)
        return self.spans[at - 1] if at else None

    def after(self, place: int) -> RoleSpan | None:
        """The first one that begins at ``place`` or after."""
        at = bisect_left(self.starts, place)
        return self.spans[at] if at < len(self.spans) else None

    def holding(self, place: int) -> RoleSpan | None:
        """The one that the character at ``place`` is of."""
        at = bisect_right(self.starts, place) - 1
        return self.spans[at] if at >= 0 and self._ends[at] > place else None


class Passage:
    """A parsed text with the spans of its roles and its quoted stretches.

    ``layouts`` are contents, cues and sources that the layout shows to belong together; those of
    ``labels`` stand behind the labels of a transcript.
    """

    def __init__(
        self,
        doc: Doc,
        roles: Roles,
        stretches: Sequence[Quoted],
        text: str | None = None,
        layouts: Iterable[tuple[RoleSpan, RoleSpan, RoleSpan]] = (),
        labels: Sequence[tuple[RoleSpan, RoleSpan, RoleSpan]] = (),
    ) -> None:
        """``text`` is that of the Doc, which spaCy makes anew each time that it is asked for."""
        self.doc = doc
        self.text = doc.text if text is None else text
        self.shown = {
            one: another
            for content, cue, source in (*labels, *layouts)
            for one, another in ((content, cue), (cue, source))
        }
        self.labels = labels
        self.roles = roles
        self.contents, self.cues, self.sources = map(
            Row, (roles.contents, roles.cues, roles.sources)
        )
        self.stretches = stretches
        self._stretch_starts = [stretch.start for stretch in stretches]
        self._words = _word_starts(self.text)
        # the last of a stop's marks, which may be in the span that it ends
        self._stops = [
            stop.end() - 1
            for stop in _STOP.finditer(self.text)
            if _ends_sentence(self.text, stop.start())
        ]
        self._lines = [found.start() for found in re.finditer(r"\n", self.text)]
        self._sentences: list[int] = (doc.to_array(SENT_START) == 1).cumsum().tolist()
        self._tokens: dict[RoleSpan, Span | None] = {}
        self._roots: dict[RoleSpan, Token | None] = {}
        self._verbs: dict[RoleSpan, Token | None] = {}
        self._subjects: dict[RoleSpan, Token | None] = {}
        self._kinds: dict[RoleSpan, Kind] = {}
        self._commas: dict[RoleSpan, bool] = {}
        self._known: dict[int, _Before] = {}

    def between(self, a: RoleSpan, b: RoleSpan) -> Between:
        """What begins in the gap between two spans."""
        start, end = _gap(a, b)
        known = self._known
        # an end of sentence may be the last character of the first span
        words, stops, _, lines, contents, cues, sources = known.get(start) or self._before(start)
        to_words, _, to_stops, to_lines, to_contents, to_cues, to_sources = known.get(
            end
        ) or self._before(end)
        return Between(
            to_words - words,
            to_stops - stops,
            to_lines - lines,
            to_contents - contents,
            to_cues - cues,
            to_sources - sources,
        )

    def _before(self, place: int) -> _Before:
        """Counted once for each place: every span is compared with its neighbours."""
        found = self._known[place] = (
            bisect_left(self._words, place),
            bisect_left(self._stops, place - 1),
            bisect_left(self._stops, place),
            bisect_left(self._lines, place),
            bisect_left(self.contents.starts, place),
            bisect_left(self.cues.starts, place),
            bisect_left(self.sources.starts, place),
        )
        return found

    def words_between(self, a: RoleSpan, b: RoleSpan) -> int:
        """How many words begin in the gap between two spans."""
        return _count(self._words, *_gap(a, b))

    def lines_of(self, span: RoleSpan) -> tuple[int, int]:
        """Where the line begins on which a span begins, and where that ends on which it ends."""
        first, last = bisect_left(self._lines, span.start), bisect_left(self._lines, span.end)
        return (
            self._lines[first - 1] + 1 if first else 0,
            self._lines[last] if last < len(self._lines) else len(self.text),
        )

    def tokens(self, span: RoleSpan) -> Span | None:
        """The tokens that a span touches."""
        if span not in self._tokens:
            self._tokens[span] = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return self._tokens[span]

    def root(self, span: RoleSpan) -> Token | None:
        """The token of a span that the others hang on."""
        if span not in self._roots:
            tokens = self.tokens(span)
            self._roots[span] = tokens.root if tokens is not None else None
        return self._roots[span]

    def in_one_sentence(self, a: Token, b: Token) -> bool:
        """As the parse has them."""
        return self._sentences[a.i] == self._sentences[b.i]

    def verb(self, cue: RoleSpan) -> Token | None:
        """The verb of a cue, if it has one."""
        if cue not in self._verbs:
            tokens = self.tokens(cue)
            self._verbs[cue] = verb_of(tokens) if tokens is not None else None
        return self._verbs[cue]

    def subject(self, cue: RoleSpan) -> Token | None:
        """The head word of the subject of a cue's verb."""
        if cue not in self._subjects:
            verb = self.verb(cue)
            self._subjects[cue] = subject_of(verb) if verb is not None else None
        return self._subjects[cue]

    def kind(self, cue: RoleSpan) -> Kind:
        """What the cue is made of."""
        if cue not in self._kinds:
            self._kinds[cue] = self._kind(cue)
        return self._kinds[cue]

    def _kind(self, cue: RoleSpan) -> Kind:
        verb = self.verb(cue)
        if verb is None:
            words = self.text[cue.start : cue.end].lower()
            return "according" if words.startswith(("according", "per")) else "no verb"
        if verb.tag_ == "VBN" and not any(c.dep_ in _HELPERS for c in verb.children):
            return "participle"
        return "speaks" if verb.lemma_.lower() in SPEAKING else "verb"

    def asked(self, cue: RoleSpan) -> Token | None:
        """``Asked about it, Hill laughed``: Hill, who is not the one who asks."""
        verb = self.verb(cue)
        if verb is None or verb.dep_ != "advcl" or verb.lower_ not in ASKED:
            return None
        return subject_of(verb.head)

    def of_others(self, cue: RoleSpan) -> tuple[int, int] | None:
        """Of a noun for what others say than whoever acts outside it, its phrase in characters.

        ``In response to claims that it leaks, Hill laughed``, ``prompting criticism that``, ``the
        claim by Hill that``.
        """
        noun = self.noun(cue)
        if noun is None:
            return None
        led = noun.dep_ in ("pobj", "dobj") and noun.head.lemma_.lower() in _TO_OTHERS
        if not led and owner_of_words(noun) is None:
            return None
        return self.doc[noun.left_edge.i].idx, noun.right_edge.idx + len(noun.right_edge)

    def noun(self, cue: RoleSpan) -> Token | None:
        """What the cue is, where it has no verb: ``the claim``."""
        tokens = self.tokens(cue)
        if tokens is None or any(token.pos_ in ("VERB", "AUX") for token in tokens):
            return None
        return tokens.root if tokens.root.pos_ == "NOUN" else None

    def stretch_of(self, content: RoleSpan) -> Quoted | None:
        """The pair of marks that the content fills, if it does."""
        i = bisect_left(self._stretch_starts, content.end) - 1
        if i < 0:
            return None
        stretch = self.stretches[i]
        shared = min(stretch.end, content.end) - max(stretch.start, content.start)
        return stretch if shared * 2 > content.end - content.start else None

    def reports(self, cue: RoleSpan, content: RoleSpan) -> bool:
        """Does the content's root hang on the cue's verb as what it reports?"""
        verb, root = self.verb(cue), self.root(content)
        if verb is None or root is None:
            return False
        return root.head.i == verb.i and root.dep_ in ("ccomp", "xcomp", "dobj", "prep", "advcl")

    def introduces(self, cue: RoleSpan, content: RoleSpan) -> bool:
        """``X said:``, then the words, on the same line or on the next."""
        between = self.text[cue.end : content.start].rstrip(_LEADS_IN)
        if not between:
            return self.text[cue.start : cue.end].endswith(":")
        return between.endswith(":") and "\n" not in between

    def announces(self, cue: RoleSpan, content: RoleSpan) -> bool:
        """``X said: “``, or ``X said, “`` and a capital: the words begin a sentence of their own.

        The capital of *I* tells nothing.
        """
        comma = self.text[cue.end : content.start].strip(_LEADS_IN) == ","
        first = _FIRST_WORD.search(self.text, content.start, content.end)
        begins = first is not None and first[0][0].isupper() and first[0] != "I"
        return (comma and begins) or self.introduces(cue, content)

    def ends_with(self, cue: RoleSpan) -> bool:
        """Does nothing but its source follow the cue in its sentence, or on its line?"""
        end, source = cue.end, self.sources.after(cue.end)
        if source is not None and not self.text[end : source.start].strip():
            end = source.end
        return self.text[end : end + 2].lstrip(" ")[:1] in ("", ".", "\n", "\r")

    def leads_to(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``"…," X said``: a quoted content with its comma, then a verb of speaking."""
        return self.kind(cue) == "speaks" and self.is_led(content, cue)

    def is_led(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``"…," X began``: a quoted content with its comma, then any cue in the same sentence."""
        if cue.start < content.end or not self._ends_in_comma(content):
            return False
        between = self.between(content, cue)
        return not between.sentences and not between.lines and not between.contents

    def below(self, content: RoleSpan) -> RoleSpan | None:
        """The cue of a paragraph that goes on in small letters: ``“It is shut.”`` ⏎ ``said Hill``.

        Two of 2,070 texts break there; nothing else that follows the marks does so.
        """
        found = _BREAK.match(self.text, content.end)
        cue = self.cues.after(content.end) if found and self.stretch_of(content) else None
        if found is None or cue is None or self.kind(cue) != "speaks":
            return None
        source = self.sources.after(content.end)
        begins = {cue.start, source.start if source and source.end < cue.start else cue.start}
        return cue if found.end() in begins else None

    def tells(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``“…?” she asked``: a quoted question or cry, then a clause of speaking and no more."""
        if cue.start < content.end or self.kind(cue) != "speaks":
            return False
        if not _CRIES.search(self.text, content.start, content.end):
            return False
        source = self.sources.after(content.end)
        start = source.start if source is not None and source.end <= cue.start else cue.start
        near = self.words_between(content, cue) <= _LONGEST_SOURCE
        return near and not self.text[content.end : start].strip(" ")

    def _ends_in_comma(self, content: RoleSpan) -> bool:
        known = self._commas.get(content)
        if known is None:
            found = _LEADS_TO_CUE.search(self.text, content.start, content.end + 1)
            known = self._commas[content] = found is not None
        return known
