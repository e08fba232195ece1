"""What people corrected, what articles said before, who is who: on every page that shows it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlite_utils import Database

from quotes.browse.server import datasette
from quotes.browse.wording import correction
from quotes.store.counting import recount
from quotes.store.migrations import migrations

CORRECTED = "corrected by Mia <b>K</b> on "


@pytest.fixture(scope="module")
def site(reviewed: Path) -> Any:
    return datasette(reviewed)


def one(path: Path, sql: str) -> Any:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


async def page(site: Any, path: str) -> Any:
    response = await site.client.get(path)
    assert response.status_code == 200, path
    tree = html.fromstring(response.text)
    assert not list(tree.iter("b", "i")), "text from outside became markup"
    assert not tree.find_class("message-error")
    return tree


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def card(tree: Any, text: str) -> str:
    (found,) = [words(one) for one in tree.find_class("quotes-card") if text in words(one)]
    return found


def was(path: Path) -> int:
    return int(one(path, "SELECT id FROM quotes WHERE text = 'We asked for more time'"))


async def test_a_corrected_quotation_says_so_everywhere(site: Any, reviewed: Path) -> None:
    number = one(reviewed, "SELECT speaker_id FROM quotes WHERE text = 'We asked for more time'")
    for path in (
        "/corrected/-/quotations",
        f"/corrected/speakers/{number}",
        f"/corrected/quotes/{was(reviewed)}",
    ):
        tree = await page(site, path)
        shown = card(tree, "We asked for more time")
        assert "Nils Aro" in shown or "Nils Aro" in words(tree.find(".//h1"))
        assert CORRECTED in shown and ": was Ada Lindqvist" in shown
        assert "named" not in shown and "%" not in shown, (
            "the machine's way is not shown as its own"
        )
    tree = await page(site, "/corrected/articles/1")
    (note,) = [
        words(li) for li in tree.xpath("//ul[@class='quotes-notes']/li") if "Nils" in words(li)
    ]
    assert CORRECTED in note and "was Ada Lindqvist" in note
    why = words(
        (await page(site, f"/corrected/quotes/{was(reviewed)}")).find_class("quotes-why")[0]
    )
    assert "Decided bya person decided" in why
    assert "full name in the article" not in why and "%" not in why


async def test_what_a_person_found_right_is_confirmed(site: Any) -> None:
    shown = card(await page(site, "/corrected/-/quotations"), "It is late")
    assert "confirmed by Mia <b>K</b>" in shown and "Ada Lindqvist" in shown


async def test_what_nobody_touched_says_nothing(site: Any) -> None:
    shown = card(await page(site, "/corrected/-/quotations"), "A fine summer")
    assert "Mia" not in shown and "80%" in shown


async def test_what_is_no_quotation_is_told_at_its_article(site: Any) -> None:
    plain = [words(li) for li in (await page(site, "/corrected/articles/1")).xpath("//article//li")]
    assert any("“No more questions” taken out by Mia" in text for text in plain)


async def test_a_second_look_leaves_out_what_people_decided(site: Any) -> None:
    data = (await site.client.get("/corrected/second_look.json?_shape=array")).json()
    texts = {row["text"] for row in data}
    assert "A fine summer" in texts
    assert not texts & {"We asked for more time", "It is late"}


async def test_questions_say_which_quotations_people_decided(site: Any, reviewed: Path) -> None:
    data = (await site.client.get("/corrected/said_by.json?speaker=aro&_shape=array")).json()
    assert {row["id"]: row["reviewed"] for row in data}[was(reviewed)] == 1
    tree = await page(site, "/corrected/said_by?speaker=nils")
    assert [words(cell) for cell in tree.xpath("//td[contains(@class, 'col-reviewed')]")] == [
        "by a person"
    ]


async def test_a_borrowed_speaker_is_marked(site: Any, reviewed: Path) -> None:
    number = one(reviewed, "SELECT id FROM quotes WHERE article_id = 5")
    tree = await page(site, f"/corrected/quotes/{number}")
    shown = words(tree.find_class("quotes-one")[0])
    assert "Cora Vale" in shown and "speaker from the same words elsewhere" in shown
    assert "Taken fromCora Vale in Paper 4" in words(tree.find_class("quotes-why")[0])
    tree = await page(site, "/corrected/articles/5")
    assert "same words elsewhere" in words(tree.find_class("quotes-notes")[0])
    tree = await page(site, "/corrected/articles/4")
    assert "same words elsewhere" not in words(tree.find_class("quotes-notes")[0])


async def test_a_speaker_has_titles_over_time_and_reasons(site: Any, reviewed: Path) -> None:
    number = one(reviewed, "SELECT speaker_id FROM quotes WHERE text = 'A fine summer'")
    tree = await page(site, f"/corrected/speakers/{number}")
    told = [words(section) for section in tree.find_class("quotes-facts")[0]]
    titles, who = told[0], told[-1]
    assert titles == (
        "Titles port director 1 article, 6 March 2026harbour master 1 article, 1 March 2026"
    )
    assert "married" in who and "Mia <b>K</b>" in who
    assert "“Ada Lindqvist” in <i>Article 1</i> is “Ada Lindqvist-Aro” in <i>Article 6</i>" in who


async def test_the_address_of_a_merged_speaker_leads_on(site: Any, reviewed: Path) -> None:
    old = one(reviewed, "SELECT old_id FROM _speaker_moves")
    new = one(reviewed, "SELECT new_id FROM _speaker_moves")
    for path in ("{}", "{}.json", "{}.json?_shape=array"):
        answer = await site.client.get("/corrected/speakers/" + path.format(old))
        assert answer.status_code == 302
        assert answer.headers["location"] == "/corrected/speakers/" + path.format(new)
    for path in ("speakers/999", f"speakers/{'9' * 30}", f"speakers/{old}x", "articles/999"):
        assert (await site.client.get(f"/corrected/{path}")).status_code == 404


async def test_whom_a_surname_could_mean_is_said(reviewed: Path, tmp_path: Path) -> None:
    path = tmp_path / "corrected.db"
    path.write_bytes(reviewed.read_bytes())
    database = Database(path)
    moved = database.execute("SELECT old_id FROM _speaker_moves").fetchone()[0]
    cora = database.execute("SELECT id FROM speakers WHERE name = 'Cora Vale'").fetchone()[0]
    database["speakers"].update(cora, {"candidates": f"[{moved}]"})
    database.conn.close()
    tree = await page(datasette(path), f"/corrected/speakers/{cora}")
    assert "Could also be Ada Lindqvist" in words(tree.find_class("quotes-heading")[0])


async def test_an_earlier_text_is_listed_and_can_be_read(site: Any) -> None:
    tree = await page(site, "/corrected/articles/1")
    assert "Nobody else spoke." in words(tree.find_class("quotes-article")[0])
    assert "1 earlier version" in words(tree.find_class("quotes-heading")[0])
    (href,) = [link for link in tree.xpath("//article//@href") if "article_versions" in link]
    tree = await page(site, href)
    shown = words(tree.find_class("quotes-article")[0])
    assert "Nobody else spoke." not in shown and "We asked for more time" in shown
    assert "Ada Lindqvist" in words(tree.find_class("quotes-notes")[0])
    assert len(list(tree.iter("mark"))) == 4
    tree = await page(site, "/corrected/articles/2")
    assert "earlier" not in words(tree.find_class("quotes-article")[0]).lower()


async def test_the_same_words_stand_side_by_side(site: Any, reviewed: Path) -> None:
    number = one(reviewed, "SELECT group_id FROM quotes WHERE article_id = 2")
    tree = await page(site, f"/corrected/quote_groups/{number}")
    heading = words(tree.find_class("quotes-heading")[0])
    assert "first in Paper 1, 1 March 2026" in heading
    warning = words(tree.find_class("quotes-warning")[0])
    assert warning.endswith("to different speakers: Ada Lindqvist, Olaf Brandt.") or (
        "Lindqvist" in warning and "Olaf Brandt" in warning
    )
    versions = [words(li) for li in tree.find_class("quotes-versions")[0]]
    assert ["first to publish" in text for text in versions] == [True, False, False]
    assert "Ada Lindqvist" in versions[0] and "Olaf Brandt" in versions[1]
    assert "No speaker" in versions[2]
    assert [words(one) for one in tree.xpath("//li//del")] == ["too", "too"]
    number = one(reviewed, "SELECT group_id FROM quotes WHERE article_id = 4")
    tree = await page(site, f"/corrected/quote_groups/{number}")
    assert "different speakers" not in words(tree)


async def test_the_question_of_the_same_words_tells_conflicts(site: Any) -> None:
    data = (await site.client.get("/corrected/same_words.json?_shape=array")).json()
    assert [(row["articles"], row["conflict"]) for row in data] == [
        (3, "different speakers"),
        (2, None),
    ]


async def test_a_surname_alone_is_no_conflict_with_whom_it_could_mean(
    reviewed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "corrected.db"
    path.write_bytes(reviewed.read_bytes())
    database = Database(path)
    (ada,) = database.execute(
        "SELECT speaker_id FROM quotes WHERE text = 'A fine summer'"
    ).fetchone()
    database.execute(f"UPDATE speakers SET candidates = '[{ada}]' WHERE name = 'Olaf Brandt'")
    recount(database)
    database.conn.commit()
    database.conn.close()
    data = (await datasette(path).client.get("/corrected/same_words.json?_shape=array")).json()
    assert [row["conflict"] for row in data] == [None, None]


async def test_who_may_not_see_corrections_is_not_told(reviewed: Path) -> None:
    site = datasette(reviewed)
    site._metadata_local = {"databases": {"corrected": {"tables": {"reviews": {"allow": False}}}}}
    for path in ("/", "/corrected/-/quotations", "/corrected/articles/1"):
        assert "Mia" not in (await site.client.get(path)).text


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database as the last version left it, read-only as Datasette has it."""
    path = tmp_path / "older.db"
    database = Database(path)
    migrations.apply(database, stop_before="m008_versions")
    database["articles"].insert(
        {"sha256": "x", "title": "Old", "text": "“Yes,” said Ada Lindqvist.", "word_count": 4,
         "ingested_at": "2024"}
    )  # fmt: skip
    database["speakers"].insert({"name": "Ada Lindqvist", "kind": "person"})
    database["speaker_names"].insert(
        {"speaker_id": 1, "name": "Ada Lindqvist", "folded": "ada lindqvist", "key": "lindqvist"}
    )
    database["quote_groups"].insert({"id": 1, "text": "Yes,"})
    database["quotes"].insert(
        {"article_id": 1, "speaker_id": 1, "group_id": 1, "type": "direct", "text": "Yes,",
         "start": 1, "end": 5, "spans": "[[1, 5]]", "confidence": 0.7, "resolution": "name"}
    )  # fmt: skip
    database.conn.close()
    return path


