"""One source to one article."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from quotes.articles.discovering import HTML_SUFFIXES, MARKDOWN_SUFFIXES, STANDARD_INPUT
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.fetch import fetch, is_url
from quotes.articles.html import looks_like_html, read_html
from quotes.articles.limits import MAX_BYTES, check
from quotes.articles.markdown import read_markdown
from quotes.articles.text import read_text
from quotes.types import Article


def read(source: str | Path) -> Article:
    """The article in a file, at a web address, or on standard input (``-``).

    Raises :class:`ArticleError` with one line that names the source when it
    cannot be read, is no text, is empty, too long, or not in English.
    """
    name = os.fspath(source)
    try:
        article = _read(name)
        check(article.text)
    except Refused as refusal:
        raise ArticleError(legible(name), refusal.problem, refusal.remedy) from refusal
    except OSError as error:
        raise ArticleError(
            legible(name), f"cannot be read ({error.strerror or error})", "check the file"
        ) from error
    return replace(article, path=None if is_url(name) else legible(name))


def legible(path: str) -> str:
    """``path`` as text that can be stored, whatever bytes the file system has."""
    return os.fsencode(path).decode("utf-8", "replace")


def _read(name: str) -> Article:
    if is_url(name):
        page = fetch(name)
        if page.media_type == "text/plain":
            article = read_text(page.data)
        elif "html" in page.media_type:
            article = read_html(page.data, page.charset)
        else:
            raise Refused(f"is {page.media_type}, not a web page", "save its text to a file")
        return replace(article, url=article.url or name)
    data = _bytes(name)
    suffix = Path(name).suffix.lower()
    if suffix in HTML_SUFFIXES:
        return read_html(data)
    if suffix in MARKDOWN_SUFFIXES:
        return read_markdown(data)
    # A web page under another name, but never a .txt: that is read as it stands.
    if suffix != ".txt" and looks_like_html(data):
        return read_html(data)
    return read_text(data)


def _bytes(name: str) -> bytes:
    if name == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with open(name, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(f"is larger than {MAX_BYTES:,} bytes", "split it into its articles")
    return data
