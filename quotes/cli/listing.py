"""``quotes list`` and ``quotes search``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import options, output, views

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.store import Filters


@click.command("list")
@click.argument("speaker", metavar="[SPEAKER]", nargs=-1)
@options.filters
@output.options
@options.database
def list_(speaker: tuple[str, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """List quotations, of one SPEAKER or of all.

    SPEAKER is any name or alias that the articles use, a surname, or a speaker's number.
    """
    if speaker:
        filters = replace(filters, speakers=(*filters.speakers, " ".join(speaker)))
    _print(filters, format, db, by_rank=False)


@click.command()
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@options.filters
@output.options
@options.database
def search(words: tuple[str, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """Find quotations with all these WORDS, the best match first.

    Words match whatever their ending; "words in double quotes" are a phrase, and a star ends the
    beginning of a word (migra*).
    """
    typed = " ".join(filter(None, (*words, filters.search)))
    _print(replace(filters, search=typed), format, db, by_rank=True)


def _print(filters: Filters, format: output.Format, db: Path, by_rank: bool) -> None:
    from quotes.store import find_speakers, opened, quotations

    with opened(db) as database:
        records = quotations(database, filters, by_rank=by_rank, evidence=format == "view")
        count = output.emit(records, format, output.QUOTATION_COLUMNS, views.quotation)
        unknown = [name for name in filters.speakers if not find_speakers(database, name)]
        undated = left_out(database, filters)
    for name in unknown:
        click.echo(output.legible(f"Nobody quoted goes by “{name}”."), err=True)
    if format == "view" and not count and not unknown:
        click.echo("No quotation matches.", err=True)
    if undated:
        click.echo(undated, err=True)


def left_out(database: Database, filters: Filters) -> str | None:
    """What a person at a terminal who asks for days has to know of articles without a date."""
    from quotes.store.reading import undated

    if not sys.stdout.isatty() or not (filters.since or filters.until):
        return None
    count = undated(database, filters)
    if not count:
        return None
    are = "quotation is" if count == 1 else "quotations are"
    return f"{count:,} {are} left out: the article has no date."
