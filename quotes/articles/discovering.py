"""From what stands on the command line to the sources it means."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.articles.errors import ArticleError
from quotes.articles.fetch import is_url
from quotes.articles.words import words

STANDARD_INPUT = "-"

#: What is no text, whatever folder it lies in; everything else in a folder is read, or named.
FOREIGN_SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in words(
        """
        jpg jpeg png gif webp svg ico bmp tif tiff heic avif psd ai eps raw cr2
        mp3 mp4 m4a m4v wav ogg oga ogv flac aac mov avi mkv webm wmv
        woff woff2 ttf otf eot css scss less js mjs map ts wasm
        py pyc pyo so dll dylib exe bin o a class jar lock sh bat
        db-wal db-shm db-journal sqlite-wal sqlite-shm sqlite-journal ds_store
        """
    )
)
#: Files that stand in many folders and are about the folder.
_FOREIGN_NAMES = words("thumbs.db desktop.ini makefile license licence copying")


def discover(paths: Iterable[str | Path]) -> Iterator[str | ArticleError]:
    """What :func:`quotes.articles.read_all` can be given, in the order named.

    Files, web addresses and ``-`` as they are; folders as the files below them,
    sorted. Hidden ones and those that are obviously no text (pictures, sound,
    programs) are left out. An error takes the place of what is missing or no
    file, and of a folder without any.
    """
    for given in paths:
        path = os.fspath(given)
        if path == STANDARD_INPUT or is_url(path):
            yield path
        else:
            yield from _on_disk(path)


def _on_disk(path: str) -> Iterator[str | ArticleError]:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        problem = "there is no such file or folder" if missing else f"cannot be read ({error})"
        if isinstance(error, OSError) and error.strerror and not missing:
            problem = f"cannot be read ({error.strerror})"
        yield ArticleError(_short(path), problem, "check the path")
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    else:
        yield path


def _short(path: str) -> str:
    return path if len(path) <= 200 else f"{path[:200]}…"


def _in_folder(folder: str) -> Iterator[str | ArticleError]:
    empty = True
    problems: list[OSError] = []
    for directory, subfolders, files in os.walk(folder, onerror=problems.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            if is_foreign(name):
                continue
            empty = False
            path = os.path.join(directory, name)
            yield path if _is_file(path) else _no_file(path)
    for problem in problems:
        yield ArticleError(
            str(problem.filename), f"cannot be opened ({problem.strerror})", "check its permissions"
        )
    if empty and not problems:
        yield ArticleError(folder, "has no files to read", "name a folder with articles in it")


def is_foreign(name: str) -> bool:
    """Whether a file of this name is hidden or obviously no text."""
    lower = name.lower()
    return (
        name.startswith(".")
        or name.endswith("~")
        or lower in _FOREIGN_NAMES
        or Path(lower).suffix in FOREIGN_SUFFIXES
    )


def _is_file(path: str) -> bool:
    """A regular file, or a link to one: a pipe or a device in a folder could wait for ever."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True  # Reading it says why it cannot be.


def _no_file(path: str) -> ArticleError:
    return ArticleError(path, "is a pipe or a device, no file", "name it by itself to read it")
