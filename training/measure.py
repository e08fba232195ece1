"""Score an exported encoder on parts that it was not trained on.

    python -m training.measure --data ../shared/data --part test
    python -m training.measure --data ../shared/data --part dev --quick
    python -m training.measure --data ../shared/data --model training/work/model.onnx

Everything goes through the component that users run, document by document, on the corpora's own
tokens. Attachment is measured against our conversion to ClearNLP labels, without punctuation;
spans are exact (PolNeAR's without outer marks and punctuation, as its scorer has them). Each figure
comes with its 95% interval over documents (:mod:`training.metrics`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from quotes.evaluate.spans import characters, inside_marks, trim, type_of
from quotes.language.encoder import QuotesEncoder
from quotes.language.encoder import make_encoder as _registered  # noqa: F401
from training import held_out, roles
from training.metrics import (
    Figure,
    Tally,
    accuracy,
    by_group,
    entity_errors,
    f_score,
    interval,
    total,
)
from training.treebanks import ParsedDocument

HEADS = ("tag", "uas", "las", "sentences")
#: Labels that quotations and their speakers are found by.
DEPENDENCIES = (
    *("ROOT", "nsubj", "dobj", "ccomp", "advcl", "parataxis", "conj", "relcl"),
    *("appos", "poss", "prep", "pobj"),
)
#: GPE and LOC count as one: only some corpora tell them apart.
ENTITIES = ("PERSON", "ORG", "PLACE", "NORP", "DATE")
#: The types that most corpora of names have; what is published of them is often of all together.
TOGETHER = ENTITIES[:3]
ERRORS = ("missed", "extent", "type", "invented")
TYPES = ("direct", "mixed", "indirect")
#: ``--quick`` reads one document in so many.
QUICK_STEP = 4


# ------------------------------------------------------------------ tags and trees


def read_trees(encoder: QuotesEncoder, documents: Sequence[ParsedDocument]) -> list[Tally]:
    """Read the documents of a treebank and count."""
    docs = encoder.pipe(Doc(encoder.vocab, list(d.words), list(d.spaces)) for d in documents)
    return [compare_trees(gold, doc) for gold, doc in zip(documents, docs, strict=True)]


def parsing(tallies: Sequence[Tally]) -> Figure:
    """Tags, attachment and sentence starts on a treebank, together and by genre."""
    return _parsing(tallies) | {
        "labels": {label: f_score(tallies, f"dep {label}") for label in DEPENDENCIES},
        "genres": by_group(tallies, _parsing),
    }


def compare_trees(gold: ParsedDocument, doc: Doc) -> Tally:
    """Count what is right in one document; `doc` has the tokens of `gold`."""
    tally = Tally(gold.genre)
    for token in doc:
        if token.is_space:
            continue
        tally.judge("tag", token.tag_ == gold.tags[token.i])
        if not any(map(str.isalnum, token.text)):
            continue
        label, attached = gold.deps[token.i], token.head.i == gold.heads[token.i]
        tally.judge("uas", attached)
        tally.judge("las", attached and token.dep_ == label)
        tally.add(f"dep {label}", gold=1)
        tally.add(f"dep {token.dep_}", right=int(attached and token.dep_ == label), predicted=1)
    tally.compare(
        "sentences",
        {i for i, start in enumerate(gold.sent_starts) if start},
        {token.i for token in doc if token.is_sent_start and not token.is_space},
    )
    return tally


def _parsing(tallies: Sequence[Tally]) -> Figure:
    heads = HEADS[:3]
    return {
        "documents": len(tallies),
        "tokens": total(tallies, "tag", "gold"),
        **{head: accuracy(tallies, head) for head in heads},
        "sentences": f_score(tallies, "sentences")["f"],
        "sentences_gold": total(tallies, "sentences", "gold"),
        "intervals": {what: interval(tallies, what) for what in HEADS},
    }


# ------------------------------------------------------------------ entities


def read_names(encoder: QuotesEncoder, documents: Sequence[held_out.Names]) -> list[Tally]:
    """Read documents with entities and count."""
    texts = [[word for s in document.sentences for word in s.words] for document in documents]
    docs = encoder.pipe(Doc(encoder.vocab, words) for words in texts)
    tallies = []
    for document, doc in zip(documents, docs, strict=True):
        labels = [label for sentence in document.sentences for label in sentence.labels]
        found = {(e.start, e.end, e.label_) for e in doc.ents}
        tallies.append(compare_names(labels, found, document.group))
    return tallies


def names(tallies: Sequence[Tally]) -> Figure:
    """Entities of a corpus by type, together and by region where it knows them."""
    figures = _names(tallies)
    if any(tally.group for tally in tallies):
        figures["regions"] = by_group(tallies, _names)
    return figures


def compare_names(
    labels: Sequence[str], found: Iterable[tuple[int, int, str]], group: str = ""
) -> Tally:
    """Count the entities of one document.

    `labels` are its tokens' (``B-ORG``, ``I-ORG``, ``O``); where they are ``?`` the corpus has
    something that we have no type for, and what is found there counts neither way.
    """
    tally = Tally(group)
    tally.note("tokens", len(labels))
    unknown = {i for i, label in enumerate(labels) if label == "?"}
    gold = _places(spans([label if label != "?" else "O" for label in labels]))
    predicted = _places(span for span in found if unknown.isdisjoint(range(*span[:2])))
    for kind in ENTITIES:
        tally.compare(
            kind, {x for x in gold if x[2] == kind}, {x for x in predicted if x[2] == kind}
        )
        for error, number in entity_errors(gold, predicted, kind).items():
            tally.note(f"{kind} {error}", number)
    tally.compare(
        "together",
        {x for x in gold if x[2] in TOGETHER},
        {x for x in predicted if x[2] in TOGETHER},
    )
    return tally


def spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The entities of a row of labels (an ``I-`` without its ``B-`` begins one)."""
    start, name = 0, ""
    for i, label in enumerate([*labels, "O"]):
        if name and (label[2:] != name or label.startswith("B")):
            yield start, i, name
            name = ""
        if label != "O" and not name:
            start, name = i, label[2:]


