"""How fast the pipeline reads, and how much memory it takes, stage by stage.

    python benchmarks/speed.py [PATH...] [--words N] [--runs N] [--cpu N] [--pipeline NAME]
                               [--json] [--write NAME]

Each stage does all that the stages before it do and one thing more: the encoder with all its heads,
then lemmas, then quotations, then coreference and speakers, then storing. Every measurement is a
process of its own, pinned to one processor and kept to one thread, that loads the pipeline, reads
a little to warm up, and then reads everything once. The stages take turns, so that a machine that
is busy for a while slows all of them. How many times as long as the encoder a stage takes is
measured within one process, component by component.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from quotes.types import Article  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language

README = ROOT / "benchmarks/README.md"
#: What the encoder leaves to others.
LEMMAS = ("quotes_lemmatizer", "lemmatizer")
#: What finds quotations, in our pipeline and in others ("quotes" finds the speakers as well).
QUOTATIONS = ("quotes_quotations", "quotes")
#: What finds speakers, in our pipeline and in others.
SPEAKERS = ("coreferee", "quotes_speakers")
#: What keeps the libraries underneath to one thread.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
WARM_UP_ARTICLES = 2


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of one stage."""

    load_seconds: float
    """Importing everything and loading the pipeline."""
    wall_seconds: float
    cpu_seconds: float
    """Of this process, all threads together."""
    peak_bytes: int
    """The most memory the process ever had in use."""
    parts: dict[str, float] = field(default_factory=dict)
    """Of the stage with the speakers: the CPU seconds of what each stage adds, side by side."""


# ------------------------------------------------------------------ what is read


def collect(paths: Sequence[Path], words: int) -> list[Article]:
    """The articles at `paths`, over and over until there are `words` of them.

    A copy says which it is in a last line, because the store takes the same article only once.
    """
    from quotes.articles import ArticleError, discover, read

    originals = []
    for found in discover(paths):
        try:
            if isinstance(found, ArticleError):
                raise found
            originals.append(read(found))
        except ArticleError as error:
            click.echo(f"left out: {error}", err=True)
    if not originals:
        raise click.ClickException("there are no articles to read")
    return list(_repeated(originals, words))


def _repeated(originals: Sequence[Article], words: int) -> Iterator[Article]:
    read = 0
    for copy in count(1):
        for article in originals:
            if copy > 1 and read >= words:
                return
            text = article.text if copy == 1 else f"{article.text}\n\nThis is copy {copy}.\n"
            yield replace(article, text=text)
            read += article.word_count


# ------------------------------------------------------------------ the stages


def encoder(articles: Iterable[Article], nlp: Language) -> None:
    """The tokenizer and the encoder: tags, sentences, dependencies, entities, roles, vectors."""
    _read(articles, nlp, without=LEMMAS + QUOTATIONS + SPEAKERS)


def parsing(articles: Iterable[Article], nlp: Language) -> None:
    """All that other components read: lemmas as well."""
    _read(articles, nlp, without=QUOTATIONS + SPEAKERS)


def quotations(articles: Iterable[Article], nlp: Language) -> None:
    """Content, cue and source."""
    _read(articles, nlp, without=SPEAKERS)


def speakers(articles: Iterable[Article], nlp: Language) -> None:
    """Coreference where a source needs it, and who the speakers are."""
    from quotes.pipeline import attribute

    for _ in attribute(articles, nlp):
        pass


def storing(articles: Iterable[Article], nlp: Language) -> None:
    """One transaction an article, into a database on disk."""
    from quotes.pipeline import attribute
    from quotes.store.opening import opened
    from quotes.store.writing import write_article

    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder) / "quotes.db", write=True) as db,
    ):
        for article, found in attribute(articles, nlp):
            write_article(db, article, found)


def _read(articles: Iterable[Article], nlp: Language, without: Sequence[str]) -> None:
    disabled = [name for name in without if name in nlp.pipe_names]
    with nlp.select_pipes(disable=disabled):
        for _ in nlp.pipe(article.text for article in articles):
            pass


STAGES: dict[str, Callable[[Iterable[Article], Any], None]] = {
    "encoder": encoder,
    "parsing": parsing,
    "quotations": quotations,
    "speakers": speakers,
    "storing": storing,
}
TITLES = {
    "encoder": "encoder with all heads",
    "parsing": "+ lemmas",
    "quotations": "+ quotations",
    "speakers": "+ speakers",
    "storing": "+ storing",
}


