"""Lists as JSON, CSV and Atom."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from quotes.atom import NAMESPACE, add, clean, moment, short

from .guarding import Defuser
from .quotation import link

Row = dict[str, Any]

_EPOCH = "1970-01-01T00:00:00+00:00"

#: The columns of CSV, and the way to each in a record; of quotations see :mod:`quotes.types`.
ARTICLE_COLUMNS: Mapping[str, Sequence[str]] = {
    name: (name,)
    for name in (
        "id", "title", "byline", "outlet", "published", "url", "path", "word_count", "quotations",
        "speakers", "ingested_at",
    )
}  # fmt: skip
SPEAKER_COLUMNS: Mapping[str, Sequence[str]] = {
    name: (name,)
    for name in (
        "id", "name", "kind", "title", "quotations", "articles", "first", "last", "aliases",
        "outlets",
    )
}  # fmt: skip
GROUP_COLUMNS: Mapping[str, Sequence[str]] = {
    name: (name,)
    for name in ("id", "text", "quotations", "articles", "first", "conflict", "outlets")
}
OUTLET_COLUMNS: Mapping[str, Sequence[str]] = {
    name: (name,) for name in ("outlet", "quotations", "articles")
}
SOURCE_COLUMNS: Mapping[str, Sequence[str]] = {
    **{name: (name,) for name in ("outlet", "month", "measure", "group")},
    **{name: (name,) for name in ("quotations", "words", "appearances", "speakers")},
    "share_quotations": ("share", "quotations"),
    "share_speakers": ("share", "speakers"),
}


def as_csv(records: Iterable[Row], columns: Mapping[str, Sequence[str]]) -> str:
    """The records with a line of names above; a cell that a spreadsheet would run is defused."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(record, way) for way in columns.values()] for record in records)
    return Defuser().defuse(written.getvalue().encode("utf-8", "replace"), True).decode("utf-8")


def _cell(record: Any, way: Sequence[str]) -> object:
    for name in way:
        record = record.get(name) if isinstance(record, dict) else None
    if isinstance(record, (list, tuple)):
        return "; ".join(str(one) for one in record)
    return record


def as_json(value: object) -> str:
    """JSON in which nothing is of this room: notes and marked words are left out."""
    return json.dumps(value, ensure_ascii=False, default=str)


def bare(records: Iterable[Row]) -> list[Row]:
    """The records without what the pages add to them."""
    return [
        {key: value for key, value in one.items() if key not in ("note", "parts", "bar")}
        for one in records
    ]


class Entry(NamedTuple):
    """What an entry of a feed says."""

    key: str
    title: str
    updated: str | None
    href: str
    words: str
    about: str = ""


def as_atom(entries: Sequence[Entry], title: str, address: str, page: str) -> str:
    """A feed (RFC 4287): ``address`` is its own, ``page`` that of the list."""
    head = Element("feed", xmlns=NAMESPACE)
    add(head, "title", title)
    add(head, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, clean(address))}")
    moments = [moment(entry.updated) or _EPOCH for entry in entries]
    add(head, "updated", max(moments, default=_EPOCH))
    add(SubElement(head, "author"), "name", "quotes")
    SubElement(head, "link", rel="self", href=clean(address))
    SubElement(head, "link", rel="alternate", type="text/html", href=clean(page))
    for entry, updated in zip(entries, moments, strict=True):
        one = SubElement(head, "entry")
        add(one, "title", entry.title)
        add(one, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, clean(entry.key))}")
        add(one, "updated", updated)
        SubElement(one, "link", rel="alternate", type="text/html", href=clean(entry.href))
        content = Element("div")
        add(content, "blockquote", entry.words)
        if entry.about:
            add(content, "p", entry.about)
        add(one, "content", tostring(content, encoding="unicode")).set("type", "html")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(head, encoding="unicode")}\n'


def of_quotation(record: Row, href: str) -> Entry:
    """A quotation in a feed."""
    article, speaker = record["article"], record["speaker"]
    words = " ".join(record["text"].split())
    name = speaker["name"] if speaker else "Somebody"
    who = name if speaker else "somebody the article does not name"
    if speaker and speaker["title"]:
        who += f", {speaker['title']}"
    where = (article["title"], article["outlet"], (article["published"] or "")[:10])
    place = link(article) or article["path"] or article["title"] or article["id"]
    return Entry(
        f"{place} {record['spans']} {record['text']}",
        f"{name}: {short(words)}",
        record.get("ingested_at") or article["published"],
        href,
        words,
        f"— {who}. {' · '.join(part for part in where if part)}",
    )
