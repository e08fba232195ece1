"""The log of reviews as a person reads it."""

from __future__ import annotations

from typing import Any

import click

from quotes.cli import output
from quotes.cli.output import legible
from quotes.reviews.conflicts import Conflict

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
_LONGEST = 70


def with_said(record: dict[str, Any]) -> dict[str, Any]:
    """The record with ``said``, what the review says in a few words."""
    return {**record, "said": said(record)}


def said(record: dict[str, Any]) -> str:
    """What a review says: ``speaker John Kirby → Troy Miller``."""
    action, before, after = record["action"], record["before"] or {}, record["after"] or {}
    if action in ("speaker", "nobody"):
        return f"speaker {_name(before.get('speaker'))} → {_name(after.get('speaker'))}"
    if action == "type":
        return f"type {before.get('type')} → {after.get('type')}"
    if action == "words":
        words = " … ".join(one["exact"] for one in after.get("words", ()))
        return f"words → “{_short(words)}”"
    if action == "add":
        return f"a missed quotation of {_name(after.get('speaker'))}"
    if action == "merge":
        return f"one speaker: {' and '.join(map(str, after.get('same', ())))}"
    if action == "split":
        articles = ", ".join(map(str, after.get("articles", ())))
        return f"somebody else than {_name(before.get('speaker'))} in article {articles}"
    if action in ("rename", "title", "kind"):
        key = {"rename": "name"}.get(action, action)
        return f"{key} {before.get(key) or 'none'} → {after.get(key) or 'none'}"
    return {"accept": "right as it is", "not-a-quotation": "no quotation"}.get(action, str(action))


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
        lines.append(legible(f"    “{_short(record['text'])}”"))
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
        lines.append(f"    “{_short(record['text'])}”")
    for number, one in enumerate(record["said"], 1):
        stands = ", which stands" if number == len(record["said"]) else ""
        lines.append(
            f"    {one['reviewer']}: {_short(one['value'])} (review {one['review_id']}{stands})"
        )
    return "\n".join(map(legible, lines)) + "\n"


def _name(speaker: dict[str, Any] | None) -> str:
    return speaker["name"] if speaker else "nobody"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
