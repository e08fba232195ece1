"""Two people of one family name: whom a bare surname means."""

from __future__ import annotations

import pytest

from quotes.mentions.entities import cast_of
from quotes.speakers.resolve import resolve
from quotes.tokens import Tokens

GATES = "the gates were open"


def named(doc) -> dict[int, str]:
    """Where each ``Harlan`` stands, and whose it is."""
    cast = cast_of(Tokens(doc))
    return {t.i: cast.at(t.i).name for t in doc if t.text in {"Harlan", "Weiss"}}


def test_who_was_introduced_before_is_meant(analysed):
    names = list(named(analysed("two of one family, in court")).values())
    brenda = [name == "Brenda Harlan" for name in names]
    # the case, Victor Harlan, Harlan; Brenda Harlan, Ms. Harlan; Harlan wrote
    assert brenda == [False, False, False, True, True, False]
    assert set(names) == {"Victor Harlan", "Brenda Harlan"}


def test_another_office_is_another_person(analysed):
    governor, representative, _ = named(analysed("two offices, one name")).values()
    assert (governor, representative) == ("Weiss", "Dale Weiss")


def test_a_bare_name_after_two_is_told_to_be_doubtful(analysed, quote):
    doc = analysed("two offices, one name")
    (found,) = resolve(doc, [quote(doc, GATES, "Weiss")])
    assert {found.speaker.name, found.evidence.runner_up} == {"Weiss", "Dale Weiss"}


def test_a_label_in_capitals_is_the_person_of_that_name(analysed):
    doc = analysed("label in capitals")
    cast = cast_of(Tokens(doc))
    label = next(t for t in doc if t.text == "FINCH")
    assert (cast.at(label.i).name, cast.at(label.i).kind) == ("Julia Finch", "person")


@pytest.mark.parametrize(
    ("title", "content", "source", "name"),
    [
        ("two of one family name", "I feel great,", "Marsh", "Helen Marsh"),
        ("a husband named late", GATES, "Fiorina", "Carly Fiorina"),
        ("a husband named late", "the gates were closed", "Fiorina", "Carly Fiorina"),
        ("husband and wife introduced", GATES, "Weiss", "Hillary Weiss"),
        ("a wife named often, and later", GATES, "Grayson", "Alan Grayson"),
        ("a sister of the same family name", "My brother is pleased,", "Ms Kim", "Kim Yo Jong"),
    ],
    ids=[
        "an acquaintance calls her Helen",
        "called Carly once, her husband named later",
        "called Carly once, before",
        "introduced first",
        "introduced before, and named less",
        "a sister is a woman",
    ],
)
def test_of_two_of_one_family_name(title, content, source, name, speakers_of):
    assert speakers_of(title, (content, source)) == [name]


@pytest.mark.parametrize(
    ("introduced", "name"),
    [
        ("Park’s brother, Park Joon-ho, said the family would sue.", "Park Joon-ho"),
        ("The lawyer Park Joon-ho thinks that the family will win.", "Park Joon-ho"),
        ("A clerk, Park Joon-ho, was jailed for a year.", "Park Joon-ho"),
        ("She left a letter for her mother, Park Joon-hee.", "Park Tae-min"),
    ],
    ids=["a brother speaks", "a lawyer thinks", "a clerk is jailed", "his mother is told of"],
)
def test_of_two_who_share_a_name_the_one_of_whom_was_told_last_speaks(nlp, introduced, name):
    doc = nlp(
        f"Park Tae-min, a sailor, was lost at sea in June.\n\n{introduced}\n\n"
        "“It was dark then and we were all cold,” Park said."
    )
    assert doc._.quotations[-1].speaker.name == name
