"""Texts with coreference chains, for training and measuring coreference.

Four corpora, each read from the archive it comes in. Every text is rebuilt as
running prose, so that the pipeline reads it as it reads an article, and every
mention is a pair of offsets in Unicode code points of that prose.

Names in brackets are folders of the data directory.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Offsets = tuple[int, int]
Chain = tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class ChainedText:
    """One text and its chains; ``chains`` are in the order of the text."""

    name: str
    text: str
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class PronounItem:
    """One passage of GAP: a pronoun, and two names that it may or may not stand for."""

    name: str
    text: str
    pronoun: Offsets
    first: Offsets
    second: Offsets
    is_first: bool
    is_second: bool

    @property
    def feminine(self) -> bool:
        return self.text[slice(*self.pronoun)].lower() in {"she", "her", "hers", "herself"}


def litbank(data: Path) -> list[ChainedText]:
    """The hundred beginnings of novels of LitBank [litbank], sorted by name."""
    archive = data / "litbank" / "litbank_coref_quotations_entities.tar.gz"
    with tarfile.open(archive) as tar:
        members = sorted(
            (m for m in tar.getmembers() if m.name.startswith("coref/conll/") and m.isfile()),
            key=lambda member: member.name,
        )
        texts = [
            (Path(member.name).stem, file.read().decode("utf-8"))
            for member in members
            if (file := tar.extractfile(member)) is not None
        ]
    return [_from_conll(name, text) for name, text in texts]


def gum(data: Path, split: str) -> list[ChainedText]:
    """The documents of one split (train, dev, test) of GUM's open tier [gum]."""
    with gzip.open(data / "gum" / f"gum.open.{split}.conllu.gz", "rt", encoding="utf-8") as file:
        return [_from_conllu(name, lines) for name, lines in _documents(file)]


def ontogum(data: Path, split: str) -> list[ChainedText]:
    """The same documents with chains by the guidelines of OntoNotes: no mention by itself,
    no apposition, no link to a whole clause but by its verb."""
    chains = {}
    with tarfile.open(data / "gum" / "gum.open.ontogum_conll.tar.gz") as tar:
        for member in tar.getmembers():
            rows = tar.extractfile(member) if member.name.startswith(f"{split}/") else None
            if rows is not None:
                # three columns: the number of a word, the word, and what opens and closes there
                columns = (line.split("\t") for line in rows.read().decode("utf-8").splitlines())
                chains[Path(member.name).stem] = [row[2] for row in columns if len(row) == 3]
    with gzip.open(data / "gum" / f"gum.open.{split}.conllu.gz", "rt", encoding="utf-8") as file:
        texts = [(name, *_conllu_prose(lines)) for name, lines in _documents(file)]
    return [
        ChainedText(name, text, _chains(map(_ENTITY.findall, chains[name]), spans))
        for name, text, spans in texts
    ]


def parcorfull_news(data: Path) -> list[ChainedText]:
    """The news of ParCorFull [parcorfull], its mentions that are noun phrases or pronouns."""
    with gzip.open(data / "parcorfull" / "parcorfull_en.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [_from_parcorfull(record) for record in records if record["id"].startswith("news/")]


def gap(data: Path, split: str) -> list[PronounItem]:
    """The passages of one split (development, validation, test) of GAP [gap]."""
    with gzip.open(data / "gap" / f"gap-{split}.tsv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_pronoun_item(row) for row in rows]


def _pronoun_item(row: dict[str, str]) -> PronounItem:
    def span(column: str) -> Offsets:
        start = int(row[f"{column}-offset"])
        return start, start + len(row[column])

    return PronounItem(
        name=row["ID"],
        text=row["Text"],
        pronoun=span("Pronoun"),
        first=span("A"),
        second=span("B"),
        is_first=row["A-coref"] == "TRUE",
        is_second=row["B-coref"] == "TRUE",
    )


class _Mentions:
    """Gathers mentions as they open and close, entity by entity."""

    def __init__(self) -> None:
        self._open: dict[str, list[int]] = {}
        self._closed: dict[str, list[Offsets]] = {}

    def open(self, entity: str, start: int) -> None:
        self._open.setdefault(entity, []).append(start)

    def close(self, entity: str, end: int) -> None:
        starts = self._open.get(entity)
        if starts:  # a close without an open is a slip of the annotation
            self._closed.setdefault(entity, []).append((starts.pop(), end))

    def chains(self) -> tuple[Chain, ...]:
        return tuple(sorted(tuple(sorted(set(spans))) for spans in self._closed.values()))


def _from_conll(name: str, conll: str) -> ChainedText:
    rows = [fields for line in conll.splitlines() if len(fields := line.split("\t")) > 11]
    text, spans = _prose([fields[3] for fields in rows])
    marks = [[m for m in fields[-1].split("|") if m not in {"", "_", "-"}] for fields in rows]
    return ChainedText(name, text, _chains(marks, spans))


_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}”]|\.{3,}|n['’]t|['’](?:s|S|ll|ve|m|re|d|t)", re.ASCII)
_NO_SPACE_AFTER = frozenset("([{“‘")


