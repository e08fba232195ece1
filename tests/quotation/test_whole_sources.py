"""Sources of which the encoder saw a part."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.quotation import find
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.whole_sources import with_whole_sources

VOCAB = spacy.blank("en").vocab


def parsed(text: str) -> Doc:
    """A Doc of ``word|tag|head|dependency`` and, for a person's name, ``|B`` or ``|I``."""
    parts = [item.split("|") for item in text.split()]
    words, tags, heads, deps, *_ = zip(*(p[:4] for p in parts), strict=True)
    pos = [{"V": "VERB", "N": "NOUN"}.get(tag[0], "PUNCT" if tag == "," else "X") for tag in tags]
    ents = [f"{p[4]}-PERSON" if len(p) > 4 else "O" for p in parts]
    return Doc(VOCAB, words, tags=tags, pos=pos, heads=list(map(int, heads)), deps=deps, ents=ents)


def at(doc: Doc, first: int, last: int) -> RoleSpan:
    span = doc[first:last]
    return RoleSpan(span.start_char, span.end_char, 0.9)


HER_COAUTHOR = (
    "her|PRP$|1|poss author|NN|9|pobj ,|,|9|punct the|DT|4|det geologist|NN|9|nsubj "
    "Marcus|NNP|6|compound|B Hein|NNP|{}|I ,|,|9|punct mud|NN|9|nsubj dried|VBD|9|ROOT"
)


@pytest.mark.parametrize("tree", ["1|appos", "4|appos"])
def test_the_name_behind_the_comma_is_a_part_of_the_source(tree):
    doc = parsed(HER_COAUTHOR.format(tree))
    roles = Roles((at(doc, 0, 2),), (), (at(doc, 3, 7), at(doc, 8, 10)))
    found = with_whole_sources(doc, roles)
    assert [doc.text[s.start : s.end] for s in found.sources] == [
        "her author , the geologist Marcus Hein"
    ]
    assert found.contents == (at(doc, 8, 10),)


def test_who_does_what_is_told_is_no_apposition():
    # according to her lawyer, Ada Grant has left
    doc = parsed(
        "her|PRP$|1|poss lawyer|NN|6|pobj ,|,|6|punct Ada|NNP|4|compound|B Grant|NNP|6|nsubj|I "
        "has|VBZ|6|aux left|VBN|6|ROOT"
    )
    roles = Roles((at(doc, 0, 2),), (), (at(doc, 3, 7),))
    assert with_whole_sources(doc, roles) is roles


MAYOR_TODAY = (
    "Mayor|NNP|2|compound Ada|NNP|2|compound|B Hill|NNP|4|nsubj|I today|NN|4|npadvmod "
    "urged|VBD|4|ROOT calm|NN|4|dobj"
)


def test_when_it_was_said_is_no_part_of_who_said_it():
    doc = parsed(MAYOR_TODAY)
    found = with_whole_sources(doc, Roles((at(doc, 0, 4),), (), (at(doc, 5, 6),)))
    assert found.sources == (at(doc, 0, 3),)


def test_a_noun_that_is_no_adverb_of_the_verb_is_a_part_of_the_source():
    doc = parsed("New|NNP|1|compound Today|NNP|2|nsubj said|VBD|2|ROOT so|RB|2|advmod")
    roles = Roles((at(doc, 0, 2),), (), ())
    assert with_whole_sources(doc, roles) is roles


SAID_BY_BOTH = (
    "said|VBD|0|ROOT Ada|NNP|2|compound|B Hill|NNP|0|nsubj|I ,|,|2|punct {} Bo|NNP|6|compound|B "
    "Finch|NNP|2|conj|I ,|,|2|punct {} it|PRP|10|nsubj rained|VBD|0|ccomp"
)


@pytest.mark.parametrize("word", ["and|CC|2|cc", "while|IN|8|mark"])
def test_who_stands_between_two_clauses_is_the_subject_of_one(word):
    doc = parsed(SAID_BY_BOTH.format(word, "denied|VBD|0|conj"))
    doc[4].pos_ = "CCONJ" if "cc" in word else "SCONJ"
    cues = (at(doc, 0, 1), at(doc, 8, 9))
    found = with_whole_sources(doc, Roles((at(doc, 1, 8),), cues, ()))
    assert [doc.text[s.start : s.end] for s in found.sources] == ["Ada Hill", "Bo Finch ,"]


@pytest.mark.parametrize(("behind", "cues"), [("denied|VBD|0|conj", 1), ("adding|VBG|0|advcl", 2)])
def test_two_who_speak_as_one_stay_one(behind, cues):
    doc = parsed(SAID_BY_BOTH.format("and|CC|2|cc", behind))
    doc[4].pos_ = "CCONJ"
    roles = Roles((at(doc, 1, 8),), (at(doc, 0, 1), at(doc, 8, 9))[:cues], ())
    assert with_whole_sources(doc, roles).sources == roles.sources


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Speaking on behalf of Governor Ade Ogun, the Commissioner for Works, Engr Folake "
            "Adis, said the bridge would open.",
            "the Commissioner for Works, Engr Folake Adis,",
        ),
        (
            "In a statement sent on behalf of Mayor Ben Marsh, the head of the port, Ada Rao, said "
            "the wall would hold.",
            "the head of the port, Ada Rao,",
        ),
    ],
)
def test_what_a_preposition_takes_at_the_head_of_the_sentence_is_no_subject(nlp, text, source):
    (found,) = find(nlp(text))
    assert found.source.text.strip(",") == source.strip(",")
