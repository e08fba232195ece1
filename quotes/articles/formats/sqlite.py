"""A SQLite database: an article a row of a query, or of the one table that has a text.

The file is only read, and nothing in it is run: no extension, no function of its own, no other
file, and no query without end.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.records import Row, always, articles, guessed, listed, told
from quotes.articles.formats.streams import MAX_PIECE, on_disk, reason
from quotes.articles.items import Note
from quotes.articles.limits import bound

_MAGIC = b"SQLite format 3\0"
#: Bytes of the head of the file.
_HEAD = 100
#: Tables that only a database of quotes has together.
_OWN = frozenset(("quotes", "article_speakers"))
#: Seconds that the next row may take to find; sorting a large table comes before the first.
_MOST_SECONDS = bound("MAX_QUERY_SECONDS", 300)
#: Steps of the database between two looks at the clock.
_STEPS = 100_000
_MOST_TABLES = 1000
_ROWS = 50
_ALLOWED = frozenset(
    (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        # SQLITE_RECURSIVE, which the module has no name for before Python 3.11.
        33,
    )
)
#: As SQLite numbers them.
_LIMIT_LENGTH, _LIMIT_ATTACHED = 0, 7
#: Files beside it, in which changes wait to be written.
_WAITING = ("-wal", "-journal")
_VIRTUAL = re.compile(r"\s*create\s+virtual\s", re.IGNORECASE)


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first bytes."""
    return head.startswith(_MAGIC)


def read(blob: Blob, settings: Settings) -> Iterator[Item | Note]:
    """An article for each row that ``settings.query`` selects."""
    with on_disk(blob) as path:
        _refuse_waiting(path)
        _refuse_cut(path)
        deadline = _Deadline()
        database = _opened(path, deadline)
        try:
            tables = _tables(database)
            query, table = settings.query, None
            if query is None:
                table = _fitting(tables, settings)
                query = f"select * from {_quoted(table)}"
            # After the tables are known, nothing but rows.
            database.set_authorizer(_only_reading)
            cursor = _executed(database, query)
            columns = [column[0] for column in cursor.description or ()]
            if not columns:
                raise Refused("gives no rows for the query", "give a SELECT with --sql")
            fields = guessed(columns, settings)
            if table is not None:
                yield Note(blob.name, f"articles from its table '{table}'")
            yield from told(blob.name, fields, settings)
            wanted = {name: columns.index(name) for name in fields.values()}
            yield from articles(blob.name, _rows(cursor, wanted, deadline), always(fields))
        finally:
            database.close()


class _Deadline:
    """When a query has to have found its next row."""

    def __init__(self) -> None:
        self._ends = 0.0
        self.renew()

    def renew(self) -> None:
        self._ends = time.monotonic() + _MOST_SECONDS

    def is_over(self) -> bool:
        return time.monotonic() > self._ends


def _refuse_waiting(path: str) -> None:
    for suffix in _WAITING:
        beside = path + suffix
        if os.path.exists(beside) and os.path.getsize(beside):
            raise Refused(
                "has changes that are not in the file yet", "close the program that writes to it"
            )


def _refuse_cut(path: str) -> None:
    """SQLite takes zeros for what is missing of a page that was cut off."""
    with open(path, "rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, os.SEEK_END)
    if len(head) < _HEAD:
        raise Refused("is a database that is cut off", "get it anew")
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # Old versions do not keep the number of pages, which these two tell.
    if head[24:28] == head[92:96] and size < pages * (65_536 if page == 1 else page):
        raise Refused("is a database that is cut off", "get it anew")


def _opened(path: str, deadline: _Deadline) -> sqlite3.Connection:
    try:
        address = Path(path).absolute().as_uri() + "?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
    except (sqlite3.Error, ValueError) as error:
        raise Refused(f"cannot be opened ({reason(error)})", "check the file") from error
    database.text_factory = _text
    database.set_progress_handler(deadline.is_over, _STEPS)
    try:
        if hasattr(database, "setlimit"):  # Python 3.11
            database.setlimit(_LIMIT_LENGTH, MAX_PIECE)
            database.setlimit(_LIMIT_ATTACHED, 0)
        database.execute("pragma trusted_schema = off")
        database.execute("pragma cell_size_check = on")
    except (sqlite3.Error, ValueError) as error:
        database.close()
        raise Refused(f"is a damaged database ({reason(error)})", "get it anew") from error
    return database


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _only_reading(action: int, first: str | None, second: str | None, *_: Any) -> int:
    is_loading = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() == "load_extension"
    return sqlite3.SQLITE_OK if action in _ALLOWED and not is_loading else sqlite3.SQLITE_DENY


def _executed(database: sqlite3.Connection, query: str) -> sqlite3.Cursor:
    try:
        return database.execute(query)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise Refused(f"cannot answer the query ({reason(error)})", "check --sql") from error


def _rows(cursor: sqlite3.Cursor, wanted: dict[str, int], deadline: _Deadline) -> Iterator[Row]:
    while True:
        deadline.renew()
        try:
            rows = cursor.fetchmany(_ROWS)
        except (sqlite3.Error, ValueError) as error:
            if deadline.is_over():
                raise Refused(
                    f"gives no row within {_MOST_SECONDS:.0f} seconds", "make the query simpler"
                ) from error
            raise Refused(f"is a damaged database ({reason(error)})", "get it anew") from error
        if not rows:
            return
        for row in rows:
            yield {column: row[index] for column, index in wanted.items()}


# Which table, where no query says it.


def _fitting(tables: dict[str, list[str]], settings: Settings) -> str:
    fitting = [name for name, columns in tables.items() if _fits(columns, settings)]
    if len(fitting) == 1:
        return fitting[0]
    what = "several tables with a text" if fitting else "no table that is known to hold a text"
    raise Refused(
        f"has {what} ({listed(fitting or list(tables))})", "select the articles with --sql"
    )


def _fits(columns: list[str], settings: Settings) -> bool:
    try:
        guessed(columns, settings)
    except Refused:
        return False
    return True


def _tables(database: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables that hold rows themselves, and their columns."""
    try:
        made = database.execute(
            "select name, sql from sqlite_master where type = 'table'"
            " and substr(name, 1, 7) <> 'sqlite_' limit ?",
            (_MOST_TABLES,),
        ).fetchall()
    except (sqlite3.Error, ValueError) as error:
        # A ValueError is a message that quotes bytes that are no UTF-8.
        raise Refused(f"is a damaged database ({reason(error)})", "get it anew") from error
    virtual = [name for name, sql in made if sql and _VIRTUAL.match(sql)]
    tables: dict[str, list[str]] = {}
    for name, _ in made:
        # A search index keeps copies in tables that begin with its name.
        if any(name == one or name.startswith(f"{one}_") for one in virtual):
            continue
        try:
            cursor = database.execute(f"select * from {_quoted(name)} limit 0")
        except (sqlite3.Error, ValueError):
            # A table that cannot be read holds no article; one that was meant is named by a query.
            continue
        tables[name] = [column[0] for column in cursor.description or ()]
    if frozenset(tables) >= _OWN:
        raise Refused("is a database of quotes itself", "read it with quotes list --db")
    return tables


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
