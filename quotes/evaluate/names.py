"""When a predicted name is the gold one.

This is the scorer's own definition and stays apart from :mod:`quotes.speakers`, so that the
system is never judged by the very rules it works with.
"""

from __future__ import annotations

import re
import unicodedata

#: Stands between the names of an attribution to several speakers.
SEVERAL = " | "

_TITLE_WORDS = """
    mr mrs ms miss mx sir dame lord lady madam dr prof professor rev reverend father sister imam
    rabbi pope hon sen senator senators rep representative congressman congresswoman speaker gov
    governor mayor president vice secretary minister premier chancellor ambassador attorney judge
    justice chief former king queen prince princess gen general colonel col maj major capt captain
    lt lieutenant sgt sergeant adm admiral cmdr
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_POSSESSIVE = re.compile(r"['’‘`]s\b")
_DROPPED = str.maketrans("", "", ".'’‘`")
_WORD = re.compile(r"\w+")


def words(name: str, person: bool) -> tuple[str, ...]:
    """The words of a name without case, accents, full stops, possessive 's and "the".

    A person loses the honorifics and titles in front, down to the last word.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub("", plain).replace("&", " and ").translate(_DROPPED)
    kept = [word for word in _WORD.findall(plain) if word != "the"]
    first = 0
    while person and first < len(kept) - 1 and kept[first] in _TITLES:
        first += 1
    return tuple(kept[first:])


def fits(gold: str, predicted: str, person: bool, full: bool = False) -> bool:
    """Does `predicted` name the speaker `gold`, or any one of several?

    Names fit when they are equal; for persons, also when the words of one are among the words of
    the other and both end alike, so that "Clinton" fits "Hillary Clinton" and "Donald Trump" does
    not fit "Donald Trump Jr.". With `full` no word of the gold name may be missing.
    """
    mine = words(predicted, person)
    return bool(mine) and any(
        _fit(words(one, person), mine, person, full) for one in gold.split(SEVERAL)
    )


def _fit(theirs: tuple[str, ...], mine: tuple[str, ...], person: bool, full: bool) -> bool:
    if theirs == mine:
        return True
    if not person or not theirs or theirs[-1] != mine[-1]:
        return False
    return set(theirs) <= set(mine) or (not full and set(mine) <= set(theirs))
