"""Trains the coreference weights: coreferee's network on the pipeline's own reading of the corpora.

    python -m training.coreference [--pipeline PATH] --data ../shared/data --out DIR

Reads LitBank, the open tier of GUM and the development part of GAP from running
text with the pipeline at PATH (the bundled one when it is left out) and writes
to DIR ``features.json`` and ``model.msgpack`` (the folder that the component
``quotes_coreference`` loads) and ``scores.json``: figures on texts that the
weights have not seen. About ten minutes of one core. The same seed and pipeline
give the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from coreferee.data_model import FeatureTable, Mention
from coreferee.manager import CorefereeBroker
from coreferee.tendencies import (
    ENSEMBLE_SIZE,
    DocumentPairInfo,
    create_thinc_model,
    generate_feature_table,
)
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from thinc.api import Adam, Model, fix_random_seed
from thinc.loss import SequenceCategoricalCrossentropy

import quotes.language
import quotes.language.encoder  # its factory, in a checkout that is not installed
from quotes.language.coreference import CoreferenceWeights
from quotes.language.coreferring import (
    DocumentAnnotator,
    DocumentRules,
    DocumentTendencies,
    Words,
    word_lists,
)
from training.coreference_corpora import ChainedText, PronounItem, gap, gum, litbank

SEED = 0
MAX_EPOCHS = 8
BATCH = 40
#: Comparisons of two words in one document; no text of the corpora comes near.
LIMIT = 50_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its rules run and, for the corpora with chains, its links marked."""

    doc: Doc
    rules: DocumentRules


@dataclass(frozen=True, slots=True)
class Corpora:
    """The texts by use. ``stop`` decides when training ends; ``held_out`` is only measured."""

    train: list[ChainedText]
    train_pronouns: list[PronounItem]
    stop: list[ChainedText]
    held_out: dict[str, list[ChainedText]]
    held_out_pronouns: dict[str, list[PronounItem]]

    @classmethod
    def of(cls, data: Path) -> Corpora:
        """Splits LitBank 70/10/20 by a fixed shuffle; GUM and GAP come split."""
        novels = litbank(data)
        random.Random(SEED).shuffle(novels)
        tenth = len(novels) // 10
        return cls(
            train=novels[3 * tenth :] + gum(data, "train"),
            train_pronouns=gap(data, "development"),
            stop=novels[2 * tenth : 3 * tenth] + gum(data, "dev"),
            held_out={"litbank": novels[: 2 * tenth], "gum_open_test": gum(data, "test")},
            held_out_pronouns={"gap_test": gap(data, "test")},
        )


# ------------------------------------------------------------------ reading and marking


def read(
    nlp: Language, texts: Iterable[ChainedText | PronounItem], words: Words
) -> Iterator[tuple[Reading, ChainedText | PronounItem]]:
    """Each text through the pipeline and coreferee's rules."""
    for doc, text in nlp.pipe(((text.text, text) for text in texts), as_tuples=True):
        rules = DocumentRules(words, LIMIT)
        rules.initialize(doc)
        yield Reading(doc, rules), text


def candidates(token: Token) -> list[Mention]:
    """What coreferee's rules allow a word to stand for; empty if it is no pronoun."""
    return list(getattr(token._.coref_chains, "temp_potential_referreds", ()))


def mark_chains(reading: Reading, text: ChainedText) -> None:
    """Marks what each pronoun stands for: the nearest mention before it in its chain.

    A pronoun with no candidate before it takes the nearest one after it. The
    other candidates of the chain are neither right nor wrong.
    """
    for chain in text.chains:
        mentions = [m for span in chain if (m := mention_of(reading, span)) is not None]
        for mention in mentions:
            token = reading.doc[mention.root_index]
            same = [m for m in candidates(token) if m in mentions and m.root_index != token.i]
            before = [m for m in same if m.root_index < token.i]
            if same:
                nearest = max if before else min
                right = nearest(before or same, key=lambda m: (m.root_index, len(m)))
                for candidate in same:
                    if candidate is right:
                        candidate.true_in_training = True
                    else:
                        candidate.spanned_in_training = True


def mention_of(reading: Reading, offsets: tuple[int, int]) -> Mention | None:
    """Coreferee's mention at a pair of offsets; None if its rules see none there."""
    span = reading.doc.char_span(*offsets, alignment_mode="expand")
    if span is None:
        return None
    root = span.root
    if not (reading.rules.is_independent_noun(root) or reading.rules.is_potential_anaphor(root)):
        return None
    siblings = root._.coref_chains.temp_dependent_siblings
    return Mention(root, bool(siblings) and siblings[-1].i < span.end)


