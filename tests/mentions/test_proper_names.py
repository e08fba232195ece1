"""Names that the letters in parentheses behind them tell to be whole."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.mentions.organizations import abbreviations
from quotes.mentions.proper_names import names
from quotes.tokens import Tokens

VOCAB = spacy.blank("en").vocab


def named(text: str) -> list[str]:
    """The names in words parted by blanks: capitalised ones, of which ``London`` is a place."""
    tokens = text.split()
    tags = ["NNP" if word[0].isupper() else "IN" if word.isalpha() else "." for word in tokens]
    ents = ["B-GPE" if word == "London" else "O" for word in tokens]
    heads = [max(i - 1, 0) for i in range(len(tokens))]
    deps = ["ROOT", *["dep"] * (len(tokens) - 1)]
    doc = Doc(VOCAB, tokens, tags=tags, ents=ents, heads=heads, deps=deps)
    return [name.text for name in names(Tokens(doc))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ships for London ( SfL ) sailed", "Ships for London"),
        ("Ministry of Tides ( MoT ) spoke", "Ministry of Tides"),
        ("Ministry of Old Tides ( MOT ) spoke", "Ministry of Old Tides"),
    ],
)
def test_letters_behind_a_name(text, name):
    assert name in named(text)


@pytest.mark.parametrize(
    "text", ["Ships for London ( SaL ) sailed", "Ships near London ( SnL ) sailed"]
)
def test_other_letters_or_words_tell_nothing(text):
    assert "Ships for London" not in named(text)
    assert "Ships near London" not in named(text)


@pytest.mark.parametrize("mark", ["", "’s "])
def test_letters_in_parentheses_are_short_for_the_owner_before_them(mark):
    text = f"the Coast Tide Agency {mark}( CTA ) view of the Coast Tide Act"
    tokens = text.split()
    tags = ["POS" if t == "’s" else "NNP" if t[0].isupper() else "NN" for t in tokens]
    inside = {"Coast": "B-ORG", "Tide": "I-ORG", "Agency": "I-ORG", "Act": "I-ORG", "CTA": "B-ORG"}
    doc = Doc(VOCAB, tokens, tags=tags, ents=[inside.get(t, "O") for t in tokens])
    found = names(Tokens(doc))
    assert abbreviations(Tokens(doc), found) == {"cta": "coast tide agency"}
