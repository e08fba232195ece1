"""The page of an article, and of a text that it had before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from quotes.articles.layout import furniture
from quotes.mentions.names import fold
from quotes.store import Filters, details, quotations
from quotes.wrapping import unwrapped

from . import corrections
from .highlight import Mark, Paragraph, paragraphs
from .wording import readable_date

Row = dict[str, Any]

#: Characters of an article that its page shows; the JSON of the row has all of them.
LONGEST_ARTICLE = 500_000
#: Speakers of an article that get a colour of their own; who comes later has the first ones again,
#: and a number as everybody has.
COLOURS = 12
#: Lines at the beginning that may say again what stands above the text.
_HEAD = 8
#: A line of so few characters may well come twice.
_SHORT = 20


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A text with its quotations in place."""

    article: Row
    paragraphs: list[Paragraph]
    quotations: dict[int, Row]
    """By id, in the order of the text; each with its ``colour``, ``number`` and ``note``."""
    speakers: list[Row]
    """With their ``colour``, ``number`` and ``quotations``, in the order of the text."""
    cut: bool
    """Whether the end of the text is left out."""
    versions: Sequence[Row] = ()
    """The texts that it had before, the latest first."""
    removed: Sequence[Row] = ()
    """What people said is no quotation: its ``words`` and the ``correction``."""
    headline: Paragraph | None = None
    """The title as the text has it, where that has quotations in it."""
    hidden: int = 0
    """How many attitudes and things not said are not marked, for nobody asked for them."""
    all_acts: bool = False


def article(db: Database, found: Row, all_acts: bool = False) -> ArticlePage | None:
    """The page of ``found``, a row of articles or a record of one."""
    texts = details.article_texts(db, [found["id"]], LONGEST_ARTICLE)
    if not texts:
        return None
    text, cut = texts[found["id"]]
    said = sorted(
        quotations(db, Filters(article=str(found["id"]), acts=()), evidence=True),
        key=lambda record: (record["spans"][0][0], record["id"]),
    )
    shown = [one for one in said if all_acts or one["act"] == "statement"]
    known = corrections.notes(db, [record["id"] for record in shown])
    noted = [{**one, "note": known.get(one["id"], corrections.PLAIN)} for one in shown]
    told, speakers = _coloured(noted)
    headline, lines = _headline_and_lines(text, told, found)
    return ArticlePage(
        found,
        lines,
        {one["id"]: one for one in told},
        speakers,
        cut,
        details.versions(db, found["id"]),
        corrections.taken_out(db, found["id"]),
        headline,
        len(said) - len(shown),
        all_acts,
    )


def version(db: Database, number: int) -> ArticlePage | None:
    """The earlier text of an article with this id; ``None`` when there is none."""
    row = details.version(db, number)
    if row is None:
        return None
    text = row["text"][:LONGEST_ARTICLE]
    told, speakers = _coloured([_as_it_was(one) for one in json.loads(row["quotations"])])
    headline, lines = _headline_and_lines(text, told, row)
    return ArticlePage(
        row,
        lines,
        {one["id"]: one for one in told},
        speakers,
        len(text) < len(row["text"]),
        headline=headline,
    )


def _as_it_was(record: Mapping[str, Any]) -> Row:
    """A record of ``article_versions.quotations`` as one of a listing."""
    return {
        "text": "",
        "cue": None,
        "source": None,
        "resolution": None,
        "confidence": None,
        "reviewed": False,
        "evidence": None,
        **record,
        "speaker": record.get("speaker") or None,
        "note": corrections.PLAIN,
    }


def _coloured(said: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The quotations with the colour and number of their speaker, and the speakers."""
    speakers: dict[str, Row] = {}
    told = []
    for record in said:
        speaker = record["speaker"]
        if speaker is None:
            told.append({**record, "colour": 0, "number": None})
            continue
        # An earlier text knows speakers by name alone.
        key = str(speaker.get("id") or speaker["name"])
        number = len(speakers) + 1
        entry = speakers.setdefault(
            key,
            {**speaker, "number": number, "colour": (number - 1) % COLOURS + 1, "quotations": 0},
        )
        entry["quotations"] += 1
        told.append({**record, "colour": entry["colour"], "number": entry["number"]})
    return told, list(speakers.values())


def _all_marks(said: Iterable[Row]) -> list[Mark]:
    return [mark for record in said for mark in marks(record)]


def marks(record: Row) -> list[Mark]:
    """Where the parts of a quotation stand in its article."""
    found = [Mark(start, end, "content", record["id"]) for start, end in record["spans"]]
    if (cue := record["cue"]) is not None:
        found.append(Mark(cue["start"], cue["end"], "cue", record["id"]))
    if (source := record["source"]) is not None:
        found.append(Mark(source["start"], source["end"], "source", record["id"]))
    return found


def _headline_and_lines(
    text: str, told: Sequence[Row], about: Mapping[str, Any]
) -> tuple[Paragraph | None, list[Paragraph]]:
    """The text with its quotations marked, as the page shows it below what it says of it."""
    marked = paragraphs(unwrapped(text), _all_marks(told))
    return _without_the_head(_with_captions(marked, text, about), about)


def _with_captions(
    lines: Iterable[Paragraph], text: str, about: Mapping[str, Any]
) -> list[Paragraph]:
    """Labels, captions and credits marked as such; a byline that stands above is gone."""
    kinds = {block.start: block.kind for block in furniture(text)}
    found = []
    for line in lines:
        indent = len(line.text) - len(line.text.lstrip())
        kind = kinds.get(line.start + indent)
        if kind == "byline" and about.get("byline") and not line.begins:
            continue
        aside = kind in ("section", "caption", "credit")
        found.append(replace(line, is_caption=True) if aside else line)
    return found


def _without_the_head(
    lines: Sequence[Paragraph], about: Mapping[str, Any]
) -> tuple[Paragraph | None, list[Paragraph]]:
    """The text without what the page says above it, and without a line that comes twice there.

    A line with a quotation in it stays, for something leads to that; the title's goes up instead.
    """
    title, byline = _plain(about.get("title")), _plain(about.get("byline"))
    above = {
        title,
        byline,
        f"by {byline}",
        _plain(about.get("outlet")),
        _plain(about.get("published")),
        _plain(readable_date(about.get("published"))),
    } - {"", "by "}
    headline: Paragraph | None = None
    kept: list[Paragraph] = []
    for at, line in enumerate(lines):
        said = _plain(line.text) if at < _HEAD else ""
        again = len(said) > _SHORT and any(said == _plain(one.text) for one in kept)
        if line.begins and said and said == title and headline is None:
            headline = line
        elif line.begins or not (said in above or again):
            kept.append(line)
    return headline, kept


def _plain(text: object) -> str:
    return fold(str(text or "")).strip(" .:;-–—*|#")
