"""Quotations in a spreadsheet: rows that people fill in, and what these say.

A cell that a spreadsheet would compute gets an apostrophe before it, which is
taken away again when the sheet is read.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from quotes.reviews.anchoring import Selector, from_json, selectors, to_json
from quotes.types import QuotationType

#: What a person fills in.
TO_FILL_IN = ("correct_speaker", "correct_type", "not_a_quotation", "reviewer", "note")
COLUMNS = (
    "id",
    "article_id",
    "article",
    "outlet",
    "published",
    "before",
    "text",
    "after",
    "type",
    "speaker",
    "source",
    "cue",
    "confidence",
    "reviewed",
    *TO_FILL_IN,
    "anchor",
)
#: In ``correct_speaker``: the article does not say who speaks.
NOBODY = "nobody"

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
_YES = frozenset(("x", "yes", "y", "true", "1", "1.0", "✓", "✔"))
_NO = frozenset(("", "no", "n", "false", "0", "0.0"))
_DELIMITERS = ",;\t"


class SheetError(Exception):
    """A file that is no sheet of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a person filled in."""

    number: int
    """As a spreadsheet counts, the header being 1."""
    quote_id: int
    article_id: int | None
    anchor: tuple[Selector, ...]
    """Empty where the sheet has lost it."""
    text: str
    speaker: str | None
    """:data:`NOBODY` where nobody is."""
    type: QuotationType | None
    not_a_quotation: bool
    reviewer: str | None
    note: str | None

    @property
    def is_empty(self) -> bool:
        """Did nobody fill in anything that says what is right?

        A reviewer who changes nothing has found the row right.
        """
        return not (self.speaker or self.type or self.not_a_quotation or self.reviewer)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be understood."""

    number: int
    why: str


def as_row(record: Mapping[str, Any], text: str) -> dict[str, str]:
    """One quotation, as the JSON of ``quotes list`` has it, in an article of ``text``."""
    spans = [(start, end) for start, end in record["spans"]]
    anchor = selectors(text, spans)
    article = record["article"]
    cells = {
        "id": record["id"],
        "article_id": article["id"],
        "article": article["title"] or article["path"] or article["url"],
        "outlet": article["outlet"],
        "published": article["published"],
        "before": " ".join(anchor[0].prefix.split()),
        "text": record["text"],
        "after": " ".join(anchor[-1].suffix.split()),
        "type": record["type"],
        "speaker": (record["speaker"] or {}).get("name"),
        "source": (record["source"] or {}).get("text"),
        "cue": (record["cue"] or {}).get("text"),
        "confidence": f"{record['confidence']:.2f}",
        "reviewed": "yes" if record.get("reviewed") else "",
        "anchor": to_json(anchor),
    }
    return {name: neutral(str(cells.get(name) or "")) for name in COLUMNS}


def neutral(cell: str) -> str:
    """``cell`` such that no spreadsheet computes it."""
    return f"'{cell}" if cell.lstrip("'").startswith(_COMPUTED) else cell


def restored(cell: str) -> str:
    """The cell before it was made :func:`neutral`."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(_COMPUTED) else cell


def read_rows(lines: Iterable[str], name: str) -> Iterator[Row | BadRow]:
    """The rows of a sheet, whichever of comma, semicolon and tab parts its cells.

    :param lines: of the file, with their line ends.
    :param name: what to call it in messages.
    :raises SheetError: when it lacks a column that is needed, or is no CSV.
    """
    stream = iter(lines)
    header = next(stream, "").removeprefix("\ufeff")
    delimiter = max(_DELIMITERS, key=header.count)
    titles = [title.strip() for title in next(csv.reader([header], delimiter=delimiter), [])]
    lacking = [title for title in ("id",) if title not in titles]
    if lacking or not ({"anchor", "text"} & set(titles)):
        raise SheetError(
            f"{name}: not a sheet of quotes review export: it has no column "
            f"{lacking[0] if lacking else 'anchor'}"
        )
    reader = csv.reader(stream, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise SheetError(f"{name}, row {number}: {error}") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            known = zip(titles, map(restored, cells), strict=False)
            yield _row(number, dict(known))


def _row(number: int, cells: Mapping[str, str]) -> Row | BadRow:
    def cell(name: str) -> str:
        return " ".join(cells.get(name, "").split())

    try:
        quote_id = int(cell("id"))
    except ValueError:
        return BadRow(number, f"its id is no number: {cell('id')!r}")
    mark = cell("not_a_quotation").casefold()
    if mark not in _YES | _NO:
        return BadRow(number, f"not_a_quotation is yes, x or empty, not {mark!r}")
    type_ = cell("correct_type").casefold()
    if type_ and type_ not in get_args(QuotationType):
        return BadRow(number, f"correct_type is {_choices()}, not {type_!r}")
    speaker = cell("correct_speaker")
    if mark in _YES and (speaker or type_):
        return BadRow(number, "it is no quotation, but has a speaker or a type")
    try:
        anchor = from_json(cells["anchor"]) if cells.get("anchor") else ()
    except (ValueError, KeyError, TypeError, AttributeError):
        return BadRow(number, "its anchor was changed; it is the program's own column")
    article = cell("article_id")
    return Row(
        number,
        quote_id,
        int(article) if article.isdecimal() else None,
        anchor,
        cells.get("text", ""),
        (NOBODY if speaker.casefold() == NOBODY else speaker) or None,
        type_ or None,  # type: ignore[arg-type]
        mark in _YES,
        cell("reviewer") or None,
        cell("note") or None,
    )


def _choices() -> str:
    return ", ".join(get_args(QuotationType))


def same_words(one: str, other: str) -> bool:
    """Are the two the same but for white space?"""
    return one.split() == other.split()


def as_json(value: Any) -> str:
    """``value`` such that equal values have equal words."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
