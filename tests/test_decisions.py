"""The ways to a speaker, by name and in words."""

from __future__ import annotations

from typing import get_args

import quotes
from quotes.decisions import SENTENCES, Way, in_words


def test_every_way_has_a_sentence_of_its_own():
    assert SENTENCES.keys() == set(get_args(Way))
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_a_way_is_told_with_what_weighed_most():
    assert in_words("signs") == "signs it"
    assert in_words("pronoun", ("gender agrees", "named: 1")).endswith("(gender agrees; named: 1)")


def test_what_older_versions_stored_is_shown_as_it_is():
    assert in_words("surname of a full name") == "surname of a full name"


def test_a_quotation_has_the_name_of_the_way_and_the_sentence(nlp):
    (found,) = quotes.extract("Ada Hill said it was late.", nlp)
    assert (found.evidence.way, found.evidence.rule) == ("named", "named in the source")
