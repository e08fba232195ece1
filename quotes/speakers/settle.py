"""Speakers that are clear without coreference chains, which are what costs most."""

from __future__ import annotations

from spacy.tokens import Doc

from quotes.annotation import get_quotations, set_quotations
from quotes.speakers.resolve import SURE_PRONOUN, Decision, attributed, decisions


def settle(doc: Doc) -> bool:
    """Give the quotations of ``doc`` their speakers if no chain could change one; was it so?

    A chain is asked for when a pronoun leads to one of several persons and none
    of them stands out. Then nothing is changed.
    """
    quotations = get_quotations(doc)
    found = decisions(doc, quotations)
    if any(map(_is_open, found)):
        return False
    set_quotations(doc, tuple(map(attributed, quotations, found)))
    return True


def _is_open(decision: Decision) -> bool:
    return (
        decision.resolution == "pronoun"
        and decision.runner_up is not None
        and decision.certainty < SURE_PRONOUN
    )
