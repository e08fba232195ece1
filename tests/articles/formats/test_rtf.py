"""RTF: characters in all the ways it writes them; what is deleted, hidden or beside left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Settings, rtf
from quotes.types import Article

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Times;}"
    rb"{\f1\fnil\fcharset238 Times CE;}}{\colortbl;\red0\green0\blue0;}"
    rb"{\stylesheet{\s0 Normal;}}{\info{\title Bridge opens after flood}{\author Jane Doe}}"
    rb"{\header RUNNING HEAD\par}\pard\f0\fs24 "
)


def article(body: bytes) -> Article:
    blob = Blob("letter.rtf", content=HEAD + body + b"}")
    assert rtf.recognizes(blob, blob.head())
    found = list(rtf.read(blob, Settings()))
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        list(rtf.read(Blob("letter.rtf", content=data), Settings()))
    assert "\n" not in str(caught.value)
    return caught.value


def test_paragraphs_lines_and_cells() -> None:
    read = article(
        rb"Bridge opens\par By Jane Doe\par It was time\line she said\par\par "
        rb"\trowd\intbl one\cell two\cell\row\pard Last" + b"\\\n" + rb"of all"
    )
    assert read.text == (
        "Bridge opens\n\nBy Jane Doe\n\nIt was time\nshe said\n\none\n\ntwo\n\nLast\n\nof all"
    )
    assert (read.title, read.byline) == ("Bridge opens after flood", "Jane Doe")
    assert read.path == "letter.rtf"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"\ldblquote Yes,\rdblquote  she said", "“Yes,” she said"),
        (rb"\'93Yes,\'94 she said \'97 once", "“Yes,” she said — once"),
        (rb"\u8220?Yes,\u8221? she said", "“Yes,” she said"),
        (rb"{\uc2\u8220\'93\'93Yes,}\uc0\u8221 she said", "“Yes,”she said"),
        (rb"caf\'e9 {\f1 \'b3\'f3d\'9f} caf\'e9", "café łódź café"),
        (rb"\u-10179?\u-8704? smile", "😀 smile"),
        (rb"a\~b \{c\} \\d twenty\_one co\-operate", "a b {c} \\d twenty‑one cooperate"),
        (rb"she {\deleted never }{\v hidden }{\b said}\plain  it", "she said it"),
        (rb"she{\footnote a note} said{\*\bkmkstart x}{\*\unknown y} it", "she said it"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt the mayor}} said", "the mayor said"),
        (rb"{\pict\pngblip 89504e470d0a}it {\*\shppict{\pict\bin3 }}}}was", "it was"),
        (b"one \r\ntwo", "one two"),
    ],
)
def test_characters(written: bytes, text: str) -> None:
    if b"\\bin3" in written:
        written = written.replace(b"\\bin3 }}", b"\\bin3 }{}")
    assert article(written).text == text


def test_an_export_is_split() -> None:
    lines = [
        b"HD|Bridge opens|",
        b"BY|By Jane Doe|",
        b"WC|120 words|",
        b"PD|5 January 2024|",
        b"SN|The Example Times|",
        b"LA|English|",
        b"LP|It was time, she said.|",
        b"TD|And that was all.|",
        b"AN|Document EXTI000020240105ek150001x|",
    ]
    cells = b"".join(line.replace(b"|", b"\\cell ") + b"\\row " for line in lines)
    read = article(cells)
    assert (read.outlet, read.published) == ("The Example Times", "2024-01-05")
    assert read.path == "letter.rtf#EXTI000020240105ek150001x"
    assert read.text == "It was time, she said.\n\nAnd that was all."


def test_bad_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(HEAD + b"It was ti").problem == "is an RTF document without its end"
    assert "in one another" in refusal(HEAD + b"{" * 5000).problem
    blob = Blob("letter.rtf", content=b"It was {\\rtf")
    assert not rtf.recognizes(blob, blob.head())
    assert not rtf.recognizes(Blob("letter.rtf", content=b""), b"")
    monkeypatch.setattr(rtf, "MAX_RTF", 100)
    assert "larger than 100 bytes" in refusal(HEAD).problem


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [
                    *(b"{", b"}", b"\\u", b"\\u55357 ", b"\\bin9 ", b"\\uc-3 ", b"\\ansicpg9 "),
                    *(b"\\'", b"\\'9", b"\\f7 ", b"\\fcharset999 ", b"\\fonttbl", b"\\*", b"\\"),
                    *(b"\\v0 ", b"\\plain", b"\\ansicpg437 ", b"\\u-99999999 "),
                ]
            ),
        )
    )
)
def test_no_other_error_comes_out(parts: list[bytes]) -> None:
    blob = Blob("letter.rtf", content=b"{\\rtf1 " + b"".join(parts) + b"}")
    try:
        for one in rtf.read(blob, Settings()):
            assert isinstance(one, Article)
            assert "\0" not in one.text
    except Refused as refused:
        assert "\n" not in str(refused)
