"""Names of organizations as identity reads them: what they are called, and of which country.

A *vague* name (``Court``, ``Department``) is another body in each article; a
*national* one (``Senate``, ``Foreign Ministry``) needs its country to tell
which body it is; all others are names of one body wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from quotes import lexicon
from quotes.mentions.general import AMERICAN, rank_of, spelt, without_country
from quotes.mentions.names import acronyms, fold, is_acronym, organization_key
from quotes.mentions.places import place

#: Behind the code of a country, where a body is the country itself.
_COUNTRY = "!"
_PARTIES = frozenset(
    {
        *("democrats", "republicans", "tories", "lib dems", "liberal democrats", "libertarians"),
        *("social democrats", "christian democrats", "senate republicans", "senate democrats"),
        *("house republicans", "house democrats", "congressional republicans", "taliban"),
        *("congressional democrats", "democrats in congress", "republicans in congress"),
        *("houthis", "kurds"),
    }
)
_UN = re.compile(r"^united nations\b")


_ALWAYS_AMERICAN = frozenset({"gop", "doj", "dhs"})


@cache
def _known() -> dict[str, str]:
    """Acronyms and short names that mean one body wherever they stand."""
    text = files("quotes.identity").joinpath("acronyms.txt").read_text(encoding="utf-8")
    lines = [line.partition(": ") for line in text.splitlines() if not line.startswith("#")]
    return {short: full for short, _, full in lines if full} | lexicon.short("ADDRESSES")


@dataclass(frozen=True, slots=True)
class Body:
    """A name that was taken apart."""

    key: str
    """By which forms of one body meet."""
    country: str | None = None
    """That the name itself tells, of a body that has its like elsewhere."""
    rank: str = "one"
    """``vague``, ``national``, ``local``, ``one``."""


@lru_cache(maxsize=8192)
def read(name: str) -> Body:
    """An organization's name, folded and taken apart."""
    bare = re.sub(r"^(?:As|In|By|And|But|Per) (?=[A-Z])", "", name.strip())
    if fold(bare) == "hill":
        return Body("the hill")
    text = spelt(bare)
    text = re.sub(r"^u n\b", "un", text)
    text = re.sub(r"^un (?=\w)", "united nations ", text)
    if text in {"us", "uk"} or (place(text) and not is_acronym(bare)):
        here = place(text)
        if here and here.itself and text not in {"georgia", "korea", "congo"}:
            return Body(here.code + _COUNTRY if not _is_adjective(text) else text)
        return Body(text)
    if text in _ALWAYS_AMERICAN:
        return Body(_known()[text], "us", "national")
    text, country = without_country(text)
    text = _known().get(text, text)
    rank = rank_of(text)
    if text in AMERICAN and country is None:
        return Body(text, "us", "national")
    if rank == "one" and country and country != "us":
        # Only what is said of the United States is left out as often: US, United States, none.
        return Body(spelt(bare), None, "one")
    return Body(text, country, rank)


def _is_adjective(text: str) -> bool:
    return text.endswith(("ish", "ese", "ian", "ans", "can")) and " " not in text


@lru_cache(maxsize=8192)
def acronym_of(short: str, full: str) -> bool:
    """Is ``short``, as it was written, an acronym of the full name that an article has of it?"""
    key = organization_key(short)
    if not is_acronym(short) and not re.fullmatch(r"[A-Z][A-Za-z]{2,9}", short):
        return False
    if len(key) < 2 or " " in key or len(fold(full).split()) < 2:
        return False
    if (country := read(short).key).endswith(_COUNTRY) and read(full).key != country:
        return False  # U.S. is no Senate, though there is a U.S. Senate
    if is_acronym(short) and key in acronyms(full):
        return True
    # Phivolcs, UNESCO: its letters in their order, begun alike, and no word of the name itself.
    letters = iter(fold(full).replace(" ", ""))
    words = fold(full).split()
    return (
        len(key) > 2
        and key not in words
        and key[0] == fold(full)[0]
        and sum(ch.isupper() for ch in short) > 2
        and all(ch in letters for ch in key)
    )


def is_party(name: str) -> bool:
    """Is this group a party or a body by its name: ``Republicans``, ``the Tories``?"""
    told = name.removeprefix("the ").removeprefix("The ")
    return told[:1].isupper() and (fold(told) in _PARTIES or fold(told) in _known())
