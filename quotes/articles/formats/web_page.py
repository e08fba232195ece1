"""A web page: HTML by its beginning, its suffix or what the server said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.articles.blob import Blob
from quotes.articles.decode import decode
from quotes.articles.formats import Item, Settings, exports
from quotes.articles.html import looks_like_html, read_page
from quotes.articles.items import Note

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
_TEXTS = frozenset((".txt", ".text", ".md", ".markdown"))


def recognizes(blob: Blob, head: bytes) -> bool:
    """Whether ``blob`` is a page; text under another name may be, but never a ``.txt``."""
    if blob.media_type is not None:
        return "html" in blob.media_type
    suffix = blob.suffix
    return suffix in SUFFIXES or (suffix not in _TEXTS and looks_like_html(head))


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article of the page, and what had to be left out of it; or those of an export."""
    data = blob.data()
    if found := exports.split_page(decode(data, blob.charset), blob.name):
        yield from found
        return
    page = read_page(data, blob.charset)
    for note in page.notes:
        yield Note(blob.name, note)
    yield replace(page.article, path=blob.name)
