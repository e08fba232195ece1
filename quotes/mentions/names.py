"""Names of people and organisations: their parts, and which of them can be the same.

Everything here is about names alone, without the text around them. ``fold``
is the form in which names are compared; ``compatible`` says whether two names
*can* be one person's, never that they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Literal

from quotes import lexicon
from quotes.mentions.words import (
    ALSO_FIRST_NAMES,
    ALSO_OTHERWISE,
    CHINESE_SURNAMES,
    CORPORATE,
    DEGREES,
    FAMILY_FIRST,
    FEMALE_TITLES,
    HONORIFICS,
    MALE_TITLES,
    NICKNAMES,
    PARTICLES,
    ROYAL,
    SMALL,
    SUFFIXES,
    TITLES,
)

Gender = Literal["female", "male"]

#: Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_POSSESSIVE = re.compile(r"(?<=\w)['’‘`´ʼ]s\b|(?<=s)['’‘`´ʼ](?!\w)", re.IGNORECASE)
_MARKS = re.compile(r"['’‘`´ʼ.]")
#: An initial and the name behind it without a blank: ``D.Hill``.
_GLUED = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{2})")
_HYPHENS = re.compile(r"[-‐‑‒–]")
#: The second syllable of a Chinese given name; not of Smith-Jones.
_GIVEN_LAST = re.compile(r"\w[-‐‑][^\W\d_A-Z]+$")
#: A given name of one or two Chinese syllables, spelt as on the mainland: Jiaqi, Yong.
_SYLLABLE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxzcsrwy])?(?:[iu]?a(?:ng?|i|o)?|[iu]?en?g?|ing?|i?ong|i[eu]?|ou"
    r"|u[eino]?|ei|o|er)"
)
_MAINLAND_GIVEN = re.compile(rf"(?:{_SYLLABLE.pattern}){{1,2}}")
#: Shorter ones may be anything: Solo.
_TWO_SYLLABLES = 5
_WORDS = re.compile(r"[^\W_]+")
#: Between two names: ``Robert “Bobby” Lane``, ``Roberto (Beto) Salinas``.
_NICKNAME = re.compile(
    r"(?<=[\w.]\s)(?:“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’|'([^']+)'|\(([^()]+)\))\s(?=\w)"
)


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """The form in which names are compared.

    Lower case, without accents, punctuation, possessive and leading "the".
    Words are joined by single blanks; a hyphen parts words. Folding twice
    changes nothing. A name of nothing but punctuation folds to ``""``.
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    bare = _MARKS.sub("", _POSSESSIVE.sub("", _plain(name).replace("&", " and ")))
    words = _WORDS.findall(bare)
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def without_nickname(name: str) -> str:
    """``Robert “Bobby” Lane`` -> ``Robert Lane``."""
    return name if name.isalpha() else _NICKNAME.sub("", name)


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[str, ...]:
    """A person's name without its nickname, and with it for a first name: ``Bobby Lane``."""
    found = _NICKNAME.search(name)
    if found is None:
        return (name,)
    nickname = next(word for word in found.groups() if word)
    return without_nickname(name), f"{nickname} {name[found.end() :]}"


