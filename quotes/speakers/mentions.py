"""What in a text can be somebody: names with the titles beside them, descriptions, pronouns.

All positions are token indexes of the :class:`spacy.tokens.Doc`, end
exclusive. Nothing here says who is meant; see :mod:`quotes.speakers.entities`
for names and :mod:`quotes.speakers.discourse` for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from spacy.attrs import LOWER, ORTH
from spacy.tokens import Doc, Span, Token

from quotes.speakers import words
from quotes.speakers.names import Gender, fold, is_first_name

Label = Literal["person", "organization", "place", "unknown"]
Number = Literal["singular", "plural"]
Sort = Literal["person", "organization", "group", "document"]

#: A title beside a name is no longer than this, in tokens.
LONGEST_TITLE = 16

_LABELS: dict[str, Label] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "FAC": "organization",
    "GPE": "place",
}
_HANDLE = re.compile(r"@\w{2,}")
_PROPER = {"NNP", "NNPS"}
_NOUNS = {"NN", "NNS", "NNP", "NNPS"}
_INSIDE_TITLE = _NOUNS | {"JJ", "JJS", "JJR", "HYPH", "CD", "VBG", "VBN", "RB", "AFX", "FW"}
_NO_NAMES = words.DOCUMENT_NOUNS | words.GROUP_NOUNS | words.RELATIVES
_TITLE_STARTS = _NOUNS | {"JJ"}
#: What one member of a party is called, behind the name of a state.
_PARTY_MEMBERS = {"republican", "democrat"}
_PARTY = re.compile(
    r"[\s,]*\(((?:R|D|I|Rep|Dem|Ind|Lab|Con|L|G)\b[.]?(?:[-–—,\s]\s?[^()\n]{0,24})?)\)"
)
_STATE = re.compile(r",\s((?:R|D|I)[-–—][A-Z][A-Za-z. ]{1,15}?)(?=,|\)|\s[a-z]|$)")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name."""

    start: int
    end: int
    head: int
    text: str
    """Without title, possessive and leading "the"."""
    label: Label
    title: str | None = None
    """``House Speaker (R., La.)``."""
    gender: Gender | None = None
    """What ``Mr.`` or ``Mrs.`` before it says."""


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase without a name at its head: ``the spokesman``, ``many Democrats``."""

    start: int
    end: int
    head: int
    noun: str
    """The head noun, folded, in the singular."""
    sort: Sort
    number: Number
    definite: bool
    """``the``, ``this``, or a possessive before it."""
    bare: bool
    """Nothing of the kind before it, nor ``a``: ``Retired general reveals``."""
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A third-person pronoun."""

    head: int
    number: Number | None
    gender: Gender | None
    human: bool
    """``he``, ``she`` and their forms; ``it`` is no person, ``they`` can be both."""


THIRD: dict[str, tuple[Number | None, Gender | None, bool]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("singular", "male", True)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("singular", "female", True)),
    **dict.fromkeys(("it", "its", "itself"), ("singular", None, False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("plural", None, False)),
}


# ---------------------------------------------------------------- names


def names(doc: Doc) -> tuple[Name, ...]:
    """The proper names of a document in the order of the text, without overlaps.

    From its entities, repaired (titles trimmed, first names joined), and
    from capitalised words that are no entity, labelled ``unknown``.
    """
    found: list[Name] = []
    taken: set[int] = set()
    for start in _handles(doc):
        found.append(Name(start, start + 1, start, doc[start].text, "person"))
        taken.add(start)
    for start, end in _with_acronym(doc):
        found.append(_name(doc, start, end, "organization"))
        taken.update(range(start, end))
    for start, end, label in _entities(doc):
        if label != "person" and _is_titled_person(doc, start, end):
            label = "person"
        start, end = _trim(doc, start, end, label)
        if label == "person":
            start, end = _widen_person(doc, start, end, taken)
        elif label == "organization":
            start, end = _widen_organization(doc, start, end, taken)
        if label == "person" and _stands_before_title(doc, start, end):
            label = "organization"
        if _is_no_name(doc, start, end, label):
            continue
        for first, last in _parts(doc, start, end, label):
            if first < last and not taken.intersection(range(first, last)):
                found.append(_name(doc, first, last, label))
                taken.update(range(first, last))
    for start, end in _capitalised(doc, taken):
        if _is_no_name(doc, start, end, "unknown"):
            continue
        found.append(_name(doc, start, end, "unknown"))
    return tuple(sorted(found, key=lambda n: n.start))


