"""What a cluster costs: processor time and memory of a worker, of the one that reads, of loading.

    python -m benchmarks.scale [PATH...] [--words N] [--load N] [--json] [--write]

The articles at PATH (seeds/ if none is named) go over and over, as compressed JSON lines, through a
cluster of one worker on this machine. All figures are processor time, which other work on the
machine disturbs less than the clock. The first partition, with which the pipeline is loaded, is
told apart. Loading is measured with the invented articles of benchmarks/stream.py, whose speakers
and words are as many as in news. With --write the tables go into docs/scale.md, and with them what
a million articles and a year of news cost, worked out from these figures.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.speed import collect, processor, with_block  # noqa: E402
from quotes.types import Article, AttributedQuotation, Evidence  # noqa: E402

PAGE = ROOT / "docs/scale.md"
#: What is assumed, each to be replaced by what the reader knows better.
WORDS_IN_ARTICLE = 700
ARTICLES_A_DAY = 250_000
PRICE_OF_CORE_HOUR = 0.05
DAYS = 365
#: Of 924 articles of PolNeAR, which have 749 words and 22 quotations each, with all that is told of
#: why; those of the stream have less to tell.
PARQUET_BYTES = 5_800


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    articles: int
    words: int
    worker_seconds: float
    """Of the partitions behind the first."""
    worker_words: int
    first_seconds: float
    """Of loading the pipeline: what the first partition took beyond its words."""
    worker_peak_bytes: int
    client_milliseconds: float
    """For an article: reading, cutting, sending, the scheduler, writing."""
    client_peak_bytes: int
    loaded: int
    loaded_words: int
    loaded_quotations: int
    parquet_bytes: float
    """Of an article of the stream and its quotations."""
    load_milliseconds: float
    """For an article of the stream."""
    load_checking_milliseconds: float
    """Of it, reading the files and checking them."""
    load_peak_bytes: int
    database_bytes: float
    """Of an article of the stream."""

    @property
    def rate(self) -> float:
        """Words a second of processor time."""
        return self.worker_words / self.worker_seconds


def peak_bytes() -> int:
    """The most memory that this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ------------------------------------------------------------------ measuring


def sentences(
    articles: Sequence[Article], pipeline: str | None
) -> Iterator[tuple[Article, Sequence[AttributedQuotation]]]:
    """In no time something as large as results: each sentence of an article is a quotation."""
    for article in articles:
        spans = [found.span() for found in re.finditer(r"\w[^.?!]+", article.text)]
        yield (
            article,
            [
                AttributedQuotation(
                    *("indirect", article.text[start:end], ((start, end),), None, None, 0.5),
                    evidence=Evidence("no source in the text", linked=0.5, attributed=0.5),
                )
                for start, end in spans
            ],
        )


def through_a_worker(articles: Sequence[Article], about: int, folder: Path) -> dict[str, Any]:
    """The articles, as JSON lines, through a cluster of one process."""
    parts, peak, _ = through(articles, about, folder)
    (_, first_words, first_seconds), *rest = parts
    _, words, seconds = (sum(one) for one in zip(*rest, strict=True))
    return {
        "articles": len(articles),
        "words": sum(one.word_count for one in articles),
        "worker_words": words,
        "worker_seconds": seconds,
        "first_seconds": first_seconds - first_words * seconds / words,
        "worker_peak_bytes": peak,
    }


def through_the_reader(articles: Sequence[Article], folder: Path) -> dict[str, Any]:
    """The same with workers that take no time, for it is the other end that is measured."""
    parts, _, seconds = through(articles, 50, folder, attribute=sentences)
    return {
        "client_milliseconds": 1000 * seconds / sum(one for one, _, _ in parts[1:]),
        "client_peak_bytes": peak_bytes(),
    }


