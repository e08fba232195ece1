"""``quotes speakers``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import completion, options, output, views
from quotes.cli.errors import Failed
from quotes.cli.listing import left_out, nobody, strangers

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.store import Filters

_COLUMNS: output.Columns = {
    name: (name,)
    for name in (
        "id",
        "name",
        "kind",
        "title",
        "quotations",
        "articles",
        "outlets",
        "first",
        "last",
        "aliases",
    )
}
_NARROW = ("id", "name", "title", "quotations", "articles", "outlets", "first", "last")
_IMPORT = "import"


@click.command()
@click.argument(
    "name",
    metavar="[NAME | import FILE...]",
    nargs=-1,
    type=options.a_text,
    shell_complete=completion.speakers,
)
@click.option("--why", is_flag=True, help="Why each name is this speaker's; with NAME alone.")
@options.filters_sorted_by("id", "speaker", "quotations", "articles", "date")
@output.options
@options.database
def speakers(
    name: tuple[str, ...], why: bool, filters: Filters, format: output.Format, db: Path
) -> None:
    """List who is quoted, how often and where; with NAME, those who go by it.

    Where one alone does, there is a profile: titles, quotations over time and by outlet, who is
    quoted beside them, words, and with --why what made each name theirs.

    \b
    quotes speakers import FILE takes in a list of people (CSV with a header): name, and where
    known aliases (parted by ;), kind, gender (female, male); other columns, such as wikidata, are
    ids that profiles show.
    """
    if name and name[0] == _IMPORT:
        _import(name[1:], db)
        return
    from quotes.store import opened
    from quotes.store import speakers as stored

    wanted = " ".join(name) or None
    if why and wanted is None:
        raise click.UsageError("--why needs a NAME.")
    with opened(db) as database:
        found = stored(database, wanted, filters)
        records: Iterable[output.Record] = found
        if wanted is not None:
            records = _profiled(database, found, filters, format, why)
        count = output.emit(records, format, _COLUMNS, views.speaker, narrow=_NARROW)
        told = _told(database, wanted, filters)
        undated = left_out(database, filters)
    for line in told:
        click.echo(line, err=True)
    if not count and not told and format == "view":
        click.echo("Nobody is quoted." if wanted is None else "No quotation matches.", err=True)
    if undated:
        click.echo(undated, err=True)


def _told(database: Database, wanted: str | None, filters: Filters) -> list[str]:
    """Why there is nobody: names, articles and outlets that are not there."""
    from quotes.store import find_speakers

    lines = strangers(database, filters)
    if wanted is not None and not find_speakers(database, wanted):
        lines.insert(0, nobody(database, wanted))
    return lines


def _profiled(
    database: Database,
    found: Iterator[output.Record],
    filters: Filters,
    format: output.Format,
    why: bool,
) -> Iterator[output.Record]:
    """The records, with a profile where there is one alone, and the reasons where asked for."""
    from quotes.store.profile import profile
    from quotes.store.profile import why as reasons

    first = list(islice(found, 2))
    alone = len(first) == 1 and format in ("view", "json", "nl")
    for record in chain(first, found):
        if alone:
            record = profile(database, record, filters)
        yield {**record, "why": reasons(database, record["id"])} if why else record


def _import(files: Sequence[str], db: Path) -> None:
    from quotes.store import opened
    from quotes.store.gazetteer import GazetteerError, import_people, read_people

    if not files:
        raise click.UsageError("Name the file to import: quotes speakers import people.csv")
    people = []
    for file in files:
        try:
            with open(file, encoding="utf-8-sig", newline="") as lines:
                people += read_people(lines)
        except OSError as error:
            raise Failed(f"{file}: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise Failed(f"{file}: is not in UTF-8") from error
        except GazetteerError as error:
            raise Failed(f"{file}: {error}") from error
    with opened(db, write=True) as database:
        count = import_people(database, people)
    click.echo(f"{count:,} {'row' if count == 1 else 'rows'} imported.", err=True)
