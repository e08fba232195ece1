"""``quotes new``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import options, output, views
from quotes.types import QUOTATION_COLUMNS

if TYPE_CHECKING:
    from quotes.store import Filters

_FORMATS = ("view", "json", "nl", "csv", "tsv", "table")


@click.command()
@click.option("--name", metavar="NAME", help="Remember under this name, whatever the filters.")
@click.option("--peek", is_flag=True, help="Do not remember that this was asked.")
@click.option(
    "--format",
    "feed",
    type=click.Choice(("atom", "md")),
    help="An Atom feed, or Markdown for mail.",
)
@options.filters
@output.options
@options.database
def new(
    name: str | None,
    peek: bool,
    feed: str | None,
    filters: Filters,
    format: output.Format,
    db: Path,
) -> None:
    """Print the quotations that came in since this was last asked with the same filters.

    The first time these are all. With --ingested-since, those since that day, and nothing is
    remembered. Nothing new is no output and exit status 0, which suits cron; --json and
    --format atom print an empty list and an empty feed.
    """
    from quotes.cli.listing import strangers
    from quotes.store import opened
    from quotes.store.watching import memory, newest, remember, told

    given = _given(feed)
    if filters.offset is not None:
        raise click.UsageError("--offset would leave out what is new for good; use --limit.")
    if filters.sort and filters.limit is not None:
        raise click.UsageError("--limit takes what came first, and cannot be used with --sort.")
    if filters.ingested_since and name is not None:
        raise click.UsageError("--name remembers nothing with --ingested-since.")
    remembers = not filters.ingested_since
    key = memory(filters, name)
    with opened(db) as database:
        last = newest(database)
        before = told(database, key) if remembers else 0
        count, at = _print(database, filters, (before, last), format, feed, given, key)
        for line in strangers(database, filters):
            click.echo(line, err=True)
    # What a limit cut off is told the next time.
    cut = filters.limit is not None and count >= filters.limit
    mark = at if cut else last
    if remembers and not peek and mark > before:
        with opened(db, write=True) as database:
            remember(database, key, mark)
    if not count and sys.stdout.isatty():
        click.echo("Nothing new.", err=True)


def _given(feed: str | None) -> bool:
    """Whether a format was asked for; two are one too many."""
    chosen = [name for name in _FORMATS if click.get_current_context().params.get(f"as_{name}")]
    if feed and chosen:
        raise click.UsageError(f"--{chosen[0]} and --format {feed} cannot be used together.")
    return bool(chosen or feed)


def _print(
    database: Any,
    filters: Filters,
    ids: tuple[int, int],
    format: output.Format,
    feed: str | None,
    given: bool,
    key: str,
) -> tuple[int, int]:
    """How many quotations were printed, and the id of the last one."""
    from quotes.store import quotations

    seen = _Seen(
        quotations(
            database,
            filters,
            evidence=format == "view" and not feed,
            ingested=feed == "atom",
            ids=ids,
        )
    )
    first = next(iter(seen), None)
    if first is None and not (feed == "atom" or (given and format == "json")):
        return 0, ids[0]
    records: Iterable[output.Record] = chain([first] if first else [], seen)
    if feed:
        from quotes.cli.feeds import atom, markdown

        title = f"New quotations{_described(filters)}"
        for line in atom(records, title, key) if feed == "atom" else markdown(records):
            output.write_line(line)
        sys.stdout.flush()
    else:
        output.emit(records, format, QUOTATION_COLUMNS, views.quotation)
    return seen.count, seen.last or ids[0]


def _described(filters: Filters) -> str:
    """What the filters ask for, for a title."""
    shown = replace(filters, limit=None, sort=None)
    parts: list[str] = [*shown.speakers, *shown.kinds, *shown.types, *shown.resolutions]
    if shown.acts != ("statement",):
        parts += shown.acts or ["all acts"]
    parts += [part for part in (shown.search, shown.article, shown.outlet) if part]
    return f": {', '.join(parts)}" if parts else ""


class _Seen:
    """Records as they come, counted; the id of the last one is known."""

    def __init__(self, records: Iterator[output.Record]) -> None:
        self.records = records
        self.count = 0
        self.last: int | None = None

    def __iter__(self) -> Iterator[output.Record]:
        for record in self.records:
            self.count += 1
            self.last = record["id"]
            yield record
