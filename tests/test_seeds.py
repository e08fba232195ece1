"""The sample articles, end to end: who says what, as a person reads it.

The tables below were written by reading the articles, never by running the program. Where the
two disagree the table stands, and the row is marked with the reason.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import quotes
from quotes.articles import read
from quotes.store import opened, write_article
from quotes.types import SPAN_SEPARATOR

SEEDS = Path(__file__).parents[1] / "seeds"

KIRBY = "John Kirby"
MILLER = "Troy Miller"
JOHNSON = "Mike Johnson"
LOPEZ_OBRADOR = "Andrés Manuel López Obrador"
WHITE_HOUSE = "White House"
BORDER_PROTECTION = "Customs and Border Protection"


@dataclass(frozen=True)
class Said:
    speaker: str
    type: str
    resolution: str
    words: str
    """Its spans with a blank between them; marks and a closing comma or full stop are free."""
    rest: str | None = None
    """The rest of it after a full stop and a cue, which may count as a quotation of its own."""


SAID = {
    "harbor-herald-envoys.txt": [
        Said(
            WHITE_HOUSE, "indirect", "name",
            "it would send three of President Biden’s most senior advisers to Mexico within days",
        ),
        Said(
            KIRBY, "direct", "name",
            "The two leaders agreed that additional enforcement actions are urgently needed so "
            "that key ports of entry can be reopened across our shared border",
        ),
        Said(
            KIRBY, "mixed", "name",
            "the officials will explore “what can be done to sort of flesh those modalities out "
            "a little bit more",
        ),
        Said(
            KIRBY, "direct", "pronoun",
            "Their visit, will really be about getting at the migratory flows and talking to "
            "President López Obrador and his team about what more we can do together",
        ),
        Said(
            KIRBY, "mixed", "name",
            "both presidents were troubled by the “dramatic” rise in the number of people on "
            "the move",
        ),
        Said(
            KIRBY, "direct", "nominal",
            "They did talk in broad terms about what can be done inside Mexico to slow that "
            "process down, and there are some things like checkpoints on rail lines and on "
            "highways and that kind of thing",
        ),
        Said(
            KIRBY, "indirect", "nominal",
            "the Mexican armed forces had come up in the discussions as well",
        ),
        Said(KIRBY, "direct", "pronoun", "There’s been terrific cooperation. We’re proud of that"),
        Said(
            KIRBY, "direct", "implicit",
            "And I think it can be expanded given the record levels of migrants that we’re "
            "seeing come across",
        ),
        Said(
            BORDER_PROTECTION, "indirect", "name", "it would suspend two railway crossings"
        ),
    ],
    "continental-dispatch-talks.txt": [
        Said(
            WHITE_HOUSE, "mixed", "name",
            "Secretary of State Antony Blinken and two senior security officials would fly to "
            "Mexico in the coming days “to discuss further actions that can be taken together "
            "to address current border challenges",
        ),
        Said(
            KIRBY, "mixed", "name",
            "President Biden and Mexican President Andres Manuel Lopez Obrador “agreed that "
            "additional enforcement actions are urgently needed so that key ports of entry can "
            "be reopened across our shared border",
        ),
        Said(
            KIRBY, "direct", "name",
            "Their visit will really be about getting at the migratory flows and talking to "
            "President Lopez Obrador and his team about what more we can do together",
        ),
        Said(
            KIRBY, "indirect", "pronoun",
            "the delegation would also include Homeland Security Secretary Alejandro Mayorkas "
            "and Liz Sherwood-Randall, the White House homeland security adviser",
        ),
        Said(
            MILLER, "indirect", "name",
            "his officers no longer have the capacity to impose consequences such as swift "
            "deportation",
        ),
        Said(
            MILLER, "indirect", "name",
            "Weaker enforcement on the Mexican side is probably contributing to the record",
        ),
        Said(
            JOHNSON, "mixed", "pronoun",
            "the president should “begin to negotiate with Mexico to reinstitute the Remain in "
            "Mexico program",
        ),
        Said(
            LOPEZ_OBRADOR, "indirect", "nominal", "Texas has no jurisdiction in federal matters"
        ),
    ],
    "meridian-review-analysis.md": [
        Said(KIRBY, "direct", "name", "There’s been terrific cooperation"),
        Said(
            KIRBY, "direct", "pronoun",
            "We’re proud of that. And I think it can be expanded given the record levels of "
            "migrants that we’re seeing come across",
        ),
        Said(
            KIRBY, "mixed", "name",
            "The administration, is looking to work “in full partnership with Mexican "
            "authorities",
        ),
        Said(
            KIRBY, "direct", "pronoun",
            "They did talk in broad terms, about what can be done inside Mexico to slow that "
            "process down, and there are some things like checkpoints on rail lines and on "
            "highways and that kind of thing",
        ),
        Said(
            KIRBY, "direct", "name",
            "ongoing efforts to manage the unprecedented migratory flows in the western "
            "hemisphere",
        ),
        Said(
            JOHNSON, "mixed", "pronoun",
            "Mr. Biden, should “begin to negotiate with Mexico to reinstitute the Remain in "
            "Mexico program",
        ),
        Said(
            LOPEZ_OBRADOR, "indirect", "name",
            "Texas, has no jurisdiction in American federal matters",
        ),
    ],
    "gulf-courier-crossings.html": [
        Said(
            BORDER_PROTECTION, "indirect", "name",
            "Two railway crossings would be suspended because of the surge in migrants",
        ),
        Said(
            MILLER, "indirect", "name",
            "border officials were too overwhelmed to enforce consequences such as swift "
            "deportation",
        ),
        Said(
            MILLER, "indirect", "nominal",
            "A lack of resources was likely contributing to the record number of crossings",
        ),
        Said(
            KIRBY, "indirect", "name",
            "Presidents Biden and López Obrador had spoken on Thursday about the crossings",
        ),
        Said(
            KIRBY, "direct", "name",
            "The two leaders agreed that additional enforcement actions are urgently needed so "
            "that key ports of entry can be reopened across our shared border",
        ),
        Said(
            KIRBY, "direct", "pronoun",
            "There’s been terrific cooperation. We’re proud of that. And I think it can be "
            "expanded given the record levels of migrants that we’re seeing come across",
        ),
        Said(
            LOPEZ_OBRADOR, "indirect", "nominal",
            "Texas, has no jurisdiction in federal matters",
        ),
        Said(
            JOHNSON, "mixed", "name",
            "The president should “begin to negotiate with Mexico to reinstitute the Remain in "
            "Mexico program",
        ),
    ],
    "northgate-chronicle-mexico.txt": [
        Said(
            KIRBY, "mixed", "name",
            "Their purpose, is ‘to discuss further actions that can be taken together to "
            "address current border challenges",
        ),
        Said(
            KIRBY, "direct", "pronoun",
            "There’s been terrific cooperation", rest="We’re proud of that",
        ),
        Said(
            KIRBY, "mixed", "name",
            "The two presidents, Joe Biden and Andrés Manuel López Obrador, had talked by "
            "telephone about ‘ongoing efforts to manage the unprecedented migratory flows in "
            "the western hemisphere",
        ),
        Said(
            KIRBY, "indirect", "pronoun",
            "they had agreed on the need for more enforcement if the ports of entry were to "
            "reopen",
        ),
        Said(
            KIRBY, "direct", "nominal",
            "Their visit will really be about getting at the migratory flows and talking to "
            "President López Obrador and his team about what more we can do together",
        ),
        Said(
            LOPEZ_OBRADOR, "indirect", "name", "Texas had no jurisdiction in US federal matters"
        ),
        Said(
            JOHNSON, "mixed", "name",
            "the president should ‘begin to negotiate with Mexico to reinstitute the Remain in "
            "Mexico program",
        ),
    ],
}  # fmt: skip

#: What the program does not get right, with the reason. A row is named by file and number.
WRONG_ROWS: dict[tuple[str, int], str] = {}
WRONG_EXCESS = {
    "harbor-herald-envoys.txt": "“had nothing but praise for” is taken for a cue",
    "meridian-review-analysis.md": "“He meant the arrest law” is taken for reported speech",
    "gulf-courier-crossings.html": "“objected to it at once” says nothing that was said",
}
WRONG_SPEAKERS = {
    "meridian-review-analysis.md": "“the spokesman was vaguer” is not led back to Kirby",
}

HEADS = {
    "harbor-herald-envoys.txt": (
        "Washington takes its border troubles to Mexico, with three envoys and no fixed list "
        "of demands",
        "Rosalind Achterberg",
        "Harbor Herald",
        None,
    ),
    "continental-dispatch-talks.txt": (
        "U.S. Envoys to Press Mexico as Border Agents Fall Behind",
        "Dennis Marrow",
        "Continental Dispatch",
        None,
    ),
    "meridian-review-analysis.md": (
        "What the White House said about Mexico, and what it left open",
        "Tomasz Vance",
        "The Meridian Review",
        "2023-12-22",
    ),
    "gulf-courier-crossings.html": (
        "Trains stand still as border agency pulls staff from crossings",
        "Hanneke Birdsall",
        "The Gulf Courier",
        "2023-12-22",
    ),
    "northgate-chronicle-mexico.txt": (
        "Biden’s men go to Mexico as the border backs up",
        "Imogen Thackeray",
        "Northgate Chronicle",
        "2023-12-22",
    ),
}


@cache
def attributing() -> Language:
    return quotes.load()


@cache
def attributed() -> dict[str, tuple[quotes.AttributedQuotation, ...]]:
    articles = [read(SEEDS / name) for name in SAID]
    return {
        Path(str(article.path)).name: found
        for article, found in quotes.attribute(articles, attributing())
    }


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"^(?:the|us|u\.s\.) ", "", plain)


def bare(words: str) -> str:
    """Words alone: no marks, no joint between spans, no ``that`` before, no stop behind."""
    words = re.sub(r"[“”‘\"]|’(?!\w)|'(?!\w)|(?<!\w)'| …", "", words)
    words = re.sub(r"\s+", " ", words).strip(" ,.")
    return re.sub(r"[,.](?= )", "", words.removeprefix("that "))


def marked(*values: Any, reason: str | None, id: str) -> Any:
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(*values, id=id, marks=marks)


def rows() -> list[Any]:
    return [
        marked(name, said, reason=WRONG_ROWS.get((name, number)), id=f"{name}-{number}")
        for name, table in SAID.items()
        for number, said in enumerate(table)
    ]


def samples(wrong: dict[str, str]) -> list[Any]:
    return [marked(name, reason=wrong.get(name), id=name) for name in SAID]


def accepted(said: Said) -> list[tuple[str, ...]]:
    whole = bare(said.words)
    if said.rest is None:
        return [(whole,)]
    return [(f"{whole} {bare(said.rest)}",), (whole, bare(said.rest))]


def test_the_table_holds_every_sample() -> None:
    assert set(SAID) == set(HEADS) == {path.name for path in SEEDS.iterdir()}


@pytest.mark.parametrize("name", HEADS)
def test_the_head_of_the_article_is_read(name: str) -> None:
    article = read(SEEDS / name)
    assert (article.title, article.byline, article.outlet, article.published) == HEADS[name]
    assert not re.search(r"<|\\\$|&\w+;", article.text)


@pytest.mark.parametrize(("name", "said"), rows())
def test_what_was_said_is_found_with_its_speaker(name: str, said: Said) -> None:
    found = {bare(quotation.text): quotation for quotation in attributed()[name]}
    form = next((form for form in accepted(said) if all(words in found for words in form)), None)
    assert form is not None, f"not among {sorted(found)}"
    for quotation in (found[words] for words in form):
        assert quotation.speaker is not None
        assert folded(quotation.speaker.name) == folded(said.speaker)
        assert quotation.type == said.type
    assert found[form[0]].resolution == said.resolution


@pytest.mark.parametrize("name", samples(WRONG_EXCESS))
def test_nothing_else_is_taken_for_a_quotation(name: str) -> None:
    known = {words for said in SAID[name] for form in accepted(said) for words in form}
    other = [q.text for q in attributed()[name] if bare(q.text) not in known]
    assert other == []


@pytest.mark.parametrize("name", samples(WRONG_SPEAKERS))
def test_nobody_else_is_made_a_speaker(name: str) -> None:
    """Not those who are mentioned, photographed or bylined."""
    known = {folded(said.speaker) for said in SAID[name]}
    assert {folded(q.speaker.name) for q in attributed()[name] if q.speaker} <= known


@pytest.mark.parametrize("name", SAID)
def test_offsets_give_the_words(name: str) -> None:
    text = read(SEEDS / name).text
    for quotation in attributed()[name]:
        assert quotation.text == " … ".join(text[start:end] for start, end in quotation.spans)
        for mention in (quotation.cue, quotation.source):
            assert mention is None or mention.text == text[mention.start : mention.end]


@pytest.mark.parametrize("name", SAID)
def test_a_mixed_quotation_keeps_its_marks(name: str) -> None:
    mixed = [q.text for q in attributed()[name] if q.type == "mixed"]
    assert mixed
    assert all(re.search(r"[“‘\"]", text) for text in mixed)


@pytest.mark.parametrize("name", SAID)
def test_a_direct_quotation_has_lost_its_outer_marks(name: str) -> None:
    direct = [q.text for q in attributed()[name] if q.type == "direct"]
    assert [text for text in direct if re.search(r"^[“‘\"]|[”\"]$|’$", text)] == []


@pytest.mark.parametrize("name", SAID)
def test_lines_broken_at_a_width_change_nothing(name: str) -> None:
    paragraphs = [one for one in read(SEEDS / name).text.split("\n") if one.strip()]

    def found(text: str) -> list[tuple[str, str | None]]:
        (pair,) = quotes.attribute([quotes.Article(text)], attributing())
        assert all(
            q.text == SPAN_SEPARATOR.join(text[start:end] for start, end in q.spans)
            and all(text[m.start : m.end] == m.text for m in (q.cue, q.source) if m)
            and all(text[m.start : m.end] == m.text for m in q.evidence.chain)
            for q in pair[1]
        )
        return [(" ".join(q.text.split()), q.speaker and q.speaker.name) for q in pair[1]]

    broken = "\n\n".join(textwrap.fill(one, 72) for one in paragraphs)
    assert found(broken) == found("\n\n".join(paragraphs))


def test_a_speaker_is_one_across_the_articles(tmp_path: Path) -> None:
    """With accents or without, under the full name or a surname; and so are repeated words."""
    with opened(tmp_path / "quotes.db", write=True) as db:
        for name, found in attributed().items():
            write_article(db, read(SEEDS / name), found)
        people = dict(
            db.execute(
                "SELECT speakers.name, count(DISTINCT article_id) FROM speakers"
                " JOIN quotes ON quotes.speaker_id = speakers.id GROUP BY speakers.id"
            ).fetchall()
        )
        (shared,) = db.execute(
            "SELECT count(DISTINCT article_id) FROM quotes WHERE group_id ="
            " (SELECT group_id FROM quotes WHERE text LIKE 'The two leaders agreed%' LIMIT 1)"
        ).fetchone()
    assert people[KIRBY] == 5
    assert [name for name in people if "Kirby" in name] == [KIRBY]
    assert people[LOPEZ_OBRADOR] == 4
    assert len([name for name in people if "brador" in name]) == 1
    assert people[JOHNSON] == 4
    assert people[MILLER] == 2
    assert shared == 3, "Herald and Courier in full, the Dispatch in part"
