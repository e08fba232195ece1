"""Names of people and organisations: their parts, and which of them can be the same.

Everything here is about names alone, without the text around them. ``fold``
is the form in which names are compared; ``compatible`` and
``same_organization`` say whether two names *can* be one entity's, never that
they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Gender = Literal["female", "male"]

#: Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_POSSESSIVE = re.compile(r"(?<=\w)['’‘`´ʼ]s\b|(?<=s)['’‘`´ʼ](?!\w)", re.IGNORECASE)
_MARKS = re.compile(r"['’‘`´ʼ.]")
_HYPHENS = re.compile(r"[-‐‑‒–]")
_WORDS = re.compile(r"[^\W_]+")

#: Before a name, part of no name.
HONORIFICS = frozenset("mr mrs ms miss mx messrs dr prof sir dame lord lady madam madame hon st".split()) - {"st"}
#: Titles that stand right before a person's name.
TITLES = HONORIFICS | frozenset(
    "professor rev reverend sen senator senators rep reps representative congressman congresswoman "
    "gov governor govs mayor president vice secretary minister premier chancellor ambassador judge justice chief "
    "general gen colonel col lt lieutenant sgt sergeant capt captain maj major adm admiral cmdr commander cpl "
    "corporal pvt private officer detective sheriff inspector constable superintendent commissioner "
    "attorney speaker chairman chairwoman chairperson chair director spokesman spokeswoman spokesperson "
    "deputy assistant acting prime foreign former ex then rabbi imam sheikh sheik ayatollah cardinal archbishop "
    "bishop pastor father sister brother coach principal dean chef agent first incoming outgoing interim "
    "councilman councilwoman councilor councillor assemblyman assemblywoman delegate treasurer comptroller".split()
)
#: Titles that people also use as a part of the name: kept in what is shown, left out when comparing.
ROYAL = frozenset("king queen prince princess pope emperor empress saint".split())
SUFFIXES = frozenset("jr sr ii iii iv".split())
_DEGREES = frozenset("md phd esq mp mep qc kc obe mbe cbe dds rn".split())
_PARTICLES = frozenset("van von de del della der den di da do dos das du la le el al ben bin ibn abu ter ten af av zu".split())
_CORPORATE = frozenset("inc corp corporation co company companies llc llp ltd limited plc lp sa ag gmbh nv".split())
_SMALL = frozenset("of and for the in on to a an de la du des".split())

#: Family names that stand first: Chinese, Korean, Vietnamese ones that are no usual English first names.
_FAMILY_FIRST = frozenset(
    "xi wang zhang zhao huang zhou wu xu hu zhu guo ma he gao lin luo zheng liang xie tang deng xiao "
    "cheng cao peng zeng liu li chen yang jiang feng dong yu cai pan du ding wei jia yan hou wen "
    "nguyen tran pham hoang phan vu dang bui park kim lee moon choi jung cho yoon jang ban tsai ho".split()
)

#: Short forms and the names they stand for, one family a line. A word may stand in several.
_NICKNAMES = """
abe abraham; abby abigail; al albert alan allan allen alfred alexander alvin; alex alexander alexandra alejandro alexis;
andy andrew anderson; angie angela; annie ann anne anna; archie archibald; art arthur; barb barbara; bart bartholomew;
becky rebecca; ben benjamin bennett benedict; bernie bernard; bert albert herbert robert; beth elizabeth bethany;
betsy elizabeth; bette elizabeth; betty elizabeth; beto robert roberto; bill william; billy william; bob robert; bobby robert;
brad bradley bradford; bart bartholomew; cathy catherine kathleen; charlie charles charlotte; chuck charles; chris christopher christine
christina christian; cindy cynthia lucinda; cliff clifford clifton; cory corey; dan daniel; danny daniel; dave david; deb deborah
debra; debbie deborah debra; dick richard; don donald; donnie donald; doug douglas; drew andrew; ed edward edwin edmund edgar;
eddie edward edwin; eliza elizabeth; ellie eleanor ellen elizabeth; frank francis franklin; fran frances; fred frederick alfred;
freddie frederick; gabe gabriel; gene eugene; geoff geoffrey; jeff jeffrey; gerry gerald gerard; jerry gerald jerome jeremy;
greg gregory; gus august augustus; hal harold henry; hank henry; harry harold henry harrison; ike isaac dwight; jack john jackson;
jake jacob; jamie james; jan janet janice; jen jennifer; jenny jennifer; jess jessica jesse; jim james; jimmy james; joe joseph jose;
joey joseph; john jonathan johnny; johnny john; jon jonathan; josh joshua; judy judith; julie julia; kate katherine catherine
kathryn kaitlyn; kathy katherine kathleen kathryn catherine; katie katherine kathryn kaitlin; ken kenneth; kim kimberly;
kit christopher katherine; kirsty kirsten christine; larry lawrence laurence; len leonard; leo leonard leonardo; liam william;
lindsey lindsay; liz elizabeth; lizzie elizabeth; lou louis louise; luke lucas; maddie madeleine madison; madge margaret; maggie margaret; manny
manuel emmanuel; marge margaret marjorie; marty martin; matt matthew; max maxwell maximilian maxine; meg margaret megan; mel melvin
melanie; mickey michael; mick michael; mike michael; mickie michelle; mitch mitchell; nancy ann; nate nathan nathaniel; nat nathan
nathaniel; ned edward edmund; nick nicholas nicolas; nicky nicholas nicole; norm norman; pam pamela; pat patrick patricia; patty
patricia; paddy patrick; peggy margaret; pete peter; phil philip phillip; ray raymond; reg reginald; rick richard eric; ricky richard;
rich richard; rob robert; robby robert; robbie robert; rod rodney roderick; ron ronald; ronnie ronald veronica; ros rosalind; roy leroy;
rudy rudolph; russ russell; sally sarah; sam samuel samantha; sandy sandra alexander; sasha alexander alexandra aleksandr; shelly
michelle rochelle; sid sidney sydney; stan stanley; steph stephanie stephen; steve steven stephen; stu stuart stewart; sue susan
suzanne; susie susan; tammy tamara; ted edward theodore; teddy edward theodore; teri theresa; terry terrence terence theresa;
tess theresa; theo theodore; tim timothy; tina christina; toby tobias; tom thomas; tommy thomas; tony anthony antonio antony; tricia patricia;
trish patricia; val valerie; vicky victoria; vic victor; vince vincent; viv vivian; walt walter; wes wesley; will william; willie
william; zach zachary; zack zachary; gabby gabriella gabrielle; mohammed muhammad mohamed mohammad; pepe jose; paco francisco; pancho francisco
"""


def fold(name: str) -> str:
    """The form in which names are compared: lower case, without accents, punctuation, possessive and leading "the".

    Words are joined by single blanks; a hyphen parts words. Folding twice
    changes nothing. A name of nothing but punctuation folds to ``""``.
    """
    words = _WORDS.findall(_HYPHENS.sub(" ", _MARKS.sub("", _POSSESSIVE.sub("", _plain(name).replace("&", " and ")))))
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def _plain(text: str) -> str:
    """Lower case, compatibility forms and accents taken away."""
    for _ in range(3):  # folding case can bring accents out, and taking accents away new cases
        text = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
        text = "".join(ch for ch in text if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf")
    return text


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, folded and cut into words; titles and degrees are left out."""

    words: tuple[str, ...]
    """All words without the suffix; letters of adjoining initials stand together: ``("jd", "vance")``."""
    bound: int = 1
    """How many of the last words make a family name that is never shortened: 2 in ``Sherwood-Randall``."""
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
        while given and given[-1] in _PARTICLES:
            given.pop()
        return tuple(given)


