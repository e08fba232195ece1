"""A whole run: a corpus, predicted quotations, figures and mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from quotes.evaluate.attributions import AnnotatedArticle, Corpus
from quotes.evaluate.calibration import Judgement, judge
from quotes.evaluate.comparison import Comparison
from quotes.evaluate.metrics import Counts, count
from quotes.evaluate.mistakes import Finding, Mistake, describe, find
from quotes.evaluate.predictions import Predictions, read_records
from quotes.evaluate.report import Figures, report
from quotes.types import Article, as_record

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Scored:
    """One article and what was found in it."""

    article: AnnotatedArticle
    comparison: Comparison
    counts: Counts
    judgements: tuple[Judgement, ...]
    """What the confidence of its quotations came to."""
    findings: tuple[Finding, ...]
    """What went wrong."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a set of predictions came to."""

    corpus: Corpus
    scored: tuple[Scored, ...]
    """Article by article, as the corpus has them."""
    problems: Mapping[str, int]
    """What was wrong with the records, and with how many."""

    @property
    def counts(self) -> tuple[Counts, ...]:
        """Article by article."""
        return tuple(one.counts for one in self.scored)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """As rows, in the order of the articles."""
        return tuple(
            describe(one.article.name, one.article.text, finding)
            for one in self.scored
            for finding in one.findings
        )

    def figures(self, bootstrap: int = 0) -> Figures:
        """As :func:`quotes.evaluate.report.report` has them."""
        return report(
            self.corpus,
            self.counts,
            [one.judgements for one in self.scored],
            self.problems,
            bootstrap,
        )


def predict(articles: Iterable[AnnotatedArticle], nlp: Language) -> Iterator[list[dict[str, Any]]]:
    """The records of each article's quotations, as the pipeline `nlp` finds them.

    The pipeline reads every article as it stands, with nothing cleaned.
    """
    from quotes.pipeline import attribute

    raw = (Article(one.text, path=str(one.path)) for one in articles)
    for article, quotations in attribute(raw, nlp):
        yield [as_record(quotation, article) for quotation in quotations]


def score(corpus: Corpus | Sequence[AnnotatedArticle], records: Iterable[Mapping[str, Any]]) -> Run:
    """Compares predicted records with the annotations. An article without records has none found.

    :param corpus: annotated articles; where it is no :class:`Corpus`, everything is marked.
        Records of articles that a sample has left out are passed over.
    :raises EvaluationError: when a record is not a quotation.
    """
    if not isinstance(corpus, Corpus):
        corpus = Corpus("", tuple(corpus))
    texts = {one.name: one.text for one in corpus.articles}
    predictions = read_records(records, texts, corpus.left_out)
    return Run(
        corpus,
        tuple(_score(one, corpus, predictions) for one in corpus.articles),
        predictions.problems,
    )


def _score(article: AnnotatedArticle, corpus: Corpus, predictions: Predictions) -> Scored:
    comparison = Comparison.of(
        article.text,
        article.attributions,
        predictions.by_article.get(article.name, ()),
        corpus.scope,
    )
    return Scored(article, comparison, count(comparison), judge(comparison), find(comparison))


def sample(corpus: Corpus, most: int) -> Corpus:
    """`corpus` with at most so many of its articles, spread evenly over it.

    :param most: at least 1.
    """
    size = len(corpus.articles)
    if size <= most:
        return corpus
    kept = tuple(corpus.articles[place * size // most] for place in range(most))
    left_out = {one.name for one in corpus.articles} - {one.name for one in kept}
    return replace(corpus, articles=kept, left_out=frozenset(left_out))
