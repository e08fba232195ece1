"""What a person at a terminal meets: a mistyped name, a narrow window, a pager, colours."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from quotes.cli import cli
from quotes.cli.charts import bars
from quotes.cli.output import cut, fitted, legible, width
from quotes.store import opened

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database with two articles and four quotations."""
    result = run("ingest", "news", "--outlet", "Daily Post", "--published", "2023-12-21")
    assert result.exit_code == 0, result.output
    return Path("db/quotes.db").absolute()


def records(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# A database that is not there

READING = (
    ["list"],
    ["search", "x"],
    ["speakers"],
    ["show", "1"],
    ["new"],
    ["sources"],
    ["articles"],
    ["delete", "1", "--yes"],
    ["review", "set", "1", "--accept"],
    ["review", "log"],
    ["review", "export", "sheet.csv"],
    ["serve"],
)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_makes_no_database(run: Run, command: list[str]) -> None:
    result = run(*command, "--db", "nwes.db")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "nwes.db: there is no database; check --db, or quotes ingest PATH --db nwes.db makes it\n"
    )
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "db/quotes.db: there is no database yet; quotes ingest PATH makes it, --db names one\n"
    )
    assert list(Path().iterdir()) == []


def test_a_mistyped_database_is_told_with_its_neighbour(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ("db/qoutes.db", "db/quotes"):
        result = run("list", "--db", wrong)
        assert result.exit_code == 1
        assert "did you mean db/quotes.db? Else quotes ingest PATH" in result.stderr
    result = run("list", "--db", "dv/quotes.db")
    assert "there is no folder dv either: check --db, or" in result.stderr
    monkeypatch.setenv("QUOTES_DB", "other.db")
    assert "other.db: there is no database; check QUOTES_DB, or" in run("list").stderr
    assert not Path("dv").exists()


def test_what_stands_before_a_subcommand_names_the_database(run: Run, filled: Path) -> None:
    moved = filled.rename(filled.with_name("other.db"))
    assert run("review", "--db", moved, "set", "1", "--accept").exit_code == 0
    assert run("review", "set", "1", "--accept", "--db", moved).exit_code == 0
    result = run("review", "--db", "nope.db", "set", "1", "--accept")
    assert result.exit_code == 1
    assert result.stderr.startswith("nope.db: there is no database; ")


# Names that nobody goes by


def test_a_first_name_or_a_beginning_offers_who_may_be_meant(run: Run, filled: Path) -> None:
    for typed in ("John", "kir", "Kirbi", "Jon Kirby", "Mr Kirbey"):
        result = run("list", typed)
        assert (result.exit_code, result.stdout) == (0, "[]\n")
        assert result.stderr == f"Nobody quoted goes by “{typed}”. Did you mean John Kirby?\n"
        assert "Did you mean John Kirby?" in run("speakers", typed).stderr
    assert "Did you mean Troy Miller?" in run("list", "Mil").stderr
    assert run("list", "Xanthippe").stderr == "Nobody quoted goes by “Xanthippe”.\n"
    assert run("list", "77").stderr == "Nobody quoted goes by “77”.\n"


def test_the_most_quoted_is_offered_first(run: Run, filled: Path) -> None:
    Path("c.txt").write_text(
        "“No,” Tracy Hill said. “No,” Tracy Hill said. “Yes,” Tracy Abel said.", encoding="utf-8"
    )
    run("ingest", "c.txt")
    assert run("list", "Tracy").stderr.endswith("Did you mean Tracy Hill or Tracy Abel?\n")
    # One of two names is known: the other is told all the same.
    result = run("list", "--speaker", "Hill", "--speaker", "Tracy")
    assert len(records(result)) == 2
    assert "goes by “Tracy”" in result.stderr


def test_an_unknown_outlet_or_article_is_told(run: Run, filled: Path) -> None:
    for command in (["list"], ["search", "talk"], ["speakers"]):
        result = run(*command, "--outlet", "Dialy Pots")
        assert (result.exit_code, result.stdout) == (0, "[]\n")
        assert result.stderr == (
            "No article is from an outlet “Dialy Pots”. Did you mean Daily Post?\n"
        )
        result = run(*command, "--article", "99")
        assert (result.exit_code, result.stderr) == (0, "There is no article “99”.\n")
    assert run("articles", "--outlet", "nope").stderr == "No article is from an outlet “nope”.\n"
    result = run("list", "--article", "Envoy leaves for talks")
    assert result.stderr == (
        "There is no article “Envoy leaves for talks”. Did you mean Envoys leave for talks (1)?\n"
    )
    assert run("list", "--outlet", "daily", "--article", "1").stderr == ""


def test_what_is_offered_is_legible(run: Run, filled: Path) -> None:
    with opened(filled, write=True) as db:
        db.execute("UPDATE speakers SET name = 'John \u202eKirby' WHERE id = 1")
        db.execute("UPDATE articles SET outlet = 'Daily \x1b[31mPost'")
        db.conn.commit()
    told = run("list", "John\u202e", "--outlet", "Dialy Post").stderr
    assert not set(told) & {"\x1b", "\u202e"}
    assert "John \\u202eKirby" in told
    assert "Daily \\u001b[31mPost" in told


# Filters that count


def test_only_filters_that_count_are_taken(run: Run, filled: Path) -> None:
    for command in (["sources"], ["review"], ["review", "export"]):
        for option in ("--sort=date", "--offset=1"):
            result = run(*command, option)
            assert result.exit_code == 2, (command, option)
            assert "No such option" in result.stderr
        assert "--limit" in run(*command, "--help").stdout


def test_short_options(run: Run, filled: Path) -> None:
    assert len(records(run("list", "-n", 1))) == 1
    version = run("-V").stdout
    assert version == run("--version").stdout
    assert re.fullmatch(r"quotes, version \S+\n", version)


def test_the_package_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "list", "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage: quotes list ")


