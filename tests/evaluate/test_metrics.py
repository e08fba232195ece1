"""Every figure against one worked out by hand."""

from typing import Any

import pytest

from quotes.evaluate.attributions import Attribution
from quotes.evaluate.comparison import Comparison
from quotes.evaluate.metrics import Counts, Share, SpeakerTally, Tally, count, total
from quotes.evaluate.report import summarize

TEXT = "“We won,” said Ann Lee. Bob Ray told us that it rained all day. “Fine,” he added."


def span(words: str) -> tuple[tuple[int, int], ...]:
    """Where `words` stand in TEXT."""
    if not words:
        return ()
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def attribution(content: str, source: str = "", cue: str = "", **more: Any) -> Attribution:
    spans = {"content": span(content), "source": span(source), "cue": span(cue)}
    return Attribution(spans, **more)  # type: ignore[arg-type]


def counts(gold: list[Attribution], predicted: list[Attribution]) -> Counts:
    return count(Comparison.of(TEXT, gold, predicted))


WON = attribution("“We won,”", "Ann Lee", "said")
RAINED = attribution("that it rained all day", "Bob Ray", "told")
FINE = attribution("“Fine,”", "he", "added")
LEE = {"speaker": "Ann Lee", "kind": "person", "resolved": True}
RAY = {"speaker": "Bob Ray", "kind": "person", "resolved": True}


def test_precision_is_of_the_predicted_and_recall_of_the_gold() -> None:
    # One of two predictions is right, and it is one of three gold attributions.
    found = counts([WON, RAINED, FINE], [WON, attribution("told us")])
    for metric, group in (("exact", "content"), ("detection", "all"), ("whole", "all")):
        tally = found.tallies[metric, group]  # type: ignore[index]
        assert tally.precision == 50
        assert tally.recall == 33.33
        assert tally.f1 == 40  # 2 * 1 / (2 + 3)


def test_nothing_counted_is_no_figure() -> None:
    assert Tally().precision is None
    assert Tally().recall is None
    assert Tally().f1 is None
    assert SpeakerTally().accuracy is None
    assert Share().percent is None
    empty = counts([], [])
    assert empty.tallies["detection", "all"] == Tally()


def test_nothing_predicted() -> None:
    tally = counts([WON, RAINED], []).tallies["linked", "all"]
    assert (tally.precision, tally.recall, tally.f1) == (None, 0, 0)


def test_nothing_in_gold() -> None:
    tally = counts([], [WON]).tallies["linked", "all"]
    assert (tally.precision, tally.recall, tally.f1) == (0, None, 0)


def test_exact_trimmed_and_not() -> None:
    found = counts([WON], [attribution("We won", "Ann Lee", "said Ann")])
    assert found.tallies["exact", "content"] == Tally(1, 1, 1, 1)
    assert found.tallies["exact untrimmed", "content"] == Tally(0, 1, 0, 1)
    assert found.tallies["exact", "source"] == Tally(1, 1, 1, 1)
    assert found.tallies["exact", "cue"] == Tally(0, 1, 0, 1)


def test_exact_counts_a_piece_once_however_many_share_it() -> None:
    twice = attribution("“Fine,”", "Ann Lee")
    found = counts([WON, twice], [WON])
    assert found.tallies["exact", "source"] == Tally(1, 1, 1, 1)
    assert found.tallies["exact", "content"] == Tally(1, 1, 1, 2)


def test_overlap_counts_characters_of_matched_pairs() -> None:
    # "it rained all day" shares 14 characters of the gold's 18; the second shares none.
    longer = attribution("it rained all day. “Fine", "us", "told us")
    found = counts([RAINED], [longer])
    assert found.tallies["overlap", "content"] == Tally(14, 18, 14, 18)
    assert found.tallies["overlap", "cue"] == Tally(4, 6, 4, 4)
    assert found.tallies["overlap", "source"] == Tally(0, 2, 0, 6)


