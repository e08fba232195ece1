"""The part of ``quotes extract`` that is for ``--cluster``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.errors import Failed
from quotes.cli.output import legible

if TYPE_CHECKING:
    from quotes.articles import Settings


def run(
    address: str,
    sources: Iterable[str],
    out: str | Path,
    *,
    partition: int,
    pipeline: str | None = None,
    settings: Settings | None = None,
    allow_private: bool = False,
) -> None:
    """The quotations of ``sources`` into Parquet files in ``out``, by the cluster at ``address``.

    Exits with 1 when something could not be read.
    """
    from quotes.scale.interrupts import noted

    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(
            f"With --cluster the last PATH is a folder for the results, and {out} is a file."
        )
    with noted() as interrupts:
        from quotes.articles import discover
        from quotes.scale import ScaleError
        from quotes.scale.cluster import extract
        from quotes.scale.partitions import articles_in

        # What Dask has to say of workers that come and go is told below, in our words.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            done = extract(
                articles_in(discover(sources), _say, settings, allow_private=allow_private),
                folder,
                address,
                about=partition,
                pipeline=pipeline,
                say=_say,
                tell_every=10.0 if sys.stderr.isatty() else 60.0,
                interrupts=interrupts,
            )
        except ScaleError as error:
            raise Failed(str(error)) from error
    text = (
        f"{_count(done.partitions, 'partition')} with {_count(done.articles, 'article')} and"
        f" {_count(done.quotations, 'quotation')}"
    )
    if done.skipped:
        text += f"; {_count(done.skipped, 'partition')} done before"
    if done.failures:
        text += f"; {len(done.failures):,} failed, see {folder / 'errors'}"
    _say(f"{text}.")
    if done.seconds > 60:  # Of a short run most would be the loading of the pipeline.
        _say(f"{done.words / done.seconds:,.0f} words a second of processor time.")
    if done.others:
        _say(
            f"{folder} has {_count(done.others, 'partition')} of other sources, or of these as"
            " they were before, or of another version or pipeline; quotes load takes all."
        )
    _say(f"Into the database: quotes load {folder}")
    if done.failures:
        sys.exit(1)


def _say(message: str) -> None:
    click.echo(legible(message), err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
