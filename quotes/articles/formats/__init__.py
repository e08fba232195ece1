"""One module a format: how it is recognized by its content, and what articles are in it.

Each offers ``recognizes(blob, head)`` and ``read(blob, settings)``. ``read`` yields, in order,
:class:`~quotes.types.Article` (its ``path`` set to ``blob.name``, or to ``blob.name#record`` for
one of several), another :class:`~quotes.articles.blob.Blob` or an
:class:`~quotes.articles.items.Address` that has to be read in its turn, an
:class:`~quotes.articles.errors.ArticleError` for a part that could not be read, or a
:class:`~quotes.articles.items.Note`. It raises
:class:`~quotes.articles.errors.Refused` when nothing more of the blob can be read. Libraries are
imported inside the functions that need them: most runs meet one format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Protocol, TypeAlias, cast

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError
from quotes.articles.items import Address, Note
from quotes.types import Article

Item: TypeAlias = Article | Blob | ArticleError | Note | Address


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may say about how sources are read."""

    columns: dict[str, str] = field(default_factory=dict)
    """Field of an article (``text``, ``title``, ``byline``, ``outlet``, ``published``, ``url``,
    ``id``) to the column, key or path of it in tables and JSON; what is missing is guessed."""
    query: str | None = None
    """SQL that selects the articles of a SQLite database."""
    date_from_name: bool = False
    """Take the day of publication from a file's or folder's name when the text has none."""


class Format(Protocol):
    """What a module of this package offers."""

    @property
    def recognizes(self) -> Callable[[Blob, bytes], bool]:
        """``recognizes(blob, head)``: is ``blob``, which begins with ``head``, in this format?"""

    @property
    def read(self) -> Callable[[Blob, Settings], Iterator[Item]]:
        """``read(blob, settings)``: what is in it, in order."""


@cache
def known_formats() -> tuple[Format, ...]:
    """All formats, in the order in which they are asked; the last one takes what is left."""
    return tuple(cast(Format, import_module(f"{__name__}.{name}")) for name in _NAMES)


#: Containers and binary formats, which tell themselves by their first bytes; then text, of which
#: the most particular come first.
_NAMES = (
    *("warc", "compressed", "docx", "odt", "excel", "archive", "pdf", "rtf", "sqlite", "parquet"),
    *("mail", "feed", "json_records", "web_page", "addresses", "table", "markdown_text"),
    "plain_text",
)