async def test_a_database_of_an_older_version_is_shown_as_tables(older: Path) -> None:
    site = datasette(older)
    assert "brought it up to date" in words(await page(site, "/"))
    for path in ("/older/quotations", "/older/articles/1", "/older/quotes/1"):
        assert "Yes," in words(await page(site, path))
    for path in ("/older/speakers/9", "/older/-/quotations"):
        assert (await site.client.get(path)).status_code == 404


async def test_the_first_page_tells_what_was_corrected(site: Any) -> None:
    (section,) = (await page(site, "/")).xpath("//aside/h2[text()='Corrected last']")
    said = words(section.getnext())
    assert "“We asked for more time” corrected by Mia <b>K</b>" in said
    assert "“No more questions” taken out" in said


async def test_groups_with_different_speakers_are_flagged_and_can_be_listed(site: Any) -> None:
    tree = await page(site, "/corrected/-/groups")
    assert [len(card.find_class("quotes-unsure")) for card in tree.find_class("quotes-card")] == [
        1, 0,
    ]  # fmt: skip
    assert (
        len((await page(site, "/corrected/-/groups?conflicts=yes")).find_class("quotes-card")) == 1
    )
    assert (
        len((await page(site, "/corrected/-/groups?conflicts=no")).find_class("quotes-card")) == 1
    )


@pytest.mark.parametrize(
    ("action", "before", "said"),
    [
        ("accept", '{"type": "direct"}', "confirmed by Mia on 3 May 2026"),
        ("nobody", '{"speaker": {"name": "Ada"}}', "corrected by Mia on 3 May 2026: was Ada"),
        ("speaker", '{"speaker": null}', "corrected by Mia on 3 May 2026: was nobody"),
        ("type", '{"type": "mixed"}', "corrected by Mia on 3 May 2026: was mixed"),
        ("words", "{}", "corrected by Mia on 3 May 2026: was “A … B”"),
        ("title", '{"title": null}', "corrected by Mia on 3 May 2026: was none"),
        ("rename", '{"name": "Ida"}', "corrected by Mia on 3 May 2026: was Ida"),
        ("add", None, "added by Mia on 3 May 2026"),
    ],
)
def test_a_correction_in_words(action: str, before: str | None, said: str) -> None:
    row = {
        "action": action,
        "before": before,
        "anchor": '[{"exact": "A"}, {"exact": "B"}]',
        "reviewer": "Mia",
        "reviewed_at": "2026-05-03T10:00:00+00:00",
    }
    assert correction(row) == said
    assert correction({**row, "reviewer": None}) == said.replace(" by Mia", "")
