"""Names that CoreNLP found, with its systematic faults taken out.

A machine's names are of use only where they are right, so that whatever is in doubt is left open:
the marks read here say person, organisation, place or "?"; all else is no such name.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.entities import ANYTHING, LABELS, TITLES

#: Start and end in characters, and PERSON, ORG, PLACE (GPE or LOC) or "?".
Mark = tuple[int, int, str]

UNKNOWN = "?"
_KINDS = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "PLACE"}
_PARTICLES = frozenset("of the and & for de la del da di van von der bin al el 's on in to".split())
_PARTICLES_OF_PERSONS = frozenset("de la del da di van von der bin al el".split())
_LONGEST = 6
# Last words that no person has.
_INSTITUTIONS = frozenset(
    "foundation university pac center centre institute campaign network news tower hotel party"
    " group church college school plaza fund watch act committee association".split()
)
# Last words of what is no organisation: laws, offices, halves of longer names.
_NO_INSTITUTIONS = frozenset("act amendment minority majority leader race card secretary".split())
# Places that stand for those who work there, and what the machine often has wrong.
_IN_DOUBT = frozenset(
    {"white house", "wall street", "capitol hill", "silicon valley", "oval office", "pentagon"}
    | {"god", "jesus", "oscar", "islam", "fox", "getty", "zika", "amazon", "valeant", "cadillac"}
    | {"philippines", "nice", "social security", "constitution", "common core", "dc"}
    | {"state of the union", "tpp", "granite state"}
)
_MEASURES = frozenset(["NUMBER", "ORDINAL", "PERCENT", "MONEY", "DURATION", "TIME", "SET"])
_PROPER = ("NNP", "JJ")
#: A sentence is set as a headline when this share of its words is capitalised.
_HEADLINE = 0.75


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    tag: str
    entity: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Neighbouring tokens of one sentence that CoreNLP gives one type, from `first` to `last`
    (excluded), titles of persons left out.
    """

    first: int
    last: int
    kind: str
    surface: str


_Sentence = tuple[list[_Token], list[_Span]]


def read_silver(path: Path) -> dict[str, list[Mark]]:
    """The marks of every article by its id, in the order of the text and without overlap.

    In doubt are: types other than person, organisation and place; spans with lower-case words,
    verbs or many words; headlines; a type that is not the usual one of the same words in the
    article or in the whole corpus; what ends like a person's name and is called something else;
    and proper nouns and capitalised adjectives without a type.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = {
            record["id"]: [_sentence(sentence) for sentence in record["sents"]]
            for record in map(json.loads, lines)
        }
    usual = _usual_kinds(sentence for article in articles.values() for sentence in article)
    return {name: _marks(article, usual) for name, article in articles.items()}


def silver_masks(words: Iterable[tuple[int, int]], marks: Sequence[Mark] | None) -> tuple[int, ...]:
    """The set of labels (as `entities.masks`) that each word may have, by its start and end in
    characters; anything where there are no marks at all (None), or where one cuts a word.

    A word without a mark may be nothing, a date or a nationality, which CoreNLP does not tell.
    """
    unnamed = _bits("O", "B-DATE", "I-DATE", "B-NORP", "I-NORP")
    out: list[int] = []
    position = 0
    for start, end in words:
        if marks is None:
            out.append(ANYTHING)
            continue
        while position < len(marks) and marks[position][1] <= start:
            position += 1
        if position == len(marks) or marks[position][0] >= end:
            out.append(unnamed)
            continue
        first, last, kind = marks[position]
        if kind == UNKNOWN or start < first or end > last:
            out.append(ANYTHING)
        else:
            place = "B" if start == first else "I"
            kinds = ("GPE", "LOC") if kind == "PLACE" else (kind,)
            out.append(_bits(*(f"{place}-{name}" for name in kinds)))
    return tuple(out)


def _bits(*labels: str) -> int:
    return sum(1 << LABELS.index(label) for label in labels)


def _sentence(record: Mapping[str, list[str]]) -> _Sentence:
    columns = (record[key] for key in ("w", "b", "e", "pos", "ner"))
    tokens = [
        _Token(word, int(start), int(end), tag, entity)
        for word, start, end, tag, entity in zip(*columns, strict=True)
    ]
    return tokens, list(_spans(tokens))


def _spans(tokens: Sequence[_Token]) -> Iterator[_Span]:
    first = 0
    while first < len(tokens):
        entity = tokens[first].entity
        last = first + 1
        while last < len(tokens) and tokens[last].entity == entity:
            last += 1
        start = first
        if entity == "PERSON":
            while start < last and tokens[start].text.lower() in TITLES:
                start += 1
        if entity != "O" and start < last:
            surface = " ".join(token.text for token in tokens[start:last])
            yield _Span(start, last, _KINDS.get(entity, UNKNOWN), surface)
        first = last


def _usual_kinds(sentences: Iterable[_Sentence]) -> dict[str, str]:
    """The commonest type of each surface; a dateline's capitals count with the plain name."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, spans in sentences:
        for span in spans:
            counts[_plain(span.surface)][span.kind] += 1
    return {surface: kinds.most_common(1)[0][0] for surface, kinds in counts.items()}


