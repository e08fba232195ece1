"""Tables as text: CSV, TSV, and the same with semicolons or bars. One article a row.

Cells may be in quotation marks, doubled or behind a backslash within, and then hold line breaks.
What stands where is read strictly: a row that cannot be right is named, never guessed at.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.records import Row, always, articles, guessed, told
from quotes.articles.formats.streams import MAX_PIECE, beginning, open_text
from quotes.articles.items import Note
from quotes.articles.limits import bound

SUFFIXES = frozenset((".csv", ".tsv", ".tab"))
_MEDIA_TYPES = frozenset(("text/csv", "text/tab-separated-values", "application/csv"))
#: Suffixes that say nothing of what is inside.
_OPEN_SUFFIXES = frozenset(("", ".txt", ".dat", ".psv", ".export", ".data"))
_OTHER_FORMATS = re.compile(r"\s*(?:<[!?a-zA-Z]|[{\[]\s*[{\"\[])")

_DELIMITERS = ",\t;|"
#: Rows that show how a table is written.
_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 1_000_000
_MOST_COLUMNS = bound("MAX_COLUMNS", 20_000)
_LONGEST_NAME = 60
#: Known names of columns in the first line that tell a table from prose with commas.
_KNOWN_NAMES = 2
#: Characters read again after broken rows, in search of the next good one.
_MOST_REREAD = 100_000_000
#: Characters that one row may have when it is tried as the next good one.
_MOST_TRIED = 2_000_000

_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*")
_ESCAPED = re.compile(r'[^"\\]*(?:(?:\\.|"")[^"\\]*)*\\?', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    quoted: bool = True
    escaped: bool = False
    """Whether a backslash stands before quotation marks within a cell."""


class _Broken(Exception):
    """A row whose quotation marks cannot be right."""


@dataclass(slots=True)
class _Lines:
    """Lines of a text that can be given back."""

    source: Iterator[str]
    number: int = 0
    """Of the line that was given last, from 1."""
    returned: deque[str] = field(default_factory=deque)

    def next(self) -> str | None:
        line = self.returned.popleft() if self.returned else next(self.source, None)
        self.number += line is not None
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self.returned.extendleft(reversed(lines))
        self.number -= len(lines)


def recognizes(blob: Blob, head: bytes) -> bool:
    """By the suffix or media type; else by a first row of known names with as many cells each."""
    text = beginning(head, blob.charset)
    if text is None or _OTHER_FORMATS.match(text):
        return False
    if blob.suffix in SUFFIXES or blob.media_type in _MEDIA_TYPES:
        return True
    return blob.suffix in _OPEN_SUFFIXES and _is_table(text)


def _is_table(text: str) -> bool:
    first, _, rest = text.partition("\n")
    if len(first) > _LONGEST_NAME * 50 or not rest.strip():
        return False
    # Most texts are no tables, which their first line says at once.
    if not any(_is_header(first.split(delimiter)) for delimiter in _DELIMITERS):
        return False
    _, header, rows, broken = _best(text)
    if broken or not rows or any(not name.strip() for name in header):
        return False
    if any(len(name) > _LONGEST_NAME for name in header):
        return False
    return _is_header(header) and all(len(row) == len(header) for row in rows)


def _is_header(names: Sequence[str]) -> bool:
    try:
        return len(guessed(names, Settings())) >= _KNOWN_NAMES
    except Refused:
        return False


def read(blob: Blob, settings: Settings) -> Iterator[Item | Note]:
    """An article a row; a row with other cells than the header is named."""
    with open_text(blob) as stream:
        sample = stream.read(_SAMPLE_CHARACTERS)
        if not sample.strip():
            raise Refused("is empty", "there is nothing to read in it")
        stream.seek(0)
        dialect, header, _, _ = _best(sample, settings)
        if len(header) > _MOST_COLUMNS:
            raise Refused(f"has more than {_MOST_COLUMNS:,} columns", "keep those of the article")
        header = [" ".join(name.split()) for name in header]
        try:
            fields = guessed(header, settings)
        except Refused as refusal:
            raise Refused(
                refusal.problem,
                f"{refusal.remedy}, or add a first line that names the columns",
            ) from refusal
        yield from told(blob.name, fields, settings)
        lines = _Lines(_pieces(iter(lambda: stream.readline(MAX_PIECE + 1), "")))
        _header(lines, dialect)
        wanted = {name: header.index(name) for name in fields.values()}
        rows = _rows(blob.name, lines, dialect, len(header), wanted)
        yield from articles(blob.name, rows, always(fields))


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > MAX_PIECE:
            raise Refused(
                f"has a line of more than {MAX_PIECE:,} characters", "split it into its articles"
            )
        yield line


# How it is written.


def _best(
    text: str, settings: Settings | None = None
) -> tuple[_Dialect, list[str], list[list[str]], int]:
    """The way to read ``text`` that gives known names and whole rows; header, rows, failures."""
    separator = _SEPARATOR_LINE.match(text)
    delimiters = separator[1] if separator else _DELIMITERS
    tried = []
    for delimiter in delimiters:
        for quoted, escaped in ((True, False), (True, True), (False, False)):
            if escaped and '\\"' not in text:
                continue
            # Prose has commas: without quotation marks around it, it cannot stand between them.
            if not quoted and ('"' not in text or delimiter in ",;"):
                continue
            dialect = _Dialect(delimiter, quoted, escaped)
            tried.append((dialect, *_sampled(text, dialect)))
    columns = (settings or Settings()).columns

    def merit(one: tuple[_Dialect, list[str], list[list[str]], int]) -> tuple[int, int, int]:
        _, header, rows, broken = one
        try:
            known = len(guessed(header, Settings(columns)))
        except Refused:
            known = 0
        telling = known or len(header) > 1
        good = sum(len(row) == len(header) for row in rows) if telling else 0
        return known, good - broken, len(header)

    return max(tried, key=merit)


def _sampled(text: str, dialect: _Dialect) -> tuple[list[str], list[list[str]], int]:
    """Header and first rows of ``text``, and how many of these are broken."""
    lines = _Lines(iter(io.StringIO(text, newline="")))
    try:
        header = _header(lines, dialect)
    except _Broken:
        return [], [], 1
    rows: list[list[str]] = []
    broken = 0
    for _ in range(_SAMPLE_ROWS):
        taken: list[str] = []
        try:
            row = _row(lines, dialect, MAX_PIECE, taken)
        except _Broken:
            # An open cell at the end is the rest of a row that the sample has not.
            broken += not _is_at_end(lines)
            lines.give_back(taken[1:])
            continue
        if row is None:
            break
        # The last row may go on behind the sample.
        if any(cell.strip() for cell in row):
            rows.append(row)
    if len(rows) > 1 and len(rows[-1]) != len(rows[0]) and _is_at_end(lines):
        rows.pop()
    return header, rows, broken


def _is_at_end(lines: _Lines) -> bool:
    line = lines.next()
    if line is not None:
        lines.give_back([line])
    return line is None


def _header(lines: _Lines, dialect: _Dialect) -> list[str]:
    """The first row that is not empty, after the line with which Excel names the separator."""
    while True:
        taken: list[str] = []
        row = _row(lines, dialect, _MOST_TRIED, taken)
        if row is None:
            return []
        if _SEPARATOR_LINE.fullmatch("".join(taken)) or not any(cell.strip() for cell in row):
            continue
        return row


# Rows.


def _rows(
    name: str, lines: _Lines, dialect: _Dialect, width: int, wanted: dict[str, int]
) -> Iterator[Row | ArticleError]:
    """The ``wanted`` cells of each row, and an error for each row that is not ``width`` wide."""
    number = 0
    reread = 0
    while True:
        taken: list[str] = []
        begin = lines.number + 1
        number += 1
        place = f"{name}#{number}"
        try:
            row = _row(lines, dialect, MAX_PIECE, taken)
        except _Broken as error:
            lines.give_back(taken[1:])
            reread = _find_row(lines, dialect, width, reread)
            yield ArticleError(
                place,
                f"{error}: {_range(begin, lines.number)} left out",
                "double the quotation marks that are inside a cell",
            )
            continue
        if row is None:
            return
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if len(row) == width:
            yield {column: row[index] for column, index in wanted.items()}
        elif len(row) == 1 and not row[0].strip():
            number -= 1
        else:
            cells = "1 cell" if len(row) == 1 else f"{len(row):,} cells"
            yield ArticleError(
                place,
                f"has {cells} where the first row has {width:,} (line {begin:,})",
                "put cells that hold separators or line breaks in quotation marks",
            )


def _find_row(lines: _Lines, dialect: _Dialect, width: int, reread: int) -> int:
    """Go on to the next line with which a whole row surely begins.

    A paragraph out of a broken cell must not become an article: the row has to have its number of
    cells, one of them in quotation marks. Returns the characters read for it so far.
    """
    while True:
        taken: list[str] = []
        try:
            row = _row(lines, dialect, _MOST_TRIED, taken)
            found = row is None or (len(row) == width and _has_quoted_cell(taken[0], dialect))
        except _Broken:
            found = False
        reread += sum(map(len, taken))
        if found:
            lines.give_back(taken)
            return reread
        lines.give_back(taken[1:])
        if reread > _MOST_REREAD:
            raise Refused(
                f"cannot be read on after line {lines.number:,}: too many broken rows",
                "double the quotation marks that are inside cells",
            )


def _range(first: int, last: int) -> str:
    return f"line {first:,}" if last <= first else f"lines {first:,} to {last:,}"


def _has_quoted_cell(line: str, dialect: _Dialect) -> bool:
    return line.startswith('"') or f'{dialect.delimiter}"' in line


def _row(lines: _Lines, dialect: _Dialect, limit: int, taken: list[str]) -> list[str] | None:
    """The cells of the next row, ``None`` at the end; ``taken`` receives its lines."""
    line = lines.next()
    if line is None:
        return None
    taken.append(line)
    delimiter = dialect.delimiter
    if '"' not in line or not dialect.quoted:
        return line.rstrip("\r\n").split(delimiter)
    cells: list[str] = []
    position = 0
    while True:
        if not line.startswith('"', position):
            end = line.find(delimiter, position)
            if end < 0:
                cells.append(line[position:].rstrip("\r\n"))
                return cells
            cells.append(line[position:end])
            position = end + 1
            continue
        cell, line, position = _quoted_cell(lines, dialect, line, position + 1, limit, taken)
        cells.append(cell)
        if line.startswith(delimiter, position):
            position += 1
        elif not line[position:].strip("\r\n"):
            return cells
        else:
            raise _Broken("has a quotation mark within a cell that is not doubled")


def _quoted_cell(
    lines: _Lines, dialect: _Dialect, line: str, position: int, limit: int, taken: list[str]
) -> tuple[str, str, int]:
    """The cell that begins at ``position``, the line that it ends in, and where."""
    pieces: list[str] = []
    size = 0
    while (end := _closing(line, position, dialect.escaped)) == len(line):
        pieces.append(line[position:])
        size += len(line) - position
        following = lines.next() if size <= limit else None
        if following is None:
            raise _Broken("has a cell whose quotation mark is never closed")
        taken.append(following)
        line, position = following, 0
    pieces.append(line[position:end])
    cell = "".join(pieces).replace('""', '"')
    return _ESCAPED.sub(r"\1", cell) if dialect.escaped else cell, line, end + 1


def _closing(line: str, position: int, escaped: bool) -> int:
    """Where the quotation mark is that ends a cell; the end of the line if it goes on."""
    start = position
    while (position := line.find('"', position)) >= 0:
        before = line[start:position]
        if escaped and (len(before) - len(before.rstrip("\\"))) % 2:
            position += 1
        elif line.startswith('""', position):
            position += 2
        else:
            return position
        start = position
    return len(line)
