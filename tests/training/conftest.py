"""What the tests of the network share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def small_network():
    """Makes a network that is small and knows nothing, the same for the same seed."""

    def make(seed, *, mixed=True):
        import torch

        from training.network import LabelSets, Network

        config = {
            "hidden_size": 24,
            "vocab_size": 90,
            "max_position_embeddings": 40,
            "num_attention_heads": 3,
            "intermediate_size": 60,
            "num_hidden_layers": 3,
        }
        labels = LabelSets(
            tags=("NN", "VB", "."),
            deps=("ROOT", "nsubj", "dobj", "punct"),
            ner=("O", "B-ORG", "I-ORG"),
            quote=("O", "B-CUE", "I-CUE"),
        )
        torch.manual_seed(seed)
        made = Network(config, labels, mixed=mixed).eval()
        with torch.no_grad():
            for parameter in made.parameters():  # some begin at zero
                parameter.normal_(std=0.3)
        return made

    return make
