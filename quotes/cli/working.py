"""Sources through the pipeline, one failure at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from quotes.articles import Article, ArticleError, discover, read
from quotes.cli.errors import Failed
from quotes.cli.progress import Progress
from quotes.types import AttributedQuotation

Result = tuple[Article, tuple[AttributedQuotation, ...]]


@dataclass
class Work:
    """Articles read, parsed and counted; what fails is told in a line and left out."""

    progress: Progress
    failed: int = 0
    skipped: int = 0
    _unfinished: deque[Article] = field(default_factory=deque)

    def articles(
        self,
        sources: Iterable[str | ArticleError],
        skip: Callable[[Article], bool] = lambda article: False,
        change: Callable[[Article], Article] = lambda article: article,
    ) -> Iterator[Article]:
        """The readable ones, changed by ``change``, without those that ``skip`` knows."""
        for source in sources:
            try:
                if isinstance(source, ArticleError):
                    raise source
                article = change(read(source))
            except ArticleError as error:
                self.fail(str(error))
                continue
            if skip(article):
                self.skipped += 1
                self.progress.step()
            else:
                yield article

    def attributed(self, articles: Iterator[Article], pipeline: str | None) -> Iterator[Result]:
        """Each article with its quotations; the pipeline is loaded when the first one is there."""
        first = next(articles, None)
        if first is None:
            return
        from quotes import pipeline as rooms

        try:
            nlp = rooms.load(pipeline)
        except (OSError, ImportError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            name = pipeline or "the bundled pipeline"
            raise Failed(f"{name}: cannot be loaded ({reason})") from error
        rooms.spare_collector()
        stream = self._remembered(chain((first,), articles))
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
        while self._unfinished:
            article = self._unfinished.popleft()
            try:
                results = list(attribute([article], nlp))
            except Exception as error:
                reason = " ".join(str(error).split())[:200] or type(error).__name__
                self.fail(f"{name_of(article)}: could not be parsed ({reason}); it is left out")
            else:
                yield from results

    def fail(self, message: str) -> None:
        """One source is left out, for the reason that ``message`` gives."""
        self.failed += 1
        self.progress.say(message)
        self.progress.step()


def sources(paths: Iterable[str]) -> list[str | ArticleError]:
    """All that ``paths`` name, so that progress knows how much is to come."""
    return list(discover(paths))


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.path or article.url or article.title or "an article"
