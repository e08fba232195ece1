"""From what stands on the command line to the articles it means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.articles.errors import ArticleError
from quotes.articles.fetch import is_url

TEXT_SUFFIXES = frozenset((".txt", ".text"))
MARKDOWN_SUFFIXES = frozenset((".md", ".markdown"))
HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
SUFFIXES = TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES

STANDARD_INPUT = "-"


def discover(paths: Iterable[str | Path]) -> Iterator[str | ArticleError]:
    """What :func:`quotes.articles.read` can be given, in the order named.

    Files, web addresses and ``-`` as they are; folders as the article files
    below them, sorted, hidden ones left out. An error takes the place of what
    is missing, and of a folder without articles.
    """
    for given in paths:
        path = os.fspath(given)
        if path == STANDARD_INPUT or is_url(path):
            yield path
        elif os.path.isdir(path):
            yield from _in_folder(path)
        elif not os.path.exists(path):
            yield ArticleError(path, "there is no such file or folder", "check the path")
        else:
            yield path


def _in_folder(folder: str) -> Iterator[str | ArticleError]:
    empty = True
    problems: list[OSError] = []
    for directory, subfolders, files in os.walk(folder, onerror=problems.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                empty = False
                yield os.path.join(directory, name)
    for problem in problems:
        yield ArticleError(
            str(problem.filename), f"cannot be opened ({problem.strerror})", "check its permissions"
        )
    if empty and not problems:
        yield ArticleError(
            folder, "has no article files", "articles end in .txt, .md, .markdown, .html or .htm"
        )
