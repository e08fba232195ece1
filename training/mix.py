"""What the encoder is trained on: every corpus, the heads it teaches and how often it is read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy

from quotes.language.pieces import PieceEncoder
from training import entities, roles
from training.examples import Annotated, Example, batches, to_examples
from training.network import LabelSets
from training.treebanks import ParsedDocument, read_treebank

Batch = list[Example]


@dataclass(frozen=True, slots=True)
class Corpus:
    """``passes`` is how often its examples are read, in parts of a whole."""

    name: str
    examples: tuple[Example, ...]
    passes: float


def parsed(document: ParsedDocument, tags: dict[str, int], deps: dict[str, int]) -> Annotated:
    """Labels of a parsed document as indices; a label that training never saw is index 0."""
    return Annotated(
        document.words,
        {
            "tag": tuple(tags.get(tag, 0) for tag in document.tags),
            "head": document.heads,
            "dep": tuple(deps.get(dep, 0) for dep in document.deps),
            "sent": tuple(int(start) for start in document.sent_starts),
        },
    )


def read_mix(
    data: Path, pieces: PieceEncoder, *, seed: int, polnear: bool = True, scale: float = 1.0
) -> tuple[LabelSets, list[Corpus]]:
    """All corpora that may train weights that are shipped (``data``/README.md says which).

    ``polnear=False`` leaves out the one whose terms are not stated, and with it
    the quotation roles. ``scale`` multiplies all passes.
    """
    rng = random.Random(seed)
    nlp = spacy.blank("en")
    treebanks = [
        *read_treebank(data / "ud_ewt/en_ewt-ud-train.conllu.gz", seed=seed, curly=0.3),
        *read_treebank(data / "gum/gum.open.train.conllu.gz", seed=seed, curly=0.3),
    ]
    tags = _index(tag for document in treebanks for tag in document.tags)
    deps = _index(dep for document in treebanks for dep in document.deps)
    # Without the corpus there is no role to learn, and the runtime falls back on syntax.
    known_roles = roles.LABELS if polnear else ("O",)
    labels = LabelSets(tuple(tags), tuple(deps), entities.LABELS, known_roles)

    gmb = entities.read_gmb(data)
    gmb = gmb[: int(len(gmb) * 0.95)]  # the last twentieth is held out
    uner = entities.read_uner(data / "uner_ewt/en_ewt-ud-train.iob2.gz")
    wikipedia = entities.read_wikigold(data) + entities.read_crossner(data)
    names = entities.NamePool.of(data, gmb + uner + wikipedia)

    @cache
    def tokenize(word: str) -> tuple[str, ...]:
        return tuple(token.text for token in nlp.make_doc(word)) or (word,)

    def named(
        sentences: list[entities.Sentence], unknown: Iterable[str] = ()
    ) -> Iterator[Annotated]:
        split = [entities.retokenized(sentence, tokenize) for sentence in sentences]
        return entities.annotated(split, unknown, names=names, rng=rng, swapped=0.25, capitals=0.03)

    articles = list(roles.read(data / "polnear/train.jsonl.gz")) if polnear else []
    sources: list[tuple[str, float, Callable[[], Iterable[Annotated]]]] = [
        ("treebanks", 2.5, lambda: (parsed(d, tags, deps) for d in treebanks)),
        ("gmb", 0.5, lambda: named(gmb)),
        ("uner", 1.0, lambda: named(uner, ("NORP", "DATE"))),
        ("wikipedia", 1.5, lambda: named(wikipedia, ("NORP", "DATE"))),
        ("polnear", 2.5, lambda: (roles.annotated(a, nlp) for a in articles)),
    ]
    return labels, [
        Corpus(name, tuple(x for a in read() for x in to_examples(pieces, a)), passes * scale)
        for name, passes, read in sources
    ]


def plan(corpora: Iterable[Corpus], *, size: int, seed: int) -> list[Batch]:
    """All batches of the training in the order in which they are taken."""
    rng = random.Random(seed)
    out: list[Batch] = []
    for corpus in corpora:
        left = corpus.passes
        while left > 0:
            one = batches(corpus.examples, size, rng)
            out += one[: round(len(one) * min(left, 1.0))]
            left -= 1
    rng.shuffle(out)
    return out


def _index(values: Iterable[str]) -> dict[str, int]:
    return {value: i for i, value in enumerate(dict.fromkeys(values))}
