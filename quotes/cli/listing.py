"""``quotes list`` and ``quotes search``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import completion, options, output, views
from quotes.types import QUOTATION_COLUMNS

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.store import Filters

_LONGEST_NAME = 60


@click.command("list")
@click.argument(
    "speaker",
    metavar="[SPEAKER]",
    nargs=-1,
    type=options.a_text,
    shell_complete=completion.speakers,
)
@options.filters
@output.options
@options.database
def list_(speaker: tuple[str, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """List quotations, of one SPEAKER or of all.

    SPEAKER is any name or alias that the articles use, a surname, or a speaker's number.
    """
    if speaker:
        filters = replace(filters, speakers=(*filters.speakers, " ".join(speaker)))
    _print(filters, format, db, by_rank=False)


@click.command()
@click.argument("words", metavar="WORDS", nargs=-1, required=True, type=options.a_text)
@options.filters
@output.options
@options.database
def search(words: tuple[str, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """Find quotations with all these WORDS, the best match first.

    Words match whatever their ending; "words in double quotes" are a phrase, and a star ends the
    beginning of a word (migra*).
    """
    typed = " ".join(filter(None, (*words, filters.search)))
    _print(replace(filters, search=typed), format, db, by_rank=True)


def _print(filters: Filters, format: output.Format, db: Path, by_rank: bool) -> None:
    from quotes.store import opened, quotations

    with opened(db) as database:
        records = quotations(database, filters, by_rank=by_rank, evidence=format == "view")
        narrow = output.NARROW if filters.acts == ("statement",) else (*output.NARROW, "act")
        count = output.emit(records, format, QUOTATION_COLUMNS, views.quotation, narrow=narrow)
        unknown = strangers(database, filters)
        undated = left_out(database, filters)
    for line in unknown:
        click.echo(line, err=True)
    if format == "view" and not count and not unknown:
        click.echo("No quotation matches.", err=True)
    if undated:
        click.echo(undated, err=True)


def strangers(database: Database, filters: Filters) -> list[str]:
    """A line for each speaker, article and outlet of ``filters`` that the database has not."""
    from quotes.store import find_speakers
    from quotes.store.filters import has_article, has_outlet, near_articles, near_outlets

    lines = [
        nobody(database, name) for name in filters.speakers if not find_speakers(database, name)
    ]
    if (article := filters.article) is not None and not has_article(database, article):
        what = f"There is no article {_shown(article)}."
        lines.append(_with_near(what, near_articles(database, article)))
    if (outlet := filters.outlet) is not None and not has_outlet(database, outlet):
        what = f"No article is from an outlet {_shown(outlet)}."
        lines.append(_with_near(what, near_outlets(database, outlet)))
    return lines


def nobody(database: Database, name: str) -> str:
    """That nobody goes by ``name``, and who may be meant."""
    from quotes.store.finding import near_speakers

    near = [one.name for one in near_speakers(database, name)]
    return _with_near(f"Nobody quoted goes by {_shown(name)}.", near)


def _shown(name: str) -> str:
    return f"“{output.cut(output.legible(' '.join(name.split())), _LONGEST_NAME)}”"


def _with_near(message: str, near: Sequence[str]) -> str:
    if not near:
        return message
    names = [" ".join(output.legible(name).split()) for name in dict.fromkeys(near)]
    listed = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{message} Did you mean {listed}?"


def left_out(database: Database, filters: Filters) -> str | None:
    """What a person at a terminal who asks for days has to know of articles without a date."""
    from quotes.store.reading import undated

    if not sys.stdout.isatty() or not (filters.since or filters.until):
        return None
    count = undated(database, filters)
    if not count:
        return None
    are = "quotation is" if count == 1 else "quotations are"
    return f"{count:,} {are} left out: the article has no date."
