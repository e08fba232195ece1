"""The commands that keep the record: articles, deleting, what is new, profiles, lists of people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    result = run("ingest", "news", "--outlet", "Daily Post", "--date", "2023-12-21")
    assert result.exit_code == 0, result.output
    return folder


def records(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_an_edited_article_is_told_and_kept(run: Run, filled: Path) -> None:
    edit(filled / "a.txt", "And then we stay", "And then we go")
    result = run("ingest", "news")
    assert "0 new articles, 1 changed, with 2 quotations; 1 already there." in result.stderr
    assert len(records(run("articles"))) == 2
    (version,) = records(run("articles", "--versions"))
    assert version["replaced_at"]
    assert [record["text"] for record in records(run("list", "--search", "stay"))] == []
    assert len(records(run("list", "--search", "go"))) == 1


def test_the_outlet_of_stored_articles_is_changed(run: Run, filled: Path) -> None:
    result = run("ingest", "news", "--outlet", "Herald")
    assert "2 already there, 2 of them given the outlet or date." in result.stderr
    assert {row["outlet"] for row in records(run("articles"))} == {"Herald"}
    assert records(run("list", "--outlet", "Daily Post")) == []


def test_articles_are_searched(run: Run, filled: Path) -> None:
    assert [row["title"] for row in records(run("articles", "begin"))] == ["Talks begin"]
    assert [row["quotations"] for row in records(run("articles", "--sort", "id"))] == [2, 2]
    assert records(run("articles", "--outlet", "nobody")) == []


def test_deleting_asks_and_takes_everything(run: Run, filled: Path) -> None:
    assert run("delete", "1").exit_code == 2
    assert len(records(run("articles"))) == 2
    assert run("review", "set", "1", "--nobody").exit_code == 0
    result = run("delete", "Envoys", "--yes")
    assert "1 article deleted" in result.stderr
    assert "1 correction kept" in result.stderr
    assert len(records(run("list"))) == 2
    (lost,) = records(run("review", "log", "--lost"))
    assert lost["action"] == "nobody"
    assert run("ingest", "news").exit_code == 0
    again = records(run("list", "--article", "Envoys", "--search", "everybody"))
    assert [record["speaker"] for record in again] == [None]
    assert run("delete", "99", "--yes").exit_code == 1


def test_what_is_new_is_told_once(run: Run, filled: Path) -> None:
    assert len(records(run("new"))) == 4
    assert run("new").stdout == ""
    assert records(run("new", "--json")) == []
    (filled / "c.txt").write_text("“It was late,” Mary Hill said.", "utf-8")
    run("ingest", "news")
    assert len(records(run("new", "--peek"))) == 1
    feed = run("new", "--peek", "--format", "atom")
    root = ElementTree.fromstring(feed.stdout)
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert "It was late" in run("new", "--format", "md", "--peek").stdout
    (record,) = records(run("new"))
    assert record["speaker"]["name"] == "Mary Hill"
    assert len(records(run("new", "--speaker", "Mary Hill"))) == 1, "each filter has its own memory"


def test_a_profile(run: Run, filled: Path) -> None:
    (profile,) = records(run("speakers", "Miller"))
    assert [one["name"] for one in profile["beside"]] == ["John Kirby"]
    assert profile["by_outlet"] == [{"outlet": "Daily Post", "quotations": 1}]
    assert profile["months"] == [{"month": "2023-12", "quotations": 1}]
    text = click.unstyle(run("speakers", "Miller", terminal=True).stdout)
    assert "Daily Post" in text and "spokesperson" in text


def test_why_names_are_joined(run: Run, filled: Path) -> None:
    (profile,) = records(run("speakers", "John Kirby", "--why"))
    assert any("surname" in reason["why"] for reason in profile["why"])


def test_a_list_of_people(run: Run, filled: Path) -> None:
    Path("people.csv").write_text(
        "name,aliases,kind,gender,wikidata\nTroy Miller,Troy A. Miller,person,male,Q1\n", "utf-8"
    )
    assert run("speakers", "import", "people.csv").exit_code == 0
    (profile,) = records(run("speakers", "Miller"))
    assert profile["ids"] == {"wikidata": "Q1"}


def test_filters_of_the_contract(run: Run, filled: Path) -> None:
    def ids(*options: str) -> list[int]:
        return [record["id"] for record in records(run("list", *options))]

    assert ids("--kind", "organization") == []
    assert ids("--kind", "person", "--max-confidence", "0.93") == []
    assert ids("--sort=-id", "--limit", "2", "--offset", "1") == [3, 2]
    assert ids("--ingested-since", "today") == ids("--ingested-since", "7d") == [1, 2, 3, 4]
    assert ids("--since", "today") == []
    assert ids("--until", "yesterday") == [1, 2, 3, 4]


def test_extract_takes_the_filters_that_need_no_database(run: Run, folder: Path) -> None:
    def texts(*options: str) -> list[str]:
        return [record["text"] for record in records(run("extract", "news", *options))]

    assert len(texts("--kind", "person", "--type", "direct", "--resolution", "name")) == 4
    assert texts("--kind", "group") == texts("--max-confidence", "0.5") == []
    assert texts("--limit", "1") == texts()[:1]
    assert "reviewed" not in run("extract", "news", "--csv").stdout.splitlines()[0]
