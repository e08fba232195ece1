"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from quotes.types import QuotationType, Resolution, SpeakerKind

if TYPE_CHECKING:
    from quotes.store import Filters

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_DATABASE = Path("db/quotes.db")
_WORDS_FOR_DAYS = re.compile(r"today|yesterday|[0-9]{1,6}d")


def a_date(text: str) -> str:
    """A year, month or day, as it was given: ``2023``, ``2023-12``, ``2023-12-21``."""
    return _date(text, {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}, "2023-12-21, 2023-12 or 2023")


def a_day(text: str) -> str:
    """A day, as it was given: ``2023-12-21``."""
    return _date(text, {10: "%Y-%m-%d"}, "2023-12-21")


def a_filter_date(text: str) -> str:
    """A year, month or day, or one that goes with the calendar; as it was given."""
    return text if _WORDS_FOR_DAYS.fullmatch(text) else a_date(text)


def a_filter_day(text: str) -> str:
    """A day, or one that goes with the calendar: ``today``, ``yesterday``, ``7d``; as given."""
    return text if _WORDS_FOR_DAYS.fullmatch(text) else a_day(text)


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

MAX_CONFIDENCE = click.option(
    "--max-confidence",
    type=click.FloatRange(0, 1),
    metavar="0..1",
    help="Only quotations at most so sure: what is worth a look.",
)
OUTLET = click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
SINCE = click.option(
    "--since",
    type=a_filter_date,
    metavar="DATE",
    help="Only articles published then or later; also today, yesterday, 7d (seven days ago).",
)
UNTIL = click.option(
    "--until",
    type=a_filter_date,
    metavar="DATE",
    help="Only articles published until then, included.",
)
INGESTED_SINCE = click.option(
    "--ingested-since",
    type=a_filter_day,
    metavar="DAY",
    help="Only articles put in on that day or later; also today, yesterday, 7d.",
)
LIMIT = click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many.")
OFFSET = click.option(
    "--offset", type=click.IntRange(min=0), metavar="N", help="Pass over so many first."
)

KIND = click.option(
    "--kind",
    "kinds",
    type=click.Choice(get_args(SpeakerKind)),
    multiple=True,
    help="Only speakers of this kind; may be repeated.",
)

TYPE = click.option(
    "--type",
    "types",
    type=click.Choice(get_args(QuotationType)),
    multiple=True,
    help="Only quotations of this type; may be repeated.",
)

RESOLUTION = click.option(
    "--resolution",
    "resolutions",
    type=click.Choice(get_args(Resolution)),
    multiple=True,
    help="Only those whose source leads to the speaker in this way; may be repeated.",
)

_FILTER_OPTIONS = (
    click.option(
        "--speaker",
        "speakers",
        metavar="NAME",
        multiple=True,
        help="Only this speaker, by any known name, surname or number; may be repeated.",
    ),
    KIND,
    TYPE,
    RESOLUTION,
    click.option(
        "--article", metavar="ID|TEXT", help="Only this article: its number, title, path or URL."
    ),
    OUTLET,
    SINCE,
    UNTIL,
    INGESTED_SINCE,
    click.option("--search", metavar="WORDS", help="Only quotations with all these words."),
    MIN_CONFIDENCE,
    MAX_CONFIDENCE,
)


def sort(*orders: str) -> Callable[[Command], Command]:
    """``--sort`` by any of ``orders``, which a leading ``-`` turns round."""

    def known(text: str) -> str:
        if text.removeprefix("-") not in orders:
            raise click.BadParameter(f"{text!r} is none of {', '.join(orders)}.")
        return text

    return click.option(
        "--sort",
        type=known,
        metavar="|".join(orders),
        help="In this order; with a hyphen before it (--sort=-date) the greatest come first.",
    )


def filters_sorted_by(*orders: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The filters of a listing that can be ordered so, as :class:`quotes.store.Filters`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_filters(**values: Any) -> Any:
            from quotes.store import Filters

            chosen: Filters = Filters(**{name: values.pop(name) for name in Filters.__slots__})
            return command(filters=chosen, **values)

        for option in reversed((*_FILTER_OPTIONS, sort(*orders), LIMIT, OFFSET)):
            with_filters = option(with_filters)
        return with_filters

    return decorate


#: The filters of every listing of quotations, passed on as one :class:`quotes.store.Filters`.
filters = filters_sorted_by("id", "date", "speaker", "outlet", "confidence")
