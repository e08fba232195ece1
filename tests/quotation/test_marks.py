"""Pairing quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.quotation.marks import paragraphs, quoted

CASES = [
    ("“One,” he said. “Two.”", ["One,", "Two."]),
    ('"One," he said. "Two."', ["One,", "Two."]),
    ("``One,'' he said.", ["One,"]),
    ("« Oui », dit-il.", [" Oui "]),
    ("„Ja“, sagte er.", ["Ja"]),
    ("‘It’s the workers’ day,’ he said. ‘Go.’", ["It’s the workers’ day,", "Go."]),
    ("'No,' said the boys' father, 'never.'", ["No,", "never."]),
    ("He said the '90s were 'great times' for workers' rights.", ["great times"]),
    ("Don't, won't, rock 'n' roll and the Joneses' dog.", []),
    ("the so-called ‘no-man’s land’ of ‘Brexit’", ["no-man’s land", "Brexit"]),
    ('“Curly and straight," he said.', ["Curly and straight,"]),
    ("”Mistyped at the start.” — Ann Poe", ["Mistyped at the start."]),
    (
        '"She called it a “rant,” a “rave” too," he wrote.',
        ["She called it a “rant,” a “rave” too,"],
    ),
    ('"From another paper, with its “own marks,” left open', ["own marks,"]),
    ('The screen is 5" wide and 7" high.', []),
    ("No marks at all.", []),
    # a straight mark with a blank on either side opens where its partner follows
    ('" We paid , " said Hill . " In cash . "', [" We paid , ", " In cash . "]),
    ('Hill said, " We paid."', [" We paid."]),
    ('We paid . " He left the room .', []),
    ('It is 36" wide . " He left .', []),
]


@pytest.mark.parametrize(("text", "inner"), CASES)
def test_outermost_pairs(text, inner):
    assert [text[slice(*q.inner)] for q in quoted(text)] == inner


def test_a_mark_that_is_never_closed_costs_its_own_paragraph():
    text = "He said: “This goes on.\n\nThis is not quoted.\n\n“This is,” he said."
    first, second = quoted(text)
    assert (text[slice(*first.inner)], first.closed) == ("This goes on.", False)
    assert (text[slice(*second.inner)], second.closed) == ("This is,", True)


def test_several_paragraphs_with_an_opening_mark_each():
    text = "“One.\n\n“Two.\n\n“Three.”"
    assert [q.closed for q in quoted(text)] == [False, False, True]


def test_a_paragraph_that_goes_on_without_a_mark_of_its_own():
    text = "“It is safe.\n\nIt will hold for years,” she said. “Go on.”"
    first, second, third = quoted(text)
    assert (text[slice(*second.inner)], second.closed) == ("It will hold for years,", True)
    assert [q.goes_on for q in (first, second, third)] == [False, True, False]
    straight = quoted('He said: "It is safe.\n\nIt will hold."')
    assert [(q.goes_on, q.closed) for q in straight] == [(False, False), (True, True)]


@pytest.mark.parametrize(
    "below",
    [
        "The bridge is old.",  # the mark above was never closed
        "“It will hold,” she said.",
        'The bridge is 5" wide.',
        "The bridge is ” old.",
        "” she said.",
    ],
)
def test_a_paragraph_that_does_not_go_on(below):
    found = quoted("“It is safe.\n\n" + below)
    assert not any(q.goes_on for q in found)


def test_a_closed_paragraph_does_not_go_on():
    assert len(quoted("“It is safe.”\n\nIt will hold.” Nobody said so.")) == 1


def test_a_quotation_inside_a_quotation():
    (outer,) = quoted("“He told me ‘go away’ and I’m gone,” she said.")
    assert [n.inner for n in outer.nested] == [(13, 20)]
    (outer,) = quoted("‘He told me “go away” and I’m gone,’ she said.")
    assert len(outer.nested) == 1


def test_hand_wrapped_lines_are_one_paragraph():
    text = "“A line that goes\non in the next,” he said.\nNew paragraph."
    assert len(paragraphs(text)) == 2
    assert [q.closed for q in quoted(text)] == [True]


@given(st.text(alphabet="ab \n.,“”\"'‘’«»", max_size=80))
def test_stretches_are_in_order_and_inside_one_paragraph(text):
    spans = paragraphs(text)
    end = 0
    for q in quoted(text):
        assert end <= q.start <= q.inner[0] <= q.inner[1] <= q.end
        end = q.end
        assert any(a <= q.start and q.end <= b for a, b in spans)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She rose. ”It is safe,” she said, and then: “Go.”", ["”It is safe,”", "“Go.”"]),
        ("”… it was late,” he said.", ["”… it was late,”"]),
        ("It had “paid all” its ” debts and dues”.", ["“paid all”", "” debts and dues”"]),
        ("They left, ” she said. “We stay.”", ["“We stay.”"]),
        ("“It will hold, ” she said. “It is safe.”", ["“It will hold, ”", "“It is safe.”"]),
        ("A ” stands alone.", []),
    ],
)
def test_a_right_mark_opens_where_none_is_open_and_one_like_it_follows(text, inside):
    assert [text[q.start : q.end] for q in quoted(text)] == inside