def through(
    articles: Sequence[Article], about: int, folder: Path, **options: Any
) -> tuple[list[tuple[int, int, float]], int, float]:
    """Each partition's articles, words and seconds; the most memory of the worker; the
    processor time of this process from the first partition to the last.
    """
    from quotes.scale.cluster import extract
    from quotes.scale.partitions import articles_in
    from quotes.scale.task import Done

    file = folder.with_suffix(".jsonl.gz")
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for article in articles:
            out.write(json.dumps(asdict(article)) + "\n")
    parts: list[tuple[int, int, float]] = []
    peaks: list[int] = []
    clock: list[float] = []

    def done(client: Any, result: Done) -> None:
        parts.append((result.stamp.articles, result.words, result.seconds))
        if len(parts) % 4 == 0:
            peaks.extend(client.run(peak_bytes).values())
        clock.append(time.process_time())

    say = lambda line: click.echo(line, err=True)  # noqa: E731
    items = articles_in([str(file)], say)
    summary = extract(items, folder, "local:1", about=about, say=say, done=done, **options)
    if summary.articles != len(articles) or len(parts) < 5:
        raise click.ClickException(f"{summary.articles:,} articles in {len(parts)} partitions")
    return parts, max(peaks), clock[-1] - clock[0]


def into_a_database(many: int, folder: Path) -> dict[str, Any]:
    """Invented articles out of Parquet files into a database."""
    from benchmarks.stream import stream
    from quotes.scale import parquet, task
    from quotes.scale.loading import found, load
    from quotes.scale.partitions import partitions
    from quotes.scale.records import article_of, quotation_of
    from quotes.store import opened

    made = {one.article.sha256: one for one in stream(many, 1)}

    def attribute(
        articles: Sequence[Article], pipeline: str | None
    ) -> Iterator[tuple[Article, Sequence[AttributedQuotation]]]:
        return ((article, made[article.sha256].quotations) for article in articles)

    out = folder / "stream"
    parquet.prepare(out)
    for part in partitions((one.article for one in made.values()), 200, None):
        outcomes = list(task.outcomes_of(part.articles, 0, None, task.version(), attribute))
        parquet.write(out, task.done(part, outcomes, None).packed)
    parts, errors = found([out])
    assert not errors
    begun = time.process_time()
    for stored in parts:
        for row, quotations in parquet.articles(stored):
            article = article_of(row)
            for one in quotations:
                quotation_of(one, article.text)
    checking = time.process_time() - begun
    path = folder / "quotes.db"
    with opened(path, write=True) as db:
        begun = time.process_time()
        result = load(db, parts)
        loading = time.process_time() - begun
    articles = sum(result.articles.values())
    size = sum(one.stat().st_size for one in out.rglob("*.parquet"))
    return {
        "loaded": articles,
        "loaded_words": sum(one.article.word_count for one in made.values()),
        "loaded_quotations": result.quotations,
        "load_milliseconds": 1000 * loading / articles,
        "load_checking_milliseconds": 1000 * checking / articles,
        "parquet_bytes": size / articles,
        "load_peak_bytes": peak_bytes(),
        "database_bytes": path.stat().st_size / articles,
    }


# ------------------------------------------------------------------ telling


