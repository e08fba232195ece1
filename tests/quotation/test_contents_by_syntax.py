"""Clauses that the encoder gave nobody, or not whole."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.quotation.contents_by_syntax import with_clauses
from quotes.quotation.link import Linker
from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan

VOCAB = spacy.blank("en").vocab
_POS = {"V": "VERB", "M": "AUX", "N": "NOUN", "P": "PRON", "J": "ADJ", "C": "CCONJ", ",": "PUNCT"}


def contents_of(text: str, cue: str, source: str, content: str | None = None) -> list[str]:
    """What is told by this cue; tokens are ``word|tag|head|dependency|lemma``."""
    parts = [item.split("|") for item in text.split()]
    words, tags, heads, deps = zip(*(p[:4] for p in parts), strict=True)
    pos = [_POS.get(tag[0], "X") for tag in tags]
    lemmas = [p[4] if len(p) > 4 else p[0].lower() for p in parts]
    doc = Doc(
        VOCAB, words, tags=tags, pos=pos, heads=list(map(int, heads)), deps=deps, lemmas=lemmas
    )

    def at(part: str) -> RoleSpan:
        start = doc.text.index(part)
        return RoleSpan(start, start + len(part), 0.9)

    roles = Roles((at(source),), (at(cue),), (at(content),) if content else ())
    linker = Linker(Passage(doc, roles, ()))
    linked = linker.link()
    spans = (one.contents for one in with_clauses(linker, linked, linked))
    return [doc.text[one.start : one.end] for contents in spans for one in contents]


TOLD = (
    "The|DT|1|det ferry|NN|3|nsubj may|MD|3|aux sail|VB|8|ccomp in|IN|3|prep May|NNP|4|pobj "
    ",|,|8|punct Hill|NNP|8|nsubj told|VBD|8|ROOT|tell a|DT|10|det meeting|NN|8|dobj"
)


def test_the_clause_of_a_cue_without_a_content():
    assert contents_of(TOLD, "told", "Hill") == ["The ferry may sail in May"]


def test_what_has_no_tense_is_no_clause_of_its_cue():
    text = "Hill|NNP|1|nsubj went|VBD|1|ROOT|go on|RP|1|prt to|TO|4|aux tell|VB|1|xcomp"
    text += " and|CC|4|cc to|TO|7|aux shout|VB|4|conj"
    assert contents_of(text, "tell", "Hill") == []


LEADING = (
    "It|PRP|1|nsubj burnt|VBD|1|ROOT|burn and|CC|1|cc according|VBG|7|prep to|IN|3|prep "
    "Hill|NNP|4|pobj they|PRP|7|nsubj left|VBD|1|conj|leave the|DT|9|det ship|NN|7|dobj"
)


def test_the_clause_behind_according_to():
    assert contents_of(LEADING, "according to", "Hill") == ["they left the ship"]


def test_a_clause_that_another_cue_has_is_not_given_again():
    text = LEADING.replace("the|DT|9|det ship|NN|7|dobj", "her|PRP|7|dobj there|RB|7|advmod")
    assert contents_of(text, "according to", "Hill", "her there") == ["her there"]


def test_behind_a_conjunction_it_is_said_of_what_follows():
    text = (
        "The|DT|1|det port|NN|2|nsubj is|VBZ|2|ROOT|be old|JJ|2|acomp and|CC|3|cc "
        "according|VBG|2|prep to|IN|5|prep Hill|NNP|6|pobj unsafe|JJ|3|conj"
    )
    assert contents_of(text, "according to", "Hill") == []


TRAILING = (
    "Hill|NNP|5|nsubj ,|,|0|punct who|WP|3|nsubj left|VBD|0|relcl|leave ,|,|0|punct "
    "missed|VBD|5|ROOT|miss the|DT|7|det vote|NN|5|dobj ,|,|5|punct according|VBG|5|prep "
    "to|IN|9|prep Lee|NNP|10|pobj"
)


@pytest.mark.parametrize("seen", ["missed the vote", "the vote"])
def test_the_clause_before_according_to_has_its_subject(seen):
    whole = "Hill , who left , missed the vote"
    assert contents_of(TRAILING, "according to", "Lee", seen) == [whole]


def test_the_clause_behind_according_to_has_its_verb():
    text = (
        "According|VBG|8|prep to|IN|0|prep Lee|NNP|1|pobj ,|,|8|punct a|DT|5|det team|NN|8|nsubj "
        "from|IN|5|prep Eyot|NNP|6|pobj won|VBD|8|ROOT|win a|DT|10|det race|NN|8|dobj .|.|8|punct"
    )
    found = contents_of(text, "According to", "Lee", "a team from Eyot")
    assert found == ["a team from Eyot won a race"]


def test_what_stands_before_a_dash_is_no_subject():
    text = TRAILING.replace(",|,|0|punct missed", "—|,|0|punct missed")
    assert contents_of(text, "according to", "Lee", "missed the vote") == ["missed the vote"]


def test_a_clause_with_its_subject_stays():
    text = (
        "When|WRB|1|advmod asked|VBD|4|advcl|ask ,|,|4|punct she|PRP|4|nsubj left|VBD|4|ROOT|leave "
        ",|,|4|punct according|VBG|4|prep to|IN|6|prep Lee|NNP|7|pobj"
    )
    assert contents_of(text, "according to", "Lee", "she left") == ["she left"]