# Views, widths, colours


def test_the_view_in_a_pipe(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    shown = run("list", "kirby", "--view").stdout
    assert shown == click.unstyle(run("list", "kirby", terminal=True).stdout)
    assert "\x1b" not in shown
    assert "John Kirby, spokesperson" in run("speakers", "--view").stdout
    assert "“[And then we stay,]” _Kirby_ _said_." in run("show", 2, "--view").stdout
    assert run("list", "--view", "--csv").exit_code == 2


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_on_a_terminal(filled: Path, variables: dict[str, str], coloured: bool) -> None:
    for arguments in (["list"], ["show", "2"]):
        shown = on_a_terminal(arguments, filled, variables, rows=200)
        assert ("\x1b[" in shown) is coloured, (arguments, shown)


def test_colour_in_a_pipe(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("list", "--view").stdout
    assert "\x1b[" in run("show", "2", "--view").stdout
    assert "\x1b" not in run("list").stdout
    assert "\x1b" not in run("list", "--table").stdout


@pytest.mark.parametrize("columns", [30, 45, 72, 100])
def test_the_width_of_the_terminal_is_kept(run: Run, filled: Path, columns: int) -> None:
    with opened(filled, write=True) as db:
        db.execute("UPDATE speakers SET name = '山田太郎 山田太郎 山田太郎' WHERE id = 1")
        db.conn.commit()
    for line in (
        "list",
        "speakers",
        "show 2",
        "speakers 1",
        "articles",
        "list --table",
        "speakers --table",
        "articles --table",
    ):
        shown = run(*line.split(), terminal=True, columns=columns).stdout
        assert max(map(width, shown.splitlines())) <= columns, line
    if columns == 45:
        shown = on_a_terminal(["list", "--table"], filled, {}, rows=200, columns=columns)
        assert shown == run("list", "--table", terminal=True, columns=columns).stdout
    wide = run("list", "--table").stdout
    assert max(map(width, wide.splitlines())) > 100


@given(st.lists(st.integers(1, 80), min_size=1, max_size=9), st.integers(1, 200))
def test_columns_are_fitted(widths: list[int], room: int) -> None:
    shown = fitted(widths, room, 2)
    assert shown
    assert all(new <= old for new, old in zip(shown, widths, strict=False))
    assert sum(shown) + 2 * (len(shown) - 1) <= room
    if sum(widths) + 2 * (len(widths) - 1) <= room:
        assert shown == widths
    if len(shown) < len(widths):
        assert sum(min(one, 6) + 2 for one in widths) - 2 > room


@given(st.text(), st.integers(1, 30))
def test_what_is_cut_fits(text: str, columns: int) -> None:
    shown = cut(legible(text), columns)
    assert width(shown) <= columns
    assert shown == legible(text) or shown.endswith("…")


def test_wide_and_combining_letters_take_their_columns() -> None:
    assert [width(text) for text in ("ab", "山田", "e\u0301", "\x1b[1mab\x1b[0m")] == [2, 4, 1, 2]
    (line, other) = bars([("山田", 2.0), ("abcd", 1.0)], 20)
    assert line.index("█") == 3
    assert other.index("█") == 5


@given(st.text())
def test_nothing_legible_moves_the_cursor_or_turns_the_line(text: str) -> None:
    from unicodedata import bidirectional, category

    shown = legible(text + "\u202e\u2067\u200f\u061c\x1b[2J\udc80")
    assert not {bidirectional(char) for char in shown} & set(
        "RLE LRE RLO LRO PDF RLI LRI FSI PDI".split()
    )
    assert {char for char in shown if category(char) in ("Cc", "Cs")} <= {"\n", "\t"}
    shown.encode("utf-8")


def test_controls_of_direction_are_spelt_out_wherever_articles_say_them(
    run: Run, filled: Path
) -> None:
    turned = "\u202eevil\u2066"
    with opened(filled, write=True) as db:
        db.execute("UPDATE speakers SET name = ? || name, title = ?", [turned, turned])
        db.execute("UPDATE speaker_names SET name = ? || name", [turned])
        db.execute("UPDATE speaker_titles SET title = ?", [turned])
        db.execute(
            "UPDATE articles SET title = ?, outlet = ?, byline = ?, path = ?, url = ?",
            [turned] * 5,
        )
        db.conn.commit()
    for command in (
        ["list"],
        ["list", "--table"],
        ["list", "--csv"],
        ["speakers"],
        ["speakers", "1"],
        ["speakers", "1", "--why"],
        ["show", "2", "--whole"],
        ["articles"],
        ["sources", "--by", "outlet"],
        ["search", "stay"],
        ["info"],
    ):
        result = run(*command, terminal=True)
        assert result.exit_code == 0, result.output
        assert not set(result.output) & {"\u202e", "\u2066"}, command


# The pager


def on_a_terminal(
    arguments: list[str],
    db: Path,
    variables: dict[str, str],
    *,
    rows: int = 24,
    columns: int = 80,
) -> str:
    """What ``quotes`` writes to a terminal of that size, with carriage returns taken out."""
    main, other = pty.openpty()
    ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "PAGER", "LESS", "COLUMNS", "LINES")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", *arguments],
        env={
            **kept,
            "TERM": "xterm",
            "PYTHONPATH": str(ROOT),
            "QUOTES_DB": str(db),
            **variables,
        },
        stdin=other,
        stdout=other,
        stderr=other,
    )
    os.close(other)
    found = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        found += piece
    os.close(main)
    process.wait()
    return found.decode("utf-8").replace("\r", "")


