"""One speaker across articles."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from quotes.speakers.identity import KnownSpeaker, identify, name_key
from quotes.types import Speaker

JOHN = KnownSpeaker(1, "John Kirby", "person", frozenset({"John Kirby", "Kirby"}))
JACK = KnownSpeaker(2, "Jack Kirby", "person", frozenset({"Jack Kirby"}))
PAUL = KnownSpeaker(3, "Paul Kirby", "person", frozenset({"Paul Kirby", "Kirby"}))
BARE = KnownSpeaker(4, "Kirby", "person", frozenset({"Kirby"}))
HOUSE = KnownSpeaker(5, "White House", "organization", frozenset({"the White House"}))
BORDER = KnownSpeaker(6, "Customs and Border Protection", "organization", frozenset({"CBP"}))


def who(name: str, kind: str = "person", *aliases: str) -> Speaker:
    return Speaker(name, kind, None, aliases)  # type: ignore[arg-type]


def test_a_surname_joins_the_only_one_it_fits() -> None:
    assert identify(who("Kirby"), [JOHN, HOUSE]) == JOHN
    assert identify(who("John F. Kirby"), [JOHN]) == JOHN
    assert identify(who("John Kirby"), [BARE]) == BARE


def test_a_surname_joins_neither_of_two() -> None:
    assert identify(who("Kirby"), [JOHN, PAUL]) is None
    assert identify(who("Kirby"), [JOHN, PAUL, BARE]) == BARE


def test_a_surname_joins_nobody_of_another_office() -> None:
    dale = KnownSpeaker(7, "Dale Stokes", "person", frozenset({"Dale Stokes"}), "Representative")
    assert identify(Speaker("Stokes", "person", "Governor"), [dale]) is None
    assert identify(Speaker("Stokes", "person", "then-Gov."), [dale]) == dale
    assert identify(Speaker("Stokes", "person", "Rep."), [dale]) == dale
    assert identify(Speaker("Dale Stokes", "person", "Governor"), [dale]) == dale


def test_two_full_names_keep_apart() -> None:
    assert identify(who("Paul Kirby"), [JOHN]) is None
    assert identify(who("Paul Kirby"), [JOHN, PAUL]) == PAUL


def test_the_very_same_name_comes_first() -> None:
    short = KnownSpeaker(7, "George Bush", "person")
    middle = KnownSpeaker(8, "George W. Bush", "person")
    assert identify(who("George W. Bush"), [short, middle]) == middle
    assert identify(who("George Bush"), [middle, short]) == short


def test_names_seen_before_keep_two_people_apart() -> None:
    known = KnownSpeaker(9, "Kirby", "person", frozenset({"Kirby", "Paul Kirby"}))
    assert identify(who("John Kirby"), [known]) is None
    assert identify(who("Kirby", "person", "John Kirby"), [known]) is None


def test_accents_and_parts_of_a_spanish_name() -> None:
    full = KnownSpeaker(1, "Andrés Manuel López Obrador", "person")
    assert identify(who("Lopez Obrador"), [full]) == full
    assert name_key("López Obrador", "person") == name_key(full.name, "person")


def test_organisations_join_by_folded_name_or_acronym() -> None:
    assert identify(who("The White House", "organization"), [HOUSE, BORDER]) == HOUSE
    assert identify(who("CBP", "organization"), [HOUSE, BORDER]) == BORDER
    assert identify(who("Customs and Border Protection", "organization", "CBP"), [BORDER]) == BORDER
    assert identify(who("House", "organization"), [HOUSE]) is None


def test_groups_join_by_description_and_kinds_never_mix() -> None:
    group = KnownSpeaker(1, "U.S. officials", "group")
    assert identify(who("US officials", "group"), [group]) == group
    assert identify(who("officials", "group"), [group]) is None
    assert identify(who("Kirby", "organization"), [JOHN]) is None


@pytest.mark.parametrize("kind", ["unnamed", "document"])
def test_unnamed_and_documents_never_join(kind: str) -> None:
    known = KnownSpeaker(1, "a spokesman", kind)  # type: ignore[arg-type]
    assert identify(who("a spokesman", kind), [known]) is None


@pytest.mark.parametrize("name", ["Kirby", "John Kirby", "Paul Kirby", "Jack Kirby", "J. Kirby"])
def test_the_order_of_candidates_does_not_matter(name: str) -> None:
    everyone = [JOHN, JACK, PAUL, BARE, HOUSE]
    answers = {identify(who(name), list(order)) for order in itertools.permutations(everyone)}
    assert len(answers) == 1


def test_who_comes_first_does_not_matter_for_two_names_of_one_person() -> None:
    a, b = who("Kirby"), who("John Kirby")
    for first, second in ((a, b), (b, a)):
        known = KnownSpeaker(1, first.name, "person", frozenset({first.name}))
        assert identify(second, [known]) == known


def test_the_store_can_use_it_without_spacy() -> None:
    """The room that has the database asks who is known, and reads no text."""
    code = "import sys, quotes.speakers.identity; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
