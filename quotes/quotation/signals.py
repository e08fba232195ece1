"""What speaks for an attribution, measured: what its confidence is made of.

Each signal is a number whose meaning one can say in a sentence; those of
:data:`NAMES` are documented there. They are taken from the finished
attribution, so they hold however it was found: by the encoder's roles, by the
syntax or by the marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from quotes.confidence import log_odds
from quotes.quotation.link import Attribution, Choice, Linker
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan
from quotes.types import Linking, Mention, QuotationType, Span, TurnKind

#: Name and meaning of each signal. Scores are log-odds, distances logarithms of words.
NAMES = {
    "content": "log-odds of the content's span; of several, the least sure one",
    "cue": "log-odds of the cue's span; 0 without a cue",
    "source": "log-odds of the source's span; 0 without a source",
    "has cue": "1 with a cue",
    "has source": "1 with a source",
    "direct": "1 when all of the content stands in quotation marks",
    "mixed": "1 when a part of it does",
    "length": "logarithm of the content's words, up to 20 of them",
    "speaks": "1 when the cue's verb means nothing but speech",
    "subject": "1 when the source holds the subject of the cue's verb",
    "reported": "1 when the content hangs on the cue's verb, or punctuation joins them",
    "near cue": "minus the logarithm of the words between content and cue",
    "near source": "minus the logarithm of the words between cue and source",
    "cue fits": "log-odds of the cue among all that the content may have; 0 without a cue",
    "source fits": "log-odds of the source among all that the cue may have; 0 without a source",
    "unrivalled": "how far the next best source is behind, from 0 to 1",
    "alone": "1 when the content shares no words with another quotation's",
    "turn": "1 when it is a turn of an interview or a transcript",
}

#: Scores nearer to 0 or 1 than this count as this far from them.
_CLOSEST = 0.003
_LONGEST = 20


class Contents:
    """Where the contents of an article begin and end."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        spans = [content.span for one in attributions for content in one.contents]
        self._starts = sorted(start for start, _ in spans)
        self._ends = sorted(end for _, end in spans)

    def overlap(self, attribution: Attribution) -> bool:
        """Does another attribution have characters of this one's contents?"""
        own = [content.span for content in attribution.contents]
        touching = (
            bisect_left(self._starts, end) - bisect_right(self._ends, start) for start, end in own
        )
        mine = sum(a < d and c < b for a, b in own for c, d in own)
        return sum(touching) > mine


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article's attributions are measured against."""

    linker: Linker
    contents: Contents
    learned: bool
    """See :attr:`quotes.types.Linking.learned`."""
    turns: Mapping[Span, TurnKind] = field(default_factory=dict)
    """Of an interview without labels."""
    labelled: frozenset[Span] = frozenset()
    """What is said behind the labels of a transcript: 104 of 104 in the annotated news are so."""

    def turn(self, attribution: Attribution) -> TurnKind | None:
        """What it is of these; ``None`` where it is none."""
        return None if attribution.cue else self.turns.get(attribution.contents[0].span)


def linking(attribution: Attribution, kind: QuotationType, around: Surroundings) -> Linking:
    """Measures one attribution; ``kind`` is the type that the quotation gets."""
    linker, passage = around.linker, around.linker.passage
    contents, cue, source = attribution.contents, attribution.cue, attribution.source
    share, other = _runner_up(linker, cue, source)
    beside = [passage.words_between(cue, content) for content in contents] if cue else []
    words = min(beside, default=_LONGEST)
    source_words = passage.words_between(cue, source) if cue and source else _LONGEST
    length = sum(len(passage.text[slice(*content.span)].split()) for content in contents)
    turn = around.turn(attribution)
    signals = {
        "content": _odds(min(content.score for content in contents)),
        "cue": _odds(cue.score) if cue else 0.0,
        "source": _odds(source.score) if source else 0.0,
        "has cue": float(cue is not None),
        "has source": float(source is not None),
        "direct": float(kind == "direct"),
        "mixed": float(kind == "mixed"),
        "length": _log_words(length),
        "speaks": float(cue is not None and passage.kind(cue) == "speaks"),
        "subject": float(_is_subject(passage, cue, source)),
        "reported": float(any(_is_reported(passage, cue, content) for content in contents)),
        "near cue": -_log_words(words),
        "near source": -_log_words(source_words),
        "cue fits": min(_fit(linker.cues(one), cue) for one in contents) if cue else 0.0,
        "source fits": _fit(linker.sources(cue), source) if cue else 0.0,
        "unrivalled": round(1 - 2 * min(share, 0.5), 4),
        "alone": float(not around.contents.overlap(attribution)),
        "turn": float(turn is not None or contents[0].span in around.labelled),
    }
    return Linking(
        tuple(signals.items()),
        Mention.of(passage.text, *other.span) if other else None,
        round(share, 3) if other else None,
        around.learned,
        turn,
    )


def _odds(chance: float) -> float:
    return round(log_odds(chance, _CLOSEST), 4)


def _log_words(words: int) -> float:
    return round(log(1 + min(words, _LONGEST)), 4)


def _fit(choices: Iterable[Choice], chosen: RoleSpan | None) -> float:
    """Log-odds of what was chosen; 0 where that is nothing or was none of the candidates."""
    if chosen is None:
        return 0.0
    return next((_odds(one.probability) for one in choices if one.span == chosen), 0.0)


def _is_subject(passage: Passage, cue: RoleSpan | None, source: RoleSpan | None) -> bool:
    subject = passage.subject(cue) if cue else None
    return source is not None and subject is not None and source.start <= subject.idx < source.end


def _is_reported(passage: Passage, cue: RoleSpan | None, content: RoleSpan) -> bool:
    if cue is None:
        return False
    if cue.start >= content.end and passage.leads_to(content, cue):
        return True
    return passage.reports(cue, content) or (
        cue.end <= content.start and passage.introduces(cue, content)
    )


def _runner_up(
    linker: Linker, cue: RoleSpan | None, source: RoleSpan | None
) -> tuple[float, RoleSpan | None]:
    """The share of the second best source beside the chosen one, and that source."""
    choices = [one for one in linker.sources(cue) if one.span] if cue else []
    mine = next((one for one in choices if one.span == source), None)
    rest = [one for one in choices if one.span != source]
    if mine is None or not rest:
        return 0.0, None
    return rest[0].probability / (mine.probability + rest[0].probability), rest[0].span
