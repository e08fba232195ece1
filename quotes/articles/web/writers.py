"""Who wrote the article of a page, as it declares or shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quotes.articles.bylines import byline
from quotes.articles.web.declared import name_of, pieces

_AUTHORS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
    *("dcterms.creator", "cxenseparse:author", "article.author", "og:article:author", "byline"),
)
#: Elements of a byline's class that are looked at.
_MOST_BYLINES = 100
_ELSEWHERE = re.compile(r"comment|respond|reply|related|recirc|sidebar|widget|footer|teaser|card")


def declared_writers(tags: Mapping[str, Sequence[str]], node: Mapping[str, Any]) -> Iterator[str]:
    """Writers in the linked data, otherwise those of the first tag of the head that has some."""
    authors = node.get("author") or node.get("creator")
    found = [
        name for name in map(name_of, authors if isinstance(authors, list) else [authors]) if name
    ]
    if byline(found):
        yield from found
        return
    for name in _AUTHORS:
        if byline(tags.get(name, ())):
            yield from tags[name]
            return


def shown_writers(tree: Any) -> Sequence[str]:
    """Writers as the page shows them: ``rel=author``, ``itemprop=author``, a byline's class.

    Not those of comments, forms, and the lists of other articles at the side.
    """
    marked: list[str] = []
    classed: list[str] = []
    looked_at = 0
    for element in tree.iter("a", "span", "div", "p", "address", "h3", "h4", "li", "cite"):
        declared = "author" in (element.get("rel") or "").lower().split() or (
            (element.get("itemprop") or "").lower() in ("author", "creator")
        )
        classes = (element.get("class") or "").lower()[:300]
        if not declared and "byline" not in classes and "author" not in _words_of(classes):
            continue
        looked_at += 1
        if looked_at > _MOST_BYLINES:
            break
        shown = _parted(element)
        if 3 < len(shown) < 200 and not _of_others(element) and byline([shown]):
            (marked if declared else classed).append(shown)
    return marked[:3] or classed[:1]


def _parted(element: Any) -> str:
    """The text of ``element``, a line broken where only tags part two words."""
    parts: list[str] = []
    for piece in pieces(element):
        if parts and parts[-1][-1:].isalnum() and piece[:1].isalnum():
            parts.append("\n")
        parts.append(piece)
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))


def _words_of(classes: str) -> Sequence[str]:
    return re.split(r"[\s_-]+", classes)


def _of_others(element: Any) -> bool:
    """Whether an element stands in a form, a comment, a sidebar or a list of articles."""
    while element is not None:
        named = f"{element.get('class') or ''} {element.get('id') or ''}"[:600].lower()
        if element.tag in ("form", "aside", "footer", "nav", "blockquote"):
            return True
        if element.tag not in ("body", "html", "article", "main") and _ELSEWHERE.search(named):
            return True
        element = element.getparent()
    return False
