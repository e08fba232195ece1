"""Which quotations somebody who asks again and again has been told.

Ids of quotations only grow, and none is given twice: what is new is what has an
id above the last one told, whatever articles were edited or taken out since.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlite_utils import Database

from quotes.store.filters import Filters
from quotes.store.opening import writing

#: Which quotations are shown of those that are new, not which of them are asked for.
_SHOWING = ("sort", "limit", "offset", "ingested_since")


def memory(filters: Filters, name: str | None = None) -> str:
    """Under what is remembered how far somebody was told: ``name``, else the filters."""
    if name is not None:
        return f"new/{name}"
    chosen = {key: value for key, value in asdict(filters).items() if key not in _SHOWING and value}
    return f"new {json.dumps(chosen, ensure_ascii=False, sort_keys=True)}"


def told(db: Database, key: str) -> int:
    """The id of the last quotation told; 0 where nothing was."""
    row = db.execute("SELECT value FROM _state WHERE name = ?", [key]).fetchone()
    return int(row[0]) if row else 0


def newest(db: Database) -> int:
    """The id of the quotation that came last."""
    (number,) = db.execute("SELECT coalesce(max(id), 0) FROM quotes").fetchone()
    return int(number)


def remember(db: Database, key: str, number: int) -> None:
    """All quotations up to this id are told; what was told stays so."""
    with writing(db):
        db.execute(
            "INSERT INTO _state (name, value) VALUES (?1, ?2) ON CONFLICT (name)"
            " DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(?2 AS INTEGER))",
            [key, str(number)],
        )
