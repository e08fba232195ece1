"""The name and the title by which a speaker is shown."""

from __future__ import annotations

import pytest

from quotes.identity import TitleUse, clean_titles, is_title, shown_name, shown_title
from quotes.identity.bodies import read


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"Olaf Brandt": 9, "Olaf Maria Theodor Brandt": 1, "Brandt": 20}, "Olaf Brandt"),
        ({"J. D. Vance": 5, "James Vance": 4, "Vance": 9}, "James Vance"),
        ({"J. D. Vance": 9, "James Vance": 1}, "J. D. Vance"),
        ({"Olaf Brandt‘s": 3, "Olaf Brandt": 1}, "Olaf Brandt"),
        ({"Olaf Brandt's": 1}, "Olaf Brandt"),
        ({"Castell, Prime Minister Sheikh": 2, "Castell": 1}, "Castell"),
        ({"Qatar H E Jean-Baptiste Castell": 1}, "Jean-Baptiste Castell"),
        ({"H.E. Shri Olaf Brandt": 1}, "Olaf Brandt"),
        ({'Olaf Brandt:"We': 1}, "Olaf Brandt"),
        ({"Olaf Brandt, Jr.": 1}, "Olaf Brandt Jr."),
        ({"Sen. Olaf Brandt": 1}, "Olaf Brandt"),
        ({"OLAF BRANDT": 2, "Olaf Brandt": 1}, "Olaf Brandt"),
        ({"Brandt Olaf Brandt": 1}, "Olaf Brandt"),
        ({"Brandt": 3}, "Brandt"),
        ({"Queen Ida": 3, "Ida": 5}, "Queen Ida"),
    ],
)
def test_the_name_most_articles_use_in_full(names, shown):
    assert shown_name(names, "person") == shown
    backwards = dict(reversed(names.items()))
    assert shown_name(backwards, "person") == shown


def test_an_organization_is_shown_by_its_name_not_its_acronym():
    names = {"TLB": 9, "Tidewater Lifeboat Board": 2}
    assert shown_name(names, "organization") == "Tidewater Lifeboat Board"
    assert shown_name({"FBI": 2}, "organization") == "FBI"


def test_an_acronym_of_a_name_in_another_language_is_an_acronym():
    names = {"FHK": 9, "Federal Harbour Service": 2}
    assert shown_name(names, "organization") == "Federal Harbour Service"
    assert shown_name({"FHK": 9, "FHK Academy": 2}, "organization") == "FHK"


@pytest.mark.parametrize(
    "title",
    [
        "Prime Minister",
        "former President",
        "French President",
        "mayor of London",
        "White House press secretary",
        "Sen. (R-Texas)",
        "spokesman for the council",
        "campaign manager",
        "acting director",
        "company President",
        "senior analyst at the research firm Counterpoint",
    ],
)
def test_titles(title):
    assert is_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "issue Prime Minister",
        "subdued Prime Minister",
        "time Olympic champion",
        "years ago Professor",
        "governor there",
        "having completed his photo op with the Mexican president",
        "telling voters and followers that the senator",
        "Mr.",
        "who is the mayor",
        "",
        "—",
    ],
)
def test_no_titles(title):
    assert not is_title(title)


def test_titles_are_cleaned_without_repeats_in_their_order():
    assert clean_titles(["Mayor", "governor there", "mayor", " Senator,"]) == ("Mayor", "Senator")


def test_the_title_most_articles_have_and_of_those_the_latest():
    senator = TitleUse("Senator", 6, "2015-01-01", "2018-05-01")
    president = TitleUse("President", 4, "2021-01-01", "2022-01-01")
    rare = TitleUse("farmer", 1, "2023-01-01", "2023-01-01")
    assert shown_title([senator, president, rare]) == "President"
    assert shown_title([rare, senator]) == "Senator"
    assert shown_title([TitleUse("issue Prime Minister", 9)]) is None
    assert shown_title([]) is None


def test_a_party_makes_no_other_title_and_is_shown_only_alone():
    office, party = TitleUse("Senator", 2), TitleUse("(D-Ohio)", 3)
    both = TitleUse("Senator (D-Ohio)", 1)
    assert shown_title([party, office]) == "Senator"
    assert shown_title([office, both, TitleUse("Sen.", 2)]) == "Senator"
    assert shown_title([TitleUse("Senator (D-Ohio)", 3), office]) == "Senator (D-Ohio)"
    assert shown_title([party, TitleUse("(D-OH)", 1)]) == "(D-Ohio)"


def test_capitals_all_through_come_last():
    shouted = TitleUse("PRIME MINISTER", 3)
    assert shown_title([shouted, TitleUse("Prime Minister", 1)]) == "Prime Minister"
    assert shown_title([shouted, TitleUse("party leader", 2)]) == "party leader"
    assert shown_title([shouted]) == "PRIME MINISTER"
    assert shown_title([TitleUse("CEO", 2), TitleUse("company boss", 1)]) == "CEO"


def test_where_a_body_sits_is_the_body_in_every_article():
    keys = {read(name).key for name in ("no 10", "number ten", "10 downing street")}
    assert keys == {read("downing street").key}


def test_whose_ministry_it_is_may_be_said_in_two_ways():
    assert read("Syria’s Foreign Ministry") == read("Syrian Foreign Ministry")
    assert read("Iraq's Cabinet") == read("Iraqi Cabinet") != read("Syria's Cabinet")
