from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotes.browse.highlight import Mark, Paragraph, paragraphs

TEXT = "He said “A, she said, B” twice.\n\nThen more."


def content(number: int, words: str) -> Mark:
    return Mark(TEXT.index(words), TEXT.index(words) + len(words), "content", number)


def shown(found: list[Paragraph]) -> list[str]:
    return ["".join(piece.text for piece in paragraph.pieces) for paragraph in found]


def test_lines_without_marks_stay_whole() -> None:
    assert shown(paragraphs(TEXT, [])) == ["He said “A, she said, B” twice.", "Then more."]


def test_a_quotation_inside_another_belongs_to_both() -> None:
    (first, _) = paragraphs(TEXT, [content(1, "A, she said, B"), content(2, "B")])
    assert [(piece.text, piece.content) for piece in first.pieces] == [
        ("He said “", ()),
        ("A, she said, ", (1,)),
        ("B", (1, 2)),
        ("” twice.", ()),
    ]
    assert first.begins == (1, 2)


def test_roles_meet_in_one_piece() -> None:
    cue = Mark(3, 7, "cue", 1)
    source = Mark(0, 2, "source", 1)
    (first, _) = paragraphs(TEXT, [cue, source])
    assert [(p.text, p.cue, p.source) for p in first.pieces[:3]] == [
        ("He", (), (1,)),
        (" ", (), ()),
        ("said", (1,), ()),
    ]


def test_a_mark_across_lines_begins_once() -> None:
    across = Mark(TEXT.index("twice"), len(TEXT), "content", 7)
    first, second = paragraphs(TEXT, [across])
    assert first.begins == (7,)
    assert second.begins == ()
    assert [piece.content for piece in second.pieces] == [(7,)]


def test_white_space_before_a_quotation_is_not_its_beginning() -> None:
    early = Mark(TEXT.index("\n\n"), len(TEXT), "content", 7)
    first, second = paragraphs(TEXT, [early])
    assert first.begins == ()
    assert second.begins == (7,)


def test_marks_outside_the_text_are_left_out() -> None:
    outside = [Mark(-1, 3, "content", 1), Mark(5, 5, "content", 2), Mark(3, 900, "content", 3)]
    assert paragraphs(TEXT, outside) == paragraphs(TEXT, [])


@given(
    st.text("ab “”\n\r", max_size=60),
    st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62), st.sampled_from([1, 2, 3]))),
)
def test_nothing_is_lost_and_nothing_moves(text: str, spans: list[tuple[int, int, int]]) -> None:
    marks = [Mark(start, end, "content", number) for start, end, number in spans]
    found = paragraphs(text, marks)
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    assert shown(found) == lines
    begun = [number for paragraph in found for number in paragraph.begins]
    assert len(begun) == len(set(begun))
