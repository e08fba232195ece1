"""Words are found again where they stood, or not at all."""

from __future__ import annotations

import json

import pytest

from quotes.reviews import Selector, from_json, locate, selectors, to_json

TEXT = (
    "Harbour plan fails\n\n“We will not build it,” Mara Okello said on Monday. “Not this year.”\n\n"
    "Her rival disagreed. “No,” Jon Brek said. Asked again by the council, he sighed.\n\n"
    "“No,” the clerk wrote in the minutes of that long evening.\n"
)


def spans(text: str, *words: str, after: str = "") -> tuple[tuple[int, int], ...]:
    out = []
    at = text.index(after)
    for one in words:
        at = text.index(one, at)
        out.append((at, at + len(one)))
        at += len(one)
    return tuple(out)


def words(text: str, found: tuple[tuple[int, int], ...] | None) -> list[str] | None:
    return found and [text[start:end] for start, end in found]  # type: ignore[return-value]


def test_the_text_itself() -> None:
    both = spans(TEXT, "We will not build it", "Not this year")
    assert locate(TEXT, selectors(TEXT, both)) == both


def test_a_selector_has_thirty_two_characters_of_each_side() -> None:
    ((start, end),) = spans(TEXT, "Not this year")
    (selector,) = selectors(TEXT, [(start, end)])
    assert selector == Selector(
        "Not this year", TEXT[start - 32 : start], TEXT[end : end + 32], start
    )


def test_json_there_and_back() -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it", "Not this year"))
    assert from_json(to_json(anchor)) == anchor
    assert from_json(json.loads(to_json(anchor))) == anchor
    assert json.loads(to_json(anchor))[0].keys() == {"exact", "prefix", "suffix", "start"}


def test_blanks_and_marks_may_have_another_shape() -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it", "Not this year"))
    other = TEXT.replace("“", '"').replace("”", '"').replace("not build", "not\n  build")
    found = locate(other, anchor)
    assert words(other, found) == ["We will not\n  build it", "Not this year"]
    old = TEXT.replace("“", "``").replace("”", "''")
    assert words(old, locate(old, anchor)) == ["We will not build it", "Not this year"]


@pytest.mark.parametrize(
    "edit",
    [
        ("Harbour plan fails", "Harbour plan fails in the council after a long night"),
        ("Mara Okello said on Monday", "the mayor, Mara Okello, told reporters"),
        ("Harbour plan fails\n\n", ""),
    ],
)
def test_what_is_around_may_change(edit: tuple[str, str]) -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it", "Not this year"))
    other = TEXT.replace(*edit)
    assert words(other, locate(other, anchor)) == ["We will not build it", "Not this year"]


@pytest.mark.parametrize("wrong", ["We will build it", "we will not build it", "We will not build"])
def test_other_words_are_not_these(wrong: str) -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it"))
    assert locate(TEXT.replace("We will not build it", wrong), anchor) is None


def test_the_end_of_a_word_is_not_the_word() -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it"))
    assert locate(TEXT.replace("not build it", "not build itself"), anchor) is None
    assert locate(TEXT.replace("We will", "Awe-We will"), anchor) is None


def test_the_surroundings_tell_which_of_two() -> None:
    first, second = spans(TEXT, "No", "No", after="disagreed")
    edited = TEXT.replace("Harbour plan fails", "x" * 40)
    shift = len(edited) - len(TEXT)
    for start, end in (first, second):
        anchor = selectors(TEXT, [(start, end)])
        assert locate(edited, anchor) == ((start + shift, end + shift),)


def test_a_few_words_do_not_move_to_where_others_say_them() -> None:
    first, _ = spans(TEXT, "No", "No", after="disagreed")
    gone = TEXT.replace("Her rival disagreed. “No,” Jon Brek said. ", "")
    assert locate(gone, selectors(TEXT, [first])) is None


def test_two_equal_occurrences_are_told_by_their_place() -> None:
    text = "\n\n".join(["“We will not do this again,” Mara Okello said on Monday evening."] * 3)
    for after in (0, 10, 90):
        at = text.index("We", after)
        span = (at, at + len("We will not do this again"))
        assert locate("\n" + text, selectors(text, [span])) == ((span[0] + 1, span[1] + 1),)


def test_two_that_fit_equally_badly_are_neither() -> None:
    anchor = (Selector("We will not do this again", "q" * 32, "z" * 32, 40),)
    text = "“We will not do this again,” he said. She: “We will not do this again.”"
    assert locate(text, anchor) is None
    assert locate(text[:36], anchor) == ((1, 26),)


def test_spans_keep_their_order() -> None:
    anchor = selectors(TEXT, spans(TEXT, "We will not build it", "Not this year"))
    turned = TEXT.replace("We will not build it", "§").replace(
        "Not this year", "We will not build it"
    )
    assert locate(turned.replace("§", "Not this year"), anchor) is None


def test_many_occurrences_take_little_time() -> None:
    text = "no, " * 20_000
    assert locate(text, selectors(text, [(40_000, 40_002)])) == ((40_000, 40_002),)


def test_nothing_is_nowhere() -> None:
    assert locate(TEXT, ()) is None
    assert locate(TEXT, (Selector("  ", "", "", 0),)) is None
