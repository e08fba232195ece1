"""Analysed texts for the tests: no weights are needed to read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotes.speakers.resolve import resolve
from quotes.types import AttributedQuotation, Mention, Quotation, QuotationType

PARSES = Path(__file__).with_name("parses.txt")


class Quote(Protocol):
    """Makes a quotation of a document out of words that stand in it."""

    def __call__(
        self,
        doc: Doc,
        content: str,
        source: str | None = None,
        type: QuotationType = "indirect",
        cue: str | None = "said",
    ) -> Quotation: ...


@pytest.fixture(scope="session")
def analysed() -> Callable[[str], Doc]:
    """The Doc of one of the texts in ``parses.txt``, by its title."""
    texts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in PARSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            lines = texts.setdefault(line[3:], [])
        elif not line.startswith("# "):
            lines.append(line)
    vocab = spacy.blank("en").vocab
    return lambda title: build(vocab, texts[title])


def build(vocab: Vocab, sentences: list[str]) -> Doc:
    """A Doc out of analysed sentences."""
    words, spaces, tags, heads, deps, lemmas, ents, starts = ([] for _ in range(8))  # type: ignore
    for sentence in sentences:
        first = len(words)
        for item in sentence.split(" "):
            text, tag, head, dep, lemma, *ent = item.split("|")
            starts.append(len(words) == first)
            spaces.append(not text.endswith("_"))
            words.append(text.removesuffix("_").replace("⏎", "\n"))
            tags.append(tag)
            heads.append(first + int(head))
            deps.append(dep)
            lemmas.append(lemma or words[-1])
            ents.append(ent[0] if ent else "O")
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=tags,
        heads=heads,
        deps=deps,
        lemmas=lemmas,
        ents=ents,
    )


@pytest.fixture(scope="session")
def quote() -> Quote:
    """A maker of quotations; ``source`` and ``cue`` are those nearest behind or before."""

    def make(
        doc: Doc,
        content: str,
        source: str | None = None,
        type: QuotationType = "indirect",
        cue: str | None = "said",
    ) -> Quotation:
        start = doc.text.index(content)
        span = (start, start + len(content))

        def near(text: str | None) -> Mention | None:
            if text is None:
                return None
            places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", doc.text)]
            best = min(places, key=lambda i: min(abs(i - span[1]), abs(span[0] - i - len(text))))
            return Mention.of(doc.text, best, best + len(text))

        found_cue = near(cue) if source else None
        return Quotation(type, content, (span,), found_cue, near(source), 1.0)

    return make


@pytest.fixture(scope="session")
def one(analysed: Callable[[str], Doc], quote: Quote) -> Callable[..., AttributedQuotation]:
    """Resolves the one quotation of a text: its title, and what :class:`Quote` takes."""

    def found(title: str, *args: str, **kwargs: str) -> AttributedQuotation:
        doc = analysed(title)
        (quotation,) = resolve(doc, [quote(doc, *args, **kwargs)])  # type: ignore[arg-type]
        return quotation

    return found


@pytest.fixture(scope="session")
def told() -> Callable[[AttributedQuotation], tuple[str | None, str | None, str | None]]:
    """Name and kind of a speaker, and the resolution."""

    def parts(found: AttributedQuotation) -> tuple[str | None, str | None, str | None]:
        speaker = found.speaker
        return (speaker and speaker.name, speaker and speaker.kind, found.resolution)

    return parts


@pytest.fixture(scope="session")
def speakers_of(analysed: Callable[[str], Doc], quote: Quote) -> Callable[..., list[str | None]]:
    """The names of the speakers of direct quotations: a text's title, then for each its content
    and source, and its cue where that is not ``said``."""

    def found(title: str, *parts: tuple[str, ...]) -> list[str | None]:
        doc = analysed(title)
        asked = [quote(doc, *one[:2], "direct", *one[2:]) for one in parts]  # type: ignore[arg-type]
        return [one.speaker and one.speaker.name for one in resolve(doc, asked)]

    return found
