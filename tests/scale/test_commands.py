"""The commands: what ``quotes extract --cluster`` and ``quotes load`` say and do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from quotes.cli.cluster import run
from quotes.cli.ingest import ingest
from quotes.cli.load import load
from quotes.store import opened

pytest.importorskip("pyarrow")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--cluster", default="local:2")
@click.option("--partition", default=2)
@click.option("--pipeline")
def extract(paths: tuple[str, ...], cluster: str, partition: int, pipeline: str | None) -> None:
    *sources, out = paths
    run(cluster, sources, out, partition=partition, pipeline=pipeline)


def invoke(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Articles of several kinds, and a file that is none."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Harbour bridge to open in May\n\nBy Ada Brandt\n\nLEEDS — The bridge will open in May,"
        " Celia Dorn, the chairwoman of the port authority, said on Monday. “We have waited for it"
        " for eleven years,” she said. “Nobody will miss the ferry.”\n"
    )
    (folder / "b.txt").write_text(
        "Ferry operator objects\n\n“It will cost two hundred jobs,” said Greta Hahn, who speaks for"
        " the ferry workers. According to Dorn, all of them will be offered work.\n"
    )
    (folder / "c.md").write_text(
        "# What the engineers say\n\nEngineers warned that the piers would need repairs within ten"
        " years. “They are not going to fall down,” Ines Jung of the university told reporters.\n"
    )
    (folder / "d.html").write_text(
        "<html><body><article><h1>Opening put off</h1><p>“We have waited for it for eleven years,”"
        " Celia Dorn said in a statement. The opening is put off until the autumn, and the port"
        " authority will say more about it on Friday.</p></article></body></html>"
    )
    return folder


@pytest.mark.slow
def test_the_same_database_as_with_ingest(news: Path, tmp_path: Path, content: Any) -> None:
    pytest.importorskip("distributed")
    (news / "e.txt").write_text("")
    result = invoke(extract, news, tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any("e.txt: is empty" in line for line in lines)
    assert any("with 4 articles and " in line and "; 1 failed, see " in line for line in lines)
    assert lines[-1] == f"Into the database: quotes load {tmp_path / 'out'}"

    again = invoke(extract, news, tmp_path / "out")
    assert "0 partitions with 0 articles and 0 quotations; " in again.stderr
    assert " done before" in again.stderr

    result = invoke(load, tmp_path / "out", "--db", tmp_path / "a.db")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("4 new articles, with ")
    assert "1 article could not be read by quotes extract" in result.stderr
    (news / "e.txt").unlink()
    assert invoke(ingest, news, "--db", tmp_path / "b.db", "--workers", "1").exit_code == 0
    with opened(tmp_path / "a.db") as one, opened(tmp_path / "b.db") as other:
        assert content(one) == content(other)
        assert one["quotes"].count > 5

    result = invoke(load, tmp_path / "out", "--db", tmp_path / "a.db")
    assert result.exit_code == 0
    assert "0 new articles, with 0 quotations; 4 already there." in result.stderr


@pytest.mark.slow
def test_a_pipeline_that_workers_do_not_have_ends_it(news: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    result = invoke(extract, news, tmp_path / "out", "--pipeline", "no_such_pipeline")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(
        "no_such_pipeline: cannot be loaded ("
    ) and result.stderr.rstrip().endswith("; install it on workers")
    assert not list((tmp_path / "out").rglob("*.parquet"))


@pytest.mark.parametrize("missing", ["distributed", "pyarrow"])
def test_without_the_extra_the_command_names_it(
    news: Path, tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    if missing == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    result = invoke(extract, news, tmp_path / "out")
    assert result.exit_code == 1
    assert "pip install 'quotes[cluster]'" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_results_go_into_a_folder(news: Path) -> None:
    result = invoke(extract, news, news / "a.txt")
    assert result.exit_code == 2
    assert "a.txt is a file" in result.stderr


def test_loading_from_nowhere_is_told_and_makes_no_database(tmp_path: Path) -> None:
    result = invoke(load, tmp_path / "nowhere", "--db", tmp_path / "a.db")
    assert result.exit_code == 1
    assert "nowhere: has no results of a cluster" in result.stderr
    assert not (tmp_path / "a.db").exists()
