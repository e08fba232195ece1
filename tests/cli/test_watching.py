"""``new``, ``articles``, ``delete`` and the profiles of ``speakers``, as one types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import Result

from quotes.cli.feeds import atom, markdown
from quotes.store import opened
from quotes.store.reviewing import merge, review_quotation, split

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"


def put(run: Run, name: str, text: str, *options: object) -> None:
    Path(name).write_text(text, encoding="utf-8")
    result = run("ingest", name, *options)
    assert result.exit_code == 0, result.output


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database with two articles and four quotations."""
    result = run("ingest", "news", "--outlet", "Daily Post", "--date", "2023-12-21")
    assert result.exit_code == 0, result.output
    return Path("db/quotes.db").absolute()


def records(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def ids(result: Result) -> list[int]:
    assert result.exit_code == 0, result.output
    return [record["id"] for record in json.loads(result.stdout or "[]")]


# new


def test_what_was_told_is_not_told_again(run: Run, filled: Path) -> None:
    assert ids(run("new")) == [1, 2, 3, 4]
    again = run("new")
    assert (again.exit_code, again.output) == (0, "")
    put(run, "c.txt", "“No more,” Mary Poe said.")
    assert ids(run("new")) == [5]
    assert run("new").output == ""


def test_a_peek_moves_nothing(run: Run, filled: Path) -> None:
    assert ids(run("new", "--peek")) == ids(run("new", "--peek")) == [1, 2, 3, 4]
    assert ids(run("new")) == [1, 2, 3, 4]


def test_filters_and_names_remember_for_themselves(run: Run, filled: Path) -> None:
    assert ids(run("new", "--speaker", "Miller")) == [3]
    assert run("new", "--speaker", "Miller").output == ""
    assert ids(run("new", "--name", "desk", "--since", "3650d")) == [1, 2, 3, 4]
    assert run("new", "--name", "desk").output == ""
    assert ids(run("new")) == [1, 2, 3, 4]


def test_what_a_limit_cuts_off_is_told_next(run: Run, filled: Path) -> None:
    assert ids(run("new", "--limit", 3)) == [1, 2, 3]
    assert ids(run("new", "--limit", 3)) == [4]
    assert run("new", "--limit", 3).output == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_the_mark_stays_where_output_fails(run: Run, filled: Path) -> None:
    script = f"from quotes.cli import cli; cli(['new', '--db', {str(filled)!r}])"
    with open("/dev/full", "w") as full:
        failed = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    assert failed.returncode != 0
    assert ids(run("new")) == [1, 2, 3, 4]


def test_an_edited_article_tells_its_new_words_alone(run: Run, filled: Path) -> None:
    run("new")
    path = Path("news/a.txt")
    text = path.read_text(encoding="utf-8")
    put(run, str(path), text + "\n“One more thing,” Kirby said.\n")
    assert [record["text"] for record in records(run("new"))] == ["One more thing,"]


def test_new_of_a_day_remembers_nothing(run: Run, filled: Path) -> None:
    assert ids(run("new", "--ingested-since", "today")) == [1, 2, 3, 4]
    assert ids(run("new", "--ingested-since", "yesterday")) == [1, 2, 3, 4]
    assert ids(run("new")) == [1, 2, 3, 4]


def test_nothing_new_is_still_json_and_a_feed_where_asked_for(run: Run, filled: Path) -> None:
    run("new")
    assert records(run("new", "--json")) == []
    feed = ElementTree.fromstring(run("new", "--format", "atom").stdout)
    assert feed.findall(f"{ATOM}entry") == []
    for quiet in (["--nl"], ["--csv"], ["--format", "md"]):
        assert run("new", *quiet).output == ""
    assert run("new", terminal=True).stderr == "Nothing new.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "atom", "--json"],
        ["--format", "rss"],
        ["--offset", "1"],
        ["--limit", "1", "--sort", "date"],
        ["--name", "x", "--ingested-since", "7d"],
    ],
)
def test_wrong_usage_of_new(run: Run, filled: Path, arguments: list[str]) -> None:
    result = run("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def hostile(text: str) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "direct",
        "text": text,
        "spans": [[0, 5]],
        "speaker": {"id": 1, "name": "<b>A & B", "kind": "person", "title": None},
        "confidence": 0.5,
        "ingested_at": "2024-01-02T03:04:05+00:00",
        "article": {
            "id": 1,
            "title": "x\x00 ]]>",
            "outlet": None,
            "published": "2024",
            "url": "javascript:alert(1)",
            "path": None,
        },
    }


