"""Bytes under a name, wherever they lie: what every reader of a format is given."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from quotes.articles.errors import Refused
from quotes.articles.limits import MAX_BYTES

#: So many bytes are looked at to tell a format.
HEAD_BYTES = 65_536
#: What compression adds to a name; the format of what is inside stands before it.
COMPRESSED = frozenset((".gz", ".zst", ".bz2", ".xz"))


@dataclass(frozen=True, slots=True)
class Blob:
    """A file, a page that came, a member of an archive, an attachment.

    Either ``file`` (a path on disk) or ``content`` (the bytes themselves) is given.
    """

    name: str
    """For people and for :attr:`Article.path`: ``letters.zip/march/01.txt``."""
    file: str | None = None
    content: bytes | None = None
    media_type: str | None = None
    """As a server or a mail says: ``text/html``."""
    charset: str | None = None
    url: str | None = None
    depth: int = 0
    """How many containers it was taken out of."""

    @property
    def suffix(self) -> str:
        """Of the name, in lower case, ``.csv`` for ``rows.csv.gz`` too; empty if there is none."""
        path = PurePosixPath(self.name.lower())
        if path.suffix in COMPRESSED:
            path = path.with_suffix("")
        return path.suffix

    def head(self) -> bytes:
        """The first :data:`HEAD_BYTES` bytes."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    def data(self) -> bytes:
        """All of it. Raises :class:`Refused` when that is more than an article may have."""
        with self.open() as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Refused(f"is larger than {MAX_BYTES:,} bytes", "split it into its articles")
        return data

    def open(self) -> BinaryIO:
        """A stream of its bytes, for formats that are read piece by piece."""
        if self.content is not None:
            return io.BytesIO(self.content)
        assert self.file is not None
        return open(self.file, "rb")

    def inner(
        self,
        name: str,
        *,
        file: str | None = None,
        content: bytes | None = None,
        media_type: str | None = None,
        charset: str | None = None,
        url: str | None = None,
    ) -> Blob:
        """What was found inside this one under ``name``, to be read in its turn.

        An empty name stands for the same thing in another form (a compressed file's content).
        """
        whole = f"{self.name}/{name}" if name else self.name
        return Blob(whole, file, content, media_type, charset, url, self.depth + 1)
