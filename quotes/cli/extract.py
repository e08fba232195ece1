"""``quotes extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from quotes.cli import options, output, views
from quotes.cli.progress import Progress


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.MIN_CONFIDENCE
@output.options
@options.pipeline
def extract(
    paths: tuple[str, ...],
    min_confidence: float | None,
    format: output.Format,
    pipeline: str | None,
) -> None:
    """Print the quotations of articles, without a database.

    PATH is a file, a folder, a web address, or - for standard input.
    """
    from quotes.cli.working import Work, sources
    from quotes.types import as_record

    found = sources(paths)
    # A bar would run through results that come out on the same terminal.
    work = Work(Progress(len(found), silent=sys.stdout.isatty()))

    def records() -> Iterator[output.Record]:
        for article, quotations in work.attributed(work.articles(found), pipeline):
            for quotation in quotations:
                if quotation.confidence >= (min_confidence or 0.0):
                    yield as_record(quotation, article)
            work.progress.step()

    columns = {name: path for name, path in output.QUOTATION_COLUMNS.items() if path[-1] != "id"}
    output.emit(records(), format, columns, views.quotation)
    work.progress.clear()
    if work.failed:
        sys.exit(1)
