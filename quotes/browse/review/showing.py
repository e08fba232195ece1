"""What the pages of corrections show, read from the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlite_utils import Database

from quotes.reviews import type_of
from quotes.store import current_id, details
from quotes.store import quotation as stored
from quotes.store.reading import article as article_record
from quotes.store.reading import paragraph
from quotes.store.review_queue import (
    MOST_OFFERED,
    Candidate,
    articles_of_speaker,
    is_quotation,
    left_to_review,
    next_to_review,
    speakers_of,
    text_of,
)
from quotes.store.reviewing import in_words, machine_record, reviews
from quotes.types import SPAN_SEPARATOR, Span
from quotes.wrapping import unwrapped

from .. import corrections
from ..article import marks
from ..highlight import Mark, Paragraph, paragraphs
from .walking import Walk

Row = dict[str, Any]

#: Characters that are shown before and behind a quotation, as far as sentences end there; a
#: paragraph is shown whole up to the second.
_AROUND, _AROUND_AT_MOST = 450, 900
#: Quotations left that are counted, corrections on a page of the log, articles to choose from.
MOST_LEFT, LOG_SIZE, MOST_ARTICLES = 1000, 50, 200
_ENDS = (". ", "? ", "! ", "” ", '" ')


@dataclass(frozen=True, slots=True)
class QuotationToReview:
    """A quotation, and what a person may say of it."""

    record: Row
    """As :func:`quotes.store.quotation` gives it, with its ``note``."""
    passage: list[Paragraph]
    whole: bool
    """Whether the passage is all of the article."""
    candidates: Sequence[Candidate]
    """Who is in the article, the most quoted first."""
    left: int
    seen: str
    """By which it is known again whether the quotation is still what the person saw."""
    done: Row | None
    """The latest correction of this walk, with ``said``."""
    previous: int | None
    following: Walk | None
    """The walk at the next quotation; its ``trail`` ends with this one."""
    next_id: int | None


def quotation_to_review(db: Database, number: int, walk: Walk) -> QuotationToReview | None:
    """The page of one quotation; ``None`` where there is none any more."""
    found = stored(db, number)
    if found is None:
        return None
    article = found["article"]["id"]
    text = text_of(db, article)
    shown, whole = passage(text, found["spans"], marks(found))
    following = None if walk.back else step(db, number, walk, _confidence(db, found))
    return QuotationToReview(
        corrections.noted(db, [found])[0],
        shown,
        whole,
        speakers_of(db, article),
        left_to_review(db, walk.filters, MOST_LEFT),
        seen(found),
        latest(db, walk),
        previous(db, walk),
        following[1] if following else None,
        following[0] if following else None,
    )


def _confidence(db: Database, record: Row) -> float:
    """How sure the machine was: its place in the walk, also after it was reviewed."""
    known = machine_record(db, record["id"]) if record["reviewed"] else None
    return float((known or record)["confidence"])


def step(
    db: Database, number: int, walk: Walk, confidence: float | None
) -> tuple[int, Walk] | None:
    """The quotation behind this one in the walk, and the walk that is there."""
    at = walk.at if walk.at is not None else confidence
    place = next_to_review(db, walk.filters, None if at is None else (at, number))
    return None if place is None else (place[1], walk.on(number, place))


def previous(db: Database, walk: Walk) -> int | None:
    """The quotation that was seen last; not one that was taken out since."""
    return next((one for one in reversed(walk.trail) if is_quotation(db, one)), None)


def latest(db: Database, walk: Walk) -> Row | None:
    """The latest correction of a walk that still stands."""
    for number in reversed(walk.made):
        for record in reviews(db, only=number):
            if record["undone_at"] is None:
                return {**record, "said": in_words(record)}
    return None


def seen(record: Row) -> str:
    """What changes whenever the words, the type, the act or the speaker of a quotation do."""
    speaker = (record["speaker"] or {}).get("id")
    said = (record["spans"], record["type"], record["act"], speaker, record["text"])
    state = json.dumps(said)
    return sha256(state.encode()).hexdigest()[:16]


def passage(
    text: str, spans: Iterable[Sequence[int]], marked: Iterable[Mark]
) -> tuple[list[Paragraph], bool]:
    """The sentences around ``spans`` with marks, and whether that is all of the text."""
    places = [tuple(span) for span in spans]
    text = unwrapped(text)
    first, last = paragraph(text, places[0][0], places[-1][1])
    first = _begin(text, places[0][0], first)
    last = _end(text, places[-1][1], last)
    inside = [
        replace(mark, start=mark.start - first, end=mark.end - first)
        for mark in marked
        if first <= mark.start and mark.end <= last
    ]
    shown = [replace(one, start=one.start + first) for one in paragraphs(text[first:last], inside)]
    return shown, not (text[:first].strip() or text[last:].strip())


def _begin(text: str, start: int, first: int) -> int:
    """Where the passage begins: with a line, or a sentence of one that is long."""
    while start - first < _AROUND and first > 0:
        line = text.rfind("\n", 0, len(text[:first].rstrip())) + 1
        if line >= first:
            break
        first = line
    if start - first <= _AROUND_AT_MOST:
        return first
    ends = [text.find(mark, start - _AROUND_AT_MOST, start - _AROUND) + 2 for mark in _ENDS]
    return min((end for end in ends if end > 1), default=_blank(text, start - _AROUND_AT_MOST))


def _end(text: str, end: int, last: int) -> int:
    while last - end < _AROUND and last < len(text):
        behind = len(text) - len(text[last:].lstrip())
        line = text.find("\n", behind)
        last = len(text) if line < 0 else line
    if last - end <= _AROUND_AT_MOST:
        return last
    ends = [text.rfind(mark, end + _AROUND, end + _AROUND_AT_MOST) + 1 for mark in _ENDS]
    return max((one for one in ends if one > 0), default=_blank(text, end + _AROUND_AT_MOST))


def _blank(text: str, at: int) -> int:
    """Between two words, near ``at``; in a word without end anywhere."""
    found = text.find(" ", at, at + 80) + 1
    return found or at


@dataclass(frozen=True, slots=True)
class Addition:
    """A quotation that the machine missed, before it is one."""

    article: Row
    spans: tuple[Span, ...]
    """The words chosen, if they were chosen in the text."""
    words: str
    type: str | None
    """What the quotation marks tell."""
    passage: list[Paragraph]
    whole: bool
    row: Row
    """The words as a quotation, so that they are marked as one."""
    candidates: Sequence[Candidate]


def addition(db: Database, article_id: int, spans: tuple[Span, ...]) -> Addition | None:
    """The page to add a quotation; ``None`` where there is no such article."""
    try:
        article = article_record(db, article_id)
    except ValueError:  # No row to unpack.
        return None
    text = text_of(db, article_id)
    spans = trimmed(text, spans) if list(spans) == sorted(spans) else ()
    shown, whole = (
        passage(text, spans, [Mark(start, end, "content", 0) for start, end in spans])
        if spans
        else ([], False)
    )
    type = type_of(text, spans) if spans else None
    return Addition(
        article,
        spans,
        words_of(text, spans),
        type,
        shown,
        whole,
        {"id": 0, "type": type or "direct", "speaker": None, "reviewed": True},
        speakers_of(db, article_id),
    )


def trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """``spans`` without blanks at their ends; nothing where one of them has no words."""
    found = []
    for start, end in spans:
        if end > len(text):
            return ()
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
        if start >= end:
            return ()
        found.append((start, end))
    return tuple(found)


def words_of(text: str, spans: Iterable[Sequence[int]]) -> str:
    """The words of ``spans`` on one line, parted by “…”."""
    return " ".join(SPAN_SEPARATOR.join(text[start:end] for start, end in spans).split())


@dataclass(frozen=True, slots=True)
class SpeakerToReview:
    """A speaker, and what a person may say of them."""

    speaker: Row
    articles: list[Row]
    more: bool
    alike: list[Row]
    """Whom the name could mean as well."""
    corrections: list[Row]
    done: Row | None


def speaker_to_review(db: Database, number: int, walk: Walk) -> SpeakerToReview | None:
    """The page of a speaker's corrections; of one who is gone, of whom they became."""
    number = current_id(db, number)
    speaker = details.bare_speaker(db, number)
    if speaker is None:
        return None
    found = articles_of_speaker(db, number, MOST_ARTICLES + 1)
    return SpeakerToReview(
        speaker,
        found[:MOST_ARTICLES],
        len(found) > MOST_ARTICLES,
        details.candidates(db, number)[:MOST_OFFERED],
        corrections.of_speaker(db, number),
        latest(db, walk),
    )


@dataclass(frozen=True, slots=True)
class Log:
    """A page of what people corrected, the latest first."""

    records: list[Row]
    """With ``said`` and ``live``, whether the quotation is one."""
    which: str
    older: int | None
    """The page of older ones begins below this one."""


def log(db: Database, which: str, before: int | None) -> Log:
    """``which`` is ``all``, ``standing`` or ``lost``."""
    wanted = {"lost": {"lost": True, "undone": False}, "standing": {"undone": False}}
    found = list(islice(reviews(db, before=before, **wanted.get(which, {})), LOG_SIZE + 1))
    shown = found[:LOG_SIZE]
    records = [
        {
            **record,
            "said": in_words(record),
            "live": bool(record["quote_id"]) and is_quotation(db, record["quote_id"]),
        }
        for record in shown
    ]
    older = shown[-1]["id"] if len(found) > LOG_SIZE else None
    return Log(records, which if which in wanted else "all", older)
