"""The fit of the confidence, on invented cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quotes.evaluate.attributions import AnnotatedArticle, Attribution
from quotes.speakers.decision import Decision
from quotes.types import Linking, Mention, Quotation, Speaker
from training.calibrate import (
    PROMISED,
    Sample,
    calibration_error,
    fit,
    fit_attributed,
    fit_linked,
    held_out,
    measure,
    promises,
    samples,
)

TEXT = "“We agree,” Ann Poe said. Bob Ray left. “So be it.”"


def sample(article: int, value: float, right: bool) -> Sample:
    return Sample(article, {"content": value}, {}, right, None, False)


def test_calibration_error_by_hand():
    # ten bins of two: nine with nothing wrong, one with 0.8 and 0.8 of which one is right
    chances = np.array([1.0] * 18 + [0.8] * 2)
    right = np.array([1.0] * 19 + [0.0])
    assert calibration_error(chances, right) == pytest.approx(0.6 / 20)
    assert calibration_error(np.full(20, 0.5), np.array([1.0, 0.0] * 10)) == pytest.approx(0)


def test_a_fit_finds_what_was_put_in():
    random = np.random.default_rng(3)
    values = random.normal(size=4000)
    right = random.random(4000) < 1 / (1 + np.exp(-(0.5 + 1.5 * values)))
    model = fit([{"content": v} for v in values], list(right))
    assert model.weights["content"] == pytest.approx(1.5, abs=0.15)
    assert model.intercept == pytest.approx(0.5, abs=0.15)
    assert model.means["content"] == pytest.approx(float(values.mean()), abs=1e-4)


def test_only_the_kind_of_case_may_speak_against():
    cases = [{"content": float(i % 2), "direct": float(i % 2)} for i in range(200)]
    model = fit(cases, [i % 2 == 0 for i in range(200)])
    assert model.weights["content"] == 0
    assert model.weights["direct"] < -1


def test_what_never_changes_has_no_weight():
    cases = [{"content": 1.0, "cue": float(i % 2)} for i in range(40)]
    model = fit(cases, [i % 2 == 1 for i in range(40)])
    assert model.weights["content"] == 0 and model.weights["cue"] > 0


def test_nobody_is_judged_by_a_model_that_saw_the_article():
    cases = [sample(i % 10, float(i % 2), i % 2 == 1) for i in range(200)]
    seen: list[set[int]] = []

    def learn(some):
        seen.append({one.article for one in some})
        return fit_linked(some)

    chances = held_out(cases, learn, "link")
    assert seen == [set(range(10)) - {fold} for fold in range(10)]
    assert all((chance > 0.5) == case.linked for chance, case in zip(chances, cases, strict=True))


def test_figures():
    figures = measure([0.9] * 10 + [0.1] * 10, [True] * 9 + [False] * 10 + [True])
    assert figures["right"] == 0.5 and figures["mean"] == 0.5
    assert figures["at 0.9 or more"] == 10 and figures["of them right"] == 0.9
    assert figures["brier"] == pytest.approx(0.09)
    assert 0 < figures["by chance"] < 0.3


# ------------------------------------------------------------------ what came of a quotation


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(words, start, start + len(words))


def gold(speaker: str = "Ann Poe", kind: str = "person", resolved: bool = True) -> Attribution:
    places = {"content": "We agree", "cue": "said", "source": "Ann Poe"}
    spans = {role: ((mention(w).start, mention(w).end),) for role, w in places.items()}
    return Attribution(spans, speaker=speaker, kind=kind, how="name", resolved=resolved)


def judged(
    annotated: Attribution,
    name: str | None = "Ann Poe",
    source: str | None = "Ann Poe",
    words: str = "We agree",
    chain: tuple[Mention, ...] = (),
) -> tuple[bool, bool | None, bool]:
    article = AnnotatedArticle("a", Path("a.txt"), TEXT, (annotated,))
    place = mention(words)
    found = Quotation(
        "direct",
        words,
        ((place.start, place.end),),
        mention("said"),
        mention(source) if source else None,
        0.9,
        Linking((("content", 1.0),)),
    )
    decision = Decision(name and Speaker(name, "person"), "name", "rule", 0.9, chain)
    (one,) = samples(0, article, [(found, decision)])
    return one.linked, one.attributed, one.judged


def test_all_of_it_right():
    assert judged(gold()) == (True, True, True)


def test_another_speaker():
    assert judged(gold(), name="Bob Ray") == (True, False, True)
    assert judged(gold(), name=None) == (True, False, True)


def test_another_source_or_no_quotation():
    assert judged(gold(), source="Bob Ray") == (False, None, True)
    assert judged(gold(), words="Bob Ray left") == (False, None, True)


def test_a_quotation_that_goes_on_has_the_source_before():
    assert judged(gold(), source=None) == (False, None, True)
    assert judged(gold(), source=None, chain=(mention("Ann Poe"),)) == (True, True, True)


def test_those_without_a_name_must_not_get_one():
    assert judged(gold("voters", "group")) == (True, False, True)
    assert judged(gold("voters", "group"), name=None) == (True, True, True)


def test_where_nobody_knows_the_speaker_nothing_is_said_of_it():
    assert judged(gold("", "", resolved=False)) == (True, None, False)


def speaker(certainty: float, *, described: bool) -> dict[str, float]:
    return {
        "certainty": float(np.log(certainty / (1 - certainty))),
        "somebody": 1.0,
        "named": float(not described),
        "pronoun": 0.0,
        "described": float(described),
        "person": 1.0,
        "lead": 1.0,
        "in marks": 1.0,
    }


def test_two_right_of_two_prove_little():
    named, guessed = speaker(0.97, described=False), speaker(0.55, described=True)
    cases = [Sample(i, {}, named, True, True, True) for i in range(90)]
    cases += [Sample(i, {}, guessed, True, True, True) for i in range(2)]
    model = fit_attributed(cases)
    assert model.probability(named) > 0.95
    assert 0.5 < model.probability(guessed) < 0.75


def test_a_promise_for_each_kind_of_decision():
    cases = [speaker(0.97, described=False), speaker(0.98, described=False)]
    cases.append(speaker(0.55, described=True))
    made = list(promises(cases))
    assert len(made) == 2 * PROMISED
    assert sorted({round(certainty, 2) for _, certainty in made}) == [0.55, 0.98]
