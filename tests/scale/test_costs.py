"""What docs/scale.md says of costs follows from what it says was measured."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from benchmarks import scale

PAGE = Path(__file__).parents[2] / "docs/scale.md"


def cells(text: str, name: str) -> list[str]:
    """The cells of the row that begins with ``name``."""
    (line,) = (line for line in text.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def numbers(text: str, name: str) -> list[float]:
    return [float(re.sub(r"[^\d.]", "", cell)) for cell in cells(text, name)]


def figures(**values: float) -> scale.Figures:
    plain = dict.fromkeys((one.name for one in fields(scale.Figures)), 1.0)
    return scale.Figures(**{**plain, **values})  # type: ignore[arg-type]


def test_costs_are_words_by_the_words_a_second() -> None:
    table = scale.costs(
        figures(
            worker_words=7_000,
            worker_seconds=2,
            words=1_400,
            articles=2,
            client_milliseconds=3.6,
            load_milliseconds=36,
        )
    )
    assert numbers(table, "words") == [700e6, 250_000 * 365 * 700]
    # 700 million words, 3,500 a second, 3,600 seconds an hour.
    assert numbers(table, "core-hours of workers") == [56, 5_069]
    assert numbers(table, "price") == pytest.approx([2.78, 253.47])
    assert numbers(table, "hours of the process that reads") == pytest.approx([1.0, 91.2])
    assert numbers(table, "hours of `quotes load`")[0] == 10


def test_the_page_s_costs_are_those_of_its_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    (rate,) = numbers(page, "a worker: words a second of processor time")
    wanted = [count / rate / 3600 for count in numbers(page, "words")]
    assert numbers(page, "core-hours of workers") == pytest.approx(wanted, rel=0.02)
    told = [
        f"has {scale.WORDS_IN_ARTICLE} words",
        f"{scale.ARTICLES_A_DAY:,} articles a day",
        f"P = {scale.PRICE_OF_CORE_HOUR}",
        f"{scale.PARQUET_BYTES / 1000} KB as Parquet",
    ]
    assert all(one in page for one in told)


@pytest.mark.parametrize("name", ["measured", "costs"])
def test_the_page_has_a_place_for_each_table(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"<!-- begin {name} -->" in page
    assert f"<!-- end {name} -->" in page
