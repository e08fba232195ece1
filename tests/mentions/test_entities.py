"""The people and organisations of an article."""

from __future__ import annotations

import pytest

from quotes.mentions.entities import _calm, cast_of
from quotes.tokens import Tokens


def entity(doc, text):
    """The entity named by the first occurrence of a word."""
    cast = cast_of(Tokens(doc))
    return cast.at(next(t.i for t in doc if t.text == text))


def test_variants_of_a_name_are_one(analysed):
    weiss = entity(analysed("surname"), "Weiss")
    assert (weiss.name, weiss.kind, weiss.gender) == ("Anna Weiss", "person", "female")
    assert weiss.aliases == ("Weiss",)
    lopez = entity(analysed("accents"), "Lopez")
    assert lopez.name == "Andrés Manuel López Obrador"


def test_married_couples_keep_apart(analysed):
    doc = analysed("family")
    cast = cast_of(Tokens(doc))
    people = [e for e in cast.entities if e.kind == "person"]
    assert {(e.name, e.gender) for e in people} == {
        ("Donald Miller", "male"),
        ("Laura Miller", "female"),
    }


def test_acronyms_belong_to_what_they_stand_for(analysed):
    agency = entity(analysed("acronym"), "CHA")
    assert agency.name == "Coast and Harbor Agency"
    assert agency.kind == "organization"


def test_places_can_stand_for_governments(analysed):
    france = entity(analysed("organisations"), "France")
    assert (france.kind, france.place, france.title) == ("organization", True, None)


@pytest.mark.parametrize("text", ["Speaker", "House"])
def test_titles_are_no_names(analysed, text):
    assert entity(analysed("party"), text) is None


def test_a_name_covers_all_of_its_tokens(analysed):
    cast = cast_of(Tokens(analysed("accents")))
    for index, found in enumerate(cast.entities):
        for mention in found.mentions:
            for token in range(mention.start, mention.end):
                assert cast.by_token[token] == index
                assert cast.name_at(token) == mention


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("MICHELLE McLean", "Michelle McLean"),
        ("TOM HILL", "Tom Hill"),
        ("JD VANCE", "JD Vance"),
        ("JFK Hill", "JFK Hill"),
        ("NATO", "NATO"),
    ],
)
def test_capitals_are_calmed(written, name):
    assert _calm(written) == name


def test_a_degree_behind_a_name_is_no_part_of_it(analysed):
    assert entity(analysed("degree"), "KC").name == "Michael Grant"


def test_a_headline_may_have_the_short_name_before_the_full_one(analysed):
    assert entity(analysed("short name in the headline"), "Nuvola").name == "Nuvola Airlines"


def test_what_stands_behind_company_is_one_though_it_looks_like_a_person(analysed):
    doc = analysed("software company")
    assert entity(doc, "Lumen").kind == "organization"
    assert entity(doc, "Grant").name == "Paul Grant"


def test_a_nickname_in_marks_is_inside_the_name(analysed):
    doc = analysed("nicknames")
    people = {e.name: e.aliases for e in cast_of(Tokens(doc)).entities if e.kind == "person"}
    assert people == {
        "Roberto Salinas": ("Beto Salinas", "Salinas"),
        "Dolly Hask": ("Mary Hask",),
        "Robert Lane": ("Bobby Lane",),
        "Gil Marsh": (),
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jim Justice, a baker, said it was late. “We won,” Justice said.", "Jim Justice"),
        ("Hussein Sheikh, a baker, said it was late.", "Hussein Sheikh"),
        ("Charlotte Mayor Ada Hill, a baker, said it was late.", "Ada Hill"),
    ],
)
def test_a_title_behind_a_first_name_is_a_family_name_where_no_name_follows(nlp, text, name):
    cast = cast_of(Tokens(nlp(text)))
    people = {e.name: len(e.mentions) for e in cast.entities if e.kind == "person"}
    assert people == {name: 1 + text.count("Justice said")}


def test_a_title_alone_is_nobodys_name_where_nobody_has_it(nlp):
    cast = cast_of(
        Tokens(nlp("Jim Brandt, a baker, said it was late. The Mayor said Justice won."))
    )
    assert [e.name for e in cast.entities if e.kind == "person"] == ["Jim Brandt"]
