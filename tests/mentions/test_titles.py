"""Titles beside names: whose they are, and the gender that they tell."""

from __future__ import annotations

import pytest

from quotes.mentions.titles import title_beside
from quotes.tokens import Tokens


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (("ADA", "HILL"), None),  # REP. is the title of the next name
        (("Ada", "Hill"), "harbor director"),
    ],
)
def test_a_title_before_the_next_name_of_a_heading_is_no_apposition(analysed, name, title):
    tokens = Tokens(analysed("heading with titles"))
    start = list(zip(tokens.word, tokens.word[1:], strict=False)).index(name)
    assert title_beside(tokens, start, start + 2)[0] == title


def test_a_chairman_may_be_a_woman(analysed):
    tokens = Tokens(analysed("heading with titles"))
    start = tokens.word.index("Weiss")
    assert title_beside(tokens, start, start + 1) == ("Chairman", None)


@pytest.mark.parametrize(
    ("name", "title"),
    [("Vane", "Attorney General"), ("Hill", "Coast and Harbor Governor")],
)
def test_an_office_before_a_comma_is_whole_whatever_the_parse_says(analysed, name, title):
    tokens = Tokens(analysed("an office by its letters"))
    start = tokens.word.index(name) - 1
    assert title_beside(tokens, start, start + 2)[0] == title
