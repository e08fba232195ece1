"""What one article says of each of its speakers: names, titles, gender, and where it was written.

Gender is told by the text or stays unknown. Three kinds of words tell it:
pronouns that lead to the speaker, nouns in titles and descriptions
(``chairwoman``, ``his wife``), and what the names themselves say (``Mrs.``, a
first name that is all but certainly a woman's or a man's). Where they
contradict each other, the article does not tell it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from quotes.identity.facts import Fact
from quotes.mentions import words
from quotes.mentions.kinds import THIRD
from quotes.mentions.names import Gender, fold, parse_person
from quotes.mentions.names import gender as gender_of_name
from quotes.mentions.places import countries_in, is_american
from quotes.types import Article, AttributedQuotation, Speaker, SpeakerKind

_AMERICA = "United States"
_GENDERED: frozenset[SpeakerKind] = frozenset({"person", "unnamed"})
#: Where what somebody is ends, and where or whose begins.
_BEHIND_NOUN = re.compile(
    r"\s(?:of|for|to|at|in|on|from|with|who|whom|whose|that|which|by|near|behind|against)\s|[(]",
    re.IGNORECASE,
)
_NEXT_NOUN = re.compile(r"\s*(?:[,;/]|\band\b|&)\s*")
_OWNER = re.compile(r"['’‘ʼ]s?$")
#: First names; others as short are as often Chinese or Vietnamese family names.
_SHORT_AND_SURE = frozenset({"al", "ed", "jo", "ty"})


def facts_of(article: Article, quotations: Sequence[AttributedQuotation]) -> dict[Speaker, Fact]:
    """The fact for each speaker of an article's quotations.

    Speakers of the same name and kind are one, and have one fact.
    """
    heard: dict[tuple[str, SpeakerKind], list[AttributedQuotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.speaker is not None:
            heard[quotation.speaker.name, quotation.speaker.kind].append(quotation)
    facts: dict[Speaker, Fact] = {}
    place = _place(article)
    for mine in heard.values():
        speakers = list(dict.fromkeys(q.speaker for q in mine if q.speaker is not None))
        facts.update(dict.fromkeys(speakers, _fact(article, place, speakers, mine)))
    return facts


def _place(article: Article) -> str | None:
    """The dateline; where it tells no country, the one that the text tells by the parties behind
    its politicians: *the Senate* of an article that has a ``(D-Ohio)`` is the American one."""
    if (article.place and countries_in(article.place.title())) or not is_american(article.text):
        return article.place
    return f"{article.place}, {_AMERICA}" if article.place else _AMERICA


def _fact(
    article: Article,
    place: str | None,
    speakers: Sequence[Speaker],
    quotations: Sequence[AttributedQuotation],
) -> Fact:
    first = speakers[0]
    names = (name for one in speakers for name in (one.name, *one.aliases))
    titles = tuple(dict.fromkeys(title for one in speakers for title in _titles(one)))
    return Fact(
        name=first.name,
        kind=first.kind,
        names=tuple(dict.fromkeys((first.name, *names))),
        titles=titles,
        gender=_gender(speakers, titles, quotations) if first.kind in _GENDERED else None,
        outlet=article.outlet,
        date=article.published,
        place=place,
    )


def _titles(speaker: Speaker) -> tuple[str, ...]:
    return speaker.titles or ((speaker.title,) if speaker.title else ())


def _gender(
    speakers: Sequence[Speaker],
    titles: Sequence[str],
    quotations: Sequence[AttributedQuotation],
) -> Gender | None:
    """As the text tells it; ``None`` where it does not, or contradicts itself."""
    nominal = [q.source.text for q in quotations if q.resolution == "nominal" and q.source]
    told = (
        _of_pronouns(quotations),
        _of_nouns([*titles, *nominal]),
        *(_of_name(one) for one in speakers),
    )
    found = {gender for genders in told for gender in genders}
    return found.pop() if len(found) == 1 else None


def _of_pronouns(quotations: Iterable[AttributedQuotation]) -> set[Gender]:
    """What most of the pronouns say that lead to the speaker; both where it is a draw."""
    said: Counter[Gender] = Counter()
    for quotation in quotations:
        if quotation.resolution == "pronoun" and quotation.source is not None:
            source = fold(quotation.source.text).split()
            gender = THIRD[source[0]][1] if source and source[0] in THIRD else None
            if gender is not None:
                said[gender] += 1
    most = max(said.values(), default=0)
    return {gender for gender, times in said.items() if times == most}


def _of_nouns(phrases: Iterable[str]) -> set[Gender]:
    """What the nouns say that phrases have for their heads: ``his wife``, ``an actress``."""
    found: set[Gender] = set()
    for noun in (noun for phrase in phrases for noun in _heads(phrase)):
        if noun in words.FEMALE_NOUNS:
            found.add("female")
        elif noun in words.MALE_NOUNS:
            found.add("male")
    return found


def _heads(phrase: str) -> list[str]:
    """``wife of the chairman`` -> ``wife``; ``actress and director`` -> both."""
    parts = _NEXT_NOUN.split(_BEHIND_NOUN.split(phrase)[0])
    last = [part.split()[-1] for part in parts if part.split()]
    return [fold(word) for word in last if not _OWNER.search(word)]


def _of_name(speaker: Speaker) -> set[Gender]:
    """What ``Mr.`` or ``Mrs.`` beside the names says, or a first name that is all but certain."""
    if speaker.kind == "unnamed":
        return _of_nouns([speaker.name])
    told = speaker.gender
    if told is None:
        return set()
    by_first_name = gender_of_name(speaker.name, elsewhere=False) == told
    first = parse_person(speaker.name).first or ""
    short = len(first) < 3 and first not in _SHORT_AND_SURE
    unsure = short or gender_of_name(speaker.name) is None
    return set() if by_first_name and unsure else {told}
