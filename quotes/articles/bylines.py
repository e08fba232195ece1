"""Bylines: the names of those who wrote, without roles, dates, addresses and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from quotes.articles.words import words

#: Controls of direction and invisible marks, with which a name can look like another.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]")
_AGENCIES = words(
    """
    afp agence+france-presse anadolu+agency ani ap associated+press associated+press+reporter
    bloomberg bloomberg+news canadian+press dpa efe ians ips jiji kyodo kyodo+news newswire
    pa pa+media pa+news+agency press+association pti press+trust+of+india reuters reuters+staff
    tass tribune+news+service upi wire+reports wire+services xinhua yonhap
    """
)
_NOBODY = words(
    """
    admin administrator anonymous author authors by contributor correspondent desk editor
    editorial editors guest guest+author guest+contributor news news+desk newsdesk newsroom
    online+desk posted reporter reporters staff staff+report staff+reporter staff+reports
    staff+writer staff+writers super+user team unknown user username web+desk webmaster
    webteam wire n/a name no+author none null undefined root test view+profile view+bio more follow
    news+service news+services service+reports share
    editorial+board+member our+correspondent special+correspondent contributors
    """
)
_LEAD = re.compile(
    r"^(?:(?:(?:analysis|article|column|compiled|exclusive|guest post|interview|opinion|photos?"
    r"|photographs?|posted|published|report|reported|reporting|review|story|text|updated|words"
    r"|written)(?: and [a-z]+)? )?by\b:?|(?:about the )?authors?:|words:|from:)\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|(?:on )?(?:twitter|x|facebook|instagram)?:? ?@\w+", re.I
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
#: From here on a byline is about the day.
_FROM_DATE = re.compile(
    r"\s*[-–—|,•·]?\s*(?:(?:posted|published|updated|last updated|first published)\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|\b{_MONTH} \d|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} \d"
    r"|\d{1,2}[:/.]\d{2}|\d{4}-\d\d).*$",
    re.IGNORECASE,
)
#: From here on it tells of the writer.
_TELLS = re.compile(
    r"\s*,?\s+\b(?:is|was|has been|covers|writes|reports|says|joined|works|can be reached|lives)\b"
    r".*$",
)
_ROLE_WORD = (
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|contributors?|journalists?|"
    r"producers?|analysts?|bureau chief|critic|staff|chief|intern|fellow|photographer|"
    r"blogger|contributing|columnist)"
)
_ROLE = re.compile(rf"^(?:the )?(?:[\w'’&.-]+ ){{0,5}}{_ROLE_WORD}(?:\b.*)?$", re.IGNORECASE)
#: What stands between a name and a role: Jane Doe Senior Political Reporter.
_BEFORE_ROLE = words(
    """
    abc afp ap assistant associate auto bbc breaking business cbs chief cnn contributing courts
    crime data defence defense deputy digital diplomatic economics education environment europe
    executive features foreign fox general guest health home legal local managing medical
    multimedia national nbc news north+america online political politics royal science senior
    special sport sports staff tech technology the+times us u.s. usa+today video washington
    white+house
    """
)
_TRAILING_ROLE = re.compile(
    r"\s+(?:(?:"
    + "|".join(re.escape(word) for word in sorted(_BEFORE_ROLE))
    + rf") ){{0,4}}{_ROLE_WORD}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\s+(?:for|at|of|in|via|with)\s+(?:the\s+)?[A-Z].*$|\s+and agenc(?:y|ies)$", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*(?:;|,|\||/|•|·|\n|\s&\s|\s(?:and|AND|And|with|With|WITH)\s)\s*")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq|mba|rn|dds|md|phd)\.?$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_DOMAIN = re.compile(r"\.(?:com|org|net|co|tv|news|info)\b", re.IGNORECASE)
_LONGEST_ACRONYM = 5
_MOST_NAMES = 12
_LONGEST_NAME = 60
_MOST_WORDS = 6


def without_controls(text: str | None) -> str | None:
    """``text`` in one line, without controls of direction; ``None`` if nothing is left."""
    if not text:
        return None
    legible = (
        c for c in _INVISIBLE.sub("", text) if c.isspace() or unicodedata.category(c) != "Cc"
    )
    return " ".join("".join(legible).split()) or None


def is_agency(name: str) -> bool:
    """Whether ``name`` is a news agency, not a person or the outlet that prints its reports."""
    return " ".join(name.lower().replace("the ", "", 1).strip(" .()").split()) in _AGENCIES


def _is_organization(name: str, outlet: str | None) -> bool:
    """Whether a byline's ``name`` is an agency or outlet: CNN Business, AP, cleveland.com."""
    first = name.split()[0]
    return (
        is_agency(name)
        or (first.isupper() and "." not in first and is_agency(first))
        or (name.isupper() and " " not in name and len(name) <= _LONGEST_ACRONYM)
        or _DOMAIN.search(name) is not None
        or bool(outlet and (_folded(name) in _folded(outlet) or _begins(name, outlet)))
    )