def _handles(doc: Doc) -> list[int]:
    """``@harborfan``."""
    words_of = doc.to_array(ORTH)
    strings = doc.vocab.strings
    found = [word for word in np.unique(words_of) if _HANDLE.fullmatch(strings[int(word)])]
    return np.flatnonzero(np.isin(words_of, found)).tolist() if found else []


def _entities(doc: Doc) -> Iterator[tuple[int, int, Label]]:
    """Entities of the labels that matter; persons that touch are one."""
    before: tuple[int, int, Label] | None = None
    for ent in doc.ents:
        label = _LABELS.get(ent.label_)
        if label is None:
            continue
        if before and label == before[2] == "person" and ent.start == before[1]:
            before = (before[0], ent.end, label)
            continue
        joins = before and before[2] == "place" and label == "organization"
        if before and joins and ent.start == before[1] and doc[before[1] - 1].head.i >= ent.start:
            before = (before[0], ent.end, label)  # United States Postal Service
            continue
        if before:
            yield before
        before = (ent.start, ent.end, label)
    if before:
        yield before


def _parts(doc: Doc, start: int, end: int, label: Label) -> list[tuple[int, int]]:
    """``House and Senate`` are two; other names with ``and`` are one."""
    joined = label == "organization" and end - start == 3 and doc[start + 1].lower_ == "and"
    if joined and {fold(doc[i].text) for i in (start, end - 1)} <= words.ORGANIZATION_NOUNS:
        return [(start, start + 1), (end - 1, end)]
    return [(start, end)]


def _with_acronym(doc: Doc) -> Iterator[tuple[int, int]]:
    """The capitalised words whose initials stand in parentheses behind them: ``(AROS)``."""
    for token in doc[1:-1]:
        letters = token.text.replace(".", "")
        if not (letters.isupper() and letters.isalpha() and 2 < len(letters) < 8):
            continue
        if doc[token.i - 1].text != "(" or doc[token.i + 1].text != ")":
            continue
        start = end = token.i - 1
        left = letters.casefold()
        while left and start > 0 and end - start < 14 and doc[start - 1].is_alpha:
            word = doc[start - 1].text
            if word[0].isupper() and word[0].casefold() == left[-1]:
                left = left[:-1]
            elif fold(word) not in words.SMALL:
                break
            start -= 1
        if not left and end - start > 1:
            yield start, end


def _is_titled_person(doc: Doc, start: int, end: int) -> bool:
    """``Representative Charles B. Rangel of New York``, taken for an organisation."""
    return (
        end - start > 2
        and fold(doc[start].text) in words.TITLES
        and is_first_name(doc[start + 1].text)
        and doc[end - 1].tag_ in _PROPER
    )


def _stands_before_title(doc: Doc, start: int, end: int) -> bool:
    """``PolitiFact Executive`` before ``Director Aaron Sharockman``."""
    if end >= len(doc) or doc[end].tag_ not in _PROPER:
        return False
    return fold(doc[end].text) in words.TITLES - words.ALSO_SURNAMES


def _is_no_name(doc: Doc, start: int, end: int, label: Label) -> bool:
    """Nothing but title words (``Senator``), or what is left of ``Secretary of State``."""
    folded = [fold(doc[i].text) for i in range(start, end)]
    if label == "person" and len(folded) == 1 and folded[0] in words.ALSO_SURNAMES:
        return False
    if label == "organization" and folded and folded[-1] in words.TITLES:
        return True  # House Speaker, Latin American Director
    if len(folded) == 1 and (
        (folded[0] in _NO_NAMES and not _is_outlet(doc, start, label))
        or doc[start].tag_ in {"PRP", "PRP$"}
    ):
        return True
    if folded[-1:] and folded[-1] in _PARTY_MEMBERS and label != "person":
        before = doc[start - 1].lower_ if start else ""
        if len(folded) == 1 or before == "the":
            return True  # one Democrat, the Ohio Republican
    if set(folded) <= {"super", "pac", "pacs"} or folded == ["god"]:
        return True
    if len(folded) == 1 and folded[0] in words.NAMED_AFTER and _capitalised_word(doc, start - 1):
        return True  # the Hill Administration
    return all(w in words.TITLES or not w for w in folded) or folded in (
        ["federal"],
        ["state"],
        ["group"],
    )


