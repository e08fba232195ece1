"""textacy's quotations (https://github.com/chartbeat-labs/textacy)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from textacy.constants import REPORTING_VERBS
from textacy.extract import direct_quotations, subject_verb_object_triples

from benchmarks.peers_tools import Peer, attribution, moved
from quotes.evaluate.attributions import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def peers() -> tuple[Peer, ...]:
    """``direct_quotations`` as it is and paragraph by paragraph, and its triples of statements."""
    name = f"textacy {version('textacy')}"
    return (
        Peer(f"{name}, direct quotations", quotations),
        Peer(f"{name}, paragraph by paragraph", quotations_by_paragraph),
        Peer(f"{name}, triples with a reporting verb", statements),
    )


def quotations(doc: Doc) -> list[Attribution]:
    """The whole article at once: ValueError if its number of marks is odd."""
    return [
        attribution(doc, found.content, found.cue, found.speaker)
        for found in direct_quotations(doc)
    ]


def quotations_by_paragraph(doc: Doc) -> Iterator[Attribution]:
    """What a careful user would do: an odd mark then costs one paragraph, not the article."""
    for paragraph in _paragraphs(doc):
        start = paragraph.start_char
        try:
            found = quotations(paragraph.as_doc())
        except ValueError:
            continue
        yield from (moved(one, start.__add__) for one in found)


def statements(doc: Doc) -> Iterator[Attribution]:
    """Subject, verb and object where the verb reports: not made for quotations, but sometimes
    used for them. The object is a noun or an infinitive; a *that* clause is none.
    """
    for triple in subject_verb_object_triples(doc):
        if any(token.lemma_ in REPORTING_VERBS["en"] for token in triple.verb):
            content = doc[triple.object[0].i : triple.object[-1].i + 1]
            yield attribution(doc, content, triple.verb, triple.subject)


def _paragraphs(doc: Doc) -> Iterator[Span]:
    start = 0
    for token in doc:
        if "\n" in token.text:
            if start < token.i:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]
