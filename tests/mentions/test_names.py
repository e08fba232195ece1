"""Names: folding, parts, what can be the same person or organisation, gender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.mentions.names import (
    acronyms,
    compatible,
    fold,
    fuller,
    gender,
    is_acronym,
    leaning,
    name_key,
    organization_key,
    parse_person,
    readings,
    split_title,
    without_nickname,
)

FIRST = st.sampled_from(
    ["John", "J.", "Liz", "Elizabeth", "JD", "J. D.", "André", "Xi", "Kim", "al", ""]
)
MIDDLE = st.sampled_from(["", "F.", "Manuel", "H. W.", "W.", "van", "Rodham"])
LAST = st.sampled_from(
    [
        "Kirby",
        "Sherwood-Randall",
        "López Obrador",
        "al-Assad",
        "Jinping",
        "Lee",
        "Jong-un",
        "Lam Jong-un",
    ]
)
SUFFIX = st.sampled_from(["", " Jr.", ", Jr.", " III"])
NAMES = st.builds(lambda a, b, c, d: f"{a} {b} {c}{d}".strip(), FIRST, MIDDLE, LAST, SUFFIX)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Andrés Manuel López Obrador", "andres manuel lopez obrador"),
        ("the White House’s", "white house"),
        ("The The", "the"),
        ("O'Brien", "obrien"),
        ("U.S. Customs & Border Protection", "us customs and border protection"),
        ("Trump's", "trump"),
        ("Sanders'", "sanders"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Sherwood-Randall", "sherwood randall"),
        ("…", ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=30) | NAMES)
def test_fold_twice_is_fold_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=30))
def test_any_text_can_be_parsed(name: str) -> None:
    parsed = parse_person(name)
    assert parsed.key == name_key(name, "person")
    assert compatible(name, name) is bool(parsed.words)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kirby", "John Kirby"),
        ("Mr. Kirby", "John Kirby"),
        ("López Obrador", "Andrés Manuel Lopez Obrador"),
        ("Lopez Obrador", "López Obrador"),
        ("Andrés López Obrador", "Andrés Manuel López Obrador"),
        ("Liz Sherwood-Randall", "Elizabeth Sherwood-Randall"),
        ("Alicia Caldwell", "Alicia A. Caldwell"),
        ("JD Vance", "J.D. Vance"),
        ("J. D. Vance", "James Vance"),
        ("Hillary Clinton", "Hillary Rodham Clinton"),
        ("Bernie Sanders", "Sen. Bernard Sanders"),
        ("Assad", "Bashar al-Assad"),
        ("Blasio", "Bill de Blasio"),
        ("Xi", "Xi Jinping"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Trump", "Donald Trump Jr."),
        ("George Bush", "George W. Bush"),
        ("Wong Mei-ling", "Ada Wong Mei-ling"),
        ("Wong", "Ada Wong Mei-ling"),
        ("Ada Wong", "Ada Wong Mei-ling"),
        ("Wang", "Ada Wang Jiaming"),
        ("Wang Jiaming", "Ada Wang Jiaming"),
    ],
)
def test_compatible(a: str, b: str) -> None:
    assert compatible(a, b)
    assert name_key(a, "person") == name_key(b, "person")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Donald Trump", "Donald Trump Jr."),
        ("Donald Trump Sr.", "Donald Trump Jr."),
        ("Hillary Clinton", "Bill Clinton"),
        ("John Kirby", "Jack Smith"),
        ("John Kirby", "Paul Kirby"),
        ("Randall", "Elizabeth Sherwood-Randall"),
        ("George W. Bush", "George H. W. Bush"),
        ("Hillary", "Hillary Clinton"),
        ("Al Gore", "Kristin Gore"),
        ("Jinping", "Xi Jinping"),
        ("", "John Kirby"),
        ("Wong Tai-man", "Ada Wong Mei-ling"),
        ("Wong", "Ada Wong Smith-Jones"),
        ("Wang", "Ada Wang Smith"),
        ("Wang", "Ada Wang Rose"),
        ("Wang Weiming", "Ada Wang Jiaming"),
    ],
)
def test_not_compatible(a: str, b: str) -> None:
    assert not compatible(a, b)


@given(NAMES, NAMES)
def test_compatible_is_symmetric_and_agrees_with_the_key(a: str, b: str) -> None:
    assert compatible(a, b) == compatible(b, a)
    if compatible(a, b):
        assert name_key(a, "person") == name_key(b, "person")


@given(NAMES, NAMES)
def test_the_fuller_name_does_not_depend_on_order(a: str, b: str) -> None:
    assert fuller(a, b) == fuller(b, a)


def test_the_fuller_name_has_more_words_and_its_accents() -> None:
    assert fuller("Kirby", "John Kirby") == "John Kirby"
    assert fuller("Lopez Obrador", "López Obrador") == "López Obrador"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("John Kirby", "male"),
        ("Hillary Clinton", "female"),
        ("Liz Sherwood-Randall", "female"),
        ("Mr. Kirby", "male"),
        ("Mrs. Clinton", "female"),
        ("Sen. Elizabeth Warren", "female"),
        ("Andrés Manuel López Obrador", "male"),
        ("Kirby", None),
        ("Chris Smith", None),
        ("Lindsey Hill", None),
        ("Jan Hill", None),
        ("J. K. Rowling", None),
        ("Xi Jinping", None),
        ("Su Tao-chang", None),
        ("Su Hill", "female"),
        ("Or Ben-Hill", None),
    ],
)
def test_gender_is_told_only_when_sure(name: str, expected: str | None) -> None:
    assert gender(name) == expected


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Sen. Bernie Sanders", "Sen.", "Bernie Sanders"),
        ("Vice President Joe Biden", "Vice President", "Joe Biden"),
        ("Pope Francis", None, "Pope Francis"),
        ("President", None, "President"),
        ("John Kirby", None, "John Kirby"),
    ],
)
def test_split_title(text: str, title: str | None, name: str) -> None:
    assert split_title(text) == (title, name)


def test_organisations() -> None:
    assert is_acronym("the C.I.A.") and not is_acronym("Trump")
    assert "cbp" in acronyms("Customs and Border Protection")
    assert "doj" in acronyms("U.S. Department of Justice")
    assert not acronyms("Post")
    assert organization_key("Apple Inc.") == organization_key("the Apple") == "apple"


def test_al_before_a_family_name_is_a_first_name():
    assert gender("Al Stone") == "male"
    assert gender("al-Assad") is None


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Lee Marsh", "marsh"),
        ("Kim Clark", "clark"),
        ("Kim Jong Un", "kim"),
        ("Lee Jae-myung", "lee"),
        ("Ma Xiaoguang", "ma"),
        ("Lam Tai-kwan", "lam"),
        ("Song Hill", "hill"),
        ("Fong Zhiyong", "fong"),
        ("Fong Rosa", "rosa"),
        ("Kim Danen", "danen"),
    ],
)
def test_which_name_is_the_family_name(name, family):
    assert parse_person(name).key == family


def test_a_nickname_in_marks_goes_with_either_first_name() -> None:
    name = "Mary “Dolly” Hask"
    assert without_nickname(name) == "Mary Hask"
    assert readings(name) == ("Mary Hask", "Dolly Hask")
    assert parse_person(name).words == ("mary", "hask")
    for other in ("Mary Hask", "Dolly Hask", "Mary Ann Hask", "Hask"):
        assert compatible(name, other) and compatible(other, name)
    assert not compatible(name, "Ruth Hask")


@pytest.mark.parametrize("name", ["Gil Marsh (Labour)", "“Bobby” Lane", "Pat O'Dea"])
def test_marks_at_the_ends_of_a_name_hold_no_nickname(name: str) -> None:
    assert readings(name) == (name,)


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Jane", "female"), ("Peter", "male"), ("Aker", None), ("Jane Aker", None)],
)
def test_what_a_name_of_one_word_leans_to(name: str, gender: str | None) -> None:
    assert leaning(name) == gender