def mark_pronoun(reading: Reading, item: PronounItem) -> None:
    """Marks which of two names a pronoun stands for; GAP says nothing of other mentions."""
    pronoun = reading.doc.char_span(*item.pronoun, alignment_mode="expand")
    if pronoun is None or len(pronoun) != 1:
        return
    right = {i for i in name_tokens(reading.doc, item.first) if item.is_first}
    right |= {i for i in name_tokens(reading.doc, item.second) if item.is_second}
    wrong = {*name_tokens(reading.doc, item.first), *name_tokens(reading.doc, item.second)} - right
    marked = [m for m in candidates(pronoun[0]) if len(m) == 1 and m.root_index in right]
    for candidate in candidates(pronoun[0]):
        if marked and candidate is marked[0]:
            candidate.true_in_training = True
        elif not (len(candidate) == 1 and candidate.root_index in wrong):
            candidate.spanned_in_training = True


def name_tokens(doc: Doc, offsets: tuple[int, int]) -> range:
    span: Span | None = doc.char_span(*offsets, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


# ------------------------------------------------------------------ training


@dataclass(frozen=True, slots=True)
class Network:
    """The network in training with what its features need."""

    table: FeatureTable
    model: Model[Any, Any]

    def annotator(self, reading: Reading) -> DocumentAnnotator:
        return DocumentAnnotator(reading.rules, tendencies(reading, self.table), self.model)


def tendencies(reading: Reading, table: FeatureTable) -> DocumentTendencies:
    return DocumentTendencies(reading.rules, table, reading.doc)


def train(readings: Sequence[Reading], stop: Sequence[Reading], table: FeatureTable) -> Network:
    """Trains until the links of the texts in ``stop`` get no better for two passes.

    Loss and optimiser are coreferee's own.
    """
    pairs = [
        pair
        for reading in readings
        if len(
            (
                pair := DocumentPairInfo.from_doc(
                    reading.doc, tendencies(reading, table), ENSEMBLE_SIZE, is_train=True
                )
            ).candidates.dataXd
        )
    ]
    print(f"{sum(len(p.referrers) for p in pairs):,} pronouns in {len(pairs):,} texts", flush=True)
    network = Network(table, create_thinc_model())
    model, optimiser = network.model, Adam(0.001)
    loss_of = SequenceCategoricalCrossentropy(normalize=True)
    model.initialize(X=pairs[:1], Y=list(pairs[0].training_outputs))
    best, best_state, since = -1.0, model.to_bytes(), 0
    shuffler = random.Random(SEED)
    for epoch in range(1, MAX_EPOCHS + 1):
        shuffler.shuffle(pairs)
        losses = []
        for batch in batches(pairs):
            guesses, backprop = model.begin_update(batch)
            truth = [output for pair in batch for output in pair.training_outputs]
            gradients, loss = loss_of(guesses, truth)
            losses.append(float(loss))
            backprop(gradients)
            model.finish_update(optimiser)
        score = measure_chains(network, stop)
        print(f"pass {epoch}: loss {np.mean(losses):.4f}, {score}", flush=True)
        since += 1
        if score.accuracy > best:
            best, best_state, since = score.accuracy, model.to_bytes(), 0
        if since == 2:
            break
    model.from_bytes(best_state)
    halve(model)
    return network


def batches(pairs: Iterable[DocumentPairInfo]) -> Iterator[list[DocumentPairInfo]]:
    """Texts together that have at least :data:`BATCH` pronouns: a novel, or dozens of passages."""
    batch: list[DocumentPairInfo] = []
    for pair in pairs:
        batch.append(pair)
        if sum(len(p.referrers) for p in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def halve(model: Model[Any, Any]) -> None:
    """Rounds the parameters to half precision: half the size on disk, and the same when read."""
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                value = node.get_param(name)
                node.set_param(name, value.astype(np.float16).astype(np.float32))


# ------------------------------------------------------------------ measuring


@dataclass(frozen=True, slots=True)
class ChainScore:
    """Of the pronouns whose antecedent the rules allow.

    ``accuracy`` is coreferee's own measure: the share, of those that are in a
    chain, whose antecedent is in it. ``recall`` is the share of all of them.
    """

    pronouns: int
    accuracy: float
    recall: float


def measure_chains(network: Network, readings: Iterable[Reading]) -> ChainScore:
    """Annotates each text and looks for the marked links in the chains."""
    pronouns = right = wrong = 0
    for reading in readings:
        annotate(network, reading)
        for token in reading.doc:
            for candidate in candidates(token):
                if not hasattr(candidate, "true_in_training"):
                    continue
                pronouns += 1
                for chain in token._.coref_chains:
                    if Mention(token, False) in chain:
                        right += candidate in chain
                        wrong += candidate not in chain
    return ChainScore(
        pronouns, round(right / max(right + wrong, 1), 4), round(right / max(pronouns, 1), 4)
    )


def annotate(network: Network, reading: Reading) -> None:
    for token in reading.doc:
        token._.coref_chains.chains = []
    network.annotator(reading).annotate(reading.doc, used_in_training=True)


@dataclass(frozen=True, slots=True)
class PronounScore:
    """GAP's measure: each of two names is in the pronoun's chain or not."""

    passages: int
    precision: float
    recall: float
    f1: float
    f1_feminine: float
    f1_masculine: float


def measure_pronouns(
    network: Network, readings: Iterable[tuple[Reading, PronounItem]]
) -> PronounScore:
    counts = {True: np.zeros(3), False: np.zeros(3)}  # hit, found, true; by gender
    passages = 0
    for reading, item in readings:
        passages += 1
        annotate(network, reading)
        chained = {
            index
            for i in name_tokens(reading.doc, item.pronoun)
            for chain in reading.doc[i]._.coref_chains
            for mention in chain
            for index in mention.token_indexes
        }
        for offsets, truth in ((item.first, item.is_first), (item.second, item.is_second)):
            found = not chained.isdisjoint(name_tokens(reading.doc, offsets))
            counts[item.feminine] += (found and truth, found, truth)

    def f1(hit: float, found: float, true: float) -> float:
        return round(float(2 * hit / max(found + true, 1)), 4)

    hit, found, true = counts[True] + counts[False]
    return PronounScore(
        passages,
        round(float(hit / max(found, 1)), 4),
        round(float(hit / max(true, 1)), 4),
        f1(hit, found, true),
        f1(*counts[True]),
        f1(*counts[False]),
    )


# ------------------------------------------------------------------ the command


def sentence_level(path: Path | None) -> Language:
    """The pipeline at a path, or the bundled one, without what stands after the lemmas."""
    if path is None:
        return quotes.language.load()
    return spacy.load(path, exclude=["quotations", "quotes_coreference", "speakers"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pipeline", type=Path, help="folder of a pipeline; else the bundled one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the weights to")
    options = parser.parse_args()

    began = time.monotonic()
    fix_random_seed(SEED)
    CorefereeBroker.set_extensions()
    nlp, words = sentence_level(options.pipeline), word_lists()
    corpora = Corpora.of(options.data)

    def chained(texts: Iterable[ChainedText]) -> list[Reading]:
        readings = []
        for reading, text in read(nlp, texts, words):
            assert isinstance(text, ChainedText)
            mark_chains(reading, text)
            readings.append(reading)
        return readings

    def pronouns(items: Iterable[PronounItem]) -> Iterator[tuple[Reading, PronounItem]]:
        for reading, item in read(nlp, items, words):
            assert isinstance(item, PronounItem)
            yield reading, item

    learned = chained(corpora.train)
    table = generate_feature_table([reading.doc for reading in learned], nlp)
    for reading, item in pronouns(corpora.train_pronouns):
        mark_pronoun(reading, item)
        learned.append(reading)
    print(f"corpora read after {time.monotonic() - began:.0f} s", flush=True)
    network = train(learned, chained(corpora.stop), table)

    scores: dict[str, Any] = {}
    for name, texts in corpora.held_out.items():
        scores[name] = asdict(measure_chains(network, chained(texts)))
    for name, items in corpora.held_out_pronouns.items():
        scores[name] = asdict(measure_pronouns(network, pronouns(items)))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in CoreferenceWeights(table, network.model).to_files().items():
        (options.out / name).write_bytes(content)
    (options.out / "scores.json").write_text(json.dumps(scores, indent=2) + "\n")
    print(json.dumps(scores, indent=2))
    print(f"done after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