def _plain(text: str) -> str:
    """Lower case, compatibility forms and accents taken away."""
    if text.isascii():
        return text.lower()
    for _ in range(3):  # folding case can bring accents out, and taking accents away new cases
        text = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
        text = "".join(
            ch for ch in text if unicodedata.category(ch) not in ("Mn", "Mc", "Me", "Cf")
        )
    return text


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, folded and cut into words; titles and degrees are left out."""

    words: tuple[str, ...]
    """All words without the suffix; adjoining initials stand together: ``("jd", "vance")``."""
    bound: int = 1
    """How many of the last words hang together by hyphens: 2 in ``Sherwood-Randall``."""
    suffix: str = ""
    """``jr``, ``sr``, ``ii``, ``iii``, ``iv`` or nothing."""
    initials: frozenset[str] = frozenset()
    """Those of the words that are initials."""
    family_first: bool = False
    """The family name stands first: ``Xi Jinping``."""

    @property
    def key(self) -> str:
        """The word on which every compatible name agrees."""
        if not self.words:
            return ""
        return self.words[0] if self.family_first else self.words[-1]

    @property
    def first(self) -> str | None:
        """The first name; ``None`` when there is only a family name or an initial."""
        given = self.given
        return given[0] if given and given[0] not in self.initials else None

    @property
    def given(self) -> tuple[str, ...]:
        """Everything before the family name, particles left out."""
        if self.family_first:
            return self.words[1:]
        given = list(self.words[: len(self.words) - self.bound])
        while given and given[-1] in PARTICLES:
            given.pop()
        return tuple(given)


@lru_cache(maxsize=4096)
def parse_person(name: str) -> PersonName:
    """Cut a person's name into its parts. Anything is accepted; an empty name has no words."""
    tokens = _GLUED.sub(" ", split_title(without_nickname(name))[1].replace(",", " ")).split()
    while len(tokens) > 1 and fold(tokens[0]) in ROYAL | HONORIFICS:
        tokens.pop(0)
    suffix = ""
    while len(tokens) > 1 and fold(tokens[-1]) in SUFFIXES | DEGREES:
        last = fold(tokens.pop())
        suffix = last if last in SUFFIXES else suffix
    words: list[str] = []
    initials: set[str] = set()
    bound = 1
    for token in tokens:
        parts = fold(token).split()
        if not parts:
            continue
        if _is_initial(token):
            if words and words[-1] in initials:
                initials.add(words[-1] + parts[0])
                words[-1] += parts[0]
                continue
            initials.update(parts[:1])
        words += parts
        while len(parts) > 1 and parts[0] in PARTICLES:  # al-Assad
            parts.pop(0)
        bound = len(parts)
    first = len(words) > 1 and words[0] in FAMILY_FIRST and _family_first(words, tokens)
    if not first and len(tokens) > 2 and _GIVEN_LAST.search(tokens[-1]):
        family = len(words) - bound - 1
        if words[family] in FAMILY_FIRST | CHINESE_SURNAMES:  # Ada Wong Mei-ling
            words.append(words.pop(family))
            bound = 1
    elif not first and _is_family_between(words):  # Ada Wang Jiaqi
        words.append(words.pop(1))
    known = frozenset(initials).intersection(words)
    return PersonName(tuple(words), 1 if first else bound, suffix, known, first)


def _is_initial(token: str) -> bool:
    """``J``, ``J.``, ``J.D.``, ``JD`` (two capitals without a vowel), not ``Al`` or ``Bo``."""
    letters = _MARKS.sub("", token)
    if len(letters) == 1:
        return letters.isalpha()
    if re.fullmatch(r"(?:[^\W\d_][.]){2,4}", token):
        return True
    return len(letters) == 2 and letters.isupper() and not set(letters) & set("AEIOUY")


def _family_first(words: list[str], tokens: list[str]) -> bool:
    """Does the name that begins with an East Asian family name really begin with it?"""
    if words[0] in ALSO_OTHERWISE and not any(_HYPHENS.search(t) for t in tokens[1:]):
        # Kim Clark, Lee Harvey Oswald; but Kim Jong Un, Lee Hsien Loong
        if len(words) == 2:  # Fong Zhiyong
            return words[0] not in {"kim", "lee"} and _is_mainland_given(words[1])
        return len(words) == 3 and not any(w in _first_names() or len(w) == 1 for w in words[1:])
    return len(words) <= 3 and not any(len(w) == 1 for w in words[1:])


def _is_mainland_given(word: str) -> bool:
    """Is it a Chinese given name of two syllables, and no first name elsewhere?"""
    if len(word) < _TWO_SYLLABLES or _SYLLABLE.fullmatch(word) or is_first_name(word):
        return False
    return _MAINLAND_GIVEN.fullmatch(word) is not None


def _is_family_between(words: list[str]) -> bool:
    """Does a first name stand before a name that begins with a Chinese family name?"""
    if len(words) != 3 or words[1] not in FAMILY_FIRST | CHINESE_SURNAMES or words[1] == "lee":
        return False
    chosen, _, given = words
    return (
        is_first_name(chosen)
        and not is_first_name(given)
        and _MAINLAND_GIVEN.fullmatch(given) is not None
    )


