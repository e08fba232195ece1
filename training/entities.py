"""Corpora of named entities, brought to one label set.

Corpora know different things. What one does not annotate is left open rather
than called "no name": each word carries the set of labels that may be right,
as a bit mask over :data:`LABELS`, and the loss is that of the set.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.annotated import Annotated

TYPES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE")
LABELS = ("O", *(f"{position}-{name}" for name in TYPES for position in "BI"))
_INDEX = {label: i for i, label in enumerate(LABELS)}
ANYTHING = (1 << len(LABELS)) - 1

#: Words that stand before a name and are not part of it (OntoNotes).
TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. president prime minister vice secretary general senator gen gen."
    " sen sen. rep rep. gov gov. governor mayor chancellor king queen prince princess pope foreign"
    " defense defence interior finance former premier ambassador lieutenant colonel col. lt. sgt."
    " captain major judge justice congressman congresswoman representative spokesman spokeswoman"
    " chairman director chief sheikh ayatollah cardinal archbishop bishop reverend rev. sir lord"
    " lady dame professor prof prof. ceo cfo coach sheriff detective officer pastor".split()
)
_REGIONS = frozenset(
    "middle east west south north southwest northeast northwest southeast midwest central eastern"
    " western europe asia africa antarctica oceania arctic atlantic pacific caribbean mediterranean"
    " sahara balkans scandinavia himalayas alps eurasia earth mars moon".split()
)
_NATURE = frozenset(
    "river lake ocean sea mountain mountains mount island islands valley coast gulf bay peninsula"
    " desert strait cape canyon forest delta basin region province".split()
) - {"province"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and for each the name of its entity and where in it (``B-ORG``, ``I-ORG``, ``O``)
    or ``?`` where the corpus says something that we have no label for."""

    words: tuple[str, ...]
    labels: tuple[str, ...]


def place(words: Sequence[str]) -> str:
    """GPE for what has a government, LOC for the rest of geography."""
    lower = [word.lower() for word in words]
    named_for_nature = lower[-1] in _NATURE or lower[0] in ("mount", "lake", "cape", "gulf")
    return "LOC" if named_for_nature or all(word in _REGIONS for word in lower) else "GPE"


def _blocks(path: Path) -> Iterator[list[list[str]]]:
    """Rows of tab or blank separated fields, a block a sentence."""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line.strip():
                if rows:
                    yield rows
                rows = []
            elif not line.startswith("# "):
                rows.append(line.split("\t") if "\t" in line else line.split(" "))
    if rows:
        yield rows


