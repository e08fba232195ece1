"""A compressed file (gzip, bzip2, xz, Zstandard): the same thing without its compression.

It is unpacked to its end before anything is read of it, so a file that is cut off or damaged gives
an error, never a shorter article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.streams import (
    MAX_DEPTH,
    MAX_RATIO,
    MAX_UNPACKED,
    SMALL,
    guarded,
    temporary,
)

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
_BZIP2_BLOCK = (b"1AY&SY", b"\x17rE8P\x90")
_CHUNK = 1 << 20
#: A block of Zstandard may stand for 128 KiB in four bytes, and all that one call is given is
#: unpacked at once.
_ZSTD_CHUNK = 2048
#: Memory that unpacking may take.
_MOST_MEMORY = 1 << 27


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first bytes."""
    return _kind(head) is not None


def _kind(head: bytes) -> str | None:
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    return None if kind == "bzip2" and head[4:10] not in _BZIP2_BLOCK else kind


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """What is in it, under the same name."""
    if blob.depth >= MAX_DEPTH:
        raise Refused(f"is packed more than {MAX_DEPTH} times", "unpack it first")
    with blob.open() as packed:
        kind = _kind(packed.read(16))
        packed.seek(0)
        assert kind is not None
        pieces = guarded(_unpacked(kind, packed), f"is a damaged {kind} file", "get it anew")
        kept: list[bytes] = []
        size = 0
        for piece in _bounded(pieces, packed):
            kept.append(piece)
            size += len(piece)
            if size > SMALL:
                break
        else:
            content = b"".join(kept)
            yield blob.inner("", content=content, charset=blob.charset, url=blob.url)
            return
        with temporary() as path:
            with open(path, "wb") as file:
                file.writelines(kept)
                kept.clear()
                file.writelines(_bounded(pieces, packed, size))
            yield blob.inner("", file=path, charset=blob.charset, url=blob.url)


def _bounded(pieces: Iterator[bytes], packed: BinaryIO, size: int = 0) -> Iterator[bytes]:
    for piece in pieces:
        size += len(piece)
        if size > MAX_UNPACKED:
            raise Refused(f"unpacks to more than {MAX_UNPACKED:,} bytes", "unpack it first")
        if size > SMALL and size > MAX_RATIO * packed.tell():
            raise Refused(
                f"unpacks to more than {MAX_RATIO} times its size, as no text does",
                "unpack it first, if it is to be trusted",
            )
        yield piece


def _unpacked(kind: str, packed: BinaryIO) -> Iterator[bytes]:
    if kind == "Zstandard":
        yield from _zstandard(packed)
        return
    with _opened(kind, packed) as file:
        while piece := file.read(_CHUNK):
            yield piece


def _opened(kind: str, packed: BinaryIO) -> Any:
    if kind == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=packed)
    if kind == "bzip2":
        import bz2

        return bz2.BZ2File(packed)
    return _Xz(packed)


class _Xz:
    """An xz file whose unpacking is bounded in memory, which the library's own is not."""

    def __init__(self, packed: BinaryIO) -> None:
        import lzma

        self._new = partial(lzma.LZMADecompressor, memlimit=_MOST_MEMORY)
        self._decompressor = self._new()
        self._packed = packed
        self._left = b""

    def __enter__(self) -> _Xz:
        return self

    def __exit__(self, *_: object) -> None:
        self._left = b""

    def read(self, size: int) -> bytes:
        while True:
            if self._decompressor.eof:
                # Streams may follow each other, with zeros between them.
                self._left = self._decompressor.unused_data.lstrip(b"\0")
                while not self._left:
                    more = self._packed.read(_CHUNK)
                    if not more:
                        return b""
                    self._left = more.lstrip(b"\0")
                self._decompressor = self._new()
            if self._decompressor.needs_input and not self._left:
                self._left = self._packed.read(_CHUNK)
                if not self._left:
                    raise EOFError("the file ends before its end is marked")
            piece = self._decompressor.decompress(self._left, size)
            self._left = b""
            if piece:
                return piece


def _zstandard(packed: BinaryIO) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError as error:
        raise Refused(
            "is a Zstandard file, which needs zstandard", "pip install zstandard"
        ) from error
    decompressor = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY)
    frame: Any = None
    while piece := packed.read(_ZSTD_CHUNK):
        while piece:
            frame = frame or decompressor.decompressobj()
            unpacked = frame.decompress(piece)
            if unpacked:
                yield unpacked
            # Frames may follow each other.
            piece = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    if frame is not None:
        raise EOFError("the file ends before its end is marked")
