"""A whole run: annotated articles, predicted quotations, figures and mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.evaluate.comparison import Comparison
from quotes.evaluate.metrics import Counts, count
from quotes.evaluate.mistakes import Mistake, mistakes
from quotes.evaluate.polnear import AnnotatedArticle
from quotes.evaluate.predictions import Predictions, read_records
from quotes.evaluate.report import Figures, report
from quotes.types import Article, as_record

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Run:
    """What a set of predictions came to."""

    counts: tuple[Counts, ...]
    """Article by article."""
    mistakes: tuple[Mistake, ...]
    problems: Mapping[str, int]

    def figures(self, bootstrap: int = 0) -> Figures:
        """As :func:`quotes.evaluate.report.report` has them."""
        return report(self.counts, self.problems, bootstrap)


def predict(articles: Iterable[AnnotatedArticle], nlp: Language) -> Iterator[list[dict[str, Any]]]:
    """The records of each article's quotations, as the pipeline `nlp` finds them.

    The pipeline reads every article as it stands on disk, with nothing cleaned.
    """
    from quotes.pipeline import attribute

    raw = (Article(one.text, path=str(one.path)) for one in articles)
    for article, quotations in attribute(raw, nlp):
        yield [as_record(quotation, article) for quotation in quotations]


def score(articles: Sequence[AnnotatedArticle], records: Iterable[Mapping[str, Any]]) -> Run:
    """Compares predicted records with the annotations. An article without records has none found.

    :raises EvaluationError: when a record is not a quotation.
    """
    predictions = read_records(records, {one.name: one.text for one in articles})
    counts: list[Counts] = []
    found: list[Mistake] = []
    for article in articles:
        comparison = _compare(article, predictions)
        counts.append(count(comparison))
        found += mistakes(article.name, article.text, comparison)
    return Run(tuple(counts), tuple(found), predictions.problems)


def _compare(article: AnnotatedArticle, predictions: Predictions) -> Comparison:
    predicted = predictions.by_article.get(article.name, ())
    return Comparison.of(article.text, article.attributions, predicted)
