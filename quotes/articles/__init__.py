"""Text comes in: one reader a format, each yields an :class:`Article`."""

from __future__ import annotations

from quotes.articles.discovering import discover
from quotes.articles.errors import ArticleError
from quotes.articles.formats import Settings
from quotes.articles.items import Moved, Note, Seen
from quotes.articles.reading import read, read_all
from quotes.types import Article

__all__ = [
    "Article",
    "ArticleError",
    "Moved",
    "Note",
    "Seen",
    "Settings",
    "discover",
    "read",
    "read_all",
]
