"""Markdown: the words without the markup, paragraphs with a blank line between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quotes.articles.bylines import without_controls
from quotes.articles.clean import clean
from quotes.articles.decode import decode
from quotes.articles.front_matter import front_matter
from quotes.articles.layout import heading
from quotes.articles.quoting import Line, quoted
from quotes.types import Article

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_markdown(data: bytes) -> Article:
    """The article in Markdown ``data``; its front matter overrides what its head says."""
    fields, source = front_matter(decode(data))
    text, title = _plain(source)
    head = heading(text)
    return Article(
        text,
        title=fields.get("title") or without_controls(title) or without_controls(head.title),
        byline=fields.get("byline") or without_controls(head.byline),
        outlet=fields.get("outlet") or without_controls(head.outlet),
        published=fields.get("published") or head.published,
        url=fields.get("url") or head.url,
        place=head.place,
    )


def _plain(source: str) -> tuple[str, str | None]:
    """The words of Markdown ``source``, and its first top heading.

    A block quotation that a sentence introduces gets quotation marks, if it has none.
    """
    from markdown_it import MarkdownIt

    paragraphs: list[Line] = []
    title = None
    quotations: list[Token] = []
    tokens = MarkdownIt("commonmark").parse(source)
    for position, token in enumerate(tokens):
        if token.type == "blockquote_open":
            quotations.append(token)
        elif token.type == "blockquote_close":
            quotations.pop()
        if token.type == "inline":
            words = "".join(_inline(token.children or ())).strip()
            if title is None and tokens[position - 1].tag == "h1":
                title = " ".join(words.split()) or None
        elif token.type in ("code_block", "fence"):
            words = token.content.strip()
        elif token.type == "html_block":
            words = clean(token.content).strip()
        else:
            continue
        if words:
            paragraphs.append((words, quotations[0] if quotations else None))
    return "\n\n".join(quoted(paragraphs)), title


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or re.fullmatch(r"<br\s*/?>", token.content):
            yield "\n"
