"""Reads the texts of a corpus, from a folder or out of an archive, within limits.

Corpora come from anywhere: nothing is unpacked to disk, and no file can fill the memory.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from quotes.evaluate.attributions import EvaluationError

#: Of one file, unpacked, in bytes.
LARGEST_FILE = 64 * 1024**2
#: Of all that is read of a corpus, in bytes.
LARGEST_CORPUS = 512 * 1024**2
#: Entries of a folder or archive that are looked at.
MOST_FILES = 100_000

_ARCHIVE = (".tar", ".tar.gz", ".tgz")
_PACKED = ".gz"


class SupportsRead(Protocol):
    """A file of bytes, of whatever class."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""


def read_texts(path: Path, *endings: str) -> dict[PurePosixPath, str]:
    """The texts of a corpus by their place in it, sorted; line ends stay as they are.

    :param path: a folder, a tar archive, or a single file. Files may be compressed by gzip; the
        place of such a file has no ``.gz``.
    :param endings: how the names of the files that are wanted end (``.ann``).
    :raises EvaluationError: when there are none, one is too large, or one cannot be read.
    """
    if path.is_file() and path.name.endswith(_ARCHIVE):
        entries = _of_archive(path, endings)
    elif path.is_dir():
        entries = _of_folder(path, endings)
    else:
        entries = iter([(PurePosixPath(path.name.removesuffix(_PACKED)), _read_file(path))])
    texts: dict[PurePosixPath, str] = {}
    left = LARGEST_CORPUS
    for place, content in entries:
        left -= len(content)
        if left < 0:
            raise EvaluationError(
                f"{path}: more than {LARGEST_CORPUS >> 20} MB of text; name a part of it instead"
            )
        texts[place] = _decode(content, f"{path}: {place}")
    if not texts:
        raise EvaluationError(f"{path}: no files that end in {' or '.join(endings)}")
    return dict(sorted(texts.items()))


def _of_folder(folder: Path, endings: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, bytes]]:
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if number >= MOST_FILES:
            raise EvaluationError(f"{folder}: more than {MOST_FILES} files; name a smaller folder")
        place = PurePosixPath(path.relative_to(folder).as_posix().removesuffix(_PACKED))
        if place.name.endswith(endings) and path.is_file():
            yield place, _read_file(path)


def _of_archive(path: Path, endings: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, bytes]]:
    try:
        with tarfile.open(path, "r:*") as archive:
            for number, member in enumerate(archive):
                if number >= MOST_FILES:
                    raise EvaluationError(f"{path}: more than {MOST_FILES} files")
                if not member.isfile() or not member.name.endswith(endings):
                    continue
                file = archive.extractfile(member)
                assert file is not None  # it is a file
                yield PurePosixPath(member.name), _bounded(file, f"{path}: {member.name}")
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise EvaluationError(f"{path}: not a whole tar archive: {error}") from None


def _read_file(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.name.endswith(_PACKED) else path.open("rb") as file:
            return _bounded(file, str(path))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise EvaluationError(f"{path}: not a whole gzip file: {error}") from None
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror or error}") from None


def _bounded(file: SupportsRead, name: str) -> bytes:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise EvaluationError(f"{name}: larger than {LARGEST_FILE >> 20} MB; split it")
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise EvaluationError(f"{name}: not UTF-8; convert it first") from None
