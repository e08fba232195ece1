"""Which cue belongs to which content, and which source to which cue.

Every decision is the cheapest pair under a cost in words: how far apart two
spans stand, more across sentences and paragraphs, less where the syntax or the
punctuation of reported speech says that they belong together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc, Span, Token

from quotes.quotation.clauses import subject_of, verb_of
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.verbs import SPEAKING

#: What it costs to cross the end of a sentence and of a line, in words.
_SENTENCE, _LINE = 8.0, 25.0
#: A pair that costs more does not belong together.
_FARTHEST = 25.0
#: What a pair costs that a comma at the end of the quoted words announces.
_LED = -8.0
#: Only so many neighbours on either side are weighed.
_NEIGHBOURS = 4
#: What it costs that another cue stands between.
_CROSSING = 3.0
#: The comma at the end of a quoted content whose reporting clause follows.
_LEADS_TO_CUE = re.compile(r"(?:,[\"”’'»]+|[\"”’'»]+,)\s*$")
#: A stop that ends a sentence, not an initial, a title or an abbreviation in capitals.
_SENTENCE_END = re.compile(
    r"(?:(?<![A-Z])(?<!\bRep)(?<!\bSen)(?<!\bGov)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bJr)"
    r"(?<!\bSr)(?<!\bSt)(?<!\bGen)(?<!\bLt)(?<!\bCol)(?<!\bvs)\.|[!?])[\"”’'»)]*(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Contents (in order) with the cue and the source that go with them."""

    contents: tuple[RoleSpan, ...]
    cue: RoleSpan | None
    source: RoleSpan | None


class Gaps:
    """How far apart two places of a text are; each question takes constant time."""

    __slots__ = ("_lines", "_sentences", "_words")

    def __init__(self, text: str) -> None:
        begins = [0] * (len(text) + 1)
        for word in re.finditer(r"\S+", text):
            begins[word.start()] = 1
        self._words = list(accumulate(begins))
        ends = [0] * (len(text) + 1)
        for stop in _SENTENCE_END.finditer(text):
            ends[stop.start()] = 1
        self._sentences = list(accumulate(ends))
        breaks = [0] * (len(text) + 1)
        for found in re.finditer(r"\n", text):
            breaks[found.start()] = 1
        self._lines = list(accumulate(breaks))

    def between(self, a: RoleSpan, b: RoleSpan) -> tuple[int, int, int]:
        """Words, sentence ends and line breaks in the gap between two spans."""
        first, second = (a, b) if a.start < b.start else (b, a)
        start, end = first.end, max(first.end, second.start)
        # an end of sentence may be the last letter of the first span
        ends = self._at(self._sentences, end - 1) - self._at(self._sentences, start - 2)
        words = self._at(self._words, end - 1) - self._at(self._words, start - 1)
        return words, ends, self._at(self._lines, end - 1) - self._at(self._lines, start - 1)

    @staticmethod
    def _at(counts: list[int], index: int) -> int:
        return counts[index] if index >= 0 else 0


