"""Front matter as Jekyll, Hugo and exporters write it, and what only looks like it."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.front_matter import MOST_ALIASES, MOST_CHARACTERS, front_matter

TEXT = "The mayor said so.\n"


def test_jekyll() -> None:
    fields, text = front_matter(
        '---\nlayout: post\ntitle: "Talks: the day"\ndate: 2023-12-21 10:00:00 +0100\n'
        "author: jane\nauthors: [Jane Doe, John Roe]\ncategories: [world, talks]\n"
        f"canonical_url: https://post.example/1\n---\n{TEXT}"
    )
    assert text == TEXT
    assert fields == {
        "title": "Talks: the day",
        "byline": "Jane Doe, John Roe",
        "published": "2023-12-21T10:00:00+01:00",
        "url": "https://post.example/1",
    }


@pytest.mark.parametrize(
    "written",
    [
        "title: >-\n  The talks\n  open",
        "title: |\n  The talks open",
        "title: The talks\n  open",
        'title: "The\\u0020talks open"',
        "title: 'The talks open'",
        "Title:\tThe talks open",
        '"title": "The talks open"',
        "headline: The talks open # as printed",
    ],
)
def test_titles_in_yaml(written: str) -> None:
    assert front_matter(f"---\n{written}\n---\n{TEXT}") == ({"title": "The talks open"}, TEXT)


@pytest.mark.parametrize(
    "written",
    [
        "authors:\n  - Jane Doe\n  - John Roe",
        "authors:\n  - name: Jane Doe\n    email: j@post.example\n  - name: John Roe",
        "author: Jane Doe and John Roe",
        "author: {name: 'Jane Doe, John Roe'}",
        "authors:\n  one: {name: Jane Doe}\n  two: {name: John Roe}",
        "by:\n- {first: Jane, last: Doe}\n- {first: John, last: Roe}",
    ],
)
def test_authors_in_yaml(written: str) -> None:
    assert front_matter(f"---\n{written}\n---\n{TEXT}")[0] == {"byline": "Jane Doe, John Roe"}


def test_values_that_yaml_would_change_stay_as_written() -> None:
    fields, _ = front_matter("---\ntitle: No\nsource: 1984\ndate: 2023-12-21T23:30:00-05:00\n---\n")
    assert fields == {
        "title": "No",
        "outlet": "1984",
        "published": "2023-12-21T23:30:00-05:00",
    }


def test_hugo_in_toml() -> None:
    fields, text = front_matter(
        '+++\ntitle = "The \\u201ctalks\\u201d open"\ndate = 2023-12-21T10:00:00-05:00\n'
        f"authors = [\"Jane Doe\"]\n[params]\noutlet = 'Daily Post'\n+++\n{TEXT}"
    )
    assert text == TEXT
    assert (fields["title"], fields["byline"]) == ("The “talks” open", "Jane Doe")
    assert fields["published"] == "2023-12-21T10:00:00-05:00"


def test_toml_without_a_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    fields, text = front_matter(
        f"+++\ntitle = \"The \\u201ctalks\\u201d\"\ndate = 2023-12-21\nnote = 'a'\n+++\n{TEXT}"
    )
    assert text == TEXT
    assert fields == {"title": "The “talks”", "published": "2023-12-21"}


@pytest.mark.parametrize(
    "written",
    [
        '{{\n  "title": "The talks",\n  "date": "2023-12-21"\n}}\n{text}',
        ';;;\n"title": "The talks",\n"date": "2023-12-21"\n;;;\n{text}',
        ';;;\n{{"title": "The talks", "date": "2023-12-21"}}\n;;;\n{text}',
    ],
)
def test_json(written: str) -> None:
    fields, text = front_matter(written.format(text=TEXT))
    assert fields == {"title": "The talks", "published": "2023-12-21"}
    assert text.strip() == TEXT.strip()


BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "source",
    [
        "---\nThey met.\n---\n\nAnd left.",
        "---\n- They met.\n---\n\nAnd left.",
        "---\ntitle: [never closed\n---\nAnd left.",
        "---\ntitle: a\n\tb: c\n---\nAnd left.",
        "---\ntitle: !!python/object/apply:os.system [ls]\n---\nAnd left.",
        f"---\ntitle: a\n{BOMB}---\nAnd left.",
        "---\ntitle: " + "[" * 100 + "]" * 100 + "\n---\nAnd left.",
        "---\ntitle: a\n" + "# long\n" * MOST_CHARACTERS + "---\nAnd left.",
        "---\ntitle: a\nnever closed",
        "{\n not JSON",
        "{\n" + '"a":[' * 5000,
        "+++\n+++\nAnd left.",
        "",
    ],
    ids=lambda source: source[:24],
)
def test_what_is_no_front_matter_stays_in_the_text(source: str) -> None:
    assert front_matter(source) == ({}, source)


def test_a_few_aliases_are_fine() -> None:
    names = ", ".join(["*who"] * MOST_ALIASES)
    fields, _ = front_matter(f"---\neditor: &who Jane Doe\nauthors: [{names}]\n---\n")
    assert fields == {"byline": "Jane Doe"}


def test_authors_nested_very_deeply() -> None:
    source = '{\n"title": "a", "authors": ' + "[" * 800 + "]" * 800 + "}\n" + TEXT
    assert front_matter(source)[0] == {"title": "a"}


def test_controls_of_direction_are_taken_out_of_titles() -> None:
    assert front_matter("---\ntitle: Talks\u202e open\n---\n")[0] == {"title": "Talks open"}


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#\n\t =+,%@`?"), max_size=80))
def test_anything_between_fences(text: str) -> None:
    for fence in ("---", "+++", ";;;"):
        source = f"{fence}\n{text}\n{fence}\n{TEXT}"
        fields, rest = front_matter(source)
        assert rest in (TEXT, source) or source.endswith(rest)
        assert all(isinstance(value, str) for value in fields.values())
