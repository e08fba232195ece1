"""Plain text, which is what has no other format: an article, or an export of many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.articles.blob import Blob
from quotes.articles.decode import decode
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings, exports
from quotes.articles.limits import bound
from quotes.articles.text import read_text

#: An export of a few hundred articles is larger than an article may be.
MAX_EXPORT = bound("MAX_EXPORT", 200_000_000)
_READABLE = ("text/", "application/octet-stream", "application/txt")


def recognizes(blob: Blob, head: bytes) -> bool:
    """Always: the last format to be asked."""
    return True


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in it, or those that a news database exported."""
    if blob.media_type is not None and not blob.media_type.startswith(_READABLE):
        raise Refused(f"is {blob.media_type}, which quotes does not read", "save its text")
    with blob.open() as file:
        data = file.read(MAX_EXPORT + 1)
    if len(data) > MAX_EXPORT:
        raise Refused(f"is larger than {MAX_EXPORT:,} bytes", "split it into its articles")
    if found := exports.split(decode(data, blob.charset), blob.name):
        yield from found
        return
    yield replace(read_text(blob.data()), path=blob.name)
