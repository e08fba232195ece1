"""``quotes serve``."""

from __future__ import annotations

from pathlib import Path

import click

from quotes.cli import options


@click.command()
@options.database
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    metavar="NAME",
    multiple=True,
    help="A name by which browsers may ask for the pages, beside --host and localhost. Repeatable.",
)
def serve(db: Path, port: int, host: str, allowed_hosts: tuple[str, ...]) -> None:
    """Browse the database in Datasette, until Ctrl+C.

    Requests for any other host are refused, so that no page elsewhere can read the database
    through your browser. In CSV that is downloaded, a cell that a spreadsheet would take for a
    formula begins with an apostrophe.
    """
    from quotes.browse import serve as serve_pages
    from quotes.store import opened

    # Brought up to date, and what a killed writer left is rolled back.
    with opened(db):
        pass
    serve_pages(db, host, port, allowed_hosts)
