"""Bytes to text: the encodings that news articles come in, and no binary data."""

from __future__ import annotations

import codecs
import re
import unicodedata

from quotes.articles.errors import Refused

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF-", "is a PDF file", "save its text as .txt or .docx"),
    (
        b"PK\x03\x04",
        "is an office document or book that quotes does not read",
        "save its text as .txt or .docx",
    ),
    (b"{\\rtf", "is an RTF document", "save its text as .txt or .docx"),
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_LAYOUT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")
#: More control characters than these, and than this share, are binary data.
_FEW_CONTROLS = 3
_CONTROL_SHARE = 0.08


def decode(data: bytes, declared: str | None = None) -> str:
    """The text in ``data``, without a byte order mark, otherwise unchanged.

    UTF-8 and UTF-16, marked or not; else the ``declared`` encoding (as a web
    page names one), else Windows-1252, else Latin-1.

    Raises :class:`Refused` for binary data.
    """
    for magic, problem, remedy in _FORMATS:
        if data.startswith(magic):
            raise Refused(problem, remedy)
    text = _decoded(data, declared)
    if _is_binary(text):
        raise Refused("holds binary data, not text", "give it as .txt, .md or .html")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if order := _unmarked_utf16(data):
        return data.decode(order, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (named := _try(data, declared)) is not None:
        return named
    if _is_damaged_utf8(data):
        return data.decode("utf-8", "replace")
    western = _try(data, "cp1252")
    return data.decode("latin-1") if western is None else western


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 in Latin letters, whose other bytes are zero."""
    sample = data[:4096]
    half = len(sample) // 2
    if len(data) % 2 or half < 2:
        return None
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second > 0.3 and first < 0.05:
        return "utf-16-le"
    if first > 0.3 and second < 0.05:
        return "utf-16-be"
    return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most bytes outside ASCII belong to well-formed UTF-8."""
    well_formed = sum(len(found) for found in _MULTIBYTE.findall(data))
    return well_formed * 2 > len(_HIGH.findall(data))


def _is_binary(text: str) -> bool:
    if "\0" in text:
        return True
    controls = sum(
        count
        for character, count in _counted(text).items()
        if character not in _LAYOUT_CONTROLS and unicodedata.category(character) == "Cc"
    )
    return controls > max(_FEW_CONTROLS, len(text) * _CONTROL_SHARE)


def _counted(text: str) -> dict[str, int]:
    return {character: text.count(character) for character in set(text) if character < "\xa0"}
