"""``quotes info``."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from quotes import __version__
from quotes.cli import options, output

_PACKAGES = (
    "spacy",
    "coreferee",
    "onnxruntime",
    "sqlite-utils",
    "datasette",
    "trafilatura",
)


@click.command()
@options.database
@click.option("--json", "as_json", is_flag=True, help="A JSON object.")
def info(db: Path, as_json: bool) -> None:
    """Versions, the pipeline in use with its scores, and what the database holds."""
    facts: dict[str, Any] = {
        "versions": _versions(),
        "pipeline": _pipeline(),
        "database": {"path": str(db), **_database(db)},
    }
    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(_section(name, content) for name, content in facts.items()))


def _versions() -> dict[str, str]:
    found = {
        "quotes": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _pipeline() -> dict[str, Any]:
    from quotes.language import model_card

    try:
        return model_card()
    except FileNotFoundError:
        return {"state": "its weights are not there; training makes them"}


def _database(db: Path) -> dict[str, Any]:
    """Numbers of rows; nothing is made to answer the question."""
    from quotes.store import counts, opened

    if not db.exists():
        return {"state": "not made yet; quotes ingest makes it"}
    with opened(db) as database:
        return counts(database)


def _section(name: str, content: dict[str, Any]) -> str:
    lines = [click.style(name.capitalize(), bold=True)]
    lines += [f"  {key:<14}{value}" for key, value in _flat(content)]
    return "\n".join(output.legible(line) if "\x1b" not in line else line for line in lines)


def _flat(content: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in content.items():
        label = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, dict):
            rows += _flat(value, f"{label} ")
        elif isinstance(value, list):
            rows.append((label, ", ".join(str(item) for item in value)))
        else:
            rows.append((label, f"{value:,}" if isinstance(value, int) else str(value)))
    return rows
