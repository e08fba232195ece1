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


def behind_title(text: str, tied: bool = False) -> list[str]:
    """The names in sentences of ``word`` or ``word|entity``, in capitals proper nouns.

    If ``tied``, the first word is tied to the last one before the verb, as in ``Mayor of Aker Ada
    Hill said``, else to the verb itself.
    """
    items = [[*item.split("|"), "O"][:2] for item in text.split()]
    tokens = [word for word, _ in items]
    tags = ["NNP" if w[0].isupper() else "HYPH" if w == "-" else "IN" for w in tokens]
    verb = tokens.index("said")
    heads = [verb if i < verb else i for i in range(len(tokens))]
    deps = ["dep"] * len(tokens)
    if tied:
        heads[0] = verb - 1
    doc = Doc(VOCAB, tokens, tags=tags, heads=heads, deps=deps, ents=[ent for _, ent in items])
    return [name.text for name in names(Tokens(doc))]


LUMEN = "Lumen|B-ORG Tiro|I-ORG Vrand|I-ORG"


@pytest.mark.parametrize(
    ("text", "tied", "person"),
    [
        (f"Head of {LUMEN} said . Lumen|B-ORG said", True, "Tiro Vrand"),
        ("Mayor of Aker|B-PERSON Olaf|I-PERSON Vrand|I-PERSON said", True, "Olaf Vrand"),
        (f"Head of {LUMEN} said . Lumen|B-ORG and Vrand|B-PERSON said", False, "Tiro Vrand"),
        ("Premier of Norland|B-GPE T.Vrand|I-GPE said", False, "T.Vrand"),
        ("Member of the Tide|B-ORG Council|I-ORG Tiro|I-ORG al|I-ORG Vrand|I-ORG said", False,
         "Tiro al Vrand"),
    ],
    ids=[
        "the title is tied to the name",
        "and there is a first name",
        "somebody is called so elsewhere",
        "an initial",
        "a particle behind a body",
    ],
)  # fmt: skip
def test_who_has_a_title_is_parted_from_what_it_is_of(text, tied, person):
    assert person in behind_title(text, tied)


@pytest.mark.parametrize(
    ("text", "tied", "name"),
    [
        (f"Head of {LUMEN} said . Lumen|B-ORG said", False, "Lumen Tiro Vrand"),
        (f"Letters of {LUMEN} said . Lumen|B-ORG said", True, "Lumen Tiro Vrand"),
        (f"Head of {LUMEN} said", True, "Lumen Tiro Vrand"),
        ("Head of Lumen|B-ORG Tide|I-ORG Trust|I-ORG said . Lumen|B-ORG said", True,
         "Lumen Tide Trust"),
        ("Aide to Ada|B-PERSON Rosen|I-PERSON Vrand|I-PERSON said . Ada|B-PERSON said . "
         "Vrand|B-PERSON said", True, "Ada Rosen Vrand"),
        ("Aide to Tiro|B-PERSON Rosen|I-PERSON Vrand|I-PERSON said . Tiro|B-PERSON said . "
         "Vrand|B-PERSON said", False, "Tiro Rosen Vrand"),
    ],
    ids=["the title is tied to the verb", "no title", "no body is named so", "a body",
         "a person with a first name", "a person"],
)  # fmt: skip
def test_what_a_title_is_of_may_be_a_longer_name(text, tied, name):
    assert name in behind_title(text, tied)


@pytest.mark.parametrize("style", ["Majesty", "Royal|B-ORG Highness|I-ORG", "Excellency|B-GPE"])
def test_how_a_king_is_addressed_is_no_name(style):
    assert behind_title(f"his {style} said") == []
    assert behind_title("his Majesty Vrand|B-PERSON said") == ["Vrand"]


def test_a_name_with_a_hyphen_taken_for_a_body_is_a_persons(nlp):
    (*_, found) = nlp(
        "Fans probably know Seo Min-gu for his part in many films.\n\n"
        "“I have been planning this for a very long time,” Seo says."
    )._.quotations
    assert (found.speaker.name, found.speaker.kind) == ("Seo Min-gu", "person")


@pytest.mark.parametrize(
    ("text", "tags", "head", "person"),
    [
        ("Minister of Tourism|B-ORG Vrand|I-ORG says", "NNP IN NNP NNP VBZ", 4, "Vrand"),
        ("Minister of Tourism|B-ORG Vrand|I-ORG", "NNP IN NNP NNP", 3, "Tourism Vrand"),
        ("the Tide|B-ORG Elena|I-ORG Tiro|B-PERSON Vrand|I-PERSON says", "DT NNP NNP NNP NNP VBZ",
         4, "Elena Tiro Vrand"),
        ("the Tide|B-ORG Trust|I-ORG Tiro|B-PERSON Vrand|I-PERSON says", "DT NNP NNP NNP NNP VBZ",
         4, "Tiro Vrand"),
    ],
    ids=["a field of one word", "no verb", "the first name left to the body", "no first name"],
)  # fmt: skip
def test_where_a_name_behind_a_body_begins(text, tags, head, person):
    """All words hang on the one at ``head``."""
    items = [[*item.split("|"), "O"][:2] for item in text.split()]
    heads = [head] * len(items)
    tokens, ents = ([item[i] for item in items] for i in (0, 1))
    doc = Doc(VOCAB, tokens, tags=tags.split(), heads=heads, deps=["dep"] * len(items), ents=ents)
    assert person in [name.text for name in names(Tokens(doc))]
