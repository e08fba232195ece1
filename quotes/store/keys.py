"""What makes two articles the same: their address, else their file, else their words."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

_FIRST_ADDRESS = re.compile(r"\A\s*(?:url:\s*)?https?://\S+[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
#: Of the words of two texts: from this share in common on, one is an edited version of the other.
SAME_ARTICLE = 0.5


def article_key(text: str, url: str | None, path: str | None) -> str:
    """By which an article is known when it comes again: ``url:…``, ``path:…`` or ``text:…``."""
    if url:
        return f"url:{address(url)}"
    if path and path != "-":
        return f"path:{os.path.normpath(path)}"
    return f"text:{text_key(text)}"


def address(url: str) -> str:
    """A web address without what makes no other page: scheme, ``www.``, last slash, fragment."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}" if host else url.strip()


def words_of(text: str) -> list[str]:
    """The white-space separated words, without an address that stands alone in the first line."""
    return _FIRST_ADDRESS.sub("", text.removeprefix("\ufeff"), count=1).split()


def text_key(text: str) -> str:
    """Equal for texts that differ in line ends, blank space and a first line that is an address."""
    joined = " ".join(words_of(text))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def shared(one: str, other: str) -> float:
    """The share of words that two texts have in common, of the longer one: 0 to 1.

    Pairs of neighbouring words are counted, so that two texts on one subject share little.
    """
    a, b = _pairs(words_of(one)), _pairs(words_of(other))
    most = max(a.total(), b.total())
    return (a & b).total() / most if most else 1.0


def _pairs(words: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter(zip(words, [*words[1:], ""], strict=False))
