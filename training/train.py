"""Fine-tune the encoder on all tasks at once.

    python -m training.train --data ../shared/data --work training/work

Deterministic for a seed on one kind of machine and number of threads. Killed
at any moment it goes on from the last checkpoint when it is run again.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from quotes.language.pieces import PieceEncoder
from training.crf import crf_loss, single
from training.examples import ROUND_LENGTHS, collate, masked
from training.examples import batches as in_batches
from training.lessons import Lessons
from training.mix import Batch, Corpus, plan, read_mix
from training.network import IGNORE, Network, half_precision
from training.networks import blank, build, pretrained_folder, read_trained
from training.recipe import ENCODERS, Recipe, accurate_recipe, student_recipe, teacher_recipe
from training.teacher import Lesson, Teacher, lesson_loss, mean_of, taught_by, with_syntax_of

CHECKPOINT_SECONDS = 240.0
#: How much a second teacher counts: what was best where both read together (`README.md`).
BESIDE = 0.4
#: The recipe to begin with, by the encoder and by whether there is a teacher.
KINDS: Mapping[tuple[str, bool], Callable[..., Recipe]] = MappingProxyType(
    {
        ("minilm", False): Recipe,
        ("minilm", True): student_recipe,
        ("mpnet", False): teacher_recipe,
        ("mpnet", True): accurate_recipe,
    }
)


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


@dataclass(frozen=True, slots=True)
class Others:
    """Trainings that this one builds on, by their folders."""

    teacher: Path | None = None
    """teaches the taught rounds, in place of what was learnt in the rounds before"""
    begin: Path | None = None
    """has the network to begin from, in place of the pretrained one"""
    syntax: Path | None = None
    """teaches the syntax of text that no treebank has, in place of the teacher"""
    beside: Path | None = None
    """teaches together with the teacher, and counts :data:`BESIDE` of both"""


def train(
    data: Path,
    work: Path,
    recipe: Recipe,
    *,
    threads: int = 1,
    others: Others | None = None,
    minutes: float = math.inf,
) -> None:
    """Train, or go on training, and leave ``network.pt`` and ``labels.json`` in ``work``.

    ``minutes`` are those of all rounds together, so they are for a recipe of one.
    """
    others = others or Others()
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
    outside: Teacher | None = None
    if others.teacher is not None:
        outside = Lessons.of(others.teacher, labels, device)
    if outside is not None and others.beside is not None:
        second = read_trained(others.beside).network.to(device).eval()
        outside = mean_of(outside, taught_by(second), BESIDE)
    if outside is not None and others.syntax is not None:
        parser = read_trained(others.syntax).network.to(device).eval()
        outside = with_syntax_of(taught_by(parser), outside)
    if others.begin is None:
        network = build(folder, labels, recipe).to(device)
    else:  # without the pretrained encoder, which need not be installed then
        network = blank(folder, labels, recipe).to(device)
        network.load_state_dict(read_trained(others.begin).network.state_dict())
    kept = Checkpoint(work / "checkpoint.pt", recipe)
    state = kept.read(device)
    network.load_state_dict(state.get("network", network.state_dict()))
    shares = [one.share for one in recipe.rounds]
    for number, one in enumerate(recipe.rounds):
        if number < state.get("round", 0):
            continue
        teacher: Teacher | None = outside if one.taught else None
        if one.taught and number:
            before = averaged(round_ends(work, number), shares[:number])
            if "step" not in state:
                network.load_state_dict(before)
            if outside is None:
                itself = blank(folder, labels, recipe).to(device).eval()
                itself.load_state_dict(before)
                teacher = taught_by(itself)
        batches = planned(corpora, recipe, number)
        run_round(network, batches, number, kept, state, tokenizer, teacher, minutes)
        state = {"round": number + 1, "seconds": state["seconds"]}
        torch.save(network.state_dict(), work / f"round-{number + 1}.pt")
        kept.write({**state, "network": network.state_dict()})
    torch.save(averaged(round_ends(work, len(shares)), shares), work / "network.pt")
    record = {
        "recipe": recipe.as_record(),
        "torch": torch.__version__,
        "seconds": round(state["seconds"]),
    }
    (work / "training.json").write_text(json.dumps(record, indent=1))


def prepare_lessons(data: Path, teacher: Path, recipe: Recipe, *, threads: int = 1) -> None:
    """Have a teacher read, once, all windows of the recipe's taught rounds."""
    torch.set_num_threads(threads)
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    labels, corpora = read_mix(data, PieceEncoder(tokenizer), recipe)
    lessons = Lessons.of(teacher, labels, "cuda" if torch.cuda.is_available() else "cpu")
    windows = [
        window
        for number, one in enumerate(recipe.rounds)
        if one.taught
        for batch in planned(corpora, recipe, number)
        for window in batch
    ]
    # In an order of chance, so that what is left can be told from what is done.
    todo = in_batches(lessons.missing(windows), recipe.batch, random.Random(recipe.seed))
    begun, done = time.time(), 0
    for i, batch in enumerate(todo, 1):
        lessons.prepare(batch)
        done += sum(len(window.ids) for window in batch)
        if i % 50 == 0 or i == len(todo):
            speed = done / (time.time() - begun)
            print(f"lessons, {i}/{len(todo)}: {speed:.0f} pieces a second", flush=True)


