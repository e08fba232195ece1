"""Organisations, and what they write, by what they are."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve

GATES = "the gates were open"


@pytest.mark.parametrize(
    ("title", "content", "source", "speaker", "kind"),
    [
        ("newspaper", GATES, "The newspaper", "Harbor Post", "organization"),
        ("apposition of a body", GATES, "The website", "Tidewatch", "organization"),
        # any of three, so the description stands
        ("some body", GATES, "The company", "The company", "group"),
        ("a thing of the body", GATES, "The company", "Tidewatch", "organization"),
        ("two offices", GATES, "The former mayor and current candidate", None, "unnamed"),
        ("other office", GATES, "The former governor", None, "unnamed"),
        ("issued", GATES, "The statement", "Coast Bank", "organization"),
        ("feature", GATES, "The piece", "Harbor Post", "organization"),
        ("said in", GATES, "The letter", "Paul Grant", "person"),
        ("not issued", GATES, "The report", None, "document"),
        ("not issued", "the bridge was closed", "The letter", None, "document"),
        ("his strategist", GATES, "Grant's former strategist", None, "unnamed"),
        ("two states", GATES, "The New Jersey governor", None, "unnamed"),
        (
            "two states",
            "the bridge was closed",
            "The governor",
            "The New Jersey governor",
            "unnamed",
        ),
        ("agency", GATES, "The agency", "FBI", "organization"),
        ("study by", GATES, "A study by Harbor College", None, "document"),
        (
            "study by",
            "the bridge was closed",
            "The statement released by the Coast Bank",
            "Coast Bank",
            "organization",
        ),
        ("one more", GATES, "The second adviser", None, "unnamed"),
        ("one more", "the bridge was closed", "The quite average voter", None, "unnamed"),
        ("not the same", GATES, "The Coast Bank adviser", None, "unnamed"),
        (
            "not the same",
            "the bridge was closed",
            "The adviser",
            "The Coast Bank adviser",
            "unnamed",
        ),
        ("one democrat", GATES, "One well-connected Democrat", None, "unnamed"),
        ("one democrat", "the bridge was closed", "The GOP big-money group", None, "group"),
        (
            "one democrat",
            "the port was new",
            "Harbor Post Editor-in-Chief Martin Keller",
            "Martin Keller",
            "person",
        ),
        ("runner", GATES, "The Republican front-runner", "Paul Grant", "person"),
    ],
)
def test_what_a_noun_means(analysed, quote, title, content, source, speaker, kind):
    doc = analysed(title)
    (found,) = resolve(doc, [quote(doc, content, source)])
    assert (found.speaker.name, found.speaker.kind) == (speaker or source, kind)


def test_the_chain_of_a_statement(analysed, quote):
    doc = analysed("issued")
    (found,) = resolve(doc, [quote(doc, GATES, "The statement")])
    assert found.evidence.rule == "whose words the document is"
    assert [m.text for m in found.evidence.chain] == ["statement", "Coast Bank"]


def test_the_rival_of_a_newspaper(analysed, quote):
    doc = analysed("newspaper")
    (found,) = resolve(doc, [quote(doc, GATES, "The newspaper")])
    assert found.evidence.way == "what it is"
    assert [m.text for m in found.evidence.chain] == ["The newspaper", "Harbor Post"]


def test_writings_that_write_themselves_come_to_an_end(analysed, quote):
    doc = analysed("letters")
    quotations = [
        quote(doc, GATES, "the letter"),
        quote(doc, "the bridge was closed", "The statement by the statement"),
        quote(doc, "the bridge was closed", "the statement"),
    ]
    assert [one.speaker.kind for one in resolve(doc, quotations)] == ["document"] * 3
