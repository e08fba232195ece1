"""Learns what an attribution reports: a statement, an attitude, or something that was not said.

    python -m training.acts --data ../shared/data [--out quotes/quotation/acts.json]

The cases are attributions whose act people judged by reading: news with known speakers
(``training/annotations/news.jsonl``, its training part) and a sample of PolNeAR's training part,
drawn so that many verbs, negations and modals are in it (``training/annotations/acts.json``). The
bundled pipeline parses the texts; cue, source and content are the annotators'. To these comes what
the program itself finds, cut as it cuts it: in the training part of the news (:func:`judged`), and
in other free news, where it was read of each whether it is a statement (``found.jsonl``). A
multinomial logistic model with a ridge penalty (:data:`PENALTIES`, of a few the least loss on the
dev part); statements made of fewer than :data:`RAREST` cases are left out. Deterministic.

Printed and stored under ``measured``: on the test part of the news, which nothing was chosen by,
how many acts are right, what that is by chance (always a statement), kappa, and the confusions; the
same on dev, and there of what the program finds.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from spacy.tokens import Doc

import quotes.language
from quotes.evaluate.spans import characters, inside_marks, type_of
from quotes.quotation import find
from quotes.quotation.acts import Acts, Seen, Weights, bundled, seen
from quotes.types import Act, Mention, Quotation, Span
from training.annotations.reading import FILE, AnnotatedNews, Part, read

OUT = Path(__file__).parents[1] / "quotes/quotation/acts.json"
SAMPLE = Path(__file__).with_name("annotations") / "acts.json"
#: Of records that were found in other texts, and whose act was read.
READ = SAMPLE.with_name("found.jsonl")
ACTS: tuple[Act, ...] = get_args(Act)
#: The ridge penalties, of the statements' weights and the vectors' (of unit variance).
PENALTIES = (2.0, 30.0)
RAREST = 3

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One attribution: what is seen of it, and its act."""

    seen: Seen
    act: Act
    words: str
    """Of the cue, to be shown."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An attribution with its act, as offsets of its text."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    act: Act


def cases(doc: Doc, marked: Iterable[Marked]) -> Iterator[Case]:
    """The attributions of one text, which ``doc`` is the parse of."""
    text = doc.text
    inside = inside_marks(text)
    for one in marked:
        kind = type_of(frozenset(characters(text, one.content)), inside)
        cue = Mention.of(text, *one.cue) if one.cue else None
        source = Mention.of(text, *one.source) if one.source else None
        yield Case(seen(doc, one.content, cue, source, kind), one.act, cue.text if cue else "")


def of_news(data: Path, *parts: Part, pipeline: str | None = None, file: Path = FILE) -> list[Case]:
    """Cases of the annotated news, or of those of another ``file``."""
    nlp = quotes.language.load(pipeline)
    articles = list(read(data, *parts, file=file))
    docs = nlp.pipe(article.text for article in articles)
    return [
        case
        for article, doc in zip(articles, docs, strict=True)
        for case in cases(
            doc,
            [Marked(o.content, o.cue, o.source, _act(o.act)) for o in article.attributions],
        )
    ]


def of_found(data: Path, *parts: Part, pipeline: str | None = None) -> list[Case]:
    """Cases of what the program finds in the annotated news: see :func:`judged`."""
    articles = list(read(data, *parts))
    docs = quotes.language.load(pipeline).pipe(article.text for article in articles)
    return [
        Case(
            seen(doc, one.spans, one.cue, one.source, one.type),
            act,
            one.cue.text if one.cue else "",
        )
        for article, doc in zip(articles, docs, strict=True)
        for one, act in judged(article, find(doc))
    ]


def judged(article: AnnotatedNews, found: Iterable[Quotation]) -> Iterator[tuple[Quotation, Act]]:
    """What was found in an article, with the act that its annotation gives.

    What no annotator marked reports no words: a topic, a deed, a scare quote. It counts as an
    attitude, the act of attributions that report none. Left out are headlines, which are not
    annotated, and attributions within another one's content, of which the annotators left some out.
    """
    text, headline = article.text, article.text.find("\n")
    gold = [(characters(text, one.content), one) for one in article.attributions]
    for one in found:
        mine = characters(text, one.spans)
        shared = [
            (len(theirs & mine) / len(theirs | mine), marked)
            for theirs, marked in gold
            if 2 * len(theirs & mine) >= min(len(theirs), len(mine)) > 0
        ]
        same = [pair for pair in shared if _same_cue(one.cue, pair[1].cue)]
        if shared:
            _, marked = max(same or shared, key=itemgetter(0))
            if same or not _holds(marked.content, one.cue):
                yield one, _act(marked.act)
        elif one.spans[0][0] > headline:
            yield one, "attitude"


def _same_cue(cue: Mention | None, other: Span | None) -> bool:
    return cue is not None and other is not None and cue.start < other[1] and other[0] < cue.end


def _holds(content: Iterable[Span], cue: Mention | None) -> bool:
    return cue is not None and any(start <= cue.start and cue.end <= end for start, end in content)


def of_sample(data: Path, file: Path = SAMPLE, pipeline: str | None = None) -> list[Case]:
    """Cases of PolNeAR's training part: ``{article: {event: act}}``."""
    judged: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    marked: list[tuple[str, list[Marked]]] = []
    with gzip.open(data / "polnear/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if acts := judged.get(row["id"]):
                marked.append((row["text"], list(_of_events(row["annotations"][0], acts))))
    docs = quotes.language.load(pipeline).pipe(text for text, _ in marked)
    return [case for (_, some), doc in zip(marked, docs, strict=True) for case in cases(doc, some)]


def _of_events(annotation: dict[str, Any], acts: dict[str, str]) -> Iterator[Marked]:
    for event in annotation["events"]:
        if event["id"] not in acts:
            continue
        found: dict[str, list[Span]] = {}
        for role, target in event["args"]:
            spans = annotation["spans"][target]["spans"]
            found.setdefault(role.rstrip("0123456789"), []).extend(map(tuple, spans))
        ends = {role: (spans[0][0], spans[-1][1]) for role, spans in found.items()}
        content = tuple(found["Content"])
        yield Marked(content, ends.get("Cue"), ends.get("Source"), _act(acts[event["id"]]))


def _act(word: str) -> Act:
    return next(act for act in ACTS if act == word)


def fit(some: Sequence[Case], penalties: tuple[float, float] = PENALTIES) -> Acts:
    """The weights of attitude and unsaid against a statement, with vectors and without."""
    width = next(len(case.seen.vector) for case in some if case.seen.vector is not None)
    return Acts({width: _fit(some, *penalties)}, _fit(some, penalties[0], None))


def _fit(some: Sequence[Case], penalty: float, of_vectors: float | None) -> dict[Act, Weights]:
    count = Counter(name for case in some for name in case.seen.stated)
    names = sorted(name for name, n in count.items() if n >= RAREST)
    index = {name: i for i, name in enumerate(names)}
    marks = [(r, index[n]) for r, case in enumerate(some) for n in case.seen.stated if n in index]
    rows, columns = np.array(marks).T
    stated = csr_matrix((np.ones(len(marks)), (rows, columns)), (len(some), len(names)))
    vectors = np.zeros((len(some), 0))
    if of_vectors is not None:
        vectors = np.array([case.seen.vector for case in some])
    # Of unit variance, so that one penalty fits all; the scale goes into the weights.
    scale = vectors.std(axis=0) + 1e-6
    dense = np.hstack([np.ones((len(some), 1)), vectors / scale])
    first = len(names)  # of the rows of the weights, the first are the statements'
    right = np.array([[case.act == act for act in ACTS] for case in some], float)  # (cases, 3)
    held = np.concatenate(
        [np.full(len(names), penalty), [0.0], np.full(len(scale), of_vectors or 0.0)]
    )[:, None]  # how frequent an act is, is held to nothing

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(-1, 2)
        found = stated @ weights[:first] + dense @ weights[first:]
        scores = np.hstack([np.zeros((len(some), 1)), found])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance = odds / odds.sum(axis=1, keepdims=True)
        value = -np.log((chance * right).sum(axis=1)).sum() + 0.5 * (held * weights**2).sum()
        error = (chance - right)[:, 1:]
        slope = np.vstack([stated.T @ error, dense.T @ error]) + held * weights
        return float(value), slope.ravel()

    start = np.zeros(2 * len(held))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    learnt = found.x.reshape(-1, 2)
    return {
        act: Weights(
            round(float(learnt[first, i]), 3),
            {
                name: weight
                for name, value in zip(names, learnt[:first, i], strict=True)
                if (weight := round(float(value), 2))
            },
            (learnt[first + 1 :, i] / scale).round(4),
        )
        for i, act in enumerate(ACTS[1:])
    }


def beside(before: dict[str, Any], learnt: dict[str, Any], name: str | None) -> dict[str, Any]:
    """What was ``learnt`` with the encoder of that name, in the place of what was there of it; the
    weights for the vectors of other encoders stay. Those without vectors are the first one's."""
    read = {**before["read"], **learnt["read"]}
    if name is None:
        return {**before, **learnt, "read": read}
    return {**before, "read": read, f"measured {name}": learnt["measured"]}


def measure(acts: Acts, some: Sequence[Case]) -> dict[str, Any]:
    """How many acts are right, and what is taken for what."""
    pairs = Counter((case.act, acts.of(case.seen)[0]) for case in some)
    chances = [acts.of(case.seen)[1] for case in some]
    right = sum(n for (gold, found), n in pairs.items() if gold == found) / len(some)
    gold, found = (Counter(pair[i] for pair in pairs.elements()) for i in (0, 1))
    by_chance = sum(gold[act] * found[act] for act in ACTS) / len(some) ** 2
    figures: dict[str, Any] = {
        "cases": len(some),
        "right": round(right, 4),
        "always a statement": round(gold["statement"] / len(some), 4),
        "kappa": round((right - by_chance) / (1 - by_chance), 3),
        "mean probability": round(sum(chances) / len(some), 4),
    }
    for act in ACTS:
        figures[act] = {
            "precision": round(pairs[act, act] / max(found[act], 1), 3),
            "recall": round(pairs[act, act] / max(gold[act], 1), 3),
            "taken for": {other: pairs[act, other] for other in ACTS if other != act},
        }
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--dev", action="store_true", help="measure on dev and write nothing")
    parser.add_argument(
        "--pipeline", help="add the weights for another encoder of ours (accurate) to what is there"
    )
    args = parser.parse_args()
    name = args.pipeline
    some = of_news(args.data, "train", pipeline=name) + of_sample(args.data, pipeline=name)
    some += of_found(args.data, "train", pipeline=name)
    some += of_news(args.data, "train", pipeline=name, file=READ)
    if args.dev:
        dev = of_news(args.data, "dev", pipeline=name)
        dev_found = of_found(args.data, "dev", pipeline=name)
        print("as bundled", json.dumps([measure(bundled(), cases) for cases in (dev, dev_found)]))
        for penalties in ((1.0, 30.0), (2.0, 30.0), (2.0, 100.0), (2.0, 300.0), (4.0, 100.0)):
            acts = fit(some, penalties)
            print(penalties, json.dumps([measure(acts, cases) for cases in (dev, dev_found)]))
        acts = fit(some)
        for case in dev + dev_found:
            if (found := acts.of(case.seen))[0] != case.act:
                print(case.act, "->", *found, repr(case.words), case.seen.stated)
        return
    acts = fit(some)
    measured: dict[str, Any] = {
        "cases": len(some),
        **{p: measure(acts, of_news(args.data, p, pipeline=name)) for p in ("dev", "test")},
        "dev, as found": measure(acts, of_found(args.data, "dev", pipeline=name)),
    }
    data = {**acts.to_json(), "measured": measured}
    if args.out.exists():
        data = beside(json.loads(args.out.read_text("utf-8")), data, name)
    args.out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