def _is_outlet(doc: Doc, at: int, label: Label) -> bool:
    """``The Post``, taken for an organisation, rather than a post."""
    before = doc[at - 1].lower_ if at else ""
    return label == "organization" and doc[at].tag_ == "NNP" and before == "the"


def _capitalised_word(doc: Doc, at: int) -> bool:
    return at >= 0 and doc[at].tag_ in _PROPER and doc[at].text[:1].isupper()


def _trim(doc: Doc, start: int, end: int, label: Label) -> tuple[int, int]:
    """Cut off titles, articles, possessives, marks, and what stands behind a line break."""
    for i in range(start, end):
        if doc[i].is_space and "\n" in doc[i].text:
            end = i
            break
    while start < end and _is_edge(doc[start]):
        start += 1
    while start < end and (_is_edge(doc[end - 1]) or doc[end - 1].tag_ == "POS"):
        end -= 1
    if label == "person":
        while start < end - 1 and fold(doc[start].text) in words.TITLES:
            if end - start == 2 and fold(doc[start].text) in words.ALSO_FIRST_NAMES:
                break
            start += 1
            while start < end - 1 and doc[start].text == ".":
                start += 1
        for i in range(start + 1, end):
            if doc[i].lower_ in {"of", "and", "for"}:
                end = i
                break
        if end - start > 1 and fold(doc[end - 1].text) in words.TITLES - words.ALSO_SURNAMES:
            return start, start  # Charlotte Mayor
    elif label == "organization":
        while start < end - 1 and doc[start].text.islower():
            start += 1
        while start < end - 1 and doc[end - 1].text.islower():
            end -= 1  # a New York Times poll
    if not any(doc[i].text[:1].isupper() or doc[i].text[:1] == "@" for i in range(start, end)):
        return start, start
    return start, end


def _is_edge(token: Token) -> bool:
    return token.is_punct or token.is_space or token.tag_ in {"DT", "PRP$"} or token.is_quote


