"""``quotes load``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quotes.cli import options
from quotes.cli.errors import Failed
from quotes.cli.progress import Progress
from quotes.cli.waiting import patiently


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=options.a_database)
@options.database
@click.option("-q", "--silent", is_flag=True, help="No progress and no summary, only what failed.")
def load(folders: tuple[Path, ...], db: Path, silent: bool) -> None:
    """Put what quotes extract --cluster has made into the database.

    FOLDER is the one with the results. An article that is there already is left as it is, so that
    it can be stopped and run again. A file that is damaged is told and left out; the rest goes on.
    """
    from quotes.scale import ScaleError
    from quotes.scale.loading import found
    from quotes.scale.loading import load as load_parts
    from quotes.store import opened

    try:
        parts, errors = found(folders)
    except ScaleError as error:
        raise Failed(str(error)) from error
    progress = Progress(len(parts), silent)
    for bad_file in errors:
        progress.say(str(bad_file))
    if not parts:
        sys.exit(1)
    with opened(db, write=True) as database:
        result = load_parts(
            database,
            parts,
            say=progress.say,
            article=progress.article,
            part=progress.source,
            patiently=lambda write: patiently(write, progress),
        )
    progress.clear()
    bad = result.bad_files + len(errors)
    if not silent:
        count = result.articles
        loaded = [_count(count["new"], "new article")]
        if count["changed"]:
            loaded.append(f"{count['changed']:,} changed")
        lines = [f"{', '.join(loaded)}, with {_count(result.quotations, 'quotation')}"]
        if count["known"]:
            lines.append(f"{count['known']:,} already there")
        if result.left_out:
            lines.append(f"{result.left_out:,} left out")
        if bad:
            lines.append(_count(bad, "bad file"))
        progress.say(f"{'; '.join(lines)}.")
        if result.failed_before:
            progress.say(
                f"{_count(result.failed_before, 'article')} could not be read by quotes extract:"
                " see the folder errors beside the results."
            )
        if result.lost:
            progress.say(
                f"{_count(result.lost, 'correction')} found no place in the new texts;"
                " quotes review log --lost lists them."
            )
        if len(result.versions) > 1:
            progress.say(
                f"The results were made in {len(result.versions)} ways:"
                f" {'; '.join(sorted(result.versions))}."
            )
    if bad or result.left_out:
        sys.exit(1)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
