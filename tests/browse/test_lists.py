"""The lists: what narrows them, their pages, their other forms, and what is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from sqlite_utils import Database

from quotes.browse import lists
from quotes.browse.asked import LAST_PAGE, SIZE, asked, quotation_filters
from quotes.browse.server import datasette
from quotes.browse.standalone import standalone

from .conftest import Writer

NAME = "/harbour~20news/-"


@pytest.fixture(scope="module")
def site(filled: Path) -> Any:
    return datasette(filled)


async def page(site: Any, path: str) -> Any:
    response = await site.client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def counted(tree: Any) -> str:
    return words(tree.find_class("quotes-counted")[0])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 8),
        ("type=direct", 6),
        ("type=direct&type=mixed", 7),
        ("kind=organization", 1),
        ("speaker=lindqvist", 5),
        ("speaker=1&resolution=pronoun", 2),
        ("outlet=Harbour+Post", 4),
        ("since=2024-03-02&until=2024-03-02", 2),
        ("min_confidence=0.85", 5),
        ("max_confidence=0.5", 2),
        ("search=harbour", 2),
        ("search=harbours&outlet=evening", 1),
        ("article=1", 4),
    ],
)
async def test_quotations_are_narrowed_and_counted(site: Any, query: str, count: int) -> None:
    tree = await page(site, f"{NAME}/quotations?{query}")
    assert counted(tree) == f"{count} quotation{'' if count == 1 else 's'}"
    assert len(tree.find_class("quotes-card")) == count


async def test_a_filter_that_is_on_can_be_taken_away(site: Any) -> None:
    tree = await page(site, f"{NAME}/quotations?speaker=1&type=direct")
    labels = [words(chip) for chip in tree.find_class("quotes-chips")[0]]
    assert labels[0].startswith("speaker Ada Lindqvist")
    hrefs = tree.xpath("//ul[@class='quotes-chips']//@href")
    assert [query.lstrip("?") for query in hrefs] == ["type=direct", "speaker=1"]


async def test_facets_lead_to_what_they_count(site: Any) -> None:
    tree = await page(site, f"{NAME}/quotations")
    links = tree.xpath("//section[@class='quotes-facet']//li")
    assert len(links) > 8
    for item in links:
        (href,) = item.xpath(".//@href")
        found = await page(site, f"{NAME}/quotations{href}")
        expected = int(words(item.find_class("quotes-count")[0]))
        assert int(counted(found).split()[0]) == expected, href


@pytest.mark.parametrize("sort", ["-date", "date", "speaker", "outlet", "confidence", "nonsense"])
async def test_quotations_are_sorted(site: Any, sort: str) -> None:
    data = (await site.client.get(f"{NAME}/quotations.json?sort={sort}&since=2024")).json()
    key = {"date": lambda one: one["article"]["published"][:10],
           "speaker": lambda one: one["speaker"]["name"].lower(),
           "outlet": lambda one: one["article"]["outlet"].lower(),
           "confidence": lambda one: one["confidence"]}.get(sort.lstrip("-"))  # fmt: skip
    shown = [key(one) for one in data["quotations"] if key and one["speaker"]]
    assert shown == sorted(shown, reverse=sort.startswith("-"))


async def test_a_search_marks_the_words_in_any_form(site: Any) -> None:
    tree = await page(site, f"{NAME}/search?search=harbours")
    assert {words(hit) for hit in tree.find_class("quotes-hit")} == {"harbour", "Harbour"} or (
        {words(hit).lower() for hit in tree.find_class("quotes-hit")} == {"harbour"}
    )
    headings = [words(one) for one in tree.iter("h2")]
    assert headings[:2] == ["Quotations 2", "Articles 2"]


async def test_a_search_finds_people_too(site: Any) -> None:
    tree = await page(site, f"{NAME}/search?search=lindq")
    assert words(tree.find_class("quotes-faces")[0]).startswith("Ada Lindqvist 5 quotations")


async def test_where_nothing_is_found_something_is_said(site: Any) -> None:
    tree = await page(site, f'{NAME}/search?search="zebra+xylophone"')
    advice = words(tree.find_class("quotes-empty")[0])
    assert "Nothing was found" in advice and "without the quotes" in advice
    tree = await page(site, f"{NAME}/quotations?speaker=Lindkvist")
    assert "Ada Lindqvist" in words(tree.find_class("quotes-empty")[0])
    tree = await page(site, f"{NAME}/quotations?outlet=Harbor+Post")
    assert "Harbour Post" in words(tree.find_class("quotes-empty")[0])


async def test_a_name_that_several_have_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    write = Writer(path)
    article = write.article("“Yes” and “no” they said.")
    for name, said in (("Ada Berg", "Yes"), ("Nils Berg", "no")):
        number = write.speaker(name, "person", None)
        write.db["speaker_names"].upsert(
            {"speaker_id": number, "name": name, "folded": name.lower(), "key": "berg"},
            pk=("speaker_id", "name"),
        )
        write.quote(article, number, "direct", said, resolution="name")
    write.close()
    tree = await page(datasette(path), "/quotes/-/quotations?speaker=Berg&type=direct")
    choices = tree.xpath("//div[@class='quotes-empty']//a")
    assert [words(one) for one in choices] == ["Ada Berg", "Nils Berg"]
    found = await page(datasette(path), f"/quotes/-/quotations{choices[1].get('href')}")
    assert counted(found) == "1 quotation"


async def test_pages_go_on_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    write = Writer(path)
    total = 2 * SIZE + 3
    for number in range(total):
        article = write.article(f"“Word{number:03}” said it {number}.", title=f"Title {number:03}")
        speaker = write.speaker(f"Person {number:03}", "person", None)
        write.quote(article, speaker, "direct", f"Word{number:03}", resolution="name")
    write.close()
    site = datasette(path)
    for one in ("quotations", "articles", "speakers"):
        address, seen = f"/quotes/-/{one}", []
        for _ in range(3):
            tree = await page(site, address)
            seen += tree.xpath("//li[contains(@class, 'quotes-card')]//a[1]/@href")[:1]
            assert counted(tree).startswith(f"{total} ")
            following = tree.xpath("//a[@rel='next']/@href")
            address = f"/quotes/-/{one}{following[0]}" if following else ""
        assert not address and len(set(seen)) == 3, one
        data = (await site.client.get(f"/quotes/-/{one}.json")).json()
        ids = {row["id"] for row in data[one]}
        while data["next"]:
            assert data["next"].startswith("http://localhost/")
            data = (await site.client.get(data["next"][len("http://localhost") :])).json()
            ids |= {row["id"] for row in data[one]}
        assert len(ids) == total
        lines = (await site.client.get(f"/quotes/-/{one}.csv")).text.splitlines()
        assert len(lines) == total + 1, "all of it, not a page"


async def test_every_list_has_its_other_forms(site: Any) -> None:
    for one in ("quotations", "articles", "speakers", "groups", "search?search=harbour"):
        tree = await page(site, f"{NAME}/{one}")
        links = {words(a): a.get("href") for a in tree.xpath("//p[@class='quotes-forms']/a")}
        assert {"JSON", "CSV", "Atom"} <= set(links)
        for href in links.values():
            assert (await site.client.get(href)).status_code == 200


async def test_the_other_forms_are_narrowed_too(site: Any) -> None:
    data = (await site.client.get(f"{NAME}/quotations.json?speaker=lindqvist&type=indirect")).json()
    assert [one["text"] for one in data["quotations"]] == ["no ship had been turned away"]
    assert data["quotations"][0]["speaker"]["name"] == "Ada Lindqvist"
    assert "note" not in data["quotations"][0]
    feed = (await site.client.get(f"{NAME}/quotations.atom?type=indirect")).text
    assert feed.count("<entry>") == 1 and "turned away" in feed


async def test_an_article_in_json_has_its_quotations(site: Any) -> None:
    data = (await site.client.get(f"{NAME}/articles/1.json")).json()
    assert data["title"] == "Harbour to stay open"
    assert [one["spans"] for one in data["quotations"]][2] == [[130, 139], [154, 168]] or (
        len(data["quotations"][2]["spans"]) == 2
    )
    assert (await site.client.get(f"{NAME}/articles/99.json")).status_code == 404
    one = (await site.client.get(f"{NAME}/quotations/2.json")).json()
    assert one["evidence"]["rule"] == "the only woman named before"


async def test_outlets_say_whom_they_quote_most(site: Any) -> None:
    tree = await page(site, f"{NAME}/outlets")
    cards = [words(card) for card in tree.find_class("quotes-card")]
    assert cards[0].startswith("Harbour Post 4 quotations1 article")
    assert cards[0].endswith("Most quoted Ada Lindqvist 4")
    assert len(cards) == 3
    assert len((await page(site, f"{NAME}/outlets?search=mail")).find_class("quotes-card")) == 1
    assert (await site.client.get(f"{NAME}/outlets.json")).json()["total"] == 3
    assert (await site.client.get(f"{NAME}/outlets.csv")).text.startswith("outlet,")
    assert (await site.client.get(f"{NAME}/outlets.atom")).status_code == 404


async def test_questions_lead_to_pages(site: Any) -> None:
    tree = await page(site, f"{NAME}/questions")
    for href in tree.xpath("//ul[@class='quotes-questions']//h2//@href"):
        assert (await site.client.get(href)).status_code == 200
    (form,) = [f for f in tree.iter("form") if f.xpath(".//input[@name='speaker']")]
    found = await page(site, f"{form.get('action')}?speaker=lindqvist")
    assert counted(found) == "5 quotations"


async def test_sources_are_the_report_of_the_command(site: Any, filled: Path) -> None:
    from quotes.store import opened
    from quotes.store.sources import sources

    tree = await page(site, f"{NAME}/sources")
    with opened(filled) as db:
        people = next(one for one in sources(db) if one["group"] == "person")
    row = [words(cell) for cell in tree.xpath("//table[1]//tbody/tr[1]/*")]
    assert row[0] == "person" and row[3] == str(people["speakers"])
    assert row[4].split()[0] == str(people["quotations"])
    by = await page(site, f"{NAME}/sources?by=outlet")
    assert len(by.xpath("//tbody/tr")) == 3
    data = (await site.client.get(f"{NAME}/sources.json")).json()
    assert {one["measure"] for one in data["sources"]} >= {"kind", "gender"}
    assert (await site.client.get(f"{NAME}/sources.csv")).text.startswith("outlet,month,measure")


async def test_the_report_is_made_once_until_the_file_changes(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotes.browse import report

    path, made = tmp_path / "quotes.db", []
    path.write_bytes(filled.read_bytes())

    def counting(db: Any, *arguments: Any) -> Any:
        made.append(arguments)
        return sources(db, *arguments)

    sources = report.sources
    monkeypatch.setattr(report, "sources", counting)
    site = datasette(path)
    for query in ("", "", "?by=month", "?by=month"):
        await page(site, f"/quotes/-/sources{query}")
    assert len(made) == 2
    database = Database(path)
    database["articles"].update(1, {"byline": "somebody else"})
    database.conn.close()
    await page(site, "/quotes/-/sources")
    assert len(made) == 3


async def test_an_article_can_be_kept_as_a_file(site: Any, filled: Path) -> None:
    tree = await page(site, "/harbour~20news/articles/1")
    (href,) = tree.xpath("//a[@download]/@href")
    assert href.endswith("/-/articles/1.html")
    answer = await site.client.get(href)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="article-1.html"'
    kept = Database(filled)
    try:
        assert answer.text == standalone(kept, 1)
    finally:
        kept.conn.close()
    assert (await site.client.get(f"{NAME}/articles/99.html")).status_code == 404
    assert (await site.client.get("/none/-/articles/1.html")).status_code == 404


async def test_the_file_has_the_marks_that_the_page_has(site: Any) -> None:
    tree = await page(site, "/harbour~20news/articles/1?act=all")
    (href,) = tree.xpath("//a[@download]/@href")
    assert href.endswith("/-/articles/1.html?act=all")
    file = html.fromstring((await site.client.get(href)).text)
    assert len(list(file.iter("mark"))) == len(list(tree.iter("mark"))) > 3


NASTY = ("%00", "%22", '"(*', "%ff%fe", "AND OR NOT", "NEAR(a b)", "*", "a:b", "^x", "-", "'; --",
         "%ED%A0%80", "\u202e", "x" * 5000, "𝕳", "%25_%25")  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize("one", ["search", "quotations", "articles", "speakers"])
async def test_nothing_that_is_typed_is_an_error(site: Any, one: str, typed: str) -> None:
    response = await site.client.get(f"{NAME}/{one}?search={typed}&outlet={typed}&speaker={typed}")
    assert response.status_code == 200
    response = await site.client.get(f"{NAME}/{one}?search={typed}")
    assert response.status_code == 200


async def test_a_nul_is_no_error_in_the_tables_either(site: Any) -> None:
    for query in ("_search=%00", "_search=a%00b", "_search=%00&type=direct"):
        answer = await site.client.get(f"/harbour~20news/quotations?{query}")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["since=x", "since=2024-99-99", "until=9999", "min_confidence=nan", "max_confidence=x",
     "page=0", "page=-1", "page=99999999999999999999", "page=x", "sort=id;drop", "type=x",
     "speaker=0", "speaker=999999999999999999999", "article=99999999999999999999", "kind=x",
     "&".join(f"type={n}" for n in range(500)), "min_confidence=1e400", "since=7d", "until=today"],
)  # fmt: skip
async def test_no_address_is_an_error(site: Any, query: str) -> None:
    for one in ("quotations", "articles", "speakers", "groups", "search", "sources"):
        assert (await site.client.get(f"{NAME}/{one}?{query}")).status_code == 200, one
    assert (await site.client.get(f"/harbour~20news/speakers/1?{query}")).status_code == 200


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.text(max_size=20))
def test_an_address_is_read_whatever_it_is(query: str, value: str) -> None:
    what = asked(f"{query}&search={value}")
    assert 1 <= what.page <= LAST_PAGE
    assert all(one and "\0" not in one for _, one in what.values)
    quotation_filters(what)
    again = asked(what.query())
    assert again.values == what.values


def test_changes_of_an_address_keep_the_rest() -> None:
    what = asked("type=direct&type=mixed&search=a+b&page=3&_size=9")
    assert what.page == 3 and what.offset == 2 * SIZE
    assert what.query(type=None) == "search=a+b"
    assert what.query(4, type=["indirect"]) == "search=a+b&type=indirect&page=4"
    assert what.without("type", "mixed") == "type=direct&search=a+b"


async def test_the_form_of_a_list_keeps_what_it_is_narrowed_by(site: Any) -> None:
    """A name of the address that its form lacks would be lost with the next click on it."""
    query = "&".join(f"{name}=1" for name in lists.QUOTATION_NAMES)
    tree = await page(site, f"{NAME}/quotations?{query}")
    named = set(tree.xpath("//form[@class='quotes-filters']//@name"))
    assert named == set(lists.QUOTATION_NAMES)