def test_overlap_of_pairs_that_do_not_match_is_nothing() -> None:
    found = counts([WON], [attribution("told us", "Ann Lee", "said")])
    assert found.tallies["overlap", "source"] == Tally(0, 6, 0, 6)


@pytest.mark.parametrize(
    ("content", "right"),
    [
        ("rained all day", True),  # 12 of 18
        ("rained all", True),  # 9 of 18: just enough
        ("it rained", False),  # 8 of 18
        ("that it rained all day. “Fine,” he added", True),  # 18 of 29
        ("Ray told us that it rained all day. “Fine,” he added", False),  # 18 of 38
    ],
)
def test_detection_needs_half(content: str, right: bool) -> None:
    found = counts([RAINED], [attribution(content)])
    assert found.tallies["detection", "all"].right_gold == right


def test_detection_is_one_to_one() -> None:
    part = attribution("rained all day")
    found = counts([RAINED], [RAINED, part])
    assert found.tallies["detection", "all"] == Tally(1, 2, 1, 1)


def test_types_count_gold_for_recall_and_predicted_for_precision() -> None:
    # Predicted with two characters outside the marks more: 5 of 7 inside make it mixed.
    mixed = attribution("“Fine,” he")
    found = counts([WON, FINE, RAINED], [WON, mixed])
    direct = found.tallies["detection", "direct"]
    assert direct == Tally(right_predicted=1, predicted=1, right_gold=2, gold=2)
    assert (direct.precision, direct.recall) == (100, 100)
    mixed_tally = found.tallies["detection", "mixed"]
    assert mixed_tally == Tally(right_predicted=1, predicted=1, right_gold=0, gold=0)
    assert found.tallies["detection", "indirect"] == Tally(0, 0, 0, 1)


@pytest.mark.parametrize(
    ("source", "linked", "strict"),
    [
        ("Ann Lee", True, True),
        ("Ann", True, True),  # 3 of 6
        ("Lee. Bob", True, False),  # 3 of 9
        ("said Ann Lee", True, True),  # 6 of 10
        ("won,” said Ann Lee", True, False),  # 6 of 13
        ("Bob Ray", False, False),
        ("", False, False),
    ],
)
def test_linked(source: str, linked: bool, strict: bool) -> None:
    found = counts([WON], [attribution("“We won,”", source)])
    assert found.tallies["linked", "all"].right_gold == linked
    assert found.tallies["linked strict", "all"].right_gold == strict


def test_without_a_source_none_is_the_right_one() -> None:
    bare = attribution("“We won,”")
    assert counts([bare], [bare]).tallies["linked strict", "all"].right_gold == 1
    assert counts([bare], [WON]).tallies["linked", "all"].right_gold == 0
    assert counts([bare], [WON]).tallies["linked strict", "all"].right_gold == 0


def test_equal_contents_are_told_apart_by_their_sources() -> None:
    one, other = attribution("“We won,”", "Ann Lee"), attribution("“We won,”", "Bob Ray")
    assert counts([one, other], [other, one]).tallies["linked", "all"].right_gold == 2


def test_coverage_does_not_mind_long_spans() -> None:
    everything = Attribution({"content": ((0, len(TEXT)),), "source": (), "cue": ()})
    found = counts([RAINED], [everything])
    assert found.tallies["detection", "all"].right_gold == 0
    assert found.tallies["coverage 0.8", "all"].right_gold == 1
    some = counts([RAINED], [attribution("it rained")])  # 8 of 18
    assert some.tallies["coverage 0.3", "all"].right_gold == 1
    assert some.tallies["coverage 0.8", "all"].right_gold == 0


def test_whole_takes_all_three_roles() -> None:
    trimmed = attribution("We won", "Ann Lee", "said")
    assert counts([WON], [trimmed]).tallies["whole", "all"] == Tally(1, 1, 1, 1)
    without_cue = attribution("We won", "Ann Lee")
    assert counts([WON], [without_cue]).tallies["whole", "all"] == Tally(0, 1, 0, 1)