def _widen_organization(doc: Doc, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """Join capitalised words that the parse ties to the name, and ``of`` with a name behind."""
    if start >= end:
        return start, end

    def free(i: int) -> bool:
        token = doc[i]
        usual = fold(token.text) not in words.TITLES | words.MONTHS_AND_DAYS
        return (
            token.tag_ in _PROPER and not token.ent_type_ and i not in taken and usual
        ) and token.text[:1].isupper()

    while start > 0 and free(start - 1) and start <= doc[start - 1].head.i < end:
        start -= 1
    while end < len(doc) and free(end) and doc[end - 1].head.i == end:
        end += 1
    if end + 1 < len(doc) and doc[end].lower_ in {"of", "for"} and free(end + 1):
        end += 2
        while end < len(doc) and free(end):
            end += 1
    return start, end


def _widen_person(doc: Doc, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """Join a first name or an initial before, the rest of a name behind, a ``Jr.``."""
    if start >= end:
        return start, end
    while start > 0 and start - 1 not in taken and _goes_before(doc[start - 1], doc[start]):
        start -= 1
    while end < len(doc) and doc[end].tag_ in _PROPER and not doc[end].ent_type_:
        alone = end - start == 1 and is_first_name(doc[start].text) and doc[end].text.istitle()
        if not alone and (doc[end - 1].dep_ != "compound" or doc[end - 1].head.i < end):
            break
        if fold(doc[end].text) in words.ORGANIZATION_WORDS | words.TITLES:
            break
        end += 1
    while end + 1 < len(doc) and doc[end].text in {"-", "‑", "‐"} and _is_joined(doc, end):
        end += 2
    behind = end + 1 if end < len(doc) and doc[end].text == "," else end
    if behind < len(doc) and fold(doc[behind].text) in words.SUFFIXES:
        end = behind + 1
    return start, end


def _is_joined(doc: Doc, hyphen: int) -> bool:
    """``Ban Ki`` and ``moon``, but not ``Washington`` and ``based``."""
    if doc[hyphen - 1].whitespace_ or doc[hyphen].whitespace_:
        return False
    word = doc[hyphen + 1].text
    if not word.isalpha():
        return False
    return word[0].isupper() or (len(word) < 5 and word not in words.AFTER_HYPHEN)


def _goes_before(token: Token, following: Token) -> bool:
    """Is this the first name that the entity recogniser left out?"""
    if token.tag_ not in _PROPER or token.ent_type_ or token.head.i < following.i:
        return False
    if fold(token.text) in words.TITLES | words.MONTHS_AND_DAYS:
        return False
    if fold(token.text) in words.FAMILY_FIRST:
        return True
    return is_first_name(token.text) or bool(re.fullmatch(r"[A-Z]\.", token.text))


def _capitalised(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns that no entity covers, without titles, days and months."""
    start = None
    for i in range(len(doc) + 1):
        usable = (
            i < len(doc)
            and i not in taken
            and doc[i].tag_ in _PROPER
            and doc[i].ent_type_ not in {"DATE", "NORP"}
            and (doc[i].text[:1].isupper() or doc[i].text[:1] == "@")
            and fold(doc[i].text) not in words.MONTHS_AND_DAYS
            and not (start is None and fold(doc[i].text) in words.TITLES)
        )
        if usable and start is None:
            start = i
        elif not usable and start is not None:
            if fold(doc[i - 1].text) not in words.TITLES:  # House Speaker
                yield start, i
            start = None


def _name(doc: Doc, start: int, end: int, label: Label) -> Name:
    text = " ".join(doc[start:end].text.split()).strip('-–—“”"‘') or doc[start:end].text
    head = doc[start:end].root.i
    title, gender = title_beside(doc, start, end)
    return Name(start, end, head, text, label, title, gender)


# ---------------------------------------------------------------- titles


def title_beside(doc: Doc, start: int, end: int) -> tuple[str | None, Gender | None]:
    """The title beside the name at ``doc[start:end]``, and the gender that ``Mr.`` before it tells.

    Before the name (``House Speaker``), behind it (``, a spokesman for the
    council,``), and the party and state of a politician (``(R., La.)``).
    """
    before, gender = _title_before(doc, start)
    party = _party(doc, end)
    title = before or _title_behind(doc, end)
    if party:
        title = f"{title} {party}" if title else party
    return title, gender


def _title_before(doc: Doc, start: int) -> tuple[str | None, Gender | None]:
    first = start
    while first > 0 and start - first < LONGEST_TITLE and _in_title(doc, first - 1, start):
        first -= 1
    while first < start and (doc[first].tag_ not in _NOUNS | {"JJ"} or _is_day(doc[first])):
        first += 1
    if first < start and doc[start - 1].lower_ in {"of", "for"}:
        first = start  # Republican of Iowa
    gender: Gender | None = None
    last = fold(doc[start - 1].text) if start else ""
    if last in words.MALE_TITLES:
        gender = "male"
    elif last in words.FEMALE_TITLES:
        gender = "female"
    if first == start or last in words.HONORIFICS or not _has_role(doc, first, start):
        return None, gender
    shown = [t.text_with_ws for t in doc[first:start]]
    if shown[-1].strip() in {"Senators", "Representatives", "Presidents", "Governors"}:
        shown[-1] = shown[-1].strip()[:-1]  # Senators Grassley and Leahy
    return " ".join("".join(shown).split()), gender


def _has_role(doc: Doc, first: int, start: int) -> bool:
    """Does the phrase before a name end in a role, or in a role ``of`` something?"""
    if _is_role(doc[start - 1]):
        return True
    return any(
        doc[i].lower_ in {"of", "for"} and _is_role(doc[i - 1]) for i in range(first + 1, start)
    )


def _in_title(doc: Doc, i: int, start: int) -> bool:
    token = doc[i]
    if token.is_quote or token.is_space:
        return False
    if token.sent_start == 1 and token.tag_ not in _TITLE_STARTS:
        return False
    if token.tag_ in {"VBG", "VBN"}:
        return token.dep_ == "amod" or fold(token.text) in words.TITLES
    if token.tag_ in _INSIDE_TITLE:
        return fold(token.text) not in words.HONORIFICS or i == start - 1
    if token.text == "." and i and fold(doc[i - 1].text) in words.TITLES:
        return True
    # Secretary of State, Commissioner for Human Rights
    return token.lower_ in {"of", "for"} and i > 0 and _is_role(doc[i - 1])


def _is_day(token: Token) -> bool:
    return fold(token.text) in words.MONTHS_AND_DAYS


def _is_role(token: Token) -> bool:
    word = fold(token.text)
    return word in words.TITLES | words.ROYAL or (
        token.tag_ in _NOUNS
        and token.tag_ != "NNS"
        and word not in words.ANYBODY
        and is_person_noun(fold(token.lemma_) or word)
    )


def is_person_noun(noun: str) -> bool:
    """Does the noun say what one person is?"""
    if noun in words.PERSON_NOUNS or noun in words.TITLES or noun in words.TITLE_NOUNS:
        return True
    return len(noun) > 5 and noun.endswith(words.PERSON_ENDINGS)


def _title_behind(doc: Doc, end: int) -> str | None:
    """The apposition behind a name: up to the next comma, with a role for its head."""
    i = end
    party = _PARTY.match(_behind(doc, end))
    while party and i < len(doc) and doc[i].idx < _char_end(doc, end) + party.end():
        i += 1
    if i >= len(doc) or not (doc[i].text == "," or _is_dash(doc, i)):
        return None
    if doc[end - 1].is_upper and doc[i].text != ",":
        return None  # CHARLOTTE — The wife of
    first = i + 1
    if first < len(doc) and doc[first].tag_ in {"DT", "PRP$"}:
        first += 1
    last = first
    while last < len(doc) and last - first < LONGEST_TITLE:
        token = doc[last]
        if token.text in {",", ";", ":", ".", "(", ")"} or token.is_quote or _is_dash(doc, last):
            break
        if token.is_space or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "PRP", "WRB"}:
            break
        last += 1
    if last < len(doc) and any(t.dep_ == "nsubj" and t.head.i == last for t in doc[first:last]):
        return None  # in an interview with Ada Hill, the mayor said
    while last > first and doc[last - 1].tag_ in {"IN", "CC", "DT", "TO"}:
        last -= 1
    if last == first or not _has_role_head(doc[first:last]) or _names_another(doc, first, last):
        return None
    return " ".join(doc[first:last].text.split())


def _is_dash(doc: Doc, i: int) -> bool:
    """A dash between phrases, not the hyphen of ``Washington-based``."""
    return doc[i].text in {"—", "―", "--"} or (
        doc[i].text in {"-", "–"} and i > 0 and bool(doc[i - 1].whitespace_)
    )


def _names_another(doc: Doc, first: int, last: int) -> bool:
    """Is this the next of a list, ``the director John Doe``, rather than an apposition?"""
    for i in range(first, last):
        if doc[i].ent_type_ in {"PERSON", "PER"} and doc[i].ent_iob_ == "B":
            before = doc[i - 1]
            return i == first or before.tag_ in _NOUNS or before.text == "."
    return False


def _has_role_head(phrase: Span) -> bool:
    """Is the noun before the first preposition, or the last noun of all, a role?"""
    nouns: list[Token] = []
    for token in phrase:
        if token.tag_ in {"IN", "TO"} and nouns:
            break
        if token.tag_ in _NOUNS:
            nouns.append(token)
    tail = [t for t in phrase if t.tag_ in _NOUNS]
    if phrase[0].tag_ == "CD":
        return False
    if phrase[0].tag_ in {"IN", "VBG", "VBN", "RB", "CC"} and not _is_role(phrase[0]):
        return bool(tail) and phrase[0].tag_ in {"VBG", "VBN"} and _is_role(tail[-1])
    return bool(nouns) and (_is_role(nouns[-1]) or _is_role(tail[-1]))


def _party(doc: Doc, end: int) -> str | None:
    behind = _behind(doc, end)
    found = _PARTY.match(behind) or _STATE.match(behind)
    return f"({found.group(1).strip()})" if found else None


def _behind(doc: Doc, end: int) -> str:
    """The text right behind a name."""
    last = doc[end - 1]
    return last.whitespace_ + doc[end : end + 14].text


def _char_end(doc: Doc, end: int) -> int:
    token = doc[end - 1]
    return token.idx + len(token.text)


# ---------------------------------------------------------------- descriptions and pronouns


def descriptions(doc: Doc, taken: set[int]) -> tuple[Description, ...]:
    """The noun phrases whose head can speak and is none of the ``taken`` tokens."""
    found = []
    for token in doc:
        if token.i in taken or token.tag_ not in {"NN", "NNS", "JJ", "CD", "DT", "NNP", "NNPS"}:
            continue
        if token.dep_ in {"compound", "amod", "det", "nummod", "nmod", "punct"}:
            continue
        if token.tag_ in {"JJ", "CD", "DT"} and token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        described = describe(token)
        if described:
            found.append(described)
    return tuple(found)


def describe(head: Token) -> Description | None:
    """The noun phrase with this head; ``None`` when its noun is of no sort that speaks."""
    lemma = fold(head.lemma_)
    surface = fold(head.text)
    noun = surface if surface in words.GROUP_NOUNS else lemma or surface
    plural = head.tag_ in {"NNS", "NNPS"} or _joins_another(head)
    sort = sort_of(noun, plural)
    if sort is None:
        return None
    start, end = phrase_of(head)
    children = list(head.children)
    definite = any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these"})
        for c in children
    )
    bare = not definite and not any(c.dep_ in {"det", "nummod"} for c in children)
    gender: Gender | None = None
    if noun in words.MALE_NOUNS:
        gender = "male"
    elif noun in words.FEMALE_NOUNS:
        gender = "female"
    number: Number = "plural" if plural or sort == "group" else "singular"
    return Description(start, end, head.i, noun, sort, number, definite, bare, gender)


def _joins_another(head: Token) -> bool:
    """``the mayor and the judge`` are two, ``the former mayor and current candidate`` is one."""
    others = [c for c in head.children if c.dep_ == "conj"]
    if not others:
        return False
    told = {c.lower_ for c in head.children if c.dep_ in {"det", "poss"}}
    one = bool(told) and not told & {"both", "some", "many"}
    one = one and fold(head.lemma_) not in words.RELATIVES
    return any(
        not one
        or other.tag_ not in {"NN", "NNP"}
        or not is_person_noun(fold(other.lemma_))
        or not is_person_noun(fold(head.lemma_))
        or any(c.dep_ in {"det", "poss"} for c in other.children)
        for other in others
    )


def sort_of(noun: str, plural: bool) -> Sort | None:
    """What a noun (folded, singular) can stand for as a source."""
    if noun in words.GROUP_NOUNS:
        return "group"
    if is_person_noun(noun):
        return "group" if plural else "person"
    if noun in words.ORGANIZATION_NOUNS:
        return "group" if plural else "organization"
    if noun in words.DOCUMENT_NOUNS:
        return "document"
    return None


def phrase_of(head: Token) -> tuple[int, int]:
    """The head with its determiners, modifiers and prepositional phrases, without clauses."""
    start, end = head.i, head.i + 1
    for child in head.children:
        if child.i < head.i and child.dep_ in {
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "nmod",
            "predet",
            "quantmod",
        }:
            start = min(start, child.left_edge.i)
        elif child.i > head.i and child.dep_ == "prep":
            if any(g.dep_ in {"relcl", "acl", "ccomp", "pcomp"} for g in child.subtree):
                continue
            if child.left_edge.i == end:
                end = child.right_edge.i + 1
    return start, end


def pronouns(doc: Doc) -> tuple[Pronoun, ...]:
    """The third-person pronouns; ``it`` without a referent (``it rains``) is left out."""
    found = []
    strings = doc.vocab.strings
    third = [strings[word] for word in THIRD if word in strings]
    for i in np.flatnonzero(np.isin(doc.to_array(LOWER), np.array(third, np.uint64))).tolist():
        token = doc[i]
        if token.tag_ in {"PRP", "PRP$"} and token.dep_ != "expl":
            number, gender, human = THIRD[token.lower_]
            found.append(Pronoun(token.i, number, gender, human))
    return tuple(found)
