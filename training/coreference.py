"""Trains the coreference weights: a ranker of antecedents on the pipeline's own reading.

    python -m training.coreference [--pipeline PATH] --data ../shared/data --out DIR

Reads the open tier of GUM, LitBank and the development and validation parts of
GAP from running text with the pipeline at PATH (the bundled one when it is left
out) and writes to DIR ``ranker.msgpack`` (what the component
``quotes_coreference`` loads) and ``scores.json``: figures on texts that the
weights have not seen, see :mod:`training.measure_coreference`. About ten
minutes of one core. The same seed and pipeline give the same weights.

What a pronoun stands for is part of the features of the next. A ranker that has
only seen right answers before its own trusts them blindly and one mistake draws
the next. So it learns in rounds: first after the right answers, then after the
answers of rankers that were trained on the other half of the texts (in the
manner of Ross, Gordon and Bagnell, "A reduction of imitation learning and
structured prediction to no-regret online learning", AISTATS 2011).
"""

from __future__ import annotations

import argparse
import json
import random
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch import nn

from quotes.language.antecedents import PAIR_FEATURES, Choice, Question, resolve
from quotes.language.coreference import QuotesCoreference
from quotes.language.coreferring import word_lists
from quotes.language.ranker import Network, Ranker
from quotes.language.reading import (
    MENTION_FEATURES,
    PRONOUN_FEATURES,
    PRONOUNS,
    THEY,
    Reading,
    Words,
)
from training.coreference_corpora import ChainedText, PronounItem, gap, ontogum
from training.measure_coreference import (
    NO_NAMES,
    litbank_parts,
    measure,
    sentence_level,
    table,
    tokens_at,
)

SEED = 0
#: Rounds after the answers of other rankers.
ROUNDS = 2
#: Networks whose shares are averaged in the end.
NETWORKS = 3
EPOCHS = 4
BATCH = 64
RATE, DECAY = 2e-3, 1e-3
DROPOUT, VECTOR_DROPOUT = 0.15, 0.3
#: Size of the hidden layers, and of what the encoder's vectors are projected to.
HIDDEN, SECOND, LAST, RANK = 64, 24, 16, 24
#: The vectors come at length 1: at this length they learn as fast as the other features.
LENGTH = 6.0
#: What a pronoun of another corpus counts beside one of GUM's.
WEIGHT = 0.3


# ------------------------------------------------------------------ marks


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a pronoun: mentions that it stands for, and some that it does not.

    With neither it stands for none at all.
    """

    right: frozenset[int] = frozenset()
    wrong: frozenset[int] = frozenset()


Marks = Callable[[Reading, Doc], Mapping[int, Mark]]
"""Gives the marks of a document by pronoun token; the others teach nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to learn from."""

    name: str
    doc: Doc
    marks: Marks
    weight: float


def chain_marks(text: ChainedText, *, complete: bool) -> Marks:
    """Every noun at the head of a mention of the pronoun's chain is right.

    ``complete`` says that the chains know everything: that a pronoun in none of
    them, or in one that names nothing near, stands for none.
    """

    def marks(reading: Reading, doc: Doc) -> dict[int, Mark]:
        token_at = {token.idx: token.i for token in doc}
        found = {token: Mark() for token in reading.pronouns} if complete else {}
        for chain in text.chains:
            named = [s for s in chain if text.text[slice(*s)].lower() not in NO_NAMES]
            for span in chain if named else ():
                word, token = text.text[slice(*span)].lower(), token_at.get(span[0])
                if word in PRONOUNS and token is not None:
                    kind = PRONOUNS[word]
                    right = {n for s in named for n in _mentions_at(reading, doc, s, kind)}
                    if right or complete:
                        found[token] = Mark(frozenset(right))
        return found

    return marks


def _mentions_at(reading: Reading, doc: Doc, offsets: tuple[int, int], kind: int) -> Iterator[int]:
    """The mentions that a gold mention means: its head, an apposition, the coordination."""
    span = doc.char_span(*offsets, alignment_mode="expand")
    if span is None:
        return
    root = span.root
    beside = {c.i for c in root.children if c.dep_ == "appos" and c.i < span.end}
    joined = max(reading.siblings.get(root.i, [span.end])) < span.end
    first, last = np.searchsorted(reading.mention, (span.start, span.end))
    for n in range(int(first), int(last)):
        token, is_group = int(reading.mention[n]), bool(reading.is_group[n])
        if is_group:
            if token == root.i and joined:
                yield n
        elif (token in beside or token == root.i) and not (kind == THEY and joined):
            # of several that are joined, "they" are all
            yield n


def pronoun_marks(item: PronounItem) -> Marks:
    """Two names are right or wrong; GAP says nothing of other mentions and pronouns."""

    def marks(reading: Reading, doc: Doc) -> dict[int, Mark]:
        pronoun = tokens_at(doc, item.pronoun)
        right, wrong = set[int](), set[int]()
        for offsets, truth in ((item.first, item.is_first), (item.second, item.is_second)):
            tokens = tokens_at(doc, offsets)
            (right if truth else wrong).update(
                n
                for n, token in enumerate(reading.mention)
                if token in tokens and not reading.is_group[n]
            )
        if len(pronoun) != 1 or not (right or wrong):
            return {}
        if (item.is_first or item.is_second) and not right:
            return {}
        return {pronoun[0]: Mark(frozenset(right), frozenset(wrong - right))}

    return marks


# ------------------------------------------------------------------ examples


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun whose answer is known."""

    own: list[float]
    features: np.ndarray[Any, np.dtype[np.float32]]
    """Of the pronoun, the mention and the pair, one row a candidate."""
    vectors: np.ndarray[Any, np.dtype[np.float16]]
    """Of all words of the document, at length 1."""
    token: int
    head: int
    tokens: np.ndarray[Any, np.dtype[np.int64]]
    """Of the candidates."""
    answers: list[int]
    """Right rows of the shares: 0 is none, the others the candidates from 1 on."""
    weight: float


