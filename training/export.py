"""Export the trained network to ONNX and quantise it.

    python -m training.export --data ../shared/data --work training/work \\
        --out quotes/language/weights/encoder

The graph takes one window, so nothing is padded or masked: piece ids, casings and
the index of each word's first piece; it gives what the runtime decodes. A label is
scored for the head that a word ends up with, which only the runtime knows, so the
graph gives what it is scored from. `training.graph` says what makes it quick.

The encoder becomes 8-bit integers (`training.quantise`), and so do the parser's first
layers; what scores labels stays in full precision. In an earlier training this changed,
of a thousand words of PolNeAR's dev part, the best head of 7, the tag of 1, the
name of 1 and the role of 4; the parser's part of that was less than 0.1. Tried on one
earlier still: activations rounded on a scale taken from each window anew changed
three times as many heads and tags; products with integers in blocks of 32 to 128
(MatMulNBits) changed fewer but took as long as full precision; a scale for each word
by the graph's own means took a quarter longer. Attention in one operator
(MultiHeadAttention, QAttention) is slower than in its parts, and products within it
in integers gain nothing, as their second factor has to be packed each time.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer

from quotes.language.pieces import PieceEncoder
from training.graph import CARRIED, Graph
from training.mix import read_mix
from training.network import Network
from training.networks import read_trained
from training.quantise import Feed, quantise
from training.recipe import Recipe

INPUTS = ("ids", "cs", "first")
OUTPUTS = ("tag", "sent", "ner", "quote", "arc", "dependent", "governor", "h")
#: Outputs that are always the same, which the runtime reads once.
CONSTANTS = ("label", "ner_moves", "quote_moves")
#: Names of the products and embeddings that become integers.
ROUNDED = ("/encoder/", "/arc_", "/label_")
#: Windows of each corpus on which activations are measured: one in so many, of the first so many.
EVERY, OF_FIRST = 20, 1200


def export(data: Path, work: Path, out: Path) -> None:
    """Write ``model.onnx``, ``labels.json`` and ``tokenizer.json`` into ``out``."""
    recipe = export_full(work)
    full = work / "model.onnx"
    pieces = PieceEncoder(Tokenizer.from_file(str(work / "tokenizer.json")))
    windows = list(sample(data, pieces, recipe))
    out.mkdir(parents=True, exist_ok=True)
    small = quantise(onnx.load(str(full)), windows, ROUNDED, CARRIED)
    onnx.save(small, str(out / "model.onnx"))
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(work / name, out / name)
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def export_full(work: Path) -> Recipe:
    """Write ``model.onnx`` in full precision into ``work``; gives the recipe of its training."""
    trained = read_trained(work)
    to_onnx(trained.network, work / "model.onnx")
    return trained.recipe


def to_onnx(network: Network, path: Path) -> None:
    """The graph in full precision."""
    ids = torch.randint(1000, 20000, (1, 40))
    example = (ids, torch.zeros_like(ids), torch.arange(30)[None])
    with torch.no_grad():
        torch.onnx.export(
            Graph(network).eval(),
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=[*OUTPUTS, *CONSTANTS],
            dynamic_axes={"ids": {1: "pieces"}, "cs": {1: "pieces"}, "first": {1: "words"}},
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
    parser.add_argument(
        "--full-precision", action="store_true", help="leave WORK/model.onnx and write nothing else"
    )
    args = parser.parse_args()
    if args.full_precision:
        export_full(args.work)
    else:
        export(args.data, args.work, args.out)


if __name__ == "__main__":
    main()
