"""From a source to the word in it that says who, and to the name."""

from __future__ import annotations

import pytest

import quotes
from quotes.speakers.resolve import resolve

GATES = "the gates were open"


def test_a_surname_leads_to_the_full_name(one, told):
    found = one("surname", "We will open the gates,", "Weiss", "direct")
    assert told(found) == ("Anna Weiss", "person", "name")
    assert found.speaker.title == "spokeswoman for the harbor board"
    assert found.speaker.aliases == ("Weiss",)
    assert [m.text for m in found.evidence.chain] == ["Weiss", "Anna Weiss"]


def test_the_full_name_may_come_later(one, told):
    found = one("later full name", "We will open the gates,", "Weiss", "direct")
    assert told(found) == ("Anna Weiss", "person", "name")


def test_titles_beside_names(one, told):
    johnson = one("party", "the board should resign", "Grant")
    assert told(johnson) == ("Paul Grant", "person", "name")
    assert johnson.speaker.title == "House Speaker (R., La.)"
    before = one(
        "prenominal",
        GATES,
        "Harbor board national security spokesperson Anna Weiss",
    )
    assert told(before) == ("Anna Weiss", "person", "name")
    assert before.speaker.title == "Harbor board national security spokesperson"
    source = "Paul Grant, Coast and Harbor Protection acting commissioner,"
    behind = one("apposition", GATES, source)
    assert told(behind) == ("Paul Grant", "person", "name")
    assert behind.speaker.title == "Coast and Harbor Protection acting commissioner"


def test_organisations_and_governments_speak(analysed, quote, told):
    doc = analysed("organisations")
    house, patrol, france = resolve(
        doc,
        [
            quote(doc, "the gates were open", "The White House"),
            quote(doc, "it would close two bridges", "Customs and Border Patrol", cue="announced"),
            quote(doc, "it would pay", "France"),
        ],
    )
    assert told(house) == ("White House", "organization", "name")
    assert told(patrol) == ("Customs and Border Patrol", "organization", "name")
    assert told(france) == ("France", "organization", "name")


def test_mr_and_mrs(analysed, quote, told):
    doc = analysed("family")
    he, she = resolve(
        doc,
        [
            quote(doc, "the gates were open", "Mr. Miller"),
            quote(doc, "they were shut", "Mrs. Miller"),
        ],
    )
    assert told(he)[0] == "Donald Miller"
    assert told(she)[0] == "Laura Miller"


def test_accents_do_not_part_a_name(one, told):
    found = one("accents", GATES, "Lopez Obrador")
    assert told(found) == ("Andrés Manuel López Obrador", "person", "name")
    assert found.speaker.title == "President"


def test_a_letter_that_slipped_out_of_a_long_name(one, told):
    found = one("slip", GATES, "Weterling")
    assert told(found) == ("Harold Wetterling", "person", "name")
    others = one("slip", "the bridge was closed", "Wetterlings")
    assert others.speaker.name != "Harold Wetterling"


def test_the_wife_and_the_critics_of_somebody(one, told):
    wife = one("head noun", GATES, "Grant’s wife")
    assert told(wife)[1] == "unnamed"
    critics = one("head noun", "they were shut", "Critics like Paul Grant")
    assert told(critics)[1] == "group"


