"""The spaCy component that reads a text once and writes every annotation of the sentence level.

One small transformer encoder with a head for each task, run by ONNX Runtime:
Penn tags, sentence starts, dependencies (ClearNLP labels), entities (OntoNotes
names) and quotation roles. What it sets on a Doc:

- ``token.tag_ pos_ morph dep_ head``, ``doc.sents``, ``doc.ents``;
- ``doc.spans["source"]``, ``doc.spans["cue"]``, ``doc.spans["content"]``: the
  roles, with ``attrs["scores"]`` the mean probability of each span;
- ``doc.tensor``: (tokens, width) float32, the encoder's vector of each token.

Each window is run by itself, not padded into a batch: the weights are
quantised dynamically, so a neighbour in a batch would change the result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, SpanGroup
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from quotes.language.attributes import attributes
from quotes.language.decode import BioScheme, LabelledSpan, best_tree
from quotes.language.files import FileComponent
from quotes.language.pieces import PieceEncoder
from quotes.language.windows import Window, windows

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Labels:
    """What the outputs of the heads mean, by index."""

    tags: tuple[str, ...]
    deps: tuple[str, ...]
    entities: BioScheme
    roles: BioScheme

    @classmethod
    def from_json(cls, data: dict[str, list[str]]) -> Labels:
        """From ``{"tags": [...], "deps": [...], "ner": [...], "quote": [...]}``."""
        return cls(
            tuple(data["tags"]),
            tuple(data["deps"]),
            BioScheme.of(data["ner"]),
            BioScheme.of(
                [
                    label[:2] + label[2:].lower() if label != "O" else label
                    for label in data["quote"]
                ]
            ),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The scores of all heads for the tokens of one document."""

    words: list[str]
    tags: NDArray[np.int64]
    """(tokens,)"""
    sentences: NDArray[np.float32]
    """(tokens, 2)"""
    entities: NDArray[np.float32]
    roles: NDArray[np.float32]
    arcs: list[tuple[Window, NDArray[np.float32]]]
    """For each window (tokens, tokens), from ``window.start``."""
    deps: NDArray[np.int64]
    vectors: NDArray[np.float32]


