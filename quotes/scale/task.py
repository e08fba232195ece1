"""What a worker of a cluster does: a partition of articles to its results.

A process has one pipeline, loaded when its first partition comes.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import lru_cache
from threading import Lock
from typing import Any, TypeAlias

from quotes import __version__
from quotes.scale.parquet import Packed, Stamp, packed
from quotes.scale.partitions import Partition
from quotes.scale.records import (
    Failure,
    Row,
    ScaleError,
    article_row,
    failure_row,
    quotation_row,
)
from quotes.scale.workers import reason
from quotes.types import Article, AttributedQuotation

#: The rows of an article and of its quotations, or why there are none.
Outcome: TypeAlias = tuple[Row, list[Row]] | Failure
#: Articles and the name of a pipeline to articles with their quotations, in order.
Attribute: TypeAlias = Callable[
    [Sequence[Article], str | None], Iterator[tuple[Article, Sequence[AttributedQuotation]]]
]

#: A worker of several threads takes one partition at a time: they would share one pipeline.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Done:
    """A partition with its results."""

    packed: Packed
    failures: tuple[Failure, ...]
    words: int
    seconds: float
    """Processor time of the worker."""

    @property
    def stamp(self) -> Stamp:
        """What the files say of it."""
        return self.packed.stamp


def attributed(
    articles: Sequence[Article], pipeline: str | None
) -> Iterator[tuple[Article, Sequence[AttributedQuotation]]]:
    """The articles with their quotations, by the pipeline of this process."""
    from quotes.pipeline import attribute

    return attribute(articles, _pipeline(pipeline))


@lru_cache(maxsize=1)
def _pipeline(name: str | None) -> Any:
    from quotes import pipeline

    try:
        # Standard output is for results: what a component prints goes beside it.
        with redirect_stdout(sys.stderr):
            nlp = pipeline.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise ScaleError(
            name or "the bundled pipeline",
            f"cannot be loaded ({reason(error)})",
            "install it on workers",
        ) from error
    pipeline.spare_collector()
    return nlp


def dask_setup(worker: object) -> None:
    """Dask calls it when a worker of this machine begins: Ctrl-C is for who began it to heed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def version() -> str:
    """Of this package, where the worker runs."""
    return __version__


def read(
    partition: Partition, pipeline: str | None, wanted: str, attribute: Attribute = attributed
) -> Done:
    """The results of a partition. Raises :class:`ScaleError` where no partition can be read."""
    begun = time.process_time()
    outcomes = list(outcomes_of(partition.articles, 0, pipeline, wanted, attribute))
    return done(partition, outcomes, pipeline, lambda: time.process_time() - begun)


def read_one(
    article: Article,
    number: int,
    pipeline: str | None,
    wanted: str,
    attribute: Attribute = attributed,
) -> Outcome:
    """The same of a single article, which is the ``number``-th of its partition."""
    (outcome,) = outcomes_of([article], number, pipeline, wanted, attribute)
    return outcome


def outcomes_of(
    articles: Sequence[Article],
    first: int,
    pipeline: str | None,
    wanted: str,
    attribute: Attribute = attributed,
) -> Iterator[Outcome]:
    """What comes of each article; an error in one is its own."""
    if wanted != __version__:
        raise ScaleError(
            "a worker", f"has quotes {__version__}, not {wanted}", "install the same everywhere"
        )
    with _ONE_AT_A_TIME:
        at = 0
        try:
            for article, quotations in attribute(articles, pipeline):
                yield _outcome(first + at, article, quotations)
                at += 1
            if at < len(articles):
                raise RuntimeError("the pipeline left out articles")
        except ScaleError:
            raise
        except Exception:
            # The pipeline reads ahead: which of these it stumbled over shows one by one.
            for number, article in enumerate(articles[at:], first + at):
                yield _alone(article, number, pipeline, attribute)


def _alone(article: Article, number: int, pipeline: str | None, attribute: Attribute) -> Outcome:
    try:
        ((_, quotations),) = attribute([article], pipeline)
        return _outcome(number, article, quotations)
    except Exception as error:
        problem = f"could not be parsed ({reason(error)}); it is left out"
        return Failure(_name(article), "parsing", problem, number)


def _outcome(number: int, article: Article, quotations: Sequence[AttributedQuotation]) -> Outcome:
    try:
        # What is not the machine's to tell of a stored quotation is not kept.
        bare = [replace(one, linking=None) for one in quotations]
        return article_row(number, article, bare), [quotation_row(number, one) for one in bare]
    except UnicodeEncodeError:
        problem = "has characters that are no Unicode text; it is left out"
        return Failure(_name(article), "parsing", problem, number)


def killed(article: Article, number: int, problem: str) -> Failure:
    """The failure of an article that no worker came through."""
    return Failure(_name(article), "worker", f"{problem}; it is left out", number)


def done(
    partition: Partition,
    outcomes: Sequence[Outcome],
    pipeline: str | None,
    seconds: Callable[[], float] = lambda: 0.0,
) -> Done:
    """The files of a partition, from what came of each of its articles."""
    results = [one for one in outcomes if not isinstance(one, Failure)]
    failures = [
        *partition.failures,
        *(one for one in outcomes if isinstance(one, Failure)),
    ]
    quotations = [row for _, rows in results for row in rows]
    stamp = Stamp(
        partition.name,
        __version__,
        pipeline,
        datetime.now(timezone.utc).isoformat(timespec="seconds"),
        len(results),
        len(quotations),
        len(failures),
    )
    files = packed(
        stamp, [row for row, _ in results], quotations, [failure_row(one) for one in failures]
    )
    words = sum(row["word_count"] for row, _ in results)
    return Done(files, tuple(failures), words, seconds())


def _name(article: Article) -> str:
    return article.path or article.url or article.title or "an article"
