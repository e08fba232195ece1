"""Which paragraphs of a page are its article.

Three witnesses are heard: an extraction library, the ``articleBody`` that the page declares for
search engines, and the tree, in which the paragraphs of one article have parents alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.articles.web.paragraphs import Paragraph, key, legible
from quotes.articles.words import words

#: Fewer letters may stand anywhere in a text by chance.
_TELLING_KEY = 24
#: Letters to search, times paragraphs to search for; a page of more would take minutes.
_MOST_COMPARED = 3_000_000_000
#: As many are no answer or refrain that an article has twice.
_SENTENCE_KEY = 40
#: Words of a paragraph that is surely running text.
_RUNNING_WORDS = 8
_MOSTLY_LINKS = 0.5
#: A declared body that covers this share of what was found is the whole body, not its beginning.
_WHOLE_BODY = 0.85
_LEAST_BODY_WORDS = 60
#: So many times as long as what the tree has, it is taken instead.
_FULLER = 1.5
#: What was left out is said when there are so many words of it, and such a share.
_MANY_WORDS = 80
_LARGE_SHARE = 0.12
_SENTENCE_END = re.compile(r"[.!?…:][\"”’'»)\]]*\s*\Z")
_MAIN = words("article main")
_PARTS = words("blockquote dd dl li ol p ul")
_MOST_AROUND = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The paragraphs of the article, and how many words of running text around were left out."""

    chosen: tuple[Paragraph, ...]
    left_out: int


def is_running(paragraph: Paragraph) -> bool:
    """Whether it is a sentence or more, not a label, a link or a headline."""
    return (
        len(paragraph.text.split()) >= _RUNNING_WORDS
        and paragraph.linked < _MOSTLY_LINKS
        and paragraph.kind not in ("heading", "cell")
        and _SENTENCE_END.search(paragraph.text) is not None
    )


def choose(found: Sequence[Paragraph], extracted: Iterable[str], declared: str | None) -> Choice:
    """The article among the paragraphs ``found`` in a page.

    ``extracted`` are the paragraphs that an extraction library took, ``declared`` the body that
    the page declares.
    """
    body = key(declared) if declared and len(declared.split()) >= _LEAST_BODY_WORDS else ""
    marked = _witnessed(found, extracted)
    in_body = _standing_in(found, body)
    usable = [not paragraph.beside for paragraph in found]
    if not any(yes and ok for yes, ok in zip(marked, usable, strict=True)):
        marked = _densest(found, usable)
    chosen = [(one or other) and ok for one, other, ok in zip(marked, in_body, usable, strict=True)]
    if body:
        chosen = _within_declared(found, chosen, in_body)
    _add_neighbours(found, chosen, usable)
    kept = _once(found, chosen)
    if body and len(body) > sum(len(paragraph.key) for paragraph in kept) * _FULLER:
        return Choice(tuple(_of_declared(declared or "")), 0)
    return Choice(kept, _left_out(found, chosen, usable))


def _of_declared(declared: str) -> Iterator[Paragraph]:
    """The declared body as paragraphs, for pages whose text only a script brings into the tree."""
    for line in declared.splitlines():
        if found := key(line):
            yield Paragraph(legible(line), found, None, "text", 0.0, 0.0)


def likely(
    found: Sequence[Paragraph], extracted: Iterable[str], declared: str | None
) -> list[bool]:
    """Which paragraphs are likely the article, before furniture is told from it."""
    marked = _witnessed(found, extracted)
    if declared and len(declared.split()) >= _LEAST_BODY_WORDS:
        in_body = _standing_in(found, key(declared))
        marked = [yes or other for yes, other in zip(marked, in_body, strict=True)]
    return marked if any(marked) else _densest(found, [True] * len(found))


def _witnessed(found: Sequence[Paragraph], extracted: Iterable[str]) -> list[bool]:
    """Which paragraphs the extraction took: the same words, or a part of a longer paragraph."""
    keys = [key(text) for text in extracted]
    exact = frozenset(keys)
    parts = _standing_in(found, "|".join(keys))
    return [one.key in exact or part for one, part in zip(found, parts, strict=True)]


def _standing_in(found: Sequence[Paragraph], text: str) -> list[bool]:
    """Which paragraphs are long enough not to stand in ``text`` by chance, and stand there."""
    if len(found) * len(text) > _MOST_COMPARED:
        return [False] * len(found)
    return [len(one.key) >= _TELLING_KEY and one.key in text for one in found]


def _within_declared(
    found: Sequence[Paragraph], chosen: list[bool], in_body: Sequence[bool]
) -> list[bool]:
    """Without what stands before or behind the declared body, if that is the whole of it."""
    letters = sum(len(p.key) for p, yes in zip(found, chosen, strict=True) if yes)
    covered = sum(
        len(p.key) for p, yes, body in zip(found, chosen, in_body, strict=True) if yes and body
    )
    if covered < letters * _WHOLE_BODY:
        return chosen
    places = [place for place, body in enumerate(in_body) if body and chosen[place]]
    first, last = places[0], places[-1]
    return [yes and first <= place <= last for place, yes in enumerate(chosen)]


