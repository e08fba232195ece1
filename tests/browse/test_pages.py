"""Every page of a small database, asked for as a browser would."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html
from sqlite_utils import Database

from quotes.browse.server import datasette
from quotes.store.migrations import migrations

NAME = "harbour~20news"
PAGES = (
    "/",
    f"/{NAME}",
    *(
        f"/{NAME}/{table}"
        for table in (
            "quotations",
            "quotations?_search=harbour",
            "quotations?_col=text",
            "quotes",
            "speakers",
            "speaker_names",
            "articles",
            "articles?_search=council",
            "quote_groups",
            "reviews",
            *(f"articles/{number}" for number in (1, 2, 3)),
            *(f"speakers/{number}" for number in (1, 2, 3)),
            *(f"quotes/{number}" for number in range(1, 9)),
            "quote_groups/1",
        )
    ),
)
QUERIES = {
    "said_by?speaker=lindqvist": 5,
    "said_by?speaker=": 0,
    "said_about?words=harbour": 2,
    "said_about?words=": 0,
    "said_about?words=%22+AND+(": 0,
    "most_quoted": 3,
    "same_words": 1,
    "by_outlet": 4,
    "second_look": 8,
    "without_a_name": 1,
}


@pytest.fixture
def site(filled: Path) -> Any:
    return datasette(filled)


async def page(site: Any, path: str) -> Any:
    response = await site.client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_shows_hostile_text_as_text(site: Any, path: str) -> None:
    tree = await page(site, path)
    assert not [script for script in tree.iter("script") if "alert(" in (script.text or "")]
    assert not list(tree.iter("img", "b", "i", "u"))
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not [link for link in tree.xpath("//@href") if link.lower().startswith("javascript:")]
    assert tree.xpath("//link[starts-with(@href, '/-/quotes-')]")


@pytest.mark.parametrize(("query", "rows"), QUERIES.items())
async def test_questions_have_answers(site: Any, query: str, rows: int) -> None:
    tree = await page(site, f"/{NAME}/{query}")
    assert not tree.find_class("message-error")
    assert len(tree.xpath("//table/tbody/tr")) == rows
    assert not [script for script in tree.iter("script") if "alert(" in (script.text or "")]


async def test_every_question_of_the_configuration_is_tried_here(site: Any) -> None:
    await site.invoke_startup()
    known = await site.get_canned_queries("harbour news", None)
    assert set(known) == {query.partition("?")[0] for query in QUERIES}


async def test_the_first_page_counts_ranks_and_searches(site: Any) -> None:
    tree = await page(site, "/")
    assert words(tree.find_class("quotes-totals")[0]) == "8 quotations by 3 speakers in 3 articles"
    assert words(tree.find_class("quotes-ranking")[0][0]).startswith("Ada Lindqvist 5")
    (form,) = tree.find_class("quotes-search")
    found = await page(site, f"{form.get('action')}?_search=turned")
    assert len(found.find_class("quotes-card")) == 1
    assert len(tree.find_class("quotes-card")) == 8


async def test_quotations_are_searched_faceted_and_newest_first(site: Any) -> None:
    response = await site.client.get(f"/{NAME}/quotations.json?_facet_size=max")
    data = response.json()
    assert {"speaker", "type", "resolution", "outlet"} == set(data["facet_results"])
    dates = [row[data["columns"].index("date")] for row in data["rows"]]
    assert dates == sorted(dates, reverse=True)
    found = await site.client.get(f"/{NAME}/quotations.json?_search=turned&_shape=array")
    assert [row["speaker"] for row in found.json()] == ["Ada Lindqvist"]


@pytest.mark.parametrize("empty", ["", "+", "%22", "&type=direct", "%20&type=direct"])
async def test_an_empty_search_box_means_everything(site: Any, empty: str) -> None:
    everything = await site.client.get(f"/{NAME}/quotations.json?_shape=array")
    wanted = [row["id"] for row in everything.json() if row["type"] == "direct" or "&" not in empty]
    found = await site.client.get(f"/{NAME}/quotations.json?_search={empty}&_shape=array")
    assert [row["id"] for row in found.json()] == wanted


async def test_an_article_has_its_quotations_in_place(site: Any) -> None:
    tree = await page(site, f"/{NAME}/articles/1")
    marked = [mark.text_content() for mark in tree.iter("mark")]
    assert marked == [
        "The harbour will stay open,",
        "no ship had been turned away",
        "We asked,",
        "for more time.",
        "Time is short.",
    ]
    assert [mark.get("title") for mark in tree.iter("mark")] == ["Ada Lindqvist"] * 5
    notes = [words(note) for note in tree.xpath("//ul[@class='quotes-notes']/li")]
    assert notes == [
        "Ada Lindqvist directnamed “Ada Lindqvist, the harbour master”90%",
        "Ada Lindqvist indirectby pronoun “She”81%",
        "Ada Lindqvist directby pronoun “she”90%",
        "Ada Lindqvist directno source beside it41% doubtful",
    ]
    assert [anchor.get("id") for anchor in tree.find_class("quotes-anchor")] == [
        "q1", "q2", "q3", "q4",
    ]  # fmt: skip
    assert [words(found) for found in tree.find_class("quotes-unsure")] == ["41% doubtful"]


async def test_an_articles_text_is_shown_character_for_character(site: Any) -> None:
    tree = await page(site, f"/{NAME}/articles/3")
    shown = [p.text_content() for p in tree.xpath("//div[@class='quotes-paragraph']/p")]
    row = (await site.client.get(f"/{NAME}/articles/3.json?_shape=array")).json()[0]
    assert shown == [line for line in row["text"].split("\n") if line]


async def test_a_speaker_has_names_counts_and_quotations(site: Any) -> None:
    tree = await page(site, f"/{NAME}/speakers/1")
    heading = words(tree.find_class("quotes-heading")[0])
    assert "5 quotations in 2 articles" in heading
    assert "Also found as Lindqvist" in heading
    assert len(tree.find_class("quotes-card")) == 5


async def test_a_quotation_shows_its_evidence(site: Any) -> None:
    tree = await page(site, f"/{NAME}/quotes/2")
    why = words(tree.find_class("quotes-why")[0])
    assert "the only woman named before" in why
    assert "She → Ada Lindqvist" in why
    assert "Second best<script>Mallory</script> (31% against 69%)" in why
    assert "Second best source“the council” (12% against 88%)" in why
    assert "Confidence81%: words and source 90%, speaker 90%" in why
    assert "Forthere is a cue" in why
    assert "Againstthe source is a <b>pronoun</b>" in why
    other = await page(site, f"/{NAME}/quotes/1")
    assert len(other.find_class("quotes-card")) == 2, "itself and the same words elsewhere"


@pytest.mark.parametrize("path", ["articles/99", "speakers/99", "quotes/99", "speakers/x"])
async def test_what_is_not_there_is_not_found(site: Any, path: str) -> None:
    assert (await site.client.get(f"/{NAME}/{path}")).status_code == 404


async def test_cells_lead_to_pages(site: Any) -> None:
    for table, cell, href in (
        ("quotes", "Time is short.", "articles/1#q4"),
        ("articles", "Council divided", "articles/2"),
        ("speakers", "Ada Lindqvist", "speakers/1"),
        ("second_look", "Time is short.", "articles/1#q4"),
        ("same_words", "The harbour will stay open,", "quote_groups/1"),
        ("by_outlet", "the council", "speakers/2"),
    ):
        tree = await page(site, f"/{NAME}/{table}")
        links = {words(link): link.get("href") for link in tree.xpath("//td/a")}
        found = await site.client.get(links[cell])
        assert links[cell].endswith(href)
        assert found.status_code == 200


async def test_json_stays_plain(site: Any) -> None:
    data = (await site.client.get(f"/{NAME}/quotations.json?_shape=array")).json()
    assert {row["confidence"] for row in data} == {0.9, 0.81, 0.41, 0.3}


async def test_other_databases_stay_as_they_are(filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "recipes.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE quotations (speaker TEXT, speaker_id INTEGER)")
        connection.execute("INSERT INTO quotations VALUES ('cook', 1)")
    datasette(filled)  # has registered the plugin
    alone = Datasette([str(other)])
    assert "quotes-" not in (await alone.client.get("/")).text
    assert (
        '<td class="col-speaker type-str">cook</td>'
        in (await alone.client.get("/recipes/quotations")).text
    )
    both = Datasette([str(other), str(filled)])
    assert "databases" in both.metadata()
    assert (await both.client.get("/recipes/quotations")).status_code == 200
    assert "title" not in both.metadata()


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    migrations.apply(Database(path))
    tree = await page(datasette(path), "/")
    assert "quotes ingest" in words(tree.find_class("quotes-empty")[0])


async def test_a_very_long_article_is_cut_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotes.browse import pages

    monkeypatch.setattr(pages, "LONGEST_ARTICLE", 10)
    path = tmp_path / "quotes.db"
    database = Database(path)
    migrations.apply(database)
    row = {"sha256": "x", "text": "word " * 9, "word_count": 9, "ingested_at": "2024"}
    database["articles"].insert(row)
    database.conn.close()
    tree = await page(datasette(path), "/quotes/articles/1")
    assert words(tree.find_class("quotes-paragraph")[0]) == "word word"
    assert "not shown" in words(tree.find_class("quotes-empty")[0])


async def test_lines_broken_at_a_width_are_paragraphs_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    database = Database(path)
    migrations.apply(database)
    lines = ["The bridge has been closed since the ice took its", "railing in March.", "", "No."]
    row = {"sha256": "x", "text": "\n".join(lines), "word_count": 15, "ingested_at": "2024"}
    database["articles"].insert(row)
    database.conn.close()
    tree = await page(datasette(path), "/quotes/articles/1")
    shown = [p.text_content() for p in tree.xpath("//div[@class='quotes-paragraph']/p")]
    assert shown == [" ".join(lines[:2]), "No."]


async def test_pages_answer_together(site: Any) -> None:
    answers = await asyncio.gather(*(site.client.get(path) for path in PAGES[:12]))
    assert {answer.status_code for answer in answers} == {200}
