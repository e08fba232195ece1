"""PDF: columns, hyphens, running heads; scans and passwords are named."""

import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings
from quotes.articles.formats.pages import Letter, Page, paragraphs, pieces
from quotes.types import Article

pytest.importorskip("pypdfium2")
from quotes.articles.formats import pdf

#: left, base, size and words of one line.
Line = tuple[float, float, float, str]
#: Courier: every letter is 0.6 of the size wide, so that the tests can do the sums.
WIDTH = 0.6


def escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def content(lines: Sequence[Line]) -> bytes:
    parts = [b"BT"]
    for left, base, size, text in lines:
        parts.append(b"/F %g Tf 1 0 0 1 %g %g Tm (%s) Tj" % (size, left, base, escaped(text)))
    return b"\n".join([*parts, b"ET"])


def written(
    pages: Sequence[Sequence[Line] | bytes],
    *,
    title: str | None = None,
    rotate: int = 0,
    pictures: Sequence[int] = (),
    compress: bool = False,
) -> bytes:
    """A PDF file of these pages, by hand."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream",
        b"<</Title(%s)>>" % escaped(title or ""),
    ]
    kids = []
    for number, page in enumerate(pages):
        stream = page if isinstance(page, bytes) else content(page)
        if number in pictures:
            stream += b"\nq 500 0 0 700 50 50 cm /I Do Q"
        data = zlib.compress(stream) if compress else stream
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>>>" % (rotate, len(objects) + 2)
        )
        objects.append(
            b"<</Length %d%s>>stream\n%s\nendstream"
            % (len(data), b"/Filter/FlateDecode" if compress else b"", data)
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )


def column(left: float, top: float, lines: Sequence[str], size: float = 10) -> list[Line]:
    return [(left, top - 12 * at, size, line) for at, line in enumerate(lines)]


def blob(data: bytes) -> Blob:
    return Blob("page.pdf", content=data)


def items(data: bytes) -> list[object]:
    return list(pdf.read(blob(data), Settings()))


def article(data: bytes) -> Article:
    found = items(data)
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        items(data)
    assert "\n" not in str(caught.value)
    return caught.value


LEFT = [
    "“The bridge has been shut for too",
    "long,” said Anna Holt, the mayor,",
    "on Friday. The works had been de-",
    "layed by a flood, and a well-",
    "known engineer had resigned over",
    "it. Nobody was told about that.",
]
RIGHT = [
    "Her deputy, Carl Roe, was less",
    "sure. “We shall see,” he said on",
    "his way to the office, and then",
    "he went up the stairs without a",
    "further word to those who were",
    "waiting for him at the door.",
]


def test_columns_are_read_one_after_the_other_and_lines_are_joined() -> None:
    title = [(50.0, 700.0, 22.0, "Bridge opens after the flood")]
    data = written([title + column(50, 660, LEFT) + column(320, 660, RIGHT)])
    assert pdf.recognizes(blob(data), data)
    read = article(data)
    assert read.title == "Bridge opens after the flood"
    assert read.path == "page.pdf"
    assert read.text == (
        "Bridge opens after the flood\n\n"
        "“The bridge has been shut for too long,” said Anna Holt, the mayor, on Friday. The works "
        "had been delayed by a flood, and a well-known engineer had resigned over it. Nobody was "
        "told about that.\n\n"
        "Her deputy, Carl Roe, was less sure. “We shall see,” he said on his way to the office, "
        "and then he went up the stairs without a further word to those who were waiting for him "
        "at the door."
    )


def test_columns_are_found_whatever_order_the_file_has() -> None:
    rows = [
        line
        for pair in zip(column(50, 660, LEFT), column(320, 660, RIGHT), strict=True)
        for line in pair
    ]
    text = article(written([rows])).text
    assert text.index("told about that") < text.index("Her deputy")


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    first = [*LEFT[:-1], "it. Nobody in the town hall was "]
    text = article(
        written([column(50, 660, first) + column(320, 660, ["told about it, " + RIGHT[0]])])
    ).text
    assert "town hall was told about it" in text
    pages = [column(50, 660, first), column(50, 660, ["informed of that. " + RIGHT[0], *RIGHT[1:]])]
    assert "town hall was informed of that" in article(written(pages)).text


def test_indents_gaps_and_short_lines_begin_paragraphs() -> None:
    lines = column(50, 660, [LEFT[0], "long,” said Anna Holt."]) + column(
        62, 636, ["An indented line begins another"]
    )
    lines += column(50, 624, ["one, and this goes on in it for."])
    lines += column(50, 590, ["A gap begins a third, and it is"])
    found = article(written([lines])).text.split("\n\n")
    assert [one.split()[0] for one in found] == ["“The", "An", "A"]


def test_running_heads_feet_and_page_numbers_are_taken_out() -> None:
    pages = []
    for number in range(1, 4):
        page = column(50, 700, [*LEFT[:4], f"line {number} of the text says it."])
        page += [(50, 770, 8, "The Example Times"), (400, 770, 8, "Friday, 5 January 2024")]
        page += [(290, 30, 8, f"Page {number} of 3"), (50, 30, 8, "© Example Press")]
        pages.append(page)
    text = article(written(pages)).text
    assert "Example" not in text
    assert "January" not in text
    assert "Page" not in text
    assert [f"line {number} of" in text for number in (1, 2, 3)] == [True] * 3


def test_what_stands_once_at_the_top_stays() -> None:
    pages = [
        [(50, 770, 10, "The mayor opens a bridge"), *column(50, 700, LEFT)],
        column(50, 700, RIGHT),
    ]
    assert article(written(pages)).text.startswith("The mayor opens a bridge")


def test_a_hyphen_stays_where_the_word_has_one() -> None:
    lines = ["He said that the long-", "term plan of the Anglo-", "American company was over.", ""]
    text = article(written([column(50, 700, lines)])).text
    assert "the long-term plan of the Anglo-American company" in text
    lines = ["A co-operation was planned, a co-", "operation of two."]
    assert "a co-operation of two" in article(written([column(50, 700, lines)])).text


def test_a_drop_cap_goes_to_its_word() -> None:
    lines: list[Line] = [(50, 676, 40, "T")]
    lines += [(76, 690, 10, "he mayor was glad to see them all")]
    lines += [(76, 678, 10, "at the bridge, she said on Friday")]
    lines += column(50, 666, ["and she went home after it was all"])
    assert article(written([lines])).text.startswith(
        "The mayor was glad to see them all at the bridge"
    )


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_pages_that_are_shown_turned_are_read_upright(rotate: int) -> None:
    """The file's lines run up the page, and the page is turned so that they are level."""
    matrix = {
        90: (0, 1, -1, 0, 600, 0),
        180: (-1, 0, 0, -1, 600, 800),
        270: (0, -1, 1, 0, 0, 800),
    }[rotate]
    stream = b"q %d %d %d %d %d %d cm\n" % matrix + content(column(50, 500, LEFT)) + b"\nQ"
    read = article(written([stream], rotate=rotate))
    assert read.text.startswith("“The bridge has been shut for too long,” said Anna Holt")
    assert read.text.endswith("told about that.")


