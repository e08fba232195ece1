"""Sentences that say whose the words before them are."""

from __future__ import annotations

import pytest

from quotes.quotation import find


def told(nlp, text):
    """Words, cue and source of each quotation."""
    return [(q.text, q.cue and q.cue.text, q.source and q.source.text) for q in find(nlp(text))]


@pytest.mark.parametrize(
    ("behind", "cue", "source"),
    [
        ("That was the message from Ana Lopez.", "That was the message from", "Ana Lopez"),
        (
            "That is the verdict of Ana Lopez, a pilot.",
            "That is the verdict of",
            "Ana Lopez, a pilot",
        ),
        ("Those were the words of Ana Lopez.", "Those were the words of", "Ana Lopez"),
        ("This was Ana Lopez’s answer.", "This was", "Ana Lopez’s"),
    ],
)
def test_the_sentence_behind_says_whose_words_they_are(nlp, behind, cue, source):
    text = f"“The harbour is closed until further notice.” {behind}"
    assert [(said, by) for _, said, by in told(nlp, text)] == [(cue, source)]


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour is closed until further notice.” That was the end of the message.",
        "“The harbour is shut for good,” Ben Otto said. That was the message from Ana Lopez.",
    ],
)
def test_a_sentence_behind_that_tells_of_something_else(nlp, text):
    assert "Ana Lopez" not in [by for _, _, by in told(nlp, text)]


def test_words_that_are_pointed_at_are_a_statement(nlp):
    (found,) = find(nlp("“If the dam goes, we all go.”\n\nThose were the words of Ana Lopez."))
    assert found.act == "statement"


LEAD = "Six village schools will be built before the rains."


@pytest.mark.parametrize("break_", [" ", "\n\n"])
@pytest.mark.parametrize(
    ("behind", "cue", "source"),
    [
        ("This was stated by Ana Lopez.", "This was stated", "Ana Lopez"),
        (
            "This is contained in a statement issued by Ana Lopez.",
            "This is contained",
            "Ana Lopez",
        ),
        ("Ana Lopez announced this on Monday.", "announced this", "Ana Lopez"),
        ("Ana Lopez disclosed this in an interview.", "disclosed this", "Ana Lopez"),
    ],
)
def test_what_stands_before_is_whose_the_sentence_says(nlp, break_, behind, cue, source):
    text = f"The council met. It was late.{break_}{LEAD}{break_}{behind}"
    assert told(nlp, text) == [(LEAD.rstrip("."), cue, source)]
    assert [q.act for q in find(nlp(text))] == ["statement"]


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD} Ana Lopez confirmed this Friday that she would pay for one.",
        f"{LEAD} “I have never announced this,” Ana Lopez said.",
        f"{LEAD} This was written by Ana Lopez.",
        f"{LEAD.rstrip('.')}, Ben Otto said. Ana Lopez announced this on Monday.",
    ],
)
def test_what_stands_before_is_nobodys_or_anothers(nlp, text):
    assert not [q for q in told(nlp, text) if LEAD[:30] in q[0] and q[2] == "Ana Lopez"]
