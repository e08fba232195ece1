"""What a review has to know of the database, with the errors and words of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

from quotes.cli.errors import Failed
from quotes.store import review_queue
from quotes.store.review_queue import (
    SeveralPlaces,
    is_reviewed,
    one_article,
    one_speaker,
    quote_ids,
    quotes_of,
    speaker_named,
    words_in,
)
from quotes.store.reviewing import ReviewError

__all__ = [
    "described",
    "is_reviewed",
    "one_article",
    "one_line_errors",
    "one_speaker",
    "quote_ids",
    "quotes_of",
    "several",
    "speaker_named",
    "text_of",
    "words_in",
]


@contextmanager
def one_line_errors() -> Iterator[None]:
    """A correction that cannot be made is told in a line."""
    try:
        yield
    except SeveralPlaces as error:
        raise Failed(f"{error}; say which with --at.") from error
    except ReviewError as error:
        raise Failed(str(error)) from error


def text_of(db: Database, article_id: int) -> str:
    """The text of an article."""
    with one_line_errors():
        return review_queue.text_of(db, article_id)


def described(record: dict[str, Any], longest: int = 60) -> str:
    """A quotation in a line: ``12 “We will talk …”``."""
    text = " ".join(record["text"].split())
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return f"{record['id']} “{shown}”"


def several(numbers: Sequence[int]) -> str:
    """``3``, or ``3 and 4``, or ``3, 4 and 5``."""
    shown = [str(number) for number in numbers]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
