"""A long stream of invented articles, whose speakers and same words are known, into a database.

    python -m benchmarks.stream [--articles N] [--db PATH] [--orders N] [--profile FILE] [--json]
                                [--write NAME]

What is stored, and in what time: processor time per thousand new quotations early and late, memory
along the way; and how far the speakers and groups of the database are those that the stream was
made with. 50,000 articles are a million quotations.

Nothing of the stream is kept: it is made from a seed, and made again to be compared. All names and
sentences are invented (towns are not, for a place is what tells namesakes apart).
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import random
import resource
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.speed import README, with_block  # noqa: E402
from quotes.mentions.names import fold  # noqa: E402
from quotes.store import opened, write_article  # noqa: E402
from quotes.types import (  # noqa: E402
    SPAN_SEPARATOR,
    Article,
    AttributedQuotation,
    Evidence,
    Mention,
    QuotationType,
    Reason,
    Resolution,
    Span,
    Speaker,
    SpeakerKind,
)

FULL_SIZE = 50_000
QUOTATIONS_IN_ARTICLE = 20
PERSONS_FOR_ARTICLE = 1.2
BODIES_FOR_ARTICLE = 0.12
#: Shares of what is drawn, at random, independently of each other.
NAMESAKES = 0.02
COPIES = 0.12
COPIES_WITHOUT_SPEAKER = 0.05
NOBODY = 0.04
STOCK = 0.003
REPOSTS = 0.02
#: So many statements and articles back, words are still taken from.
STATEMENTS_REMEMBERED = 3_000
ARTICLES_REMEMBERED = 200
PARTS = 20

# ------------------------------------------------------------------ words


@dataclass(frozen=True, slots=True)
class Country:
    """A country as titles, datelines and outlets tell it."""

    name: str
    people: str
    """What is of it: ``French``."""
    towns: tuple[str, ...]


COUNTRIES = (
    Country("United States", "American", ("Chicago", "Denver", "Boston", "Houston", "Seattle")),
    Country("United Kingdom", "British", ("London", "Leeds", "Glasgow", "Cardiff", "Bristol")),
    Country("Canada", "Canadian", ("Ottawa", "Toronto", "Calgary", "Halifax")),
    Country("Australia", "Australian", ("Sydney", "Melbourne", "Perth", "Brisbane")),
    Country("France", "French", ("Paris", "Lyon", "Marseille")),
    Country("Germany", "German", ("Berlin", "Munich", "Hamburg")),
    Country("India", "Indian", ("Mumbai", "Delhi", "Chennai", "Kolkata")),
    Country("Kenya", "Kenyan", ("Nairobi", "Mombasa")),
    Country("Nigeria", "Nigerian", ("Lagos", "Abuja")),
    Country("Ireland", "Irish", ("Dublin", "Cork")),
    Country("Poland", "Polish", ("Warsaw", "Krakow")),
    Country("Japan", "Japanese", ("Tokyo", "Osaka")),
)
#: How much is written in each, in the order above.
WEIGHTS = (30, 15, 8, 8, 6, 6, 8, 5, 5, 4, 3, 2)
PAPERS = ("Courier", "Ledger", "Observer", "Gazette", "Tribune", "Evening Post")

#: First names, and the short forms that some of their bearers go by.
MEN = (
    "Adrian Alan:Al Albert:Bert Andrew:Andy Anthony:Tony Arthur Benjamin:Ben Bernard:Bernie Brian"
    " Carl Charles:Charlie Christopher:Chris Daniel:Dan David:Dave Dennis Donald:Don Douglas:Doug"
    " Edward:Ed Eric Felix Francis Frederick:Fred Gerald George Gregory:Greg Harold Henry:Harry"
    " Hugo Ivan Jacob:Jake James:Jim Jeffrey:Jeff Joseph:Joe Kenneth:Ken Lawrence:Larry Leo Luis"
    " Marcus Martin Matthew:Matt Michael:Mike Nathan Nicholas:Nick Oliver Oscar Patrick:Pat Paul"
    " Peter:Pete Philip:Phil Raymond:Ray Richard:Rick Robert:Bob Ronald:Ron Samuel:Sam Simon"
    " Stephen:Steve Theodore:Ted Thomas:Tom Timothy:Tim Victor Walter William:Bill"
).split()
WOMEN = (
    "Abigail:Abby Alice Amanda:Mandy Angela:Angie Anna Barbara:Barb Beatrice Catherine:Cathy"
    " Caroline Christina:Tina Clara Cynthia:Cindy Deborah:Deb Diana Dorothy Eleanor Elizabeth:Liz"
    " Emily Esther Eva Frances Gloria Grace Hannah Helen Irene Isabella Jacqueline:Jackie Janet"
    " Jennifer:Jen Jessica:Jess Judith:Judy Julia Karen Katherine:Kate Laura Lily Linda Lucia"
    " Margaret:Maggie Maria Martha Michelle Miriam Monica Nancy Nora Olivia Pamela:Pam Patricia"
    " Rachel Rebecca:Becky Rose Ruth Sandra:Sandy Sarah Sofia Susan:Sue Teresa Valerie Veronica"
    " Victoria:Vicky Yvonne"
).split()
SYLLABLES = tuple(
    onset + vowel
    for onset in "b br c d dr f g gr h j k kl l m n p pr r s st t tr v w".split()
    for vowel in "a e i o u".split()
)
SURNAME_ENDS = "n ll rsen sk ck nd nez tti kov mann ton ley ro ra rt shi".split()
WORD_ENDS = "n l r m th ge ster nt ry ve sk ct".split()
#: The most frequent of the words that say something.
PLAIN_WORDS = (
    "budget road school bridge winter law farm water tax border health court plan worker energy"
    " price child family harbour railway forest river bank wage union market factory election"
    " committee reform station island festival museum hospital teacher driver nurse engineer"
    " storm flood harvest machine pension rent housing permit contract survey valley tunnel"
    " airport ferry coast village district library garden theatre stadium ticket licence fishery"
    " mine steel timber cotton grain dairy vineyard orchard canal reservoir pipeline grid turbine"
    " battery satellite laboratory vaccine clinic ambulance prison jury verdict appeal treaty"
    " tariff export import customs currency loan mortgage insurance subsidy audit deficit surplus"
    " archive statue castle cathedral monument parade orchestra novel painting"
).split()
SUBJECTS = "I we they nobody everyone she he you".split()
AUXILIARIES = (
    "will",
    "must",
    "should",
    "cannot",
    "could",
    "may",
    "did not",
    "will never",
    "would have to",
    "used to",
    "want to",
)
DETERMINERS = "the the the a our their this every no any some".split()
PREPOSITIONS = (
    "of for in before without against beyond with under after between near into through on"
).split()
JOINTS = (", and ", ", because ", ", but ", " while ", ", so ")
#: Said by many, of many things: never the same words.
STOCK_PHRASES = (
    "our thoughts and prayers are with the families",
    "we are looking into it as a matter of urgency",
    "this is a step in the right direction",
    "at the end of the day we want what is best",
    "justice must be done and must be seen to be done",
)
GROUPS = ("officials", "residents", "the police", "critics", "some lawmakers", "witnesses")
UNNAMED = ("a senior official", "a spokesman", "one resident", "a person close to the talks")
PORTFOLIOS = ("Health", "Energy", "Transport", "Finance", "Justice", "Education", "Trade")
COMPANY_ENDS = ("Holdings", "Energy", "Motors", "Airlines", "Foods", "Group")
LEAGUES = ("National Union of", "International Federation of", "Royal Society of")
CALLINGS = ("Workers", "Engineers", "Teachers", "Farmers", "Nurses", "Pilots")


def zipf(draw: float, many: int, flat: float) -> int:
    """Which of ``many`` a draw between 0 and 1 means: the ``k``-th in about ``1 / (k + flat)``."""
    return min(many - 1, int(flat * ((many + flat) / flat) ** draw - flat))


def invented(number: int, ends: Sequence[str]) -> str:
    """A word that nobody uses. There are about 200,000; neighbours do not look alike."""
    rest, end = divmod(number * 104_729 % (len(SYLLABLES) ** 2 * len(ends)), len(ends))
    one, other = divmod(rest, len(SYLLABLES))
    return SYLLABLES[one] + SYLLABLES[other] + ends[end]


@lru_cache(maxsize=20_000)
def informative(number: int) -> str:
    """The words that say something, the most frequent first."""
    if number < len(PLAIN_WORDS):
        return PLAIN_WORDS[number]
    return invented(number, WORD_ENDS)


def sentence(rng: random.Random) -> str:
    """What somebody says, of nine words or more."""

    def word() -> str:
        return informative(zipf(rng.random(), 12_000, 30))

    def clause() -> str:
        subject = (
            rng.choice(SUBJECTS) if rng.random() < 0.5 else f"{rng.choice(DETERMINERS)} {word()}"
        )
        said = f"{subject} {rng.choice(AUXILIARIES)} {word()} {rng.choice(DETERMINERS)} {word()}"
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            said += f" {rng.choice(PREPOSITIONS)} {rng.choice(DETERMINERS)} {word()}"
        return said

    said = clause()
    while rng.random() < 0.4 and len(said) < 250:
        said += rng.choice(JOINTS) + clause()
    return said


# ------------------------------------------------------------------ who speaks


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, whatever articles call him."""

    first: str
    short: str | None
    """What some call him by: ``Bill``."""
    middle: str | None
    surname: str
    woman: bool
    country: int
    offices: tuple[tuple[str, ...], ...]
    """One after the other; each as several articles have it."""
    by_short: bool
    """Whether most call him by the short form."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organization: its name in full, and the others that articles have for it."""

    names: tuple[str, ...]
    acronym: str | None
    country: int
    of_many: bool
    """Whether other countries have one of the same name."""


