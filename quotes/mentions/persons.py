"""Names of persons taken apart: given names, family name, how either is spelt, which is shown.

Forms keep a name as one folded string, see :func:`canonical`; :func:`read`
takes it apart again. Whether two full names can be one person's is
:func:`fits`; a family name alone is :attr:`Named.bare`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.names import (
    fold,
    is_first_name,
    nicknames,
    parse_person,
    split_title,
    without_nickname,
)

#: Marks that are no part of a name, at its ends.
_ENDS = " \t\n\"“”„«»‘’'`´*_,;:.!?()[]<>|/\\-–—…"
#: A spelt first name that is used so often beside initials is shown rather than they.
_NEARLY = 0.5
#: What stands before a name and is no known first name is a part of it if not used far less often.
_FAR_LESS = 0.1
_POSSESSIVE = re.compile(r"['’‘`´ʼ]s?$|['’‘`´ʼ]S$")
#: What begins inside a name and is none of it: ``Ada Hill:"We``, ``Hill, Prime Minister``.
_BEHIND = re.compile(r"""[,;:("“”|/].*$|\s[-–—]\s.*$""", re.DOTALL)
_SUFFIX_BEHIND = re.compile(r",\s*((?:Jr|Sr|II|III|IV)\b\.?)", re.IGNORECASE)
#: Before a name with a blank or without: H.E., H E, HH, H.H. Shri, H.E.Ada.
_EXCELLENCY = re.compile(r"^(?:.*\s)?H\.?\s?[EH](?:\.?\s+|\.)(?=[^\s.]\S+\s\S)")
_HIGHNESS = re.compile(
    r"^(?:.*\s)?(?:(?:His|Her|Your)\s+(?:(?:Royal|Serene|Imperial)\s+)?"
    r"(?:Highness|Excellency|Majesty|Holiness)|(?:Rt|Right)\.?\s+Hon(?:ou?rable|\.)?)\s+",
    re.IGNORECASE,
)
#: Where a blank is missing: ``Dr.Hill``; in ``D.Hill`` it is so written.
_GLUED = re.compile(r"(?<=[^\W\d_]{2}\.)(?=[^\W\d_]{2})")
#: Titles before names that are no words of :data:`quotes.mentions.words.TITLES`.
_MORE_TITLES = lexicon.words("MORE_TITLES")
_ARTICLES = lexicon.words("ARABIC_ARTICLES")
#: Between two names that are one: Nasir-ul-Vrand.
_JOINING = _ARTICLES | {"ul"}
#: Spellings of one given or family name, the first for all of them.
_SPELLINGS = {spelling: group[0] for group in lexicon.groups("SPELLINGS") for spelling in group}
_SKY = re.compile(r"sk(?:y|yy|iy|ii|ij|yi|i|yj)$")


Weakness = Literal["initials", "middle", "nickname"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was taken apart; spellings made one."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    suffix: str = ""
    initials: frozenset[str] = frozenset()
    """Those of ``given`` that are initials."""

    @property
    def bare(self) -> bool:
        """A family name alone, or one name."""
        return not self.given

    @property
    def key(self) -> str:
        """The block where everybody of the family name meets."""
        return self.family[0] if self.family else ""


@lru_cache(maxsize=8192)
def cleaned(name: str) -> str:
    """A name as it came, without what is none of it: possessives, titles, marks, what follows."""
    suffix = _SUFFIX_BEHIND.search(name)
    text = _GLUED.sub(" ", " ".join(name.split()))
    text = without_nickname(text)
    text = _BEHIND.sub("", text).strip() or text
    for pattern in (_EXCELLENCY, _HIGHNESS):
        text = pattern.sub("", text) or text
    stripped = text.strip(_ENDS)
    if text.rstrip().endswith(".") and re.search(r"(?:\b\w|\b[JS]r)\.$", text):
        stripped += "."
    stripped = _POSSESSIVE.sub("", stripped).strip()
    tokens = stripped.split()
    while len(tokens) > 2 and _is_more_title(tokens[0], tokens[1]):
        tokens.pop(0)
    royal = tokens[0] if tokens and fold(tokens[0]) in words.ROYAL else None
    rest = split_title(" ".join(tokens))[1].split() if royal is None else tokens
    if len(rest) == 3 and fold(rest[0]) == fold(rest[2]):
        rest = rest[1:]  # Hill Ada Hill
    if suffix and rest:
        rest.append(suffix.group(1))
    return " ".join(rest) or stripped or name.strip()


def _is_more_title(word: str, following: str) -> bool:
    """``Amir Sheikh Nawaf``; but Amir Nawaf may be called so."""
    told = fold(following) in words.TITLES | _MORE_TITLES
    return fold(word) in _MORE_TITLES and (told or fold(word) not in words.ALSO_FIRST_NAMES)


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """A person's name folded, initials apart, a double name with its hyphen: ``j d vance``."""
    text = cleaned(name)
    tokens = text.split()
    if len(tokens) > 1 and fold(tokens[0]) in words.ROYAL:
        return fold(text)
    parsed = parse_person(text)
    if not parsed.words:
        return fold(text)
    spelt: list[str] = []
    for word in parsed.words:
        spelt += list(word) if word in parsed.initials else [word]
    if len(tokens) == 1 and len(spelt) == 2 and spelt[0] in words.PARTICLES:
        spelt = ["-".join(spelt)]  # al-Assad: a family name, as Al Gore is none
    elif parsed.bound > 1 and len(parsed.words) >= parsed.bound:
        tail = "-".join(spelt[-parsed.bound :])
        spelt = [*spelt[: -parsed.bound], tail]
    return " ".join([*spelt, parsed.suffix]) if parsed.suffix else " ".join(spelt)


@lru_cache(maxsize=16384)
def read(name: str) -> Named:
    """A :func:`canonical` name, taken apart."""
    tokens = name.split()
    suffix = ""
    if len(tokens) > 1 and tokens[-1] in words.SUFFIXES:
        suffix = tokens.pop()
    if len(tokens) > 1 and tokens[0] in words.ROYAL:
        return Named(tuple(tokens[:1]), (spelling(tokens[-1]),), suffix)
    given, family = _parts(tokens)
    initials = frozenset(word for word in given if len(word) == 1)
    return Named(
        tuple(spelling(word) for word in given),
        tuple(spelling(word) for word in family),
        suffix,
        initials,
    )


def _parts(tokens: list[str]) -> tuple[list[str], list[str]]:
    last = tokens[-1] if tokens else ""
    if len(tokens) > 2 and "-" in last and tokens[-2] in words.CHINESE_SURNAMES:
        return tokens[:-2], [tokens[-2]]  # Ada Wong Mei-ling
    if _family_first(tokens):
        return ["".join(tokens[1:]).replace("-", "")], [tokens[0]]
    family = [part for part in last.split("-") if part]
    rest = tokens[:-1]
    if not family:
        return [], tokens
    spanish = words.SPANISH_SURNAMES
    particles = [w for w in rest[-2:] if w in words.PARTICLES]
    before = [w for w in rest if w not in words.PARTICLES]
    double = len(family) == 1 and family[0] in spanish and before and before[-1] in spanish
    if double and (len(before) > 1 or not is_first_name(before[-1])):
        return before[:-1], [before[-1], family[0]]  # Lopez Obrador, Fernandez de Kirchner
    if len(family) > 1 and family[0] in words.PARTICLES:
        family = family[1:]  # al-Assad, Ben-Gvir
    if particles and rest and rest[-1] in _ARTICLES and len(rest) > 1:
        while len(rest) > 1 and rest[-1] in _ARTICLES:
            rest.pop()
        return rest, family
    if rest and rest[-1] in _ARTICLES - {"al"}:
        return rest[:-1], family
    while rest and rest[-1] in words.PARTICLES and rest not in (["al"], ["ben"]):
        rest.pop()  # Le Pen and Marine Le Pen meet in "pen"
    return rest, family


def _family_first(tokens: list[str]) -> bool:
    if len(tokens) < 2:
        return False
    # What parse_person asks for is gone from the folded string but the hyphens.
    return parse_person(" ".join(t.title() for t in tokens)).family_first


@lru_cache(maxsize=16384)
def spelling(word: str) -> str:
    """One word of a name, such that usual spellings of one name are equal."""
    word = _SPELLINGS.get(word, word)
    if len(word) < 5:
        return word
    word = _SKY.sub("ski", word)
    word = re.sub(r"(.)\1", r"\1", word)
    return _SPELLINGS.get(word, word)


def fits_bare(bare: Named, full: Named) -> bool:
    """Can a family name alone be that of a full name?"""
    if bare.suffix and bare.suffix != full.suffix:
        return False
    return bare.family == full.family


@lru_cache(maxsize=65536)
def fits(a: Named, b: Named) -> bool:
    """Can two full names be one person's, if it were not for the suffix?"""
    if not _families_fit(a.family, b.family):
        return False
    if "".join(a.given) == "".join(b.given):
        return True
    first, *middle = a.given
    other, *between = b.given
    if not _given_fits(first, other, a, b):
        return _is_end(a, b) or _is_end(b, a)
    if not middle or not between:
        return True
    if len(middle) != len(between):
        short, long = sorted((middle, between), key=len)
        rest = iter(long)
        return all(any(_given_fits(w, v, a, b) for v in rest) for w in short)
    return all(_given_fits(m, n, a, b) for m, n in zip(middle, between, strict=True))


def weakness(a: Named, b: Named) -> Weakness | None:
    """By how much less than most two names fit, if so: ``J. J. Hill`` and ``Jonah Hill``."""
    if "".join(a.given) == "".join(b.given) or _is_end(a, b) or _is_end(b, a):
        return None
    first, other = a.given[0], b.given[0]
    if (first in a.initials) != (other in b.initials):
        return "initials"
    if len(first) != len(other) and first in a.initials:
        return "initials"
    spelt = [{w for w in one.given[1:] if w not in one.initials} for one in (a, b)]
    if spelt[0] ^ spelt[1]:
        return "middle"  # one of them leaves out a middle name that is no initial
    return "nickname" if first != other else None


def _is_end(short: Named, long: Named) -> bool:
    """``Edgar Hill`` of J. Edgar Hill, ``Rosen Hill`` of Ada Rosen Hill; no first name of two."""
    if len(long.given) < 2 or short.given != long.given[1:]:
        return False
    return long.given[0] in long.initials or not is_first_name(short.given[0])


def _families_fit(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    spanish = words.SPANISH_SURNAMES
    return len(short) == 1 and len(long) == 2 and long[0] == short[0] and set(long) <= spanish


def _given_fits(a: str, b: str, x: Named, y: Named) -> bool:
    if a in x.initials or b in y.initials:
        return a[0] == b[0]
    return a == b or not (_stands_for(a) | {a}).isdisjoint(_stands_for(b) | {b})


def _stands_for(given: str) -> frozenset[str]:
    """The names that a given name is short for, all in the :func:`spelling` that names are read in:
    Mike is short for *micheal* there."""
    return _short_forms().get(given, frozenset())


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for short, full in nicknames():
        found.setdefault(spelling(short), set()).add(spelling(full))
    return {short: frozenset(some) for short, some in found.items()}


def given_keys(named: Named) -> tuple[str, ...]:
    """Words of which two names that fit have one in common, to look them up by."""
    if not named.given:
        return ()
    keys: set[str] = {"".join(named.given)[:1] + "."}
    for first in named.given[:2]:
        full = _stands_for(first) | {first}
        keys |= {word[0] + "." for word in full}
    return tuple(sorted(keys))


def is_only_first_name(name: str) -> bool:
    """Is a canonical name one word that is a first name, and of no well-known family?"""
    word = name.strip()
    if " " in word or "-" in word:
        return False
    return (
        is_first_name(word) and word not in words.FIRST_NAMES_ALSO_SURNAMES | words.SPANISH_SURNAMES
    )


# ---------------------------------------------------------------- the name that is shown


def shown(names: Mapping[str, int]) -> str:
    """Of all names of one person the one that is shown, in an article as in the database.

    It is the one used most often in full, never simply the longest; two family
    names are not in full. ``names`` are names as they came, with the numbers of
    their uses.
    """
    clean: Counter[str] = Counter()
    for name, uses in names.items():
        clean[cleaned(name)] += max(uses, 0)
    clean = Counter({name: n for name, n in clean.items() if name}) or Counter(dict(names))
    # The same but for accents, hyphens and case: one name, in its most usual spelling.
    by_form: dict[str, Counter[str]] = {}
    for name, uses in clean.items():
        by_form.setdefault(canonical(name), Counter())[name] += uses
    told = {form: read(form) for form in by_form}
    total = {form: sum(spelt.values()) for form, spelt in by_form.items()}

    def is_part(form: str) -> bool:
        return any(
            (total[other] >= total[form] and _is_part(form, other))
            or _is_before_article(form, other)
            or _is_without_first_name(form, other, total[other] / max(total[form], 1))
            for other in by_form
        )

    def rank(form: str) -> tuple[bool, bool, int, str]:
        # by the alphabet, but pat and ferso after the longer patrick and ferson
        order = form.replace(" ", "~") + "~"
        return (told[form].bare, is_part(form), -total[form], order)

    best = min(by_form, key=rank)
    if not told[best].bare:
        spelt = [
            form
            for form, named in told.items()
            if not named.bare
            and not _begins_with_initial(named)
            and total[form] >= _NEARLY * total[best]
        ]
        if _begins_with_initial(told[best]) and spelt:
            best = min(spelt, key=rank)
    return most_usual(by_form[best])


def _is_part(form: str, other: str) -> bool:
    """``ana ruiz`` of *ana ruiz vega*, ``al haddad`` of *salma al haddad*: a family name is left
    out, or there is nothing else."""
    particle = form.partition(" ")[0] in words.PARTICLES
    return other.startswith(f"{form} ") or (particle and other.endswith(f" {form}"))


def _is_before_article(form: str, other: str) -> bool:
    """``nasir`` of *nasir-ul-vrand*: what stands before an article that joins two names."""
    rest = other.removeprefix(f"{form}-")
    return rest != other and rest.partition("-")[0] in _JOINING and "-" in rest


def _is_without_first_name(form: str, other: str, times: float) -> bool:
    """Is a name the two family names of another: ``tarano vega`` of *ana tarano vega*?

    That begins with a first name, as ``generalissimo ada hill`` does not; or with what may be one,
    because *tarano* is none either, if it is so written ``times`` as often. So it is of 11 of the
    17 people in 650 articles who are named with more before a name in full; of the others that is a
    title or a country.
    """
    if not other.endswith(f" {form}") or _begins_with_initial(read(other)):
        return False
    if other.partition(" ")[0] in words.ROYAL:
        return False
    if _is_known(other):
        return True
    return times >= _FAR_LESS and not _is_known(form) and not _family_first(form.split())


def _is_known(form: str) -> bool:
    """Does a canonical name begin with a usual first name, in any spelling?"""
    first = form.partition(" ")[0]
    if first in words.PARTICLES | words.ROYAL:
        return False
    return is_first_name(first) or _SPELLINGS.get(first) in _first_names_spelt()


@cache
def _first_names_spelt() -> frozenset[str]:
    """Of the spellings that are made one the first, where one of them is a usual first name."""
    return frozenset(one for word, one in _SPELLINGS.items() if is_first_name(word))


def _begins_with_initial(named: Named) -> bool:
    return bool(named.given) and named.given[0] in named.initials


def most_usual(names: Counter[str]) -> str:
    """Of one name's spellings the most usual; no capitals all through where another is there."""

    def rank(name: str) -> tuple[bool, int, bool, str]:
        shouted = len(name) > 4 and (name.isupper() or name.islower())
        return (shouted, -names[name], name.isascii(), name)

    return min(names, key=rank)
