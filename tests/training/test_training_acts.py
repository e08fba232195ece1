"""What is learnt of acts with one encoder leaves what was learnt with another."""

from __future__ import annotations

from typing import Any

from quotes.types import Mention, Quotation
from training.acts import beside, judged
from training.annotations.placing import Placed
from training.annotations.reading import AnnotatedNews

TEXT = "Weir is dry\nOlga Brandt said Nils Aker hopes that it will rain. She announced the plan."
SAID = "Nils Aker hopes that it will rain"


def found(content: str, cue: str) -> Quotation:
    start, at = TEXT.index(content), TEXT.index(cue)
    spans = ((start, start + len(content)),)
    said = Mention.of(TEXT, at, at + len(cue))
    return Quotation("indirect", content, spans, said, None, 0.9)


def annotated(act: str) -> AnnotatedNews:
    start, cue = TEXT.index(SAID), TEXT.index("said")
    span = (start, start + len(SAID))
    who = ("Olga Brandt", "person", "name", "")
    one = Placed((span,), (cue, cue + 4), (12, 23), act, *who)
    return AnnotatedNews("a", "Europe", TEXT, (one,))


def test_what_is_found_has_the_act_of_its_annotation() -> None:
    cut = found("hopes that it will rain", "said")
    assert list(judged(annotated("statement"), [cut])) == [(cut, "statement")]
    assert list(judged(annotated("unsaid"), [cut])) == [(cut, "unsaid")]


def test_what_nobody_marked_reports_no_words() -> None:
    topic = found("the plan", "announced")
    assert list(judged(annotated("statement"), [topic])) == [(topic, "attitude")]


def test_headlines_and_what_stands_within_a_content_are_not_judged() -> None:
    headline = found("Weir is dry", "Weir")
    within = found("that it will rain", "hopes")
    assert not list(judged(annotated("statement"), [headline, within]))


def learnt(width: str, vectors: str, words: str) -> dict[str, Any]:
    return {"read": {width: vectors}, "unread": words, "measured": f"{vectors} measured"}


def test_each_encoder_has_its_own() -> None:
    first = learnt("2", "small", "words")
    both = beside(first, learnt("3", "large", "other words"), "accurate")
    assert both == {
        "read": {"2": "small", "3": "large"},
        "unread": "words",
        "measured": "small measured",
        "measured accurate": "large measured",
    }
    again = beside(both, learnt("2", "new", "new words"), None)
    assert again == {
        **both,
        "read": {"2": "new", "3": "large"},
        "unread": "new words",
        "measured": "new measured",
    }
