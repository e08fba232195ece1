"""Windows cover every token once and end where a text pauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotes.language.windows import windows

WORDS = st.lists(st.sampled_from(["word", ".", "”", "\n\n", "\n", "Next"]), max_size=120)


@given(WORDS, st.integers(1, 40), st.integers(0, 10))
def test_kept_ranges_are_complete_and_in_order(words, size, context):
    found = windows(words, [1] * len(words), size=size, context=context)
    kept = [i for window in found for i in range(window.first, window.last)]
    assert kept == list(range(len(words)))


@given(st.lists(st.integers(1, 8), max_size=200), st.integers(8, 60), st.integers(0, 20))
def test_no_window_is_larger_than_asked(sizes, size, context):
    for window in windows(["x"] * len(sizes), sizes, size=size, context=context):
        assert sum(sizes[window.first : window.last]) <= size
        assert sum(sizes[window.start : window.end]) <= size + 2 * context


def test_paragraphs_are_kept_whole_where_they_fit():
    words = ["a"] * 6 + [".", "\n\n"] + ["b"] * 6 + ["."]
    found = windows(words, [1] * len(words), size=12)
    assert [(w.first, w.last) for w in found] == [(0, 8), (8, 15)]


def test_a_long_paragraph_is_cut_between_sentences():
    words = ["a"] * 7 + ["."] + ["b"] * 7 + ["."]
    found = windows(words, [1] * len(words), size=12)
    assert [(w.first, w.last) for w in found] == [(0, 8), (8, 16)]


def test_context_reaches_over_both_edges():
    found = windows(["a"] * 30, [1] * 30, size=10, context=3)
    assert (found[1].start, found[1].first, found[1].last, found[1].end) == (7, 10, 20, 23)
