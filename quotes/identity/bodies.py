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
from quotes.identity.places import leading, place
from quotes.mentions.names import acronyms, fold, is_acronym, organization_key

#: Behind the code of a country, where a body is the country itself.
_COUNTRY = "!"
#: Where the name says no country, or though it says one, another body in each article.
_VAGUE = frozenset(
    """
    court department ministry administration office committee council city state news opposition
    kingdom agency party union university college hospital church commission embassy consulate
    mission company corporation firm group team campaign foundation institute association board
    bureau authority district county province village town center service services bank company
    times post herald tribune standard mission unit section branch division panel task force
    secretariat directorate delegation school academy project fund trust society club league
    federation ngo mou tv opposition leader crown prince senate minority leader majority leader
    police chief us embassy press media library museum hotel airport subcommittee act amendment
    chapter omnibus
    """.split()
) - {
    "times",
    "post",
    "herald",
    "standard",
    "minority",
    "majority",
    "leader",
    "task",
    "us",
    "senate",
    "chief",
    "crown",
    "prince",
} | {
    "opposition leader",
    "crown prince",
    "senate minority leader",
    "senate majority leader",
    "police chief",
    "task force",
    "press office",
    "news agency",
    "campaign team",
    "senate committee",
    "senate subcommittee",
    "house committee",
    "house subcommittee",
    "select committee",
    "joint committee",
}
#: Of which a country has one.
_NATIONAL = frozenset(
    """
    senate|parliament|congress|supreme court|top court|constitutional court|government|cabinet|army
    |military|navy|air force|coast guard|armed forces|house|house of representatives
    |house of commons|house of lords|national assembly|lower house|upper house|assembly
    |central bank|regime|national police|national police agency|police agency|foreign office
    |home office|treasury|election commission|constitution|presidency|national guard
    |federal government|intelligence agency|space agency|weather service|labor party
    |democratic party|republican party|conservative party|liberal party|green party|communist party
    |socialist party|justice department|senate republicans|senate democrats|house republicans
    |house democrats|red cross|football association|olympic committee|secret service|marine corps
    |high commission|executive branch|electoral commission|national election commission
    |meteorological agency|meteorological department|central government
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
#: Of which a country has many: one only where the name itself says whose.
_LOCAL = frozenset(
    """
    police|police department|fire department|high court|appeals court|district court|court of appeal
    |health department|city council|city hall|county court|crown court|magistrates court
    |attorney generals office|sheriffs office|prosecutors office|attorney office|district attorney
    |state government|local government|provincial government|municipality|fire service|mayors office
    |public works department|county council|school board|school district|traffic police|state police
    |governors office|county government|city government|transport department|education department
    |planning department|highway patrol|medical examiner|coroners office|health authority
    |health authorities|airport authority|state senate|state supreme court|court of session
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
) - {"court of session"}
#: Of one country wherever they are told of.
_AMERICAN = frozenset(
    {
        *("state department", "white house", "homeland security department", "pentagon"),
        *("defense department", "senate republicans", "house republicans", "senate democrats"),
        *("house democrats", "veterans affairs department", "treasury department"),
    }
)
_PARTIES = frozenset(
    {
        *("democrats", "republicans", "tories", "lib dems", "liberal democrats", "libertarians"),
        *("social democrats", "christian democrats", "senate republicans", "senate democrats"),
        *("house republicans", "house democrats", "congressional republicans", "taliban"),
        *("congressional democrats", "democrats in congress", "republicans in congress"),
        *("houthis", "kurds"),
    }
)
_SPELLINGS = {
    "organisation": "organization",
    "organisations": "organizations",
    "defence": "defense",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
    "theatre": "theater",
    "dept": "department",
    "govt": "government",
    "univ": "university",
    "natl": "national",
    "assn": "association",
    "saudis": "saudi arabia",
}
_OF = ("department", "ministry", "government", "embassy", "university", "bank", "constitution")
_UNITED = re.compile(r"\bunited states(?: of america)?\b|\bu s a?\b|\busa\b")
_UN = re.compile(r"^united nations\b")


