"""An article's text cut into pieces, each with the quotations that it belongs to.

Pure: offsets in, pieces out. Escaping is the template's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Literal, get_args

Role = Literal["content", "cue", "source"]

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` has this role in the quotation with this id."""

    start: int
    end: int
    role: Role
    quotation: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text throughout which the same marks hold."""

    text: str
    content: tuple[int, ...] = ()
    """Ids of the quotations whose content this is, the outermost first."""
    cue: tuple[int, ...] = ()
    """Ids of the quotations whose cue this is."""
    source: tuple[int, ...] = ()
    """Ids of the quotations whose source this is."""
    begins: tuple[int, ...] = ()
    """Ids of the quotations whose content begins here."""

    @property
    def quotations(self) -> tuple[int, ...]:
        """Ids of all quotations that this belongs to."""
        return tuple(dict.fromkeys((*self.content, *self.cue, *self.source)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article that is not blank."""

    pieces: tuple[Piece, ...]
    start: int = 0
    """Where it begins in the article's text."""
    is_caption: bool = False
    """Whether it is a label, or a picture's caption or credit, rather than reporting."""

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def begins(self) -> tuple[int, ...]:
        """Ids of the quotations whose content begins in this paragraph."""
        return tuple(number for piece in self.pieces for number in piece.begins)


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """The lines of ``text``, in pieces. Marks may nest, overlap and cross lines.

    Offsets count characters of ``text``; a mark that lies outside it, or on nothing but white
    space, is left out.
    """
    kept = sorted(
        (mark for mark in map(partial(_trimmed, text), marks) if mark is not None),
        key=lambda mark: (mark.start, -mark.end),
    )
    first: dict[int, int] = {}
    for mark in kept:
        if mark.role == "content":
            first.setdefault(mark.quotation, mark.start)
    result = []
    active: list[Mark] = []
    taken = 0
    for line in _LINE.finditer(text):
        while taken < len(kept) and kept[taken].start < line.end():
            active.append(kept[taken])
            taken += 1
        active = [mark for mark in active if mark.end > line.start()]
        pieces = tuple(_pieces(text, line.start(), line.end(), active, first))
        result.append(Paragraph(pieces, line.start()))
    return result


def _trimmed(text: str, mark: Mark) -> Mark | None:
    """The mark without leading white space, so that it begins where a reader sees it begin."""
    if not 0 <= mark.start < mark.end <= len(text):
        return None
    start = mark.end - len(text[mark.start : mark.end].lstrip())
    return replace(mark, start=start) if start < mark.end else None


def _pieces(
    text: str, start: int, end: int, marks: Sequence[Mark], first: dict[int, int]
) -> Iterator[Piece]:
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    for left, right in pairwise([start, *sorted(edges), end]):
        here = [mark for mark in marks if mark.start < right and mark.end > left]
        of_role = {
            role: tuple(dict.fromkeys(mark.quotation for mark in here if mark.role == role))
            for role in get_args(Role)
        }
        content = of_role["content"]
        yield Piece(
            text[left:right],
            content,
            of_role["cue"],
            of_role["source"],
            tuple(number for number in content if first[number] == left),
        )
