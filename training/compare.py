"""Whether one training is better than another: both read the same held-out documents.

    python -m training.compare OLD NEW --data ../shared/data

OLD and NEW are folders with the files of an encoder, or ONNX files that go with the bundled labels.
Prints each main figure of both, the difference, and its 95% interval, which is that of pairs: see
:func:`training.metrics.difference`. Where it spans nought there may be none.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from training import roles
from training.measure import ENTITIES, HEADS, QUICK_STEP, Tallies, load, read_all
from training.metrics import Tally, difference, f_score, total

BUNDLED = Path(__file__).parents[1] / "quotes/language/weights/encoder"


def lines(old: Tallies, new: Tallies) -> Iterator[str]:
    """A line a figure; those that neither the corpus nor the trainings have are left out."""
    for corpus, what, first, second in _pairs(old, new):
        if not total(first, what, "gold"):
            continue
        before, after = (f_score(tallies, what)["f"] for tallies in (first, second))
        points, interval = difference(first, second, what)
        bounds = f"{interval[0]:+.1f} to {interval[1]:+.1f}" if interval else ""
        yield f"{corpus:<36}{what:<10}{before:>7.1f}{after:>7.1f}{points:>+7.1f}   {bounds}"


def _pairs(old: Tallies, new: Tallies) -> Iterator[tuple[str, str, list[Tally], list[Tally]]]:
    for whats, first, second in (
        (HEADS, old.parsing, new.parsing),
        (ENTITIES, old.entities, new.entities),
        (roles.ROLES, old.roles, new.roles),
    ):
        for corpus in first:
            for what in whats:
                yield corpus, what, first[corpus], second[corpus]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--quick", action="store_true", help="one document in four")
    args = parser.parse_args()
    step = QUICK_STEP if args.quick else 1
    old, new = (
        read_all(
            load(path) if path.is_dir() else load(BUNDLED, path), args.data, args.part, step=step
        )
        for path in (args.old, args.new)
    )
    print("\n".join(lines(old, new)))


if __name__ == "__main__":
    main()
