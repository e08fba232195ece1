"""Whatever stands in an article: it is text on every page, and in every other form of it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import html

from quotes.browse.server import datasette

from .conftest import LONG, PAYLOADS

LISTS = ("quotations", "articles", "speakers", "groups")
PATHS = [
    "/",
    *(
        f"/attacked/-/{one}"
        for one in (*LISTS, "outlets", "search?search=alert", "sources?by=outlet")
    ),
    *(
        f"/attacked/{table}/{number}"
        for table in ("articles", "speakers", "quotes", "quote_groups", "article_versions")
        for number in range(1, len(PAYLOADS) + 1)
    ),
]


@pytest.fixture(scope="module")
def site(attacked: Path) -> Any:
    return datasette(attacked)


@pytest.mark.parametrize("path", PATHS)
async def test_it_is_text(site: Any, path: str) -> None:
    response = await site.client.get(path)
    assert response.status_code == 200
    assert "49" not in re.findall(r">(\d+)<", response.text), "a template in a template"
    tree = html.fromstring(response.text)
    assert not list(tree.iter("script", "img"))
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    links = tree.xpath("//@href | //@src | //@action")
    assert not [one for one in links if one.strip().lower().startswith(("javascript:", "data:"))]
    title = tree.find(".//title").text
    assert not re.search("[\u202a-\u202e\x00-\x1f]", title.strip()) and len(title) < 200
    for style in tree.iter("style"):
        assert "<" not in style.text


@pytest.mark.parametrize("path", PATHS)
async def test_marks_that_turn_the_line_are_isolated(site: Any, path: str) -> None:
    """Each stands in an element whose direction is its own, in our style sheet or by itself."""
    tree = html.fromstring((await site.client.get(path)).text)
    isolated = "bdi blockquote p li dd h1 h2 td th a mark span ins del option summary time".split()
    for element in tree.iter():
        if isinstance(element.tag, str) and "\u202e" in (element.text or ""):
            assert element.tag in (*isolated, "title", "style"), element.tag


async def test_long_words_are_cut_in_lists(site: Any) -> None:
    for one in LISTS:
        text = (await site.client.get(f"/attacked/-/{one}")).text
        assert LONG not in text, one


@pytest.mark.parametrize("table", ["articles", "speakers", "quotes", "article_versions"])
async def test_long_titles_are_held_in(site: Any, table: str) -> None:
    tree = html.fromstring((await site.client.get(f"/attacked/{table}/9")).text)
    assert len(tree.find(".//h1").text_content()) < 400
    if table == "articles":
        tree = html.fromstring((await site.client.get(f"/attacked/{table}/17")).text)
        assert tree.find(".//details").text_content().count("Long") == LONG.count("Long")


@pytest.mark.parametrize("one", LISTS)
async def test_csv_has_no_formula(site: Any, one: str) -> None:
    response = await site.client.get(f"/attacked/-/{one}.csv")
    rows = list(csv.reader(io.StringIO(response.text)))
    assert len(rows) > len(PAYLOADS) and len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("one", LISTS)
async def test_a_feed_is_xml_whatever_is_in_it(site: Any, one: str) -> None:
    response = await site.client.get(f"/attacked/-/{one}.atom")
    feed = ElementTree.fromstring(response.text)
    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{name}entry")
    assert len(entries) >= len(PAYLOADS)
    for entry in entries:
        assert entry.find(f"{name}link").get("href").startswith("http://localhost/attacked/")
        assert "<script" not in entry.find(f"{name}content").text


@pytest.mark.parametrize("one", LISTS)
async def test_json_has_it_as_it_is(site: Any, one: str) -> None:
    answer = (await site.client.get(f"/attacked/-/{one}.json")).json()
    assert answer["total"] == len(answer[one])
    assert PAYLOADS[1] in str(answer[one]).replace("\\'", "'")


async def test_a_file_of_an_article_has_it_as_text(site: Any) -> None:
    for number in range(1, 2 * len(PAYLOADS) + 1):
        answer = await site.client.get(f"/attacked/-/articles/{number}.html")
        assert answer.status_code == 200
        tree = html.fromstring(answer.text)
        assert not list(tree.iter("script", "img", "link", "iframe"))
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        links = [*tree.xpath("//@href"), *tree.xpath("//@src"), *tree.xpath("//@action")]
        assert links and all(one.startswith("#") for one in links)
        assert len(tree.find_class("quotes-notes")) == 1
        assert PAYLOADS[(number - 1) // 2].split()[0] in tree.text_content()
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="article-{number}.html"'
        )
