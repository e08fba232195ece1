"""The name and title by which the database shows a speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from quotes.identity import bodies
from quotes.mentions import persons, words
from quotes.mentions.names import fold, is_acronym
from quotes.types import SpeakerKind

#: Titles of so many words and more are clauses.
_LONGEST = 15
_MARKS = " \t\n,;:.-–—“”\"‘’'"
#: Before the role of a title, or alone, that make none: ``issue Prime Minister``.
_NO_BEGINNING = frozenset(
    """
    issue subdued time telling having saying told said says say being been while when after before
    because although though but if as that which who whom whose this these those there here
    he she it they we you his her its their our your my not also even just only later earlier
    meanwhile however including according like unlike both either neither whether where why how
    yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday
    """.split()
) - {"its"}
_NO_END = frozenset(
    "there here that which who whom when where then the a an and or of for to in on at with by from"
    " as is was are were be been it he she they said says".split()
)
_VERBS = frozenset(
    "is was are were has had have did does do will would could should may might must said says told"
    " telling tells asked wrote writes announced believes thinks".split()
)
#: What a role before may be qualified by, though it is no capital and no adjective of office.
_CLAUSE = re.compile(
    r"\b(?:that the|who|which|whom|when|because|while|ago)\b|\b(?:he|she|they|it)\s"
)
#: A party and a state beside an office: ``Senator (R-Ohio)``, ``Rep. (D., Ill.)``.
_PARTY_TAG = re.compile(
    r"[\s,]*\((?:R|D|I|L|G|Rep|Dem|Ind|Lab|Con)\b[.]?(?:[-–—,\s][^()]{0,24})?\)"
)
_SMALL = frozenset("of for the and in at to on de la du von".split())


@dataclass(frozen=True, slots=True)
class TitleUse:
    """A title, in how many articles, and from when to when (ISO 8601)."""

    title: str
    articles: int = 1
    first: str | None = None
    last: str | None = None


def shown_name(names: Mapping[str, int], kind: SpeakerKind) -> str:
    """The name that most articles use in full; never simply the longest.

    ``names`` are names as they came, with their numbers of articles.
    """
    if not names:
        return ""
    if kind == "person":
        return persons.shown(names)
    if kind == "organization":
        return _organization(names)
    return min(names, key=lambda name: (-names[name], -len(name), name))


def _organization(names: Mapping[str, int]) -> str:
    clean: Counter[str] = Counter()
    for name, articles in names.items():
        bare = re.sub(r"['’‘`´ʼ]s?$", "", name.strip(_MARKS.replace(".", ""))) or name
        if bare.lower().startswith("the ") and fold(bare) != "hill" and len(bare.split()) > 1:
            bare = bare[4:] if bare[4:5].isupper() else bare
        clean[bare] += max(articles, 0)
    full = [n for n in clean if not (is_acronym(n) and any(_is_short(n, o) for o in clean))]
    long = [n for n in full if not _is_part(n, full, clean)] or full
    return persons.most_usual(Counter({name: clean[name] for name in long}))


def _is_short(acronym: str, name: str) -> bool:
    """``CBP`` for ``Customs and Border Protection``; ``FSB``, of a name in another language, for
    ``Federal Security Service``, but not for ``FSB Academy``."""
    parts = name.split()
    return bodies.acronym_of(acronym, name) or (len(parts) > 1 and acronym not in parts)


def _is_part(name: str, others: Iterable[str], counts: Mapping[str, int]) -> bool:
    """``Department`` beside ``Health Department`` that as many articles have."""
    folded = f" {fold(name)} "
    return bodies.read(name).rank == "vague" and any(
        other != name and folded in f" {fold(other)} " for other in others
    )


# ---------------------------------------------------------------- titles


def shown_title(titles: Iterable[TitleUse]) -> str | None:
    """The title that most articles have, of the latest ones; only a real title.

    Where dates are told, the last title that is nearly as usual as the most
    usual one is shown: who was a senator is a president now. A party beside an
    office makes no other title of it, and is shown alone only where nothing
    else is told; so are capitals all through.
    """
    by_form: dict[str, list[TitleUse]] = {}
    spelt: dict[str, Counter[str]] = {}
    parties: Counter[str] = Counter()
    for use in titles:
        title = _trimmed(use.title)
        office = _trimmed(_PARTY_TAG.sub("", title))
        if use.articles > 0 and not office and is_title(title):
            parties[title] += use.articles
        if use.articles > 0 and is_title(office):
            by_form.setdefault(fold(office), []).append(use)
            spelt.setdefault(fold(office), Counter())[title] += use.articles
    if not by_form:
        return min(parties, key=lambda title: (-parties[title], title), default=None)
    uses = [
        TitleUse(
            min(spelt[form], key=lambda title: (_is_shouted(title), -spelt[form][title], title)),
            sum(use.articles for use in some),
            min((use.first for use in some if use.first), default=None),
            max((use.last for use in some if use.last), default=None),
        )
        for form, some in by_form.items()
    ]
    most = max(use.articles for use in uses)
    usual = [use for use in uses if use.articles * 2 >= most]
    usual = [use for use in usual if not _is_shouted(use.title)] or usual

    def rank(use: TitleUse) -> tuple[str, int, int, str]:
        return ((use.last or "")[:7], use.articles, _fullness(use.title), use.title)

    if all(use.articles < 3 for use in usual):
        return min(usual, key=lambda u: (-u.articles, -_fullness(u.title), u.title)).title
    return max(usual, key=rank).title


def _is_shouted(title: str) -> bool:
    """Is it in capitals all through, and no acronym: ``PRIME MINISTER``, not ``CEO``?"""
    title = _PARTY_TAG.sub("", title)
    return title.isupper() and any(len(word) > 3 for word in title.split())


def _fullness(title: str) -> int:
    """Titles that say of what come before bare ones, up to some length."""
    return min(len(title.split()), 5)


def _trimmed(title: str) -> str:
    told = " ".join(title.split())
    if told.endswith((".", ")")):
        return told.lstrip(_MARKS)
    return told.strip(_MARKS)


def is_title(title: str) -> bool:
    """Does this say what somebody is, and nothing else?

    ``Prime Minister`` does; ``issue Prime Minister``, ``governor there`` and
    clauses do not.
    """
    told = _trimmed(title)
    tokens = told.split()
    folded = [word for word in (fold(token) for token in tokens) if word]
    if not folded or len(tokens) > _LONGEST or _CLAUSE.search(told):
        return False
    if (
        (told[0].islower() and folded[0] in _NO_BEGINNING)
        or (tokens[-1].islower() and folded[-1] in _NO_END)
        or not _VERBS.isdisjoint(folded)
    ):
        return False
    if not any(character.isalpha() for character in told) or any(q in told for q in '“”"'):
        return False
    if all(word in words.HONORIFICS for word in folded):
        return False
    if (
        re.fullmatch(r"[a-z]+ly|[a-z]{4,}ing", tokens[0])
        and len(tokens) > 2
        and tokens[0] not in _PARTICIPLES
    ):
        return False
    return not _begins_with_noun(tokens) and not _has_odd_noun(tokens)


_PARTICIPLES = frozenset(
    "acting outgoing incoming sitting visiting managing founding leading reigning retiring ruling"
    " marketing engineering nursing sporting banking finishing housing planning training"
    " manufacturing mining beijing family early monthly weekly daily elderly assembly hourly"
    " longtime supply supporting contributing consulting publishing commanding presiding"
    " surviving defending"
    " writing reporting governing policing shipping advertising accounting filing ing italy".split()
)


#: Heads of state and the like, before which a small word is no part of the title.
_OF_STATE = frozenset(
    "president prime senator sen governor gov king queen pope chancellor premier".split()
)
_OWNERS = frozenset(
    "company club bank union board party association university council group student league"
    " college regional district assembly".split()
)


def _has_odd_noun(tokens: list[str]) -> bool:
    """``Syrian refugees President``: is a small word no qualifier before a head of state?"""
    for before, word in pairwise(tokens):
        if before[:1].islower() and word[:1].isupper() and fold(word) in _OF_STATE:
            told = fold(before)
            if told not in _KNOWN | words.PERSON_NOUNS and not _QUALIFYING.search(told):
                return True
    return False


def _begins_with_noun(tokens: list[str]) -> bool:
    """``issue Prime Minister``: a small word before what is written large is no part of a title.

    Adjectives and the like are: ``former President``, ``late Senator``.
    """
    first = tokens[0]
    if len(tokens) < 2 or not first[:1].islower() or not tokens[1][:1].isupper():
        return False
    known = _KNOWN | words.PERSON_NOUNS
    return "-" not in first and fold(first) not in known and not _QUALIFYING.search(fold(first))


_QUALIFIERS = frozenset(
    """
    former current then ex new late acting interim outgoing incoming retired veteran longtime
    senior junior chief deputy vice assistant associate incumbent presumptive two three one first
    second third top state federal local national fellow rival conservative liberal progressive
    moderate independent far right left hard embattled disgraced ousted exiled opposition caretaker
    lead leading recently alternate panel government next sole prominent prospective
    self anti pro co shadow party presidential congressional
    gubernatorial vice-presidential newly elect onetime noted famed renowned popular long super
    campaign iconic young old freshman failed likely billionaire businessman
    """.split()
)
_KNOWN = _QUALIFIERS | words.OF_ANOTHER_TIME | words.TITLES | _SMALL | _OWNERS
_QUALIFYING = re.compile(r"(?:an|ic|al|ed|time|ive|ous|ish|ese|ful|born|based)$")


def clean_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """Those that are titles, without repeats, in their order."""
    kept: dict[str, str] = {}
    for title in titles:
        told = _trimmed(title)
        if is_title(told):
            kept.setdefault(fold(told), told)
    return tuple(kept.values())
