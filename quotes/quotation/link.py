"""Which cue belongs to which content, and which source to which cue.

Each content chooses among the cues around it, and each cue among the sources
around it, or none: the candidate whose statements (:mod:`quotes.quotation.evidence`)
weigh most. The weights are those of a log-linear model (McFadden 1974), learnt
from PolNeAR's training part by ``training.linking``; the chosen one's
probability among all candidates is told with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from quotes.loglinear import probabilities, read_weights, score
from quotes.quotation.clauses import FINITE, PHRASES, subject_of
from quotes.quotation.evidence import (
    statements_on_cue,
    statements_on_no_cue,
    statements_on_no_source,
    statements_on_source,
)
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan

#: Only so many neighbours on either side are weighed.
NEIGHBOURS = 4
#: In a cue that announces words below.
_FOLLOWING = re.compile(r"\bfollowing\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Contents (in order) with the cue and the source that go with them."""

    contents: tuple[RoleSpan, ...]
    cue: RoleSpan | None
    source: RoleSpan | None


class Choice(NamedTuple):
    """A candidate and its probability among all of them; ``None`` is to have none."""

    span: RoleSpan | None
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each statement is worth, in log-odds."""

    cue: Mapping[str, float]
    source: Mapping[str, float]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Weights:
        """Of ``linking.json``. Raises KeyError for anything else."""
        return cls(data["cue"], data["source"])


@cache
def bundled() -> Weights:
    """The weights that come with the package."""
    return Weights.from_json(read_weights("quotes.quotation", "linking.json"))


def reachable(passage: Passage, content: RoleSpan) -> list[RoleSpan]:
    """The cues around a content that it may have.

    None of another paragraph, unless it introduces the content: what goes on in the next
    paragraph is a quotation of its own.
    """
    first, last = passage.lines_of(content)
    return [
        cue
        for cue in passage.cues.around(content, NEIGHBOURS)
        if (first <= cue.end and cue.start <= last)
        or (cue.end <= content.start and passage.introduces(cue, content))
    ]


def beside(passage: Passage, cue: RoleSpan) -> list[RoleSpan]:
    """The sources around a cue that it may have: none of another paragraph."""
    first, last = passage.lines_of(cue)
    near = passage.sources.around(cue, NEIGHBOURS)
    return [one for one in near if first <= one.end and one.start <= last]


class Linker:
    """Links the roles of one text."""

    def __init__(self, passage: Passage, weights: Weights | None = None) -> None:
        self.passage = passage
        self._weights = weights or bundled()
        self._cues: dict[RoleSpan, list[Choice]] = {}
        self._sources: dict[RoleSpan, list[Choice]] = {}

    def link(self) -> list[Attribution]:
        """Attributions in the order of their first content; contents of one cue are one."""
        by_cue: dict[RoleSpan, list[RoleSpan]] = defaultdict(list)
        out = []
        for content in self.passage.roles.contents:
            cue = self.cues(content)[0].span
            if cue is None:
                out.append(Attribution((content,), None, None))
            else:
                by_cue[cue].append(content)
        for cue, contents in by_cue.items():
            contents = [one for one in contents if not self._is_topic(one, cue, contents)]
            own = [one for one in contents if not self._is_apart(one, cue, contents)]
            if own:
                out.append(Attribution(tuple(own), cue, self.sources(cue)[0].span))
            out += [Attribution((one,), None, None) for one in contents if one not in own]
        return sorted(out, key=lambda a: a.contents[0].start)

    def _is_apart(self, content: RoleSpan, cue: RoleSpan, contents: Sequence[RoleSpan]) -> bool:
        """Are these the reporter's plain words beside what is quoted: no content of the cue?

        ``“We won,” she said, but Kevin had left``: behind the clause of quoted words plain ones
        are the speaker's in one of four places (PolNeAR train), mostly as the rest of the
        sentence: ``“Only you,” she said, would …``. ``That will make news, Hill said: “I know
        it.”``: a colon announces the quoted words and nothing else, and so does a comma before
        a capital.
        """
        passage = self.passage
        if passage.stretch_of(content):
            return content.start >= cue.end and (
                self._another_acts(content, cue) or self._is_answered(content, cue)
            )
        quoted = [one for one in contents if passage.stretch_of(one)]
        if content.end <= cue.start:
            return any(one.start >= cue.end and passage.announces(cue, one) for one in quoted)
        tokens = passage.tokens(content)
        goes_on = tokens is not None and tokens[0].tag_ in FINITE
        return not goes_on and any(one.end <= cue.start for one in quoted)

    def _is_topic(self, content: RoleSpan, cue: RoleSpan, contents: Sequence[RoleSpan]) -> bool:
        """``released this statement on the closing of the bridge: “It is shut.”``: what it is on.

        A phrase before announced words, not a clause, which is said as well. 18 were taken into
        the words in 1,500 articles.
        """
        text, root = self.passage.text, self.passage.root(content)
        if content.start < cue.end or root is None or root.pos_ not in PHRASES:
            return False
        if self.passage.stretch_of(content):
            return False
        quoted = (one for one in contents if self.passage.stretch_of(one))
        return any(
            one.start >= content.end
            and text[content.end : one.start].rstrip().endswith((":", ","))
            and text[one.start + 1 : one.start + 2].isupper()
            for one in quoted
        )

    def _another_acts(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``“Clear the road,” she said. Hill shrugged. “Let her come.”``: no content of hers.

        Between the clause and the marks is a sentence whose subject is named, and not the source.
        """
        passage = self.passage
        between, words = passage.between(cue, content), passage.tokens(content)
        if between.sentences < 2 or between.lines or words is None or words.start == 0:
            return False
        before = words.doc[words.start - 1]
        if before.is_quote and before.i:
            before = before.nbor(-1)
        sentence = before.sent
        subject = subject_of(sentence.root)
        if subject is None or sentence.start_char < cue.end or subject.ent_type_ != "PERSON":
            return False
        source = self.sources(cue)[0].span
        named = "" if source is None else passage.text[slice(*source.span)]
        return subject.dep_ == "nsubj" and subject.text not in named.split()

    def _is_answered(self, content: RoleSpan, cue: RoleSpan) -> bool:
        """``“I did not,” he said. “Then who did?” “Ask her,” he said.``: no content of the first.

        Where one pair of marks follows another, with nothing between them, somebody else speaks.
        """
        passage = self.passage
        behind = passage.contents.after(content.end)
        if behind is None or not passage.stretch_of(behind):
            return False
        gap = passage.text[content.end : behind.start]
        following = self.cues(behind)[0].span if gap == " " else None
        if following is None or following.start < behind.end:
            return False
        one, other = self.sources(cue)[0].span, self.sources(following)[0].span
        if one is None or other is None:
            return False
        text = passage.text
        return text[slice(*one.span)].lower() == text[slice(*other.span)].lower()

    def cues(self, content: RoleSpan) -> list[Choice]:
        """The cues that a content may have, and none, the most probable first."""
        if content not in self._cues:
            passage = self.passage
            near, laid_out = reachable(passage, content), passage.shown.get(content)
            if laid_out is not None and laid_out not in near:
                near.append(laid_out)
            below = passage.below(content)
            if below is not None and below not in near:
                near.append(below)
            statements = [statements_on_cue(passage, content, cue) for cue in near]
            statements.append(statements_on_no_cue(passage, content))
            ranked = _ranked(near, statements, self._weights.cue)
            shown = laid_out or below or self._closing(content, near)
            shown = shown or self._announcing(content, near) or self._resumed(content, near)
            self._cues[content] = _as_shown(ranked, shown)
        return self._cues[content]

    def _announcing(self, content: RoleSpan, near: Iterable[RoleSpan]) -> RoleSpan | None:
        """``made the following statement after the Senate confirmed her: “…”``: it

        300 of 7,500 press releases have more than that before the colon.
        """
        passage = self.passage
        if not passage.stretch_of(content):
            return None
        for cue in near:
            if cue.end <= content.start and _FOLLOWING.search(passage.text, cue.start, cue.end):
                between = passage.text[cue.end : content.start].rstrip()
                if between.endswith(":") and "\n" not in between:
                    return cue
        return None

    def _resumed(self, content: RoleSpan, near: Sequence[RoleSpan]) -> RoleSpan | None:
        """``“It is safe,” Hill said, according to the Courier. “It will hold.”``: Hill goes on."""
        passage = self.passage
        before = [cue for cue in near if cue.end <= content.start]
        if len(before) < 2 or not passage.stretch_of(content):
            return None
        cue, passed_on = before[-2:]
        led = passage.contents.before(cue.start)
        if led is None or not self._passes_on(cue, passed_on):
            return None
        if (
            passage.between(passed_on, content).contents
            or passage.between(cue, passed_on).sentences
        ):
            return None
        return cue if passage.stretch_of(led) and passage.leads_to(led, cue) else None

    def _closing(self, content: RoleSpan, near: Iterable[RoleSpan]) -> RoleSpan | None:
        """``The two discussed “ongoing efforts,” Hill said.``: the clause that ends the sentence.

        With another cue right before the marks, 8 of 9 such contents of PolNeAR's train part are
        that clause's; where the clause goes on, nearly none is. So is ``“Who did?” she asked.``
        behind somebody else's clause.
        """
        passage = self.passage
        if not passage.stretch_of(content):
            return None
        behind = (cue for cue in near if cue.start >= content.end)
        led = (c for c in behind if passage.leads_to(content, c) or passage.tells(content, c))
        return next((c for c in led if passage.ends_with(c) or self._is_passed_on(c)), None)

    def _is_passed_on(self, cue: RoleSpan) -> bool:
        """``Hill said, according to the Courier``, ``Hill said, reported the Courier.``"""
        passage = self.passage
        behind = passage.cues.after(cue.end)
        if behind is None or not self._passes_on(cue, behind):
            return False
        between = passage.between(cue, behind)
        return not (between.sentences or between.lines or between.contents)

    def _passes_on(self, cue: RoleSpan, behind: RoleSpan) -> bool:
        """Is the rest of the sentence who passes it on: ``according to …``, a verb and its subject?

        Of 2,070 texts one has the verb, 23 have *according to*.
        """
        passage = self.passage
        if passage.kind(behind) == "according":
            return True
        verb, subject = passage.verb(behind), passage.subject(behind)
        if verb is None or subject is None or verb.tag_ not in FINITE:
            return False
        return subject.idx > cue.end and passage.ends_with(behind)

    def sources(self, cue: RoleSpan) -> list[Choice]:
        """The sources that a cue may have, and none, the most probable first."""
        if cue not in self._sources:
            passage, subject = self.passage, self.passage.subject(cue)
            shown, asked = passage.shown.get(cue), passage.asked(cue)
            near = beside(passage, cue)
            if asked is not None:
                near = [one for one in near if not one.start <= asked.idx < one.end]
            if (phrase := passage.of_others(cue)) is not None:
                near = [one for one in near if phrase[0] <= one.start and one.end <= phrase[1]]
            if shown is not None and shown not in near:
                near.append(shown)
            if _FOLLOWING.search(passage.text, cue.start, cue.end):
                near = [one for one in near if one.start < cue.start]
            statements = [statements_on_source(passage, cue, one, subject) for one in near]
            statements.append(statements_on_no_source(passage, cue, subject))
            ranked = _ranked(near, statements, self._weights.source)
            self._sources[cue] = _as_shown(ranked, shown)
        return self._sources[cue]


def _as_shown(ranked: list[Choice], shown: RoleSpan | None) -> list[Choice]:
    """What the text itself shows comes first, and no choice beside it is more probable."""
    if shown is None or all(one.span != shown for one in ranked):
        return ranked
    first = Choice(shown, ranked[0].probability)
    return [first, *(one for one in ranked if one.span != shown)]


def _ranked(
    candidates: Sequence[RoleSpan],
    statements: Iterable[Sequence[str]],
    weights: Mapping[str, float],
) -> list[Choice]:
    """The last of the statements are about having none of the candidates."""
    chances = probabilities([score(one, weights) for one in statements])
    choices = [
        Choice(span, chance) for span, chance in zip([*candidates, None], chances, strict=True)
    ]
    return sorted(choices, key=attrgetter("probability"), reverse=True)
