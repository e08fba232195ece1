"""Quotations and speakers as a person reads them on a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from quotes.cli.charts import bars, can_write_blocks
from quotes.cli.output import legible, width
from quotes.confidence import is_doubtful
from quotes.wrapping import unwrapped

Record = dict[str, Any]

_WIDEST = 100
_NARROWEST = 20
_MARGIN = "    "
#: A longer chart is one of years, or has the rest together.
_MOST_BARS = 24
_FACT_MARGIN = " " * 12
#: A second best source is named from this share of the weight on.
_WORTH_NAMING = 0.01


#: How an act is told that is no statement.
_ACTS = {"attitude": "an attitude, no words reported", "unsaid": "not said, or only perhaps"}


def quotation(record: Record) -> str:
    """The words, who spoke them, where they stand, and how that is known."""
    lines = [_wrapped(_with_marks(record["text"], record["type"]))]
    lines.append(_margin(_speaker(record["speaker"])))
    place = _place(record["article"])
    if place:
        lines.append(_margin(place))
    lines.append(_margin(click.style(_how(record), dim=True)))
    return "\n".join(lines) + "\n"


def speaker(record: Record) -> str:
    """Who is quoted, how often and where."""
    head = _bold(record["name"])
    if record["title"]:
        head += legible(f", {record['title']}")
    counts = (
        f"{_plural(record['quotations'], 'quotation')} in {_plural(record['articles'], 'article')}"
    )
    if record["outlets"]:
        counts += f" · {', '.join(record['outlets'])}"
    dates = list(dict.fromkeys(day[:10] for day in (record["first"], record["last"]) if day))
    if dates:
        counts += f" · {' to '.join(dates)}"
    lines = [_wrapped(head), _margin(legible(counts))]
    if record["aliases"]:
        lines.append(_margin(legible(f"also {'; '.join(record['aliases'])}")))
    details = [record["kind"], f"number {record['id']}"]
    details += [f"{name} {value}" for name, value in record.get("ids", {}).items()]
    lines.append(_margin(click.style(legible(" · ".join(details)), dim=True)))
    for title, content in (*_profile(record), *_why(record)):
        if content:
            lines += ["", click.style(title, bold=True), *content]
    return "\n".join(lines) + "\n"


def _profile(record: Record) -> Iterator[tuple[str, Sequence[str]]]:
    """The parts of a profile, each with its lines; none where the record has none."""
    if "months" not in record:
        return
    others = [f"{one['name']} ({one['title'] or one['kind']})" for one in record["candidates"]]
    yield "Could also be", _listed(others)
    yield "Titles", [_margin(legible(_title_use(use))) for use in record["titles"]]
    yield "Quotations over time", _bars(_periods(record["months"]))
    outlets = [(one["outlet"] or "no outlet", one["quotations"]) for one in record["by_outlet"]]
    rest = outlets[_MOST_BARS - 1 :]
    if len(rest) > 1:
        others_count = sum(count for _, count in rest)
        outlets = [*outlets[: _MOST_BARS - 1], (f"{len(rest)} others", others_count)]
    yield "By outlet", _bars(outlets)
    yield (
        "Quoted beside them",
        _listed(
            [f"{one['name']} ({_plural(one['articles'], 'article')})" for one in record["beside"]]
        ),
    )
    yield "Words", _listed([f"{one['word']} {one['count']:,}" for one in record["words"]])
    first, latest = record["first_quotation"], record["latest_quotation"]
    if first and latest and first["id"] != latest["id"]:
        yield "First", [quotation(first).rstrip("\n")]
    if latest:
        yield "Latest", [quotation(latest).rstrip("\n")]


def _why(record: Record) -> Iterator[tuple[str, Sequence[str]]]:
    if "why" in record:
        yield (
            "Why",
            [_margin(legible(_link(link))) for link in record["why"]]
            or [_margin("All articles have the same name.")],
        )


def _link(link: Record) -> str:
    """``Kirby is John Kirby: the only bearer``, by whom and when where it was a person."""
    verb = "is" if link["verdict"] == "same" else "is not"

    def named(name: str, article: int | None) -> str:
        return f"{name} (article {article})" if article is not None else name

    line = (
        f"{named(link['name'], link['article_id'])} {verb}"
        f" {named(link['other'], link['other_article_id'])}"
    )
    if link["why"]:
        line += f": {link['why']}"
    by = "by rule" if link["made_by"] == "rule" else f"by {link['made_by']}"
    return f"{line}, {by} on {link['made_at'][:10]}"


def _title_use(use: Record) -> str:
    days = list(dict.fromkeys(day[:10] for day in (use["first"], use["last"]) if day))
    when = f" · {' to '.join(days)}" if days else ""
    return f"{use['title']}{when} · {_plural(use['articles'], 'article')}"


def _periods(months: Sequence[Record]) -> list[tuple[str, int]]:
    """Quotations by month, those without any among them; by year where the months are too many."""
    counts = {one["month"]: one["quotations"] for one in months}
    whole = sorted(month for month in counts if len(month) == 7)
    if len(whole) == len(counts) and counts:
        filled = list(_months(whole[0], whole[-1]))
        if len(filled) <= _MOST_BARS:
            return [(month, counts.get(month, 0)) for month in filled]
    years: dict[str, int] = {}
    for month, count in counts.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return sorted(years.items())


def _months(first: str, last: str) -> Iterator[str]:
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    for number in range(start, end + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _bars(rows: Sequence[tuple[str, int]]) -> list[str]:
    room = _room() - len(_MARGIN)
    shown = [(legible(label), count) for label, count in rows]
    return [_MARGIN + line for line in bars(shown, room, ascii=not can_write_blocks(sys.stdout))]


def _listed(parts: Sequence[str]) -> list[str]:
    return [_margin(legible(" · ".join(parts)))] if parts else []


def article(record: Record) -> str:
    """An article, where it is from and how much is quoted in it."""
    lines = [click.style(_wrapped(_title(record)), bold=True)]
    where = [record["outlet"], (record["published"] or "")[:10], record["byline"]]
    if place := " · ".join(part for part in where if part):
        lines.append(_margin(legible(place)))
    counts = [
        f"{_plural(record['quotations'], 'quotation')} of {_plural(record['speakers'], 'speaker')}",
        _plural(record["word_count"], "word"),
    ]
    if record["versions"]:
        counts.append(_plural(record["versions"], "earlier text"))
    lines.append(_margin(" · ".join(counts)))
    details = f"put in {record['ingested_at'][:10]} · number {record['id']}"
    lines.append(_margin(click.style(details, dim=True)))
    return "\n".join(lines) + "\n"


def earlier_text(record: Record) -> str:
    """A text that an article had, and from when to when."""
    days = f"from {record['ingested_at'][:10]}, replaced {record['replaced_at'][:10]}"
    counts = [
        days,
        _plural(len(record["quotations"]), "quotation"),
        _plural(record["word_count"], "word"),
        f"article {record['id']}",
    ]
    lines = [
        click.style(_wrapped(_title(record)), bold=True),
        _margin(click.style(" · ".join(counts), dim=True)),
        "",
    ]
    lines += [_margin(legible(line)) for line in unwrapped(record["text"]).split("\n")]
    return "\n".join(lines) + "\n"


def _title(record: Record) -> str:
    return legible(record["title"] or record["path"] or record["url"] or "without title")


def shown(record: Record, in_colour: bool) -> str:
    """One quotation in its paragraph, with the evidence for its speaker.

    With the text around it where the record has a ``context``.
    """
    evidence = record["evidence"] or {}
    facts = [
        ("Speaker", _speaker(record["speaker"])),
        ("Type", record["type"]),
        ("Reports", _ACTS.get(record["act"])),
        ("Cue", _quoted(record["cue"]) or "none in the text"),
        ("Source", _source(record, evidence)),
        ("How", _trail(record)),
        ("Mentions", _places(evidence.get("chain", ()))),
        ("Because", _because(evidence)),
        (
            "Runner-up",
            _passed_over(legible(evidence.get("runner_up") or ""), evidence, "runner_up"),
        ),
        ("Confidence", _confidence(record["confidence"], evidence)),
        *_corrections(record),
        ("For", _reasons(evidence, speaks_for=True)),
        ("Against", _reasons(evidence, speaks_for=False)),
        ("Article", _place(record["article"])),
        ("File", legible(record["article"]["path"] or record["article"]["url"] or "")),
        ("At", ", ".join(f"{start}–{end}" for start, end in record["spans"])),
    ]
    # Highlighting comes after wrapping: its marks have no width.
    lines = [_in_context(record, in_colour), ""]
    for name, value in facts:
        if value:
            label = click.style(f"{name:<{len(_FACT_MARGIN)}}", dim=True)
            lines.append(label + _wrapped(value, _FACT_MARGIN)[len(_FACT_MARGIN) :])
    return "\n".join(lines)


def _quoted(mention: Record | None) -> str:
    return f"“{legible(mention['text'])}”" if mention else ""


def _places(chain: Iterable[Record]) -> str:
    """The mentions with their offsets: ``“he” 211–213, “John Kirby” 12–22``."""
    return ", ".join(f"{_quoted(one)} {one['start']}–{one['end']}" for one in chain)


def _source(record: Record, evidence: Record) -> str:
    source = _quoted(record["source"]) or "none in the text"
    other = _passed_over(_quoted(evidence.get("other_source")), evidence, "other_source")
    near = (evidence.get("other_source_share") or 0.0) >= _WORTH_NAMING
    return f"{source}, rather than {other}" if other and near else source


def _passed_over(name: str, evidence: Record, key: str) -> str:
    """Who or what came second, with its share of the weight of the two."""
    share = evidence.get(f"{key}_share")
    return f"{name} ({share:.2f} against {1 - share:.2f})" if name and share is not None else name


def _confidence(confidence: float, evidence: Record) -> str:
    parts = [f"{confidence:.2f}{', doubtful' if is_doubtful(confidence) else ''}"]
    if evidence.get("linked") is not None and evidence.get("attributed") is not None:
        parts.append(
            f"words and source {evidence['linked']:.2f}, speaker {evidence['attributed']:.2f}"
        )
    return ": ".join(parts)


def _because(evidence: Record) -> str:
    rule = legible(evidence.get("rule") or "")
    if evidence.get("group") and (other := evidence.get("quote_id")) is not None:
        return f"{rule}: quotation {other}"
    return rule


def _corrections(record: Record) -> Iterator[tuple[str, str]]:
    """What people made of it, each with what it was before and what it is now."""
    for review in record.get("reviews", ()):
        changes = _changes(review.get("before") or {}, (review.get("after") or {}).get("state"))
        parts = [_did(review), *changes, review.get("note") or ""]
        yield (
            "Checked" if review["action"] == "accept" else "Corrected",
            legible("; ".join(part for part in parts if part)),
        )


def _changes(before: Record, after: Record | None) -> Iterator[str]:
    if not before or not after:
        return
    for key, shown in (("speaker", _named), ("type", _as_is), ("spans", _ranges)):
        was, is_ = shown(before.get(key)), shown(after.get(key))
        if was != is_:
            yield f"{'words' if key == 'spans' else key} {was} → {is_}"


def _named(speaker: Record | None) -> str:
    return str(speaker["name"]) if speaker else "nobody"


def _as_is(value: object) -> str:
    return str(value)


def _ranges(spans: Iterable[Sequence[int]] | None) -> str:
    return ", ".join(f"{start}–{end}" for start, end in spans or ())


def _did(review: Record) -> str:
    """``corrected by Ann Poe on 2024-05-02``."""
    verb = {"accept": "checked", "add": "added"}.get(review["action"], "corrected")
    by = f" by {review['reviewer']}" if review.get("reviewer") else ""
    return f"{verb}{by} on {review['reviewed_at'][:10]}"


def _reasons(evidence: Record, speaks_for: bool) -> str:
    """What speaks for it, or against it, the strongest first."""
    return "; ".join(
        legible(reason["text"])
        for reason in evidence.get("reasons", ())
        if (reason["weight"] > 0) == speaks_for
    )


def _in_context(record: Record, in_colour: bool) -> str:
    """The paragraph between the lines around it, with an ellipsis where the article goes on."""
    context, paragraph = record.get("context"), record["paragraph"]
    if context is None:
        return _highlighted(record, in_colour)
    text = context["text"]
    before = text[: paragraph["start"] - context["start"]]
    behind = text[paragraph["end"] - context["start"] :]
    parts = [_dim(before), _highlighted(record, in_colour), _dim(behind)]
    if context["start"] > 0:
        parts.insert(0, _dim("…\n"))
    if context["end"] < context["length"]:
        parts.append(_dim("\n…"))
    return "".join(parts)


def _dim(text: str) -> str:
    lines = (_wrapped(line) for line in legible(text).split("\n"))
    return "\n".join(click.style(line, dim=True) if line else "" for line in lines)


def _highlighted(record: Record, in_colour: bool) -> str:
    paragraph = record["paragraph"]
    marked = [(start, end, "content") for start, end in record["spans"]]
    marked += [
        (part["start"], part["end"], name)
        for name in ("cue", "source")
        if (part := record[name]) is not None
    ]
    pieces: list[str] = []
    text, offset = paragraph["text"], paragraph["start"]
    position = 0
    for start, end, name in _without_overlap(marked):
        start, end = max(start - offset, 0), min(end - offset, len(text))
        if start < position or start >= end:
            continue
        pieces.append(legible(text[position:start]))
        pieces.append(_mark(legible(text[start:end]), name, in_colour))
        position = end
    pieces.append(legible(text[position:]))
    return "\n".join(
        _wrapped(line) if line.strip() else line for line in "".join(pieces).split("\n")
    )


def _without_overlap(
    marked: Iterable[tuple[int, int, str]],
) -> Sequence[tuple[int, int, str]]:
    """In the order of the text; where two overlap, the earlier one stands."""
    return sorted(marked, key=lambda mark: (mark[0], -mark[1]))


def _mark(text: str, name: str, in_colour: bool) -> str:
    if not in_colour:
        return f"[{text}]" if name == "content" else f"_{text}_"
    # Word by word, so that a wrapped line does not carry its colour into the margin.
    style: dict[str, dict[str, Any]] = {
        "content": {"bold": True, "fg": "yellow"},
        "cue": {"underline": True},
    }
    options = style.get(name, {"fg": "cyan"})
    return " ".join(click.style(word, **options) if word else "" for word in text.split(" "))


def _with_marks(text: str, kind: str) -> str:
    text = legible(text)
    return f"“{text}”" if kind == "direct" and text[:1] not in '“"‘«' else text


def _speaker(speaker: Record | None) -> str:
    if speaker is None:
        return "somebody the article does not name"
    name = _bold(speaker["name"])
    return name + legible(f", {speaker['title']}") if speaker["title"] else name


def _bold(name: str) -> str:
    # Word by word, so that a wrapped line does not carry it into the margin.
    return " ".join(click.style(word, bold=True) for word in legible(name).split(" "))


def _place(article: Record) -> str:
    """Title, outlet and date, as far as they are known."""
    name = article["title"] or article["path"] or article["url"]
    parts = [name, article["outlet"], (article["published"] or "")[:10]]
    return legible(" · ".join(part for part in parts if part))


def _how(record: Record) -> str:
    parts = [_trail(record), record["type"], f"confidence {record['confidence']:.2f}"]
    if record["act"] in _ACTS:
        parts.insert(2, _ACTS[record["act"]])
    if record.get("reviewed"):
        parts.append(_reviewed(record))
    elif is_doubtful(record["confidence"]):
        parts.append("doubtful")
    if (record.get("evidence") or {}).get("group"):
        parts.append("speaker from the same words elsewhere")
    if "id" in record:
        parts.append(f"quotation {record['id']}")
    return " · ".join(part for part in parts if part)


def _reviewed(record: Record) -> str:
    """Who corrected it last, or else who checked it last."""
    reviews = record.get("reviews") or ()
    corrections = [review for review in reviews if review["action"] != "accept"]
    for review in (*corrections[-1:], *reviews[-1:]):
        return legible(_did(review))
    return "corrected"


def _trail(record: Record) -> str:
    """The mentions from the source to the speaker: ``he → Kirby → John Kirby``."""
    source, speaker = record["source"], record["speaker"]
    evidence = record.get("evidence") or {}
    steps = [source["text"]] if source else []
    steps += [mention["text"] for mention in evidence.get("chain", ())]
    steps += [speaker["name"]] if speaker else []
    trail: list[str] = []
    for step in (legible(" ".join(step.split())) for step in steps):
        if not trail or trail[-1] != step:
            trail.append(step)
    if not source:
        return f"no source of its own → {' → '.join(trail)}" if trail else ""
    return " → ".join(trail) if len(trail) > 1 else ""


def _margin(text: str) -> str:
    return _wrapped(text, _MARGIN)


def _wrapped(text: str, indent: str = "") -> str:
    """``text`` in lines of the terminal's width; colour takes no room."""
    wide = _room() - len(indent)
    lines: list[str] = []
    room = 0
    for word in text.split():
        length = width(word)
        if lines and length < room:
            lines[-1] += f" {word}"
            room -= length + 1
        else:
            lines.append(word)
            room = wide - length
    return "\n".join(indent + line for line in lines)


def _room() -> int:
    """How many columns there are to write in; longer lines are hard to read."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