def measured(figures: Figures) -> str:
    """The table of what was measured."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    where = (
        f"{date.today():%-d %B %Y}; Python {platform.python_version()}, {platform.system()}"
        f" {platform.machine()}, {processor()}; load average of the machine {load:.1f}"
    )
    mean = figures.words / figures.articles
    workers = mean / figures.rate / (figures.client_milliseconds / 1000)
    quotations = figures.loaded_quotations / figures.loaded
    rows = (
        ("a worker: words a second of processor time", f"{figures.rate:,.0f}"),
        ("a worker: loading the pipeline, once", f"{figures.first_seconds:.1f} s"),
        ("a worker: most memory", f"{figures.worker_peak_bytes / 1e6:,.0f} MB"),
        (
            "who reads and writes, the scheduler included: processor time of an article",
            f"{figures.client_milliseconds:.1f} ms",
        ),
        ("who reads and writes: most memory", f"{figures.client_peak_bytes / 1e6:,.0f} MB"),
        ("so many workers one reader of JSON lines can feed", f"{workers:,.0f}"),
        (
            f"`quotes load`: processor time of an article with {quotations:.0f} quotations",
            f"{figures.load_milliseconds:.1f} ms",
        ),
        ("of it, checking the files", f"{figures.load_checking_milliseconds:.1f} ms"),
        ("database, an article", f"{figures.database_bytes / 1000:.0f} KB"),
    )
    lines = [
        f"{figures.articles:,} articles of {mean:,.0f} words through one worker, and"
        f" {figures.loaded:,} invented ones loaded, {where}:",
        "",
        "| | |",
        "|---|--:|",
        *(f"| {name} | {value} |" for name, value in rows),
    ]
    return "\n".join(lines)


def costs(figures: Figures) -> str:
    """The table of what that comes to."""
    many = (
        ("a million articles", 1_000_000),
        (f"a year of English news ({ARTICLES_A_DAY:,} articles a day)", DAYS * ARTICLES_A_DAY),
    )
    lines = [
        "| | " + " | ".join(name for name, _ in many) + " |",
        "|---|--:|--:|",
    ]

    def row(name: str, *values: str) -> None:
        lines.append(f"| {name} | {' | '.join(values)} |")

    hours = [count * WORDS_IN_ARTICLE / figures.rate / 3600 for _, count in many]
    row("articles", *(f"{count:,}" for _, count in many))
    row("words", *(f"{count * WORDS_IN_ARTICLE:,}" for _, count in many))
    row("core-hours of workers", *(f"{one:,.0f}" for one in hours))
    row(
        f"price at P = {PRICE_OF_CORE_HOUR:.2f} a core-hour",
        *(f"{one * PRICE_OF_CORE_HOUR:,.2f}" for one in hours),
    )
    row("days on 4 cores", *(f"{one / 4 / 24:,.1f}" for one in hours))
    row("hours on 100 cores", *(f"{one / 100:,.1f}" for one in hours))
    share = WORDS_IN_ARTICLE * figures.articles / figures.words
    reading = [count * share * figures.client_milliseconds / 3.6e6 for _, count in many]
    row("hours of the process that reads and writes", *(f"{one:,.1f}" for one in reading))
    gigabytes = [count * PARQUET_BYTES / 1e9 for _, count in many]
    row("Parquet files", *(f"{one:,.0f} GB" for one in gigabytes))
    loading = [count * figures.load_milliseconds / 3.6e6 for _, count in many]
    row("hours of `quotes load`, one process", *(f"{one:,.0f}" for one in loading))
    return "\n".join(lines)


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--words", default=100_000, show_default=True, help="Read about this many.")
@click.option("--about", default=50, show_default=True, help="Articles of a partition.")
@click.option("--load", "loading", default=1_000, show_default=True, help="Articles to load.")
@click.option("--json", "as_json", is_flag=True, help="The figures alone.")
@click.option("--write", is_flag=True, help="Put the tables into docs/scale.md.")
def main(
    paths: tuple[Path, ...], words: int, about: int, loading: int, as_json: bool, write: bool
) -> None:
    """Measure, tell, work out."""
    articles = collect(paths or [ROOT / "seeds"], words)
    with tempfile.TemporaryDirectory() as folder:
        worker = through_a_worker(articles, about, Path(folder) / "out")
        # As many as a few partitions, however few words were asked for.
        many = [replace(one, path=str(copy)) for copy in range(12) for one in articles[:200]]
        reader = through_the_reader(many, Path(folder) / "reader")
        loaded = into_a_database(loading, Path(folder))
    figures = Figures(**worker, **reader, **loaded)
    if as_json:
        click.echo(json.dumps(asdict(figures), indent=1))
    else:
        click.echo(f"{measured(figures)}\n\n{costs(figures)}")
    if write:
        page = PAGE.read_text(encoding="utf-8")
        page = with_block(page, "measured", measured(figures))
        PAGE.write_text(with_block(page, "costs", costs(figures)), encoding="utf-8")


if __name__ == "__main__":
    main()
