"""Texts with coreference chains, for training and measuring coreference.

Three corpora, each read from the archive it comes in. Every text is rebuilt as
running prose, so that the pipeline reads it as it reads an article, and every
mention is a pair of offsets in Unicode code points of that prose.

Names in brackets are folders of the data directory.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]
Chain = tuple[Span, ...]


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
    pronoun: Span
    first: Span
    second: Span
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


def gap(data: Path, split: str) -> list[PronounItem]:
    """The passages of one split (development, validation, test) of GAP [gap]."""
    with gzip.open(data / "gap" / f"gap-{split}.tsv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_pronoun_item(row) for row in rows]


def _pronoun_item(row: dict[str, str]) -> PronounItem:
    def span(column: str) -> Span:
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
        self._closed: dict[str, list[Span]] = {}

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
    mentions = _Mentions()
    for fields, (start, end) in zip(rows, spans, strict=True):
        marks = [mark for mark in fields[-1].split("|") if mark not in {"", "_", "-"}]
        for mark in marks:
            entity = mark.strip("()")
            if mark.startswith("("):
                mentions.open(entity, start)
            if mark.endswith(")"):
                mentions.close(entity, end)
    return ChainedText(name, text, mentions.chains())


_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}”]|\.{3,}|n['’]t|['’](?:s|S|ll|ve|m|re|d|t)", re.ASCII)
_NO_SPACE_AFTER = frozenset("([{“‘")


def _prose(words: Iterable[str]) -> tuple[str, list[Span]]:
    """Running text of tokens without their spacing, and where each token stands in it."""
    parts: list[str] = []
    spans: list[Span] = []
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
    text = io.StringIO()
    mentions = _Mentions()
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
        pending_space = spacing
        for mark in _entity_marks(fields[9]):
            entity = mark.strip("()").split("-")[0]
            if mark.startswith("("):
                mentions.open(entity, start)
            if mark.endswith(")"):
                mentions.close(entity, length)
    return ChainedText(name, text.getvalue(), mentions.chains())


def _entity_marks(misc: str) -> list[str]:
    for field in misc.split("|"):
        if field.startswith("Entity="):
            return _ENTITY.findall(field.removeprefix("Entity="))
    return []
