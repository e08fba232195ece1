"""What all rooms share: the bundled pipeline, loaded once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import quotes

# `training` and `benchmarks` are not installed; last, so that `quotes` is the installed one.
sys.path.append(str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def nlp():
    """The bundled pipeline."""
    return quotes.load()
