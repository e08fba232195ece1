"""The average of several trainings."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from training import averaged  # noqa: E402
from training.network import LabelSets  # noqa: E402
from training.networks import Trained  # noqa: E402
from training.recipe import Recipe  # noqa: E402

LABELS = LabelSets(("NN",), ("dep",), ("O",), ("O",))
OTHERS = LabelSets(("NN", "VB"), ("dep",), ("O",), ("O",))


@pytest.fixture
def trained(tmp_path, small_network, monkeypatch):
    """Three trainings, the last one with other labels."""
    found = {}
    for number, labels in enumerate((LABELS, LABELS, OTHERS), 1):
        work = tmp_path / str(number)
        work.mkdir()
        for name in ("labels.json", "tokenizer.json", "training.json"):
            (work / name).write_text(f"{name} of {number}")
        found[work] = Trained(small_network(number), labels, Recipe())
    monkeypatch.setattr(averaged, "read_trained", lambda work: found[work])
    return found


def test_each_has_its_share(trained, tmp_path: Path):
    one, other, _ = trained
    averaged.average([(one, 3.0), (other, 1.0)], tmp_path / "out")
    made = torch.load(tmp_path / "out/network.pt", weights_only=True)
    a, b = (trained[work].network.state_dict() for work in (one, other))
    for name, values in made.items():
        assert torch.allclose(values, 0.75 * a[name] + 0.25 * b[name], atol=1e-6), name
    assert (tmp_path / "out/labels.json").read_text() == "labels.json of 1"


def test_other_labels_are_refused(trained, tmp_path: Path):
    one, _, different = trained
    with pytest.raises(SystemExit, match="other labels"):
        averaged.average([(one, 1.0), (different, 1.0)], tmp_path / "out")
    assert not (tmp_path / "out").exists()