@pytest.fixture
def pager(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A pager that says that it was there."""
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\necho PAGED\ncat\n")
    script.chmod(0o755)
    yield {"PAGER": str(script)}


def test_a_pager_for_what_is_longer_than_the_screen(filled: Path, pager: dict[str, str]) -> None:
    for arguments in (["list"], ["list", "--table"], ["show", "2"], ["info"]):
        assert on_a_terminal(arguments, filled, pager, rows=5).startswith("PAGED\n"), arguments
    assert "PAGED" not in on_a_terminal(["info", "--no-pager"], filled, pager, rows=5)
    assert "PAGED" not in on_a_terminal(["list", "--no-pager"], filled, pager, rows=5)
    whole = on_a_terminal(["list"], filled, pager, rows=99)
    paged = on_a_terminal(["list"], filled, pager, rows=5)
    assert "PAGED" not in whole
    assert click.unstyle(paged).removeprefix("PAGED\n").strip() == click.unstyle(whole).strip()
    # Records for a program are no pages.
    for format in ("--json", "--csv"):
        assert "PAGED" not in on_a_terminal(["list", format], filled, pager, rows=3)


def test_what_is_marked_stays_marked_in_a_pager(filled: Path, pager: dict[str, str]) -> None:
    assert "\x1b[" in on_a_terminal(["show", "2"], filled, pager, rows=5)
    plain = on_a_terminal(["show", "2"], filled, {**pager, "NO_COLOR": "1"}, rows=5)
    assert "“[And then we stay,]” _Kirby_ _said_." in plain


@pytest.mark.parametrize("variables", [{"PAGER": "'"}, {"TERM": "dumb"}])
def test_where_there_can_be_no_pager_there_is_none(
    filled: Path, pager: dict[str, str], variables: dict[str, str]
) -> None:
    shown = on_a_terminal(["list"], filled, pager | variables, rows=5)
    assert "PAGED" not in shown
    assert len(shown.splitlines()) > 15


def test_a_pager_that_ends_early_is_quiet(filled: Path) -> None:
    assert on_a_terminal(["list"], filled, {"PAGER": "head -1"}, rows=5).count("\n") == 1
    assert on_a_terminal(["list"], filled, {"PAGER": "false"}, rows=5) == ""


def test_no_pager_in_a_pipe(run: Run, filled: Path, pager: dict[str, str]) -> None:
    os.environ.update(pager)
    try:
        assert "PAGED" not in run("list", "--view").output
    finally:
        del os.environ["PAGER"]


# show


def test_show_prints_the_article_around(run: Run, filled: Path) -> None:
    lines = "\n\n".join(f"This is line {number}." for number in range(1, 6))
    text = f"{lines}\n\n“We go,” Ann Poe said.\n\n{lines.replace('line', 'row')}\n"
    Path("c.txt").write_text(text, encoding="utf-8")
    run("ingest", "c.txt")
    (found,) = records(run("list", "Poe"))

    def shown(*options: object) -> list[str]:
        article = run("show", found["id"], "--view", *options).stdout.partition("\n\nSpeaker")[0]
        return [line for line in article.split("\n") if line]

    marked = "“[We go,]” _Ann Poe_ _said_."
    assert shown() == [
        "…",
        "This is line 4.",
        "This is line 5.",
        marked,
        "This is row 1.",
        "This is row 2.",
        "…",
    ]
    assert shown("--context", 0) == ["…", marked, "…"]
    assert len(shown("--context", 4)) == 11
    whole = [f"This is line {number}." for number in range(1, 6)]
    assert shown("--whole") == [*whole, marked, *(one.replace("line", "row") for one in whole)]
    assert shown("--context", 5) == shown("--context", 2**62) == shown("--whole")
    assert run("show", 1, "--whole", "--context", 2).exit_code == 2
    assert "context" not in records(run("show", found["id"]))
    whole_record = records(run("show", found["id"], "--whole"))
    assert whole_record["context"]["text"] == text.strip()
    around = records(run("show", found["id"], "--context", 1))["context"]
    assert text[around["start"] : around["end"]] == around["text"]
    assert around["text"].startswith("This is line 5.")


# Names of columns


def test_columns_have_one_name_everywhere(run: Run, filled: Path) -> None:
    """A column of CSV is a key of the JSON, that of an object behind its name, or the view's."""
    (record, *_) = records(run("list"))
    (row, *_) = csv.DictReader(io.StringIO(run("list", "--csv").stdout))
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{key}_{below}": one for below, one in value.items()}
            flat |= {below: one for below, one in value.items() if key == "article"}
            flat[key] = value.get("name", value.get("text"))
        else:
            flat[key] = value
    for name, cell in row.items():
        assert name in flat, name
        value = flat[name]
        wanted = "" if value is None else value if isinstance(value, str) else json.dumps(value)
        assert cell == wanted, name
    with opened(filled) as db:
        (view,) = db.query("SELECT * FROM quotations WHERE id = ?", [record["id"]])
    # Of the day of publication the view has another name; the rest is of the database alone.
    assert set(view) - set(row) == {"date", "doubtful", "group_id"}
    for name in set(view) & set(row) - {"reviewed"}:
        assert row[name] == ("" if view[name] is None else str(view[name])), name


def test_speakers_and_articles_have_the_columns_of_their_json(run: Run, filled: Path) -> None:
    for command in ("speakers", "articles"):
        (record, *_) = records(run(command))
        (row, *_) = csv.DictReader(io.StringIO(run(command, "--csv").stdout))
        assert set(row) == set(record)


# The page about it

PAGE = (ROOT / "docs" / "terminal.md").read_text("utf-8")


def test_the_page_names_what_there_is() -> None:
    options = set(re.findall(r"`(--?[a-zA-Z-]+)", PAGE))
    context = click.Context(cli)
    there = {"--help", "-h"} | {option for one in cli.params for option in one.opts}
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        there |= {option for one in command.params for option in one.opts}
    there |= {"--by", "-R"}
    assert options <= there, options - there
    for shell in ("bash", "zsh", "fish"):
        assert f"_QUOTES_COMPLETE={shell}_source quotes" in PAGE


def test_the_page_tells_what_is_printed(run: Run, filled: Path) -> None:
    typed, told = re.findall(r"    \$ (quotes .*)\n    (Nobody .*)\n", PAGE)[0]
    assert run(*typed.split()[1:]).stderr == f"{told}\n"
