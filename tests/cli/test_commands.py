"""The commands do what their help says, on files, databases and streams."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result

import quotes.pipeline
from quotes.cli import cli
from quotes.store import opened

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database with both articles."""
    result = run("ingest", "news", "--outlet", "Daily Post", "--published", "2023-12-21")
    assert result.exit_code == 0, result.output
    return Path("db/quotes.db").absolute()


def records(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# ingest


def test_ingest_tells_what_it_did_on_standard_error(run: Run, folder: Path) -> None:
    result = run("ingest", "news")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "2 new articles, with 4 quotations.",
        "2 articles without a date: --since and --until leave them out; --date gives them one,"
        " --date-from name takes it from file names.",
        "Browse: quotes serve",
    ]


def test_ingesting_again_changes_nothing(run: Run, filled: Path) -> None:
    before = filled.read_bytes()
    result = run("ingest", "news")
    assert "0 new articles, with 0 quotations; 2 already there." in result.stderr
    assert filled.read_bytes() == before


def test_the_same_text_twice_in_one_run_is_one_article(run: Run, folder: Path) -> None:
    (folder / "c.txt").write_bytes((folder / "a.txt").read_bytes())
    result = run("ingest", "news", "news")
    assert "2 new articles, with 4 quotations; 4 already there." in result.stderr


def test_outlet_and_date_are_for_all(run: Run, filled: Path) -> None:
    for record in records(run("list")):
        assert record["article"]["outlet"] == "Daily Post"
        assert record["article"]["published"] == "2023-12-21"


def test_silent(run: Run, folder: Path) -> None:
    result = run("ingest", "news", "nowhere", "--silent")
    assert result.exit_code == 1
    assert result.stderr == "nowhere: there is no such file or folder; check the path\n"


def test_a_text_without_quotations_is_ingested(run: Run) -> None:
    Path("a.txt").write_text("Nobody spoke.")
    result = run("ingest", "a.txt")
    assert result.exit_code == 0
    assert "a.txt: has no quotation; it is kept all the same\n" in result.stderr
    assert "1 new article, with 0 quotations." in result.stderr


def test_standard_input(run: Run) -> None:
    result = run("ingest", "-", input="“Yes,” Ann Poe said.".encode())
    assert result.exit_code == 0
    (record,) = records(run("list"))
    assert record["article"]["path"] == "-"


def test_the_database_can_be_named(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("ingest", "news/a.txt", "--db", "my news/x.db")
    assert "Browse: quotes serve --db 'my news/x.db'" in result.stderr
    assert len(records(run("list", "--db", "my news/x.db"))) == 2
    monkeypatch.setenv("QUOTES_DB", "my news/x.db")
    assert len(records(run("list"))) == 2
    assert not Path("db").exists()


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t \n",
    "binary.txt": bytes(range(256)) * 4,
    "picture.md": b"\x89PNG\r\n\x1a\n\x00\x00",
    "german.txt": "Der Bürgermeister sagte, dass er sich freue, sie zu sehen. ".encode() * 9,
    "huge.txt": b"The mayor said that it was so. " * 165_000,
    "page.html": b"<html><body></body></html>",
}


def test_bad_files_are_told_one_by_one_and_the_rest_goes_on(run: Run, folder: Path) -> None:
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "latin.txt").write_bytes("“Café,” Ann Poe said.".encode("cp1252"))
    (folder / "wide.txt").write_bytes("“Wide café,” Ann Poe said.".encode("utf-16"))
    (folder / "long.txt").write_text("“One line,” Ann Poe said. " + "The end was near. " * 6000)
    (folder / "odd.txt").write_text("“Odd\x07\u200b,” Ann Poe said.", encoding="utf-8")
    Path("nothing").mkdir()
    result = run("ingest", "news", "nothing", "missing.txt")
    assert result.exit_code == 1
    *told, summary, _, _ = result.stderr.splitlines()
    named = {line.partition(": ")[0] for line in told}
    assert named == {os.path.join("news", name) for name in BAD} | {"nothing", "missing.txt"}
    assert len(told) == len(named)
    assert summary == "6 new articles, with 8 quotations; 9 failed."
    assert "Traceback" not in result.output
    texts = {record["text"] for record in records(run("list", "Poe"))}
    assert texts == {"Café,", "Wide café,", "One line,", "Odd\x07\u200b,"}


