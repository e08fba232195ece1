"""Short names of organisations, and names that only look like them."""

from __future__ import annotations

import pytest

from quotes.speakers.names import shortened_organization


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("the Post", "The Washington Post", True),
        ("the Treasury", "Treasury Department", True),
        ("the House", "the White House", False),
        ("the Senate", "the California Senate", False),
        ("The Washington Post", "the Post", False),
    ],
)
def test_shortened_organization(short, full, expected):
    assert shortened_organization(short, full) is expected
