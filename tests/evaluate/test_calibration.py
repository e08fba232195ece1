"""Confidence against truth, worked out by hand."""

from typing import Any

import pytest

from quotes.evaluate.attributions import Attribution, Scope
from quotes.evaluate.calibration import (
    Bin,
    Judgement,
    brier,
    equal_mass,
    equal_width,
    expected_error,
    judge,
)
from quotes.evaluate.comparison import Comparison

TEXT = "“We won,” said Ann Lee. Bob Ray told us that it rained all day. “Fine,” he added."


def judged(*pairs: tuple[float, bool]) -> list[Judgement]:
    return [Judgement("linked", confidence, right) for confidence, right in pairs]


#: Mean confidence 0.2 with one right of two; 0.8 with both right.
FOUR = judged((0.9, True), (0.1, False), (0.7, True), (0.3, True))


def test_bins_of_the_same_size() -> None:
    low, high = equal_mass(FOUR, bins=2)
    assert low == Bin(0.1, 0.3, 2, pytest.approx(0.2), 0.5)
    assert high == Bin(0.7, 0.9, 2, pytest.approx(0.8), 1.0)
    # (2 * |0.2 - 0.5| + 2 * |0.8 - 1|) / 4
    assert expected_error([low, high]) == pytest.approx(0.25)


def test_bins_of_the_same_width() -> None:
    bins = equal_width(FOUR, bins=4)
    assert [(one.low, one.high, one.size) for one in bins] == [
        (0.0, 0.25, 1),
        (0.25, 0.5, 1),
        (0.5, 0.75, 1),
        (0.75, 1.0, 1),
    ]
    # (|0.1 - 0| + |0.3 - 1| + |0.7 - 1| + |0.9 - 1|) / 4
    assert expected_error(bins) == pytest.approx(0.3)


def test_the_ends_of_the_scale_are_in_a_bin() -> None:
    first, last = equal_width(judged((0.0, True), (1.0, True)))
    assert (first.low, last.high) == (0.0, 1.0)


def test_equal_confidences_share_a_bin() -> None:
    same = judged((0.5, True), (0.5, False), (0.5, True), (0.9, True))
    assert [one.size for one in equal_mass(same, bins=4)] == [3, 1]
    assert [one.size for one in equal_mass(same[:3])] == [3]


def test_every_quotation_is_in_a_bin_once() -> None:
    many = judged(*((n / 97, n % 3 == 0) for n in range(97)))
    for bins in (equal_mass(many), equal_width(many)):
        assert sum(one.size for one in bins) == 97
        assert len(bins) == 10
        assert sum(one.size * one.right for one in bins) == pytest.approx(33)


def test_brier_score() -> None:
    # (0.1² + 0.1² + 0.3² + 0.7²) / 4
    assert brier(FOUR) == pytest.approx(0.15)


def test_without_quotations_there_is_no_error() -> None:
    assert equal_mass([]) == equal_width([]) == []
    assert expected_error([]) is None
    assert brier([]) is None


# ------------------------------------------------------------------ what is right


def attribution(content: str, source: str = "", **more: Any) -> Attribution:
    spans = {
        role: ((TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()
        for role, words in (("content", content), ("source", source), ("cue", ""))
    }
    return Attribution(spans, **more)  # type: ignore[arg-type]


LEE = {"speaker": "Ann Lee", "kind": "person"}
RAY = {"speaker": "Bob Ray", "kind": "person"}


def answers(
    gold: list[Attribution], predicted: list[Attribution], scope: Scope | None = None
) -> list[tuple[str, float, bool]]:
    comparison = Comparison.of(TEXT, gold, predicted, scope or Scope())
    return [(one.question, one.confidence, one.right) for one in judge(comparison)]


def test_a_quotation_is_right_with_its_source() -> None:
    gold = [attribution("“We won,”", "Ann Lee"), attribution("“Fine,”", "he")]
    predicted = [
        attribution("“We won,”", "Lee", confidence=0.9),
        attribution("“Fine,”", "Bob Ray", confidence=0.8),
        attribution("it rained", "", confidence=0.1),
    ]
    assert answers(gold, predicted) == [
        ("linked", 0.9, True),
        ("linked", 0.8, False),
        ("linked", 0.1, False),
    ]
    assert answers(gold, predicted, Scope(sources=False)) == []
    # Where only attributions are marked, words that have none are not judged.
    assert len(answers(gold, predicted, Scope(unattributed=False))) == 2


def test_speakers_are_judged_where_they_were_looked_up() -> None:
    gold = [
        attribution("“We won,”", resolved=True, **LEE),
        attribution("“Fine,”", resolved=True, speaker="he", kind="unnamed"),
        attribution("all day"),
    ]
    predicted = [
        attribution("“We won,”", confidence=0.9, speaker="Lee", kind="person"),
        attribution("“Fine,”", confidence=0.8, **RAY),
        attribution("all day", confidence=0.7, **RAY),
        attribution("told us", confidence=0.6, **RAY),
    ]
    found = [one for one in answers(gold, predicted) if one[0].startswith("speaker")]
    # Of the third nobody knows who spoke; the fourth belongs to no attribution.
    assert found == [
        ("speaker", 0.9, True),
        ("speaker, if found", 0.9, True),
        ("speaker", 0.8, False),
        ("speaker, if found", 0.8, False),
        ("speaker", 0.6, False),
    ]


def test_all_is_right_when_words_source_and_speaker_are() -> None:
    gold = [
        attribution("“We won,”", "Ann Lee", resolved=True, **LEE),
        attribution("“Fine,”", "he", resolved=True, speaker="a guard", kind="unnamed"),
        attribution("it rained all day", "Bob Ray", resolved=True, **RAY),
        attribution("told us"),
    ]
    predicted = [
        attribution("“We won,”", "Ann Lee", confidence=0.9, speaker="Lee", kind="person"),
        attribution("“Fine,”", "he", confidence=0.8, **RAY),
        attribution("it rained all day", "Ann Lee", confidence=0.7, **RAY),
        attribution("told us", confidence=0.6),
        attribution("that", confidence=0.5),
    ]
    found = [one for one in answers(gold, predicted) if one[0] == "all"]
    # The second gives a guard Ray's name, the third is not from Lee, nobody looked the fourth up,
    # the fifth is in no attribution.
    assert found == [
        ("all", 0.9, True),
        ("all", 0.8, False),
        ("all", 0.7, False),
        ("all", 0.5, False),
    ]
    nameless = [attribution("“Fine,”", "he", confidence=0.8, speaker="a guard", kind="unnamed")]
    assert ("all", 0.8, True) in answers(gold, nameless)


def test_without_names_or_confidence_there_is_nothing_to_judge() -> None:
    gold = [attribution("“We won,”", resolved=True, **LEE)]
    assert answers(gold, [attribution("“We won,”", **LEE)]) == []
    nameless = attribution("“We won,”", confidence=0.5, speaker="a woman", kind="unnamed")
    assert [one[0] for one in answers(gold, [nameless])] == ["linked", "all"]
    unasked = [attribution("“We won,”")]
    named = attribution("“We won,”", confidence=0.5, **LEE)
    assert [one[0] for one in answers(unasked, [named])] == ["linked"]