def planned(corpora: Sequence[Corpus], recipe: Recipe, number: int) -> list[Batch]:
    """The batches of a round, the first of which has number 0."""
    one = recipe.rounds[number]
    return plan(
        corpora,
        size=recipe.batch,
        seed=recipe.seed + number,
        passes=one.passes,
        before=sum(earlier.passes for earlier in recipe.rounds[:number]),
        taught=one.taught,
        of=one.of,
        readings=recipe.readings,
    )


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
        # As a recipe: settings that came after it was written are as they were then.
        return state if Recipe.from_record(state.pop("recipe")) == self.recipe else {}

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
    teacher: Teacher | None = None,
    minutes: float = math.inf,
) -> None:
    """Train ``network`` on ``batches``, from the step of ``state`` on where it has one.

    Leaves in ``state`` the seconds that training has taken so far. After so many ``minutes`` it is
    at its end even if batches are left: the rates fall to be nought by then.
    """
    recipe = kept.recipe
    one, steps = recipe.rounds[number], len(batches)
    device = next(network.parameters()).device.type
    mask, end = _id(tokenizer, "[MASK]"), _id(tokenizer, "[SEP]")
    optimizer = optimizer_of(network, recipe)

    first: int = state.get("step", 0)
    spent: float = state.get("seconds", 0.0)
    begun = written = time.time()

    def left(step: int) -> float:
        late = (spent + time.time() - begun) / 60 / minutes
        return max(0.0, 1 - max(step / steps, late))

    def rate(step: int) -> float:
        return one.rate * min(1.0, (step + 1) / (recipe.warm_up * steps)) * left(step)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    if number:  # the first goes on from the seed that the heads were drawn with
        torch.manual_seed(recipe.seed + number)
    if first:
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["rng"].cpu())
        print(f"going on from step {first} of round {number + 1}", flush=True)
    network.train()
    running: dict[str, float] = defaultdict(float)
    done = 0
    for step in range(first, steps):
        if not left(step):
            print(f"out of time at step {step}", flush=True)
            break
        whole = collate(batches[step], ROUND_LENGTHS)
        batch = _to(device, masked(whole, one.masked, mask, end))
        with half_precision(device):
            said = None if teacher is None else teacher(batches[step], _to(device, whole))
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
        if time.time() - written >= CHECKPOINT_SECONDS:
            written = time.time()
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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without-polnear", action="store_true")
    parser.add_argument(
        "--encoder",
        choices=ENCODERS,
        default=ENCODERS[0],
        help="mpnet: train a teacher, or with --teacher the accurate weights",
    )
    parser.add_argument(
        "--teacher", type=Path, metavar="WORK", help="learn from what this training has learnt"
    )
    parser.add_argument(
        "--lessons-only",
        action="store_true",
        help="have the teacher read what is missing, and stop",
    )
    parser.add_argument(
        "--begin", type=Path, metavar="WORK", help="begin from what this training has learnt"
    )
    parser.add_argument(
        "--syntax",
        type=Path,
        metavar="WORK",
        help="learn the syntax of text that no treebank has from this training, not the teacher",
    )
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="WORK",
        help="learn from what this training and the teacher say together",
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="another recipe"
    )
    parser.add_argument(
        "--minutes",
        type=float,
        default=math.inf,
        help="end by then, with rates that fall for that; for one round",
    )
    args = parser.parse_args()
    if args.lessons_only and args.teacher is None:
        parser.error("--lessons-only needs --teacher")
    if args.beside is not None and args.teacher is None:
        parser.error("--beside needs --teacher")
    kind = KINDS[args.encoder, args.teacher is not None]
    recipe = kind(seed=args.seed, polnear=not args.without_polnear)
    try:
        recipe = recipe.with_changes(args.set)
    except ValueError as error:
        parser.error(str(error))
    if args.minutes < math.inf and len(recipe.rounds) > 1:
        parser.error("--minutes is for one round: --set rounds=1")
    if args.lessons_only:
        prepare_lessons(args.data, args.teacher, recipe, threads=args.threads)
    else:
        others = Others(args.teacher, args.begin, args.syntax, args.beside)
        train(
            args.data, args.work, recipe, threads=args.threads, others=others, minutes=args.minutes
        )


if __name__ == "__main__":
    main()