def in_parts(articles: Iterable[Article], nlp: Language) -> dict[str, float]:
    """The CPU seconds of what each stage adds, article by article in one process.

    Whatever else the machine does slows all of them alike, so that their ratio is steadier than
    that of two processes.
    """
    spent = dict.fromkeys(("encoder", "parsing", "quotations", "speakers"), 0.0)
    groups = {"parsing": LEMMAS, "quotations": QUOTATIONS, "speakers": SPEAKERS}
    for article in articles:
        begun = time.process_time()
        doc = nlp.make_doc(article.text)
        spent["encoder"] += time.process_time() - begun
        for name, pipe in nlp.pipeline:
            begun = time.process_time()
            doc = pipe(doc)
            stage = next((one for one, names in groups.items() if name in names), "encoder")
            spent[stage] += time.process_time() - begun
    return spent


def measure(stage: str, articles: Sequence[Article], pipeline: str | None) -> Measurement:
    """Runs `stage` in this process."""
    if pipeline in (None, "accurate"):
        # spaCy's thinc imports PyTorch wherever it is installed: seconds and 190 MB that nothing
        # here uses, and that an installation of this package alone does not have.
        sys.modules["torch"] = None  # type: ignore[assignment]
    begun = time.perf_counter()
    from quotes.pipeline import load, spare_collector

    nlp = load(pipeline)
    spare_collector()  # as the command does
    loaded = time.perf_counter()
    work = STAGES[stage]
    work(articles[:WARM_UP_ARTICLES], nlp)
    wall, cpu = time.perf_counter(), time.process_time()
    work(articles, nlp)
    measured = Measurement(
        load_seconds=loaded - begun,
        wall_seconds=time.perf_counter() - wall,
        cpu_seconds=time.process_time() - cpu,
        peak_bytes=_peak_bytes(),
    )
    return replace(measured, parts=in_parts(articles, nlp)) if stage == "speakers" else measured


def _peak_bytes() -> int:
    # Linux has a new process start from the peak of the one that began it. That one reads a few
    # articles and loads no pipeline, so it stays far below.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ------------------------------------------------------------------ one process a measurement


def in_own_process(stage: str, file: Path, pipeline: str | None, cpu: int | None) -> Measurement:
    """Runs `stage` in a new process.

    :param file: the articles, as :func:`save` leaves them.
    :param cpu: the processor to pin it to, where the system can.
    """
    command = [sys.executable, __file__, "--stage", stage, str(file)]
    if pipeline:
        command += ["--pipeline", pipeline]
    if cpu is not None:
        command += ["--cpu", str(cpu)]
    done = subprocess.run(
        command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise click.ClickException(f"the stage {stage!r} failed")
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


def pin(cpu: int | None) -> None:
    """Keeps this process to one processor, where the system can."""
    if cpu is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cpu})