@cache
def _first_names(mostly: bool = False) -> dict[str, Gender]:
    """The bundled list of first names, folded: the nearly certain ones, or the ``mostly`` ones."""
    listed = lexicon.read("quotes.mentions", "first_names.txt")
    female, male = ("MOSTLY_FEMALE", "MOSTLY_MALE") if mostly else ("FEMALE", "MALE")
    genders: dict[str, Gender] = dict.fromkeys(listed.words(female), "female")
    return genders | dict.fromkeys(listed.words(male), "male")


@cache
def _told_elsewhere() -> frozenset[str]:
    """First names that tell no gender, as they are the other sex's elsewhere."""
    return lexicon.read("quotes.mentions", "first_names.txt").words("ELSEWHERE")


def is_first_name(word: str) -> bool:
    """Is this a usual first name (in the United States)?"""
    folded = fold(word)
    return folded in _first_names() or folded in _first_names(mostly=True) or folded in NICKNAMES


def gender(name: str, elsewhere: bool = True) -> Gender | None:
    """The gender that a person's name tells, by its first name or by ``Mr.`` or ``Lady``, if any.

    A family name alone tells nothing, nor does a first name that is given to both sexes: in the
    United States or ``elsewhere``.
    """
    words = fold(name).split()
    for word in words[:-1]:
        if word in MALE_TITLES:
            return "male"
        if word in FEMALE_TITLES:
            return "female"
        if word not in TITLES:
            break
    parsed = parse_person(name)
    first = None if parsed.family_first else parsed.first
    if first is None and re.match(r"Al\s+[A-Z]", name):
        first = "al"  # no particle: Al Gore
    if first is None or (elsewhere and first in _told_elsewhere()):
        return None
    known = _first_names().get(first)
    if known is None:
        full = {_first_names().get(n) for n in NICKNAMES.get(first, frozenset())}
        known = full.pop() if len(full) == 1 else None
    return known


def nicknames() -> Iterator[tuple[str, str]]:
    """Every short form with each name that it can stand for, folded."""
    return ((short, full) for short, some in NICKNAMES.items() for full in some)


@lru_cache(maxsize=4096)
def leaning(name: str) -> Gender | None:
    """The gender of four in five who bear the first name: for weighing, not for telling.

    A name of one word may be a first name, and one that is nearly certain to tell the gender of
    whoever bears it may be a family name (``Thomas``), so that it is only weighed as well.
    """
    parsed = parse_person(name)
    alone = len(parsed.words) == 1
    first = parsed.key if alone else parsed.first
    if parsed.family_first or first is None or first in _told_elsewhere():
        return None
    known = _first_names().get(first) if alone else None
    return known or _first_names(mostly=True).get(first)


def full_forms(first: str) -> frozenset[str]:
    """The names that a folded first name can be short for, without itself."""
    return NICKNAMES.get(first, frozenset())


def same_first_name(a: str, b: str) -> bool:
    """Can two folded first names be one: equal, or nickname and name, or nicknames of one name?"""
    if a == b:
        return True
    mine, theirs = NICKNAMES.get(a, frozenset()) | {a}, NICKNAMES.get(b, frozenset()) | {b}
    return bool(mine & theirs)


def compatible(a: str, b: str) -> bool:
    """Can two names be the same person's?

    Symmetric, not transitive: ``Kirby`` goes with two different Kirbys. The
    last words must agree (the first ones where the family name stands
    first), what one name leaves out the other may have, initials stand for
    names and nicknames for full ones: ``Kirby``, ``John Kirby``,
    ``John F. Kirby``. A suffix that only one full name has parts them:
    ``Donald Trump`` is not ``Donald Trump Jr.`` Who has a nickname beside his
    name goes with either: ``Robert “Bobby” Lane``.
    """
    pairs = product(readings(a), readings(b))
    return any(_compatible(parse_person(x), parse_person(y)) for x, y in pairs)


