"""Reads CoNLL-U, the file format of Universal Dependencies, plain or gzipped."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word. `index` and `head` count from 1 within the sentence; the root's head is
    0.

    `enhanced` and `misc` are the raw last two columns; `_` stands for an empty column throughout.
    """

    index: int
    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    relation: str
    enhanced: str = "_"
    misc: str = "_"

    @property
    def space_after(self) -> bool:
        """Whether the source text has a space between this word and the next."""
        return "SpaceAfter=No" not in self.misc.split("|")


@dataclass(frozen=True, slots=True)
class MultiwordToken:
    """A surface form such as "don't" that covers the syntactic words `first` to `last`, both
    included.
    """

    first: int
    last: int
    form: str
    misc: str = "_"

    @property
    def space_after(self) -> bool:
        """Whether the source text has a space after the whole form."""
        return "SpaceAfter=No" not in self.misc.split("|")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tree with its comment lines: `# key = value` becomes `metadata[key]`, `# key` ""."""

    metadata: Mapping[str, str]
    tokens: tuple[Token, ...]
    multiwords: tuple[MultiwordToken, ...] = ()

    @property
    def sent_id(self) -> str:
        return self.metadata.get("sent_id", "")

    @property
    def new_document(self) -> str | None:
        """The id of the document that starts here, "" when it has none, None inside a document."""
        return self.metadata.get("newdoc id", self.metadata.get("newdoc"))

    @property
    def new_paragraph(self) -> bool:
        return "newpar id" in self.metadata or "newpar" in self.metadata


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yields the sentences of a file, in order; a name that ends in `.gz` is unpacked on the way.

    Raises OSError when the file cannot be read and ValueError, with the line number, when a line is
    not CoNLL-U.
    """
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            yield from parse_conllu(lines)
    else:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from parse_conllu(lines)


def parse_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """Yields the sentences in `lines`. Empty nodes of the enhanced graph (8.1) are left out."""
    metadata: dict[str, str] = {}
    tokens: list[Token] = []
    multiwords: list[MultiwordToken] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            if tokens:
                yield Sentence(metadata, tuple(tokens), tuple(multiwords))
            metadata, tokens, multiwords = {}, [], []
        elif line.startswith("#"):
            key, _, value = line[1:].partition("=")
            metadata[key.strip()] = value.strip()
        else:
            _add_row(line, number, tokens, multiwords)
    if tokens:
        yield Sentence(metadata, tuple(tokens), tuple(multiwords))


def _add_row(line: str, number: int, tokens: list[Token], multiwords: list[MultiwordToken]) -> None:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise ValueError(f"line {number}: {len(columns)} columns where CoNLL-U has {_COLUMNS}")
    index, form, lemma, upos, xpos, _, head, relation, enhanced, misc = columns
    try:
        if "-" in index:
            first, last = index.split("-")
            multiwords.append(MultiwordToken(int(first), int(last), form, misc))
        elif "." not in index:
            token = Token(int(index), form, lemma, upos, xpos, int(head), relation, enhanced, misc)
            tokens.append(token)
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error
