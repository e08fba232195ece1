"""Attributions that the layout of a text makes."""

from __future__ import annotations

import pytest
import spacy

from quotes.quotation import find
from quotes.quotation.layouts import according_to, stated, transcript
from quotes.quotation.marks import paragraphs, quoted
from quotes.quotation.roles import Roles


def told(nlp, text):
    """Words, cue and source of each quotation."""
    return [(q.text, q.cue and q.cue.text, q.source and q.source.text) for q in find(nlp(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("From Mayor Ada Hill:\n\n“We will appeal.”\n\n“We are right.”\n\nIt rained.", 2),
        ("Statement by Mayor Ada Hill:\nWe will appeal.\n\nIt rained.", 1),
        ("From Mayor Ada Hill: “We will appeal.”\n\nIt rained.", 1),
        ("From the desk of Mayor Ada Hill:\n\n“We will appeal.”\n\nIt rained.", 1),
        ("Statement by Mayor Ada Hill\n\n“We will appeal.”\n\n“We are right.”\n\nIt rained.", 2),
        ("Statement by Mayor Ada Hill on the Bridge\n\nOSLO — “We will appeal.”\n\nIt rained.", 1),
    ],
)
def test_words_under_a_heading(text, words):
    ((content, cue, source),) = stated(
        spacy.blank("en")(text), text, paragraphs(text), quoted(text)
    )
    assert text[slice(*source.span)] == "Mayor Ada Hill"
    assert text[slice(*cue.span)] in {"From", "From the desk of", "Statement by"}
    body = text[slice(*content.span)]
    assert body.strip("“”").startswith("We will appeal.")
    assert body.count("“") in {0, words} and "rained" not in body


@pytest.mark.parametrize(
    "text",
    [
        "From the mayor: nothing.\n\nIt rained.",
        "From 1990:\n\nIt rained.",
        "From Ada Hill:",
        "Statement by Mayor Ada Hill\n\nIt rained.",
        "Statement of accounts for May\n\n“Salt” won a prize.",
        "A statement by Ada Hill was short.\n\n“Salt” won a prize.",
    ],
)
def test_what_is_no_heading(text):
    assert list(stated(spacy.blank("en")(text), text, paragraphs(text), quoted(text))) == []


def test_the_heading_is_the_source(nlp):
    text = "From Commissioner Ada Hill:\n\n“Today’s ruling protects every patient in this state.”"
    assert told(nlp, text) == [
        ("Today’s ruling protects every patient in this state.", "From", "Commissioner Ada Hill")
    ]


def test_a_short_question_of_a_transcript_is_kept(nlp):
    text = "Q: What about dairy?\n\nA: Dairy farmers are hurting.\n\nQ: Still?\n\nA: Yes, they are."
    assert told(nlp, text)[0] == ("What about dairy?", ":", "Q")


def turns(text):
    """Source and words of each turn of a transcript."""
    found = transcript(spacy.blank("en")(text), text, paragraphs(text))
    return [(text[slice(*s.span)], text[slice(*c.span)]) for c, _, s in found]


def test_a_hearing_as_the_record_has_it():
    text = (
        "The CHAIRMAN. The committee will come to order.\n\nMr. GRANT. Thank you.\n\n"
        "STATEMENT OF ADA HILL\n\nMs. HILL. Mr. Grant is late."
    )
    assert turns(text) == [
        ("The CHAIRMAN", "The committee will come to order."),
        ("Mr. GRANT", "Thank you."),
        ("Ms. HILL", "Mr. Grant is late."),
    ]
    assert not turns("The FBI. They came.\n\nThe CIA. They left.\n\nMr. Hill spoke.")


def test_labels_of_a_transcript_with_titles():
    text = (
        "ADA HILL, HOST: Is the bridge safe?\n\n"
        "BEN MARSH, TRANSPORTATION SECRETARY: It is.\n\n"
        "HILL (via video): Your inspectors disagree.\n\n"
        "GOV. RUTH AMES (D-OHIO): If I may, it has not."
    )
    turns = [
        (text[slice(*s.span)], text[slice(*c.span)])
        for c, _, s in transcript(spacy.blank("en")(text), text, paragraphs(text))
    ]
    assert turns == [
        ("ADA HILL", "Is the bridge safe?"),
        ("BEN MARSH", "It is."),
        ("HILL", "Your inspectors disagree."),
        ("GOV. RUTH AMES", "If I may, it has not."),
    ]


def test_turns_of_an_interview_with_names_in_small_letters():
    turns = [
        ("Jon Abbey", "You said it would be one term."),
        ("Ada Hill", "I was wrong about that."),
        ("Jon Abbey", "And politics?"),
        ("Ada Hill", "Politics is slower than cranes."),
    ]
    text = "\n\n".join(["She steps down.", *(f"{who}: {said}" for who, said in turns)])
    doc = spacy.blank("en")(text)
    assert not list(transcript(doc, text, paragraphs(text))), "no person is known"
    start = text.index("Ada Hill")
    doc.ents = [doc.char_span(start, start + 8, "PERSON", alignment_mode="expand")]
    assert doc.ents[0].text == "Ada Hill"
    found = [
        (text[slice(*s.span)], text[slice(*c.span)])
        for c, _, s in transcript(doc, text, paragraphs(text))
    ]
    assert found == turns


def test_labels_in_double_parentheses_are_of_turns_whoever_they_name():
    text = "She runs.\n\n((HW)) : Why?\n\n((HW)) What of the bridge?\n\n(HW) asked more."
    doc = spacy.blank("en")(text)
    found = [
        (text[slice(*s.span)], text[slice(*c.span)])
        for c, _, s in transcript(doc, text, paragraphs(text))
    ]
    assert found == [("HW", "Why?"), ("HW", "What of the bridge?")]


def test_labels_of_a_list_are_no_speakers():
    text = "Photo: Ada Hill.\n\nSource: The port.\n\nPhoto: Ben Marsh.\n\nSource: The city."
    doc = spacy.blank("en")(text)
    doc.ents = [doc.char_span(7, 15, "PERSON")]
    assert not list(transcript(doc, text, paragraphs(text)))


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        (
            "It was, in the words of the judge, Ada Hill, “a deal that nobody wanted to sign.”",
            "in the words of",
            "the judge, Ada Hill",
        ),
        (
            "We were, in Mayor Hill’s words, “a town awakened to danger and called up.”",
            "words",
            "Mayor Hill’s",
        ),
        (
            "The hall is, in the words of its builder, Nino Abbas, “a bowl that lost its spoon”.",
            "in the words of",
            "its builder, Nino Abbas",
        ),
        (
            "He will not have any “puddles,” in the words of an aide, and wants a pump.",
            "in the words of",
            "an aide",
        ),
        (
            "Ada Hill came. In her own words:\n\n“A lot of people wait.”\n\nIt rained.",
            "words",
            "her",
        ),
    ],
)
def test_words_are_whose_words_they_are_said_to_be(nlp, text, cue, source):
    ((_, said, by),) = told(nlp, text)
    assert (said, by) == (cue, source)


