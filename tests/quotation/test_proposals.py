"""What marks make of the roles that the encoder saw."""

from __future__ import annotations

import pytest

from quotes.quotation.finding import find
from quotes.quotation.index import SpanIndex
from quotes.quotation.marks import quoted
from quotes.quotation.proposals import _snapped, _undivided
from quotes.quotation.roles import Roles, RoleSpan

TEXT = "“He began it by saying that he had proof. He had none,” Hill said."


def at(words: str, text: str = TEXT) -> RoleSpan:
    start = text.index(words)
    return RoleSpan(start, start + len(words), 0.9)


def test_between_two_marks_is_one_content():
    inner = Roles(
        sources=(at("He"), at("Hill")),
        cues=(at("began it by saying"), at("said.")),
        contents=(at("that he had proof. He had none,"),),
    )
    whole = _undivided(TEXT, inner, quoted(TEXT))
    assert [c.span for c in whole.contents] == [(0, TEXT.index(" Hill"))]
    assert whole.sources == (at("Hill"),)
    assert whole.cues == (at("said."),)


def test_what_nobody_is_known_to_say_and_short_words_are_left_alone():
    outside = Roles(sources=(at("Hill"),), cues=(at("began it by saying"),))
    assert _undivided(TEXT, outside, quoted(TEXT)) is outside
    text = "It was “what he called peace” again."
    short = Roles(cues=(at("called", text),), contents=(at("peace", text),))
    assert _undivided(text, short, quoted(text)) is short


def test_a_label_divides():
    text = "“PENCE: Well, I do not know. MODERATOR: Thank you for that.”"
    labels = Roles(cues=(at(":", text),), contents=(at("Well, I do not know.", text),), sources=())
    assert _undivided(text, labels, quoted(text)) is labels


def test_a_content_that_has_a_part_of_what_is_quoted_has_all_of_it():
    text = "A reader asks: “What? They are on a network of the president’s making, are they?”"
    nothing = SpanIndex[RoleSpan](()), SpanIndex[RoleSpan](())
    grown = _snapped(at("What? They are", text), SpanIndex(quoted(text)), nothing)
    assert text[slice(*grown.span)] == text[text.index("“") :]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("the tides: “They wait for nobody.”", "They wait for nobody."),
        ("the “old tides” of Eyot: “They wait.” ", "the “old tides” of Eyot: “They wait."),
        ("a song, the tides: “They Wait for Nobody”", "a song, the tides: “They Wait for Nobody"),
        ("that tides are rude: “They wait for nobody.”", "that tides are rude: “They wait for"),
    ],
)
def test_what_a_phrase_announces_with_a_colon_is_said_alone(nlp, content, words):
    text = f"Ada Hill spoke of {content}"
    with nlp.select_pipes(enable=["quotes_encoder", "quotes_lemmatizer"]):
        doc = nlp(text)
    roles = Roles((at("Ada Hill", text),), (at("spoke of", text),), (at(content, text),))
    assert [q.text[: len(words)] for q in find(doc, roles)] == [words]


def test_what_somebody_says_of_another_is_not_put_in_his_mouth(nlp):
    doc = nlp(
        "“This is a disgusting day,” said Rep. Ada Hill, head of the council. “Paul Grant is a "
        "disgusting fraud. By any definition, Paul Grant is a disgusting fraud! He started this "
        "silliness years ago by saying Mayor Weiss is not an American citizen. He had no proof of "
        "it. ... He would not have done that to a Stone.”"
    )
    (quotation,) = doc._.quotations
    assert quotation.speaker.name == "Ada Hill"
    assert quotation.text.endswith("He would not have done that to a Stone.")


def test_the_clause_that_ends_the_sentence_has_the_quoted_words(nlp):
    doc = nlp(
        "The trip follows the president speaking with Andres Manuel Ortega on Thursday, when the "
        "two discussed “ongoing efforts to manage the unprecedented migratory flows in the western "
        "hemisphere,” Hill said."
    )
    found = {q.text: q.source.text for q in doc._.quotations if q.source}
    assert (
        found[
            "ongoing efforts to manage the unprecedented migratory flows in the western hemisphere"
        ]
        == "Hill"
    )