class QuotesEncoder(FileComponent):
    """See the module. ``threads`` is the number of threads of ONNX Runtime a process."""

    FILES = ("model.onnx", "labels.json", "tokenizer.json")

    def __init__(
        self,
        vocab: Vocab,
        name: str = "quotes_encoder",
        *,
        window: int = 200,
        context: int = 0,
        threads: int = 1,
    ) -> None:
        self.vocab = vocab
        self.name = name
        self.window = window
        self.context = context
        self.threads = threads
        self._files: dict[str, bytes] = {}
        self._session: Any = None
        self._pieces: PieceEncoder | None = None
        self._labels: Labels | None = None

    # -------------------------------------------------------------- running

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place."""
        self._annotate(doc, self._read(doc))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate Docs one after the other; the same result as one by one."""
        for doc in stream:
            yield self(doc)

    def _load(self) -> tuple[Any, PieceEncoder, Labels]:
        if self._session is None:
            if not self._files:
                raise ValueError(f"{self.name} has no weights: load them with from_disk")
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                self._files["model.onnx"], options, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_str(self._files["tokenizer.json"].decode("utf-8"))
            self._pieces = PieceEncoder(tokenizer)
            self._labels = Labels.from_json(json.loads(self._files["labels.json"]))
        assert self._pieces is not None and self._labels is not None
        return self._session, self._pieces, self._labels

    def _read(self, doc: Doc) -> Reading:
        session, pieces, labels = self._load()
        words = [token.text for token in doc]
        split = pieces.encode(words)
        n = len(words)
        parts = windows(
            words, [len(ids) for ids, _ in split], size=self.window, context=self.context
        )
        tags, deps = np.zeros(n, np.int64), np.zeros(n, np.int64)
        sentences = np.zeros((n, 2), np.float32)
        entities = np.zeros((n, len(labels.entities.labels)), np.float32)
        roles = np.zeros((n, len(labels.roles.labels)), np.float32)
        vectors: NDArray[np.float32] | None = None
        arcs = []
        for part in parts:
            ids, casings, first = [pieces.start], [0], []
            for piece_ids, casing in split[part.start : part.end]:
                first.append(len(ids))
                ids.extend(piece_ids)
                casings.extend([casing] * len(piece_ids))
            ids.append(pieces.end)
            casings.append(0)
            tag, sent, ner, quote, arc, lab, h = session.run(
                ["tag", "sent", "ner", "quote", "arc", "lab", "h"],
                {
                    "ids": np.array([ids], np.int64),
                    "cs": np.array([casings], np.int64),
                    "first": np.array([first], np.int64),
                },
            )
            kept = slice(part.first, part.last)
            here = slice(part.first - part.start, part.last - part.start)
            tags[kept], deps[kept] = tag[0, here], lab[0, here]
            sentences[kept], entities[kept], roles[kept] = (
                sent[0, here],
                ner[0, here],
                quote[0, here],
            )
            if vectors is None:
                vectors = np.zeros((n, h.shape[-1]), np.float32)
            vectors[kept] = h[0, here]
            arcs.append((part, arc[0]))
        if vectors is None:
            vectors = np.zeros((0, 0), np.float32)
        return Reading(words, tags, sentences, entities, roles, arcs, deps, vectors)

    # ----------------------------------------------------------- annotating

    def _annotate(self, doc: Doc, reading: Reading) -> None:
        _, _, labels = self._load()
        n = len(doc)
        if len(labels.roles.labels) > 1:  # weights can be trained without roles
            for role in ROLES:
                doc.spans[role] = SpanGroup(doc, name=role, attrs={"scores": []})
        if not n:
            return
        spaces = np.array([not word.strip() for word in reading.words])
        starts = sentence_starts(reading.words, reading.sentences, spaces, reading.arcs)
        heads, roots = trees(reading.arcs, starts, spaces)
        self._write_tokens(doc, labels, reading, heads, roots, spaces)
        self._write_roles(doc, labels, reading, spaces)
        doc.tensor = reading.vectors  # type: ignore[assignment]

    def _write_tokens(
        self,
        doc: Doc,
        labels: Labels,
        reading: Reading,
        heads: NDArray[np.int64],
        roots: NDArray[np.bool_],
        spaces: NDArray[np.bool_],
    ) -> None:
        strings, morphology = doc.vocab.strings, doc.vocab.morphology
        entities = labels.entities.spans(reading.entities)
        iob, types = entity_columns(entities, spaces)
        rows = np.zeros((len(doc), 7), np.uint64)
        offsets = (heads - np.arange(len(doc))).astype(np.uint64)
        known: dict[tuple[str, str], tuple[int, int]] = {}
        for i, word in enumerate(reading.words):
            tag = "_SP" if spaces[i] else labels.tags[reading.tags[i]]
            dep = labels.deps[reading.deps[i]]
            if roots[i]:
                dep = "ROOT"
            elif spaces[i] or dep == "ROOT":
                dep = "dep"
            pos, morph = attributes(tag, word, dep)
            if (pos, morph) not in known:
                known[pos, morph] = (IDS[pos], morphology.add(morph))
            rows[i] = (
                strings.add(tag),
                *known[pos, morph],
                strings.add(dep),
                offsets[i],
                iob[i],
                strings.add(types[i]) if types[i] else 0,
            )
        columns = [TAG, POS, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE]
        doc.from_array(columns, rows)  # type: ignore[arg-type]

    def _write_roles(
        self, doc: Doc, labels: Labels, reading: Reading, spaces: NDArray[np.bool_]
    ) -> None:
        for found in labels.roles.spans(reading.roles):
            trimmed = without_spaces(found, spaces)
            if trimmed is None:
                continue
            group = doc.spans[found.label]
            group.append(doc[trimmed.start : trimmed.end])
            group.attrs["scores"].append(round(found.score, 4))

    # -------------------------------------------------------- serialisation

    def _forget(self) -> None:
        self._session = self._pieces = self._labels = None

    def __getstate__(self) -> dict[str, Any]:
        # The session cannot be pickled; the process that gets this makes its own.
        return self.__dict__ | {"_session": None, "_pieces": None, "_labels": None}


