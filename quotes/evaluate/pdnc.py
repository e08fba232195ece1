"""Reads the Project Dialogism Novel Corpus: the quotations of whole novels and who speaks them.

PDNC (Vishnubhotla, Hammond and Hirst 2022) has a folder a novel with ``novel_text.txt``,
``quotation_info.csv`` and ``character_info.csv``. What is read:

content
    ``quoteByteSpans``; they count characters.
source
    Where the ``referringExpression`` (*he asked*) stands nearest to the quotation. It holds the
    cue as well, so a source can be touched but not matched to the letter.
speaker
    ``speaker``, by the main name of the character, with its aliases. Characters whose name begins
    with an underscore (``_unknowable``) are left open.
resolution
    ``quoteType``: explicit is ``name``, anaphoric ``pronoun`` or ``nominal``, implicit
    ``implicit``.

Only direct speech is marked. A novel is cut at paragraphs into passages of the length of a long
article, lines that were broken for print are made whole (a line break becomes a blank, so offsets
stay), and each passage is scored by itself.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from quotes.evaluate.attributions import (
    AnnotatedArticle,
    Attribution,
    Corpus,
    EvaluationError,
    Scope,
)
from quotes.evaluate.files import read_texts
from quotes.types import Span

#: A passage ends with the first paragraph that brings it to this many characters.
PASSAGE = 15_000
#: How far from its quotation a referring expression is looked for, in characters.
REACH = 300

_TEXT, _QUOTATIONS, _CHARACTERS = "novel_text.txt", "quotation_info.csv", "character_info.csv"
_SCOPE = Scope(exact=frozenset(["content"]), types=frozenset(["direct", "mixed"]))
_CAUTION = "Fiction, where the pipeline was made for news; only direct speech is marked."
_HOWS = {"Explicit": "name", "Implicit": "implicit"}
_PRONOUNS = frozenset("i he she it we they you one who".split())
_BROKEN_LINE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_WORD = re.compile(r"\w+")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
#: Sets and lists of names are short; Python's parser must not be given more.
_LONGEST_LITERAL = 20_000


@dataclass(frozen=True, slots=True)
class Characters:
    """The people of a novel, by any of their names."""

    main: Mapping[str, str]
    """A name or alias to the main name."""
    aliases: Mapping[str, tuple[str, ...]]
    """A main name to the others."""


def read_corpus(path: Path) -> Corpus:
    """PDNC, or some of its novels.

    :param path: a folder or tar archive that has a folder a novel.
    :raises EvaluationError: when there are no novels, or a file has another form.
    """
    files = read_texts(path, _TEXT, _QUOTATIONS, _CHARACTERS)
    novels = [place.parent for place in files if place.name == _TEXT]
    if not novels:
        raise EvaluationError(f"{path}: no novels; expected {_TEXT} in a folder of each")
    return Corpus(
        "PDNC",
        tuple(passage for novel in novels for passage in _passages(path, novel, files)),
        "book",
        _SCOPE,
        _CAUTION,
    )


def _passages(
    path: Path, novel: PurePosixPath, files: Mapping[PurePosixPath, str]
) -> Iterator[AnnotatedArticle]:
    missing = [name for name in (_QUOTATIONS, _CHARACTERS) if novel / name not in files]
    if missing:
        raise EvaluationError(f"{path}: {novel}: {missing[0]} is missing")
    text = _BROKEN_LINE.sub(lambda found: " " * len(found[0]), files[novel / _TEXT])
    characters = read_characters(files[novel / _CHARACTERS], f"{path}: {novel / _CHARACTERS}")
    attributions = read_quotations(
        files[novel / _QUOTATIONS], text, characters, f"{path}: {novel / _QUOTATIONS}"
    )
    waiting = deque(attributions)
    for number, (start, end) in enumerate(cut(text, attributions), 1):
        name = f"{novel.name}-{number:03}"
        inside = []
        while waiting and _reach(waiting[0])[0] < end:
            inside.append(_moved(waiting.popleft(), -start))
        yield AnnotatedArticle(
            name, Path(f"{name}.txt"), text[start:end], tuple(inside), novel.name
        )


def read_characters(table: str, name: str) -> Characters:
    """The characters of a novel.

    :param table: the CSV.
    :param name: what to call it in messages.
    :raises EvaluationError: when a line has another form.
    """
    main: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for number, row in _rows(table, name, ("Main Name", "Aliases")):
        known = row["Main Name"].strip()
        others = _literal(row["Aliases"], name, number)
        if not isinstance(others, set | list | tuple | dict):
            raise EvaluationError(f"{name}, line {number}: the aliases are not a set of names")
        aliases[known] = tuple(sorted({str(other).strip() for other in others} - {known}))
        main.update(dict.fromkeys(aliases[known], known))
    main.update({known: known for known in aliases})
    return Characters(main, aliases)


def read_quotations(
    table: str, text: str, characters: Characters, name: str
) -> tuple[Attribution, ...]:
    """The quotations of a novel, in its order.

    :param table: the CSV.
    :param text: the novel.
    :param name: what to call the table in messages.
    :raises EvaluationError: when a line has another form, or is of another text.
    """
    wanted = ("quoteID", "quoteByteSpans", "speaker", "quoteType", "referringExpression")
    found = []
    for number, row in _rows(table, name, wanted):
        try:
            spans = tuple((int(start), int(end)) for start, end in json.loads(row[wanted[1]]))
        except (ValueError, TypeError, RecursionError):
            raise EvaluationError(f"{name}, line {number}: quoteByteSpans are no spans") from None
        if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
            raise EvaluationError(f"{name}, line {number}: its spans are not in {_TEXT}")
        found.append(_attribution(row, text, spans, characters))
    return tuple(sorted(found, key=_reach))


def _attribution(
    row: Mapping[str, str], text: str, spans: tuple[Span, ...], characters: Characters
) -> Attribution:
    expression = row["referringExpression"]
    expression = "" if expression == "nan" else expression
    speaker = characters.main.get(row["speaker"].strip(), "")
    speaker = "" if speaker.startswith("_") else speaker
    return Attribution(
        {"content": spans, "source": find_expression(expression, text, spans), "cue": ()},
        speaker=speaker,
        aliases=characters.aliases.get(speaker, ()),
        kind="person" if speaker else "",
        how=_how(row["quoteType"], expression),
        resolved=bool(speaker),
        identity=row["quoteID"],
    )


def _how(quote_type: str, expression: str) -> str:
    if quote_type == "Anaphoric":
        pronoun = _PRONOUNS & {word.casefold() for word in expression.split()}
        return "pronoun" if pronoun else "nominal"
    return _HOWS.get(quote_type, "")


def find_expression(expression: str, text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Where `expression` stands nearest to the ends of `spans`, outside of them; or nowhere."""
    wanted = _WORD.findall(expression.casefold())
    low, high = max(0, spans[0][0] - REACH), spans[-1][1] + REACH
    # Word by word: the table has left out points and commas, as in "said Mr Woodhouse".
    found = list(_WORD.finditer(text, low, high))
    words = [word[0].casefold() for word in found]
    places = [
        (found[at].start(), found[at + len(wanted) - 1].end())
        for at in range(len(words) - len(wanted) + 1 if wanted else 0)
        if words[at : at + len(wanted)] == wanted
    ]
    places = [
        place
        for place in places
        if all(place[1] <= start or place[0] >= end for start, end in spans)
    ]

    def distance(place: Span) -> int:
        return min(place[0] - end if place[0] >= end else start - place[1] for start, end in spans)

    return (min(places, key=distance),) if places else ()


