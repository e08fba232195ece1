"""``quotes ingest``."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from quotes.cli import options, reading, waiting
from quotes.cli.progress import Progress

if TYPE_CHECKING:
    from quotes.articles import Article
    from quotes.store.journal import Entry

T = TypeVar("T")

#: So many entries of the journal are written at once.
_ENTRIES = 50


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@options.database
@click.option(
    "--outlet", metavar="NAME", type=options.a_text, help="The outlet of all these articles."
)
@click.option(
    "--date",
    "--published",
    "published",
    metavar="DATE",
    type=options.a_day,
    help="The day on which all these articles were published.",
)
@reading.options
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write what became of each source as lines of JSON; - for standard output.",
)
@options.pipeline
@click.option("-q", "--silent", is_flag=True, help="No progress and no summary, only what failed.")
def ingest(
    paths: tuple[str, ...],
    db: Path,
    outlet: str | None,
    published: str | None,
    columns: dict[str, str],
    query: str | None,
    date_from: str | None,
    allow_private: bool,
    workers: int | None,
    report: Path | None,
    pipeline: str | None,
    silent: bool,
) -> None:
    """Put articles into the database: files, folders, web addresses, or - for standard input.

    Files may be text, Markdown, HTML, tables (CSV, Excel, Parquet, SQLite), JSON, feeds, mail,
    exports of Nexis and Factiva, Word, OpenDocument, RTF and PDF, lists of addresses, and archives
    of any of these; each record is its own article.

    An article that is there already is left as it is; an edited text of one takes its place, and
    corrections are carried over. --outlet and --date change what is stored as well. What cannot
    be read is told, counted and left out; the rest goes on, and the exit status is 1.
    """
    from quotes.cli.working import Left, Work, name_of, sources
    from quotes.store import change_article, known, opened, write_article
    from quotes.store.articles import is_known_address, note_address
    from quotes.store.journal import Entry

    found = sources(paths)
    progress = Progress(len(found), silent)
    count = Counter[str]()

    def given(article: Article) -> Article:
        return replace(
            article,
            outlet=outlet or article.outlet,
            published=published or article.published,
        )

    def patiently(write: Callable[[], T]) -> T:
        return waiting.patiently(write, progress)

    with (
        opened(db, write=True) as database,
        _journal(database, report, count, patiently) as enter,
    ):

        def tell(source: str, what: Left, why: str | None) -> None:
            enter(Entry(source, what, why))

        def is_there(article: Article) -> bool:
            stored = known(database, article)
            if stored is None or not stored.same:
                return False
            if outlet or published:
                count["updated"] += change_article(
                    database, stored.id, outlet=outlet, published=published
                )
            # Stored again all the same: it may say of itself what was not known before.
            patiently(lambda: write_article(database, article, ()))
            return True

        work = Work(
            progress,
            reading.settings(columns, query, date_from),
            is_known=lambda url: is_known_address(database, url),
            allow_private=allow_private,
            tell=tell,
            moved=lambda asked, url: patiently(lambda: note_address(database, asked, url)),
        )
        articles = work.articles(found, is_there, given)
        for article, attributed in work.attributed(articles, pipeline, workers):
            write = lambda a=article, q=attributed: write_article(database, a, q)  # noqa: E731
            try:
                result = patiently(write)
            except ValueError as error:
                work.fail(name_of(article), f"could not be stored ({error}); it is left out")
                continue
            count[result.status] += 1
            count["quotations"] += result.quotations
            count["undated"] += result.status != "known" and article.published is None
            enter(Entry(name_of(article), result.status, None, result.article_id))
            if result.status != "known" and not result.quotations:
                work.note(name_of(article), "has no quotation; it is kept all the same")
            if result.lost:
                work.note(
                    name_of(article),
                    f"{_count(result.lost, 'correction')} found no place in the new text;"
                    " quotes review log --lost lists them",
                )
            progress.article()
        count["known"] += work.skipped
        count["failed"] = work.failed
    progress.clear()
    if not silent:
        click.echo(_summary(count), err=True)
        if count["undated"]:
            click.echo(
                f"{_count(count['undated'], 'article')} without a date: --since and --until leave"
                " them out; --date gives them one, --date-from name takes it from file names.",
                err=True,
            )
        if count["new"] or count["changed"] or count["known"]:
            click.echo(f"Browse: quotes serve{_database_option(db)}", err=True)
    if work.failed:
        sys.exit(1)


@contextmanager
def _journal(
    database: Any,
    report: Path | None,
    count: Mapping[str, int],
    patiently: Callable[[Callable[[], Any]], Any],
) -> Iterator[Callable[[Entry], None]]:
    """A function that takes the entries of this run into the database and the report."""
    from quotes.store import journal

    entries: list[Entry] = []
    run: int | None = None

    def flush() -> None:
        nonlocal run
        # A run that changes nothing leaves no trace: the database stays as it is, byte for byte.
        if any(one.status not in ("known", "skipped") for one in entries):
            number = patiently(lambda: journal.begin(database)) if run is None else run
            run = number
            patiently(lambda: journal.add(database, number, entries))
        entries.clear()

    with _report(report) as file:

        def enter(entry: Entry) -> None:
            entries.append(entry)
            if file is not None:
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            if len(entries) >= _ENTRIES:
                flush()

        try:
            yield enter
        finally:
            flush()
            if run is not None:
                number = run
                patiently(lambda: journal.end(database, number, count))


@contextmanager
def _report(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
    else:
        with click.open_file(str(path), "w", encoding="utf-8") as file:
            yield file


def _summary(count: Mapping[str, int]) -> str:
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
    if count["failed"]:
        rest.append(f"{count['failed']:,} failed")
    return "; ".join([text, ", ".join(rest)] if rest else [text]) + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _database_option(db: Path) -> str:
    """What to add to a command for it to find the same database."""
    context = click.get_current_context()
    given = context.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    return f" --db {shlex.quote(str(db))}" if given else ""