#: Of the vague names, those that with a country are the name of one: Bank of Ruritania.
_INSTITUTIONS = frozenset(
    "bank university college news agency press hospital church foundation institute association"
    " museum library hotel airport federation league fund trust society union academy school"
    " company corporation group club party commission council".split()
) | {"news agency"}
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
    text = " ".join(_SPELLINGS.get(word, word) for word in organization_key(bare).split())
    text = _UNITED.sub("us", text)
    text = re.sub(r"^u n\b", "un", text)
    text = re.sub(r"^un (?=\w)", "united nations ", text)
    if text in {"us", "uk"} or (place(text) and not is_acronym(bare)):
        here = place(text)
        if here and here.itself and text not in {"georgia", "korea", "congo"}:
            return Body(here.code + _COUNTRY if not _is_adjective(text) else text)
        return Body(text)
    if text in _ALWAYS_AMERICAN:
        return Body(_known()[text], "us", "national")
    text, country = _without_country(text)
    text = _known().get(text, text)
    rank = _rank(text)
    if text in _AMERICAN and country is None:
        return Body(text, "us", "national")
    if rank == "one" and country and country != "us":
        # Only what is said of the United States is left out as often: US, United States, none.
        return Body(_UNITED.sub("us", " ".join(_plain(bare))), None, "one")
    return Body(text, country, rank)


def _plain(name: str) -> list[str]:
    return [_SPELLINGS.get(word, word) for word in organization_key(name).split()]


def _is_adjective(text: str) -> bool:
    return text.endswith(("ish", "ese", "ian", "ans", "can")) and " " not in text


def _without_country(text: str) -> tuple[str, str | None]:
    """``us supreme court`` -> (``supreme court``, ``us``); ``department of justice of x`` too."""
    words, country = text.split(), None
    start = leading(words)
    if start and start[0].itself and len(words) > start[1]:
        rest = " ".join(words[start[1] :])
        told_by = " ".join(words[: start[1]])
        if told_by in {"us", "united states"} or _needs_country(rest):
            country, words = start[0].code, words[start[1] :]
    elif start and len(words) > start[1] and _needs_country(" ".join(words[start[1] :])):
        # Cleveland police: one body, by the name of its town.
        return _turned(text), None
    if "of" in words:
        at = len(words) - 1 - words[::-1].index("of")
        tail = [w for w in words[at + 1 :] if w != "the"]
        here = place(" ".join(tail))
        if here and here.itself and at > 0 and _needs_country(" ".join(words[:at])):
            country, words = here.code, words[:at]
    return _turned(" ".join(words)), country


def _needs_country(text: str) -> bool:
    told = _turned(text)
    return told not in _INSTITUTIONS and _rank(told) != "one"


def _turned(text: str) -> str:
    """``department of justice`` -> ``justice department``, ``ministry for health`` likewise."""
    text = re.sub(r"^(?:national |federal )(?=(?:government|parliament)$)", "", text)
    for noun in _OF:
        found = re.match(rf"{noun} (?:of|for) (?:the )?(.+)$", text)
        if found and noun in {"department", "ministry"}:
            text = f"{found.group(1)} {noun}"
    text = re.sub(r" political team$", " team", text)
    text = re.sub(r"^foreign affairs ministry$", "foreign ministry", text)
    text = re.sub(r"^foreign affairs department$", "foreign department", text)
    text = re.sub(r"^court of appeals?$", "appeals court", text)
    return text


def _rank(text: str) -> str:
    if text in _VAGUE:
        return "vague"
    if text in _NATIONAL:
        return "national"
    if text in _LOCAL:
        return "local"
    if re.search(r"\b(?:ministry|minister|secretariat)$", text):
        return "national"
    if re.fullmatch(r"(?:\w+ ){1,2}department", text) and text not in _AMERICAN:
        return "national" if text.split()[0] in _DEPARTMENTS else "local"
    return "one"


_DEPARTMENTS = frozenset(
    "justice treasury state defense labor commerce energy interior agriculture transportation"
    " education foreign veterans homeland".split()
)


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