@lru_cache(maxsize=4096)
def parse_person(name: str) -> PersonName:
    """Cut a person's name into its parts. Anything is accepted; an empty name has no words."""
    tokens = split_title(name)[1].replace(",", " ").split()
    while len(tokens) > 1 and fold(tokens[0]) in ROYAL | HONORIFICS:
        tokens.pop(0)
    suffix = ""
    while len(tokens) > 1 and fold(tokens[-1]) in SUFFIXES | _DEGREES:
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
        bound = len(parts)
        words += parts
    if len(words) == bound and bound > 1 and words[0] in _PARTICLES:
        bound -= 1  # al-Assad
    first = len(words) > 1 and words[0] in _FAMILY_FIRST and _family_first(words, tokens)
    return PersonName(tuple(words), 1 if first else bound, suffix, frozenset(initials) & set(words), first)


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
    if words[0] in _first_names() and not any(_HYPHENS.search(t) for t in tokens[1:]):
        # Kim Clark, Lee Harvey Oswald; but Kim Jong Un, Lee Hsien Loong
        return len(words) == 3 and not any(w in _first_names() or len(w) == 1 for w in words[1:])
    return len(words) <= 3 and not any(len(w) == 1 for w in words[1:])


@cache
def _first_names() -> dict[str, Gender]:
    """The bundled list of first names, folded."""
    genders: dict[str, Gender] = {}
    gender: Gender = "female"
    for line in files(__package__).joinpath("first_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            gender = "female" if line == "[female]" else "male"
        elif not line.startswith("#"):
            genders.update(dict.fromkeys(line.split(), gender))
    return genders


def is_first_name(word: str) -> bool:
    """Is this a usual first name (in the United States)?"""
    folded = fold(word)
    return folded in _first_names() or folded in _nicknames()


def gender(name: str) -> Gender | None:
    """The gender that a person's name tells: by its first name, or by ``Mr.``, ``Mrs.``, ``Sir``; else ``None``.

    A family name alone tells nothing, nor does a first name that is given to
    both sexes.
    """
    words = fold(name).split()
    for word in words[:-1]:
        if word in _TELLING:
            return _TELLING[word]
        if word not in TITLES:
            break
    parsed = parse_person(name)
    first = None if parsed.family_first else parsed.first
    if first is None:
        return None
    known = _first_names().get(first)
    if known is None:
        full = {_first_names().get(n) for n in _nicknames().get(first, frozenset())}
        known = full.pop() if len(full) == 1 else None
    return known


_TELLING: dict[str, Gender] = {
    **dict.fromkeys("mr sir lord king prince congressman father brother spokesman chairman pope".split(), "male"),
    **dict.fromkeys(
        "mrs ms miss dame lady madam madame queen princess congresswoman sister spokeswoman chairwoman".split(), "female"
    ),
}  # type: ignore[dict-item]


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Short form -> the names it stands for."""
    families = [family.split() for family in _NICKNAMES.split(";")]
    out: dict[str, frozenset[str]] = {}
    for short, *full in families:
        out[short] = out.get(short, frozenset()) | set(full)
    return out


def same_first_name(a: str, b: str) -> bool:
    """Can two folded first names be one: equal, a nickname of the other, or two nicknames of one name?"""
    if a == b:
        return True
    mine, theirs = _nicknames().get(a, frozenset()) | {a}, _nicknames().get(b, frozenset()) | {b}
    return bool(mine & theirs)


def compatible(a: str, b: str) -> bool:
    """Can two names be the same person's? Symmetric; not transitive (``Kirby`` goes with two different Kirbys).

    The last words must agree (the first ones where the family name stands
    first), what one name leaves out the other may have, initials stand for
    names and nicknames for full ones: ``Kirby``, ``John Kirby``,
    ``John F. Kirby``. A suffix that only one full name has parts them:
    ``Donald Trump`` is not ``Donald Trump Jr.``
    """
    x, y = parse_person(a), parse_person(b)
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
        return _given_agree(x.words[1:], y.words[1:]) if x.family_first and y.family_first else len(y.words) == 1
    if x.words[len(x.words) - len(y.words) :] == y.words:
        return True
    return _first_and_middle_agree(x, y)


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """``jong un`` and ``jongun``."""
    return not a or not b or "".join(a) == "".join(b)


def _first_and_middle_agree(x: PersonName, y: PersonName) -> bool:
    """For names that end alike: do the first names agree, and the middle ones where both have any?"""
    first, *middle = x.words[:-1]
    other, *between = y.words[:-1] or ("",)
    if not _given_fits(first, other, x, y):
        return False
    if not middle or not between:
        return True
    if _is_subsequence(between, middle) and not {*between} & y.initials:
        return True
    return all(_given_fits(m, n, x, y) for m, n in zip(middle, between))


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
    """The fuller of two names of one person: more words spelt out, then more letters; accents before none."""

    def measure(name: str) -> tuple[int, int, int, int, str]:
        parsed = parse_person(name)
        spelt = sum(word not in parsed.initials for word in parsed.words)
        accents = sum(not ch.isascii() for ch in name)
        return (spelt, len(parsed.words), sum(map(len, parsed.words)), accents, name)

    return max(a, b, key=measure)


def split_title(name: str) -> tuple[str | None, str]:
    """``Sen. Bernie Sanders`` -> (``Sen.``, ``Bernie Sanders``); the title is ``None`` when there is none.

    The name keeps at least one word, and ``King``, ``Pope`` and their like.
    """
    words = name.split()
    cut = 0
    while cut < len(words) - 1 and fold(words[cut]) in TITLES:
        cut += 1
    if 0 < cut and fold(words[cut]) in SUFFIXES:
        cut -= 1
    return (" ".join(words[:cut]) or None), " ".join(words[cut:])


# ---------------------------------------------------------------- organisations


def acronyms(name: str) -> frozenset[str]:
    """The acronyms an organisation's name can have, folded: ``Customs and Border Protection`` -> ``cbp``, ``cabp``.

    Empty for names of one word.
    """
    words = [w for w in fold(name).split() if w not in _CORPORATE]
    if len(words) < 2:
        return frozenset()
    letters = "".join(w[0] for w in words if w not in _SMALL)
    every = "".join(w[0] for w in words)
    tail = "".join(w[0] for w in words[1:] if w not in _SMALL) if words[0] in {"us", "uk"} else ""
    return frozenset(a for a in (letters, every, tail, "us" + tail if tail else "") if len(a) > 1)


def is_acronym(name: str) -> bool:
    """``CBP``, ``U.S.``, ``FBI``: two to six capitals, full stops allowed."""
    letters = _MARKS.sub("", _POSSESSIVE.sub("", name.removeprefix("the ").removeprefix("The ")))
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def organization_key(name: str) -> str:
    """The folded name without ``Inc.``, ``Corp.`` and their like."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _CORPORATE:
        words.pop()
    return " ".join(words)


def same_organization(a: str, b: str) -> bool:
    """Are two names surely one organisation's: equal when folded, or one the acronym of the other? Symmetric."""
    x, y = organization_key(a), organization_key(b)
    if not x or not y:
        return False
    if x == y:
        return True
    return (is_acronym(a) and x in acronyms(b)) or (is_acronym(b) and y in acronyms(a))


def shortened_organization(short: str, full: str) -> bool:
    """Can the one name be short for the other within an article: ``the Post``, ``The Washington Post``?

    True when the words of ``short`` begin or end ``full``.
    """
    x, y = organization_key(short).split(), organization_key(full).split()
    if not x or len(x) >= len(y):
        return False
    return y[: len(x)] == x or y[len(y) - len(x) :] == x


# ---------------------------------------------------------------- across articles


def name_key(name: str, kind: str) -> str:
    """What to look a speaker's name up by: one word of a person's name, the whole folded name of anything else.

    Every name that is :func:`compatible` with a person's has the same key
    (``López Obrador``, ``Andrés Manuel Lopez Obrador``: ``obrador``), but
    not every name with the key is compatible.
    """
    if kind == "person":
        return parse_person(name).key
    return organization_key(name) if kind == "organization" else fold(name)
