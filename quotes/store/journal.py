"""What each run of ``quotes ingest`` read, changed, passed over and failed at, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from quotes.store.clock import now
from quotes.store.opening import writing

Status = Literal["new", "changed", "known", "skipped", "failed", "note"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one article, or of a source or a part of it that is none."""

    source: str
    """A path, ``path#record`` or an address."""
    status: Status
    reason: str | None = None
    article_id: int | None = None


def begin(db: Database) -> int:
    """A new run; its id."""
    with writing(db):
        cursor = db.execute("INSERT INTO ingests (started_at) VALUES (?)", [now()])
        assert cursor.lastrowid is not None
    return cursor.lastrowid


def add(db: Database, ingest_id: int, entries: Iterable[Entry]) -> None:
    """Keep these entries, but for articles that were there already: those are counted alone."""
    rows = [
        (ingest_id, one.source, one.status, one.reason, one.article_id)
        for one in entries
        if one.status not in ("known", "skipped") or one.reason
    ]
    if rows:
        with writing(db):
            db.conn.executemany(
                "INSERT INTO ingest_entries (ingest_id, source, status, reason, article_id)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )


def end(db: Database, ingest_id: int, counts: Mapping[str, int]) -> None:
    """The run came to its end with so many articles of each status."""
    columns = ("new", "changed", "known", "skipped", "failed", "quotations")
    with writing(db):
        db.execute(
            f"UPDATE ingests SET ended_at = ?, {', '.join(f'{one} = ?' for one in columns)}"
            " WHERE id = ?",
            [now(), *(counts.get(one, 0) for one in columns), ingest_id],
        )
