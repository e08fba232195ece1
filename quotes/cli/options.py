"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from quotes.types import QuotationType, Resolution

if TYPE_CHECKING:
    from quotes.store import Filters

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_DATABASE = Path("db/quotes.db")


def a_date(text: str) -> str:
    """A year, month or day, as it was given: ``2023``, ``2023-12``, ``2023-12-21``."""
    return _date(text, {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}, "2023-12-21, 2023-12 or 2023")


def a_day(text: str) -> str:
    """A day, as it was given: ``2023-12-21``."""
    return _date(text, {10: "%Y-%m-%d"}, "2023-12-21")


def _date(text: str, forms: dict[int, str], example: str) -> str:
    try:
        if re.fullmatch(r"[0-9-]+", text):
            datetime.strptime(text, forms[len(text)])
            return text
    except (KeyError, ValueError):
        pass
    raise click.BadParameter(f"{text!r} is not a date such as {example}.")


def database(command: Command) -> Command:
    """``--db``: the database to use, as ``db``."""
    option = click.option(
        "--db",
        envvar="QUOTES_DB",
        show_envvar=True,
        default=DEFAULT_DATABASE,
        show_default=True,
        type=click.Path(path_type=Path, dir_okay=True),
        help="The database; it is made when missing.",
    )
    return option(command)


def pipeline(command: Command) -> Command:
    """``--pipeline``: the language pipeline to use instead of the bundled one."""
    option = click.option(
        "--pipeline",
        metavar="NAME",
        help="An installed spaCy pipeline, such as en_core_web_lg, instead of the bundled one.",
    )
    return option(command)


MIN_CONFIDENCE = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="0..1",
    help="Only quotations at least so sure: of those at 0.9, about nine in ten are right.",
)

_FILTER_OPTIONS = (
    click.option(
        "--speaker",
        "speakers",
        metavar="NAME",
        multiple=True,
        help="Only this speaker, by any known name, surname or number; may be repeated.",
    ),
    click.option(
        "--type",
        "types",
        type=click.Choice(get_args(QuotationType)),
        multiple=True,
        help="Only quotations of this type; may be repeated.",
    ),
    click.option(
        "--resolution",
        "resolutions",
        type=click.Choice(get_args(Resolution)),
        multiple=True,
        help="Only those whose source leads to the speaker in this way; may be repeated.",
    ),
    click.option(
        "--article", metavar="ID|TEXT", help="Only this article: its number, title, path or URL."
    ),
    click.option("--outlet", metavar="NAME", help="Only articles of this outlet."),
    click.option(
        "--since", type=a_date, metavar="DATE", help="Only articles published then or later."
    ),
    click.option(
        "--until", type=a_date, metavar="DATE", help="Only articles published until then, included."
    ),
    click.option("--search", metavar="WORDS", help="Only quotations with all these words."),
    MIN_CONFIDENCE,
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many."),
)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of every listing, passed on as one :class:`quotes.store.Filters`."""

    @wraps(command)
    def with_filters(**values: Any) -> Any:
        from quotes.store import Filters

        chosen: Filters = Filters(**{name: values.pop(name) for name in Filters.__slots__})
        return command(filters=chosen, **values)

    for option in reversed(_FILTER_OPTIONS):
        with_filters = option(with_filters)
    return with_filters
