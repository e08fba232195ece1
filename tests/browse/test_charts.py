from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from quotes.browse.charts import Bar, bar, columns, periods, share, shares_over_time

MONTHS = st.from_regex(r"\A(19|20)[0-9]{2}-(0[1-9]|1[0-2])\Z")


def rects(svg: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(svg).iter("rect") if one.get("class")]


def test_months_without_any_are_among_them() -> None:
    bars = periods({"2024-01": 3, "2023-11": 1, "junk": 9})
    assert [(one.label, one.value) for one in bars] == [
        ("2023-11", 1), ("2023-12", 0), ("2024-01", 3),
    ]  # fmt: skip


def test_many_months_are_years() -> None:
    bars = periods({"2010-01": 3, "2010-05": 4, "2020-02": 1})
    assert [(one.label, one.value) for one in bars][:2] == [("2010", 7), ("2011", 0)]
    assert len(bars) == 11
    assert periods({}) == []


@given(st.dictionaries(MONTHS, st.integers(1, 10**6), max_size=30))
def test_nothing_is_lost(counts: dict[str, int]) -> None:
    assert sum(one.value for one in periods(counts)) == sum(counts.values())


@given(st.lists(st.tuples(st.text(max_size=10), st.integers(0, 10**7)), min_size=1, max_size=80))
def test_columns_stay_in_the_picture(rows: list[tuple[str, int]]) -> None:
    clean = [("".join(c for c in label if c.isalnum() or c in "<&\"'"), n) for label, n in rows]
    svg = columns([Bar(label, value) for label, value in clean], "<name>")
    drawn = rects(svg)
    assert len(drawn) == len(rows)
    for one, (_, value) in zip(drawn, clean, strict=True):
        x, y, width, height = (float(one.get(name, "")) for name in ("x", "y", "width", "height"))
        assert x >= -0.1 and x + width <= 720.2 and y >= 0
        assert (height > 0) == (value > 0)


def test_a_bar_is_as_long_as_its_share() -> None:
    assert 'width="50.0%"' in bar(5, 10)
    assert 'width="0.5%"' in bar(1, 10**6), "what is there is seen"
    assert 'width="0.0%"' in bar(0, 0)
    shown = share(Bar("a", 0.25, 0.2, 0.31))
    assert 'width="25.0%"' in shown and 'x1="20.0%"' in shown and 'x2="31.0%"' in shown


def test_shares_over_time_have_a_point_each() -> None:
    svg = ElementTree.fromstring(
        shares_over_time([Bar("2024-01", 0.2, 0.1, 0.4), Bar("2024-02", 1.0)], "shares")
    )
    points = list(svg.iter("circle"))
    assert len(points) == 2
    assert float(points[1].get("cy", "")) < float(points[0].get("cy", ""))
    assert svg.get("aria-label") == "shares"
