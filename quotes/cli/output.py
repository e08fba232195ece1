"""Records to standard output: for a person at a terminal, or for a program."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, Literal, TextIO

import click

Record = dict[str, Any]
Format = Literal["view", "json", "nl", "csv", "tsv", "table"]
#: The names of columns, and the keys that lead to their values in a record.
Columns = Mapping[str, tuple[str, ...]]

QUOTATION_COLUMNS: Columns = {
    "id": ("id",),
    "speaker": ("speaker", "name"),
    "type": ("type",),
    "text": ("text",),
    "cue": ("cue", "text"),
    "source": ("source", "text"),
    "resolution": ("resolution",),
    "confidence": ("confidence",),
    "reviewed": ("reviewed",),
    "speaker_id": ("speaker", "id"),
    "speaker_kind": ("speaker", "kind"),
    "speaker_title": ("speaker", "title"),
    "spans": ("spans",),
    "cue_start": ("cue", "start"),
    "cue_end": ("cue", "end"),
    "source_start": ("source", "start"),
    "source_end": ("source", "end"),
    "article_id": ("article", "id"),
    "title": ("article", "title"),
    "outlet": ("article", "outlet"),
    "published": ("article", "published"),
    "url": ("article", "url"),
    "path": ("article", "path"),
}
#: What a table on a terminal has room for.
_NARROW = tuple(
    "id speaker type text title outlet published confidence action said reviewer reviewed_at"
    .split()
)
_CELL_WIDTH = {"text": 60}
_OTHER_CELL_WIDTH = 30

# What can move the cursor, colour the screen or reverse the line, and what ends lines unseen.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def legible(text: str) -> str:
    """``text`` with control characters and direction overrides spelt out, safe on a terminal."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\r\n", "\n"))


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``, ``--nl``, ``--csv``, ``--tsv``, ``--table``, passed on as ``format``."""

    @wraps(command)
    def with_format(**values: Any) -> Any:
        chosen: list[Format] = [
            name for name in ("json", "nl", "csv", "tsv", "table") if values.pop(f"as_{name}")
        ]
        if len(chosen) > 1:
            given = " and ".join(f"--{name}" for name in chosen)
            raise click.UsageError(f"{given} cannot be used together.")
        default: Format = "view" if sys.stdout.isatty() else "json"
        return command(format=chosen[0] if chosen else default, **values)

    helps = {
        "json": "A JSON array (the default when not on a terminal).",
        "nl": "Newline-delimited JSON: one object a line.",
        "csv": "Comma-separated values with a header.",
        "tsv": "Tab-separated values with a header.",
        "table": "A plain table.",
    }
    for name, text in reversed(helps.items()):
        with_format = click.option(f"--{name}", f"as_{name}", is_flag=True, help=text)(with_format)
    return with_format


def emit(
    records: Iterable[Record],
    format: Format,
    columns: Columns,
    view: Callable[[Record], str],
    *,
    narrow: Sequence[str] = _NARROW,
) -> int:
    """Print ``records`` as they come; how many there were.

    ``narrow`` are the columns that a plain table has room for; where there are
    hardly any of them, it has all.
    """
    out = sys.stdout
    counted = _Counted(records)
    if format == "view":
        for record in counted:
            click.echo(view(record))
    elif format == "json":
        _write_json(counted, out)
    elif format == "nl":
        for record in counted:
            out.write(_json(record, out) + "\n")
    elif format == "table":
        _write_table(counted, columns, narrow, out)
    else:
        _write_csv(counted, columns, out, "," if format == "csv" else "\t")
    out.flush()
    return counted.count


class _Counted:
    """An iterable that knows how many it has given."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self.records:
            self.count += 1
            yield record


def _json(record: Record, out: TextIO) -> str:
    """One line of JSON; what is unsafe on a terminal is escaped, which loses nothing."""
    unicode = (out.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(record, ensure_ascii=not unicode)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one(record: Record) -> str:
    """A single record as a JSON object."""
    return _json(record, sys.stdout)


def write_line(text: str) -> None:
    """A line of a text to standard output, safe on a terminal."""
    sys.stdout.write((legible(text) if sys.stdout.isatty() else text) + "\n")


def _write_json(records: Iterable[Record], out: TextIO) -> None:
    separator = "["
    for record in records:
        out.write(separator + _json(record, out))
        separator = ",\n "
    out.write("[]\n" if separator == "[" else "]\n")


def _write_csv(records: Iterable[Record], columns: Columns, out: TextIO, delimiter: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    clean = legible if out.isatty() else str
    for record in records:
        writer.writerow([clean(_text(_value(record, path))) for path in columns.values()])


def _write_table(
    records: Iterable[Record], columns: Columns, narrow: Sequence[str], out: TextIO
) -> None:
    names: Sequence[str] = [name for name in columns if name in narrow]
    if len(names) < 3:
        names = list(columns)
    rows = [[_cell(name, _value(record, columns[name])) for name in names] for record in records]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    for row in (names, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out.write("  ".join(cells).rstrip() + "\n")


def _cell(name: str, value: object) -> str:
    text = " ".join(legible(_text(value)).split())
    width = _CELL_WIDTH.get(name, _OTHER_CELL_WIDTH)
    return text if len(text) <= width else text[: width - 1] + "…"


def _value(record: Record, path: Sequence[str]) -> object:
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
