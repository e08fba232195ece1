"""Reads the annotations beside their texts, divides them, and writes them in PolNeAR's layout.

    python -m training.annotations.reading --data ../shared/data --out FOLDER [--part dev]
                                           [--newspapers]

writes ``text/``, ``attributions/`` and ``speakers.json``, for ``quotes evaluate polnear``. Of the
newspapers only what has quotation marks is annotated: ``quotes evaluate polnear --quoted``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from quotes.reviews.corpora import Reviewed, polnear
from quotes.types import Span
from training.annotations.placing import Placed
from training.annotations.texts import gum_part, read_text

Part = Literal["train", "dev", "test"]
FILE = Path(__file__).with_name("news.jsonl")
#: Direct and mixed quotations of newspapers, whose texts may be measured on but not learnt from.
NEWSPAPERS = Path(__file__).with_name("newspapers.jsonl")
DESCRIPTIONS = Path(__file__).with_name("descriptions.jsonl")
#: Of sixths of the names' hashes: what is kept to decide by, and to measure with.
_TEST, _DEV = 0, 1


class Described(NamedTuple):
    """The noun of a description, and whom it means."""

    start: int
    end: int
    name: str
    """A name of his in the article; empty for somebody whom it does not name."""


@dataclass(frozen=True, slots=True)
class AnnotatedNews:
    """One article and its attributions, in the order of the text."""

    name: str
    region: str
    """Where the story plays: ``Europe``."""
    text: str
    attributions: tuple[Placed, ...]
    descriptions: tuple[Described, ...] = ()


def part_of(name: str) -> Part:
    """A third of the texts is kept from training; GUM's own division is held to."""
    if (theirs := gum_part(name)) in ("dev", "test"):
        return theirs
    sixth = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 6
    return "test" if sixth == _TEST else "dev" if sixth == _DEV else "train"


def read(data: Path, *parts: Part, file: Path = FILE) -> Iterator[AnnotatedNews]:
    """The annotated articles of some parts, or of all.

    :param data: the folder of corpora.
    :param file: :data:`FILE`, or :data:`NEWSPAPERS`, which has no training part.
    :raises ValueError: when a text is not the one that was annotated.
    """
    described = {one.name: one.descriptions for one in read_described(data)}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if parts and row.get("part", part_of(row["name"])) not in parts:
            continue
        text = _text(row, data)
        attributions = tuple(map(_placed, row["attributions"]))
        mine = described.get(row["name"], ())
        yield AnnotatedNews(row["name"], row["region"], text, attributions, mine)


def to_row(name: str, region: str, text: str, attributions: list[Placed]) -> dict[str, Any]:
    """What :func:`read` reads: offsets, names and judgements."""
    return {
        "name": name,
        "sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
        "region": region,
        "attributions": [
            [one.content, one.cue, one.source, one.act, one.speaker, one.kind, one.how, one.note]
            for one in attributions
        ],
    }


def read_described(data: Path) -> Iterator[AnnotatedNews]:
    """The articles of which it is annotated whom descriptions mean, without their attributions.

    :raises ValueError: when a text is not the one that was annotated.
    """
    for row in map(json.loads, DESCRIPTIONS.read_text("utf-8").splitlines()):
        described = tuple(Described(*one) for one in row["descriptions"])
        yield AnnotatedNews(row["name"], "", _text(row, data), (), described)


def _text(row: dict[str, Any], data: Path) -> str:
    """The text that a line is about."""
    text = read_text(row["name"], data)
    if hashlib.sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
        raise ValueError(f"{row['name']}: another text than the one that was annotated")
    return text


def _placed(row: list[Any]) -> Placed:
    content, cue, source, *rest = row
    return Placed(tuple((start, end) for start, end in content), _span(cue), _span(source), *rest)


def _span(pair: list[int] | None) -> Span | None:
    return (pair[0], pair[1]) if pair else None


def write_polnear(articles: Iterator[AnnotatedNews], out: Path) -> int:
    """Write them as PolNeAR lays out its articles, with ``speakers.json``; how many."""
    reviewed = [
        Reviewed(
            {"id": number, "title": one.name, "outlet": one.region, "published": None},
            one.text,
            [_record(number, place, one.text, two) for place, two in enumerate(one.attributions)],
        )
        for number, one in enumerate(articles)
    ]
    for place, words in polnear(reviewed).items():
        path = out / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8", newline="")
    return len(reviewed)


def _record(article: int, place: int, text: str, one: Placed) -> dict[str, Any]:
    def mention(span: Span | None) -> dict[str, Any] | None:
        return {"text": text[slice(*span)], "start": span[0], "end": span[1]} if span else None

    return {
        "id": f"{article}-{place}",
        "spans": [list(span) for span in one.content],
        "cue": mention(one.cue),
        "source": mention(one.source),
        "speaker": {"name": one.speaker, "kind": one.kind},
        "resolution": one.how,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=["train", "dev", "test"], action="append", default=[])
    parser.add_argument("--newspapers", action="store_true", help="those of newspapers.jsonl")
    args = parser.parse_args()
    file = NEWSPAPERS if args.newspapers else FILE
    print(write_polnear(read(args.data, *args.part, file=file), args.out), "articles")


if __name__ == "__main__":
    main()