@pytest.mark.parametrize("text", ["<script>", "a & b ]]>", "x\x00\x1b\ud800\uffff", "“é” 😀"])
def test_a_feed_is_well_formed_whatever_the_text(text: str) -> None:
    feed = ElementTree.fromstring("\n".join(atom([hostile(text)], "T & <t>", "k")).encode())
    (entry,) = feed.findall(f"{ATOM}entry")
    for part in ("title", "id", "updated", "content"):
        assert entry.findtext(f"{ATOM}{part}")
    assert entry.find(f"{ATOM}link") is None
    assert entry.find(f"{ATOM}published") is None
    inside = ElementTree.fromstring(entry.findtext(f"{ATOM}content") or "")
    assert "script" not in {element.tag for element in inside.iter()}


def test_a_feed_has_its_articles(run: Run, filled: Path) -> None:
    text = run("new", "--format", "atom").stdout
    entries = ElementTree.fromstring(text).findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4
    assert (entries[2].findtext(f"{ATOM}title") or "").startswith("Troy Miller: They came")
    assert entries[0].findtext(f"{ATOM}published") == "2023-12-21T00:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12. of <b> *May*", "> 12\\. of \\<b\\> \\*May\\*"),
        ("- no", "> \\- no"),
        ("a\nb_c", "> a b\\_c"),
        ("1984 it was", "> 1984 it was"),
    ],
)
def test_words_are_no_markup_in_mail(text: str, wanted: str) -> None:
    head, said, who = markdown([hostile(text)])
    assert said == f"{wanted}\n"
    assert head.startswith("## x\ufffd \\]\\]\\>")
    assert "**\\<b\\>A \\& B**" in who


# articles


def test_articles(run: Run, filled: Path) -> None:
    first, second = records(run("articles"))
    assert (first["title"], first["quotations"], first["speakers"]) == (
        "Envoys leave for talks",
        2,
        1,
    )
    assert (second["quotations"], second["speakers"], second["outlet"]) == (2, 2, "Daily Post")
    assert ids(run("articles", "envoy")) == [1]
    assert ids(run("articles", '"talks begin"')) == [2]
    assert ids(run("articles", "--sort=-speakers")) == [2, 1]
    assert ids(run("articles", "--limit", 1, "--offset", 1)) == [2]
    assert ids(run("articles", "--since", "2024")) == []
    assert ids(run("articles", "--outlet", "other")) == []
    assert ids(run("articles", "--ingested-since", "today")) == [1, 2]
    assert "quotations" in run("articles", "--table").stdout.splitlines()[0]
    assert "2 quotations of 1 speaker" in run("articles", terminal=True).stdout
    assert run("articles", "--sort", "colour").exit_code == 2


def test_earlier_texts(run: Run, filled: Path) -> None:
    assert records(run("articles", "--versions")) == []
    path = Path("news/a.txt")
    before = path.read_text(encoding="utf-8")
    put(run, str(path), before + "\nThe end of it.\n")
    (version,) = records(run("articles", "--versions"))
    assert (version["id"], version["text"].strip()) == (1, before.strip())
    assert len(version["quotations"]) == 2
    assert version["replaced_at"] >= version["ingested_at"]
    assert records(run("articles"))[0]["versions"] == 1
    shown = click.unstyle(run("articles", "--versions", terminal=True).stdout)
    assert "2 quotations" in shown
    assert run("articles", "--versions", "--sort", "id").exit_code == 2


