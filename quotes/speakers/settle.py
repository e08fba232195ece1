"""Speakers that are clear without coreference chains, which are what costs most."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from quotes.annotation import get_quotations, set_quotations
from quotes.speakers.resolve import SURE_PRONOUN, Decision, attributed, decisions


def settle(doc: Doc) -> bool:
    """Give the quotations of ``doc`` their speakers if no chain could change one; was it so?"""
    quotations = get_quotations(doc)
    found = decisions(doc, quotations)
    if needs_chains(found):
        return False
    set_quotations(doc, tuple(map(attributed, quotations, found)))
    return True


def needs_chains(found: Iterable[Decision]) -> bool:
    """Does a pronoun lead to one of several persons, of whom none stands out?"""
    return any(
        decision.resolution == "pronoun"
        and decision.runner_up is not None
        and decision.certainty < SURE_PRONOUN
        for decision in found
    )
