"""Organizations that speak: called after a place, before or behind what they issue."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve

GATES = "the gates were open"


@pytest.mark.parametrize(
    "content, source, speaker",
    [
        (GATES, "The government of Norway", "government of Norway"),
        ("they were shut", "The city of Oslo", "Oslo"),
        (
            "more would come",
            "The electoral commission of Norway",
            "electoral commission of Norway",
        ),
        ("the bridge was closed", "The Norwegian government", "Norwegian government"),
        ("the visit was over", "The Swedish embassy in Oslo", "Swedish embassy in Oslo"),
    ],
)
def test_a_body_called_after_a_place_is_an_organization(one, content, source, speaker):
    found = one("bodies of places", content, source).speaker
    assert (found.name, found.kind) == (speaker, "organization")


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("The Norwegian foreign ministry", "Norwegian foreign ministry", "organization"),
        ("the US justice department", "US justice department", "organization"),
        ("The Oslo high court", "Oslo high court", "organization"),
        ("An Oslo appeals court", "An Oslo appeals court", "group"),
        ("the foreign ministry", "the foreign ministry", "group"),
    ],
)
def test_between_a_body_and_its_place_stands_what_it_is_for(nlp, source, name, kind):
    (found,) = nlp(f"On Monday {source} said that the gates were open.")._.quotations
    assert (found.speaker.name, found.speaker.kind) == (name, kind)


def test_one_of_many_courts_has_no_name(one, told):
    found = one("bodies of places", "it was late", "A court in Oslo")
    assert told(found) == ("A court in Oslo", "group", "nominal")


def test_the_government_is_the_one_named_in_full(one, told):
    title = "government named in full elsewhere"
    for content, source in (
        (GATES, "The government"),
        ("they were shut", "A government statement"),
    ):
        found = one(title, content, source)
        assert told(found) == ("government of Norway", "organization", "nominal")


def test_a_body_speaks_in_its_statement_and_not_in_a_report(analysed, quote, told):
    doc = analysed("letters and reports")
    statement, report, owned, his, post = resolve(
        doc,
        [
            quote(doc, GATES, "The Harbor Trust statement"),
            quote(doc, "they were shut", "The Harbor Trust report"),
            quote(doc, "it was late", "The Harbor Trust’s report"),
            quote(doc, "more would come", "Paul Grant’s report"),
            quote(doc, "the bridge was closed", "A Twitter post by Paul Grant"),
        ],
    )
    assert told(statement) == ("Harbor Trust", "organization", "nominal")
    assert told(report) == ("The Harbor Trust report", "document", "nominal")
    assert told(owned) == ("The Harbor Trust’s report", "document", "nominal")
    assert told(his) == ("Paul Grant", "person", "nominal")
    assert told(post) == ("Paul Grant", "person", "nominal")


def test_who_in_capitals_is_a_body(one, told):
    found = one("in capitals", GATES, "The WHO")
    assert told(found) == ("World Health Organization", "organization", "name")


def test_a_day_behind_a_name_is_not_who_speaks(one, told):
    found = one("day behind a name", GATES, "the Harbor Trust late today", cue="According to")
    assert told(found) == ("Harbor Trust", "organization", "name")


def test_a_person_who_speaks_for_a_body(one, told):
    source = "Anna Weiss for Harbor Standards Norway"
    found = one("for a body", "We will open the gates,", source, "direct", cue="says")
    assert told(found) == ("Anna Weiss", "person", "name")


def test_it_is_the_body_that_the_words_it_stands_for_name(one, told):
    found = one("campaign that it stands for", GATES, "It")
    assert told(found) == ("Marsh campaign", "organization", "pronoun")
    found = one("company that it stands for", GATES, "It")
    assert told(found) == ("A shipping company", "group", "pronoun")


def test_the_ministry_is_called_as_it_is_named_elsewhere(nlp):
    doc = nlp(
        "Norway's Foreign Ministry said the talks had failed.\n\n"
        "The ministry said they would go on."
    )
    names = {q.speaker.name for q in doc._.quotations if q.speaker}
    assert names == {"Norway's Foreign Ministry"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Sales fell by half in June, according to Lumen Data, a market intelligence firm.",
            ("Lumen Data", "organization"),
        ),
        ("Expats told the Tide Post that the city was fine.", ("Expats", "group")),
    ],
)
def test_what_the_last_word_of_a_name_does_not_tell(nlp, text, speaker):
    (found,) = nlp(text)._.quotations
    assert (found.speaker.name, found.speaker.kind) == speaker


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("The ship's owner, Lumen Ships", "Lumen Ships", "organization"),
        ("The island's prison chief, Sven St Vrand", "Sven St Vrand", "person"),
        ("The mayor of Springfield, Illinois", "The mayor of Springfield, Illinois", "unnamed"),
    ],
    ids=["a body may own a ship", "and holds no office", "a town is of a mayor"],
)
def test_what_explains_whoever_is_told_of(nlp, source, name, kind):
    (found,) = nlp(f"{source}, said the gates were closed.")._.quotations
    assert (found.speaker.name, found.speaker.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "According to the Coast Center for Tides, the mill is old. The Center said it was sad.",
            "Coast Center for Tides",
        ),
        (
            "The Supreme Court heard the case on Monday. The apex court said the law was void.",
            "Supreme Court",
        ),
        (
            "The Coast Fishing Office counts boats. The harbor was full. “It was hot,” Ben Marsh "
            "said. It rained. Sales fell. The wind was cold. The Tide Company closed. The bridge "
            "was shut. The gates were open. Schools closed. The ferry sank. The mayor slept. "
            "The fishing office said the boats would return.",
            "Coast Fishing Office",
        ),
        (
            "The National Association of Port Workers met. Talks broke down, the union said.",
            "National Association of Port Workers",
        ),
        (
            "The Norland Workers' Party met on Monday. The union said a strike was likely.",
            "The union",
        ),
        (
            "The Harbor Foundation met on Monday. “The river is dirty,” the NGO said.",
            "Harbor Foundation",
        ),
        (
            "Sales fell, the Coast Report says. The company said they would rise.",
            "The company",
        ),
    ],
    ids=[
        "the sort of body within its name",
        "a supreme court",
        "long ago, with a word of the name",
        "an association of workers is a union",
        "a party is none",
        "a foundation is no authority",
        "a report is no body",
    ],
)
def test_what_a_body_is_called_by_what_its_name_says(nlp, text, speaker):
    *_, found = nlp(text)._.quotations
    assert found.speaker.name == speaker
