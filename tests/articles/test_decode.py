"""Bytes to text: the encodings newspapers use, and no binary data."""

import codecs
import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.decode import decode
from quotes.articles.errors import Refused

SENTENCE = "“We agreed,” López Obrador said – café, naïve, 5 £."

text_without_nul = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1
)


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        SENTENCE.replace("–", "-").encode("cp1252"),
    ],
    ids=["utf-8", "marked", "utf-16-le", "utf-16-be", "utf-32", "bare-le", "bare-be", "cp1252"],
)
def test_encodings_are_recognised(data: bytes) -> None:
    assert decode(data).replace("–", "-") == SENTENCE.replace("–", "-")


def test_latin1_where_windows_has_no_letter() -> None:
    words = "Nothing more was heard of it that day. "
    assert decode(words.encode() + b"caf\xe9 \x81 ") == words + "café \x81 "


def test_a_declared_encoding_comes_before_a_guess() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "iso-8859-2") == "Łódź"


@pytest.mark.parametrize("declared", ["no-such-encoding", "zlib", "hex", ""])
def test_a_useless_declared_encoding_is_ignored(declared: str) -> None:
    assert decode(b"caf\xe9", declared) == "café"


def test_one_damaged_byte_does_not_spoil_the_accents() -> None:
    data = "López Obrador dijo: ¡así es!".encode() + b"\xff"
    assert decode(data) == "López Obrador dijo: ¡así es!\ufffd"


@given(text_without_nul)
def test_utf8_comes_out_as_it_went_in(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(text_without_nul)
def test_marked_utf16_comes_out_as_it_went_in(text: str) -> None:
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(Refused):
        assert isinstance(decode(data), str)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nplain enough",
        b"PK\x03\x04 not so plain",
        b"{\\rtf1 He said so.}",
        b"He said \0 so.",
        random.Random(1).randbytes(4000),
        b"\x01\x02\x03\x04 a few controls",
    ],
    ids=["pdf", "zip", "rtf", "nul", "random", "controls"],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        decode(data)


def test_a_few_control_characters_are_no_reason_to_refuse() -> None:
    for text in ("“We\u200b left \x07now,” she said.\x1b[31m", "It was so, \x07 he said. " * 40):
        assert decode(text.encode()) == text
