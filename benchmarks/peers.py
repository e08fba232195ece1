"""How other tools do on the same articles, read through the same pipeline, by the same scorer.

    python benchmarks/peers.py DIR [--speakers FILE] [--limit N] [--bootstrap N]
                               [--json] [--write]

DIR is a part of PolNeAR, laid out as `quotes evaluate polnear` wants it: text/*.txt and
attributions/*.ann. Tools that are not installed are named and left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.peers_published import PUBLISHED, Published  # noqa: E402
from benchmarks.peers_tools import Peer, Prepared, moved  # noqa: E402
from benchmarks.speed import with_block  # noqa: E402
from quotes.evaluate.attributions import (  # noqa: E402
    AnnotatedArticle,
    Attribution,
    EvaluationError,
)
from quotes.evaluate.comparison import Comparison  # noqa: E402
from quotes.evaluate.intervals import HEADLINES, intervals  # noqa: E402
from quotes.evaluate.metrics import ALL, Counts, count, total  # noqa: E402
from quotes.evaluate.polnear import read_folder, read_speakers  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

README = ROOT / "benchmarks/README.md"
COREFERENCE = "quotes_coreference"
_INTERVAL = {"linked F": HEADLINES["linked F"]}
#: What is not a dependency of ours, and how to come by it.
OPTIONAL = {
    "textacy": "pip install textacy",
    "sayswho": "pip install --no-deps sayswho && pip install rapidfuzz regex jinja2",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool came to over all articles."""

    title: str
    articles: tuple[Counts, ...]
    gave_up: int = 0
    """Articles that it raised an error on; nothing is found in those."""

    @property
    def counts(self) -> Counts:
        """All articles together."""
        return total(self.articles)

    def interval(self, times: int) -> list[float] | None:
        """The 95% interval of the linked F1, from `times` drawings of the articles."""
        return intervals(self.articles, times, figures=_INTERVAL).get("linked F")


# ------------------------------------------------------------------ tools


def ours() -> Peer:
    """This project, on the pipeline that it brings."""
    return Peer("quotes", _our_quotations)


def _our_quotations(doc: Doc) -> Iterator[Attribution]:
    from quotes.annotation import get_quotations

    for one in get_quotations(doc):
        mentions = {"cue": one.cue, "source": one.source}
        spans = {role: ((m.start, m.end),) if m else () for role, m in mentions.items()}
        speaker = one.speaker
        yield Attribution(
            {"content": one.spans, "cue": spans["cue"], "source": spans["source"]},
            speaker=speaker.name if speaker else "",
            kind=speaker.kind if speaker else "",
        )


def others() -> tuple[list[Peer], dict[str, str]]:
    """The tools that can be run, and those that cannot: package and why."""
    found: list[Peer] = []
    missing: dict[str, str] = {}
    for name in ("floor", *OPTIONAL):
        try:
            found += import_module(f"benchmarks.peers_{name}").peers()
        except ImportError as error:
            missing[name] = str(error)
    return found, missing


def parser() -> Language:
    """Our pipeline without what is to be compared, and with the chains of every article."""
    from quotes.pipeline import load

    nlp = load()
    nlp.remove_pipe("quotes_speakers")
    nlp.remove_pipe("quotes_quotations")
    nlp.add_pipe(COREFERENCE, config={"only_where_needed": False})
    return nlp


# ------------------------------------------------------------------ reading and scoring


def compare(articles: Sequence[AnnotatedArticle], peers: Sequence[Peer]) -> Iterator[Result]:
    """Ourselves and then all others: three readings of every article."""
    from quotes.pipeline import load

    yield from run(articles, [ours()], load())
    nlp = parser()
    with nlp.select_pipes(disable=[COREFERENCE]):
        yield from run(articles, [peer for peer in peers if not peer.prepare], nlp)
    for prepare, alike in groupby((p for p in peers if p.prepare), key=lambda p: p.prepare):
        yield from run(articles, list(alike), nlp, prepare)


def run(
    articles: Sequence[AnnotatedArticle],
    peers: Sequence[Peer],
    nlp: Language,
    prepare: Callable[[str], Prepared] | None = None,
) -> Iterator[Result]:
    """The results of tools that want their texts alike, after one reading."""
    counts: list[list[Counts]] = [[] for _ in peers]
    gave_up = [0 for _ in peers]
    texts = [prepare(one.text) if prepare else None for one in articles]
    docs = nlp.pipe(
        (new.text if new else old.text for old, new in zip(articles, texts, strict=True)),
        batch_size=8,
    )
    for article, text, doc in zip(articles, texts, docs, strict=True):
        for place, peer in enumerate(peers):
            found = find(peer, doc)
            gave_up[place] += found is None
            if text and found:
                found = [moved(one, text.offsets.__getitem__) for one in found]
            comparison = Comparison.of(article.text, article.attributions, found or ())
            counts[place].append(count(comparison))
    for peer, some, times in zip(peers, counts, gave_up, strict=True):
        yield Result(peer.title, tuple(some), times)


def find(peer: Peer, doc: Doc) -> list[Attribution] | None:
    """What a tool finds in an article; ``None`` if it gives up on it."""
    try:
        return list(peer.find(doc))
    except Exception:  # whatever another's code raises is a result, not a reason to stop
        return None


# ------------------------------------------------------------------ report


