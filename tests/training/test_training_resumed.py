"""A training that is killed and goes on is the one that nobody killed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training import train  # noqa: E402
from training.examples import Example  # noqa: E402
from training.recipe import Recipe, Round, student_recipe, teacher_recipe  # noqa: E402
from training.teacher import taught_by  # noqa: E402

RECIPE = Recipe(rounds=(Round(masked=0.2, taught=True),))
STEPS = 7


class Killed(Exception):
    pass


class Batches(list):
    """Batches of which one cannot be read any more."""

    def __init__(self, batches, end):
        super().__init__(batches)
        self.end = end

    def __getitem__(self, i):
        if i == self.end:
            raise Killed
        return super().__getitem__(i)


class Tokenizer:
    def token_to_id(self, piece):
        return {"[MASK]": 3, "[SEP]": 2}[piece]


def batches():
    rng = np.random.default_rng(4)
    out = []
    for _ in range(STEPS):
        ids = rng.integers(4, 90, 8).astype(np.int32)
        first = np.arange(1, 7, dtype=np.int32)
        quote = rng.integers(0, 3, 6).astype(np.int32)
        out.append([Example(ids, np.zeros_like(ids), first, {"quote": quote})] * 2)
    return out


def trained(make, path, ends):
    """The network after runs that end where ``ends`` says, and then a whole one."""
    for end in (*ends, None):
        network = make(1)
        network.dropout.p = 0.3
        kept = train.Checkpoint(path, RECIPE)
        state = kept.read("cpu")
        network.load_state_dict(state.get("network", network.state_dict()))
        torch.manual_seed(2)
        try:
            train.run_round(
                network,
                Batches(batches(), end),
                0,
                kept,
                state,
                Tokenizer(),
                taught_by(make(7)),
            )
        except Killed:
            continue
    return network.state_dict()


def test_the_same_network(small_network, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "CHECKPOINT_SECONDS", 0.0)
    whole = trained(small_network, tmp_path / "whole.pt", [])
    killed = trained(small_network, tmp_path / "killed.pt", [3, 5])
    assert all(torch.equal(whole[name], killed[name]) for name in whole)
    untouched = small_network(1).state_dict()
    assert not torch.equal(whole["quote.weight"], untouched["quote.weight"])


def test_out_of_time_it_ends_early(small_network, tmp_path, capsys):
    network, state = small_network(1), {"seconds": 120.0}
    kept = train.Checkpoint(tmp_path / "checkpoint.pt", RECIPE)
    train.run_round(network, batches(), 0, kept, state, Tokenizer(), minutes=2.0)
    assert "out of time at step 0" in capsys.readouterr().out
    assert all(
        torch.equal(value, small_network(1).state_dict()[name])
        for name, value in network.state_dict().items()
    )


def test_a_checkpoint_outlives_settings_that_come_later_but_not_another_recipe(tmp_path):
    path = tmp_path / "checkpoint.pt"
    train.Checkpoint(path, RECIPE).write({"step": 3})
    assert not path.with_suffix(".tmp").exists()
    state = torch.load(path, weights_only=True)
    del state["recipe"]["readings"]  # written before there was this setting
    torch.save(state, path)
    assert train.Checkpoint(path, RECIPE).read("cpu") == {"step": 3}
    assert train.Checkpoint(path, Recipe()).read("cpu") == {}


def test_recipes_of_teacher_and_student():
    teacher, student = teacher_recipe(seed=3), student_recipe(polnear=False)
    assert (teacher.encoder, teacher.seed, student.encoder) == ("mpnet", 3, "minilm")
    assert not any(one.taught for one in teacher.rounds)
    assert all(one.taught for one in student.rounds) and not student.polnear
    assert Recipe.from_record(student.as_record()) == student
    with pytest.raises(ValueError):
        Recipe().with_changes(["encoder=gpt"])
