"""Articles and quotations as flat rows, and back; nothing in a row is trusted on the way back.

The columns are those of the database's tables: lists and evidence are JSON texts there as here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar, get_args

from quotes.identity.article_facts import facts_of
from quotes.types import (
    Act,
    Article,
    AttributedQuotation,
    Evidence,
    Mention,
    QuotationType,
    Reason,
    Resolution,
    Span,
    Speaker,
    SpeakerKind,
)

Row = dict[str, Any]
Stage = Literal["reading", "parsing", "worker"]
_T = TypeVar("_T")

#: Of an article. Readers have a lower limit, which a person may raise.
MAX_CHARACTERS = 10_000_000
#: Of titles, names, addresses and the like.
MAX_FIELD = 20_000
#: Of a list or of evidence as JSON.
MAX_JSON = 2_000_000
#: Quotations of one article: a text of a million characters has no room for more.
MAX_QUOTATIONS = 100_000

_FIELDS = ("title", "byline", "outlet", "published", "url", "path", "place")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ][\w:.+ -]{1,40})?)?)?")
_GENDERS = ("female", "male")


class ScaleError(Exception):
    """Work on a cluster, or a file of its results, that fails as a whole.

    The message is one line: what it is about, what the problem is, and what helps.
    """

    def __init__(self, about: str, problem: str, remedy: str) -> None:
        super().__init__(f"{about}: {problem}; {remedy}")
        self.about = about
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[ScaleError], tuple[str, str, str]]:
        # It comes back from other machines.
        return type(self), (self.about, self.problem, self.remedy)


class BadRecord(ValueError):
    """A row that is no article or quotation."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that has no results, and why."""

    path: str
    stage: Stage
    """``reading`` the source, ``parsing`` the text, or the end of each ``worker`` that had it."""
    reason: str
    number: int | None = None
    """Of the article in its partition; ``None`` of a source that could not be read."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


# ------------------------------------------------------------------ to rows


def article_row(number: int, article: Article, quotations: Sequence[AttributedQuotation]) -> Row:
    """One row of the articles, with what the article says of each speaker.

    Raises ``UnicodeEncodeError`` where something of it is not Unicode text.
    """
    facts = dict.fromkeys(facts_of(article, quotations).values())
    said = [
        {
            "name": fact.name,
            "kind": fact.kind,
            "names": fact.names,
            "titles": fact.titles,
            "gender": fact.gender,
        }
        for fact in facts
    ]
    row = {
        "number": number,
        "sha256": article.sha256,
        **{name: getattr(article, name) for name in _FIELDS},
        "text": article.text,
        "word_count": article.word_count,
        "quotations": len(quotations),
        "speakers": _json(said),
    }
    for value in row.values():
        if isinstance(value, str):
            value.encode("utf-8")
    return row


def quotation_row(number: int, quotation: AttributedQuotation) -> Row:
    """One row of the quotations; ``number`` is that of the article in its partition."""
    speaker = quotation.speaker
    evidence = quotation.evidence
    return {
        "article": number,
        "type": quotation.type,
        "text": quotation.text,
        "start": quotation.spans[0][0],
        "end": quotation.spans[-1][1],
        "spans": _json(quotation.spans),
        **_mention_columns("cue", quotation.cue),
        **_mention_columns("source", quotation.source),
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speaker_title": speaker.title if speaker else None,
        "speaker_aliases": _json(speaker.aliases) if speaker else None,
        "speaker_titles": _json(speaker.titles) if speaker else None,
        "speaker_gender": speaker.gender if speaker else None,
        "act": quotation.act,
        "act_confidence": quotation.act_confidence,
        "resolution": quotation.resolution,
        "confidence": quotation.confidence,
        "evidence": _json(asdict(evidence)) if evidence else None,
    }


def failure_row(failure: Failure) -> Row:
    """One row of the errors."""
    # What cannot be written is shown as well as it can be.
    path, reason = (
        text.encode("utf-8", "backslashreplace").decode("utf-8")[:MAX_FIELD]
        for text in (failure.path, failure.reason)
    )
    return {"number": failure.number, "path": path, "stage": failure.stage, "reason": reason}


def _mention_columns(name: str, mention: Mention | None) -> Row:
    return {
        name: mention.text if mention else None,
        f"{name}_start": mention.start if mention else None,
        f"{name}_end": mention.end if mention else None,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# ------------------------------------------------------------------ and back


def article_of(row: Mapping[str, Any]) -> Article:
    """The article in a row. Raises :class:`BadRecord`."""
    text = _text(row, "text", MAX_CHARACTERS)
    article = Article(text, **{name: _perhaps(_text, row, name) for name in _FIELDS})
    if article.published is not None and not _DATE.fullmatch(article.published):
        raise BadRecord("published is no date")
    if row.get("sha256") != article.sha256:
        raise BadRecord("the text is not the one that was read (sha256)")
    return article


def quotation_of(row: Mapping[str, Any], text: str) -> AttributedQuotation:
    """The quotation in a row, of an article with ``text``. Raises :class:`BadRecord`.

    That spans hold the words that they claim is checked once more when they are stored.
    """
    spans = _spans(row, len(text))
    said = _text(row, "text", MAX_CHARACTERS)
    if (row.get("start"), row.get("end")) != (spans[0][0], spans[-1][1]):
        raise BadRecord("start and end are not those of the spans")
    return AttributedQuotation(
        type=_one_of(row, "type", get_args(QuotationType)),
        text=said,
        spans=spans,
        cue=_mention(row, "cue", text),
        source=_mention(row, "source", text),
        confidence=_share(row, "confidence"),
        linking=None,
        speaker=_perhaps(_speaker, row, "speaker"),
        resolution=_perhaps(_resolution, row, "resolution"),
        evidence=_perhaps(lambda row, name: _evidence(row, name, text), row, "evidence"),
        act=_one_of(row, "act", get_args(Act)),
        act_confidence=_perhaps(_share, row, "act_confidence"),
    )


def _perhaps(
    read: Callable[[Mapping[str, Any], str], _T], row: Mapping[str, Any], name: str
) -> _T | None:
    return None if row.get(name) is None else read(row, name)


def _text(row: Mapping[str, Any], name: str, most: int = MAX_FIELD) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise BadRecord(f"{name} is no text")
    if len(value) > most:
        raise BadRecord(f"{name} has {len(value):,} characters, more than {most:,}")
    return value


def _one_of(row: Mapping[str, Any], name: str, values: Sequence[Any]) -> Any:
    value = row.get(name)
    if value not in values:
        raise BadRecord(f"{name} is none of {', '.join(values)}")
    return value


def _resolution(row: Mapping[str, Any], name: str) -> Any:
    return _one_of(row, name, get_args(Resolution))


def _number(row: Mapping[str, Any], name: str) -> float:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadRecord(f"{name} is no number")
    return value


def _share(row: Mapping[str, Any], name: str) -> float:
    value = _number(row, name)
    if not 0 <= value <= 1:
        raise BadRecord(f"{name} is not between 0 and 1")
    return value


def _from_json(row: Mapping[str, Any], name: str) -> Any:
    try:
        return json.loads(_text(row, name, MAX_JSON))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadRecord(f"{name} is no JSON") from error


def _span(start: object, end: object, length: int, name: str) -> Span:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise BadRecord(f"{name} does not fit the text: {str(start)[:20]} to {str(end)[:20]}")
    return start, end


def _spans(row: Mapping[str, Any], length: int) -> tuple[Span, ...]:
    value = _from_json(row, "spans")
    if not isinstance(value, list) or not value:
        raise BadRecord("spans is no list")
    spans: list[Span] = []
    for one in value:
        if not isinstance(one, list) or len(one) != 2:
            raise BadRecord("spans has what is no pair")
        span = _span(one[0], one[1], length, "a span")
        if spans and span[0] < spans[-1][1]:
            raise BadRecord("spans are not in order")
        spans.append(span)
    return tuple(spans)


def _mention(row: Mapping[str, Any], name: str, text: str) -> Mention | None:
    if row.get(name) is None:
        return None
    start, end = _span(row.get(f"{name}_start"), row.get(f"{name}_end"), len(text), name)
    return _held(Mention(_text(row, name, MAX_CHARACTERS), start, end), text, name)


def _mention_of(value: object, text: str, name: str) -> Mention:
    if not isinstance(value, dict):
        raise BadRecord(f"{name} is no mention")
    start, end = _span(value.get("start"), value.get("end"), len(text), name)
    return _held(Mention(_text(value, "text", MAX_CHARACTERS), start, end), text, name)


def _held(mention: Mention, text: str, name: str) -> Mention:
    if text[mention.start : mention.end] != mention.text:
        raise BadRecord(f"the article does not hold the {name}")
    return mention


def _names(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return _texts(_from_json(row, name), name)


def _texts(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise BadRecord(f"{name} is no list")
    return tuple(_text({name: value}, name) for value in values)


def _speaker(row: Mapping[str, Any], name: str) -> Speaker:
    gender = row.get("speaker_gender")
    return Speaker(
        name=_text(row, name),
        kind=_one_of(row, "speaker_kind", get_args(SpeakerKind)),
        title=_perhaps(_text, row, "speaker_title"),
        aliases=_names(row, "speaker_aliases"),
        titles=_names(row, "speaker_titles"),
        gender=None if gender is None else _one_of(row, "speaker_gender", _GENDERS),
    )


def _evidence(row: Mapping[str, Any], name: str, text: str) -> Evidence:
    value = _from_json(row, name)
    if not isinstance(value, dict):
        raise BadRecord(f"{name} is no object")
    chain, reasons, other = (value.get(key) for key in ("chain", "reasons", "other_source"))
    if not isinstance(chain, list) or not isinstance(reasons, list):
        raise BadRecord(f"{name} has no chain or no reasons")
    return Evidence(
        way=_text(value, "way" if "way" in value else "rule"),
        chain=tuple(_mention_of(one, text, "chain of mentions") for one in chain),
        runner_up=_perhaps(_text, value, "runner_up"),
        runner_up_share=_perhaps(_share, value, "runner_up_share"),
        other_source=None if other is None else _mention_of(other, text, "other source"),
        other_source_share=_perhaps(_share, value, "other_source_share"),
        linked=_perhaps(_share, value, "linked"),
        attributed=_perhaps(_share, value, "attributed"),
        reasons=tuple(_reason(one) for one in reasons),
        because=_texts(value.get("because", []), name),
    )


def _reason(value: object) -> Reason:
    if not isinstance(value, dict):
        raise BadRecord("a reason is no object")
    return Reason(_text(value, "text"), _number(value, "weight"))
