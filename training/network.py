"""One small transformer encoder and its heads, in torch.

The encoder is MiniLM (Wang et al. 2020) as distilled in all-MiniLM-L6-v2: the
architecture of BERT (Devlin et al. 2019) with 6 layers, 384 wide. The parser is
the deep biaffine one of Dozat and Manning (2017), with labels scored for the
chosen heads alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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


def half_precision(device: str) -> torch.autocast:
    """Products in bf16, where the machine has instructions for them.

    A processor without emulates them, several times slower than full precision.
    """
    able = device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device, dtype=torch.bfloat16, enabled=able)


class SharedDropout(nn.Module):
    """Dropout that leaves out the same features in every word of a window.

    Gal and Ghahramani (2016), as Dozat and Manning (2017) use it for parsing. It needs far
    fewer random numbers, which take a tenth of the time on a processor.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """``x`` is (batch, words or pieces, width)."""
        if not self.training or not self.p:
            return x
        kept = torch.full((x.shape[0], 1, x.shape[2]), 1 - self.p, device=x.device)
        return x * (torch.bernoulli(kept) / (1 - self.p)).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(
        self, width: int, heads: int, inner: int, dropout: float, eps: float = 1e-12
    ) -> None:
        super().__init__()
        self.heads = heads
        # Queries, keys and values in one product, which is faster than three.
        self.attended = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.after_attention = nn.LayerNorm(width, eps=eps)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.after_feed = nn.LayerNorm(width, eps=eps)
        self.dropout = SharedDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``mask`` is added to the scores of (batch, heads, pieces, pieces)."""
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = self.attended(x).split(width, -1)
        # Scaled before the product, which is larger than the query.
        q, k, v = split(query * (width // self.heads) ** -0.5), split(key), split(value)
        # Written out, and in bf16 as far as the rest is: the scores are the largest tensors, and
        # on a processor this trains faster than the fused kernel.
        scores = q @ k.transpose(-1, -2)
        if mask is not None:
            scores += mask.to(scores.dtype)
        with torch.autocast(x.device.type, enabled=False):
            shares = torch.softmax(scores, -1)
        mixed = shares @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.after_attention(x + self.dropout(self.out(mixed)))
        return self.after_feed(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces in, one vector a piece and layer out; casing is added to the piece embedding."""

    EPS = 1e-12

    def __init__(self, config: dict[str, int], casings: int, dropout: float) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.pieces = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.segment = nn.Parameter(torch.zeros(width))
        # Starts at zero: the encoder was pretrained without casing.
        self.casing = nn.Embedding(casings, width)
        nn.init.zeros_(self.casing.weight)
        self.norm = nn.LayerNorm(width, eps=self.EPS)
        self.dropout = SharedDropout(dropout)
        heads, inner = config["num_attention_heads"], config["intermediate_size"]
        self.layers = nn.ModuleList(
            Layer(width, heads, inner, dropout, self.EPS)
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, attention: Tensor | None, casing: Tensor) -> list[Tensor]:
        """The output of every layer, (batch, pieces, width), the embeddings' first."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.positions(positions) + self.segment + self.casing(casing)
        x = self.dropout(self.norm(x))
        mask = None
        if attention is not None:
            mask = (1 - attention[:, None, None, :].to(x.dtype)) * FAR
        if (near := self.nearness(ids.shape[1])) is not None:
            mask = near if mask is None else mask + near
        outputs = [x]
        for layer in self.layers:
            outputs.append(layer(outputs[-1], mask))
        return outputs

    def nearness(self, length: int) -> Tensor | None:
        """(heads, pieces, pieces): what each piece's place adds to another one's score for it.

        Here nothing: the embeddings have the places.
        """
        return None


class LayerMix(nn.Module):
    """A learned average of the outputs of all layers (Peters et al. 2018)."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        start = torch.zeros(layers)
        start[-1] = 2.0  # the last layer begins with about half of the weight
        self.weights = nn.Parameter(start)

    def forward(self, outputs: Sequence[Tensor]) -> Tensor:
        shares = torch.softmax(self.weights, 0)
        mixed = outputs[0] * shares[0]
        for i, output in enumerate(outputs[1:], 1):
            mixed = mixed + output * shares[i]
        return mixed


class Words(NamedTuple):
    """What each group of heads sees of the words: (batch, words, width)."""

    syntax: Tensor
    names: Tensor
    roles: Tensor


