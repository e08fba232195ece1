"""Stray markup in plain text: formatting tags, escaped punctuation, entities.

Nothing else changes: a text without markup comes out character for character.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from quotes.articles.words import words

_INLINE = words(
    """
    a abbr acronym b big center cite code del dfn em font i img ins kbd mark q s samp small span
    strike strong sub sup tt u var wbr
    """
)
_BLOCK = words(
    """
    article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
    main ol p pre section table tbody td th thead tr ul
    """
)

_MARKUP = re.compile(
    r"</?(?P<tag>" + "|".join(sorted([*_INLINE, *_BLOCK, "br"])) + r")(?:\s[^<>]{0,2000})?\s?/?>"
    r"|\\(?P<escaped>[!-/:-@\[\]^_`{-~])"
    r"|&(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """``text`` without HTML formatting tags, backslashes before punctuation, and entities.

    ``<br>`` becomes a line break, and tags of blocks (``<p>``) a blank line
    unless one is there. Unknown tags stay.
    """
    pieces: list[str] = []
    position = 0
    for match in _MARKUP.finditer(text):
        before = text[position : match.start()]
        position = match.end()
        tag = (match["tag"] or "").lower()
        if tag and tag != "br" and tag not in _INLINE:
            pieces.append(before)
            _end_paragraph(pieces)
            position = _after_space(text, position)
            continue
        pieces.append(before)
        pieces.append(_plain(match, tag))
    if not pieces:
        return text
    pieces.append(text[position:])
    return "".join(pieces)


def _plain(match: re.Match[str], tag: str) -> str:
    if tag:
        return "\n" if tag == "br" else ""
    if escaped := match["escaped"]:
        return escaped
    entity = match["entity"]
    if not entity.startswith("#") and f"{entity};" not in html5:
        return match[0]
    character = unescape(match[0])
    # An entity for a control character stays as it is written.
    legible = (
        character.isprintable() or character.isspace() or character in "\xad\u200b\u200c\u200d"
    )
    return character if character and legible and character != "\ufffd" else match[0]


def _end_paragraph(pieces: list[str]) -> None:
    """Make what was written so far end in a blank line, unless nothing was."""
    while pieces:
        stripped = pieces[-1].rstrip()
        pieces.pop()
        if stripped:
            pieces.append(stripped)
            pieces.append("\n\n")
            return


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
