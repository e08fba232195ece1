"""Reads GUM's attribution relations out of its CoNLL-U files.

GUM (Zeldes 2017) divides a text into elementary discourse units and relates them. A relation
``attribution-positive`` or ``attribution-negative`` (*did not say that*) leads from the unit that
attributes to the one that is attributed. In CoNLL-U a unit begins at the token whose last column
has ``Discourse=relation:unit->other:depth:signals``, further relations of it follow after ``;``.

One attribution is read from each unit that attributes:

content
    The units attributed and all that hangs on them more closely than the attribution does (at a
    smaller depth), without the attributing unit: so the sentences that follow in the same breath
    are in it, and ``“A,” he said, “B”`` is one content in two spans.
source
    The tokens that signal it (``sem-atsrc``); where there are none, the attributing unit.
cue
    The words that signal it (``lex-indwd``, ``lex-indph``) within the attributing unit. Many
    relations have none, so cues are not scored.
resolution
    ``name`` where a proper noun is among the source's words, ``pronoun`` where there is nothing
    but pronouns, else ``nominal``. Who the speaker is, GUM's entities could tell; they are not
    read.

Left out are bylines and picture credits: units that attribute without a cue, and either have no
verb and no preposition (*Photo: A. Lee*) or all of several paragraphs attributed to them.

The text is made of the tokens and their ``SpaceAfter``, one line a paragraph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quotes.evaluate.attributions import (
    AnnotatedArticle,
    Attribution,
    Corpus,
    EvaluationError,
    Role,
    Scope,
)
from quotes.evaluate.files import read_texts
from quotes.types import Span

_RELATION = re.compile(r"(?P<name>[^:]+):(?P<unit>\d+)->(?P<other>\d+):(?P<depth>\d+)(?P<rest>.*)")
_UNIT = re.compile(r"[^:;]+:(\d+)(?:->|:|$)")
_SOURCE = re.compile(r"sem-atsrc-([\d,-]+?)-(?:gold|_)")
_CUE = re.compile(r"lex-ind(?:wd|ph)-([\d,-]+?)-(?:gold|_)")
_COLUMNS = 10
#: The parts of speech of a unit that says something.
_SAYING = frozenset(["VERB", "AUX", "ADP"])


@dataclass(frozen=True, slots=True)
class Relation:
    """One unit's relation to another, by their numbers."""

    name: str
    unit: int
    other: int
    depth: int
    signals: str

    @property
    def attributes(self) -> bool:
        """Is the other unit attributed to somebody by this one?"""
        return self.name.startswith("attribution-")


@dataclass(slots=True)
class _Document:
    """A document while its lines are read."""

    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tokens: list[Span] = field(default_factory=list)
    """Offsets of each token; tokens count from 1 in the signals."""
    tags: list[str] = field(default_factory=list)
    """The universal part of speech of each token."""
    unit_starts: dict[int, int] = field(default_factory=dict)
    """Unit to the place of its first token in :attr:`tokens`."""
    relations: list[Relation] = field(default_factory=list)
    """The first of a unit is the one that its place in the tree depends on."""
    gap: str = ""
    """What stands between the last token and the next."""

    def write(self, words: str) -> Span:
        """Adds `words` to the text, after the gap."""
        self.pieces += [self.gap, words]
        start = self.length + len(self.gap)
        self.length = start + len(words)
        return start, self.length


def read_corpus(path: Path) -> Corpus:
    """GUM's attribution relations.

    :param path: a folder of ``.conllu`` files (``.conllu.gz``), a tar archive of them, or one.
    :raises EvaluationError: when there are none, or one is not GUM's CoNLL-U.
    """
    articles = tuple(
        article
        for place, text in read_texts(path, ".conllu").items()
        for article in read_conllu(text, f"{path}: {place}")
    )
    if not any(article.attributions for article in articles):
        raise EvaluationError(
            f"{path}: no attribution relations; expected GUM's CoNLL-U with Discourse= in its "
            "last column"
        )
    return Corpus(
        "GUM",
        articles,
        "genre",
        Scope(exact=frozenset(["content", "source"]), unattributed=False),
        "Its contents are discourse units, whole clauses; its cues are only signals and are not "
        "scored; words that nothing attributes, as the turns of an interview, are no relations "
        "and are left out.",
    )


def read_conllu(text: str, name: str) -> tuple[AnnotatedArticle, ...]:
    """The documents of one file, in order.

    :param name: what to call the file in messages.
    :raises EvaluationError: at a line that is not CoNLL-U.
    """
    return tuple(_article(document) for document in _documents(text, name))


def _documents(text: str, name: str) -> Iterator[_Document]:
    document: _Document | None = None
    joined_until, joined = 0, (0, 0)
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if line.startswith("# newdoc id = "):
            if document:
                yield document
            document = _Document(line.removeprefix("# newdoc id = ").strip())
        elif line.startswith("# newpar") and document and document.length:
            document.gap = "\n"
        elif not line or line.startswith("#"):
            joined_until = 0
        else:
            cells = line.split("\t")
            if len(cells) != _COLUMNS or document is None:
                raise EvaluationError(
                    f"{name}, line {number}: not a token of a document in CoNLL-U"
                )
            if "-" in cells[0]:
                # Several tokens in one written word: all of them stand where it stands.
                joined = document.write(cells[1])
                joined_until = int(cells[0].partition("-")[2])
                document.gap = "" if "SpaceAfter=No" in cells[9] else " "
            elif cells[0].isdecimal():
                inside = int(cells[0]) <= joined_until
                _add_token(document, cells, joined if inside else None)
    if document:
        yield document


