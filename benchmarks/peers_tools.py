"""What every peer is wrapped in: how its findings become attributions that can be scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from quotes.evaluate.attributions import Attribution
from quotes.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Entity labels that are speakers, the first preferred, and the kind that each is.
KINDS = {"PERSON": "person", "ORG": "organization"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as a tool rewrites it before it reads."""

    text: str
    offsets: Sequence[int]
    """For every place in `text`, and for its end, the place in the text as it was."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, or one way of using it."""

    title: str
    find: Callable[[Doc], Iterable[Attribution]]
    """The quotations of a parsed article; whatever it raises counts as giving up on it."""
    prepare: Callable[[str], Prepared] | None = None
    """How the tool wants its text; ``None`` for as it stands."""


def attribution(
    doc: Doc, content: Iterable[Token], cue: Iterable[Token], source: Iterable[Token]
) -> Attribution:
    """A quotation given in tokens. The speaker is the first person named in the source, or else
    the first organization; where neither is, nobody is named.
    """
    source = list(source)
    speaker, kind = named(doc, source)
    return Attribution(
        {"content": stretches(content), "cue": stretches(cue), "source": stretches(source)},
        speaker=speaker,
        kind=kind,
    )


def stretches(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """The character spans of tokens; neighbours make one span."""
    found: list[Span] = []
    last = None
    for token in sorted(tokens, key=lambda one: one.i):
        end = token.idx + len(token)
        if token.i - 1 == last:
            found[-1] = found[-1][0], end
        elif token.i != last:
            found.append((token.idx, end))
        last = token.i
    return tuple(found)


def named(doc: Doc, tokens: Iterable[Token]) -> tuple[str, str]:
    """Name and kind of the first person, or else organization, that tokens are part of."""
    at = {token.i for token in tokens}
    for label, kind in KINDS.items():
        for entity in doc.ents:
            if entity.label_ == label and not at.isdisjoint(range(entity.start, entity.end)):
                return entity.text, kind
    return "", ""


def moved(found: Attribution, place: Callable[[int], int]) -> Attribution:
    """`found` with every offset replaced; spans that come to nothing are left out."""
    return replace(
        found,
        spans={
            role: tuple((place(a), place(b)) for a, b in spans if place(a) < place(b))
            for role, spans in found.spans.items()
        },
    )


def prepared_by_paragraph(text: str, rewrite: Callable[[str], str]) -> Prepared:
    """`text` with every line rewritten by itself, and blank lines left out."""
    lines: list[str] = []
    offsets: list[int] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            new = rewrite(line)
            lines.append(new)
            # One more for the line break, or for the end of the text.
            offsets += (at + place for place in (*aligned(line, new), len(line)))
        at += len(line) + 1
    return Prepared("\n".join(lines), offsets or [0])


def aligned(old: str, new: str) -> Iterator[int]:
    """For every character of `new` its place in `old`, or where it would stand there."""
    if old == new:
        yield from range(len(old))
        return
    edits = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, start, end, first, last in edits:
        for i in range(last - first):
            yield start + i if tag == "equal" else min(start + i, end)