def test_an_article_that_breaks_the_pipeline_is_left_out_alone(run: Run, folder: Path) -> None:
    (folder / "aa.txt").write_text("“EXPLODE,” Ann Poe said.")
    result = run("ingest", "news")
    assert result.exit_code == 1
    assert "aa.txt: could not be parsed (the parser fell over); it is left out" in result.stderr
    assert "2 new articles, with 4 quotations; 1 failed." in result.stderr


def test_an_interrupted_run_keeps_what_was_stored(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import quotes.store

    stored = quotes.store.write_article
    calls = 0

    def interrupted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return stored(*arguments)

    monkeypatch.setattr(quotes.store, "write_article", interrupted)
    result = run("ingest", "news")
    assert result.exit_code == 1
    assert "Stopped." in result.stderr
    monkeypatch.setattr(quotes.store, "write_article", stored)
    assert len(records(run("list"))) == 2
    assert "1 new article, with 2 quotations; 1 already there." in run("ingest", "news").stderr


def test_an_unknown_pipeline_is_one_line(run: Run, folder: Path) -> None:
    result = run("ingest", "news", "--pipeline", "en_nowhere")
    assert result.exit_code == 1
    assert "no spaCy pipeline 'en_nowhere'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_warnings_are_one_line(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str | None = None) -> object:
        warnings.warn("the chains\nare long", UserWarning, stacklevel=2)
        warnings.warn("nobody should use this", DeprecationWarning, stacklevel=2)
        return previous(name)

    previous = quotes.pipeline.load
    monkeypatch.setattr(quotes.pipeline, "load", load)
    lines = run("ingest", "news").stderr.splitlines()
    assert lines[0] == "Warning: the chains are long"
    assert lines[1].startswith("2 new articles")


def test_progress_only_on_a_terminal(run: Run, folder: Path) -> None:
    result = run("ingest", "news", "nowhere", terminal=True)
    assert "3 of 3" in result.stderr
    assert result.stdout == ""
    assert "\x1b[Knowhere: there is no such file" in result.stderr


# Databases that cannot be used


def use(run: Run) -> Iterator[Result]:
    for command in (["list"], ["speakers"], ["search", "x"], ["show", "1"], ["ingest", "news"]):
        result = run(*command, "--db", "x.db")
        assert result.exit_code == 1, command
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1, result.stderr
        assert result.stderr.startswith("x.db: ")
        yield result


def test_a_file_that_is_no_database(run: Run, folder: Path) -> None:
    Path("x.db").write_text("Not a database at all. " * 99)
    for result in use(run):
        assert "not a database" in result.stderr


def test_a_newer_database(run: Run, folder: Path) -> None:
    assert run("ingest", "news", "--db", "x.db").exit_code == 0
    with sqlite3.connect("x.db") as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('quotes', 'm999', '2099')"
        )
    for result in use(run):
        assert "newer version" in result.stderr