def examples(source: Source, words: Words, ranker: Ranker | None) -> list[Example]:
    """The pronouns of a document, after the answers of a ranker or, without one, the right ones."""
    reading = Reading(source.doc, words)
    marks = source.marks(reading, source.doc)
    unit = reading.vectors(range(len(reading.lower)))
    assert unit is not None
    vectors = unit.astype(np.float16)
    policy = ranker.choices(reading) if ranker else _by_marks(marks)
    found = []

    def choose(question: Question) -> int | None:
        token, candidates = question.pronoun.token, question.candidates
        mark = marks.get(token)
        answers = _answers(mark, candidates) if mark else []
        if answers:
            own = np.tile(np.array(question.own, dtype=np.float32), (len(candidates), 1))
            rows = (own, reading.rows[candidates], question.pairs)
            found.append(
                Example(
                    own=question.own,
                    features=np.concatenate(rows, axis=1),
                    vectors=vectors,
                    token=token,
                    head=reading.head[token],
                    tokens=reading.mention[candidates],
                    answers=answers,
                    weight=source.weight,
                )
            )
        return policy(question)

    resolve(reading, choose)
    return found


def _answers(mark: Mark, candidates: Iterable[int]) -> list[int]:
    """Empty where nothing is to be learnt."""
    rows = list(enumerate(map(int, candidates), 1))
    right = [row for row, mention in rows if mention in mark.right]
    if right:
        return right
    if not mark.wrong:
        return [0]
    if mark.right:
        return []
    # none of two names: anything else, or none
    others = [row for row, mention in rows if mention not in mark.wrong]
    return [0, *others] if len(others) < len(rows) else []


def _by_marks(marks: Mapping[int, Mark]) -> Choice:
    def choose(question: Question) -> int | None:
        mark = marks.get(question.pronoun.token, Mark())
        right = [i for i, n in enumerate(question.candidates) if int(n) in mark.right]
        return right[-1] if right else None

    return choose


# ------------------------------------------------------------------ the network


