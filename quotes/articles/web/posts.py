"""Posts of social networks that are embedded in a page, as statements with an author and a day."""

from __future__ import annotations

import re
from typing import Any

from quotes.articles.quoting import in_marks
from quotes.articles.words import words

_POSTS = words(
    """
    twitter-tweet twitter-video tweet bluesky-embed mastodon-embed instagram-media fb-post
    fb-xfbml-parse-ignore tiktok-embed text-post-media threads-embed reddit-card reddit-embed-bq
    """
)
_HANDLE = re.compile(r"\(?\s*(?P<handle>@[\w.@-]{2,80})\s*\)?")
_DAY = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4}"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?,? \d{4})"
)
_ADDRESS = re.compile(r"\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+")
_SIGNED = re.compile(r"(?:—|–|--|-)\s*(?P<rest>[^—–\n]{2,300})\Z")
_SHARED = re.compile(
    r"A (?:post|photo|video|thread) (?:shared|posted) by (?P<rest>.{2,200}?)(?: on (?=[A-Z\d])|\Z)"
)
_POSTED = re.compile(r"Posted by (?P<rest>.{2,120}?)(?: on (?=[A-Z\d])|\Z)")
_CALLS = re.compile(
    r"View this post on \w+|View (?:on|this) \w+(?: on \w+)?|Post by @\S+|See (?:post|more)"
)
_LONGEST_POST = 5000


def is_post(element: Any) -> bool:
    """Whether ``element`` is the ready-made markup of an embedded post."""
    value = element.get("class")
    if not value or element.tag not in ("blockquote", "div"):
        return False
    found = frozenset(value[:600].lower().split()) & _POSTS
    # Only the markup of the network has a block quotation of that class, or around it.
    if not found or (found == {"tweet"} and element.tag != "blockquote"):
        return False
    return element.tag == "blockquote" or element.find(".//blockquote") is not None


def statement(element: Any) -> str | None:
    """``Jane Doe (@jdoe) wrote on March 3, 2020: “…”``; ``None`` for a post without words."""
    quotation = element if element.tag == "blockquote" else element.find(".//blockquote")
    lines = [line for line in map(_text, quotation.iter("p")) if line and not _is_signature(line)]
    rest = _text(quotation)[:_LONGEST_POST]
    for line in lines:
        rest = rest.replace(line, " ", 1)
    said = _CALLS.sub("", _ADDRESS.sub("", " ".join(lines)))[:_LONGEST_POST].strip()
    if not any(character.isalnum() for character in said):
        return None
    author = _author(" ".join(rest.split()), quotation)
    day = _DAY.search(rest)
    on = f" on {day[0]}" if day else ""
    return f"{author or 'A post'} {'wrote' if author else 'said'}{on}: {in_marks(said)}"


def _is_signature(line: str) -> bool:
    """Whether a paragraph says whose post it is, not what the post says."""
    return _SHARED.search(line) is not None or _SIGNED.match(line) is not None


def _text(element: Any) -> str:
    """All words below ``element``; a broken line is a space."""
    from lxml import etree

    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(" " if inner.tag == "br" else inner.text or "")
        elif inner is not element:
            pieces.append(inner.tail or "")
    return " ".join("".join(pieces).split())


def _author(rest: str, quotation: Any) -> str | None:
    for form in (_SHARED, _POSTED, _SIGNED):
        if match := form.search(rest):
            signed = _DAY.split(match["rest"])[0]
            handle = _HANDLE.search(signed)
            name = _HANDLE.sub(" ", signed) if handle else signed
            name = " ".join(name.replace("()", " ").split()).strip(" ,·|-–—()")
            name = "".join(c for c in name if c.isalnum() or c in " .'’-&,").strip(" ,-")
            name = " ".join(name.split())
            if name and handle:
                return f"{name} ({handle['handle']})"
            return name or (handle["handle"] if handle else None)
    for link in quotation.iter("a"):
        text = " ".join("".join(link.itertext()).split())
        if re.fullmatch(r"@[\w.]{2,60}", text):
            return text
    return None
