"""A page's source to its tree, within bounds, however broken the page is."""

from __future__ import annotations

import re
from typing import Any

from quotes.articles.limits import bound

#: A tag of more attributes loses them all: the parser compares each with every other.
MOST_ATTRIBUTES = bound("MAX_ATTRIBUTES", 500)
#: The parser stops without a word below this depth. lxml calls the bound ``huge_tree``; its
#: other one is 256, which pages with unclosed tags pass.
MOST_DEPTH = bound("MAX_TAG_DEPTH", 2048)

_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]{0,60})")
#: Attributes end at a blank or behind a value; ``>`` inside a quoted value does not end the tag.
_STEP = re.compile(r"=\s*\"[^\"]*\"|=\s*'[^']*'|[\s/]+|[>]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
#: The parser drops what stands behind these; in pages put together from parts, that is the page.
_PAGE_ENDS = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
#: Two line breaks part paragraphs as well as ``<p>`` does, but are taken for one by extraction.
BREAKS = re.compile(r"<br\s{0,9}/?>(?:\s{0,99}<br\s{0,9}/?>)+", re.IGNORECASE)


def parse(source: str) -> Any:
    """The tree of ``source`` without comments, or ``None`` when there is nothing in it."""
    from lxml import etree, html

    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    text = _PAGE_ENDS.sub("", _DECLARATION.sub("", slim(source)))
    data = text.encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def slim(source: str) -> str:
    """``source`` whose tags have at most :data:`MOST_ATTRIBUTES` attributes."""
    pieces: list[str] = []
    kept = position = 0
    while match := _TAG.search(source, position):
        end, steps = _tag_end(source, match.end())
        position = max(end, match.end())
        if steps > 2 * MOST_ATTRIBUTES:
            pieces += (source[kept : match.end()], ">")
            kept = position
    return "".join(pieces) + source[kept:] if pieces else source


def _tag_end(source: str, position: int) -> tuple[int, int]:
    """Where the tag ends whose name ended at ``position``, and of how many parts it is."""
    steps = 0
    while step := _STEP.search(source, position):
        position = step.end()
        if step[0] == ">":
            return position, steps
        steps += 1
    return len(source), steps


def too_deep(tree: Any) -> bool:
    """Whether the parser may have stopped at its bound of depth."""
    depth = deepest = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest >= MOST_DEPTH - 2
