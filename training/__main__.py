"""From the corpora to the bundled files, in one command.

    python -m training --data ../shared/data

Trains the encoder, exports and quantises it, builds the lemma tables, trains the
linker, what tells persons' names, the choices of who and what is meant and of who
speaks, and the acts on the pipeline that this makes, fits what a confidence is
worth, scores everything on held-out parts and writes the lot to
``quotes/language/weights``. Killed, it goes on where it was when it is run again
(``--work`` keeps the state).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "quotes/language/weights"


def step(module: str, *arguments: str | Path) -> None:
    """Run one module of the recipe; each may be run by itself as well."""
    print(f"== python -m {module}", flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without-polnear", action="store_true")
    parser.add_argument("--teacher", type=Path, help="learn from what this training has learnt")
    args = parser.parse_args()
    encoder = args.out / "encoder"
    options = ["--seed", str(args.seed), "--threads", str(args.threads)]
    if args.without_polnear:
        options.append("--without-polnear")
    if args.teacher is not None:
        options += ["--teacher", str(args.teacher)]
    if not (args.work / "network.pt").exists():
        step("training.train", "--data", args.data, "--work", args.work, *options)
    step("training.export", "--data", args.data, "--work", args.work, "--out", encoder)
    step("training.lemmas", args.out)
    if not args.without_polnear and args.out == WEIGHTS:
        # On what the bundled pipeline, now with these weights, finds.
        step("training.linking", "--data", args.data)
        step("training.uses", "--data", args.data)
        step("training.choices", "--data", args.data)
        step("training.things", "--data", args.data)
        step("training.implicit", "--data", args.data)
        step("training.acts", "--data", args.data)
        step("training.calibrate", "--data", args.data)
    full = args.work / "model.onnx"  # what the export quantised
    step("training.card", "--data", args.data, "--weights", args.out, "--full-precision", full)


if __name__ == "__main__":
    main()
