"""The spaCy component that reads a text once and writes every annotation of the sentence level.

One small transformer encoder with a head for each task, run by ONNX Runtime:
Penn tags, sentence starts, dependencies (ClearNLP labels), entities (OntoNotes
names) and quotation roles. What it sets on a Doc:

- ``token.tag_ pos_ morph dep_ head``, ``doc.sents``, ``doc.ents``;
- ``doc.spans["source"]``, ``doc.spans["cue"]``, ``doc.spans["content"]``: the
  roles, with ``attrs["scores"]`` the mean probability of each span;
- ``doc.tensor``: (tokens, width) float32, the encoder's vector of each token.

Each window is run by itself, on one core the fastest way: in batches of four a full
one (200 pieces) took a seventh longer, as they leave the processor's cache. Only
texts of a line or two would gain, if their lengths were equal. So nothing can depend
on what is read before, after or beside it, and the graph knows of no batches.
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

from quotes.language.agreement import agree
from quotes.language.attributes import WORD_DECIDES, attributes
from quotes.language.decode import BioScheme, Floats, Ints, LabelledSpan, best_tree
from quotes.language.files import FileComponent
from quotes.language.pieces import PieceEncoder
from quotes.language.windows import CLOSERS, Window, windows

ROLES = ("source", "cue", "content")
ROOT = "ROOT"
OUTPUTS = ("tag", "sent", "ner", "quote", "arc", "dependent", "governor", "h")
ARCS = OUTPUTS.index("arc")
#: Outputs that are the same for every text.
CONSTANTS = ("label", "ner_moves", "quote_moves")
#: Words whose labels are scored at a time; the numbers of more leave the processor's cache.
AT_A_TIME = 96


@dataclass(frozen=True, slots=True)
class Labels:
    """What the outputs of the heads mean, by index."""

    tags: tuple[str, ...]
    deps: tuple[str, ...]
    entities: BioScheme
    roles: BioScheme

    @classmethod
    def from_json(
        cls,
        data: dict[str, list[str]],
        ner_moves: Floats,
        quote_moves: Floats,
    ) -> Labels:
        """From ``{"tags": [...], "deps": [...], "ner": [...], "quote": [...]}``.

        The moves score which label follows which: see :meth:`BioScheme.of`.
        """
        return cls(
            tuple(data["tags"]),
            tuple(data["deps"]),
            BioScheme.of(data["ner"], ner_moves),
            BioScheme.of(
                [
                    label[:2] + label[2:].lower() if label != "O" else label
                    for label in data["quote"]
                ],
                quote_moves,
            ),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The scores of all heads for the tokens of one document."""

    words: list[str]
    spaces: NDArray[np.bool_]
    """(tokens,): which tokens are white space."""
    tags: Ints
    """(tokens,)"""
    sentences: Floats
    """(tokens, 2)"""
    entities: Floats
    roles: Floats
    arcs: list[tuple[Window, Floats]]
    """For each window (tokens, tokens), from ``window.start``."""
    dependents: Floats
    """(tokens, size): each token as the one that a label is for."""
    governors: Floats
    """(tokens, size): each token as the head."""
    vectors: Floats


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
        self._loaded: Loaded | None = None

    # -------------------------------------------------------------- running

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place."""
        roles = self._load().labels.roles.labels
        if len(roles) > 1:  # weights can be trained without roles
            for role in ROLES:
                doc.spans[role] = SpanGroup(doc, name=role, attrs={"scores": []})
        if len(doc):
            self._annotate(doc, self._read(doc))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate Docs one after the other (the module says why), as ``__call__`` does.

        ``batch_size`` is spaCy's and changes nothing.
        """
        for doc in stream:
            yield self(doc)

    def _load(self) -> Loaded:
        if self._loaded is None:
            if not self._files:
                raise ValueError(f"{self.name} has no weights: load them with from_disk")
            self._loaded = Loaded.of(self._files, threads=self.threads)
        return self._loaded

    def _read(self, doc: Doc) -> Reading:
        loaded = self._load()
        words = [token.text for token in doc]
        split = loaded.pieces.encode(words)
        sizes = [len(ids) for ids, _ in split]
        outputs: list[list[NDArray[Any]]] = []
        arcs = []
        for part in windows(words, sizes, size=self.window, context=self.context):
            scores = loaded.run(split[part.start : part.end])
            arcs.append((part, scores.pop(ARCS)))
            kept = slice(part.first - part.start, part.last - part.start)
            outputs.append([score[kept] for score in scores])
        tags, sentences, entities, roles, dependents, governors, vectors = (
            np.concatenate(columns) for columns in zip(*outputs, strict=True)
        )
        spaces = np.array([not word.strip() for word in words], bool)
        return Reading(
            words, spaces, tags, sentences, entities, roles, arcs, dependents, governors, vectors
        )

    # ----------------------------------------------------------- annotating

    def _annotate(self, doc: Doc, reading: Reading) -> None:
        loaded = self._load()
        labels = loaded.labels
        starts = sentence_starts(reading.words, reading.sentences, reading.spaces, reading.arcs)
        heads, roots = trees(reading.arcs, starts, reading.spaces)
        deps = relations(reading, heads, loaded.relations, labels.deps.index(ROOT))
        self._write_tokens(doc, labels, reading, heads, roots, deps)
        self._write_roles(doc, labels, reading)
        doc.tensor = reading.vectors  # type: ignore[assignment]

    def _write_tokens(
        self,
        doc: Doc,
        labels: Labels,
        reading: Reading,
        heads: Ints,
        roots: NDArray[np.bool_],
        deps: Ints,
    ) -> None:
        add, spaces = doc.vocab.strings.add, reading.spaces
        # White space has a tag and a label of its own, past the end of the lists.
        all_tags, all_deps = [*labels.tags, "_SP"], [*labels.deps, "dep"]
        tags = np.where(spaces, len(labels.tags), reading.tags)
        deps = np.where(roots, labels.deps.index(ROOT), np.where(spaces, len(labels.deps), deps))
        found = labels.entities.spans(reading.entities, scored=False)
        entities = agree(reading.words, found, labels.entities, reading.entities)
        iob, types = entity_columns(entities, spaces)
        rows = np.zeros((len(doc), 7), np.uint64)
        rows[:, 0] = np.array([add(tag) for tag in all_tags], np.uint64)[tags]
        rows[:, 1:3] = self._attributes(doc.vocab, reading.words, tags, deps, all_tags, all_deps)
        rows[:, 3] = np.array([add(dep) for dep in all_deps], np.uint64)[deps]
        rows[:, 4] = (heads - np.arange(len(doc))).astype(np.uint64)
        rows[:, 5] = iob
        rows[:, 6] = [add(name) if name else 0 for name in types]
        columns = [TAG, POS, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE]
        doc.from_array(columns, rows)  # type: ignore[arg-type]

    @staticmethod
    def _attributes(
        vocab: Vocab,
        words: Sequence[str],
        tags: Ints,
        deps: Ints,
        all_tags: Sequence[str],
        all_deps: Sequence[str],
    ) -> list[tuple[int, int]]:
        """The ids of each token's part of speech and morphology."""
        decides = [tag in WORD_DECIDES for tag in all_tags]
        known: dict[tuple[int, int, str], tuple[int, int]] = {}
        out = []
        for word, tag, dep in zip(words, tags.tolist(), deps.tolist(), strict=True):
            key = (tag, dep, word if decides[tag] else "")
            if (found := known.get(key)) is None:
                pos, morph = attributes(all_tags[tag], word, all_deps[dep])
                found = known[key] = (IDS[pos], vocab.morphology.add(morph))
            out.append(found)
        return out

    def _write_roles(self, doc: Doc, labels: Labels, reading: Reading) -> None:
        for found in labels.roles.spans(reading.roles):
            trimmed = without_spaces(found, reading.spaces)
            if trimmed is None:
                continue
            group = doc.spans[found.label]
            group.append(doc[trimmed.start : trimmed.end])
            group.attrs["scores"].append(round(found.score, 4))

    # -------------------------------------------------------- serialisation

    def _forget(self) -> None:
        self._loaded = None

    def __getstate__(self) -> dict[str, Any]:
        # The session cannot be pickled; the process that gets this makes its own.
        return self.__dict__ | {"_loaded": None}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a component builds from its files."""

    session: Any
    pieces: PieceEncoder
    labels: Labels
    relations: Floats
    """(size + 1, labels * (size + 1)): see :func:`relations`."""

    @classmethod
    def of(cls, files: dict[str, bytes], *, threads: int) -> Loaded:
        """From the contents of ``QuotesEncoder.FILES``."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Processors whose instructions for 8 bits cut off large sums take others, so that every
        # machine reads a text alike. On newer ones this changes nothing.
        options.add_session_config_entry("session.x64quantprecision", "1")
        session = onnxruntime.InferenceSession(
            files["model.onnx"],
            options,
            providers=["CPUExecutionProvider"],
            # Fused, this takes eight times as long as its two parts (ONNX Runtime 1.31).
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        pieces = PieceEncoder(Tokenizer.from_str(files["tokenizer.json"].decode("utf-8")))
        names = json.loads(files["labels.json"])
        empty = np.zeros((1, 2), np.int64)
        weights, *moves = session.run(CONSTANTS, {"ids": empty, "cs": empty, "first": empty})
        labels = Labels.from_json(names, *moves)
        size = weights.shape[-1]
        turned = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(size, -1))
        return cls(session, pieces, labels, turned)

    def run(self, split: Sequence[tuple[tuple[int, ...], int]]) -> list[NDArray[Any]]:
        """:data:`OUTPUTS` for the tokens of one window, given their pieces and casings."""
        ids, casings, first = [self.pieces.start], [0], []
        for piece_ids, casing in split:
            first.append(len(ids))
            ids.extend(piece_ids)
            casings.extend([casing] * len(piece_ids))
        ids.append(self.pieces.end)
        casings.append(0)
        feed = {"ids": ids, "cs": casings, "first": first}
        inputs = {name: np.array([values], np.int64) for name, values in feed.items()}
        return [output[0] for output in self.session.run(OUTPUTS, inputs)]


