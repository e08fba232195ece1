"""Words that stand in an article twice."""

from __future__ import annotations

import pytest

from quotes.speakers.repeated import repeated
from quotes.speakers.resolve import resolve
from quotes.types import Mention, Quotation

SAID = "We have waited eleven years for this bridge, and it’s open."


def quotation(text, source=None, type="direct"):
    mention = Mention(source, 0, len(source)) if source else None
    return Quotation(type, text, ((0, len(text)),), None, mention, 1.0)


@pytest.mark.parametrize(
    ("apart", "there"),
    [
        ("We have waited eleven years", True),
        ("WE HAVE WAITED ELEVEN YEARS", True),
        ("We waited eleven years for this bridge, and its open", True),  # shortened
        ("for this bridge", False),  # too few words
        ("We have waited for the ferry and for the road", False),  # other words
    ],
)
def test_words_set_apart_are_found_where_they_are_said(apart, there):
    for order in ([0, 1], [1, 0]):
        both = [quotation(apart), quotation(SAID, "Hill")]
        found = repeated([both[i] for i in order])
        assert found == ({order.index(0): order.index(1)} if there else {})


@pytest.mark.parametrize("type", ["mixed", "indirect"])
def test_where_others_words_may_be_within_they_are_not_looked_for(type):
    assert repeated([quotation(SAID), quotation(SAID, "Hill", type)]) == {}


def test_what_is_told_without_marks_is_not_set_apart():
    assert repeated([quotation(SAID, type="indirect"), quotation(SAID, "Hill")]) == {}


def test_what_has_a_source_of_its_own_keeps_it():
    assert repeated([quotation(SAID, "Marsh"), quotation(SAID, "Hill")]) == {}


def test_words_set_apart_are_whose_they_are_in_the_text(analysed, quote, told):
    doc = analysed("words set apart")
    found = resolve(
        doc,
        [
            quote(doc, "They have been shut for far too long,", "Anna Weiss", "direct"),
            quote(doc, "Shut for far too long", None, "direct", None),
        ],
    )
    assert told(found[1]) == ("Anna Weiss", "person", "implicit")
    assert found[1].evidence.rule == "says the same words elsewhere in the article"


def test_they_are_nobodys_who_acts_above_them(analysed, quote, told):
    doc = analysed("words set apart")
    (found,) = resolve(doc, [quote(doc, "Shut for far too long", None, "direct", None)])
    assert told(found) == ("Paul Grant", "person", "implicit")
