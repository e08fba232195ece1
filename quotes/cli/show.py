"""``quotes show``."""

from __future__ import annotations

from pathlib import Path

import click

from quotes.cli import options, output, views
from quotes.cli.errors import Failed
from quotes.types import QUOTATION_COLUMNS

_LINES = 2


@click.command()
@click.argument("id", type=click.IntRange(min=0))
@click.option(
    "--context",
    "lines",
    type=options.a_count,
    metavar="N",
    help="So many lines of the article before and behind that of the quotation.  [default: 2]",
)
@click.option("--whole", is_flag=True, help="The whole article.")
@output.options
@options.database
def show(id: int, lines: int | None, whole: bool, format: output.Format, db: Path) -> None:
    """Show one quotation, by its number, in its article and with the evidence for its speaker.

    What was said is marked in the text, and so are its cue and its source. --context and --whole
    add the text around it to the JSON as well.
    """
    from quotes.store import opened, quotation
    from quotes.store.context import context

    if whole and lines is not None:
        raise click.UsageError("--context and --whole cannot be used together.")
    with opened(db) as database:
        record = quotation(database, id) if id < 2**63 else None
        if record is None:
            raise Failed(f"{db}: there is no quotation {id}")
        if whole or lines is not None or format == "view":
            around = None if whole else _LINES if lines is None else lines
            record["context"] = context(database, record, around)
    if format == "json":
        click.echo(output.one(record))
        return
    in_colour = output.in_colour()
    output.emit([record], format, QUOTATION_COLUMNS, lambda shown: views.shown(shown, in_colour))
