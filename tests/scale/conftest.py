"""Articles whose quotations are found by a few lines, here and in the workers of a cluster."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from quotes.types import Article, AttributedQuotation, Evidence, Linking, Mention, Reason, Speaker

SAID = r"“(?P<text>[^”]+)” (?P<source>(?:[A-Z]\w+ ?)+) (?P<cue>said)"


def find(article: Article) -> tuple[AttributedQuotation, ...]:
    """What stands in curly quotation marks before ``Name said``."""

    def part(match: re.Match[str], name: str) -> Mention:
        return Mention.of(article.text, *match.span(name))

    return tuple(
        AttributedQuotation(
            type="direct",
            text=match["text"],
            spans=(match.span("text"),),
            cue=part(match, "cue"),
            source=part(match, "source"),
            confidence=0.1 + 0.2,
            linking=Linking((("marks", 1.0),)),
            speaker=Speaker(
                match["source"],
                "person",
                "spokeswoman",
                (match["source"].split()[-1],),
                ("spokeswoman", "chair"),
                "female",
            ),
            resolution="name",
            evidence=Evidence(
                "the name itself",
                (part(match, "source"),),
                "Nobody Else",
                1 / 3,
                part(match, "cue"),
                0.25,
                0.9,
                None,
                (Reason("it has marks", -0.5),),
            ),
        )
        for match in re.finditer(SAID, article.text)
    )


def attribute(
    articles: Sequence[Article], pipeline: str | None
) -> Iterator[tuple[Article, Sequence[AttributedQuotation]]]:
    """In place of the pipeline: words in the text make it slow, fail, or end the process."""
    for article in articles:
        if "SLOW" in article.text:
            time.sleep(0.4)
        if "EXPLODE" in article.text:
            raise RuntimeError("the parser\nfell over")
        if "DEADLY" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield article, find(article)


@pytest.fixture(scope="session")
def found() -> SimpleNamespace:
    """The functions of this module, which tests cannot import and workers neither."""
    cloudpickle = pytest.importorskip("cloudpickle")
    pytest.importorskip("pyarrow")
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    return SimpleNamespace(find=find, attribute=attribute, articles=made)


NAMES = ("Ada Brandt", "Celia Dorn", "Edda Falk", "Greta Hahn", "Ines Jung")


def made(many: int, words: str = "") -> list[Article]:
    """Invented articles, each with two quotations, one of which others have as well."""
    return [
        Article(
            f"Bridge {number} opens\n\n“The bridge number {number} will be open from Monday on,”"
            f" {NAMES[number % 5]} said. {words}\n\n“We thank everybody who has worked on it for"
            f" so many years,” {NAMES[number % 3]} said.\n",
            title=f"Bridge {number} opens",
            outlet="Harbour Post",
            published=f"2024-05-{number % 28 + 1:02}",
            path=f"in/{number}.txt",
        )
        for number in range(many)
    ]


def tables(db: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds, but for when."""
    names = [
        name
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            " AND name NOT LIKE '%_fts%' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE '%migrations%' AND name NOT LIKE 'ingest%' ORDER BY name"
        ).fetchall()
    ]
    content = {}
    for name in names:
        columns = [
            column.name for column in db[name].columns if not re.fullmatch("(.+_)?at", column.name)
        ]
        quoted = ", ".join(f'"{column}"' for column in columns)
        content[name] = sorted(db.execute(f'SELECT {quoted} FROM "{name}"').fetchall(), key=repr)
    return content


@pytest.fixture(scope="session")
def content() -> Any:
    """:func:`tables`."""
    return tables
