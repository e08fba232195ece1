"""The scores of the bundled weights and the model card that shows them.

    python -m training.card --data ../shared/data

measures what is in ``quotes/language/weights`` on held-out parts, prints the figures, and writes
three files there: ``scores.json`` with all of them, the tables of ``MODEL_CARD.md`` between their
markers (the prose around them is written by hand), and ``scores.svg``. Without ``--data`` it only
makes the tables and the picture anew from ``scores.json``.

``--full-precision FILE.onnx`` measures the same weights before they were quantised as well;
``--first-round FILE.json`` and ``--without-polnear FILE.json`` take what :mod:`training.measure`
wrote of the first round of the training alone, and of one round without PolNeAR. What is not given
is not in the card. ``--measured`` and ``--coreference`` take the JSON of
:mod:`training.measure` and :mod:`training.measure_coreference` instead of running them.

``--accurate`` measures the larger encoder instead and writes ``accurate/scores.json`` alone.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from quotes.language import ACCURATE, NAME
from training.card_picture import svg
from training.card_tables import TABLES, main_figures

WEIGHTS = Path(__file__).parents[1] / "quotes/language/weights"
LICENCE = "CC BY-SA 4.0"
_BLOCK = re.compile(r"(<!-- begin ([a-z ]+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def gathered(
    data: Path,
    weights: Path,
    *,
    measured: Path | None = None,
    coreference: Path | None = None,
    full_precision: Path | None = None,
    first_round: Path | None = None,
    without_polnear: Path | None = None,
) -> dict[str, Any]:
    """Everything that ``scores.json`` holds; the module says what the arguments are.

    Raises ValueError if `measured` is of other weights, or not of all of the test part.
    """
    from training import measure

    encoder = weights / "encoder"
    scores = _read(measured) if measured else measure.measure(data, encoder)
    if scores["measured"] != measure.description(encoder / "model.onnx", "test"):
        raise ValueError(f"{measured}: these are not the figures of {encoder} on the test part")
    pronouns = _read(coreference) if coreference else measured_coreference(data)
    scores = {
        "name": NAME,
        "licence": LICENCE,
        "megabytes": megabytes(weights),
        **scores,
        "coreference": pronouns,
    }
    if full_precision:
        scores["full_precision"] = _beside(measure.measure(data, encoder, model=full_precision))
    for name, file in (("first_round", first_round), ("without_polnear", without_polnear)):
        if file:
            scores[name] = _beside(_read(file))
    print(measure.table(scores))
    print(TABLES["coreference"](scores))
    return scores


def gathered_accurate(data: Path, weights: Path, *, measured: Path | None = None) -> dict[str, Any]:
    """Everything that ``accurate/scores.json`` holds.

    Raises ValueError if `measured` is of other weights, or not of all of the test part.
    """
    from training import measure

    model = weights / ACCURATE / "model.onnx"
    scores = (
        _read(measured) if measured else measure.measure(data, weights / "encoder", model=model)
    )
    if scores["measured"] != measure.description(model, "test"):
        raise ValueError(f"{measured}: these are not the figures of {model} on the test part")
    size = round(model.stat().st_size / 1e6)
    print(measure.table(scores))
    about = {"name": f"{NAME}_{ACCURATE}", "licence": LICENCE, "megabytes": size}
    return {**about, **scores}


def megabytes(weights: Path) -> int:
    """The size of what the pipeline reads: everything but the card and its scores."""
    files = [weights / "lemmas.bin", *weights.glob("encoder/*")]
    return round(sum(file.stat().st_size for file in files if file.is_file()) / 1e6)


def measured_coreference(data: Path) -> dict[str, Any]:
    """What :mod:`training.measure_coreference` finds of the bundled pipeline."""
    command = [sys.executable, "-m", "training.measure_coreference", "--data", str(data)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def filled(card: str, scores: dict[str, Any]) -> str:
    """`card` with its tables made from `scores`.

    A table stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``, NAME one of
    :data:`training.card_tables.TABLES`. Raises ValueError if one of them has no place.
    """
    missing = set(TABLES) - {name for _, name, _ in _BLOCK.findall(card)}
    if missing:
        raise ValueError(f"the card has no place for: {', '.join(sorted(missing))}")
    return _BLOCK.sub(lambda m: f"{m[1]}\n{TABLES[m[2]](scores)}\n\n{m[3]}", card)


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _write(scores: dict[str, Any], file: Path) -> None:
    text = json.dumps(scores, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def _beside(other: dict[str, Any]) -> dict[str, Any]:
    return {"measured": other["measured"], "figures": main_figures(other)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of the corpora; measure anew")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--measured", type=Path, metavar="FILE.json")
    parser.add_argument("--coreference", type=Path, metavar="FILE.json")
    parser.add_argument("--full-precision", type=Path, metavar="FILE.onnx")
    parser.add_argument("--first-round", type=Path, metavar="FILE.json")
    parser.add_argument("--without-polnear", type=Path, metavar="FILE.json")
    parser.add_argument("--accurate", action="store_true", help="of the larger encoder")
    args = parser.parse_args()
    if args.accurate and not args.data:
        parser.error("--accurate needs --data")
    if args.accurate:
        scores = gathered_accurate(args.data, args.weights, measured=args.measured)
        _write(scores, args.weights / ACCURATE / "scores.json")
        return
    file = args.weights / "scores.json"
    if args.data:
        scores = gathered(
            args.data,
            args.weights,
            measured=args.measured,
            coreference=args.coreference,
            full_precision=args.full_precision,
            first_round=args.first_round,
            without_polnear=args.without_polnear,
        )
        _write(scores, file)
    scores = _read(file)
    card = args.weights / "MODEL_CARD.md"
    prose = card if card.exists() else WEIGHTS / card.name
    card.write_text(filled(prose.read_text(encoding="utf-8"), scores), encoding="utf-8")
    (args.weights / "scores.svg").write_text(svg(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
