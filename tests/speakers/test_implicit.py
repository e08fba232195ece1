"""Quotations without a source."""

from __future__ import annotations

from functools import partial

import pytest

import quotes
from quotes.coreference.witness import chained
from quotes.speakers.deciding import decide, from_head
from quotes.speakers.implicit import options
from quotes.speakers.resolve import resolve
from quotes.speakers.scene import Scene, are_exchanges
from quotes.tokens import Tokens


def test_a_quotation_that_follows_on(analysed, quote, told):
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


def test_who_acts_before_the_quotation_speaks_it(analysed, quote, told):
    doc = analysed("acting")
    found = resolve(
        doc,
        [
            quote(doc, "We will open the gates,", "Anna Weiss", "direct"),
            quote(doc, "They are shut.", None, "direct"),
        ],
    )
    assert told(found[1]) == ("Paul Grant", "person", "implicit")


def test_a_title_in_a_sentence_is_nobodys_words(analysed, quote, told):
    doc = analysed("around")
    found = resolve(
        doc,
        [
            quote(doc, "We are ready,", "Anna Weiss", "direct"),
            quote(doc, "the old song", None, "direct"),
        ],
    )
    assert told(found[1]) == (None, None, None)


def test_nobody_is_guessed_when_nothing_tells(one, told):
    found = one("alone", "They are shut.", None, "direct")
    assert told(found) == (None, None, None)
    assert found.evidence.rule
    assert found.confidence < 0.7


def test_in_an_exchange_the_two_take_turns(analysed, quote):
    doc = analysed("exchange")
    told = [quote(doc, "Where is the boat?", "Anna Weiss", "direct", cue="asked")]
    told += [quote(doc, "At the pier,", "Paul Grant", "direct")]
    lines = "Which pier?", "The old one.", "Is it safe?", "It is.", "Then we go.", "Now?"
    rest = [quote(doc, line, type="direct") for line in lines]
    found = resolve(doc, told + rest)
    assert [one.speaker.name for one in found] == ["Anna Weiss", "Paul Grant"] * 4
    assert {one.resolution for one in found[2:]} == {"implicit"}


def test_in_news_a_paragraph_goes_on_from_the_one_before(analysed, quote):
    doc = analysed("exchange")
    told = [quote(doc, "Where is the boat?", "Anna Weiss", "direct", cue="asked")]
    told += [quote(doc, "At the pier,", "Paul Grant", "direct")]
    found = resolve(doc, [*told, quote(doc, "Which pier?", type="direct")])
    assert found[-1].speaker.name == "Paul Grant"
    assert found[-1].evidence.rule.startswith("follows on from the quotation before (")


def test_the_name_behind_a_dash_signs(analysed, quote):
    doc = analysed("signed below")
    (found,) = resolve(doc, [quote(doc, "The bridge is a disgrace.", type="direct")])
    assert (found.speaker.name, found.resolution) == ("Anna Weiss", "implicit")
    assert found.evidence.rule == "signs it"


def test_behind_a_question_that_somebody_asked_the_other_one_answers(analysed, quote):
    doc = analysed("exchange in news")
    found = resolve(
        doc,
        [
            quote(doc, "It is not in the letter,", "Paul Grant", "direct", "told"),
            quote(doc, "Then what does it say?", "Weiss", "direct", "asked"),
            quote(doc, "It says what it says.", None, "direct"),
            quote(doc, "Mr. Grant, that is no answer.", None, "direct"),
        ],
    )
    names = [q.speaker and q.speaker.name for q in found]
    assert names == ["Paul Grant", "Anna Weiss", "Paul Grant", "Anna Weiss"]


