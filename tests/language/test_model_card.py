"""The model card says what was measured, and the bundled files are those that were measured."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from quotes.language import WEIGHTS, model_card
from training.card import filled, megabytes
from training.card_picture import svg
from training.card_tables import main_figures

CARD = WEIGHTS / "MODEL_CARD.md"
DATA = Path(__file__).parents[2].parent / "shared/data"
#: What 8-bit arithmetic on another processor may change, in points.
ROUNDING = 0.4


def test_the_tables_and_the_picture_are_the_scores():
    card, scores = CARD.read_text(encoding="utf-8"), model_card()
    assert filled(card, scores) == card
    assert (WEIGHTS / "scores.svg").read_text(encoding="utf-8") == svg(scores)


def test_what_is_bundled_was_measured_and_all_of_the_test_part():
    model = (WEIGHTS / "encoder/model.onnx").read_bytes()
    assert model_card()["measured"] == {
        "part": "test",
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "one_document_in": 1,
    }
    assert model_card()["megabytes"] == megabytes(WEIGHTS)


def test_the_card_warns_of_what_cannot_be_compared():
    card = " ".join(CARD.read_text(encoding="utf-8").split())
    assert "each on its own test data" in card
    assert "The repository of PolNeAR states no terms" in card


def test_the_files_are_small_and_cannot_run_code():
    files = [path for path in WEIGHTS.rglob("*") if path.is_file()]
    sizes = {path: path.stat().st_size for path in files}
    larger = WEIGHTS / "accurate/model.onnx"
    assert sum(sizes.values()) < 100_000_000
    assert sum(sizes.values()) - sizes.get(larger, 0) < 40_000_000
    assert not [path for path in files if re.search(r"\.(pkl|pickle|pt|bin\.pkl)$", path.name)]
    kinds = {path.suffix for path in files}
    assert kinds == {".onnx", ".json", ".bin", ".md", ".svg"}


@pytest.mark.slow
def test_the_weights_still_reach_the_figures(request: pytest.FixtureRequest):
    """Reads all held-out texts again, for a minute or two: only with ``-m slow``."""
    if "slow" not in str(request.config.getoption("markexpr")):
        pytest.skip("asked for with -m slow")
    if not DATA.exists():
        pytest.skip("the corpora are not there")
    from training.measure import measure

    found = main_figures(measure(DATA, WEIGHTS / "encoder"))
    lost = {
        what: (figure, found.get(what))
        for what, figure in main_figures(model_card()).items()
        if found.get(what, 0.0) < figure - ROUNDING
    }
    assert not lost
