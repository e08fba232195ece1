"""A list of web addresses, one a line; blank lines and those that begin with ``#`` are nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.articles.blob import HEAD_BYTES, Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings
from quotes.articles.items import Address
from quotes.articles.limits import bound

#: Addresses of a list, and characters of one; browsers take no longer ones.
MAX_LINES = bound("MAX_ADDRESSES", 1_000_000)
MAX_LENGTH = 8_192

_ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)


def recognizes(blob: Blob, head: bytes) -> bool:
    """Whether there are addresses, and nothing else, in the beginning."""
    lines = head.splitlines()
    if len(head) >= HEAD_BYTES and lines:
        # The last one may be cut off.
        lines.pop()
    texts = [text for text in map(_text, lines) if text]
    return bool(texts) and all(_ADDRESS.fullmatch(text) for text in texts)


def read(blob: Blob, settings: Settings) -> Iterator[Address | ArticleError]:
    """Each address once, in order; a line that is none is named."""
    seen: set[str] = set()
    with blob.open() as file:
        for number in range(1, MAX_LINES + 2):
            line = file.readline(MAX_LENGTH + 1)
            if not line:
                return
            if number > MAX_LINES:
                raise Refused(f"has more than {MAX_LINES:,} lines", "split it")
            text = _text(line)
            if len(line) > MAX_LENGTH:
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LENGTH)
                yield _error(blob, number, f"is longer than {MAX_LENGTH:,} characters")
            elif not text or text in seen:
                continue
            elif _ADDRESS.fullmatch(text):
                seen.add(text)
                yield Address(text)
            else:
                yield _error(blob, number, "is not a web address")


def _text(line: bytes) -> str:
    """The address in a line; empty for a blank line or a comment."""
    text = line.decode("utf-8", "replace").strip("\ufeff \t\r\n\f\v")
    return "" if text.startswith("#") else text


def _error(blob: Blob, number: int, problem: str) -> ArticleError:
    return ArticleError(f"{blob.name}#{number}", problem, "correct this line of the list")
