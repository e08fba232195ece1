"""Articles through several processes of this machine, each with a pipeline of its own.

Results come in the order of the articles; no more are read than a few batches
ahead. A process that dies, for want of memory or by a fault below Python, takes
one article with it: what it had is done again, one article at a time, until it
is known which one it was.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeAlias

from quotes.types import Article, AttributedQuotation

#: An article's quotations, or why it could not be read.
Outcome: TypeAlias = "tuple[AttributedQuotation, ...] | Failure"
Result: TypeAlias = tuple[Article, Outcome]

#: A batch is so many articles or characters, whichever is reached first.
_ARTICLES = 8
_CHARACTERS = 60_000
#: Batches that are waiting for a process, for each process: enough that none is idle.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """``reason``, in one line, why an article could not be read."""

    reason: str


class CannotLoad(Exception):
    """The pipeline could not be loaded, for the reason that stands in the message."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process does. Both are functions of a module, so that it can find them by name."""

    load: Callable[[str | None], Any]
    """The name of a pipeline to the pipeline."""
    attribute: Callable[[Iterable[Article], Any], Iterator[tuple[Article, Any]]]
    warns: bool = True
    """Whether warnings that concern a person are told on standard error."""


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def attributed(
    articles: Iterable[Article], pipeline: str | None, workers: int, job: Job
) -> Iterator[Result]:
    """Each article with its quotations or its failure, in order, from ``workers`` processes.

    Raises :class:`CannotLoad`. Closed early, it ends its processes at once.
    """
    pool = _Pool(pipeline, workers, job)
    waiting = iter(_batches(articles))
    running: deque[tuple[Sequence[Article], Future[list[Outcome]]]] = deque()
    try:
        while True:
            while len(running) < workers + _AHEAD and (batch := next(waiting, None)) is not None:
                running.append((batch, pool.submit(batch)))
            if not running:
                return
            batch, future = running[0]
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                unfinished = [article for batch, _ in running for article in batch]
                running.clear()
                yield from pool.one_by_one(unfinished)
                continue
            running.popleft()
            yield from zip(batch, outcomes, strict=True)
    finally:
        pool.end(at_once=bool(running))


def _batches(articles: Iterable[Article]) -> Iterator[Sequence[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= _ARTICLES or size >= _CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Pool:
    """Processes, and new ones when one of them died."""

    def __init__(self, pipeline: str | None, workers: int, job: Job) -> None:
        self._given = (pipeline, job)
        self._workers = workers
        self._executor = self._made(workers)

    def submit(self, batch: Sequence[Article]) -> Future[list[Outcome]]:
        try:
            return self._executor.submit(_outcomes, batch)
        except BrokenProcessPool:
            self._again(self._workers)
            return self._executor.submit(_outcomes, batch)

    def one_by_one(self, articles: Sequence[Article]) -> Iterator[Result]:
        """After a process died: who it dies of shows when it has one article only."""
        self._again(1)
        for article in articles:
            try:
                (outcome,) = self._executor.submit(_outcomes, [article]).result()
            except BrokenProcessPool:
                outcome = Failure("the process that read it died")
                self._again(1)
            yield article, outcome
        self._again(self._workers)

    def _made(self, size: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(size, context, _begin, self._given)

    def _again(self, size: int) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._made(size)

    def end(self, *, at_once: bool) -> None:
        """``at_once``: do not wait for what is being read.

        Else the processes end by themselves and are waited for. Python's own clean-up at exit
        could otherwise meet the thread that watches over them while that closes its pipe, and
        print an error that is none.
        """
        processes = multiprocessing.active_children() if at_once else []
        self._executor.shutdown(wait=not at_once, cancel_futures=True)
        for process in processes:
            process.terminate()


# ---------------------------------------------------------------- inside a process

_here: dict[str, Any] = {}


def _begin(pipeline: str | None, job: Job) -> None:
    """Load the pipeline; an interrupt from the keyboard is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.showwarning = _show_warning if job.warns else lambda *_, **__: None
    _here["attribute"] = job.attribute
    try:
        _here["nlp"] = job.load(pipeline)
    except (OSError, ImportError, ValueError) as error:
        _here["problem"] = (str(error).splitlines() or [type(error).__name__])[0]


def _show_warning(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """What concerns a person, in one line on standard error."""
    if issubclass(category, UserWarning):
        line = " ".join(f"Warning: {message}".split())
        print("".join(c if c.isprintable() else " " for c in line), file=sys.stderr, flush=True)


def _outcomes(batch: Sequence[Article]) -> list[Outcome]:
    """What each article of a batch came to."""
    if "problem" in _here:
        raise CannotLoad(_here["problem"])
    attribute, nlp = _here["attribute"], _here["nlp"]
    try:
        return [found for _, found in attribute(batch, nlp)]
    except Exception:
        return [_alone(article, attribute, nlp) for article in batch]


def _alone(article: Article, attribute: Callable[..., Any], nlp: Any) -> Outcome:
    try:
        ((_, found),) = attribute([article], nlp)
    except Exception as error:
        return Failure(reason(error))
    outcome: Outcome = found
    return outcome


def reason(error: BaseException) -> str:
    """What went wrong, in one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
