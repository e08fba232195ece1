"""Marks for quotations that a page or Markdown sets off as blocks, without marks of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

#: The text of a paragraph, and the block quotation that it stands in, if it does.
Line: TypeAlias = tuple[str, Any]

#: What introduces a quotation: a colon, or a verb of speech at the end.
_INTRODUCES = re.compile(
    r"(?::|\b(?:said|says|wrote|writes|tweeted|posted|added|stated|replied|reads|read|continued|"
    r"concluded|explained|responded|declared|announced)"
    r"(?: (?:that|in|on|at|to) [^.!?\n]{1,60})?[,:]?)"
    r"\s*\Z",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?:—|–|--|-)\s*(?P<name>[^\W\d_].{1,120})\Z")
_OPENING = "“‘\"'«„‹`"


def quoted(paragraphs: Sequence[Line]) -> Iterator[str]:
    """The text of each paragraph; block quotations that a sentence introduces get marks.

    Every paragraph of one opens with a mark and the last closes it, as newspapers set long
    quotations.
    """
    place = 0
    before = ""
    while place < len(paragraphs):
        text, quotation = paragraphs[place]
        if quotation is None:
            before = text
            yield text
            place += 1
            continue
        end = place
        while end < len(paragraphs) and paragraphs[end][1] is quotation:
            end += 1
        lines = [text for text, _ in paragraphs[place:end]]
        yield from _block(lines, before)
        before, place = lines[-1], end


def _block(lines: Sequence[str], before: str) -> Iterator[str]:
    """The lines of one block quotation that stands behind the paragraph ``before``."""
    if not _INTRODUCES.search(before[-120:]) or any(_begins_in_marks(line) for line in lines):
        yield from lines
        return
    signed = _SIGNATURE.match(lines[-1]) if len(lines) > 1 else None
    said = lines[:-1] if signed else lines
    for number, line in enumerate(said, 1):
        marked = in_marks(line)
        yield marked if number == len(said) else marked[:-1]
    if signed:
        yield lines[-1]


def _begins_in_marks(text: str) -> bool:
    return text.lstrip()[:1] in tuple(_OPENING)


def in_marks(text: str) -> str:
    """``text`` in quotation marks, its own ones turned into those of a quotation inside."""
    inner = re.sub(r"[“”]", lambda mark: "‘" if mark[0] == "“" else "’", text)
    inner = re.sub(r"(?<![\w.,!?])\"", "‘", inner).replace('"', "’")
    return f"“{inner}”"
