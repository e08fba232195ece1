"""What becomes of the networks at the ends of the rounds."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")


def test_each_round_counts_with_its_share():
    from training.train import averaged

    first = {"w": torch.tensor([0.0, 4.0]), "b": torch.tensor([1.0])}
    second = {"w": torch.tensor([4.0, 0.0]), "b": torch.tensor([1.0])}
    mean = averaged([first, second], [0.25, 0.75])
    assert mean["w"].tolist() == [3.0, 1.0]
    assert mean["b"].tolist() == [1.0]
    assert averaged([first, second], [1.0, 3.0])["w"].tolist() == [3.0, 1.0], "shares, not weights"
    assert torch.equal(averaged([first], [0.35])["w"], first["w"])
