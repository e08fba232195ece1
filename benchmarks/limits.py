"""Reads the examples of docs/limits.md again, and says which of them are no longer read wrongly.

    python benchmarks/limits.py [--write]

With --write the page gets what they are read as now, and loses those that are mended.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from quotes.types import AttributedQuotation  # noqa: E402

PAGE = ROOT / "docs/limits.md"
_HEADING = "| text | right | read as |"
_RULE = "|---|---|---|"
_LINE_BREAK = "<br>"
_BETWEEN = " / "
_NOBODY = "nobody"

Read = Callable[[str], list[AttributedQuotation]]


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a table: a text, what it says, and what it is read as."""

    text: str
    right: str
    read_as: str

    @classmethod
    def of(cls, line: str) -> Example:
        """The example in a line of Markdown."""
        text, right, read_as = (cell.strip() for cell in line.strip().strip("|").split("|"))
        return cls(text.replace(_LINE_BREAK, "\n"), right, read_as)

    @property
    def line(self) -> str:
        """As Markdown."""
        cells = (self.text.replace("\n", _LINE_BREAK), self.right, self.read_as)
        return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def examples(page: str) -> Iterator[Example]:
    """The examples of a page, in order."""
    inside = False
    for line in page.splitlines():
        inside = line == _HEADING or (inside and line.startswith("|"))
        if inside and line not in (_HEADING, _RULE):
            yield Example.of(line)


def reading(found: list[AttributedQuotation]) -> str:
    """Quotations as the page has them: ``speaker: content``, divided by strokes."""
    return _BETWEEN.join(
        f"{one.speaker.name if one.speaker else _NOBODY}: {one.text}" for one in found
    ).replace("\n", " ")


def same(one: str, other: str) -> bool:
    """Do two readings have the same speakers and contents, marks and case aside?"""
    return _words(one) == _words(other)


def _words(reading: str) -> list[list[str]]:
    return [re.findall(r"\w+|:", one.casefold()) for one in reading.split(_BETWEEN)]


def reread(page: str, read: Read) -> tuple[str, list[Example]]:
    """The page with what its examples are read as now, without those that are mended, and these."""
    mended = []
    for example in examples(page):
        now = reading(read(example.text))
        row = example.line + "\n"
        if same(now, example.right):
            mended.append(example)
            page = page.replace(row, "")
        else:
            page = page.replace(row, Example(example.text, example.right, now).line + "\n")
    return page, mended


@click.command(help=__doc__, context_settings={"max_content_width": 100})
@click.option("--write", is_flag=True, help="Change the page.")
def main(write: bool) -> None:
    import quotes

    nlp = quotes.load()
    page = PAGE.read_text(encoding="utf-8")
    new, mended = reread(page, lambda text: quotes.extract(text, nlp))
    for example in mended:
        click.echo(f"mended: {example.text}")
    for before, after in zip(
        (e for e in examples(page) if e not in mended), examples(new), strict=True
    ):
        if before.read_as != after.read_as:
            click.echo(f"changed: {before.text}\n    {before.read_as}\n    {after.read_as}")
    if write:
        PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