class Linker:
    """Links the roles of one text."""

    def __init__(self, doc: Doc, roles: Roles, stretches: Sequence[Quoted]) -> None:
        self.doc = doc
        self.text = doc.text
        self.roles = roles
        self.stretches = stretches
        self.gaps = Gaps(self.text)
        self._cue_starts = [cue.start for cue in roles.cues]
        self._content_starts = [content.start for content in roles.contents]
        self._source_starts = [source.start for source in roles.sources]
        self._spans = {cue: _tokens(doc, cue) for cue in roles.cues}
        self._stretch_starts = [stretch.start for stretch in stretches]

    def link(self) -> list[Attribution]:
        """Attributions in the order of their first content."""
        by_cue: dict[RoleSpan, list[RoleSpan]] = defaultdict(list)
        orphans: list[RoleSpan] = []
        for content in self.roles.contents:
            cue = self._continued(content, by_cue) or self._cue(content)
            if cue is None:
                orphans.append(content)
            else:
                by_cue[cue].append(content)
        out = []
        for cue, found in by_cue.items():
            source = self.source(cue)
            joined, apart = self._together(cue, source, found)
            out.append(Attribution(joined, cue, source))
            orphans += apart
        out += [Attribution((orphan,), None, None) for orphan in orphans]
        return sorted(out, key=lambda a: a.contents[0].start)

    # ------------------------------------------------------------- contents

    def _together(
        self, cue: RoleSpan, source: RoleSpan | None, contents: Sequence[RoleSpan]
    ) -> tuple[tuple[RoleSpan, ...], list[RoleSpan]]:
        """The contents of one cue, and those that it cannot have as well.

        Around its clause a cue has one statement: ``Taxes, he said, would
        rise``. Told apart by words that belong to neither (``Ports have closed
        and on Sunday the agency said it would …``), only the nearer side is
        its own. Quoted words may be taken up again from farther away.
        """
        before = [c for c in contents if c.end <= cue.start]
        after = [c for c in contents if c.start >= cue.end]
        marked = [c for c in contents if self.stretch_of(c)]
        if marked and len(marked) < len(contents):
            # beside quoted words a topic (said of the plan) or a far clause is none of them
            joined = [c for c in contents if c in marked or self._is_beside(cue, c)]
            return tuple(joined), [c for c in contents if c not in joined]
        if not before or not after or marked:
            return tuple(contents), []
        start = min([cue.start] + ([source.start] if source else []))
        end = max([cue.end] + ([source.end] if source else []))
        left = len(self.text[before[-1].end : start].split())
        right = len(self.text[end : after[0].start].split())
        if left <= 1 and right <= 1:
            return tuple(contents), []
        return (tuple(after), before) if right <= left else (tuple(before), after)

    def _is_beside(self, cue: RoleSpan, content: RoleSpan) -> bool:
        words, sentences, _ = self.gaps.between(cue, content)
        topic = content.start >= cue.end and self.text[cue.start : cue.end].endswith(
            (" of", " about", " on")
        )
        return not topic and not sentences and (words <= 2 or self.reports(cue, content))

    def _cue(self, content: RoleSpan) -> RoleSpan | None:
        near = _neighbours(self.roles.cues, self._cue_starts, content)
        costs = [(self._cue_cost(content, cue), i) for i, cue in enumerate(near)]
        cost, best = min(costs, default=(_FARTHEST, 0))
        return near[best] if cost < _FARTHEST else None

    def _cue_cost(self, content: RoleSpan, cue: RoleSpan) -> float:
        if cue.start >= content.end and self.leads_to(content, cue):
            return _LED + 0.1 * self.gaps.between(content, cue)[0]
        words, sentences, lines = self.gaps.between(content, cue)
        if cue.end <= content.start and self.introduces(cue, content):
            sentences = lines = 0
        elif self._is_over(content, cue):
            return _FARTHEST
        cost = words + _SENTENCE * sentences + _LINE * lines
        if self.reports(cue, content):
            cost -= 4
        if self.speaks(cue):
            cost -= 1
        return cost + _CROSSING * self._cues_between(content, cue) + 3 * (1 - cue.score)

    def _is_over(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """Does a quoted sentence end before the cue, or begin two sentences behind it?

        ``"That is a promise." Asked whether …`` and ``… he said. She paused. "Help me."``
        """
        if self.stretch_of(content) is None or not self.text[cue.start : cue.end].strip("—–―-: "):
            return False
        if cue.start >= content.end:
            return self.text[content.start : content.end].rstrip("\"”’'» ").endswith(".")
        return self.gaps.between(cue, content)[1] > 1

    def introduces(self, cue: RoleSpan, content: RoleSpan) -> bool:
        """``X said:``, then the words, on the same line or on the next."""
        between = self.text[cue.end : content.start].rstrip(" \n\t\"“‘'«")
        return between.endswith(":") or (
            not between and self.text[cue.start : cue.end].endswith(":")
        )

    def leads_to(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``"…," X said``: a quoted content with its comma, then a verb of speaking."""
        following = bisect_left(self._content_starts, content.end)
        nothing_between = (
            following == len(self._content_starts) or self._content_starts[following] > cue.start
        )
        between = self.gaps.between(content, cue)
        return (
            nothing_between
            and not between[1]
            and not between[2]
            and self.speaks(cue)
            and _LEADS_TO_CUE.search(self.text, content.start, content.end + 1) is not None
        )

    def _cues_between(self, a: RoleSpan, b: RoleSpan) -> int:
        """How many other cues stand between two spans."""
        first, second = (a, b) if a.start < b.start else (b, a)
        return max(
            0,
            bisect_left(self._cue_starts, second.start)
            - bisect_left(self._cue_starts, max(first.end, first.start + 1)),
        )

    def reports(self, cue: RoleSpan, content: RoleSpan) -> bool:
        """Does the content's root hang on the cue's verb as what it reports?"""
        verb, body = self.verb(cue), _tokens(self.doc, content)
        if verb is None or body is None:
            return False
        root = body.root
        return root.head.i == verb.i and root.dep_ in ("ccomp", "xcomp", "dobj", "prep", "advcl")

    def speaks(self, cue: RoleSpan) -> bool:
        """Is the cue's verb one of nothing but speech?"""
        verb = self.verb(cue)
        return verb is not None and verb.lemma_.lower() in SPEAKING

    def verb(self, cue: RoleSpan) -> Token | None:
        """The verb of a cue, if it has one."""
        span = self._spans[cue] if cue in self._spans else _tokens(self.doc, cue)
        return verb_of(span) if span is not None else None

    def _continued(
        self, content: RoleSpan, by_cue: dict[RoleSpan, list[RoleSpan]]
    ) -> RoleSpan | None:
        """The cue of a quotation in the same paragraph that this one takes up again.

        ``"A," said X, a long description. "B."``: B is X's too, when it is a
        quoted sentence right after the one that says so, and has no clause of
        its own.
        """
        if self.stretch_of(content) is None:
            return None
        for cue, contents in reversed(by_cue.items()):
            last = contents[-1]
            if last.start > content.start or self.stretch_of(last) is None:
                continue
            if "\n" in self.text[last.end : content.start]:
                return None
            if not last.end <= cue.start < content.start:
                return None
            sentences = self.gaps.between(cue, content)[1]
            own = self._cue(content)
            has_own = own is not None and (
                not self.gaps.between(content, own)[1] or self.introduces(own, content)
            )
            return cue if sentences == 1 and (own is cue or not has_own) else None
        return None

    def stretch_of(self, content: RoleSpan) -> Quoted | None:
        """The pair of marks that the content fills, if it does."""
        i = bisect_left(self._stretch_starts, content.end) - 1
        if i < 0:
            return None
        stretch = self.stretches[i]
        shared = min(stretch.end, content.end) - max(stretch.start, content.start)
        return stretch if shared * 2 > content.end - content.start else None

    # -------------------------------------------------------------- sources

    def source(self, cue: RoleSpan) -> RoleSpan | None:
        """The source of a cue: the nearest role span, the subject of its verb before all others."""
        ranked = self.ranked_sources(cue)
        return ranked[0][1] if ranked and ranked[0][0] < _FARTHEST else None

    def ranked_sources(self, cue: RoleSpan) -> list[tuple[float, RoleSpan]]:
        """What each source nearby would cost the cue, in words, the cheapest first."""
        verb = self.verb(cue)
        subject = subject_of(verb) if verb is not None else None
        near = _neighbours(self.roles.sources, self._source_starts, cue)
        costs = [(self._source_cost(cue, source, subject), i) for i, source in enumerate(near)]
        return [(cost, near[i]) for cost, i in sorted(costs)]

    def _source_cost(self, cue: RoleSpan, source: RoleSpan, subject: Token | None) -> float:
        words, sentences, lines = self.gaps.between(cue, source)
        cost = words + 2 * _SENTENCE * sentences + 2 * _LINE * lines
        if subject is not None and source.start <= subject.idx < source.end:
            cost -= 12
        return cost + 3 * (1 - source.score)


def _neighbours(
    spans: Sequence[RoleSpan], starts: Sequence[int], span: RoleSpan
) -> Sequence[RoleSpan]:
    at = bisect_left(starts, span.start)
    return spans[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]


def _tokens(doc: Doc, span: RoleSpan) -> Span | None:
    return doc.char_span(span.start, span.end, alignment_mode="expand")
