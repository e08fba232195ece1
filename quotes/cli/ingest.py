"""``quotes ingest``."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Mapping
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
    "--date",
    "--published",
    "published",
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

    An article that is there already is left as it is; an edited text of one takes its place, and
    corrections are carried over. --outlet and --date change what is stored as well. What cannot
    be read is told and left out; the rest goes on.
    """
    from quotes.articles import Article
    from quotes.cli.working import Work, name_of, sources
    from quotes.store import change_article, known, opened, write_article

    found = sources(paths)
    work = Work(Progress(len(found), silent))
    count = Counter[str]()

    def given(article: Article) -> Article:
        return replace(
            article,
            outlet=outlet or article.outlet,
            published=published or article.published,
        )

    with opened(db, write=True) as database:

        def is_there(article: Article) -> bool:
            stored = known(database, article)
            if stored is None or not stored.same:
                return False
            if outlet or published:
                count["updated"] += change_article(
                    database, stored.id, outlet=outlet, published=published
                )
            # Stored again all the same: it may say of itself what was not known before.
            write_article(database, article, ())
            return True

        articles = work.articles(found, is_there, given)
        for article, attributed in work.attributed(articles, pipeline):
            try:
                result = write_article(database, article, attributed)
            except ValueError as error:
                work.fail(f"{name_of(article)}: could not be stored ({error}); it is left out")
                continue
            count[result.status] += 1
            count["quotations"] += result.quotations
            if result.status != "known" and not result.quotations and not silent:
                work.progress.say(f"{name_of(article)}: has no quotation; it is kept all the same")
            if result.lost:
                work.progress.say(
                    f"{name_of(article)}: {_count(result.lost, 'correction')} found no place in"
                    " the new text; quotes review log --lost lists them"
                )
            work.progress.step()
    work.progress.clear()
    count["known"] += work.skipped
    if not silent:
        click.echo(_summary(count, work.failed), err=True)
        if count["new"] or count["changed"] or count["known"]:
            click.echo(f"Browse: quotes serve{_database_option(db)}", err=True)
    if work.failed:
        sys.exit(1)


def _summary(count: Mapping[str, int], failed: int) -> str:
    """``3 new articles, 1 changed, with 41 quotations; 12 already there.``"""
    stored = [f"{_count(count['new'], 'new article')}"]
    if count["changed"]:
        stored.append(f"{count['changed']:,} changed")
    text = f"{', '.join(stored)}, with {_count(count['quotations'], 'quotation')}"
    rest = []
    if count["known"]:
        rest.append(f"{count['known']:,} already there")
    if count["updated"]:
        rest.append(f"{count['updated']:,} of them given the outlet or date")
    if failed:
        rest.append(f"{failed:,} failed")
    return "; ".join([text, ", ".join(rest)] if rest else [text]) + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _database_option(db: Path) -> str:
    """What to add to a command for it to find the same database."""
    context = click.get_current_context()
    given = context.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    return f" --db {shlex.quote(str(db))}" if given else ""
