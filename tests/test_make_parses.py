"""The script that makes ``parses.txt`` writes what the tests read."""

from __future__ import annotations

import pytest
import spacy

from .make_parses import PARSES, differences, read, text_of, written
from .parses import build

LINES = PARSES.read_text(encoding="utf-8").splitlines()
TEXTS = [(title, sentences) for title, sentences in read(LINES) if title]


def test_every_text_is_read_back_as_it_was_written():
    vocab = spacy.blank("en").vocab
    for title, sentences in TEXTS:
        doc = build(vocab, sentences)
        assert text_of(sentences) == doc.text.rstrip(" "), title
        assert written(doc) == sentences, title


def test_nothing_of_the_file_is_lost_on_the_way():
    again = [
        line
        for title, sentences in read(LINES)
        for line in ([f"## {title}"] if title else []) + sentences
    ]
    assert again == LINES


def test_plain_words_may_stand_where_nothing_was_parsed_yet():
    assert list(read(["# a", "## b", "Ada said no."])) == [("", ["# a"]), ("b", ["Ada said no."])]
    assert text_of(["Ada said no.", "She left."]) == "Ada said no. She left."
    with pytest.raises(ValueError, match="'b' has no text"):
        list(read(["## b", "## c", "Ada left."]))


def test_differences_are_counted_by_the_field_that_they_are_in():
    before = ["# note", "## one", "Ada|NNP|1|nsubj||B-PERSON left_|VBD|1|ROOT|leave"]
    after = ["# note", "## one", "Ada|NN|1|nsubj| left_|VBD|1|ROOT|leave"]
    found = differences(before, after)
    assert (found["tag"], found["entity"], found["head"]) == (1, 1, 0)
    assert (found["words that differ"], found["words"]) == (1, 2)
