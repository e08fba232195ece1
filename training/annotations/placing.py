"""From a sheet of words to offsets: what an annotator writes down, found again in the text.

A sheet has one line of JSON for each attribution, in the order of the text::

    {"p": 3, "content": ["“We ~~ May.”"], "cue": "said", "source": "he",
     "act": "statement", "speaker": "Anna Brandt", "kind": "person", "how": "pronoun"}

``p`` is the paragraph, from 1, in which the content begins (a paragraph is a line that is not
blank). A piece of content is written out, or as its first and last words around ``~~``. Cue and
source are the occurrence nearest to the content; ``""`` where there is none. Behind ``<`` or ``>``
it is the nearest one before or after (the last piece of) the content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.types import Span

ACTS = ("statement", "attitude", "unsaid")
KINDS = ("person", "organization", "group", "unnamed", "document", "unknown")
HOWS = ("name", "pronoun", "nominal", "implicit", "unnamed", "other")
#: Between the first and the last words of a piece.
_TO = "~~"
#: How far from its content a cue or a source may stand, in characters.
_REACH = 2500


class SheetError(ValueError):
    """A line of a sheet cannot be placed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One attribution, its words as offsets."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    act: str
    speaker: str
    """The fullest name in the article, a description as written, several joined by `` | ``."""
    kind: str
    how: str
    note: str = ""


def paragraphs(text: str) -> tuple[Span, ...]:
    """The lines of `text` that are not blank."""
    return tuple(found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", text))


def place(text: str, line: Mapping[str, Any]) -> Placed:
    """One line of a sheet as offsets of `text`.

    :raises SheetError: when words are not found where they should be, or a value is unknown.
    """
    for key, allowed in (("act", ACTS), ("kind", KINDS), ("how", HOWS)):
        if line.get(key) not in allowed:
            raise SheetError(f"{key} is {line.get(key)!r}, not one of {', '.join(allowed)}")
    places = paragraphs(text)
    if not 1 <= int(line["p"]) <= len(places):
        raise SheetError(f"there is no paragraph {line['p']}")
    content = _content(text, line["content"], places[int(line["p"]) - 1])
    speaker = line.get("speaker") or ""
    if line["kind"] in ("person", "organization"):
        for name in speaker.split(" | "):
            if name not in text:
                raise SheetError(f"the speaker {name!r} is not in the text to the letter")
    return Placed(
        content,
        _nearest(text, line.get("cue") or "", content, "cue"),
        _nearest(text, line.get("source") or "", content, "source"),
        line["act"],
        speaker,
        line["kind"],
        line["how"],
        line.get("note") or "",
    )


def _content(text: str, pieces: Sequence[str], paragraph: Span) -> tuple[Span, ...]:
    if not pieces:
        raise SheetError("no content")
    found: list[Span] = []
    at = paragraph[0]
    for piece in pieces:
        first, to, last = (part.strip() for part in piece.partition(_TO))
        start = text.find(first, at)
        if start < 0 or (not found and start >= paragraph[1]):
            raise SheetError(f"the content {first!r} is not in its paragraph")
        end = start + len(first)
        if to:
            closing = text.find(last, end)
            if closing < 0:
                raise SheetError(f"the content does not end in {last!r}")
            end = closing + len(last)
        found.append((start, end))
        at = end
    return tuple(found)


def _nearest(text: str, words: str, content: Sequence[Span], what: str) -> Span | None:
    """The occurrence of `words`, whole, that is nearest to the content and not inside it."""
    side = words[:1] if words[:1] in ("<", ">") else ""
    words = words[len(side) :].strip()
    if not words:
        return None
    edges = [
        (r"\b" if words[0].isalnum() else "") + re.escape(words),
        r"\b" if words[-1].isalnum() else "",
    ]
    best: tuple[int, Span] | None = None
    for found in re.finditer("".join(edges), text):
        start, end = found.span()
        if any(start < past and at < end for at, past in content):
            continue
        if (side == "<" and end > content[0][0]) or (side == ">" and start < content[-1][1]):
            continue
        gap = min(max(at - end, start - past, 0) for at, past in content)
        if gap <= _REACH and (best is None or gap < best[0]):
            best = gap, (start, end)
    if best is None:
        raise SheetError(f"the {what} {words!r} is not near the content")
    return best[1]
