"""Which full names are one person's, and which of them is shown."""

from __future__ import annotations

import pytest

from quotes.mentions import persons
from quotes.mentions.kinds import Name
from quotes.mentions.people import _is_slip, people


def grouped(*texts: str) -> set[frozenset[str]]:
    """The names of one article, by person."""
    found = [Name(3 * i, 3 * i + 2, 3 * i + 1, t, "person") for i, t in enumerate(texts)]
    return {frozenset(name.text for name in group) for group in people(found)[0]}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Elena Ruiz Vega", "Elena Ruiz"),
        ("Elena R. Ruiz Vega", "Elena Ruiz"),
        ("Kofi Lanto Mensah", "Kofi Lanto"),
        ("Salim bin Rashid Al Haddad", "Salim bin Rashid"),
    ],
)
def test_the_last_family_names_may_be_left_out(full, short):
    assert grouped(full, short, full) == {frozenset({full, short})}


def test_either_family_name_may_be_left_out():
    names = ("Elena Ruiz Vega", "Elena Vega", "Elena Ruiz")
    assert grouped(*names) == {frozenset(names)}


@pytest.mark.parametrize(
    "names",
    [
        ("Chen Li Ming", "Chen Li"),
        ("Elena Ruiz Vega", "Paula Ruiz"),
        ("Elena Ruiz Vega", "Elena Ruiz Soto", "Elena Ruiz"),
        ("King Salman bin Rashid", "Omar bin Salman"),
    ],
    ids=["the family name stands first", "a sister", "short for two", "a son"],
)
def test_whose_family_name_another_has_within_a_name_is_somebody_else(names):
    assert grouped(*names) == {frozenset({name}) for name in names}


def test_a_bare_family_name_is_not_that_of_whom_it_stands_within_the_name_of():
    names = ("Pedro Marro Cortez", "Carlos Marro", "Pedro Marro", "Marro", "Pedro Marro")
    assert grouped(*names) == {
        frozenset({"Pedro Marro Cortez", "Pedro Marro"}),
        frozenset({"Carlos Marro", "Marro"}),
    }


def test_a_king_is_not_his_son_who_is_called_by_his_name():
    son = ("Prince Omar bin Salman", "bin Salman")
    assert grouped("King Salman", *son) == {frozenset({"King Salman"}), frozenset(son)}
    king = ("King Salman bin Rashid", "King Salman")
    assert grouped(*king, *son) == {frozenset(king), frozenset(son)}


def test_another_bare_name_is_whose_father_is_called_so():
    assert grouped("Omar bin Salman", "Salman") == {frozenset({"Omar bin Salman", "Salman"})}
    assert grouped("Ada Vrand", "Queen Vrand") == {frozenset({"Ada Vrand", "Queen Vrand"})}


def test_one_letter_of_a_full_name_may_be_wrong():
    assert grouped("Kofi Lanto Ferson", "Kofi Lanto Ferso", "Kofi Lanto Ferso", "Ferson") == {
        frozenset({"Kofi Lanto Ferson", "Kofi Lanto Ferso", "Ferson"})
    }
    assert grouped("Donald Vrand", "Donand Vrand") == {frozenset({"Donald Vrand", "Donand Vrand"})}


def test_a_bare_name_may_have_another_vowel():
    assert grouped("Sally Wadef", "Wadif") == {frozenset({"Sally Wadef", "Wadif"})}
    assert grouped("Omar ElKumaiz", "Alkumaiz") == {frozenset({"Omar ElKumaiz", "Alkumaiz"})}


@pytest.mark.parametrize("bare", ["Wadek", "Wedif", "Wade"], ids=["a consonant", "two", "shorter"])
def test_a_bare_name_that_differs_more_is_another(bare):
    assert len(grouped("Sally Wadef", bare)) == 2


@pytest.mark.parametrize(
    "names",
    [("Maria Vrand", "Mario Vrand"), ("Li Jie", "Li Jia"), ("Ada Hall", "Ada Hill")],
    ids=["two first names", "short", "short family names"],
)
def test_two_names_that_differ_by_a_letter_and_are_two(names):
    assert len(grouped(*names)) == 2


def test_of_two_names_used_as_often_that_is_shown_of_which_the_other_is_a_part():
    assert persons.shown({"Elena Ruiz": 1, "Elena Ruiz Vega": 1}) == "Elena Ruiz Vega"
    assert persons.shown({"Al Haddad": 1, "Salma Al Haddad": 1}) == "Salma Al Haddad"
    assert persons.shown({"Elena Ruiz": 2, "Elena Ruiz Vega": 1}) == "Elena Ruiz"
    assert persons.shown({"Ada Hill": 1, "Generalissimo Ada Hill": 1}) == "Ada Hill"


