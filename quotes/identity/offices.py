"""What titles say that somebody is, coarsely: offices, trades, and of which country."""

from __future__ import annotations

import re
from functools import lru_cache

from quotes.mentions import words
from quotes.mentions.names import fold
from quotes.mentions.places import countries_in

#: Offices, of which two different ones are mostly two persons; with what they are called.
_OFFICES = {
    "president": "president",
    "vice president": "vice president",
    "prime minister": "prime minister",
    "premier": "prime minister",
    "pm": "prime minister",
    "chancellor": "chancellor",
    "taoiseach": "prime minister",
    "chief minister": "chief minister",
    "minister": "minister",
    "secretary of": "secretary",
    "secretary": "secretary",
    "foreign secretary": "minister",
    "home secretary": "minister",
    "senator": "senator",
    "sen": "senator",
    "sens": "senator",
    "representative": "representative",
    "rep": "representative",
    "reps": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "governor": "governor",
    "gov": "governor",
    "mayor": "mayor",
    "speaker": "speaker",
    "ambassador": "ambassador",
    "judge": "judge",
    "justice": "judge",
    "chief justice": "judge",
    "attorney general": "attorney general",
    "general": "officer",
    "gen": "officer",
    "colonel": "officer",
    "col": "officer",
    "captain": "officer",
    "capt": "officer",
    "lieutenant": "officer",
    "lt": "officer",
    "sergeant": "officer",
    "sgt": "officer",
    "maj": "officer",
    "admiral": "officer",
    "adm": "officer",
    "sheriff": "police",
    "police chief": "police",
    "chief of police": "police",
    "police officer": "police",
    "detective": "police",
    "superintendent": "police",
    "inspector": "police",
    "constable": "police",
    "pope": "pope",
    "king": "king",
    "queen": "queen",
    "prince": "prince",
    "princess": "princess",
    "bishop": "clergy",
    "archbishop": "clergy",
    "cardinal": "clergy",
    "rabbi": "clergy",
    "pastor": "clergy",
    "rev": "clergy",
    "reverend": "clergy",
    "imam": "clergy",
    "ayatollah": "clergy",
    "sheikh": "clergy",
    "mp": "mp",
    "councillor": "councillor",
    "councilman": "councillor",
    "councilwoman": "councillor",
    "councilor": "councillor",
}
#: Titles that hold one of these words and mean another thing.
_OTHERWISE = {
    "press secretary": "spokesperson",
    "secretary general": "secretary general",
    "general secretary": "secretary general",
    "general manager": "business",
    "general counsel": "lawyer",
    "director general": "head",
    "managing director": "business",
    "vice chancellor": "academic",
    "general practitioner": "medical",
}
_TRADES = {
    "politics": "candidate nominee contender frontrunner front-runner hopeful politician lawmaker"
    " legislator democrat republican party leader chairman strategist pollster campaign spokesman"
    " spokeswoman spokesperson aide adviser advisor operative surrogate delegate activist"
    " commissioner",
    "law": "lawyer attorney prosecutor barrister solicitor counsel",
    "business": "ceo businessman businesswoman banker owner founder cofounder entrepreneur investor"
    " billionaire mogul tycoon executive manager trader developer shareholder",
    "academic": "professor economist analyst researcher scientist historian scholar lecturer"
    " biologist sociologist physicist dean",
    "medical": "doctor physician surgeon nurse epidemiologist neurosurgeon psychologist",
    "media": "author journalist reporter editor host columnist correspondent anchor commentator"
    " blogger writer",
    "arts": "actor actress singer rapper musician artist producer comedian painter poet"
    " novelist filmmaker designer composer",
    "sport": "player coach striker midfielder defender goalkeeper quarterback boxer golfer"
    " footballer champion skipper",
    "head": "director chair chairperson",
    "ordinary": "farmer student voter teacher resident worker driver engineer carpenter plumber"
    " baker fisherman miner waiter waitress barber shopkeeper witness neighbor neighbour"
    " pensioner retiree pupil schoolgirl schoolboy villager electrician cook butcher gardener"
    " homeowner commuter librarian rancher grower",
}
_TRADE_OF = {word: trade for trade, some in _TRADES.items() for word in some.split()}
#: Which classes the offices are of, to tell who may be one person with two of them.
_CLASS = {
    **dict.fromkeys(
        "president|vice president|prime minister|chancellor|chief minister|minister|secretary"
        "|senator|representative|governor|mayor|speaker|ambassador|attorney general|mp|councillor"
        "|spokesperson|secretary general|king|queen|prince|princess".split("|"),
        "politics",
    ),
    "judge": "law",
    "lawyer": "law",
}
#: Of which nobody bears two at once, or is called by the one that he had before.
EXCLUSIVE = frozenset(
    "president|vice president|prime minister|chancellor|chief minister|senator|representative"
    "|governor|mayor|ambassador|judge|pope|king|queen|prince|princess|officer|police|clergy|mp"
    "|minister|secretary|attorney general|councillor".split("|")
)
_QUALIFIERS = (
    words.OF_ANOTHER_TIME
    | words.HONORIFICS
    | frozenset(
        "the us u s current new incumbent acting interim then now state federal republican"
        " democratic deputy outgoing presumptive two term sheikh and r d i of for in".split()
    )
)
_PARTY = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=8192)
def offices_in(title: str) -> frozenset[str]:
    """The offices and trades that a title tells: ``{"president"}``, ``{"business"}``."""
    tokens = fold(_PARTY.sub(" ", title)).split()
    text = " ".join(tokens)
    for phrase, office in _OTHERWISE.items():
        if phrase in text:
            return frozenset({office})
    found: set[str] = set()
    head = _head(tokens)
    for length in (3, 2, 1):
        for i in range(len(head) - length + 1):
            phrase = " ".join(head[i : i + length])
            if phrase in _OFFICES:
                found.add(_OFFICES[phrase])
                head = [*head[:i], *[""] * length, *head[i + length :]]
    if "president" in found and not _of_a_country(title, tokens, "president"):
        found = (found - {"president"}) | {"head"}
    if "vice president" in found and not _of_a_country(title, tokens, "vice president"):
        found = (found - {"vice president"}) | {"head"}
    if not found:
        found |= {_TRADE_OF[word] for word in head if word in _TRADE_OF}
    if re.search(r"\((?:R|D|I)\b", title):
        found.add("politics")
    return frozenset(found)


def _head(tokens: list[str]) -> list[str]:
    """A title up to what it is of: ``spokesman for the president`` -> ``spokesman``."""
    for i, word in enumerate(tokens):
        if word in {"for", "to", "at", "with", "in"} and i:
            return tokens[:i]
        if word == "of" and i and tokens[i - 1 : i + 2] != ["chief", "of", "police"]:
            return tokens[:i]
    return tokens


def _of_a_country(title: str, tokens: list[str], office: str) -> bool:
    """Is it an office of state: alone, or with a country, not a company's or a club's?"""
    rest = [w for w in tokens if w not in _QUALIFIERS and w not in office.split()]
    return not rest or bool(countries_in(title))


def class_of(office: str) -> str:
    """``politics`` for a senator and a mayor."""
    return _CLASS.get(office, office)
