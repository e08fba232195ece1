"""Names of persons as identity reads them: spellings and short forms."""

from __future__ import annotations

from quotes import lexicon
from quotes.mentions import persons, words
from quotes.mentions.names import nicknames


def test_every_nickname_fits_what_it_stands_for_in_whatever_spelling_both_are_read():
    def read(first: str) -> persons.Named:
        return persons.read(persons.canonical(f"{first.title()} Vrandt"))

    pairs = list(nicknames())
    assert len(pairs) > 200
    assert [pair for pair in pairs if not persons.fits(read(pair[0]), read(pair[1]))] == []
    keys = [[set(persons.given_keys(read(first))) for first in pair] for pair in pairs]
    assert [pair for pair, (a, b) in zip(pairs, keys, strict=True) if not a & b] == []


def test_a_nickname_is_the_way_by_which_two_names_fit():
    mike, michael, oskar = (
        persons.read(f"{first} brandt") for first in ("mike", "michael", "oskar")
    )
    assert persons.weakness(mike, michael) == "nickname"
    assert not persons.fits(mike, oskar)


def test_words_of_both_sexes_are_persons_of_none():
    of_both = lexicon.words("OF_BOTH")
    assert of_both <= words.PERSON_NOUNS
    told = words.MALE_TITLES | words.MALE_NOUNS | words.FEMALE_TITLES | words.FEMALE_NOUNS
    assert of_both.isdisjoint(told)


def test_an_article_joined_to_a_family_name_is_no_first_name():
    for bare, full in (("Al-Ramadi", "Khalid al-Ramadi"), ("Ben-Vrand", "Itamar Ben-Vrand")):
        told = persons.read(persons.canonical(bare))
        assert told.bare and persons.fits_bare(told, persons.read(persons.canonical(full)))
        assert persons.shown({full: 1, bare: 3}) == full
    al, ben = (persons.read(persons.canonical(name)) for name in ("Al Vrand", "Ben Vrand"))
    assert (al.given, ben.given) == (("al",), ("ben",))
    assert persons.shown({"Al Vrand": 1, "Vrand": 3}) == "Al Vrand"


def test_a_title_of_two_words_with_a_hyphen_is_left_out():
    assert persons.cleaned("Pol Maj-General Vrand Surasit") == "Vrand Surasit"
    assert persons.cleaned("Vice-President Ada Hill") == "Ada Hill"
    assert persons.cleaned("Mary-Judge Hill") == "Mary-Judge Hill"


def test_a_title_that_is_a_first_name_as_well_stands_before_another_title():
    assert persons.cleaned("Amir Vrand Hill") == "Amir Vrand Hill"
    assert persons.cleaned("Amir Sheikh Vrand Hill") == "Vrand Hill"
    assert persons.cleaned("Datuk Vrand Hill") == "Vrand Hill"


def test_an_initial_without_a_blank_is_shown_as_it_is_written():
    assert persons.shown({"D.Vrand": 2, "Vrand": 3}) == "D.Vrand"
    assert persons.canonical("D.Vrand") == persons.canonical("D. Vrand")
    assert persons.shown({"D.Vrand": 1, "D. Vrand": 2}) == "D. Vrand"
    assert persons.cleaned("Dr.Vrand") == "Vrand"
    assert persons.cleaned("H.E.Vrand Hill") == persons.cleaned("H.E. Vrand Hill") == "Vrand Hill"


def test_what_stands_before_a_joining_article_is_no_whole_name():
    assert persons.shown({"Nasir-ul-Vrand": 1, "Nasir": 5}) == "Nasir-ul-Vrand"
    assert persons.shown({"Nasir-Vrand": 1, "Nasir": 5}) == "Nasir"
