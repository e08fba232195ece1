"""``quotes show``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from quotes.cli import options, output, views
from quotes.cli.errors import Failed


@click.command()
@click.argument("id", type=click.IntRange(min=0))
@output.options
@options.database
def show(id: int, format: output.Format, db: Path) -> None:
    """Show one quotation, by its number, in its article and with the evidence for its speaker."""
    from quotes.store import opened, quotation

    with opened(db) as database:
        record = quotation(database, id) if id < 2**63 else None
    if record is None:
        raise Failed(f"{db}: there is no quotation {id}")
    in_colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if format == "json":
        click.echo(output.one(record))
        return
    output.emit(
        [record], format, output.QUOTATION_COLUMNS, lambda shown: views.shown(shown, in_colour)
    )
