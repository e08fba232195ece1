"""What a page says for machines: the tags of its head and its linked data (JSON-LD)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from quotes.articles.words import words

_TYPES = words(
    """
    advertisercontentarticle analysisnewsarticle article askpublicnewsarticle
    backgroundnewsarticle blogposting liveblogposting newsarticle opinionnewsarticle report
    reportagenewsarticle reviewnewsarticle satiricalarticle scholarlyarticle
    socialmediaposting techarticle
    """
)
#: Keys of a page's own account below which other articles are described.
_OTHERS = words(
    """
    associatedmedia citation comment haspart hasoffercatalog isbasedon ispartof itemlistelement
    liveblogupdate mentions relatedlink review subjectof video about image
    """
)
_MOST_LINKED_DATA = 2_000_000
_MOST_NODES = 5_000
#: Characters of what a page shows of its article; more is not a headline, a name or a day.
_LONGEST_SHOWN = 1000
_SQUEEZE = re.compile(r"[\W_]+")


def meta_tags(tree: Any) -> Mapping[str, Sequence[str]]:
    """Contents of ``<meta>`` by name or property in small letters."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "")[:2000].split())
        for attribute in ("property", "name", "itemprop"):
            if content and (name := element.get(attribute)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def first(tags: Mapping[str, Sequence[str]], names: Sequence[str]) -> str | None:
    """The content of the first of these tags that the page has."""
    return next((tags[name][0] for name in names if tags.get(name)), None)


def article_node(tree: Any) -> Mapping[str, Any]:
    """The node of the linked data that describes the page's own article; empty without one."""
    articles = (node for node in linked_data(tree) if kinds(node) & _TYPES)
    return max(articles, key=len, default={})


def linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a page's linked data that are not of other articles."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _nodes(_json(script.text or ""))


def _json(source: str) -> Any:
    source = source.strip().removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    source = source.strip().removesuffix("//]]>").removesuffix("]]>").strip().rstrip(";")
    if len(source) > _MOST_LINKED_DATA:
        return None
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of linked data that are not parts of descriptions of other articles."""
    waiting = [value]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node[::-1]
        elif isinstance(node, dict):
            yield node
            waiting += [
                inner
                for name, inner in node.items()
                if isinstance(inner, dict | list) and name.lower() not in _OTHERS
            ]


def kinds(node: Mapping[str, Any]) -> frozenset[str]:
    """What a node of linked data says it is, in small letters: ``newsarticle``."""
    given = node.get("@type")
    listed = given if isinstance(given, list) else [given]
    return frozenset(kind.rsplit("/", 1)[-1].lower() for kind in listed if isinstance(kind, str))


def string(value: Any) -> str | None:
    """``value`` as a line of text without markup; of a list, the first."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^<>]{1,200}>", "", unescape(value)).split()) or None


def name_of(value: Any) -> str | None:
    """The name of a person or organization in linked data, given as text or object."""
    for one in value if isinstance(value, list) else [value]:
        if name := string(one.get("name")) if isinstance(one, dict) else string(one):
            return name
    return None


def declared_body(node: Mapping[str, Any]) -> str | None:
    """The text of the article as the linked data has it, without tags."""
    body = node.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return None
    body = unescape(body)
    return re.sub(r"<[^<>]{1,500}>", " ", body) if "<" in body else body


def text_of(element: Any) -> str:
    """The words below ``element``, so many as a headline may have."""
    return " ".join("".join(pieces(element)).split())


def pieces(element: Any) -> Iterator[str]:
    """The pieces of text below ``element``, until there are more than of a headline."""
    length = 0
    for piece in element.itertext():
        length += len(piece)
        yield piece[:_LONGEST_SHOWN]
        if length > _LONGEST_SHOWN:
            return


def squeeze(text: str) -> str:
    """The letters and digits of ``text``, small: what two forms of a name have in common."""
    return _SQUEEZE.sub("", text).lower()
