"""Training examples: windows of words with the labels that a corpus knows of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from quotes.language.pieces import PieceEncoder
from quotes.language.windows import windows
from training.annotated import Annotated
from training.network import IGNORE

#: Pieces a window, as the runtime has it.
WINDOW = 200
#: Long articles are cut anew each time they are read, into windows of a size between these.
SHORTEST_WINDOW, LONGEST_WINDOW = 140, 240
#: Batches are padded to multiples of this: on a processor each new shape is slow at first.
ROUND_LENGTHS = 32
#: A single sentence longer than this is cut.
LONGEST = 480

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Example:
    """One window, ready to be batched."""

    ids: Numbers
    casings: Numbers
    first: Numbers
    tasks: dict[str, Numbers]


def to_examples(
    pieces: PieceEncoder, annotated: Annotated, size: int = WINDOW
) -> Iterator[Example]:
    """Cut into windows of about ``size`` pieces, as the runtime does."""
    split = pieces.encode(annotated.words)
    sizes = [len(ids) for ids, _ in split]
    for window in windows(annotated.words, sizes, size=size):
        start, end = window.first, window.last
        ids, casings, first = [pieces.start], [0], []
        for piece_ids, casing in split[start:end]:
            first.append(len(ids))
            ids.extend(piece_ids)
            casings.extend([casing] * len(piece_ids))
        if len(ids) >= LONGEST:
            continue
        tasks = {}
        for task, labels in annotated.tasks.items():
            part = list(labels[start:end])
            if task == "head":
                # An arc out of the window is unknown, not wrong.
                part = [h - start if start <= h < end else IGNORE for h in part]
            tasks[task] = _numbers(part)
        yield Example(_numbers([*ids, pieces.end]), _numbers([*casings, 0]), _numbers(first), tasks)


def _numbers(values: Sequence[int]) -> Numbers:
    return np.array(values, np.int32)


def batches(
    examples: Sequence[Example], size: int, rng: random.Random | None = None
) -> list[list[Example]]:
    """Batches of about equal length; shuffled when ``rng`` is given."""

    def key(example: Example) -> float:
        return len(example.ids) + (rng.random() * 30 if rng else 0)

    ordered = sorted(examples, key=key)
    out = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    if rng:
        rng.shuffle(out)
    return out


def masked(batch: dict[str, Tensor], share: float, mask: int, end: int) -> dict[str, Tensor]:
    """The batch with all pieces of about ``share`` of the words replaced by the piece ``mask``.

    The token cutoff of Shen et al. (2020), by whole words; how a word is cased stays. ``end`` is
    the piece that closes a window.
    """
    if not share:
        return batch
    ids, first = batch["ids"], batch["first"]
    # The number of each piece's word, from 1; 0 for the piece that opens the window.
    word = torch.zeros_like(ids).scatter_add(1, first, batch["words"]).cumsum(1)
    hidden = torch.rand(ids.shape[0], first.shape[1] + 1) < share
    hidden[:, 0] = False
    chosen = hidden.gather(1, word) & (ids != end)
    return {**batch, "ids": torch.where(chosen, mask, ids)}


def collate(batch: Sequence[Example], multiple: int = 1) -> dict[str, Tensor]:
    """Padded tensors, their lengths multiples of ``multiple``; labels are padded with
    :data:`IGNORE`."""
    pieces = _rounded(max(len(x.ids) for x in batch), multiple)
    words = _rounded(max(len(x.first) for x in batch), multiple)

    def pad(rows: Iterable[Numbers], length: int, value: int) -> Tensor:
        padded = np.full((len(batch), length), value, np.int64)
        for i, row in enumerate(rows):
            padded[i, : len(row)] = row
        return torch.from_numpy(padded)

    out = {
        "ids": pad((x.ids for x in batch), pieces, 0),
        "casings": pad((x.casings for x in batch), pieces, 0),
        "attention": pad((np.ones_like(x.ids) for x in batch), pieces, 0),
        "first": pad((x.first for x in batch), words, 0),
        "words": pad((np.ones_like(x.first) for x in batch), words, 0),
    }
    for task in batch[0].tasks:
        out[task] = pad((x.tasks[task] for x in batch), words, IGNORE)
    return out


def _rounded(length: int, multiple: int) -> int:
    """The next multiple that is not shorter."""
    return -(-length // multiple) * multiple
