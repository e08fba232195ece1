"""The people and organisations that an article names, each with all of its names and titles.

Entity recognition errs, so the article is taken as a whole: a word that is a
person's family name once is one everywhere, ``Kirby`` belongs to the ``John
Kirby`` met anywhere, before or after, and ``CBP`` to the ``Customs and Border
Protection``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from math import log
from types import MappingProxyType
from typing import Literal

from quotes.speakers import words
from quotes.speakers.mentions import Label, Name
from quotes.speakers.names import (
    Gender,
    acronyms,
    compatible,
    fold,
    full_forms,
    fuller,
    gender,
    is_acronym,
    is_first_name,
    organization_key,
    parse_person,
    split_title,
)
from quotes.speakers.proper_names import names
from quotes.speakers.titles import nouns_of, title_beside
from quotes.tokens import Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """One person or organisation of an article."""

    name: str
    """The fullest name."""
    kind: Literal["person", "organization"]
    mentions: tuple[Name, ...]
    """In the order of the text."""
    gender: Gender | None = None
    place: bool = False
    """A country, state or city, which can stand for its government."""
    sure: bool = True
    """``False`` when nothing but capital letters says that this is a name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names, each once."""
        others = dict.fromkeys(m.text for m in self.mentions)
        return tuple(n for n in others if n != self.name)

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles beside a person's names, in the order of the text."""
        if self.kind != "person":
            return ()
        return tuple(dict.fromkeys(m.title for m in self.mentions if m.title))

    @property
    def title(self) -> str | None:
        """The title to show: the first that is more than one word, else the first."""
        found = [_without_owner(t) for t in self.titles]
        longer = [t for t in found if len(t.split("(")[0].split()) > 1]
        return next(iter(longer or found), None)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody whom an article names."""

    entities: tuple[Entity, ...]
    by_token: Mapping[int, int] = field(default_factory=dict)
    """Token index -> index of the entity whose name covers it."""
    names: Mapping[int, Name] = field(default_factory=dict)
    """Token index -> the name that covers it."""
    rivals: Mapping[int, int] = field(default_factory=dict)
    """First token of an ambiguous name -> the entity that it could have been as well."""

    def at(self, token: int) -> Entity | None:
        """The entity whose name covers a token."""
        found = self.by_token.get(token)
        return None if found is None else self.entities[found]

    def name_at(self, token: int) -> Name | None:
        """The name that covers a token."""
        return self.names.get(token)


def cast_of(tokens: Tokens) -> Cast:
    """Group the names of a document into people and organisations."""
    found = _settle(tokens, names(tokens))
    people, rivals = _people([n for n in found if n.label == "person"])
    groups: list[tuple[str, list[Name]]] = [("person", group) for group in people]
    groups += _organizations([n for n in found if n.label != "person"])
    entities = tuple(_entity(label, group) for label, group in groups)
    by_token: dict[int, int] = {}
    by_name: dict[int, Name] = {}
    for index, entity in enumerate(entities):
        for mention in entity.mentions:
            for i in range(mention.start, mention.end):
                by_token[i], by_name[i] = index, mention
    other = {start: by_token[name.start] for start, name in rivals.items()}
    return Cast(
        entities, MappingProxyType(by_token), MappingProxyType(by_name), MappingProxyType(other)
    )


# ---------------------------------------------------------------- what kind of name


def _settle(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """Labels that agree over the whole article, and persons cut out of longer names."""
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for name in found:
        votes[fold(name.text)][name.label] += 1
    full = [parse_person(n.text) for n in found if n.label == "person"]
    full = [parsed for parsed in full if len(parsed.words) > 1]
    surnames = Counter(parsed.key for parsed in full)
    first_names = Counter(parsed.first for parsed in full if parsed.first)
    singles = Counter(fold(n.text) for n in found if n.label == "person")
    shouted = {fold(n.text) for n in found} - {fold(n.text) for n in found if not n.text.isupper()}
    family = surnames.keys()
    short = {a for n in found if n.label == "organization" for a in acronyms(n.text)}
    out = []
    for name in found:
        if is_acronym(name.text) and (
            organization_key(name.text) in short
            or (name.label == "person" and not name.title and fold(name.text) in shouted - family)
        ):
            out.append(replace(name, label="organization"))
            continue
        name = _cut_person(tokens, name, surnames.keys() | singles.keys())
        label = _label(name, votes, surnames, singles, first_names)
        out.append(name if label == name.label else replace(name, label=label))
    return _with_family_names(tokens, out)


def _with_family_names(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """``Ben and Ada Hill`` are two Hills, when nobody is called Ben otherwise."""
    people = [n for n in found if n.label == "person"]
    times = Counter(word for n in people for word in parse_person(n.text).words)
    following = {n.start: n for n in people}
    out = []
    for name in found:
        other = following.get(name.end + 1)
        joined = other is not None and tokens.lower[name.end] in {"and", "&"}
        if other is None or not joined or name.label != "person" or name.title or name.gender:
            out.append(name)
            continue
        first, full = parse_person(name.text), parse_person(other.text)
        alone = len(first.words) == 1 and times[first.key] == 1 and is_first_name(name.text)
        couple = full.first is not None and not other.title and not full.family_first
        if alone and couple and is_first_name(full.first or ""):
            family = other.text.partition(" ")[2]
            name = replace(name, text=f"{name.text} {family}")
        out.append(name)
    return out


def _cut_person(tokens: Tokens, name: Name, known: Iterable[str]) -> Name:
    """``Homeland Security Alejandro Mayorkas`` -> ``Alejandro Mayorkas``, when he is known."""
    parts = name.text.split()
    if name.label == "person" or len(parts) < 3 or len(parts) != name.end - name.start:
        return name
    if name.label == "unknown" and is_first_name(parts[0]) and fold(parts[1]) in known:
        end = name.start + 2  # Barack Obama Election Day
        return replace(name, end=end, head=end - 1, text=" ".join(parts[:2]), label="person")
    if fold(parts[-1]) not in known or not is_first_name(parts[-2]):
        return name
    start = name.end - 2
    title, told = title_beside(tokens, start, name.end)
    return Name(start, name.end, name.end - 1, " ".join(parts[-2:]), "person", title, told)


def _label(
    name: Name,
    votes: Mapping[str, Counter[Label]],
    surnames: Counter[str],
    singles: Counter[str],
    first_names: Counter[str],
) -> Label:
    folded = fold(name.text)
    parts = folded.split()
    mine = votes.get(folded) or Counter([name.label])
    if not parts or _is_organization_name(name.text):
        return "organization" if name.label in {"person", "organization"} else name.label
    if len(parts) == 1:
        return _label_single(name, parts[0], mine, surnames, first_names)
    if 2 * mine["person"] >= mine.total():
        return "person"
    if not is_first_name(parts[0]) or len(parts) > 4:
        return "person" if mine["person"] > mine["organization"] + mine["place"] else name.label
    known = parts[-1] in surnames or parts[-1] in singles
    if known or name.label == "unknown":
        return "person"
    return _majority(name, mine)


def _majority(name: Name, mine: Counter[Label]) -> Label:
    """``U.S.`` is a place everywhere when it is one mostly."""
    if name.label == "person" or mine["organization"] == mine["place"]:
        return name.label
    return "organization" if mine["organization"] > mine["place"] else "place"


def _label_single(
    name: Name,
    word: str,
    mine: Counter[Label],
    surnames: Counter[str],
    first_names: Counter[str],
) -> Label:
    others = mine["organization"] + mine["place"]
    if surnames[word] and (mine["person"] or name.label != "place" or name.title):
        return "person"
    if mine["person"] >= mine["place"] and mine["person"] and 2 * mine["person"] >= others:
        return "person"
    if name.gender or (name.title and name.label == "person"):
        return "person"
    if first_names[word] and name.label != "place":
        return "person"
    if name.label == "person":
        return "organization" if mine["organization"] >= mine["place"] else "place"
    return _majority(name, mine)


def _is_organization_name(text: str) -> bool:
    """Does a word say that this is no person: ``Bank``, ``University of``, ``&``?"""
    parts = fold(text).split()
    if "&" in text or (len(parts) > 1 and {"of", "for", "and"} & set(parts)):
        return True
    return len(parts) > 1 and parts[-1] in words.ORGANIZATION_WORDS


# ---------------------------------------------------------------- who is the same


class _Groups:
    """Persons' names by person, found by family and by first name."""

    def __init__(self) -> None:
        self.groups: list[list[Name]] = []
        self.by_key: dict[str, list[int]] = defaultdict(list)
        self.by_given: dict[str, list[int]] = defaultdict(list)

    def add(self, group: Sequence[Name]) -> None:
        """A new person."""
        index = len(self.groups)
        self.groups.append(list(group))
        for parsed in dict.fromkeys(parse_person(n.text) for n in group):
            if index not in self.by_key[parsed.key]:
                self.by_key[parsed.key].append(index)
            if len(parsed.words) < 2:
                continue
            first = parsed.words[0]
            for word in (first, *full_forms(first), *parsed.words[1:-1]):
                if index not in self.by_given[word]:
                    self.by_given[word].append(index)

    def fitting(self, name: Name) -> list[int]:
        """The persons all of whose names are compatible with a full name."""
        return [
            i
            for i in self.by_key.get(parse_person(name.text).key, ())
            if all(compatible(name.text, text) for text in {n.text for n in self.groups[i]})
        ]

    def owners(self, name: Name) -> list[int]:
        """The persons whom a name of one word can mean.

        By family name, else by first name, else by the first of two family
        names (``Bucaram``: Jorge Bucaram Záccida).
        """
        word = parse_person(name.text).key
        options = [
            i
            for i in self.by_key.get(word, ())
            if any(compatible(name.text, text) for text in {n.text for n in self.groups[i]})
        ]
        if not options:
            known = (self.by_given.get(w, ()) for w in (word, *full_forms(word)))
            options = list(dict.fromkeys(i for found in known for i in found))
        if not options:
            options = self._misspelt(word)
        told = name.gender or (_title_gender([name.title]) if name.title else None)
        if told:
            options = [i for i in options if _gender(self.groups[i]) in {told, None}]
        return options

    def _misspelt(self, word: str) -> list[int]:
        """The one person from whose long family name a word differs by a letter."""
        if len(word) < _LONG_NAME or word in self.by_key:
            return []
        near = [key for key in self.by_key if len(key) >= _LONG_NAME and _slip(word, key)]
        return list(self.by_key[near[0]][:1]) if len(near) == 1 else []


