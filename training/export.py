"""Export the trained network to ONNX and quantise it.

    python -m training.export --data ../shared/data --work training/work \\
        --out quotes/language/weights/encoder

The graph takes one window (or several of one length, so nothing is padded or
masked): piece ids, casings and the index of each word's first piece; it gives
what the runtime decodes. A label is scored for the head that a word ends up
with, which only the runtime knows, so the graph gives what it is scored from.

The encoder becomes 8-bit integers (`training.quantise`); the heads, small and
sensitive, stay in full precision. Tried on the training before the one that is
bundled, of a thousand words of the dev parts this changed, beside full
precision, the best head of 10, the tag of 2, the name of 1 and the role of 6;
activations rounded on a scale taken from each window anew changed 28, 6, 3 and
16. Products with integers in blocks of 32 to 128 (MatMulNBits) changed 7, 2, 1
and 4 but took as long as full precision, a scale for each word by the graph's
own means took a quarter longer, and fused attention (MultiHeadAttention) gained
nothing at this size.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from quotes.language.pieces import PieceEncoder
from training.mix import read_mix
from training.network import Network, read_config
from training.quantise import Feed, quantise
from training.recipe import Recipe
from training.train import pretrained_folder, read_labels

INPUTS = ("ids", "cs", "first")
OUTPUTS = ("tag", "sent", "ner", "quote", "arc", "dependent", "governor", "h")
#: Outputs that are always the same, which the runtime reads once.
CONSTANTS = ("label", "ner_moves", "quote_moves")
#: Windows of each corpus on which activations are measured: one in so many, of the first so many.
EVERY, OF_FIRST = 20, 1200


class Runtime(nn.Module):
    """What the runtime asks of the network.

    ``label`` is (labels, 65, 65): the weights with which a word's ``dependent`` and its head's
    ``governor`` (both with a last 1 added) score the label between them. The moves are (labels,
    labels), from a word's label to the next word's.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, cs: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        words = network.words(ids, None, cs, first)
        return (
            network.tag(words.syntax).argmax(-1),
            network.sentence(words.syntax),
            network.ner(words.names),
            network.quote(words.roles),
            network.arcs(words.syntax),
            F.gelu(network.label_dependent(words.syntax)),
            F.gelu(network.label_head(words.syntax)),
            words.names,
            network.label,
            network.ner_moves,
            network.quote_moves,
        )


def export(data: Path, work: Path, out: Path) -> None:
    """Write ``model.onnx``, ``labels.json`` and ``tokenizer.json`` into ``out``."""
    labels = read_labels(work / "labels.json")
    recipe = Recipe.from_record(json.loads((work / "training.json").read_text())["recipe"])
    network = Network(read_config(pretrained_folder()), labels, mixed=recipe.layer_mix)
    network.load_state_dict(torch.load(work / "network.pt", weights_only=True, map_location="cpu"))
    full = work / "model.onnx"
    to_onnx(network, full)
    pieces = PieceEncoder(Tokenizer.from_file(str(work / "tokenizer.json")))
    windows = list(sample(data, pieces, recipe))
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(quantise(onnx.load(str(full)), windows, "/encoder/"), str(out / "model.onnx"))
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(work / name, out / name)
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def to_onnx(network: Network, path: Path) -> None:
    """The graph in full precision."""
    ids = torch.randint(1000, 20000, (2, 40))
    example = (ids, torch.zeros_like(ids), torch.arange(30)[None].repeat(2, 1))
    names = {name: {0: "batch", 1: "pieces"} for name in ("ids", "cs")}
    with torch.no_grad():
        torch.onnx.export(
            Runtime(network).eval(),
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=[*OUTPUTS, *CONSTANTS],
            dynamic_axes={**names, "first": {0: "batch", 1: "words"}},
            opset_version=17,
            dynamo=False,
        )


def sample(data: Path, pieces: PieceEncoder, recipe: Recipe) -> Iterator[Feed]:
    """Windows of all training corpora, as inputs of the graph."""
    _, corpora = read_mix(data, pieces, recipe)
    for corpus in corpora:
        for example in islice(corpus.draw(0), 0, OF_FIRST, EVERY):
            numbers = (example.ids, example.casings, example.first)
            yield {
                name: values[None].astype("int64")
                for name, values in zip(INPUTS, numbers, strict=True)
            }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--out", type=Path, default=Path("quotes/language/weights/encoder"))
    args = parser.parse_args()
    export(args.data, args.work, args.out)


if __name__ == "__main__":
    main()
