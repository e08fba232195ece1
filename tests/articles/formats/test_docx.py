"""Word documents: as they are seen when all changes are accepted; old and locked ones named."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Settings, docx, office
from quotes.types import Article

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def written(body: str, core: str = "", **parts: str | bytes) -> bytes:
    """A document of this body, by hand."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<?xml version='1.0'?><w:document {WORD}><w:body>{body}"
            "</w:body></w:document>",
            "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{core}</dc:title></p>",
            **parts,
        }
    )


def blob(data: bytes, name: str = "letter.docx") -> Blob:
    return Blob(name, content=data)


def items(data: bytes, name: str = "letter.docx") -> list[object]:
    return list(docx.read(blob(data, name), Settings()))


def article(data: bytes) -> Article:
    found = items(data)
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def refusal(data: bytes, name: str = "letter.docx") -> Refused:
    one = blob(data, name)
    assert docx.recognizes(one, one.head())
    with pytest.raises(Refused) as caught:
        items(data, name)
    assert "\n" not in str(caught.value)
    return caught.value


def test_paragraphs_headings_breaks_and_cells() -> None:
    body = (
        p("Bridge opens", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')
        + p("By Jane Doe")
        + "<w:p><w:r><w:t>NEWTON, Jan. 5 (Reuters) — “It was</w:t><w:tab/><w:t>time,”</w:t>"
        "<w:br/><w:t>she said of the twenty</w:t><w:noBreakHyphen/>"
        "<w:t>year wait.</w:t></w:r></w:p>"
        + "<w:p/>"
        + f"<w:tbl><w:tr><w:tc>{p('a cell')}</w:tc><w:tc>{p('another')}</w:tc></w:tr></w:tbl>"
    )
    data = written(body)
    assert docx.recognizes(blob(data, "x"), data)
    read = article(data)
    assert read.text == (
        "Bridge opens\n\nBy Jane Doe\n\nNEWTON, Jan. 5 (Reuters) — “It was time,”\n"
        "she said of the twenty-year wait.\n\na cell\n\nanother"
    )
    assert (read.title, read.byline, read.place) == ("Bridge opens", "Jane Doe", "NEWTON")
    assert read.path == "letter.docx"


def test_changes_are_accepted_and_what_is_hidden_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>She said </w:t></w:r>"
        "<w:del><w:r><w:t>never</w:t><w:delText>no</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>yes</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r>'
        "<w:r><w:instrText> PAGE </w:instrText><w:footnoteReference/></w:r>"
        "<w:hyperlink><w:r><w:t>, twice</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>paragraph.</w:t></w:r></w:p>"
    )
    foot = f"<w:footnotes {WORD}>{p('a footnote')}</w:footnotes>"
    assert article(written(body, **{"word/footnotes.xml": foot})).text == (
        "She said yes shown, twice\n\nOne paragraph."
    )


def test_a_text_box_comes_once_and_after_its_paragraph() -> None:
    boxed = f"<w:txbxContent>{p('in the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"<w:drawing><a:p>chart</a:p>{boxed}</w:drawing></mc:Choice><mc:Fallback>{boxed}"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after.</w:t></w:r></w:p>"
    )
    assert article(written(body)).text == "Before after.\n\nin the box"


@pytest.mark.parametrize(
    ("core", "title"),
    [
        ("Bridge opens after flood", "Bridge opens after flood"),
        ("Microsoft Word - draft two", None),
        ("Document1", None),
        ("flood second draft.docx", None),
    ],
)
def test_a_title_of_the_properties_counts_only_if_it_can_be_one(
    core: str, title: str | None
) -> None:
    assert article(written(p("“It was time,” she said on Friday."), core)).title == title


def test_a_document_that_only_wraps_another_gives_that() -> None:
    page = b"<html><p>It was time, she said.</p></html>"
    data = written(
        '<w:altChunk r:id="c1"/>',
        **{
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship '
            'Id="c1" Type="x" Target="chunk.html"/></Relationships>',
            "word/chunk.html": page,
        },
    )
    found = items(data)
    assert isinstance(found[0], Blob)
    assert (found[0].name, found[0].content) == ("letter.docx/chunk.html", page)


