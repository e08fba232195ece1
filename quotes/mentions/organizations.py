"""Which names are one organisation's: ``CBP`` and ``Customs and Border Protection``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.kinds import Name
from quotes.mentions.names import (
    acronyms,
    fold,
    is_acronym,
    organization_key,
)
from quotes.tokens import Tokens

#: Bodies that are called by one word and are none of those that end in it: the House is not
#: the White House.
_BODIES = lexicon.words("BODIES_OF_ONE_WORD")


def abbreviations(tokens: Tokens, found: Sequence[Name]) -> dict[str, str]:
    """What parentheses say to be short for a name, by key: ``Harbour Safety Institute (HaSaIn)``.

    Either of them may stand in the parentheses. Letters are enough, in whatever order when most of
    them are capitals, in that of the name otherwise. Capitals behind an organization may be of its
    name in another language: ``Federal Security Service (FSB)``.
    """
    short: dict[str, str] = {}
    inside = {name.start: name for name in found}
    for name in found:
        other = inside.get(name.end + 1)
        if other is None or other.end >= len(tokens):
            continue
        if {"person", "place"} & {name.label, other.label}:
            continue
        if tokens.word[name.end] != "(" or tokens.word[other.end] != ")":
            continue
        for long, brief in ((name.text, other.text), (other.text, name.text)):
            if _abbreviates(brief, long):
                short[organization_key(brief)] = organization_key(long)
        bodies = name.label == other.label == "organization"
        if bodies and " " in name.text and is_acronym(other.text):
            short.setdefault(organization_key(other.text), organization_key(name.text))
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
        by_key[organization_key(name.text)].append(name)
    by_key.pop("", None)
    longer: dict[str, list[str]] = defaultdict(list)
    for key, group in by_key.items():
        if "/" in group[0].text:
            continue  # Harbour Wire is not Harbour Wire/Coast Poll
        parts = key.split()
        for short in {*acronyms(group[0].text), *_ends(parts)}:
            longer[short].append(key)
    target = {
        key: _full_key(key, group, by_key, longer[key], body) for key, group in by_key.items()
    }
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


def _ends(parts: Sequence[str]) -> set[str]:
    """What a name of several words can be shortened to."""
    count = len(parts)
    starts = {" ".join(parts[:i]) for i in range(1, min(count, 6))}
    return starts | {" ".join(parts[i:]) for i in range(max(1, count - 5), count)}


def _full_key(
    key: str,
    group: Sequence[Name],
    by_key: Mapping[str, Sequence[Name]],
    longer: Sequence[str],
    body: int,
) -> str:
    """The one longer name that this one is short for, or the name itself."""
    if key in _BODIES:
        return key
    start = next((name.start for name in group if name.start >= body), group[0].start)
    acronym = is_acronym(group[0].text)
    found = []
    for other in longer:
        first = by_key[other][0]
        if acronym and key in acronyms(first.text):
            found.append(other)
        elif not acronym and other != key and first.start < start:
            labels = {group[0].label, first.label}
            word = group[0].label != "place" and key in words.ORGANIZATION_WORDS
            if labels == {"organization"} or word:
                found.append(other)
    return found[0] if len(found) == 1 else key
