"""``quotes sources``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import options, output
from quotes.cli.charts import bars
from quotes.cli.output import Record, legible

if TYPE_CHECKING:
    from quotes.store import Filters
    from quotes.store.sources import Dimension

_COUNTS = ("quotations", "words", "appearances", "speakers")
_COLUMNS: output.Columns = {
    **{name: (name,) for name in ("outlet", "month", "measure", "group", *_COUNTS)},
    **{f"of_{name}": ("of", name) for name in _COUNTS},
    **{f"share_{name}": ("share", name) for name in _COUNTS},
    "speakers_low": ("low",),
    "speakers_high": ("high",),
}
#: What a plain table has room for.
_NARROW = ("measure", "group", *_COUNTS, "share_quotations", "share_speakers")
_NOTE = (
    "Women and men are those whom pronouns, titles, relations and all but certain first names tell;"
    " nobody else is guessed. In brackets are 95% intervals."
)
_WIDEST = 100
_NARROWEST = 72
_LABEL = 24


def _dimensions(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in value.split(",")) if value else ()
    wrong = [part for part in chosen if part not in ("outlet", "month")]
    if wrong or len(set(chosen)) < len(chosen):
        raise click.BadParameter(f"{value!r} is not outlet, month or outlet,month.")
    return chosen


@click.command()
@click.option(
    "--by",
    metavar="outlet|month|outlet,month",
    callback=_dimensions,
    help="The same for each outlet, each month of publication, or both.",
)
@options.unsorted_filters
@output.options
@options.database
def sources(by: tuple[Dimension, ...], filters: Filters, format: output.Format, db: Path) -> None:
    """Report who gets to speak: named or not, women and men, officials and others.

    Counts quotations, the words quoted, speakers, and appearances: each speaker once an article.
    Gender is what the articles tell of it, unknown where they do not. With --by, --limit is that of
    outlets or months.
    """
    from quotes.cli.listing import strangers
    from quotes.store import opened
    from quotes.store.sources import sources as counted

    with opened(db) as database:
        records = map(_with_ends, counted(database, filters, by))
        if format == "view":
            _view(list(records), by)
        else:
            output.emit(records, format, _columns(format, by), lambda record: "")
        unknown = strangers(database, filters)
    for line in unknown:
        click.echo(line, err=True)


def _with_ends(record: Record) -> Record:
    low, high = record["interval"] or (None, None)
    return {**record, "low": low, "high": high}


def _columns(format: output.Format, by: Sequence[str]) -> output.Columns:
    if format != "table":
        return _COLUMNS
    return {name: _COLUMNS[name] for name in (*by, *_NARROW)}


def _view(records: Sequence[Record], by: Sequence[str]) -> None:
    whole = {
        name: sum(record[name] for record in records if record["measure"] == "kind")
        for name in ("quotations", "words")
    }
    if not whole["quotations"]:
        click.echo("No quotation matches.", err=True)
        return
    nobody = sum(
        record["quotations"]
        for record in records
        if (record["measure"], record["group"]) == ("kind", "no speaker")
    )
    head = f"{whole['quotations']:,} quotations, {whole['words']:,} words quoted"
    click.echo(click.style(head, bold=True), nl=False)
    click.echo(f"; {_percent(nobody / whole['quotations'])} of them without a speaker\n")
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    for line in _places(records, by, width) if by else _measures(records, width):
        click.echo(line)
    click.echo(click.style(_wrapped(_NOTE, width), dim=True))


def _measures(records: Iterable[Record], width: int) -> Iterator[str]:
    """A chart for each measure: share of quotations, then the counts beside it."""
    from quotes.store.sources import TITLES

    for measure, group in groupby(records, key=lambda record: str(record["measure"])):
        rows = list(group)
        if not rows[0]["of"]["quotations"]:
            continue
        room = width - 50
        yield click.style(TITLES.get(measure, measure), bold=True)
        yield click.style(
            f"{'':{room}}{'quotations':>11}{'words':>10}{'speakers':>9}{'of speakers':>20}",
            dim=True,
        )
        shares = [(row["group"], _hundredths(row["share"]["quotations"])) for row in rows]
        for row, bar in zip(rows, bars(shares, room, ascii=_ascii()), strict=True):
            speakers = _share_of_speakers(row) if row["group"] != "no speaker" else ""
            yield (
                f"{bar:<{room}}{row['quotations']:>11,}{row['words']:>10,}{row['speakers']:>9,}"
                f"{speakers:>20}"
            ).rstrip()
        of = rows[0]["of"]
        total = f"{'of':<{room}}{of['quotations']:>11,}{of['words']:>10,}{of['speakers']:>9,}"
        yield click.style(total, dim=True)
        yield ""


def _places(records: Iterable[Record], by: Sequence[str], width: int) -> Iterator[str]:
    """A line for each outlet or month, with a bar for women among the speakers that are told."""
    rows = []
    for place, group in groupby(records, key=lambda record: (record["outlet"], record["month"])):
        told = {(record["measure"], record["group"]): record for record in group}
        rows.append((_name(place, by), told))
    room = width - 48
    yield click.style(
        f"{'Women, % of speakers told':{room}}{'(95%)':>10}{'quotations':>11}{'speakers':>9}"
        f"{'untold':>8}{'officials':>10}",
        dim=True,
    )
    women = [told["gender where told", "women"] for _, told in rows]
    shares = [
        (name, _hundredths(record["share"]["speakers"]))
        for (name, _), record in zip(rows, women, strict=True)
    ]
    for (_, told), record, bar in zip(rows, women, bars(shares, room, ascii=_ascii()), strict=True):
        kind = told["kind", "person"]
        yield (
            f"{bar:<{room}}{_interval(record):>10}{kind['of']['quotations']:>11,}"
            f"{kind['of']['speakers']:>9,}"
            f"{_percent(told['gender', 'unknown']['share']['speakers']):>8}"
            f"{_percent(told['role', 'official']['share']['speakers']):>10}"
        ).rstrip()
    yield click.style(
        "\nUntold are named people of whom no article tells it; officials are a share of named"
        " people.",
        dim=True,
    )


def _name(place: tuple[str | None, str | None], by: Sequence[str]) -> str:
    outlet, month = place
    parts = {"outlet": legible(outlet or "no outlet"), "month": month or "no date"}
    name = " ".join(parts[one] for one in ("outlet", "month") if one in by)
    if len(name) <= _LABEL:
        return name
    # The month is what tells the lines of one outlet apart.
    end = f" {parts['month']}" if len(by) > 1 else ""
    return name[: _LABEL - len(end) - 1] + "…" + end


def _share_of_speakers(row: Record) -> str:
    share = _percent(row["share"]["speakers"])
    interval = _interval(row)
    return f"{share} {interval}" if interval else share


def _interval(row: Record) -> str:
    if row["low"] is None:
        return ""
    return f"({100 * row['low']:.0f}–{100 * row['high']:.0f}%)"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}%"


def _hundredths(share: float | None) -> float:
    return round(100 * share) if share else 0.0


def _ascii() -> bool:
    return not (sys.stdout.encoding or "utf-8").lower().startswith("utf")


def _wrapped(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width)