def test_a_title_of_the_file_counts_only_if_it_can_be_one() -> None:
    body = [column(50, 700, LEFT)]
    assert article(written(body, title="Bridge opens after long delay")).title == (
        "Bridge opens after long delay"
    )
    assert article(written(body, title="Microsoft Word - bridge draft 2.doc")).title is None


def test_a_scan_is_named_and_a_scanned_page_too() -> None:
    refused = refusal(written([b"", b""], pictures=[0, 1]))
    assert (refused.problem, refused.remedy) == ("is a scan without text", "run OCR first")
    found = items(written([column(50, 700, LEFT), b""], pictures=[1]))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], ArticleError)
    assert found[1].path == "page.pdf#page2"
    assert len(found) == 2
    assert refusal(written([b""])).problem == "is empty"


def test_bad_files_are_named() -> None:
    whole = written([column(50, 700, LEFT)], compress=True)
    assert "damaged PDF" in refusal(b"%PDF-1.4\n").problem
    assert "damaged PDF" in refusal(b"%PDF-1.4\n" + b"\0" * 5000).problem
    assert not pdf.recognizes(blob(b""), b"")
    assert not pdf.recognizes(blob(b"The %PDF"), b"The mayor")
    # PDFium mends what was cut off where it can; no other error comes out.
    for end in range(0, len(whole), 97):
        try:
            items(whole[:end])
        except Refused as refused:
            assert refused.remedy


def test_a_password_is_named() -> None:
    data = written([column(50, 700, LEFT)])
    encrypt = (
        b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"01" * 32
        + b">/U<"
        + b"02" * 32
        + b">>>"
    )
    refused = refusal(data.replace(b"/Info 5 0 R", b"/Info 5 0 R" + encrypt))
    assert (refused.problem, refused.remedy) == (
        "is a password-protected PDF",
        "save it without a password",
    )


