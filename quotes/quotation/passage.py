"""What one can ask of a text and its role spans: distances, verbs, marks, neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from quotes.quotation.clauses import subject_of, verb_of
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import SPEAKING

#: The comma at the end of a quoted content whose reporting clause follows.
_LEADS_TO_CUE = re.compile(r"(?:,[\"”’'»]+|[\"”’'»]+,)\s*$")
#: A stop that ends a sentence, not an initial, a title or an abbreviation in capitals.
_SENTENCE_END = re.compile(
    # the stop comes first in the pattern, then what stands before it: so it is quickly searched
    r"[.!?](?:(?<!\.)|(?<![A-Z]\.)(?<!\bRep\.)(?<!\bSen\.)(?<!\bGov\.)(?<!\bMr\.)(?<!\bMrs\.)"
    r"(?<!\bMs\.)(?<!\bDr\.)(?<!\bJr\.)(?<!\bSr\.)(?<!\bSt\.)(?<!\bGen\.)(?<!\bLt\.)"
    r"(?<!\bCol\.)(?<!\bvs\.))[\"”’'»)]*(?=\s)"
)


class Gaps:
    """How far apart two places of a text are."""

    __slots__ = ("_lines", "_sentences", "_words")

    def __init__(self, text: str) -> None:
        self._words = [word.start() for word in re.finditer(r"\S+", text)]
        # the last of a stop's marks, which may be in the span that it ends
        self._sentences = [stop.end() - 1 for stop in _SENTENCE_END.finditer(text)]
        self._lines = [found.start() for found in re.finditer(r"\n", text)]

    def between(self, a: RoleSpan, b: RoleSpan) -> tuple[int, int, int]:
        """Words, sentence ends and line breaks in the gap between two spans."""
        first, second = (a, b) if a.start < b.start else (b, a)
        start, end = first.end, max(first.end, second.start)
        return (
            _count(self._words, start, end),
            # an end of sentence may be the last character of the first span
            _count(self._sentences, start - 1, end),
            _count(self._lines, start, end),
        )


def _count(places: Sequence[int], start: int, end: int) -> int:
    """How many places, in order, are in ``start..end``."""
    return bisect_left(places, end) - bisect_left(places, start)


class Row:
    """The spans of one role, in order."""

    __slots__ = ("_ends", "_starts", "spans")

    def __init__(self, spans: Sequence[RoleSpan]) -> None:
        self.spans = spans
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def around(self, span: RoleSpan, most: int) -> Sequence[RoleSpan]:
        """At most so many before and so many after the start of ``span``."""
        at = bisect_left(self._starts, span.start)
        return self.spans[max(0, at - most) : at + most]

    def between(self, a: RoleSpan, b: RoleSpan) -> int:
        """How many begin in the gap between two spans."""
        first, second = (a, b) if a.start < b.start else (b, a)
        inside = bisect_left(self._starts, second.start) - bisect_left(self._starts, first.end)
        return max(0, inside)

    def before(self, place: int) -> RoleSpan | None:
        """The last one that ends at ``place`` or before."""
        at = bisect_right(self._ends, place)
        return self.spans[at - 1] if at else None

    def after(self, place: int) -> RoleSpan | None:
        """The first one that begins at ``place`` or after."""
        at = bisect_left(self._starts, place)
        return self.spans[at] if at < len(self.spans) else None

    def holding(self, place: int) -> RoleSpan | None:
        """The one that the character at ``place`` is of."""
        at = bisect_right(self._starts, place) - 1
        return self.spans[at] if at >= 0 and self._ends[at] > place else None


class Passage:
    """A parsed text with the spans of its roles and its quoted stretches."""

    def __init__(
        self, doc: Doc, roles: Roles, stretches: Sequence[Quoted], text: str | None = None
    ) -> None:
        """``text`` is that of the Doc, which spaCy makes anew each time that it is asked for."""
        self.doc = doc
        self.text = doc.text if text is None else text
        self.roles = roles
        self.gaps = Gaps(self.text)
        self.contents, self.cues, self.sources = map(
            Row, (roles.contents, roles.cues, roles.sources)
        )
        self.stretches = stretches
        self._stretch_starts = [stretch.start for stretch in stretches]
        self._tokens: dict[RoleSpan, Span | None] = {}
        self._verbs: dict[RoleSpan, Token | None] = {}

    def tokens(self, span: RoleSpan) -> Span | None:
        """The tokens that a span touches."""
        if span not in self._tokens:
            self._tokens[span] = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return self._tokens[span]

    def root(self, span: RoleSpan) -> Token | None:
        """The token of a span that the others hang on."""
        tokens = self.tokens(span)
        return tokens.root if tokens is not None else None

    def verb(self, cue: RoleSpan) -> Token | None:
        """The verb of a cue, if it has one."""
        if cue not in self._verbs:
            tokens = self.tokens(cue)
            self._verbs[cue] = verb_of(tokens) if tokens is not None else None
        return self._verbs[cue]

    def subject(self, cue: RoleSpan) -> Token | None:
        """The head word of the subject of a cue's verb."""
        verb = self.verb(cue)
        return subject_of(verb) if verb is not None else None

    def speaks(self, cue: RoleSpan) -> bool:
        """Is the cue's verb one of nothing but speech?"""
        verb = self.verb(cue)
        return verb is not None and verb.lemma_.lower() in SPEAKING

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
        between = self.text[cue.end : content.start].rstrip(" \n\t\"“‘'«")
        return between.endswith(":") or (
            not between and self.text[cue.start : cue.end].endswith(":")
        )

    def leads_to(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``"…," X said``: a quoted content with its comma, then a verb of speaking."""
        _, sentences, lines = self.gaps.between(content, cue)
        return (
            not sentences
            and not lines
            and not self.contents.between(content, cue)
            and self.speaks(cue)
            and _LEADS_TO_CUE.search(self.text, content.start, content.end + 1) is not None
        )
