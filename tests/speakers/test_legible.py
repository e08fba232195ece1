"""Names hold nothing that cannot be seen, whatever the text has between their letters."""

from __future__ import annotations

import pytest

import quotes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“It is open,” said Zoë O’Neil\x1bl on Monday.", "Zoë O’Neill"),
        ("“It is open,” said \u202eAda Mil\u00adler on Monday.", "Ada Miller"),
        ("“It is open,” said Ada Miller\u200d on Monday.", "Ada Miller"),
    ],
)
def test_a_name_without_what_cannot_be_seen(text: str, name: str) -> None:
    (found,) = quotes.extract(text)
    assert found.speaker is not None and found.speaker.name == name
    assert found.source is not None
    assert text[found.source.start : found.source.end] == found.source.text
