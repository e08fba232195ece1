"""Every page of a small database, asked for as a browser would."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
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
            "-/quotations",
            "-/quotations?search=harbour&type=direct",
            "-/quotations?speaker=lindqvist&outlet=%3Ci%3EOutlet%3C/i%3E",
            "-/articles",
            "-/articles?search=council",
            "-/speakers",
            "-/speakers?search=script",
            "-/groups",
            "-/outlets",
            "-/search?search=harbour",
            "-/search?search=%3Cscript%3Ealert(9)%3C/script%3E",
            "-/sources",
            "-/sources?by=outlet",
            "-/sources?by=month",
            "-/questions",
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


@pytest.fixture(scope="module")
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
    total = words(tree.find_class("quotes-totals")[0])
    assert total == "8 quotations by 3 speakers in 3 articles of 3 outlets"
    assert words(tree.find_class("quotes-ranking")[0][0]).startswith("Ada Lindqvist 5")
    (form,) = tree.find_class("quotes-search")
    found = await page(site, f"{form.get('action')}?search=turned")
    assert len(found.find_class("quotes-card")) == 2, "a quotation and its article"


async def test_the_first_page_has_articles_each_with_one_quotation(site: Any) -> None:
    cards = (await page(site, "/")).find_class("quotes-card")
    titles = [words(card.find_class("quotes-headline")[0]) for card in cards]
    assert sorted(titles) == [
        "<script>alert(3)</script>", "Council divided", "Harbour to stay open",
    ]  # fmt: skip
    assert all(len(list(card.iter("blockquote"))) == 1 for card in cards)


async def test_every_page_says_where_one_can_go_and_can_search(site: Any) -> None:
    for path in (
        "/",
        f"/{NAME}",
        f"/{NAME}/quotations",
        f"/{NAME}/articles/1",
        f"/{NAME}/-/groups",
    ):
        tree = await page(site, path)
        assert tree.get("lang") == "en"
        assert len(list(tree.iter("main"))) == len(list(tree.iter("h1"))) == 1, path
        links = [words(link) for link in tree.xpath("//header//nav//a")]
        assert links == [
            "Home", "Quotations", "Speakers", "Articles", "Same words", "Sources", "Questions",
        ]  # fmt: skip
        for href in tree.xpath("//header//nav//a/@href"):
            assert (await site.client.get(href)).status_code == 200
        (form,) = tree.xpath("//header//form")
        assert form.get("action") == "/harbour+news/-/search"
        labelled = {label.get("for") for label in tree.iter("label")}
        own = tree.xpath("//header//input|//form[@class='quotes-filters']//input")
        assert all(one.get("id") in labelled for one in own if one.get("type") != "hidden")


async def test_the_filters_of_tables_have_labels(site: Any) -> None:
    tree = await page(site, f"/{NAME}/quotations?type=direct")
    fields = tree.xpath("//form[@class='filters']//*[self::select or @type='text']")
    assert len(fields) > 3 and all(field.get("aria-label") for field in fields)


async def test_our_pages_run_no_script(site: Any) -> None:
    for path in PAGES:
        if "/-/" in path or re.search(r"/\d+$", path) or path == "/":
            assert not list((await page(site, path)).iter("script")), path


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
    assert [note.partition("%")[0] for note in notes] == [
        "1 Ada Lindqvist directnamed “Ada Lindqvist, the harbour master”90",
        "1 Ada Lindqvist indirectby pronoun “She”81",
        "1 Ada Lindqvist directby pronoun “she”90",
        "1 Ada Lindqvist directno source beside it41",
    ]
    assert "“said” She → Ada Lindqvist" in notes[1]
    assert [words(found) for found in tree.find_class("quotes-unsure")] == ["41% doubtful"]


async def test_a_quotation_can_be_reached_and_all_its_pieces_show(site: Any) -> None:
    response = await site.client.get(f"/{NAME}/articles/1")
    tree = html.fromstring(response.text)
    pins = tree.find_class("quotes-pin")
    assert [pin.get("id") for pin in pins] == ["q1", "q2", "q3", "q4"]
    assert [pin.get("href") for pin in pins] == ["#q1", "#q2", "#q3", "#q4"]
    for pin in pins:
        assert tree.xpath(f"//li[@id='{pin.get('aria-describedby')}']")
    pieces = tree.xpath("//*[@data-q='3']")
    assert [words(piece).split(" ")[0] for piece in pieces] == ["We", "she", "added", "for", "1"]
    assert '.quotes-article:has(#q3:target) [data-q~="3"]' in response.text


async def test_speakers_of_an_article_have_numbers(site: Any) -> None:
    tree = await page(site, f"/{NAME}/articles/2")
    legend = [words(li) for li in tree.find_class("quotes-legend")[0]]
    assert legend == ["1 the council 1", "2 Ada Lindqvist 1"]
    assert [mark.get("data-n") for mark in tree.iter("mark")] == ["1", "2"]


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
    articles = [words(one) for one in tree.xpath("//section/h3")]
    assert articles == ["Council divided", "Harbour to stay open"], "grouped, the newest first"
    beside = words(tree.find_class("quotes-facts")[0])
    assert "Quoted in the same articles the council 1 article" in beside


async def test_a_speakers_quotations_are_filtered_by_words(site: Any) -> None:
    tree = await page(site, f"/{NAME}/speakers/1?search=turned")
    assert [words(card.find("blockquote")) for card in tree.find_class("quotes-card")] == [
        "no ship had been turned away"
    ]
    none = await page(site, f"/{NAME}/speakers/1?search=zebra")
    assert "No quotation found" in words(none.find_class("quotes-empty")[0])


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
    around = words(tree.find_class("quotes-around")[0])
    assert around.startswith("She said that no ship had been turned away.")
    assert [words(mark) for mark in tree.iter("mark")] == ["no ship had been turned away"]
    other = await page(site, f"/{NAME}/quotes/1")
    assert len(other.find_class("quotes-card")) == 2, "itself and the same words elsewhere"


@pytest.mark.parametrize("path", ["articles/99", "speakers/99", "quotes/99", "speakers/x"])
async def test_what_is_not_there_is_not_found(site: Any, path: str) -> None:
    assert (await site.client.get(f"/{NAME}/{path}")).status_code == 404


async def test_a_quotation_can_be_cited(site: Any) -> None:
    tree = await page(site, f"/{NAME}/quotes/1")
    assert words(tree.find_class("quotes-cite")[0]) == (
        "“The harbour will stay open,” — Ada Lindqvist, harbour master."
        " “Harbour to stay open”, Harbour Post, 1 March 2024. https://harbour-post.example/open"
    )
    tree = await page(site, f"/{NAME}/quotes/7")
    assert "javascript:" not in words(tree.find_class("quotes-cite")[0])
    assert words(tree.find_class("quotes-cite")[0]).endswith("/harbour+news/quotes/7")


@pytest.mark.parametrize(
    "path", ["none", f"{NAME}/none", f"{NAME}/articles/99", f"{NAME}/-/none", f"{NAME}/none/1"]
)
async def test_what_is_not_there_is_told_in_our_clothes(site: Any, path: str) -> None:
    response = await site.client.get(f"/{path}")
    tree = html.fromstring(response.text)
    assert response.status_code == 404
    assert words(tree.find(".//h1")) == "There is no such page"
    assert tree.xpath("//header//form") and not list(tree.iter("script"))


async def test_a_long_address_that_leads_nowhere_is_not_found(site: Any) -> None:
    assert (await site.client.get(f"/{NAME}/a/b/c/d/e")).status_code == 404


async def test_an_error_of_json_stays_json(site: Any) -> None:
    response = await site.client.get(f"/{NAME}/articles/99.json")
    assert response.status_code == 404 and response.json()["ok"] is False


async def test_what_takes_too_long_is_said(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.browse import views

    def slow(db: Any, what: Any) -> Any:
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr(views.searching, "search", slow)
    response = await datasette(filled).client.get(f"/{NAME}/-/search?search=x")
    assert response.status_code == 503
    assert "took too long" in words(html.fromstring(response.text).find_class("quotes-warning")[0])


@pytest.mark.parametrize("said", ["unable to open database file", "database is locked"])
async def test_a_database_that_cannot_be_read_is_told_without_its_path(
    filled: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    from quotes.browse import views

    def broken(db: Any, what: Any) -> Any:
        raise sqlite3.OperationalError(said)

    monkeypatch.setattr(views.searching, "search", broken)
    response = await datasette(filled).client.get(f"/{NAME}/-/search?search=x")
    assert response.status_code == 503
    assert "cannot be read" in words(html.fromstring(response.text).find(".//h1"))
    assert str(filled.parent) not in response.text


@pytest.mark.parametrize("page", ["/", f"/{NAME}", f"/{NAME}/-/quotations", f"/{NAME}/quotes/1"])
async def test_a_database_that_is_gone_is_told_by_every_page(
    tmp_path: Path, filled: Path, page: str
) -> None:
    copy = tmp_path / filled.name
    shutil.copytree(filled.parent, tmp_path, dirs_exist_ok=True)
    site = datasette(copy)
    await site.invoke_startup()
    shutil.rmtree(tmp_path)
    # The threads of before have it open.
    site.executor.shutdown()
    site.executor = ThreadPoolExecutor(max_workers=1)
    response = await site.client.get(page)
    assert response.status_code == 503
    assert "cannot be opened" in words(html.fromstring(response.text))


async def test_a_database_that_is_gone_is_told_though_a_thread_has_it_open(
    tmp_path: Path, filled: Path
) -> None:
    shutil.copytree(filled.parent, tmp_path, dirs_exist_ok=True)
    site = datasette(tmp_path / filled.name)
    assert (await site.client.get("/")).status_code == 200
    shutil.rmtree(tmp_path)
    response = await site.client.get("/")
    assert response.status_code == 503
    assert "cannot be opened" in words(html.fromstring(response.text))


async def test_who_may_not_see_a_table_sees_no_page(filled: Path) -> None:
    site = datasette(filled)
    tables = {"reviews": {"allow": False}}
    site._metadata_local = {"databases": {"harbour news": {"tables": tables}}}
    for path in (
        "-/quotations",
        "-/search?search=harbour",
        "-/quotations.csv",
        "-/articles/1.json",
    ):
        response = await site.client.get(f"/{NAME}/{path}")
        assert response.status_code == 403, path
        assert "Lindqvist" not in response.text


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
    assert "quotes-top" not in (await both.client.get("/recipes/quotations")).text
    first = html.fromstring((await both.client.get("/")).text)
    assert "Ada Lindqvist" in words(first) and first.xpath("//a[@href='/recipes']")


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    migrations.apply(Database(path))
    tree = await page(datasette(path), "/")
    assert "quotes ingest" in words(tree.find_class("quotes-empty")[0])


async def test_a_very_long_article_is_cut_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotes.browse import article

    monkeypatch.setattr(article, "LONGEST_ARTICLE", 10)
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


async def test_what_stands_above_an_article_is_not_said_again(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    database = Database(path)
    migrations.apply(database)
    lines = ["A Bridge Opens", "By Ada Lindqvist", "A picture of the bridge at dawn",
             "A picture of the bridge at dawn", "It opened.", "It opened."]  # fmt: skip
    row = {"sha256": "x", "title": "A bridge opens", "byline": "Ada Lindqvist",
           "text": "\n\n".join(lines), "word_count": 15, "ingested_at": "2024"}  # fmt: skip
    database["articles"].insert(row)
    database.conn.close()
    tree = await page(datasette(path), "/quotes/articles/1")
    shown = [p.text_content() for p in tree.xpath("//div[@class='quotes-paragraph']/p")]
    assert shown == [lines[2], "It opened.", "It opened."]


async def test_a_headline_with_a_quotation_is_marked_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    database = Database(path)
    migrations.apply(database)
    text = "Mayor: bridge “will open”\n\nIt did."
    row = {"sha256": "x", "title": "Mayor: bridge “will open”", "text": text, "word_count": 6,
           "ingested_at": "2024"}  # fmt: skip
    database["articles"].insert(row)
    start = text.index("will")
    quote = {"article_id": 1, "type": "direct", "text": "will open", "start": start,
             "end": start + 9, "spans": f"[[{start}, {start + 9}]]", "confidence": 0.4}  # fmt: skip
    database["quotes"].insert(quote)
    database.conn.close()
    tree = await page(datasette(path), "/quotes/articles/1")
    (heading,) = tree.iter("h1")
    assert words(heading) == "Mayor: bridge “will open”"
    assert heading.find(".//mark").text_content() == "will open"
    assert len(tree.find_class("quotes-paragraph")) == 1


async def test_pages_answer_together(site: Any) -> None:
    await site.invoke_startup()
    answers = await asyncio.gather(*(site.client.get(path) for path in PAGES[:12]))
    assert {answer.status_code for answer in answers} == {200}