# delete


def test_delete_asks_first(run: Run, filled: Path) -> None:
    result = run("delete", "1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--yes" in result.stderr
    refused = run("delete", "1", terminal=True, input=b"n\n")
    assert refused.exit_code == 1
    assert "Nothing was deleted." in refused.stderr
    assert ids(run("articles")) == [1, 2]
    agreed = run("delete", "Talks begin", terminal=True, input=b"y\n")
    assert agreed.exit_code == 0
    assert "1 article deleted, with 2 quotations and 1 speaker." in agreed.stderr
    assert ids(run("list")) == [1, 2]


def test_delete_lists_candidates_and_what_is_kept(run: Run, filled: Path) -> None:
    result = run("delete", "talks", "--yes")
    assert result.exit_code == 1
    assert "2 articles have “talks”" in result.stderr
    assert "1  Envoys leave for talks" in result.stderr
    assert run("delete", "99", "--yes").exit_code == 1
    with opened(filled, write=True) as db:
        review_quotation(db, 1, "accept", {}, reviewer="Ann")
    result = run("delete", "1", "2", "1", "--yes")
    assert "2 articles deleted, with 4 quotations and 2 speakers." in result.stderr
    assert "1 correction kept" in result.stderr
    assert "accept “We will talk" in result.stderr
    assert records(run("articles")) == []
    # The article comes back, and the correction with it.
    run("ingest", "news/a.txt")
    assert [record["reviewed"] for record in records(run("list"))] == [True, False]


# what people corrected


def test_corrected_quotations_say_so(run: Run, filled: Path) -> None:
    with opened(filled, write=True) as db:
        review_quotation(db, 1, "accept", {}, reviewer="Ann")
        given = {"speaker": {"name": "Troy Miller", "kind": "person"}}
        review_quotation(db, 2, "speaker", given, reviewer="Bob")
    assert [record["reviewed"] for record in records(run("list"))] == [True, True, False, False]
    assert "reviews" not in records(run("list"))[0]
    shown = " ".join(click.unstyle(run("list", terminal=True).stdout).split())
    assert "checked by Ann on 20" in shown
    assert "corrected by Bob on 20" in shown
    one = " ".join(click.unstyle(run("show", 2, terminal=True).stdout).split())
    assert "Corrected corrected by Bob on" in one
    assert "→ Troy Miller" in one
    header, *rows = run("list", "--csv").stdout.splitlines()
    assert "reviewed" in header.split(",")
    assert len(rows) == 4


def test_a_speaker_of_the_same_words_elsewhere_says_so(run: Run, filled: Path) -> None:
    evidence = json.dumps({"rule": "the same words", "group": True, "quote_id": 4, "chain": []})
    with opened(filled, write=True) as db:
        db.execute(
            "UPDATE quotes SET evidence = ?, article_speaker_id = NULL WHERE id = 1", [evidence]
        )
        db.conn.commit()
    shown = " ".join(click.unstyle(run("list", terminal=True).stdout).split())
    assert shown.count("speaker from the same words elsewhere") == 1
    one = " ".join(click.unstyle(run("show", 1, terminal=True).stdout).split())
    assert "the same words: quotation 4" in one


# profiles


def test_a_profile(run: Run, filled: Path) -> None:
    put(run, "c.txt", "“The bridge, the bridge,” John Kirby said.", "--date", "2024-02-03")
    (kirby,) = records(run("speakers", "Kirby"))
    assert kirby["months"] == [
        {"month": "2023-12", "quotations": 3},
        {"month": "2024-02", "quotations": 1},
    ]
    assert kirby["by_outlet"] == [
        {"outlet": "Daily Post", "quotations": 3},
        {"outlet": None, "quotations": 1},
    ]
    assert [one["name"] for one in kirby["beside"]] == ["Troy Miller"]
    assert {"word": "bridge", "count": 2} in kirby["words"]
    assert "who" not in {one["word"] for one in kirby["words"]}
    assert kirby["titles"][0]["title"] == "spokesperson"
    assert kirby["first_quotation"]["id"] == 1
    assert kirby["latest_quotation"]["id"] == 5
    assert kirby["candidates"] == []
    shown = click.unstyle(run("speakers", "Kirby", terminal=True).stdout)
    for expected in ("Titles", "Quotations over time", "2024-01", "By outlet", "Troy Miller", "█"):
        assert expected in shown
    assert max(map(len, shown.splitlines())) <= 72
    assert "months" not in records(run("speakers"))[0]
    (early,) = records(run("speakers", "Kirby", "--until", "2023"))
    assert early["quotations"] == sum(one["quotations"] for one in early["months"]) == 3


def test_several_of_a_name_are_a_list(run: Run, filled: Path) -> None:
    put(run, "c.txt", "“No,” Mary Kirby said.")
    found = records(run("speakers", "Kirby"))
    assert len(found) > 1
    assert "months" not in found[0]


def test_why_a_name_is_whose(run: Run, filled: Path) -> None:
    put(run, "c.txt", "“No more of it,” Mary Poe said. “Never again,” Nora Quist said.")
    numbers = {one["name"]: one["id"] for one in records(run("speakers"))}
    with opened(filled, write=True) as db:
        merge(db, numbers["Mary Poe"], numbers["Nora Quist"], reviewer="Ann", note="married")
    (one,) = records(run("speakers", "Quist", "--why"))
    (link,) = [link for link in one["why"] if link["made_by"] == "Ann"]
    assert (link["verdict"], link["why"]) == ("same", "married")
    assert {link["name"], link["other"]} == {"Mary Poe", "Nora Quist"}
    shown = " ".join(click.unstyle(run("speakers", "Poe", "--why", terminal=True).stdout).split())
    assert "married, by Ann on 20" in shown
    with opened(filled, write=True) as db:
        split(db, numbers["John Kirby"], [2], reviewer="Bob")
    kirbys = records(run("speakers", "Kirby", "--why"))
    verdicts = {link["verdict"] for kirby in kirbys for link in kirby["why"]}
    assert "not the same" in verdicts
    assert run("speakers", "--why").exit_code == 2


def test_a_list_of_people_is_imported(run: Run, filled: Path) -> None:
    Path("people.csv").write_text("name,aliases,wikidata\nJohn Kirby,J. Kirby,Q5\n")
    result = run("speakers", "import", "people.csv")
    assert (result.exit_code, result.output) == (0, "1 row imported.\n")
    (kirby,) = records(run("speakers", "John Kirby"))
    assert kirby["ids"] == {"wikidata": "Q5"}
    assert "wikidata Q5" in run("speakers", "Kirby", terminal=True).stdout
    (miller,) = records(run("speakers", "Miller"))
    assert miller["ids"] == {}
    Path("bad.csv").write_text("title\nMayor\n")
    result = run("speakers", "import", "bad.csv")
    assert (result.exit_code, result.stderr) == (1, "bad.csv: has no column called name\n")
    assert run("speakers", "import", "nowhere.csv").exit_code == 1
    assert run("speakers", "import").exit_code == 2


def test_undated_articles_are_told_of(run: Run, filled: Path) -> None:
    put(run, "c.txt", "“No,” Mary Poe said.")
    for command in (["list"], ["speakers"], ["search", "no"]):
        told = "1 quotation is left out: the article has no date.\n"
        assert told in run(*command, "--since", "2023", terminal=True).stderr, command
        assert told not in run(*command, terminal=True).stderr
        assert run(*command, "--since", "2023").stderr == ""
