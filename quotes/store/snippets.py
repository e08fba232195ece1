"""Where the words of a search stand in a text: the text or a part of it, with the words marked.

SQLite's own full-text search finds them, with the tokenizer that the database has, so that what
is marked is what was found: *harbours* for *harbour*, *Müller* for *muller*.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import NamedTuple

from quotes.store.fts import match_query

_TABLE = (
    "CREATE VIRTUAL TABLE found USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')"
)
#: Put around what was found; taken out of texts beforehand.
_ON, _OFF, _CUT = "\x02", "\x03", "\x04"
_TAKEN = re.compile("[\x00\x02-\x04]")
_PART = re.compile(f"{_ON}([^{_OFF}]*){_OFF}")


class Part(NamedTuple):
    """A stretch of text, and whether it was searched for."""

    text: str
    found: bool


def marked(texts: Mapping[int, str], typed: str, words: int | None = None) -> dict[int, list[Part]]:
    """The texts by their keys, in parts; of each so many ``words`` around what was found.

    A text in which nothing was found is left out.
    """
    query = match_query(typed)
    if query is None or not texts:
        return {}
    shown = (
        f"highlight(found, 0, '{_ON}', '{_OFF}')"
        if words is None
        else f"snippet(found, 0, '{_ON}', '{_OFF}', '{_CUT}', {min(words, 64)})"
    )
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(_TABLE)
        memory.executemany(
            "INSERT INTO found (rowid, text) VALUES (?, ?)",
            [(key, _TAKEN.sub(" ", text)) for key, text in texts.items()],
        )
        rows = memory.execute(f"SELECT rowid, {shown} FROM found WHERE found MATCH ?", [query])
        return {key: _parts(text.replace(_CUT, "…")) for key, text in rows}


def _parts(text: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for match in _PART.finditer(text):
        parts += [Part(text[at : match.start()], False), Part(match[1], True)]
        at = match.end()
    parts.append(Part(text[at:], False))
    return [part for part in parts if part.text]
