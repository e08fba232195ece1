"""Web pages: the article without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quotes.articles.dates import iso_date
from quotes.articles.decode import decode
from quotes.articles.errors import Refused
from quotes.articles.layout import heading
from quotes.types import Article

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]{2,30})", re.IGNORECASE
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
#: A page of more markup is read paragraph by paragraph: looking for the article takes minutes.
_MOST_TAGS = 40_000
_PAGE_BLOCKS = (
    *("h1", "h2", "h3", "p", "li", "blockquote", "dd", "td", "pre"),
    *("div", "section", "article", "main", "body"),
)
#: Two line breaks part paragraphs as well as ``<p>`` does, but are taken for one by extraction.
_BREAKS = re.compile(r"<br\s{0,9}/?>(?:\s{0,99}<br\s{0,9}/?>)+", re.IGNORECASE)
#: Stands for a broken line until words are joined; no text that was decoded has it.
_BREAK = "\0"
_SMALL_PAGE = 1000
_BLOCKS = frozenset(("p", "head", "item", "cell", "code", "fw", "ab"))


def looks_like_html(data: bytes) -> bool:
    """Whether a file of unknown format begins as a web page does."""
    return _PAGE.match(data[:512]) is not None


def read_html(data: bytes, charset: str | None = None) -> Article:
    """The article in the web page ``data``, with the page's own account of it.

    ``charset`` is what the server said; otherwise what the page says. Raises
    :class:`Refused` when there is no running text in the page.
    """
    if charset is None and (match := _CHARSET.search(data[:4096])):
        charset = match[1].decode("ascii")
    source = _BREAKS.sub("</p><p>", decode(data, charset))
    if not source.strip():
        return Article("")
    document = _extracted(source)
    text = "\n\n".join(_paragraphs(document.body)) if document is not None else ""
    if len(text) < _SMALL_PAGE:
        # Extraction is made for whole pages: of a few paragraphs it may drop some.
        everything = "\n\n".join(_all_paragraphs(source))
        if not text or len(text) < len(everything) < _SMALL_PAGE:
            text = everything
    if not text:
        raise Refused("has no running text", "save the article itself from the page")
    head = heading(text)
    title, byline, outlet, published, url = (
        _field(document, name) for name in ("title", "author", "sitename", "date", "url")
    )
    return Article(
        text,
        title=title or head.title,
        byline=byline or head.byline,
        outlet=outlet or head.outlet,
        published=(iso_date(published) if published else None) or head.published,
        url=url or head.url,
        place=head.place,
    )


def _extracted(source: str) -> Any:
    """The main text as a tree, with metadata, or ``None``."""
    if source.count("<") > _MOST_TAGS:
        return None
    import trafilatura

    # A page can be broken in ways its parsers did not foresee; there is a plainer way below.
    try:
        return trafilatura.bare_extraction(
            source, include_comments=False, include_tables=False, with_metadata=True
        )
    except Exception:
        return None


def _field(document: Any, name: str) -> str | None:
    value = getattr(document, name, None)
    return " ".join(str(value).split()) or None if value else None


def _paragraphs(body: Any) -> Iterator[str]:
    """The paragraphs of extracted ``body``, in order; nested blocks come once."""
    if body is None:
        return
    loose: list[str] = [body.text or ""]
    for child in body:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _BLOCKS or any(nested.tag in _BLOCKS for nested in child.iterdescendants()):
            yield from _legible(loose)
            loose = []
            if any(nested.tag in _BLOCKS for nested in child.iterdescendants()):
                yield from _paragraphs(child)
            else:
                yield from _legible([_words(child)])
        elif tag in ("quote", "list", "row", "table"):
            yield from _legible(loose)
            yield from _legible([_words(child)])
            loose = []
        elif tag == "graphic":
            pass
        else:
            loose.append(_words(child))
        loose.append(child.tail or "")
    yield from _legible(loose)


def _words(element: Any) -> str:
    return "".join(_walk(element))


def _walk(element: Any) -> Iterator[str]:
    """All text below ``element``, with :data:`_BREAK` where a line is broken."""
    if isinstance(element.tag, str):
        yield _BREAK if element.tag in ("lb", "br") else element.text or ""
    for child in element:
        yield from _walk(child)
        yield child.tail or ""


def _legible(pieces: list[str]) -> Iterator[str]:
    """The joined pieces as one paragraph with single spaces, if there is a word in them."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    if paragraph := "\n".join(line for line in lines if line):
        yield paragraph


def _all_paragraphs(source: str) -> Iterator[str]:
    """Every paragraph of a page too small or too odd to tell the article from the rest."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(source)
    except (etree.LxmlError, ValueError):
        return
    for element in tree.iter(*_PAGE_BLOCKS):
        # A block of blocks says its words through them.
        if next(element.iterdescendants(*_PAGE_BLOCKS), None) is None:
            yield from _legible([_words(element)])
