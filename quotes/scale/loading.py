"""The results of a cluster into the database, as if the articles had been ingested one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from quotes.scale import parquet
from quotes.scale.parquet import Stored
from quotes.scale.records import BadRecord, Row, ScaleError, article_of, quotation_of
from quotes.store import WriteResult, write_article
from quotes.types import Article, AttributedQuotation


@dataclass(slots=True)
class Loaded:
    """What came into the database."""

    articles: Counter[str] = field(default_factory=Counter)
    """How many were ``new``, ``changed``, ``known``."""
    quotations: int = 0
    lost: int = 0
    """Corrections whose words are not in an article any more."""
    left_out: int = 0
    """Articles that could not be loaded."""
    bad_files: int = 0
    failed_before: int = 0
    """Articles that failed when the results were made."""
    versions: set[str] = field(default_factory=set)
    """Of the program and pipeline that made the results."""


def found(folders: Sequence[Path]) -> tuple[list[Stored], list[ScaleError]]:
    """The partitions of all folders in order, and what is wrong with others."""
    parquet.require()
    parts: list[Stored] = []
    errors: list[ScaleError] = []
    for folder in folders:
        for one in parquet.stored(folder):
            (errors if isinstance(one, ScaleError) else parts).append(one)  # type: ignore[arg-type]
    return parts, errors


def load(
    db: Database,
    parts: Sequence[Stored],
    *,
    say: Callable[[str], None] = lambda line: None,
    article: Callable[[], None] = lambda: None,
    part: Callable[[], None] = lambda: None,
    patiently: Callable[[Callable[[], WriteResult]], WriteResult] = lambda write: write(),
) -> Loaded:
    """Put the articles of ``parts`` into the database, each in a transaction of its own.

    One that is there already is left as it is, so that it can be stopped and run again. What is
    wrong with a file is said in one line. ``article`` and ``part`` are called after each;
    ``patiently`` does each writing, and may wait for a database that is locked.
    Raises ``sqlite3.Error``.
    """

    def write(article: Article, quotations: Sequence[AttributedQuotation]) -> WriteResult:
        return patiently(partial(write_article, db, article, quotations))

    result = Loaded()
    for one in parts:
        stamp = one.stamp
        result.failed_before += stamp.errors
        result.versions.add(f"{stamp.version}, {stamp.pipeline or 'the bundled pipeline'}")
        try:
            problems = _load(
                one, result, article, lambda a, q: patiently(partial(write_article, db, a, q))
            )
        except ScaleError as error:
            result.bad_files += 1
            say(f"{error}; its articles before the damage are loaded")
            problems = []
        if problems:
            result.left_out += len(problems)
            more = f"; {len(problems) - 1:,} more are left out as well" if problems[1:] else ""
            say(f"{one.file('articles')}: {problems[0]}; it is left out{more}")
        part()
    return result


def _load(
    part: Stored,
    result: Loaded,
    done: Callable[[], None],
    write: Callable[[Article, Sequence[AttributedQuotation]], WriteResult],
) -> list[str]:
    problems = []
    for row, quotation_rows in parquet.articles(part):
        try:
            article, quotations = _entry(row, quotation_rows)
            written = write(article, quotations)
        except ValueError as error:  # BadRecord, and spans that do not hold their words.
            problems.append(f"article {row['number']} cannot be stored ({_short(error)})")
            continue
        result.articles[written.status] += 1
        result.quotations += written.quotations
        result.lost += written.lost
        done()
    return problems


def _entry(row: Row, quotation_rows: Sequence[Row]) -> tuple[Article, list[AttributedQuotation]]:
    article = article_of(row)
    quotations = []
    for at, one in enumerate(quotation_rows, 1):
        try:
            quotations.append(quotation_of(one, article.text))
        except BadRecord as error:
            raise BadRecord(f"quotation {at}: {error}") from error
    return article, quotations


def _short(error: ValueError) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 200 else f"{text[:199]}…"
