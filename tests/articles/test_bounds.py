"""Bounds that a person sets in the environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quotes.articles.errors import BoundError
from quotes.articles.html import read_html
from quotes.articles.limits import bound

ROOT = Path(__file__).parents[2]


def test_a_bound_is_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bound("MAX_TRIED", 7) == 7
    monkeypatch.setenv("QUOTES_MAX_TRIED", "12_000")
    assert bound("MAX_TRIED", 7) == 12_000


@pytest.mark.parametrize("value", ["abc", "0", "-1", "1.5", "9" * 19])
def test_what_is_no_bound_is_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("QUOTES_MAX_TRIED", value)
    with pytest.raises(BoundError, match="QUOTES_MAX_TRIED"):
        bound("MAX_TRIED", 7)


def test_a_wrong_bound_is_one_line_at_the_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "extract", "seeds"],
        cwd=ROOT,
        env={**os.environ, "QUOTES_MAX_BYTES": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["QUOTES_MAX_BYTES is 'many', not a whole number above 0"]


def test_every_bound_is_documented() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "quotes/articles").rglob("*.py"))
    named = {f"QUOTES_{name}" for name in re.findall(r'bound\(\s*"(\w+)"', code)}
    page = (ROOT / "docs/inputs.md").read_text("utf-8")
    assert len(named) > 30
    assert named == set(re.findall(r"QUOTES_MAX_\w+", page))


def test_a_short_headline_loses_its_tail() -> None:
    body = "<p>The bridge was opened on Monday, and people came from all the towns around.</p>" * 3
    page = f"<html><head><title>Bridge opens | Ellery Post</title></head><body><h1>{{}}</h1>{body}"
    assert read_html(page.format("Bridge opens").encode()).title == "Bridge opens"
    # A heading that the page's title does not begin with says nothing of where it ends.
    assert read_html(page.format("The latest").encode()).title == "Bridge opens | Ellery Post"
