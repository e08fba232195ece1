"""What is learnt of acts with one encoder leaves what was learnt with another."""

from __future__ import annotations

from typing import Any

from training.acts import beside


def learnt(width: str, vectors: str, words: str) -> dict[str, Any]:
    return {"read": {width: vectors}, "unread": words, "measured": f"{vectors} measured"}


def test_each_encoder_has_its_own() -> None:
    first = learnt("2", "small", "words")
    both = beside(first, learnt("3", "large", "other words"), "accurate")
    assert both == {
        "read": {"2": "small", "3": "large"},
        "unread": "words",
        "measured": "small measured",
        "measured accurate": "large measured",
    }
    again = beside(both, learnt("2", "new", "new words"), None)
    assert again == {
        **both,
        "read": {"2": "new", "3": "large"},
        "unread": "new words",
        "measured": "new measured",
    }
