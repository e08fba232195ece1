"""``quotes ingest`` with one process and with one for each core: how many times as fast.

    python -m benchmarks.ingest [--articles N] [--rounds N] [--json]

The sample articles, many times over and each a little different, as files in a folder that is
deleted afterwards. Both ways in turn, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from quotes.articles import Article, discover, read_all  # noqa: E402
from quotes.scale.workers import cores  # noqa: E402


def articles(folder: Path, number: int) -> int:
    """Write so many articles; their words."""
    samples = [
        item.text
        for source in discover([ROOT / "seeds"])
        if isinstance(source, str)
        for item in read_all(source)
        if isinstance(item, Article)
    ]
    words = 0
    for at in range(number):
        text = f"{samples[at % len(samples)]}\n\nThis is number {at} of a series.\n"
        (folder / f"{at:05}.txt").write_text(text, encoding="utf-8")
        words += len(text.split())
    return words


def seconds(folder: Path, workers: int) -> float:
    """The time of one run into a database of its own."""
    with tempfile.TemporaryDirectory() as place:
        command = ["ingest", str(folder), "--db", f"{place}/quotes.db", "--silent"]
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "quotes", *command, "--workers", str(workers)],
            cwd=ROOT,
            check=True,
        )
        return time.perf_counter() - began


@click.command()
@click.option("--articles", "number", default=200, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--workers", default=cores, show_default="the cores that there are")
@click.option("--json", "as_json", is_flag=True)
def main(number: int, rounds: int, workers: int, as_json: bool) -> None:
    """Time ``quotes ingest`` with one process and with several."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        words = articles(folder, number)
        pairs = [(seconds(folder, 1), seconds(folder, workers)) for _ in range(rounds)]
    one, many = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    if as_json:
        figures = {"words": words, "one": one, "many": many, "workers": workers, "ratio": ratio}
        click.echo(json.dumps(figures))
        return
    click.echo(f"{number:,} articles, {words:,} words, median of {rounds} rounds:\n")
    click.echo(
        f"| processes | seconds | words a second |\n|--:|--:|--:|\n| 1 | {one:.1f} |"
        f" {words / one:,.0f} |\n| {workers} | {many:.1f} | {words / many:,.0f} |\n"
    )
    click.echo(f"{workers} processes are {ratio:.2f} times as fast as one.")


if __name__ == "__main__":
    main()
