"""Opening a database: made when missing, brought up to date, refused when not ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from quotes.store.backfill import backfill
from quotes.store.counting import settle
from quotes.store.errors import StoreError, not_a_database, told
from quotes.store.identities import compute_all, is_computed
from quotes.store.migrations import is_newer, migrations

_MAGIC = b"SQLite format 3\0"
_SECONDS_TO_WAIT = 5.0
_ALL_TOLD = "m012_lookups"


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Database]:
    """The database at ``path`` for the length of a ``with`` block.

    It and its folder are made when missing, and an older schema is brought up
    to date. Without ``write``, nothing else in it can be changed. Raises
    :class:`StoreError`, inside the block as well, when the file is no database
    of ours, from a newer version, locked, or read-only.
    """
    with told(path):
        db = _open(path, write)
        try:
            yield db
        finally:
            _close(db, path)


def _open(path: Path, write: bool) -> Database:
    _check_file(path)
    if not path.exists():
        _make_folder(path)
    # Opened for writing even to read: what a killed writer left must be rolled back first.
    # SQLite itself falls back to reading where the file allows no more.
    db = _connected(path)
    try:
        current = _is_current(db, path)
        if (write or not current) and not _is_writable(path):
            raise StoreError(
                str(path), "is read-only", "make it writable or name another file with --db"
            )
        if not current:
            _migrate(db)
        elif write and not is_computed(db):
            with writing(db):
                compute_all(db)
        if write:
            # An article changes pages all over the file, many of them those of the one before.
            db.execute("PRAGMA cache_size = -32000")
            # What a statement changes is noted to be able to take it back: in no file of its own.
            db.execute("PRAGMA temp_store = memory")
            db.execute("BEGIN IMMEDIATE")  # Tells now, not after an hour's work, if it is locked.
            db.rollback()
        else:
            db.execute("PRAGMA query_only = on")
    except BaseException:
        db.close()
        raise
    return db


def _close(db: Database, path: Path) -> None:
    """Close, and leave a single file that can be read from a read-only folder as well."""
    try:
        (mode,) = db.execute("PRAGMA journal_mode").fetchone()
        if mode == "wal" and _is_writable(path):
            db.execute("PRAGMA busy_timeout = 0")
            db.execute("PRAGMA query_only = off")
            db.execute("PRAGMA journal_mode = delete")
    except sqlite3.Error:
        pass  # Somebody else is at it, who will do this when they close.
    finally:
        db.close()


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise StoreError(str(path), "is a folder", "name a file in it with --db")
    try:
        if path.exists():
            with path.open("rb") as file:
                start = file.read(len(_MAGIC))
            if start and start != _MAGIC:
                raise not_a_database(path)
    except OSError as error:
        raise StoreError(
            str(path), f"cannot be opened ({error.strerror})", "check its permissions"
        ) from error


def _is_writable(path: Path) -> bool:
    """Whether the file allows writing; its mode counts for an administrator as well."""
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            str(path), f"its folder cannot be made ({error.strerror})", "check the path"
        ) from error


def _connected(path: Path) -> Database:
    """A connection in which declared foreign keys are kept."""
    address = f"file:{quote(str(path.absolute()))}?mode=rwc"
    connection = sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT)
    db = Database(connection, execute_plugins=False)
    db.execute("PRAGMA foreign_keys = on")
    return db


def _is_current(db: Database, path: Path) -> bool:
    """Whether no migration is left to do; refuses what is newer or not ours."""
    if is_newer(db):
        raise StoreError(
            str(path), "was made by a newer version of quotes", "upgrade quotes to open it"
        )
    if not migrations.applied(db) and db.table_names():
        raise StoreError(
            str(path), "is a database of another program", "name another file with --db"
        )
    return not migrations.pending(db)


def _migrate(db: Database) -> None:
    """All or nothing, and one program at a time."""
    # Rows of one index are all over the file: with 200 MB of it in memory this is ten times as
    # quick where there are a million quotations.
    db.execute("PRAGMA cache_size = -200000")
    with writing(db):
        # From that version on, who is who and which words are the same is in the tables already.
        is_told = any(one.name == _ALL_TOLD for one in migrations.applied(db))
        migrations.apply(db)
        if not is_told:
            backfill(db)
        elif not is_computed(db):
            compute_all(db)


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """A transaction that has the right to write from its beginning, whole or not at all.

    One that only reads at first could find the database changed or locked when
    it comes to write.
    """
    # A log ahead of the file makes a transaction an article cheap, and lets others read meanwhile.
    db.execute("PRAGMA journal_mode = wal")
    db.execute("PRAGMA synchronous = normal")
    # Pages that many articles change (16 MB of them) go from the log to the file once, not often.
    db.execute("PRAGMA wal_autocheckpoint = 16000")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        settle(db)
    except BaseException:
        db.rollback()
        raise
    db.commit()
