"""Which names are one person's: full names that go together, and whom a bare one means.

``Kirby`` belongs to the ``John Kirby`` met anywhere, before or after; of two
Kirbys it means the one whom the article would call so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from math import log

from quotes.mentions import words
from quotes.mentions.kinds import Name
from quotes.mentions.names import (
    Gender,
    compatible,
    fold,
    full_forms,
    fuller,
    gender,
    parse_person,
    readings,
)
from quotes.mentions.offices import elected_to


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
        for parsed in dict.fromkeys(parse_person(text) for n in group for text in readings(n.text)):
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
            options = [i for i in options if gender_of(self.groups[i]) in {told, None}]
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


def people(
    found: Sequence[Name], heard: Collection[int] = ()
) -> tuple[list[list[Name]], dict[int, Name]]:
    """Persons' names by person, and for each ambiguous name (by its start) a name of the rival.

    ``heard`` are the starts of those that stand in quotation marks.
    """
    full: dict[str, list[Name]] = defaultdict(list)
    single: list[Name] = []
    for name in found:
        if len(parse_person(name.text).words) > 1:
            full[fold(name.text)].append(name)
        else:
            single.append(name)
    persons = _Groups()
    # the fullest and most frequent names make the groups, so that the order of the text does not
    for text in sorted(full, key=lambda t: (-len(t.split()), -len(full[t]), t)):
        fitting = persons.fitting(full[text][0])
        if fitting:
            max((persons.groups[i] for i in fitting), key=len).extend(full[text])
        else:
            persons.add(full[text])
    # who is called Melania is not also called Trump; once, or by an acquaintance, anybody may be
    called = Counter(fold(n.text) for n in single if n.start not in heard)
    on_first_name = [_is_on_first_name(group, called) for group in persons.groups]
    rivals: dict[int, Name] = {}
    # Mr. Obama is not the Michelle Obama who alone is named in full, and tells who Obama is;
    # nor is Gov. Hill the Sen. Ada Hill
    for wanted in (_tells_gender, _tells_office, _tells_nothing):
        bare: dict[str, list[Name]] = defaultdict(list)
        for name in filter(wanted, single):
            options = [i for i in persons.owners(name) if _may_hold(name, persons.groups[i])]
            if not options:
                bare[fold(name.text)].append(name)
                continue
            if len(options) > 1:
                options = sorted(
                    options,
                    key=lambda i: (
                        bool(name.gender) and gender_of(persons.groups[i]) == name.gender,
                        not on_first_name[i],
                        *_closeness(name, persons.groups[i]),
                    ),
                    reverse=True,
                )
                rivals[name.start] = persons.groups[options[1]][0]
            persons.groups[options[0]].append(name)
        for group in bare.values():
            persons.add(group)
        on_first_name += [False] * len(bare)
    return [sorted(g, key=lambda n: n.start) for g in persons.groups], rivals


def _is_on_first_name(group: Sequence[Name], called: Mapping[str, int]) -> bool:
    """Is somebody called by the first name alone more often than in full?"""
    first = dict.fromkeys(parse_person(n.text).first for n in group)
    return sum(called.get(name, 0) for name in first if name) > len(group)


def _tells_gender(name: Name) -> bool:
    return bool(name.gender)


def _tells_office(name: Name) -> bool:
    return not name.gender and bool(_offices([name]))


def _tells_nothing(name: Name) -> bool:
    return not name.gender and not _offices([name])


def _offices(group: Iterable[Name]) -> set[str]:
    """To which office the people of these names are elected, by their titles of today."""
    return set().union(*(elected_to(name.title) for name in group))


def _may_hold(name: Name, group: Sequence[Name]) -> bool:
    """Can a surname with an office be one of these, of whom a fuller name has another?"""
    own = _offices([name])
    theirs = _offices(n for n in group if " " in n.text) if own else set()
    return not own or not theirs or bool(own & theirs)


#: Times as often.
_FAR_MORE = 3
#: In tokens.
_LONG_AGO = 600


def _closeness(name: Name, group: Sequence[Name]) -> tuple[bool, int, int, int]:
    """Of two people with one family name, the bare one means who was introduced before it.

    Of two who were, who is named far more often, then more so far, if not only long ago, then who
    was introduced first; as in a headline, where neither was.
    """
    often = int(log(len(group), _FAR_MORE))
    introduced = min((n.start for n in group if " " in n.text), default=group[0].start)
    if introduced > name.start:
        return (False, often, 0, -introduced)
    before = [n.start for n in group if n.start < name.start]
    lately = name.start - max(before) < _LONG_AGO
    return (True, often, len(before) if lately else 0, -introduced)


def gender_of(group: Sequence[Name]) -> Gender | None:
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
