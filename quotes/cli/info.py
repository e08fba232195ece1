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
from quotes.cli.errors import Failed
from quotes.language import ACCURATE

_PACKAGES = (
    "spacy",
    "coreferee",
    "onnxruntime",
    "sqlite-utils",
    "datasette",
    "trafilatura",
)


@click.command()
@options.perhaps_database
@click.option(
    "--pipeline",
    type=click.Choice([ACCURATE]),
    help="Of the bundled pipeline with the larger encoder, not of the one in use without it.",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON object.")
@output.pager
def info(db: Path, pipeline: str | None, as_json: bool) -> None:
    """Versions, the pipeline in use with its scores, and what the database holds."""
    facts: dict[str, Any] = {
        "versions": _versions(),
        "pipeline": _pipeline(pipeline),
        "database": {"path": str(db), **_database(db)},
    }
    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        facts["pipeline"] = _summary(facts["pipeline"])
        sections = [_section(name, content) for name, content in facts.items()]
        output.page(f"{line}\n" for line in "\n\n".join(sections).split("\n"))


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


def _pipeline(name: str | None) -> dict[str, Any]:
    from quotes.language import MissingWeights, model_card

    try:
        return model_card(name)
    except MissingWeights as error:
        raise Failed(str(error)) from error
    except FileNotFoundError:
        return {"state": "its weights are not there; training makes them"}


def _summary(card: dict[str, Any]) -> dict[str, Any]:
    """The card in lines that a terminal holds; the rest of it is in the JSON and the model card."""
    if "parsing" not in card:
        return card
    lines = {"name": card["name"], "licence": card["licence"]}
    for corpus, x in card["parsing"].items():
        heads = {"tags": "tag", "attachment": "uas", "labelled": "las", "sentences": "sentences"}
        shown = {title: _score(x[key], x["intervals"][key]) for title, key in heads.items()}
        lines[corpus] = _listed(shown)
    kinds = {"PERSON": "PERSON", "ORG": "ORG", "GPE and LOC": "PLACE"}
    roles = {role: role for role in ("content", "source", "cue")}
    for corpus, x in (card["entities"] | card["roles"]).items():
        found = {title: x[key] for title, key in (kinds | roles).items() if key in x}
        lines[corpus] = _listed({k: _score(v["f"], v["interval"]) for k, v in found.items()})
    pronouns = card.get("coreference", {}).get("news_pronouns_gum_dev_test")
    if pronouns:
        score, *bounds = (
            round(100 * share, 1) for share in (pronouns["f1"], *pronouns["interval"])
        )
        lines["GUM news"] = f"pronouns {_score(score, bounds)}"
    lines["scores"] = "percent on held-out texts, (95% intervals); --json has all of them"
    return lines


def _score(score: float, interval: list[float] | None) -> str:
    return f"{score}" if interval is None else f"{score} ({interval[0]}-{interval[1]})"


def _listed(shown: dict[str, str]) -> str:
    return ", ".join(f"{title} {score}" for title, score in shown.items())


def _database(db: Path) -> dict[str, Any]:
    """Numbers of rows; nothing is made to answer the question."""
    from quotes.store import counts, opened

    if not db.exists():
        return {"state": "there is none, not made yet; quotes ingest makes it"}
    with opened(db) as database:
        return counts(database)


def _section(name: str, content: dict[str, Any]) -> str:
    lines = [click.style(name.capitalize(), bold=True)]
    rows = _flat(content)
    width = max((len(key) for key, _ in rows), default=0) + 2
    lines += [f"  {key:<{width}}{value}" for key, value in rows]
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