def test_whole_takes_each_once() -> None:
    assert counts([WON], [WON, WON]).tallies["whole", "all"] == Tally(1, 2, 1, 1)
    assert counts([WON, WON], [WON, WON]).tallies["whole", "all"] == Tally(2, 2, 2, 2)


def test_type_label_is_of_detected_quotations_that_claim_one() -> None:
    right = attribution("“We won,”", label="direct")
    wrong = attribution("“Fine,”", label="mixed")
    silent = attribution("that it rained all day")
    astray = attribution("told us", label="direct")
    found = counts([WON, FINE, RAINED], [right, wrong, silent, astray])
    assert found.type_label == Share(1, 2)


# ------------------------------------------------------------------ speakers


def person(content: str, name: str, how: str = "name", kind: str = "person") -> Attribution:
    return attribution(content, speaker=name, kind=kind, how=how, resolved=True)


def said(content: str, name: str, kind: str = "person") -> Attribution:
    return attribution(content, speaker=name, kind=kind)


def test_speakers() -> None:
    gold = [
        person("“We won,”", "Ann Lee"),
        person("that it rained all day", "Bob Ray", how="nominal"),
        person("“Fine,”", "Bob Ray", how="pronoun"),
    ]
    predicted = [said("“We won,”", "Lee"), said("“Fine,”", "Ann Lee")]
    found = counts(gold, predicted).speakers
    assert found["all"] == SpeakerTally(gold=3, found=2, named=2, right=1, full=0)
    assert found["all"].accuracy == 50
    assert found["all"].precision == 50
    assert found["all"].recall == 33.33
    assert found["direct+mixed"] == SpeakerTally(gold=2, found=2, named=2, right=1, full=0)
    assert found["indirect"] == SpeakerTally(gold=1)
    assert found["person"] == found["all"]
    assert found["name"] == found["person name"] == SpeakerTally(1, 1, 1, 1, 0)
    assert found["pronoun"] == SpeakerTally(1, 1, 1, 0, 0)
    assert found["nominal"] == SpeakerTally(1, 0, 0, 0, 0)
    assert "organization" not in found


def test_a_quotation_without_a_speaker_lowers_accuracy_but_not_precision() -> None:
    gold = [person("“We won,”", "Ann Lee"), person("“Fine,”", "Bob Ray")]
    predicted = [said("“We won,”", "Ann Lee"), said("“Fine,”", "")]
    tally = counts(gold, predicted).speakers["all"]
    assert tally == SpeakerTally(gold=2, found=2, named=1, right=1, full=1)
    assert (tally.accuracy, tally.precision, tally.full_recall) == (50, 100, 50)


def test_organizations_must_be_named_alike() -> None:
    gold = [person("“We won,”", "White House", kind="organization")]
    assert counts(gold, [said("“We won,”", "the White House")]).speakers["all"].right == 1
    assert counts(gold, [said("“We won,”", "House")]).speakers["all"].right == 0


def test_a_direct_quotation_is_found_when_covered() -> None:
    # The whole text shares far less than half of itself with either.
    long = Attribution({"content": ((0, len(TEXT)),), "source": (), "cue": ()}, speaker="Ann Lee")
    direct = counts([person("“We won,”", "Ann Lee")], [long])
    assert direct.speakers["all"].found == 1
    indirect = counts([person("that it rained all day", "Ann Lee")], [long])
    assert indirect.speakers["all"].found == 0


def test_who_nobody_looked_up_does_not_count() -> None:
    unknown = attribution("“We won,”", "Ann Lee")
    assert counts([unknown], [said("“We won,”", "Ann Lee")]).speakers == {}


