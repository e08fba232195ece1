"""Who speaks: one rule a test, on sentences analysed beforehand."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve
from quotes.types import AttributedQuotation


def one(analysed, quote, title, *args, **kwargs) -> AttributedQuotation:
    doc = analysed(title)
    (found,) = resolve(doc, [quote(doc, *args, **kwargs)])
    return found


def told(found: AttributedQuotation) -> tuple[str | None, str | None, str | None]:
    """Name, kind and resolution."""
    speaker = found.speaker
    return (speaker and speaker.name, speaker and speaker.kind, found.resolution)


GATES = "the gates were open"


def test_a_surname_leads_to_the_full_name(analysed, quote):
    found = one(analysed, quote, "surname", "We will open the gates,", "Weiss", "direct")
    assert told(found) == ("Anna Weiss", "person", "name")
    assert found.speaker.title == "spokeswoman for the harbor board"
    assert found.speaker.aliases == ("Weiss",)
    assert [m.text for m in found.evidence.chain] == ["Weiss", "Anna Weiss"]


def test_the_full_name_may_come_later(analysed, quote):
    found = one(analysed, quote, "later full name", "We will open the gates,", "Weiss", "direct")
    assert told(found) == ("Anna Weiss", "person", "name")


def test_pronouns_agree_in_gender(analysed, quote):
    doc = analysed("pronoun")
    she = quote(doc, "We will open the gates,", "she", "direct")
    he = quote(doc, "I do not believe it,", "he", "direct")
    first, second = resolve(doc, [she, he])
    assert told(first) == ("Anna Weiss", "person", "pronoun")
    assert told(second) == ("Paul Grant", "person", "pronoun")
    assert first.evidence.rule and first.evidence.chain[0].text == "she"
    assert first.evidence.chain[-1].text == "Anna Weiss"


def test_who_is_named_in_the_words_does_not_speak_them(analysed, quote):
    found = one(analysed, quote, "named within", "Stone is a friend,", "he", "direct")
    assert told(found) == ("Paul Grant", "person", "pronoun")
    assert found.evidence.runner_up == "Adam Stone"


def test_a_spokesman_is_not_whom_he_speaks_for(analysed, quote):
    doc = analysed("spokesman")
    a = quote(doc, "the gates would open", "A spokesman for the company")
    b = quote(doc, "Grant would resign", "The spokesman")
    first, second = resolve(doc, [a, b])
    assert told(first) == ("A spokesman for the company", "unnamed", "nominal")
    assert second.speaker.kind == "unnamed"


def test_a_description_leads_to_the_title(analysed, quote):
    found = one(analysed, quote, "title", "We will open the gates,", "the senator", "direct")
    assert told(found) == ("Maria Ortega", "person", "nominal")
    assert found.speaker.title == "Sen."
    assert [m.text for m in found.evidence.chain] == ["the senator", "Maria Ortega"]


def test_titles_beside_names(analysed, quote):
    johnson = one(analysed, quote, "party", "the board should resign", "Grant")
    assert told(johnson) == ("Paul Grant", "person", "name")
    assert johnson.speaker.title == "House Speaker (R., La.)"
    before = one(
        analysed,
        quote,
        "prenominal",
        GATES,
        "Harbor board national security spokesperson Anna Weiss",
    )
    assert told(before) == ("Anna Weiss", "person", "name")
    assert before.speaker.title == "Harbor board national security spokesperson"
    source = "Paul Grant, Coast and Harbor Protection acting commissioner,"
    behind = one(analysed, quote, "apposition", GATES, source)
    assert told(behind) == ("Paul Grant", "person", "name")
    assert behind.speaker.title == "Coast and Harbor Protection acting commissioner"


def test_a_campaign_is_an_organisation_and_a_spokeswoman_somebody_else(analysed, quote):
    campaign = one(analysed, quote, "campaign", GATES, "His campaign")
    assert told(campaign) == ("Grant campaign", "organization", "nominal")
    woman = one(analysed, quote, "campaign", "he was ill", "His spokeswoman")
    assert told(woman) == ("His spokeswoman", "unnamed", "nominal")


def test_organisations_and_governments_speak(analysed, quote):
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


def test_an_acronym_and_a_part_of_the_name(analysed, quote):
    doc = analysed("acronym")
    first, second = resolve(
        doc,
        [
            quote(doc, "the gates were open", "CHA"),
            quote(doc, "more would come", "The agency"),
        ],
    )
    assert told(first) == ("Coast and Harbor Agency", "organization", "name")
    assert told(second) == ("Coast and Harbor Agency", "organization", "nominal")


def test_a_quotation_that_follows_on(analysed, quote):
    doc = analysed("implicit")
    first, second = resolve(
        doc,
        [
            quote(doc, "We will open the gates,", "Paul Grant", "direct"),
            quote(doc, "They have been shut for long.", None, "direct"),
        ],
    )
    assert told(second) == ("Paul Grant", "person", "implicit")
    assert second.confidence < first.confidence


def test_who_acts_before_the_quotation_speaks_it(analysed, quote):
    doc = analysed("acting")
    found = resolve(
        doc,
        [
            quote(doc, "We will open the gates,", "Anna Weiss", "direct"),
            quote(doc, "They are shut.", None, "direct"),
        ],
    )
    assert told(found[1]) == ("Paul Grant", "person", "implicit")


def test_nobody_is_guessed_when_nothing_tells(analysed, quote):
    found = one(analysed, quote, "alone", "They are shut.", None, "direct")
    assert told(found) == (None, None, None)
    assert found.evidence.rule
    assert found.confidence < 0.7


def test_several_who_speak_as_one(analysed, quote):
    both = one(analysed, quote, "joint", GATES, "Anna Weiss and Paul Grant")
    assert told(both) == ("Anna Weiss and Paul Grant", "group", "name")
    led = one(analysed, quote, "joint", "more would come", "Weiss and her colleagues")
    assert told(led) == ("Anna Weiss", "person", "name")


def test_a_relative_pronoun(analysed, quote):
    found = one(analysed, quote, "who", GATES, "who")
    assert told(found) == ("Paul Grant", "person", "pronoun")
    assert [m.text for m in found.evidence.chain] == ["who", "Paul Grant"]


def test_i_within_a_quotation_is_its_speaker(analysed, quote):
    doc = analysed("first person")
    inner = quote(doc, "the gates were open", "I")
    outer = quote(
        doc, "My mother told me, and I said that the gates were open,", "Paul Grant", "direct"
    )
    found = resolve(doc, [inner, outer])
    assert told(found[0]) == ("Paul Grant", "person", "pronoun")
    assert told(found[1]) == ("Paul Grant", "person", "name")


def test_mr_and_mrs(analysed, quote):
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


def test_documents_groups_and_the_unnamed(analysed, quote):
    doc = analysed("documents")
    report, many, doctor, owned = resolve(
        doc,
        [
            quote(doc, "the gates were open", "A report"),
            quote(doc, "they were shut", "Many residents"),
            quote(doc, "it was late", "A doctor"),
            quote(doc, "more would come", "Paul Grant’s statement"),
        ],
    )
    assert told(report) == ("A report", "document", "nominal")
    assert told(many) == ("Many residents", "group", "nominal")
    assert told(doctor) == ("A doctor", "unnamed", "nominal")
    assert told(owned) == ("Paul Grant", "person", "nominal")


def test_a_name_within_a_subject_that_cannot_speak(analysed, quote):
    doc = analysed("visit")
    found = resolve(
        doc,
        [
            quote(doc, "We are ready,", "Anna Weiss", "direct"),
            quote(doc, "what can be done.", "Paul Grant", "mixed", "is aimed at"),
        ],
    )
    assert told(found[1]) == ("Anna Weiss", "person", "implicit")


def test_accents_do_not_part_a_name(analysed, quote):
    found = one(analysed, quote, "accents", GATES, "Lopez Obrador")
    assert told(found) == ("Andrés Manuel López Obrador", "person", "name")
    assert found.speaker.title == "President"


def test_the_wife_and_the_critics_of_somebody(analysed, quote):
    wife = one(analysed, quote, "head noun", GATES, "Grant’s wife")
    assert told(wife)[1] == "unnamed"
    critics = one(analysed, quote, "head noun", "they were shut", "Critics like Paul Grant")
    assert told(critics)[1] == "group"


@pytest.mark.parametrize("title", ["surname", "pronoun", "spokesman", "campaign", "implicit"])
def test_evidence_confidence_and_order(analysed, quote, title):
    """Always filled, always within bounds, in the order given; mentions are the text's."""
    doc = analysed(title)
    sources = [t for t in doc if t.dep_ == "nsubj" and not t.is_space]
    quotations = [quote(doc, t.sent.text.strip(), t.text) for t in reversed(sources)]
    found = resolve(doc, quotations)
    assert [(f.text, f.source) for f in found] == [(q.text, q.source) for q in quotations]
    for f in found:
        assert f.evidence is not None and f.evidence.rule
        assert 0 < f.confidence < 1
        for m in f.evidence.chain:
            assert doc.text[m.start : m.end] == m.text
        assert (f.speaker is None) or f.speaker.name.strip()


