"""Pages are read through quotes/store: there is one source for what the tables are."""

from __future__ import annotations

import ast
import inspect
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

import quotes.browse
from quotes.cli import completion
from quotes.store import details, opened
from quotes.store.finding import near_speakers

MODULES = sorted(Path(quotes.browse.__file__).parent.rglob("*.py"))
SQL = re.compile(
    r"\b(SELECT\b.*\bFROM|INSERT\b.*\bINTO|UPDATE\b.*\bSET|DELETE\s+FROM|CREATE\s+\w+|PRAGMA\s+\w+"
    r"|ORDER\s+BY|GROUP\s+BY|JOIN\s+\w+\s+ON|WHERE\s+\S+\s*(=|IN\b|IS\b))",
    re.DOTALL,
)


def _text(node: ast.AST) -> str:
    """Of a text in the source, what stands there; of a pattern, with a word for what it puts in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(one) or "it" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def queries(source: str) -> list[str]:
    """The texts of SQL in a module, and what it hands to a database to be run."""
    tree = ast.parse(source)
    texts = [_text(one) for one in ast.walk(tree)]
    calls = [
        ast.unparse(one)
        for one in ast.walk(tree)
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in ("execute", "executemany", "executescript")
    ]
    return [one for one in texts if SQL.search(one)] + calls


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_has_sql_of_its_own(module: Path) -> None:
    assert queries(module.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ['db.query("SELECT id FROM quotes")', 'x = "WHERE id = ?"', "db.execute(sql)",
     'f"SELECT {columns} FROM quotes"', 'db.query("SELECT a" " FROM b")',
     'sql = f"{one} ORDER BY quotes.id"'],
)  # fmt: skip
def test_sql_would_be_found(source: str) -> None:
    assert queries(source)


def test_there_are_modules() -> None:
    assert {"lists", "article", "views", "deciding"} <= {one.stem for one in MODULES}


def plans(path: Path, work: Callable[[Database], object]) -> list[str]:
    """What SQLite means to do for each query that is run meanwhile."""
    run: list[str] = []
    with opened(path) as db:
        db.conn.set_trace_callback(run.append)
        work(db)
        db.conn.set_trace_callback(None)
        found = [
            row[3]
            for query in run
            if query.startswith(("SELECT", "\n"))
            for row in db.execute(f"EXPLAIN QUERY PLAN {query}")
        ]
    assert found
    return found


ARGUMENTS: dict[str, object] = {"ids": [1, 2], "longest": 9, "most": 5, "outlet": "Harbour Post"}
DETAILS = [
    work
    for name, work in inspect.getmembers(details, inspect.isfunction)
    if work.__module__ == details.__name__ and "db" in inspect.signature(work).parameters
]


@pytest.mark.parametrize("work", DETAILS, ids=lambda work: work.__name__)
def test_details_are_looked_up(reviewed: Path, work: Callable[..., object]) -> None:
    names = [name for name in inspect.signature(work).parameters if name != "db"]
    steps = plans(reviewed, lambda db: work(db, *(ARGUMENTS.get(name, 1) for name in names)))
    large = ("quotes", "articles", "speakers", "article_speakers", "facts", "identity_links")
    assert not [step for step in steps if re.fullmatch(rf"SCAN ({'|'.join(large)})\b.*", step)]


def test_whom_a_misspelt_name_means_is_found_along_the_most_quoted(reviewed: Path) -> None:
    steps = plans(reviewed, lambda db: near_speakers(db, "ada lindqvast"))
    (alike,) = [step for step in steps if step.startswith("SCAN found")]
    assert "idx_speaker_counts_most" in alike
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps[steps.index(alike) :]


def test_names_are_completed_along_indexes(reviewed: Path) -> None:
    values = {"first": "a", "last": "b", "most": 9}
    with closing(sqlite3.connect(reviewed)) as db:
        for query, index in (
            (completion._NAMES, "idx_speaker_names_folded"),
            (completion._MOST_QUOTED, "idx_speaker_counts_most"),
        ):
            assert db.execute(query, values).fetchall()
            steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            assert any(index in step for step in steps)
            assert not [step for step in steps if "SCAN" in step and index not in step
                        and "SCAN (sub" not in step]  # fmt: skip
