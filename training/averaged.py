"""The average of what several trainings left, each with a weight.

    python -m training.averaged --out AVERAGE MENDED=0.55 BUNDLED=0.45

Networks that went on from one another lie in one basin, and their average is often better than each
(model soups, Wortsman et al. 2022; within one training see :func:`training.train.averaged`).
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from training.networks import read_trained
from training.train import averaged


def average(trainings: Sequence[tuple[Path, float]], out: Path) -> None:
    """Write into ``out`` what is left of a training: the average, and the first one's other files.

    Raises:
        SystemExit: one of them has other labels than the first.
    """
    found = [read_trained(work) for work, _ in trainings]
    for (work, _), one in zip(trainings, found, strict=True):
        if one.labels != found[0].labels:
            raise SystemExit(f"{work}: it was trained on other labels")
    states = [one.network.state_dict() for one in found]
    out.mkdir(parents=True, exist_ok=True)
    torch.save(averaged(states, [share for _, share in trainings]), out / "network.pt")
    for name in ("labels.json", "tokenizer.json", "training.json"):
        shutil.copyfile(trainings[0][0] / name, out / name)


def _share(text: str) -> tuple[Path, float]:
    work, found, share = text.rpartition("=")
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not WORK=SHARE")
    return Path(work), float(share)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("trainings", nargs="+", type=_share, metavar="WORK=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    average(args.trainings, args.out)


if __name__ == "__main__":
    main()