def figures(result: Result, bootstrap: int = 0) -> dict[str, Any]:
    """The columns of the table. In percent, but for the numbers of quotations and articles."""
    counts = result.counts
    tallies, speakers = counts.tallies, counts.speakers
    detection, linked = tallies["detection", ALL], tallies["linked", ALL]
    direct = tallies["detection", "direct"]
    found: dict[str, Any] = {
        "quotations": counts.predicted,
        "detection P": detection.precision,
        "detection R": detection.recall,
        "detection F": detection.f1,
        "direct P": direct.precision,
        "direct R": direct.recall,
        "indirect R": tallies["detection", "indirect"].recall,
        "linked P": linked.precision,
        "linked R": linked.recall,
        "linked F": linked.f1,
        "linked F interval": result.interval(bootstrap) if bootstrap else None,
        "exact content F": tallies["exact", "content"].f1,
        "exact source F": tallies["exact", "source"].f1,
        "exact cue F": tallies["exact", "cue"].f1,
    }
    for group in ("direct+mixed", "indirect"):
        right = speakers.get(group)
        found[f"speaker right, {group}"] = right.recall if right else None
    everyone = speakers.get(ALL)
    found["names right"] = everyone.precision if everyone else None
    found["named wrongly"] = counts.named_wrongly.percent
    found["gave up"] = result.gave_up
    return found


def measured_table(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown, a tool a row.

    :param measured: title to :func:`figures`.
    """

    def cells(title: str, columns: Mapping[str, Any]) -> Iterator[str]:
        yield title
        yield f"{columns['quotations']:,}"
        for group in ("detection P R F", "direct P R", "indirect R", "linked P R F"):
            name, *letters = group.split()
            yield " / ".join(_percent(columns[f"{name} {letter}"]) for letter in letters)
        interval = columns["linked F interval"]
        yield " to ".join(map(_percent, interval)) if interval else "-"
        roles = ("content", "source", "cue")
        yield " / ".join(_percent(columns[f"exact {role} F"]) for role in roles)
        speaker = ("speaker right, direct+mixed", "speaker right, indirect")
        yield " / ".join(_percent(columns[name]) for name in speaker)
        yield _percent(columns["names right"])
        yield _percent(columns["named wrongly"])
        yield str(columns["gave up"])

    heading = (
        "",
        "quotations",
        "detection P / R / F",
        "direct P / R",
        "indirect R",
        "linked P / R / F",
        "linked F, 95%",
        "exact F content / source / cue",
        "speaker right: direct and mixed / indirect",
        "names right",
        "named wrongly",
        "gave up",
    )
    return markdown(heading, (tuple(cells(*row)) for row in measured.items()), numbers=True)


def published_table(published: Iterable[Published]) -> str:
    """Markdown, a figure a row."""
    heading = ("system", "read", "score", "what counts as right", "from")
    rows = ((p.system, p.data, p.score, p.counts, p.source) for p in published)
    return markdown(heading, rows)


def markdown(
    heading: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False
) -> str:
    """A table; with `numbers` all columns but the first are set to the right."""
    rule = ["---", *(["--:" if numbers else "---"] * (len(heading) - 1))]
    lines = (f"| {' | '.join(row)} |" for row in (heading, *rows))
    first, *rest = lines
    return "\n".join([first, f"|{'|'.join(rule)}|", *rest])


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _summary(articles: Sequence[AnnotatedArticle], gold: int, missing: Iterable[str]) -> str:
    text = (
        f"{len(articles)} articles, {gold:,} attributions, "
        f"{date.today():%-d %B %Y}, our weights of that day"
    )
    left_out = ", ".join(missing)
    return f"{text}; not installed, so left out: {left_out}:" if left_out else f"{text}:"


@click.command(help=__doc__, context_settings={"max_content_width": 100})
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--speakers", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--limit", metavar="N", type=click.IntRange(1), help="Read N articles, evenly spread."
)
@click.option(
    "--bootstrap",
    metavar="N",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help="Drawings of the articles for the intervals.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@click.option("--write", is_flag=True, help="Put the tables into benchmarks/README.md.")
def main(
    folder: Path,
    speakers: Path | None,
    limit: int | None,
    bootstrap: int,
    as_json: bool,
    write: bool,
) -> None:
    try:
        articles = read_folder(folder, read_speakers(speakers) if speakers else None)
    except EvaluationError as error:
        raise click.ClickException(str(error)) from None
    if limit:
        articles = articles[:: max(1, len(articles) // limit)][:limit]
    peers, missing = others()
    for name, why in missing.items():
        click.echo(f"{name} is left out: {why}. To have it: {OPTIONAL.get(name)}", err=True)
    results = list(compare(articles, peers))
    summary = _summary(articles, results[0].counts.gold, missing)
    measured = {result.title: figures(result, bootstrap) for result in results}
    table, published = measured_table(measured), published_table(PUBLISHED)
    if write:
        page = README.read_text(encoding="utf-8")
        page = with_block(page, "peers", f"{summary}\n\n{table}")
        page = with_block(page, "published", published)
        README.write_text(page, encoding="utf-8")
    if as_json:
        report = {
            "articles": len(articles),
            "gold": results[0].counts.gold,
            "measured": measured,
            "left out": missing,
            "published": [asdict(one) for one in PUBLISHED],
        }
        click.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        click.echo(f"{summary}\n\n{table}\n\nPublished:\n\n{published}")


if __name__ == "__main__":
    main()
