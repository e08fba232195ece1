"""The ``quotes evaluate`` command."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from quotes.evaluate.polnear import AnnotatedArticle

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITE = click.Path(dir_okay=False, path_type=Path)


@click.group(name="evaluate")
def evaluate() -> None:
    """Score the pipeline against annotated text."""


@evaluate.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--speakers", metavar="FILE", type=_READ, help="Who the speakers are (JSON).")
@click.option("--pipeline", metavar="NAME", help="The spaCy pipeline to use instead of our own.")
@click.option(
    "--predictions",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Score these quotations (as `quotes extract --nl` writes them; - for standard input) "
    "and run no pipeline.",
)
@click.option("--save", metavar="FILE", type=_WRITE, help="Write the quotations found to FILE.")
@click.option("--errors", metavar="FILE", type=_WRITE, help="Write every mistake to FILE (TSV).")
@click.option(
    "--bootstrap",
    metavar="N",
    type=click.IntRange(0, 100_000),
    default=0,
    help="Add 95% intervals from N drawings of the articles.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def polnear(
    folder: Path,
    speakers: Path | None,
    pipeline: str | None,
    predictions: Path | None,
    save: Path | None,
    errors: Path | None,
    bootstrap: int,
    as_json: bool,
) -> None:
    """Score against PolNeAR: DIR holds text/*.txt and attributions/*.ann.

    Exact spans, detection by one-to-one matching, linking to sources and, with --speakers, how
    often the speaker is right.
    """
    from quotes.evaluate.attributions import EvaluationError
    from quotes.evaluate.mistakes import write_mistakes
    from quotes.evaluate.polnear import read_folder, read_speakers
    from quotes.evaluate.report import table
    from quotes.evaluate.run import score

    if predictions and pipeline:
        raise click.UsageError("--predictions are scored as they are; --pipeline has no use here.")
    try:
        articles = read_folder(folder, read_speakers(speakers) if speakers else None)
        records = _read(predictions) if predictions else _find(articles, pipeline)
        run = score(articles, records)
        if save:
            lines = (json.dumps(record, ensure_ascii=False) for record in records)
            save.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        if errors:
            with errors.open("w", encoding="utf-8", newline="\n") as file:
                write_mistakes(run.mistakes, file)
    except EvaluationError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        # spaCy's own, of a pipeline that is not there, names no file.
        said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise click.ClickException(said.splitlines()[0]) from None
    figures = run.figures(bootstrap)
    click.echo(json.dumps(figures, indent=1, ensure_ascii=False) if as_json else table(figures))


def _read(path: Path) -> Sequence[dict[str, Any]]:
    """The records of a file of predictions."""
    from quotes.evaluate.attributions import EvaluationError
    from quotes.evaluate.predictions import parse_lines

    try:
        with click.open_file(str(path), encoding="utf-8") as lines:
            return list(parse_lines(lines, str(path)))
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None


def _find(articles: Sequence[AnnotatedArticle], pipeline: str | None) -> Sequence[dict[str, Any]]:
    """The records that a pipeline finds, with progress on standard error when it is a terminal."""
    from quotes.evaluate.run import predict
    from quotes.pipeline import load

    found = predict(articles, load(pipeline))
    if not sys.stderr.isatty():
        return [record for records in found for record in records]
    with click.progressbar(
        found, length=len(articles), label="Reading articles", file=sys.stderr
    ) as each:
        return [record for records in each for record in records]
