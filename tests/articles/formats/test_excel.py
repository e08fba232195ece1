"""Excel workbooks: the sheets with a text, and old or locked ones told apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, archive, excel
from quotes.articles.formats.records import Note
from quotes.types import Article

openpyxl = pytest.importorskip("openpyxl")

SAID = "The warden said: “No, we will not.”\n\nShe left."
HEADER = ["Headline", "Body", "Date", "Ref"]
ROWS = [HEADER, ["Gate shut", SAID, datetime(2021, 3, 4), 7]]


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def items(content: bytes, name: str = "news.xlsx", **columns: str) -> list[object]:
    blob = Blob(name, content=content)
    assert excel.recognizes(blob, blob.head())
    assert not archive.recognizes(blob, blob.head())
    return list(excel.read(blob, Settings(columns)))


@pytest.mark.parametrize("name", ["news.xlsx", "news.zip"])
def test_a_row_is_an_article(name: str) -> None:
    note, found = items(workbook(One=ROWS), name)
    assert note == Note(name, "text from 'Body', title from 'Headline', published from 'Date'")
    assert found == Article(SAID, "Gate shut", published="2021-03-04", path=f"{name}#1")


def test_of_another_program() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["Gate shut", SAID, "4 March 2021", 7])
    book.close()
    *_, found = items(file.getvalue(), id="Ref")
    assert found == Article(SAID, "Gate shut", published="2021-03-04", path="news.xlsx#7")


def test_sheets_titles_and_empty_rows() -> None:
    one = [["Cuttings of March"], [], *ROWS, [None] * 4, ["No text", None, None, 9]]
    found = items(workbook(One=one, Key=[["colour"], ["red"]], Two=ROWS, Empty=[]))
    assert [item.path for item in found if isinstance(item, Article)] == [
        "news.xlsx/One#1",
        "news.xlsx/Two#1",
    ]
    assert [str(item) for item in found if isinstance(item, ArticleError)] == [
        "news.xlsx/One#3: has no text; fill its 'Body' or leave it out"
    ]
    assert found[-1] == Note("news.xlsx", "no text column in 1 of its sheets ('Key')")


def test_a_full_cell_is_told() -> None:
    found = items(workbook(One=[["text"], ["x" * 32_767], ["Whole."]]))
    assert [item.path for item in found if isinstance(item, Note)][1:] == ["news.xlsx#1"]


def test_no_text_column() -> None:
    with pytest.raises(Refused, match="'speaker', 'words'"):
        items(workbook(One=[["speaker", "words"], ["Ada", "No"]]))
    with pytest.raises(Refused, match="is empty"):
        items(workbook(One=[]))


def replaced(content: bytes, part: str, new: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for member in old.infolist():
            package.writestr(member.filename, new if member.filename == part else old.read(member))
    return file.getvalue()


def test_what_is_damaged_or_hostile() -> None:
    content = workbook(One=ROWS)
    sheet = "xl/worksheets/sheet1.xml"
    with pytest.raises(Refused, match="damaged"):
        items(content[:-500])
    with pytest.raises(Refused, match="damaged"):
        items(replaced(content, sheet, b"<worksheet><sheetData><row"))
    with pytest.raises(Refused, match="damaged"):
        items(replaced(content, "xl/workbook.xml", b"not XML"))
    with pytest.raises(Refused, match="declarations of its own"):
        items(replaced(content, sheet, b"<!DOCTYPE a><worksheet/>"))
    with pytest.raises(Refused, match="unpacks to too much"):
        items(replaced(content, sheet, bytes(40_000_000)))


def test_a_sheet_that_is_larger_than_it_says() -> None:
    content = workbook(One=[["text"], ["One."], ["Two."]])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b'ref="A1:A3"' in sheet
    small = sheet.replace(b'ref="A1:A3"', b'ref="A1:A2"')
    found = items(replaced(content, "xl/worksheets/sheet1.xml", small))
    assert [item.text for item in found if isinstance(item, Article)] == ["One.", "Two."]


def test_rows_and_columns_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    start = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>text</t></is></c></row>'
    far = start + row % (1, 1) + row % (10**12, 10**12) + b"</sheetData></worksheet>"
    wide = start + row.replace(b"A", b"ZZZZ") % (1, 1) + b"</sheetData></worksheet>"
    monkeypatch.setattr(excel, "_MOST_ROWS", 50_000)
    for sheet in (far, wide):
        with pytest.raises(Refused):
            items(replaced(workbook(One=ROWS), "xl/worksheets/sheet1.xml", sheet))


def test_old_and_locked_ones_say_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(Refused, match=r"before 2007; save it as \.xlsx"):
        items(ole + "Workbook".encode("utf-16-le"), "news")
    with pytest.raises(Refused, match="before 2007"):
        items(ole, "news.xls")
    with pytest.raises(Refused, match="password-protected"):
        items(ole + "EncryptedPackage".encode("utf-16-le"))
    word = Blob("news.doc", content=ole + "WordDocument".encode("utf-16-le"))
    assert not excel.recognizes(word, word.head())
