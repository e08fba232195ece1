"""The commands with a pipeline of a few lines in place of the real one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import quotes.pipeline
from quotes.cli import cli
from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

Run = Callable[..., Result]

SAID = re.compile(r"“(?P<text>[^”]+)” (?P<source>(?:[A-Z]\w+ ?)+) (?P<cue>said)")
LOADED = object()


def find(article: Article) -> tuple[AttributedQuotation, ...]:
    """What stands in curly quotation marks before ``Name said``."""
    if "EXPLODE" in article.text:
        raise RuntimeError("the parser\nfell over")

    def part(match: re.Match[str], name: str) -> Mention:
        return Mention.of(article.text, *match.span(name))

    return tuple(
        AttributedQuotation(
            type="direct",
            text=match["text"],
            spans=(match.span("text"),),
            cue=part(match, "cue"),
            source=part(match, "source"),
            confidence=0.94,
            speaker=Speaker(match["source"], "person", "spokesperson"),
            resolution="name",
            evidence=Evidence("the name itself", (part(match, "source"),), "Nobody Else"),
        )
        for match in SAID.finditer(article.text)
    )


def attribute(
    articles: Iterable[Article], nlp: object, **options: object
) -> Iterator[tuple[Article, tuple[AttributedQuotation, ...]]]:
    """In batches of three, as the real one reads ahead."""
    assert nlp is LOADED
    articles = iter(articles)
    while batch := list(islice(articles, 3)):
        yield from [(article, find(article)) for article in batch]


@pytest.fixture(autouse=True)
def small_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str | None = None) -> object:
        if name is not None:
            raise OSError(f"no spaCy pipeline {name!r}")
        return LOADED

    monkeypatch.setattr(quotes.pipeline, "load", load)
    monkeypatch.setattr(quotes.pipeline, "attribute", attribute)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``quotes`` in an empty folder; output is not a terminal unless told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_DB", raising=False)

    def invoke(
        *arguments: object, terminal: bool = False, columns: int = 72, input: bytes | None = None
    ) -> Result:
        runner = CliRunner()
        if not terminal:
            return runner.invoke(cli, [str(argument) for argument in arguments], input=input)
        with monkeypatch.context() as patch:
            # The runner replaces the streams: what is patched is the class that it puts there.
            patch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True)
            # Tall enough for a pager never to be wanted.
            size = os.terminal_size((columns, 999))
            patch.setattr("shutil.get_terminal_size", lambda *_: size)
            return runner.invoke(
                cli, [str(argument) for argument in arguments], input=input, color=True
            )

    return invoke


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles in a folder named ``news``."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text(
        "Envoys leave for talks\n\n“We will talk to everybody who wants to talk to us about it,”"
        " John Kirby said.\n\n“And then we stay,” Kirby said.\n",
        encoding="utf-8",
    )
    (news / "b.txt").write_text(
        "Talks begin\n\n“They came,” Troy Miller said. “We will talk to everybody who wants to talk"
        " to us about it,” Kirby said.\n",
        encoding="utf-8",
    )
    return news