def test_who_spoke_before_the_last_is_asked_about_only_where_two_talk(analysed, quote):
    doc = analysed("exchange in news")
    told = [
        quote(doc, "It is not in the letter,", "Paul Grant", "direct", "told"),
        quote(doc, "Then what does it say?", "Weiss", "direct", "told"),
    ]
    words = quote(doc, "It says what it says.", None, "direct")
    scene = Scene.of(Tokens.of(doc), [*told, words], chained(doc))
    before = [(one, decide(scene, i, one, ())) for i, one in enumerate(told)]
    found = options(scene, partial(from_head, scene), words, before)
    assert [one.decision.speaker and one.decision.speaker.name for one in found] == [
        "Anna Weiss",
        None,
    ]


def test_who_is_named_in_the_words_does_not_go_on_speaking(analysed, quote):
    doc = analysed("exchange in news")
    found = resolve(
        doc,
        [
            quote(doc, "It says what it says.", "Paul Grant", "direct", "told"),
            quote(doc, "Mr. Grant, that is no answer.", None, "direct"),
        ],
    )
    assert found[1].speaker is None


def test_a_paragraph_that_goes_on_is_more_likely_right_than_wrong(analysed, quote):
    doc = analysed("implicit")
    said = quote(doc, "We will open the gates,", "Paul Grant", "direct")
    goes_on = resolve(doc, [said, quote(doc, "They have been shut for long.", None, "direct")])[1]
    assert goes_on.confidence > 0.5
    assert "spoke last" in goes_on.evidence.rule


def test_a_few_words_that_are_no_sentence_do_not_go_on(analysed, quote):
    doc = analysed("implicit")
    said = quote(doc, "We will open the gates,", "Paul Grant", "direct")
    assert resolve(doc, [said, quote(doc, "shut for long", None, "direct")])[1].speaker is None


def test_who_acts_above_a_colon_speaks_below_it(one, told):
    found = one("colon above", "I can see the lights.", None, "direct")
    assert told(found) == ("Ada Hill", "person", "implicit")


def test_marks_right_behind_the_words_are_somebody_elses(analysed, quote):
    doc = analysed("answered")
    found = resolve(
        doc,
        [
            quote(doc, "Did you sign it?", "Anna Weiss", "direct", "asked"),
            quote(doc, "I did not,", "he", "direct"),
            quote(doc, "Then who did?", None, "direct"),
            quote(doc, "Ask him,", "he", "direct"),
        ],
    )
    names = [one.speaker.name for one in found]
    assert names == ["Anna Weiss", "Paul Grant", "Anna Weiss", "Paul Grant"]


@pytest.mark.parametrize(
    ("above", "speaker"),
    [
        ("Nurse Dana Pell has not slept since May.", "Dana Pell"),
        ("Dana Pell left. The ward of Nurse Dana Pell opened in May.", None),
        ("The nurse has not slept since May.", None),
    ],
)
def test_who_acts_in_the_paragraph_above_speaks_one_that_is_nothing_but_words(nlp, above, speaker):
    (found,) = nlp(f"{above}\n\n“I feed them all first. What else can I do?”")._.quotations
    assert (found.speaker and found.speaker.name) == speaker
    assert found.confidence < 0.7


def test_who_acts_above_speaks_no_words_inside_a_sentence(nlp):
    text = (
        "Dana Pell has not slept since May.\n\nThe sign said: “We feed them all first. Wait here.”"
    )
    (found,) = nlp(text)._.quotations
    assert found.speaker is None or found.speaker.name != "Dana Pell"


def last_speaker(nlp, text):
    found = nlp(text)._.quotations[-1]
    return found.speaker and found.speaker.name


SAID = "“We will open the gates,” Anna Weiss said."
OLD = "“They have been shut for ten years. Nobody knows why.”"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_paragraph_goes_on_whatever_ends_a_line(nlp, line_end):
    text = line_end.join([f"{SAID} She spoke at the pier.", "", OLD, "", "The gates are old."])
    found = nlp(text)._.quotations[-1]
    assert (found.speaker.name, found.confidence > 0.6) == ("Anna Weiss", True)


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("The gates stand at the pier, and ships wait there.", "Anna Weiss"),
        ("Paul Grant built the gates, and ships wait there.", None),
    ],
)
def test_a_paragraph_goes_on_behind_those_that_name_nobody_else(nlp, between, speaker):
    text = f"{SAID}\n\n{between}\n\nThe harbour was dug in May. It is deep.\n\n{OLD}"
    assert last_speaker(nlp, text) == speaker