# ------------------------------------------------------------------ passages


def cut(text: str, attributions: Iterable[Attribution]) -> list[Span]:
    """The passages of a text: ends of paragraphs that are in no attribution, :data:`PASSAGE` apart.

    :param attributions: those of the text, in its order.
    """
    waiting = deque(_reach(one) for one in attributions)
    start, reached = 0, 0
    passages: list[Span] = []
    for paragraph in _PARAGRAPH_END.finditer(text):
        at = paragraph.end()
        while waiting and waiting[0][0] < at:
            reached = max(reached, waiting.popleft()[1])
        if at - start >= PASSAGE and reached <= at:
            passages.append((start, at))
            start = at
    if text[start:].strip():
        passages.append((start, len(text)))
    return passages


def _reach(attribution: Attribution) -> Span:
    """From the first character of its spans to the last."""
    spans = [span for some in attribution.spans.values() for span in some]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _moved(attribution: Attribution, by: int) -> Attribution:
    return replace(
        attribution,
        spans={
            role: tuple((start + by, end + by) for start, end in spans)
            for role, spans in attribution.spans.items()
        },
    )


# ------------------------------------------------------------------ tables


def _rows(
    table: str, name: str, wanted: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV with the columns that are wanted, and the line each ends at."""
    reader = csv.DictReader(io.StringIO(table, newline=""))
    try:
        missing = [column for column in wanted if column not in (reader.fieldnames or ())]
        if missing:
            raise EvaluationError(f"{name}: no column {missing[0]}")
        for row in reader:
            yield reader.line_num, {column: row[column] or "" for column in wanted}
    except csv.Error as error:
        raise EvaluationError(f"{name}, line {reader.line_num}: {error}") from None


def _literal(written: str, name: str, number: int) -> Any:
    """The Python literal that pandas wrote into a cell. Nothing is executed."""
    try:
        if len(written) > _LONGEST_LITERAL:
            raise ValueError
        return set() if written == "set()" else ast.literal_eval(written)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise EvaluationError(f"{name}, line {number}: the aliases cannot be read") from None
