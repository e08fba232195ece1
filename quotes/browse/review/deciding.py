"""What a form says, written down by the functions that ``quotes review`` has as well."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, get_args
from urllib.parse import parse_qsl

from sqlite_utils import Database

from quotes.store import quotation as stored
from quotes.store import reviewing as store
from quotes.store.review_queue import one_speaker, speaker_named, text_of, words_in
from quotes.store.reviewing import ReviewError
from quotes.types import Act, QuotationType, Span, SpeakerKind

from .showing import seen, trimmed, words_of

Row = dict[str, Any]

_MOST_FIELDS = 1000
_PLAIN = ("accept", "nobody", "not-a-quotation")
#: Behind these the quotation is shown as it is now, before the next one.
_STAY = frozenset(("type", "act", "words"))


class Changed(ReviewError):
    """The quotation is not what the person saw any more."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form."""

    fields: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """The first value of that name, without blanks around it."""
        return next((value for key, value in self.fields if key == name), "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """All values of that name."""
        return tuple(value for key, value in self.fields if key == name)

    @property
    def action(self) -> tuple[str, str]:
        """What the button says, and of what: ``speaker``, ``12``."""
        what, _, of = self.first("do").partition(" ")
        return what, of

    @property
    def note(self) -> str | None:
        """Why."""
        return self.first("note") or None


def form(body: bytes) -> Form:
    """The form of a request. Raises :class:`ReviewError` where it is none."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise ReviewError("this form cannot be read") from None
    return Form(tuple((name, value.replace("\0", "")) for name, value in pairs))


@dataclass(frozen=True, slots=True)
class Decided:
    """What was written down."""

    reviews: tuple[int, ...]
    stay: bool
    """Whether the quotation is to be shown again."""
    confidence: float
    """Before it was corrected."""


def decide(db: Database, number: int, given: Form, reviewer: str) -> Decided:
    """What a person says of a quotation. All is looked up before anything is written."""
    record = stored(db, number)
    if record is None:
        raise ReviewError(f"There is no quotation {number} any more.")
    if given.first("seen") and given.first("seen") != seen(record):
        raise Changed("It was changed meanwhile. This is what it is now.")
    planned = _planned(db, record, given)
    made = tuple(
        store.review_quotation(db, number, action, after, reviewer=reviewer, note=given.note)
        for action, after in planned
    )
    stay = all(action in _STAY for action, _ in planned)
    return Decided(made, stay, record["confidence"])


def _planned(db: Database, record: Row, given: Form) -> list[tuple[Any, Row]]:
    article = record["article"]["id"]
    what, of = given.action
    typed = given.first("speaker")
    if what in _PLAIN:
        if typed:
            raise ReviewError(f"“{typed}” is typed as the speaker: set it, or take it away.")
        return [(what, {})]
    if what == "type":
        return [("type", {"type": _one_of(of, get_args(QuotationType), "type")})]
    if what == "act":
        return [("act", {"act": _one_of(of, get_args(Act), "act")})]
    if what == "speaker":
        return [("speaker", {"speaker": _speaker(db, given, article)})]
    if what == "words":
        return [("words", {"spans": _other_words(db, record, given)})]
    # The key Enter in a field, without a script: what is filled in is meant.
    planned: list[tuple[Any, Row]] = []
    if given.first("words") and not _alike(given.first("words"), _words(db, record)):
        planned.append(("words", {"spans": _other_words(db, record, given)}))
    if typed:
        planned.append(("speaker", {"speaker": _speaker(db, given, article)}))
    if not planned:
        raise ReviewError("Say what is right: press one of the buttons.")
    return planned


def _speaker(db: Database, given: Form, article: int) -> Row:
    """Who was chosen or typed."""
    what, of = given.action
    chosen = of if what == "speaker" and of else given.first("chosen")
    kind = given.first("kind") or None
    if chosen:
        return speaker_named(db, str(_number(chosen)), article, None)
    if kind is not None:
        _one_of(kind, get_args(SpeakerKind), "kind of speaker")
    if not given.first("speaker"):
        raise ReviewError("Type who speaks, or choose somebody.")
    return speaker_named(db, given.first("speaker"), article, kind)


def _words(db: Database, record: Row) -> str:
    return words_of(text_of(db, record["article"]["id"]), record["spans"])


def _other_words(db: Database, record: Row, given: Form) -> list[list[int]]:
    text = text_of(db, record["article"]["id"])
    spans = [list(span) for span in spans_of(text, given, record["spans"][0][0])]
    if spans == record["spans"]:
        raise ReviewError("These are its words already.")
    return spans


def spans_of(text: str, given: Form, near: int | None) -> tuple[Span, ...]:
    """Where the words are that were chosen in the text, or typed."""
    words = " ".join(given.first("words").split())
    if given.first("spans"):
        chosen = trimmed(text, read_spans(given.first("spans")))
        # The page may be older than the text.
        if not chosen or (words and not _alike(words_of(text, chosen), words)):
            raise ReviewError("These words are not there any more: choose them again.")
        return chosen
    if not words:
        raise ReviewError("Choose the words in the text, or type them.")
    at = given.first("where")
    return words_in(text, words, _number(at) if at else near)


def _alike(one: str, other: str) -> bool:
    """The same letters: a browser has other blanks, and shows no controls."""
    return all(a == b for a, b in zip_longest(filter(str.isalnum, one), filter(str.isalnum, other)))


def read_spans(written: str) -> tuple[Span, ...]:
    """Pairs of offsets as JSON; nothing where it is anything else."""
    try:
        read = json.loads(written or "[]")
        spans = tuple((int(start), int(end)) for start, end in read)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return ()
    return spans if all(0 <= start < end < 2**53 for start, end in spans) else ()


def add(db: Database, article: int, given: Form, reviewer: str) -> tuple[int, int]:
    """A quotation that was missed: the ids of the review and of the quotation."""
    text = text_of(db, article)
    what, _ = given.action
    spans = spans_of(text, given, None)
    type = given.first("type") or None
    if type is not None:
        _one_of(type, get_args(QuotationType), "type")
    is_nobody = what == "nobody" or not (what == "speaker" or given.first("speaker"))
    if what == "nobody" and given.first("speaker"):
        raise ReviewError("Somebody is typed as the speaker: add it with them, or take it away.")
    speaker = None if is_nobody else _speaker(db, given, article)
    made = store.add_quotation(
        db, article, spans, speaker, type, reviewer=reviewer, note=given.note
    )
    (record,) = store.reviews(db, only=made)
    return made, int(record["quote_id"])


def change_speaker(db: Database, number: int, given: Form, reviewer: str) -> int:
    """What a person says of a speaker; the id of the review."""
    what, of = given.action
    why: Row = {"reviewer": reviewer, "note": given.note}
    if what == "merge":
        other = of or given.first("chosen") or given.first("speaker")
        if not other:
            raise ReviewError("Type who is the same, or choose somebody.")
        return store.merge(db, number, one_speaker(db, other), **why)
    if what == "split":
        return store.split(db, number, _articles(given.all("article")), **why)
    changes: dict[str, Callable[..., int]] = {
        "rename": store.rename,
        "title": store.retitle,
        "kind": store.set_kind,
    }
    if what not in changes:
        raise ReviewError("Say what is right: press one of the buttons.")
    if what == "kind":
        _one_of(given.first("value"), get_args(SpeakerKind), "kind of speaker")
    return changes[what](db, number, given.first("value"), **why)


def _articles(chosen: Sequence[str]) -> list[int]:
    if not chosen:
        raise ReviewError("Choose the articles in which it is somebody else.")
    return [_number(one) for one in chosen]


def undo(db: Database, number: int, reviewer: str) -> Row:
    """Take a review back; what it was."""
    store.undo(db, number, reviewer=reviewer)
    (record,) = store.reviews(db, only=number)
    return record


def _one_of(value: str, known: Sequence[str], noun: str) -> str:
    if value not in known:
        raise ReviewError(f"There is no {noun} “{value[:80]}”; there is {', '.join(known)}.")
    return value


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise ReviewError(f"“{text[:80]}” is no number.")
    return int(text)
