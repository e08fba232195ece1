"""What a teacher says of windows, kept on disk so that it reads each one once.

A large teacher takes longer to read a window than a small student takes to learn it, and the
student sees each window several times. Kept are the likeliest few labels of each word with their
probabilities in 255ths. What is not kept yet is asked for while a student learns, or ahead of it:

    python -m training.train --teacher training/teacher-work --lessons-only
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.examples import ROUND_LENGTHS, Example, collate
from training.network import LabelSets, Network, half_precision
from training.networks import read_trained
from training.teacher import Lesson, lesson

#: How many of the likeliest labels of a word are kept, by the fields of :class:`Lesson`.
LIKELIEST = MappingProxyType(
    {"arcs": 4, "labels": 3, "tags": 3, "sentences": 2, "names": 4, "roles": 4}
)
_COLUMNS = sum(LIKELIEST.values())
_WHOLE = 255


class Lessons:
    """A teacher that is asked about each window once; ``file`` keeps what it said.

    Several processes may use one file at a time.
    """

    def __init__(self, teacher: Network, labels: LabelSets, file: Path) -> None:
        self.teacher = teacher.eval()
        self.device = next(teacher.parameters()).device.type
        self.sizes = {
            "labels": len(labels.deps),
            "tags": len(labels.tags),
            "sentences": 2,
            "names": len(labels.ner),
            "roles": len(labels.quote),
        }
        self.kept = sqlite3.connect(file, timeout=60, isolation_level=None)
        self.kept.execute("PRAGMA journal_mode = WAL")
        self.kept.execute("PRAGMA synchronous = NORMAL")
        self.kept.execute("CREATE TABLE IF NOT EXISTS lessons (window BLOB PRIMARY KEY, said BLOB)")

    @classmethod
    def of(cls, work: Path, labels: LabelSets, device: str) -> Lessons:
        """Those of the network that the training in ``work`` left, kept beside it.

        Raises:
            SystemExit: it has other labels.
        """
        trained = read_trained(work)
        if trained.labels != labels:
            raise SystemExit(f"{work}: it was trained on other labels")
        return cls(trained.network.to(device), labels, file_for(work))

    def __call__(self, batch: Sequence[Example], whole: Mapping[str, Tensor]) -> Lesson:
        """What the teacher says of ``batch``, padded as ``whole``, which is the same windows."""
        keys = [key(example) for example in batch]
        said = self._read(keys)
        missing = [example for name, example in zip(keys, batch, strict=True) if name not in said]
        if missing:
            self.prepare(missing)
            said = self._read(keys)
        words = whole["words"].shape[1]
        found = unpacked([said[name] for name in keys], words, self.sizes)
        return Lesson(**{f.name: getattr(found, f.name).to(self.device) for f in fields(Lesson)})

    def missing(self, windows: Iterable[Example]) -> list[Example]:
        """Those of which nothing is kept, each once."""
        by_key = {key(example): example for example in windows}
        known = {name for (name,) in self.kept.execute("SELECT window FROM lessons")}
        return [example for name, example in by_key.items() if name not in known]

    def prepare(self, batch: Sequence[Example]) -> None:
        """Ask the teacher about ``batch`` and keep the answer."""
        # Windows of several corpora have not the same labels, and need none.
        bare = [replace(window, tasks={}) for window in batch]
        whole = {k: v.to(self.device) for k, v in collate(bare, ROUND_LENGTHS).items()}
        with half_precision(self.device):
            said = lesson(self.teacher, whole)
        rows = list(zip(map(key, batch), packed(said, [len(x.first) for x in batch]), strict=True))
        self.kept.execute("BEGIN")
        self.kept.executemany("INSERT OR IGNORE INTO lessons VALUES (?, ?)", rows)
        self.kept.execute("COMMIT")

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        marks = ", ".join("?" * len(keys))
        query = f"SELECT window, said FROM lessons WHERE window IN ({marks})"
        return dict(self.kept.execute(query, keys))


def key(example: Example) -> bytes:
    """The same for windows of the same pieces, words and casings."""
    digest = hashlib.blake2b(digest_size=12)
    for numbers in (example.ids, example.first, example.casings):
        digest.update(numbers.tobytes())
    return digest.digest()


def packed(said: Lesson, words: Sequence[int]) -> list[bytes]:
    """The likeliest labels of each window; ``words`` are their numbers of words."""
    numbers, shares = [], []
    for name, count in LIKELIEST.items():
        values = getattr(said, name)
        top = values.topk(min(count, values.shape[-1]), -1)
        rest = (0, count - top.values.shape[-1])
        numbers.append(torch.nn.functional.pad(top.indices, rest))
        shares.append(torch.nn.functional.pad(top.values, rest))
    some = (torch.cat(shares, -1) * _WHOLE).round().to(torch.uint8)
    # The unlikeliest heads of a short window may stand in its padding.
    places = (torch.cat(numbers, -1) * (some > 0)).to(torch.int16).cpu().numpy()
    parts = some.cpu().numpy()
    return [
        # By columns: one label after the other, which packs better.
        zlib.compress(places[i, :n].T.tobytes() + parts[i, :n].T.tobytes(), 1)
        for i, n in enumerate(words)
    ]


def unpacked(kept: Sequence[bytes], words: int, sizes: Mapping[str, int]) -> Lesson:
    """A lesson of windows padded to ``words``; ``sizes`` are the numbers of labels.

    Probabilities of a word add up to 1 again; those of padding are 0.
    """
    places = np.zeros((len(kept), words, _COLUMNS), np.int64)
    parts = np.zeros((len(kept), words, _COLUMNS), np.float32)
    for i, window in enumerate(kept):
        some, shares = _columns(zlib.decompress(window))
        places[i, : len(some)], parts[i, : len(some)] = some, shares
    found: dict[str, Tensor] = {}
    start = 0
    for name, count in LIKELIEST.items():
        at = torch.from_numpy(places[..., start : start + count])
        share = torch.from_numpy(parts[..., start : start + count])
        share = share / share.sum(-1, keepdim=True).clamp(min=1)
        dense = torch.zeros(len(kept), words, sizes.get(name, words))
        found[name] = dense.scatter_add_(-1, at, share)
        if name == "arcs":
            found["heads"] = at[..., 0].clone()
        start += count
    return Lesson(**found)


def _columns(raw: bytes) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """(words, columns): the labels' numbers and their shares."""
    words = len(raw) // (3 * _COLUMNS)
    places = np.frombuffer(raw, np.int16, words * _COLUMNS)
    parts = np.frombuffer(raw, np.uint8, offset=2 * words * _COLUMNS)
    return places.reshape(_COLUMNS, words).T, parts.reshape(_COLUMNS, words).T


def file_for(folder: Path) -> Path:
    """Where the lessons of the training in ``folder`` are kept: one file for each network."""
    digest = hashlib.sha256((folder / "network.pt").read_bytes()).hexdigest()
    return folder / f"lessons-{digest[:12]}.db"
