"""Compressed files: whole or not at all."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Settings, compressed

TEXT = "The warden said that the gate would stay shut. “No,” she told them.\n".encode() * 400


def zstd(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    packed: bytes = zstandard.ZstdCompressor(write_checksum=True).compress(data)
    return packed


PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}
each = pytest.mark.parametrize(("suffix", "pack"), PACKERS.items(), ids=PACKERS)
Pack = Callable[[bytes], bytes]


def unpacked(content: bytes, name: str) -> Blob:
    blob = Blob(name, content=content)
    assert compressed.recognizes(blob, blob.head())
    (inner,) = compressed.read(blob, Settings())
    assert isinstance(inner, Blob)
    return inner


@each
def test_the_same_under_the_same_name(suffix: str, pack: Pack) -> None:
    inner = unpacked(pack(TEXT), f"rows.csv{suffix}")
    assert (inner.data(), inner.name, inner.suffix) == (TEXT, f"rows.csv{suffix}", ".csv")


@each
def test_one_after_the_other_in_one_file(suffix: str, pack: Pack) -> None:
    assert unpacked(pack(b"One.\n") + pack(b"Two.\n"), "a").data() == b"One.\nTwo.\n"


@each
def test_cut_off_is_an_error_wherever(suffix: str, pack: Pack) -> None:
    packed = pack(TEXT) if suffix == ".bz2" else pack(os.urandom(50_000))
    for kept in range(12, len(packed), max(1, len(packed) // 23)):
        with pytest.raises(Refused):
            unpacked(packed[:kept], "a")
    with pytest.raises(Refused):
        unpacked(packed[:-1], "a")


@each
def test_damage_is_an_error(suffix: str, pack: Pack) -> None:
    packed = bytearray(pack(TEXT))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(Refused):
        unpacked(bytes(packed), "a")


@each
def test_bombs(suffix: str, pack: Pack) -> None:
    with pytest.raises(Refused, match="200 times its size"):
        unpacked(pack(bytes(40_000_000)), "a")


@each
def test_a_total_that_is_too_much(suffix: str, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "MAX_UNPACKED", 20_000)
    with pytest.raises(Refused, match="more than 20,000 bytes"):
        unpacked(pack(TEXT), "a")


def test_large_ones_lie_in_a_file_that_is_gone_afterwards() -> None:
    data = os.urandom(20_000_000)
    items = compressed.read(Blob("a.gz", content=gzip.compress(data, 1)), Settings())
    inner = next(items)
    assert isinstance(inner, Blob) and inner.file is not None
    with inner.open() as file:
        assert file.read() == data
    assert next(items, None) is None
    assert not os.path.exists(inner.file)


def test_gone_too_when_nobody_reads_to_the_end() -> None:
    data = os.urandom(20_000_000)
    items = compressed.read(Blob("a.gz", content=gzip.compress(data, 1)), Settings())
    inner = next(items)
    assert isinstance(inner, Blob) and inner.file is not None
    items.close()  # type: ignore[attr-defined]
    assert not os.path.exists(inner.file)


def test_packed_too_often() -> None:
    with pytest.raises(Refused, match="packed more than"):
        list(compressed.read(Blob("a.gz", content=gzip.compress(b"a"), depth=5), Settings()))


@pytest.mark.parametrize("head", [b"", b"BZh is not it", b"\x1f", b"The warden"])
def test_what_is_none(head: bytes) -> None:
    assert not compressed.recognizes(Blob("a.gz", content=head), head)
