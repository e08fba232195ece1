"""Whether a document needs coreference chains at all: they are what costs most."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from quotes.annotation import get_quotations, has_quotations
from quotes.speakers.mentions import THIRD

_TELLS_NOTHING = {"it", "its", "itself"}


def needs_coreference(doc: Doc) -> bool:
    """Is a quotation's source a pronoun or a definite description, whom a chain could name?

    Looks at the quotations of the Doc where somebody has looked for them,
    else at the words: any ``he`` or ``she`` as a subject.
    """
    if has_quotations(doc):
        spans = [(q.source.start, q.source.end) for q in get_quotations(doc) if q.source]
        found = (doc.char_span(s, e, alignment_mode="expand") for s, e in spans)
        return any(_unclear(span.root) for span in found if span is not None and len(span))
    return any(t.lower_ in {"he", "she"} and t.dep_ in {"nsubj", "nsubjpass"} for t in doc)


def _unclear(head: Token) -> bool:
    if head.lower_ in THIRD:
        return head.lower_ not in _TELLS_NOTHING
    return head.tag_ == "NN" and any(c.lower_ == "the" for c in head.children)
