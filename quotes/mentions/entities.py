"""The people and organisations that an article names, each with all of its names and titles.

The article is taken as a whole: first it is settled what kind of name each one
is (:mod:`quotes.mentions.labels`), then which of them are one person's
(:mod:`quotes.mentions.people`) or one organisation's
(:mod:`quotes.mentions.organizations`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import Literal

from quotes import lexicon
from quotes.mentions import persons, words
from quotes.mentions.kinds import Name
from quotes.mentions.labels import settled
from quotes.mentions.names import (
    Gender,
    acronyms,
    fold,
    fuller,
    readings,
    split_title,
    without_nickname,
)
from quotes.mentions.national import with_countries
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.organizations import abbreviations, organizations
from quotes.mentions.other_names import together, with_other_names
from quotes.mentions.people import gender_of, people
from quotes.mentions.proper_names import names
from quotes.quotation.quoting import quoted_tokens
from quotes.tokens import Tokens

#: An office by its letters has no more of them; where the words of one end in a title.
_MOST_LETTERS = 4
_SUBJECTS = {"nsubj", "nsubjpass"}
_BEHIND_OFFICE = re.compile(r",|\s(?:of|for|at|in|to)\s|\s?[(]")
#: The same, where what the office is of has a letter as well: the DGP is the director general of
#: police.
_BEHIND_FIELD = re.compile(r",|\s(?:at|in|to)\s|\s?[(]")


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """One person or organisation of an article."""

    name: str
    """Of a person the name used most often in full, of an organization the fullest."""
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
        others = dict.fromkeys(
            _bare(text, self.kind)
            for m in self.mentions
            for text in (readings(m.text) if self.kind == "person" else (m.text,))
        )
        return tuple(n for n in others if n != self.name)

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles beside a person's names, in the order of the text."""
        if self.kind != "person":
            return ()
        beside = (title for m in self.mentions for title in (m.title, m.also))
        return tuple(dict.fromkeys(title for title in beside if title))

    @property
    def shown_titles(self) -> tuple[str, ...]:
        """The titles as they are shown, each once, without what somebody only is to another."""
        shown = dict.fromkeys(_without_owner(t) for t in self.titles)
        return tuple(title for title in shown if not _is_side(title))

    @property
    def title(self) -> str | None:
        """The title to show: the first that is more than one word, else the first."""
        first = {_without_owner(m.title) for m in self.mentions if m.title}
        found = [title for title in self.shown_titles if title in first]
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
    body = next((i for i, word in enumerate(tokens.word) if "\n" in word), 0)
    found = with_countries(tokens, settled(tokens, names(tokens)), body)
    found, known_as = with_other_names(tokens, found)
    quoted = quoted_tokens(tokens, ())
    heard = frozenset(n.start for n in found if quoted[n.start])
    acting = frozenset(n.start for n in found if _acts(tokens, n.head)) - heard
    people_named, rivals = people([n for n in found if n.label == "person"], heard, acting)
    others = [n for n in found if n.label != "person"]
    people_named = together(people_named, known_as)
    people_named, bodies = _with_offices(tokens, people_named, others)
    groups: list[tuple[str, list[Name]]] = [("person", group) for group in people_named]
    groups += organizations(bodies, body, abbreviations(tokens, bodies))
    introduced = frozenset(start for _, start in known_as)
    entities = tuple(_entity(label, group, introduced) for label, group in groups)
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


def _acts(tokens: Tokens, head: int) -> bool:
    """Is a name a subject, or does it explain one: ``his lawyer, Bo Finch, said``?

    Not one of a clause about another: ``Ada Hill, whose husband, Bo Hill, was there, said``.
    """
    noun = tokens.head[head]
    if tokens.dep[head] == "appos" and is_person_noun(fold(tokens.lemma[noun])):
        whose = any(tokens.tag[child] == "WP$" for child in tokens.children[noun])
        return tokens.dep[noun] in _SUBJECTS and not whose
    return tokens.dep[head] in _SUBJECTS


