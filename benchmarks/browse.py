"""How long the pages of a browser take, on a database of a million quotations.

    python -m benchmarks.browse [--db PATH] [--articles N] [--requests N] [--pages] [--commands]
                                [--json] [--write NAME]

Without --db, a database is made of the stream of benchmarks/stream.py first (50,000 articles are a
million quotations, and take an hour). Of each kind of page random ones are asked for: what the
store takes for all that it shows, and with --pages what the whole page takes through Datasette,
with no network between; with --commands the time of commands that are started anew, too.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from sqlite_utils import Database

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.speed import README, processor, with_block  # noqa: E402
from benchmarks.stream import FULL_SIZE, stream  # noqa: E402
from quotes.browse.configuration import metadata  # noqa: E402
from quotes.store import (  # noqa: E402
    Filters,
    listing,
    opened,
    quotation,
    write_article,
)
from quotes.store.groups import group  # noqa: E402

#: Words that more quotations have are common; those that fewer have are rare.
COMMON, RARE = 0.01, 50
SEED = 1
MOST_QUOTED = 40
TIMES_A_COMMAND = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """What random requests are made of."""

    articles: int
    quotations: int
    speakers: Sequence[int]
    most_quoted: Sequence[int]
    groups: Sequence[int]
    outlets: Sequence[str]
    months: Sequence[str]
    common: Sequence[str]
    rare: Sequence[str]
    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page."""

    name: str
    read: Callable[[Database, random.Random, Sample], object] | None
    path: Callable[[random.Random, Sample], str] | None


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one kind of page."""

    name: str
    store: tuple[float, ...]
    page: tuple[float, ...]
    failed: int = 0
    """Answers other than 200."""


# ------------------------------------------------------------------ what is asked for


def sample(path: Path) -> Sample:
    """Ids, words, outlets and months of the database."""
    db = reading(path)
    # Full text tells what words it has; of a table that only this connection sees.
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, quotes_fts, row)")
    (quotations,) = db.execute("SELECT max(id) FROM quotes").fetchone()
    (articles,) = db.execute("SELECT max(id) FROM articles").fetchone()
    rows = db.execute(
        "SELECT term, doc FROM temp.words WHERE length(term) > 3 AND term NOT GLOB '*[0-9]*'"
    ).fetchall()
    common = sorted((row for row in rows if row[1] > COMMON * quotations), key=lambda r: -r[1])
    rare = [term for term, count in rows if count <= RARE]
    speakers = _column(db, "SELECT speaker_id FROM _speaker_counts")
    most = listing.most_quoted(db, MOST_QUOTED)
    return Sample(
        articles=articles,
        quotations=quotations,
        speakers=speakers,
        most_quoted=[one["id"] for one in most],
        groups=_column(db, "SELECT group_id FROM _group_counts"),
        outlets=[one["outlet"] for one in listing.outlets(db) if one["outlet"]],
        months=[one["month"] for one in listing.months(db)],
        common=[term for term, _ in common[:100]],
        rare=rare or [term for term, _ in rows],
        name=most[0]["name"] if most else "",
    )


def reading(path: Path) -> Database:
    """A connection as Datasette has them."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    return Database(connection, execute_plugins=False)


def _column(db: Database, sql: str) -> list[Any]:
    return [row[0] for row in db.execute(sql).fetchall()]


def a_list(filters: Callable[[random.Random, Sample], dict[str, str]], name: str) -> Kind:
    """A list of quotations with its total and its facets."""

    def wanted(asked: dict[str, str]) -> Filters:
        listed = {
            "type": "types",
            "resolution": "resolutions",
            "speaker": "speakers",
            "kind": "kinds",
        }
        single = {key: value for key, value in asked.items() if key not in (*listed, "page")}
        several = {listed[key]: (value,) for key, value in asked.items() if key in listed}
        offset = listing.PAGE * (int(asked.get("page", "1")) - 1)
        return Filters(**single, **several, limit=listing.PAGE, offset=offset)  # type: ignore[arg-type]

    def read(db: Database, rng: random.Random, known: Sample) -> object:
        asked = wanted(filters(rng, known))
        searched = asked.search is not None and not asked.sort
        return (
            listing.page_of_quotations(db, asked, by_rank=searched),
            listing.count_of_quotations(db, asked),
            listing.facets(db, asked),
        )

    return Kind(
        name,
        read,
        lambda rng, known: f"/-/quotations?{urlencode(filters(rng, known))}",
    )


def search(words: Callable[[Sample], Sequence[str]], name: str) -> Kind:
    """Quotations, articles and speakers with a word."""

    def read(db: Database, rng: random.Random, known: Sample) -> object:
        word = rng.choice(words(known))
        asked = Filters(search=word, limit=20)
        return (
            listing.page_of_quotations(db, asked, by_rank=True),
            listing.count_of_quotations(db, asked),
            listing.facets(db, asked),
            listing.page_of_articles(db, words=word, sort="rank", limit=10),
            listing.count_of_articles(db, words=word),
            listing.speakers_page(db, words=word, limit=10),
        )

    return Kind(
        name,
        read,
        lambda rng, known: f"/-/search?{urlencode({'search': rng.choice(words(known))})}",
    )


