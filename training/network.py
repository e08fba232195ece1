"""One small transformer encoder and its heads, in torch.

The encoder is MiniLM (Wang et al. 2020) as distilled in all-MiniLM-L6-v2: the
architecture of BERT (Devlin et al. 2019) with 6 layers, 384 wide. The parser is
the deep biaffine one of Dozat and Manning (2017), with labels scored for the
chosen heads alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

IGNORE = -100
FAR = -1e4


@dataclass(frozen=True, slots=True)
class LabelSets:
    """The labels of each head, in the order of its outputs."""

    tags: tuple[str, ...]
    deps: tuple[str, ...]
    ner: tuple[str, ...]
    quote: tuple[str, ...]

    def to_json(self) -> str:
        """As the runtime reads it."""
        return json.dumps({name: list(getattr(self, name)) for name in self.__slots__})


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.after_attention = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.after_feed = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        # Scaled before the product, which is larger than the query.
        q = split(self.query(x) * (width // self.heads) ** -0.5)
        k, v = split(self.key(x)), split(self.value(x))
        # Written out: with bf16 on a processor this trains faster than the fused kernel.
        scores = q @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        mixed = torch.softmax(scores, -1) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.after_attention(x + self.dropout(self.out(mixed)))
        return self.after_feed(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces in, one vector a piece out; casing is added to the piece embedding."""

    def __init__(self, config: dict[str, int], casings: int, dropout: float) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.pieces = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.segment = nn.Parameter(torch.zeros(width))
        # Starts at zero: the encoder was pretrained without casing.
        self.casing = nn.Embedding(casings, width)
        nn.init.zeros_(self.casing.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, attention: Tensor | None, casing: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.positions(positions) + self.segment + self.casing(casing)
        x = self.dropout(self.norm(x))
        mask = None
        if attention is not None:
            mask = (1 - attention[:, None, None, :].to(x.dtype)) * FAR
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Network(nn.Module):
    """The encoder and five heads over the first piece of each word."""

    ARC, LABEL = 256, 64

    def __init__(
        self, config: dict[str, int], labels: LabelSets, casings: int = 8, dropout: float = 0.15
    ) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.encoder = Encoder(config, casings, 0.1)
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(width, len(labels.tags))
        self.sentence = nn.Linear(width, 2)
        self.ner = nn.Linear(width, len(labels.ner))
        self.quote = nn.Linear(width, len(labels.quote))
        self.arc_head, self.arc_dependent = nn.Linear(width, self.ARC), nn.Linear(width, self.ARC)
        self.label_head = nn.Linear(width, self.LABEL)
        self.label_dependent = nn.Linear(width, self.LABEL)
        self.arc = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC + 1))
        self.label = nn.Parameter(torch.zeros(len(labels.deps), self.LABEL + 1, self.LABEL + 1))

    def words(self, ids: Tensor, attention: Tensor | None, casing: Tensor, first: Tensor) -> Tensor:
        """(batch, words, width): the vector of each word's first piece.

        ``attention`` is 0 for padding; ``None`` when there is none.
        """
        pieces = self.encoder(ids, attention, casing)
        index = first[..., None].expand(-1, -1, pieces.shape[-1])
        return self.dropout(torch.gather(pieces, 1, index))

    def arcs(self, words: Tensor) -> Tensor:
        """(batch, dependents, heads): how well each word would do as each word's head."""
        dependent = _with_bias(F.gelu(self.arc_dependent(words)))
        head = _with_bias(F.gelu(self.arc_head(words)))
        return (dependent @ self.arc.to(dependent.dtype)) @ head.transpose(1, 2)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """(batch, words, labels) for the given heads."""
        dependent = _with_bias(F.gelu(self.label_dependent(words)))
        head = F.gelu(self.label_head(words))
        head = _with_bias(torch.gather(head, 1, heads[..., None].expand(-1, -1, head.shape[-1])))
        batch, count, size = dependent.shape
        weight = self.label.to(dependent.dtype).permute(1, 0, 2).reshape(size, -1)
        mixed = (dependent.reshape(-1, size) @ weight).view(batch * count, -1, size)
        scores = mixed @ head.reshape(-1, size, 1)
        return scores.view(batch, count, -1)


def _with_bias(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def load_pretrained(folder: Path, labels: LabelSets) -> Network:
    """A network whose encoder is the pretrained MiniLM of ``folder`` (safetensors, config.json)."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    network = Network(config, labels)
    encoder = network.encoder
    embeddings = "embeddings."
    own = {
        "pieces.weight": embeddings + "word_embeddings.weight",
        "positions.weight": embeddings + "position_embeddings.weight",
        "norm.weight": embeddings + "LayerNorm.weight",
        "norm.bias": embeddings + "LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "after_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "after_feed": "output.LayerNorm",
    }
    for i in range(len(encoder.layers)):
        for mine, theirs in parts.items():
            for kind in ("weight", "bias"):
                own[f"layers.{i}.{mine}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    state = {mine: weights[theirs] for mine, theirs in own.items()}
    state["segment"] = weights[embeddings + "token_type_embeddings.weight"][0]
    state["casing.weight"] = encoder.casing.weight.detach()
    encoder.load_state_dict(state)
    return network
