"""Quotations as an Atom feed and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

Record = dict[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What would be markup in Markdown, wherever it stands or at the beginning of a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")
_LONGEST_TITLE = 100


def atom(records: Iterable[Record], title: str, key: str) -> Iterator[str]:
    """The lines of a feed (RFC 4287) with an entry for each quotation.

    ``records`` have ``ingested_at`` beside the keys of ``quotes list``; ``key``
    makes the feed one of its own.
    """
    head = Element("feed", xmlns=_ATOM)
    _add(head, "title", title)
    _add(head, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'quotes:{key}')}")
    _add(head, "updated", datetime.now(timezone.utc).isoformat(timespec="seconds"))
    _add(SubElement(head, "author"), "name", "quotes")
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
    shown = words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"
    _add(entry, "title", f"{speaker['name'] if speaker else 'Somebody'}: {shown}")
    place = article["url"] or article["path"] or article["title"] or article["id"]
    name = f"{place} {record['spans']} {record['text']}"
    _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, _clean(name))}")
    _add(entry, "updated", _moment(record["ingested_at"]) or record["ingested_at"])
    if published := _moment(article["published"]):
        _add(entry, "published", published)
    if _is_address(article["url"]):
        SubElement(entry, "link", rel="alternate", href=_clean(article["url"]))
    if speaker:
        SubElement(entry, "category", term=_clean(speaker["name"]))
    content = Element("div")
    _add(content, "blockquote", words)
    _add(content, "p", f"— {_who(speaker)}. {_where(article)}".strip())
    _add(entry, "content", _xml(content)).set("type", "html")
    return entry


def _xml(element: Element) -> str:
    return tostring(element, encoding="unicode")


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _moment(text: str | None) -> str | None:
    """A date or time as RFC 3339 has it; ``None`` where it is not a whole day."""
    try:
        read = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    if read.tzinfo is None:
        read = read.replace(tzinfo=timezone.utc)
    return read.isoformat(timespec="seconds")


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
    line = _NOT_IN_XML.sub("\ufffd", " ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