def test_a_locked_database(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.store.opening._SECONDS_TO_WAIT", 0.05)
    assert run("ingest", "news", "--db", "x.db").exit_code == 0
    holder = sqlite3.connect("x.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for result in use(run):
        assert "locked" in result.stderr
    holder.close()


def test_a_read_only_database(run: Run, filled: Path) -> None:
    Path("c.txt").write_text("Nobody spoke.")
    filled.chmod(0o444)
    assert len(records(run("list"))) == 4
    result = run("ingest", "c.txt")
    filled.chmod(0o644)
    assert result.exit_code == 1
    assert "read-only" in result.stderr


# list and search


def test_list_is_json_when_not_on_a_terminal(run: Run, filled: Path) -> None:
    result = run("list", "kirby")
    found = records(result)
    assert [record["speaker"]["name"] for record in found] == ["John Kirby"] * 3
    keys = (
        "id type text spans cue source speaker act act_confidence resolution confidence reviewed"
        " article"
    )
    assert " ".join(found[0]) == keys
    assert found[0]["article"]["path"] == os.path.join("news", "a.txt")
    assert records(run("list", "--json", "--speaker", "kirby")) == found
    assert records(run("list", "John", "Kirby")) == found


def test_formats(run: Run, filled: Path) -> None:
    found = records(run("list"))
    lines = run("list", "--nl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    for option, delimiter in (("--csv", ","), ("--tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(run("list", option).stdout), delimiter=delimiter))
        assert [row["text"] for row in rows] == [record["text"] for record in found]
        assert [json.loads(row["spans"]) for row in rows] == [record["spans"] for record in found]
        assert rows[0]["speaker"] == "John Kirby"
        assert rows[0]["article_title"] == "Envoys leave for talks"
    table = run("list", "--table").stdout
    assert "Troy Miller" in table
    assert len(table.splitlines()) == 2 + len(found)
    # Only where the rows may differ in it does a table spend room on the act.
    assert "act" not in table.splitlines()[0].split()
    assert "act" in run("list", "--table", "--act", "all").stdout.splitlines()[0].split()


def test_no_result_is_an_empty_list(run: Run) -> None:
    Path("a.txt").write_text("Nobody spoke.")
    run("ingest", "a.txt")
    assert records(run("list")) == []
    assert records(run("search", "x")) == []
    assert records(run("speakers")) == []
    assert run("list", "--nl").stdout == ""
    result = run("list", "Nobody", "--csv")
    assert result.stdout.startswith("id,speaker,")
    assert result.stderr == "Nobody quoted goes by “Nobody”.\n"


def test_filters_reach_the_database(run: Run, filled: Path) -> None:
    assert len(records(run("list", "--search", "stay"))) == 1
    assert len(records(run("list", "--limit", 1))) == 1
    assert len(records(run("list", "--speaker", "Miller", "--speaker", "Kirby"))) == 4
    assert records(run("list", "--type", "indirect")) == []
    assert len(records(run("list", "--type", "indirect", "--type", "direct"))) == 4
    assert len(records(run("list", "--resolution", "name"))) == 4
    assert len(records(run("list", "--article", "Talks begin"))) == 2
    assert len(records(run("list", "--outlet", "daily post"))) == 4
    assert records(run("list", "--since", "2024")) == []
    assert len(records(run("list", "--until", "2023-12"))) == 4
    assert records(run("list", "--min-confidence", "0.95")) == []


def test_an_ambiguous_speaker_lists_the_candidates(run: Run, filled: Path) -> None:
    Path("c.txt").write_text("“No,” Mary Kirby said.")
    run("ingest", "c.txt")
    result = run("list", "Kirby")
    assert (result.exit_code, result.stdout) == (1, "")
    first, *candidates = result.stderr.splitlines()
    assert first.startswith("3 speakers go by “Kirby”; give a full name, or one of these numbers:")
    # The most quoted first; a bare Kirby of another article may be either now.
    assert [line.split(" (")[0].strip() for line in candidates] == [
        "Kirby",
        "John Kirby",
        "Mary Kirby",
    ]
    assert candidates[1] == "  John Kirby (spokesperson, 1), 1 quotation"
    assert candidates[0].endswith("), 2 quotations")
    assert len(records(run("list", "1"))) == 1
    assert len(records(run("speakers", "Kirby"))) == 3


def test_search(run: Run, filled: Path) -> None:
    assert [record["text"] for record in records(run("search", "staying"))] == ["And then we stay,"]
    assert len(records(run("search", "talk", "everybody"))) == 2
    assert records(run("search", '"everybody talk"')) == []
    assert len(records(run("search", "talk", "--article", "Talks begin"))) == 1
    assert records(run("search", '" ^ (')) == []


def test_list_on_a_terminal(run: Run, filled: Path) -> None:
    result = run("list", "Kirby", terminal=True)
    text = click.unstyle(result.stdout)
    first = text.split("\n\n")[0].splitlines()
    assert first == [
        "“We will talk to everybody who wants to talk to us about it,”",
        "    John Kirby, spokesperson",
        "    Envoys leave for talks · Daily Post · 2023-12-21",
        "    direct · confidence 0.94 · quotation 1",
    ]
    assert "    Kirby → John Kirby · direct · confidence 0.94 · quotation 2" in text
    assert max(len(line) for line in text.splitlines()) <= 72
    assert "No quotation matches." in run("list", "--limit", 0, terminal=True).stderr


def test_what_a_text_hides_is_spelt_out_on_a_terminal(run: Run) -> None:
    Path("a.txt").write_text(
        "“Red \x1b[31malert\u202e drawkcab\x9b,” Ann Poe said.", encoding="utf-8"
    )
    run("ingest", "a.txt")
    for command in (["list"], ["show", "1"], ["speakers"], ["list", "--table"], ["list", "--csv"]):
        result = run(*command, terminal=True)
        assert result.exit_code == 0
        plain = click.unstyle(result.stdout)
        assert not set(plain) & {"\x1b", "\u202e", "\x9b"}, command
    assert "\\u001b[31malert\\u202e" in run("list", terminal=True).stdout
    (record,) = records(run("list"))
    assert record["text"] == "Red \x1b[31malert\u202e drawkcab\x9b,"
    assert "\u202e" not in run("list", "--nl").stdout


# speakers, show, info


def test_speakers(run: Run, filled: Path) -> None:
    first, second = records(run("speakers"))
    assert (first["name"], first["quotations"], first["articles"]) == ("John Kirby", 3, 2)
    assert first["outlets"] == ["Daily Post"]
    assert second["name"] == "Troy Miller"
    (profile,) = records(run("speakers", "troy", "miller"))
    assert {name: profile[name] for name in second} == second
    assert "John Kirby, spokesperson" in click.unstyle(run("speakers", terminal=True).stdout)
    assert "Nobody quoted" in run("speakers", "Nobody").stderr
    rows = list(csv.DictReader(io.StringIO(run("speakers", "--csv").stdout)))
    assert rows[0]["name"] == "John Kirby"
    assert "John Kirby" in run("speakers", "--table").stdout


def test_show(run: Run, filled: Path) -> None:
    record = records(run("show", 2))
    assert record["text"] == "And then we stay,"
    assert record["paragraph"]["text"] == "“And then we stay,” Kirby said."
    assert record["evidence"]["rule"] == "the name itself"
    shown = click.unstyle(run("show", 2, terminal=True).stdout)
    assert shown.splitlines()[:6] == [
        "Envoys leave for talks",
        "",
        "“We will talk to everybody who wants to talk to us about it,” John Kirby",
        "said.",
        "",
        "“And then we stay,” Kirby said.",
    ]
    for expected in ("Kirby → John Kirby", "the name itself", "Nobody Else", "0.94", "Daily Post"):
        assert expected in shown
    result = run("show", 99)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no quotation 99" in result.stderr
    assert run("show", 10**30).exit_code == 1


EVIDENCE = {
    "rule": "the most prominent who agrees with the pronoun",
    "chain": [{"text": "he", "start": 61, "end": 63}, {"text": "Kirby", "start": 9, "end": 14}],
    "runner_up": "Troy\x1b[31m Miller",
    "runner_up_share": 0.31,
    "other_source": {"text": "Mil\u202eler", "start": 30, "end": 36},
    "other_source_share": 0.125,
    "linked": 0.6,
    "attributed": 0.7,
    "reasons": [
        {"text": "there is a cue", "weight": 0.7},
        {"text": "the source is a pronoun", "weight": -0.4},
        {"text": "the source stands beside the cue", "weight": 0.2},
    ],
}


def test_show_explains_an_attribution(run: Run, filled: Path) -> None:
    """The cue, the source and what came second, the chain, the confidence and its reasons."""
    with opened(filled, write=True) as db:
        changed = {"evidence": json.dumps(EVIDENCE), "confidence": 0.42}
        db.table("quotes").update(2, changed)
        db.conn.commit()
    shown = click.unstyle(run("show", 2, terminal=True).stdout)
    facts = " ".join(shown.split())
    for expected in (
        "Cue “said”",
        "Source “Kirby”, rather than “Mil\\u202eler” (0.12 against 0.88)",
        "How Kirby → he → Kirby → John Kirby",
        "Mentions “he” 61–63, “Kirby” 9–14",
        "Because the most prominent who agrees with the pronoun",
        "Runner-up Troy\\u001b[31m Miller (0.31 against 0.69)",
        "Confidence 0.42, doubtful: words and source 0.60, speaker 0.70",
        "For there is a cue; the source stands beside the cue",
        "Against the source is a pronoun",
    ):
        assert expected in facts
    assert max(len(line) for line in shown.splitlines()) <= 72
    assert "\u202e" not in shown
    assert records(run("show", 2))["evidence"] == EVIDENCE


def test_doubtful_quotations_are_listed_and_marked(run: Run, filled: Path) -> None:
    with opened(filled, write=True) as db:
        db.table("quotes").update(2, {"confidence": 0.42})
        db.conn.commit()
    shown = click.unstyle(run("list", terminal=True).stdout)
    assert "confidence 0.42 · doubtful · quotation 2" in " ".join(shown.split())
    assert shown.count("doubtful") == 1
    for command in (["list"], ["search", "stay"], ["list", "Kirby"]):
        all_ids = [record["id"] for record in records(run(*command))]
        sure_ids = [record["id"] for record in records(run(*command, "--min-confidence", 0.5))]
        assert sure_ids == [number for number in all_ids if number != 2]
        assert 2 in all_ids
    (kirby,) = records(run("speakers", "Kirby", "--min-confidence", 0.5))
    assert kirby["quotations"] == 2


def test_show_without_colour(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = run("show", 2, terminal=True).stdout
    assert "“[And then we stay,]” _Kirby_ _said_." in shown


def test_info(run: Run, filled: Path) -> None:
    facts = records(run("info"))
    assert facts["database"]["quotes"] == 4
    assert facts["versions"]["python"].startswith("3.")
    assert facts["pipeline"]
    shown = click.unstyle(run("info", terminal=True).stdout)
    assert "Database" in shown
    tags = facts["pipeline"]["parsing"]["ud_ewt test"]["tag"]
    assert f"tags {tags} (" in shown


def test_info_makes_no_database(run: Run) -> None:
    facts = records(run("info", "--db", "none.db"))
    assert "not made yet" in facts["database"]["state"]
    assert not Path("none.db").exists()


# extract


def test_extract_needs_no_database(run: Run, folder: Path) -> None:
    found = records(run("extract", "news"))
    assert len(found) == 4
    assert "id" not in found[0]
    assert list(found[0]["speaker"]) == ["name", "kind", "title"]
    assert not Path("db").exists()
    lines = run("extract", "news", "--nl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    header = run("extract", "news", "--csv").stdout.splitlines()[0].split(",")
    assert "text" in header
    assert not {"id", "speaker_id", "article_id"} & set(header)
    assert "John Kirby" in click.unstyle(run("extract", "news", terminal=True).stdout)


def test_extract_leaves_out_what_is_less_sure(run: Run, folder: Path) -> None:
    assert len(records(run("extract", "news", "--min-confidence", "0.94"))) == 4
    assert records(run("extract", "news", "--min-confidence", "0.95")) == []
    assert run("extract", "news", "--min-confidence", "2").exit_code == 2


def test_extract_prints_what_it_can(run: Run, folder: Path) -> None:
    result = run("extract", "nowhere", "news/a.txt", "-", "--nl", input=b"")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "nowhere: " in result.stderr
    assert "-: is empty" in result.stderr


# serve


def test_serve_opens_the_database_first(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import quotes.browse

    called: list[tuple[Any, ...]] = []
    monkeypatch.setattr(quotes.browse, "serve", lambda *arguments: called.append(arguments))
    assert run("serve", "--db", filled, "--port", 9000).exit_code == 0
    assert [one[:3] for one in called] == [(filled, "127.0.0.1", 9000)]
    Path("y.db").write_text("not a database " * 99)
    result = run("serve", "--db", "y.db")
    assert result.exit_code == 1
    assert "y.db: is not a database" in result.stderr


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["ingest"],
        ["search"],
        ["show"],
        ["show", "x"],
        ["list", "--type", "odd"],
        ["list", "--since", "someday"],
        ["list", "--since", "2023-13"],
        ["list", "--until", "2023-1-1"],
        ["list", "--limit", "-1"],
        ["list", "--min-confidence", "2"],
        ["list", "--json", "--csv"],
        ["ingest", "x.txt", "--published", "2023"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from command.commands.items()


def test_every_command_and_option_has_help() -> None:
    names = set()
    for name, command in commands():
        names.add(name)
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
    assert {"ingest", "list", "search", "speakers", "show", "extract", "serve", "info"} <= names


def test_every_listing_has_the_same_filters_and_formats() -> None:
    names = (
        "speaker kind type resolution article outlet since until ingested-since search"
        " min-confidence max-confidence sort limit offset"
    )
    wanted = {f"--{name}" for name in f"{names} json nl csv tsv table db".split(" ")}
    for name, command in commands():
        if name in ("list", "search", "speakers", "new"):
            assert wanted <= {option for param in command.params for option in param.opts}


def python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


@pytest.mark.parametrize("arguments", [["list", "--help"], ["--help"], ["list"], ["speakers"]])
def test_reading_imports_nothing_heavy(filled: Path, arguments: list[str]) -> None:
    script = (
        "import sys; from quotes.cli import cli\n"
        "try: cli(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'spacy', 'onnxruntime', 'datasette', 'trafilatura', 'torch'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = python("-c", script, *arguments, cwd=filled.parents[1])
    assert done.returncode == 0, done.stderr


def test_a_closed_pipe_is_quiet(filled: Path) -> None:
    script = "from quotes.cli import cli; cli()"
    listing = subprocess.Popen(
        [sys.executable, "-c", script, "list", "--nl", "--db", str(filled)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.close()
    assert listing.stderr.read() == b""
    listing.stderr.close()
    listing.wait()
