"""A shallower network out of a trained one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from training import pruned as module  # noqa: E402
from training.mpnet import MPNet  # noqa: E402
from training.network import LabelSets, Network  # noqa: E402
from training.networks import Trained  # noqa: E402
from training.pruned import prune, pruned  # noqa: E402
from training.recipe import Recipe  # noqa: E402

SIZES = {
    "hidden_size": 24,
    "vocab_size": 90,
    "max_position_embeddings": 40,
    "num_attention_heads": 3,
    "intermediate_size": 60,
}
LABELS = LabelSets(("NN", "VB"), ("ROOT", "nsubj"), ("O", "B-ORG"), ("O", "B-CUE"))


def network(layers, seed=1):
    torch.manual_seed(seed)
    made = Network({**SIZES, "num_hidden_layers": layers}, LABELS, encoder=MPNet, mixed=True).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(std=0.3)
    return made


def words(made):
    torch.manual_seed(3)
    ids, casings = torch.randint(0, 90, (1, 12)), torch.randint(0, 8, (1, 12))
    with torch.no_grad():
        return made.words(ids, None, casings, torch.tensor([[1, 3, 4, 8]]))


def test_without_the_layers_that_are_left_out_all_is_as_it_was():
    large, small = network(5), network(3, seed=2)
    small.load_state_dict(pruned(large.state_dict(), (0, 2, 4)))
    kept = [large.encoder.layers[i] for i in (0, 2, 4)]
    large.encoder.layers = torch.nn.ModuleList(kept)
    for mix in large.mixes:
        mix.weights = torch.nn.Parameter(mix.weights[[0, 1, 3, 5]])
    for mine, theirs in zip(words(small), words(large), strict=True):
        assert torch.equal(mine, theirs)


def test_all_layers_are_the_network_itself():
    large, other = network(4), network(4, seed=2)
    assert not torch.equal(words(other).roles, words(large).roles)
    other.load_state_dict(pruned(large.state_dict(), range(4)))
    assert torch.equal(words(other).roles, words(large).roles)


@pytest.mark.parametrize("layers", [(), (2, 1), (1, 1), (0, 3), (-1, 0)])
def test_layers_are_there_and_in_order(layers):
    with pytest.raises(ValueError, match="layers in rising order from 0 to 2"):
        pruned(network(3).state_dict(), layers)


def test_the_folder_is_one_to_begin_from(tmp_path, monkeypatch):
    work, out = tmp_path / "work", tmp_path / "out"
    work.mkdir()
    (work / "labels.json").write_text(LABELS.to_json())
    (work / "tokenizer.json").write_text("{}")
    trained = Trained(network(5), LABELS, replace(Recipe(), encoder="mpnet", layers=5))
    monkeypatch.setattr(module, "read_trained", lambda folder: trained)
    prune(work, (0, 4), out)
    record = json.loads((out / "training.json").read_text())["recipe"]
    assert Recipe.from_record(record) == replace(trained.recipe, layers=2)
    assert (out / "labels.json").read_text() == LABELS.to_json()
    network(2).load_state_dict(torch.load(out / "network.pt", weights_only=True))


def test_only_mpnet_can_be_pruned(tmp_path, monkeypatch):
    trained = Trained(network(3), LABELS, Recipe())
    monkeypatch.setattr(module, "read_trained", lambda folder: trained)
    with pytest.raises(ValueError, match="only MPNet"):
        prune(tmp_path, (0, 1), tmp_path / "out")
