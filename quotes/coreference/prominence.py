"""Who stands out at a word, of those who were mentioned before it and may be meant.

Each of them is described by a handful of statements that a reader can check:
how long ago he was mentioned, in which place of the clause, how often by name,
who was quoted last. What each statement weighs is learnt from texts in which it
is annotated whom pronouns mean (``choices.json``, by ``training.choices``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from quotes.coreference.memory import PLACES, Memory, Referent, Seen, Weights
from quotes.loglinear import read_weights, score

#: So many statements are told as the reason of a choice.
TOLD = 3
#: Of whoever is named in the words of which the word is the source.
NAMED_IN_WORDS = "named in the words"
NAMED_IN_QUOTED_WORDS = "named in quoted words"
NAMED_SUBJECT = "named as the subject of the sentence before"
#: Mentions so many sentences ago count as many or few.
LATELY = 3
_FEW = ("0", "1", "2", *["3 or 4"] * 2, *["5 to 8"] * 4, "9 or more")
_SENTENCES = ("0", "1", "2", "3", *["4 or 5"] * 2, *["6 to 8"] * 3, "9 or more")
_MOST = 9
# the statements by number, as making them costs more than weighing them
_AGO = ("in this sentence", *(f"sentences ago: {grade}" for grade in _SENTENCES[1:]))
_SINCE = ("nobody mentioned since", *(f"mentioned since: {grade}" for grade in _FEW[1:]))
_NAMED = tuple(f"named: {grade}" for grade in _FEW)
_MENTIONS = tuple(f"mentions lately: {grade}" for grade in _FEW)
_MOVES = {(one, other): f"{one}, now {other}" for one in PLACES for other in PLACES}


@cache
def bundled() -> Weights:
    """The weights that come with the package."""
    return Weights(**read_weights("quotes.coreference", "choices.json"))


class Candidate(NamedTuple):
    """Somebody who may be meant."""

    referent: Referent
    near: Sequence[Seen]
    """His mentions lately, the last first."""
    agreement: str | None = None
    """How he agrees with the word, in a statement."""


class Around(NamedTuple):
    """What is known of a word, and tells for or against some of those whom it may mean."""

    left: Referent | None = None
    """Who spoke last, where its paragraph has turned to somebody else."""
    named: Collection[int] = ()
    """Who (by the place in the cast) is named in the words that it is the source of."""
    asked: Referent | None = None
    """Who was asked, where it answers."""
    reported: Collection[Referent] = ()
    """Whose words the sentence reports in which it stands."""
    asking: Collection[Referent] = ()
    """Whose question."""


def statements(
    token: int, candidates: Sequence[Candidate], memory: Memory, around: Around
) -> list[list[str]]:
    """On each candidate, the one mentioned last first, as those whom the word at a token means."""
    out = _on_mentions(token, candidates, memory)
    if token in memory.setting.contents:
        for one, said in zip(candidates, out, strict=True):
            said += _on_speaking(token, one.referent, said, memory, around)
    if around.asked or around.reported or around.asking:
        for one, said in zip(candidates, out, strict=True):
            if one.referent is around.asked:
                said.append("was asked")
            if one.referent in around.reported:
                said.append("whose words are reported")
            if one.referent in around.asking:
                said.append("whose question is reported")
    return out


def _on_mentions(token: int, candidates: Sequence[Candidate], memory: Memory) -> list[list[str]]:
    """How long ago, where and how often each was mentioned."""
    quoted, reported = memory.setting.quoted, memory.setting.reported
    # whom it names in the words that it is the source of counts for nothing
    content = {i for i in memory.setting.contents.get(token, ()) if i < token}
    now, line, place = memory.clock[token], memory.lines[token], memory.place(token)
    inside, told = quoted[token], reported[token]
    out = []
    for rank, (referent, near, agreement) in enumerate(candidates):
        if not near:  # named behind the word alone
            out.append(["not mentioned before"])
            continue
        last = near[0]
        said = [
            _AGO[min(now - last.sentence, _MOST)],
            _SINCE[min(rank, _MOST)],
            _MOVES[last.place, place],
            "in this paragraph" if memory.lines[last.token] == line else "before this paragraph",
        ]
        if agreement:
            said.append(agreement)
        if referent.entity is not None:
            own = sum(name.head in content for name in referent.entity.mentions) if content else 0
            said.append(_NAMED[min(max(memory.named[referent] - own, 0), _MOST)])
        if inside:
            if not last.quoted:
                said.append("outside marks, now inside")
        elif last.quoted:
            only = all(seen.quoted for seen in near)
            said.append("only inside marks" if only else "last inside marks")
        elif reported[last.token] and not told:
            said.append("last in somebody's words")
        lately = 0
        here = before = by_name = False
        for seen in near:
            age = now - seen.sentence
            if age > LATELY:
                break
            lately += 1
            if age < 2 and seen.place == "subject":
                as_told = inside >= seen.quoted and told >= reported[seen.token]
                here, before = here or (as_told and not age), before or (as_told and age == 1)
                by_name = by_name or (as_told and age == 1 and seen.token in memory.cast.by_token)
        said.append(_MENTIONS[lately])
        if here:
            said.append("subject of this sentence")
        if before:
            said.append("subject of the sentence before")
        if by_name:
            said.append(NAMED_SUBJECT)
        out.append(said)
    return out


def _on_speaking(
    token: int, referent: Referent, before: Collection[str], memory: Memory, around: Around
) -> list[str]:
    """Who was quoted before, and what the words tell that the token is the source of."""
    said = []
    last = memory.last_speaker
    if last is not None and referent is not last and NAMED_SUBJECT in before:
        said.append("named as the subject since somebody else was quoted")
    left = referent is around.left
    if left:
        said.append("last speaker, whom the paragraph left")
    elif referent is memory.last_speaker:
        lately = memory.spoke_lately(token)
        said.append("quoted last" if lately else "quoted last, a while ago")
    if referent.index in memory.speaking and not left:
        said.append("quoted by name")
    if referent.index in around.named:
        said.append(NAMED_IN_WORDS)
        content, named = memory.setting.contents[token], memory.cast.by_token
        if any(memory.setting.quoted[i] and named.get(i) == referent.index for i in content):
            said.append(NAMED_IN_QUOTED_WORDS)
    return said


def weighed(
    candidates: Sequence[Candidate], said: Iterable[Iterable[str]], weights: Mapping[str, float]
) -> dict[Referent, float]:
    """What the statements on each candidate weigh together, in log-odds."""
    return {
        one.referent: score(about, weights) for one, about in zip(candidates, said, strict=True)
    }


def advantage(
    said: Collection[str], of_rival: Collection[str], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """What speaks for one most and is not true of the rival, the weightiest first."""
    own = [one for one in said if one not in of_rival and weights.get(one, 0.0) > 0]
    return tuple(sorted(own, key=lambda one: -weights[one])[:TOLD])
