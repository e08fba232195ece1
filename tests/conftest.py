"""What all rooms share: the bundled pipeline, loaded once."""

from __future__ import annotations

import pytest

import quotes


@pytest.fixture(scope="session")
def nlp():
    """The bundled pipeline."""
    return quotes.load()
