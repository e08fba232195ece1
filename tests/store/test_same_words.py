"""Which quotations say the same words, and which only share a name or a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.store.same_words import (
    MOST_WORDS,
    fingerprints,
    resemblance,
    same_words,
    shingles,
    words_of,
)

LONG = "We will open the bridge as soon as the engineers have tested every cable twice"


def same(one: str, other: str, types: str = "direct direct") -> bool:
    a, b = (words_of(text, type) for text, type in zip((one, other), types.split(), strict=True))
    found = same_words(a, b)
    assert found == same_words(b, a)
    # The database finds pairs by their fingerprints alone.
    assert not found or fingerprints(a) & fingerprints(b)
    return found


@pytest.mark.parametrize(
    ("one", "other", "types"),
    [
        (LONG, LONG, "direct direct"),
        ("The harbour won’t close, señor.", "the harbour wont CLOSE, senor", "direct direct"),
        (LONG, "We will open the bridge as soon as the engineers have tested", "direct direct"),
        (LONG, "Yes. " + LONG + ". Not a day sooner, and not a day later", "direct direct"),
        (LONG, LONG.replace("twice", "three times over"), "direct direct"),
        (LONG, LONG.replace("open", "reopen"), "direct direct"),
        (
            "There has never been a captain more devoted to this harbour and its crews",
            "There has never been a captain, not me, not Olaf, nobody, more devoted to this"
            " harbour and its crews",
            "direct direct",
        ),
        (
            "the council wants “to rebuild the flooded cellars first”",
            "We have decided to rebuild the flooded cellars first, then the hall",
            "mixed direct",
        ),
        (
            "the council wants 'to rebuild the flooded cellars first', it said",
            "the mayor hopes ''to rebuild the flooded cellars first''",
            "mixed mixed",
        ),
        (
            "the ferries were sold to a company in Oslo last spring",
            "the ferries were sold to a company in Oslo last spring",
            "indirect indirect",
        ),
        # long, and the same from beginning to end, though it says little
        (
            "Your harbour is amazing … I will not let you down",
            "Your harbour is amazing … I will not let you down",
            "direct direct",
        ),
        (
            "that 2016 ruling by the Court of Fisheries in Oslo “illegal and invalid”",
            "that 2016 ruling by the Court of Fisheries in Oslo “illegal and invalid”",
            "mixed mixed",
        ),
        (
            "He is becoming Brandt's best recruiter",
            "He is becoming Brandt’s best recruiter",
            "direct direct",
        ),
    ],
)
def test_the_same_words(one: str, other: str, types: str) -> None:
    assert same(one, other, types)


@pytest.mark.parametrize(
    ("one", "other", "types"),
    [
        # a title and a name
        (
            "former Vice President of the United States Olaf Brandt should come home",
            "they trust former Vice President of the United States Olaf Brandt",
            "indirect indirect",
        ),
        # a bare noun phrase
        (
            "Brandt’s use of a private email server should be looked into",
            "the price of Brandt’s use of a private email server",
            "indirect indirect",
        ),
        (
            "the flooded cellars of the old harbour hall",
            "the flooded cellars of the old harbour hall were pumped dry",
            "direct direct",
        ),
        # stock phrases
        (
            "Our thoughts and prayers are with them",
            "Our thoughts and prayers are with them",
            "direct direct",
        ),
        ("I do not want to say that again", "I do not want to say that again", "direct direct"),
        # what an interviewer asks of everybody
        (
            "And what was the most tedious part of this ferry survey?",
            "What was the most tedious part of this ferry survey?",
            "indirect indirect",
        ),
        # too short
        ("rebuild the flooded cellars", "rebuild the flooded cellars", "direct direct"),
        (
            "the Ferry Company of Oslo and the Harbour Company of Bergen",
            "the Ferry Company of Oslo and the Harbour Company of Bergen",
            "indirect indirect",
        ),
        (
            "I would like to thank all of you so much for coming",
            "I would like to thank all of you so much for coming",
            "direct direct",
        ),
        # the opposite, another number, another thing
        (LONG, LONG.replace("will", "will not"), "direct direct"),
        (
            "the number of patients with fever rose to 340 in the northern valleys on Monday",
            "the number of patients with fever rose to 512 in the northern valleys on Monday",
            "indirect indirect",
        ),
        (
            "the total of confirmed cases of harbour fever passed all earlier years in the north",
            "the total of confirmed deaths of harbour fever passed all earlier years in the north",
            "indirect indirect",
        ),
        # a report that shares the smaller part
        (
            "to build a fence along the northern border",
            "that the judge was unfair because of the plans to build a fence along the northern"
            " border and to close the bridges",
            "indirect indirect",
        ),
    ],
)
def test_not_the_same_words(one: str, other: str, types: str) -> None:
    assert not same(one, other, types)


def test_reported_words_need_more_in_common_than_quoted_ones() -> None:
    one = "we are ready to rebuild the flooded cellars before winter, whatever the mayor says"
    other = "They promised: we are ready to rebuild the flooded cellars before the snow"
    assert same(one, other, "direct direct")
    assert not same(one, other, "indirect indirect")


def test_a_fragment_is_found_between_marks_alone() -> None:
    words = words_of('he hopes "to rebuild the flooded cellars first" in May', "mixed")
    (_, fragment) = words.units
    assert words.folded[fragment.start : fragment.end] == (
        "to", "rebuild", "the", "flooded", "cellars", "first",
    )  # fmt: skip
    assert len(words_of("the skippers' union and the crew of the boat", "indirect").units) == 1
    assert len(words_of('a lone " mark in the middle of it all', "indirect").units) == 1


def test_words_compare_without_accents_apostrophes_and_possessives() -> None:
    assert words_of("López’s 1,200 crates—DON’T ask").folded == (
        "lopez", "1200", "crates", "dont", "ask",
    )  # fmt: skip


def test_a_very_long_quotation_is_compared_by_its_first_words() -> None:
    assert len(words_of("word " * (MOST_WORDS + 5)).folded) == MOST_WORDS


def test_the_key_tells_what_compares_differently() -> None:
    assert words_of(LONG).key == words_of(LONG + ".").key
    assert words_of(LONG).key != words_of(LONG, "indirect").key
    assert words_of(LONG).key != words_of(LONG.replace("bridge", "Bridge")).key
    assert words_of(LONG).key >= 1 << 62
    assert all(mark < 1 << 32 for mark in fingerprints(words_of(LONG)))


def test_articles_resemble_each_other_by_their_runs_of_words() -> None:
    text = "The bridge is open. " + LONG + ". The mayor did not attend."
    assert resemblance(shingles(text), shingles(text.upper())) == 1
    assert resemblance(shingles(text), shingles("Nothing of this is in the other article.")) == 0
    assert 0.5 < resemblance(shingles(text), shingles(text + " More on page two.")) < 1


WORDS = st.lists(
    st.sampled_from(
        "we will not rebuild the flooded harbour cellars “ ” before Brandt comes".split()
    ),
    max_size=25,
).map(" ".join)


@given(WORDS, WORDS, st.sampled_from(["direct", "mixed", "indirect"]))
def test_the_comparison_is_symmetric_and_never_fails(one: str, other: str, type: str) -> None:
    a, b = words_of(one, type), words_of(other, "direct")
    assert same_words(a, b) == same_words(b, a)
