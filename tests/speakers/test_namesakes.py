"""Two people of one family name: whom a bare surname means."""

from __future__ import annotations

from quotes.speakers.entities import cast_of
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


def test_by_whom_an_acquaintance_calls_her_helen_she_is_marsh_all_the_same(analysed, quote):
    doc = analysed("two of one family name")
    (found,) = resolve(doc, [quote(doc, "I feel great,", "Marsh", "direct")])
    assert found.speaker.name == "Helen Marsh"


def test_will_is_no_first_name_in_a_question(analysed, quote):
    doc = analysed("will somebody")
    (found,) = resolve(doc, [quote(doc, GATES, "Sanders")])
    assert found.speaker.name == "Sanders"


def test_who_is_called_by_the_first_name_once_keeps_the_family_name(analysed, quote):
    doc = analysed("a husband named late")
    found = resolve(
        doc, [quote(doc, GATES, "Fiorina"), quote(doc, "the gates were closed", "Fiorina")]
    )
    assert [one.speaker.name for one in found] == ["Carly Fiorina"] * 2


def test_of_two_who_were_introduced_the_first_is_meant(analysed, quote):
    doc = analysed("husband and wife introduced")
    (found,) = resolve(doc, [quote(doc, GATES, "Weiss")])
    assert found.speaker.name == "Hillary Weiss"


def test_who_was_introduced_before_is_meant_though_the_other_is_named_more(analysed, quote):
    doc = analysed("a wife named often, and later")
    (found,) = resolve(doc, [quote(doc, GATES, "Grayson")])
    assert found.speaker.name == "Alan Grayson"


def test_a_sister_is_a_woman(analysed, quote):
    doc = analysed("a sister of the same family name")
    (found,) = resolve(doc, [quote(doc, "My brother is pleased,", "Ms Kim", "direct")])
    assert found.speaker.name == "Kim Yo Jong"
