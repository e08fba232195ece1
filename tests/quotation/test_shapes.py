"""Shapes of quotations that real text has, and what of them is content, cue and source.

How often each was met is told where it is handled.
"""

from __future__ import annotations

import pytest

from quotes.quotation import find
from quotes.quotation.finding import quotation_type
from quotes.quotation.marks import inside, quoted


def told(nlp, text):
    """Type, words, cue and source of each quotation."""
    return [
        (q.type, q.text, q.cue and q.cue.text, q.source and q.source.text) for q in find(nlp(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tom Barlow said: “We should wait for the report.\n“It will come in June.\n"
            "“No,” said Ellen Price.",
            [
                (
                    "We should wait for the report. … It will come in June.",
                    "said",
                    "Tom Barlow",
                ),
                ("No", "said", "Ellen Price"),
            ],
        ),
        (
            "The council met on Monday.\n\n“The bridge was old and it was narrow.\n\n"
            "“It had to be closed before the winter came.\n\n"
            "“We will build another,” Ada Hill said.",
            [
                (
                    "The bridge was old and it was narrow. … It had to be closed before the winter "
                    "came. … We will build another",
                    "said",
                    "Ada Hill",
                )
            ],
        ),
        (
            "“The bridge is old,” Ada Hill said. “It must be closed before the winter comes.\n\n"
            "“I will vote for that,” added Ben Marsh.",
            [
                (
                    "The bridge is old … It must be closed before the winter comes.",
                    "said",
                    "Ada Hill",
                ),
                ("I will vote for that", "added", "Ben Marsh"),
            ],
        ),
    ],
)
def test_paragraphs_that_are_left_open_go_to_the_clause_before_or_else_behind(nlp, text, expected):
    assert [one[1:] for one in told(nlp, text)] == expected


def test_a_question_is_of_the_clause_that_ends_its_sentence(nlp):
    text = (
        "“Did you open the gate?” asked the coroner, Edith Farrow. “No,” Gil Marsh answered. "
        "“Then who did?” she asked."
    )
    assert [(words, source) for _, words, _, source in told(nlp, text)] == [
        ("Did you open the gate?", "the coroner, Edith Farrow"),
        ("No", "Gil Marsh"),
        ("Then who did?", "she"),
    ]


def test_whatever_verb_stands_behind_the_comma_says_how_words_were_said(nlp):
    text = "“Friends, neighbours,” Abel Crane began, “lend me an hour.”"
    assert told(nlp, text) == [
        ("direct", "Friends, neighbours … lend me an hour.", "began", "Abel Crane")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The budget” — Grace Okoro tapped the page — “does not add up.”", "Grace Okoro"),
        ("“The budget”—she tapped the page—“does not add up.”", "she"),
    ],
)
def test_a_clause_between_dashes_breaks_words_off(nlp, text, source):
    assert told(nlp, text) == [("direct", "The budget … does not add up.", "tapped", source)]


def test_dashes_around_a_phrase_break_nothing_off(nlp):
    text = "“The budget”—a plan that few like—“will pass,” Ada Hill said."
    assert [(cue, source) for _, _, cue, source in told(nlp, text)] == [("said", "Ada Hill")]


def test_a_clause_behind_a_dash_is_no_signature(nlp):
    assert told(nlp, "“The bridge is safe”—Hill said.") == [
        ("direct", "The bridge is safe", "said", "Hill")
    ]


def test_according_to_between_a_subject_and_its_verb(nlp):
    assert told(nlp, "The bridge, according to Hill, is safe.") == [
        ("indirect", "The bridge … is safe", "according to", "Hill")
    ]


def test_by_whom_something_is_described(nlp):
    assert told(nlp, "The wall was described as “a sieve” by Tess Ambler.") == [
        ("mixed", "The wall … a sieve", "was described as", "Tess Ambler")
    ]


def test_who_was_quoted_is_none_of_the_words(nlp):
    text = "“The wall is a sieve,” Anita Rao, the minister, was quoted as saying."
    assert told(nlp, text) == [
        ("direct", "The wall is a sieve", "was quoted as saying", "Anita Rao, the minister")
    ]


def test_the_clause_of_words_that_are_passed_on_is_none_of_them(nlp):
    text = "“We will fight,” Walt Kinley said in a speech, according to the Courier. “We will win.”"
    assert [(t, words, source) for t, words, _, source in told(nlp, text)] == [
        ("direct", "We will fight … We will win.", "Walt Kinley")
    ]


def test_to_whom_words_were_said_is_none_of_them(nlp):
    assert told(nlp, "Hill said “no comment” to reporters outside the court.") == [
        ("direct", "no comment", "said", "Hill")
    ]


def test_words_that_go_on_behind_the_marks_stay(nlp):
    text = "The new course, Hill said, “is a perfect example of adapting” to the economics of golf."
    ((_, words, _, _),) = told(nlp, text)
    assert words.endswith("to the economics of golf")


