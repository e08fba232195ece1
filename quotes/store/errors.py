"""What goes wrong with a database, in one line a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(Exception):
    """The database at ``path`` cannot be used: what the problem is and what helps."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path
        self.problem = problem
        self.remedy = remedy


def not_a_database(path: Path) -> StoreError:
    """A file that SQLite cannot make sense of."""
    return StoreError(
        str(path), "is not a database, or a damaged one", "name another file with --db"
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a :class:`StoreError` about the database at ``path``."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise from_sqlite(path, error) from error


def from_sqlite(path: Path, error: sqlite3.Error) -> StoreError:
    """What ``error`` means to the person whose database it is."""
    message = str(error)
    if "locked" in message or "busy" in message:
        return StoreError(
            str(path), "is locked by another program", "close that program or wait for it"
        )
    if "vtable constructor failed" in message:  # What full-text search makes of either.
        return StoreError(
            str(path), "is locked by another program, or damaged", "close that program or wait"
        )
    if "readonly" in message or "read-only" in message:
        return StoreError(
            str(path), "is read-only", "make it writable or name another file with --db"
        )
    if "not a database" in message or "malformed" in message:
        return not_a_database(path)
    if "unable to open" in message:
        return StoreError(
            str(path), "cannot be opened", "check the folder it is in, and its permissions"
        )
    if "disk is full" in message:
        return StoreError(str(path), "cannot grow: the disk is full", "make room on the disk")
    return StoreError(str(path), f"could not be used ({message})", "check the file")
