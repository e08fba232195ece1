"""Learns whose a quotation without a source is: what the statements on those around it weigh.

    python -m training.implicit --data ../shared/data [--out quotes/speakers/implicit.json]

The bundled pipeline reads the training part of the annotated news and the articles of PolNeAR's
training part in which a paragraph is nothing but a quotation. Each direct or mixed quotation that
it finds without a source is one choice among those whom
:func:`quotes.speakers.implicit.options` gives. Right is whoever the annotation has as the speaker
(of PolNeAR, which names none, to whom its source leads); nobody, where the words are no
attribution or that of somebody else. Who spoke before is decided by the weights that are bundled.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from spacy.tokens import Doc

import quotes.pipeline
from quotes.annotation import get_quotations
from quotes.coreference.witness import chained
from quotes.evaluate.attributions import AnnotatedArticle
from quotes.evaluate.comparison import FOUND_COVERAGE
from quotes.evaluate.names import fits
from quotes.evaluate.polnear import read_folder, read_speakers
from quotes.evaluate.spans import characters
from quotes.speakers.deciding import from_head
from quotes.speakers.implicit import options, quotation_start, signed
from quotes.speakers.resolve import decisions
from quotes.speakers.scene import Scene
from quotes.tokens import Tokens
from quotes.types import Mention, Quotation, Span
from training.annotations.reading import read as read_news
from training.annotations.reading import write_polnear
from training.loglinear import Choosing, command, fit
from training.roles import read as read_roles

OUT = Path(__file__).parents[1] / "quotes/speakers/implicit.json"
#: What is expected of statements that these texts have too seldom to tell (people who talk with
#: each other) or tell little of (most who are named in the words are not spoken to).
EXPECTED = MappingProxyType(
    {
        "named in the words": -2.0,
        "nobody: a title": 1.0,
        "other one, and people talk": 3.0,
        "other one, and it was a question": 3.0,
        "other one, and other words follow": 3.0,
        "other one, and the last is named": 3.0,
        "was asked": 2.0,
        "spoke before, and is named as the next to speak": 1.0,
        "spoke last, and nobody else is named in the paragraphs between": 1.0,
    }
)
_PARAGRAPH = re.compile('^\\s*["“][^"“”\\n]+["”]\\s*$', re.MULTILINE)


class Told(NamedTuple):
    """An annotated attribution."""

    content: frozenset[int]
    speaker: str | None
    """``None`` where nobody knows."""
    person: bool


class ReadText(NamedTuple):
    """A text as the pipeline reads it, and whose words its annotation has."""

    doc: Doc
    quotations: Sequence[Quotation]
    told: Sequence[Told]


def choices(text: ReadText) -> Iterator[Choosing]:
    """Each quotation without a source among those whose words it may be."""
    tokens = Tokens.of(text.doc)
    scene = Scene.of(tokens, text.quotations, chained(text.doc))
    decided = zip(text.quotations, decisions(text.doc, text.quotations), strict=True)
    pairs = sorted(decided, key=lambda pair: quotation_start(pair[0]))
    for place, (quotation, _) in enumerate(pairs):
        if quotation.source or quotation.turn or quotation.type == "indirect":
            continue
        if signed(scene, quotation) is not None:
            continue
        found = options(scene, partial(from_head, scene), quotation, pairs[:place])
        mine = characters(tokens.text, quotation.spans)
        told = max(text.told, key=lambda one: len(one.content & mine), default=None)
        if told is None or len(told.content & mine) < FOUND_COVERAGE * len(mine):
            told = Told(frozenset(), "", False)
        if told.speaker is None or len(found) < 2:
            continue
        names = [one.decision.speaker.name if one.decision.speaker else "" for one in found]
        right = [fits(told.speaker, name, told.person) for name in names]
        right[-1] = not any(right)
        yield Choosing(tuple(tuple(one.said) for one in found), tuple(right))


def with_speakers(doc: Doc, article: AnnotatedArticle) -> ReadText:
    """A text whose annotation names its speakers."""
    told = [
        Told(characters(article.text, one.spans["content"]), one.speaker, one.kind == "person")
        for one in article.attributions
    ]
    return ReadText(doc, get_quotations(doc), told)


def with_sources(
    doc: Doc, attributions: Sequence[dict[str, list[Span]]], found: Sequence[Quotation]
) -> ReadText:
    """A text whose annotation has sources: they are led to their speakers as any are."""
    annotated = [
        Quotation("mixed", "", tuple(one["content"]), None, source, 1.0)
        for one in attributions
        if one["content"]
        for source in [Mention.of(doc.text, *one["source"][0]) if one["source"] else None]
    ]
    speakers = [one.speaker for one in decisions(doc, annotated)]
    told = [
        Told(
            characters(doc.text, one.spans),
            (speaker.name if speaker else "") if one.source else None,
            speaker is not None and speaker.kind == "person",
        )
        for one, speaker in zip(annotated, speakers, strict=True)
    ]
    return ReadText(doc, found, told)


def read_texts(data: Path) -> list[ReadText]:
    """All texts to learn from, read by the bundled pipeline."""
    nlp = quotes.pipeline.load()
    nlp.remove_pipe("quotes_speakers")
    with tempfile.TemporaryDirectory() as folder:
        write_polnear(read_news(data, "train"), Path(folder))
        news = read_folder(Path(folder), read_speakers(Path(folder) / "speakers.json"))
    out = [with_speakers(nlp(article.text), article) for article in news]
    for article in read_roles(data / "polnear/train.jsonl.gz"):
        if _PARAGRAPH.search(article.text):
            doc = nlp(article.text)
            out.append(with_sources(doc, article.attributions, get_quotations(doc)))
    return out


def learn(texts: Sequence[ReadText]) -> dict[str, float]:
    """The weight of each statement."""
    return fit([one for text in texts for one in choices(text)], expected=EXPECTED)


def main() -> None:
    """The command line."""
    command(__doc__.split("\n")[0], OUT, lambda data: learn(read_texts(data)))


if __name__ == "__main__":
    main()
