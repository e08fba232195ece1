"""The floor: what stands in quotation marks was said by whoever is named nearest to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.peers_tools import KINDS, Peer
from quotes.evaluate.attributions import Attribution
from quotes.evaluate.spans import inside_marks
from quotes.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Fewer words in marks are a title or a word held at arm's length as often as a quotation.
LEAST_WORDS = 3


def peers() -> tuple[Peer, ...]:
    """Just the one."""
    return (Peer("floor: marks and the nearest name", nearest_names),)


def nearest_names(doc: Doc) -> Iterator[Attribution]:
    """Everything in marks, with the person or organization that is fewest characters away."""
    quoted = list(_quoted(doc.text))
    names = [
        (entity.start_char, entity.end_char, entity)
        for entity in doc.ents
        if entity.label_ in KINDS
        and not any(start <= entity.start_char < end for start, end in quoted)
    ]
    for start, end in quoted:
        if len(doc.text[start:end].split()) < LEAST_WORDS:
            continue
        name = min(names, key=lambda one: max(one[0] - end, start - one[1]), default=None)
        yield Attribution(
            {"content": ((start, end),), "cue": (), "source": (name[:2],) if name else ()},
            speaker=name[2].text if name else "",
            kind=KINDS[name[2].label_] if name else "",
        )


def _quoted(text: str) -> Iterator[Span]:
    """The stretches inside quotation marks, as the scorer pairs them."""
    inside = inside_marks(text)
    at = inside.find(1)
    while at >= 0:
        end = inside.find(0, at)
        end = len(text) if end < 0 else end
        yield at, end
        at = inside.find(1, end)
