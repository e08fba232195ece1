"""JSON: an article, a list of them, one list of them inside an object; JSON lines.

Read one record at a time where that is possible (lines, and a list at the top), so that size is no
matter there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TextIO

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.records import (
    Row,
    article,
    articles,
    guessed,
    listed,
    paths,
    told,
    value_at,
)
from quotes.articles.formats.streams import MAX_PIECE, beginning, begun, open_text, reason
from quotes.articles.items import Note
from quotes.articles.limits import bound
from quotes.articles.words import words

_LINES = frozenset((".jsonl", ".ndjson", ".jl", ".jsonlines"))
SUFFIXES = frozenset((".json", *_LINES))
_OTHER_SUFFIXES = frozenset((".md", ".markdown", ".html", ".htm", ".csv", ".tsv", ".tab"))
#: Neither ``[Editor's note`` nor ``{{ page.title }}``.
_BEGINS = re.compile(r'\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{]|\]\s*$))')
_SPACE = re.compile(r"[ \t\r\n]*")
_OPENS_LINE = re.compile(r'\s*\{\s*"')

#: A document that is not a list at the top is read as a whole.
_MOST_WHOLE = bound("MAX_JSON", 256_000_000)
_CHUNK = 1 << 20
#: Objects around a list of records: ``hits.hits``, ``response.results``.
_DEEPEST_LIST = 4
#: Records of a list that show whether they are articles.
_SAMPLE = 5
#: Lists inside an object that are looked at.
_MOST_LISTS = 100
#: First records, one of which has to be an article.
_FIRST = 50
#: Columns of the text that are told of one source.
_MOST_TOLD = 10
#: Kinds of records, by the names of their columns, that one source may mix.
_MOST_SHAPES = 1000
_LISTS = words("articles results data docs items stories hits entries posts records news @graph")
#: What stands around a record: ``hits.hits[]._source``.
_WRAPPED = ("_source",)


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first marks; a suffix of JSON says it too, unless it is binary or a web page."""
    text = beginning(head, blob.charset)
    if text is None or blob.suffix in _OTHER_SUFFIXES:
        return False
    if blob.suffix in SUFFIXES:
        return not text.lstrip().startswith("<")
    return _BEGINS.match(text) is not None


def read(blob: Blob, settings: Settings) -> Iterator[Item | Note]:
    """Its articles in order; a line that is no JSON is named, the others go on."""
    with open_text(blob) as stream:
        head = stream.read(_CHUNK)
        if not head.strip():
            raise Refused("is empty", "there is nothing to read in it")
        stream.seek(0)
        if blob.suffix in _LINES or _is_lines(head):
            yield from _articles(blob.name, _lines(blob.name, stream), settings)
        elif head.lstrip().startswith("["):
            yield from _articles(blob.name, _elements(blob.name, stream), settings)
        else:
            yield from _document(blob.name, stream, settings)


# One record a line.


def _is_lines(head: str) -> bool:
    """Whether the first line is an object by itself, or looks like one as the second does."""
    lines = [line for line in head.split("\n", 20)[:20] if line.strip()][:2]
    if len(lines) < 2 or not _OPENS_LINE.match(lines[0]) or not lines[1].lstrip().startswith("{"):
        return False
    try:
        return isinstance(_parsed(lines[0]), Mapping)
    except Refused:
        is_open = lines[0].rstrip().endswith(("{", "[", ":", ","))
        return _OPENS_LINE.match(lines[1]) is not None and not is_open


def _lines(name: str, stream: TextIO) -> Iterator[Any]:
    number = 0
    while line := stream.readline(MAX_PIECE + 1):
        number += 1
        if len(line) > MAX_PIECE:
            raise Refused(
                f"has a line of more than {MAX_PIECE:,} characters", "split it into its articles"
            )
        if not line.strip():
            yield None
            continue
        try:
            yield _parsed(line)
        except Refused as refusal:
            yield ArticleError(f"{name}#{number}", refusal.problem, refusal.remedy)


