"""What a person types into a search box, as a full-text query that is always valid."""

from __future__ import annotations

import re

_LONGEST = 1000
#: Neither can be handed to SQLite: NUL, and halves of a character.
_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")
_PART = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


def match_query(typed: str) -> str | None:
    """An FTS5 query for all the words of ``typed``; ``None`` when it has no word.

    Words between double quotes are a phrase, and a star at the end of a word
    finds whatever begins so. Nothing else has a meaning, so that no input is a
    syntax error.
    """
    parts: list[str] = []
    for phrase, phrase_star, word in _PART.findall(_IMPOSSIBLE.sub(" ", typed[:_LONGEST])):
        star = "*" if phrase_star or word.endswith("*") else ""
        content = phrase or word.rstrip("*")
        if any(character.isalnum() for character in content):
            parts.append(f'"{content}"{star}')
    return " ".join(parts) or None
