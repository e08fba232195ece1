"""What one article says of each of its speakers."""

from __future__ import annotations

import pytest

from quotes.identity import form_of
from quotes.identity.article_facts import facts_of
from quotes.types import Article, AttributedQuotation, Mention, Resolution, Speaker, SpeakerKind

ARTICLE = Article("It rained.", outlet="Harbor Post", published="2023-05-04", place="LONDON")


def said(
    speaker: Speaker | None, source: str = "Hill", resolution: Resolution = "name"
) -> AttributedQuotation:
    return AttributedQuotation(
        "indirect",
        "it rained",
        ((0, 9),),
        None,
        Mention(source, 0, len(source)),
        0.9,
        speaker=speaker,
        resolution=resolution,
    )


def place_told(text: str, place: str | None = None, **more: str) -> str | None:
    hill = Speaker("Ada Hill", "person")
    return facts_of(Article(text, place=place, **more), [said(hill)])[hill].place


@pytest.mark.parametrize(
    "party", ["(R-Texas)", "(D-OH)", "(R., La.)", "(D-CA-02)", "(Rep., W. Va.)", "(D-New York)"]
)
def test_an_american_politician_tells_the_country_of_an_article(party):
    assert place_told(f"Sen. Ada Hill {party} agreed.") == "United States"
    assert place_told(f"Sen. Ada Hill {party} agreed.", "PARIS") == "PARIS"
    assert place_told(f"Sen. Ada Hill {party} agreed.", "HARBOR") == "HARBOR, United States"


@pytest.mark.parametrize(
    "text",
    ["It rained.", "It rained (D-Day).", "a prize (R-Squared)", "a road (I-95)", "(D-Kerry)"],
)
def test_nothing_else_tells_it(text):
    assert place_told(text) is None


def test_a_national_body_is_that_of_the_politicians_beside_it():
    senate = Speaker("Senate", "organization")
    forms = [
        form_of(facts_of(Article(text, outlet=outlet), [said(senate)])[senate])
        for text, outlet in (("Hill (D-Ohio) spoke.", "Coast Post"), ("(R-Utah)", "Harbor Post"))
    ]
    assert forms[0] == forms[1]


def gender_of(
    *sources: tuple[str, Resolution],
    name: str = "Hill",
    kind: SpeakerKind = "person",
    told: str | None = None,
    titles: tuple[str, ...] = (),
) -> str | None:
    speaker = Speaker(name, kind, titles=titles, gender=told)  # type: ignore[arg-type]
    quotations = [said(speaker, *source) for source in sources or [("Hill", "name")]]
    return facts_of(ARTICLE, quotations)[speaker].gender


def test_what_the_article_says_of_all_is_in_each_fact():
    hill = Speaker("Ada Hill", "person", "mayor", ("Hill",), ("mayor", "Ms. Mayor"), "female")
    (fact,) = facts_of(ARTICLE, [said(hill), said(hill), said(None)]).values()
    assert (fact.name, fact.names) == ("Ada Hill", ("Ada Hill", "Hill"))
    assert fact.titles == ("mayor", "Ms. Mayor")
    assert (fact.outlet, fact.date, fact.place) == ("Harbor Post", "2023-05-04", "LONDON")


def test_speakers_of_one_name_and_kind_have_one_fact():
    a, b = Speaker("Ada Hill", "person", "mayor"), Speaker("Ada Hill", "person", "chair", ("Hill",))
    club = Speaker("Ada Hill", "organization")
    facts = facts_of(ARTICLE, [said(a), said(club), said(b)])
    assert facts[a] is facts[b] is not facts[club]
    assert facts[a].titles == ("mayor", "chair")
    assert facts[a].names == ("Ada Hill", "Hill")


@pytest.mark.parametrize(
    ("source", "gender"), [("she", "female"), ("He", "male"), ("they", None), ("it", None)]
)
def test_pronouns_tell(source, gender):
    assert gender_of((source, "pronoun")) == gender


def test_most_pronouns_tell_and_a_draw_does_not():
    she, he = ("she", "pronoun"), ("he", "pronoun")
    assert gender_of(she, he, she) == "female"
    assert gender_of(she, he) is None


@pytest.mark.parametrize(
    ("title", "gender"),
    [
        ("chairwoman (R., La.)", "female"),
        ("wife of the chairman", "female"),
        ("actress and director", "female"),
        ("king's adviser", None),
        ("chairman", None),  # women are called so as well
        ("mayor", None),
    ],
)
def test_nouns_at_the_head_of_titles_tell(title, gender):
    assert gender_of(titles=(title,)) == gender


def test_a_description_that_leads_to_a_name_tells():
    assert gender_of(("his wife", "nominal")) == "female"
    assert gender_of(("the lawyer of his wife", "nominal")) is None


def test_first_names_tell_only_where_all_but_certain():
    assert gender_of(name="Margaret Hill", told="female") == "female"
    assert gender_of(name="Lindsey Hill", told="female") is None
    assert gender_of(name="Lindsey Hill", told="male") == "male"  # Mr. Hill
    assert gender_of(name="Lu Kang", told="female") is None


def test_contradictions_tell_nothing():
    assert gender_of(("he", "pronoun"), name="Margaret Hill", told="female") is None


def test_the_unnamed_by_what_they_are_called_and_nobody_else():
    assert gender_of(name="a spokeswoman for the council", kind="unnamed") == "female"
    assert gender_of(name="an official", kind="unnamed") is None
    assert gender_of(("she", "pronoun"), name="Women of Hill", kind="group") is None
