"""The bundled weights as a network that can go on learning.

    python -m training.bundled --out training/bundled-work
    python -m training.train --begin training/bundled-work ...
    python -m training.bundled --weights quotes/language/weights/accurate ...   the larger one

What training left is not kept, only what became of it: 8-bit integers in a graph. Turned back, they
are what they were but for the rounding, which hardly changes what the network says.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from training.network import Layer, Network
from training.networks import Trained, blank, pretrained_folder, read_labels
from training.quantise import APART
from training.recipe import Recipe, accurate_recipe

#: The bundled encoder, and what the larger one beside it shares with it: word pieces and labels.
FOLDER = Path(__file__).parents[1] / "quotes/language/weights/encoder"
Floats = NDArray[np.float32]
#: What only MPNet has.
_DISTANCES = "network.encoder.distances.bias.weight"


class Constants:
    """The numbers of an exported and quantised graph, in full precision again."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.by_name = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        # What each product reads, after it was divided and rounded.
        self.read = {
            node.name.removesuffix("/product"): node.input[0].removesuffix("/QuantizeLinear")
            for node in model.graph.node
            if node.op_type == "MatMulIntegerToFloat"
        }

    def __getitem__(self, name: str) -> Floats:
        return self.by_name[name].astype(np.float32)

    def embedding(self, name: str) -> Floats:
        """(rows, width)."""
        return self[f"{name}/Gather/integers"] * self[f"{name}/Gather/scales"]

    def product(self, name: str) -> tuple[Floats, Floats]:
        """(outputs, inputs) and (outputs,): the weights and the bias."""
        node = f"{name}/Gemm"
        weights = self[f"{node}/integers"] * self[f"{node}/scales"]
        if f"{node}/far_weights" in self.by_name:
            weights[:APART] = self[f"{node}/far_weights"]
        if (scale := f"{self.read[node]}/scale") in self.by_name:
            weights *= self[scale][:, None]
        return weights.T, self[f"{node}/bias"]


def read_bundled(folder: Path = FOLDER) -> Trained:
    """The network whose exported and quantised graph lies in ``folder``, MiniLM's or MPNet's."""
    constants = Constants(onnx.load(str(folder / "model.onnx")))
    recipe = recipe_of(constants)
    labels = read_labels(_beside(folder, "labels.json"))
    network = blank(pretrained_folder(), labels, recipe)
    network.load_state_dict(parameters(constants, network))
    return Trained(network, labels, recipe)


def recipe_of(constants: Constants) -> Recipe:
    """A recipe for an encoder of the kind and depth of a graph's."""
    if _DISTANCES not in constants.by_name:
        return Recipe()
    depth = sum(name.endswith("/up/Gemm/bias") for name in constants.by_name)
    return replace(accurate_recipe(), layers=depth)


def _beside(folder: Path, name: str) -> Path:
    """A file of the weights in ``folder``, or the bundled encoder's where there is none of their
    own."""
    own = folder / name
    return own if own.exists() else FOLDER / name


def parameters(constants: Constants, network: Network) -> dict[str, Tensor]:
    """What ``network`` has to load to be what was exported.

    The other way round than :mod:`training.graph`. What that leaves out, as it is the same for all
    heads of a word, is nought.
    """
    found: dict[str, Floats] = {}

    def both(name: str, weights: Floats, bias: Floats) -> None:
        found[f"{name}.weight"], found[f"{name}.bias"] = weights, bias

    width = network.encoder.norm.weight.shape[0]
    for i, layer in enumerate(cast(Layer, each) for each in network.encoder.layers):
        own, theirs = f"encoder.layers.{i}", f"/encoder/layers.{i}"
        query, key, value = (constants.product(f"{theirs}/{x}") for x in ("query", "key", "value"))
        scale = np.float32((width // layer.heads) ** -0.5)
        query = query[0] / scale, query[1] / scale
        three = zip(query, key, value, strict=True)
        both(f"{own}.attended", *(np.concatenate(part) for part in three))
        for part in ("out", "up", "down"):
            both(f"{own}.{part}", *constants.product(f"{theirs}/{part}"))
    for part in ("arc_dependent", "arc_head", "label_dependent", "label_head"):
        both(part, *constants.product(f"/{part}"))
    found["encoder.pieces.weight"] = constants.embedding("/encoder/pieces")
    found["encoder.positions.weight"] = constants.embedding("/encoder/positions")
    found["encoder.casing.weight"] = constants["encoder.casing.weight"]
    found["encoder.segment"] = np.zeros(width, np.float32)  # is in the casing
    for i, shares in enumerate(constants["mix.shares"]):
        found[f"mixes.{i}.weights"] = np.log(shares)
    arc = np.zeros(tuple(network.arc.shape), np.float32)
    arc[:-1, :-1], arc[-1, :-1] = constants["arc.weight"].T, constants["arc.bias"]
    found["arc"] = arc
    same = {
        name: constants[f"network.{name}"] for name in network.state_dict() if name not in found
    }
    return tensors({**found, **same})


def tensors(arrays: Mapping[str, Floats]) -> dict[str, Tensor]:
    """The same in torch."""
    return {name: torch.from_numpy(np.ascontiguousarray(x)) for name, x in arrays.items()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, default=Path("training/bundled-work"))
    args = parser.parse_args()
    bundled = read_bundled(args.weights)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(bundled.network.state_dict(), args.out / "network.pt")
    record = {"recipe": bundled.recipe.as_record()}
    (args.out / "training.json").write_text(json.dumps(record, indent=1))
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(_beside(args.weights, name), args.out / name)


if __name__ == "__main__":
    main()
