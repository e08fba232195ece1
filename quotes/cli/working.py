"""Sources through the pipeline, one failure at a time."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Literal

from quotes.articles import (
    Article,
    ArticleError,
    Moved,
    Note,
    Seen,
    Settings,
    discover,
    read_all,
)
from quotes.cli.errors import Failed
from quotes.cli.progress import Progress
from quotes.types import AttributedQuotation

Result = tuple[Article, tuple[AttributedQuotation, ...]]
#: What became of a source, or of an article in it, that did not go through the pipeline.
Left = Literal["known", "skipped", "failed", "note"]

#: For fewer articles, the time that more processes take to begin is not worth it.
_WORTH_PROCESSES = 24


@dataclass
class Work:
    """Articles read, parsed and counted; what fails is told in a line and left out."""

    progress: Progress
    settings: Settings = field(default_factory=Settings)
    is_known: Callable[[str], bool] = lambda url: False
    """Whether the article of an address is there already and needs no fetching."""
    allow_private: bool = False
    tell: Callable[[str, Left, str | None], None] = lambda source, what, why: None
    """Is told of all that is left out: source, what became of it, and why."""
    moved: Callable[[str, str], None] = lambda asked, url: None
    """Is told where an address that was asked for led to."""
    failed: int = 0
    skipped: int = 0
    """Articles that were known, before or after they were read."""
    _unfinished: deque[Article] = field(default_factory=deque)

    def articles(
        self,
        sources: Iterable[str | ArticleError],
        skip: Callable[[Article], bool] = lambda article: False,
        change: Callable[[Article], Article] = lambda article: article,
    ) -> Iterator[Article]:
        """The readable ones, changed by ``change``, without those that ``skip`` knows."""
        for source in sources:
            for item in (source,) if isinstance(source, ArticleError) else self._read(source):
                if isinstance(item, ArticleError):
                    self.fail(item.path, f"{item.problem}; {item.remedy}")
                elif isinstance(item, Note):
                    self.note(item.path, item.message)
                elif isinstance(item, Seen):
                    self._skip(item.url)
                elif isinstance(item, Moved):
                    self.moved(item.asked, item.url)
                elif skip(article := change(item)):
                    self._skip(name_of(article))
                else:
                    yield article
            self.progress.source()

    def _read(self, source: str) -> Iterator[Article | ArticleError | Note | Seen | Moved]:
        from quotes.articles.fetch import fetch

        return read_all(
            source,
            self.settings,
            is_known=self.is_known,
            fetched=lambda url: fetch(url, allow_private=self.allow_private),
        )

    def attributed(
        self, articles: Iterator[Article], pipeline: str | None, workers: int | None = 1
    ) -> Iterator[Result]:
        """Each article with its quotations; the pipeline is loaded when the first one is there.

        ``workers`` is the number of processes: as many as there are cores where
        it is ``None`` and there are articles enough for them.
        """
        first = list(islice(articles, 1 if workers == 1 else _WORTH_PROCESSES))
        if not first:
            return
        from quotes.scale.workers import cores

        enough = len(first) == _WORTH_PROCESSES
        processes = workers or (cores() if enough else 1)
        if processes > 1:
            yield from self._in_processes(chain(first, articles), pipeline, processes)
        else:
            yield from self._here(chain(first, articles), pipeline)

    def _in_processes(
        self, articles: Iterator[Article], pipeline: str | None, workers: int
    ) -> Iterator[Result]:
        from quotes.scale import workers as processes

        job = processes.Job(_loaded, _attribute, warns=not self.progress.silent)
        try:
            for article, outcome in processes.attributed(articles, pipeline, workers, job):
                if isinstance(outcome, processes.Failure):
                    self._unparsed(article, outcome.reason)
                else:
                    yield article, outcome
        except processes.CannotLoad as error:
            raise _cannot_load(pipeline, str(error)) from error

    def _here(self, articles: Iterator[Article], pipeline: str | None) -> Iterator[Result]:
        from quotes import pipeline as rooms

        try:
            nlp = _loaded(pipeline)
        except (OSError, ImportError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise _cannot_load(pipeline, reason) from error
        stream = self._remembered(articles)
        while True:
            try:
                for article, quotations in rooms.attribute(stream, nlp):
                    self._unfinished.popleft()
                    yield article, quotations
                if not self._unfinished:
                    return
            except (GeneratorExit, KeyboardInterrupt):
                raise
            except Exception:
                # The pipeline reads ahead: which of these it stumbled over shows one by one.
                yield from self._one_by_one(rooms.attribute, nlp)

    def _remembered(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            self._unfinished.append(article)
            yield article

    def _one_by_one(self, attribute: Callable[..., Iterator[Result]], nlp: Any) -> Iterator[Result]:
        from quotes.scale.workers import reason

        while self._unfinished:
            article = self._unfinished.popleft()
            try:
                results = list(attribute([article], nlp))
            except Exception as error:
                self._unparsed(article, reason(error))
            else:
                yield from results

    def _unparsed(self, article: Article, reason: str) -> None:
        self.fail(name_of(article), f"could not be parsed ({reason}); it is left out")

    def _skip(self, name: str) -> None:
        self.skipped += 1
        self.tell(name, "known", None)

    def note(self, name: str, message: str) -> None:
        """Something that a person should know about a source that is read all the same."""
        self.tell(name, "note", message)
        if not self.progress.silent:
            self.progress.say(f"{name}: {message}")

    def fail(self, name: str, reason: str) -> None:
        """``name`` is left out, for this reason."""
        self.failed += 1
        self.tell(name, "failed", reason)
        self.progress.say(f"{name}: {reason}")


def _loaded(pipeline: str | None) -> Any:
    from quotes import pipeline as rooms

    # Standard output is for results: what a component prints when it is loaded goes beside it.
    with redirect_stdout(sys.stderr):
        nlp = rooms.load(pipeline)
    rooms.spare_collector()
    return nlp


def _attribute(articles: Iterable[Article], nlp: Any) -> Iterator[Result]:
    from quotes import pipeline as rooms

    return rooms.attribute(articles, nlp)


def _cannot_load(pipeline: str | None, reason: str) -> Failed:
    return Failed(f"{pipeline or 'the bundled pipeline'}: cannot be loaded ({reason})")


def sources(paths: Iterable[str]) -> list[str | ArticleError]:
    """All that ``paths`` name, so that progress knows how much is to come."""
    return list(discover(paths))


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.path or article.url or article.title or "an article"
