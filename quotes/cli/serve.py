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
def serve(db: Path, port: int, host: str) -> None:
    """Browse the database in Datasette, until Ctrl+C."""
    from quotes.browse import serve as serve_pages
    from quotes.store import opened

    # Made when missing, brought up to date, and what a killed writer left is rolled back.
    with opened(db):
        pass
    serve_pages(db, host, port)
