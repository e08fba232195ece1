"""Sources cut into partitions, in one way whatever the day: the same articles, the same partition.

Where a partition ends is told by the articles themselves, not by a count: an article that comes,
goes or is edited changes the partition it stands in, and no other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field

from quotes import __version__
from quotes.articles import Article, ArticleError, Note, Settings, read_all
from quotes.articles.fetch import fetch
from quotes.scale.parquet import SCHEMA
from quotes.scale.records import Failure

#: Of all texts of a partition together; the most that is on its way in one piece.
MAX_PARTITION_CHARACTERS = 20_000_000


@dataclass(frozen=True, slots=True)
class Partition:
    """Articles that are read in one piece, and what could not be read among them."""

    number: int
    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()
    digest: str = field(default="", compare=False)
    """Of its content and of what makes the results of it."""

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.number:06d}-{self.digest}"


def articles_in(
    sources: Iterable[str | ArticleError],
    say: Callable[[str], None],
    settings: Settings | None = None,
    *,
    allow_private: bool = False,
) -> Iterator[Article | Failure]:
    """The articles of all sources; what cannot be read is said, and goes on into the results."""
    for source in sources:
        if isinstance(source, ArticleError):
            say(str(source))
            yield _failure(source)
            continue
        items = read_all(
            source, settings, fetched=lambda url: fetch(url, allow_private=allow_private)
        )
        for item in items:
            if isinstance(item, Article):
                yield item
            elif isinstance(item, ArticleError):
                say(str(item))
                yield _failure(item)
            elif isinstance(item, Note):
                say(f"{item.path}: {item.message}")


def _failure(error: ArticleError) -> Failure:
    return Failure(error.path, "reading", f"{error.problem}; {error.remedy}")


def partitions(
    items: Iterable[Article | Failure], about: int, pipeline: str | None
) -> Iterator[Partition]:
    """``items`` in partitions of ``about`` articles: of a quarter of that to twice as many."""
    number = 0
    articles: list[Article] = []
    failures: list[Failure] = []
    characters = 0
    for item in items:
        if isinstance(item, Failure):
            failures.append(item)
            last = len(failures) >= 2 * about
        else:
            articles.append(item)
            characters += len(item.text)
            last = (
                (len(articles) >= about // 4 and int(_digest([item])[:8], 16) % about == 0)
                or len(articles) >= 2 * about
                or characters > MAX_PARTITION_CHARACTERS
            )
        if last:
            yield _partition(number, articles, failures, pipeline)
            number, articles, failures, characters = number + 1, [], [], 0
    if articles or failures:
        yield _partition(number, articles, failures, pipeline)


def _partition(
    number: int, articles: Sequence[Article], failures: Sequence[Failure], pipeline: str | None
) -> Partition:
    made_by = [SCHEMA, __version__, pipeline]
    digest = _digest(articles, failures, made_by)[:16]
    return Partition(number, tuple(articles), tuple(failures), digest)


def _digest(
    articles: Iterable[Article],
    failures: Iterable[Failure] = (),
    made_by: Sequence[object] = (),
) -> str:
    content = [
        list(made_by),
        [astuple(one) for one in articles],
        [astuple(one) for one in failures],
    ]
    # ASCII, so that characters that are no text can be told apart as well.
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()