def _parsed(source: str) -> Any:
    try:
        return json.loads(source)
    except json.JSONDecodeError as error:
        where = f" in line {error.lineno:,}" if error.lineno > 1 else ""
        raise Refused(f"is no valid JSON ({error.msg}{where})", "save it again") from error
    except RecursionError as error:
        raise Refused("is nested too deep", "save the articles alone") from error
    except ValueError as error:
        raise Refused(f"is no valid JSON ({reason(error)})", "save it again") from error


# A list at the top.


def _elements(name: str, stream: TextIO) -> Iterator[Any]:
    """The elements of the list that ``stream`` is, without more than one of them in memory."""
    decoder = json.JSONDecoder()
    text = stream.read(_CHUNK)
    position = text.index("[") + 1
    number = 0
    while True:
        # To the next element, past the comma before it.
        at_comma = False
        while True:
            position = _after_space(text, position)
            if position >= len(text):
                text, position = stream.read(_CHUNK), 0
                if not text:
                    raise Refused(f"is cut off after {number:,} records", "get it anew")
            elif text[position] == "," and number and not at_comma:
                at_comma = True
                position += 1
            else:
                break
        if text[position] == "]" and not at_comma:
            if (text[position + 1 :] + stream.read(_CHUNK)).strip():
                raise Refused("goes on after its list of records", "save it as JSON lines")
            return
        if number and not at_comma:
            raise Refused(_damaged(number, "no comma between records"), "save it again")
        while True:
            try:
                value, position = decoder.raw_decode(text, position)
                break
            except RecursionError as error:
                raise Refused(_damaged(number, "nested too deep"), "save it again") from error
            except ValueError as error:
                # The rest of the record may still be to come; twice as much at a time.
                text, position = text[position:], 0
                more = stream.read(max(_CHUNK, len(text))) if len(text) <= MAX_PIECE else ""
                if not more:
                    problem = "the record is cut off" if _is_cut(error, text) else reason(error)
                    raise Refused(_damaged(number, problem), "get it anew") from error
                text += more
        number += 1
        yield value


def _damaged(number: int, problem: str) -> str:
    return f"cannot be read after record {number:,} ({problem})"


def _is_cut(error: ValueError, text: str) -> bool:
    is_open = "Unterminated string" in str(error)
    return isinstance(error, json.JSONDecodeError) and (is_open or error.pos >= len(text.rstrip()))


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


# An object.


def _document(name: str, stream: TextIO, settings: Settings) -> Iterator[Item | Note]:
    text = stream.read(_MOST_WHOLE + 1)
    if len(text) > _MOST_WHOLE:
        raise Refused(
            f"is one JSON object of more than {_MOST_WHOLE:,} characters",
            "save its articles as JSON lines",
        )
    value = _parsed(text)
    del text
    if not isinstance(value, Mapping):
        raise Refused("is JSON without a record", "give an object for each article")
    record = _unwrapped(value)
    try:
        fields = _fields(record, settings)
    except Refused as refusal:
        yield from _inside(name, value, settings, refusal)
        return
    yield from told(name, fields, settings)
    yield article(name, record, fields)


def _inside(name: str, value: Row, settings: Settings, refusal: Refused) -> Iterator[Item | Note]:
    """The articles of the one list inside ``value``; ``refusal`` if there is none."""
    lists = [
        (path, records)
        for path, records in _lists(value)
        if any(_is_article(record, settings) for record in records[:_SAMPLE])
    ]
    if len(lists) > 1:
        lists = [one for one in lists if one[0].rpartition(".")[2].lower() in _LISTS] or lists
    if len(lists) > 1:
        raise Refused(
            f"has several lists of articles ({listed([path for path, _ in lists])})",
            "save each in its own file",
        )
    if not lists:
        first = next((records for _, records in _lists(value) if records), None)
        if first is not None and isinstance(first[0], Mapping):
            _fields(_unwrapped(first[0]), settings)
        raise refusal
    path, records = lists[0]
    if path.endswith("@graph"):
        # There the page, its pictures and its author are beside the article.
        records = [record for record in records if _is_article(record, settings)]
    yield from _articles(name, iter(records), settings)


