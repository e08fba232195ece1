"""Names out of bylines, and what is no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.bylines import byline, is_agency, without_controls


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        (["By Jane Doe"], "Jane Doe"),
        (["Article by Jane Doe"], "Jane Doe"),
        (["JANE DOE", "Jane Doe"], "Jane Doe"),
        (["Jane Doe", "jane doe"], "Jane Doe"),
        (["Jane Doe, John Roe and Ann Poe"], "Jane Doe, John Roe, Ann Poe"),
        (["Jane Doe; John Roe & Ann Poe"], "Jane Doe, John Roe, Ann Poe"),
        (["Jane Doe, Senior Political Correspondent"], "Jane Doe"),
        (["By JANE DOE Staff Writer"], "JANE DOE"),
        (["Jane Doe is a reporter for the Daily Post"], "Jane Doe"),
        (["By Jane Doe for the Daily Post"], "Jane Doe"),
        (["By Jane Doe Published 3 March 2020"], "Jane Doe"),
        (["Jane Doe @jdoe"], "Jane Doe"),
        (["Jane Doe jane.doe@post.example"], "Jane Doe"),
        (["John Roe, Jr."], "John Roe, Jr."),
        (["Robert van der Berg"], "Robert van der Berg"),
        (["Jane\u202e Doe"], "Jane Doe"),
    ],
)
def test_names(given_names: list[str], expected: str) -> None:
    assert byline(given_names) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("Username", "admin", "Staff", "Staff Writer", "Our Correspondent", "jdoe77", "jdoe"),
        *("https://social.example/jane", "jane@post.example", "Staff and wire reports", "", "—"),
        *("Posted by: jdoe", "Web Desk", "{author}"),
    ],
)
def test_nobody(name: str) -> None:
    assert byline([name]) is None


def test_an_agency_stands_only_where_nobody_else_does() -> None:
    assert byline(["Reuters"]) == "Reuters"
    assert byline(["Jane Doe", "The Associated Press"]) == "Jane Doe"
    assert byline(["Jane Doe, AFP"]) == "Jane Doe"
    assert byline(["Jane Doe Associated Press"]) == "Jane Doe"
    assert byline(["Jane Doe, AP National Security"]) == "Jane Doe"
    assert is_agency("The Associated Press")
    assert not is_agency("The Daily Post")


def test_the_outlet_is_nobody() -> None:
    assert byline(["Jane Doe | Daily Post"], "Daily Post") == "Jane Doe"
    assert byline(["The Daily Post"], "Daily Post") is None
    assert byline(["Jane Doe USA TODAY"], "usatoday") == "Jane Doe"
    assert byline(["Jane Doe, CNN Business"], "CNN") == "Jane Doe"
    assert byline(["Jane Doe, cleveland.com"]) == "Jane Doe"


def test_controls_of_direction_are_taken_out() -> None:
    assert without_controls("a\u202eb\u2066 c\u200f\x07") == "ab c"
    assert without_controls("\u202e\u2069") is None
    assert without_controls("") is None


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text(names: list[str]) -> None:
    found = byline(names)
    assert found is None or (found and "\n" not in found and "\u202e" not in found)
