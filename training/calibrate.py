"""Fits the confidence: how sure to be of an attribution, by what speaks for it.

    python -m training.calibrate --data ../shared/data [--pipeline accurate] [--out FILE]

The bundled pipeline reads articles on which no weights of roles were trained: PolNeAR's dev part
(84, of which the speakers of 26 are known) and the annotated news of many places
(:mod:`training.annotations`, its dev part, all with their speakers). Its quotations
are compared with the annotation (first annotator). Four logistic models with a ridge penalty are
fitted: that content and source are right (all articles), the same where no encoder knows the
roles (the same articles, their role spans taken away), that the speaker is
right if they are (the articles whose speakers are known), and, from what the
first and the third say, that all of it is. Some kinds of decision are rare,
and two right out of two prove little: to those that were seen, what the
rule holds of itself is added as if it were :data:`PROMISED` more. Signals that can
only speak for an attribution get no negative weight, so confidence never falls when
one of them rises. See :mod:`quotes.confidence` for what is predicted.

What is printed and stored under ``measured`` is cross-validated: each article is
judged by models that were fitted without it. ``error`` is the expected
calibration error over ten bins of the same size; ``by chance`` is what that
would be on average if every confidence were exactly true, for so few
quotations do not fill ten bins evenly. Deterministic: nothing is drawn but the
``by chance``, from a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc

import quotes.pipeline
from quotes.annotation import get_quotations
from quotes.confidence import Calibration, Logistic, of_both
from quotes.evaluate.attributions import AnnotatedArticle, Reading
from quotes.evaluate.comparison import Comparison, right_source
from quotes.evaluate.metrics import rightly_attributed
from quotes.evaluate.polnear import read_folder, read_speakers
from quotes.evaluate.predictions import read_records
from quotes.quotation import find
from quotes.speakers.decision import Decision
from quotes.speakers.resolve import decisions
from quotes.speakers.signals import signals
from quotes.types import Article, AttributedQuotation, Quotation, as_record
from training.annotations.reading import read as read_news
from training.annotations.reading import write_polnear

FOLDER = Path(__file__).parents[1] / "quotes"

Numbers = NDArray[np.float64]

#: Signals whose weight may be negative: what kind of case it is, not what speaks for it.
FREE = frozenset(
    {
        *("has cue", "has source", "direct", "mixed", "length"),
        *("named", "pronoun", "described", "person", "in marks"),
    }
)
#: What a rule holds of itself counts as so many cases of its kind, beside those that were seen.
PROMISED = 10
#: The ridge penalty on weights of signals of unit variance: of 0.5 to 40, least loss held out.
PENALTY = 5.0
FOLDS = 10
BINS = 10
SEED = 0
DRAWINGS = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """One quotation: what was measured, and what came of it."""

    article: int
    link: dict[str, float]
    speaker: dict[str, float]
    linked: bool
    attributed: bool | None
    """``None`` where it was not linked or nobody knows the speaker."""
    judged: bool
    """The article's speakers are known, and if it was linked, this one's."""


# ---------------------------------------------------------------- what came of it


def samples(
    number: int, article: AnnotatedArticle, found: Sequence[tuple[Quotation, Decision]]
) -> Iterator[Sample]:
    """The quotations of one article beside its annotation."""
    records = [
        as_record(
            AttributedQuotation(
                quotation.type,
                quotation.text,
                quotation.spans,
                quotation.cue,
                quotation.source,
                quotation.confidence,
                speaker=decision.speaker,
                resolution=decision.resolution,
            ),
            Article(article.text, path=str(article.path)),
        )
        for quotation, decision in found
    ]
    predicted = read_records(records, {article.name: article.text}).by_article
    comparison = Comparison.of(article.text, article.attributions, predicted.get(article.name, ()))
    partner = {j: i for i, j in comparison.detected.items()}
    known = any(attribution.resolved for attribution in article.attributions)
    for place, (quotation, decision) in enumerate(found):
        assert quotation.linking is not None
        mine = comparison.predicted[place]
        gold = comparison.gold[partner[place]] if place in partner else None
        linked = gold is not None and (right_source(gold, mine) or goes_on(gold, mine, decision))
        attributed = rightly_attributed(gold, mine) if gold is not None and linked else None
        yield Sample(
            number,
            dict(quotation.linking.signals),
            signals(decision, quotation.type),
            linked,
            attributed,
            known and (not linked or attributed is not None),
        )


def goes_on(gold: Reading, predicted: Reading, decision: Decision) -> bool:
    """Is a quotation without a source led to its speaker through the annotation's source?"""
    theirs = gold.characters["source"]
    places = {i for mention in decision.chain for i in range(mention.start, mention.end)}
    return not predicted.characters["source"] and bool(theirs & places)


