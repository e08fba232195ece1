"""Windows cover every token once and end where a text pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.windows import windows

WORDS = st.lists(st.sampled_from(["word", ".", "”", "\n\n", "\n", "Next"]), max_size=120)


@given(WORDS, st.integers(1, 40), st.floats(0, 1))
def test_kept_ranges_are_complete_and_in_order(words, size, share):
    context = int(size * share / 4)
    found = windows(words, [1] * len(words), size=size, context=context)
    kept = [i for window in found for i in range(window.first, window.last)]
    assert kept == list(range(len(words)))


@given(WORDS, st.data(), st.integers(32, 60), st.integers(0, 8))
def test_no_window_is_larger_than_asked(words, data, size, context):
    sizes = data.draw(st.lists(st.integers(1, 8), min_size=len(words), max_size=len(words)))
    for window in windows(words, sizes, size=size, context=context):
        assert sum(sizes[window.start : window.end]) <= size


def test_paragraphs_are_kept_whole_where_they_fit():
    words = ["a"] * 6 + [".", "\n\n"] + ["b"] * 6 + ["."]
    found = windows(words, [1] * len(words), size=12)
    assert [(w.first, w.last) for w in found] == [(0, 8), (8, 15)]


def test_a_long_paragraph_is_cut_between_sentences():
    words = ["a"] * 7 + ["."] + ["b"] * 7 + ["."]
    found = windows(words, [1] * len(words), size=12)
    assert [(w.first, w.last) for w in found] == [(0, 8), (8, 16)]


def test_context_is_whole_sentences_on_both_sides():
    words = (["a"] * 3 + ["."]) * 10
    found = windows(words, [1] * len(words), size=20, context=5)
    assert [(w.first, w.last) for w in found][:2] == [(0, 8), (8, 16)]
    assert (found[1].start, found[1].end) == (4, 20)


def test_no_context_where_no_sentence_fits():
    found = windows(["a"] * 30, [1] * 30, size=16, context=3)
    assert all((w.start, w.end) == (w.first, w.last) for w in found)


def test_a_sentence_longer_than_a_window_is_cut():
    found = windows(["a"] * 450, [1] * 450, size=200)
    assert [(w.first, w.last) for w in found] == [(0, 200), (200, 400), (400, 450)]


@pytest.mark.parametrize("context", [-1, 51, 100])
def test_context_that_leaves_no_window(context):
    with pytest.raises(ValueError):
        windows(["a"], [1], size=200, context=context)


@pytest.mark.parametrize("words", [[], ["\n\n"], [" ", "\n\n", " "]])
def test_nothing_to_read(words):
    kept = [i for w in windows(words, [1] * len(words)) for i in range(w.first, w.last)]
    assert kept == list(range(len(words)))
