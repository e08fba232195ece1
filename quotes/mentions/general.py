"""Names of bodies of which each country, state or town has its own: ``Senate``, ``City Hall``.

A *vague* name (``Court``, ``Department``) is another body in each article; a *national* one
(``Senate``, ``Foreign Ministry``) needs its country to tell which body it is, a *local* one a town;
all others are names of one body wherever they stand.
"""

from __future__ import annotations

import re

from quotes.mentions.names import organization_key
from quotes.mentions.places import leading, place

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
AMERICAN = frozenset(
    {
        *("state department", "white house", "homeland security department", "pentagon"),
        *("defense department", "senate republicans", "house republicans", "senate democrats"),
        *("house democrats", "veterans affairs department", "treasury department"),
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

#: Of the vague names, those that with a country are the name of one: Bank of Ruritania.
_INSTITUTIONS = frozenset(
    "bank university college news agency press hospital church foundation institute association"
    " museum library hotel airport federation league fund trust society union academy school"
    " company corporation group club party commission council".split()
) | {"news agency"}


def spelt(name: str) -> str:
    """A body's folded name in American spelling, its country as ``us``."""
    text = " ".join(_SPELLINGS.get(word, word) for word in organization_key(name).split())
    return _UNITED.sub("us", text)


def without_country(text: str) -> tuple[str, str | None]:
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
    return told not in _INSTITUTIONS and rank_of(told) != "one"


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


def rank_of(text: str) -> str:
    """``vague``, ``national``, ``local``, or ``one``, of a name without its country."""
    if text in _VAGUE:
        return "vague"
    if text in _NATIONAL:
        return "national"
    if text in _LOCAL:
        return "local"
    if re.search(r"\b(?:ministry|minister|secretariat)$", text):
        return "national"
    if re.fullmatch(r"(?:\w+ ){1,2}department", text) and text not in AMERICAN:
        return "national" if text.split()[0] in _DEPARTMENTS else "local"
    return "one"


_DEPARTMENTS = frozenset(
    "justice treasury state defense labor commerce energy interior agriculture transportation"
    " education foreign veterans homeland".split()
)


def of_no_country(key: str) -> str:
    """``foreign ministry`` of the folded ``norland foreign ministry``; other names as they are."""
    words = key.split()
    start = leading(words)
    rest = " ".join(words[start[1] :]) if start and start[0].itself else ""
    return rest if rest and _needs_country(rest) else key