def last_cpu() -> int | None:
    """A processor to pin to: the last that we may use, as the first is busiest."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def save(articles: Sequence[Article], file: Path) -> None:
    """Leaves the articles where another process can read them."""
    file.write_text(json.dumps([asdict(article) for article in articles]), encoding="utf-8")


# ------------------------------------------------------------------ the report


def summarize(rounds: Sequence[dict[str, Measurement]], words: int) -> dict[str, dict[str, float]]:
    """The median over all rounds, stage by stage; ratios are taken within each round.

    Those up to the speakers are taken within one process, where the round has its parts.
    """
    return {
        stage: {
            "words_per_second": words / median(one[stage].wall_seconds for one in rounds),
            "words_per_cpu_second": words / median(one[stage].cpu_seconds for one in rounds),
            "times_encoder": median(_times_encoder(stage, one) for one in rounds),
            "load_seconds": median(one[stage].load_seconds for one in rounds),
            "peak_megabytes": max(one[stage].peak_bytes for one in rounds) / 1e6,
        }
        for stage in rounds[0]
    }


def _times_encoder(stage: str, one: dict[str, Measurement]) -> float:
    parts = one["speakers"].parts if "speakers" in one else {}
    if not parts:
        return one[stage].cpu_seconds / one["encoder"].cpu_seconds
    if stage in parts:
        so_far = list(parts)[: list(parts).index(stage) + 1]
        return sum(parts[name] for name in so_far) / parts["encoder"]
    beside = one[stage].cpu_seconds / one["speakers"].cpu_seconds
    return beside * sum(parts.values()) / parts["encoder"]


def table(result: dict[str, Any]) -> str:
    """The result for reading."""
    lines = [
        f"{result['articles']} articles, {result['words']:,} words, one core, one thread; "
        f"median of {result['runs']} runs",
        f"{result['python']}, {result['machine']}",
        "",
        f"{'':<26}{'words/s':>10}{'words/CPU s':>13}{'x encoder':>11}{'load s':>8}{'peak MB':>9}",
    ]
    for stage, x in result["stages"].items():
        lines.append(
            f"{TITLES[stage]:<26}{x['words_per_second']:>10,.0f}{x['words_per_cpu_second']:>13,.0f}"
            f"{x['times_encoder']:>11.2f}{x['load_seconds']:>8.1f}{x['peak_megabytes']:>9.0f}"
        )
    return "\n".join(lines)


def markdown(result: dict[str, Any]) -> str:
    """The result as it stands in the README."""
    lines = [
        f"{result['articles']} articles, {result['words']:,} words,"
        f" median of {result['runs']} runs,"
        f" {result['day']}; {result['python']}, {result['machine']}, {result['processor']};"
        f" load average of the machine {result['load']}:",
        "",
        "| | words/s | words/CPU s | x encoder | load s | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for stage, x in result["stages"].items():
        lines.append(
            f"| {TITLES[stage]} | {x['words_per_second']:,.0f} | {x['words_per_cpu_second']:,.0f}"
            f" | {x['times_encoder']:.2f} | {x['load_seconds']:.1f} | {x['peak_megabytes']:.0f} |"
        )
    return "\n".join(lines)


def with_block(readme: str, name: str, content: str) -> str:
    """`readme` with `content` between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.

    Raises click.ClickException if it has no such place.
    """
    block = re.compile(
        f"(<!-- begin {re.escape(name)} -->\n).*?(<!-- end {re.escape(name)} -->)", re.S
    )
    if not block.search(readme):
        raise click.ClickException(f"the README has no place for {name!r}")
    return block.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", readme)


def processor() -> str:
    """What the processor calls itself, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown processor")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--words", type=click.IntRange(1), default=50_000, help="Read about this many.")
@click.option("--runs", type=click.IntRange(1), default=3, help="Of which the median is taken.")
@click.option("--cpu", type=click.IntRange(0), help="The processor to use; the last if not given.")
@click.option("--pipeline", metavar="NAME", help="The spaCy pipeline to use instead of our own.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every single run.")
@click.option("--write", metavar="NAME", help="Put the table into this place of the README.")
@click.option("--stage", type=click.Choice(list(STAGES)), hidden=True)
def main(
    paths: tuple[Path, ...],
    words: int,
    runs: int,
    cpu: int | None,
    pipeline: str | None,
    as_json: bool,
    write: str | None,
    stage: str | None,
) -> None:
    """Measure words per second and peak memory over PATHS: files or folders, else seeds/."""
    if stage:
        pin(cpu)
        articles = [Article(**one) for one in json.loads(paths[0].read_text(encoding="utf-8"))]
        click.echo(json.dumps(asdict(measure(stage, articles, pipeline))))
        return
    if write:
        with_block(README.read_text(encoding="utf-8"), write, "")  # before the work, not after it
    articles = collect(paths or [ROOT / "seeds"], words)
    cpu = last_cpu() if cpu is None else cpu
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.json"
        save(articles, file)
        for number in range(1, runs + 1):
            click.echo(f"run {number} of {runs}", err=True)
            rounds.append({name: in_own_process(name, file, pipeline, cpu) for name in STAGES})
    total = sum(article.word_count for article in articles)
    result = {
        "articles": len(articles),
        "words": total,
        "runs": runs,
        "python": f"Python {platform.python_version()}",
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
        "day": f"{date.today().day} {date.today():%B %Y}",
        "stages": summarize(rounds, total),
        "rounds": [{name: asdict(one) for name, one in each.items()} for each in rounds],
    }
    if write:
        text = with_block(README.read_text(encoding="utf-8"), write, markdown(result))
        README.write_text(text, encoding="utf-8")
    click.echo(json.dumps(result, indent=1) if as_json else table(result))


if __name__ == "__main__":
    main()
