"""What the encoder is trained on: every corpus, the heads it teaches and how often it is read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path
from types import MappingProxyType

import spacy
from spacy.language import Language

from quotes.language.pieces import PieceEncoder
from training import entities, roles
from training.annotated import Annotated
from training.annotations import reading
from training.examples import (
    LONGEST_WINDOW,
    SHORTEST_WINDOW,
    Example,
    batches,
    to_examples,
)
from training.gum_genres import may_train
from training.network import IGNORE, LabelSets
from training.raw_text import read_news, read_releases
from training.recipe import Recipe
from training.treebanks import ParsedDocument, Source, dressed, load_treebank

Batch = list[Example]

#: Readings of GUM by itself begin at this number, so that its windows are cut otherwise than where
#: it is read with the other treebank.
_BY_ITSELF = 1000

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Corpus:
    """``draw(k)`` gives the windows of the ``k``-th reading, each time with other names, marks and
    cuts; ``passes`` is how often it is read, in parts of a whole."""

    name: str
    passes: float
    draw: Callable[[int], Iterable[Example]]
    raw: bool = False
    """Whether it has no labels at all, and is read only where a teacher has."""


def read_mix(
    data: Path, pieces: PieceEncoder, recipe: Recipe
) -> tuple[LabelSets, tuple[Corpus, ...]]:
    """All corpora that may train weights that are shipped (``data``/README.md says which)."""
    nlp = spacy.blank("en")
    web = load_treebank(
        data / "ud_ewt/en_ewt-ud-train.conllu.gz", data / "uner_ewt/en_ewt-ud-train.iob2.gz"
    )
    open_genres = load_treebank(data / "gum/gum.open.train.conllu.gz")
    other_genres = load_treebank(data / "gum/gum.unstated.train.conllu.gz", only=may_train)
    parsed = [s for source in (*web, *open_genres) for s in source.sentences]
    # Without PolNeAR there is no role to learn, and the runtime falls back on syntax.
    labels = LabelSets(
        tuple(dict.fromkeys([*(tag for s in parsed for tag in s.tags), "_SP"])),
        tuple(dict.fromkeys([*(dep for s in parsed for dep in s.deps), "dep"])),
        entities.LABELS,
        roles.LABELS if recipe.polnear else ("O",),
    )
    gmb = entities.read_gmb(data)
    gmb = gmb[: int(len(gmb) * 0.95)]  # the last twentieth is held out
    uner = entities.read_uner(data / "uner_ewt/en_ewt-ud-train.iob2.gz")
    wikipedia = entities.read_wikigold(data) + entities.read_crossner(data)
    wikinews = entities.read_meantime(data)
    reports = entities.read_re3d(data)
    names = entities.NamePool.of(data, gmb + uner + wikipedia + wikinews)
    split = _splitter(nlp)

    def treebank(documents: list[Source], unknown: tuple[str, ...], k: int) -> Iterator[Annotated]:
        for document in dressed(
            documents,
            seed=recipe.seed + k,
            curly=recipe.curly,
            swap=names,
            swapped=recipe.swapped,
            capitals=recipe.capitals,
        ):
            yield with_syntax(document, labels, unknown)

    def treebanks(k: int) -> Iterator[Annotated]:
        yield from treebank(web, ("NORP", "DATE"), k)
        yield from treebank(open_genres, (), k)

    def gum(k: int) -> Iterator[Annotated]:
        yield from treebank([*open_genres, *other_genres], (), _BY_ITSELF + k)

    def named(
        name: str, sentences: list[entities.Sentence], *unknown: str
    ) -> Callable[[int], Iterator[Annotated]]:
        words = [entities.retokenized(sentence, split) for sentence in sentences]

        def draw(k: int) -> Iterator[Annotated]:
            return entities.annotated(
                words,
                unknown,
                names=names,
                rng=random.Random(f"{recipe.seed} {name} {k}"),
                swapped=recipe.swapped,
                capitals=recipe.capitals,
            )

        return draw

    sources: dict[str, Callable[[int], Iterable[Annotated]]] = {
        "treebanks": treebanks,
        "gmb": named("gmb", gmb),
        "wikipedia": named("wikipedia", wikipedia, "NORP", "DATE"),
        "wikinews": named("wikinews", wikinews, "NORP", "DATE"),
        "reports": named("reports", reports, "DATE"),
        "gum": gum,
    }
    corpora = [
        Corpus(name, recipe.passes[name], _cut(pieces, source))
        for name, source in sources.items()
        if recipe.reads(name)
    ]
    if recipe.polnear:
        layer = data / "polnear/train.corenlp.jsonl.gz"
        silver = roles.read_silver(layer) if recipe.silver else None
        articles = [
            roles.annotated(article, nlp, silver)
            for article in roles.read(data / "polnear/train.jsonl.gz")
        ]
        corpora.append(
            Corpus("polnear", recipe.passes["polnear"], _cut_anew(pieces, articles, recipe))
        )
    if recipe.polnear and recipe.reads("annotated"):
        news = [roles.annotated(roles.of_news(one), nlp) for one in reading.read(data, "train")]
        corpora.append(
            Corpus("annotated", recipe.passes["annotated"], _cut_anew(pieces, news, recipe))
        )
    if any(one.taught for one in recipe.rounds):
        for name, read in (("news", read_news), ("releases", read_releases)):
            cut = _cut_anew(pieces, read(data, nlp), recipe)
            corpora.append(Corpus(name, recipe.passes[name], cut, raw=True))
    return labels, tuple(corpora)


def with_syntax(
    document: ParsedDocument, labels: LabelSets, unknown: Iterable[str] = ()
) -> Annotated:
    """Labels of a parsed document as indices; ``unknown`` are entities that it does not know of."""
    tags = {tag: i for i, tag in enumerate(labels.tags)}
    deps = {dep: i for i, dep in enumerate(labels.deps)}
    named = entities.Sentence(document.words, document.entities)
    return Annotated(
        document.words,
        {
            # A tag or label that only the realigning to spaCy's tokens brings in is left open.
            "tag": tuple(tags.get(tag, IGNORE) for tag in document.tags),
            "head": document.heads,
            "dep": tuple(deps.get(dep, IGNORE) for dep in document.deps),
            "sent": tuple(int(start) for start in document.sent_starts),
            "allowed": entities.masks(named, unknown),
        },
    )


def plan(
    corpora: Iterable[Corpus],
    *,
    size: int,
    seed: int,
    passes: float = 1.0,
    before: float = 0.0,
    taught: bool = False,
    of: Mapping[str, float] = MappingProxyType({}),
    readings: int = 0,
) -> list[Batch]:
    """All batches of one round in the order in which they are taken.

    ``passes`` multiplies those of each corpus, as does ``before``, the rounds already done, whose
    readings are not repeated; ``of`` has those of some corpora in this round, by name, in place of
    their own. Raw text is read only if the round is ``taught``. After so many ``readings``, if any,
    the first one comes again.
    """
    rng = random.Random(seed)
    out: list[Batch] = []
    for corpus in corpora:
        if corpus.raw and not taught:
            continue
        often = of.get(corpus.name, corpus.passes)
        left, k = often * passes, ceil(often * before)
        while left > 0:
            one = batches(tuple(corpus.draw(k % readings if readings else k)), size, rng)
            out += one[: round(len(one) * min(left, 1.0))]
            left, k = left - 1, k + 1
    rng.shuffle(out)
    return out


def _cut(
    pieces: PieceEncoder, source: Callable[[int], Iterable[Annotated]]
) -> Callable[[int], Iterator[Example]]:
    return lambda k: (window for a in source(k) for window in to_examples(pieces, a))


def _cut_anew(
    pieces: PieceEncoder, articles: list[Annotated], recipe: Recipe
) -> Callable[[int], Iterator[Example]]:
    """Windows of another size for each article and reading, so that no border is learnt, and
    some articles in typewriter marks."""

    def draw(k: int) -> Iterator[Example]:
        rng = random.Random(f"{recipe.seed} articles {k}")
        for article in articles:
            size = rng.randint(SHORTEST_WINDOW, LONGEST_WINDOW)
            if rng.random() < recipe.straight:
                article = replace(article, words=tuple(map(straightened, article.words)))
            yield from to_examples(pieces, article, size)

    return draw


def straightened(word: str) -> str:
    """A word with typewriter quotation marks and apostrophes."""
    return word.translate(_STRAIGHT)


def _splitter(nlp: Language) -> Callable[[str], tuple[str, ...]]:
    """Words of another tokenization as spaCy splits them."""

    @cache
    def split(word: str) -> tuple[str, ...]:
        return tuple(token.text for token in nlp.make_doc(word)) or (word,)

    return split
