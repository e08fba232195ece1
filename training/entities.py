"""Corpora of named entities, brought to one label set.

Corpora know different things. What one does not annotate is left open rather
than called "no name": each word carries the set of labels that may be right,
as a bit mask over :data:`LABELS`, and the loss is that of the set.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tarfile
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.lang.en import English
from spacy.tokens import Doc, Token

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


#: Last words of what is built, for which OntoNotes has a type that our labels lack.
BUILT = frozenset(
    "airport airfield airbase base bridge street road avenue boulevard highway square park tower"
    " building station cathedral church temple mosque palace castle museum stadium arena hall"
    " theatre theater house hotel fort wall monument memorial zoo market pier canal dam tunnel"
    " hospital library gallery plaza cemetery masjid university school embassy".split()
)
#: Words of an office, not of an organisation.
_OFFICES = frozenset("minister ministers envoy commissioner secretary member members".split())
_NATIONALITY = re.compile(
    r"(?:.+(?:[^k]ish|ese|ench|utch|ssian|nian|lian|rian|ndian|dian|sian|gian|tian|ean|ican|uban)"
    r"|german|afghan|greek|swiss|thai|iraqi|israeli|pakistani|saudi|kiwi|aussie|scots|welsh"
    r"|european|roman)s?-?",
    re.IGNORECASE,
)
#: How many sentences of a MEANTIME document are annotated throughout: its title and five more.
_DENSE_SENTENCES = 6
#: The share of the Groningen Meaning Bank that trains.
GMB_TRAINS = 0.95
#: It does not say where documents begin: so many sentences stand for one.
GMB_GROUP = 20


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


# ---------------------------------------------------- extents wider than names

_DETERMINERS = frozenset(
    "the a an this that these those some any all both each every no his her its their our my your"
    " he she it they we you who which i".split()
)
_INNER_OF_PERSONS = frozenset("de la del da di van von der den bin al el ' - –".split())
_INNER = _INNER_OF_PERSONS | {"of", "the", "and", "&", "for", "on", "in", "to"}


def trimmed(words: Sequence[str]) -> tuple[int, int] | None:
    """The stretch of a mention that is its name; None where the mention is not plainly a name.

    Determiners and lower-case words before it go, and so does an "'s" after it. What is left must
    be capitalised throughout, words like "of" aside ("the company", "Acme head Ann Lee" are none).
    """
    start, end = 0, len(words)
    while start < end and (words[start][0].isdigit() or not _is_capital(words[start])):
        start += 1
    while end > start and (words[end - 1] in ("'s", "’s") or not words[end - 1][0].isalnum()):
        end -= 1
    rest = words[start:end]
    if not rest or rest[-1].lower() in _INNER:
        return None
    return (start, end) if all(_is_capital(w) or w in _INNER for w in rest) else None


def _is_capital(word: str) -> bool:
    return word[0].isdigit() or (
        any(char.isupper() for char in word) and word.lower() not in _DETERMINERS
    )


#: Start, end and type (PERSON, ORG, PLACE, NORP or ``?``) of a mention, in words or characters.
_Mention = tuple[int, int, str]


def _of_mentions(sentences: Sequence[tuple[Sequence[str], Sequence[_Mention]]]) -> list[Sentence]:
    """Labels from mentions that are wider than names, some within others: the longest that is a
    name counts. Other capitalised words are unknown, and so are names whose type the corpus
    understands in another way than OntoNotes: a country that acts, its people, what is built.
    """
    inner = {word for words, _ in sentences for word in words[1:]}
    everything = [
        (words, list(_names_in(words, mentions, inner)), {start for start, _, _ in mentions})
        for words, mentions in sentences
    ]
    surfaces: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for words, names, _ in everything:
        for start, end, kind in names:
            surfaces[kind].add(tuple(words[start:end]))
    out = []
    for words, names, mentioned in everything:
        labels = ["?" if i and _is_capital(word) else "O" for i, word in enumerate(words)]
        if _is_capital(words[0]) and (words[0].lower() not in inner or 0 in mentioned):
            labels[0] = "?"
        taken: set[int] = set()
        for start, end, kind in sorted(names, key=lambda name: (name[0] - name[1], name)):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                surface = tuple(words[start:end])
                kind = "?" if _is_doubtful(surface, kind, surfaces) else kind
                tags = [f"{'B' if i == start else 'I'}-{kind}" for i in range(start, end)]
                labels[start:end] = _sentence(surface, tags, {kind: kind}).labels
        out.append(Sentence(tuple(words), tuple(labels)))
    return out


def _is_doubtful(
    surface: tuple[str, ...], kind: str, surfaces: Mapping[str, Container[tuple[str, ...]]]
) -> bool:
    """Whether a name may have another type, or be two names ("Acme and Orvo")."""
    if kind == "PLACE":
        nationality = any(_NATIONALITY.fullmatch(word) for word in surface)
        return surface[-1].lower() in BUILT or (nationality and len(surface) == 1)
    if kind != "ORG":
        return False
    if not _OFFICES.isdisjoint(word.lower() for word in surface):
        return True
    people = len(surface) == 1 and (surface[0].rstrip("s"),) in surfaces["NORP"]
    two = "and" in surface and surface[: surface.index("and")] in surfaces["ORG"]
    return surface in surfaces["PLACE"] or people or two


def _names_in(
    words: Sequence[str], mentions: Iterable[_Mention], inner: Container[str]
) -> Iterator[_Mention]:
    """The mentions that are names, trimmed, and those of unknown type as they are. A sentence's
    first word is a name by itself if it is capitalised within others (``inner``) as well.
    """
    for start, end, kind in mentions:
        if kind == "?":
            yield start, end, kind
            continue
        if kind == "PERSON":
            titles = [i for i in range(start, end) if words[i].lower() in TITLES]
            start = max([start, *(i + 1 for i in titles if i + 1 < end)])
            # "the minister for the East", "Acme CEO"
            if not _is_capital(words[start]) or words[end - 1].lower() in TITLES:
                continue
        found = trimmed(words[start:end])
        if found is None:
            continue
        first, last = start + found[0], start + found[1]
        particles = _INNER - _INNER_OF_PERSONS if kind == "PERSON" else frozenset[str]()
        common = last == 1 and (words[0] not in inner or words[0].lower() in inner)
        if not common and particles.isdisjoint(words[first:last]):
            yield first, last, kind


def read_meantime(data: Path) -> list[Sentence]:
    """MEANTIME (Minard et al. 2016): Wikinews on business; persons, organisations, places.

    Only the title and the first five sentences of a document are annotated throughout, the others
    are left out. Titles of persons leave; nationalities and dates are not annotated.
    """
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
    out: list[tuple[Sequence[str], list[_Mention]]] = []
    with gzip.open(data / "meantime_wikinews/meantime_en.jsonl.gz", "rt", encoding="utf-8") as file:
        for document in map(json.loads, file):
            numbers = document["sent"]
            dense = sorted(set(numbers))[:_DENSE_SENTENCES]
            for number in dense:
                first = numbers.index(number)
                last = first + numbers.count(number)
                mentions = [
                    (entity["start"] - first, entity["end"] - first, types[entity["type"]])
                    for entity in document["entities"]
                    if first <= entity["start"]
                    and entity["end"] <= last
                    and entity["type"] in types
                ]
                out.append((document["tokens"][first:last], mentions))
    return _of_mentions(out)


def read_re3d(data: Path) -> list[Sentence]:
    """re3d (Dstl): reports of governments and Wikipedia on Syria and Iraq.

    Persons, organisations, places and nationalities. Its mentions include nominal ones and titles,
    and some names are overlooked, so that capitalised words outside mentions are left open; dates
    are as well, and come without a type.
    """
    types = {
        "Person": "PERSON",
        "Organisation": "ORG",
        "Location": "PLACE",
        "Nationality": "NORP",
        "Temporal": "?",
    }
    nlp = English()
    nlp.add_pipe("sentencizer")
    out: list[tuple[list[str], list[_Mention]]] = []
    with tarfile.open(data / "re3d/re3d_open.tar.gz") as archive:
        for name in sorted(archive.getnames()):
            if not name.endswith("/documents.json"):
                continue
            mentions: dict[str, list[_Mention]] = {}
            for entity in _json_lines(archive, name.replace("documents", "entities")):
                if entity["type"] in types:
                    place = (entity["begin"], entity["end"], types[entity["type"]])
                    mentions.setdefault(entity["documentId"], []).append(place)
            for document in _json_lines(archive, name):
                doc = nlp(document["text"])
                out += _sentences_of(doc, mentions.get(document["_id"], []))
    return _of_mentions(out)


def _json_lines(archive: tarfile.TarFile, name: str) -> Iterator[dict[str, Any]]:
    file = archive.extractfile(name)
    if file is not None:
        yield from (
            json.loads(line) for line in file.read().decode("utf-8-sig").splitlines() if line
        )


def _sentences_of(
    doc: Doc, mentions: Sequence[_Mention]
) -> Iterator[tuple[list[str], list[_Mention]]]:
    """The sentences of a text, none across a line break, with mentions given in characters."""
    part: list[Token] = []
    for token in doc:
        if part and (token.is_sent_start or "\n" in token.text):
            yield _in_words(part, mentions)
            part = []
        if not token.is_space:
            part.append(token)
    if part:
        yield _in_words(part, mentions)


def _in_words(
    tokens: Sequence[Token], mentions: Iterable[_Mention]
) -> tuple[list[str], list[_Mention]]:
    inside = []
    for begin, end, kind in mentions:
        covered = [i for i, t in enumerate(tokens) if t.idx < end and t.idx + len(t) > begin]
        if covered:
            inside.append((covered[0], covered[-1] + 1, kind))
    return [token.text for token in tokens], inside


def read_btc(data: Path, section: str = "g") -> list[Sentence]:
    """Broad Twitter Corpus (Derczynski et al. 2016); section g is what news outlets write.

    Persons, organisations, places; dates are not annotated, nor nationalities, some of which are
    called places and left open. The "#" of a tag is left out; unknown are tags of several words,
    the account in "@account", and names with a mark of punctuation stuck to them.
    """
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
    out = []
    for rows in _blocks(data / f"btc/{section}.conll.gz"):
        words = [row[0] for row in rows if len(row) == 2]
        tags = [row[1] for row in rows if len(row) == 2]
        plain = _sentence([word.lstrip("#") or "#" for word in words], tags, types)
        labels = [
            "?" if _is_unclear(word, before, label) else label
            for word, before, label in zip(words, ["", *words], plain.labels, strict=False)
        ]
        out.append(Sentence(plain.words, tuple(labels)))
    return out


def _is_unclear(word: str, before: str, label: str) -> bool:
    """Whether a word of a tweet is no plain word, or its label one that others do not give."""
    if before == "@" or word.startswith("@"):
        return True
    if word.startswith("#"):
        return not (word[1:].istitle() or word[1:].isupper() or word[1:].islower())
    if label[2:] in ("GPE", "LOC") and _NATIONALITY.fullmatch(word):
        return True
    return label.startswith("B-") and len(word) > 1 and not (word[-1].isalnum() or word[-1] == ".")


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
