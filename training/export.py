"""Export the trained network to ONNX and quantise it.

    python -m training.export --work training/work --out quotes/language/weights/encoder

The graph takes one window (or several of one length, so nothing is padded or
masked): piece ids, casings and the index of each word's first piece; it gives
what the runtime decodes. Weights of the encoder become 8-bit integers, a scale a
channel; the heads, small and sensitive, stay in full precision.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from torch import Tensor, nn

from training.network import FAR, Network
from training.train import pretrained_folder, read_labels

INPUTS = ("ids", "cs", "first")
OUTPUTS = ("tag", "sent", "ner", "quote", "arc", "lab", "h")


class Runtime(nn.Module):
    """What the runtime asks of the network."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, cs: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        words = network.words(ids, None, cs, first)
        sentence = network.sentence(words)
        arcs = network.arcs(words)
        # A label is scored for the best head inside the predicted sentence.
        number = (sentence[..., 1] > sentence[..., 0]).to(torch.int64).cumsum(-1)
        apart = (number[:, :, None] != number[:, None, :]).to(arcs.dtype)
        heads = (arcs + apart * FAR).argmax(-1)
        return (
            network.tag(words).argmax(-1),
            sentence,
            network.ner(words),
            network.quote(words),
            arcs,
            network.labels(words, heads).argmax(-1),
            words,
        )


def export(work: Path, out: Path) -> None:
    """Write ``model.onnx``, ``labels.json`` and ``tokenizer.json`` into ``out``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    config = json.loads((pretrained_folder() / "config.json").read_text())
    network = Network(config, read_labels(work / "labels.json"))
    network.load_state_dict(torch.load(work / "network.pt", weights_only=True, map_location="cpu"))
    network.eval()
    ids = torch.randint(1000, 20000, (2, 40))
    example = (ids, torch.zeros_like(ids), torch.arange(30)[None].repeat(2, 1))
    names = {name: {0: "batch", 1: "pieces"} for name in ("ids", "cs")}
    full = work / "model.onnx"
    with torch.no_grad():
        torch.onnx.export(
            Runtime(network),
            example,
            str(full),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={**names, "first": {0: "batch", 1: "words"}},
            opset_version=17,
            dynamo=False,
        )
    out.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        str(full),
        str(out / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=False,
        nodes_to_exclude=_heads(full),
    )
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(work / name, out / name)
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def _heads(path: Path) -> list[str]:
    """Names of the graph's nodes outside the encoder."""
    import onnx

    graph = onnx.load(str(path)).graph
    return [node.name for node in graph.node if "/encoder/" not in node.name]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--out", type=Path, default=Path("quotes/language/weights/encoder"))
    args = parser.parse_args()
    export(args.work, args.out)


if __name__ == "__main__":
    main()