def home(db: Database, rng: random.Random, known: Sample) -> object:
    """What the first page shows."""
    return (
        listing.count_of_quotations(db, Filters()),
        listing.latest_articles(db, 8),
        listing.most_quoted(db, 10),
        listing.months(db),
        listing.page_of_quotations(db, Filters(sort="confidence", limit=5)),
    )


def speaker(of: Callable[[Sample], Sequence[int]], name: str) -> Kind:
    """One speaker with the latest quotations."""

    def read(db: Database, rng: random.Random, known: Sample) -> object:
        asked = Filters(speakers=(str(rng.choice(of(known))),), sort="-date", limit=50)
        return (
            listing.page_of_quotations(db, asked),
            listing.count_of_quotations(db, asked),
            listing.facets(db, asked),
        )

    return Kind(name, read, lambda rng, known: f"/speakers/{rng.choice(of(known))}")


def one_row(table: str, name: str, read: Callable[[Database, int], object] | None) -> Kind:
    """The page of a random row."""

    def number(rng: random.Random, known: Sample) -> int:
        if table == "quote_groups":
            return rng.choice(known.groups)
        return rng.randint(1, known.articles if table == "articles" else known.quotations)

    return Kind(
        name,
        None if read is None else (lambda db, rng, known: read(db, number(rng, known))),
        lambda rng, known: f"/{table}/{number(rng, known)}",
    )


def question(name: str, title: str, sql: str) -> Kind:
    """One of the questions of the configuration."""

    def values(rng: random.Random, known: Sample) -> dict[str, str]:
        asked = {"speaker": known.name, "words": rng.choice(known.common)}
        return {key: value for key, value in asked.items() if f":{key}" in sql}

    def read(db: Database, rng: random.Random, known: Sample) -> object:
        db.conn.create_function("escape_fts", 1, lambda typed: f'"{typed}"')
        return db.execute(sql, values(rng, known)).fetchmany(1001)

    return Kind(
        f"question: {title}",
        read,
        lambda rng, known: f"/{name}?{urlencode(values(rng, known))}",
    )


def kinds() -> list[Kind]:
    """Every kind of page that is measured."""
    questions = metadata(["quotes"])["databases"]["quotes"]["queries"]
    return [
        a_list(lambda rng, known: {"sort": "-date"}, "list of quotations"),
        a_list(
            lambda rng, known: {"sort": "-date", "page": str(rng.randint(2, 200))},
            "the same, further pages",
        ),
        a_list(
            lambda rng, known: {"type": "direct", "resolution": "pronoun", "sort": "-date"},
            "direct, by a pronoun",
        ),
        a_list(
            lambda rng, known: {
                "type": rng.choice(("direct", "indirect", "mixed")),
                "resolution": rng.choice(("name", "pronoun", "nominal", "implicit")),
                "kind": rng.choice(("person", "organization", "group", "unnamed", "document")),
                "sort": rng.choice(("-date", "date", "confidence", "-confidence")),
            },
            "type, resolution, kind and order at random",
        ),
        a_list(lambda rng, known: {"sort": "confidence"}, "least certain first"),
        a_list(
            lambda rng, known: {"outlet": rng.choice(known.outlets), "sort": "-date"}, "one outlet"
        ),
        a_list(
            lambda rng, known: {
                "since": (month := rng.choice(known.months)),
                "until": month,
                "sort": "-date",
            },
            "one month",
        ),
        search(lambda known: known.common, "search, common word"),
        search(lambda known: known.rare, "search, rare word"),
        Kind("home", home, lambda rng, known: "~/"),
        speaker(lambda known: known.most_quoted, f"one of the {MOST_QUOTED} most quoted"),
        speaker(lambda known: known.speakers, "random speaker"),
        one_row("articles", "article", None),
        one_row("quotes", "quotation", quotation),
        one_row("quote_groups", "the same words", group),
        Kind(
            "list of speakers",
            lambda db, rng, known: (listing.speakers_page(db), listing.count_of_speakers(db)),
            lambda rng, known: "/-/speakers",
        ),
        Kind(
            "list of articles",
            lambda db, rng, known: (listing.page_of_articles(db), listing.count_of_articles(db)),
            lambda rng, known: "/-/articles",
        ),
        Kind(
            "list of the same words",
            lambda db, rng, known: (listing.page_of_groups(db), listing.count_of_groups(db)),
            lambda rng, known: "/-/groups",
        ),
        *(question(name, one["title"], one["sql"]) for name, one in questions.items()),
    ]


COMMANDS = (("speakers", "--limit", "20"), ("speakers", "NAME"), ("list", "--limit", "20"))


# ------------------------------------------------------------------ measuring


