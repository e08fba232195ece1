"""What all rooms share: the bundled pipeline, loaded once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

import quotes

from .parses import analysed, one, quote, speakers_of, told  # noqa: F401

# `training` and `benchmarks` are not installed; last, so that `quotes` is the installed one.
sys.path.append(str(Path(__file__).parents[1]))


# How long one example takes says what else the machine does: slowness is measured in benchmarks/.
settings.register_profile("quotes", deadline=None)
settings.load_profile("quotes")


@pytest.fixture(scope="session")
def nlp():
    """The bundled pipeline."""
    return quotes.load()