@pytest.mark.parametrize(
    ("title", "content", "source", "cue", "speaker"),
    [
        ("partisans", GATES, "Many Democrats", "said", ("Many Democrats", "group", "nominal")),
        (
            "partisans",
            "the bridge was closed",
            "The Grants",
            "said",
            ("The Grants", "group", "nominal"),
        ),
        (
            "speaks for",
            GATES,
            "A spokesman for Democratic candidate Paul Grant",
            "said",
            ("A spokesman for Democratic candidate Paul Grant", "unnamed", "nominal"),
        ),
        (
            "of a paper",
            GATES,
            "Conservative commentator Paul Grant of the Harbor Review",
            "said",
            ("Paul Grant", "person", "name"),
        ),
        (
            "state republican",
            GATES,
            "The Ohio Republican",
            "said",
            ("Paul Grant", "person", "nominal"),
        ),
        (
            "state republican",
            "the bridge was closed",
            "The Republican from Kansas",
            "said",
            ("The Republican from Kansas", "unnamed", "nominal"),
        ),
        (
            "named document",
            GATES,
            "A new Harbor College Poll",
            "found",
            ("A new Harbor College Poll", "document", "nominal"),
        ),
        ("outlet", GATES, "The Post", "reported", ("Harbor Post", "organization", "name")),
        (
            "administration",
            GATES,
            "The Grant Administration",
            "said",
            ("Grant Administration", "organization", "name"),
        ),
        ("dean", GATES, "Harper", "said", ("Dean Harper", "person", "name")),
        ("handle", GATES, "Twitter user @harborfan", "said", ("@harborfan", "person", "name")),
        (
            "maker",
            "the gates were open",
            "Engine maker Pratt-Lowe",
            "said",
            ("Pratt-Lowe", "organization", "name"),
        ),
        (
            "minister for",
            GATES,
            "State Minister for Labour Nazma Begum",
            "said",
            ("Nazma Begum", "person", "name"),
        ),
        ("newspaper", GATES, "The newspaper Haaretz", "said", ("Haaretz", "organization", "name")),
        (
            "accusing",
            GATES,
            "The woman accusing Paul Grant",
            "said",
            ("The woman accusing Paul Grant", "unnamed", "nominal"),
        ),
        (
            "accusing",
            "the bridge was closed",
            "A woman named Anna Weiss",
            "said",
            ("Anna Weiss", "person", "name"),
        ),
        (
            "accusing",
            "it was late",
            "The singer known as Marsh",
            "said",
            ("Marsh", "person", "name"),
        ),
        (
            "accusing",
            "it was early",
            "Actor turned senator Adam Stone",
            "said",
            ("Adam Stone", "person", "name"),
        ),
        (
            "the late",
            "the gates were open",
            "Her producer at Harbor Records, the late Sol Abrams,",
            "said",
            ("Sol Abrams", "person", "name"),
        ),
        (
            "ambassador to",
            GATES,
            "US Ambassador to Germany Paul Grant",
            "said",
            ("Paul Grant", "person", "name"),
        ),
        (
            "ambassador to",
            "the bridge was closed",
            "Ambassador to the UN Anna Weiss",
            "said",
            ("Anna Weiss", "person", "name"),
        ),
        (
            "ambassador to",
            "it was late",
            "An adviser to President Tom Best",
            "said",
            ("An adviser to President Tom Best", "unnamed", "nominal"),
        ),
        (
            "chief of staff",
            GATES,
            "Presidential chief of staff Kim Dae-ho",
            "said",
            ("Kim Dae-ho", "person", "name"),
        ),
        (
            "chief of staff",
            "the bridge was closed",
            "Senator from Vermont Anna Weiss",
            "said",
            ("Anna Weiss", "person", "name"),
        ),
        (
            "chief of staff",
            "it was early",
            "The head of software firm Marsh Brothers",
            "said",
            ("The head of software firm Marsh Brothers", "unnamed", "nominal"),
        ),
        (
            "chief of staff",
            "it was dark",
            "Critics of the plan like Mayor Tom Best",
            "said",
            ("Critics of the plan like Mayor Tom Best", "group", "nominal"),
        ),
        (
            "minister of two fields",
            GATES,
            "Minister of Water and Power Amir Sabri",
            "said",
            ("Amir Sabri", "person", "name"),
        ),
        (
            "minister of another field",
            "it was late",
            "The Minister of Industry and Advanced Technology",
            "said",
            ("The Minister of Industry and Advanced Technology", "unnamed", "nominal"),
        ),
        (
            "place or person",
            GATES,
            "Washington, star of the show,",
            "said",
            ("Laura Washington", "person", "name"),
        ),
    ],
)
def test_what_a_source_names(title, content, source, cue, speaker, one, told):
    assert told(one(title, content, source, cue=cue)) == speaker


