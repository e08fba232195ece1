"""Two single marks in a row are a double one."""

from __future__ import annotations

import pytest

from quotes.quotation.marks import quoted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It is open,’’ she said.", "It is open,"),
        ('"It is open,’’ she said.', "It is open,"),
        ("‘‘It is open,’’ she said.", "It is open,"),
        ("‘’It is open,’’ she said.", "It is open,"),
        ("''It is open,'' she said.", "It is open,"),
        ("“He said ‘it is open’,” she said.", "He said ‘it is open’,"),
        ("“The workers’ hall is open,” she said.", "The workers’ hall is open,"),
    ],
)
def test_doubled_single_marks(text: str, words: str) -> None:
    (found,) = quoted(text)
    start, end = found.inner
    assert text[start:end] == words
    assert found.closed
