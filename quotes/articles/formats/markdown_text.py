"""Markdown: told by its suffix alone, for any text is Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.articles.blob import Blob
from quotes.articles.formats import Item, Settings
from quotes.articles.markdown import read_markdown

SUFFIXES = frozenset((".md", ".markdown"))


def recognizes(blob: Blob, head: bytes) -> bool:
    """Whether the name says that it is."""
    return blob.suffix in SUFFIXES or blob.media_type == "text/markdown"


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in it."""
    yield replace(read_markdown(blob.data()), path=blob.name)
