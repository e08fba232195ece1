"""Articles through processes: in order, and one that kills its process takes only itself along."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from itertools import count, islice

import pytest

from quotes.scale.workers import CannotLoad, Failure, Job, attributed
from quotes.types import Article


def load(name: str | None) -> str:
    if name == "none":
        raise OSError("there is no such pipeline\nand more")
    return name or "bundled"


def attribute(articles: Iterable[Article], nlp: str) -> Iterator[tuple[Article, str]]:
    for article in articles:
        if "KILL" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in article.text:
            raise ValueError("no\nmatter")
        if "SLOW" in article.text:
            time.sleep(0.3)
        yield article, f"{nlp}: {article.text}"


JOB = Job(load, attribute)


def texts(*marks: tuple[int, str]) -> list[Article]:
    marked = dict(marks)
    return [Article(f"{number} {marked.get(number, '')}") for number in range(40)]


def test_results_come_in_the_order_of_the_articles() -> None:
    articles = texts((0, "SLOW"), (9, "SLOW"))
    found = list(attributed(articles, "a", 2, JOB))
    assert found == [(article, f"a: {article.text}") for article in articles]


def test_a_failure_is_of_one_article() -> None:
    articles = texts((3, "RAISE"))
    found = [outcome for _, outcome in attributed(articles, None, 2, JOB)]
    assert found[3] == Failure("no matter")
    assert found[4] == f"bundled: {articles[4].text}"
    assert sum(isinstance(one, Failure) for one in found) == 1


def test_a_process_that_dies_takes_one_article_with_it() -> None:
    articles = texts((5, "KILL"), (20, "KILL"))
    found = [outcome for _, outcome in attributed(articles, None, 2, JOB)]
    assert [place for place, one in enumerate(found) if isinstance(one, Failure)] == [5, 20]
    assert found[20] == Failure("the process that read it died")
    assert len(found) == len(articles)


def test_a_pipeline_that_is_not_there_is_told() -> None:
    with pytest.raises(CannotLoad, match=r"^there is no such pipeline$"):
        list(attributed(texts(), "none", 2, JOB))


def test_no_more_is_read_than_a_few_batches_ahead() -> None:
    read = 0

    def endless() -> Iterator[Article]:
        nonlocal read
        for read in count(1):
            yield Article(str(read))

    results = attributed(endless(), None, 2, JOB)
    list(islice(results, 16))
    results.close()  # type: ignore[attr-defined]
    assert read < 100
