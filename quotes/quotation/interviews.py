"""Interviews that mark no turn: a question is a paragraph, and so is the answer below it.

``What do you build?`` ⏎ ``I build bridges.``: without quotation marks, labels or cues, for the
page set the questions in bold type. A list of questions that the writer answers himself looks
alike, but nobody is spoken to in it, and nobody says *I*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from quotes import lexicon
from quotes.quotation.marks import paragraphs
from quotes.types import Span, TurnKind

#: From so many questions on, of which this many speak to somebody and this share is answered, it
#: is an interview: 10 of 12 annotated ones are found, one in 1,096 newspaper articles, rightly,
#: and a letter of questions in 7,472 press releases, wrongly.
_QUESTIONS, _SPOKEN_TO, _ANSWERED = 3, 2, 0.75
#: This share of the answers has somebody say "I" or "we".
_OWN = 0.5
#: How a question ends, and how any turn does; a heading or a caption has no stop.
_ASKS = re.compile(r"\?[)\]]*\s*\Z")
_LINE_ASKS = re.compile(r"\?[ \t\r]*\n")
_STOPS = re.compile(r"(?:[.!?…]|\.\.\.)[\"”’'»)\]]*\s*\Z")
#: What begins with marks is quoted, and what begins with a label is a transcript's.
_MARKED = re.compile(r"[\"“‘«„`]")
_LABELLED = re.compile(r"\(\(|[A-Z][\w.’'\- ]{0,40}:\s")
_MINE = re.compile(rf"\b{lexicon.pattern('FIRST_PERSON')}\b", re.IGNORECASE)
_YOURS = re.compile(rf"\b{lexicon.pattern('SECOND_PERSON')}\b", re.IGNORECASE)


class Turn(NamedTuple):
    """A paragraph that somebody says."""

    start: int
    end: int
    kind: TurnKind


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of an interview that marks none; nothing for other texts."""
    if len(_LINE_ASKS.findall(text)) < _QUESTIONS - 1:
        return ()
    parts = [_stripped(text, part) for part in paragraphs(text)]
    asked = [i for i, part in enumerate(parts) if _is_question(text, part)]
    if len(asked) < _QUESTIONS or sum(_has(_YOURS, text, parts[i]) for i in asked) < _SPOKEN_TO:
        return ()
    answers = [_answer(text, parts, *between) for between in pairwise([*asked, len(parts)])]
    given = [answer for answer in answers if answer]
    mine = sum(any(_has(_MINE, text, part) for part in answer) for answer in given)
    if len(given) < _ANSWERED * len(asked) or mine < _OWN * len(given):
        return ()
    return tuple(_in_turn(parts, asked, answers))


def _answer(text: str, parts: Sequence[Span], question: int, after: int) -> list[Span]:
    """The paragraphs behind a question that answer it.

    The last answer ends where nobody says "I" any more: the article goes on.
    """
    said = [part for part in parts[question + 1 : after] if _is_turn(text, part)]
    if after < len(parts):
        return said
    return said[:1] + list(takewhile(lambda part: _has(_MINE, text, part), said[1:]))


def _in_turn(
    parts: Sequence[Span], asked: Sequence[int], answers: Sequence[Sequence[Span]]
) -> Iterator[Turn]:
    for question, answer in zip(asked, answers, strict=True):
        yield Turn(*parts[question], "question")
        yield from (Turn(*part, "answer") for part in answer)


def _stripped(text: str, part: Span) -> Span:
    words = text[slice(*part)]
    return part[0] + len(words) - len(words.lstrip()), part[0] + len(words.rstrip())


def _is_turn(text: str, part: Span) -> bool:
    begins = _MARKED.match(text, *part) or _LABELLED.match(text, *part)
    return not begins and _STOPS.search(text, *part) is not None


def _is_question(text: str, part: Span) -> bool:
    return _is_turn(text, part) and _ASKS.search(text, *part) is not None


def _has(words: re.Pattern[str], text: str, part: Span) -> bool:
    return words.search(text, *part) is not None
