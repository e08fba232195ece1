"""What stands in a page, paragraph by paragraph, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from quotes.articles.clean import clean
from quotes.articles.web.furniture import (
    Measure,
    is_beside,
    is_hover,
    is_silent,
    is_standfirst,
    is_unseen,
)
from quotes.articles.web.posts import is_post, statement
from quotes.articles.words import words

Kind = Literal["text", "heading", "item", "cell", "quote", "post", "standfirst"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a page, and what it takes to tell whether it belongs to the article."""

    text: str
    key: str
    """Its letters and digits in small letters: the same for the same words however spaced."""
    block: Any
    """The element that it stands in."""
    kind: Kind
    linked: float
    """Share of its characters that are links."""
    stressed: float
    """Share of its characters in italics or bold."""
    beside: bool = False
    """Whether it stands in furniture."""
    top: bool = False
    """Whether it is a heading of the first rank."""
    quote: Any = None
    """The ``<blockquote>`` that it stands in."""


_BLOCKS = words(
    """
    address article aside blockquote body center dd details div dl dt fieldset figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody
    td tfoot th thead tr ul
    """
)
_HEADINGS = words("h1 h2 h3 h4 h5 h6 hgroup")
_STRESS = words("b em i strong")
_TABLE = words("td th")
_LIST = words("li dd dt")
#: Stands for a broken line until words are joined; no text that was decoded has it.
_BREAK = "\0"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NOT_ALNUM = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """The letters and digits of ``text``, small, without anything between."""
    return _NOT_ALNUM.sub("", text).lower()


def paragraphs(tree: Any, measure: Measure | None = None) -> list[Paragraph]:
    """The paragraphs of ``tree`` in order, those in furniture marked; nested blocks come once.

    Without a ``measure`` nothing is furniture but what is never text.
    """
    return list(_Walk(measure).paragraphs(tree))


class _Walk:
    """The state of one walk: the pieces of the paragraph that is being read."""

    def __init__(self, measure: Measure | None) -> None:
        self._measure = measure
        self._pieces: list[str] = []
        self._links = self._linked = self._stresses = self._stressed = 0
        self._quotes = 0
        self._blocks: list[Any] = []
        self._furniture: list[Any] = []
        self._quoted: list[Any] = []

    def paragraphs(self, tree: Any) -> Iterator[Paragraph]:
        from lxml import etree

        walker = etree.iterwalk(tree, events=("start", "end"))
        skipped: Any = None
        for event, element in walker:
            if event == "start":
                if is_post(element):
                    yield from self._flush()
                    yield from self._post(element)
                    skipped = element
                elif self._is_unseen(element):
                    skipped = element
                else:
                    yield from self._enter(element)
                    continue
                walker.skip_subtree()
                continue
            if element is not skipped:
                yield from self._leave(element)
            if element.tag == "br":
                self._pieces.append(_BREAK)
                if self._is_broken_off():
                    yield from self._flush()
            self._say(element.tail)
        yield from self._flush()

    def _enter(self, element: Any) -> Iterator[Paragraph]:
        tag = element.tag
        is_block = tag in _BLOCKS
        # Names of topics and people are marked up in sentences: a part of one is no furniture.
        beside = (
            self._measure is not None
            and is_beside(element, self._measure)
            and (is_block or not self._is_inside(element))
        )
        if is_block or beside:
            yield from self._flush()
        if beside:
            self._furniture.append(element)
        if is_block:
            self._blocks.append(element)
        if tag == "blockquote":
            self._quoted.append(element)
        self._links += tag == "a"
        self._stresses += tag in _STRESS
        if tag == "q":
            self._pieces.append("‘" if self._quotes % 2 else "“")
            self._quotes += 1
        self._say(element.text)

    def _leave(self, element: Any) -> Iterator[Paragraph]:
        tag = element.tag
        if tag == "q":
            self._quotes -= 1
            self._pieces.append("’" if self._quotes % 2 else "”")
        is_beside = bool(self._furniture) and self._furniture[-1] is element
        if tag in _BLOCKS or is_beside:
            yield from self._flush()
        self._links -= tag == "a"
        self._stresses -= tag in _STRESS
        if tag in _BLOCKS:
            self._blocks.pop()
        if tag == "blockquote":
            self._quoted.pop()
        if is_beside:
            self._furniture.pop()

    def _is_unseen(self, element: Any) -> bool:
        """Whether nobody sees its text there: scripts, hover texts, words for screen readers."""
        if is_silent(element):
            return True
        if self._measure is None or self._measure.is_large(element):
            return False
        return is_hover(element) or (element.tag not in _BLOCKS and is_unseen(element))

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text)
        length = len(_NOT_ALNUM.sub("", text))
        if self._links:
            self._linked += length
        if self._stresses:
            self._stressed += length

    def _is_inside(self, element: Any) -> bool:
        """Whether words of the same paragraph stand around ``element``."""
        if any(piece.strip(" \t\r\n\0") for piece in self._pieces):
            return True
        while element is not None and element.tag not in _BLOCKS:
            if (element.tail or "").strip():
                return True
            element = element.getparent()
        return False

    def _is_broken_off(self) -> bool:
        """Whether two line breaks in a row end what was read."""
        breaks = 0
        for piece in reversed(self._pieces):
            if piece == _BREAK:
                breaks += 1
            elif piece.strip():
                break
        return breaks > 1

    def _flush(self) -> Iterator[Paragraph]:
        raw = "".join(self._pieces)
        linked, stressed = self._linked, self._stressed
        self._pieces = []
        self._linked = self._stressed = 0
        if found := key(raw.replace(_BREAK, " ")):
            block = self._blocks[-1] if self._blocks else None
            yield Paragraph(
                legible(raw),
                found,
                block,
                self._kind(block),
                min(1.0, linked / len(found)),
                min(1.0, stressed / len(found)),
                bool(self._furniture),
                block is not None and block.tag == "h1",
                self._quoted[-1] if self._quoted else None,
            )

    def _kind(self, block: Any) -> Kind:
        tag = "" if block is None else block.tag
        if tag in _HEADINGS:
            return "heading"
        if block is not None and is_standfirst(block):
            return "standfirst"
        if tag in _TABLE or (block is not None and _inside(self._blocks[-12:], _TABLE)):
            return "cell"
        if self._quoted:
            return "quote"
        return "item" if _inside(self._blocks[-3:], _LIST) else "text"

    def _post(self, element: Any) -> Iterator[Paragraph]:
        if text := statement(element):
            block = self._blocks[-1] if self._blocks else None
            # Its words, not those written around them, are what else is known of the page.
            found = key("".join(element.itertext()))
            yield Paragraph(text, found, block, "post", 0.0, 0.0)


def _inside(blocks: Sequence[Any], tags: frozenset[str]) -> bool:
    return any(block.tag in tags for block in blocks)


def legible(raw: str) -> str:
    """``raw`` with single spaces and broken lines, and entities that were escaped twice undone."""
    lines = (" ".join(line.split()) for line in raw.split(_BREAK))
    text = "\n".join(line for line in lines if line)
    return " ".join(clean(text).split(" ")) if _ENTITY.search(text) else text
