"""``quotes ingest``."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path

import click

from quotes.cli import options
from quotes.cli.progress import Progress


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.database
@click.option("--outlet", metavar="NAME", help="The outlet of all these articles.")
@click.option(
    "--published",
    metavar="DATE",
    type=options.a_day,
    help="The day on which all these articles were published.",
)
@options.pipeline
@click.option("--silent", is_flag=True, help="No progress and no summary, only what failed.")
def ingest(
    paths: tuple[str, ...],
    db: Path,
    outlet: str | None,
    published: str | None,
    pipeline: str | None,
    silent: bool,
) -> None:
    """Put articles into the database: files, folders, web addresses, or - for standard input.

    An article that is there already is left as it is. What cannot be read is told and left out;
    the rest goes on.
    """
    from quotes.articles import Article
    from quotes.cli.working import Work, name_of, sources
    from quotes.store import is_stored, opened, write_article

    def changed(article: Article) -> Article:
        return replace(
            article,
            outlet=outlet or article.outlet,
            published=published or article.published,
        )

    found = sources(paths)
    work = Work(Progress(len(found), silent))
    new = quotations = 0
    with opened(db, write=True) as database:
        articles = work.articles(found, lambda article: is_stored(database, article), changed)
        for article, attributed in work.attributed(articles, pipeline):
            try:
                result = write_article(database, article, attributed)
            except ValueError as error:
                work.fail(f"{name_of(article)}: could not be stored ({error}); it is left out")
                continue
            new += result.new
            work.skipped += not result.new
            quotations += result.quotations
            if result.new and not result.quotations and not silent:
                work.progress.say(f"{name_of(article)}: has no quotation; it is kept all the same")
            work.progress.step()
    work.progress.clear()
    if not silent:
        click.echo(_summary(new, quotations, work.skipped, work.failed), err=True)
        if new or work.skipped:
            click.echo(f"Browse: quotes serve{_database_option(db)}", err=True)
    if work.failed:
        sys.exit(1)


def _summary(new: int, quotations: int, known: int, failed: int) -> str:
    parts = [f"{_count(new, 'article')} ingested with {_count(quotations, 'quotation')}"]
    if known:
        parts.append(f"{known:,} already there")
    if failed:
        parts.append(f"{failed:,} failed")
    return ", ".join(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _database_option(db: Path) -> str:
    """What to add to a command for it to find the same database."""
    context = click.get_current_context()
    given = context.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    return f" --db {shlex.quote(str(db))}" if given else ""