#: Shorter names are too often like others.
_LONG_NAME = 7


def _slip(a: str, b: str) -> bool:
    """Do two words differ by a letter too many or too few, neither the first nor a last ``s``?"""
    if len(a) > len(b):
        a, b = b, a
    if len(b) != len(a) + 1 or a[0] != b[0] or b == a + "s":
        return False
    return any(b[:i] + b[i + 1 :] == a for i in range(1, len(b)))


def _people(found: Sequence[Name]) -> tuple[list[list[Name]], dict[int, Name]]:
    """Persons' names by person, and for each ambiguous name (by its start) a name of the rival."""
    full: dict[str, list[Name]] = defaultdict(list)
    single: list[Name] = []
    for name in found:
        if len(parse_person(name.text).words) > 1:
            full[fold(name.text)].append(name)
        else:
            single.append(name)
    people = _Groups()
    # the fullest and most frequent names make the groups, so that the order of the text does not
    for text in sorted(full, key=lambda t: (-len(t.split()), -len(full[t]), t)):
        fitting = people.fitting(full[text][0])
        if fitting:
            max((people.groups[i] for i in fitting), key=len).extend(full[text])
        else:
            people.add(full[text])
    # who is called Melania is not also called Trump
    called = {fold(n.text) for n in single}
    on_first_name = [any(parse_person(n.text).first in called for n in g) for g in people.groups]
    rivals: dict[int, Name] = {}
    # Mr. Obama is not the Michelle Obama who alone is named in full, and tells who Obama is;
    # nor is Gov. Hill the Sen. Ada Hill
    for wanted in (_tells_gender, _tells_office, _tells_nothing):
        bare: dict[str, list[Name]] = defaultdict(list)
        for name in filter(wanted, single):
            options = [i for i in people.owners(name) if _may_hold(name, people.groups[i])]
            if not options:
                bare[fold(name.text)].append(name)
                continue
            if len(options) > 1:
                options = sorted(
                    options,
                    key=lambda i: (
                        not on_first_name[i],
                        *_closeness(name, people.groups[i]),
                    ),
                    reverse=True,
                )
                rivals[name.start] = people.groups[options[1]][0]
            people.groups[options[0]].append(name)
        for group in bare.values():
            people.add(group)
        on_first_name += [False] * len(bare)
    return [sorted(g, key=lambda n: n.start) for g in people.groups], rivals


