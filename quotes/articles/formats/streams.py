"""What the readers of large sources share: text by the line, files on disk, bounds, reasons."""

from __future__ import annotations

import codecs
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TextIO, TypeVar

from quotes.articles.blob import Blob
from quotes.articles.decode import decode
from quotes.articles.errors import Refused
from quotes.articles.limits import MAX_BYTES, bound

T = TypeVar("T")

#: What one compressed file or archive may unpack to. Newspapers of a year stay below it; what is
#: larger is unpacked once, by hand, to a disk that its owner knows.
MAX_UNPACKED = bound("MAX_UNPACKED", 1_000_000_000)
#: Text is packed to a tenth, seldom to a fiftieth; only what repeats itself endlessly goes below.
MAX_RATIO = bound("MAX_RATIO", 200)
#: Below this size a high ratio does no harm.
SMALL = 16_000_000
#: Containers within containers: ``a.tar.gz`` is two already.
MAX_DEPTH = bound("MAX_DEPTH", 5)
#: A line, a cell or a value of more characters is no article.
MAX_PIECE = MAX_BYTES

_CHUNK = 1 << 20
_REASON = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def reason(error: BaseException) -> str:
    """The first line of what a library says went wrong, short and without control characters."""
    line = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return "".join(c if c.isprintable() else " " for c in line)[:_REASON].strip()


def guard(work: Callable[[], T], problem: str, remedy: str) -> T:
    """What ``work`` returns; whatever a library raises in it has become :class:`Refused`."""
    try:
        return work()
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"{problem} ({reason(error)})", remedy) from error


def guarded(items: Iterator[T], problem: str, remedy: str) -> Iterator[T]:
    """``items``, in which whatever a library raises has become :class:`Refused`."""
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except Refused:
            raise
        except Exception as error:
            raise Refused(f"{problem} ({reason(error)})", remedy) from error
        yield item


def begun(items: Iterator[T], count: int) -> tuple[list[T], Iterator[T]]:
    """The first ``count`` of ``items`` and the rest, which begins with what stopped them."""
    first: list[T] = []
    try:
        for item in islice(items, count):
            first.append(item)
    except Refused as refusal:
        return first, _stopped(refusal)
    return first, items


def _stopped(refusal: Refused) -> Iterator[T]:
    raise refusal
    yield


def legible(text: str) -> str:
    """``text`` without what cannot be stored: halves of a character, and NUL."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return _SURROGATE.sub("\ufffd", text)


def beginning(head: bytes, charset: str | None = None) -> str | None:
    """The text that a source begins with, ``None`` if it is none."""
    try:
        return decode(head, charset)
    except Refused:
        return None


@contextmanager
def open_text(blob: Blob) -> Iterator[TextIO]:
    """The text of ``blob`` as a stream, line ends unchanged, whatever its size.

    Raises :class:`Refused` when it begins like binary data.
    """
    with blob.open() as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) <= MAX_BYTES:
        yield io.StringIO(decode(data, blob.charset), newline="")
        return
    # The head says whether it is text at all; its encoding needs every byte.
    decode(data[:_CHUNK], blob.charset)
    del data
    encoding, errors = _encoding(blob)
    with blob.open() as file, io.TextIOWrapper(file, encoding, errors, newline="") as text:
        yield text


def _encoding(blob: Blob) -> tuple[str, str]:
    """The encoding of a large text, as :func:`decode` would choose it, and what to do on errors."""
    with blob.open() as file:
        head = file.read(_CHUNK)
    for mark, encoding in _MARKED:
        if head.startswith(mark):
            return encoding, "replace"
    text = decode(head, blob.charset)
    for encoding in ("utf-16-le", "utf-16-be"):
        if "\0" not in text and b"\0" in head and text == head.decode(encoding, "replace"):
            return encoding, "replace"
    broken = _first_broken(blob, "utf-8")
    if broken is None:
        return "utf-8", "strict"
    if text == head.decode("utf-8", "replace"):
        with blob.open() as file:
            file.seek(max(0, broken - _CHUNK // 2))
            sample = file.read(_CHUNK)
        if decode(sample) == sample.decode("utf-8", "replace"):
            return "utf-8", "replace"
    for candidate in (blob.charset, "cp1252"):
        if candidate and _first_broken(blob, candidate) is None:
            return candidate, "strict"
    return "latin-1", "strict"


def _first_broken(blob: Blob, encoding: str) -> int | None:
    """About where the bytes stop being ``encoding``; ``None`` if nowhere."""
    position = 0
    with blob.open() as file:
        try:
            decoder = codecs.getincrementaldecoder(encoding)("strict")
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                position += len(chunk)
            decoder.decode(b"", True)
        except (LookupError, ValueError):
            return position
    return None


@contextmanager
def on_disk(blob: Blob) -> Iterator[str]:
    """The path of a file with the bytes of ``blob``, for libraries that want one."""
    if blob.file is not None:
        yield blob.file
        return
    with temporary() as path:
        with blob.open() as source, open(path, "wb") as file:
            while chunk := source.read(_CHUNK):
                file.write(chunk)
        yield path


@contextmanager
def temporary() -> Iterator[str]:
    """The path of an empty file that is gone afterwards."""
    handle, path = tempfile.mkstemp(prefix="quotes-")
    os.close(handle)
    try:
        yield path
    finally:
        os.unlink(path)
