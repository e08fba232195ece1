"""Archives (ZIP, tar): their members in order, each read as if it lay in a folder.

Nothing is written under a member's name, so it does not matter where that points to.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.streams import (
    MAX_DEPTH,
    MAX_RATIO,
    MAX_UNPACKED,
    SMALL,
    guarded,
    legible,
    reason,
    temporary,
)
from quotes.articles.limits import bound
from quotes.articles.words import words

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_END = b"PK\x05\x06"
_ZIP64_END = b"PK\x06\x06"
_TAR_MAGIC = slice(257, 262)
_TAR_BLOCK = 512

#: Members of one archive.
_MOST_MEMBERS = bound("MAX_MEMBERS", 200_000)
#: Bytes of the list at the end of a ZIP file, all of which is held in memory.
_MOST_LISTED = 32_000_000
#: What is looked at for the end of a ZIP file: its comment may have 64 KiB.
_TAIL = 66_000
_LONGEST_NAME = 300
_CHUNK = 1 << 20

#: No articles, and nobody thinks so.
_FOREIGN = words(
    """
    .7z .aac .ai .avi .bmp .class .css .dll .eot .eps .exe .flac .gif .heic .ico .jpeg .jpg .js .m4a
    .map .mov .mp3 .mp4 .mpg .o .ogg .otf .png .psd .pyc .so .svg .tif .tiff .ttf .wav .webm .webp
    .wmv .woff .woff2
    """
)
_FOREIGN_NAMES = words("__macosx thumbs.db desktop.ini __pycache__ node_modules")


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first bytes; a document in a ZIP file (.docx, .xlsx, .odt, .epub) is no archive."""
    if head.startswith(_ZIP):
        return not is_document(blob, head)
    return _is_tar(head)


def _is_tar(head: bytes) -> bool:
    if len(head) < _TAR_BLOCK:
        return False
    if head[_TAR_MAGIC] == b"ustar":
        return True
    # As tar wrote it before 1988: only a sum tells.
    try:
        tarfile.TarInfo.frombuf(head[:_TAR_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def is_document(blob: Blob, head: bytes) -> bool:
    """Whether a ZIP file is a document of an office program or a book."""
    if head[30:38] == b"mimetype" or head[30:49] == b"[Content_Types].xml":
        return True
    try:
        return not {"[Content_Types].xml", "mimetype", "META-INF/container.xml"}.isdisjoint(
            zip_members(blob)
        )
    except Refused:
        return b"[Content_Types].xml" in head


def zip_members(blob: Blob) -> dict[str, zipfile.ZipInfo]:
    """The members of a ZIP file by name. Raises :class:`Refused` when it is damaged."""
    with blob.open() as file:
        return {info.filename: info for info in _opened_zip(file).infolist()}


def _opened_zip(file: BinaryIO) -> zipfile.ZipFile:
    _check_list(file)
    try:
        return zipfile.ZipFile(file)
    except Exception as error:
        raise Refused(f"is a damaged ZIP file ({reason(error)})", "get it anew") from error


def _check_list(file: BinaryIO) -> None:
    """Refuse a list of members that would fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    at = tail.rfind(_ZIP_END)
    listed = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    at = tail.rfind(_ZIP64_END)
    if at >= 0:
        listed = max(
            listed if listed != 0xFFFFFFFF else 0, int.from_bytes(tail[at + 40 : at + 48], "little")
        )
    if listed > _MOST_LISTED:
        raise Refused("is a ZIP file of too many members", "unpack it first")


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """Its members, without those that are hidden or surely no text."""
    if blob.depth >= MAX_DEPTH:
        raise Refused(f"is packed more than {MAX_DEPTH} times", "unpack it first")
    with blob.open() as file:
        is_zip = file.read(4) in _ZIP
        file.seek(0)
        if is_zip:
            yield from _zip(blob, file)
        else:
            yield from _tar(blob, file)


def _is_wanted(name: str) -> bool:
    parts = [part for part in name.lower().replace("\\", "/").split("/") if part not in ("", "..")]
    if any(part.startswith(".") and part != "." for part in parts):
        return False
    if not _FOREIGN_NAMES.isdisjoint(parts):
        return False
    return PurePosixPath(parts[-1]).suffix not in _FOREIGN if parts else True


def _label(name: str) -> str:
    """The name of a member for people, whatever bytes it has."""
    name = legible(name).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    name = "".join(c if c.isprintable() else "\ufffd" for c in "/".join(parts))
    return name[-_LONGEST_NAME:] or "unnamed"


def _zip(blob: Blob, file: BinaryIO) -> Iterator[Item]:
    archive = _opened_zip(file)
    members = [i for i in archive.infolist() if not i.filename.endswith("/")]
    members = [i for i in members if _is_wanted(i.filename)]
    if len(members) > _MOST_MEMBERS:
        raise Refused(f"has more than {_MOST_MEMBERS:,} members", "unpack it first")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise Refused(f"unpacks to more than {MAX_UNPACKED:,} bytes", "unpack it first")
    for member in members:
        name = _label(member.filename)
        if member.flag_bits & 1:
            yield ArticleError(
                f"{blob.name}/{name}", "is locked with a password", "unpack it with the password"
            )
            continue
        if member.file_size > max(SMALL, MAX_RATIO * member.compress_size):
            yield ArticleError(
                f"{blob.name}/{name}",
                f"unpacks to more than {MAX_RATIO} times its size, as no text does",
                "unpack it first, if it is to be trusted",
            )
            continue
        yield from _member(blob, name, member.file_size, partial(archive.open, member))


def _tar(blob: Blob, file: BinaryIO) -> Iterator[Item]:
    try:
        archive = tarfile.TarFile(fileobj=file)
    except Exception as error:
        raise Refused(f"is a damaged tar file ({reason(error)})", "get it anew") from error
    unpacked = 0
    number = 0
    for member in guarded(iter(archive), "is a damaged tar file", "get it anew"):
        number += 1
        # The library keeps every member that it has seen.
        cast(Any, archive).members = []
        if number > _MOST_MEMBERS:
            raise Refused(f"has more than {_MOST_MEMBERS:,} members", "unpack it first")
        if not member.isreg() or not _is_wanted(member.name):
            continue
        unpacked += member.size
        if unpacked > MAX_UNPACKED:
            raise Refused(f"unpacks to more than {MAX_UNPACKED:,} bytes", "unpack it first")
        opened = partial(_extracted, archive, member)
        yield from _member(blob, _label(member.name), member.size, opened)
    file.seek(archive.offset)
    if file.read(_TAR_BLOCK) != bytes(_TAR_BLOCK):
        # The library takes anything but the head of a member for the end.
        raise Refused(f"is cut off or damaged after {number:,} members", "get it anew")


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    assert file is not None
    return file


def _member(
    blob: Blob, name: str, size: int, opened: Callable[[], IO[bytes]]
) -> Iterator[Blob | ArticleError]:
    """The member, whole, or an error for it."""
    pieces = guarded(_read(opened), "is damaged in the archive", "get the archive anew")
    try:
        if size <= SMALL:
            content = b"".join(pieces)
            yield blob.inner(name, content=content)
            return
        with temporary() as path:
            with open(path, "wb") as file:
                file.writelines(pieces)
            yield blob.inner(name, file=path)
    except Refused as refusal:
        yield ArticleError(f"{blob.name}/{name}", refusal.problem, refusal.remedy)


def _read(opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    # Both libraries raise an error when less is there than the archive says.
    with opened() as file:
        while piece := file.read(_CHUNK):
            yield piece