def of_store(path: Path, kind: Kind, known: Sample, requests: int) -> tuple[float, ...]:
    """Milliseconds of reading what a page shows."""
    if kind.read is None:
        return ()
    rng, db = random.Random(SEED), reading(path)
    found = []
    for _ in range(requests):
        before = time.perf_counter()
        kind.read(db, rng, known)
        found.append(1000 * (time.perf_counter() - before))
    return tuple(found)


async def of_pages(
    site: Any, database: str, kind: Kind, known: Sample, requests: int
) -> tuple[tuple[float, ...], int]:
    """Milliseconds of whole pages, and how many were not there."""
    if kind.path is None:
        return (), 0
    rng = random.Random(SEED)
    found, failed = [], 0
    for _ in range(requests):
        path = kind.path(rng, known)
        path = path[1:] if path.startswith("~") else f"/{database}{path}"
        before = time.perf_counter()
        response = await site.client.get(path)
        found.append(1000 * (time.perf_counter() - before))
        failed += response.status_code != 200
    return tuple(found), failed


def of_command(path: Path, words: Sequence[str]) -> tuple[float, ...]:
    """Milliseconds of a command, from its start to its end."""
    found = []
    for _ in range(TIMES_A_COMMAND):
        before = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "quotes", *words, "--db", str(path)],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )
        found.append(1000 * (time.perf_counter() - before))
    return tuple(found)


def measured(path: Path, requests: int, pages: bool, commands: bool) -> list[Timed]:
    """All of it."""
    known = sample(path)

    async def all_pages() -> list[Timed]:
        from quotes.browse.server import datasette

        site = datasette(path) if pages else None
        if site is not None:
            await site.invoke_startup()
            await site.client.get("/")
        found = []
        for kind in kinds():
            page, failed = (
                await of_pages(site, path.stem, kind, known, requests) if site else ((), 0)
            )
            found.append(Timed(kind.name, of_store(path, kind, known, requests), page, failed))
            click.echo(line(found[-1]), err=True)
        return found

    found = asyncio.run(all_pages())
    for words in COMMANDS if commands else ():
        told = [known.name if word == "NAME" else word for word in words]
        found.append(Timed(f"`quotes {' '.join(words)}`", (), of_command(path, told)))
    return found


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` of all are not above."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def cell(values: Sequence[float]) -> str:
    """Median and 99th percentile."""
    if not values:
        return ""
    return f"{statistics.median(values):,.0f} / {percentile(values, 0.99):,.0f}"


def line(timed: Timed) -> str:
    """A row of the table."""
    failed = f" ({timed.failed} failed)" if timed.failed else ""
    return f"| {timed.name} | {cell(timed.store)} | {cell(timed.page)}{failed} |"


def table(found: Sequence[Timed], path: Path, requests: int) -> str:
    """The report, in Markdown."""
    db = reading(path)
    counted = [
        db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("articles", "quotes", "_speaker_counts")
    ]
    articles, quotations, speakers = (f"{count:,}" for count in counted)
    return "\n".join(
        [
            f"{articles} articles with {quotations} quotations of {speakers} speakers, in"
            f" {path.stat().st_size / 1_000_000:,.0f} MB; {processor()}; median and 99th"
            f" percentile of {requests} random requests each, in milliseconds.",
            "",
            "| page | store | whole |",
            "|---|--:|--:|",
            *map(line, found),
        ]
    )


def make(path: Path, articles: int) -> None:
    """A database of the stream."""
    with opened(path, write=True) as db:
        for number, made in enumerate(islice(stream(articles, SEED), articles), start=1):
            write_article(db, made.article, made.quotations)
            if number % 1_000 == 0:
                click.echo(f"{number:,} articles", err=True)


@click.command(help=__doc__)
@click.option("--db", "path", type=click.Path(path_type=Path), help="Made where it is not there.")
@click.option("--articles", default=FULL_SIZE, show_default=True, help="Where one is made.")
@click.option("--requests", default=100, show_default=True, help="Of each kind of page.")
@click.option("--pages", is_flag=True, help="Whole pages through Datasette, too.")
@click.option("--commands", is_flag=True, help="Commands, too.")
@click.option("--json", "as_json", is_flag=True, help="Every figure.")
@click.option("--write", help="Put the result into this place of the page.")
def main(
    path: Path | None,
    articles: int,
    requests: int,
    pages: bool,
    commands: bool,
    as_json: bool,
    write: str | None,
) -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        path = path or Path(folder) / "browse.db"
        if not path.exists():
            make(path, articles)
        found = measured(path, requests, pages, commands)
        text = table(found, path, requests)
    if as_json:
        click.echo(json.dumps({one.name: {"store": one.store, "page": one.page} for one in found}))
    else:
        click.echo(text)
    if write:
        page = README.read_text(encoding="utf-8")
        README.write_text(with_block(page, write, text), encoding="utf-8")


if __name__ == "__main__":
    main()