def test_no_quotations(analysed):
    assert resolve(analysed("surname"), []) == ()


def test_who_acts_in_the_sentence_with_the_quotation(analysed, quote):
    doc = analysed("around")
    found = resolve(
        doc,
        [
            quote(doc, "We are ready,", "Anna Weiss", "direct"),
            quote(doc, "the old song", None, "direct"),
        ],
    )
    assert told(found[1]) == ("Paul Grant", "person", "implicit")


def test_one_with_others_is_a_group(analysed, quote):
    found = one(analysed, quote, "others", GATES, "Anna Weiss and other members")
    assert told(found) == ("Anna Weiss and other members", "group", "nominal")


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
            "place or person",
            GATES,
            "Washington, star of the show,",
            "said",
            ("Laura Washington", "person", "name"),
        ),
    ],
)
def test_what_a_source_names(analysed, quote, title, content, source, cue, speaker):
    assert told(one(analysed, quote, title, content, source, cue=cue)) == speaker


def test_a_subject_behind_a_name_is_no_title(analysed, quote):
    found = one(analysed, quote, "no apposition", GATES, "the candidate")
    assert told(found) == ("the candidate", "unnamed", "nominal")


def test_nobody_is_the_reader(analysed, quote):
    found = one(analysed, quote, "reader", GATES, "You", cue="know")
    assert told(found) == (None, None, None)


def test_a_letter_that_slipped_out_of_a_long_name(analysed, quote):
    found = one(analysed, quote, "slip", GATES, "Weterling")
    assert told(found) == ("Harold Wetterling", "person", "name")
    others = one(analysed, quote, "slip", "the bridge was closed", "Wetterlings")
    assert others.speaker.name != "Harold Wetterling"
