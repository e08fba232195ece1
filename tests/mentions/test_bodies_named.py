"""Which bodies an article names, by which names, and what is none."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from quotes.coreference.sources import head_of
from quotes.mentions.bodies import told_kinds
from quotes.mentions.entities import Cast, cast_of
from quotes.mentions.nouns import sort_of
from quotes.mentions.titles import title_beside
from quotes.tokens import Tokens

VOCAB = spacy.blank("en").vocab


def written(text: str) -> Doc:
    """A Doc out of ``word|tag|entity``; proper nouns are compounds of the next, others subjects."""
    items = [[*item.split("|"), "O"][:3] for item in text.split()]
    words = [word.replace("⏎", "\n") for word, _, _ in items]
    tags = [tag for _, tag, _ in items]
    heads, deps = [], []
    for i, tag in enumerate(tags):
        compound = tag in {"NNP", "JJ"} and tags[i + 1 : i + 2] == ["NNP"]
        heads.append(i + 1 if compound else len(tags) - 1)
        deps.append("compound" if compound else "nsubj")
    deps[-1] = "ROOT"
    return Doc(
        VOCAB,
        words=words,
        tags=tags,
        heads=heads,
        deps=deps,
        lemmas=[word.lower() for word in words],
        ents=[ent for _, _, ent in items],
        sent_starts=[i == 0 for i in range(len(words))],
    )


def cast(text: str) -> Cast:
    return cast_of(Tokens(written(text)))


def named(text: str) -> dict[str, str]:
    """The names that are shown, each with what it is of."""
    return {entity.name: entity.kind for entity in cast(text).entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the|DT Court|NNP|B-ORG of|IN|I-ORG Justice|NNP|I-ORG said|VBD", "Court of Justice"),
        (
            "the|DT Office|NNP|B-ORG of|IN|I-ORG the|DT|I-ORG Inspector|NNP|I-ORG"
            " General|NNP|I-ORG said|VBD",
            "Office of the Inspector General",
        ),
        (
            "the|DT Norlandic|JJ|B-NORP Ministry|NNP|B-ORG of|IN|I-ORG Fish|NNP|I-ORG said|VBD",
            "Norlandic Ministry of Fish",
        ),
        (
            "the|DT Aker|NNP|B-GPE County|NNP|I-GPE sheriff|NN 's|POS office|NN said|VBD",
            "Aker County sheriff 's office",
        ),
        (
            "the|DT Committee|NNP|B-ORG for|IN a|DT Fair|NNP|B-ORG Harbour|NNP|I-ORG said|VBD",
            "Committee for a Fair Harbour",
        ),
        (
            "the|DT Coast|NNP|B-ORG Department|NNP|I-ORG of|IN|I-ORG Natural|NNP|I-ORG"
            " Resources|NNP|I-ORG (|-LRB- DNR|NNP|B-ORG )|-RRB- said|VBD",
            "Coast Department of Natural Resources",
        ),
    ],
)
def test_the_name_of_a_body_is_whole(text: str, name: str) -> None:
    assert named(text)[name] == "organization"


@pytest.mark.parametrize(
    "text",
    [
        "the|DT House|NNP|B-ORG Speaker|NNP|I-ORG said|VBD",
        "Undersecretary|NNP|B-ORG for|IN|I-ORG Education|NNP|I-ORG said|VBD",
        "Senate|NNP|B-ORG Minority|NNP|I-ORG Leader|NNP|I-ORG said|VBD",
        "Committee|NNP|B-ORG Republicans|NNPS|I-ORG said|VBD",
        "Members|NNPS|B-ORG of|IN|I-ORG Parliament|NNP|I-ORG said|VBD",
        "Opposition|NNP|B-ORG MPs|NNPS|I-ORG said|VBD",
        "Envoy|NNP Extraordinary|NNP|B-PERSON said|VBD",
        "Earth|NNP|B-LOC said|VBD",
        "the|DT National|NNP|B-ORG Director|NNP|I-ORG of|IN|I-ORG Tides|NNP|I-ORG said|VBD",
        "the|DT Norlandic|NNP|B-ORG Special|NNP|I-ORG Rapporteur|NNP|I-ORG said|VBD",
        "Westbay|NNP|B-ORG MLA|NNP|I-ORG said|VBD",
        "The|DT Bill|NNP|B-ORG said|VBD",
    ],
)
def test_an_office_and_its_holders_are_no_body(text: str) -> None:
    doc = written(text)
    assert cast_of(Tokens(doc)).at(doc[len(doc) - 2].i) is None


def test_the_number_of_a_law_is_no_part_of_a_name() -> None:
    assert named("the|DT Law|NNP No.|NNP 12|CD said|VBD") == {}
    assert list(named("Harbour|NNP No|NNP said|VBD")) == ["Harbour"]


@pytest.mark.parametrize(
    "text",
    [
        "House|NNP|B-ORG of|IN|I-ORG Representatives|NNPS|I-ORG said|VBD",
        "Liberal|NNP|B-ORG Democrats|NNPS|I-ORG said|VBD",
        "High|NNP|B-ORG Commissioner|NNP|I-ORG for|IN|I-ORG Tides|NNP|I-ORG said|VBD",
        "The|DT Post|NNP|B-ORG said|VBD",
        "Citizens|NNPS|B-ORG for|IN|I-ORG Harbour|NNP|I-ORG Justice|NNP|I-ORG said|VBD",
    ],
)
def test_a_body_may_be_called_by_its_members(text: str) -> None:
    assert list(named(text).values()) == ["organization"]


@pytest.mark.parametrize(
    ("long", "short", "together"),
    [
        ("Gull Watch Institute", "GuWaIns", True),
        ("Harbour Tennis Federation", "HFT", True),
        ("Transparency Board Inc", "TBI", True),
        ("Marsh Gas and Light Company", "MG&L", True),
        ("Gull Watch Institute", "Norland", False),
        ("Gull Watch Institute", "XKR", True),  # of its name in another language
        ("Gull Watch Institute", "Ull", False),
    ],
)
def test_what_parentheses_say_to_be_short_is(long: str, short: str, together: bool) -> None:
    first, *rest = long.split()
    full = " ".join([f"{first}|NNP|B-ORG", *(f"{word}|NNP|I-ORG" for word in rest)])
    brief = f"{short}|NNP|B-ORG"
    doc = written(f"the|DT {full} (|-LRB- {brief} )|-RRB- met|VBD and|CC {brief} said|VBD")
    entity = cast_of(Tokens(doc)).at(len(doc) - 2)
    assert entity is not None
    assert (entity.name == long) is together


@pytest.mark.parametrize(("short", "number"), [("HBC", 1), ("Brisk", 2)])
def test_a_channel_is_called_by_its_letters(short: str, number: int) -> None:
    brief = f"{short}|NNP|B-ORG"
    found = cast(f"{brief} met|VBD {brief} News|NNP|I-ORG met|VBD ,|, {brief} said|VBD")
    assert len(found.entities) == number


def _body(name: str) -> str:
    first, *rest = name.split()
    return " ".join([f"{first}|NNP|B-ORG", *(f"{word}|NNP|I-ORG" for word in rest)])


@pytest.mark.parametrize(
    ("long", "short", "together"),
    [
        ("Harbour Foods", "Harbour", True),
        ("Harbour Bank of Westland", "Harbour Bank", True),
        ("Harbour Institution of Tides", "Harbour", True),
        ("Harbour Bank Stadium", "Harbour Bank", False),
        ("Harbour Westland Limited Net", "Harbour", False),
        ("Harbour Hall Conference on Tides", "Harbour Hall", False),
        ("United Nations Harbour Council", "United Nations", False),
        ("United States Council", "United States", False),
        ("U.S. Senate", "U.S.", False),  # which has these letters
        ("United States Tide Survey", "U.S. Tide Survey", True),
        ("United States Tide Survey", "UK Tide Survey", False),
        ("United States House of Representatives", "House", True),
        ("U.S. Senate", "Senate", True),
        ("White House", "House", False),
        ("Westland Senate", "Senate", False),
    ],
)
def test_a_body_goes_by_a_shorter_name(long: str, short: str, together: bool) -> None:
    found = cast(f"{_body(long)} met|VBD and|CC {_body(short)} said|VBD")
    assert (len(found.entities) == 1) is together


@pytest.mark.parametrize(
    ("place", "body", "short", "together"),
    [
        ("Westland", "Westland Department of Harbour Tides", "DHT", True),
        ("Eastland", "Westland Department of Harbour Tides", "DHT", False),
        ("Westland", "Westland Friends of Tides", "FT", False),
    ],
)
def test_letters_of_a_body_are_without_its_place(
    place: str, body: str, short: str, together: bool
) -> None:
    said = f"the|DT {_body(body)} met|VBD and|CC {short}|NNP|B-ORG said|VBD"
    found = cast(f"In|IN {place}|NNP|B-GPE ,|, {said}")
    assert (found.entities[-1].name == short) is not together


def test_one_paper_is_not_two_together() -> None:
    found = cast("Courier/Post|NNP|B-ORG poll|NN met|VBD ,|, Courier|NNP|B-ORG said|VBD")
    assert {e.name for e in found.entities} == {"Courier/Post", "Courier"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("USA|NNP|B-GPE Today|NN|B-DATE said|VBD", "USA Today", "organization"),
        ("Al|NNP|B-PERSON Jazeera|NNP|I-PERSON said|VBD", "Al Jazeera", "organization"),
        ("The|DT Hill|NNP|B-PERSON said|VBD", "Hill", "organization"),
        ("the|DT Arapo|NNP|B-PERSON said|VBD", "Arapo", "organization"),
        ("news|NN agency|NN Brisk|NNP|B-PERSON said|VBD", "Brisk", "organization"),
        ("Ada|NNP|B-PERSON Clarin|NNP|I-PERSON said|VBD", "Ada Clarin", "person"),
        ("Meduza|NNP|B-ORG Weekly|NNP|I-ORG said|VBD", "Meduza Weekly", "organization"),
    ],
)
def test_an_outlet_is_no_person(text: str, name: str, kind: str) -> None:
    assert named(text) == {name: kind}


def test_who_is_called_like_a_town_is_no_town() -> None:
    full = "Vera|NNP|B-PERSON Paris|NNP|I-PERSON met|VBD ,|, "
    assert named(full + "Paris|NNP|B-GPE said|VBD") == {"Vera Paris": "person"}
    both = named(full + "in|IN Paris|NNP|B-GPE ,|, Paris|NNP|B-GPE said|VBD")
    assert both == {"Vera Paris": "person", "Paris": "organization"}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Ben|NNP|B-PERSON said|VBD ,|, Ada|NNP|B-PERSON said|VBD", True),
        ("Ben|NNP|B-PERSON said|VBD ,|, Hill|NNP|B-PERSON said|VBD", False),
        (
            "Ada|NNP|B-PERSON said|VBD ,|, Ben|NNP|B-PERSON Marsh|NNP|I-PERSON said|VBD ,|, "
            "Ben|NNP|B-PERSON said|VBD",
            True,
        ),
    ],
)
def test_a_couple_on_first_name_terms_shares_its_name(text: str, whole: bool) -> None:
    couple = "Ben|NNP|B-PERSON and|CC Ada|NNP|B-PERSON Hill|NNP|I-PERSON met|VBD ,|, "
    assert ("Ben Hill" in named(couple + text)) is whole


@pytest.mark.parametrize(
    ("label", "speaks"),
    [("AHB|NNP|B-ORG :|:", "Ada Hill Brandt"), ("XYZ|NNP|B-ORG :|:", "XYZ")],
)
def test_initials_before_a_turn_are_somebodys(label: str, speaks: str) -> None:
    doc = written(
        "Ada|NNP|B-PERSON Hill|NNP|I-PERSON Brandt|NNP|I-PERSON met|VBD ⏎|_SP "
        f"{label} Why|WRB now|RB"
    )
    entity = cast_of(Tokens(doc)).at(5)
    assert entity is not None
    assert entity.name == speaks


HELD = "(|-LRB- (|-LRB- HW|NNP|B-ORG )|-RRB- )|-RRB-"


@pytest.mark.parametrize(
    ("named", "label", "speaks"),
    [
        ("Harbourwire|NNP|B-ORG met|VBD", HELD, "Harbourwire"),
        ("Harbourwire|NNP|B-ORG met|VBD", "HW|NNP|B-ORG :|:", "HW"),  # as a headline may begin
        ("Harbourwire|NNP|B-ORG met|VBD Highways|NNP|B-ORG", HELD, "HW"),
        ("Harbourwire|NNP|B-ORG met|VBD Hal|NNP|B-PERSON West|NNP|I-PERSON", HELD, "Hal West"),
        (
            "Harbourwire|NNP|B-ORG met|VBD Hal|NNP|B-PERSON B|NNP|I-PERSON West|NNP|I-PERSON",
            HELD,
            "HW",
        ),
    ],
)
def test_letters_before_turns_are_those_of_the_one_body_that_has_them(
    named: str, label: str, speaks: str
) -> None:
    doc = written(f"{named} ⏎|_SP {label} Why|WRB ⏎|_SP {label} Why|WRB")
    last = max(token.i for token in doc if token.text == "HW")
    entity = cast_of(Tokens(doc)).at(last)
    assert entity is not None
    assert entity.name == speaks


def test_initials_in_a_sentence_are_not() -> None:
    doc = written("Ada|NNP|B-PERSON Hill|NNP|I-PERSON met|VBD AH|NNP|B-ORG :|: now|RB")
    entity = cast_of(Tokens(doc)).at(3)
    assert entity is not None
    assert entity.kind == "organization"


def test_a_title_has_its_body_whole() -> None:
    doc = written(
        "Centre|NNP|B-ORG for|IN|I-ORG Tides|NNP|I-ORG analyst|NN Ada|NNP|B-PERSON"
        " Hill|NNP|I-PERSON said|VBD"
    )
    assert title_beside(Tokens(doc), 4, 6)[0] == "Centre for Tides analyst"


def test_a_subsidiary_is_a_company() -> None:
    doc = written(
        "Brisk|NNP|B-ORG Foods|NNP|I-ORG ,|, a|DT subsidiary|NN of|IN Gull|NNP|B-ORG said|VBD"
    )
    tokens = Tokens(doc)
    kinds = told_kinds(tokens, cast_of(tokens))
    assert kinds["company"] == kinds["subsidiary"] == {0}
    assert "newspaper" not in kinds


@pytest.mark.parametrize("noun", ["tories", "republicans"])
def test_partisans_are_many_whatever_the_tagger_says(noun: str) -> None:
    assert sort_of(noun, False) == "group"


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        (
            "One|CD Arapo|NNP|B-PERSON ,|, Ada|NNP|B-PERSON Hill|NNP|I-PERSON ,|, said|VBD",
            (0, 6),
            "Ada Hill",
        ),
        (
            "his|PRP$ lawyer|NN ,|, Bo|NNP|B-PERSON Finch|NNP|I-PERSON ,|, Ada|NNP|B-PERSON"
            " Hill|NNP|I-PERSON said|VBD",
            (3, 8),
            "Ada Hill",
        ),
        (
            "Monday|NNP|B-DATE ,|, Bo|NNP|B-PERSON Finch|NNP|I-PERSON ,|, Ada|NNP|B-PERSON"
            " Hill|NNP|I-PERSON said|VBD",
            (2, 7),
            "Bo Finch",
        ),
        (
            "Centre|NNP|B-ORG for|IN|I-ORG Tides|NNP|I-ORG analyst|NN Ada|NNP|B-PERSON"
            " Hill|NNP|I-PERSON said|VBD",
            (0, 6),
            "Ada Hill",
        ),
        (
            "some|DT Republicans|NNPS ,|, including|VBG Ada|NNP|B-PERSON Hill|NNP|I-PERSON ,|,"
            " said|VBD",
            (0, 7),
            None,
        ),
    ],
)
def test_which_name_heads_a_source(text: str, source: tuple[int, int], speaker: str | None) -> None:
    doc = written(text)
    found = cast_of(Tokens(doc))
    entity = found.at(head_of(doc, found, doc[slice(*source)]).i)
    assert (entity.name if entity else None) == speaker


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("No 10 said the plan was dead.", "No 10"),
        ("The plan is dead, No. 10 said on Monday.", "No. 10"),
        ("Downing Street was calm, and Number 10 said it was over.", "Downing Street"),
        ("“We lost,” said Ana Lopez, the No 10 seed.", "Ana Lopez"),
        ("No 10 drivers said they were late.", "No 10 drivers"),
    ],
)
def test_a_body_is_called_by_where_it_sits(nlp, text, name):
    (found,) = nlp(text)._.quotations
    assert found.speaker.name == name
    assert (found.speaker.kind == "organization") == ("No 10 d" not in text and "Ana" not in text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("University|NNP|B-ORG of|IN|I-ORG Texas|NNP|I-ORG ,|, Austin|NNP|B-GPE", True),
        ("University|NNP|B-ORG of|IN|I-ORG Texas|NNP|I-ORG ,|, Ada|NNP|B-PERSON", False),
        ("University|NNP|B-ORG of|IN|I-ORG Norrby|NNP|I-ORG ,|, Norland|NNP|B-GPE", False),
        ("Hill|NNP|B-PERSON ,|, Austin|NNP|B-GPE", False),
    ],
)
def test_a_campus_is_a_part_of_its_universitys_name(text: str, name: bool) -> None:
    assert ("University of Texas , Austin" in named(f"{text} said|VBD")) is name


MINISTRY = "Foreign|NNP|B-ORG Ministry|NNP|I-ORG said|VBD ,|, "


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"Syria|NNP|B-GPE ’s|POS {MINISTRY}the|DT {MINISTRY}", {"Syria ’s Foreign Ministry"}),
        (
            f"Syria|NNP|B-GPE ’s|POS {MINISTRY}the|DT Syrian|JJ|B-NORP {MINISTRY}",
            {"Syria ’s Foreign Ministry"},
        ),
        ("Iraq|NNP|B-GPE ’s|POS Cabinet|NNP said|VBD", {"Iraq ’s Cabinet"}),
        (f"the|DT {MINISTRY}Syria|NNP|B-GPE ’s|POS {MINISTRY}", {"Foreign Ministry"}),
        (
            f"Syria|NNP|B-GPE ’s|POS {MINISTRY}Iraq|NNP|B-GPE ’s|POS {MINISTRY}the|DT {MINISTRY}",
            {"Syria ’s Foreign Ministry", "Iraq ’s Foreign Ministry"},
        ),
        ("Syria|NNP|B-GPE ’s|POS Tide|NNP|B-ORG Trust|NNP|I-ORG said|VBD", {"Tide Trust"}),
        (f"Monday|NNP|B-DATE ’s|POS {MINISTRY}", {"Foreign Ministry"}),
    ],
    ids=[
        "and without it",
        "and by the adjective",
        "a word with a capital",
        "the bare name first",
        "of two countries",
        "the only one of its name",
        "no country",
    ],
)
def test_a_general_body_is_named_with_the_country_that_owns_it(text: str, names: set[str]) -> None:
    assert set(named(text)) - {"Syria", "Iraq"} == names


def test_a_bare_ministry_is_that_of_the_country_named_last() -> None:
    text = f"Syria|NNP|B-GPE ’s|POS {MINISTRY}Iraq|NNP|B-GPE ’s|POS {MINISTRY}"
    entities = cast(f"{text}the|DT {MINISTRY}Syria|NNP|B-GPE ’s|POS {MINISTRY}").entities
    assert {e.name: len(e.mentions) for e in entities if not e.place} == {
        "Syria ’s Foreign Ministry": 2,
        "Iraq ’s Foreign Ministry": 2,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is|VBZ a|DT Muslim|NNP", False),
        ("is|VBZ the|DT Muslim|NNP", True),
        ("wants|VBZ a|DT Court|NNP|B-ORG ruling|NN", False),
        ("wants|VBZ a|DT Lumen|NNP|B-ORG ruling|NN", True),
    ],
)
def test_one_of_many_is_no_name(text: str, found: bool) -> None:
    items = text.split()
    doc = written(text)
    # the article is that of the last noun
    doc[1].head = doc[len(items) - 1]
    assert bool(cast_of(Tokens(doc)).entities) is found


def test_somebody_with_the_family_name_of_a_person_is_none_body() -> None:
    text = (
        "of|IN Tiro|NNP|B-ORG Vrand|NNP|I-ORG Holdings|NNP|I-ORG ,|, Tiro|NNP|B-PERSON"
        " Vrand|NNP|I-PERSON ,|, says|VBZ Vrand|NNP|B-PERSON who|WP knows|VBZ him|PRP"
    )
    assert named(text) == {"Tiro Vrand Holdings": "organization", "Tiro Vrand": "person"}