def _tells_gender(name: Name) -> bool:
    return bool(name.gender)


def _tells_office(name: Name) -> bool:
    return not name.gender and bool(_offices([name]))


def _tells_nothing(name: Name) -> bool:
    return not name.gender and not _offices([name])


def _offices(group: Iterable[Name]) -> set[str]:
    """To which office the people of these names are elected, by their titles of today."""
    titles = {name.title for name in group if name.title}
    return {
        office
        for title in titles
        if words.OF_ANOTHER_TIME.isdisjoint(re.findall(r"[a-z]+", title.lower()))
        for office in words.ELECTED & nouns_of(title)
    }


def _may_hold(name: Name, group: Sequence[Name]) -> bool:
    """Can a surname with an office be one of these, of whom a fuller name has another?"""
    own = _offices([name])
    theirs = _offices(n for n in group if " " in n.text) if own else set()
    return not own or not theirs or bool(own & theirs)


#: Times as often.
_FAR_MORE = 3


def _closeness(name: Name, group: Sequence[Name]) -> tuple[int, bool, int, int]:
    """Of two people with one family name, the bare one means who is named far more often.

    Else who was introduced before it, and of two who were, who is named more
    so far, then lately; of two who were not, as in a headline, who is first.
    """
    often = int(log(len(group), _FAR_MORE))
    introduced = min((n.start for n in group if " " in n.text), default=group[0].start)
    if introduced > name.start:
        return (often, False, 0, -introduced)
    return (often, True, len(group), max(n.start for n in group if n.start < name.start))