def sentence_starts(
    words: Sequence[str],
    scores: Floats,
    spaces: NDArray[np.bool_],
    arcs: list[tuple[Window, Floats]],
) -> NDArray[np.bool_]:
    """Which tokens begin a sentence: the head's choice, and every new paragraph or window.

    None begins after ``,”``, where a reporting clause follows what was said.
    """
    starts: NDArray[np.bool_] = scores.argmax(1).astype(bool)
    fresh = True
    for i, word in enumerate(words):
        if spaces[i]:
            starts[i] = False
            fresh = fresh or word.count("\n") > 1
        elif fresh:
            starts[i], fresh = True, False
        elif i > 1 and words[i - 1] in CLOSERS and words[i - 2] == ",":
            starts[i] = False
    for window, _ in arcs:
        at = window.first
        while at < window.last and spaces[at]:
            at += 1
        if at < window.last:
            starts[at] = True
    return starts


def trees(
    arcs: list[tuple[Window, Floats]], starts: NDArray[np.bool_], spaces: NDArray[np.bool_]
) -> tuple[Ints, NDArray[np.bool_]]:
    """The head of each token in the document, and which tokens are roots.

    One tree a sentence: each token's best head within it where that makes a
    tree, else the maximum spanning tree. White space hangs on the token before
    it, as in the official pipelines (on the one after it at the very beginning).
    """
    n = len(starts)
    heads = np.arange(n)
    for window, scores in arcs:
        words = window.first + np.flatnonzero(~spaces[window.first : window.last])
        if not len(words):
            continue
        fresh = starts[words]
        fresh[0] = True
        for a, b in pairwise([*np.flatnonzero(fresh).tolist(), len(words)]):
            sentence = words[a:b]
            heads[sentence] = sentence[best_tree(_part(scores, sentence - window.start))]
    roots = (heads == np.arange(n)) & ~spaces
    if spaces.all():
        return np.zeros(n, np.int64), roots
    leading = int((~spaces).argmax())
    before = np.maximum.accumulate(np.where(spaces, leading, np.arange(n)))
    return np.where(spaces, before, heads), roots


