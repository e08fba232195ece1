"""Quotations as an Atom feed and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from quotes.atom import NAMESPACE, add, clean, moment, short

Record = dict[str, Any]

# What would be markup in Markdown, wherever it stands or at the beginning of a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")


def atom(records: Iterable[Record], title: str, key: str) -> Iterator[str]:
    """The lines of a feed (RFC 4287) with an entry for each quotation.

    ``records`` have ``ingested_at`` beside the keys of ``quotes list``; ``key``
    makes the feed one of its own.
    """
    head = Element("feed", xmlns=NAMESPACE)
    add(head, "title", title)
    add(head, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'quotes:{key}')}")
    add(head, "updated", datetime.now(timezone.utc).isoformat(timespec="seconds"))
    add(SubElement(head, "author"), "name", "quotes")
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield _xml(head).removesuffix("</feed>")
    for record in records:
        yield _xml(_entry(record))
    yield "</feed>"


def _entry(record: Record) -> Element:
    entry = Element("entry")
    article = record["article"]
    words = " ".join(record["text"].split())
    speaker = record["speaker"]
    shown = short(words)
    add(entry, "title", f"{speaker['name'] if speaker else 'Somebody'}: {shown}")
    place = article["url"] or article["path"] or article["title"] or article["id"]
    name = f"{place} {record['spans']} {record['text']}"
    add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, clean(name))}")
    add(entry, "updated", moment(record["ingested_at"]) or record["ingested_at"])
    if published := moment(article["published"]):
        add(entry, "published", published)
    if _is_address(article["url"]):
        SubElement(entry, "link", rel="alternate", href=clean(article["url"]))
    if speaker:
        SubElement(entry, "category", term=clean(speaker["name"]))
    content = Element("div")
    add(content, "blockquote", words)
    add(content, "p", f"— {_who(speaker)}. {_where(article)}".strip())
    add(entry, "content", _xml(content)).set("type", "html")
    return entry


def _xml(element: Element) -> str:
    return tostring(element, encoding="unicode")


def _is_address(url: str | None) -> bool:
    try:
        return urlsplit(url or "").scheme in ("http", "https")
    except ValueError:
        return False


def _who(speaker: Record | None) -> str:
    if speaker is None:
        return "somebody the article does not name"
    return f"{speaker['name']}, {speaker['title']}" if speaker["title"] else str(speaker["name"])


def _where(article: Record) -> str:
    name = article["title"] or article["path"] or article["url"]
    parts = [name, article["outlet"], (article["published"] or "")[:10]]
    return " · ".join(part for part in parts if part)


def markdown(records: Iterable[Record]) -> Iterator[str]:
    """The lines of a text for mail: the quotations under the articles that they are from."""
    article_id = None
    for record in records:
        article = record["article"]
        if article["id"] != article_id:
            article_id = article["id"]
            yield f"## {_escaped(_where(article) or f'Article {article_id}')}\n"
            if _is_address(article["url"]):
                yield f"<{re.sub(r'[<>]|[^!-~]', _percent, article['url'])}>\n"
        yield f"> {_escaped(record['text'])}\n"
        speaker = record["speaker"]
        who = f"**{_escaped(speaker['name'])}**" if speaker else _who(None)
        if speaker and speaker["title"]:
            who += f", {_escaped(speaker['title'])}"
        sure = f"confidence {record['confidence']:.2f}"
        yield f"— {who} ({record['type']}, {sure}, quotation {record['id']})\n"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _escaped(text: str) -> str:
    """``text`` in one line, with nothing in it that Markdown would read as markup."""
    line = clean(" ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