@pytest.mark.parametrize(
    ("name", "kind", "share"),
    [
        ("Ann Lee", "person", Share(1, 1)),
        ("Senate", "organization", Share(1, 1)),
        ("critics", "group", Share(0, 1)),
        ("", "", Share(0, 1)),
        ("Ann Lee", "", Share(0, 0)),
    ],
)
def test_named_wrongly(name: str, kind: str, share: Share) -> None:
    gold = [person("“We won,”", "", kind="group", how="nominal"), person("“Fine,”", "Bob Ray")]
    found = counts(gold, [said("“We won,”", name, kind), said("“Fine,”", "Ann Lee")])
    assert found.named_wrongly == share


# ------------------------------------------------------------------ adding up


def test_articles_are_pooled_before_dividing() -> None:
    one, other = counts([WON], [WON]), counts([WON, RAINED, FINE], [])
    pooled = total([one, other])
    assert (pooled.articles, pooled.gold, pooled.predicted) == (2, 4, 1)
    assert pooled.tallies["detection", "all"] == Tally(1, 1, 1, 4)
    assert pooled.tallies["detection", "all"].recall == 25
    assert total([]) == Counts()


def test_by_resolution_recall_is_of_the_known_and_precision_of_the_claimed() -> None:
    gold = [
        attribution("“We won,”", "Ann Lee", "said", how="name"),
        attribution("that it rained all day", "Bob Ray", "told", how="name"),
        FINE,  # nobody has looked it up
    ]
    predicted = [
        attribution("“We won,”", "Ann Lee", "said", how="name"),
        attribution("“Fine,”", "he", "added", how="pronoun"),
        attribution("told us", how="pronoun"),
    ]
    found = counts(gold, predicted)
    # One of two names is found; the one prediction by name is right.
    assert found.tallies["linked", "name"] == Tally(1, 1, 1, 2)
    # One of two claimed pronouns is right, whatever the gold says of it.
    assert found.tallies["linked", "pronoun"] == Tally(1, 2, 0, 0)
    figures = summarize(found)["by resolution"]
    assert list(figures) == ["name", "pronoun"]
    assert figures["name"]["linked"] == {"p": 100.0, "r": 50.0}
    assert figures["pronoun"]["detection"] == {"p": 50.0, "r": None}
    assert "by resolution" not in summarize(counts([FINE], predicted))


def test_an_alias_is_right_but_not_the_full_name() -> None:
    gold = attribution(
        "“We won,”", speaker="Ann Lee", aliases=("Annie",), kind="person", resolved=True
    )
    tally = counts([gold], [attribution("“We won,”", speaker="Annie", kind="person")]).speakers
    assert tally["all"] == SpeakerTally(gold=1, found=1, named=1, right=1, full=0)


def test_words_within_others_words_are_counted_apart() -> None:
    told = attribution("Bob Ray told us that it rained all day", "he", "added", **LEE)
    rained = attribution("that it rained all day", "Bob Ray", "told", **RAY)
    only_outer = counts([told, rained], [told])
    assert only_outer.tallies["detection", "outermost"] == Tally(1, 1, 1, 1)
    assert only_outer.tallies["linked", "nested"] == Tally(0, 0, 0, 1)
    assert only_outer.speakers["outermost"].right == 1
    assert only_outer.speakers["nested"] == SpeakerTally(gold=1)
    figures = summarize(only_outer)
    assert figures["by depth"]["nested"]["detection"]["r"] == 0
    assert figures["by depth"]["outermost"]["speakers"]["recall"] == 100
    assert not {"outermost", "nested"} & set(figures["speakers"])
    # With a third that nests nothing, all is as it was.
    found = counts([told, rained, WON], [told, rained])
    assert found.tallies["detection", "nested"] == Tally(1, 1, 1, 1)


def test_depth_is_a_figure_only_where_the_gold_nests() -> None:
    nested = [attribution("it rained all day"), RAINED]
    assert "by depth" not in summarize(counts([WON, RAINED], nested))
    # The same words twice: neither is within the other.
    assert "by depth" not in summarize(counts([RAINED, RAINED], nested))
