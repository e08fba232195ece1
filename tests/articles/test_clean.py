"""Stray markup goes; every other character stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.clean import clean


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("aimed <u>to close</u> <u>bridges</u>.", "aimed to close bridges."),
        ("a \\$110.5 billion package", "a $110.5 billion package"),
        ("AT&amp;T said &quot;no&quot;", 'AT&T said "no"'),
        ("caf&eacute; &#8220;yes&#x201d;", "café “yes”"),
        ('see <a href="https://x.example/?a=b&c">this</a> now', "see this now"),
        ("x<sup>2</sup> and <B>bold</B> and <i class='x'>it</i>", "x2 and bold and it"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo.\n\n"),
        ("One.\r\n<p>Two.", "One.\n\nTwo."),
        ("\\*not emphasis\\*", "*not emphasis*"),
        ("<b></b>", ""),
    ],
)
def test_markup_is_taken_out(given_text: str, wanted: str) -> None:
    assert clean(given_text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "He wrote <tweet id=1> and left.",
        "if a < b and c > d",
        "a <3 b",
        "AT&T; and &nosuch; and &amp",
        "C:\\news\\today",
        "an entity for a bell &#7; and for nothing &#0; &#xD800;",
        "line one\r\nline two\r\n",
        "soft\u00adhyphen zero\u200bwidth \ufeff mark \u202e turned",
        "   spaces \t\t stay  \n\n\n\n so do lines \n",
    ],
)
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters(exclude_characters="<\\&", exclude_categories=["Cs"])))
def test_text_without_markup_characters_is_unchanged(text: str) -> None:
    assert clean(text) == text


@given(st.text(alphabet="<>/pbu ra&;\\$\nx=\"'amp", max_size=200))
def test_cleaning_never_adds(text: str) -> None:
    cleaned = clean(text)
    # A block tag of three characters can become a blank line of two.
    assert len(cleaned) <= len(text)


def test_hostile_repetition_is_quick() -> None:
    start = time.process_time()
    for piece in ("<b ", "&a", "<p>\n", "\\", "<", " " * 10 + "<p>", "&#1"):
        clean(piece * (500_000 // len(piece)))
    assert time.process_time() - start < 20
