"""Whether a document needs coreference chains at all: they are what costs most."""

from __future__ import annotations

from spacy.tokens import Doc

from quotes.annotation import get_quotations, has_quotations
from quotes.speakers.resolve import SURE_PRONOUN, decisions


def needs_coreference(doc: Doc) -> bool:
    """Is there a source whose speaker a chain could change?

    The quotations of the Doc are resolved without chains; they are asked for
    when a pronoun leads to one of several and none of them stands out. Where
    nobody has looked for quotations, any ``he`` or ``she`` as a subject
    counts.
    """
    if not has_quotations(doc):
        return any(t.lower_ in {"he", "she"} and t.dep_ in {"nsubj", "nsubjpass"} for t in doc)
    quotations = get_quotations(doc)
    if not any(q.source for q in quotations):
        return False
    return any(
        decision.resolution == "pronoun"
        and decision.runner_up is not None
        and decision.certainty < SURE_PRONOUN
        for decision in decisions(doc, quotations)
    )
