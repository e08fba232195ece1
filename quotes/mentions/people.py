"""Which names are one person's: full names that go together, and whom a bare one means.

``Kirby`` belongs to the ``John Kirby`` met anywhere, before or after; of two
Kirbys it means the one whom the article would call so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    is_first_name,
    parse_person,
    readings,
)
from quotes.mentions.offices import elected_to, nouns_of


class _Groups:
    """Persons' names by person, found by family and by first name."""

    def __init__(self) -> None:
        self.groups: list[list[Name]] = []
        self.texts: list[set[str]] = []  # with which another full name must be compatible
        self.by_key: dict[str, list[int]] = defaultdict(list)
        self.by_given: dict[str, list[int]] = defaultdict(list)
        # a full name without one of its words, and where that stood: who has it
        self.by_rest: dict[tuple[int, tuple[str, ...]], dict[int, None]] = defaultdict(dict)

    def add(self, group: Sequence[Name]) -> None:
        """A new person."""
        index = len(self.groups)
        self.groups.append(list(group))
        self.texts.append(set())
        self._note(index, {n.text for n in group})
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
            if all(compatible(name.text, text) for text in self.texts[i])
        ]

    def join(self, index: int, group: Sequence[Name]) -> None:
        """More names of a person, all written in one way that is compatible with the others."""
        self.groups[index] += group
        self._note(index, {group[0].text})

    def _note(self, index: int, texts: Iterable[str]) -> None:
        for text in texts:
            self.texts[index].add(text)
            for rest in _rests(text):
                self.by_rest[rest][index] = None

    def join_otherwise(self, group: Sequence[Name]) -> bool:
        """Give names in full, all written in one way, to the one person of whom they are another
        form: without the last family name, or misspelt. Is there one?"""
        text = group[0].text
        key = parse_person(text).key
        short_for = [
            i
            for i in self.by_given.get(key, ())
            if any(_begins(text, longer) for longer in self.texts[i])
        ]
        alike = dict.fromkeys(i for rest in _rests(text) for i in self.by_rest.get(rest, ()))
        known = short_for or [
            i for i in alike if any(_misspells(text, other) for other in self.texts[i])
        ]
        if len(known) != 1:
            return False
        self.groups[known[0]] += group
        if not short_for and known[0] not in self.by_key[key]:
            self.by_key[key].append(known[0])
        return True

    def owners(self, name: Name) -> list[int]:
        """The persons whom a name of one word can mean.

        By family name, else by first name, else by the first of two family
        names (``Bucaram``: Jorge Bucaram Záccida).
        """
        word = parse_person(name.text).key
        options = [
            i
            for i in self.by_key.get(word, ())
            if any(
                compatible(name.text, text) and not _is_father(name.text, text)
                for text in {n.text for n in self.groups[i]}
            )
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

    def has_namesake(self, index: int, name: Name) -> bool:
        """Does a name of one word mean somebody by the first name who shares the family name?

        Such people are told apart by their first names.
        """
        keys = {parse_person(text).key for text in self.texts[index]}
        word = parse_person(name.text).key
        return word not in keys and any(len(self.by_key[key]) > 1 for key in keys)

    def _misspelt(self, word: str) -> list[int]:
        """The one person from whose family name a word differs by a slip of the pen.

        In 2,070 articles ten that are nobody's name differ so by more than a vowel: all misprints.
        """
        if word in self.by_key:
            return []
        as_long = (key for key in self.by_key if abs(len(key) - len(word)) < 2)
        near = [key for key in as_long if _is_slip(word, key)]
        return list(self.by_key[near[0]][:1]) if len(near) == 1 else []


def _is_father(king: str, full: str) -> bool:
    """Is ``King Salman`` whose son ``Omar bin Salman`` is? He himself is called bin Salman."""
    parsed = parse_person(full)
    son = words.SONS_OF.intersection(parsed.words[-2:-1])
    return bool(son) and fold(king.partition(" ")[0]) in words.ROYAL


#: In shorter names another letter is too often another name.
_LONG_NAME = 7
#: Beside other names that are the same, or where no letter is another, so long a one is enough.
_LONG_BESIDE = 5
_VOWELS = set("aeiouy")


def _begins(short: str, long: str) -> bool:
    """Is a full name another one without the last family names: ``Ana Ruiz``, ``Ana Ruiz Vega``?

    So in 9 of 10 pairs in 650 articles, most of them of Latin America and Africa.
    """
    a, b = parse_person(short), parse_person(long)
    if a.family_first or b.family_first:
        return False  # Chen Li is not Chen Li Ming
    mine, theirs = ([w for w in name.words if w not in name.initials] for name in (a, b))
    return 1 < len(mine) < len(theirs) and theirs[: len(mine)] == mine


def _rests(name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A full name without each of its words, and which one is left out."""
    own = parse_person(name).words
    if len(own) > 1:
        yield from ((i, own[:i] + own[i + 1 :]) for i in range(len(own)))


def _misspells(a: str, b: str) -> bool:
    """Do two full names differ in one letter of one word, which is no two first names?

    ``Ada Kowalsky Hill`` and ``Ada Kowalski Hill``; so in all of 6 pairs in 650 articles.
    """
    mine, theirs = parse_person(a), parse_person(b)
    other = [(x, y) for x, y in zip(mine.words, theirs.words, strict=False) if x != y]
    if len(mine.words) != len(theirs.words) or len(other) != 1 or mine.family_first:
        return False
    x, y = other[0]
    both = is_first_name(x) and is_first_name(y)
    return min(len(x), len(y)) >= _LONG_BESIDE and _one_letter(x, y) and not both


def _other_vowel(a: str, b: str) -> bool:
    """``Ghanem`` and ``Ghanim``, as names from other scripts are written either way."""
    if len(a) != len(b) or len(a) < _LONG_BESIDE:
        return False
    if a[0] != b[0] and a[1:] != b[1:]:
        return False  # most of all pairs
    other = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(other) == 1 and other[0] <= _VOWELS


def _one_letter(a: str, b: str) -> bool:
    """Do two words differ by one letter: another one, or one too many?"""
    if len(a) > len(b):
        a, b = b, a
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return len(b) == len(a) + 1 and any(b[:i] + b[i + 1 :] == a for i in range(len(b)))


def _is_slip(a: str, b: str) -> bool:
    """Do two words differ by a vowel, by two letters that changed places, by one too many or too
    few, but for a last ``s``, or, if they are long, by any one letter? But for a vowel, not by the
    first.
    """
    if _other_vowel(a, b):
        return True
    if min(len(a), len(b)) < _LONG_BESIDE or a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    if a == b + "s" or b == a + "s":
        return False
    if len(a) != len(b):
        return _one_letter(a, b)
    other = [i for i in range(len(a)) if a[i] != b[i]]
    if len(other) == 2 and other[1] == other[0] + 1:
        return a[other[0]] + a[other[1]] == b[other[1]] + b[other[0]]
    return len(other) == 1 and len(a) >= _LONG_NAME


def people(
    found: Sequence[Name], heard: Collection[int] = (), acting: Collection[int] = ()
) -> tuple[list[list[Name]], dict[int, Name]]:
    """Persons' names by person, and for each ambiguous name (by its start) a name of the rival.

    ``heard`` are the starts of those that stand in quotation marks, ``acting`` of the subjects.
    """
    full: dict[str, list[Name]] = defaultdict(list)
    single: list[Name] = []
    for name in _with_titles(found):
        if len(parse_person(name.text).words) > 1:
            full[fold(name.text)].append(name)
        else:
            single.append(name)
    persons = _Groups()
    # the fullest and most frequent names make the groups, so that the order of the text does not
    for text in sorted(full, key=lambda t: (-len(t.split()), -len(full[t]), t)):
        fitting = persons.fitting(full[text][0])
        if fitting:
            persons.join(max(fitting, key=lambda i: len(persons.groups[i])), full[text])
        elif not persons.join_otherwise(full[text]):
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
                        persons.has_namesake(i, name),
                        *_closeness(name, persons.groups[i], acting),
                    ),
                    reverse=True,
                )
                rivals[name.start] = persons.groups[options[1]][0]
            persons.groups[options[0]].append(name)
        for group in bare.values():
            persons.add(group)
        on_first_name += [False] * len(bare)
    return [sorted(g, key=lambda n: n.start) for g in persons.groups], rivals


def _with_titles(found: Sequence[Name]) -> list[Name]:
    """The names, where ``Dean Hill`` is the dean Ada Hill by her family name."""
    holders = {
        (noun, parse_person(name.text).key)
        for name in found
        if name.title and " " in name.text
        for noun in nouns_of(name.title) & words.ALSO_FIRST_NAMES
    }
    out: list[Name] = []
    for name in found:
        first, _, family = name.text.partition(" ")
        if not name.title and (fold(first), fold(family)) in holders:
            name = name._replace(text=family, title=first)
        out.append(name)
    return out


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


def _closeness(
    name: Name, group: Sequence[Name], acting: Collection[int]
) -> tuple[bool, int, int, int, int]:
    """Of two people with one family name, the bare one means who was introduced before it.

    Of two who were, who is named far more often, then, if it is a subject, who in full was one last
    (``Dan Park … Eva Park said it was late. Park left``), then who is named more so far, if not
    only long ago, then who was introduced first; as in a headline, where neither was.
    """
    often = int(log(len(group), _FAR_MORE))
    full = [n.start for n in group if " " in n.text]
    introduced = min(full, default=group[0].start)
    if introduced > name.start:
        return (False, often, 0, 0, -introduced)
    before = [n.start for n in group if n.start < name.start]
    lately = name.start - max(before) < _LONG_AGO
    acted = name.start in acting and lately
    last = max((i for i in full if acted and i < name.start and i in acting), default=-1)
    return (True, often, last, len(before) if lately else 0, -introduced)


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