def test_pages_letters_and_time_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written([column(50, 700, LEFT)] * 3)
    for name, value, problem in (
        ("MAX_PAGES", 2, "3 pages"),
        ("MAX_PAGE_LETTERS", 20, "on one page"),
        ("MAX_LETTERS", 200, "more than 200 letters"),
        ("MAX_SECONDS", -1.0, "seconds to read"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(pdf, name, value)
            found = refusal(data).problem
            assert problem in found
            assert found.startswith(("has", "takes"))


def test_an_export_in_a_pdf_is_split() -> None:
    lines = [
        "Bridge opens after the flood",
        "The Example Times (London)",
        "January 5, 2024 Friday",
        "Copyright 2024 Example Press All Rights Reserved",
        "Section: NEWS; Pg. 3",
        "Length: 120 words",
        "Byline: Jane Doe",
        "Body",
        "“It was time,” she said.",
        "Load-Date: January 5, 2024",
        "End of Document",
    ]
    data = written([[(50.0, 700.0 - 24 * at, 10.0, line) for at, line in enumerate(lines)]])
    read = article(data)
    assert (read.outlet, read.byline) == ("The Example Times (London)", "Jane Doe")
    assert (read.path, read.text) == ("page.pdf#1", "“It was time,” she said.")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_no_other_error_comes_out_of_damaged_files(at: int, junk: bytes) -> None:
    data = written([column(50, 700, LEFT), column(50, 700, RIGHT)])
    at %= len(data)
    try:
        items(data[:at] + junk + data[at + len(junk) :])
    except Refused as refused:
        assert "\n" not in str(refused)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 600), st.floats(0, 800), st.floats(4, 60), st.sampled_from("abcXY.- “")
        ),
        max_size=60,
    )
)
def test_every_letter_of_a_page_comes_out_once(
    placed: list[tuple[float, float, float, str]],
) -> None:
    letters = [
        Letter(text, left, left + WIDTH * size, base, size) for left, base, size, text in placed
    ]
    # Above the middle nothing is furniture.
    page = Page(10_000.0, tuple(pieces([*letters])))
    middle = Page(
        10_000.0,
        tuple(
            type(piece)(piece.text, piece.left, piece.right, piece.base + 5000, piece.size)
            for piece in page.pieces
        ),
    )
    found = "".join(one.text for one in paragraphs([middle]))
    wanted = sorted(letter.text for letter in letters if letter.text.strip() and letter.text != "-")
    assert sorted(found.replace(" ", "").replace("-", "")) == wanted


def test_reading_order_takes_time_in_proportion() -> None:
    """Twenty thousand pieces on a page are not looked at in pairs."""
    letters = [
        Letter("a", 10 + 20 * (at % 25), 16 + 20 * (at % 25), 7900 - 10 * (at // 25), 10)
        for at in range(12_500)
    ]
    assert paragraphs([Page(10_000.0, tuple(pieces(letters)))])


def test_a_caption_does_not_cut_the_paragraph_around_it() -> None:
    lines = [*column(50, 700, LEFT[:3]), (50.0, 650.0, 7.0, "The bridge. Photo: Carl Roe")]
    lines += column(50, 620, LEFT[3:])
    whole, caption = article(written([lines])).text.split("\n\n")
    assert whole.endswith(
        "Friday. The works had been delayed by a flood, and a well-known "
        "engineer had resigned over it. Nobody was told about that."
    )
    assert caption == "The bridge. Photo: Carl Roe"


def test_a_headline_of_two_lines_is_one_paragraph() -> None:
    lines = [(50.0, 720.0, 16.0, "Council votes for"), (50.0, 702.0, 16.0, "a school")]
    text = article(written([lines + column(50, 680, LEFT)])).text
    assert text.startswith("Council votes for a school\n\n“The bridge")


def test_a_side_bar_beside_a_headline_is_read_by_itself() -> None:
    wide = [(50.0, 720.0, 24.0, "Bridge opens at last")]
    main = column(50, 690, [line[:22] for line in LEFT]) + column(
        220, 690, [line[:22] for line in RIGHT]
    )
    bar = column(
        400,
        720,
        [
            "A school for Newton is",
            "planned by the council",
            "for the next year.",
            "It has no money.",
        ],
    )
    text = article(written([wide + main + bar])).text
    order = ["Bridge opens", "“The bridge", "Her deputy", "A school"]
    assert sorted(order, key=text.index) == order


def test_the_head_of_a_single_page_stays_out_of_its_columns() -> None:
    head = [(50.0, 770.0, 8.0, "The Example Times"), (420.0, 770.0, 8.0, "5 January 2024")]
    found = article(
        written([head + column(50, 700, LEFT[:-1]) + column(320, 700, RIGHT)])
    ).text.split("\n\n")
    assert found[:2] == ["The Example Times", "5 January 2024"]
    assert found[2].startswith("“The bridge has been shut")
    assert "resigned over Her deputy, Carl Roe," in found[2]


def test_first_parts_of_longer_words_lose_their_hyphen() -> None:
    lines = [
        "The state-",
        "ment of the part-",
        "ner was not ex-",
        "plained in the pro-",
        "longed talks.",
    ]
    assert article(written([column(50, 700, lines)])).text == (
        "The statement of the partner was not explained in the prolonged talks."
    )


def test_letters_larger_than_the_page_are_none() -> None:
    drawn = content([(50, 700, 10, "It was time for it")])
    huge = drawn.replace(b"ET", b"/F 10 Tf 90000000 0 0 1 50 600 Tm (No) Tj ET")
    assert article(written([huge])).text == "It was time for it"


def test_a_page_of_kilometres() -> None:
    data = written([column(50, 700, ["It was time for it"])])
    assert "points" in refusal(data.replace(b"[0 0 600 800]", b"[0 0 900000000 800]")).problem
