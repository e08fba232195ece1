"""Options of the commands that read articles, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from quotes.articles import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

#: What ``--map`` can name.
_FIELDS = ("text", "title", "byline", "outlet", "published", "url", "id")


def _columns(context: click.Context, option: click.Parameter, value: str | None) -> dict[str, str]:
    """``text=body,title=headline`` as a dictionary."""
    columns: dict[str, str] = {}
    for pair in (value or "").split(","):
        if not pair.strip():
            continue
        field, mark, column = (part.strip() for part in pair.partition("="))
        field = "published" if field == "date" else field
        if not mark or not column or field not in _FIELDS:
            raise click.BadParameter(
                f"{pair.strip()!r} is not FIELD=COLUMN; fields are {', '.join(_FIELDS)}."
            )
        columns[field] = column
    return columns


def options(command: Command) -> Command:
    """Add what may be said of how sources are read: ``columns``, ``query``, ``date_from``,
    ``allow_private``, ``workers``."""
    for option in reversed(
        (
            click.option(
                "--map",
                "columns",
                metavar="FIELD=COLUMN,…",
                callback=_columns,
                help="Which columns of tables and JSON hold text, title, byline, outlet, published,"
                " url and id; guessed and told where it is not said.",
            ),
            click.option(
                "--sql",
                "query",
                metavar="SELECT",
                help="What to read of a SQLite database; its columns as in --map.",
            ),
            click.option(
                "--date-from",
                type=click.Choice(["name"]),
                help="Where an article tells no date: the day in the name of its file or folder.",
            ),
            click.option(
                "--allow-private",
                is_flag=True,
                envvar="QUOTES_ALLOW_PRIVATE",
                show_envvar=True,
                help="Fetch addresses of this machine and of private networks as well.",
            ),
            click.option(
                "--workers",
                type=click.IntRange(1, 256),
                metavar="N",
                help="Processes that read articles; as many as there are cores, where there is"
                " enough to read.",
            ),
        )
    ):
        command = option(command)
    return command


def settings(columns: dict[str, str], query: str | None, date_from: str | None) -> Settings:
    """These options as the readers take them."""
    from quotes.articles import Settings

    return Settings(columns, query, date_from == "name")
