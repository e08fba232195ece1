"""What stands between two spans, and what clauses are made of."""

from __future__ import annotations

import re

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from quotes.quotation.clauses import clauses, noun_phrase, spoken
from quotes.quotation.passage import Between, Passage, _word_starts
from quotes.quotation.roles import Roles, RoleSpan

TEXT = "Ann Poe said so. Bob Ray, per a memo,\nsaid no!” Cy left."


def at(words: str) -> RoleSpan:
    return RoleSpan(TEXT.index(words), TEXT.index(words) + len(words), 1.0)


def passage(*contents: RoleSpan) -> Passage:
    doc = spacy.blank("en")(TEXT)
    return Passage(
        doc, Roles((at("Ann Poe"), at("Bob Ray")), (at("said"), at("per")), contents), ()
    )


def test_what_begins_between_two_spans():
    here, ann, no, cy = passage(at("so"), at("no!”")), at("Ann Poe"), at("no!”"), at("Cy")
    said = Between(words=8, sentences=1, lines=1, contents=1, cues=2, sources=1)
    assert here.between(ann, no) == here.between(no, ann) == said
    assert here.words_between(ann, no) == 8
    # the sentence that the first span ends has ended
    assert here.between(no, cy) == Between(0, 1, 0, 0, 0, 0)
    # nothing is between spans that overlap
    assert here.between(at("Ann Poe said"), at("Poe")) == Between(0, 0, 0, 0, 0, 0)


def test_the_lines_of_a_span():
    here, broken = passage(), TEXT.index("\n")
    assert here.lines_of(at("Bob Ray")) == (0, broken)
    assert here.lines_of(at("Cy")) == (broken + 1, len(TEXT))
    assert here.lines_of(at("memo,\nsaid")) == (0, len(TEXT))


def parsed(rows: list[tuple[str, str, str, int, str]]) -> Doc:
    words, pos, deps, heads, lemmas = zip(*rows, strict=True)
    starts = [True] + [False] * (len(words) - 1)
    return Doc(
        spacy.blank("en").vocab,
        words=list(words),
        pos=list(pos),
        deps=list(deps),
        heads=list(heads),
        lemmas=list(lemmas),
        sent_starts=starts,
    )


def test_a_noun_phrase_whose_branches_cross_is_whole():
    # "east" hangs on "far", which stands before the word that it hangs on itself
    doc = parsed(
        [
            ("mayor", "NOUN", "ROOT", 0, "mayor"),
            ("of", "ADP", "prep", 0, "of"),
            ("far", "ADV", "advmod", 3, "far"),
            ("towns", "NOUN", "pobj", 1, "town"),
            ("east", "ADV", "advmod", 2, "east"),
        ]
    )
    assert noun_phrase(doc[0]).text == "mayor of far towns east"
    assert noun_phrase(doc[4]).text == "east"


def test_clauses_of_speech_and_others():
    doc = parsed(
        [
            ("Ann", "PROPN", "nsubj", 1, "Ann"),
            ("says", "VERB", "ROOT", 1, "say"),
            ("Bob", "PROPN", "nsubj", 3, "Bob"),
            ("fears", "VERB", "ccomp", 1, "fear"),
            ("rain", "NOUN", "dobj", 3, "rain"),
            ("according", "VERB", "prep", 3, "accord"),
            ("to", "ADP", "prep", 5, "to"),
            ("Cy", "PROPN", "pobj", 6, "Cy"),
        ]
    )
    assert [(cue.text, source.text) for cue, source in spoken(doc)] == [("says", "Ann")]
    found = [(one.cue.text, one.source and one.source.text) for one in clauses(doc)]
    assert found == [("says", "Ann"), ("fears", "Bob"), ("according to", "Cy")]


def test_a_negated_verb_reports_nothing():
    rows = [
        ("Ann", "PROPN", "nsubj", 3, "Ann"),
        ("did", "AUX", "aux", 3, "do"),
        ("not", "PART", "neg", 3, "not"),
        ("say", "VERB", "ROOT", 3, "say"),
    ]
    assert not list(spoken(parsed(rows))) and not list(clauses(parsed(rows)))
    assert list(spoken(parsed([*rows[:2], ("so", "ADV", "advmod", 3, "so"), rows[3]])))


@given(st.text(st.one_of(st.characters(), st.sampled_from(" \n\t\u00a0\u2009\u3000"))))
def test_words_begin_behind_white_space(text):
    assert _word_starts(text) == [word.start() for word in re.finditer(r"\S+", text)]
