"""What a page says of its article: title, writers, outlet, day, address, body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from quotes.articles.bylines import byline
from quotes.articles.web.days import published
from quotes.articles.web.declared import (
    article_node,
    declared_body,
    first,
    meta_tags,
    name_of,
    string,
    text_of,
)
from quotes.articles.web.headlines import headline
from quotes.articles.web.outlets import outlet_of
from quotes.articles.web.writers import declared_writers, shown_writers

_MOST_HEADLINES = 20
_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares; ``None`` for what it does not."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    """ISO 8601 date."""
    url: str | None = None
    body: str | None = None
    """The text of the article as it is declared for search engines."""


def metadata(tree: Any) -> Metadata:
    """What the page ``tree`` says of the article that it was made for."""
    tags = meta_tags(tree)
    node = article_node(tree)
    url = _url(tree, tags, node)
    heads = [text_of(head) for head in islice(tree.iter("h1"), _MOST_HEADLINES)]
    named = [
        name for name in (first(tags, ("og:site_name",)), name_of(node.get("publisher"))) if name
    ]
    outlet = outlet_of(tree, tags, node, url)
    title = headline(tree, tags, node, heads, [*named, outlet] if outlet else named)
    return Metadata(
        title=title,
        byline=byline([*declared_writers(tags, node)], outlet)
        or byline(shown_writers(tree), outlet),
        outlet=outlet,
        published=published(tree, tags, node, url),
        url=url,
        body=declared_body(node),
    )


def _url(tree: Any, tags: Mapping[str, Sequence[str]], node: Mapping[str, Any]) -> str | None:
    """The address that the page has itself known by."""
    candidates = [
        *(
            link.get("href")
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical"
        ),
        *tags.get("og:url", ()),
        string(node.get("url")),
        string(node.get("mainEntityOfPage")),
    ]
    for candidate in candidates:
        value = (candidate or "").strip()
        if len(value) <= _LONGEST_URL and _is_address(value):
            return value
    return None


#: A name or a number with or without a port, and nobody's password. Not all versions of Python
#: refuse what is no host.
_HOST = re.compile(r"(?:[\w.-]*\w|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        named = _HOST.fullmatch(parts.netloc) is not None
        return parts.scheme in ("http", "https") and named and " " not in value
    except ValueError:  # http://[
        return False