def _bio(names: Sequence[str | None], starts: Sequence[bool]) -> tuple[str, ...]:
    """Labels from entity names by word; ``None`` outside, ``?`` unknown."""
    out: list[str] = []
    previous: str | None = None
    for name, start in zip(names, starts, strict=True):
        if name is None or name == "?":
            out.append("O" if name is None else "?")
        else:
            out.append(f"{'I' if name == previous and not start else 'B'}-{name}")
        previous = name
    return tuple(out)


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Entities of a BIO sequence (an ``I-`` without its ``B-`` starts one); ``?`` is none."""
    start, name = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        here = tag[2:]
        if name and (here != name or tag.startswith("B")):
            yield start, i, name
            name = ""
        if here and not name:
            start, name = i, here


def _sentence(words: Sequence[str], tags: Sequence[str], types: dict[str, str]) -> Sentence:
    """Map a corpus's types; ``PLACE`` becomes GPE or LOC; titles leave a person's name."""
    names: list[str | None] = [None] * len(words)
    starts = [False] * len(words)
    for start, end, kind in spans(tags):
        name = types.get(kind, "?")
        if name == "PLACE":
            name = place(words[start:end])
        if name == "PERSON":
            while start < end and words[start].lower() in TITLES:
                start += 1
        names[start:end] = [name] * (end - start)
        if start < end:
            starts[start] = True
    return Sentence(tuple(words), _bio(names, starts))


def read_gmb(data: Path) -> list[Sentence]:
    """Groningen Meaning Bank: public domain news, largely machine-made."""
    types = {"per": "PERSON", "org": "ORG", "geo": "PLACE", "gpe": "NORP", "tim": "DATE"}
    return [
        _sentence([row[0] for row in rows], [row[2] for row in rows], types)
        for rows in _blocks(data / "gmb/gmb_kaggle.iob2.gz")
        if all(len(row) >= 3 for row in rows)
    ]


def read_uner(path: Path) -> list[Sentence]:
    """Universal NER: persons, organisations, places."""
    return list(read_uner_by_id(path).values())


def read_uner_by_id(path: Path) -> dict[str, Sentence]:
    """The sentences of :func:`read_uner` by their ids in the treebank, in order."""
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
    out: dict[str, Sentence] = {}
    sent_id, rows = "", list[list[str]]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in (*lines, "\n"):
            key, _, value = line.partition(" = ")
            if key == "# sent_id":
                sent_id = value.strip()
            elif line[:1].isdigit():
                rows.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and rows:
                rows = [row for row in rows if row[0].isdigit()]
                out[sent_id] = _sentence([row[1] for row in rows], [row[2] for row in rows], types)
                rows = []
    return out


def read_wikigold(data: Path) -> list[Sentence]:
    """WikiGold: Wikipedia; its MISC may be nationalities, so it is left open."""
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
    return [
        _sentence([row[0] for row in rows], [row[-1] for row in rows], types)
        for rows in _blocks(data / "wikigold/wikigold.conll.gz")
    ]


def read_crossner(data: Path, part: str = "train") -> list[Sentence]:
    """CrossNER: Wikipedia on politics, literature, music and science, finely typed."""
    types = {
        **dict.fromkeys(("person", "politician", "writer", "musicalartist", "scientist"), "PERSON"),
        **dict.fromkeys(("organisation", "politicalparty", "band", "university"), "ORG"),
        **dict.fromkeys(("location", "country"), "PLACE"),
    }
    return [
        _sentence([row[0] for row in rows], [row[-1] for row in rows], types)
        for field in ("politics", "literature", "music", "science")
        for rows in _blocks(data / f"crossner/{field}.{part}.conll.gz")
        if all(len(row) >= 2 for row in rows)
    ]


def read_worldwide(data: Path) -> list[Sentence]:
    """Worldwide Newswire, to measure on alone: its licence is not stated."""
    types = {
        "Person": "PERSON",
        "Organization": "ORG",
        "Location": "PLACE",
        "Facility": "PLACE",
        "NORP": "NORP",
        "Date": "DATE",
    }
    return [
        _sentence([row[0] for row in rows], [row[-1] for row in rows], types)
        for rows in _blocks(data / "worldwide_newswire/annotated.iob2.gz")
        if all(len(row) == 2 for row in rows)
    ]


def retokenized(sentence: Sentence, tokenize: Callable[[str], tuple[str, ...]]) -> Sentence:
    """Words as spaCy splits them (``Sherwood``, ``-``, ``Randall``), labels with them."""
    words: list[str] = []
    labels: list[str] = []
    for word, label in zip(sentence.words, sentence.labels, strict=True):
        parts = tokenize(word)
        rest = "I" + label[1:] if label.startswith("B-") else label
        words += parts
        labels += [label] + [rest] * (len(parts) - 1)
    return Sentence(tuple(words), tuple(labels))


def masks(sentence: Sentence, unknown: Iterable[str] = ()) -> tuple[int, ...]:
    """The set of labels that may be right for each word.

    ``unknown`` are the types that the corpus does not annotate: a word that it
    calls nothing may be one of them.
    """
    unnamed = 1 << _INDEX["O"]
    for name in unknown:
        unnamed |= 1 << _INDEX[f"B-{name}"] | 1 << _INDEX[f"I-{name}"]
    return tuple(
        unnamed if label == "O" else ANYTHING if label == "?" else 1 << _INDEX[label]
        for label in sentence.labels
    )


# ---------------------------------------------------------------- other names


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to swap in, so that the encoder learns the place of a name and not a list of them."""

    first: tuple[str, ...]
    last: tuple[str, ...]

    @classmethod
    def of(cls, data: Path, sentences: Iterable[Sentence]) -> NamePool:
        """First names of the US census of births and of all corpora, surnames of all corpora
        and of members of Congress."""
        first: set[str] = set()
        last: set[str] = set()
        for sentence in sentences:
            for start, end, name in spans(sentence.labels):
                words = sentence.words[start:end]
                if name == "PERSON" and end - start == 2 and all(w.istitle() for w in words):
                    first.add(words[0])
                    last.add(words[1])
        with gzip.open(data / "lists/ssa_first_names.csv.gz", "rt") as lines:
            next(lines)
            common = [line.split(",") for line in lines]
        first.update(name for name, f, m in common if int(f) + int(m) > 20_000)
        with gzip.open(data / "lists/us_legislators-current.yaml.gz", "rt") as lines:
            for line in lines:
                key, _, value = line.strip().partition(": ")
                if key == "last" and value.isalpha():
                    last.add(value)
        return cls(tuple(sorted(first)), tuple(sorted(last)))

    def swap(self, sentences: Sequence[Sentence], rng: random.Random) -> list[Sentence]:
        """The same sentences with other people; one surname stays one surname throughout."""
        chosen: dict[tuple[str, bool], str] = {}

        def other(word: str, is_last: bool) -> str:
            if not (word[:1].isupper() and word.isalpha() and len(word) > 2):
                return word
            key = (word, is_last)
            if key not in chosen:
                chosen[key] = rng.choice(self.last if is_last else self.first)
            return chosen[key]

        out = []
        for sentence in sentences:
            words = list(sentence.words)
            for start, end, name in spans(sentence.labels):
                if name == "PERSON" and end - start <= 3:
                    for i in range(start, end):
                        words[i] = other(words[i], i == end - 1)
            out.append(Sentence(tuple(words), sentence.labels))
        return out


def annotated(
    sentences: Sequence[Sentence],
    unknown: Iterable[str] = (),
    *,
    group: int = 6,
    names: NamePool | None = None,
    rng: random.Random | None = None,
    swapped: float = 0.0,
    capitals: float = 0.0,
) -> Iterator[Annotated]:
    """Neighbouring sentences together, ``group`` at a time.

    A share ``swapped`` of them with other names, a share ``capitals`` in
    capitals, as headlines are.
    """
    unknown = tuple(unknown)
    for i in range(0, len(sentences), group):
        part = list(sentences[i : i + group])
        if names and rng and rng.random() < swapped:
            part = names.swap(part, rng)
        words = tuple(word for sentence in part for word in sentence.words)
        if rng and rng.random() < capitals:
            words = tuple(word.upper() for word in words)
        allowed = tuple(mask for sentence in part for mask in masks(sentence, unknown))
        yield Annotated(words, {"allowed": allowed})