class Scorer(nn.Module):
    """The network of :class:`quotes.language.ranker.Network`, in training.

    Vectors of pronoun, of the word that governs it and of the noun are
    projected; the first layer sees the features, the products of pronoun and
    noun and of governor and noun, and the noun. "None" is scored from the
    pronoun and its governor alone.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        features = PRONOUN_FEATURES + MENTION_FEATURES + PAIR_FEATURES
        self.pronoun = nn.Linear(width, RANK)
        self.head = nn.Linear(width, RANK)
        self.noun = nn.Linear(width, 2 * RANK)
        self.first = nn.Linear(features + 3 * RANK, HIDDEN)
        self.second = nn.Linear(HIDDEN, SECOND)
        self.third = nn.Linear(SECOND, 1)
        self.none = nn.Linear(PRONOUN_FEATURES + 2 * RANK, LAST)
        self.last = nn.Linear(LAST, 1)
        self.drop = nn.Dropout(DROPOUT)
        self.drop_vectors = nn.Dropout(VECTOR_DROPOUT)

    def forward(self, batch: Sequence[Example]) -> torch.Tensor:
        """Logarithms of the shares: one row a pronoun, padded with very small ones."""
        counts = [len(example.tokens) for example in batch]
        row = torch.repeat_interleave(torch.arange(len(batch)), torch.tensor(counts))
        own = torch.tensor([example.own for example in batch], dtype=torch.float32)
        features = torch.from_numpy(np.concatenate([example.features for example in batch]))
        pronoun = self.pronoun(self._vectors(e.vectors[[e.token]] for e in batch))
        head = self.head(self._vectors(e.vectors[[e.head]] for e in batch))
        noun = self.noun(self._vectors(e.vectors[e.tokens] for e in batch))
        near, far = noun.split(RANK, dim=1)
        products = (pronoun[row] * near, head[row] * far, torch.relu(near))
        hidden = self.drop(torch.relu(self.first(torch.cat((features, *products), dim=1))))
        scores = self.third(self.drop(torch.relu(self.second(hidden))))[:, 0]
        alone = torch.cat((own, torch.relu(pronoun), torch.relu(head)), dim=1)
        shares = torch.full((len(batch), max(counts) + 1), -1e4)
        shares[:, 0] = self.last(torch.relu(self.none(alone)))[:, 0]
        shares[row, torch.cat([torch.arange(1, count + 1) for count in counts])] = scores
        return torch.log_softmax(shares, dim=1)

    def _vectors(self, parts: Iterable[np.ndarray[Any, Any]]) -> torch.Tensor:
        array = np.concatenate(list(parts)).astype(np.float32) * LENGTH
        dropped: torch.Tensor = self.drop_vectors(torch.from_numpy(array))
        return dropped

    def network(self) -> Network:
        """The parameters for use, rounded to the half precision in which they are kept."""
        found = {}
        for name, value in self.state_dict().items():
            array = value.numpy().T
            if name in {"pronoun.weight", "head.weight", "noun.weight"}:
                array = array * LENGTH
            found[name] = array.astype(np.float16).astype(np.float32)
        return Network(found)


def train(learned: Sequence[Example], seed: int) -> Network:
    """One network: the loss is the share of all right answers together."""
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    scorer = Scorer(learned[0].vectors.shape[1])
    optimiser = torch.optim.AdamW(scorer.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(learned) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: max(0.02, 1 - t / steps))
    order = list(range(len(learned)))
    for _ in range(EPOCHS):
        shuffler.shuffle(order)
        for start in range(0, len(order), BATCH):
            batch = [learned[i] for i in order[start : start + BATCH]]
            shares = scorer(batch)
            right = torch.full_like(shares, -1e4)
            for i, example in enumerate(batch):
                right[i, example.answers] = 0
            losses = -torch.logsumexp(shares + right, dim=1)
            weights = torch.tensor([example.weight for example in batch])
            optimiser.zero_grad()
            ((losses * weights).sum() / weights.sum()).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return scorer.eval().network()


def learn(sources: Sequence[Source], words: Words) -> Ranker:
    """The rounds, and the networks of the last."""
    halves = [zlib.crc32(source.name.encode()) % 2 for source in sources]
    rankers: dict[int, Ranker | None] = {0: None, 1: None}
    for number in range(ROUNDS + 1):
        found = [
            examples(source, words, rankers[half])
            for source, half in zip(sources, halves, strict=True)
        ]
        count = sum(map(len, found))
        print(f"round {number}: {count:,} pronouns of {len(sources):,} texts", flush=True)
        if number < ROUNDS:
            for half in rankers:
                others = [
                    e for of, each in zip(halves, found, strict=True) if of != half for e in each
                ]
                rankers[half] = Ranker((train(others, SEED + half),))
    learned = [example for each in found for example in each]
    return Ranker(tuple(train(learned, SEED + number) for number in range(NETWORKS)))


# ------------------------------------------------------------------ the command


def sources(nlp: Language, data: Path) -> list[Source]:
    """All that may train weights that are given away, read by the pipeline."""
    novels, more, _ = litbank_parts(data)
    passages = gap(data, "development") + gap(data, "validation")
    texts = [
        *((t.name, t.text, chain_marks(t, complete=True), 1.0) for t in ontogum(data, "train")),
        # LitBank has no chains of things
        *((t.name, t.text, chain_marks(t, complete=False), WEIGHT) for t in novels + more),
        *((p.name, p.text, pronoun_marks(p), WEIGHT) for p in passages),
    ]
    found = []
    for doc, (name, marks, weight) in nlp.pipe(
        ((text, (name, marks, weight)) for name, text, marks, weight in texts), as_tuples=True
    ):
        doc.tensor = doc.tensor.astype(np.float16)  # half the memory
        found.append(Source(name, doc, marks, weight))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pipeline", type=Path, help="folder of a pipeline; else the bundled one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the weights to")
    options = parser.parse_args()

    began = time.monotonic()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    nlp = sentence_level(options.pipeline)
    learned = sources(nlp, options.data)
    print(f"corpora read after {time.monotonic() - began:.0f} s", flush=True)
    component = QuotesCoreference(only_where_needed=False)
    component.set_weights(learn(learned, word_lists()))
    print(f"trained after {time.monotonic() - began:.0f} s", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    component.to_disk(options.out)
    scores = measure(nlp, component, options.data, seen=False)
    (options.out / "scores.json").write_text(json.dumps(scores, indent=2) + "\n")
    print(table(scores))
    print(f"done after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
