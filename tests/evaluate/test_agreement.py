"""Our figures against those of another scorer of the same definitions, where it is at hand."""

import importlib.util
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotes.evaluate.polnear import read_folder, read_speakers
from quotes.evaluate.run import score

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
WORDS = (
    "Kirby said “ ” " * 4 + "it’s ‘ ’ \" '' « » , . — ( the and dramatic increase he added that "
    "border officials in 2023 Troy Miller according to them López"
).split(" ")
NAMES = ["John Kirby", "Kirby", "Sen. John Kirby", "Troy Miller | Kirby", "White House", "Jr.", ""]
KINDS = ["person", "organization", "group", "unnamed", "document"]
HOWS = ["name", "pronoun", "nominal", "implicit"]


@pytest.fixture(scope="module")
def scorer() -> Iterator[ModuleType]:
    pytest.importorskip("scipy")
    path = SHARED / "score.py"
    if not path.is_file():
        pytest.skip("there is no other scorer beside the project")
    spec = importlib.util.spec_from_file_location("another_scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


class Generator:
    """Articles, annotations and predictions out of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        breaks = [" ", " ", " ", " ", "", "\n", " \r\n"]
        return "".join(
            self.random.choice(WORDS) + self.random.choice(breaks)
            for _ in range(self.random.randint(20, 400))
        )

    def span(self, text: str, most: int) -> list[int]:
        start = self.random.randrange(len(text))
        return [start, min(len(text), start + self.random.randint(1, most))]

    def event(self, text: str) -> dict[str, Any]:
        pieces = self.random.choice([1, 1, 1, 2, 3])
        event: dict[str, Any] = {"content": sorted(self.span(text, 80) for _ in range(pieces))}
        for role in ("source", "cue"):
            event[role] = [self.span(text, 15)] if self.random.random() < 0.8 else []
        return event

    def moved(self, text: str, span: list[int]) -> list[int]:
        start, end = (n + self.random.choice([0, 0, 0, -1, 2, -9, 12]) for n in span)
        return [start, end] if self.random.random() < 0.02 else self.clipped(text, start, end)

    @staticmethod
    def clipped(text: str, start: int, end: int) -> list[int]:
        start = max(0, min(start, len(text) - 1))
        return [start, min(len(text), max(end, start + 1))]

    def prediction(self, text: str, event: dict[str, Any], name: str) -> dict[str, Any]:
        spans = [self.moved(text, span) for span in event["content"]]
        if self.random.random() < 0.1:
            spans = [[spans[0][0], max(end for _, end in spans)]]

        def mention(role: str) -> dict[str, Any] | None:
            if not event[role] or self.random.random() < 0.1:
                return None
            start, end = self.clipped(text, *self.moved(text, event[role][0]))
            words = text[start:end] if self.random.random() < 0.98 else "other words"
            return {"text": words, "start": start, "end": end}

        speaker = {
            "name": self.random.choice(NAMES),
            "kind": self.random.choice([*KINDS, None]),
        }
        return {
            "type": self.random.choice(["direct", "indirect", "mixed", None]),
            "text": " … ".join(text[start:end] for start, end in spans),
            "spans": spans,
            "cue": mention("cue"),
            "source": mention("source"),
            "speaker": speaker if self.random.random() < 0.9 else None,
            "article": {"path": f"some/{name}.txt"},
        }


def generate(folder: Path, seed: int) -> tuple[list[dict[str, Any]], Path]:
    """Writes annotated articles and their speakers; returns predictions and the speakers' file."""
    make = Generator(seed)
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    predictions: list[dict[str, Any]] = []
    speakers: dict[str, Any] = {}
    for number in range(15):
        name, text = f"article_{number}", make.text()
        with (folder / "text" / f"{name}.txt").open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        events = [make.event(text) for _ in range(make.random.randint(0, 15))]
        # The same content twice makes ties.
        events += [{**event, "source": []} for event in events if make.random.random() < 0.2]
        annotation = folder / "attributions" / f"{name}_0a.ann"
        annotation.write_text("\n".join(brat(events)), encoding="utf-8")
        (folder / "attributions" / f"{name}_1b.ann").write_text("", encoding="utf-8")
        speakers[name] = {
            "ann": annotation.name,
            "speakers": {
                f"E{n}": {
                    "speaker": make.random.choice(NAMES),
                    "kind": make.random.choice(KINDS),
                    "how": make.random.choice(HOWS),
                }
                for n in range(len(events))
                if make.random.random() < 0.7
            },
        }
        if number == 4:
            del speakers[name]
        guesses = [make.event(text) for _ in range(make.random.randint(0, 4))]
        for event in make.random.sample(events, k=len(events) * 4 // 5) + guesses:
            for _ in range(make.random.choice([1, 1, 1, 2])):
                predictions.append(make.prediction(text, event, name))
    predictions.append({**predictions[0], "article": {"path": "unknown.txt"}})
    path = folder / "speakers.json"
    path.write_text(json.dumps(speakers), encoding="utf-8")
    return predictions, path


def brat(events: list[dict[str, Any]]) -> Iterator[str]:
    """Events as the lines of an annotation file."""
    number = 0
    for n, event in enumerate(events):
        arguments = []
        for role in ("content", "source", "cue"):
            if event[role]:
                number += 1
                spans = ";".join(f"{start} {end}" for start, end in event[role])
                yield f"T{number}\t{role.title()} {spans}\tthe words"
                arguments.append(f"{role.title()}:T{number}")
        yield f"E{n}\t{' '.join(arguments)}"


def shared(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our figures without those that only we have: breakdowns, calibration, more intervals."""
    found = {key: ours[key] for key in theirs}
    if "interval" in theirs:
        found["interval"] = {name: ours["interval"][name] for name in theirs["interval"]}
    return found


@pytest.mark.parametrize("seed", range(8))
def test_same_figures(scorer: ModuleType, tmp_path: Path, seed: int) -> None:
    predictions, speakers = generate(tmp_path, seed)
    lines = [json.dumps(record) for record in predictions]
    theirs = scorer.score(tmp_path, lines, json.loads(speakers.read_text(encoding="utf-8")), 20)
    articles = read_folder(tmp_path, read_speakers(speakers))
    ours = score(articles, predictions).figures(bootstrap=20)
    assert shared(ours, theirs) == theirs
    assert list(ours["speakers"]) == list(theirs["speakers"])
    # Neither agrees by finding nothing.
    assert ours["detection"]["all"]["f"] > 20
    assert ours["speakers"]["all"]["right"] > 0


def test_same_figures_without_speakers(scorer: ModuleType, tmp_path: Path) -> None:
    predictions, _ = generate(tmp_path, 99)
    theirs = scorer.score(tmp_path, [json.dumps(record) for record in predictions])
    assert shared(score(read_folder(tmp_path), predictions).figures(), theirs) == theirs


def test_same_figures_of_nothing_found(scorer: ModuleType, tmp_path: Path) -> None:
    generate(tmp_path, 7)
    theirs = scorer.score(tmp_path, [])
    assert shared(score(read_folder(tmp_path), []).figures(), theirs) == theirs
