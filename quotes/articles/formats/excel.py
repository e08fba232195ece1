"""Excel workbooks (``.xlsx``), an article a row, of every sheet that has a text column."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import chain
from typing import Any

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.archive import zip_members
from quotes.articles.formats.records import Row, always, articles, guessed, told
from quotes.articles.formats.streams import MAX_RATIO, SMALL, begun, guarded, reason
from quotes.articles.items import Note
from quotes.articles.limits import bound

_ZIP = b"PK\x03\x04"
#: Excel's files before 2007, and those with a password: a file system of their own.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm"))
_OLD_SUFFIXES = frozenset((".xls", ".xlt", *_SUFFIXES))
_OLD_STREAMS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OLD_BYTES = 64_000_000

#: One sheet, unpacked; its markup outweighs the text, which lies elsewhere.
_MOST_OF_SHEET = bound("MAX_SHEET", 1_000_000_000)
#: All texts of the workbook, unpacked, and other parts: these are held in memory.
_MOST_OF_PART = bound("MAX_WORKBOOK_PART", 256_000_000)
#: As many as a sheet of Excel can have.
_MOST_ROWS = 1_048_576
#: Cells of one sheet, the empty ones too.
_MOST_CELLS = bound("MAX_CELLS", 50_000_000)
_MOST_SHEETS = bound("MAX_SHEETS", 500)
#: Rows that may stand above the header, with a title or a date.
_ABOVE = 20
#: What a cell of Excel can hold; the rest was dropped when it was filled.
_FULL_CELL = 32_767


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its parts, old ones by their streams; by the suffix if it is too damaged to tell."""
    if head.startswith(_ZIP):
        try:
            return "xl/workbook.xml" in (members := zip_members(blob)) or any(
                name.startswith("xl/") for name in members
            )
        except Refused:
            return blob.suffix in _SUFFIXES
    if not head.startswith(_OLE):
        return False
    return blob.suffix in _OLD_SUFFIXES or _has_stream(blob, _OLD_STREAMS)


def _has_stream(blob: Blob, names: tuple[bytes, ...]) -> bool:
    with blob.open() as file:
        data = file.read(_OLD_BYTES)
    return any(name in data for name in names)


def read(blob: Blob, settings: Settings) -> Iterator[Item | Note]:
    """The articles of its sheets, in order."""
    if blob.open().read(len(_OLE)) == _OLE:
        if _has_stream(blob, (_LOCKED_STREAM,)):
            raise Refused("is a password-protected workbook", "save it without a password")
        raise Refused("is an Excel file of before 2007", "save it as .xlsx")
    _check_parts(blob)
    try:
        import openpyxl
    except ImportError as error:
        raise Refused("is an Excel file, which needs openpyxl", "pip install openpyxl") from error
    with blob.open() as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(
                    file, read_only=True, data_only=True, keep_links=False
                )
        except Exception as error:
            raise Refused(f"is a damaged Excel file ({reason(error)})", "save it anew") from error
        try:
            sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
            yield from _sheets(blob.name, sheets[:_MOST_SHEETS], settings)
        finally:
            book.close()


def _check_parts(blob: Blob) -> None:
    """Refuse what would fill the memory, and declarations that no workbook has."""
    from zipfile import ZipFile

    members = zip_members(blob)
    with blob.open() as file, ZipFile(file) as package:
        for name, member in members.items():
            most = _MOST_OF_SHEET if "/worksheets/" in name else _MOST_OF_PART
            ratio = MAX_RATIO * member.compress_size
            if member.file_size > most or member.file_size > max(SMALL, ratio):
                raise Refused("is an Excel file that unpacks to too much", "save it in parts")
            if member.flag_bits & 1:
                raise Refused("is a password-protected workbook", "save it without a password")
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                with package.open(member) as part:
                    beginning = part.read(4096).replace(b"\0", b"")
            except Exception as error:
                raise Refused(
                    f"is a damaged Excel file ({reason(error)})", "save it anew"
                ) from error
            if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
                raise Refused("is an Excel file with declarations of its own", "save it anew")


def _sheets(name: str, sheets: list[Any], settings: Settings) -> Iterator[Item | Note]:
    problem: Refused | None = None
    without: list[str] = []
    any_read = False
    for sheet in sheets:
        path = name if len(sheets) == 1 else f"{name}/{sheet.title}"
        rows = guarded(_cells(sheet), "is a damaged Excel file", "save it anew")
        above, rest = begun(rows, _ABOVE)
        try:
            at, fields = _header(above, settings)
        except Refused as refusal:
            # Nothing but what stopped them, if anything did.
            next(rest, None)
            if any(any(row) for row in above):
                without.append(sheet.title)
                problem = problem or refusal
            continue
        any_read = True
        yield from told(path, fields, settings)
        header = _names(above[at])
        wanted = {column: header.index(column) for column in fields.values()}
        records = _records(path, chain(above[at + 1 :], rest), wanted, fields["text"])
        yield from articles(path, records, always(fields))
    if not any_read:
        raise problem or Refused("is empty", "there is nothing to read in it")
    if without:
        sheets_named = ", ".join(f"'{title}'" for title in without[:5])
        yield Note(name, f"no text column in {len(without)} of its sheets ({sheets_named})")


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, whatever it says of its own size."""
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(row)
        if number > _MOST_ROWS or cells > _MOST_CELLS:
            raise Refused("has more cells than a sheet of articles", "save it in parts")
        yield row


def _header(above: list[tuple[Any, ...]], settings: Settings) -> tuple[int, dict[str, str]]:
    """The number of the row that names the columns, and what they hold."""
    first: Refused | None = None
    for at, row in enumerate(above):
        if not any(row):
            continue
        try:
            return at, guessed(_names(row), settings)
        except Refused as refusal:
            first = first or refusal
    raise first or Refused("is empty", "there is nothing to read in it")


def _names(row: tuple[Any, ...]) -> list[str]:
    return [" ".join(str(cell).split()) if cell is not None else "" for cell in row]


def _records(
    path: str, rows: Iterator[tuple[Any, ...]], wanted: dict[str, int], text: str
) -> Iterator[Row | Note | None]:
    number = 0
    for row in rows:
        number += 1
        if not any(cell is not None and cell != "" for cell in row):
            # Empty rows are no records, but count, as Excel numbers them.
            yield None
            continue
        record = {
            column: row[index] if index < len(row) else None for column, index in wanted.items()
        }
        if len(str(record[text] or "")) >= _FULL_CELL:
            yield Note(
                f"{path}#{number}",
                f"fills its cell of {_FULL_CELL:,} characters: its end may be missing",
            )
        yield record
