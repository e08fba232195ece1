"""Reads PolNeAR: articles in ``text/*.txt``, attributions in ``attributions/*.ann`` (brat).

Where several people annotated an article, only the first file by name counts. Articles are read
as they stand on disk, line ends and all, because the annotations' offsets count from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quotes.evaluate.attributions import (
    EVERYTHING,
    ROLES,
    AnnotatedArticle,
    Attribution,
    Corpus,
    EvaluationError,
    Role,
    Scope,
)
from quotes.types import Span

_QUOTED = Scope(types=frozenset({"direct", "mixed"}))
_NUMBER_AT_END = re.compile(r"\d+$")
#: ``nyt_2016-10-02_a-curious-plan``: the outlet, the day, the headline.
_ARTICLE_NAME = re.compile(r"(?P<outlet>.+?)_\d{4}-\d{2}-\d{2}_")

Speakers = Mapping[str, Any]
"""Article to ``{"ann": file name, "speakers": {event: {"speaker", "kind", "how"}}}``."""


def read_corpus(folder: Path, speakers: Path | None = None, quoted: bool = False) -> Corpus:
    """PolNeAR, or a part of it, or other articles in its layout.

    :param folder: holds ``text/`` and ``attributions/``.
    :param speakers: who the speakers of some articles are, as :func:`read_speakers` takes it.
    :param quoted: only what has quotation marks is annotated.
    :raises EvaluationError: as :func:`read_folder` and :func:`read_speakers` do.
    """
    articles = read_folder(folder, read_speakers(speakers) if speakers else None)
    return Corpus("PolNeAR", articles, scope=_QUOTED if quoted else EVERYTHING)


def read_folder(folder: Path, speakers: Speakers | None = None) -> tuple[AnnotatedArticle, ...]:
    """Every article of a PolNeAR folder, sorted by name. One without annotations has none.

    :param folder: holds ``text/`` and ``attributions/``.
    :param speakers: as :func:`read_speakers` returns them.
    :raises EvaluationError: when there are no articles, a file cannot be read, or the speakers
        were looked up in another annotator's file.
    """
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise EvaluationError(f"{folder}: no articles; expected them in {folder / 'text'}/*.txt")
    return tuple(
        AnnotatedArticle(
            path.stem,
            path,
            _read_text(path, newline=""),
            _attributions(annotations.get(path.stem), (speakers or {}).get(path.stem)),
            _outlet(path.stem),
        )
        for path in texts
    )


def read_speakers(path: Path) -> Speakers:
    """The resolved speakers of some articles, from a JSON file.

    :raises EvaluationError: when the file cannot be read or has another form.
    """
    try:
        speakers = json.loads(_read_text(path))
    except ValueError as error:
        raise EvaluationError(f"{path}: not JSON: {error}") from None
    try:
        entries = [e for article in speakers.values() for e in article["speakers"].values()]
        well_formed = all(isinstance(article["ann"], str) for article in speakers.values())
        for entry in entries:
            well_formed &= all(isinstance(v, str) for v in entry.values())
    except (AttributeError, KeyError, TypeError):
        well_formed = False
    if not well_formed:
        raise EvaluationError(f'{path}: not {{article: {{"ann": …, "speakers": {{id: …}}}}}}')
    return dict(speakers)


def _outlet(name: str) -> str:
    found = _ARTICLE_NAME.match(name)
    return found["outlet"] if found else ""


def _attributions(path: Path | None, resolved: Any) -> tuple[Attribution, ...]:
    """The attributions of one annotation file, with their speakers where those are known."""
    if path is None:
        return ()
    if resolved and resolved["ann"] != path.name:
        raise EvaluationError(
            f"{path}: is the first annotation, but the speakers are those of {resolved['ann']}"
        )
    known = resolved["speakers"] if resolved else {}
    return tuple(
        Attribution(
            spans,
            speaker=known.get(event, {}).get("speaker", ""),
            kind=known.get(event, {}).get("kind", ""),
            how=known.get(event, {}).get("how", ""),
            resolved=event in known,
            identity=event,
        )
        for event, spans in read_annotation(path).items()
    )


def read_annotation(path: Path) -> dict[str, dict[Role, tuple[Span, ...]]]:
    """Event to role to spans, from one brat file. Events without content are left out.

    :raises EvaluationError: when a line is not what brat writes.
    """
    entities: dict[str, tuple[Span, ...]] = {}
    events: dict[str, list[str]] = {}
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        key, _, rest = line.partition("\t")
        try:
            if key.startswith("T"):
                entities[key] = _entity_spans(rest)
            elif key.startswith("E"):
                events[key] = rest.split()
        except (ValueError, IndexError):
            raise EvaluationError(f"{path}, line {number}: not a brat annotation") from None
    try:
        read = {key: _roles(arguments, entities) for key, arguments in events.items()}
    except (KeyError, ValueError) as error:
        raise EvaluationError(f"{path}: an event cannot be followed: {error}") from None
    return {key: roles for key, roles in read.items() if roles["content"]}


def _entity_spans(described: str) -> tuple[Span, ...]:
    """``Content 3 9;12 20<tab>words`` as spans."""
    offsets = described.split("\t")[0].split(" ", 1)[1]
    spans = []
    for span in offsets.split(";"):
        start, end = span.split()
        spans.append((int(start), int(end)))
    return tuple(spans)


def _roles(
    arguments: list[str], entities: Mapping[str, tuple[Span, ...]]
) -> dict[Role, tuple[Span, ...]]:
    """``Content:T3 Cue:T2 Content2:T8`` as spans role by role; other roles are passed over."""
    found: dict[Role, tuple[Span, ...]] = dict.fromkeys(ROLES, ())
    for argument in arguments:
        label, target = argument.split(":")
        label = _NUMBER_AT_END.sub("", label).lower()
        for role in ROLES:
            if role == label:
                found[role] += entities[target]
    return found


def _read_text(path: Path, newline: str | None = None) -> str:
    try:
        with path.open(encoding="utf-8", newline=newline) as file:
            return file.read()
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from None
