"""When coreference is asked for."""

from __future__ import annotations

from quotes.annotation import set_quotations
from quotes.speakers.need import needs_coreference


def test_names_and_clear_pronouns_need_no_chains(analysed, quote):
    doc = analysed("surname")
    set_quotations(doc, [quote(doc, "We will open the gates,", "Weiss", "direct")])
    assert not needs_coreference(doc)
    doc = analysed("pronoun")
    set_quotations(doc, [quote(doc, "We will open the gates,", "she", "direct")])
    assert not needs_coreference(doc)


def test_two_who_stand_out_alike_need_them(analysed, quote):
    doc = analysed("named within")
    set_quotations(doc, [quote(doc, "a friend,", "he", "direct")])
    assert needs_coreference(doc)


def test_without_quotations_there_is_nothing_to_decide(analysed):
    doc = analysed("pronoun")
    set_quotations(doc, [])
    assert not needs_coreference(doc)


def test_where_nobody_looked_for_quotations_the_words_decide(analysed):
    assert needs_coreference(analysed("pronoun"))
    assert not needs_coreference(analysed("organisations"))
