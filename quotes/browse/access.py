"""Which databases are ours, who may see them, and how they are read through Datasette."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit
from sqlite_utils import Database

from quotes.store.migrations import migrations

T = TypeVar("T")

#: Tables and view that make a database one of ours.
OURS = frozenset({"articles", "speakers", "quotes", "quotations"})

#: Further tables that the pages join together: who may not see one of them sees no page.
SHOWN = OURS | {
    "article_speakers",
    "article_versions",
    "identity_links",
    "quote_groups",
    "reviews",
    "speaker_names",
    "speaker_titles",
}


async def is_ours(database: Any) -> bool:
    """Whether a Datasette database holds quotations of ours."""
    names = {*await database.table_names(), *await database.view_names()}
    return names >= OURS


async def is_current(database: Any) -> bool:
    """Whether a database of ours has the schema of this version: Datasette opens it as it is."""

    def nothing_to_do(connection: Any) -> bool:
        return not migrations.pending(Database(connection, execute_plugins=False))

    current: bool = await database.execute_fn(nothing_to_do)
    return current


async def is_allowed(datasette: Any, actor: Any, name: str) -> bool:
    """Whether this visitor may read everything that our pages join together."""
    checks: list[tuple[str, str | tuple[str, str]]] = [("view-database", name)]
    checks += [("view-table", (name, one)) for one in sorted(SHOWN)]
    for action, resource in checks:
        visible, _ = await datasette.check_visibility(actor, action, _resource(resource))
        if not visible:
            return False
    return True


def _resource(named: str | tuple[str, str]) -> Any:
    """A database, or a table of one, as this version of Datasette wants it: 1.0 has classes."""
    try:
        from datasette.resources import DatabaseResource, TableResource
    except ImportError:
        return named
    return DatabaseResource(named) if isinstance(named, str) else TableResource(*named)


async def read(
    datasette: Any, name: str, work: Callable[[Database], T], milliseconds: int | None = None
) -> T:
    """What ``work`` makes of the database, on one of Datasette's threads, within its time limit."""
    limit = milliseconds or datasette.setting("sql_time_limit_ms")

    def within_the_limit(connection: Any) -> T:
        with sqlite_timelimit(connection, limit):
            return work(Database(connection, execute_plugins=False))

    found: T = await datasette.get_database(name).execute_fn(within_the_limit)
    return found


#: So many answers are kept.
_MOST_KEPT = 64


async def read_once(
    datasette: Any, name: str, key: Hashable, work: Callable[[Database], T], milliseconds: int
) -> T:
    """The same, kept for whoever asks again by this ``key`` before the file has changed."""
    kept: dict[Hashable, tuple[Hashable, T]]
    kept = datasette.__dict__.setdefault("_quotes_kept", {})
    stamp = _stamp(datasette.get_database(name).path)
    known = kept.get((name, key))
    if stamp is not None and known is not None and known[0] == stamp:
        return known[1]
    found = await read(datasette, name, work, milliseconds)
    while len(kept) >= _MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[name, key] = (stamp, found)
    return found


def _stamp(path: str | None) -> Hashable:
    """What changes whenever the file does, or the log ahead of it; ``None`` where there is none."""
    if path is None:
        return None
    try:
        parts = [Path(f"{path}{end}") for end in ("", "-wal")]
        return tuple((one.stat().st_mtime_ns, one.stat().st_size) for one in parts if one.exists())
    except OSError:
        return None
