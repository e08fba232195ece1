"""Deliveries of press archives: one text that holds several articles, each between its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quotes.articles.errors import ArticleError
from quotes.articles.formats import factiva, nexis
from quotes.articles.words import words
from quotes.types import Article

#: What is in every page that Factiva or Nexis makes of its articles.
_PAGE = re.compile(r"enArticle\b|articleParagraph|\bFactiva\b|LexisNexis|>\s*End of Document\s*<")
_BLOCKS = words(
    """
    address article blockquote body br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table
    td th tr ul
    """
)
_NO_TEXT = frozenset(("head", "noscript", "script", "style", "template"))


def split(text: str, name: str) -> list[Article | ArticleError] | None:
    """The articles of a Nexis or Factiva export; ``None`` when ``text`` is none.

    ``name`` is that of the file; each article has ``name#record`` for its path. A document whose
    body is not found is an :class:`ArticleError` that names its number and its headline.
    """
    articles = nexis.split(text, name)
    return factiva.split(text, name) if articles is None else articles


def split_page(source: str, name: str) -> list[Article | ArticleError] | None:
    """The same of an export that is one web page, as both archives offer."""
    if not _PAGE.search(source):
        return None
    from lxml import etree, html

    try:
        tree = html.document_fromstring(source)
    except (etree.LxmlError, ValueError):
        return None
    return split("\n\n".join(line for line in _lines(tree) if line), name)


def _lines(tree: Any) -> Iterator[str]:
    """The words between one block's border and the next, without markup."""
    from lxml import etree

    found: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            skipped += tag in _NO_TEXT
        elif event == "end":
            skipped -= tag in _NO_TEXT
        if tag in _BLOCKS:
            yield " ".join("".join(found).split())
            found = []
        if not skipped and (event != "start" or tag):
            found.append((element.text if event == "start" else element.tail) or "")
    yield " ".join("".join(found).split())
