"""Which names are one organisation's: ``CBP`` and ``Customs and Border Protection``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.general import of_no_country
from quotes.mentions.kinds import Name
from quotes.mentions.names import (
    acronyms,
    fold,
    is_acronym,
    organization_key,
)
from quotes.tokens import Tokens

#: Bodies that are called by one word and are none of those that end in it, the House is not the
#: White House, but for these.
_BODIES = lexicon.words("BODIES_OF_ONE_WORD")
_IN_FULL = ("house of representatives", "us senate")
#: Countries by their letters, as the names of their bodies have them: ``U.S. Geological Survey``.
_LETTERS = {"united states": "us", "united kingdom": "uk", "united nations": "un"}
#: Where a body sits -> the body.
_AT = lexicon.short("ADDRESSES")
_SPELT = re.compile(rf"\b(?:{'|'.join(_LETTERS)})\b")


def _key(name: str) -> str:
    """By which forms of one name meet within an article."""
    key = _SPELT.sub(lambda found: _LETTERS[found[0]], organization_key(name))
    return _AT.get(key, key)


def abbreviations(tokens: Tokens, found: Sequence[Name]) -> dict[str, str]:
    """What parentheses say to be short for a name, by key: ``Harbour Safety Institute (HaSaIn)``.

    Either of them may stand in the parentheses. Letters are enough, in whatever order when most of
    them are capitals, in that of the name otherwise. Capitals behind an organization may be of its
    name in another language: ``Federal Security Service (FSB)``.
    """
    short: dict[str, str] = {}
    inside = {name.start: name for name in found}
    for name in found:
        opening = name.end + (tokens.tag[name.end : name.end + 1] == ["POS"])
        other = inside.get(opening + 1)
        if other is None or other.end >= len(tokens):
            continue
        if {"person", "place"} & {name.label, other.label}:
            continue
        if tokens.word[opening] != "(" or tokens.word[other.end] != ")":
            continue
        for long, brief in ((name.text, other.text), (other.text, name.text)):
            if _abbreviates(brief, long):
                short[_key(brief)] = _key(long)
        bodies = name.label == other.label == "organization"
        if bodies and " " in name.text and is_acronym(other.text):
            short.setdefault(_key(other.text), _key(name.text))
    return short


def _abbreviates(brief: str, long: str) -> bool:
    parts = fold(long).split()
    letters = fold(brief).replace(" ", "")
    if len(parts) < 2 or not 1 < len(letters) < len("".join(parts)):
        return False
    if letters[0] not in {part[0] for part in parts}:
        return False
    if 2 * sum(ch.isupper() for ch in brief) > len(letters):
        return not Counter(letters.replace("and", "")) - Counter("".join(parts))
    rest = iter("".join(parts))
    return all(letter in rest for letter in letters)


def organizations(
    found: Sequence[Name], body: int = 0, told: Mapping[str, str] | None = None
) -> list[tuple[str, list[Name]]]:
    """Names by organisation: equal ones, acronyms, and short forms of exactly one longer name.

    A name is short for one that stands before it, the headline aside: ``body`` is the first token
    behind that. ``told`` is what the article says to be short for what, by key. With each group
    the label of its longest name.
    """
    by_key: dict[str, list[Name]] = defaultdict(list)
    for name in found:
        by_key[_key(name.text)].append(name)
    by_key.pop("", None)
    places = {key for key, group in by_key.items() if group[0].label == "place"}
    longer: dict[str, list[str]] = defaultdict(list)
    for key, group in by_key.items():
        if "/" in group[0].text:
            continue  # Harbour Wire is not Harbour Wire/Coast Poll
        ends = _ends(key.split(), places) | _ends(of_no_country(key).split(), places)
        for short in {*_acronyms(group[0].text, key, places), *ends}:
            longer[short].append(key)
    target = {
        key: _full_key(key, group, by_key, longer[key], body) for key, group in by_key.items()
    }
    alike: dict[str, list[str]] = defaultdict(list)  # by the first letters of their words
    for key in (key for key, group in by_key.items() if group[0].label == "organization"):
        before = alike["".join(word[0] for word in _in_any_order(key))]
        other = next((one for one in before if _same_words(key, one)), key)
        target[key] = other if target[key] == key else target[key]
        before.append(key)
    # NBC is NBC News
    channels = (key for key in by_key if is_acronym(by_key[key][0].text))
    target.update({key: f"{key} news" for key in channels if f"{key} news" in by_key})
    target.update({key: full for key, full in (told or {}).items() if {key, full} <= by_key.keys()})
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


def _acronyms(name: str, key: str, places: Collection[str]) -> frozenset[str]:
    """Those of a name, and of it without the place that it begins with.

    ``Westland Department of Parks`` is the DP as well, in an article that names Westland; Westland
    Friends of Birds are not FB.
    """
    first, *rest = key.split()
    whole = first in places and rest and rest[0] in words.ORGANIZATION_WORDS
    return acronyms(name) | acronyms(key) | acronyms(" ".join(rest) if whole else "")


def _ends(parts: Sequence[str], places: Collection[str] = ()) -> set[str]:
    """What a name of several words can be shortened to.

    To its beginning where ``of`` and the like follows, or what sort of body it is, and to that word
    alone; to one word also before any one more but a place. The Coast Trust for Birds is the Trust.
    ``Harbour`` is short for Harbour Foods, but Harbour Bank not for Harbour Bank Stadium, nor
    Harbour for Harbour Westland Limited. Of 48 pairs of names in 399 articles 14 are kept apart by
    that, 11 of them rightly.
    """
    count = len(parts)
    ends = {" ".join(parts[i:]) for i in range(max(1, count - 5), count)}
    for i in range(1, min(count, 6)):
        sort = parts[i] in words.ORGANIZATION_WORDS and (i == 1 or i + 1 == count)
        one_more = i == 1 and count == 2 and parts[1] not in places
        if sort or one_more or parts[i] in words.SMALL:
            ends.add(" ".join(parts[:i]))
        if parts[i] in words.SMALL and parts[i - 1] in words.ORGANIZATION_WORDS:
            ends.add(parts[i - 1])
    ends -= set(_LETTERS.values())  # a body is not called by its country
    return ends | ({"house"} if parts[-3:] == _IN_FULL[0].split() else set())


#: What a country has behind it in the adjective: Chilean, Nicaraguan.
_ADJECTIVES = ("", "an", "n")


def _in_any_order(key: str) -> list[str]:
    return sorted(word for word in key.split() if word not in words.SMALL)


def _same_words(key: str, other: str) -> bool:
    """``Coast Football Federation``, ``Football Federation of the Coast``: one body's name in
    another order, with the country for its adjective.

    So in all of 6 pairs in 650 articles.
    """
    mine, theirs = _in_any_order(key), _in_any_order(other)
    if len(mine) != len(theirs) or words.ORGANIZATION_NOUNS.isdisjoint(mine):
        return False
    pairs = (sorted(pair, key=len) for pair in zip(mine, theirs, strict=True))
    return all(b.removeprefix(a) in _ADJECTIVES and b.startswith(a) for a, b in pairs)


def _full_key(
    key: str,
    group: Sequence[Name],
    by_key: Mapping[str, Sequence[Name]],
    longer: Sequence[str],
    body: int,
) -> str:
    """The one longer name that this one is short for, or the name itself."""
    if key in _LETTERS.values():
        return key  # a country is not called by its senate, whose letters it has
    if key in _BODIES:
        longer = [other for other in longer if other.endswith(_IN_FULL)]
    start = next((name.start for name in group if name.start >= body), group[0].start)
    acronym = is_acronym(group[0].text)
    found = []
    for other in longer:
        first = by_key[other][0]
        if acronym and key not in _ends(other.split()):
            found.append(other)
        elif not acronym and other != key and first.start < start:
            labels = {group[0].label, first.label}
            word = group[0].label != "place" and key in words.ORGANIZATION_WORDS
            if labels == {"organization"} or word:
                found.append(other)
    least = min(found, key=len, default=key)
    return least if all(other.endswith(least) for other in found) else key
