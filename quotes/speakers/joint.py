"""Several who speak as one: ``Grassley and Leahy``, ``Trump and his aides``."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from quotes import lexicon
from quotes.coreference.sources import NOMINAL
from quotes.decisions import Way
from quotes.mentions import words
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.phrases import phrase_of
from quotes.speakers.certainty import certainty
from quotes.speakers.decision import Decision, OfHead
from quotes.speakers.scene import Scene, joined_names
from quotes.types import Speaker

_JOINS = lexicon.words("JOINS")
#: Of which party and state somebody is: ``R-Ariz.``, ``D - Md``; no longer than so many tokens.
_MEMBER = re.compile(r"[A-Z]{1,3} ?[-–—] ?[A-Z][A-Za-z. ]{1,10}")
_PARTY = 8
#: Tags of what may stand between ``and`` and the name of the next one: his title.
_OF_TITLE = {"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "HYPH", "AFX", "POS", "VBN", "."}
#: What stands behind the last of several, who is no owner and no part of another's name.
_BEHIND_LAST = {",", "(", "of", "from", "both", "-", "–", "—", "--"}


def joint(scene: Scene, of: OfHead, source: Span, head: Token) -> Decision | None:
    """``Grassley and Leahy``: several who speak as one.

    One who is named with others who are not (``Trump and his aides``) is a group
    that is called what the source says; ``Mr and Mrs Hill`` are a couple. Of ``he
    and his aides`` it is told who he is.
    """
    if _is_couple(source):
        return scene.described(head, source, "several", kind="group")
    parts = _explaining(scene, source, head) or _coordinated(scene, source, head)
    parts = max(_in_turn(scene, source, head), parts, key=len)
    if len(parts) < 2:
        return None
    decided = [of(p, scene.doc[slice(*phrase_of(scene.tokens, p.i))]) for p in parts]
    named = [d for d in decided if d.speaker and d.resolution in {"name", "pronoun"}]
    by_pronoun = any(d.resolution == "pronoun" for d in named)
    if len({d.speaker.name for d in named if d.speaker}) < 2 and not by_pronoun:
        return scene.described(head, source, "several", kind="group")
    names = list(dict.fromkeys(d.speaker.name for d in decided if d.speaker))
    if len(names) < 2:
        return scene.described(head, source, "several", "group")
    chain = tuple(m for d in decided for m in (d.chain if by_pronoun else d.chain[:1]))
    way: Way = "several together"
    sure = min(certainty(way), *(d.certainty for d in named if d.resolution == "pronoun"), 1.0)
    return Decision(Speaker(joined_names(names), "group"), "name", way, sure, chain)


def _is_couple(source: Span) -> bool:
    """``Mr and Mrs Hill``"""
    if len(source) < 4 or source[1].lower_ not in _JOINS:
        return False
    return fold(source[0].text) in words.HONORIFICS and fold(source[2].text) in words.HONORIFICS


def _explaining(scene: Scene, source: Span, head: Token) -> list[Token]:
    """The persons who are several: ``the two judges, Ada Hill and Ben Marsh``."""
    if head.tag_ != "NNS" or head.i in scene.cast.by_token:
        return []
    beside = [c for c in head.rights if c.dep_ == "appos"]
    found = {t.i: t for one in beside for t in (one, *one.conjuncts) if t.i < source.end}
    people = [
        t for i, t in sorted(found.items()) if (one := scene.cast.at(i)) and one.kind == "person"
    ]
    return people if len(people) > 1 else []


def _coordinated(scene: Scene, source: Span, head: Token) -> list[Token]:
    """The heads that ``and`` joins to the head of a source: names, or other noun phrases."""
    doc = scene.doc
    end = scene.cast.name_at(head.i)
    after = end.end if end else head.i + 1
    apposition = end and after < source.end - 1 and doc[after].text == ","
    if (
        apposition
        and doc[after + 1].lower_ != "others"
        and (doc[after + 1].tag_ == "DT" or doc[after + 1].text[:1].islower())
    ):
        return [head]  # Dean, a chairman and candidate
    if not any(t.lower_ in _JOINS for t in source):
        others = [t for t in source if t.lower_ == "others" and t.i >= after]
        return [head, *others[:1]]
    parts = [head]
    for token in head.conjuncts:
        if not source.start <= token.i < source.end or token.tag_ not in NOMINAL:
            continue
        if end and end.start <= token.i < end.end:
            continue  # Customs and Border Patrol, one name
        if any(c.dep_ in {"det", "poss"} for c in token.children) or (
            token.i in scene.cast.by_token or token.tag_ in {"NNS", "NNPS"}
        ):
            parts.append(token)
    if len(parts) < 2 and end:
        parts += _next_names(scene, source, after)
    return parts


def _in_turn(scene: Scene, source: Span, head: Token) -> list[Token]:
    """Who are named one behind the other with ``and`` before the last, whatever the parse says.

    With their titles and parties, or each with what he is: ``Ada Hill, a nurse, and Ben Marsh, a
    doctor,``. Bodies behind what they are: ``the stations HBN, Tidewatch and Coast One``.
    """
    doc, cast = scene.doc, scene.cast
    within = (cast.name_at(i) for i in range(source.start, source.end))
    names = list(dict.fromkeys(name for name in within if name))
    apposed = (n for n in names if doc[n.head].head == head and doc[n.head].dep_ == "appos")
    first = cast.name_at(head.i) or next(apposed, None)
    if first is None:
        return []
    kind = cast.entities[cast.by_token[first.head]].kind
    person = kind == "person"
    if not person and not _is_behind_plural(doc, first.start):
        return []
    parts, last = [first], ""
    for name in (one for one in names if one.start > first.start):
        at = _behind_aside(doc, parts[-1].end, source.end)
        if name.start < at or cast.entities[cast.by_token[name.head]].kind != kind:
            continue
        join = _join(doc, at, name)
        if not join and person and " " in name.text:
            join = _join_behind_apposition(scene, parts[-1], at, name)
        if join:
            parts.append(name)
            last = join
    end = parts[-1].end
    if last not in _JOINS or (end < source.end and doc[end].text not in _BEHIND_LAST):
        return []
    return [doc[name.head] for name in parts]


def _is_behind_plural(doc: Doc, start: int) -> bool:
    """``the stations HBN``, ``the stations — HBN``"""
    before = start - 1 if start and doc[start - 1].is_alpha else start - 2
    return before >= 0 and doc[before].tag_ == "NNS"


def _join(doc: Doc, at: int, name: Name) -> str:
    """The comma or ``and`` before a name, with nothing behind it but the title; else nothing."""
    join = ""
    while at < name.start and (doc[at].text == "," or doc[at].lower_ in _JOINS):
        join = doc[at].lower_
        at += 1
    return join if _is_title_of(doc, at, name) else ""


def _is_title_of(doc: Doc, at: int, name: Name) -> bool:
    """Are the words before a name nothing but a title: ``the mayor,``, ``Sens.``?"""
    told = [t for t in doc[at : name.start] if t.text not in {",", "."}]
    if not told or any(t.tag_ not in _OF_TITLE for t in told):
        return not told
    return fold(told[-1].text) in words.TITLES or is_person_noun(fold(told[-1].lemma_))


def _join_behind_apposition(scene: Scene, one: Name, at: int, name: Name) -> str:
    """The same behind what the one is or does, between commas: ``Hill, a nurse, and Ben Marsh``."""
    doc = scene.doc
    between = doc[at : name.start]
    join = next((t for t in reversed(between) if t.lower_ in _JOINS), None)
    if join is None or doc[at].text != "," or doc[join.i - 1].text != "," or join.i < at + 2:
        return ""
    before = scene.cast.name_at(join.i - 2)
    another = before is not None and before.label == "person"  # Hill, a friend of Lind, and Marsh
    if not _is_title_of(doc, join.i + 1, name) or (another and doc[name.head].head.i >= one.end):
        return ""
    return join.lower_


def _behind_aside(doc: Doc, at: int, end: int) -> int:
    """Behind the party or what else stands in parentheses behind a name, if any."""
    behind = _behind_party(doc, at, end)
    if behind == at and at < end and doc[at].text == "(":
        return next((t.i + 1 for t in doc[at:end] if t.text == ")"), at)
    return behind


def _behind_party(doc: Doc, at: int, end: int) -> int:
    """Behind the party and state that stand after a name, if any: ``Hill (D-Md.) and``, ``Hill,
    D-Md., and``. Three sources of the annotated training part."""
    closing = {"(": ")", ",": ","}.get(doc[at].text) if at < end else None
    if closing is None:
        return at
    for i in range(at + 1, min(at + _PARTY, end)):
        if doc[i].text == closing:
            return i + 1 if _MEMBER.fullmatch(doc[at + 1 : i].text) else at
    return at


def _next_names(scene: Scene, source: Span, after: int) -> list[Token]:
    """The names that follow ``and`` right behind a name, whatever the parse says."""
    after = _behind_party(scene.doc, after, source.end)
    if after >= source.end - 1 or scene.doc[after].lower_ not in {"and", "&"}:
        return []
    if scene.doc[after + 1].lower_ in {"other", "others"}:
        return [scene.doc[source.end - 1]]
    for i in range(after + 1, min(after + 5, source.end)):
        name = scene.cast.name_at(i)
        if name is not None:
            return [scene.doc[name.head]]
        if scene.doc[i].tag_ not in {"NNP", "NNPS", "DT"}:
            break
    return []
