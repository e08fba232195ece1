"""When two names are one."""

import pytest

from quotes.evaluate.names import fits, words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sen. Mitch McConnell's", ("mitch", "mcconnell")),
        ("Former President Obama", ("obama",)),
        ("Mr.", ("mr",)),
        ("Andrés Manuel López Obrador", ("andres", "manuel", "lopez", "obrador")),
        ("Shaquille O’Neal", ("shaquille", "oneal")),
        ("The Pope", ("pope",)),
        ("", ()),
        ("…", ()),
    ],
)
def test_words_of_a_person(name: str, expected: tuple[str, ...]) -> None:
    assert words(name, person=True) == expected


def test_organizations_keep_their_titles() -> None:
    assert words("the Justice Department", person=False) == ("justice", "department")
    assert words("AT&T", person=False) == ("at", "and", "t")


@pytest.mark.parametrize(
    ("gold", "predicted", "person", "expected"),
    [
        ("Hillary Rodham Clinton", "Hillary Clinton", True, True),
        ("Clinton", "Hillary Rodham Clinton", True, True),
        ("Hillary Clinton", "Mrs. Clinton", True, True),
        ("Donald Trump", "Donald Trump Jr.", True, False),
        ("Bill Clinton", "Hillary Clinton", True, False),
        ("John Kirby", "John", True, False),
        ("John Kirby", "", True, False),
        ("", "John Kirby", True, False),
        ("John Kirby | Troy Miller", "Miller", True, True),
        ("The White House", "White House", False, True),
        ("White House", "House", False, False),
        ("Fox News", "FOX NEWS", False, True),
    ],
)
def test_fits(gold: str, predicted: str, person: bool, expected: bool) -> None:
    assert fits(gold, predicted, person) is expected


def test_the_full_name_may_not_lack_a_word() -> None:
    assert fits("Clinton", "Hillary Clinton", True, full=True)
    assert fits("Hillary Clinton", "Hillary Rodham Clinton", True, full=True)
    assert not fits("Hillary Clinton", "Clinton", True, full=True)
