"""LibreOffice documents, zipped and flat: running text only; locked and damaged ones named."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Settings, odt
from quotes.types import Article

TYPE = "application/vnd.oasis.opendocument.text"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "draw", "meta", "manifest")
)
BODY = (
    "<text:tracked-changes><text:changed-region><text:p>deleted words</text:p>"
    "</text:changed-region></text:tracked-changes>"
    '<text:h text:outline-level="1">Bridge opens</text:h>'
    "<text:p>By Jane Doe</text:p>"
    '<text:p>“It <text:span>was</text:span><text:s text:c="2"/>time,”<text:line-break/>she'
    "<text:tab/>said.<text:note><text:note-body><text:p>foot</text:p></text:note-body></text:note>"
    "<office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>an item</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>a cell</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
TEXT = "Bridge opens\n\nBy Jane Doe\n\n“It was time,”\nshe said.\n\nan item\n\na cell"


def content(body: str) -> str:
    return (
        f"<?xml version='1.0'?><office:document-content {NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )


def written(body: str, manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", TYPE)
        file.writestr("content.xml", content(body), zipfile.ZIP_DEFLATED)
        file.writestr("META-INF/manifest.xml", f"<m {NAMES}>{manifest}</m>")
    return out.getvalue()


def blob(data: bytes) -> Blob:
    return Blob("letter.odt", content=data)


def article(data: bytes) -> Article:
    assert odt.recognizes(blob(data), data)
    found = list(odt.read(blob(data), Settings()))
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        list(odt.read(blob(data), Settings()))
    assert "\n" not in str(caught.value)
    return caught.value


def test_running_text_alone_is_read() -> None:
    read = article(written(BODY))
    assert read.text == TEXT
    assert (read.title, read.byline, read.path) == ("Bridge opens", "Jane Doe", "letter.odt")


def test_the_same_in_one_flat_file() -> None:
    flat = (
        f"<?xml version='1.0'?><office:document {NAMES} office:mimetype='{TYPE}'>"
        "<office:master-styles><text:p>RUNNING HEAD</text:p></office:master-styles>"
        f"<office:body><office:text>{BODY}</office:text></office:body></office:document>"
    )
    assert article(flat.encode()).text == TEXT


def test_a_text_box_comes_after_its_paragraph() -> None:
    boxed = "<draw:frame><draw:text-box><text:p>in the box</text:p></draw:text-box></draw:frame>"
    assert article(written(f"<text:p>Before {boxed}after.</text:p>")).text == (
        "Before after.\n\nin the box"
    )


def test_locked_and_damaged_files_are_named() -> None:
    locked = written(BODY, "<manifest:encryption-data/>")
    assert refusal(locked).problem == "is a password-protected LibreOffice document"
    whole = written(BODY)
    assert "damaged LibreOffice document" in refusal(whole[: len(whole) // 2]).problem
    assert "damaged LibreOffice document" in refusal(written("<text:p>")).problem
    assert "damaged LibreOffice document" in refusal(b"<?xml version='1.0'?><a").problem
    assert "bytes of text" in refusal(written(" " * 70_000_000)).problem
    assert "in one another" in refusal(written("<text:p>" * 300 + "</text:p>" * 300)).problem
    assert not odt.recognizes(blob(b""), b"")
    assert not odt.recognizes(blob(b""), b"<?xml version='1.0'?><rss/>")


def test_a_file_that_was_packed_anew_is_known() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("content.xml", content(BODY))
        file.writestr("mimetype", TYPE)
    data = out.getvalue()
    assert article(data).text == TEXT
    sheet = data.replace(b"mimetype", b"mimetypo")
    assert not odt.recognizes(Blob("a.ods", content=sheet), sheet)


def test_it_reads_what_another_program_wrote() -> None:
    pytest.importorskip("odf")
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P, S

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Bridge opens"))
    paragraph = P(text="“It was time,”")
    paragraph.addElement(S(c=2))
    paragraph.addText("she said.")
    document.text.addElement(paragraph)
    out = io.BytesIO()
    document.save(out)
    assert article(out.getvalue()).text == "Bridge opens\n\n“It was time,” she said."


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=6))
def test_no_other_error_comes_out_of_damaged_files(at: int, junk: bytes) -> None:
    data = written(BODY)
    at %= len(data)
    broken = data[:at] + junk + data[at + len(junk) :]
    try:
        list(odt.read(blob(broken), Settings()))
    except Refused as refused:
        assert "\n" not in str(refused)