# ---------------------------------------------------------------- fitting


def fit(cases: Sequence[dict[str, float]], right: Sequence[float]) -> Logistic:
    """The logistic model of least penalised loss, its weights by name.

    ``right`` is 1 or 0, or between them how much of a case is.
    """
    names = list(cases[0])
    values = np.array([[case[name] for name in names] for case in cases], float)
    truth = np.array(right, float)
    means = values.mean(axis=0)
    scales = values.std(axis=0)
    scales[scales < 1e-9] = np.inf  # what never changes tells nothing
    scaled = (values - means) / scales

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        weights, intercept = parameters[:-1], parameters[-1]
        total = scaled @ weights + intercept
        chance = 1 / (1 + np.exp(-total))
        penalty = PENALTY / 2 * float(weights @ weights)
        error = float(np.logaddexp(0, total).sum() - total @ truth)
        slope = chance - truth
        return error + penalty, np.append(scaled.T @ slope + PENALTY * weights, slope.sum())

    bounds = [(None if name in FREE else 0.0, None) for name in names] + [(None, None)]
    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = best[:-1] / scales
    intercept = float(best[-1] - weights @ means)
    return Logistic(
        round(intercept, 4),
        {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)},
    )


def fit_linked(some: Sequence[Sample]) -> Logistic:
    """That content and source are right."""
    return fit([one.link for one in some], [one.linked for one in some])


def fit_attributed(some: Sequence[Sample]) -> Logistic:
    """That the speaker is right where content and source are."""
    known = [one for one in some if one.attributed is not None]
    promised = list(promises([one.speaker for one in known]))
    seen = [float(bool(one.attributed)) for one in known]
    return fit(
        [*(one.speaker for one in known), *(case for case, _ in promised)],
        [*seen, *(certainty for _, certainty in promised)],
    )


def promises(cases: Sequence[dict[str, float]]) -> Iterator[tuple[dict[str, float], float]]:
    """For each kind of decision among the speakers of ``cases`` the average one and what it holds
    of itself, :data:`PROMISED` times.

    Of one kind are the same sort of source and of speaker, found with the same certainty to a
    tenth.
    """
    kinds: dict[tuple[float, ...], list[dict[str, float]]] = {}
    for case in cases:
        sort = tuple(case[name] for name in ("somebody", "named", "pronoun", "described", "person"))
        kinds.setdefault((*sort, round(_chance(case["certainty"]), 1)), []).append(case)
    for alike in kinds.values():
        mean = {name: sum(case[name] for case in alike) / len(alike) for name in alike[0]}
        yield from [(mean, _chance(mean["certainty"]))] * PROMISED


