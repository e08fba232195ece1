"""Text comes in: one reader a format, each yields an :class:`Article`."""

from __future__ import annotations

from quotes.articles.discovering import discover
from quotes.articles.errors import ArticleError
from quotes.articles.reading import read
from quotes.types import Article

__all__ = ["Article", "ArticleError", "discover", "read"]
