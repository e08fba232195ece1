"""Who stands out at a word, of those who were mentioned before it and may be meant.

Each of them is described by a handful of statements that a reader can check:
how long ago he was mentioned, in which place of the clause, how often by name,
who was quoted last. What each statement weighs is learnt from texts in which it
is annotated whom pronouns mean (``prominence.json``, by ``training.prominence``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from quotes.loglinear import score
from quotes.speakers.memory import Memory, Referent, Seen

#: Mentions so many sentences ago count as many or few.
LATELY = 3
#: How many others were mentioned later, how many sentences ago, how often by name.
_FEW = ("0", "1", "2", "3 or 4", "3 or 4", *["5 to 8"] * 4)
_AGES = ("0", "1", "2", "3", "4 or 5", "4 or 5", "6 to 8", "6 to 8", "6 to 8")
_MANY = "9 or more"
_PLACES = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "ROOT": "subject",
    "dobj": "object",
    "dative": "object",
    "attr": "object",
    "agent": "object",
    "poss": "owner",
    "pobj": "behind a preposition",
    "conj": "one of several",
    "appos": "apposition",
    "compound": "part of a name",
}


@cache
def bundled() -> Mapping[str, float]:
    """The weights that come with the package, in log-odds."""
    file = resources.files("quotes.speakers") / "prominence.json"
    weights: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return weights


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant."""

    referent: Referent
    near: Sequence[Seen]
    """His mentions lately, the last first."""
    agreement: str | None = None
    """How he agrees with the word, in a statement."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a word, and tells for or against some of those whom it may mean."""

    turned: bool = False
    """Has its paragraph turned to somebody other than the last speaker?"""
    named: frozenset[int] = frozenset()
    """Who (by the place in the cast) is named in the words that it is the source of."""
    others: Mapping[str, Iterable[Referent]] = field(default_factory=dict)
    """Further statements, and of whom they are true."""


def statements(
    token: int, candidates: Sequence[Candidate], memory: Memory, around: Around
) -> list[list[str]]:
    """On each candidate, the one mentioned last first, as those whom the word at a token means."""
    return [
        [*_on_mentions(token, rank, one, memory), *_on_speaking(token, one, memory, around)]
        for rank, one in enumerate(candidates)
    ]


def _on_mentions(token: int, rank: int, one: Candidate, memory: Memory) -> Iterator[str]:
    """How long ago, where and how often he was mentioned."""
    last, now = one.near[0], memory.clock[token]
    yield f"sentences ago: {_grade(now - last.sentence, _AGES)}"
    yield f"mentioned since: {_grade(rank, _FEW)}"
    yield f"{_place(memory, last.token)}, now {_place(memory, token)}"
    same = memory.lines[last.token] == memory.lines[token]
    yield "in this paragraph" if same else "before this paragraph"
    if one.agreement:
        yield one.agreement
    if one.referent.entity is not None:
        yield f"named: {_grade(memory.named[one.referent], _FEW)}"
    quoted, reported = memory.setting.quoted, memory.setting.reported
    if quoted[token]:
        if not last.quoted:
            yield "outside marks, now inside"
    elif last.quoted:
        only = all(seen.quoted for seen in one.near)
        yield "only inside marks" if only else "last inside marks"
    elif reported[last.token] and not reported[token]:
        yield "last in somebody's words"
    lately = sum(now - seen.sentence <= LATELY for seen in one.near)
    yield f"mentions lately: {_grade(lately, _FEW)}"
    subject = {
        seen.sentence
        for seen in one.near
        if now - seen.sentence < 2 and quoted[token] >= seen.quoted
        if reported[token] >= reported[seen.token] and _place(memory, seen.token) == "subject"
    }
    if now in subject:
        yield "subject of this sentence"
    if now - 1 in subject:
        yield "subject of the sentence before"


def _on_speaking(token: int, one: Candidate, memory: Memory, around: Around) -> Iterator[str]:
    """Who was quoted before, and what the words tell that the token is the source of."""
    referent = one.referent
    for statement, true_of in around.others.items():
        if referent in true_of:
            yield statement
    if token not in memory.setting.contents:
        return
    if referent is memory.last_speaker:
        lately = "lately" if memory.spoke_lately(token) else "a while ago"
        yield "last speaker, whom the paragraph left" if around.turned else f"spoke last, {lately}"
    if referent.index in memory.speaking and not (
        around.turned and referent is memory.last_speaker
    ):
        yield "speaks by name"
    if referent.index in around.named:
        yield "named in the words"


def weighed(
    candidates: Sequence[Candidate], said: Iterable[Iterable[str]], weights: Mapping[str, float]
) -> dict[Referent, float]:
    """What the statements on each candidate weigh together, in log-odds."""
    return {
        one.referent: score(about, weights) for one, about in zip(candidates, said, strict=True)
    }


def _place(memory: Memory, token: int) -> str:
    """Also the first of ``James and Olive`` is one of several."""
    tokens = memory.tokens
    if any(tokens.dep[child] == "conj" for child in tokens.children[token]):
        return "one of several"
    return _PLACES.get(memory.role(token), "elsewhere")


def _grade(number: int, grades: Sequence[str]) -> str:
    return grades[number] if number < len(grades) else _MANY
