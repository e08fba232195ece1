"""Who says "I" outside quotation marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.speakers.resolve import resolve
from quotes.types import Mention


def speakers(analysed, quote, title, *contents, source="I", cue="I"):
    doc = analysed(title)
    found = resolve(doc, [quote(doc, c, source, cue=cue) for c in contents])
    return [(one.speaker and one.speaker.name, one.resolution) for one in found]


def test_a_letter_is_by_whoever_signs_it(analysed, quote):
    contents = "that the gates should be closed", "that the gates should be open"
    assert speakers(analysed, quote, "signed", *contents) == [
        ("Paul Grant", "pronoun"),
        ("Anna Weiss", "pronoun"),
    ]


def test_the_last_lines_present_the_author(analysed, quote):
    doc = analysed("presented")
    (found,) = resolve(doc, [quote(doc, "that the gates should be open", "I", cue="believe")])
    assert found.speaker.name == "Anna Weiss"
    assert found.evidence.rule == "the writer of the article"
    assert [m.text for m in found.evidence.chain] == ["I", "Anna Weiss"]


def test_who_answers_is_named_before_the_colon_and_who_asks_is_the_author(analysed, quote):
    contents = (
        "think that the gates should be open",
        "hear that the bridge is closed",
        "that she is right",
    )
    assert speakers(analysed, quote, "answers", *contents) == [
        ("Anna Weiss", "pronoun"),
        ("Paul Grant", "pronoun"),
        ("Paul Grant", "pronoun"),
    ]


def test_several_are_not_the_one_who_signs(analysed, quote):
    (found,) = speakers(analysed, quote, "answers", "The mayor spoke", source="us")
    assert found == (None, None)


@pytest.mark.parametrize(("parse", "mark"), [("interview", ":"), ("interview with stops", ".")])
def test_in_an_interview_the_author_asks_and_the_one_named_before_answers(
    analysed, quote, parse, mark
):
    doc = analysed(parse)
    asked = quote(doc, "What of the gates?", "Q", cue=None)
    answered = quote(doc, "The gates were open.", "A", cue=None)
    found = resolve(doc, [replace(one, cue=Mention(mark, 0, 1)) for one in (asked, answered)])
    assert [q.speaker.name for q in found] == ["Jon Abbey", "Anna Weiss"]


@pytest.mark.parametrize(
    ("parse", "mark", "people"),
    [
        ("interview that names who met", ":", ["Jon Abbey", "Anna Weiss"]),
        # Somebody else's meeting: whom the author asks is not said, and a letter is no name.
        ("interview with two others", ".", ["Jon Abbey", "A"]),
    ],
)
def test_who_met_whom_says_who_asks_and_who_answers(analysed, quote, parse, mark, people):
    doc = analysed(parse)
    asked = quote(doc, "What of the gates?", "Q", cue=None)
    answered = quote(doc, "The gates were open.", "A", cue=None)
    found = resolve(doc, [replace(one, cue=Mention(mark, 0, 1)) for one in (asked, answered)])
    assert [q.speaker.name for q in found] == people


def test_an_initial_at_the_head_of_a_paragraph_answers_nobody(analysed, quote):
    (found,) = speakers(analysed, quote, "column with an initial", "that the gates should be open")
    assert found == ("Anna Weiss", "pronoun")
