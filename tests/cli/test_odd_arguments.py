"""Whatever is typed, and wherever it is printed: a line that says why, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
HUGE = 2**63
ENOUGH = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database with two articles and four quotations."""
    result = run("ingest", "news", "--outlet", "Daily Post", "--published", "2023-12-21")
    assert result.exit_code == 0, result.output
    return Path("db/quotes.db").absolute()


def is_told(result: Result) -> None:
    """It ended as a command ends, and what it could not do is told."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    if result.exit_code:
        assert result.exit_code in (1, 2)
        assert result.stdout == ""
        assert result.stderr.strip()


LONG = "x" * 300
NOT_UTF8 = os.fsdecode(b"caf\xe9")


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--limit", HUGE],
        ["list", "--offset", HUGE],
        ["list", "--offset", "-1"],
        ["list", "-n", "9" * 5000],
        ["list", "-n", "１"],
        ["list", "--since", "99999"],
        ["list", "--since", "0000"],
        ["list", "--since", "9" * 5000],
        ["list", "--sort", "x" * 5000],
        ["list", "--until", "2023-02-30"],
        ["list", NOT_UTF8],
        ["list", "--outlet", NOT_UTF8],
        ["list", "--db", NOT_UTF8],
        ["list", "--db", LONG],
        ["list", "--db", "a\0b"],
        ["list", "a\0b"],
        ["search", NOT_UTF8],
        ["search", "a\0b"],
        ["speakers", NOT_UTF8],
        ["speakers", "a\0b"],
        ["articles", NOT_UTF8],
        ["articles", "-n", HUGE],
        ["sources", "--limit", HUGE],
        ["show", "1", "--context", HUGE],
        ["show", "1", "--context", "-1"],
        ["ingest", "news", "--db", LONG],
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[:40].encode("ascii", "replace").decode(),
)
def test_what_no_command_can_do_is_wrong_usage(
    run: Run, filled: Path, arguments: list[object]
) -> None:
    result = run(*arguments)
    is_told(result)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()[-1]) < 200


@pytest.mark.parametrize(
    "name", [LONG, "x" * 70_000, "é" * 400, "a " * 300, "%" * 300, "'\"" * 200]
)
def test_a_long_name_is_nobodys(run: Run, filled: Path, name: str) -> None:
    for command in (["list"], ["speakers"], ["list", "--outlet"], ["list", "--article"]):
        result = run(*command, name)
        is_told(result)
        assert max(map(len, result.stderr.splitlines())) < 200
    is_told(run("search", name))


@pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, HUGE, 10**30, "0" * 400])
def test_a_number_of_nothing(run: Run, filled: Path, number: object) -> None:
    for command in (["list"], ["speakers"], ["list", "--article"], ["show"]):
        result = run(*command, number)
        is_told(result)
    assert run("show", number).exit_code == 1


def test_what_is_wrong_is_told_legibly(run: Run, filled: Path) -> None:
    odd = "\x1b[31m\u202e"
    for arguments in ([f"--{odd}"], [odd], ["list", f"--{odd}"], ["show", "1", odd], ["show", odd]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert not set(result.stderr) & set(odd[0] + odd[-1]), arguments


def test_counts_may_be_as_great_as_a_database_counts(run: Run, filled: Path) -> None:
    most = HUGE - 1
    assert run("list", "--limit", most, "--offset", most).stdout == "[]\n"
    assert run("list", "--limit", most).stdout == run("list").stdout
    assert run("show", 1, "--context", most).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["delete", NOT_UTF8, "--yes"],
        ["review", "rename", "1", NOT_UTF8],
        ["ingest", "news/a.txt", "--outlet", NOT_UTF8],
    ],
    ids=lambda arguments: arguments[0],
)
def test_text_that_is_no_text_changes_nothing(
    run: Run, filled: Path, arguments: list[object]
) -> None:
    before = run("articles").stdout
    result = run(*arguments)
    is_told(result)
    assert result.exit_code in (1, 2)
    assert run("articles").stdout == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["list", "search", "speakers", "articles"]),
    st.sampled_from(
        ["", "--speaker", "--article", "--outlet", "--search", "--since", "-n", "--sort"]
    ),
    st.text(st.characters(exclude_categories=[]), max_size=40),
)
@example("list", "--search", '"')
@example("search", "", "NEAR(")
@example("articles", "", "a* OR *")
@example("speakers", "", "import")
def test_anything_typed_is_taken_or_told(
    run: Run, filled: Path, command: str, option: str, typed: str
) -> None:
    is_told(run(command, f"{option}={typed}" if option.startswith("--") else f"{option}{typed}"))


# Streams


def quotes(command: str, db: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``quotes`` is the command, on ``db``."""
    line = command.replace("quotes ", f"{sys.executable} -m quotes ")
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env={**ENOUGH, "QUOTES_DB": str(db), **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_closed_standard_output(filled: Path) -> None:
    for command in ("list", "list --view", "show 1", "speakers --csv", "info", "--help"):
        done = quotes(f"quotes {command} <&- >&-", filled)
        told = "Standard output cannot be written (Bad file descriptor).\n"
        assert (done.returncode, done.stderr) == (1, told), command
    assert quotes("quotes list <&- >&- 2>&-", filled).returncode == 1
    done = quotes("quotes list 2>&-", filled)
    assert done.returncode == 0
    assert done.stdout.startswith("[{")


def test_closed_streams_do_no_harm_to_the_database(filled: Path) -> None:
    before = filled.read_bytes()
    quotes("quotes list --outlet nope <&- >&- 2>&-", filled)
    quotes("quotes show 99 2>&- <&-", filled)
    assert filled.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device(filled: Path) -> None:
    for command in ("list", "list --view", "list --table", "show 1", "info", "--help", "--version"):
        done = quotes(f"quotes {command} > /dev/full", filled)
        told = "Standard output cannot be written (No space left on device).\n"
        assert (done.returncode, done.stderr) == (1, told), command
    assert quotes("quotes list nobody > /dev/null 2> /dev/full", filled).returncode == 1
    assert quotes("quotes show 99 2> /dev/full", filled).returncode == 1


def test_a_reader_that_goes_is_quiet(run: Run, filled: Path) -> None:
    Path("long.txt").write_text("“Yes,” Ann Poe said. " * 4000, encoding="utf-8")
    run("ingest", "long.txt")
    for options in ("--nl", "--json", "--csv", "--view", "--table"):
        done = quotes(f"quotes list {options} | head -1", filled)
        assert done.stderr == "", options
        assert len(done.stdout.splitlines()) == 1


def test_bytes_that_are_not_utf8(filled: Path) -> None:
    for command in ("list", "speakers", "search", "list --outlet"):
        done = quotes(f"quotes {command} $'caf\\xe9'", filled)
        assert done.returncode == 2, command
        assert done.stderr.splitlines()[-1].endswith("'caf\\udce9' is not in UTF-8.")
    assert quotes("quotes extract $'caf\\xe9.txt'", filled).stderr.count("\n") == 1


def test_an_output_that_has_not_all_letters(run: Run, filled: Path) -> None:
    for options in ("--view", "--csv", "--table", ""):
        done = quotes(f"quotes list {options}", filled, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, ""), options
        assert "We will talk" in done.stdout
