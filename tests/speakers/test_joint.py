"""Several who speak as one."""

from __future__ import annotations

import pytest

import quotes

GATES = "the gates were open"


def test_several_who_speak_as_one(one, told):
    both = one("joint", GATES, "Anna Weiss and Paul Grant")
    assert told(both) == ("Anna Weiss and Paul Grant", "group", "name")


def test_one_with_others_is_a_group(one, told):
    found = one("others", GATES, "Anna Weiss and other members")
    assert told(found) == ("Anna Weiss and other members", "group", "nominal")
    hers = one("joint", "more would come", "Weiss and her colleagues")
    assert told(hers) == ("Weiss and her colleagues", "group", "nominal")


def test_one_who_is_two_things_is_no_group(one, told):
    found = one("a mayor and teacher", GATES, "Paul Grant, the mayor and a former teacher,")
    assert told(found) == ("Paul Grant", "person", "name")


def test_a_couple_is_two(one, told):
    found = one("couple by name", GATES, "Mr and Mrs Stone")
    assert told(found) == ("Mr and Mrs Stone", "group", "nominal")


def test_a_councillor_has_a_title(one, told):
    found = one("couple by name", "the bridge was closed", "Cllr Anna Weiss")
    assert told(found) == ("Anna Weiss", "person", "name")


def test_two_whose_parties_stand_behind_their_names(one, told):
    title = "two with their parties"
    for content, source, speakers in (
        (GATES, "Sens. Anna Weiss (D-MD) and Paul B. Grant (R-ME)", "Anna Weiss and Paul B. Grant"),
        (
            "the bridge was closed",
            "Sens. Anna Weiss, D-Md., and Paul Grant, R-Me.,",
            "Anna Weiss and Paul B. Grant",
        ),
    ):
        assert told(one(title, content, source)) == (speakers, "group", "name")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("She and Nils Aker", "Rosa Timm and Nils Aker"),
        ("She and her son", "Rosa Timm and her son"),
    ],
)
def test_who_a_pronoun_beside_others_is(nlp, source, speaker):
    (found,) = quotes.extract(f"Rosa Timm came home. {source} said that the soup was hot.", nlp)
    assert (found.speaker.name, found.speaker.kind) == (speaker, "group")


def test_a_pronoun_beside_others_that_leads_to_nobody(nlp):
    (found,) = quotes.extract("She and her son said that the soup was hot.", nlp)
    assert found.speaker.name == "She and her son"


def test_several_are_the_persons_who_stand_beside_them(one, told):
    source = "The two judges, Dora Marsh and Paul Grant,"
    found = one("two judges by name", "the gates were open", source)
    assert told(found) == ("Dora Marsh and Paul Grant", "group", "name")
    source = "The judges, colleagues of Dora Marsh,"
    found = one("judges beside a name", "the gates were open", source)
    assert told(found) == (source.rstrip(","), "group", "nominal")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Rosa Timm, a nurse, and Nils Aker, a plumber,", "Rosa Timm and Nils Aker"),
        ("Rosa Timm, mayor of Lund, and her deputy, Nils Aker,", "Rosa Timm and Nils Aker"),
        ("Rosa Timm and her husband, Nils Aker,", "Rosa Timm and Nils Aker"),
        ("The mayor, Rosa Timm, and police chief Nils Aker", "Rosa Timm and Nils Aker"),
        ("The mayor, Rosa Timm, and the sheriff, Nils Aker,", "Rosa Timm and Nils Aker"),
        ("Rosa Timm, who worked for Dora Marsh and Nils Aker,", "Rosa Timm"),
        ("Rosa Timm, a friend of Dora Marsh, Paul Grant, and Nils Aker,", "Rosa Timm"),
        ("The mayor, Rosa Timm, and the sheriff", "Rosa Timm"),
    ],
)
def test_who_are_named_in_turn_with_what_each_is(nlp, source, speaker):
    (found,) = quotes.extract(f"{source} said that the soup was hot.", nlp)
    assert found.speaker.name == speaker


def test_bodies_behind_what_they_are(nlp):
    text = "Three stations, HBN, CNN and BBC, said that the soup was hot."
    (found,) = quotes.extract(text, nlp)
    assert found.speaker.name == "HBN, CNN and BBC"
