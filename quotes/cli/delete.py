"""``quotes delete``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import options
from quotes.cli.errors import Failed
from quotes.cli.output import legible

if TYPE_CHECKING:
    from sqlite_utils import Database

_MOST_SHOWN = 20


@click.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.database
def delete(articles: tuple[str, ...], yes: bool, db: Path) -> None:
    """Take articles out of the database, with their quotations.

    ARTICLE is a number, or a part of a title, path or address that one article alone has. Speakers
    whom no other article quotes go as well. Corrections are kept: they hold again when the article
    comes back.
    """
    from quotes.store import delete_articles, opened

    asked = not yes
    if asked and not sys.stdin.isatty():
        raise click.UsageError("Not at a terminal, where it could ask: say --yes to delete.")
    with opened(db, write=True) as database:
        found = list(
            {one["id"]: one for name in articles for one in [_one(database, name)]}.values()
        )
        ids = [one["id"] for one in found]
        if asked:
            for one in found[:_MOST_SHOWN]:
                click.echo(legible(f"  {_line(one)}"), err=True)
            if len(found) > _MOST_SHOWN:
                click.echo(f"  and {len(found) - _MOST_SHOWN:,} more", err=True)
            quotations = sum(one["quotations"] for one in found)
            question = (
                f"Delete {_count(len(ids), 'article')} with {_count(quotations, 'quotation')}?"
            )
            if not click.confirm(question, err=True):
                raise Failed("Nothing was deleted.")
        before = _totals(database)
        kept = _corrections(database, ids)
        gone = delete_articles(database, ids)
        _, quotations, speakers = (
            old - new for old, new in zip(before, _totals(database), strict=True)
        )
    click.echo(
        f"{_count(gone, 'article')} deleted, with {_count(quotations, 'quotation')} and"
        f" {_count(speakers, 'speaker')}.",
        err=True,
    )
    if kept:
        click.echo(
            f"{_count(len(kept), 'correction')} kept, for when the article comes back:", err=True
        )
        for line in kept:
            click.echo(legible(f"  {line}"), err=True)


def _one(db: Database, wanted: str) -> dict[str, Any]:
    from quotes.store.reading import find_articles

    found = find_articles(db, wanted)
    if not found:
        raise Failed(f"There is no article “{wanted}”.")
    if len(found) > 1:
        shown = "\n".join(f"  {_line(one)}" for one in found[:_MOST_SHOWN])
        more = f"\n  and {len(found) - _MOST_SHOWN:,} more" if len(found) > _MOST_SHOWN else ""
        raise Failed(f"{len(found):,} articles have “{wanted}”; give a number:\n{shown}{more}")
    return found[0]


def _line(article: dict[str, Any]) -> str:
    name = article["title"] or article["path"] or article["url"] or "without title"
    parts = [name, article["outlet"], (article["published"] or "")[:10]]
    return f"{article['id']}  {' · '.join(part for part in parts if part)}"


def _totals(db: Database) -> tuple[int, ...]:
    names = ("articles", "quotes", "speakers")
    return tuple(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names)


def _corrections(db: Database, ids: Sequence[int]) -> list[str]:
    """The corrections that people made in these articles, a line each."""
    from quotes.store.reviewing import reviews

    chosen = set(ids)
    lines = []
    for one in reviews(db, undone=False):
        if one["article"] and one["article"]["id"] in chosen:
            words = " ".join((one["text"] or "").split())
            shown = f" “{words[:59]}…”" if len(words) > 60 else f" “{words}”" if words else ""
            lines.append(f"{one['id']}  {one['action']}{shown} by {one['reviewer'] or 'somebody'}")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