class Network(nn.Module):
    """The encoder and five heads over the first piece of each word."""

    ARC, LABEL = 256, 64

    def __init__(
        self,
        config: dict[str, int],
        labels: LabelSets,
        casings: int = 8,
        *,
        encoder: type[Encoder] = Encoder,
        mixed: bool,
        dropout: float = 0.0,
        encoder_dropout: float = 0.0,
    ) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.encoder = encoder(config, casings, encoder_dropout)
        self.dropout = SharedDropout(dropout)
        layers = config["num_hidden_layers"] + 1
        self.mixes = nn.ModuleList(LayerMix(layers) for _ in Words._fields) if mixed else None
        self.tag = nn.Linear(width, len(labels.tags))
        self.sentence = nn.Linear(width, 2)
        self.ner = nn.Linear(width, len(labels.ner))
        self.quote = nn.Linear(width, len(labels.quote))
        # How well each label follows each other one.
        self.ner_moves = nn.Parameter(torch.zeros(len(labels.ner), len(labels.ner)))
        self.quote_moves = nn.Parameter(torch.zeros(len(labels.quote), len(labels.quote)))
        self.arc_head, self.arc_dependent = nn.Linear(width, self.ARC), nn.Linear(width, self.ARC)
        self.label_head = nn.Linear(width, self.LABEL)
        self.label_dependent = nn.Linear(width, self.LABEL)
        self.arc = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC + 1))
        self.label = nn.Parameter(torch.zeros(len(labels.deps), self.LABEL + 1, self.LABEL + 1))

    def words(self, ids: Tensor, attention: Tensor | None, casing: Tensor, first: Tensor) -> Words:
        """The vectors of each word's first piece.

        ``attention`` is 0 for padding; ``None`` when there is none.
        """
        outputs = self.encoder(ids, attention, casing)
        index = first[..., None].expand(-1, -1, outputs[-1].shape[-1])
        if self.mixes is None:
            words = self.dropout(torch.gather(outputs[-1], 1, index))
            return Words(words, words, words)
        gathered = [torch.gather(output, 1, index) for output in outputs]
        return Words(*(self.dropout(mix(gathered)) for mix in self.mixes))

    def arcs(self, words: Tensor) -> Tensor:
        """(batch, dependents, heads): how well each word would do as each word's head."""
        dependent = _with_bias(F.gelu(self.arc_dependent(words)))
        head = _with_bias(F.gelu(self.arc_head(words)))
        return (dependent @ self.arc.to(dependent.dtype)) @ head.transpose(1, 2)

    def arcs_between(self, words: Tensor, present: Tensor) -> Tensor:
        """``arcs`` in full precision, where padding (``present`` is 0) is nobody's head."""
        return self.arcs(words).float().masked_fill((present == 0)[:, None, :], FAR)

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


def read_config(folder: Path) -> dict[str, int]:
    """The sizes of the pretrained MiniLM of ``folder``."""
    config: dict[str, int] = json.loads((folder / "config.json").read_text())
    return config


def load_pretrained(encoder: Encoder, folder: Path) -> None:
    """Give an encoder the parameters of the pretrained MiniLM of ``folder`` (safetensors)."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    attention = "attention.self"
    load_state(
        encoder,
        weights,
        parts={
            "out": "attention.output.dense",
            "after_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "after_feed": "output.LayerNorm",
        },
        attended=(f"{attention}.query", f"{attention}.key", f"{attention}.value"),
        more={"segment": weights["embeddings.token_type_embeddings.weight"][0]},
    )


def load_state(
    encoder: Encoder,
    weights: Mapping[str, Tensor],
    *,
    parts: Mapping[str, str],
    attended: Sequence[str],
    more: Mapping[str, Tensor],
) -> None:
    """Give an encoder the pretrained ``weights``, which have names of their own.

    ``parts`` are the names of a layer's parts, by ours; ``attended`` those of its queries, keys and
    values; ``more`` has parameters by our names. Casing stays as it is.
    """
    embeddings = "embeddings."
    own = {
        "pieces.weight": embeddings + "word_embeddings.weight",
        "positions.weight": embeddings + "position_embeddings.weight",
        "norm.weight": embeddings + "LayerNorm.weight",
        "norm.bias": embeddings + "LayerNorm.bias",
    }
    kinds = ("weight", "bias")
    for i in range(len(encoder.layers)):
        for mine, theirs in parts.items():
            for kind in kinds:
                own[f"layers.{i}.{mine}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    state = {mine: weights[theirs] for mine, theirs in own.items()}
    for i in range(len(encoder.layers)):
        for kind in kinds:
            three = [weights[f"encoder.layer.{i}.{part}.{kind}"] for part in attended]
            state[f"layers.{i}.attended.{kind}"] = torch.cat(three)
    encoder.load_state_dict({**state, **more, "casing.weight": encoder.casing.weight.detach()})