def _prose(words: Iterable[str]) -> tuple[str, list[Offsets]]:
    """Running text of tokens without their spacing, and where each token stands in it."""
    parts: list[str] = []
    spans: list[Offsets] = []
    length = 0
    attach = True  # the next word follows without a space
    straight_open = False
    for word in words:
        closes = _NO_SPACE_BEFORE.fullmatch(word) is not None
        opens = word in _NO_SPACE_AFTER
        if word == '"':
            closes, opens = straight_open, not straight_open
            straight_open = not straight_open
        if not (attach or closes):
            parts.append(" ")
            length += 1
        spans.append((length, length + len(word)))
        parts.append(word)
        length += len(word)
        attach = opens
    return "".join(parts), spans


def _documents(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    name, body = "", list[str]()
    for line in lines:
        if line.startswith("# newdoc id = "):
            if body:
                yield name, body
            name, body = line.partition("= ")[2].strip(), []
        body.append(line.rstrip("\n"))
    if body:
        yield name, body


_ENTITY = re.compile(r"\([^()]*\)?|[^()]+\)")


def _from_conllu(name: str, lines: list[str]) -> ChainedText:
    text, spans = _conllu_prose(lines)
    marks = [_entity_marks(fields[9]) for fields in _words(lines)]
    return ChainedText(name, text, _chains(marks, spans))


def _chains(marks: Iterable[list[str]], spans: Iterable[Offsets]) -> tuple[Chain, ...]:
    """Chains of what opens and closes at each word: ``(3-person``, ``(3)``, ``3)``."""
    mentions = _Mentions()
    for here, (start, end) in zip(marks, spans, strict=True):
        for mark in here:
            entity = mark.strip("()").split("-")[0]
            if mark.startswith("("):
                mentions.open(entity, start)
            if mark.endswith(")"):
                mentions.close(entity, end)
    return mentions.chains()


def _words(lines: Iterable[str]) -> Iterator[list[str]]:
    """The columns of the syntactic words."""
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 10 and fields[0].isdecimal():
            yield fields


def _conllu_prose(lines: Iterable[str]) -> tuple[str, list[Offsets]]:
    """The text of a document with its paragraphs, and where each syntactic word stands in it."""
    text = io.StringIO()
    spans: list[Offsets] = []
    length = 0
    multiword_end, multiword_form = 0, ""
    pending_space = ""

    def write(piece: str) -> None:
        nonlocal length
        text.write(piece)
        length += len(piece)

    for line in lines:
        if line.startswith("# newpar"):
            # "newpar_block" tells of the block that a "newpar" has just begun
            if length and line.strip() == "# newpar":
                pending_space = "\n\n"
            continue
        fields = line.split("\t")
        if len(fields) != 10 or "." in fields[0]:
            continue
        spacing = "" if "SpaceAfter=No" in fields[9] else " "
        if "-" in fields[0]:
            multiword_end, multiword_form = int(fields[0].partition("-")[2]), fields[1]
            multiword_spacing = spacing
            continue
        number = int(fields[0])
        if multiword_end and number <= multiword_end:
            # the parts of "don't" share its letters; a part that does not spell them
            # stands at the place of what is left
            if number == multiword_end:
                form, spacing, multiword_end = multiword_form, multiword_spacing, 0
            else:
                form = fields[1] if multiword_form.startswith(fields[1]) else ""
                multiword_form, spacing = multiword_form[len(form) :], ""
        else:
            multiword_end, form = 0, fields[1]
        write(pending_space)
        start = length
        write(form)
        spans.append((start, length))
        pending_space = spacing
    return text.getvalue(), spans


def _entity_marks(misc: str) -> list[str]:
    for field in misc.split("|"):
        if field.startswith("Entity="):
            return _ENTITY.findall(field.removeprefix("Entity="))
    return []


_QUOTES = {"``": "“", "''": "”"}


def _from_parcorfull(record: dict[str, Any]) -> ChainedText:
    text, spans = "", list[Offsets]()
    for start, end in record["sentences"]:
        words = [_QUOTES.get(token, token) for token in record["tokens"][start:end]]
        prose, places = _prose(words)
        spans.extend((first + len(text), last + len(text)) for first, last in places)
        # a headline has no full stop
        text += prose + (" " if words[-1] in {".", "?", "!", "”", ":"} else "\n\n")
    entities: dict[str, set[Offsets]] = {}
    for mention in record["mentions"]:
        if "coref_class" in mention and mention.get("mention") in {"np", "pronoun"}:
            # a mention in several pieces stands where its first piece does
            first, last = mention["spans"][0]
            entities.setdefault(mention["coref_class"], set()).add(
                (spans[first][0], spans[last - 1][1])
            )
    chains = sorted(tuple(sorted(mentions)) for mentions in entities.values())
    return ChainedText(record["id"], text.rstrip(), tuple(chains))
