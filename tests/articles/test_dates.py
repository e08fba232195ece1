"""Dates in the forms that pages, front matter and mails have them, to ISO 8601."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.dates import iso_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-12-21", "2023-12-21"),
        ("2023-12-21 10:00", "2023-12-21T10:00"),
        ("2023-12-21T10:00:00.000Z", "2023-12-21T10:00:00.000Z"),
        ("2023-12-21 10:00:00 +0100", "2023-12-21T10:00:00+01:00"),
        ("2023-12-21 10:00:00 UTC", "2023-12-21T10:00:00Z"),
        ("2023-12-21T10:00:00-05:00", "2023-12-21T10:00:00-05:00"),
        ("Thu, 21 Dec 2023 10:00:00 GMT", "2023-12-21"),
        ("Thursday, December 21, 2023", "2023-12-21"),
        ("December 21, 2023 at 10:00 a.m. EST", "2023-12-21"),
        ("Dec. 21, 2023", "2023-12-21"),
        ("Sept. 1, 2023", "2023-09-01"),
        ("21st December 2023", "2023-12-21"),
        ("21 December, 2023", "2023-12-21"),
        ("20231221", "2023-12-21"),
        ("2023/12/21", "2023-12-21"),
    ],
)
def test_a_date(written: str, expected: str) -> None:
    assert iso_date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "03/04/2023",  # March or April?
        "2023-13-40",
        "2023-12-21T77:00",
        "0001-01-01T00:00:00",
        "The storm of 14 March 2018",
        "© 2021",
        "21 December 2023" + "0" * 1000,
    ],
)
def test_no_date(written: str) -> None:
    assert iso_date(written) is None


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = iso_date(text)
    assert found is None or found[4] == found[7] == "-"


@given(st.dates(min_value=date(1700, 1, 1)))
def test_a_day_is_itself(day: object) -> None:
    assert iso_date(str(day)) == str(day)
