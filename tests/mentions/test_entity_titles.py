"""How a title beside a name is shown, and short names that are somebody else."""

from __future__ import annotations

import pytest

import quotes
from quotes.mentions.entities import _bare, _is_side, _without_owner, cast_of
from quotes.tokens import Tokens


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("White House’s national security spokesman", "White House national security spokesman"),
        ("agency's acting commissioner", "agency's acting commissioner"),
        ("Republican nominee’s daughter", "Republican nominee’s daughter"),
        ("House Speaker (R., La.)", "House Speaker (R., La.)"),
    ],
)
def test_title_without_its_owner(title, shown):
    assert _without_owner(title) == shown


def test_the_house_is_not_the_white_house(nlp):
    doc = nlp("The White House said talks would resume. The House said it would vote in January.")
    names = [q.speaker.name for q in doc._.quotations if q.speaker]
    assert names[0].endswith("White House")
    assert not any("White House" in name for name in names[1:])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada Hill‘s", "Ada Hill"),
        ("Lowland H E Ada-Marie Hill", "Ada-Marie Hill"),
        ("H.E. Marsh", "H.E. Marsh"),
        ("Ada Hill, Jr.", "Ada Hill, Jr."),
        ("Ada O’Hill", "Ada O’Hill"),
        ('Ada Hill:"We', "Ada Hill"),
    ],
)
def test_a_name_without_what_sticks_to_it(written, shown):
    assert _bare(written, "person") == shown


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("French counterpart", True),
        ("chief rival (R-Fla.)", True),
        ("friend of the mayor", True),
        ("friend and adviser", False),
        ("leader of the rival party", False),
        ("wife", False),
    ],
)
def test_what_somebody_is_to_another_is_no_title(title, side):
    assert _is_side(title) is side


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It is an issue Prime Minister Ada Hill has raised, Ada Hill said.", "Prime Minister"),
        ("The two-time Olympic champion Ada Hill said it rained.", "two-time Olympic champion"),
        ("Ada Hill, the governor there, said it rained.", "governor"),
        ("But Hill, having completed his tour with the mayor, said that it rained.", None),
        ("Ada Hill, a lawyer since 1988, said it rained.", "lawyer"),
        ("Ada Hill, host of the network’s “Harbor Nights,” said it rained.", "host"),
        (
            "Ada Hill, executive director of One Harbor Now, said it rained.",
            "executive director of One Harbor Now",
        ),
        ("Finance Minister Dr. Ada Hill said it rained.", "Finance Minister"),
        ("They met the drug lord Bo Hill. Hill said it rained.", "drug lord"),
        (
            "Ambassador of Norland to Westland Ada Hill said it rained.",
            "Ambassador of Norland to Westland",
        ),
        (
            "Minister of State for Ports and Head of the Harbor Board (HB) Dr. Ada Hill said it "
            "rained.",
            "Minister of State for Ports and Head of the Harbor Board (HB)",
        ),
        (
            "She met the President of Norland and Head of the Harbor Board Ada Hill. Hill said it "
            "rained.",
            "Head of the Harbor Board",
        ),
        (
            "The minister received Ambassador Extraordinary and Plenipotentiary of the Republic of "
            "Chad to Mongolia Chai Wenrui. The Ambassador said it rained.",
            "Ambassador Extraordinary and Plenipotentiary of the Republic of Chad to Mongolia",
        ),
        ("She was Chief of Staff of the Norland Army. Ada Hill said it rained.", None),
    ],
)
def test_titles_are_only_titles(nlp, text, title):
    (speaker,) = {q.speaker for q in nlp(text)._.quotations if q.speaker}
    assert speaker.title == title


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("superintendent of police (SP) Ada Hill came. “It burnt,” the SP said.", "Ada Hill"),
        ("chief executive officer (CEO) Ada Hill came. “It burnt,” the CEO said.", "Ada Hill"),
        (
            "mayor met Ada Hill, the Municipal Chief Executive (MCE). “It burnt,” the MCE said.",
            "Ada Hill",
        ),
        ("Aker MEC for Finance Ada Hill came. “It burnt,” the MEC said.", "Ada Hill"),
        ("Harbor Union (HU) Director Ada Hill came. “It burnt,” the HU said.", "Harbor Union"),
    ],
)
def test_letters_in_brackets_are_the_office_or_the_body(text, speaker):
    (found,) = quotes.extract(f"The {text}")
    assert found.speaker.name == speaker


def test_a_rank_before_a_name_is_none_of_it():
    (found,) = quotes.extract("“It burnt,” Senior Ranger Ada Hill said.")
    assert found.speaker.name == "Ada Hill"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Sens. Rosa Timm (D-Md.) and Nils Aker met.",
            {"Rosa Timm": "Sen. (D-Md.)", "Nils Aker": "Sen."},
        ),
        ("Former Govs. Timm and Aker met.", {"Timm": "Former Gov.", "Aker": "Former Gov."}),
        (
            "Vice Presidents Rosa Timm, Nils Aker and Mayor Ben Marsh met.",
            {"Rosa Timm": "Vice President", "Nils Aker": "Vice President", "Ben Marsh": "Mayor"},
        ),
        ("Senators Timm and Aker met Ben Marsh.", {"Timm": "Senator", "Aker": "Senator"}),
    ],
)
def test_each_of_several_has_the_title_before_them(nlp, text, titles):
    people = cast_of(Tokens(nlp(text))).entities
    told = {one.name: one.titles[0] for one in people if one.kind == "person" and one.titles}
    assert told == titles


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Hill-Marsh campaign began. “We will work,” he said.", None),
        (
            "Ada Lloyd-Hill won. The Lloyd-Hill team met. “We will work,” she said.",
            "Ada Lloyd-Hill",
        ),
    ],
)
def test_who_are_joined_before_their_campaign_are_no_one_person(nlp, text, speaker):
    (found,) = nlp(text)._.quotations
    assert (found.speaker and found.speaker.name) == speaker


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("General Ada Hill, head of the navy, said it rained.", ("General", "head of the navy")),
        ("General Ada Hill, a friend, said it rained.", ("General",)),
        ("With Mayor Ada Hill, Head of Lumen Bo Finch came. Hill said it rained.", ("Mayor",)),
    ],
)
def test_a_title_may_stand_before_a_name_and_one_behind_it(text, titles):
    (found,) = quotes.extract(text)
    assert (found.speaker.titles, found.speaker.title) == (titles, titles[0])


def test_no_place_before_a_hyphen_for_a_dash_is_of_a_title():
    text = "Bridgeton, NJ - Chairwoman of the Harbour Committee Rosa Timm said that it rained."
    (found,) = quotes.extract(text)
    assert found.speaker.title == "Chairwoman of the Harbour Committee"
