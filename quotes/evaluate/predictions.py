"""Reads predicted quotations: the records that ``quotes extract --nl`` writes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from quotes.evaluate.attributions import Attribution, EvaluationError, Role
from quotes.types import SPAN_SEPARATOR, Span


@dataclass(frozen=True, slots=True)
class Predictions:
    """The predicted quotations by article name, and how many records had which problem."""

    by_article: Mapping[str, tuple[Attribution, ...]]
    problems: Mapping[str, int]


def parse_lines(lines: Iterable[str], name: str) -> Iterator[dict[str, Any]]:
    """The records of newline-delimited JSON.

    :param name: what to call the lines in messages.
    :raises EvaluationError: at a line that is not a JSON object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise EvaluationError(f"{name}, line {number}: not JSON: {error}") from None
        if not isinstance(record, dict):
            raise EvaluationError(f"{name}, line {number}: not a JSON object")
        yield record


def read_records(
    records: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str],
    left_out: Collection[str] = (),
) -> Predictions:
    """Predicted quotations, told apart by the file stem of their article's path.

    Records of articles that are not in `texts` are left out. Spans that leave the text are cut to
    it. Both are counted as problems, and so is a text that is not what stands at its span.

    :param texts: article name to text.
    :param left_out: names of articles whose records are passed over without a word.
    :raises EvaluationError: when a record lacks what every record has.
    """
    found: defaultdict[str, list[Attribution]] = defaultdict(list)
    problems: Counter[str] = Counter()
    for number, record in enumerate(records, 1):
        try:
            name = PurePath((record.get("article") or {}).get("path") or "").stem
            if name in left_out:
                continue
            if name not in texts:
                problems["article not in gold"] += 1
                continue
            found[name].append(_attribution(record, texts[name], problems))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise EvaluationError(f"record {number} is not a quotation") from None
    return Predictions({name: tuple(some) for name, some in found.items()}, dict(problems))


def _attribution(record: Mapping[str, Any], text: str, problems: Counter[str]) -> Attribution:
    cue, source = record.get("cue"), record.get("source")
    speaker = record.get("speaker") or {}
    spans: dict[Role, tuple[Span, ...]] = {
        "content": tuple(_span(start, end) for start, end in record["spans"]),
        "cue": _mention_span(cue),
        "source": _mention_span(source),
    }
    if any(not 0 <= start < end <= len(text) for some in spans.values() for start, end in some):
        problems["span outside the text or empty"] += 1
        spans = {role: _cut(some, len(text)) for role, some in spans.items()}
    elif _differs(record.get("text"), text, spans["content"]):
        problems["text differs from its spans"] += 1
    for mention in (cue, source):
        if mention and _differs(mention.get("text"), text, _mention_span(mention)):
            problems["cue or source text differs from its span"] += 1
    return Attribution(
        spans,
        speaker=_word(speaker.get("name")),
        kind=_word(speaker.get("kind")),
        how=_word(record.get("resolution")),
        label=_word(record.get("type")),
        confidence=None if record.get("confidence") is None else float(record["confidence"]),
    )


def _word(value: Any) -> str:
    if not isinstance(value, str | None):
        raise TypeError(f"{value!r} is not text")
    return value or ""


def _span(start: Any, end: Any) -> Span:
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError(f"{start!r} and {end!r} are not offsets")
    return start, end


def _mention_span(mention: Mapping[str, Any] | None) -> tuple[Span, ...]:
    return (_span(mention["start"], mention["end"]),) if mention else ()


def _cut(spans: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    return tuple(
        (max(0, start), min(end, length)) for start, end in spans if start < min(end, length)
    )


def _differs(claimed: str | None, text: str, spans: tuple[Span, ...]) -> bool:
    if claimed is None:
        return False
    return claimed != SPAN_SEPARATOR.join(text[start:end] for start, end in spans)
