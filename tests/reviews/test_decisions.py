"""What people decided holds, whatever the machine finds in whatever text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.reviews import (
    Action,
    Applied,
    Decision,
    Found,
    apply,
    locate,
    selectors,
    settled,
    type_of,
)
from quotes.types import AttributedQuotation, Evidence, Mention, QuotationType, Span, Speaker

TEXT = (
    "Harbour plan fails\n\n"
    "“We will not build it,” Mara Okello said on Monday. “Not this year.”\n\n"
    "Her rival disagreed. “They had ten years for it,” he told the council, and sat down.\n\n"
    "The clerk wrote that the meeting had ended early.\n"
)
MARA = Speaker("Mara Okello", "person", "mayor", ("Okello",))
JON = Speaker("Jon Brek", "person")
SEEN = Evidence("the name itself", runner_up="Jon Brek")


def mention(text: str, words: str) -> Mention:
    found = re.search(rf"\b{words}\b", text)
    assert found
    return Mention.of(text, *found.span())


def quotation(
    text: str,
    *words: str,
    speaker: Speaker | None = MARA,
    cue: str | None = None,
    source: str | None = None,
    type: QuotationType = "direct",
) -> AttributedQuotation:
    spans = tuple((text.index(one), text.index(one) + len(one)) for one in words)
    return AttributedQuotation(
        type=type,
        text=" … ".join(words),
        spans=spans,
        cue=mention(text, cue) if cue else None,
        source=mention(text, source) if source else None,
        confidence=0.6,
        speaker=speaker,
        resolution="name" if source else None,
        evidence=SEEN,
    )


WON = quotation(TEXT, "We will not build it", "Not this year", cue="said", source="Mara Okello")
YEARS = quotation(TEXT, "They had ten years for it", cue="told", source="he")
EARLY = quotation(TEXT, "the meeting had ended early", cue="wrote", source="The clerk")


def decide(
    number: int,
    action: Action,
    seen: AttributedQuotation | None,
    text: str = TEXT,
    quote_id: int | None = 7,
    **after: Any,
) -> Decision:
    spans = seen.spans if seen else after["spans"]
    full = json.loads(json.dumps(settled(text, action, after, seen)))
    return Decision(number, action, quote_id, selectors(text, spans), full)


def only(applied: Applied) -> AttributedQuotation:
    (stated,) = applied.live
    assert stated.reviewed
    assert stated.quotation.confidence == 1.0
    return stated.quotation


def texts(applied: Applied) -> list[str]:
    return [stated.quotation.text for stated in applied.live]


def test_without_decisions_all_is_as_it_was() -> None:
    applied = apply(TEXT, [Found(1, WON), Found(2, YEARS)], [])
    assert [stated.quotation for stated in applied.live] == [WON, YEARS]
    assert not any(stated.reviewed for stated in applied.live)


def test_what_is_accepted_keeps_the_machines_evidence() -> None:
    applied = apply(TEXT, [Found(1, WON)], [decide(1, "accept", WON)])
    assert only(applied) == replace(WON, confidence=1.0, act_confidence=1.0)
    assert applied.live[0].machine == WON
    assert applied.places[1].quote_id == 1


def test_what_is_accepted_stays_when_the_machine_changes_its_mind() -> None:
    now = replace(WON, speaker=JON, type="mixed")
    said = only(apply(TEXT, [Found(1, now)], [decide(1, "accept", WON)]))
    assert (said.speaker, said.type) == (MARA, "direct")
    assert said.evidence == Evidence("a person decided")


def test_another_name_of_the_accepted_speaker_is_no_other_speaker() -> None:
    now = replace(WON, speaker=Speaker("Okello", "person", "mayor", ("Mara Okello",)))
    said = only(apply(TEXT, [Found(1, now)], [decide(1, "accept", WON)]))
    assert (said.speaker, said.evidence) == (now.speaker, SEEN)


def test_a_chosen_speaker_has_no_evidence_of_the_machine() -> None:
    chosen = {"name": "Jon Brek", "kind": "person", "title": "trader"}
    said = only(apply(TEXT, [Found(1, YEARS)], [decide(1, "speaker", YEARS, speaker=chosen)]))
    assert said.speaker == Speaker("Jon Brek", "person", "trader")
    assert said.evidence == Evidence("a person decided")
    assert (said.cue, said.source, said.linking) == (YEARS.cue, YEARS.source, None)


def test_of_two_on_one_point_the_later_one_stands() -> None:
    named = decide(1, "speaker", YEARS, speaker={"name": "Jon Brek", "kind": "person"})
    nobody = decide(2, "nobody", YEARS)
    kind = decide(3, "type", YEARS, type="mixed")
    said = only(apply(TEXT, [Found(1, YEARS)], [kind, nobody, named]))
    assert (said.speaker, said.resolution, said.type) == (None, None, "mixed")
    said = only(apply(TEXT, [Found(1, YEARS)], [replace(nobody, id=0), named]))
    assert said.speaker == JON


def test_no_quotation_is_none_however_the_machine_cuts_it() -> None:
    gone = decide(1, "not-a-quotation", YEARS)
    shorter = quotation(TEXT, "They had ten years")
    for now in (YEARS, shorter):
        applied = apply(TEXT, [Found(1, WON), Found(2, now)], [gone])
        assert texts(applied) == [WON.text]
        assert applied.removed == (Found(2, now),)
    applied = apply(TEXT, [Found(1, WON)], [gone])
    assert (applied.removed, applied.lost, applied.places[1].quote_id) == ((), (), None)


def test_what_was_taken_out_comes_back_by_a_later_word() -> None:
    gone, back = decide(1, "not-a-quotation", YEARS), decide(2, "nobody", YEARS)
    assert only(apply(TEXT, [Found(1, YEARS)], [gone, back])).text == YEARS.text
    assert apply(TEXT, [Found(1, YEARS)], [gone]).live == ()


def test_words_that_a_person_set_replace_what_overlaps_them() -> None:
    halves = quotation(TEXT, "We will not"), quotation(TEXT, "build it"), YEARS
    spans = [list(span) for span in WON.spans]
    set_ = decide(1, "words", halves[0], spans=spans)
    applied = apply(TEXT, [Found(id, one) for id, one in enumerate(halves, 1)], [set_])
    assert texts(applied) == [WON.text, YEARS.text]
    assert [one.id for one in applied.removed] == [2]
    first = applied.live[0]
    assert (first.id, first.machine) == (1, halves[0])
    assert first.quotation.evidence == Evidence("a person decided")
    assert first.quotation.type == "direct"


def test_a_quotation_within_another_is_not_in_its_place() -> None:
    outer = quotation(TEXT, TEXT[TEXT.index("Her rival") : TEXT.index(", and sat")], speaker=JON)
    longer = quotation(TEXT, TEXT[TEXT.index("Her rival") : TEXT.index(".\n\nThe clerk")])
    decision = decide(1, "words", outer, spans=[list(longer.spans[0])])
    applied = apply(TEXT, [Found(1, outer), Found(2, YEARS)], [decision])
    assert [stated.id for stated in applied.live] == [1, 2]


def test_a_review_made_of_other_words_finds_them_as_they_were_seen() -> None:
    decision = decide(1, "speaker", WON, speaker={"name": "Jon Brek", "kind": "person"})
    now = quotation(TEXT, "We will not build it", cue="said", source="Mara Okello")
    applied = apply(TEXT, [Found(9, now)], [decision])
    assert only(applied).spans == WON.spans
    assert applied.live[0].id == 9


def test_a_decision_outlives_what_it_was_made_of() -> None:
    edited = TEXT.replace("Harbour plan fails", "The plan for the harbour has failed")
    decision = decide(1, "speaker", YEARS, speaker={"name": "Jon Brek", "kind": "person"})
    applied = apply(edited, [], [decision])
    said = only(applied)
    assert (said.text, said.speaker, said.type) == (YEARS.text, JON, "direct")
    assert said.cue and edited[said.cue.start : said.cue.end] == "told"
    assert said.source and edited[said.source.start : said.source.end] == "he"
    assert said.resolution == "pronoun"
    assert (applied.live[0].id, applied.live[0].machine) == (7, None)


def test_an_added_quotation() -> None:
    words = quotation(TEXT, "the meeting had ended early").spans
    added = decide(
        1,
        "add",
        None,
        spans=[list(span) for span in words],
        speaker={"name": "the clerk", "kind": "unnamed"},
        quote_id=30,
    )
    said = only(apply(TEXT, [], [added]))
    assert (said.text, said.type) == ("the meeting had ended early", "indirect")
    assert said.speaker == Speaker("the clerk", "unnamed")
    found = apply(TEXT, [Found(4, EARLY)], [added]).live[0]
    assert (found.id, found.quotation.cue, found.machine) == (4, EARLY.cue, EARLY)
    gone = decide(2, "not-a-quotation", said)
    assert apply(TEXT, [], [added, gone]).live == ()


def test_a_decision_whose_words_are_gone_is_lost() -> None:
    decision = decide(5, "nobody", YEARS)
    edited = TEXT.replace("ten years", "twelve years")
    applied = apply(
        edited, [Found(1, quotation(edited, "They had twelve years for it"))], [decision]
    )
    assert applied.lost == (5,)
    assert not applied.live[0].reviewed


def test_decisions_follow_words_that_another_one_set() -> None:
    shorter = quotation(TEXT, "We will not")
    set_ = decide(1, "words", shorter, spans=[list(span) for span in WON.spans])
    named = decide(2, "speaker", WON, speaker={"name": "Jon Brek", "kind": "person"})
    said = only(apply(TEXT, [Found(1, shorter)], [set_, named]))
    assert (said.spans, said.speaker) == (WON.spans, JON)


def test_types_of_words() -> None:
    assert type_of(TEXT, WON.spans) == "direct"
    assert type_of(TEXT, EARLY.spans) == "indirect"
    start = TEXT.index("disagreed")
    assert type_of(TEXT, [(start, TEXT.index(" for it"))]) == "mixed"
    straight = 'He said "no way" and left.'
    assert type_of(straight, [(9, 15)]) == "direct"


# ------------------------------------------------- any text, any pipeline

WORDS = "we will not build this harbour in ten years said nobody again they went on".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
ARTICLES = st.lists(SENTENCES, min_size=1, max_size=8).map(" | ".join)
ACTIONS_OF_ONE = st.sampled_from(
    ["accept", "speaker", "nobody", "not-a-quotation", "type", "words", "add"]
)


@st.composite
def some_spans(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """One or two stretches of whole words."""
    ends = [0, *(at for at, mark in enumerate(text) if mark == " "), len(text)]
    cuts = sorted(draw(st.sets(st.sampled_from(ends), min_size=2, max_size=4)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    trimmed = [
        (end - len(text[start:end].lstrip(" |")), start + len(text[start:end].rstrip(" |")))
        for start, end in pairs
    ]
    return tuple((start, end) for start, end in trimmed if start < end)


def found_in(text: str, spans: tuple[Span, ...], speaker: Speaker | None) -> AttributedQuotation:
    said = " … ".join(text[start:end] for start, end in spans)
    return AttributedQuotation("direct", said, spans, None, None, 0.5, None, speaker, None, SEEN)


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """``text`` with words put in, taken out and changed."""
    words = text.split(" ")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(words)))
        drop = draw(st.integers(0, 3))
        words[at : at + drop] = draw(st.lists(st.sampled_from(WORDS), max_size=3))
    return " ".join(words)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Decision], str, list[Found]]:
    text = draw(ARTICLES)
    decisions = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        spans = draw(some_spans(text))
        if not spans:
            continue
        action: Any = draw(ACTIONS_OF_ONE)
        after: dict[str, Any] = {}
        if action in ("speaker", "add"):
            after["speaker"] = {"name": f"Speaker {number}", "kind": "person"}
        if action == "type":
            after["type"] = "mixed"
        if action == "words":
            after["spans"] = draw(some_spans(text)) or spans
        seen = found_in(text, spans, MARA)
        if action == "add":
            after["spans"] = spans
        decisions.append(decide(number, action, seen if action != "add" else None, text, **after))
    later = draw(edited(text))
    found: list[Found] = []
    for number in range(draw(st.integers(0, 4))):
        spans = draw(some_spans(later))
        if spans and all(one.quotation.spans != spans for one in found):
            found.append(Found(number, found_in(later, spans, JON)))
    return text, decisions, later, found


def plain(text: str, spans: Sequence[Span]) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in spans]


@settings(max_examples=400, deadline=None)
@given(histories())
def test_no_decision_is_dropped_and_none_moves_to_other_words(
    history: tuple[str, list[Decision], str, list[Found]],
) -> None:
    _, decisions, later, found = history
    applied = apply(later, found, decisions)
    live = {stated.quotation.spans: stated for stated in applied.live}
    assert {decision.id for decision in decisions} == set(applied.lost) | set(applied.places)
    assert not set(applied.lost) & set(applied.places)
    for decision in decisions:
        if decision.id in applied.lost:
            continue
        place = applied.places[decision.id]
        if decision.action == "words":
            wanted = [one["exact"] for one in decision.after["words"]]
        else:
            wanted = [one.exact for one in decision.anchor]
        assert plain(later, place.spans) == [" ".join(one.split()) for one in wanted]
    # The last word on any stretch that no later one touches is what is stated there.
    last = max(applied.places, default=None)
    for decision in decisions:
        if decision.id != last:
            continue
        place = applied.places[decision.id]
        if decision.action == "not-a-quotation":
            assert place.spans not in live or live[place.spans].decisions[-1:] != (last,)
            continue
        stated = live[place.spans]
        assert stated.reviewed and stated.decisions[-1] == last
        if decision.action in ("speaker", "add"):
            assert stated.quotation.speaker == Speaker(f"Speaker {last}", "person")
        if decision.action == "nobody":
            assert stated.quotation.speaker is None
        if decision.action == "accept":
            assert stated.quotation.speaker == MARA
    # What no decision took hold of is the machine's own, or was taken out.
    untouched = [stated for stated in applied.live if not stated.reviewed]
    assert all(stated.quotation == stated.machine for stated in untouched)
    kept = [stated.machine for stated in applied.live if stated.machine is not None]
    assert len(kept) + len(applied.removed) == len(found)
    ids = [stated.id for stated in applied.live if stated.id is not None]
    assert len(ids) == len(set(ids))


@settings(max_examples=200, deadline=None)
@given(histories())
def test_the_same_text_loses_nothing_but_what_is_there_twice(
    history: tuple[str, list[Decision], str, list[Found]],
) -> None:
    text, decisions, _, _ = history
    applied = apply(text, [], decisions)
    for decision in decisions:
        if decision.id in applied.lost:
            assert locate(text, decision.anchor) is None or decision.action == "words"
        elif decision.action != "words":
            spans = applied.places[decision.id].spans
            assert [start for start, _ in spans] == [one.start for one in decision.anchor]


def test_an_act_that_a_person_set_stays_when_the_machine_changes_its_mind() -> None:
    decided = [decide(1, "act", WON, act="attitude")]
    said = only(apply(TEXT, [Found(1, WON)], decided))
    assert (said.act, said.act_confidence, said.speaker) == ("attitude", 1.0, WON.speaker)
    now = replace(WON, act="unsaid", act_confidence=0.7)
    assert only(apply(TEXT, [Found(1, now)], decided)).act == "attitude"


def test_what_is_accepted_keeps_its_act() -> None:
    seen = replace(WON, act="unsaid")
    said = only(apply(TEXT, [Found(1, WON)], [decide(1, "accept", seen)]))
    assert said.act == "unsaid"