def _plain(surface: str) -> str:
    return surface.title() if surface.isupper() and len(surface) > 4 else surface


def _marks(article: Sequence[_Sentence], usual: Mapping[str, str]) -> list[Mark]:
    here = _usual_kinds(article)
    people = {
        word
        for _, spans in article
        for span in spans
        if span.kind == "PERSON" and " " in span.surface and not _is_odd(span)
        for word in span.surface.split()
    }
    out: list[Mark] = []
    for tokens, spans in article:
        headline = _is_headline(tokens)
        named = {index: span for span in spans for index in range(span.first, span.last)}
        for index, token in enumerate(tokens):
            span = named.get(index)
            if span is None:
                if _may_be_name(token) and token.text.lower() not in TITLES:
                    out.append((token.start, token.end, UNKNOWN))
            elif index == span.first and not _is_quantity(span, tokens):
                doubtful = (
                    headline
                    or not span.kind == here[_plain(span.surface)] == usual[_plain(span.surface)]
                    or (span.kind != "PERSON" and span.surface.split()[-1] in people)
                    or _is_doubtful(span, tokens)
                )
                kind = UNKNOWN if doubtful else span.kind
                out.append((token.start, tokens[span.last - 1].end, kind))
    return out


def _is_headline(tokens: Sequence[_Token]) -> bool:
    words = [token.text for token in tokens if token.text[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > _HEADLINE * len(words)


def _may_be_name(token: _Token) -> bool:
    return token.tag.startswith(_PROPER) and any(char.isupper() for char in token.text)


def _is_quantity(span: _Span, tokens: Sequence[_Token]) -> bool:
    """Whether this is a date, or a number that is not part of a name ("Channel 4")."""
    entity = tokens[span.first].entity
    if entity == "DATE":
        return True
    after_name = span.first > 0 and _may_be_name(tokens[span.first - 1])
    return entity in _MEASURES and span.surface.lower() == span.surface and not after_name


def _is_odd(span: _Span) -> bool:
    """Whether the words do not look like a name of their type."""
    words = span.surface.split()
    particles = _PARTICLES_OF_PERSONS if span.kind == "PERSON" else _PARTICLES
    if len(words) > _LONGEST or not words[0][0].isupper() or words[-1].lower() in _PARTICLES:
        return True
    if any(not word[0].isupper() and word not in particles for word in words):
        return True
    lower = [word.lower() for word in words]
    if span.kind == "PERSON" and (lower[-1] in _INSTITUTIONS or lower[0] == "the"):
        return True
    return " ".join(lower) in _IN_DOUBT or lower[-1] in _NO_INSTITUTIONS


def _is_doubtful(span: _Span, tokens: Sequence[_Token]) -> bool:
    if span.kind == UNKNOWN or _is_odd(span):
        return True
    if any(token.tag.startswith("VB") for token in tokens[span.first : span.last]):
        return True
    # "Clinton" in "Clinton Foundation", "Iowa" in "Iowa Caucus".
    if span.kind == "ORG" or span.last == len(tokens):
        return False
    after = tokens[span.last]
    return after.tag in ("NNP", "NNPS") and after.text.lower() not in TITLES
