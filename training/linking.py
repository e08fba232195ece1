"""Learns what the linker weighs: which cue a content has, and which source a cue.

    python -m training.linking --data ../shared/data [--out quotes/quotation/linking.json]

The bundled pipeline reads the training parts of PolNeAR (first annotator) and of the news that we
annotated; what it finds is laid beside the annotation, and each content and each cue becomes one
choice among the spans around it and none of them. A log-linear model of choice
(McFadden 1974) with a ridge penalty is fitted to each of the two kinds. Its
statements are those of :mod:`quotes.quotation.evidence`, so every decision can
be read off them.

The encoder has seen these articles, and marks their roles better than those of
others. A training on roles of an encoder that had read each article once at
most was tried as well: it links dev no better. Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc

from quotes.language import load
from quotes.quotation.evidence import (
    statements_on_cue,
    statements_on_no_cue,
    statements_on_no_source,
    statements_on_source,
)
from quotes.quotation.finding import passage_of
from quotes.quotation.link import Weights, beside, reachable
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan
from training import roles
from training.annotations.reading import read as read_news
from training.loglinear import Choosing, fit

OUT = Path(__file__).parents[1] / "quotes/quotation/linking.json"
#: In doubt a content is given a cue: what has none is mostly dropped (0 to -2 are alike on dev).
LEAN = -0.2
#: A content that shares less than this with an annotated one is none.
SHARED = 0.3

Spans = Sequence[tuple[int, int]]


def choices(
    passage: Passage, attributions: Sequence[dict[str, roles.Spans]]
) -> tuple[list[Choosing], list[Choosing]]:
    """Of contents among cues, and of cues among sources, as the annotation has them."""
    of_contents, of_cues = [], []
    for content in passage.roles.contents:
        gold = _annotated(content, attributions, "content")
        near = reachable(passage, content)
        right = [gold is not None and _shared(cue, gold["cue"]) > 0 for cue in near]
        statements = [statements_on_cue(passage, content, cue) for cue in near]
        statements.append(statements_on_no_cue(passage, content))
        of_contents.append(_choosing(statements, right))
    for cue in passage.roles.cues:
        gold = _annotated(cue, attributions, "cue")
        if gold is None:
            continue
        subject = passage.subject(cue)
        sources = beside(passage, cue)
        right = [_shared(source, gold["source"]) > 0 for source in sources]
        statements = [statements_on_source(passage, cue, one, subject) for one in sources]
        statements.append(statements_on_no_source(passage, cue, subject))
        of_cues.append(_choosing(statements, right))
    return of_contents, of_cues


def _choosing(statements: Sequence[Sequence[str]], right: Sequence[bool]) -> Choosing:
    return Choosing(tuple(map(tuple, statements)), (*right, not any(right)))


def _annotated(
    span: RoleSpan, attributions: Sequence[dict[str, roles.Spans]], role: str
) -> dict[str, roles.Spans] | None:
    """The attribution that shares most with a span, if it shares enough."""
    best = max(attributions, key=lambda one: _shared(span, one[role]), default=None)
    if best is None:
        return None
    shared = _shared(span, best[role])
    whole = sum(end - start for start, end in best[role])
    enough = role == "cue" or shared >= SHARED * min(span.end - span.start, whole)
    return best if shared and enough else None


def _shared(span: RoleSpan, others: Spans) -> int:
    """Characters that a span has in common with others."""
    return sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in others)


def learn(read: Iterator[tuple[Doc, roles.Article]]) -> Weights:
    """The weights of both choices."""
    of_contents: list[Choosing] = []
    of_cues: list[Choosing] = []
    for doc, article in read:
        contents, cues = choices(passage_of(doc), article.attributions)
        of_contents += contents
        of_cues += cues
    cue = fit(of_contents)
    cue["none"] = round(cue.get("none", 0.0) + LEAN, 3)
    return Weights(cue, fit(of_cues))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    articles = list(roles.read(args.data / "polnear/train.jsonl.gz"))
    articles += map(roles.of_news, read_news(args.data, "train"))
    docs = load().pipe(article.text for article in articles)
    weights = learn(zip(docs, articles, strict=True))
    record = {"cue": dict(weights.cue), "source": dict(weights.source)}
    args.out.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
    print(f"{len(weights.cue)} statements on cues, {len(weights.source)} on sources: {args.out}")


if __name__ == "__main__":
    main()
