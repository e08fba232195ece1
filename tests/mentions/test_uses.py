"""What tells that a name is a person's, or none's."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.mentions.entities import cast_of
from quotes.mentions.proper_names import names
from quotes.mentions.uses import by_recogniser, persons, statements
from quotes.tokens import Tokens

VOCAB = spacy.blank("en").vocab


def written(text: str) -> Tokens:
    """Tokens out of ``word|tag|entity|relation|head``; unsaid are O, dep and the last word."""
    items = [[*item.split("|"), *[""] * 4][:5] for item in text.split()]
    doc = Doc(
        VOCAB,
        words=[word for word, *_ in items],
        tags=[tag for _, tag, *_ in items],
        ents=[entity or "O" for _, _, entity, *_ in items],
        deps=[relation or "dep" for *_, relation, _ in items],
        heads=[int(head) if head else len(items) - 1 for *_, head in items],
        lemmas=[word.lower() for word, *_ in items],
        sent_starts=[i == 0 for i in range(len(items))],
    )
    return Tokens(doc)


def kinds(text: str) -> dict[str, str]:
    return {entity.name: entity.kind for entity in cast_of(written(text)).entities}


def said(text: str, name: str) -> list[str]:
    tokens = written(text)
    return statements(tokens, names(tokens), None)[name]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        # Vostra is no person in any of these, as the recogniser has it
        ("in|IN Vostra|NNP|B-PERSON near|IN Vostra|NNP|B-PERSON met|VBD", "Vostra", "organization"),
        ("the|DT Vostra|NNP|B-PERSON|nsubj won|VBD||ROOT", "Vostra", "organization"),
        (
            "Harbour|NNP|B-ORG|compound|1 Trust|NNP|I-ORG (|-LRB- Vostra|NNP|B-PERSON )|-RRB-"
            " said|VBD||ROOT",
            "Vostra",
            "organization",
        ),
        ("reports|VBZ||ROOT Vostra|NNP|B-PERSON|nsubj|0 daily|NN", "Vostra", "organization"),
        ("Vostra|NNP|B-PERSON ,|, which|WDT won|VBD", "Vostra", "organization"),
        # and is one here
        ("Vostra|NNP|B-PERSON|nsubj said|VBD||ROOT", "Vostra", "person"),
        ("Vostra|NNP|B-PERSON ,|, who|WP won|VBD", "Vostra", "person"),
        ("for|IN Vostra|NNP|B-PERSON 's|POS he|PRP said|VBD", "Vostra", "person"),
    ],
)
def test_what_is_done_with_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert kinds(text)[name] == kind


def test_a_company_and_its_short_name_are_one() -> None:
    short = "Paragon|NNP|B-PERSON|nsubj said|VBD||ROOT"
    whole = "The|DT Paragon|NNP|B-ORG|compound|2 Group|NNP|I-ORG grew|VBD ,|, "
    assert kinds(whole + short) == {"Paragon Group": "organization"}
    # of a person who founds something, nothing is to be had from its name
    named = "Ada|NNP|B-PERSON|compound|1 Paragon|NNP|I-PERSON left|VBD ,|, "
    whole = "the|DT Paragon|NNP|B-ORG|compound|6 campaign|NN|I-ORG grew|VBD ,|, "
    assert kinds(named + whole + short)["Ada Paragon"] == "person"
    assert cast_of(written(named + whole + short)).entities[0].mentions[-1].text == "Paragon"


def test_who_is_named_in_full_is_a_person_by_his_family_name() -> None:
    full = "Ada|NNP|B-PERSON|compound|1 Vostra|NNP|I-PERSON met|VBD ,|, "
    assert kinds(full + "Vostra|NNP|B-ORG|nsubj tweeted|VBD||ROOT") == {"Ada Vostra": "person"}
    assert kinds(full + "UN|NNP|B-ORG|nsubj tweeted|VBD||ROOT")["UN"] == "organization"


def test_what_stands_before_the_noun_behind_a_name_is_not_said_of_it() -> None:
    assert "behind in" in said("in|IN Vostra|NNP|B-PERSON|pobj|0 met|VBD", "vostra")
    assert "behind the" in said("the|DT Vostra|NNP|B-PERSON|nsubj met|VBD", "vostra")
    inside = "in|IN the|DT Vostra|NNP|B-PERSON|compound|3 plan|NN||pobj|0 met|VBD"
    assert not {"behind in", "behind the"} & {*said(inside, "vostra")}


def test_a_person_with_a_trade_is_not_called_one() -> None:
    giant = "tennis|NN giant|NN Ada|NNP|B-PERSON|compound|3 Vostra|NNP|I-PERSON|nsubj won|VBD||ROOT"
    assert "behind a noun for bodies" not in said(giant, "ada vostra")
    channel = "channel|NN Al|NNP|B-PERSON|compound|2 Vostra|NNP|I-PERSON|nsubj won|VBD||ROOT"
    assert "behind a noun for bodies" in said(channel, "al vostra")


def test_mentions_count_together_but_not_without_end() -> None:
    once = "in|IN Vostra|NNP|B-PERSON|pobj|0 ,|, "
    assert said(once * 5 + "met|VBD", "vostra").count("behind in") == 2


def test_the_recogniser_is_one_witness() -> None:
    tokens = written(
        "Vostra|NNP|B-PERSON ,|, Vostra|NNP|B-PERSON ,|, Vostra|NNP|B-GPE ,|, Ada|NNP|B-PERSON"
        " ,|, Lune|NNP|B-ORG met|VBD"
    )
    found = names(tokens)
    assert by_recogniser(found[:3]) == "recogniser: mostly a person"
    assert by_recogniser(found[3:4]) == "recogniser: a person, one word, 1"
    assert by_recogniser(found[4:]) == "recogniser: organization, one word, 1"


def test_a_text_without_names_has_no_persons() -> None:
    tokens = written("rain|NN fell|VBD")
    assert persons(tokens, names(tokens)) == frozenset()
