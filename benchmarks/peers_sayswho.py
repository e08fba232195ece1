"""sayswho's quotations (https://github.com/afriedman412/sayswho), with chains of our own.

The package wants spaCy's experimental coreference model (en_coreference_web_trf), which exists for
spaCy 3.4 and older only. Its quote finder needs no model, and what matches quotations to
clusters of mentions does not ask where those come from: here, from coreferee.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sayswho import SaysWho, helpers
from sayswho.quote_finder import quote_finder
from spacy.tokens import Doc, SpanGroup

from benchmarks.peers_tools import KINDS, Peer, Prepared, attribution, prepared_by_paragraph
from quotes.evaluate.attributions import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Span


def peers() -> tuple[Peer, ...]:
    """The quote finder by itself, and with names from coreference."""
    name = f"sayswho {version('sayswho')}"
    return (
        Peer(f"{name}, quote finder", quotations, prepare),
        Peer(f"{name}, with our coreference", quotations_with_chains, prepare),
    )


def prepare(text: str) -> Prepared:
    """sayswho's own preparation of a text, line by line as it does it."""
    return prepared_by_paragraph(text, helpers.prep_text_for_quote_detection)


def quotations(doc: Doc) -> list[Attribution]:
    """What the quote finder finds; its speakers are words of the text."""
    return [_attribution(doc, found) for found in quote_finder(doc)]


def quotations_with_chains(doc: Doc) -> Iterator[Attribution]:
    """The same, named by the longest name in the clusters that sayswho matches it with."""
    read = _Read(doc)
    matches = read.get_matches()
    for number, found in enumerate(read.quotes):
        clusters = [read.clusters[m.cluster_index] for m in matches if m.quote_index == number]
        names = [e for cluster in clusters for span in cluster for e in _names(span)]
        one = _attribution(doc, found)
        if names:
            best = max(names, key=lambda entity: (entity.label_ == "PERSON", len(entity.text)))
            one = replace(one, speaker=best.text, kind=KINDS[best.label_])
        yield one


class _Read(SaysWho):  # type: ignore[misc]
    """An article that was read elsewhere."""

    def __init__(self, doc: Doc) -> None:
        # Not SaysWho's own, which loads the models that it asks for.
        self.doc = doc
        self.quotes = list(quote_finder(doc))
        self.clusters = [
            helpers.prune_cluster_people(SpanGroup(doc, spans=[_span(doc, m) for m in chain]))
            for chain in doc._.coref_chains
        ]
        self.persons = [entity for entity in doc.ents if entity.label_ == "PERSON"]


def _attribution(doc: Doc, found: Any) -> Attribution:
    return attribution(doc, found.content, found.cue, found.speaker)


def _span(doc: Doc, mention: Any) -> Span:
    """A mention as a model of spans has it: coreferee gives heads only."""
    first, last = doc[min(mention.token_indexes)], doc[max(mention.token_indexes)]
    for entity in doc.ents:
        if entity.start <= first.i and last.i < entity.end:
            return entity
    return doc[min(first.left_edge.i, first.i) : last.i + 1]


def _names(span: Span) -> list[Span]:
    return [entity for entity in span.ents if entity.label_ in KINDS]
