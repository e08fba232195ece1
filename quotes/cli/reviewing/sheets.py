"""A sheet out of the database, and what people filled in back into it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from sqlite_utils import Database

from quotes.cli.errors import Failed
from quotes.cli.reviewing import stored
from quotes.reviews import locate
from quotes.reviews.conflicts import Conflict, conflicts, said
from quotes.reviews.corpora import Reviewed
from quotes.reviews.sheet import (
    COLUMNS,
    NOBODY,
    BadRow,
    Row,
    SheetError,
    as_row,
    read_rows,
    same_words,
)
from quotes.store import AmbiguousSpeaker, quotation
from quotes.store.reviewing import ReviewError, review_quotation, reviews

Decision = tuple[Any, dict[str, Any]]
Latest = dict[tuple[int, str, str], str]
"""Quotation, reviewer and point -> what the reviewer said of it last."""


@dataclass
class Imported:
    """What became of the rows of a sheet."""

    reviews: list[int] = field(default_factory=list)
    rows: int = 0
    """That made a review."""
    empty: int = 0
    known: int = 0
    """Said the same as the reviewer had said before."""
    passed_over: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def write_sheet(db: Database, quote_ids: Sequence[int], out: TextIO) -> int:
    """One row a quotation; how many."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    texts: dict[int, str] = {}
    for quote_id in quote_ids:
        record = quotation(db, quote_id)
        if record is None:
            continue
        article = record["article"]["id"]
        if article not in texts:
            texts = {article: stored.text_of(db, article)}  # rows come by article
        record["reviewed"] = stored.is_reviewed(db, quote_id)
        writer.writerow(as_row(record, texts[article]))
        count += 1
    return count


def read_sheet(db: Database, path: Path, reviewer: str) -> Imported:
    """Make the reviews that a sheet has; ``reviewer`` is who did, where a row does not say.

    Nothing is written where the sheet as a whole cannot be read.
    """
    done = Imported()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(read_rows(lines, str(path)))
    except SheetError as error:
        raise Failed(str(error)) from error
    except UnicodeDecodeError:
        raise Failed(f"{path}: not UTF-8; save it as “CSV UTF-8”.") from None
    except OSError as error:
        raise Failed(f"{path}: {error.strerror}") from error
    latest = _latest(db)
    touched: set[int] = set()
    for row in rows:
        if isinstance(row, BadRow):
            done.passed_over.append(f"Row {row.number}: {row.why}")
        elif row.is_empty:
            done.empty += 1
        else:
            _take(db, row, row.reviewer or reviewer, latest, done, touched)
    found = conflicts(reviews(db, undone=False))
    done.conflicts = [one for one in found if one.quote_id in touched]
    return done


def _latest(db: Database) -> Latest:
    """What each reviewer said last of each point of each quotation."""
    last: Latest = {}
    for review in sorted(reviews(db, undone=False), key=lambda review: int(review["id"])):
        if review["quote_id"] is not None:
            for point, value in said(review):
                last[review["quote_id"], review["reviewer"] or "", point] = value
    return last


def _take(
    db: Database,
    row: Row,
    reviewer: str,
    latest: Latest,
    done: Imported,
    touched: set[int],
) -> None:
    try:
        quote_id, article_id = _quotation_of(db, row, latest)
        decisions = list(_decisions(db, row, article_id))
        new = [
            (action, after)
            for action, after in decisions
            if not _is_known(db, quote_id, article_id, reviewer, (action, after), latest)
        ]
        touched.add(quote_id)
        if not new:
            done.known += 1
            return
        for action, after in new:
            review = review_quotation(db, quote_id, action, after, reviewer=reviewer, note=row.note)
            done.reviews.append(review)
    except AmbiguousSpeaker as error:
        done.passed_over.append(f"Row {row.number} (quotation {row.quote_id}): {error}")
    except (ReviewError, Failed) as error:
        message = error.message if isinstance(error, Failed) else str(error)
        done.passed_over.append(f"Row {row.number} (quotation {row.quote_id}): {message}")
    else:
        done.rows += 1


