"""A spreadsheet's rows say what people meant, or that they cannot be understood."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.reviews import selectors
from quotes.reviews.sheet import (
    COLUMNS,
    NOBODY,
    BadRow,
    Row,
    SheetError,
    as_row,
    neutral,
    read_rows,
    restored,
)

TEXT = "“We go,” Ann Lee said. “We stay.”"
RECORD: dict[str, Any] = {
    "id": 4,
    "type": "direct",
    "text": "We go, … We stay.",
    "spans": [[1, 7], [24, 32]],
    "cue": {"text": "said", "start": 17, "end": 21},
    "source": {"text": "Ann Lee", "start": 9, "end": 16},
    "speaker": {"id": 1, "name": "Ann Lee", "kind": "person", "title": None},
    "resolution": "name",
    "confidence": 0.618,
    "article": {
        "id": 2,
        "title": "-5 in Oslo",
        "outlet": None,
        "published": None,
        "url": None,
        "path": "a.txt",
    },
}


def read(*rows: dict[str, str], delimiter: str = ",") -> list[Row | BadRow]:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return list(read_rows(out.getvalue().splitlines(keepends=True), "s.csv"))


def filled(**cells: str) -> Row | BadRow:
    (row,) = read({**as_row(RECORD, TEXT), **cells})
    return row


def test_a_row_has_the_words_and_what_stands_around_them() -> None:
    row = as_row(RECORD, TEXT)
    assert tuple(row) == COLUMNS
    assert (row["before"], row["after"], row["confidence"]) == ("“", "”", "0.62")
    assert row["article"] == "'-5 in Oslo"


def test_an_untouched_row_says_nothing() -> None:
    row = filled()
    assert isinstance(row, Row) and row.is_empty
    assert row.anchor == selectors(TEXT, [(1, 7), (24, 32)])
    assert (row.number, row.quote_id, row.article_id, row.text) == (2, 4, 2, RECORD["text"])


def test_what_is_filled_in() -> None:
    row = filled(correct_speaker="  Bob  Roe ", correct_type="Mixed", reviewer="Zoe", note="heard")
    assert isinstance(row, Row) and not row.is_empty
    assert (row.speaker, row.type, row.reviewer, row.note) == ("Bob Roe", "mixed", "Zoe", "heard")
    nobody = filled(correct_speaker="NOBODY")
    assert isinstance(nobody, Row) and nobody.speaker == NOBODY
    out = filled(not_a_quotation="X")
    assert isinstance(out, Row) and out.not_a_quotation
    note = filled(note="hm")
    assert isinstance(note, Row) and note.is_empty
    found_right = filled(reviewer="Zoe")
    assert isinstance(found_right, Row) and not found_right.is_empty


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"id": "four"}, "its id is no number"),
        ({"correct_type": "loud"}, "correct_type is"),
        ({"not_a_quotation": "perhaps"}, "not_a_quotation is yes"),
        ({"not_a_quotation": "x", "correct_speaker": "Bob"}, "no quotation, but"),
        ({"anchor": "[{"}, "anchor was changed"),
        ({"anchor": "[3]"}, "anchor was changed"),
    ],
)
def test_rows_that_cannot_be_understood(cells: dict[str, str], why: str) -> None:
    row = filled(**cells)
    assert isinstance(row, BadRow) and why in row.why


def test_lines_are_counted_as_a_spreadsheet_does() -> None:
    rows = read(
        {**as_row(RECORD, TEXT), "text": "We go,\nall"},
        {**as_row(RECORD, TEXT), "id": "x"},
        delimiter=";",
    )
    assert [row.number for row in rows] == [2, 3]


def test_blank_rows_and_other_files() -> None:
    assert list(read_rows(["id,text\r\n", ",\r\n", "\r\n"], "s.csv")) == []
    for lines in ([], ["name\n"], ["id,note\n"]):
        with pytest.raises(SheetError, match=r"s\.csv: not a sheet"):
            list(read_rows(lines, "s.csv"))


@given(st.text(alphabet="'=+-@\t\rab “", max_size=6))
def test_no_cell_is_computed_and_all_come_back(cell: str) -> None:
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(neutral(cell)) == cell
