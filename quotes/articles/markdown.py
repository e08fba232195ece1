"""Markdown: the words without the markup, paragraphs with a blank line between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quotes.articles.clean import clean
from quotes.articles.dates import iso_date
from quotes.articles.decode import decode
from quotes.articles.layout import heading
from quotes.types import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"([A-Za-z_]{1,30})[ \t]*:[ \t]*(.*)")
_NAMES = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline", "by"),
    "outlet": ("outlet", "publication", "publisher", "site", "source"),
    "published": ("date", "published", "published_at", "pubdate"),
    "url": ("url", "link", "canonical", "canonical_url"),
}


def read_markdown(data: bytes) -> Article:
    """The article in Markdown ``data``; its front matter overrides what its head says."""
    source = decode(data)
    match = _FRONT_MATTER.match(source)
    fields = _fields(match[1]) if match else {}
    if match and not fields:  # A rule and a paragraph, not front matter.
        match = None
    text, title = _plain(source[match.end() :] if match else source)
    head = heading(text)

    def field(key: str) -> str | None:
        return next((fields[name] for name in _NAMES[key] if fields.get(name)), None)

    published = field("published")
    return Article(
        text,
        title=field("title") or title or head.title,
        byline=field("byline") or head.byline,
        outlet=field("outlet") or head.outlet,
        published=(iso_date(published) if published else None) or head.published,
        url=field("url") or head.url,
        place=head.place,
    )


def _fields(front_matter: str) -> Mapping[str, str]:
    """``key: value`` lines, and lists of values below a key, as one string a key."""
    fields: dict[str, str] = {}
    key = ""
    for line in front_matter.splitlines():
        if match := _FIELD.fullmatch(line):
            key = match[1].lower()
            fields[key] = ", ".join(_unquoted(item) for item in _items(match[2]))
        elif key and (item := re.fullmatch(r"[ \t]*-[ \t]+(.*)", line)):
            fields[key] = ", ".join(filter(None, (fields[key], _unquoted(item[1]))))
    return fields


def _items(value: str) -> Sequence[str]:
    value = value.strip()
    return value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _plain(source: str) -> tuple[str, str | None]:
    """The words of Markdown ``source``, and its first top heading."""
    from markdown_it import MarkdownIt

    paragraphs: list[str] = []
    title = None
    tokens = MarkdownIt("commonmark").parse(source)
    for position, token in enumerate(tokens):
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
            paragraphs.append(words)
    return "\n\n".join(paragraphs), title


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or re.fullmatch(r"<br\s*/?>", token.content):
            yield "\n"
