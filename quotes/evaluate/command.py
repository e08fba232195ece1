"""The ``quotes evaluate`` command: one subcommand a corpus, with the same options."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from quotes.evaluate.attributions import Corpus
    from quotes.evaluate.changes import Changes
    from quotes.evaluate.report import Figures
    from quotes.evaluate.run import Run

_ANY = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITE = click.Path(dir_okay=False, path_type=Path)
_RECORDS = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_PAGE = (".html", ".htm")

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--pipeline",
        metavar="NAME",
        help="accurate: our own with the larger encoder; or a spaCy pipeline to use instead of it.",
    ),
    click.option(
        "--predictions",
        metavar="FILE",
        type=_RECORDS,
        help="Score these quotations (as `quotes extract --nl` writes them; - for standard input) "
        "and run no pipeline.",
    ),
    click.option(
        "--articles",
        "most",
        metavar="N",
        type=click.IntRange(1),
        help="Score N of the articles, spread evenly over the corpus.",
    ),
    click.option("--save", metavar="FILE", type=_WRITE, help="Write the quotations found to FILE."),
    click.option(
        "--compare",
        metavar="FILE",
        type=_READ,
        help="Say what changed since an earlier run, from the quotations that --save wrote then.",
    ),
    click.option(
        "--errors",
        metavar="FILE",
        type=_WRITE,
        help="Write every mistake to FILE: a page to read (.html), else tab-separated values.",
    ),
    click.option(
        "--bootstrap",
        metavar="N",
        type=click.IntRange(0, 100_000),
        default=0,
        help="Add 95% intervals from N drawings of the articles.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table."),
)


@dataclass(frozen=True, slots=True)
class Options:
    """What every corpus can be asked."""

    pipeline: str | None
    predictions: Path | None
    most: int | None
    save: Path | None
    compare: Path | None
    errors: Path | None
    bootstrap: int
    as_json: bool


def _options(command: _Command) -> _Command:
    """Adds the options that every corpus has."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(name="evaluate")
def evaluate() -> None:
    """Score the pipeline against annotated text.

    Exact spans, detection by one-to-one matching, linking to sources, who the speakers are, and
    what the confidence is worth, as far as each corpus marks these.
    """


@evaluate.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--speakers", metavar="FILE", type=_READ, help="Who the speakers are (JSON).")
@click.option(
    "--quoted",
    is_flag=True,
    help="Only what has quotation marks is annotated; leave out what is found without any.",
)
@_options
def polnear(folder: Path, speakers: Path | None, quoted: bool, **options: Any) -> None:
    """Score against PolNeAR: DIR holds text/*.txt and attributions/*.ann.

    American political news. With --speakers, also how often the speaker is right.
    """
    from quotes.evaluate.polnear import read_corpus

    _evaluate(lambda: read_corpus(folder, speakers, quoted), Options(**options))


@evaluate.command()
@click.argument("path", metavar="PATH", type=_ANY)
@_options
def gum(path: Path, **options: Any) -> None:
    """Score against GUM's attribution relations: PATH holds its *.conllu.

    Many genres, among them news and interviews. PATH may be a folder, a tar archive or one file,
    compressed by gzip or not.
    """
    from quotes.evaluate.gum import read_corpus

    _evaluate(lambda: read_corpus(path), Options(**options))


@evaluate.command()
@click.argument("path", metavar="PATH", type=_ANY)
@_options
def litbank(path: Path, **options: Any) -> None:
    """Score against LitBank: PATH holds quotations/tsv/*.txt and *.ann.

    Passages of a hundred novels. What was made for news does worse there: these figures are a
    warning, not a promise. PATH may be a tar archive.
    """
    from quotes.evaluate.litbank import read_corpus

    _evaluate(lambda: read_corpus(path), Options(**options))


@evaluate.command()
@click.argument("path", metavar="PATH", type=_ANY)
@_options
def pdnc(path: Path, **options: Any) -> None:
    """Score against the Project Dialogism Novel Corpus: PATH holds a folder a novel.

    Whole novels, in passages. What was made for news does worse there: these figures are a
    warning, not a promise. It is large: see --articles. PATH may be a tar archive.
    """
    from quotes.evaluate.pdnc import read_corpus

    _evaluate(lambda: read_corpus(path), Options(**options))


