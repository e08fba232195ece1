"""Attributions that the layout of a text makes, without a reporting verb.

``TAPPER: Who pays?`` (a transcript) and ``“Who pays?” — Jake Tapper`` (a letter,
a collection of voices).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.quotation.marks import Quoted
from quotes.quotation.roles import RoleSpan
from quotes.types import Span

#: A speaker's label at the head of a paragraph of a transcript: capitals, a colon.
_LABEL = re.compile(
    r"[\"“]?(?P<source>(?:Q|A|(?:[A-Z]{2,}\.? )?[A-Z][A-Z’'\-.]{2,}(?: [A-Z][A-Z’'\-.]+){0,3}))"
    r"(?P<cue>:)[ \t]+(?=\S)"
)
#: A name after a dash after a quotation, at the end of its line.
_SIGNATURE = re.compile(
    r"[^\S\n]*(?P<cue>—|–|―|--|-)[^\S\n]*(?P<source>[A-Z][\w.’'\-]+(?:[^\S\n][\w.’'\-]+){0,4}?)"
    r"(?P<rest>,[^\n“\"]{0,80})?[^\S\n.]*(?=\n|$)"
)
_SURE = 0.9

Layout = tuple[RoleSpan, RoleSpan, RoleSpan]
"""Content, cue and source."""


def transcript(text: str, paragraphs: Sequence[Span]) -> Iterator[Layout]:
    """Turns of a transcript, if at least two paragraphs of the text begin with a label."""
    labels = [(_LABEL.match(text, start, end), end) for start, end in paragraphs]
    turns = [(label, end) for label, end in labels if label is not None and label.end() < end]
    if len(turns) < 2:
        return
    for label, end in turns:
        yield (
            RoleSpan(label.end(), end, _SURE),
            RoleSpan(label.start("cue"), label.end("cue"), _SURE),
            RoleSpan(label.start("source"), label.end("source"), _SURE),
        )


def signed(text: str, stretches: Sequence[Quoted]) -> Iterator[Layout]:
    """Quotations with a name behind a dash at the end of their line."""
    for stretch in stretches:
        found = _SIGNATURE.match(text, stretch.end)
        if found is None or not stretch.closed or len(text[slice(*stretch.inner)].split()) < 4:
            continue
        yield (
            RoleSpan(*stretch.outer, _SURE),
            RoleSpan(found.start("cue"), found.end("cue"), _SURE),
            RoleSpan(found.start("source"), _without_stop(text, found), _SURE),
        )


def _without_stop(text: str, found: re.Match[str]) -> int:
    """Where the name ends: before the full stop of its line, not before that of ``Jr.``"""
    start, end = found.span("source")
    return end - 1 if re.search(r"\w{3}\.$", text[start:end]) else end
