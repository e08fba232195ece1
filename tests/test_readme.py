"""The README promises nothing that is not there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHELL = [line for language, block in BLOCKS if language == "sh" for line in block.splitlines()]
SHELL += re.findall(
    r"^\$ (.*)", "".join(b for lang, b in BLOCKS if lang == "console"), re.MULTILINE
)


def commands() -> list[list[str]]:
    """The words of every ``quotes …`` command in the README's blocks."""
    found = []
    for line in SHELL:
        for part in line.split("&&"):
            words = shlex.split(part, comments=True)
            if words and words[0] in ("quotes", ".venv/bin/quotes"):
                found.append(words[1:])
    return found


def test_the_readme_shows_commands() -> None:
    shown = {words[0] for words in commands()}
    assert shown == set(cli.list_commands(None))


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_shown_exists(words: list[str]) -> None:
    nested = words[0] in ("evaluate", "review") and len(words) > 1
    names = words[:2] if nested else words[:1]
    result = CliRunner().invoke(cli, [*names, "--help"])
    assert result.exit_code == 0, result.output
    options = {word.partition("=")[0] for word in words if word.startswith("--")}
    missing = {option for option in options if not re.search(rf"{option}\b", result.output)}
    assert not missing


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    (pattern,) = re.findall(r"grep --max-count=1 '([^']+)'", script)
    found = subprocess.run(
        ["grep", pattern, str(ROOT / "README.md")], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(found) == 1
    assert found[0] in SHELL
    assert "'.[test]'" in found[0]


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (listed,) = re.findall(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    names = set(re.findall(r'"([a-z0-9-]+)', listed))
    (table,) = re.findall(r"^\| package \| for \|\n\|[-|]+\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert {row.split("|")[1].strip().lower() for row in table.splitlines()} == names


@pytest.mark.parametrize("code", [block for language, block in BLOCKS if language == "python"])
def test_examples_are_python(code: str) -> None:
    compile(code, "README.md", "exec")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of ``quotes ingest seeds/``, by the bundled pipeline."""
    db = tmp_path_factory.mktemp("sample") / "quotes.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        result = CliRunner().invoke(cli, ["ingest", "seeds/", "--db", str(db)])
    assert result.exit_code == 0, result.output
    return db


def _without_confidence(text: str) -> list[str]:
    """The words of an example, without the last digits of another processor."""
    return re.sub(r"(confidence\s+[0-9.]{3})[0-9]*", r"\1", text).split()


def test_the_record_shown_is_what_the_program_prints(sample: Path) -> None:
    (block,) = [block for language, block in BLOCKS if language == "json"]
    shown = json.loads(block)
    result = CliRunner().invoke(cli, ["show", str(shown["id"]), "--json", "--db", str(sample)])
    printed = {name: value for name, value in json.loads(result.stdout).items() if name in shown}
    assert printed.pop("confidence") == pytest.approx(shown.pop("confidence"), abs=0.01)
    assert printed == shown


def test_the_quotations_shown_are_what_the_program_prints(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = [block for language, block in BLOCKS if language == "console"]
    command, _, shown = block.partition("\n")
    words = shlex.split(command.removeprefix("$ quotes "))
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((100, 999)))
    printed = CliRunner().invoke(cli, [*words, "--view", "--db", str(sample)]).stdout
    for piece in shown.split("\n…\n"):
        words = _without_confidence(piece)
        assert " ".join(words) in " ".join(_without_confidence(printed))
