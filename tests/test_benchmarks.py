"""The part of the benchmarks that writes their page; none of them is run here."""

from __future__ import annotations

import click
import pytest

from benchmarks import speed
from quotes.types import Article


def one(cpu: float, peak: int) -> speed.Measurement:
    return speed.Measurement(1.0, 2 * cpu, cpu, peak)


def test_ratios_are_taken_within_each_run() -> None:
    rounds = [
        {"encoder": one(1.0, 10_000_000), "parsing": one(2.0, 30_000_000)},
        {"encoder": one(4.0, 20_000_000), "parsing": one(4.0, 20_000_000)},
        {"encoder": one(2.0, 20_000_000), "parsing": one(3.0, 20_000_000)},
    ]
    result = speed.summarize(rounds, 6000)
    assert result["encoder"]["words_per_cpu_second"] == 3000
    assert result["encoder"]["words_per_second"] == 1500
    assert result["parsing"]["times_encoder"] == 1.5
    assert result["parsing"]["peak_megabytes"] == 30


def test_a_table_goes_to_its_place() -> None:
    page = "a\n<!-- begin one -->\nold\n<!-- end one -->\nb\n<!-- begin two -->\n<!-- end two -->\n"
    written = speed.with_block(page, "one", "new")
    assert "\nold\n" not in written and "\nnew\n" in written
    assert written.endswith("b\n<!-- begin two -->\n<!-- end two -->\n")
    assert speed.with_block(written, "one", "new") == written
    with pytest.raises(click.ClickException, match="three"):
        speed.with_block(page, "three", "")


def test_every_stage_has_a_title_and_the_page_a_place_for_both_tables() -> None:
    assert list(speed.TITLES) == list(speed.STAGES)
    page = speed.README.read_text(encoding="utf-8")
    for name in ("seeds", "polnear"):
        speed.with_block(page, name, "")


def test_ratios_are_those_within_one_process_where_they_were_measured():
    parts = {"encoder": 2.0, "parsing": 0.5, "quotations": 0.5, "speakers": 1.0}
    speakers = speed.Measurement(1.0, 9.0, 8.0, 1, parts)
    rounds = [
        {"encoder": one(1, 1), "parsing": one(9, 1), "speakers": speakers, "storing": one(10, 1)}
    ]
    found = {name: x["times_encoder"] for name, x in speed.summarize(rounds, 10).items()}
    assert found == {"encoder": 1.0, "parsing": 1.25, "speakers": 2.0, "storing": 2.5}


def test_each_stage_adds_its_own_components(nlp):
    spent = speed.in_parts([Article("Ada Hill said that it rained.")], nlp)
    assert list(spent) == ["encoder", "parsing", "quotations", "speakers"]
    assert all(seconds > 0 for seconds in spent.values())
    assert spent["encoder"] == max(spent.values())