def sentence_starts(
    words: Sequence[str],
    scores: NDArray[np.float32],
    spaces: NDArray[np.bool_],
    arcs: list[tuple[Window, NDArray[np.float32]]],
) -> NDArray[np.bool_]:
    """Which tokens begin a sentence: the head's choice, and every new paragraph or window."""
    starts: NDArray[np.bool_] = scores.argmax(1).astype(bool)
    fresh = True
    for i, word in enumerate(words):
        if spaces[i]:
            starts[i] = False
            fresh = fresh or word.count("\n") > 1
        elif fresh:
            starts[i], fresh = True, False
    for window, _ in arcs:
        at = window.first
        while at < window.last and spaces[at]:
            at += 1
        if at < window.last:
            starts[at] = True
    return starts


def trees(
    arcs: list[tuple[Window, NDArray[np.float32]]],
    starts: NDArray[np.bool_],
    spaces: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The head of each token in the document, and which tokens are roots.

    One tree a sentence. White space hangs on the token before it, as in the
    official pipelines (on the one after it at the very beginning).
    """
    n = len(starts)
    heads = np.arange(n)
    for window, scores in arcs:
        words = [i for i in range(window.first, window.last) if not spaces[i]]
        bounds = [k for k, i in enumerate(words) if starts[i] or k == 0] + [len(words)]
        for a, b in pairwise(bounds):
            sentence = np.array(words[a:b])
            rows = sentence - window.start
            heads[sentence] = sentence[best_tree(scores[np.ix_(rows, rows)])]
    roots = (heads == np.arange(n)) & ~spaces
    before = -1
    for i in range(n):
        if spaces[i]:
            heads[i] = before if before >= 0 else i
        else:
            before = i
    leading = int((~spaces).argmax()) if not spaces.all() else 0
    heads[:leading] = leading
    if spaces.all():
        heads[:] = 0
    return heads, roots


def without_spaces(span: LabelledSpan, spaces: NDArray[np.bool_]) -> LabelledSpan | None:
    """The span without white space tokens at either end; ``None`` if nothing is left."""
    start, end = span.start, span.end
    while start < end and spaces[start]:
        start += 1
    while end > start and spaces[end - 1]:
        end -= 1
    return LabelledSpan(start, end, span.label, span.score) if start < end else None


def entity_columns(
    entities: list[LabelledSpan], spaces: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], list[str]]:
    """spaCy's IOB code (3 begin, 1 inside, 2 outside) and type of every token."""
    iob = np.full(len(spaces), 2, np.int64)
    types = [""] * len(spaces)
    for found in entities:
        entity = without_spaces(found, spaces)
        if entity is None:
            continue
        iob[entity.start : entity.end] = 1
        iob[entity.start] = 3
        types[entity.start : entity.end] = [entity.label] * (entity.end - entity.start)
    return iob, types


@Language.factory(
    "quotes_encoder",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "doc.sents",
        "doc.ents",
        "doc.spans",
        "doc.tensor",
    ],
    default_config={"window": 200, "context": 0, "threads": 1},
)
def make_encoder(
    nlp: Language, name: str, window: int, context: int, threads: int
) -> QuotesEncoder:
    """The factory that spaCy calls."""
    return QuotesEncoder(nlp.vocab, name, window=window, context=context, threads=threads)
