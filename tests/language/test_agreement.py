"""One name, one type: what the occurrences of a name decide together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from quotes.language.agreement import agree
from quotes.language.decode import BioScheme

LABELS = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-GPE", "I-GPE", "B-DATE", "I-DATE"]
SCHEME = BioScheme.of(LABELS)


def read(tokens):
    """Words and scores from ``word``, ``word/LABEL`` or ``word/LABEL/second/lead``: the label
    leads the second best by so many nats, and all others by ten."""
    words, scores = [], []
    for token in tokens.split():
        word, label, second, lead = (*token.split("/"), "", "", "")[:4]
        row = np.full(len(LABELS), -10, np.float32)
        row[LABELS.index(label or "O")] = 0
        if second:
            row[LABELS.index(second)] = -float(lead)
        words.append(word)
        scores.append(row)
    return words, np.array(scores)


def entities(tokens):
    words, scores = read(tokens)
    found = agree(words, SCHEME.spans(scores), SCHEME, scores)
    return [(" ".join(words[span.start : span.end]), span.label) for span in found]


def test_the_surer_occurrences_decide_for_the_others():
    sure, unsure = "Mercy/B-ORG", "Mercy/B-GPE/B-ORG/0.5"
    assert entities(f"{sure} said {unsure} grew") == [("Mercy", "ORG"), ("Mercy", "ORG")]
    # Not the most labels, but the sum of what is behind them.
    assert entities(f"{sure} said {unsure} and {unsure}") == [("Mercy", "ORG")] * 3


def test_weak_evidence_changes_nothing():
    tokens = "Lincoln/B-GPE/B-PERSON/3 and Lincoln/B-PERSON/B-GPE/2.5"
    assert entities(tokens) == [("Lincoln", "GPE"), ("Lincoln", "PERSON")]


def test_a_full_name_counts_for_the_surname():
    tokens = "Ada/B-PERSON Paris/I-PERSON wrote . Paris/B-GPE/B-PERSON/0.5 left"
    assert entities(tokens) == [("Ada Paris", "PERSON"), ("Paris", "PERSON")]


def test_a_place_named_after_a_person_stays_a_place():
    tokens = "Ada/B-PERSON Paris/I-PERSON flew to Paris/B-GPE/B-PERSON/9"
    assert entities(tokens)[-1] == ("Paris", "GPE")


def test_an_occurrence_that_was_missed():
    assert entities("Orsk/B-GPE and Orsk/B-GPE ; Orsk/O/B-GPE/3") == [("Orsk", "GPE")] * 3
    assert entities("Orsk/B-GPE/O/1 ; Orsk/O/B-GPE/6") == [("Orsk", "GPE")]


def test_a_surname_that_was_missed():
    tokens = (
        "Ada/B-PERSON Brandt/I-PERSON spoke . Ada/B-PERSON Brandt/I-PERSON , Brandt/O/B-PERSON/2"
    )
    assert entities(tokens)[-1] == ("Brandt", "PERSON")


def test_words_in_small_letters_are_no_names():
    assert entities("will/B-PERSON and will/B-PERSON ; will/O/B-PERSON/1") == [
        ("will", "PERSON"),
        ("will", "PERSON"),
    ]


def test_a_long_name_is_found_whole_again():
    tokens = (
        "Office/B-ORG of/I-ORG Fish/I-ORG said the "
        "Office/B-ORG of/O/I-ORG/0.3 Fish/B-GPE/I-ORG/0.3 closed"
    )
    assert entities(tokens) == [("Office of Fish", "ORG")] * 2


def test_dates_are_left_alone():
    assert entities("Monday/B-DATE ; Monday/O/B-DATE/0.5") == [("Monday", "DATE")]


@given(
    st.lists(st.sampled_from(["Ann", "Lee", "Rome", "the", "\n\n"]), max_size=12).flatmap(
        lambda words: st.tuples(
            st.just(words),
            hnp.arrays(np.float32, (len(words), len(LABELS)), elements=st.integers(-9, 9)),
        )
    )
)
def test_entities_stay_disjoint_and_in_order(case):
    words, scores = case
    found = agree(words, SCHEME.spans(scores), SCHEME, scores)
    at = 0
    for span in found:
        assert at <= span.start < span.end <= len(words)
        assert span.label in {"PERSON", "ORG", "GPE", "DATE"}
        assert 0 <= span.score <= 1 + 1e-6
        at = span.end