@dataclass(frozen=True, slots=True)
class World:
    """Everybody there is, each made from the seed and a number when asked for."""

    seed: int
    persons: int
    bodies: int

    def _rng(self, what: str, number: int) -> random.Random:
        return random.Random(f"{self.seed} {what} {number}")

    def person(self, number: int) -> Person:
        """The person of this rank: the lower, the more often in the news."""
        rng = self._rng("person", number)
        name = self._name(number)
        if number > 50 and rng.random() < NAMESAKES:
            name = self._name(int(number * rng.random()))
        first, short, middle, surname, woman = name
        country = rng.choices(range(len(COUNTRIES)), WEIGHTS)[0]
        offices = [_office(rng, country, number)]
        if rng.random() < 0.1:
            offices.append(_office(rng, country, number))
        return Person(
            first,
            short,
            middle,
            surname,
            woman,
            country,
            tuple(offices),
            short is not None and rng.random() < 0.4,
        )

    def _name(self, number: int) -> tuple[str, str | None, str | None, str, bool]:
        rng = self._rng("name", number)
        woman = rng.random() < 0.35
        if rng.random() < 0.7:
            names = WOMEN if woman else MEN
            first, _, short = names[zipf(rng.random(), len(names), 20)].partition(":")
        else:
            first, short = invented(rng.randrange(2_000), ("n", "ra" if woman else "s")), ""
        many = max(50, int(self.persons * 0.7))
        surname = invented(zipf(rng.random(), many, many / 400), SURNAME_ENDS)
        middle = rng.choice("ABCDEFGHJKLMNPRSTW") + "." if rng.random() < 0.2 else None
        return first.capitalize(), short or None, middle, surname.capitalize(), woman

    def body(self, number: int) -> Body:
        """The organization of this rank. Bodies that every country has are among the first."""
        rng = self._rng("body", number)
        country = rng.choices(range(len(COUNTRIES)), WEIGHTS)[0]
        public = 8 * len(COUNTRIES)
        if number % 3 == 0 and number // 3 < public:
            kind, country = divmod(number // 3, len(COUNTRIES))
            names = (
                (f"Ministry of {PORTFOLIOS[kind]}", f"{PORTFOLIOS[kind]} Ministry")
                if kind < len(PORTFOLIOS)
                else ("Supreme Court",)
            )
            return Body(names, None, country, True)
        word = invented(rng.randrange(200_000), SURNAME_ENDS).capitalize()
        if rng.random() < 0.5:
            return Body((f"{word} {rng.choice(COMPANY_ENDS)}", word), None, country, False)
        name = f"{rng.choice(LEAGUES)} {word} {rng.choice(CALLINGS)}"
        letters = "".join(part[0] for part in name.split() if part[0].isupper())
        return Body((name,), letters, country, False)


def _office(rng: random.Random, country: int, rank: int) -> tuple[str, ...]:
    """What somebody is, as several articles have it."""
    of, people = COUNTRIES[country].name, COUNTRIES[country].people
    town = rng.choice(COUNTRIES[country].towns)
    what = rng.choice(PORTFOLIOS)
    company = invented(rng.randrange(100_000), SURNAME_ENDS).capitalize()
    if rank < 12:
        return (f"President of {of}", "President", f"{people} President")
    public = (
        (f"{people} {what} Minister", f"{what} Minister", f"minister of {what.lower()}"),
        (f"mayor of {town}", "Mayor", f"{town} Mayor"),
        ("senator", f"{people} senator", "Senator"),
        ("opposition leader", f"{people} opposition leader"),
        (f"police chief of {town}", f"{town} police chief"),
    )
    others = (
        (f"professor at the University of {town}", f"professor of {what.lower()}", "professor"),
        (f"chief executive of {company}", "chief executive", f"{company} chief executive"),
        (f"spokesperson for {company}", "spokesperson"),
        (f"farmer in {town}", "farmer"),
        (f"coach of {town} United", "coach", f"{town} United coach"),
        (f"economist at {company}", "economist"),
        ("writer", f"{people} writer"),
        (f"union leader in {town}", "union leader"),
    )
    return rng.choice(public if rng.random() < (0.8 if rank < 500 else 0.3) else others)


# ------------------------------------------------------------------ the stream


@dataclass(frozen=True, slots=True)
class Made:
    """An article of the stream, with the truth about each of its quotations."""

    article: Article
    quotations: tuple[AttributedQuotation, ...]
    speakers: tuple[str | None, ...]
    """Who it is, by a name of the stream's own; of nobody's quotation, who said the words where
    they are from another article."""
    statements: tuple[int, ...]
    """Equal for the same words; 0 for a stock phrase."""


@dataclass(frozen=True, slots=True)
class _Statement:
    number: int
    text: str
    speaker: str


@dataclass(slots=True)
class _Voice:
    """Somebody in one article."""

    truth: str
    speaker: Speaker
    first: str
    """How the article introduces it."""
    later: str
    """What the article calls it from then on."""
    pronoun: str | None
    said: int = 0


@dataclass(slots=True)
class _Page:
    """The text of an article as it grows."""

    text: str = ""

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return start, len(self.text)


def stream(articles: int, seed: int = 1) -> Iterator[Made]:
    """As many articles, in the order in which they are published."""
    rng = random.Random(f"{seed} stream")
    people = World(
        seed,
        max(60, int(articles * PERSONS_FOR_ARTICLE)),
        max(40, int(articles * BODIES_FOR_ARTICLE)),
    )
    person = lru_cache(maxsize=4_096)(people.person)
    body = lru_cache(maxsize=2_048)(people.body)
    statements: deque[_Statement] = deque(maxlen=STATEMENTS_REMEMBERED)
    before: deque[tuple[Made, int]] = deque(maxlen=ARTICLES_REMEMBERED)
    last = 0
    for number in range(articles):
        if before and rng.random() < REPOSTS:
            original, country = rng.choice(before)
            yield _repost(original, _frame(rng, number, articles, country))
            continue
        country = rng.choices(range(len(COUNTRIES)), WEIGHTS)[0]
        writer = _Writer(rng, people, person, body, number, articles, country)
        made, last = writer.write(_frame(rng, number, articles, country), statements, last)
        before.append((made, country))
        yield made


def _frame(rng: random.Random, number: int, articles: int, country: int) -> Article:
    """An article without its text."""
    town = rng.choice(COUNTRIES[country].towns)
    outlet = f"{rng.choice(COUNTRIES[country].towns)} {rng.choice(PAPERS)}"
    day = date(2016, 1, 1) + timedelta(days=3_000 * number // max(articles, 1))
    site = outlet.lower().replace(" ", "")
    return Article(
        "",
        title=f"{informative(rng.randrange(5_000)).capitalize()} and {rng.choice(PLAIN_WORDS)}",
        outlet=outlet,
        published=day.isoformat(),
        url=f"https://{site}.example/{number}",
        place=town.upper() if rng.random() < 0.5 else None,
    )


def _repost(made: Made, frame: Article) -> Made:
    """The article in another outlet of its country: word for word, but for a line at the end."""
    article = replace(
        frame,
        text=f"{made.article.text}\n\nFirst published in another place, {frame.published}.",
        title=made.article.title,
        place=made.article.place,
    )
    # Who is nobody's across articles is somebody else here.
    speakers = tuple(
        f"{who} {article.url}" if who and who[0] not in "pb" else who for who in made.speakers
    )
    return replace(made, article=article, speakers=speakers)


@dataclass(slots=True)
class _Writer:
    """Writes one article."""

    rng: random.Random
    world: World
    person: Callable[[int], Person]
    body: Callable[[int], Body]
    number: int
    articles: int
    country: int

    def write(self, frame: Article, statements: deque[_Statement], last: int) -> tuple[Made, int]:
        """The article, and the number of the last statement; new ones are added to those."""
        rng = self.rng
        page = _Page()
        if frame.place:
            page.add(f"{frame.place} — ")
        page.add(f"{sentence(rng).capitalize()}.")
        voices: dict[str, _Voice] = {}
        names: set[str] = set()
        for _ in range(rng.randint(4, 8)):
            self._admit(voices, names, self._drawn())
        quotations: list[AttributedQuotation] = []
        truths: list[str | None] = []
        numbers: list[int] = []
        for _ in range(rng.randint(QUOTATIONS_IN_ARTICLE - 5, QUOTATIONS_IN_ARTICLE + 5)):
            voice = self._voice(voices)
            copied = rng.choice(statements) if statements and rng.random() < COPIES else None
            if copied is not None and copied.number not in numbers:
                nobody = rng.random() < COPIES_WITHOUT_SPEAKER
                voice = None if nobody else self._admit(voices, names, copied.speaker)
                if voice is None and not nobody:
                    continue
                text = varied(rng, copied.text)
                numbers.append(copied.number)
                truths.append(copied.speaker)
            else:
                stock = rng.random() < STOCK
                text = rng.choice(STOCK_PHRASES) if stock else sentence(rng)
                last += 0 if stock else 1
                numbers.append(0 if stock else last)
                truths.append(voice.truth if voice else None)
                if voice and voice.truth[0] in "pb" and not stock and rng.random() < 0.5:
                    statements.append(_Statement(last, text, voice.truth))
            quotations.append(_said(rng, page, voice, text))
        made = Made(
            replace(frame, text=page.text), tuple(quotations), tuple(truths), tuple(numbers)
        )
        return made, last

    def _voice(self, voices: dict[str, _Voice]) -> _Voice | None:
        """One of the article's, the first more often than the last; nobody now and then."""
        if not voices or self.rng.random() < NOBODY:
            return None
        known = list(voices.values())
        return known[zipf(self.rng.random(), len(known), 2)]

    def _drawn(self) -> str:
        """Who speaks: mostly those of the outlet's own country."""
        rng = self.rng
        kind = rng.choices("pbgu", (62, 22, 8, 8))[0]
        if kind in "gu":
            return f"{kind}{self.number} {rng.choice(GROUPS if kind == 'g' else UNNAMED)}"
        many = self.world.persons if kind == "p" else self.world.bodies
        for _ in range(6):
            rank = zipf(rng.random(), many, 5)
            country = (self.person if kind == "p" else self.body)(rank).country
            if country == self.country or rng.random() < 0.25:
                break
        return f"{kind}{rank}"

    def _admit(self, voices: dict[str, _Voice], names: set[str], truth: str) -> _Voice | None:
        """The voice, new or known; ``None`` where another in the article has its name."""
        if truth in voices:
            return voices[truth]
        make = {"p": self._person, "b": self._body}.get(truth[0])
        voice = make(truth) if make else self._nobody(truth)
        told = {fold(name) for name in (voice.speaker.name, *voice.speaker.aliases)}
        if told & names:
            return None
        names |= told
        voices[truth] = voice
        return voice

    def _nobody(self, truth: str) -> _Voice:
        name = truth.split(" ", 1)[1]
        kind: SpeakerKind = "group" if truth[0] == "g" else "unnamed"
        return _Voice(truth, Speaker(name, kind), name, name, "they" if truth[0] == "g" else None)

    def _person(self, truth: str) -> _Voice:
        rng, rank = self.rng, int(truth[1:])
        one = self.person(rank)
        drawn = rng.random()
        first = one.first
        if one.short and (drawn < 0.85) == one.by_short:
            first = one.short
        full = f"{first} {one.surname}"
        if one.middle and rng.random() < 0.3:
            full = f"{first} {one.middle} {one.surname}"
        elif rng.random() < 0.02:
            full = f"{one.first[0]}. {one.surname}"
        alone = rng.random() < (0.12 if rank < self.world.persons // 100 else 0.02)
        half = self.number * len(one.offices) // max(self.articles, 1)
        office = one.offices[half]
        # A name alone is enough for those whom all know, or needs the office beside it.
        titled = rng.random() < (0.6 if alone else 0.75)
        titles = (rng.choice(office),) if titled else ()
        if titled and rng.random() < 0.1:
            titles = tuple(dict.fromkeys((*titles, rng.choice(office))))
        gender = rng.random() < 0.6
        name = one.surname if alone else full
        speaker = Speaker(
            name,
            "person",
            titles[0] if titles else None,
            () if alone else (one.surname,),
            titles,
            ("female" if one.woman else "male") if gender else None,
        )
        introduced = f"{name}, {titles[0]}," if titles else name
        return _Voice(truth, speaker, introduced, one.surname, "she" if one.woman else "he")

    def _body(self, truth: str) -> _Voice:
        rng = self.rng
        one = self.body(int(truth[1:]))
        people = COUNTRIES[one.country].people
        if one.of_many:
            name = rng.choice(one.names)
            aliases: tuple[str, ...] = ()
            if one.country != self.country or rng.random() < 0.3:
                name = f"{people} {one.names[-1]}"
        elif one.acronym:
            drawn = rng.random()
            name = one.acronym if drawn < 0.2 else one.names[0]
            aliases = (one.acronym,) if drawn > 0.5 else ()
        else:
            name = one.names[1] if rng.random() < 0.15 else one.names[0]
            aliases = (one.names[1],) if name != one.names[1] and rng.random() < 0.5 else ()
        return _Voice(
            truth, Speaker(name, "organization", None, aliases), f"the {name}", name, None
        )


def varied(rng: random.Random, text: str) -> str:
    """The same words in another article: as they are, trimmed, or lightly edited."""
    drawn, words = rng.random(), text.split()
    if drawn < 0.6:
        return text
    if drawn < 0.85:
        kept = max(8, int(len(words) * rng.uniform(0.65, 0.95)))
        start = rng.randint(0, max(0, len(words) - kept))
        return " ".join(words[start : start + kept])
    at = rng.randrange(1, len(words) - 1)
    change = rng.choice(("really", "[sic]", None))
    words[at : at + 1] = [words[at], change] if change else []
    return " ".join(words)


def _said(
    rng: random.Random, page: _Page, voice: _Voice | None, content: str
) -> AttributedQuotation:
    """Write one paragraph with a quotation."""
    page.add("\n\n")
    drawn = rng.random()
    cue = source = None
    spans: list[Span]
    kind: QuotationType
    resolution: Resolution | None = "implicit"
    if voice is None:
        kind, resolution = "direct", None
        page.add("“")
        spans = [page.add(content)]
        page.add(".”")
    elif drawn < 0.1 and ", " in content:
        head, tail = content.split(", ", 1)
        kind = "direct"
        page.add("“")
        spans = [page.add(head)]
        page.add(",” ")
        source, resolution = _named(rng, page, voice)
        page.add(" ")
        cue = page.add("said")
        page.add(", “")
        spans.append(page.add(tail))
        page.add(".”")
    elif drawn < 0.5:
        kind = "direct"
        page.add("“")
        spans = [page.add(content)]
        page.add(",” ")
        source, resolution = _named(rng, page, voice)
        page.add(" ")
        cue = page.add(rng.choice(("said", "added", "told reporters")))
        page.add(".")
    else:
        source, resolution = _named(rng, page, voice)
        page.add(" ")
        cue = page.add(rng.choice(("said", "argued", "warned")))
        page.add(" that ")
        kind = "indirect"
        words = content.split()
        if drawn > 0.85:
            kind = "mixed"
            at = len(words) // 3
            content = f"{' '.join(words[:at])} “{' '.join(words[at:])}”"
        spans = [page.add(content)]
        page.add(".")
    text = page.text
    told = Mention.of(text, *source) if source else None
    evidence = Evidence(
        "surname of a full name in the article" if voice else "nobody is named",
        (told,) if told else (),
        linked=round(rng.uniform(0.5, 1), 3),
        attributed=round(rng.uniform(0.5, 1), 3),
        reasons=(
            Reason("a verb of speaking attributes it", 1.25),
            Reason("the source stands beside the verb", 0.5),
        ),
    )
    return AttributedQuotation(
        kind,
        SPAN_SEPARATOR.join(text[start:end] for start, end in spans),
        tuple(spans),
        Mention.of(text, *cue) if cue else None,
        told,
        round(rng.uniform(0.4, 0.99), 4),
        None,
        voice.speaker if voice else None,
        resolution,
        evidence,
    )


def _named(rng: random.Random, page: _Page, voice: _Voice) -> tuple[Span, Resolution]:
    voice.said += 1
    resolution: Resolution = "nominal" if voice.speaker.kind in ("group", "unnamed") else "name"
    if voice.said == 1:
        return page.add(voice.first), resolution
    if voice.pronoun and rng.random() < 0.5:
        return page.add(voice.pronoun), "pronoun"
    return page.add(voice.later), resolution


# ------------------------------------------------------------------ storing


@dataclass(frozen=True, slots=True)
class Part:
    """One of the equal parts of a stream, in the order in which they are stored."""

    articles: int
    """Stored when it ends."""
    quotations: int
    """New in this part, of the articles that were timed."""
    cpu_seconds: float
    memory_bytes: int
    """In use when it ends."""
    peak_bytes: int
    database_bytes: int

    @property
    def milliseconds(self) -> float:
        """Processor time for a new quotation, or seconds for a thousand."""
        return 1000 * self.cpu_seconds / max(1, self.quotations)


def memory() -> int:
    """Bytes that the process has in use; the most it ever had where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return peak()


def peak() -> int:
    """The most memory that the process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def store(
    made: Iterable[Made],
    articles: int,
    path: Path,
    told: Callable[[Part], None] = lambda part: None,
    profile: cProfile.Profile | None = None,
) -> list[Part]:
    """Store the stream. Making it is not measured.

    With a profile, every second article of the last part is profiled and not timed.
    """
    parts: list[Part] = []
    with opened(path, write=True) as db:
        quotations = 0
        spent = 0.0
        for number, one in enumerate(made, start=1):
            if profile and number % 2 and number > articles - articles // PARTS:
                profile.enable()
                write_article(db, one.article, one.quotations)
                profile.disable()
            else:
                before = time.process_time()
                quotations += write_article(db, one.article, one.quotations).quotations
                spent += time.process_time() - before
            if number * PARTS // articles > len(parts):
                files = [path, path.with_name(path.name + "-wal")]
                size = sum(file.stat().st_size for file in files if file.exists())
                parts.append(Part(number, quotations, spent, memory(), peak(), size))
                told(parts[-1])
                quotations, spent = 0, 0.0
    return parts


# ------------------------------------------------------------------ comparing


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a partition is the true one."""

    members: int
    true_pairs: int
    found_pairs: int
    both: int
    member_precision: float
    """For the average member, the share of those found with it that are right (B³)."""
    member_recall: float

    @property
    def precision(self) -> float:
        return self.both / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true_pairs if self.true_pairs else 1.0

    @property
    def jaccard(self) -> float:
        either = self.true_pairs + self.found_pairs - self.both
        return self.both / either if either else 1.0


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Of members, each with its true part and the one it was found in."""
    cells = Counter(pairs)
    true: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    for (a, b), many in cells.items():
        true[a] += many
        found[b] += many
    members = true.total()

    def joined(counts: Counter[Any]) -> int:
        return sum(many * (many - 1) // 2 for many in counts.values())

    return Agreement(
        members,
        joined(true),
        joined(found),
        joined(cells),
        sum(many * many / found[b] for (_, b), many in cells.items()) / max(1, members),
        sum(many * many / true[a] for (a, _), many in cells.items()) / max(1, members),
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says of one article, in the order of its quotations."""

    speakers: dict[tuple[str, str], int]
    """Kind and folded name of each of its speakers -> id across articles."""
    quotations: list[tuple[int, int | None, int | None]]
    """Id, speaker and group of each quotation."""


def stored_articles(path: Path, made: Iterable[Made]) -> Iterator[tuple[Made, Stored]]:
    """Each article of the stream, with what the database has of it."""
    with opened(path) as db:
        for one in made:
            (number,) = db.execute(
                "SELECT id FROM articles WHERE key = ?",
                [f"url:{(one.article.url or '').removeprefix('https://')}"],
            ).fetchone()
            rows = db.execute(
                "SELECT kind, folded, speaker_id FROM article_speakers WHERE article_id = ?",
                [number],
            ).fetchall()
            quotations = db.execute(
                "SELECT id, speaker_id, group_id FROM quotes WHERE article_id = ? ORDER BY start",
                [number],
            ).fetchall()
            yield one, Stored({(kind, name): id_ for kind, name, id_ in rows}, quotations)


@dataclass(frozen=True, slots=True)
class Bare:
    """Facts with a bare surname, in articles that never name the person in full."""

    right: int
    """Joined to the facts of that person's full names."""
    wrong: int
    """Joined to those of others."""
    apart: int
    """Joined to no full name."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The database beside the truth."""

    persons: Agreement
    namesakes: Agreement
    """Persons of whom another has the same full name in the stream."""
    bare: Bare
    bodies: Agreement
    nobodies: Agreement
    """Groups and unnamed people: in each article somebody else."""
    statements: Agreement
    """The same words, but for stock phrases."""
    stock: int
    """Quotations that are one."""
    stock_grouped: int
    """Of these, those in a group."""
    lent_right: int
    """Quotations that name nobody and have the speaker of the same words elsewhere."""
    lent_wrong: int
    not_lent: int


def score(path: Path, articles: int, seed: int) -> Scores:
    """Compare the database with the stream that it was made of."""
    facts: list[tuple[str, int]] = []
    full: Counter[tuple[int, str]] = Counter()
    bare: list[tuple[str, int]] = []
    bearers: dict[str, set[str]] = {}
    said: list[tuple[int, int]] = []
    stock = [0, 0]
    open_: list[tuple[str, int | None]] = []
    for one, found in stored_articles(path, stream(articles, seed)):
        seen: set[str] = set()
        rows = zip(one.quotations, one.speakers, one.statements, found.quotations, strict=True)
        for quotation, who, statement, (number, speaker_id, group_id) in rows:
            if statement:
                said.append((statement, -number if group_id is None else group_id))
            else:
                stock[group_id is not None] += 1
            speaker = quotation.speaker
            if speaker is None:
                if who is not None:
                    open_.append((who, speaker_id))
                continue
            assert who is not None
            if who in seen:
                continue
            seen.add(who)
            name = fold(speaker.name)
            id_ = found.speakers[speaker.kind, name]
            facts.append((who, id_))
            if speaker.kind == "person" and " " not in name:
                bare.append((who, id_))
            else:
                full[id_, who] += 1
                if speaker.kind == "person":
                    bearers.setdefault(name, set()).add(who)
    main: dict[int, str] = {}
    for (id_, who), _ in sorted(full.items(), key=lambda item: (item[1], item[0])):
        main[id_] = who  # The most frequent comes last.
    shared = {who for several in bearers.values() if len(several) > 1 for who in several}
    right = sum(main.get(id_) == who for who, id_ in bare)
    apart = sum(id_ not in main for _, id_ in bare)
    lent = [(who, id_) for who, id_ in open_ if id_ is not None]
    lent_right = sum(main.get(id_) == who for who, id_ in lent)
    return Scores(
        agreement(pair for pair in facts if pair[0][0] == "p"),
        agreement(pair for pair in facts if pair[0] in shared),
        Bare(right, len(bare) - right - apart, apart),
        agreement(pair for pair in facts if pair[0][0] == "b"),
        agreement(pair for pair in facts if pair[0][0] not in "pb"),
        agreement(said),
        sum(stock),
        stock[True],
        lent_right,
        len(lent) - lent_right,
        len(open_) - len(lent),
    )


def orders(articles: int, seed: int, folder: Path, many: int = 2) -> tuple[float, float]:
    """The least Jaccard of pairs of speakers, and of quotations, over orders of one stream."""
    made = list(stream(articles, seed))
    partitions = []
    for order in range(many):
        path = folder / f"order{order}.db"
        store(random.Random(order).sample(made, len(made)), articles, path)
        speakers: list[int] = []
        groups: list[int] = []
        for _, found in stored_articles(path, made):
            speakers += [id_ for _, id_ in sorted(found.speakers.items())]
            groups += [-number if group is None else group for number, _, group in found.quotations]
        partitions.append((speakers, groups))
    first, *others = partitions
    return (
        min(agreement(zip(first[0], other[0], strict=True)).jaccard for other in others),
        min(agreement(zip(first[1], other[1], strict=True)).jaccard for other in others),
    )


# ------------------------------------------------------------------ telling


def early_and_late(parts: Sequence[Part]) -> tuple[float, float]:
    """Processor seconds for a thousand new quotations in the second part, and in the last."""
    return parts[min(1, len(parts) - 1)].milliseconds, parts[-1].milliseconds


def table(parts: Sequence[Part], scores: Scores, same: tuple[float, float] | None) -> str:
    """What came out, as it stands in the page of the benchmarks."""
    early, late = early_and_late(parts)
    total = sum(part.quotations for part in parts)
    half = parts[len(parts) // 2]
    lines = [
        f"{parts[-1].articles:,} articles, {total:,} quotations:",
        "",
        "| | |",
        "|---|--:|",
        f"| processor time for 1,000 new quotations, second twentieth | {early:.2f} s |",
        f"| the same, last twentieth | {late:.2f} s |",
        f"| late : early | {late / early:.2f} |",
        f"| memory after the second twentieth, half, the end |"
        f" {_mb(parts[min(1, len(parts) - 1)].memory_bytes)}, {_mb(half.memory_bytes)},"
        f" {_mb(parts[-1].memory_bytes)} MB |",
        f"| database | {_mb(parts[-1].database_bytes)} MB |",
    ]
    if same is not None:
        lines.append(
            f"| the same partition in shuffled orders (Jaccard), speakers and groups |"
            f" {same[0]:.4f}, {same[1]:.4f} |"
        )
    lines += [
        "",
        "| | members | pairs P / R | members P / R (B³) |",
        "|---|--:|--:|--:|",
    ]
    for name, one in (
        ("persons", scores.persons),
        ("of these, with a namesake", scores.namesakes),
        ("organizations", scores.bodies),
        ("groups and unnamed people", scores.nobodies),
        ("the same words", scores.statements),
    ):
        lines.append(
            f"| {name} | {one.members:,} | {100 * one.precision:.2f} / {100 * one.recall:.2f} |"
            f" {100 * one.member_precision:.2f} / {100 * one.member_recall:.2f} |"
        )
    bare = scores.bare
    lines += [
        "",
        f"Bare surnames: {bare.right:,} joined to whom they mean, {bare.wrong:,} to others,"
        f" {bare.apart:,} to nobody. Quotations without attribution whose words are in other"
        f" articles: {scores.lent_right:,} have the right speaker from there,"
        f" {scores.lent_wrong:,} a wrong one, {scores.not_lent:,} none."
        f" Of {scores.stock:,} stock phrases {scores.stock_grouped:,} are in groups.",
    ]
    return "\n".join(lines)


def _mb(count: int) -> str:
    return f"{count / 1_000_000:,.0f}"


@click.command(help=__doc__)
@click.option("--articles", default=2_000, show_default=True, help=f"{FULL_SIZE:,} is full size.")
@click.option("--seed", default=1, show_default=True)
@click.option("--db", "path", type=click.Path(path_type=Path), help="Keep the database here.")
@click.option(
    "--orders",
    "shuffled",
    default=1_000,
    show_default=True,
    help="Articles to store in two shuffled orders; 0 for none.",
)
@click.option("--profile", type=click.Path(path_type=Path), help="Of storing the last twentieth.")
@click.option("--json", "as_json", is_flag=True, help="Every figure.")
@click.option("--write", help="Put the result into this place of the page.")
def main(
    articles: int,
    seed: int,
    path: Path | None,
    shuffled: int,
    profile: Path | None,
    as_json: bool,
    write: str | None,
) -> None:
    """Store, measure, compare, tell."""
    if path is not None and path.exists():
        raise click.ClickException(f"{path} is there already")
    if articles < PARTS:
        raise click.ClickException(f"at least {PARTS} articles are needed")

    def told(part: Part) -> None:
        click.echo(
            f"{part.articles:>7,} articles  {part.milliseconds:6.2f} s for 1,000 quotations "
            f" {_mb(part.memory_bytes):>5} MB in use, {_mb(part.peak_bytes)} at most "
            f" database {_mb(part.database_bytes)} MB",
            err=True,
        )

    with tempfile.TemporaryDirectory() as folder:
        path = path or Path(folder) / "stream.db"
        profiler = cProfile.Profile() if profile else None
        parts = store(stream(articles, seed), articles, path, told, profiler)
        if profiler is not None:
            profiler.dump_stats(str(profile))
            pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(30)
        scores = score(path, articles, seed)
        same = orders(shuffled, seed, Path(folder)) if shuffled else None
    text = table(parts, scores, same)
    if as_json:
        figures = {"parts": [asdict(part) for part in parts], "scores": asdict(scores)}
        click.echo(json.dumps({**figures, "orders": same}, indent=1))
    else:
        click.echo(text)
    if write:
        page = README.read_text(encoding="utf-8")
        README.write_text(with_block(page, write, text), encoding="utf-8")


if __name__ == "__main__":
    main()