def _chance(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation of which all is known, and both chances of it by models that never saw it."""

    article: int
    both: dict[str, float]
    right: bool

    @classmethod
    def of(
        cls, some: Sequence[Sample], linked: Sequence[float], attributed: Sequence[float]
    ) -> list[Judged]:
        """Of all samples that are judged, in their order, with the chances of each."""
        return [
            cls(one.article, of_both(*both), bool(one.attributed))
            for one, *both in zip(some, linked, attributed, strict=True)
            if one.judged
        ]


def fit_together(some: Sequence[Judged]) -> Logistic:
    """That all is right."""
    return fit([one.both for one in some], [one.right for one in some])


# ---------------------------------------------------------------- measuring


def held_out_together(some: Sequence[Judged]) -> list[float]:
    """Each one's probability, by a model fitted without a tenth of the articles, its own too."""
    models = [
        fit_together([one for one in some if one.article % FOLDS != fold]) for fold in range(FOLDS)
    ]
    return [models[one.article % FOLDS].probability(one.both) for one in some]


def held_out(
    some: Sequence[Sample], learn: Callable[[Sequence[Sample]], Logistic], kind: str
) -> list[float]:
    """Each sample's probability, by a model fitted without a tenth of the articles, its own too."""
    chances = [0.0] * len(some)
    for fold in range(FOLDS):
        model = learn([one for one in some if one.article % FOLDS != fold])
        for place, one in enumerate(some):
            if one.article % FOLDS == fold:
                chances[place] = model.probability(getattr(one, kind))
    return chances


def calibration_error(chances: Numbers, right: Numbers) -> float:
    """The expected calibration error over :data:`BINS` bins of the same size, between 0 and 1."""
    order = np.argsort(chances, kind="stable")
    parts = np.array_split(order, BINS)
    gaps = [abs(float((chances[p] - right[p]).sum())) for p in parts if len(p)]
    return sum(gaps) / len(chances)


def measure(chances: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """How well probabilities held."""
    given, truth = np.array(chances, float), np.array(right, float)
    random = np.random.default_rng(SEED)
    drawn = random.random((DRAWINGS, len(given))) < given
    sure = given >= 0.9
    return {
        "quotations": len(given),
        "right": round(float(truth.mean()), 4),
        "mean": round(float(given.mean()), 4),
        "error": round(calibration_error(given, truth), 4),
        "by chance": round(
            float(np.mean([calibration_error(given, row.astype(float)) for row in drawn])), 4
        ),
        "brier": round(float(((given - truth) ** 2).mean()), 4),
        "at 0.9 or more": int(sure.sum()),
        "of them right": round(float(truth[sure].mean()), 4) if sure.any() else 0.0,
    }


def measured(
    with_roles: Sequence[Sample],
    by_syntax: Sequence[Sample],
    linked: Sequence[float],
    attributed: Sequence[float],
    judged: Sequence[Judged],
) -> dict[str, Any]:
    """The cross-validated figures of each model, and of the confidence that they make."""
    syntax = held_out(by_syntax, fit_linked, "link")
    known = [place for place, one in enumerate(with_roles) if one.attributed is not None]
    return {
        "linked": measure(linked, [one.linked for one in with_roles]),
        "by_syntax": measure(syntax, [one.linked for one in by_syntax]),
        "attributed": measure(
            [attributed[place] for place in known],
            [bool(with_roles[place].attributed) for place in known],
        ),
        "confidence": measure(held_out_together(judged), [one.right for one in judged]),
    }


# ---------------------------------------------------------------- the command


def read_samples(
    articles: Sequence[AnnotatedArticle], docs: Iterator[Doc]
) -> tuple[list[Sample], list[Sample]]:
    """The quotations of all articles: with the encoder's roles, and by syntax alone."""
    with_roles: list[Sample] = []
    by_syntax: list[Sample] = []
    for number, (article, doc) in enumerate(zip(articles, docs, strict=True)):
        for name in ("source", "cue", "content"):
            if name not in doc.spans:
                raise ValueError("these weights know no roles: there is nothing to calibrate")
        found: tuple[Quotation, ...] = get_quotations(doc)
        pairs = list(zip(found, decisions(doc, found), strict=True))
        with_roles += samples(number, article, pairs)
        for name in ("source", "cue", "content"):
            del doc.spans[name]
        found = find(doc)
        pairs = list(zip(found, decisions(doc, found), strict=True))
        by_syntax += samples(number, article, pairs)
    return with_roles, by_syntax


def calibrated(with_roles: Sequence[Sample], by_syntax: Sequence[Sample]) -> dict[str, Any]:
    """What the file holds: the models and how well they held."""
    linked = held_out(with_roles, fit_linked, "link")
    attributed = held_out(with_roles, fit_attributed, "speaker")
    judged = Judged.of(with_roles, linked, attributed)
    models = Calibration(
        fit_linked(with_roles),
        fit_linked(by_syntax),
        fit_attributed(with_roles),
        fit_together(judged),
    )
    figures = measured(with_roles, by_syntax, linked, attributed, judged)
    return {**models.to_json(), "measured": figures}


def dev_articles(data: Path, folder: Path) -> tuple[AnnotatedArticle, ...]:
    """PolNeAR's dev part with the speakers that are known; its files go to ``folder``."""
    with tarfile.open(data / "polnear/dev.files.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    (texts,) = folder.glob("**/text")
    return read_folder(texts.parent, read_speakers(data / "speakers_dev/speakers.json"))


def annotated_news(data: Path, folder: Path) -> tuple[AnnotatedArticle, ...]:
    """The annotated news that is not kept to measure with; its files go to ``folder``."""
    write_polnear(read_news(data, "dev"), folder)
    return read_folder(folder, read_speakers(folder / "speakers.json"))


def read(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Texts with their quotations.

    No speaker is set: that takes the file which is to be made.
    """
    nlp.remove_pipe("quotes_speakers")
    yield from nlp.pipe(texts, batch_size=8)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pipeline", help="for another encoder of ours: accurate")
    parser.add_argument("--out", type=Path, help="else the file in the package")
    args = parser.parse_args()
    name = f"calibration-{args.pipeline}.json" if args.pipeline else "calibration.json"
    with tempfile.TemporaryDirectory() as folder:
        articles = (
            *dev_articles(args.data, Path(folder) / "polnear"),
            *annotated_news(args.data, Path(folder) / "news"),
        )
        docs = read(quotes.pipeline.load(args.pipeline), (article.text for article in articles))
        result = calibrated(*read_samples(articles, docs))
    out: Path = args.out or FOLDER / name
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result["measured"], indent=1))


if __name__ == "__main__":
    main()