#: Bodies that are called by one word and are none of those that end in it: the House is not
#: the White House.
_BODIES = frozenset({"house", "senate"})


def _organizations(found: Sequence[Name]) -> list[tuple[str, list[Name]]]:
    """Names by organisation: equal ones, acronyms, and short forms of exactly one longer name.

    With each group the label of its longest name.
    """
    by_key: dict[str, list[Name]] = defaultdict(list)
    for name in found:
        by_key[organization_key(name.text)].append(name)
    by_key.pop("", None)
    longer: dict[str, list[str]] = defaultdict(list)
    for key, group in by_key.items():
        parts = key.split()
        for short in {*acronyms(group[0].text), *_ends(parts)}:
            longer[short].append(key)
    target = {key: _full_key(key, group, by_key, longer[key]) for key, group in by_key.items()}
    groups: dict[str, list[Name]] = defaultdict(list)
    for key, group in by_key.items():
        end, seen = key, {key}
        while target[end] not in seen:
            end = target[end]
            seen.add(end)
        groups[end] += group
    out: list[tuple[str, list[Name]]] = []
    for key, group in groups.items():
        labels = Counter(n.label for n in by_key[key])
        if len(labels) > 1:
            labels.pop("unknown", None)
        out.append((labels.most_common(1)[0][0], sorted(group, key=lambda n: n.start)))
    return out


def _ends(parts: Sequence[str]) -> set[str]:
    """What a name of several words can be shortened to."""
    count = len(parts)
    starts = {" ".join(parts[:i]) for i in range(1, min(count, 6))}
    return starts | {" ".join(parts[i:]) for i in range(max(1, count - 5), count)}


def _full_key(
    key: str, group: Sequence[Name], by_key: Mapping[str, Sequence[Name]], longer: Sequence[str]
) -> str:
    """The one longer name that this one is short for, or the name itself."""
    if key in _BODIES:
        return key
    acronym = is_acronym(group[0].text)
    found = []
    for other in longer:
        first = by_key[other][0]
        if acronym and key in acronyms(first.text):
            found.append(other)
        elif not acronym and other != key and first.start < group[0].start:
            labels = {group[0].label, first.label}
            word = group[0].label != "place" and key in words.ORGANIZATION_WORDS
            if labels == {"organization"} or word:
                found.append(other)
    return found[0] if len(found) == 1 else key


def _entity(label: str, group: Sequence[Name]) -> Entity:
    if label == "person":
        best = reduce(fuller, dict.fromkeys(n.text for n in group))
        return Entity(_calm(split_title(best)[1]), "person", tuple(group), _gender(group))
    texts = Counter(n.text for n in group)
    best = max(texts, key=lambda t: (len(fold(t).split()), len(fold(t)), texts[t], t))
    place = label == "place"
    return Entity(best, "organization", tuple(group), None, place, label != "unknown")


def _without_owner(title: str) -> str:
    """``White House’s spokesman`` -> ``White House spokesman``."""
    owner, mark, rest = title.partition("’s ") if "’s " in title else title.partition("'s ")
    named = mark and all(word[:1].isupper() for word in owner.split())
    return f"{owner} {rest}" if named else title


def _calm(name: str) -> str:
    """``MICHELLE McLean`` -> ``Michelle McLean``."""
    if " " not in name:
        return name
    return " ".join(
        w.title() if len(w) > 3 and w.isupper() and w.isalpha() else w for w in name.split()
    )


def _gender(group: Sequence[Name]) -> Gender | None:
    """By ``Mr.`` and ``Mrs.`` beside the names, else by the first name, else by the titles."""
    told = Counter(n.gender for n in group if n.gender)
    if told:
        return told.most_common(1)[0][0]
    best = reduce(fuller, dict.fromkeys(n.text for n in group))
    return gender(best) or _title_gender([n.title for n in group if n.title])


def _title_gender(titles: Iterable[str | None]) -> Gender | None:
    found = {word for title in titles for word in fold(title or "").split()}
    female, male = found & words.FEMALE_NOUNS, found & words.MALE_NOUNS
    if female and not male:
        return "female"
    return "male" if male and not female else None
