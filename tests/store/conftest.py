"""Small articles whose quotations are marked by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database

from quotes.store import opened
from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

KIRBY = Speaker("John Kirby", "person", "White House spokesperson", ("Kirby",))
MILLER = Speaker("Troy Miller", "person", "acting commissioner", ("Miller",))
WHITE_HOUSE = Speaker("White House", "organization", None, ("the White House",))


def mention(article: Article, words: str) -> Mention:
    start = article.text.index(words)
    return Mention.of(article.text, start, start + len(words))


def quote(
    article: Article,
    words: str,
    speaker: Speaker | None = KIRBY,
    *,
    type: str = "direct",
    cue: str | None = None,
    source: str | None = None,
    confidence: float = 0.9,
    resolution: str | None = "name",
) -> AttributedQuotation:
    """The quotation of ``words``, which are split at `` … `` into spans, in ``article``."""
    spans = []
    for part in words.split(" … "):
        start = article.text.index(part)
        spans.append((start, start + len(part)))
    found = mention(article, source) if source else None
    return AttributedQuotation(
        type=type,  # type: ignore[arg-type]
        text=words,
        spans=tuple(spans),
        cue=mention(article, cue) if cue else None,
        source=found,
        confidence=confidence,
        speaker=speaker,
        resolution=resolution,  # type: ignore[arg-type]
        evidence=Evidence("surname of a full name", (found,) if found else ()),
    )


def entry(
    text: str, *quoted: tuple[str, Speaker | None], **fields: str
) -> tuple[Article, tuple[AttributedQuotation, ...]]:
    """An article and its quotations: pairs of words and speaker."""
    article = Article(text, **fields)
    return article, tuple(quote(article, words, speaker) for words, speaker in quoted)


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The functions and speakers of this module, which tests cannot import."""
    return SimpleNamespace(
        quote=quote,
        entry=entry,
        mention=mention,
        kirby=KIRBY,
        miller=MILLER,
        white_house=WHITE_HOUSE,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db" / "quotes.db"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: tests begin with copies of it."""
    made = tmp_path_factory.mktemp("empty") / "quotes.db"
    with opened(made):
        pass
    return made


@pytest.fixture
def db(path: Path, empty: Path) -> Iterator[Database]:
    path.parent.mkdir()
    shutil.copy(empty, path)
    with opened(path, write=True) as database:
        yield database
