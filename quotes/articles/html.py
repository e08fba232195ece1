"""Web pages: the article without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.articles.bylines import without_controls
from quotes.articles.decode import decode
from quotes.articles.errors import Refused
from quotes.articles.layout import heading
from quotes.articles.limits import bound
from quotes.articles.quoting import quoted
from quotes.articles.web.choosing import Choice, choose, likely
from quotes.articles.web.endings import reporting
from quotes.articles.web.furniture import measure
from quotes.articles.web.metadata import Metadata, metadata
from quotes.articles.web.paragraphs import paragraphs
from quotes.articles.web.tree import BREAKS, parse, slim, too_deep
from quotes.types import Article

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]{2,30})", re.IGNORECASE
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
#: A page of more markup is read without the extraction library, which would take minutes.
_MOST_TAGS = 40_000
#: More than any article needs; trees of millions of elements take minutes and gigabytes.
_MOST_TAGS_AT_ALL = bound("MAX_TAGS", 200_000)
#: Characters of a page too small to have a frame around its article.
_SMALL_PAGE = 1000
_DEEP = "nested too deeply"
_REMEDY = "save the article itself from the page"


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a web page, and what a person should know of how it was read."""

    article: Article
    notes: tuple[str, ...] = ()
    """Short sentences without the page's name: what was left out."""


def looks_like_html(data: bytes) -> bool:
    """Whether a file of unknown format begins as a web page does."""
    return _PAGE.match(data[:512]) is not None


def read_html(data: bytes, charset: str | None = None) -> Article:
    """The article in the web page ``data``; :func:`read_page` without its notes."""
    return read_page(data, charset).article


def read_page(data: bytes, charset: str | None = None) -> Page:
    """The article in the web page ``data``, with the page's own account of it.

    ``charset`` is what the server said; otherwise what the page says. Raises
    :class:`Refused` when there is no running text in the page.
    """
    if charset is None and (match := _CHARSET.search(data[:4096])):
        charset = match[1].decode("ascii")
    source = decode(data, charset)
    if not source.strip():
        return Page(Article(""))
    if source.count("<") > _MOST_TAGS_AT_ALL:
        raise Refused(f"has more than {_MOST_TAGS_AT_ALL:,} tags", _REMEDY)
    tree = parse(source)
    if tree is None:
        raise _nothing()
    deep = too_deep(tree)
    notes = [f"its markup is {_DEEP}; the text below that depth was left out"] if deep else []
    known = metadata(tree)
    choice = _choice(tree, source, known)
    if choice.left_out:
        notes.append(f"about {_round(choice.left_out)} words of the page's text were left out")
    titles = [known.title or "", *_headlines(tree)]
    kept = reporting(choice.chosen, titles, known.byline) or choice.chosen
    text = "\n\n".join(quoted([(paragraph.text, paragraph.quote) for paragraph in kept]))
    if not text:
        raise Refused(f"has its text {_DEEP}", _REMEDY) if deep else _nothing()
    return Page(_article(text, known), tuple(notes))


def _nothing() -> Refused:
    return Refused("has no running text", _REMEDY)


def _article(text: str, known: Metadata) -> Article:
    # Bylines and datelines are known by standing below a headline.
    head = heading(f"{known.title}\n\n{text}" if known.title else text)
    return Article(
        text,
        title=known.title or without_controls(head.title),
        byline=known.byline or without_controls(head.byline),
        outlet=known.outlet or without_controls(head.outlet),
        published=known.published or head.published,
        url=known.url or head.url,
        place=head.place,
    )


def _choice(tree: Any, source: str, known: Metadata) -> Choice:
    """The paragraphs of the article in ``tree``; of a small page, all outside furniture."""
    everything = paragraphs(tree)
    shown = sum(len(paragraph.text) for paragraph in everything)
    if max(shown, len(known.body or "")) < _SMALL_PAGE:
        framed = paragraphs(tree, measure(tree, {}))
        return Choice(tuple(one for one in framed if not one.beside) or tuple(everything), 0)
    extracted = _extracted(source)
    letters: dict[Any, int] = {}
    for paragraph, yes in zip(everything, likely(everything, extracted, known.body), strict=True):
        if yes and paragraph.block is not None:
            letters[paragraph.block] = letters.get(paragraph.block, 0) + len(paragraph.key)
    choice = choose(paragraphs(tree, measure(tree, letters)), extracted, known.body)
    return choice if choice.chosen else Choice(tuple(everything), 0)


def _headlines(tree: Any) -> Iterator[str]:
    for head in tree.iter("h1"):
        yield "".join(head.itertext())


def _round(count: int) -> int:
    return max(10, round(count, -1 if count < 1000 else -2))


def _extracted(source: str) -> Sequence[str]:
    """The paragraphs that an extraction library takes for the article."""
    if source.count("<") > _MOST_TAGS:
        return ()
    import trafilatura

    # A page can be broken in ways its parsers did not foresee; the other witnesses remain.
    try:
        document = trafilatura.bare_extraction(
            BREAKS.sub("</p><p>", slim(source)),
            include_comments=False,
            include_tables=False,
            with_metadata=False,
        )
    except Exception:
        return ()
    return _lines(getattr(document, "body", None))


_BLOCKS = frozenset(("p", "head", "item", "cell", "code", "fw", "ab", "quote", "list", "row"))


def _lines(body: Any) -> Sequence[str]:
    """The text of an extracted ``body``, a block a line."""
    if body is None:
        return ()
    lines: list[str] = [""]
    for event, element in _events(body):
        if element.tag in _BLOCKS:
            lines.append("")
        lines[-1] += (element.text if event == "start" else element.tail) or ""
    return [line for line in lines if line.strip()]


def _events(body: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    yield from etree.iterwalk(body, events=("start", "end"))
