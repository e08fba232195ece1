"""The TAB key completes names and outlets out of the database, or nothing at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import Result

from quotes.cli import cli
from quotes.store import opened

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database with two articles and four quotations, and an outlet each."""
    assert run("ingest", "news/a.txt", "--outlet", "Daily Post").exit_code == 0
    assert run("ingest", "news/b.txt", "--outlet", "Daily Herald").exit_code == 0
    return Path("db/quotes.db").absolute()


def completed(arguments: Sequence[str], incomplete: str) -> list[str]:
    found = ShellComplete(cli, {}, "quotes", "_QUOTES_COMPLETE").get_completions(
        list(arguments), incomplete
    )
    return [one.value for one in found]


def test_names_are_completed(filled: Path) -> None:
    assert completed(["list"], "") == ["John Kirby", "Kirby", "Troy Miller"]
    assert completed(["list"], "Jo") == ["John Kirby"]
    assert completed(["list"], "Ki") == ["Kirby"]
    assert completed(["list", "--speaker"], "Tr") == ["Troy Miller"]
    assert completed(["speakers"], "Tr") == ["Troy Miller"]
    # The letters that were typed stay: shells compare them one by one.
    assert completed(["list"], "jo") == ["john Kirby"]
    # Of several words, those before stand already.
    assert completed(["list", "John"], "Ki") == ["Kirby"]
    assert completed(["list", "John"], "") == ["Kirby"]
    assert completed(["list", "Troy"], "Ki") == []
    assert completed(["list"], "x") == []


def test_outlets_are_completed(filled: Path) -> None:
    for command in ("list", "search", "speakers", "articles", "sources", "new"):
        arguments = [command, "word", "--outlet"] if command == "search" else [command, "--outlet"]
        assert completed(arguments, "Dai") == ["Daily Herald", "Daily Post"]
        assert completed(arguments, "daily p") == ["daily post"]
        assert completed(arguments, "P") == []


def test_the_most_quoted_come_first_and_not_too_many(run: Run, filled: Path) -> None:
    many = " ".join(f"“Yes,” Jo{chr(97 + n // 26)}{chr(97 + n % 26)} Poe said." for n in range(99))
    Path("c.txt").write_text(f"{many} " + "“No,” Jonas Hill said. " * 3, "utf-8")
    assert run("ingest", "c.txt").exit_code == 0
    found = completed(["list"], "Jo")
    assert found[:2] == ["Jonas Hill", "John Kirby"]
    assert len(found) == 40


def test_the_database_that_is_named_is_read(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.rename("other.db")
    assert completed(["list"], "Jo") == []
    assert completed(["list", "--db", "other.db"], "Jo") == ["John Kirby"]
    assert completed(["list", "--db", "other.db", "--speaker"], "Jo") == ["John Kirby"]
    monkeypatch.setenv("QUOTES_DB", "other.db")
    assert completed(["list"], "Jo") == ["John Kirby"]


def test_nothing_goes_wrong(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled.read_bytes()
    holder = sqlite3.connect(filled, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert completed(["list"], "Jo") == []
    holder.close()
    for wrong in ("missing.db", "no/such/folder.db", "news", "news/a.txt", "a\0b", "x" * 300):
        assert completed(["list", "--db", wrong], "Jo") == []
        assert completed(["list", "--db", wrong, "--outlet"], "") == []
    sqlite3.connect("empty.db").close()
    assert completed(["list", "--db", "empty.db"], "Jo") == []
    for typed in ("\udce9", "a\0b", "'", "\\", "%", "x" * 5000, "The "):
        assert completed(["list"], typed) == []
    monkeypatch.setattr("quotes.cli.completion._SECONDS_TO_SEARCH", -1.0)
    monkeypatch.setattr("quotes.cli.completion._STEPS_BETWEEN_LOOKS", 1)
    assert completed(["list"], "Jo") == []
    assert filled.read_bytes() == before
    assert not Path("missing.db").exists()
    assert not Path("no").exists()


def test_what_would_disturb_the_terminal_is_left_out(filled: Path) -> None:
    with opened(filled, write=True) as db:
        db.execute("UPDATE speaker_names SET name = 'John\nEvil' WHERE name = 'John Kirby'")
        db.execute("UPDATE articles SET outlet = 'Daily \x1b[31m' WHERE id = 1")
        db.execute("UPDATE speakers SET title = 'of\n\u202eall' WHERE id = 1")
        db.conn.commit()
    assert completed(["list"], "Jo") == []
    assert completed(["list", "--outlet"], "D") == ["Daily Herald"]
    (item,) = ShellComplete(cli, {}, "quotes", "_QUOTES_COMPLETE").get_completions(["list"], "Ki")
    assert item.help == "John Kirby, of  all"


def shell(script: str, db: Path, tmp_path: Path, name: str = "bash") -> str:
    """The output of a script in a shell that has ``quotes`` on its path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "quotes"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m quotes "$@"\n')
    command.chmod(0o755)
    return subprocess.run(
        [name, "-c", script],
        env={
            "PATH": f"{folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "QUOTES_DB": str(db),
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash(filled: Path, tmp_path: Path) -> None:
    script = """
    eval "$(_QUOTES_COMPLETE=bash_source quotes)"
    ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _quotes_completion quotes; printf '%s|' "${COMPREPLY[@]}"; echo; }
    ask quotes list Jo
    ask quotes list --speaker Jo
    ask quotes list --speaker 'John\\ K'
    ask quotes list --outlet Daily\\\\\\ H
    ask quotes spea
    """
    assert shell(script, filled, tmp_path).splitlines() == [
        "John\\ Kirby|",
        "John\\ Kirby|",
        "John\\ Kirby|",
        "Daily\\ Herald|",
        "speakers|",
    ]


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_the_other_shells_are_told(filled: Path, name: str) -> None:
    words = {"COMP_WORDS": "quotes list Jo", "COMP_CWORD": "Jo" if name == "fish" else "2"}
    for step in ("source", "complete"):
        done = subprocess.run(
            [sys.executable, "-m", "quotes"],
            env={
                **os.environ,
                **words,
                "PYTHONPATH": str(ROOT),
                "QUOTES_DB": str(filled),
                "_QUOTES_COMPLETE": f"{name}_{step}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert (
            "_quotes_completion" in done.stdout if step == "source" else "John Kirby" in done.stdout
        )


def test_completing_imports_nothing_heavy(filled: Path) -> None:
    script = (
        "import sys\n"
        "from click.shell_completion import ShellComplete\n"
        "from quotes.cli import cli\n"
        "complete = ShellComplete(cli, {}, 'quotes', '_QUOTES_COMPLETE')\n"
        "assert [one.value for one in complete.get_completions(['list'], 'Jo')] == ['John Kirby']\n"
        "heavy = {'spacy', 'numpy', 'sqlite_utils', 'quotes.store'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=filled.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
