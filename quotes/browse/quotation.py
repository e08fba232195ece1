"""The page of a quotation: its evidence, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from quotes.store import details
from quotes.store import quotation as stored

from . import corrections
from .article import marks
from .highlight import Paragraph, paragraphs
from .wording import plain, readable_date

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuotationPage:
    """One quotation with its evidence."""

    quotation: Row
    evidence: Row
    """With the keys of :class:`quotes.types.Evidence`; rows of older versions lack some."""
    around: list[Paragraph]
    """The paragraph that it stands in."""
    twins: list[Row]
    """The same words in other articles."""
    group_id: int | None
    lender: Row | None
    """The quotation of another article that its speaker is taken from."""


def quotation(db: Database, number: int) -> QuotationPage | None:
    """The quotation with this id; ``None`` when there is none."""
    found = stored(db, number)
    if found is None:
        return None
    evidence = found["evidence"] or {}
    lender = None
    if evidence.get("group") and isinstance(other := evidence.get("quote_id"), int):
        lender = stored(db, other)
    group_id = details.group_of(db, number)
    same = [stored(db, one) for one in details.twins(db, number, group_id)]
    noted = corrections.noted(db, [found, *(one for one in same if one is not None)])
    paragraph = found["paragraph"]
    inside = [
        replace(mark, start=mark.start - paragraph["start"], end=mark.end - paragraph["start"])
        for mark in marks(found)
    ]
    return QuotationPage(
        noted[0], evidence, paragraphs(paragraph["text"], inside), noted[1:], group_id, lender
    )


def citation(record: Row, address: str) -> str:
    """Words, speaker, outlet, date and link, in one line to copy."""
    article, speaker = record["article"], record["speaker"]
    words = " ".join(plain(record["text"]).split())
    who = plain(speaker["name"]) if speaker else "a speaker not named"
    if speaker and speaker["title"]:
        who += f", {plain(speaker['title'])}"
    title = plain(article["title"] or article["path"] or "")
    where = [
        f"“{title}”" if title else "",
        plain(article["outlet"] or ""),
        readable_date(article["published"]),
    ]
    said = f"“{words}”" if record["type"] == "direct" else words
    place = ", ".join(part for part in where if part)
    return f"{said} — {who}. {place + '. ' if place else ''}{link(article) or address}"


def link(article: Row) -> str | None:
    """The address of an article on the web, where it is one that may be followed."""
    url = article.get("url")
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return str(url) if parts.scheme in ("http", "https") and parts.netloc else None
