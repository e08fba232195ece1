"""Quotation marks, trimming, pieces and types."""

import pytest

from quotes.evaluate.spans import characters, inside_marks, pieces, trim, type_of


def quoted(text: str) -> str:
    """The characters of `text` that stand inside marks, the others as dots."""
    inside = inside_marks(text)
    return "".join(c if inside[i] else "." for i, c in enumerate(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” twice", "........“no”......"),
        ('a "b" c', '.."b"..'),
        ("a ''b'' c", "..''b''.."),
        ("a ``b'' c", "..``b''.."),
        ("a «b» c", "..«b».."),
        ("a ”b” c", "..”b”.."),
        ("a ‘b’ c", "..‘b’.."),
        ("it’s ‘so’", ".....‘so’"),
        ("‘it’s so’ ok", "‘it’s so’..."),
        ("’tis “it’s” x", ".....“it’s”.."),
        ("rock‘n’ roll", "............"),
        ("‘tis the season", "..............."),
        ("a 'b' c", "......."),
        # A mark that is never closed holds to the end of its line and no further.
        ("a “b c\nd", "..“b c.."),
        # A straight mark before a blank closes nothing that is not open.
        ('a" b', "...."),
        # The closing mark was left out: the next opening one does not close.
        ('"a ("b" c', '"a ("b"..'),
        ('"a "b c" d', '"a "b c"..'),
        ("", ""),
    ],
)
def test_inside_marks(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" “Yes, no.” ", "Yes, no"), ("…", ""), ("a", "a"), ("$5 a.m.", "$5 a.m"), ("`x´", "x´")],
)
def test_trim(text: str, expected: str) -> None:
    start, end = trim(text, (0, len(text)))
    assert text[start:end] == expected


def test_trim_stays_within_the_span() -> None:
    assert trim("“a” “b”", (3, 7)) == (5, 6)
    assert trim("a . b", (1, 4)) in {(n, n) for n in range(1, 5)}


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("ab cd", [(3, 5), (0, 2)], [(0, 5)]),
        ("ab, cd", [(0, 2), (4, 6)], [(0, 2), (4, 6)]),
        ("ab” “cd", [(0, 2), (5, 7)], [(0, 7)]),
        ("ab\ncd", [(0, 5)], [(0, 2), (3, 5)]),
        ("ab\n cd", [(0, 6)], [(0, 2), (3, 6)]),
        ("ab \n \n cd", [(0, 9)], [(0, 3), (6, 9)]),
        ("abcdef", [(0, 4), (2, 6)], [(0, 6)]),
        ("abcdef", [(0, 6), (2, 4)], [(0, 6)]),
        ("abcdef", [(0, 3), (3, 6)], [(0, 6)]),
        ("a  b", [(1, 3)], []),
        ("abc", [], []),
    ],
)
def test_pieces(text: str, spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert pieces(text, spans) == tuple(expected)


def test_characters_are_letters_and_digits() -> None:
    assert characters("“Été 9!” x", [(0, 8)]) == {1, 2, 3, 5}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“123456789” 0", "direct"),  # nine of ten: just enough
        ("“12345678” 90", "mixed"),
        ("12345678 “9”", "mixed"),
        ("1234", "indirect"),
        ("…", "indirect"),
    ],
)
def test_type(text: str, expected: str) -> None:
    content = characters(text, [(0, len(text))])
    assert type_of(content, inside_marks(text)) == expected
