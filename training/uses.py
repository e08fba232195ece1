"""Learns what the statements on the uses of a name weigh for its being a person's.

    python -m training.uses --data ../shared/data [--out quotes/mentions/uses.json]

The bundled pipeline reads the training part of the annotated news. Each name in it is one case. It
is known of the speakers whether they are persons, and of the names of
``training/annotations/names.json``, which are those that the recogniser or their uses have wrong;
of the others it is as the recogniser has it, where it has all mentions alike. Because it is so,
the uses are fitted first, without the recogniser, and what this weighs beside them afterwards. A
word is judged by the persons in whose names it is, so the texts are read again with what was
learnt. Deterministic.

In five-fold cross-validation over these texts 73 of 5,406 names go wrong, 50 of them taken for
persons (88 and 85 by the recogniser alone, which the judged names were mostly found by).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import quotes.language
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.mentions.proper_names import names
from quotes.mentions.uses import PERSON, Weights, by_recogniser, statements
from quotes.tokens import Tokens
from training.annotations.reading import AnnotatedNews, read
from training.loglinear import Choosing, command, fit

OUT = Path(__file__).parents[1] / "quotes/mentions/uses.json"
JUDGED = Path(__file__).with_name("annotations") / "names.json"
READINGS = 2
#: What is expected of statements that are true of 429 names of bodies and 2 of persons in these
#: texts (*which* of 51 and 4, *who* of 17 and 46), and seldom needed: the recogniser knows them.
EXPECTED = MappingProxyType(
    {
        "a body's name, but for what sort of body it is": -3.0,
        "before a noun for bodies": -3.0,
        "behind a noun for bodies": -3.0,
        "goes on with which": -2.0,
        "goes on with who": 1.5,
        "in brackets behind a name": -3.0,
        "is said to be a body": -3.0,
        "letters of a body": -3.0,
    }
)
#: In log-odds, how right the recogniser is expected to be: of the names that it has for persons,
#: one in twenty is none. Learnt alone, it counts for nothing where the uses are enough.
RECOGNISER = 3.0
_RECOGNISER = "recogniser: "


class ReadText(NamedTuple):
    """A text as the pipeline reads it, and which of its names are known to be persons' or not."""

    tokens: Tokens
    found: Sequence[Name]
    known: Mapping[str, bool | None]


def known_names(article: AnnotatedNews) -> dict[str, bool | None]:
    """Folded names: is it a person's? ``None`` where it is somebody's and something's."""
    told = defaultdict[str, set[bool]](set)
    for one in article.attributions:
        if one.kind in {"person", "organization"}:
            for name in one.speaker.split(" | "):
                told[fold(name)].add(one.kind == "person")
    known = {name: kinds.pop() if len(kinds) == 1 else None for name, kinds in told.items()}
    judged = json.loads(JUDGED.read_text(encoding="utf-8")).get(article.name, {})
    for verdict, person in (("no person", False), ("person", True), ("open", None)):
        known.update(dict.fromkeys(judged.get(verdict, ()), person))
    return known


def cases(text: ReadText, weights: Weights | None) -> Iterator[Choosing]:
    """Each name of a text that is known: a person's, or not."""
    groups = defaultdict[str, list[Name]](list)
    for name in text.found:
        groups[fold(name.text)].append(name)
    for key, said in statements(text.tokens, text.found, weights).items():
        labels = {name.label == "person" for name in groups[key]}
        alike = by_recogniser(groups[key]).startswith(PERSON) if len(labels) == 1 else None
        person = text.known.get(key, alike)
        if person is not None:
            yield Choosing((tuple(said), ()), (person, not person))


def learn(texts: Sequence[ReadText]) -> dict[str, float]:
    """The weight of each statement."""
    weights: dict[str, float] | None = None
    for _ in range(READINGS):
        weights = _fitted([one for text in texts for one in cases(text, weights)])
    return dict(weights or {})


def _fitted(found: Sequence[Choosing]) -> dict[str, float]:
    said = {name for one in found for name in one.statements[0]}
    uses = {name for name in said if not name.startswith(_RECOGNISER)}
    alone = [
        Choosing((tuple(name for name in one.statements[0] if name in uses), ()), one.right)
        for one in found
    ]
    held = dict.fromkeys(uses, 0.0) | fit(alone, expected=EXPECTED)
    expected = {name: _expected(name) for name in said - uses}
    return {name: weight for name, weight in fit(found, held, expected).items() if weight}


def _expected(recognised: str) -> float:
    if recognised.startswith(PERSON):
        return RECOGNISER
    return 0.0 if recognised.endswith("a person") else -RECOGNISER


def read_texts(data: Path) -> list[ReadText]:
    """The training part of the annotated news, read by the bundled pipeline."""
    nlp = quotes.language.load()
    texts = []
    for article in read(data, "train"):
        tokens = Tokens(nlp(article.text))
        texts.append(ReadText(tokens, names(tokens), known_names(article)))
    return texts


def main() -> None:
    """The command line."""
    command(__doc__.split("\n")[0], OUT, lambda data: learn(read_texts(data)))


if __name__ == "__main__":
    main()
