"""What goes wrong with a database, in one line a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DAMAGED = ("is not a database, or a damaged one", "name another file with --db")
#: What SQLite says -> what the problem is and what helps. The first that is said counts.
_STATES: tuple[tuple[tuple[str, ...], tuple[str, str]], ...] = (
    (("locked", "busy"), ("is locked by another program", "close that program or wait for it")),
    # What full-text search makes of either.
    (
        ("vtable constructor failed",),
        ("is locked by another program, or damaged", "close that program or wait"),
    ),
    (
        ("readonly", "read-only"),
        ("is read-only", "make it writable or name another file with --db"),
    ),
    (("not a database", "malformed"), _DAMAGED),
    (("unable to open",), ("cannot be opened", "check the folder it is in, and its permissions")),
    (("disk is full",), ("cannot grow: the disk is full", "make room on the disk")),
)


class StoreError(Exception):
    """The database at ``path`` cannot be used: what the problem is and what helps."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path
        self.problem = problem
        self.remedy = remedy


def not_a_database(path: Path) -> StoreError:
    """A file that SQLite cannot make sense of."""
    return StoreError(str(path), *_DAMAGED)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a :class:`StoreError` about the database at ``path``."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise from_sqlite(path, error) from error


def state_told(error: sqlite3.Error) -> tuple[str, str] | None:
    """The state of a database that an error tells of, and what helps; ``None`` where the error is
    of something else, a query for instance.
    """
    message = str(error)
    states = (state for said, state in _STATES if any(words in message for words in said))
    return next(states, None)


def from_sqlite(path: Path, error: sqlite3.Error) -> StoreError:
    """What ``error`` means to the person whose database it is."""
    state = state_told(error) or (f"could not be used ({error})", "check the file")
    return StoreError(str(path), *state)
