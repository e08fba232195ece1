"""Where a paragraph turns to somebody else, and what a description may not guess."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve

GATES = "the gates were open"


def speakers(analysed, quote, title, *quotations):
    doc = analysed(title)
    found = resolve(doc, [quote(doc, *one) for one in quotations])
    return [q.speaker and (q.speaker.name, q.speaker.kind) for q in found]


def test_the_brother_speaks_and_not_whose_brother_he_is(analysed, quote):
    assert speakers(
        analysed,
        quote,
        "brother of the last speaker",
        ("Buildings can wait,", "Weiss", "direct"),
        ("We will open the gates,", "he", "direct"),
    ) == [("Luis Weiss", "person"), ("Miguel", "person")]


def test_somebodys_sister_is_nobody_who_happens_to_stand_out(analysed, quote):
    assert speakers(
        analysed,
        quote,
        "sister of somebody",
        ("I marched,", "she", "direct"),
        (GATES, "Sorensen's sister"),
    ) == [("Bea Lund", "person"), ("Sorensen's sister", "unnamed")]


@pytest.mark.parametrize(
    ("title", "words", "source", "speaker"),
    [
        ("foreign ministry", GATES, "Russia's foreign ministry", "Russia's foreign ministry"),
        ("foreign ministry", "the bridge was closed", "Grant's office", "Grant's office"),
        ("company, which", GATES, "The company, which employs thousands,", "Nuvola Inc"),
    ],
)
def test_bodies(analysed, quote, title, words, source, speaker):
    assert speakers(analysed, quote, title, (words, source)) == [(speaker, "organization")]


def test_a_countryman_is_a_person(analysed, quote):
    (found,) = speakers(
        analysed, quote, "countryman", ("They never stop,", "the Spaniard", "direct")
    )
    assert found == ("Tomas Vidal", "person")


def test_who_is_quoted_does_not_call_himself_he(analysed, quote):
    words = "Out of nowhere, he said that the gates were open."
    assert speakers(
        analysed,
        quote,
        "he within quoted words",
        (words, "Weiss", "direct", "recalled"),
        (GATES, "he"),
    ) == [("Douglas Weiss", "person"), ("Barack Grant", "person")]


def test_a_job_is_whose_words_were_told_just_before_and_an_epithet_whoever_stands_out(
    analysed, quote
):
    before = ("They said that before,", "Cobb", "direct")
    job = speakers(analysed, quote, "inspector", before, (GATES, "The inspector"))
    assert job == [("Marlene Cobb", "person")] * 2
    alone = speakers(analysed, quote, "inspector", (GATES, "The inspector"))
    assert alone == [("The inspector", "unnamed")]
    called = speakers(analysed, quote, "epithet", before, (GATES, "The billionaire"))
    assert called == [("Marlene Cobb", "person")] * 2
    assert speakers(analysed, quote, "epithet", (GATES, "The billionaire")) == called[:1]


def test_a_job_calls_nobody_who_was_quoted_before_somebody_else_acts(analysed, quote):
    before = ("The board will resign,", "Ada Hill", "direct")
    found = speakers(analysed, quote, "official in between", before, (GATES, "The author"))
    assert found == [("Ada Hill", "person"), ("The author", "unnamed")]


def test_a_job_may_be_somebody_without_a_name_who_was_just_quoted(analysed, quote):
    official = ("The board will resign,", "one official", "direct")
    found = speakers(analysed, quote, "insider", official, (GATES, "The insider"))
    assert found == [("one official", "unnamed")] * 2


@pytest.mark.parametrize(
    ("title", "source", "speaker"),
    [
        ("two ministers", "The energy minister", ("The energy minister", "unnamed")),
        (
            "company that was taken for a person",
            "Equinor, which would operate the line,",
            ("Equinor", "organization"),
        ),
        ("pollster", "His pollster, Mick Farley,", ("Mick Farley", "person")),
    ],
)
def test_what_a_mistaken_reading_may_not_do(analysed, quote, title, source, speaker):
    assert speakers(analysed, quote, title, (GATES, source)) == [speaker]
