"""``quotes extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from quotes.cli import options, output, reading, views
from quotes.cli.progress import Progress
from quotes.types import QUOTATION_COLUMNS

if TYPE_CHECKING:
    from quotes.types import AttributedQuotation

#: Parameters that choose among quotations or say how they are printed: results for a cluster are
#: all there is, in Parquet.
_NOT_FOR_CLUSTER = (
    *(
        "kinds",
        "types",
        "resolutions",
        "acts",
        "min_confidence",
        "max_confidence",
        "limit",
        "workers",
    ),
    *(f"as_{name}" for name in ("view", "json", "nl", "csv", "tsv", "table")),
)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.KIND
@options.TYPE
@options.RESOLUTION
@options.ACT
@options.MIN_CONFIDENCE
@options.MAX_CONFIDENCE
@options.LIMIT
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Have a Dask cluster do it (tcp://host:8786; local: processes of this machine); the last"
    " PATH is the folder for the results, which quotes load brings into a database.",
)
@click.option(
    "--partition",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="With --cluster: articles that are done, or done again, together.",
)
@reading.options
@output.options
@options.pipeline
def extract(
    paths: tuple[str, ...],
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    resolutions: tuple[str, ...],
    acts: tuple[str, ...],
    min_confidence: float | None,
    max_confidence: float | None,
    limit: int | None,
    cluster: str | None,
    partition: int,
    columns: dict[str, str],
    query: str | None,
    date_from: str | None,
    allow_private: bool,
    workers: int | None,
    format: output.Format,
    pipeline: str | None,
) -> None:
    """Print the quotations of articles, without a database.

    PATH is a file, a folder, a web address, or - for standard input.
    """
    if cluster is not None:
        from quotes.cli.cluster import run

        if len(paths) < 2:
            raise click.UsageError("--cluster needs sources and, last, a folder for the results.")
        given = click.get_current_context().params
        chosen = [name for name in _NOT_FOR_CLUSTER if given.get(name) not in (None, (), False)]
        if chosen:
            option = chosen[0].removeprefix("as_").replace("_", "-").removesuffix("s")
            raise click.UsageError(f"--{option} is not for --cluster, which keeps everything.")
        run(
            cluster,
            paths[:-1],
            paths[-1],
            partition=partition,
            pipeline=pipeline,
            settings=reading.settings(columns, query, date_from),
            allow_private=allow_private,
        )
        return
    from quotes.cli.working import Work, sources
    from quotes.types import as_record

    found = sources(paths)
    # A bar would run through results that come out on the same terminal.
    work = Work(
        Progress(len(found), bar=not sys.stdout.isatty()),
        reading.settings(columns, query, date_from),
        allow_private=allow_private,
    )

    wanted_acts = options.acts(acts)

    def is_wanted(one: AttributedQuotation) -> bool:
        return (
            (not kinds or (one.speaker is not None and one.speaker.kind in kinds))
            and (not types or one.type in types)
            and (not resolutions or one.resolution in resolutions)
            and (not wanted_acts or one.act in wanted_acts)
            and one.confidence >= (min_confidence or 0.0)
            and (max_confidence is None or one.confidence <= max_confidence)
        )

    def records() -> Iterator[output.Record]:
        for article, quotations in work.attributed(work.articles(found), pipeline, workers):
            for quotation in filter(is_wanted, quotations):
                yield as_record(quotation, article)
            work.progress.article()

    known_later = ("id", "reviewed")
    shown = {name: path for name, path in QUOTATION_COLUMNS.items() if path[-1] not in known_later}
    output.emit(islice(records(), limit), format, shown, views.quotation)
    work.progress.clear()
    if work.failed:
        sys.exit(1)