def _decisions(db: Database, row: Row, article_id: int) -> Iterator[Decision]:
    """What a row says, one point at a time."""
    if row.not_a_quotation:
        yield "not-a-quotation", {}
        return
    if row.speaker == NOBODY:
        yield "nobody", {}
    elif row.speaker:
        speaker = stored.speaker_named(db, row.speaker, article_id, None)
        yield "speaker", {"speaker": speaker}
    if row.type:
        yield "type", {"type": row.type}
    if not (row.speaker or row.type):
        yield "accept", {}


def _is_known(
    db: Database,
    quote_id: int,
    article_id: int,
    reviewer: str,
    decision: Decision,
    latest: Latest,
) -> bool:
    """Did the reviewer say this before, and nothing else since?"""
    action, after = decision
    for point, value in said({"action": action, "after": after}):
        before = latest.get((quote_id, reviewer, point))
        if before is None:
            return False
        if before == value:
            continue
        if point != "speaker" or action != "speaker" or "id" not in after["speaker"]:
            return False
        # The article may have another of the speaker's names.
        try:
            known = stored.speaker_named(db, before, article_id, None)
        except AmbiguousSpeaker:
            return False
        if known.get("id") != after["speaker"]["id"]:
            return False
    return True


def _quotation_of(db: Database, row: Row, latest: Latest) -> tuple[int, int]:
    """The quotation and article that a row is of, by its words.

    Raises :class:`Failed` where the words no longer match.
    """
    record = quotation(db, row.quote_id)
    shown = " ".join(row.text.split())
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    if record is not None and not row.anchor:
        if same_words(record["text"], row.text):
            return row.quote_id, record["article"]["id"]
        raise Failed(f"its words are not those of the quotation any more: “{shown}”")
    article_id = record["article"]["id"] if record is not None else row.article_id
    if record is None:
        taken_out = any(
            number == row.quote_id and value == "no"
            for (number, _, point), value in latest.items()
            if point == "a quotation"
        )
        if taken_out and article_id is not None:
            return row.quote_id, article_id
        if article_id is None or not _has(db, article_id):
            raise Failed(f"neither it nor its article is there: “{shown}”")
    assert article_id is not None
    spans = locate(stored.text_of(db, article_id), row.anchor) if row.anchor else None
    if spans is None:
        raise Failed(f"its words are not in the article any more: “{shown}”")
    wanted = [list(span) for span in spans]
    if record is not None and record["spans"] == wanted:
        return row.quote_id, article_id
    for other, _ in stored.quotes_of(db, article_id):
        found = quotation(db, other)
        if found is not None and found["spans"] == wanted:
            return other, article_id
    raise Failed(f"no quotation has just these words any more: “{shown}”")


def _has(db: Database, article_id: int) -> bool:
    return bool(db.execute("SELECT 1 FROM articles WHERE id = ?", [article_id]).fetchone())


def reviewed_articles(
    db: Database, quote_ids: Sequence[int], partly: bool
) -> tuple[list[Reviewed], int]:
    """The articles of these quotations that were reviewed whole, and how many were in part.

    ``partly`` takes these too, with the quotations that were reviewed alone.
    """
    articles: dict[int, None] = {}
    for quote_id in quote_ids:
        row = db.execute("SELECT article_id FROM quotes WHERE id = ?", [quote_id]).fetchone()
        articles.setdefault(row[0])
    whole, left_out = [], 0
    for article_id in articles:
        states = stored.quotes_of(db, article_id)
        reviewed = [number for number, is_reviewed in states if is_reviewed]
        if not reviewed:
            continue
        if len(reviewed) < len(states) and not partly:
            left_out += 1
            continue
        records = [one for number in reviewed if (one := quotation(db, number)) is not None]
        text = stored.text_of(db, article_id)
        whole.append(Reviewed(records[0]["article"], text, records))
    return whole, left_out


def write_files(files: dict[str, str], folder: Path) -> None:
    """Files by their place under ``folder``, which is made."""
    try:
        for place, content in files.items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}") from error
