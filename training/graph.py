"""The network as the runtime asks for it: one window at a time, and nothing that could be known
before.

The same numbers as those of :class:`training.network.Network`, in the form in which ONNX Runtime
is quickest: five sixths of the time, in 8 bits, that the network as it stands takes.

- one window has no batch, so a head's queries, keys and values are read where they are;
- queries, keys and values are products of their own, which nothing has to cut apart;
- the last layer is only asked about the first pieces of words;
- the mixes of layers are one product with shares that are constant.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.mpnet import MPNet
from training.network import Encoder, Layer, LayerMix, Network

#: Products whose output features are the input features of a later one, each by itself: the later
#: one's name, and the earlier one's.
CARRIED = {"/out/": "/value/", "/down/": "/up/"}


class Graph(nn.Module):
    """What the runtime asks of the network.

    Of one window: ``ids`` and ``cs`` (1, pieces), ``first`` (1, words); the outputs have the same
    first axis. ``arc`` lacks what is the same for all heads of a word, and so never decides.
    ``label`` is (labels, 65, 65): the weights with which a word's ``dependent`` and its head's
    ``governor`` (both with a last 1 added) score the label between them. The moves are (labels,
    labels), from a word's label to the next word's.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.encoder = WindowEncoder(network.encoder)
        self.mix = Mix(network.mixes) if network.mixes is not None else None
        self.arc = _linear(network.arc[:-1, :-1].T, network.arc[-1, :-1])

    def forward(self, ids: Tensor, cs: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network, words = self.network, first[0]
        layers = self.encoder(ids[0], cs[0], words)
        if self.mix is None:
            syntax = names = roles = layers[-1]
        else:
            gathered = [torch.index_select(layer, 0, words) for layer in layers[:-1]]
            syntax, names, roles = self.mix([*gathered, layers[-1]])
        dependent, head = F.gelu(network.arc_dependent(syntax)), F.gelu(network.arc_head(syntax))
        of_words = (
            network.tag(syntax).argmax(-1),
            network.sentence(syntax),
            network.ner(names),
            network.quote(roles),
            self.arc(dependent) @ head.T,
            F.gelu(network.label_dependent(syntax)),
            F.gelu(network.label_head(syntax)),
            names,
        )
        constants = network.label, network.ner_moves, network.quote_moves
        return *(output[None] for output in of_words), *constants


class WindowEncoder(nn.Module):
    """:class:`Encoder` for one window."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.pieces, self.positions = encoder.pieces, encoder.positions
        self.norm = encoder.norm
        # The segment is the same everywhere.
        self.casing = nn.Embedding.from_pretrained(encoder.casing.weight + encoder.segment)
        self.layers = nn.ModuleList(WindowLayer(cast(Layer, layer)) for layer in encoder.layers)
        self.distances = encoder.distances if isinstance(encoder, MPNet) else None

    def forward(self, ids: Tensor, casings: Tensor, words: Tensor) -> list[Tensor]:
        """(pieces, width) of every layer, the embeddings' first; of the last (words, width)."""
        positions = self.positions(torch.arange(ids.shape[0]))
        outputs = [self.norm(self.pieces(ids) + positions + self.casing(casings))]
        near = None if self.distances is None else self.distances(ids.shape[0])
        for layer in self.layers[:-1]:
            outputs.append(layer(outputs[-1], None, near))
        outputs.append(self.layers[-1](outputs[-1], words, near))
        return outputs


class WindowLayer(nn.Module):
    """:class:`Layer` for one window, with queries that are already scaled."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.width, self.heads = layer.out.in_features, layer.heads
        scale = (self.width // self.heads) ** -0.5
        weights = torch.split(layer.attended.weight, self.width)
        biases = torch.split(layer.attended.bias, self.width)
        self.query = _linear(weights[0] * scale, biases[0] * scale)
        self.key = _linear(weights[1], biases[1])
        self.value = _linear(weights[2], biases[2])
        self.out, self.after_attention = layer.out, layer.after_attention
        self.up, self.down, self.after_feed = layer.up, layer.down, layer.after_feed

    def forward(self, x: Tensor, wanted: Tensor | None, near: Tensor | None) -> Tensor:
        """(pieces, width) for the same, or for the ``wanted`` pieces alone.

        ``near`` (heads, pieces, pieces) is added to the scores.
        """
        kept = x if wanted is None else torch.index_select(x, 0, wanted)
        # ONNX Runtime reads these transposed and does not move them.
        query = self._by_head(self.query(kept)).transpose(0, 1)
        key = self._by_head(self.key(x)).permute(1, 2, 0)
        value = self._by_head(self.value(x)).transpose(0, 1)
        scores = query @ key
        if near is not None:
            scores = scores + (near if wanted is None else torch.index_select(near, 1, wanted))
        mixed = torch.softmax(scores, -1) @ value
        mixed = mixed.transpose(0, 1).reshape(-1, self.width)
        kept = self.after_attention(kept + self.out(mixed))
        out: Tensor = self.after_feed(kept + self.down(F.gelu(self.up(kept))))
        return out

    def _by_head(self, x: Tensor) -> Tensor:
        return x.view(-1, self.heads, self.width // self.heads)


class Mix(nn.Module):
    """Several :class:`LayerMix` of the same layers."""

    def __init__(self, mixes: nn.ModuleList) -> None:
        super().__init__()
        shares = [torch.softmax(cast(LayerMix, mix).weights.detach(), 0) for mix in mixes]
        self.register_buffer("shares", torch.stack(shares))

    def forward(self, layers: list[Tensor]) -> tuple[Tensor, ...]:
        """(words, width) of each mix, from the same of each layer."""
        width = layers[0].shape[-1]
        shares = cast(Tensor, self.shares)
        mixed = shares @ torch.cat([layer.reshape(1, -1) for layer in layers])
        return mixed.view(shares.shape[0], -1, width).unbind()


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    """A product with these numbers: (outputs, inputs) and (outputs,)."""
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight, made.bias = nn.Parameter(weight.detach()), nn.Parameter(bias.detach())
    return made
