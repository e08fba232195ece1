"""The text of an article around a quotation."""

from __future__ import annotations

import re
from typing import Any

from sqlite_utils import Database

from quotes.wrapping import unwrapped

_LINES = re.compile(r"\S[^\n]*")


def context(db: Database, record: dict[str, Any], lines: int | None) -> dict[str, Any]:
    """So many lines before and behind the paragraph of ``record``, or the whole text for ``None``.

    Lines without words do not count; those that were broken at a width are one. As
    ``paragraph`` of :func:`quotes.store.quotation`: ``text``, and its ``start`` and ``end`` in
    characters of the article; ``length`` is that of the article.
    """
    (text,) = db.execute(
        "SELECT text FROM articles WHERE id = ?", [record["article"]["id"]]
    ).fetchone()
    text = unwrapped(text)
    start, end = record["paragraph"]["start"], record["paragraph"]["end"]
    found = [match.span() for match in _LINES.finditer(text)]
    before = [one for one, last in found if last <= start]
    behind = [last for one, last in found if one >= end]
    if lines is not None:
        # Not a slice from -lines: that of none would be all.
        before, behind = before[max(0, len(before) - lines) :], behind[:lines]
    start, end = min([start, *before]), max([end, *behind])
    end = start + len(text[start:end].rstrip())
    return {"text": text[start:end], "start": start, "end": end, "length": len(text.rstrip())}