@evaluate.command()
@click.argument("path", metavar="PATH", type=_ANY)
@_options
def citron(path: Path, **options: Any) -> None:
    """Score against documents in the JSON of the BBC's Citron: PATH holds *.json.

    PATH may be a folder, a tar archive or one document.
    """
    from quotes.evaluate.citron import read_corpus

    _evaluate(lambda: read_corpus(path), Options(**options))


@evaluate.command()
@click.option(
    "--db",
    envvar="QUOTES_DB",
    show_envvar=True,
    default=Path("db/quotes.db"),
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The database.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def reviews(db: Path, as_json: bool) -> None:
    """Score what a database holds against what people corrected in it with quotes review.

    How many quotations were right as the machine had them: words, speaker, type; by type, by
    resolution, by confidence.
    """
    from quotes.evaluate.reviews import score_reviews, table
    from quotes.store import opened

    with opened(db) as opened_:
        figures = score_reviews(opened_)
    click.echo(json.dumps(figures, indent=1, ensure_ascii=False) if as_json else table(figures))


# ------------------------------------------------------------------ what they all do


def _evaluate(read: Callable[[], Corpus], options: Options) -> None:
    """Reads a corpus, scores on it and prints; errors are one line."""
    from quotes.evaluate.attributions import EvaluationError

    if options.predictions and options.pipeline:
        raise click.UsageError("--predictions are scored as they are; --pipeline has no use here.")
    try:
        output = _run(read(), options)
    except EvaluationError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        # spaCy's own, of a pipeline that is not there, names no file.
        said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise click.ClickException(said.splitlines()[0]) from None
    click.echo(output)


def _run(corpus: Corpus, options: Options) -> str:
    """Scores, writes the files asked for, and returns what to print."""
    from quotes.evaluate.changes import as_figures, changes_table, compare
    from quotes.evaluate.run import sample, score
    from quotes.evaluate.table import table

    corpus = sample(corpus, options.most) if options.most else corpus
    earlier = score(corpus, _read(options.compare)) if options.compare else None
    given = options.predictions
    records = _read(given) if given else _find(corpus, options.pipeline)
    run = score(corpus, records)
    if options.save:
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        options.save.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    figures = run.figures(options.bootstrap)
    changes = compare(earlier, run, options.bootstrap) if earlier else None
    if options.errors:
        _write_errors(run, figures, changes, options.errors)
    if options.as_json:
        if changes:
            figures["changes"] = as_figures(changes)
        return json.dumps(figures, indent=1, ensure_ascii=False)
    shown = table(figures)
    return f"{shown}\n{changes_table(changes, str(options.compare))}" if changes else shown


def _write_errors(run: Run, figures: Figures, changes: Changes | None, path: Path) -> None:
    """A page, or tab-separated values, by the ending of `path`."""
    from quotes.evaluate.error_page import write_page
    from quotes.evaluate.mistakes import write_mistakes

    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        if path.suffix.casefold() in _PAGE:
            write_page(run, figures, file, changes)
        else:
            write_mistakes(run.mistakes, file)


def _read(path: Path) -> Sequence[dict[str, Any]]:
    """The records of a file of predictions."""
    from quotes.evaluate.attributions import EvaluationError
    from quotes.evaluate.predictions import parse_lines

    try:
        with click.open_file(str(path), encoding="utf-8") as lines:
            return list(parse_lines(lines, str(path)))
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None


def _find(corpus: Corpus, pipeline: str | None) -> Sequence[dict[str, Any]]:
    """The records that a pipeline finds, with progress on standard error when it is a terminal."""
    from quotes.evaluate.run import predict
    from quotes.pipeline import load

    found = predict(corpus.articles, load(pipeline))
    if not sys.stderr.isatty():
        return [record for records in found for record in records]
    with click.progressbar(
        found, length=len(corpus.articles), label="Reading articles", file=sys.stderr
    ) as each:
        return [record for records in each for record in records]
