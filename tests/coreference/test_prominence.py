"""What speaks for one of several whom a word may mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from spacy.tokens import Doc

from quotes.coreference.discourse import read
from quotes.coreference.memory import leader
from quotes.coreference.prominence import advantage, bundled
from quotes.coreference.pronouns import candidates_of, evidence
from quotes.coreference.setting import setting_of, sources_of
from quotes.coreference.witness import nobody
from quotes.mentions.entities import cast_of
from quotes.mentions.kinds import Pronoun
from quotes.speakers.resolve import resolve
from quotes.tokens import Tokens
from quotes.types import Quotation

GATES = "the gates were open"


def about(doc: Doc, word: str, *quotations: Quotation) -> dict[str, list[str]]:
    """The statements on each candidate of a pronoun, by name or noun."""
    tokens = Tokens.of(doc)
    cast = cast_of(tokens)
    sources = sources_of(tokens, cast, quotations)
    found: dict[str, list[str]] = {}

    def watch(mention, memory):
        if isinstance(mention, Pronoun) and doc[mention.head].text == word:
            candidates = candidates_of(mention, memory)
            said = evidence(mention, candidates, memory)
            for one, statements in zip(candidates, said, strict=True):
                referent = one.referent
                name = referent.entity.name if referent.entity else referent.description.noun
                found[name] = statements

    read(tokens, cast, setting_of(tokens, quotations, sources, nobody, bundled()), watch)
    return found


def test_statements_are_of_the_text(analysed, quote):
    doc = analysed("in reported words")
    reported = quote(doc, "that Olive Grant was wrong", "Anna Weiss")
    direct = quote(doc, "We will open the gates,", "she", "direct")
    said = about(doc, "she", reported, direct)
    assert list(said) == ["Olive Grant", "Anna Weiss"]  # the nearest first
    assert said["Olive Grant"] == [
        "sentences ago: 1",
        "nobody mentioned since",
        "subject, now subject",
        "in this paragraph",
        "gender agrees",
        "named: 1",
        "last in somebody's words",
        "mentions lately: 1",
    ]
    assert said["Anna Weiss"] == [
        "sentences ago: 1",
        "mentioned since: 1",
        "subject, now subject",
        "in this paragraph",
        "gender agrees",
        "named: 1",
        "mentions lately: 1",
        "subject of the sentence before",
        "named as the subject of the sentence before",
        "quoted last",
        "quoted by name",
    ]


def test_who_was_asked_answers(analysed, quote):
    doc = analysed("asked to be quoted")
    said = about(doc, "She", quote(doc, GATES, "She"))
    assert {name for name, of in said.items() if "was asked" in of} == {"Glenda Pike"}
    (found,) = resolve(doc, [quote(doc, GATES, "She")])
    assert found.speaker.name == "Glenda Pike"


def test_who_reports_of_herself_is_a_woman(analysed, quote):
    doc = analysed("another without a name")
    walked = quote(doc, "she had walked", "Another commuter")
    said = about(doc, "she", walked, quote(doc, "I am tired,", "she", "direct"))
    assert "gender agrees, no name" in said["commuter"]
    untold = about(doc, "she", quote(doc, "I am tired,", "she", "direct"))
    assert "gender untold, no name" in untold["commuter"]


def test_two_of_a_pair_are_in_one_place(analysed, quote):
    doc = analysed("two alike")
    said = about(doc, "He", quote(doc, GATES, "He"))
    assert all("one of several, now subject" in of for of in said.values()) and len(said) == 2


def test_who_explains_a_name_is_whom_the_name_means(analysed, quote):
    doc = analysed("explains a name")
    said = about(doc, "He", quote(doc, GATES, "He"))
    assert list(said) == ["Adam Stone", "Paul Grant"]
    (found,) = resolve(doc, [quote(doc, GATES, "He")])
    assert found.speaker.name == "Adam Stone"


def test_a_dateline_explains_nothing(analysed, quote):
    doc = analysed("dateline and a group")
    (found,) = resolve(doc, [quote(doc, GATES, "A company of fishermen")])
    assert found.speaker.name == "A company of fishermen"


def test_nobody_is_weighed_who_cannot_be_meant(analysed, quote):
    couple = analysed("couple")  # Paul Grant; James and Olive Hartwell
    assert set(about(couple, "His")) == {"Paul Grant", "James Hartwell"}
    named = analysed("himself by name")
    assert list(about(named, "him")) == ["Adam Stone"]


def test_every_statement_about_a_common_case_has_a_weight(analysed, quote):
    doc = analysed("in reported words")
    reported = quote(doc, "that Olive Grant was wrong", "Anna Weiss")
    said = about(doc, "she", reported, quote(doc, "We will open the gates,", "she", "direct"))
    learnt = bundled()  # one that weighs nothing of a pronoun may weigh of a description
    assert set().union(*said.values()) <= learnt.pronouns.keys() | learnt.descriptions.keys()


def test_who_is_named_in_quoted_words_is_less_likely_to_say_them(analysed, quote):
    doc = analysed("named in quoted words")
    in_marks = about(doc, "he", quote(doc, "Grant had more money,", "he", "direct"))
    reported = about(doc, "he", quote(doc, "that Grant would lose in May", "he"))
    assert {"named in the words", "named in quoted words"} <= set(in_marks["Paul Grant"])
    assert "named in the words" in reported["Paul Grant"]
    assert "named in quoted words" not in reported["Paul Grant"]
    assert bundled().pronouns["named in quoted words"] < 0


class Somebody:
    def __init__(self, id: int) -> None:
        self.id = id


@pytest.mark.parametrize("swap", [False, True])
def test_the_leader_is_the_more_probable_one(swap):
    one, other, third = map(Somebody, range(3))
    scores = {one: 1.0, other: 1.0 + 1.0986, third: -5.0}  # 3 to 1
    if swap:
        scores = dict(reversed(scores.items()))
    assert leader(scores) == (other, one, pytest.approx(0.75, abs=1e-3))


def test_of_equals_the_first_leads():
    one, other = map(Somebody, range(2))
    assert leader({other: 0.0, one: 0.0}) == (one, other, 0.5)
    assert leader({one: -3.0}) == (one, None, 1.0)


def kinds(names: Sequence[str]) -> set[str]:
    """What statements are about, without their numbers."""
    return {name.split(":")[0] for name in names}


def test_every_kind_of_statement_has_a_weight():
    graded = {"sentences ago", "mentioned since", "mentions lately", "named"}
    rest = {"in this paragraph", "before this paragraph", "quoted by name", "quoted last"}
    places = {f"{a}, now {b}" for a, b in product(("subject", "object", "owner"), repeat=2)}
    assert graded | rest | places | {"it", "they", "gender agrees"} <= kinds(
        list(bundled().pronouns)
    )


def test_what_news_readers_expect_was_learnt():
    weights = bundled().pronouns
    assert weights["in this sentence"] > weights["sentences ago: 2"]
    assert weights["nobody mentioned since"] > weights["mentioned since: 5 to 8"]
    assert weights["quoted by name"] > 0 > weights["named in the words"]
    assert weights["quoted last"] > weights["last speaker, whom the paragraph left"]


def test_what_decided_is_told(analysed, quote):
    weights = {"near": 0.5, "same": 2.0, "far": -1.0, "named": 0.9}
    said = ["near", "same", "far", "named", "unknown"]
    assert advantage(said, ["same"], weights) == ("named", "near")
    doc = analysed("in reported words")
    reported = quote(doc, "that Olive Grant was wrong", "Anna Weiss")
    direct = quote(doc, "We will open the gates,", "she", "direct")
    _, found = resolve(doc, [reported, direct])
    assert found.speaker.name == "Anna Weiss"
    assert "quoted by name" in found.evidence.because


def test_hers_may_be_the_subjects_own(analysed):
    assert set(about(analysed("none of them hers"), "hers")) == {"Ada Hill", "Anna Weiss"}