def _without_employer(name: str, outlet: str | None) -> str:
    """``Jane Doe Associated Press`` as ``Jane Doe``."""
    parts = name.split()
    for place in range(2, len(parts)):
        employer = " ".join(parts[place:])
        if is_agency(employer) or (outlet and _folded(employer) == _folded(outlet)):
            return " ".join(parts[:place]).rstrip(".,")
    return name


def _begins(name: str, outlet: str) -> bool:
    """Whether ``name`` is of a part of the outlet: CNN Business, of CNN."""
    return name.lower().startswith(f"{outlet.lower().removeprefix('the ')} ")


def byline(given: Iterable[str], outlet: str | None = None) -> str | None:
    """The writers' names in what a page or front matter gives for them, parted by commas.

    Persons alone where there are any, otherwise an organization or agency; ``None`` for
    addresses, accounts, roles and the ``outlet`` itself. The same name in another case counts
    once.
    """
    people: dict[str, str] = {}
    others: dict[str, str] = {}
    for value in given:
        for name in (_without_employer(name, outlet) for name in _names(value)):
            folded = _folded(name)
            if not folded or (outlet and folded == _folded(outlet)):
                continue
            kind = others if _is_organization(name, outlet) else people
            if not any(folded.startswith(known) and folded != known for known in kind):
                kind[folded] = _better(kind.get(folded), name)
    names = list((people or others).values())
    return ", ".join(names[:_MOST_NAMES]) or None


def _names(value: str) -> Iterator[str]:
    text = without_controls(value[:1000]) or ""
    text = _ADDRESS.sub(" ", text)
    for _ in range(2):
        text = _LEAD.sub("", text.strip(" -–—|•·,:;"))
    text = _TELLS.sub("", _FROM_DATE.sub("", text))
    parts = [part.strip(" -–—|•·,:;()[]") for part in _SPLIT.split(text)]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.match(part):
            joined[-1] += f", {part}" if part.lower().startswith(("jr", "sr")) else ""
        else:
            joined.append(part)
    for part in joined:
        name = _person(part)
        if name:
            yield name


def _person(part: str) -> str | None:
    part = _LEAD.sub("", part)
    part = re.sub(r"\s*\([^()]*\)", "", part).strip()
    if is_agency(part):
        return part
    if _ROLE.match(part) and len(_TRAILING_ROLE.sub("", part).split()) < 2:
        return None
    part = _FOR.sub("", _TRAILING_ROLE.sub("", part)).strip(" -–—|•·,:;")
    folded = part.lower().strip(".")
    if folded in _NOBODY or _ROLE.fullmatch(part) or not _LETTERS.search(part):
        return None
    if len(part) > _LONGEST_NAME or len(part.split()) > _MOST_WORDS or "_" in part:
        return None
    if any(character.isdigit() for character in part) or any(mark in part for mark in "<>{}=?!/\\"):
        return None
    if part.islower() and " " not in part:  # An account, not a name.
        return None
    return part


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().removeprefix("the "))
    return "".join(character for character in plain if character.isalnum())


def _better(known: str | None, name: str) -> str:
    """Of the same name twice, the one that is not in capitals."""
    return name if known is None or (known.isupper() and not name.isupper()) else known
