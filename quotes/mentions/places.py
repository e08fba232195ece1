"""Countries, and what tells them: their names, what is of them, their best known places."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from quotes.mentions.names import fold

#: A longer run of words is no place of the bundled list.
_LONGEST = 5
#: Of outlets that write of the whole world: they tell no country.
_OF_THE_WORLD = frozenset(
    "wikinews reuters ap afp bbc ips aljazeera jazeera allafrica afrol xinhua efe upi mercopress"
    " world global international africa african panafrica panafricavisions europe euronews asia"
    " asian latin arab gulf".split()
)
#: What best known outlets do not say in their names.
_OUTLETS = {
    **dict.fromkeys(
        (
            "nyt wash washpost politico usa huff huffpost huffington breitbart west cnn fox nbc cbs"
            " msnbc npr newsweek bloomberg axios hill vox buzzfeed slate salon"
        ).split(),
        "us",
    ),
    **dict.fromkeys("guardian telegraph independent".split(), "gb"),
    **dict.fromkeys("scmp".split(), "hk"),
}
#: As they are written behind a party, folded without stops, beside their names.
_STATES = frozenset(
    """
    al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny
    nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc
    ala ariz ark cal calif colo conn del fla ill ind kan ky mass mich minn miss mont neb nebr nev
    okla ore penn pa tenn tex wash wva wis wisc wyo
    """.split()
)
#: ``(R-Ohio)``, ``(D., Mass.)``, ``(D-CA-02)``, ``(Rep., W. Va.)``.
_PARTY = re.compile(
    r"\((?:R|D|I|Rep|Dem|Ind)\.?\s?[-–—,]\s?([A-Z][A-Za-z.]*(?:\s[A-Z][A-Za-z.]+)?)(?=[)\s,–-])"
)
#: Codes in addresses and in names of feeds that are other words as well.
_ALSO_WORDS = frozenset("is it in no de la me my so do to at be by am us as ps".split())


class Place(NamedTuple):
    """A country, and whether the words name it itself or what is of it, not a town in it."""

    code: str
    itself: bool


@cache
def _places() -> dict[str, Place]:
    found: dict[str, Place] = {}
    text = files("quotes.mentions").joinpath("places.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, names, adjectives, parts = line.split("|")
        for words, itself in ((names, True), (adjectives, True), (parts, False)):
            for word in filter(None, words.split(",")):
                found.setdefault(word, Place(code, itself))
    return found


def place(words: str) -> Place | None:
    """What folded words are as a whole: ``french`` and ``france``, ``london``."""
    if words in {"us", "uk"}:
        return Place("us" if words == "us" else "gb", True)
    return _places().get(words)


def leading(words: list[str]) -> tuple[Place, int] | None:
    """The place that folded words begin with, and its length in words."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        found = place(" ".join(words[:length]))
        if found:
            return found, length
    return None


@lru_cache(maxsize=4096)
def countries_in(text: str) -> frozenset[str]:
    """The countries that a text names, or the towns and parts of which it names."""
    words, found, i = fold(text).split(), set(), 0
    capitals = {fold(word) for word in text.split() if word[:1].isupper()}
    while i < len(words):
        here = leading(words[i:])
        if here and words[i] in capitals:
            found.add(here[0].code)
            i += here[1]
        else:
            i += 1
    return frozenset(found)


def is_american(text: str) -> bool:
    """Does a text have the party and the state of an American politician: ``(R-Texas)``?"""
    for found in _PARTY.finditer(text):
        state = found[1].replace(".", "").lower()
        here = place(state)
        if state.replace(" ", "") in _STATES or (here and here.code == "us" and not here.itself):
            return True
    return False


@lru_cache(maxsize=4096)
def country_of_outlet(outlet: str | None) -> str | None:
    """Where an outlet is, if its name or address says so; ``None`` where it may be anywhere."""
    words = fold((outlet or "").replace(".", " ").replace("_", " ").replace("/", " ")).split()
    if not words or not _OF_THE_WORLD.isdisjoint(words):
        return None
    for i in range(len(words)):
        here = leading(words[i:])
        if here and words[i] not in {"us"}:
            return here[0].code
    for word in words:
        if word in _OUTLETS:
            return _OUTLETS[word]
    codes = {one.code for one in _places().values()} | {"uk"}
    if "." in (outlet or "") and words[-1] in codes and words[-1] not in _ALSO_WORDS:
        return "gb" if words[-1] == "uk" else words[-1]
    return None


def is_of_the_world(outlet: str | None) -> bool:
    """Does an outlet write of all countries, or is nothing known of it?"""
    words = fold((outlet or "").replace(".", " ").replace("_", " ").replace("/", " ")).split()
    return not words or not _OF_THE_WORLD.isdisjoint(words)
