"""Components whose weights are a few files: how spaCy writes and reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

import srsly

Self = TypeVar("Self", bound="FileComponent")


class FileComponent:
    """Holds the bytes of its files, so that it travels by disk, bytes and pickle alike.

    What a subclass builds from them it builds again after :meth:`_forget`.
    """

    FILES: ClassVar[tuple[str, ...]]
    """Names of the files in the component's folder."""

    _files: dict[str, bytes]

    def _forget(self) -> None:
        """Drop everything that was built from the files."""
        raise NotImplementedError

    def _set_files(self: Self, files: dict[str, bytes]) -> Self:
        self._files = files
        self._forget()
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """All files in one (msgpack)."""
        return bytes(srsly.msgpack_dumps(self._files))

    def from_bytes(self: Self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Undo :meth:`to_bytes`."""
        return self._set_files(srsly.msgpack_loads(data))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the files into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._files.items():
            (folder / name).write_bytes(data)

    def from_disk(self: Self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the files from the folder ``path``. Raises OSError where one is missing."""
        return self.from_folders((Path(path),))

    def from_folders(self: Self, folders: Sequence[Path]) -> Self:
        """Read each file from the first of ``folders`` that has it.

        Raises OSError where none has it.
        """
        return self._set_files({name: _first(folders, name).read_bytes() for name in self.FILES})


def _first(folders: Sequence[Path], name: str) -> Path:
    """The file in the first folder that has it; where none has, its place in the last."""
    return next((found for f in folders if (found := f / name).exists()), folders[-1] / name)
