"""``quotes serve``."""

from __future__ import annotations

from pathlib import Path

import click

from quotes.cli import options
from quotes.cli.review import user


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
@click.option("--review", is_flag=True, help="Correct what is wrong in the browser as well.")
@click.option(
    "--reviewer",
    metavar="NAME",
    envvar="QUOTES_REVIEWER",
    show_envvar=True,
    default=user,
    show_default="the name you are logged in by",
    type=options.a_text,
    help="With --review: who corrects.",
)
@click.pass_context
def serve(
    context: click.Context,
    db: Path,
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    review: bool,
    reviewer: str,
) -> None:
    """Browse the database in Datasette, until Ctrl+C.

    With --review the pages take corrections, the same as quotes review, a key a decision; from
    this machine alone, for whoever can open them could correct.

    Requests for any other host are refused, so that no page elsewhere can read the database
    through your browser. In CSV that is downloaded, a cell that a spreadsheet would take for a
    formula begins with an apostrophe.
    """
    from quotes.browse import serve as serve_pages
    from quotes.browse.guarding import is_this_machine
    from quotes.store import opened

    given = click.core.ParameterSource.COMMANDLINE
    if not review and context.get_parameter_source("reviewer") is given:
        raise click.UsageError("--reviewer goes with --review.")
    if review and not is_this_machine(host):
        raise click.UsageError(
            f"--review takes corrections from this machine alone, not on --host {host}."
        )

    # Brought up to date, and what a killed writer left is rolled back.
    with opened(db, write=review):
        pass
    serve_pages(db, host, port, allowed_hosts, reviewer if review else None)
