"""``quotes articles``."""

from __future__ import annotations

from pathlib import Path

import click

from quotes.cli import options, output, views
from quotes.cli.listing import strangers

_COLUMNS: output.Columns = {
    name: (name,)
    for name in (
        "id",
        "title",
        "outlet",
        "published",
        "quotations",
        "speakers",
        "word_count",
        "ingested_at",
        "versions",
        "byline",
        "place",
        "url",
        "path",
    )
}
_NARROW = ("id", "title", "outlet", "published", "quotations", "speakers")
_VERSION_COLUMNS: output.Columns = {
    name: (name,)
    for name in (
        "id",
        "version",
        "title",
        "outlet",
        "published",
        "word_count",
        "ingested_at",
        "replaced_at",
        "url",
        "path",
        "text",
    )
}
_VERSION_NARROW = ("id", "version", "title", "word_count", "ingested_at", "replaced_at")


@click.command()
@click.argument("words", metavar="[WORDS]", nargs=-1, type=options.a_text)
@click.option("--versions", is_flag=True, help="The earlier texts of articles that were edited.")
@options.OUTLET
@options.SINCE
@options.UNTIL
@options.INGESTED_SINCE
@options.sort("id", "date", "title", "outlet", "ingested", "quotations", "speakers")
@options.LIMIT
@options.OFFSET
@output.options
@options.database
def articles(
    words: tuple[str, ...],
    versions: bool,
    outlet: str | None,
    since: str | None,
    until: str | None,
    ingested_since: str | None,
    sort: str | None,
    limit: int | None,
    offset: int | None,
    format: output.Format,
    db: Path,
) -> None:
    """List the articles, or those with all these WORDS, the best match first.

    Words match whatever their ending; "words in double quotes" are a phrase, and a star ends the
    beginning of a word (migra*). --versions shows the texts that edited articles had before.
    """
    from quotes.store import Filters, opened
    from quotes.store.reading import articles as stored
    from quotes.store.reading import earlier_texts

    if versions and sort:
        raise click.UsageError("--sort is not for --versions: they come by article and time.")
    filters = Filters(
        outlet=outlet,
        since=since,
        until=until,
        ingested_since=ingested_since,
        search=" ".join(words) or None,
        sort=sort,
        limit=limit,
        offset=offset,
    )
    with opened(db) as database:
        if versions:
            count = output.emit(
                earlier_texts(database, filters),
                format,
                _VERSION_COLUMNS,
                views.earlier_text,
                narrow=_VERSION_NARROW,
            )
        else:
            count = output.emit(
                stored(database, filters), format, _COLUMNS, views.article, narrow=_NARROW
            )
        unknown = strangers(database, filters)
    for line in unknown:
        click.echo(line, err=True)
    if format == "view" and not count and not unknown:
        click.echo("No article was edited." if versions else "No article matches.", err=True)
