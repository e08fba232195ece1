"""Which names are one organisation's: ``CBP`` and ``Customs and Border Protection``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from quotes.mentions import words
from quotes.mentions.kinds import Name
from quotes.mentions.names import (
    acronyms,
    is_acronym,
    organization_key,
)

#: Bodies that are called by one word and are none of those that end in it: the House is not
#: the White House.
_BODIES = frozenset({"house", "senate"})


def organizations(found: Sequence[Name], body: int = 0) -> list[tuple[str, list[Name]]]:
    """Names by organisation: equal ones, acronyms, and short forms of exactly one longer name.

    A name is short for one that stands before it, the headline aside: ``body`` is the first token
    behind that. With each group the label of its longest name.
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
    target = {
        key: _full_key(key, group, by_key, longer[key], body) for key, group in by_key.items()
    }
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