def test_an_export_is_split() -> None:
    lines = [
        "Bridge opens",
        "The Example Times",
        "January 5, 2024 Friday",
        "Copyright 2024 Example Press",
        "Length: 120 words",
        "Byline: Jane Doe",
        "Body",
        "“It was time,” she said to those who had been waiting on the bridge.",
        "Nobody else said a word to those who had been waiting on the bridge.",
        "Load-Date: January 5, 2024",
        "End of Document",
    ]
    read = article(written("".join(p(line) for line in lines)))
    assert (read.title, read.outlet, read.path) == (
        "Bridge opens",
        "The Example Times",
        "letter.docx#1",
    )
    assert read.text.count("\n\n") == 1


def test_old_and_locked_documents_are_named() -> None:
    old = refusal(OLE + "WordDocument".encode("utf-16-le"), "letter.doc")
    assert (old.problem, old.remedy) == ("is an old Word document", "save it as .docx")
    locked = refusal(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert locked.problem == "is a password-protected office document"
    sheet = blob(OLE + "Workbook".encode("utf-16-le"), "rows.xls")
    assert not docx.recognizes(sheet, sheet.head())
    data = bytearray(written(p("locked")))
    for marker, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(marker, at + 1)) >= 0:
            data[at + offset] |= 1
    assert "password-protected" in refusal(bytes(data)).problem


def test_bad_files_are_named() -> None:
    whole = written(p("It was time, she said. " * 50))
    assert "damaged Word document" in refusal(whole[: len(whole) // 2]).problem
    assert "damaged Word document" in refusal(b"PK\x03\x04" + b"\0" * 99).problem
    assert "damaged Word document" in refusal(written("<w:p>")).problem
    assert "without its text" in refusal(packed({"[Content_Types].xml": "", "word/x": ""})).problem
    assert not docx.recognizes(blob(b""), b"")
    other = packed({"a.txt": "It was time."})
    assert not docx.recognizes(blob(other, "a.zip"), other)


def test_bombs_are_refused() -> None:
    deep = "<w:sdt>" * 250 + "</w:sdt>" * 250
    assert "in one another" in refusal(written(deep)).problem
    assert "bytes of text" in refusal(written(" " * 70_000_000)).problem
    assert "bytes of text" in refusal(written(" " * 9_000_000)).problem
    dtd = "<!DOCTYPE w [<!ENTITY a 'aaaa'>]><w>&a;</w>"
    assert "DTD" in refusal(written("", **{"word/document.xml": dtd})).problem
    entity = "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w>&a;</w>"
    assert "DTD" in refusal(written("", **{"word/document.xml": entity})).problem


def test_parts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_MEMBERS", 3)
    with pytest.raises(Refused, match="4 parts"):
        items(written(p("word")))


def test_it_reads_what_another_program_wrote() -> None:
    other = pytest.importorskip("docx")
    document = other.Document()
    document.core_properties.title = "Bridge opens after flood"
    document.add_heading("Bridge opens", 0)
    document.add_paragraph("“It was time,” she said.")
    document.sections[0].header.paragraphs[0].text = "RUNNING HEAD"
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "one", "two"
    out = io.BytesIO()
    document.save(out)
    read = article(out.getvalue())
    assert read.text == "Bridge opens\n\n“It was time,” she said.\n\none\n\ntwo"
    assert read.title == "Bridge opens"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=6))
def test_no_other_error_comes_out_of_damaged_files(at: int, junk: bytes) -> None:
    data = written(p("It was time, she said. " * 5), "Bridge opens after flood")
    at %= len(data)
    broken = data[:at] + junk + data[at + len(junk) :]
    one = blob(broken)
    if docx.recognizes(one, one.head()):
        try:
            items(broken)
        except Refused as refused:
            assert "\n" not in str(refused)
