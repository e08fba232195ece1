"""No page reads all quotations: what SQLite means to do for each query of a listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from quotes.browse.configuration import metadata
from quotes.store import Filters, write_article
from quotes.store import speakers as stored_speakers
from quotes.store.counting import settle
from quotes.store.fts import match_query
from quotes.store.listing import (
    count_of_articles,
    count_of_groups,
    count_of_quotations,
    count_of_speakers,
    facets,
    latest_articles,
    months,
    most_quoted,
    outlets,
    page_of_articles,
    page_of_groups,
    page_of_quotations,
    speakers_page,
)
from quotes.store.profile import profile
from quotes.types import Article, AttributedQuotation, Speaker

SAID = "The harbour will stay open all night until the last of the boats is home"
VOICES = (
    Speaker("Ada Lindqvist", "person", "harbour master", ("Lindqvist",)),
    Speaker("Bo Hagen", "person"),
    Speaker("Harbour Trust", "organization"),
    None,
)


@pytest.fixture
def filled(db: Database) -> Database:
    """Four articles with the same words, each by somebody else."""
    for number, voice in enumerate(VOICES):
        text = f"“{SAID},” somebody said on day {number}."
        said = AttributedQuotation(
            "direct", SAID, ((1, 1 + len(SAID)),), None, None, 0.4, None, voice, "name", None
        )
        article = Article(text, outlet=f"Lamp {number}", published=f"2024-01-0{number + 1}")
        write_article(db, article, [said])
    return db


@contextmanager
def traced(db: Database) -> Iterator[list[str]]:
    """The queries that are run meanwhile."""
    queries: list[str] = []
    db.conn.set_trace_callback(queries.append)
    try:
        yield queries
    finally:
        db.conn.set_trace_callback(None)


def scans(db: Database, query: str) -> list[str]:
    """Where a query reads all quotations, or all of an index of them with no limit."""
    bad = []
    for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall():
        scan = re.match(r"SCAN (quotes|articles)\b(?! VIRTUAL)(.*)", detail)
        if scan is None:
            continue
        if scan[1] == "quotes" and not ("USING" in scan[2] and "LIMIT" in query.upper()):
            bad.append(detail)
    return bad


def check(db: Database, queries: list[str]) -> None:
    selects = [query for query in queries if re.match(r"\s*(select|with)\b", query, re.I)]
    assert selects
    assert {query: found for query in selects if (found := scans(db, query))} == {}


def test_a_scan_is_seen(filled: Database) -> None:
    assert scans(filled, "SELECT * FROM quotes WHERE text = 'x'")
    assert scans(filled, "SELECT count(*) FROM quotes")
    assert scans(filled, "SELECT text FROM quotations WHERE cue = 'x' LIMIT 3")
    assert not scans(filled, "SELECT * FROM quotes WHERE id = 3")


def test_what_is_counted_for_a_group_looks_at_its_quotations_alone(filled: Database) -> None:
    filled.execute("INSERT INTO _groups_changed SELECT id FROM quote_groups")
    with traced(filled) as queries:
        settle(filled)
    filled.conn.rollback()
    check(filled, queries)
    plans = [
        detail
        for query in queries
        if query.startswith("SELECT DISTINCT quotes.group_id")
        for *_, detail in filled.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    ]
    assert any("SEARCH quotes" in detail and "group_id=?" in detail for detail in plans)
    assert any(detail.startswith("SEARCH speakers USING INTEGER PRIMARY KEY") for detail in plans)


NARROWED = [
    Filters(),
    Filters(types=("direct",), resolutions=("pronoun",)),
    Filters(kinds=("document",)),
    Filters(outlet="Lamp 1"),
    Filters(outlet="Lamp 1", since="2024-01", until="2024-02"),
    Filters(since="2024-01-01"),
    Filters(until="2024-01-03", types=("mixed",)),
    Filters(max_confidence=0.5),
    Filters(speakers=("1",)),
    Filters(speakers=("1",), types=("direct",)),
    Filters(article="1"),
    Filters(search="harbour"),
    Filters(search="harbour", types=("direct",)),
]
SORTS = ("date", "-date", "confidence", "-confidence", "outlet", "-outlet", "speaker", "-speaker")


@pytest.mark.parametrize("filters", NARROWED, ids=str)
def test_lists_of_quotations(filled: Database, filters: Filters) -> None:
    with traced(filled) as queries:
        found = [page_of_quotations(filled, replace(filters, sort=sort, limit=2)) for sort in SORTS]
        page_of_quotations(filled, filters, by_rank=True)
        count, _ = count_of_quotations(filled, filters)
        spread = facets(filled, filters)
    check(filled, queries)
    assert {len(page) for page in found} == {min(count, 2)}
    assert sum(number for _, _, number in spread["type"]) == count


@pytest.mark.parametrize(
    "page",
    [
        latest_articles,
        months,
        most_quoted,
        outlets,
        page_of_groups,
        speakers_page,
        lambda db: most_quoted(db, since="2024-01"),
        lambda db: page_of_groups(db, conflicts=True),
        lambda db: [count_of_groups(db, conflicts=one) for one in (None, True, False)],
        lambda db: [
            speakers_page(db, words="a", kind="person", sort=sort)
            for sort in ("speaker", "-articles", "-date", "id")
        ],
        lambda db: count_of_speakers(db, words="a", kind="person"),
        lambda db: [
            page_of_articles(db, sort=sort)
            for sort in ("-published", "published", "title", "-quotations", "-speakers")
        ],
        lambda db: page_of_articles(db, words="harbour", outlet="Lamp 1", sort="rank"),
        lambda db: count_of_articles(db, words="harbour", since="2024"),
        lambda db: list(stored_speakers(db)),
        lambda db: list(stored_speakers(db, "Lindqvist")),
        lambda db: profile(db, next(stored_speakers(db, "Lindqvist"))),
    ],
)
def test_other_pages(filled: Database, page: Callable[[Database], Any]) -> None:
    with traced(filled) as queries:
        page(filled)
    check(filled, queries)


@pytest.mark.parametrize("name", metadata(["x"])["databases"]["x"]["queries"])
def test_questions(filled: Database, name: str) -> None:
    query = metadata(["x"])["databases"]["x"]["queries"][name]["sql"]
    filled.conn.create_function("escape_fts", 1, lambda typed: match_query(typed) or "")
    filled.conn.commit()
    with traced(filled) as queries:
        rows = filled.execute(query, {"speaker": "Lindqvist", "words": "harbour"}).fetchall()
    assert rows
    check(filled, queries)


PAGES = (
    "/",
    *(
        f"/quotes{path}"
        for path in (
            "/-/quotations",
            "/-/quotations?type=direct&resolution=pronoun&sort=confidence",
            "/-/quotations?outlet=Lamp+1&since=2024",
            "/-/quotations?speaker=1&sort=outlet",
            "/-/articles",
            "/-/articles?search=harbour",
            "/-/speakers?kind=person",
            "/-/groups",
            "/-/search?search=harbour",
            "/-/questions",
            "/articles/1",
            "/quotes/1",
            "/speakers/1",
            "/quote_groups/1",
            "/said_by?speaker=Lindqvist",
            "/said_about?words=harbour",
            "/without_a_name",
        )
    ),
)


@pytest.mark.parametrize("page", PAGES)
async def test_whole_pages(
    filled: Database, path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.database import Database as Served

    from quotes.browse.server import datasette

    queries: list[str] = []
    connect = Served.connect

    def connected(self: Any, *args: Any, **options: Any) -> Any:
        connection = connect(self, *args, **options)
        if self.name == "quotes":
            connection.set_trace_callback(queries.append)
        return connection

    filled.conn.commit()
    monkeypatch.setattr(Served, "connect", connected)
    site = datasette(path)
    await site.invoke_startup()
    await site.client.get("/")
    queries.clear()
    response = await site.client.get(page)
    assert response.status_code == 200
    filled.conn.create_function("escape_fts", 1, lambda typed: match_query(typed) or "")
    # Datasette counts every table by itself, within a few milliseconds or not at all.
    check(filled, [query for query in queries if not query.startswith("select count(*) from [")])


@pytest.mark.parametrize("order", ["date DESC", "confidence", "id"])
def test_the_readable_view_goes_along_an_index(filled: Database, order: str) -> None:
    plan = filled.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM quotations ORDER BY {order} LIMIT 51"
    ).fetchall()
    assert "TEMP B-TREE FOR ORDER BY" not in str(plan)


def test_to_count_the_readable_view_nothing_is_joined(filled: Database) -> None:
    plan = str(filled.execute("EXPLAIN QUERY PLAN SELECT count(*) FROM quotations").fetchall())
    assert "articles" not in plan
    assert "speakers" not in plan
