"""A shallower network out of a trained one, to go on learning from.

    python -m training.pruned --work TEACHER --layers 0,1,3,5,7,9 --out BEGIN
    python -m training.train --encoder mpnet --teacher TEACHER --begin BEGIN ...

Some of its layers are kept, each with what it has learnt, and all else as it is (as DistilBERT
begins: Sanh et al. 2019). The mixes of layers keep the shares of those that are left.

The default keeps the last layer, which has half of the weight in every mix, and the others evenly:
of six choices it is nearest to the whole network before anything is learnt (README).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from training.networks import read_trained

_LAYER = re.compile(r"encoder\.layers\.(\d+)\.(.+)")
_MIX = re.compile(r"mixes\.\d+\.weights")


def pruned(parameters: Mapping[str, Tensor], layers: Sequence[int]) -> dict[str, Tensor]:
    """The parameters of the network that has only these ``layers``, numbered from 0 on.

    Raises:
        ValueError: there are none, they are out of order, or some are not there.
    """
    have = {int(found[1]) for name in parameters if (found := _LAYER.fullmatch(name))}
    if not layers or list(layers) != sorted(set(layers)) or not have.issuperset(layers):
        raise ValueError(f"layers in rising order from 0 to {len(have) - 1}, not {list(layers)}")
    places = {old: new for new, old in enumerate(layers)}
    # What a mix sees first is the embeddings.
    mixed = [0, *(layer + 1 for layer in layers)]
    kept: dict[str, Tensor] = {}
    for name, value in parameters.items():
        if layer := _LAYER.fullmatch(name):
            if (place := places.get(int(layer[1]))) is not None:
                kept[f"encoder.layers.{place}.{layer[2]}"] = value
        else:
            kept[name] = value[mixed] if _MIX.fullmatch(name) else value
    return kept


def prune(work: Path, layers: Sequence[int], out: Path) -> None:
    """Write the training in ``work`` with these ``layers`` of its encoder into ``out``.

    Raises:
        ValueError: as :func:`pruned`, or its encoder is not one whose layers can be counted.
    """
    trained = read_trained(work)
    if trained.recipe.encoder != "mpnet":
        raise ValueError(f"{work}: only MPNet comes in several depths")
    smaller = pruned(trained.network.state_dict(), layers)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(smaller, out / "network.pt")
    record = {"recipe": replace(trained.recipe, layers=len(layers)).as_record()}
    (out / "training.json").write_text(json.dumps(record, indent=1))
    for name in ("labels.json", "tokenizer.json"):
        shutil.copyfile(work / name, out / name)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="the training to begin from")
    parser.add_argument("--layers", default="0,1,3,5,7,9", help="those kept, from 0 on")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    try:
        prune(args.work, [int(layer) for layer in args.layers.split(",")], args.out)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
