"""When coreference is asked for."""

from __future__ import annotations

from quotes.annotation import get_quotations, set_quotations
from quotes.speakers.resolve import resolve
from quotes.speakers.settle import settle


def test_names_and_clear_pronouns_need_no_chains(analysed, quote):
    for example, source in (("surname", "Weiss"), ("pronoun", "she")):
        doc = analysed(example)
        quotation = quote(doc, "We will open the gates,", source, "direct")
        set_quotations(doc, [quotation])
        assert settle(doc)
        assert get_quotations(doc) == resolve(doc, [quotation]), "the speakers are kept"


def test_two_who_stand_out_alike_need_them(analysed, quote):
    doc = analysed("named within")
    set_quotations(doc, [quote(doc, "a friend,", "he", "direct")])
    assert not settle(doc)
    assert [q.evidence for q in get_quotations(doc)] == [None]


def test_without_quotations_there_is_nothing_to_decide(analysed):
    doc = analysed("pronoun")
    set_quotations(doc, [])
    assert settle(doc)