def _compatible(x: PersonName, y: PersonName) -> bool:
    if not x.words or x.key != y.key:
        return False
    if x.suffix != y.suffix and x.given and y.given:
        return False
    if x.suffix and y.suffix and x.suffix != y.suffix:
        return False
    if len(x.words) < len(y.words):
        x, y = y, x
    if y.bound < x.bound and len(y.words) < x.bound:
        return False  # Randall is not Sherwood-Randall
    if x.family_first or y.family_first:
        both = x.family_first and y.family_first
        if not both and len(y.words) > 1:  # Wong Mei-ling is Ada Wong Mei-ling
            x, y = (y, x) if x.family_first else (x, y)
            return len(x.words) > 2 and _given_agree(x.words[1:-1], y.words[1:])
        return not both or _given_agree(x.words[1:], y.words[1:])
    if x.words[len(x.words) - len(y.words) :] == y.words:
        return True
    return _first_and_middle_agree(x, y)


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """``jong un`` and ``jongun``."""
    return not a or not b or "".join(a) == "".join(b)


def _first_and_middle_agree(x: PersonName, y: PersonName) -> bool:
    """For names that end alike: do first names agree, and middle ones where both have any?"""
    first, *middle = x.words[:-1]
    other, *between = y.words[:-1] or ("",)
    if not _given_fits(first, other, x, y):
        return False
    if not middle or not between:
        return True
    if _is_subsequence(between, middle) and not {*between} & y.initials:
        return True
    return all(_given_fits(m, n, x, y) for m, n in zip(middle, between, strict=False))


def _given_fits(a: str, b: str, x: PersonName, y: PersonName) -> bool:
    if a in x.initials and b in y.initials:
        return a.startswith(b) or b.startswith(a)
    if a in x.initials or b in y.initials:
        return bool(a) and bool(b) and a[0] == b[0]
    return same_first_name(a, b)


def _is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def fuller(a: str, b: str) -> str:
    """The fuller of two names of one person: more words, more letters, accents before none."""

    def measure(name: str) -> tuple[int, int, int, int, str]:
        parsed = parse_person(name)
        spelt = sum(word not in parsed.initials for word in parsed.words)
        accents = sum(not ch.isascii() for ch in name)
        return (spelt, len(parsed.words), sum(map(len, parsed.words)), accents, name)

    return max(a, b, key=measure)


def split_title(name: str) -> tuple[str | None, str]:
    """``Sen. Bernie Sanders`` -> (``Sen.``, ``Bernie Sanders``); ``None`` when there is no title.

    The name keeps at least one word, and ``King``, ``Pope`` and their like.
    """
    words = name.split()
    cut = 0
    while cut < len(words) - 1 and _is_title(words[cut]):
        if cut == len(words) - 2 and fold(words[cut]) in ALSO_FIRST_NAMES:
            break
        cut += 1
    if cut > 0 and fold(words[cut]) in SUFFIXES:
        cut -= 1
    return (" ".join(words[:cut]) or None), " ".join(words[cut:])


def _is_title(word: str) -> bool:
    """``General``, ``Maj-General``."""
    parts = fold(word).split()
    return bool(parts) and TITLES.issuperset(parts)


# ---------------------------------------------------------------- organisations


def acronyms(name: str) -> frozenset[str]:
    """The acronyms an organisation's name can have, folded; none for names of one word.

    ``Customs and Border Protection`` -> ``cbp``, ``cabp``.
    """
    words = [w for w in fold(name).split() if w not in CORPORATE]
    if len(words) < 2:
        return frozenset()
    starts = [words, words[1:]] if words[0] in {"us", "uk"} else [words]
    found = {"".join(w[0] for w in some) for some in starts}
    found |= {"".join(w[0] for w in some if w not in SMALL) for some in starts}
    return frozenset(a for a in found if len(a) > 1)


def is_acronym(name: str) -> bool:
    """``CBP``, ``U.S.``, ``FBI``: two to six capitals, full stops allowed."""
    letters = _MARKS.sub("", _POSSESSIVE.sub("", name.removeprefix("the ").removeprefix("The ")))
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def organization_key(name: str) -> str:
    """The folded name without ``Inc.``, ``Corp.`` and their like."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in CORPORATE:
        words.pop()
    return " ".join(words)


# ---------------------------------------------------------------- across articles


def name_key(name: str, kind: str) -> str:
    """What to look a speaker's name up by.

    One word of a person's name, the whole folded name of anything else. Every
    name that is :func:`compatible` with a person's has the same key
    (``López Obrador``, ``Andrés Manuel Lopez Obrador``: ``obrador``), but
    not every name with the key is compatible.
    """
    if kind == "person":
        return parse_person(name).key
    return organization_key(name) if kind == "organization" else fold(name)