def _densest(found: Sequence[Paragraph], usable: Sequence[bool]) -> list[bool]:
    """The running text below parents like the one that holds most of it."""
    weights: Counter[tuple[str, ...]] = Counter()
    for paragraph, ok in zip(found, usable, strict=True):
        if ok and is_running(paragraph):
            weights[_lineage(paragraph)] += len(paragraph.text)
    if not weights:
        return list(usable)
    best = weights.most_common(1)[0][0]
    return [
        ok and is_running(paragraph) and _lineage(paragraph) == best
        for paragraph, ok in zip(found, usable, strict=True)
    ]


def _add_neighbours(found: Sequence[Paragraph], chosen: list[bool], usable: Sequence[bool]) -> None:
    """Choose what stands like the chosen paragraphs: below parents alike, or right between two."""
    lineages: Counter[tuple[str, ...]] = Counter()
    parents: set[Any] = set()
    mains: set[Any] = set()
    for paragraph, yes in zip(found, chosen, strict=True):
        if yes and is_running(paragraph):
            lineages[_lineage(paragraph)] += len(paragraph.key)
            parents.add(_parent(paragraph))
            mains.add(_main(paragraph))
    if not lineages:
        return
    most = max(lineages.values())
    common = {lineage for lineage, weight in lineages.items() if weight * 4 >= most}
    places = [place for place, yes in enumerate(chosen) if yes]
    first, last = places[0], places[-1]
    for place, paragraph in enumerate(found):
        between = first < place < last
        if chosen[place] or not usable[place] or (paragraph.kind == "standfirst" and not between):
            continue
        sibling = _parent(paragraph) in parents
        if paragraph.kind == "post":
            chosen[place] = between or sibling
        elif between and sibling:
            # A short answer, a line of verse; not a label or a teaser that is a link.
            chosen[place] = paragraph.linked < _MOSTLY_LINKS and paragraph.kind != "cell"
        elif is_running(paragraph) and _main(paragraph) in mains:
            chosen[place] = sibling or _lineage(paragraph) in common


def _once(found: Sequence[Paragraph], chosen: Sequence[bool]) -> tuple[Paragraph, ...]:
    """The chosen paragraphs; a long one that a page has twice, for small screens, once."""
    seen: set[str] = set()
    kept: list[Paragraph] = []
    for paragraph, yes in zip(found, chosen, strict=True):
        if not yes or (len(paragraph.key) >= _SENTENCE_KEY and paragraph.key in seen):
            continue
        seen.add(paragraph.key)
        kept.append(paragraph)
    return tuple(kept)


def _left_out(found: Sequence[Paragraph], chosen: Sequence[bool], usable: Sequence[bool]) -> int:
    """Words of running text in the same article that were not chosen, if that is much."""
    kept_keys = {p.key for p, yes in zip(found, chosen, strict=True) if yes}
    mains = {_main(p) for p, yes in zip(found, chosen, strict=True) if yes and is_running(p)}
    kept = sum(len(p.text.split()) for p, yes in zip(found, chosen, strict=True) if yes)
    lost = sum(
        len(paragraph.text.split())
        for paragraph, yes, ok in zip(found, chosen, usable, strict=True)
        if not yes
        and ok
        and is_running(paragraph)
        and _main(paragraph) in mains
        and paragraph.key not in kept_keys
    )
    return lost if lost >= _MANY_WORDS and lost >= kept * _LARGE_SHARE else 0


def _parent(paragraph: Paragraph) -> Any:
    """The element around its block; of an item or a quotation, around the whole of it."""
    return next(
        (element for element in _around(paragraph.block) if element.tag not in _PARTS), None
    )


def _main(paragraph: Paragraph) -> Any:
    """The ``<article>`` or ``<main>`` that it stands in, the nearest."""
    return next((element for element in _around(paragraph.block) if element.tag in _MAIN), None)


def _around(element: Any) -> Iterator[Any]:
    """``element`` and those around it, from the inside, so many as pages by people have."""
    for _ in range(_MOST_AROUND):
        if element is None:
            return
        yield element
        element = element.getparent()


def _lineage(paragraph: Paragraph) -> tuple[str, ...]:
    """Tags and classes of the block and of two elements around it."""
    found: list[str] = []
    element = paragraph.block
    for _ in range(3):
        if element is None:
            break
        classes = " ".join(sorted((element.get("class") or "").split())[:6])
        found.append(f"{element.tag} {classes}")
        element = element.getparent()
    return tuple(found)
