"""What went wrong, as one page for people to read: no script, nothing from the network.

Every mistake stands in its sentences. What people marked is underlined, what was found has a
coloured ground, so that where both agree there is both. The mistakes of one attribution stand
together; buttons leave one kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TextIO, get_args

from quotes.evaluate.attributions import Reading
from quotes.evaluate.changes import Changes, told
from quotes.evaluate.metrics import ALL
from quotes.evaluate.mistakes import Finding, What
from quotes.evaluate.passages import as_html, passage
from quotes.evaluate.reliability import diagram
from quotes.evaluate.report import Figures
from quotes.evaluate.run import Run, Scored
from quotes.evaluate.table import QUESTION_NAMES
from quotes.types import SPAN_SEPARATOR

#: What a kind of mistake is called, and what it means.
KINDS: dict[What, tuple[str, str]] = {
    "missed": ("missed", "marked, but nothing found shares half of its letters"),
    "spurious": ("invented", "found, but nothing marked shares half of its letters"),
    "boundary": ("wrong extent", "found, but not the same words"),
    "type": ("wrong type", "direct, mixed and indirect confused"),
    "cue": ("wrong cue", "the words that attribute it are others"),
    "source": ("wrong source", "it is attributed to another mention"),
    "speaker missing": ("speaker missing", "the speaker has a name, none was given"),
    "speaker wrong": ("wrong speaker", "somebody else’s name was given"),
    "named wrongly": ("name for the unnamed", "a group, document or unnamed person got a name"),
}
#: A page with more is slow to open; all are in the tab-separated file.
MOST_CARDS = 5000


@dataclass(slots=True)
class Card:
    """An attribution and a quotation, and all that is wrong between them."""

    gold: Reading | None
    predicted: Reading | None
    kinds: list[What] = field(default_factory=list)


def cards(findings: Sequence[Finding]) -> list[Card]:
    """The findings of one article, those of the same pair together, in their order."""
    found: dict[tuple[int, int], Card] = {}
    for one in findings:
        card = found.setdefault((id(one.gold), id(one.predicted)), Card(one.gold, one.predicted))
        card.kinds.append(one.what)
    return list(found.values())


def write_page(run: Run, figures: Figures, file: TextIO, changes: Changes | None = None) -> None:
    """Writes the page.

    :param run: what went wrong.
    :param figures: its report, as :meth:`quotes.evaluate.run.Run.figures` has it.
    :param changes: what changed since an earlier run, to be told as well.
    """
    file.writelines(f"{line}\n" for line in _page(run, figures, changes))


def _page(run: Run, figures: Figures, changes: Changes | None) -> Iterator[str]:
    counted = Counter(finding.what for one in run.scored for finding in one.findings)
    by_article = [(one, cards(one.findings)) for one in run.scored if one.findings]
    yield from _head(run)
    yield from _summary(run, figures, counted)
    yield from _filters(counted)
    yield from _legend()
    yield from _contents(by_article)
    yield from _calibration(figures)
    if changes:
        yield from _changes(changes)
    left = MOST_CARDS
    for number, (one, some) in enumerate(by_article):
        yield from _article(number, one, some[:left])
        left -= min(left, len(some))
        if not left:
            break
    total = sum(len(some) for _, some in by_article)
    if total > MOST_CARDS:
        yield (
            f"<p>These are the first {MOST_CARDS:,} of {total:,}. The tab-separated file "
            "(<code>--errors FILE.tsv</code>) has all of them.</p>"
        )
    yield "</main></body></html>"


def _head(run: Run) -> Iterator[str]:
    style = files("quotes.evaluate").joinpath("errors.css").read_text(encoding="utf-8")
    # Only the kinds differ from page to page, and they are ours: nothing of a text is in here.
    rules = "".join(
        f"body:has(#only-{_slug(what)}:checked) .card:not(.{_slug(what)}),"
        f"body:has(#only-{_slug(what)}:checked) .article:not(:has(.{_slug(what)}))"
        "{display:none}"
        for what in get_args(What)
    )
    title = as_html(f"What went wrong: {run.corpus.title}" if run.corpus.title else _TITLE)
    yield '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{style}{rules}</style></head><body><main>"
    yield f"<h1>{title}</h1>"


_TITLE = "What went wrong"


def _summary(run: Run, figures: Figures, counted: Counter[What]) -> Iterator[str]:
    detection = figures["detection"][ALL]
    yield (
        f"<p>In {figures['articles']:,} articles people marked {figures['gold']:,} attributions; "
        f"{figures['predicted']:,} quotations were found in them. "
        f"{_percent(detection['r'])} of what is marked was found, and "
        f"{_percent(detection['p'])} of what was found is marked (half of the letters shared, "
        "one to one)."
    )
    if "linked" in figures:
        linked = figures["linked"][ALL]
        yield (f"With the right source it is {_percent(linked['r'])} and {_percent(linked['p'])}.")
    if "speakers" in figures:
        speakers = figures["speakers"][ALL]
        yield (
            f"Of {speakers['gold']:,} attributions to a person or an organization, "
            f"{_percent(speakers['recall'])} were found and given the right name; of the names "
            f"given to those found, {_percent(speakers['precision'])} are right."
        )
    yield f"</p><p>Below are {sum(counted.values()):,} mistakes of {len(counted)} kinds."
    if run.corpus.caution:
        yield f"<strong>Bear in mind:</strong> {as_html(run.corpus.caution)}"
    yield "</p>"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}%"


def _filters(counted: Counter[What]) -> Iterator[str]:
    yield '<fieldset class="filters"><legend>Show</legend>'
    yield (
        '<label><input type="radio" name="only" id="only-all" checked> all '
        f"<b>{sum(counted.values()):,}</b></label>"
    )
    for what, (name, meaning) in KINDS.items():
        if counted[what]:
            yield (
                f'<label title="{as_html(meaning)}"><input type="radio" name="only" '
                f'id="only-{_slug(what)}"> {name} <b>{counted[what]:,}</b></label>'
            )
    yield "</fieldset>"


def _legend() -> Iterator[str]:
    yield (
        '<p class="legend">How to read it: <span class="gc">marked by people</span>, '
        '<span class="pc">found</span>, <span class="gc pc">both</span>; sources '
        '<span class="gs">marked</span>, <span class="ps">found</span>; cues '
        '<span class="gq">marked</span>, <span class="pq">found</span>.</p>'
    )
    meanings = "".join(
        f"<dt>{name}</dt><dd>{as_html(meaning)}</dd>" for name, meaning in KINDS.values()
    )
    yield f"<details><summary>What the kinds mean</summary><dl>{meanings}</dl></details>"


def _contents(by_article: Sequence[tuple[Scored, Sequence[Card]]]) -> Iterator[str]:
    yield f"<details><summary>The {len(by_article):,} articles</summary><ol>"
    for number, (one, some) in enumerate(by_article):
        yield f'<li><a href="#a{number}">{as_html(one.article.name)}</a> {len(some)}</li>'
    yield "</ol></details>"


def _calibration(figures: Figures) -> Iterator[str]:
    calibration = figures.get("calibration")
    if not calibration:
        return
    yield '<details class="calibration"><summary>What its confidence is worth</summary>'
    yield (
        "<p>Where a dot lies on the diagonal, quotations are right as often as their confidence "
        "says; below it they are right less often. The calibration error is the mean distance "
        "over ten bins of about the same size.</p><div>"
    )
    for question, x in calibration.items():
        name = QUESTION_NAMES[question]
        yield f"<figure>{diagram(name, x['bins'])}<figcaption>{as_html(name)}<br>"
        yield (
            f"{x['quotations']:,} quotations, {x['right']:.3f} right at a mean confidence of "
            f"{x['confidence']:.3f}; calibration error <b>{x['error']:.3f}</b> "
            f"({x['error, equal width']:.3f} over bins of equal width)</figcaption></figure>"
        )
    yield "</div></details>"


def _changes(changes: Changes) -> Iterator[str]:
    """The attributions that are right in one of two runs, a row each."""
    gained = sum(one.better for one in changes.attributions)
    yield (
        '<details class="changes"><summary>What changed since the earlier run: '
        f"{gained:,} right that were wrong, {len(changes.attributions) - gained:,} wrong that were "
        "right</summary><table><tr><th></th><th>content</th><th>before</th><th>now</th>"
        "<th>right is</th></tr>"
    )
    for one in changes.attributions[:MOST_CARDS]:
        old, new = (told(answer, one.aspect) for answer in (one.old, one.new))
        cells = (one.content, old, new, one.wanted)
        yield (
            f'<tr class="{"better" if one.better else "worse"}">'
            f'<th scope="row">{"+" if one.better else "−"} {one.aspect}</th>'
            + "".join(f"<td>{as_html(cell)}</td>" for cell in cells)
            + "</tr>"
        )
    yield "</table></details>"


def _article(number: int, one: Scored, some: Sequence[Card]) -> Iterator[str]:
    yield f'<section class="article" id="a{number}"><h2>{as_html(one.article.name)}</h2>'
    for card in some:
        yield from _card(one.article.text, card)
    yield "</section>"


def _card(text: str, card: Card) -> Iterator[str]:
    classes = " ".join(_slug(what) for what in dict.fromkeys(card.kinds))
    kinds = " ".join(f"<b>{KINDS[what][0]}</b>" for what in dict.fromkeys(card.kinds))
    one = card.gold or card.predicted
    about: list[str] = [one.type] if one else []
    if card.predicted and card.predicted.attribution.confidence is not None:
        about.append(f"confidence {card.predicted.attribution.confidence:.2f}")
    if card.gold and card.gold.attribution.identity:
        about.append(card.gold.attribution.identity)
    yield f'<div class="card {classes}">'
    yield f'<p class="kinds">{kinds} <i>{as_html(" · ".join(about))}</i></p>'
    yield f"<blockquote>{passage(text, card.gold, card.predicted)}</blockquote>"
    rows = list(_rows(text, card))
    if rows:
        yield '<table><tr><th></th><th scope="col">marked</th><th scope="col">found</th></tr>'
        yield from rows
        yield "</table>"
    yield "</div>"


#: The rows of a card, and the kinds of mistake that make one stand out.
_ROWS: dict[str, frozenset[What]] = {
    "source": frozenset(["source"]),
    "cue": frozenset(["cue"]),
    "speaker": frozenset(["speaker missing", "speaker wrong", "named wrongly"]),
    "type": frozenset(["type"]),
}


def _rows(text: str, card: Card) -> Iterator[str]:
    for name, kinds in _ROWS.items():
        wrong = bool(kinds & set(card.kinds))
        marked, found = (_value(text, name, card, one) for one in (card.gold, card.predicted))
        if name == "type" and not wrong:
            continue
        if marked or found:
            yield (
                f'<tr{_WRONG if wrong else ""}><th scope="row">{name}</th>'
                f"<td>{as_html(marked) or '–'}</td><td>{as_html(found) or '–'}</td></tr>"
            )


_WRONG = ' class="wrong"'


def _value(text: str, name: str, card: Card, reading: Reading | None) -> str:
    """What stands in a row, for the attribution or the quotation of `card`."""
    if reading is None:
        return ""
    one = reading.attribution
    if name == "speaker" and reading is card.gold and not one.resolved:
        given = card.predicted and card.predicted.attribution.speaker
        return "(nobody looked it up)" if given else ""
    if name == "speaker":
        return f"{one.speaker} ({one.kind})" if one.speaker and one.kind else one.speaker
    if name == "type":
        return one.label or reading.type
    pieces = reading.pieces["source" if name == "source" else "cue"]
    return SPAN_SEPARATOR.join(text[start:end] for start, end in pieces)


def _slug(what: What) -> str:
    return what.replace(" ", "-")
