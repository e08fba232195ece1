"""Rich Text Format, as Word, TextEdit and press archives write it.

Left out: tracked deletions, hidden text, footnotes, annotations, headers and footers, pictures,
and whatever a writer marks as ignorable.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.office import articles
from quotes.articles.limits import bound
from quotes.articles.words import words

_START = b"{\\rtf"
#: Pictures are written as digits, so that a short text may have many bytes.
MAX_RTF = bound("MAX_RTF", 64_000_000)
#: Groups one in another; writers use a dozen.
MAX_DEPTH = bound("MAX_RTF_DEPTH", 1_000)

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
#: Groups whose text is none of the document's.
_DESTINATIONS = words(
    """
    annotation atnauthor atnid atrfend atrfstart bkmkend bkmkstart colortbl colorschememapping
    datastore datafield do filetbl fldinst footer footerf footerl footerr footnote ftncn ftnsep
    ftnsepc generator header headerf headerl headerr info latentstyles listoverridetable listtable
    listtext mmathPr nonesttables nonshppict objdata object pgdsctbl pict private pntext
    pntxta pntxtb revtbl rsidtbl rxe shppict stylesheet tc template themedata title txe upr
    userprops wgrffmtfilter xe xmlnstbl
    """
)
_CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "tab": " ",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
_PARAGRAPH_ENDS = words("par sect page row cell nestcell nestrow column")
_SIGNS = {b"~": "\xa0", b"_": "‑", b"\n": "\0", b"\r": "\0", b"\\": "\\", b"{": "{", b"}": "}"}
#: Stands for the end of a paragraph; no text has it.
_END = "\0"
#: What ``\fcharset`` numbers stand for.
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_PLAIN_TITLE = re.compile(rb"\{\\title\s+([^{}\\]{1,300})\}")


def recognizes(blob: Blob, head: bytes) -> bool:
    """RTF says so in its first bytes."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_START)


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in an RTF document, or those of the press archive's export in it."""
    with blob.open() as file:
        data = file.read(MAX_RTF + 1)
    if len(data) > MAX_RTF:
        raise Refused(f"is larger than {MAX_RTF:,} bytes", "split it into its articles")
    title = _PLAIN_TITLE.search(data[:100_000])
    paragraphs = _paragraphs(data)
    yield from articles(
        blob.name, paragraphs, titled=title[1].decode("cp1252", "replace") if title else None
    )


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group, until it ends."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int | None = None
    after_unicode: int = 1
    """Characters behind a ``\\u`` that stand in for it in old programs."""


def _paragraphs(data: bytes) -> list[str]:
    text = _Text()
    for match in _tokens(data, data.index(_START)):
        if match["text"] is not None:
            text.bytes(match["text"])
        elif match["word"] is not None:
            number = match["number"]
            text.word(match["word"].decode("ascii"), None if number is None else int(number))
        elif match["hex"] is not None:
            text.bytes(bytes.fromhex(match["hex"].decode("ascii")))
        elif match["brace"] is not None:
            text.brace(match["brace"])
            if not text.depth:
                break
        elif match["sign"] is not None:
            text.sign(match["sign"])
    if text.depth:
        raise Refused("is an RTF document without its end", "save it anew")
    lines = text.close().split(_END)
    return [
        "\n".join(" ".join(line.split()) for line in one.split("\n")).strip("\n") for one in lines
    ]


def _tokens(data: bytes, position: int) -> Iterator[re.Match[bytes]]:
    """Control words, braces and text, without the binary data that may stand between."""
    while True:
        for match in _TOKEN.finditer(data, position):
            if match["word"] == b"bin" and match["number"]:
                position = match.end() + max(0, int(match["number"]))
                break
            yield match
        else:
            return


class _Text:
    """Reads what the control words say into the words of the document."""

    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._pieces: list[str] = []
        self._raw = bytearray()
        self._skip = 0
        self._codepage = "cp1252"
        self._fonts: dict[int, str] = {}
        self._in_fonts = 0
        self._surrogate: int | None = None

    @property
    def depth(self) -> int:
        """Groups that are open."""
        return len(self._stack)

    def close(self) -> str:
        """All the words, with :data:`_END` between paragraphs."""
        self._flush()
        return "".join(self._pieces)

    def brace(self, brace: bytes) -> None:
        """A group begins or ends."""
        self._flush()
        self._skip = 0
        if brace == b"{":
            if len(self._stack) >= MAX_DEPTH:
                raise Refused(f"has more than {MAX_DEPTH:,} groups in one another", "save it anew")
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()
            if self._in_fonts > len(self._stack):
                self._in_fonts = 0

    def sign(self, sign: bytes) -> None:
        """A control symbol."""
        if sign == b"*":
            self._state = replace(self._state, skipped=True)
        elif sign == b"-":
            return
        elif self._skip:
            self._skip -= 1
        else:
            self._add(_SIGNS.get(sign, ""))

    def word(self, word: str, number: int | None) -> None:
        """A control word."""
        if word == "u" and number is not None:
            self._unicode(number & 0xFFFF)
        elif word == "uc":
            self._set(after_unicode=max(0, number or 0))
        elif word == "fonttbl":
            self._in_fonts = len(self._stack)
            self._set(skipped=True)
        elif word == "f":
            self._set(font=number)
        elif word == "fcharset" and self._in_fonts and self._state.font is not None:
            self._fonts[self._state.font] = _CHARSETS.get(number or 0, self._codepage)
        elif word == "ansicpg" and number:
            self._codepage = _codec(f"cp{number}")
        elif word == "mac":
            self._codepage = "mac_roman"
        elif word in _DESTINATIONS:
            self._set(skipped=True)
        elif word == "v":
            self._set(hidden=number != 0)
        elif word == "deleted":
            self._set(deleted=number != 0)
        elif word == "plain":
            self._set(hidden=False, deleted=False)
        elif word in _PARAGRAPH_ENDS:
            self._add(_END)
        elif word in _CHARACTERS:
            if self._skip:
                self._skip -= 1
            else:
                self._add(_CHARACTERS[word])

    def bytes(self, data: bytes) -> None:
        """Text in the encoding of its font."""
        if self._skip:
            cut = min(self._skip, len(data))
            self._skip -= cut
            data = data[cut:]
        if data and not self._is_left_out:
            self._raw += data

    @property
    def _is_left_out(self) -> bool:
        state = self._state
        return state.skipped or state.hidden or state.deleted

    def _set(self, **changes: bool | int | None) -> None:
        self._flush()
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _add(self, text: str) -> None:
        self._flush()
        if text and not self._is_left_out:
            self._pieces.append(text)

    def _unicode(self, unit: int) -> None:
        self._flush()
        self._skip = self._state.after_unicode
        if 0xD800 <= unit < 0xDC00:
            self._surrogate = unit
            return
        if 0xDC00 <= unit < 0xE000:
            if self._surrogate is not None:
                self._add(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + unit - 0xDC00))
            self._surrogate = None
            return
        # Symbol fonts use the private area for plain bytes.
        self._add(chr(unit - 0xF000) if 0xF020 <= unit <= 0xF0FF else chr(unit) if unit else "")

    def _flush(self) -> None:
        if self._raw:
            font = self._state.font
            encoding = self._codepage if font is None else self._fonts.get(font, self._codepage)
            self._pieces.append(bytes(self._raw).decode(encoding, "replace").replace("\0", ""))
            self._raw.clear()


def _codec(name: str) -> str:
    """``name`` if there is such an encoding, else Windows' of western languages."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "mac_roman" if name == "cp10000" else "cp1252"
