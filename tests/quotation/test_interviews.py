"""Interviews whose turns are nothing but paragraphs."""

from __future__ import annotations

import pytest
from spacy.language import Language

import quotes
from quotes.quotation import find
from quotes.quotation.interviews import turns

ABOVE = "Harbourwire interviewed Ada Hill, who builds bridges."
TURNS = (
    "Why do you build bridges?",
    "I like to cross water.",
    "My father built them. He said that stone lasts.",
    "How long do you need?",
    "The old hands",
    "We need two years.",
    "And what is next?",
    "A tunnel.",
)
BELOW = "The bridge opens in May."


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_questions_and_answers_are_turns() -> None:
    text = text_of(ABOVE, *TURNS, BELOW)
    found = [(text[turn.start : turn.end], turn.kind == "question") for turn in turns(text)]
    heading = TURNS[4]
    assert found == [(words, words.endswith("?")) for words in TURNS if words != heading]


@pytest.mark.parametrize("ends", ["\r\n\r\n", " \n\n"])
def test_lines_may_end_as_on_windows_or_in_blanks(ends: str) -> None:
    assert len(turns(ends.join((ABOVE, *TURNS, BELOW)))) == len(TURNS) - 1


@pytest.mark.parametrize(
    "paragraphs",
    [
        # The writer answers his own questions, and speaks to nobody.
        ("What is it?", "A bridge.", "Who built it?", "The city did.", "Is it safe?", "It is."),
        # Readers are spoken to, but nobody says "I".
        ("Can you cross it?", "Yes.", "Do you pay?", "Not now.", "Is it safe?", "It is."),
        # A letter that asks and asks.
        ("Do you see it?", "Would you cross it?", "What will you do?", "I look forward to it."),
        # Two questions are too few.
        ("Do you like it?", "I do.", "Would you cross it?", "I would."),
        # Those of a novel stand in marks.
        ("“Do you?”", "“I do.”", "“Would you?”", "“I would.”", "“Will you?”", "“I will.”"),
    ],
)
def test_other_questions_are_none(paragraphs: tuple[str, ...]) -> None:
    assert not turns(text_of(ABOVE, *paragraphs, BELOW))


def test_turns_are_quotations_of_who_asks_and_who_answers() -> None:
    text = text_of(ABOVE, *TURNS, BELOW)
    found = [(q.text, q.speaker and q.speaker.name) for q in quotes.extract(text)]
    who = {True: "Harbourwire", False: "Ada Hill"}
    expected = [(words.removesuffix("."), who[words.endswith("?")]) for words in TURNS]
    assert [one for one in found if one[0] != "that stone lasts"] == [
        one for one in expected if one[0] != TURNS[4]
    ]
    assert ("that stone lasts", "My father") in found, "somebody else's words within"
    assert not any(words.startswith("to cross") for words, _ in found), "her own within"


@pytest.mark.parametrize(
    ("headline", "above", "who"),
    [
        # Of several above the questions the one in the headline answers,
        ("Ada Hill tells the Harbourwire about bridges", "Ben Otto drew the plans.", "Ada Hill"),
        # who is no name of a thing,
        ("The Hill bridge and its keepers", "Ada Hill and Ben Otto drew the plans.", None),
        # and nobody where somebody without a name was met.
        (
            "A keeper tells of Ada Hill",
            "Harbourwire interviewed one of the keepers. Ben Otto drew the plans.",
            None,
        ),
    ],
)
def test_who_answers_stands_in_the_headline(headline: str, above: str, who: str | None) -> None:
    found = quotes.extract(text_of(headline, above, *TURNS, BELOW))
    answers = {q.speaker and q.speaker.name for q in found if q.turn == "answer"}
    assert answers == {who}


def test_turns_are_found_whatever_ends_a_line() -> None:
    text = text_of(ABOVE, *TURNS, BELOW).replace("\n", "\r\n")
    assert len(turns(text)) == len(TURNS) - 1


def test_labelled_turns_are_those_of_the_labels(nlp: Language) -> None:
    labels = ("((HW)) ", "((Ada Hill)) ", "((Ada Hill)) ", "((HW)) ", "", "((Ada Hill)) ")
    said = [label + words for label, words in zip(labels, TURNS, strict=False)]
    text = text_of(ABOVE, *said, "Is it safe for you?", "It is for me.", "Are you sure?")
    cues = {q.cue and q.cue.text for q in find(nlp(text))}
    assert cues == {"))"}


@pytest.mark.parametrize("who", ["INTERVIEWER", "Interviewer", "REPORTER", "HOST"])
def test_who_asks_by_a_label_is_not_who_answers_by_another(who: str) -> None:
    name = "ADA HILL" if who.isupper() else "Ada Hill"
    turns = (f"{who}: Why now?", f"{name}: It was time.", f"{who}: And?", f"{name}: I left.")
    found = quotes.extract(text_of(*turns))
    assert [q.speaker and q.speaker.name for q in found] == [who, "Ada Hill"] * 2


@pytest.mark.parametrize("answer", ["Thank you.", "No.", "I like it."])
def test_what_is_said_in_turn_is_a_statement(answer: str) -> None:
    found = quotes.extract(text_of("HOST: Welcome.", f"ADA HILL: {answer}"), act="all")
    assert [(q.text, q.act) for q in found] == [("Welcome.", "statement"), (answer, "statement")]


def test_a_list_behind_a_label_is_none() -> None:
    squad = ("GOALKEEPERS: Ben Pike (Harbor), Tom Marsh (Aker)", "DEFENDERS: Al Grant (Harbor)")
    assert {q.act for q in quotes.extract(text_of(*squad), act="all")} <= {"attitude"}


def test_turns_behind_labels_are_sure() -> None:
    turns = ("HOST: Why now?", "ADA HILL: It was time.", "HOST: Are you sad?", "ADA HILL: No.")
    found = quotes.extract(text_of(*turns))
    assert len(found) == len(turns)
    assert all(q.confidence > 0.85 for q in found)
    squad = ("HARBOR: Ben Pike, Tom Marsh", "AKER: Al Grant, Jon Weiss")
    assert all(q.confidence < 0.6 for q in quotes.extract(text_of(*squad), act="all"))


@pytest.mark.parametrize("says", ["tells", "told"])
def test_who_tells_the_paper_answers_it(says: str) -> None:
    above = f"Bo Marsh has a rival. “I am not afraid,” Ada Hill {says} the Harbor Herald."
    found = quotes.extract(text_of(above, "Q: Why now?", "A: It was time.", "Q: And?", "A: Yes."))
    labelled = [q.speaker and q.speaker.name for q in found if q.cue and q.cue.text == ":"]
    assert labelled == ["Harbor Herald", "Ada Hill"] * 2
