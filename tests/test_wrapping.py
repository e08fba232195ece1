"""Lines broken at a width become paragraphs; every other line break stays."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.wrapping import unwrapped

_LETTER = """Dear colleagues,

the trade ministry said on Monday that it would not renew the contract with Halden Freight, which \
has carried the mail to the islands since 1987. “We have no choice,” Minister Ruth Abara told \
reporters in Port Anselm. “The ships are old and the fares have doubled in four years.”

Halden’s chief executive, Tomas Reyes, called the decision a mistake. “They will miss us by \
Christmas,” he said, adding that no other company had ships that could land on the smaller islands.
"""


def _wrapped(text: str, width: int, end: str = "\n") -> str:
    paragraphs = text.strip().split("\n")
    return end.join(end.join(textwrap.wrap(one, width)) for one in paragraphs)


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_was_wrapped_is_unwrapped(width: int, end: str) -> None:
    wrapped = _wrapped(_LETTER, width, end)
    plain = unwrapped(wrapped)
    assert len(plain) == len(wrapped)
    assert plain.split() == wrapped.split()
    read = [" ".join(one.split()) for one in plain.split("\n") if one.strip()]
    assert read == [one for one in _LETTER.split("\n") if one]


def test_a_paragraph_may_begin_with_an_indent_rather_than_after_a_blank_line() -> None:
    first = textwrap.wrap(_LETTER.split("\n")[2], 66, initial_indent="   ")
    second = textwrap.wrap(_LETTER.split("\n")[4], 66, initial_indent="   ")
    read = unwrapped("\n".join(first + second)).split("\n")
    assert [" ".join(one.split())[:9] for one in read] == ["the trade", "Halden’s "]


def test_a_line_too_long_to_break_does_not_matter() -> None:
    link = "https://news.example/" + "a" * 150
    text = (
        _wrapped(f"{_LETTER}\n{_LETTER}\n{_LETTER}", 72) + f"\n\nSee the whole of it at\n{link}\n"
    )
    assert "renew the contract with Halden Freight, which has carried the mail" in unwrapped(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        _LETTER,
        "Mayor opens the new bridge over the river after a long delay\nBy Ada Hill\nMarch 3, 2020",
        "Q: When will it open?\nA: In May.\nQ: why not now?\nA: It is not ready.",
        "No more the river sings\nat night to us\nwho wait for other things\nthan song",
        "milk\neggs\nbread\n\nbutter\nsalt\n",
        "HILL: I will not answer that question again, as I have said.\nREYES: You never did.\n",
        "\n".join(["A paragraph of its own, " + "and long, " * 40 + "as many papers have."] * 5),
    ],
)
def test_other_line_breaks_stay(text: str) -> None:
    assert unwrapped(text) == text


@given(st.text(st.sampled_from("aB .,\n\r\t“”" + "word " * 3), max_size=400))
def test_nothing_moves(text: str) -> None:
    read = unwrapped(text)
    assert len(read) == len(text)
    assert all(a == b or (a in "\n\r\t " and b == " ") for a, b in zip(text, read, strict=True))


@given(
    st.lists(st.sampled_from(["the", "ministry", "of", "trade", "said", "nothing"]), min_size=60),
    st.integers(50, 110),
)
def test_any_words_in_small_letters_are_joined_again(words: list[str], width: int) -> None:
    assert unwrapped(textwrap.fill(" ".join(words), width)) == " ".join(words)


@pytest.mark.parametrize("text", [" \n" * 500_000, "a " * 500_000 + "\nb", "a\n" * 500_000])
def test_it_takes_no_longer_than_the_text_is_long(text: str) -> None:
    start = time.process_time()
    assert unwrapped(text) == text
    assert time.process_time() - start < 20
