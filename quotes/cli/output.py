"""Records to standard output: for a person at a terminal, or for a program."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TextIO

import click

Record = dict[str, Any]
Format = Literal["view", "json", "nl", "csv", "tsv", "table"]
#: The names of columns, and the keys that lead to their values in a record.
Columns = Mapping[str, tuple[str, ...]]

_FORMATS: Mapping[Format, str] = {
    "view": "For a person to read (the default on a terminal).",
    "json": "A JSON array (the default when not on a terminal).",
    "nl": "Newline-delimited JSON: one object a line.",
    "csv": "Comma-separated values with a header.",
    "tsv": "Tab-separated values with a header.",
    "table": "A plain table.",
}
#: What a table on a terminal has room for.
NARROW = tuple(
    "id speaker type text article_title title outlet published confidence action said reviewer"
    " reviewed_at".split()
)
_CELL_WIDTH = {"text": 60}
_OTHER_CELL_WIDTH = 30
#: A column of a table gives way to a narrow terminal until it is as narrow as this.
_NARROWEST_CELL = 6
_GAP = "  "

# What can move the cursor, colour the screen or turn the direction of a line, what ends lines
# unseen, and what stands for bytes that are no text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f"
    "\ud800-\udfff]"
)
_NO_TEXT = re.compile("[\ud800-\udfff]")
_NO_PAGER = "quotes.no_pager"


def legible(text: str) -> str:
    """``text`` with control characters and those of direction spelt out, safe on a terminal."""
    return _UNSAFE.sub(_spelt, text.replace("\r\n", "\n"))


def _spelt(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes; colour takes none."""
    if "\x1b" in text:
        text = click.unstyle(text)
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) or char == "\u200b" else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )


def cut(text: str, columns: int) -> str:
    """``text`` in so many columns, with an ellipsis where some of it had to go."""
    if width(text) <= columns:
        return text
    kept, taken = "", 0
    for char in text:
        taken += width(char)
        if taken > columns - 1:
            break
        kept += char
    return f"{kept}…"


def colour() -> bool | None:
    """Whether the environment wants colour; ``None`` leaves it to whether there is a terminal.

    ``NO_COLOR`` wins over ``FORCE_COLOR``; either counts when it is not empty.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def in_colour() -> bool:
    """Whether what is printed to standard output keeps its colours."""
    wanted = colour()
    return sys.stdout.isatty() if wanted is None else wanted


def page(pieces: Iterable[str]) -> None:
    """Print ``pieces``, each ending in a line break: through a pager where they are longer than
    the terminal, as the environment's ``PAGER`` says, unless ``--no-pager`` was given.
    """
    pieces = iter(pieces)
    context = click.get_current_context(silent=True)
    off = context is not None and context.meta.get(_NO_PAGER)
    command = _pager_command()
    if off or command is None or not (sys.stdout.isatty() and sys.stdin.isatty()):
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    screen = shutil.get_terminal_size()
    columns, rows = max(1, screen.columns), screen.lines or 24
    first: list[str] = []
    lines = 0
    for piece in pieces:
        first.append(piece)
        lines += sum(max(1, -(-width(line) // columns)) for line in piece.split("\n")[:-1])
        # The prompt of the shell takes a line as well.
        if lines >= rows:
            os.environ.setdefault("LESS", "-R")
            # Of less, click knows whether it takes colours; any other is given what is wanted.
            is_less = Path(command).stem == "less"
            click.echo_via_pager(chain(first, pieces), None if is_less else in_colour())
            return
    for piece in first:
        click.echo(piece, nl=False)


def _pager_command() -> str | None:
    """The program that ``PAGER`` names; none on a terminal that can only write lines."""
    try:
        words = shlex.split(os.environ.get("PAGER", ""))
    except ValueError:
        return None
    return None if os.environ.get("TERM") == "dumb" else (words or ["less"])[0]


def pager(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--no-pager``, which :func:`page` obeys."""

    def remember(context: click.Context, _option: click.Parameter, off: bool) -> None:
        context.meta[_NO_PAGER] = off

    option = click.option(
        "--no-pager",
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="Print what is longer than the terminal straight away, without a pager.",
    )
    return option(command)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--view``, ``--json``, ``--nl``, ``--csv``, ``--tsv``, ``--table``, as ``format``."""

    @wraps(command)
    def with_format(**values: Any) -> Any:
        chosen: list[Format] = [name for name in _FORMATS if values.pop(f"as_{name}")]
        if len(chosen) > 1:
            given = " and ".join(f"--{name}" for name in chosen)
            raise click.UsageError(f"{given} cannot be used together.")
        default: Format = "view" if sys.stdout.isatty() else "json"
        return command(format=chosen[0] if chosen else default, **values)

    with_options: Callable[..., Any] = pager(with_format)
    for name, text in reversed([*_FORMATS.items()]):
        option = click.option(f"--{name}", f"as_{name}", is_flag=True, help=text)
        with_options = option(with_options)
    return with_options


def emit(
    records: Iterable[Record],
    format: Format,
    columns: Columns,
    view: Callable[[Record], str],
    *,
    narrow: Sequence[str] = NARROW,
) -> int:
    """Print ``records`` as they come; how many there were.

    ``narrow`` are the columns that a plain table has room for; where there are
    hardly any of them, it has all.
    """
    out = sys.stdout
    counted = _Counted(records)
    if format == "view":
        page(f"{view(record)}\n" for record in counted)
    elif format == "json":
        _write_json(counted, out)
    elif format == "nl":
        for record in counted:
            out.write(_json(record, out) + "\n")
    elif format == "table":
        page(_table(counted, columns, narrow))
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
    return _UNSAFE.sub(_spelt, text)


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
    clean = legible if out.isatty() else _writable
    for record in records:
        writer.writerow([clean(_text(_value(record, path))) for path in columns.values()])


def _writable(text: str) -> str:
    return _NO_TEXT.sub(_spelt, text)


def _table(records: Iterable[Record], columns: Columns, narrow: Sequence[str]) -> Iterator[str]:
    """The lines of a plain table; on a terminal, no wider than that."""
    names: Sequence[str] = [name for name in columns if name in narrow]
    if len(names) < 3:
        names = list(columns)
    rows = [[_cell(name, _value(record, columns[name])) for name in names] for record in records]
    widths = [max(map(width, column)) for column in zip(names, *rows, strict=True)]
    if sys.stdout.isatty():
        widths = fitted(widths, shutil.get_terminal_size().columns, len(_GAP))
    for row in (names, ["-" * wide for wide in widths], *rows):
        # Columns at the end that there is no room for are left out.
        cells = (_padded(cut(cell, wide), wide) for cell, wide in zip(row, widths, strict=False))
        yield _GAP.join(cells).rstrip() + "\n"


def fitted(widths: Sequence[int], room: int, gap: int) -> list[int]:
    """``widths`` of columns with gaps between them, the widest made narrower until all fit.

    A column keeps the width by which it can be told from others; where that is
    still too much, the last ones go.
    """
    kept = list(widths)
    while len(kept) > 1 and sum(min(one, _NARROWEST_CELL) + gap for one in kept) - gap > room:
        kept.pop()
    room -= gap * (len(kept) - 1)
    most = max(kept, default=0)
    while most > 1 and sum(min(one, most) for one in kept) > room:
        most -= 1
    return [min(one, most) for one in kept]


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _cell(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    text = " ".join(legible(_text(value)).split())
    return cut(text, _CELL_WIDTH.get(name, _OTHER_CELL_WIDTH))


def _value(record: Record, path: Sequence[str]) -> object:
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
