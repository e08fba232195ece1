"""Which names are one organization's: the same words in another order."""

from __future__ import annotations

import pytest

from quotes.mentions.kinds import Label, Name
from quotes.mentions.organizations import organizations


def grouped(*texts: str, label: Label = "organization") -> set[frozenset[str]]:
    """The names of one article, by organization."""
    found = [Name(8 * i, 8 * i + 6, 8 * i + 5, text, label) for i, text in enumerate(texts)]
    return {frozenset(name.text for name in group) for _, group in organizations(found)}


@pytest.mark.parametrize(
    "names",
    [
        ("Football Federation of Chile", "Chilean Football Federation"),
        ("Nicaraguan Government", "Government of Nicaragua"),
        ("Ministry of the Interior", "Ministry of Interior", "Interior Ministry"),
    ],
)
def test_the_same_words_in_another_order_are_one_body(names):
    assert grouped(*names) == {frozenset(names)}


@pytest.mark.parametrize(
    "names",
    [
        ("Football Federation of Chile", "Ecuadorian Football Federation"),
        ("Chilean Football Federation", "Chilean Tennis Federation"),
        ("Ministry of the Interior", "Ministry of the Interior and Trade"),
        ("House Budget Committee", "House Budget Committees"),
    ],
    ids=["another country", "another sport", "more words", "several"],
)
def test_other_words_are_another_body(names):
    assert grouped(*names) == {frozenset({name}) for name in names}


def test_a_country_and_its_people_are_two():
    assert len(grouped("South Norland", "South Norlandan", label="place")) == 2
