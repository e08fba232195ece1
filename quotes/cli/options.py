"""Options that several commands share."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from quotes.cli import completion
from quotes.cli.errors import Failed
from quotes.cli.output import cut
from quotes.types import Act, QuotationType, Resolution, SpeakerKind

if TYPE_CHECKING:
    from quotes.store import Filters

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_DATABASE = Path("db/quotes.db")
#: The commands that make a database which is not there; all others say that there is none.
_MAKERS = frozenset(("ingest", "load"))
#: What SQLite counts rows with.
_MOST = 2**63 - 1
_SHOWN = 60
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
    raise click.BadParameter(f"{_shown(text)} is not a date such as {example}.")


def a_text(text: str) -> str:
    """What a person typed: text, and so nothing that a database has no way to keep."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise click.BadParameter(f"{_shown(text)} is not in UTF-8.") from None
    if "\0" in text:
        raise click.BadParameter(f"{_shown(text)} holds a null character.")
    return text


def a_count(text: str) -> int:
    """A number of rows; a database counts no further than 2 to the 63rd."""
    if re.fullmatch(r"[0-9]{1,19}", text) and int(text) <= _MOST:
        return int(text)
    raise click.BadParameter(f"{_shown(text)} is not a number from 0 to {_MOST}.")


def a_database(text: str | Path) -> Path:
    """Where a database is or may be made: a path that the file system can have."""
    path = Path(a_text(str(text)))
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise click.BadParameter(
            f"{_shown(str(path))} cannot be opened ({error.strerror})."
        ) from error
    return path


def _shown(text: str) -> str:
    return repr(cut(text, _SHOWN))


def database(command: Command) -> Command:
    """``--db``: the database to use, as ``db``; there must be one, except to put articles in."""

    @wraps(command)
    def with_database(*values: Any, **named: Any) -> Any:
        context = click.get_current_context()
        if context.command.name not in _MAKERS and context.invoked_subcommand is None:
            _check_there(context)
        return command(*values, **named)

    return perhaps_database(with_database)  # type: ignore[return-value]


def perhaps_database(command: Command) -> Command:
    """``--db``, whether there is a database or not."""
    option = click.option(
        "--db",
        envvar="QUOTES_DB",
        show_envvar=True,
        default=DEFAULT_DATABASE,
        show_default=True,
        type=a_database,
        metavar="PATH",
        help="The database; quotes ingest makes it.",
        shell_complete=completion.files,
    )
    return option(command)


def _check_there(context: click.Context) -> None:
    """Say that there is no database, and what helps: a typing error must not make one."""
    given = click.core.ParameterSource.COMMANDLINE
    source = context.get_parameter_source("db")
    outer = context.parent
    # What stands before a subcommand counts for it as well.
    if source is not given and outer and outer.get_parameter_source("db") is given:
        source, context = given, outer
    db: Path = context.params["db"]
    if db.exists():
        return
    if source is not given and source is not click.core.ParameterSource.ENVIRONMENT:
        raise Failed(f"{db}: there is no database yet; quotes ingest PATH makes it, --db names one")
    raise Failed(
        f"{db}: there is no database; {_remedy(db, '--db' if source is given else 'QUOTES_DB')}"
    )


def _remedy(db: Path, where: str) -> str:
    from difflib import get_close_matches

    make = f"quotes ingest PATH --db {shlex.quote(str(db))} makes it"
    if not db.parent.is_dir():
        return f"there is no folder {db.parent} either: check {where}, or {make}"
    try:
        others = {file.stem: file.name for file in db.parent.iterdir() if file.suffix == ".db"}
    except OSError:
        others = {}
    near = [others[stem] for stem in get_close_matches(db.stem, others, n=1)]
    if near:
        return f"did you mean {db.with_name(near[0])}? Else {make}"
    return f"check {where}, or {make}"


def pipeline(command: Command) -> Command:
    """``--pipeline``: the language pipeline to use instead of the bundled one."""
    option = click.option(
        "--pipeline",
        metavar="NAME",
        help="accurate: the larger encoder, which finds more and is slower. Or an installed spaCy"
        " pipeline, such as en_core_web_lg, instead of the bundled one.",
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
OUTLET = click.option(
    "--outlet",
    metavar="NAME",
    type=a_text,
    help="Only articles of this outlet.",
    shell_complete=completion.outlets,
)
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
LIMIT = click.option("-n", "--limit", type=a_count, metavar="N", help="At most so many.")
OFFSET = click.option("--offset", type=a_count, metavar="N", help="Pass over so many first.")

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

ACT = click.option(
    "--act",
    "acts",
    type=click.Choice([*get_args(Act), "all"]),
    multiple=True,
    help="What was said (statement, if no other is named), only believed or wanted (attitude), or"
    " told not to have been said (unsaid); all of them; may be repeated.",
)


def acts(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The acts that are wanted, as :class:`quotes.store.Filters` has them: none for all."""
    return () if "all" in chosen else chosen or ("statement",)


_FILTER_OPTIONS = {
    "speaker": click.option(
        "--speaker",
        "speakers",
        metavar="NAME",
        type=a_text,
        multiple=True,
        help="Only this speaker, by any known name, surname or number; may be repeated.",
        shell_complete=completion.speakers,
    ),
    "kind": KIND,
    "type": TYPE,
    "resolution": RESOLUTION,
    "act": ACT,
    "article": click.option(
        "--article",
        metavar="ID|TEXT",
        type=a_text,
        help="Only this article: its number, title, path or URL.",
    ),
    "outlet": OUTLET,
    "since": SINCE,
    "until": UNTIL,
    "ingested-since": INGESTED_SINCE,
    "search": click.option(
        "--search", metavar="WORDS", type=a_text, help="Only quotations with all these words."
    ),
    "min-confidence": MIN_CONFIDENCE,
    "max-confidence": MAX_CONFIDENCE,
}


def sort(*orders: str) -> Callable[[Command], Command]:
    """``--sort`` by any of ``orders``, which a leading ``-`` turns round."""

    def known(text: str) -> str:
        if text.removeprefix("-") not in orders:
            raise click.BadParameter(f"{_shown(text)} is none of {', '.join(orders)}.")
        return text

    return click.option(
        "--sort",
        type=known,
        metavar="|".join(orders),
        help="In this order; with a hyphen before it (--sort=-date) the greatest come first.",
    )


def filters_sorted_by(
    *orders: str, without: Collection[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The filters of a listing that can be ordered so, as :class:`quotes.store.Filters`.

    ``without`` names those that mean nothing for the command; without orders there is no
    ``--sort``.
    """
    ordered = {"sort": sort(*orders)} if orders else {}
    given = {**_FILTER_OPTIONS, **ordered, "limit": LIMIT, "offset": OFFSET}

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_filters(**values: Any) -> Any:
            from quotes.store import Filters

            if "acts" in values:
                values["acts"] = acts(values["acts"])
            fields = [name for name in Filters.__slots__ if name in values]
            chosen: Filters = Filters(**{name: values.pop(name) for name in fields})
            return command(filters=chosen, **values)

        for name, option in reversed(given.items()):
            if name not in without:
                with_filters = option(with_filters)
        return with_filters

    return decorate


#: The filters of every listing of quotations, passed on as one :class:`quotes.store.Filters`.
filters = filters_sorted_by("id", "date", "speaker", "outlet", "confidence")
#: Those of a command that has an order of its own and takes all, or the first of it.
unsorted_filters = filters_sorted_by(without=("offset",))