def _is_article(record: Any, settings: Settings) -> bool:
    if not isinstance(record, Mapping):
        return False
    try:
        _fields(_unwrapped(record), settings)
    except Refused:
        return False
    return True


def _lists(value: Row) -> list[tuple[str, Sequence[Any]]]:
    """Lists of objects in ``value`` with their paths, outer ones first."""
    found: list[tuple[str, Sequence[Any]]] = []
    level: list[tuple[str, Row]] = [("", value)]
    for _ in range(_DEEPEST_LIST):
        below: list[tuple[str, Row]] = []
        for path, here in level:
            for key, inner in here.items():
                if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
                    found.append((f"{path}{key}", inner))
                elif isinstance(inner, Mapping):
                    below.append((f"{path}{key}.", inner))
            # {"a1": {…}, "a2": {…}}: a list of which the keys are the names.
            if len(here) > 1 and all(isinstance(inner, Mapping) for inner in here.values()):
                named = [{"id": key, **inner} for key, inner in here.items()]
                found.append((path.rstrip(".") or "records", named))
        if len(found) >= _MOST_LISTS:
            break
        level = below[:_MOST_LISTS]
    return found[:_MOST_LISTS]


def _unwrapped(record: Row) -> Row:
    for key in _WRAPPED:
        inner = record.get(key)
        if isinstance(inner, Mapping):
            own = record.get("_id")
            return {"id": own, **inner} if own is not None else inner
    return record


# Records that need not have the same keys.


def _articles(name: str, values: Iterator[Any], settings: Settings) -> Iterator[Item | Note]:
    """An article for each of ``values``; the columns are guessed anew where the keys differ."""
    sample, values = begun(values, _FIRST)
    records = [_unwrapped(value) for value in sample if isinstance(value, Mapping)]
    if not records:
        for value in sample:
            if isinstance(value, ArticleError):
                yield value
        # Nothing but what stopped them, if anything did.
        next(values, None)
        if any(isinstance(value, ArticleError) for value in sample):
            raise Refused("has no record that can be read", "save it again as JSON")
        raise Refused("is a list without records", "give an object for each article")
    first = next((record for record in records if _is_article(record, settings)), records[0])
    fields = _fields(first, settings)
    yield from told(name, fields, settings)
    shapes: dict[tuple[str, ...], Mapping[str, str]] = {}

    def of(row: Row) -> Mapping[str, str]:
        shape = tuple(key for key in row if not _is_nothing(row[key]))
        if shape not in shapes:
            if len(shapes) >= _MOST_SHAPES:
                shapes.clear()
            shapes[shape] = _fields(row, settings)
        return shapes[shape]

    rows = _rows(name, chain(sample, values), {fields["text"]}, of, settings)
    yield from articles(name, rows, of)


def _rows(
    name: str,
    values: Iterable[Any],
    texts: set[str],
    of: Callable[[Row], Mapping[str, str]],
    settings: Settings,
) -> Iterator[Row | ArticleError | Note | None]:
    """The records in ``values``; a text in another column than before is told."""
    for number, value in enumerate(values, 1):
        if value is None or isinstance(value, ArticleError):
            yield value
            continue
        if not isinstance(value, Mapping):
            yield ArticleError(f"{name}#{number}", "is no JSON object", "give an object a record")
            continue
        record = _unwrapped(value)
        try:
            fields = of(record)
        except Refused:
            fields = {}
        text = fields.get("text")
        if text and text not in texts and len(texts) < _MOST_TOLD:
            texts.add(text)
            yield from told(f"{name}#{number}", fields, settings)
        yield record


def _fields(record: Row, settings: Settings) -> dict[str, str]:
    """Field to path; of what is guessed, what has a value comes first."""
    told_paths = {
        field: path
        for field, path in settings.columns.items()
        if field == "text" or value_at(record, path) is not None
    }
    told_here = replace(settings, columns=told_paths)
    everything = paths(record)
    everything += [p for p in told_paths.values() if value_at(record, p) is not None]
    filled = [path for path in everything if not _is_nothing(value_at(record, path))]
    try:
        return guessed(filled, told_here)
    except Refused:
        return guessed(everything, told_here)


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