def _places(found: Iterable[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    return {(a, b, "PLACE" if kind in ("GPE", "LOC") else kind) for a, b, kind in found}


def _names(tallies: Sequence[Tally]) -> Figure:
    counts = {"documents": len(tallies), "tokens": total(tallies, "tokens")}
    return {**counts, "together": f_score(tallies, "together")} | {
        kind: f_score(tallies, kind)
        | {"errors": {error: total(tallies, f"{kind} {error}") for error in ERRORS}}
        for kind in ENTITIES
        if total(tallies, kind, "gold")
    }


# ------------------------------------------------------------------ roles


def read_roles(encoder: QuotesEncoder, articles: Sequence[roles.Article]) -> list[Tally]:
    """Read articles with quotations and count."""
    nlp = spacy.blank("en")
    docs = encoder.pipe(nlp.make_doc(article.text) for article in articles)
    tallies = []
    for article, doc in zip(articles, docs, strict=True):
        found = {
            role: {(span.start_char, span.end_char) for span in doc.spans.get(role, ())}
            for role in roles.ROLES
        }
        tallies.append(compare_roles(article, found))
    return tallies


def quotation_roles(tallies: Sequence[Tally]) -> Figure:
    """Exact spans of the roles, together and by publisher, and recall of contents by type."""
    return _roles(tallies) | {
        "recall_by_type": {kind: _recall(tallies, f"content {kind}") for kind in TYPES},
        "publishers": by_group(tallies, _roles),
    }


def compare_roles(article: roles.Article, found: dict[str, set[tuple[int, int]]]) -> Tally:
    """Count the spans of one article, in characters; a content's type is its attribution's."""
    tally = Tally(held_out.publisher_of(article))
    tally.note("words", len(article.text.split()))
    for role in roles.ROLES:
        gold = {trim(article.text, span) for a in article.attributions for span in a[role]}
        predicted = {trim(article.text, span) for span in found[role]}
        tally.compare(role, gold, predicted)
    inside = inside_marks(article.text)
    contents = {trim(article.text, span) for span in found["content"]}
    for attribution in article.attributions:
        within = characters(article.text, attribution["content"])
        if within:
            one = {trim(article.text, span) for span in attribution["content"]}
            tally.compare(f"content {type_of(within, inside)}", one, contents & one)
    return tally


def _roles(tallies: Sequence[Tally]) -> Figure:
    return {"documents": len(tallies), "words": total(tallies, "words")} | {
        role: f_score(tallies, role) for role in roles.ROLES
    }


def _recall(tallies: Sequence[Tally], what: str) -> Figure:
    score = f_score(tallies, what)
    return {"r": score["r"], "gold": score["gold"]}


# ------------------------------------------------------------------ all of it


def load(weights: Path, model: Path | None = None) -> QuotesEncoder:
    """The component with the files in `weights`, or with another `model` and the same labels."""
    encoder = spacy.blank("en").add_pipe("quotes_encoder")
    assert isinstance(encoder, QuotesEncoder)
    if model is None:
        return encoder.from_disk(weights)
    with tempfile.TemporaryDirectory() as folder:
        for name in QuotesEncoder.FILES:
            source = model if name == "model.onnx" else weights / name
            shutil.copyfile(source, Path(folder) / name)
        return encoder.from_disk(folder)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was counted, by corpus; a tally a document."""

    parsing: dict[str, list[Tally]]
    entities: dict[str, list[Tally]]
    roles: dict[str, list[Tally]]


def read_all(encoder: QuotesEncoder, data: Path, part: held_out.Part, *, step: int = 1) -> Tallies:
    """Read all held-out documents of `part`, or one in so many."""
    trees, entities = held_out.treebanks(data, part), held_out.names(data, part)
    return Tallies(
        {name: read_trees(encoder, documents[::step]) for name, documents in trees.items()},
        {name: read_names(encoder, documents[::step]) for name, documents in entities.items()},
        {"polnear dev": read_roles(encoder, held_out.quoted(data)[::step])},
    )


def measure(
    data: Path,
    weights: Path,
    *,
    part: held_out.Part = "test",
    model: Path | None = None,
    quick: bool = False,
) -> dict[str, Any]:
    """All held-out figures of the encoder, in percent."""
    step = QUICK_STEP if quick else 1
    counted = read_all(load(weights, model), data, part, step=step)
    return {
        "measured": description(model or weights / "model.onnx", part, step),
        "parsing": {name: parsing(tallies) for name, tallies in counted.parsing.items()},
        "entities": {name: names(tallies) for name, tallies in counted.entities.items()},
        "roles": {name: quotation_roles(tallies) for name, tallies in counted.roles.items()},
    }


def description(model: Path, part: held_out.Part, step: int = 1) -> dict[str, Any]:
    """What was measured: of which file, on which part, and on one document in how many."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    return {"part": part, "model_sha256": digest, "one_document_in": step}


def table(figures: dict[str, Any]) -> str:
    """The main figures for reading, with their intervals."""

    def line(name: str, scores: Sequence[tuple[str, float, list[float] | None]]) -> str:
        cells = [
            f"{what} {score:5.1f}" + (f" ({low:.1f}-{high:.1f})" if (low, high) != (0, 0) else "")
            for what, score, bounds in scores
            for low, high in [bounds or (0, 0)]
        ]
        return f"{name:<36}" + "  ".join(cells)

    lines = []
    for name, found in figures["parsing"].items():
        lines.append(line(name, [(h, found[h], found["intervals"][h]) for h in HEADS]))
    for name, found in [*figures["entities"].items(), *figures["roles"].items()]:
        kinds = [k for k in (*ENTITIES, *roles.ROLES) if k in found]
        lines.append(line(name, [(k, found[k]["f"], found[k]["interval"]) for k in kinds]))
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("quotes/language/weights/encoder"))
    parser.add_argument("--model", type=Path, help="another ONNX file with the same labels")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--quick", action="store_true", help="one document in four")
    parser.add_argument("--out", type=Path, help="write everything as JSON")
    args = parser.parse_args()
    figures = measure(args.data, args.weights, part=args.part, model=args.model, quick=args.quick)
    print(table(figures))
    if args.out:
        args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