def test_a_subject_behind_a_name_is_no_title(one, told):
    found = one("no apposition", GATES, "the candidate")
    assert told(found) == ("the candidate", "unnamed", "nominal")


def test_a_campaign_is_an_organisation_and_a_spokeswoman_somebody_else(one, told):
    campaign = one("campaign", GATES, "His campaign")
    assert told(campaign) == ("Grant campaign", "organization", "nominal")
    woman = one("campaign", "he was ill", "His spokeswoman")
    assert told(woman) == ("His spokeswoman", "unnamed", "nominal")


@pytest.mark.parametrize(
    ("parse", "content", "source"),
    [
        ("named as another", GATES, "The mother of murdered teenager Anna Weiss"),
        (
            "named as another",
            "the bridge was closed",
            "The attorney for former President Paul Grant",
        ),
        ("named as another", "it was late", "The man Weiss beat"),
        ("named as another", "it was early", "Whoever shot Weiss"),
        ("contact clause", "he was glad", "The man Hill beat"),
    ],
)
def test_nobody_named_in_a_description_is_whom_it_means(one, told, parse, content, source):
    assert told(one(parse, content, source))[:2] == (source, "unnamed")


def test_of_may_be_a_part_of_a_title(one, told):
    found = one("named as another", "it was over", "Minister of Justice Adam Stone")
    assert told(found) == ("Adam Stone", "person", "name")


def test_neither_is_quoted_without_the_other(one, told):
    found = one("named as another", "it was open", "Neither Weiss nor Grant")
    assert told(found) == ("Anna Weiss and Paul Grant", "group", "name")


def test_who_holds_an_office_behind_a_body_and_its_acronym(one, told):
    source = "Harbor Workers Union (HWU) spokesman Dan Oake"
    found = one("acronym before a title", "We will open the gates,", source, "direct")
    assert told(found) == ("Dan Oake", "person", "name")
    assert found.speaker.title == "Harbor Workers Union spokesman"


@pytest.mark.parametrize(
    ("source", "speaker", "kind"),
    [
        ("Council planning and science manager Amir Sabri", "Amir Sabri", "person"),
        (
            "Former mayor of Aker and current harbour commissioner for safety Amir Sabri",
            "Amir Sabri",
            "person",
        ),
        ("A specialist in labour affairs Amir Sabri", "Amir Sabri", "person"),
        (
            "The marketing, sales and brand manager of Lumen Dock Company (LDC) Amir Sabri",
            "Amir Sabri",
            "person",
        ),
        ("Under Secretary Amir Sabri", "Amir Sabri", "person"),
        ("Investment and research firm Marlow Dock (MD)", "Marlow Dock", "organization"),
        ("The Directorate-General of Highways (DGH)", "Directorate-General of Highways", None),
        ("Lumen Awards organization", "Lumen Awards", "organization"),
    ],
)
def test_who_ends_a_source_behind_a_long_title(nlp, source, speaker, kind):
    (found,) = quotes.extract(f"{source} said that the gates were open.", nlp)
    assert (found.speaker.name, found.speaker.kind) == (speaker, kind or "organization")


@pytest.mark.parametrize(
    "source",
    [
        "A friend and aide of candidate Amir Sabri",
        "Councillors and harbour manager Amir Sabri",
    ],
)
def test_who_ends_a_source_beside_others_is_not_meant_alone(nlp, source):
    (found,) = quotes.extract(f"{source} said that the gates were open.", nlp)
    assert found.speaker.kind in ("unnamed", "group")


@pytest.mark.parametrize("title", ["", "Governor ", "Mrs. ", "Chief (Mrs) "])
def test_who_speaks_through_somebody_may_have_a_title(nlp, title):
    text = f"In a statement signed by her media aide, Femi Ogun, {title}Eva Sabri said it was late."
    (found,) = quotes.extract(text, nlp)
    assert found.speaker.name == "Eva Sabri"
