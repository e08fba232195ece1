"""Lists of what a Doc says of its words."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.tokens import Tokens

WORDS = ["“", "Ada", "Hill", "of", "Łódź", "said", "\n\n", "so", "😀", ".", "”"]


@pytest.fixture
def doc() -> Doc:
    count = len(WORDS)
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        spaces=[i % 3 != 0 for i in range(count)],
        tags=["NNP" if word.istitle() else "XX" for word in WORDS],
        pos=["PROPN" if word.istitle() else "X" for word in WORDS],
        lemmas=[word.lower() for word in WORDS],
        heads=[5 if i != 5 else i for i in range(count)],
        deps=["ROOT" if i == 5 else "dep" for i in range(count)],
        ents=["B-PERSON" if word == "Ada" else "O" for word in WORDS],
    )


def test_lists_are_what_the_tokens_say(doc: Doc) -> None:
    tokens = Tokens(doc)
    assert len(tokens) == len(doc)
    assert tokens.text == doc.text
    assert tokens.word == [t.text for t in doc]
    assert tokens.lower == [t.lower_ for t in doc]
    assert tokens.start == [t.idx for t in doc]
    assert tokens.end == [t.idx + len(t) for t in doc]
    assert tokens.tag == [t.tag_ for t in doc]
    assert tokens.pos == [t.pos_ for t in doc]
    assert tokens.lemma == [t.lemma_ for t in doc]
    assert tokens.dep == [t.dep_ for t in doc]
    assert tokens.head == [t.head.i for t in doc]
    assert tokens.children == [[c.i for c in t.children] for t in doc]
    assert tokens.entity == [t.ent_type_ for t in doc]
    assert tokens.starts_sentence == [bool(t.is_sent_start) for t in doc]
    assert tokens.is_alpha == [t.is_alpha for t in doc]
    assert tokens.is_punct == [t.is_punct for t in doc]
    assert tokens.is_quote == [t.is_quote for t in doc]
    assert tokens.is_space == [t.is_space for t in doc]


def test_the_text_between_words_is_the_span_of_them(doc: Doc) -> None:
    tokens = Tokens(doc)
    for first in range(len(doc)):
        for last in range(first, len(doc) + 1):
            assert tokens.between(first, last) == doc[first:last].text


def test_a_document_without_words_has_empty_lists() -> None:
    tokens = Tokens(Doc(spacy.blank("en").vocab))
    assert (tokens.text, tokens.word, tokens.head, tokens.between(0, 0)) == ("", [], [], "")


def test_a_stretch_covers_the_words_that_it_touches(doc: Doc) -> None:
    tokens = Tokens(doc)
    for start in range(len(tokens.text)):
        for end in range(start + 1, len(tokens.text) + 1):
            touched = [t.i for t in doc if t.idx < end and start < t.idx + len(t)]
            assert list(range(*tokens.covering(start, end))) == touched
