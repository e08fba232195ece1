"""What a shell completes on the TAB key: speakers' names, outlets, files.

The database is read as it is, by SQLite alone: nothing heavy is imported, nothing is made or
brought up to date, and whatever goes wrong completes nothing.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST = 40
#: More rows than are shown: several names may be spelt the same.
_MOST_READ = 4 * _MOST
_SECONDS_TO_WAIT = 0.2
#: Whoever types does not wait longer; better nothing than that.
_SECONDS_TO_SEARCH = 0.5
_STEPS_BETWEEN_LOOKS = 10_000
# What would break the lines by which shells are told, or the terminal.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
_ESCAPED = re.compile(r"([^\w@%+=:,./-])")

_NAMES = """
    SELECT speaker_names.name, speakers.name, coalesce(speakers.title, speakers.kind)
    FROM speaker_names
    CROSS JOIN _speaker_counts AS counted ON counted.speaker_id = speaker_names.speaker_id
    CROSS JOIN speakers ON speakers.id = speaker_names.speaker_id
    WHERE speaker_names.folded >= :first AND speaker_names.folded < :last
      AND speakers.kind IN ('person', 'organization')
    ORDER BY counted.quotations DESC, 1
    LIMIT :most
"""
# Along the index of the most quoted.
_MOST_QUOTED = """
    SELECT name, name, what FROM (
        SELECT speakers.name AS name, coalesce(speakers.title, speakers.kind) AS what, quotations
        FROM _speaker_counts AS counted CROSS JOIN speakers ON speakers.id = counted.speaker_id
        WHERE speakers.kind IN ('person', 'organization')
        ORDER BY counted.quotations DESC, counted.speaker_id LIMIT :most)
    ORDER BY quotations DESC, 1
"""
_OUTLETS = """
    SELECT outlet, outlet, count(*) || ' articles' FROM articles
    WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC, 1
"""


def speakers(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names and aliases that begin so, the most quoted speakers first."""
    # Of a name in several words, those before are typed already.
    earlier = context.params.get(parameter.name or "") if parameter.nargs == -1 else None
    before = f"{' '.join(earlier)} " if earlier else ""
    typed = before + incomplete
    return _items(_named(context, typed), typed, len(before))


def outlets(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Outlets that begin so, those of most articles first."""
    return _items(_rows(context, _OUTLETS, {}), incomplete, 0)


def files(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """What the shell itself completes: files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def prepare() -> None:
    """Let bash keep a name of several words together; the other shells do."""
    from click.shell_completion import BashComplete, add_completion_class

    class Bash(BashComplete):
        # Backslashes are read as they are.
        source_template = BashComplete.source_template.replace(" read type ", " read -r type ")

        def format_completion(self, item: CompletionItem) -> str:
            value = item.value if item.type != "plain" else _ESCAPED.sub(r"\\\1", item.value)
            return f"{item.type},{value}"

    add_completion_class(Bash)


def _named(context: click.Context, typed: str) -> Iterator[Sequence[str]]:
    if not typed.strip():
        return _rows(context, _MOST_QUOTED, {"most": _MOST_READ})
    from quotes.mentions.names import fold

    wanted = fold(typed)
    # A blank at the end of what was typed begins the next word.
    wanted += " " if wanted and typed.endswith(" ") else ""
    values = {"first": wanted, "last": wanted + chr(sys.maxunicode), "most": _MOST_READ}
    return _rows(context, _NAMES, values)


def _items(rows: Iterable[Sequence[str]], typed: str, done: int) -> list[CompletionItem]:
    """The rows that begin as typed, without the first ``done`` characters, which stand there.

    Capitals are the speaker's own or those that were typed: shells compare letter by letter.
    """
    from click.shell_completion import CompletionItem

    found: dict[str, CompletionItem] = {}
    for name, whose, what in rows:
        fits = name.casefold().startswith(typed.casefold()) and not _UNFIT.search(name)
        if fits and len(found) < _MOST:
            value = (typed + name[len(typed) :])[done:]
            about = what if whose == name else f"{whose}, {what}"
            found.setdefault(value, CompletionItem(value, help=_UNFIT.sub(" ", about)))
    return list(found.values())


def _rows(context: click.Context, sql: str, values: dict[str, Any]) -> Iterator[Sequence[str]]:
    path = _database(context)
    if path is None:
        return
    try:
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT)
    except (sqlite3.Error, OSError, ValueError):
        return
    end = time.monotonic() + _SECONDS_TO_SEARCH
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield from connection.execute(sql, values)
    except (sqlite3.Error, ValueError):
        return
    finally:
        connection.close()


def _database(context: click.Context) -> Path | None:
    """What ``--db`` says, here or before a subcommand, else the environment, else the default."""
    at: click.Context | None = context
    given = click.core.ParameterSource.COMMANDLINE
    while at is not None:
        if at.get_parameter_source("db") is given:
            # None where it is no path at all.
            path: Path | None = at.params["db"]
            return path
        at = at.parent
    from quotes.cli.options import DEFAULT_DATABASE

    return Path(os.environ.get("QUOTES_DB") or DEFAULT_DATABASE)
