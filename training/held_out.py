"""The documents that the encoder is measured on: parts of the corpora that no training sees.

``test`` is for the figures of the model card; ``dev`` is for choosing between trainings. No
document is in both.
"""

from __future__ import annotations

import gzip
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Literal

from training import entities, roles
from training.entities import GMB_GROUP, GMB_TRAINS
from training.treebanks import ParsedDocument, read_treebank

Part = Literal["dev", "test"]
#: Universal NER on PUD once more, as :func:`with_places_that_act` has it.
ACTING = "uner_pud, places that act"
Document = tuple[str, list[entities.Sentence]]

#: The test part of Worldwide Newswire is its first documents, with at least so many sentences.
WORLDWIDE_TEST = 4000
#: Its dev part is every so manieth document after them.
WORLDWIDE_DEV_STEP = 3


@dataclass(frozen=True, slots=True)
class Names:
    """One document with its named entities; ``group`` is the region it is from, if known."""

    sentences: tuple[entities.Sentence, ...]
    group: str = ""


def treebanks(data: Path, part: Part) -> dict[str, list[ParsedDocument]]:
    """Whole documents by corpus, paragraphs parted; PUD, which has no dev part, is all test."""
    files = {
        f"ud_ewt {part}": data / f"ud_ewt/en_ewt-ud-{part}.conllu.gz",
        f"GUM open {part}": data / f"gum/gum.open.{part}.conllu.gz",
    }
    if part == "test":
        files["ud_pud"] = data / "ud_pud/en_pud-ud-test.conllu.gz"
    return {
        name: list(read_treebank(path, seed=0, curly=0.0, newlines=1.0, chunk=False))
        for name, path in files.items()
    }


def names(data: Path, part: Part) -> dict[str, list[Names]]:
    """Documents with entities, by corpus."""
    worldwide = "worldwide_newswire" if part == "test" else "worldwide_newswire, later articles"
    uner = ("uner_pud", "pud", "test") if part == "test" else ("uner_ewt dev", "ewt", "dev")
    found = {worldwide: _worldwide(data, part), uner[0]: _uner(data, *uner[1:])}
    if part == "test":
        train = entities.read_uner(data / "uner_ewt/en_ewt-ud-train.iob2.gz")
        found[ACTING] = list(with_places_that_act(found["uner_pud"], train))
        found["gmb held-out block"] = _gmb(data)
    return found


def with_places_that_act(
    documents: Sequence[Names], more: Sequence[entities.Sentence]
) -> Iterator[Names]:
    """The same documents in which a place that acts, ``China was defeated``, is a place.

    Universal NER calls it an organisation then; in OntoNotes, whose labels ours are, it is a place
    whatever it does. A place is an organisation of ``documents`` whose words are more often called
    a place than an organisation in them and in the sentences of ``more``.
    """
    called: dict[tuple[str, ...], int] = defaultdict(int)
    for sentence in (*more, *(s for document in documents for s in document.sentences)):
        for start, end, kind in entities.spans(sentence.labels):
            called[sentence.words[start:end]] += {"ORG": -1, "GPE": 1, "LOC": 1}.get(kind, 0)
    for document in documents:
        sentences = []
        for sentence in document.sentences:
            labels = list(sentence.labels)
            for start, end, kind in entities.spans(sentence.labels):
                if kind == "ORG" and called[sentence.words[start:end]] > 0:
                    labels[start:end] = [label[:2] + "GPE" for label in labels[start:end]]
            sentences.append(entities.Sentence(sentence.words, tuple(labels)))
        yield replace(document, sentences=tuple(sentences))


def quoted(data: Path) -> list[roles.Article]:
    """PolNeAR's development part, in both views: its test part is not for this module."""
    return list(roles.read(data / "polnear/dev.jsonl.gz"))


def publisher_of(article: roles.Article) -> str:
    """Whose article it is, by its name: ``huff-post_2016-...`` is ``huff-post``."""
    return article.name.partition("_")[0]


def split_worldwide(documents: Sequence[Document], part: Part) -> list[Document]:
    """The first whole documents up to 4,000 sentences for the test, every third of the rest."""
    sentences = 0
    for i, (_, content) in enumerate(documents):
        if sentences >= WORLDWIDE_TEST:
            return list(documents[:i] if part == "test" else documents[i::WORLDWIDE_DEV_STEP])
        sentences += len(content)
    return list(documents) if part == "test" else []


def by_document(path: Path, sentences: Sequence[entities.Sentence], column: int) -> list[Document]:
    """``sentences`` parted as the lines ``# newdoc id = ...`` of their file say.

    ``column`` is where the file has the word. Blocks of the file that the reader of the corpus
    left out are passed over. Raises ValueError if a sentence is not found.
    """
    placed: list[tuple[str, entities.Sentence]] = []
    for name, words in _blocks(path, column):
        if len(placed) < len(sentences) and words == sentences[len(placed)].words:
            placed.append((name, sentences[len(placed)]))
    if len(placed) < len(sentences):
        raise ValueError(f"{path.name}: sentence {len(placed) + 1} does not stand in it")
    return [
        (name, [sentence for _, sentence in found])
        for name, found in groupby(placed, key=lambda one: one[0])
    ]


def _blocks(path: Path, column: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of the document and the words of each block of lines."""
    name, words = "", list[str]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if not line.strip():
                if words:
                    yield name, tuple(words)
                words = []
            elif line.startswith("# newdoc id = "):
                name = line.removeprefix("# newdoc id = ")
            elif not line.startswith("# "):
                words.append(line.split("\t" if "\t" in line else " ")[column])
    if words:
        yield name, tuple(words)


def _worldwide(data: Path, part: Part) -> list[Names]:
    folder = data / "worldwide_newswire"
    documents = by_document(folder / "annotated.iob2.gz", entities.read_worldwide(data), 0)
    regions = _regions(folder / "original_articles.tar.gz")

    def region(name: str) -> str:
        return next((r for prefix, r in regions.items() if name.startswith(prefix)), "elsewhere")

    return [
        Names(tuple(sentences), region(name))
        for name, sentences in split_worldwide(documents, part)
    ]


def _regions(archive: Path) -> dict[str, str]:
    """The region of each prefix of a file name, longest prefix first.

    ``regions.txt`` has a heading with a colon for each region and a prefix a line below it.
    """
    with tarfile.open(archive) as files:
        member = next((m for m in files if m.name.endswith("regions.txt")), None)
        opened = files.extractfile(member) if member else None
        text = opened.read().decode("utf-8") if opened else ""
    found: dict[str, str] = {}
    region = ""
    for line in map(str.strip, text.splitlines()):
        if line.endswith(":"):
            region = line[:-1]
        elif line and not line.startswith("#"):
            found[line] = region
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _uner(data: Path, corpus: str, part: str) -> list[Names]:
    path = data / f"uner_{corpus}/en_{corpus}-ud-{part}.iob2.gz"
    return [Names(tuple(found)) for _, found in by_document(path, entities.read_uner(path), 1)]


def _gmb(data: Path) -> list[Names]:
    sentences = entities.read_gmb(data)
    held_out = sentences[int(len(sentences) * GMB_TRAINS) :]
    return [Names(tuple(held_out[i : i + GMB_GROUP])) for i in range(0, len(held_out), GMB_GROUP)]