@pytest.mark.parametrize(
    ("full", "families"),
    [
        ("Elena Tarano Vega", "Tarano Vega"),
        ("Elena Remigio Vega", "Remigio Vega"),
        ("Kwabli Tarano Vega", "Tarano Vega"),
        ("Hossein Amir Vrandi", "Amir Vrandi"),
        ("Salma Al Rashid Al Haddad", "Al Haddad"),
    ],
    ids=[
        "two family names",
        "the first of them is a first name as well",
        "the first name is not known",
        "nor in this spelling",
        "a particle",
    ],
)
def test_family_names_without_the_first_name_are_not_shown(full, families):
    assert persons.shown({full: 1, families: 5}) == full


@pytest.mark.parametrize(
    ("longer", "full"),
    [
        ("Norlander Elena Vega", "Elena Vega"),
        ("Generalissimo Tiang Vega", "Tiang Vega"),
        ("Prince Elena bin Vega", "Elena bin Vega"),
        ("N. Tarano Vega", "Tarano Vega"),
        ("Norlander Kim Tae-ho", "Kim Tae-ho"),
    ],
    ids=["a country", "a title", "a prince", "an initial", "the family name stands first"],
)
def test_what_else_stands_before_a_name_is_not_shown(longer, full):
    assert persons.shown({longer: 2, full: 5}) == full


def test_of_two_names_used_as_often_that_is_shown_which_is_spelt_in_full():
    assert persons.shown({"Kofi Lanto Ferso": 1, "Kofi Lanto Ferson": 1}) == "Kofi Lanto Ferson"
    assert persons.shown({"Pat Vrand": 1, "Patrick Vrand": 1}) == "Patrick Vrand"
    assert persons.shown({"Pat Vrand": 2, "Patrick Vrand": 1}) == "Pat Vrand"


def test_what_stands_before_a_name_once_in_many_times_is_not_shown():
    assert persons.shown({"Norlander Tarano Vega": 1, "Tarano Vega": 15}) == "Tarano Vega"


def of_the_last(*texts: str) -> set[str]:
    """The full names of whom the last name means, where one with a star is a subject."""
    found = [Name(3 * i, 3 * i + 2, 3 * i + 1, t.strip("*"), "person") for i, t in enumerate(texts)]
    acting = {3 * i for i, t in enumerate(texts) if "*" in t}
    group = next(one for one in people(found, (), acting)[0] if found[-1] in one)
    return {name.text for name in group if " " in name.text}


def test_a_bare_subject_is_whoever_of_two_was_one_in_full_last():
    assert of_the_last("Dan Vrand*", "Vrand*", "Eva Vrand*", "Vrand*") == {"Eva Vrand"}
    assert of_the_last("Eva Vrand*", "Dan Vrand*", "Vrand*") == {"Dan Vrand"}


@pytest.mark.parametrize(
    "names",
    [
        ("Dan Vrand*", "Vrand*", "Eva Vrand", "Vrand*"),
        ("Dan Vrand*", "Vrand*", "Eva Vrand*", "Vrand"),
        ("Dan Vrand*", "Vrand*", "Vrand*", "Eva Vrand*", "Vrand*"),
    ],
    ids=["only spoken of", "the bare one is no subject", "the other is named far more often"],
)
def test_otherwise_it_is_whoever_was_named_more(names):
    assert of_the_last(*names) == {"Dan Vrand"}


def test_a_bare_first_name_is_whose_family_name_another_has_too():
    ben, others = "Ben Hill", ("Ada Hill", "Ben Marsh")
    assert {"Ben", ben} in grouped(ben, *others, "Ben")
    assert {"Ben", ben} in grouped(*others, ben, "Ben")
    assert {"Marsh", "Ben Marsh"} in grouped(ben, *others, "Marsh")


@pytest.mark.parametrize(
    ("word", "key", "same"),
    [
        ("bennet", "bennett", True),
        ("keidis", "kiedis", True),
        ("mncwane", "mncwabe", True),
        ("alkuwaiz", "elkuwaiz", True),
        ("clintons", "clinton", False),
        ("sessions", "session", False),
        ("wines", "wimes", False),  # short, and another letter
        ("lee", "leee", False),
        ("miller", "killer", False),
        ("hansen", "jansen", False),
        ("marsh", "marsh", False),
    ],
)
def test_slips_of_the_pen(word, key, same):
    assert _is_slip(word, key) is _is_slip(key, word) is same


def test_a_dean_by_the_family_name_is_no_first_name():
    ada = Name(0, 2, 1, "Ada Hill", "person", "dean of the Tide School")
    dean, other = (
        Name(i, i + 2, i + 1, t, "person") for i, t in ((3, "Dean Hill"), (6, "Dean Mo"))
    )
    found = {frozenset(n.start for n in group) for group in people([ada, dean, other])[0]}
    assert found == {frozenset({0, 3}), frozenset({6})}
    assert len(people([ada._replace(title="poet"), dean])[0]) == 2