@pytest.mark.parametrize(
    "text",
    [
        "In other words, the town has “no hope of a deal before the winter.”",
        "It stands in the words of the law. A sign said “no boats may land here today.”",
    ],
)
def test_other_words_are_nobodys(nlp, text):
    assert all(cue is None or "words" not in cue for _, cue, _ in told(nlp, text))


@pytest.mark.parametrize(
    ("aside", "source"),
    [
        ("She said, according to the Harbour Post: ", "She"),
        ("She told reporters, according to the Harbour Post, ", "She"),
        ("The pilot said, the Harbour Post reported, ", "The pilot"),
    ],
)
def test_an_outlet_in_an_aside_of_the_clause_only_passes_it_on(nlp, aside, source):
    text = f"Ada Marsh was asked about it. {aside}“The harbour does look good.”"
    assert [by for _, _, by in told(nlp, text)] == [source]


def test_an_outlet_behind_the_clause_only_passes_it_on(nlp):
    text = "Ada Marsh was asked. “The harbour does look good,” she said, reported the Courier."
    assert told(nlp, text) == [("The harbour does look good", "said", "she")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "It was, according to the historian M.S. Marsh, “a time of peace”.",
            "the historian M.S. Marsh",
        ),
        ("The clock, described by curator Ana Marsh as “a mule”, ticks.", "curator Ana Marsh"),
        ("It is so according to Marsh. Then, “peace” came.", None),
        ("It was described by Marsh. She came as “Peace”.", None),
        ("It was “war”, according to Marsh. He sang “peace”.", None),
    ],
)
def test_marks_right_behind_according_to_are_of_who_is_named(text, source):
    found = list(according_to(Roles((), (), ()), text, quoted(text)))
    assert [text[slice(*by.span)] for _, _, by in found] == ([source] if source else [])
    known = Roles((), tuple(cue for _, cue, _ in found), ())
    assert list(according_to(known, text, quoted(text))) == []


def test_what_somebody_goes_on_to_say_is_no_aside(nlp):
    text = "“It is at the pier of Ana Rao.” Mrs. Hill replied, “We know that it is there.”"
    assert told(nlp, text)[-1][1:] == ("replied", "Mrs. Hill")


@pytest.mark.parametrize(
    "labels",
    [
        ("Ada Hill: 00:08:07\n\n", "Ben Marsh: 00:09:12\n\n"),
        ("Ada Hill (08:07):\n", "Ben Marsh (09:12):\n"),
        ("[08:07] Ada Hill: ", "[09:12] Ben Marsh: "),
    ],
)
def test_a_label_with_a_time_need_not_come_back(nlp, labels):
    text = "{}Who dug the canal?\n\n{}Prisoners dug it.\n\nIt took nine years.".format(*labels)
    doc = nlp(text)
    said = [
        (text[slice(*source.span)], " ".join(text[slice(*content.span)].split()))
        for content, _, source in transcript(doc, text, paragraphs(text))
    ]
    on = "" if labels[0].endswith(": ") else " It took nine years."
    assert said == [
        ("Ada Hill", "Who dug the canal?"),
        ("Ben Marsh", f"Prisoners dug it.{on}"),
    ]
    assert told(nlp, text)[0] == ("Who dug the canal?", ":", "Ada Hill")


@pytest.mark.parametrize(
    "text",
    [
        "10:30 Opening: the mayor\n\n12:00 Lunch: soup",
        "Ada Hill: a mayor\n\nBen Marsh: an engineer",
    ],
)
def test_a_programme_is_no_transcript(nlp, text):
    assert not list(transcript(nlp(text), text, paragraphs(text)))


def test_a_name_behind_a_dash_signs_a_short_sentence_but_no_title(nlp):
    text = "Voices:\n\n“We will appeal.” — Ada Hill\n\n“The Salt Road” — Ben Marsh"
    assert told(nlp, text) == [("We will appeal.", "—", "Ada Hill")]