def _add_token(document: _Document, cells: Sequence[str], within: Span | None) -> None:
    extra = dict(item.partition("=")[::2] for item in cells[9].split("|"))
    if "Discourse" in extra:
        _add_unit(document, extra["Discourse"])
    document.tags.append(cells[3])
    if within:
        document.tokens.append(within)
        return
    document.tokens.append(document.write(cells[1]))
    document.gap = "" if extra.get("SpaceAfter") == "No" else " "


def _add_unit(document: _Document, described: str) -> None:
    """A unit begins at the token that comes next."""
    found = _UNIT.match(described)
    if found:
        document.unit_starts[int(found[1])] = len(document.tokens)
    for one in described.split(";"):
        relation = _RELATION.match(one)
        if relation:
            document.relations.append(
                Relation(
                    relation["name"],
                    int(relation["unit"]),
                    int(relation["other"]),
                    int(relation["depth"]),
                    relation["rest"],
                )
            )


# ------------------------------------------------------------------ what is attributed


def _article(document: _Document) -> AnnotatedArticle:
    return AnnotatedArticle(
        document.name,
        Path(f"{document.name}.txt"),
        "".join(document.pieces),
        tuple(_attributions(document)),
        document.name.split("_")[1] if document.name.count("_") > 1 else "",
    )


def _attributions(document: _Document) -> Iterator[Attribution]:
    spans = _unit_spans(document)
    by_unit: defaultdict[int, list[Relation]] = defaultdict(list)
    for relation in document.relations:
        if relation.attributes:
            by_unit[relation.unit].append(relation)
    tree = _tree(document.relations)
    for unit, relations in by_unit.items():
        inside = set().union(*(attributed(one, tree) for one in relations))
        source = _tokens(document, _SOURCE.search(relations[0].signals))
        cue = [
            token
            for token in _tokens(document, _CUE.search(relations[0].signals))
            if _within(document.tokens[token], spans.get(unit))
        ]
        roles: dict[Role, tuple[Span, ...]] = {
            "content": tuple(spans[one] for one in sorted(inside) if one in spans),
            "source": _runs(document, source) or ((spans[unit],) if unit in spans else ()),
            "cue": _runs(document, cue),
        }
        if roles["content"] and not _is_credit(document, unit, roles):
            yield Attribution(roles, how=_how(document, source), identity=str(unit))


def _is_credit(document: _Document, unit: int, roles: Mapping[Role, tuple[Span, ...]]) -> bool:
    """Is this a byline or a picture credit?"""
    if roles["cue"] or unit not in document.unit_starts:
        return False
    start = document.unit_starts[unit]
    following = (place for place in document.unit_starts.values() if place > start)
    end = min(following, default=len(document.tokens))
    content = "".join(document.pieces)[roles["content"][0][0] : roles["content"][-1][1]]
    return not _SAYING & set(document.tags[start:end]) or "\n" in content


def _tree(relations: Sequence[Relation]) -> Mapping[int, Sequence[Relation]]:
    """For each unit the relations of those that hang on it; only a unit's first counts."""
    tree: defaultdict[int, list[Relation]] = defaultdict(list)
    seen: set[int] = set()
    for relation in relations:
        if relation.unit not in seen:
            seen.add(relation.unit)
            tree[relation.other].append(relation)
    return tree


def attributed(relation: Relation, tree: Mapping[int, Sequence[Relation]]) -> set[int]:
    """The units of what `relation` attributes: its target and what hangs closer on it.

    :param tree: for each unit, the relations of those that hang on it.
    """
    inside = {relation.other}
    waiting = [
        one.unit
        for one in tree.get(relation.other, ())
        if one.depth < relation.depth and one.unit != relation.unit
    ]
    while waiting:
        unit = waiting.pop()
        if unit not in inside and unit != relation.unit:
            inside.add(unit)
            waiting += [one.unit for one in tree.get(unit, ())]
    return inside


def _unit_spans(document: _Document) -> dict[int, Span]:
    """Unit to the stretch of text from its first token to its last."""
    starts = sorted((place, unit) for unit, place in document.unit_starts.items())
    ends = [place for place, _ in starts[1:]] + [len(document.tokens)] * bool(starts)
    return {
        unit: (document.tokens[place][0], document.tokens[end - 1][1])
        for (place, unit), end in zip(starts, ends, strict=True)
        if place < end
    }


def _tokens(document: _Document, signal: re.Match[str] | None) -> list[int]:
    """The places of the tokens that a signal names: ``12-14,20``."""
    if not signal:
        return []
    found: list[int] = []
    for part in signal[1].split(","):
        first, _, last = part.partition("-")
        if first.isdecimal():
            end = int(last) if last.isdecimal() else int(first)
            found += range(int(first) - 1, min(end, len(document.tokens)))
    return [place for place in found if place >= 0]


def _runs(document: _Document, places: Sequence[int]) -> tuple[Span, ...]:
    """Neighbouring tokens as one span."""
    spans: list[Span] = []
    last = -2
    for place in sorted(set(places)):
        start, end = document.tokens[place]
        if place == last + 1:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
        last = place
    return tuple(spans)


def _within(span: Span, other: Span | None) -> bool:
    return other is not None and other[0] <= span[0] and span[1] <= other[1]


def _how(document: _Document, source: Sequence[int]) -> str:
    tags = {document.tags[place] for place in source}
    if "PROPN" in tags:
        return "name"
    if tags and tags <= {"PRON", "PUNCT", "CCONJ"}:
        return "pronoun"
    return "nominal" if tags else ""
