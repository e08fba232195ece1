"""Which documents of GUM may train."""

from __future__ import annotations

import pytest

from training.gum_genres import may_train


@pytest.mark.parametrize(
    ("document", "may"),
    [
        ("GUM_textbook_history", True),
        ("GUM_vlog_wine", True),
        ("GUM_conversation_vet", True),
        ("GUM_court_carpet", True),
        ("GUM_speech_nixon", True),
        ("GUM_speech_destiny", False),
        ("GUM_fiction_oversite", False),
        ("GUM_reddit_macroeconomics", False),
    ],
)
def test_what_is_stated_to_be_free(document, may):
    assert may_train(document) is may
