"""``quotes speakers``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import options, output, views

if TYPE_CHECKING:
    from quotes.store import Filters

_COLUMNS: output.Columns = {
    name: (name,)
    for name in (
        "id",
        "name",
        "kind",
        "title",
        "quotations",
        "articles",
        "outlets",
        "first",
        "last",
        "aliases",
    )
}


@click.command()
@click.argument("name", metavar="[NAME]", nargs=-1)
@options.filters
@output.options
@options.database
def speakers(name: tuple[str, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """List who is quoted, how often and where; with NAME, only those who go by it."""
    from quotes.store import opened
    from quotes.store import speakers as stored

    wanted = " ".join(name) or None
    with opened(db) as database:
        records = stored(database, wanted, filters)
        count = output.emit(records, format, _COLUMNS, views.speaker)
    if not count and (wanted or format == "view"):
        message = f"Nobody quoted goes by “{wanted}”." if wanted else "Nobody is quoted."
        click.echo(output.legible(message), err=True)
