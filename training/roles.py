"""PolNeAR: source, cue and content of every attribution, as labels of words.

Newell, Margolin and Ruths (2018), An Attribution Relations Corpus for
Political News. Where several people annotated an article the first counts.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from training.annotated import Annotated
from training.annotations.placing import Placed
from training.annotations.reading import AnnotatedNews
from training.silver_names import Mark, silver_masks
from training.silver_names import read_silver as read_silver

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{position}-{role}" for role in ROLES for position in "BI"))
_INDEX = {label: i for i, label in enumerate(LABELS)}

_MARK = re.compile('["“”‘’«»„]')

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its attributions: the spans of each role in characters."""

    name: str
    text: str
    attributions: tuple[dict[str, Spans], ...]


def read(path: Path) -> Iterator[Article]:
    """The articles of one part of the corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            sets = sorted(record["annotations"], key=lambda x: str(x["annotator"]))
            attributions: list[dict[str, Spans]] = []
            for event in sets[0]["events"] if sets else []:
                spans: dict[str, Spans] = {role: [] for role in ROLES}
                for argument, target in event["args"]:
                    role = re.sub(r"\d+$", "", argument).lower()
                    if role in spans and target in sets[0]["spans"]:
                        spans[role] += [(a, b) for a, b in sets[0]["spans"][target]["spans"]]
                attributions.append(spans)
            yield Article(record["id"], record["text"], tuple(attributions))


def of_news(news: AnnotatedNews) -> Article:
    """An article that we annotated, as PolNeAR has its own: without what is said inside another's
    words, which PolNeAR does not mark, and without turns of an interview that nothing marks as
    speech, which only the whole page shows."""
    spans = sorted((span, i) for i, one in enumerate(news.attributions) for span in one.content)
    inside = {
        i
        for (start, end), i in spans
        for (from_, to), j in spans
        if i != j and from_ <= start and end <= to and (to - from_ > end - start)
    }
    return Article(
        news.name,
        news.text,
        tuple(
            {
                "source": [one.source] if one.source else [],
                "cue": [one.cue] if one.cue else [],
                "content": list(one.content),
            }
            for i, one in enumerate(news.attributions)
            if i not in inside and (one.cue or one.source or _quoted(news.text, one))
        ),
    )


def _quoted(text: str, one: Placed) -> bool:
    return any(_MARK.search(text, *span) for span in one.content)


def annotated(
    article: Article, nlp: Language, silver: Mapping[str, Sequence[Mark]] | None = None
) -> Annotated:
    """The words of spaCy's tokenizer with the label of their role (task ``quote``).

    With ``silver`` (what :func:`read_silver` gives) also the names that they may
    be (task ``allowed``); anything in an article that ``silver`` does not have.

    PolNeAR marks no attribution inside another (3 contents of 19,868 in train
    do overlap), so one layer of labels holds them all.
    """
    role_at = [0] * (len(article.text) + 1)
    begins = [False] * (len(article.text) + 1)
    for attribution in article.attributions:
        for number, name in enumerate(ROLES, 1):
            for start, end in attribution[name]:
                role_at[start:end] = [number] * (end - start)
                begins[start] = True
    labels: list[int] = []
    previous = 0
    doc = nlp.make_doc(article.text)
    for token in doc:
        role = role_at[token.idx]
        if token.is_space and role != previous:
            role = 0
        if not role:
            labels.append(0)
        else:
            starts = role != previous or any(begins[token.idx : token.idx + len(token)])
            labels.append(_INDEX[f"{'B' if starts else 'I'}-{ROLES[role - 1]}"])
        previous = role
    tasks = {"quote": tuple(labels)}
    if silver is not None:
        spans = [(token.idx, token.idx + len(token)) for token in doc]
        tasks["allowed"] = silver_masks(spans, silver.get(article.name))
    return Annotated(tuple(token.text for token in doc), tasks)
