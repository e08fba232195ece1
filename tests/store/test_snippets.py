from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.store.snippets import marked


def test_words_are_marked_in_any_form_and_accent() -> None:
    texts = {1: "The harbours of Müller stay open.", 2: "Nothing here."}
    assert [(part.text, part.found) for part in marked(texts, "harbour muller")[1]] == [
        ("The ", False), ("harbours", True), (" of ", False), ("Müller", True),
        (" stay open.", False),
    ]  # fmt: skip
    assert 2 not in marked(texts, "harbour")


def test_of_a_long_text_it_is_the_part_with_the_words() -> None:
    text = " ".join(f"word{n}" for n in range(500)) + " zebra " + "more " * 500
    (parts,) = marked({1: text}, "zebra", 20).values()
    shown = "".join(part.text for part in parts)
    assert len(shown.split()) < 30 and "zebra" in shown and shown.startswith("…")


def test_controls_of_its_own_are_no_marks() -> None:
    (parts,) = marked({1: "a \x02b\x03 zebra\x04 \0"}, "zebra").values()
    assert [part.text for part in parts if part.found] == ["zebra"]


@settings(max_examples=100)
@given(st.text(st.characters(exclude_characters="\0\x02\x03\x04", exclude_categories=["Cs"])),
       st.text(max_size=20))  # fmt: skip
def test_nothing_is_lost(text: str, typed: str) -> None:
    for parts in marked({7: text}, typed).values():
        assert "".join(part.text for part in parts) == text