def _with_offices(
    tokens: Tokens, people_named: Sequence[Sequence[Name]], bodies: Sequence[Name]
) -> tuple[list[list[Name]], list[Name]]:
    """The people and the bodies, where an office by its letters, ``the AG``, is among the names of
    the one attorney general of the article.
    """
    whole = {letters for n in bodies if " " in n.text for letters in acronyms(n.text)}
    groups, kept = [list(group) for group in people_named], []
    found: dict[int, list[Name]] = defaultdict(list)
    holders: dict[str, set[int]] = defaultdict(set)
    for i, group in enumerate(groups):
        for letters in {one for n in group for one in _letters(n.title)}:
            holders[letters].add(i)
    for name in bodies:
        before = tokens.lower[name.start - 1] if name.start else ""
        mine = holders.get(name.text, set())
        if before in {"the", "former"} and len(mine) == 1 and fold(name.text) not in whole:
            found[next(iter(mine))].append(name)
        else:
            kept.append(name)
    for i, offices in found.items():
        family = reduce(fuller, dict.fromkeys(n.text for n in groups[i])).split()[-1]
        groups[i] += [n._replace(text=family, label="person") for n in offices]
        groups[i].sort(key=lambda n: n.start)
    return groups, kept


def _letters(title: str | None) -> Iterator[str]:
    """``DP`` of the ``Deputy President``, ``CE`` of the ``chief executive``, ``SP`` of the
    ``superintendent of police``; no ``US`` of the ``US Secretary``.
    """
    for behind in (_BEHIND_OFFICE, _BEHIND_FIELD):
        said = behind.split(title or "")[0].split()
        office = [word for word in said if fold(word) not in words.SMALL]
        for length in range(2, min(len(office), _MOST_LETTERS) + 1):
            tail = office[-length:]
            letters = "".join(word[0] for word in tail).upper()
            if len({word[:1].isupper() for word in tail}) == 1 and letters not in tail:
                yield letters


def _entity(label: str, group: Sequence[Name], introduced: Collection[int]) -> Entity:
    """What is behind a group of names. Where one is ``introduced`` as another it is not used."""
    if label == "person":
        used = [n for n in group if n.start not in introduced] or group
        called = Counter(_calm(split_title(_bare(n.text, "person"))[1]) for n in used)
        return Entity(persons.shown(called), "person", tuple(group), gender_of(group))
    # Of an organization the fullest: with the most usual one, as the database shows it, 6 of the
    # 46 that are right on PolNeAR's development articles would not be.
    texts = Counter(n.text for n in group)
    best = max(texts, key=lambda t: (len(fold(t).split()), len(fold(t)), texts[t], t))
    place = label == "place"
    return Entity(best, "organization", tuple(group), None, place, label != "unknown")


#: What somebody is to another, in a contest or by the way: no title.
_SIDES = lexicon.words("SIDES")


def _is_side(title: str) -> bool:
    """``chief rival``, ``French counterpart``, ``friend of the mayor``."""
    what = re.split(r"\s(?:of|to|from|in|for)\s|[(]", title)[0].split()
    return bool(what) and fold(what[-1]) in _SIDES and "and" not in title.split()


def _without_owner(title: str) -> str:
    """``White House’s spokesman`` -> ``White House spokesman``."""
    owner, mark, rest = title.partition("’s ") if "’s " in title else title.partition("'s ")
    named = mark and all(word[:1].isupper() for word in owner.split())
    return f"{owner} {rest}" if named else title


#: A possessive that was not parted from its name, where a left mark stands for an apostrophe.
_OWNS = re.compile(r"(?<=\w)['’‘`´ʼ]s$")
#: A style before a person's name, with what stands before it: ``Qatar H E Jean Hill``.
_STYLE = re.compile(
    r"^(?:.*\s)?(?:H\.?\s?E\.?|H(?:is|er) (?:Excellency|Highness|Majesty|Holiness))\s+(?=\S+\s+\S)"
)
#: Marks that part a name from what is none.
_PARTS = re.compile(r"[:/<>=()\[\]]+[\"“”‘’']*")


def _bare(name: str, kind: str) -> str:
    """A name without what sticks to it: ``Hill‘s``, ``Qatar H E Jean Hill``, ``Hill:“We``."""
    if kind != "person":
        return name
    name = without_nickname(name)
    found = max(_PARTS.split(name), key=lambda part: len(part.split())).strip()
    found = _STYLE.sub("", found)
    found = _OWNS.sub("", found)
    return found or name


def _calm(name: str) -> str:
    """``MICHELLE McLean`` and ``MICHELLE LEE`` -> ``Michelle McLean`` and ``Michelle Lee``.

    Beside words in small letters three capitals may be initials, as two may anywhere.
    """
    if " " not in name:
        return name
    most = 2 if name.isupper() else 3
    return " ".join(
        w.title() if len(w) > most and w.isupper() and w.isalpha() else w for w in name.split()
    )