def test_a_question_before_according_to_is_of_the_clause_between(nlp):
    text = "“When does it stop?,” Judge Ada Hill said, according to the Courier."
    assert ("direct", "When does it stop?", "said", "Judge Ada Hill") in told(nlp, text)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Statement from Mayor Anna Hill on the bridge:\n\n“It is safe and will hold.”", None),
        ("And from Mayor Anna Hill:\n\n“It is safe and will hold.”", None),
        ("Mayor Anna Hill: “It is safe and will hold.”", None),
        ("Anna Hill on Twitter: “It is safe and will hold.”", "Anna Hill"),
    ],
)
def test_who_stands_over_the_words(nlp, text, source):
    assert [(t, words, who) for t, words, _, who in told(nlp, text)] == [
        ("direct", "It is safe and will hold.", source or "Mayor Anna Hill")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hill released the following statement on the closing of the bridge and the plans for "
        "layoffs:\n\n“It will stay closed.”",
        "Senator Ben Hill made the following statement after the president presented his bill on "
        "roads:\n\n“The bridges will stay closed until we know how safe they are.”",
    ],
)
def test_what_a_statement_is_on_is_none_of_its_words(nlp, text):
    words = text[text.index("“") + 1 : -1]
    found = [(t, said, source) for t, said, _, source in told(nlp, text)]
    assert ("direct", words, text[: text.index("Hill") + 4]) in found


def test_a_clause_before_announced_words_is_said_as_well(nlp):
    ((_, words, _, _),) = told(nlp, "She adds that they have two choices: “You leave or you stay.”")
    assert words.startswith("that they have two choices")
    assert words.rstrip("”").endswith("You leave or you stay.")


@pytest.mark.parametrize(
    ("behind", "cue", "source"),
    [
        ("”, Ada Hill said, according to a statement by the port.", "said", "Ada Hill"),
        (
            ",” denounced the Eyot Harbour Council on Monday.",
            "denounced",
            "the Eyot Harbour Council",
        ),
        ("”, highlights the Eyot Courier.", "highlights", "the Eyot Courier"),
        ("”, and the port of Eyot took the letter.", None, None),
    ],
)
def test_the_comma_of_a_clause_behind_may_stand_outside_and_its_verb_first(
    nlp, behind, cue, source
):
    words = "The ideal thing would be to close the port and its two gates until May"
    ((_, said, by, who),) = told(nlp, f"The ferry has stopped. “{words}{behind}")
    assert (said, by, who) == (words, cue, source)


def test_a_button_is_no_quotation(nlp):
    assert told(nlp, "He was about to hit “cancel.”") == []
    assert [words for _, words, _, _ in told(nlp, "Hill hit “their lazy and careless rules.”")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She said “it is safe”.", "direct"),
        ("She said “call it ‘safe’ then”.", "direct"),
        ("She said “call it “safe” then”.", "direct"),
        ("She said that “it is safe enough for all of us to cross it today”.", "mixed"),
        ("She said it is safe.", "indirect"),
    ],
)
def test_direct_is_what_stands_wholly_inside_marks(text, kind):
    span = (len("She said "), len(text) - 1)
    assert quotation_type(text, (span,), inside(text, quoted(text))) == kind


def test_the_same_marks_inside():
    text = "“I live in what he calls “hell” and like it,” she said. “We all do.”"
    assert [text[s.start : s.end] for s in quoted(text)] == [
        "“I live in what he calls “hell” and like it,”",
        "“We all do.”",
    ]


def test_two_apostrophes_close():
    text = "It warned that “tenants deserve clear bills.’’ However, it pointed out more."
    assert [text[s.start : s.end] for s in quoted(text)] == ["“tenants deserve clear bills.’’"]


def test_paragraphs_in_single_marks_are_left_open_where_the_next_opens_so():
    text = "Hill said: ‘It’s safe.\n‘It will hold.\n‘We will check.’"
    assert [(text[slice(*s.inner)], s.closed) for s in quoted(text)] == [
        ("It’s safe.", False),
        ("It will hold.", False),
        ("We will check.", True),
    ]
    assert quoted("Hill said: ‘It’s safe.\nIt will hold.") == []


@pytest.mark.parametrize(
    ("behind", "cue"),
    [
        ("“Never in a million years,” countered his opposite number, Bo Marsh.", "countered"),
        ("Adds her colleague, Bo Marsh: “They will have to carry me.”", "Adds"),
        ("Says her rival, Bo Marsh: “No chance at all.”", "Says"),
    ],
)
def test_the_next_speaker_may_stand_behind_his_verb(nlp, behind, cue):
    found = told(nlp, f"“Clear as day,” said coach Ada Hill. {behind}")
    assert [(one[2], one[3].split(", ")[-1]) for one in found] == [
        ("said", "coach Ada Hill"),
        (cue, "Bo Marsh"),
    ]