def test_a_paragraph_goes_on_from_a_document(nlp):
    text = f"The city has a letter from the pier. The letter says: “We are shut.”\n\n{OLD}"
    found = nlp(text)._.quotations[-1]
    assert (found.speaker.name, found.speaker.kind) == ("The letter", "document")
    assert found.resolution == "implicit"


def test_the_stop_of_a_sentence_may_stand_behind_the_mark(nlp):
    within, behind, none = (
        nlp(f"{SAID}\n\n“They have been shut for ten years{end}")._.quotations[-1].confidence
        for end in (".”", "”.", "”")
    )
    assert within == behind > none


@pytest.mark.parametrize(
    ("untold", "talk"),
    [
        ("nuuuunnu", True),
        # paragraphs that go on, each from one that has a source
        ("nununununun", False),
        ("nuuu", False),
        # each announced by what somebody is reported to have said
        ("nnrurururururu", False),
    ],
)
def test_people_talk_where_many_have_no_source_in_a_row(analysed, quote, untold, talk):
    doc = analysed("implicit")
    told = [
        quote(
            doc,
            "They have been shut for long.",
            None if one == "u" else "Paul Grant",
            "indirect" if one == "r" else "direct",
        )
        for one in untold
    ]
    assert are_exchanges(told) == talk


@pytest.mark.parametrize(
    ("words", "speaker"),
    [("We do not know yet.", "Tom Hill"), ("Who will pay for it?", "Harbour Herald")],
)
def test_who_is_asked_answers(nlp, words, speaker):
    text = f"The Harbour Herald asked Mayor Tom Hill about the cost. “{words}”"
    assert last_speaker(nlp, text) == speaker


@pytest.mark.parametrize(
    ("behind", "speaker"), [("Marsh nodded.", "Edith Farrow"), ("Marsh replied.", "Gil Marsh")]
)
def test_a_gesture_behind_the_words_is_of_who_listens(nlp, behind, speaker):
    text = f"Judge Edith Farrow spoke with the foreman, Gil Marsh. “You have a week.” {behind}"
    found = nlp(text)._.quotations[-1]
    assert found.speaker.name == speaker
    assert speaker == "Gil Marsh" or found.confidence < 0.7


@pytest.mark.parametrize("ends", ["\n\n", "\r\n\r\n"])
def test_a_paragraph_of_quotation_is_one_however_lines_end(nlp, ends):
    text = ends.join(
        (
            "“The old rules will go in May,” the Harbor Authority said in a statement.",
            "“Ships of any size may then call at night.”",
            "Unions met on Friday.",
        )
    )
    found = quotes.extract(text)
    assert [one.speaker and one.speaker.name for one in found[:2]] == ["Harbor Authority"] * 2


@pytest.mark.parametrize(
    ("below", "speaker"),
    [
        ("Hill said the mill would be torn down.", "Ada Hill"),
        ("Ben Marsh said the mill would be torn down.", "Harbour Trust"),
        ("The mill is to be torn down.\n\nHill said nobody would miss it.", "Harbour Trust"),
    ],
)
def test_a_person_who_spoke_before_and_speaks_next_speaks_between(nlp, below, speaker):
    text = (
        "The fire was put out by noon, Captain Ada Hill said.\n\nAccording to the Harbour Trust, "
        "the mill had been empty since May.\n\n“We found no one inside. The doors were locked.”"
    )
    found = nlp(f"{text}\n\n{below}")._.quotations[2]
    assert (found.speaker.name, found.resolution) == (speaker, "implicit")
