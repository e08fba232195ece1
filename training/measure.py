"""Score the exported encoder on parts that it was not trained on.

    python -m training.measure --data ../shared/data --weights quotes/language/weights/encoder

Everything goes through the component that users run, on the corpora's own
tokens. Attachment is measured against our conversion to ClearNLP labels,
without punctuation; spans are exact (PolNeAR's without outer marks and
punctuation, as its scorer has them).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from quotes.language.encoder import QuotesEncoder
from training import entities, roles
from training.treebanks import read_treebank

Counts = Counter[str]
_EDGES = " \n\t\r\"“”‘’'`.,;:!?—–-()[]«»"


def f_score(counts: Counts) -> dict[str, float]:
    """Precision, recall and F1 in percent from ``right``, ``predicted`` and ``gold``."""
    right, predicted, gold = counts["right"], counts["predicted"], counts["gold"]
    return {
        "p": round(100 * right / max(1, predicted), 1),
        "r": round(100 * right / max(1, gold), 1),
        "f": round(200 * right / max(1, predicted + gold), 1),
    }


def add(counts: Counts, gold: set[Any], predicted: set[Any]) -> None:
    """Count two sets of spans."""
    counts["right"] += len(gold & predicted)
    counts["gold"] += len(gold)
    counts["predicted"] += len(predicted)


def parsing(encoder: QuotesEncoder, path: Path, genres: Iterable[str] = ()) -> dict[str, Any]:
    """Tags, attachment and sentence starts on a treebank."""
    n: Counts = Counter()
    sentences: Counts = Counter()
    wanted = set(genres)
    for document in read_treebank(path, seed=0, curly=0.0, newlines=1.0, chunk=False):
        if wanted and document.genre not in wanted:
            continue
        doc = encoder(Doc(encoder.vocab, list(document.words), list(document.spaces)))
        for token in doc:
            if token.is_space:
                continue
            n["tokens"] += 1
            n["tag"] += token.tag_ == document.tags[token.i]
            if not any(map(str.isalnum, token.text)):
                continue
            n["words"] += 1
            attached = token.head.i == document.heads[token.i]
            n["uas"] += attached
            n["las"] += attached and token.dep_ == document.deps[token.i]
        add(
            sentences,
            {i for i, start in enumerate(document.sent_starts) if start},
            {sent.start for sent in doc.sents if not sent[0].is_space}
            | {token.i for token in doc if token.is_sent_start and not token.is_space},
        )
    return {
        "tokens": n["tokens"],
        "tag": round(100 * n["tag"] / max(1, n["tokens"]), 1),
        "uas": round(100 * n["uas"] / max(1, n["words"]), 1),
        "las": round(100 * n["las"] / max(1, n["words"]), 1),
        "sentences": f_score(sentences)["f"],
    }


def names(encoder: QuotesEncoder, sentences: list[entities.Sentence]) -> dict[str, Any]:
    """Entities, five sentences of the corpus at a time; GPE and LOC count as one."""
    counts: dict[str, Counts] = defaultdict(Counter)
    for i in range(0, len(sentences), 5):
        part = sentences[i : i + 5]
        words = [word for sentence in part for word in sentence.words]
        labels = [label for sentence in part for label in sentence.labels]
        doc = encoder(Doc(encoder.vocab, words))
        gold = set(entities._spans([x if x != "?" else "O" for x in labels]))
        unknown = {k for k, label in enumerate(labels) if label == "?"}
        found = {(e.start, e.end, e.label_) for e in doc.ents}
        for kind in ("PERSON", "ORG", "PLACE", "NORP", "DATE"):
            kinds = ("GPE", "LOC") if kind == "PLACE" else (kind,)
            add(
                counts[kind],
                {(a, b) for a, b, k in gold if k in kinds},
                {(a, b) for a, b, k in found if k in kinds and not unknown & set(range(a, b))},
            )
    return {kind: f_score(n) for kind, n in counts.items() if n["gold"]}


def quotation_roles(encoder: QuotesEncoder, path: Path) -> dict[str, Any]:
    """Exact spans of the roles on PolNeAR, trimmed."""
    nlp = spacy.blank("en")
    counts: dict[str, Counts] = defaultdict(Counter)
    for article in roles.read(path):
        doc = encoder(nlp.make_doc(article.text))

        def trimmed(start: int, end: int, text: str = article.text) -> tuple[int, int]:
            while start < end and text[start] in _EDGES:
                start += 1
            while end > start and text[end - 1] in _EDGES:
                end -= 1
            return start, end

        for role in roles.ROLES:
            gold = {trimmed(*span) for a in article.attributions for span in a[role]}
            found = {trimmed(span.start_char, span.end_char) for span in doc.spans[role]}
            add(counts[role], gold, found)
    return {role: f_score(n) for role, n in counts.items()}


def measure(data: Path, weights: Path) -> dict[str, Any]:
    """All held-out figures of the encoder."""
    nlp = spacy.blank("en")
    encoder = nlp.add_pipe("quotes_encoder")
    assert isinstance(encoder, QuotesEncoder)
    encoder.from_disk(weights)
    gmb = entities.read_gmb(data)
    gum = data / "gum"
    return {
        "parsing": {
            "ud_ewt test": parsing(encoder, data / "ud_ewt/en_ewt-ud-test.conllu.gz"),
            "ud_ewt dev": parsing(encoder, data / "ud_ewt/en_ewt-ud-dev.conllu.gz"),
            "GUM open test": parsing(encoder, gum / "gum.open.test.conllu.gz"),
            "GUM open dev": parsing(encoder, gum / "gum.open.dev.conllu.gz"),
            "GUM news, dev and test": {
                part: parsing(encoder, gum / f"gum.open.{part}.conllu.gz", ("news",))
                for part in ("dev", "test")
            },
        },
        "entities": {
            "worldwide_newswire": names(encoder, entities.read_worldwide(data)[:4000]),
            "uner_pud": names(
                encoder, entities.read_uner(data / "uner_pud/en_pud-ud-test.iob2.gz")
            ),
            "gmb held-out block": names(encoder, gmb[int(len(gmb) * 0.95) :]),
        },
        "roles": {"polnear dev": quotation_roles(encoder, data / "polnear/dev.jsonl.gz")},
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("quotes/language/weights/encoder"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    figures = measure(args.data, args.weights)
    text = json.dumps(figures, indent=1)
    print(text)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
