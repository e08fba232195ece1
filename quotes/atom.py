"""What every Atom feed of ours needs (RFC 4287): legal characters, moments, elements with text."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.w3.org/2005/Atom"
#: What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_TITLE = 100


def add(parent: Element, name: str, text: str) -> Element:
    """A new last child of ``parent`` with this text."""
    child = SubElement(parent, name)
    child.text = clean(text)
    return child


def clean(text: str) -> str:
    """``text`` with what XML cannot hold replaced by U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def short(words: str) -> str:
    """The beginning of some words, for a title."""
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"


def moment(text: str | None) -> str | None:
    """A date or time as RFC 3339 has it, in UTC; ``None`` where it is not a whole day."""
    try:
        read = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
        if read.tzinfo is None:
            read = read.replace(tzinfo=timezone.utc)
        return read.astimezone(timezone.utc).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None
