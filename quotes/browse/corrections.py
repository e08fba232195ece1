"""What people corrected, in the words of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.store import details
from quotes.types import SPAN_SEPARATOR

from .wording import correction

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a quotation wherever it is shown."""

    corrections: tuple[str, ...] = ()
    """What people did, in words, the first first; empty where nobody decided."""
    borrowed: bool = False
    """Whether the speaker is taken from the same words elsewhere."""
    overruled: bool = False
    """Whether the machine's way to its speaker or words does not hold any more."""


#: Of a quotation of which nothing is to be said.
PLAIN = Note()


def notes(db: Database, ids: Iterable[int]) -> dict[int, Note]:
    """What is to be said of these quotations; those of which it is nothing are left out."""
    wanted = list(ids)
    told: dict[int, list[str]] = {}
    for row in details.reviews_of_quotations(db, wanted):
        told.setdefault(row["quote_id"], []).append(correction(row))
    return {
        row["id"]: Note(
            tuple(told.get(row["id"], ["a person decided"])) if row["reviewed"] else (),
            bool(row["borrowed"]),
            bool(row["overruled"]),
        )
        for row in details.decided_quotations(db, wanted)
    }


def noted(db: Database, records: Iterable[Row]) -> list[Row]:
    """Records of quotations, each with its ``note``."""
    found = list(records)
    known = notes(db, [record["id"] for record in found])
    return [{**record, "note": known.get(record["id"], PLAIN)} for record in found]


def taken_out(db: Database, article_id: int) -> list[Row]:
    """What people said is no quotation: its ``words`` and the ``correction``."""
    return [
        {"words": _words(row["anchor"]), "correction": correction(row)}
        for row in details.said_to_be_none(db, article_id)
    ]


def _words(anchor: str | None) -> str:
    return SPAN_SEPARATOR.join(one["exact"] for one in json.loads(anchor or "[]"))


def latest(db: Database, most: int = 6) -> list[Row]:
    """What people did last: ``quote_id``, ``article_id``, ``words`` and the ``correction``."""
    return [
        {
            "quote_id": row["quote_id"],
            "article_id": row["article_id"],
            "words": _words(row["anchor"]) or row["name"] or "",
            "correction": correction(row),
        }
        for row in details.latest_reviews(db, most)
    ]


def of_speaker(db: Database, speaker_id: int) -> list[Row]:
    """What people said a speaker is called: ``of`` what, and the ``correction``."""
    of = {"rename": "name", "title": "title", "kind": "kind"}
    return [
        {"of": of[row["action"]], "correction": correction(row)}
        for row in details.reviews_of_speaker(db, speaker_id)
    ]
