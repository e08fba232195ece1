"""Plain text: ``.txt``, standard input, and whatever has no format of its own."""

from __future__ import annotations

from quotes.articles.clean import clean
from quotes.articles.decode import decode
from quotes.articles.layout import heading
from quotes.types import Article


def read_text(data: bytes) -> Article:
    """The article in plain text ``data``, with what its head says of it."""
    text = clean(decode(data))
    head = heading(text)
    return Article(
        text,
        title=head.title,
        byline=head.byline,
        outlet=head.outlet,
        published=head.published,
        url=head.url,
        place=head.place,
    )
