"""The log of reviews as a person reads it."""

from __future__ import annotations

from typing import Any

import click

from quotes.cli import output
from quotes.cli.output import legible
from quotes.reviews.conflicts import Conflict
from quotes.store.reviewing import in_words, shortened

COLUMNS: output.Columns = {
    "id": ("id",),
    "action": ("action",),
    "said": ("said",),
    "text": ("text",),
    "quote_id": ("quote_id",),
    "article_id": ("article", "id"),
    "article_title": ("article", "title"),
    "reviewer": ("reviewer",),
    "reviewed_at": ("reviewed_at",),
    "note": ("note",),
    "lost": ("lost",),
    "undone_at": ("undone_at",),
    "before": ("before",),
    "after": ("after",),
}
CONFLICT_COLUMNS: output.Columns = {
    "quote_id": ("quote_id",),
    "text": ("text",),
    "point": ("point",),
    "said": ("said",),
}


def with_said(record: dict[str, Any]) -> dict[str, Any]:
    """The record with ``said``, what the review says in a few words."""
    return {**record, "said": in_words(record)}


def view(record: dict[str, Any]) -> str:
    """One review in a few lines."""
    marks = [
        name for name in ("lost", "undone") if record["lost" if name == "lost" else "undone_at"]
    ]
    head = click.style(f"{record['id']}  {legible(record['said'])}", bold=True)
    if marks:
        head += f" ({', '.join(marks)})"
    lines = [head]
    if record.get("text"):
        lines.append(legible(f"    “{shortened(record['text'])}”"))
    where = [
        f"quotation {record['quote_id']}" if record["quote_id"] else "",
        (record["article"] or {}).get("title") or "",
        record["reviewer"] or "",
        (record["reviewed_at"] or "")[:16].replace("T", " "),
    ]
    lines.append(click.style(legible(f"    {' · '.join(filter(None, where))}"), dim=True))
    if record["note"]:
        lines.append(legible(f"    note: {record['note']}"))
    return "\n".join(lines) + "\n"


def conflict_record(conflict: Conflict, text: str | None) -> dict[str, Any]:
    """A conflict as a record."""
    return {
        "quote_id": conflict.quote_id,
        "text": text,
        "point": conflict.point,
        "said": [
            {"reviewer": reviewer, "value": value, "review_id": review}
            for reviewer, value, review in conflict.said
        ],
    }


def conflict_view(record: dict[str, Any]) -> str:
    """Who says what; the last one stands."""
    lines = [f"Quotation {record['quote_id']}, {record['point']}:"]
    if record["text"]:
        lines.append(f"    “{shortened(record['text'])}”")
    for number, one in enumerate(record["said"], 1):
        stands = ", which stands" if number == len(record["said"]) else ""
        lines.append(
            f"    {one['reviewer']}: {shortened(one['value'])} (review {one['review_id']}{stands})"
        )
    return "\n".join(map(legible, lines)) + "\n"