def _part(scores: Floats, rows: Ints) -> Floats:
    """The scores between the tokens ``rows``, which are in order."""
    first, end = int(rows[0]), int(rows[-1]) + 1
    if end - first == len(rows):
        return scores[first:end, first:end]
    return scores[np.ix_(rows, rows)]


def relations(reading: Reading, heads: Ints, weights: Floats, root: int) -> Ints:
    """The best label of the arc from each token to its head, other than ``root``: (tokens,).

    The biaffine scorer of Dozat and Manning (2017), for the heads that were
    finally chosen. ``weights`` is (size + 1, labels * (size + 1)): for each
    feature of the dependent, a last one that is always 1 with them, what it
    gives each label for each feature of the head.
    """
    best = np.zeros(len(heads), np.int64)
    for start in range(0, len(heads), AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        mixed = with_one(reading.dependents[part]) @ weights
        governors = with_one(reading.governors[heads[part]])
        mixed = mixed.reshape(len(governors), -1, governors.shape[1])
        scores = np.matmul(mixed, governors[:, :, None])[:, :, 0]
        scores[:, root] = -np.inf
        best[part] = scores.argmax(1)
    return best


def with_one(rows: Floats) -> Floats:
    """A last feature that is always 1."""
    return np.concatenate([rows, np.ones_like(rows[:, :1])], 1)


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
) -> tuple[Ints, list[str]]:
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
