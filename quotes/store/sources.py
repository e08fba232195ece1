"""Who gets to speak: speakers and their quotations counted, as audits of sources count them.

One pass over the quotations, in SQL, gives a row for each speaker of each
article; what kind of speaker that is, and what the articles tell of a person,
is looked up from there on.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlite_utils import Database

from quotes.mentions import words
from quotes.mentions.names import fold
from quotes.mentions.nouns import is_person_noun
from quotes.store.filters import Filters, condition

Record = dict[str, Any]
#: The questions of the report, by measure, in words.
TITLES = {
    "kind": "Kinds of speakers",
    "named": "Named or not",
    "gender": "Women and men among named people, as the articles tell them",
    "gender where told": "Of those whom the articles tell",
    "role": "Named people by title",
    "gender of officials": "Women and men among officials",
    "gender of others with a title": "Women and men among others with a title",
    "gender of those without title": "Women and men among those without title",
    "gender of unnamed people": "Women and men among people not named",
}

Dimension = Literal["outlet", "month"]
Role = Literal["official", "other title", "no title"]
Told = Literal["women", "men", "unknown"]
Count = Literal["quotations", "words", "appearances", "speakers"]

COUNTS: tuple[Count, ...] = get_args(Count)
#: The kind of a quotation whose speaker the article does not tell.
NO_SPEAKER = "no speaker"
KINDS = ("person", "unnamed", "organization", "group", "document", NO_SPEAKER)
TOLD: tuple[Told, ...] = get_args(Told)
ROLES: tuple[Role, ...] = get_args(Role)
#: One article in ten may be wrong about a speaker: who is in hundreds of them would else be
#: unknown for a single pronoun that was led astray.
_AGREEING = 0.9
_Z = 1.959964
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Class:
    """What is told apart of speakers. Every speaker has one, whatever the article."""

    kind: str
    gender: Told = "unknown"
    role: Role = "no title"


@dataclass(slots=True)
class Tally:
    """The quotations of speakers who are alike."""

    quotations: int = 0
    words: int = 0
    appearances: int = 0
    """Each speaker once an article, as one counts who has one article at a time."""
    ids: set[int] = field(default_factory=set)
    """Of the speakers."""

    def add(self, quotations: int, quoted: int, speaker_id: int | None) -> None:
        """All that one speaker says in one article."""
        self.quotations += quotations
        self.words += quoted
        if speaker_id is not None:
            self.appearances += 1
            self.ids.add(speaker_id)


@dataclass(frozen=True, slots=True)
class Measure:
    """A question that the report answers: into which groups which speakers fall."""

    name: str
    groups: Mapping[str, Collection[Class]]
    """The groups, and the classes that they are of; together they are the whole."""


def _people(kind: str, tolds: Iterable[Told], roles: Iterable[Role]) -> frozenset[Class]:
    roles = tuple(roles)
    return frozenset(Class(kind, told, role) for told in tolds for role in roles)


def _of_kinds(*kinds: str) -> frozenset[Class]:
    return frozenset(one for kind in kinds for one in _people(kind, TOLD, ROLES))


def _gender(
    name: str, kind: str = "person", tolds: Iterable[Told] = TOLD, roles: Sequence[Role] = ROLES
) -> Measure:
    return Measure(name, {told: _people(kind, [told], roles) for told in tolds})


MEASURES: tuple[Measure, ...] = (
    Measure("kind", {kind: _of_kinds(kind) for kind in KINDS}),
    # A document is neither: nobody could have named it otherwise.
    Measure(
        "named",
        {
            "named": _of_kinds("person", "organization"),
            "not named": _of_kinds("unnamed", "group"),
            NO_SPEAKER: _of_kinds(NO_SPEAKER),
        },
    ),
    _gender("gender"),
    _gender("gender where told", tolds=("women", "men")),
    Measure("role", {role: _people("person", TOLD, [role]) for role in ROLES}),
    _gender("gender of officials", roles=("official",)),
    _gender("gender of others with a title", roles=("other title",)),
    _gender("gender of those without title", roles=("no title",)),
    _gender("gender of unnamed people", "unnamed"),
)


def sources(
    db: Database, filters: Filters | None = None, by: Sequence[Dimension] = ()
) -> Iterator[Record]:
    """How many speakers and quotations there are of each sort, and what share that is.

    A record has ``measure`` and ``group`` (the keys of :data:`MEASURES`),
    ``outlet`` and ``month`` where they are in ``by``, else ``None``, the four
    :data:`COUNTS`; and under ``of`` the same counts of all groups of the
    measure together, under ``share`` the quotients, ``None`` where there is
    nothing to divide by, and ``interval``, the 95% Wilson interval of the share
    of ``speakers``. Outlets come by their number of quotations, months in their
    order; ``filters.limit`` is that of outlets, or of months from the last one
    where they alone are asked for.

    Raises :class:`quotes.store.finding.AmbiguousSpeaker` at once, not on iteration.
    """
    filters = filters or Filters()
    cells = _cells(db, filters, by)
    return (
        record
        for place in _places(cells, by, filters.limit)
        for record in _records(place, cells[place])
    )


Place = tuple[str | None, str | None]
"""Outlet and month."""
Cells = dict[Place, dict[Class, Tally]]


def _cells(db: Database, filters: Filters, by: Sequence[Dimension]) -> Cells:
    wanted = condition(db, filters)
    db.conn.create_function("quoted_words", 1, _quoted_words, deterministic=True)
    searched = "JOIN quotes_fts ON quotes_fts.rowid = quotes.id" if wanted.match else ""
    rows = db.execute(
        f"""
        SELECT quotes.article_id, quotes.speaker_id, count(*), sum(quoted_words(quotes.text))
        FROM quotes
        JOIN articles ON articles.id = quotes.article_id
        LEFT JOIN speakers ON speakers.id = quotes.speaker_id
        {searched}
        WHERE {wanted.sql}
        GROUP BY quotes.article_id, quotes.speaker_id
        """,
        list(wanted.values),
    )
    classes = _classes(db)
    places = _places_of_articles(db, by)
    cells: Cells = defaultdict(lambda: defaultdict(Tally))
    if not by:
        cells[None, None]  # Nothing counted is a report, too.
    nobody, nowhere = Class(NO_SPEAKER), (None, None)
    for article_id, speaker_id, quotations, quoted in rows:
        class_ = nobody if speaker_id is None else classes[speaker_id]
        place = places.get(article_id, nowhere)
        cells[place][class_].add(quotations, quoted, speaker_id)
    return cells


def _quoted_words(text: str) -> int:
    """White-space separated words, without what stands between the spans of one quotation."""
    return len(text.split()) - text.count(" … ")


def _places_of_articles(db: Database, by: Sequence[Dimension]) -> dict[int, Place]:
    if not by:
        return {}
    return {
        id_: (
            outlet if "outlet" in by else None,
            _month(published) if "month" in by else None,
        )
        for id_, outlet, published in db.execute("SELECT id, outlet, published FROM articles")
    }


def _month(published: str | None) -> str | None:
    found = _MONTH.match(published or "")
    return found[0] if found else None


def _classes(db: Database) -> dict[int, Class]:
    """Speaker id to class. Gender and role are those of people alone."""
    genders = _genders(db)
    official, titled = _titled(db)
    made: dict[Class, Class] = {}
    classes: dict[int, Class] = {}
    for id_, kind, title in db.execute("SELECT id, kind, title FROM speakers"):
        class_ = Class(kind)
        if kind == "person":
            role = _role(official[id_], titled[id_]) if id_ in titled else _role_of(title)
            class_ = Class(kind, genders.get(id_, "unknown"), role)
        elif kind == "unnamed":
            class_ = Class(kind, genders.get(id_, "unknown"))
        classes[id_] = made.setdefault(class_, class_)
    return classes


def _genders(db: Database) -> dict[int, Told]:
    """What nine in ten of the articles agree on that tell it; whoever else is unknown."""
    rows = db.execute(
        "SELECT speaker_id, sum(gender = 'female'), sum(gender = 'male') FROM article_speakers"
        " WHERE gender IN ('female', 'male') AND speaker_id IS NOT NULL GROUP BY speaker_id"
    )
    found: dict[int, Told] = {}
    for id_, female, male in rows:
        if max(female, male) >= _AGREEING * (female + male):
            found[id_] = "women" if female > male else "men"
    return found


def _titled(db: Database) -> tuple[dict[int, int], dict[int, int]]:
    """Of each person, the articles with a title of an official, and with any."""
    official: dict[int, int] = defaultdict(int)
    titled: dict[int, int] = defaultdict(int)
    rows = db.execute(
        "SELECT speaker_titles.speaker_id, speaker_titles.title, speaker_titles.articles"
        " FROM speaker_titles JOIN speakers ON speakers.id = speaker_titles.speaker_id"
        " WHERE speakers.kind = 'person'"
    )
    for id_, title, articles in rows:
        if (role := _role_of(title)) != "no title":
            titled[id_] += articles
            official[id_] += articles if role == "official" else 0
    return official, titled


def _role(official: int, titled: int) -> Role:
    return "official" if 2 * official >= titled else "other title"


def _role_of(title: str | None) -> Role:
    if title is None or not set(_tokens(title)) - words.HONORIFICS:
        return "no title"
    return "official" if is_official(title) else "other title"


def _places(cells: Cells, by: Sequence[Dimension], limit: int | None) -> list[Place]:
    size: dict[str | None, int] = defaultdict(int)
    for (outlet, _), tallies in cells.items():
        size[outlet] += sum(tally.quotations for tally in tallies.values())
    outlets = sorted(size, key=lambda outlet: (-size[outlet], outlet is None, outlet or ""))
    months = sorted({month for _, month in cells}, key=lambda month: (month is None, month or ""))
    if limit is not None and "outlet" in by:
        outlets = outlets[:limit]
    elif limit is not None and by:
        months = months[max(0, len(months) - limit) :]
    return [(outlet, month) for outlet in outlets for month in months if (outlet, month) in cells]


def _records(place: Place, tallies: Mapping[Class, Tally]) -> Iterator[Record]:
    for measure in MEASURES:
        counted = {name: _sum(tallies, some) for name, some in measure.groups.items()}
        of = {count: sum(one[count] for one in counted.values()) for count in COUNTS}
        for group, counts in counted.items():
            # Who is not told is no number of speakers.
            speaks = group != NO_SPEAKER
            countable = COUNTS if speaks else COUNTS[:2]
            yield {
                "outlet": place[0],
                "month": place[1],
                "measure": measure.name,
                "group": group,
                **counts,
                "of": of,
                "share": {
                    count: round(counts[count] / of[count], 4)
                    if of[count] and count in countable
                    else None
                    for count in COUNTS
                },
                "interval": wilson(counts["speakers"], of["speakers"]) if speaks else None,
            }


def _sum(tallies: Mapping[Class, Tally], classes: Collection[Class]) -> dict[str, int]:
    some = [tally for class_, tally in tallies.items() if class_ in classes]
    return {
        "quotations": sum(tally.quotations for tally in some),
        "words": sum(tally.words for tally in some),
        "appearances": sum(tally.appearances for tally in some),
        # A speaker is of one class: none is counted twice.
        "speakers": sum(len(tally.ids) for tally in some),
    }


def wilson(part: int, whole: int) -> list[float] | None:
    """The 95% interval of a share (Wilson 1927), which holds for few cases and near 0 and 1."""
    if not whole:
        return None
    share = part / whole
    square = _Z * _Z / whole
    middle = (share + square / 2) / (1 + square)
    reach = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return [round(max(0.0, middle - reach), 4), round(min(1.0, middle + reach), 4)]


# ------------------------------------------------------------------- officials, by their titles


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Who is one of these holds an office of a state, or is of its police or its forces.
_OFFICEHOLDERS = _words(
    """
    senator sen governor gov mayor minister premier pm taoiseach tanaiste chancellor congressman
    congresswoman mp mep mla msp lawmaker legislator parliamentarian assemblyman assemblywoman
    councilman councilwoman councilor councillor cllr alderman rep ambassador diplomat envoy
    consul attache judge justice magistrate prosecutor coroner ombudsman commissioner monarch
    king queen emir sultan sheriff constable detective trooper policeman policewoman cop
    superintendent inspector emperor empress general gen colonel col lieutenant lt sergeant sgt
    major maj admiral adm commander cmdr corporal cpl brigadier commodore soldier marine
    paratrooper
    """
)
#: Who is one of these is an official where a public body or the office of another is beside it.
_STAFF = _words(
    """
    spokesman spokeswoman spokesperson chief director head officer official secretary adviser
    advisor chairman chairwoman chairperson chair leader administrator manager member coordinator
    counsel clerk deputy agent investigator captain treasurer comptroller president speaker
    representative republican democrat whip engineer inspector
    """
)
#: Of these, who is one of a country, or by itself beside a name.
_OF_COUNTRIES = _words("president representative official secretary speaker")
#: Who speaks and works for whoever holds an office.
_VOICES = _words("spokesman spokeswoman spokesperson secretary chief")
_SPOKEN_FOR = _words(
    "president presidential governor gov mayor minister premier senator sen pm king queen"
)
_CHAIRS = _words("chair chairman chairwoman chairperson chief director")
_PARTISAN = _words("democratic republican gop libertarian conservative dnc rnc")
#: Right before ``general``.
_GENERALS = _words("secretary director manager counsel")
#: Right before ``attorney``.
_ATTORNEYS = _words("us united states district state county city commonwealth")
#: What public bodies are called by.
_PUBLIC = _words(
    """
    police army navy airforce military coastguard government ministry parliament senate congress
    assembly legislature legislative cabinet embassy consulate treasury pentagon kremlin whitehouse
    house court tribunal commission authority agency municipality municipal borough county federal
    state district prefecture governorate provincial governmental majority minority opposition
    fbi cia nsa dhs fema epa nasa cdc fda irs nhs un unicef unhcr unesco undp nato eu imf wto
    fire customs border immigration security statedepartment forces judge au unep ntsb usda dea atf
    tsa ftc fcc doj hud nypd lapd
    """
)
#: Of departments and offices, public ones are of these.
_PUBLIC_FIELDS = words.FIELDS | _words(
    "state police fire homeland corrections veterans revenue sanitation prisons water parks roads"
)
_DEPARTMENTS = _words("department secretary commissioner bureau office")
#: Beside these, nobody is an official, whatever else there is: not of a police union.
_PRIVATE = _words(
    """
    party campaign university college institute company corporation inc corp llc ltd plc union
    association federation foundation society club league team newspaper magazine news radio tv
    television hospital church parish diocese bank group fund coalition alliance center centre
    student students alumni football basketball baseball cricket hockey rugby tennis soccer golf
    chess nfl nba mlb nhl fifa fia uefa olympic studio studios theatre theater museum gallery
    publishing auction opera fashion advertising travel estate talent modelling marketing sales
    jewish rebel militia taliban brand goodwill private insurance airline airlines
    startup firm chamber lobby think-tank baptist methodist presbyterian lutheran anglican
    evangelical catholic orthodox islamicstate youth movement charity nonprofit tribune
    """
)
#: Of these, the ones that are fields of government as well, and do no harm beside an office.
_NOT_PRIVATE_OF_OFFICES = _words(
    """
    party group football bank travel marketing league olympic youth center centre hospital
    federation union insurance coalition
    """
)
#: Names of several words, as one.
_TOGETHER = tuple(
    (re.compile(pattern), as_one)
    for pattern, as_one in (
        (r"\bwhite house\b", "whitehouse"),
        (r"\bair force\b", "airforce"),
        (r"\bcoast guard\b|\bnational guard\b", "coastguard"),
        (r"\bstate department\b", "statedepartment"),
        (r"\bunited nations\b|\bworld health organi[sz]ation\b", "un"),
        (r"\b(?:european|african) (?:union|council)\b", "eu"),
        (r"\bislamic state\b", "islamicstate"),
        (r"\b(?:central|reserve|national) bank\b|\bbank of england\b", "treasury"),
        (r"\bsocial security\b", "government"),
        (r"\b(?:city|town|village|regional|security|privy) council\b", "municipality"),
        (r"\bschool board\b|\bcity (?=manager|hall|clerk)", "municipality "),
        (r"\bnews agency\b", "news"),
        (r"\b(?:labou?r|trades?) congress\b", "union"),
    )
)
_COUNTRIES = _words(
    """
    us usa america american uk britain british england english scotland scottish wales welsh ireland
    irish afghanistan afghan albania albanian algeria algerian angola angolan argentina argentine
    argentinian armenia armenian australia australian austria austrian azerbaijan azerbaijani
    bahamas bahrain bangladesh bangladeshi barbados belarus belarusian belgium belgian belize benin
    bhutan bolivia bolivian bosnia bosnian botswana brazil brazilian brunei bulgaria bulgarian
    burkina burundi cambodia cambodian cameroon cameroonian canada canadian chad chadian chile
    chilean china chinese colombia colombian comoros congo congolese croatia croatian cuba cuban
    cyprus cypriot czech denmark danish djibouti dominica dominican ecuador ecuadorian ecuadorean
    egypt egyptian eritrea eritrean estonia estonian eswatini ethiopia ethiopian fiji fijian finland
    finnish france french gabon gabonese gambia gambian georgia georgian germany german ghana
    ghanaian greece greek grenada guatemala guatemalan guinea guinean guyana guyanese haiti haitian
    honduras honduran hungary hungarian iceland icelandic india indian indonesia indonesian iran
    iranian iraq iraqi israel israeli italy italian jamaica jamaican japan japanese jordan jordanian
    kazakhstan kazakh kenya kenyan kiribati korea korean kosovo kosovar kuwait kuwaiti kyrgyz
    kyrgyzstan laos lao latvia latvian lebanon lebanese lesotho liberia liberian libya libyan
    lithuania lithuanian luxembourg macedonia macedonian madagascar malagasy malawi malawian
    malaysia malaysian maldives maldivian mali malian malta maltese mauritania mauritanian mauritius
    mauritian mexico mexican moldova moldovan monaco mongolia mongolian montenegro moroccan morocco
    mozambique mozambican myanmar burmese namibia namibian nauru nepal nepali nepalese netherlands
    dutch zealand nicaragua nicaraguan niger nigerien nigeria nigerian norway norwegian oman omani
    pakistan pakistani palau palestine palestinian panama panamanian papua paraguay paraguayan peru
    peruvian philippines philippine filipino poland polish portugal portuguese qatar qatari romania
    romanian russia russian rwanda rwandan salvador salvadoran samoa saudi senegal senegalese serbia
    serbian seychelles sierra leone singapore singaporean slovakia slovak slovenia slovenian solomon
    somalia somali africa african spain spanish lanka lankan sudan sudanese suriname surinamese
    swaziland sweden swedish switzerland swiss syria syrian taiwan taiwanese tajikistan tajik
    tanzania tanzanian thailand thai timor timorese togo togolese tonga tongan trinidad tunisia
    tunisian turkey turkish turkmenistan turkmen tuvalu uganda ugandan ukraine ukrainian emirates
    emirati uruguay uruguayan uzbekistan uzbek vanuatu vatican venezuela venezuelan vietnam
    vietnamese yemen yemeni zambia zambian zimbabwe zimbabwean catalan kurdish soviet nation
    """
)
#: May stand beside an office by itself.
_BESIDE = _words(
    "vice deputy acting interim assistant current incumbent the a its our prime first"
    " new senior top of for and republic united states kingdom south north central state his her"
    " highness excellency sheikh"
)
_NO_LONGER = words.OF_ANOTHER_TIME | _words("retired ousted exiled candidate nominee hopeful")
_WORD = re.compile(r"[^\W\d_]+(?:[.’'][^\W\d_]+)*")
_OWNER = re.compile(r"['’]s?$")
_CONGRESS = re.compile(r"\([RDI][a-z]*[.]?\s?[-–—,]\s?[^()]+\)")
_PARTS = re.compile(r"\s*[,;/&]\s*|\s+and\s+")
_BEHIND = re.compile(r"\b(?:of|for|to|at|in|on|with|from|by|who|under|representing)\b|\(")
_DETERMINED = re.compile(r"(?:an?|the|now|current)\b")
_COUNCIL = re.compile(r"\bcouncil\b")
_BODY = "municipality"


def is_official(title: str) -> bool:
    """Does a title say that somebody holds a public office, or speaks for a public body?

    Offices to which one is elected or appointed, courts, police and armed
    forces count, and those who work for a public body that the title names;
    parties, campaigns, companies, unions, schools and churches do not, nor
    offices that somebody had or wants.
    """
    return _is_official(title)


@lru_cache(maxsize=65536)
def _is_official(title: str) -> bool:
    if not _tokens(_CONGRESS.sub("", title)) and _CONGRESS.search(title):
        return True  # (R-Ohio), beside a bare name
    past = False
    parts = _PARTS.split(title)
    for i, part in enumerate(parts):
        past = past and not _DETERMINED.match(part)
        head, behind = _split(part)
        if not behind:  # president and founder of the firm
            behind = next((rest for _, rest in map(_split, parts[i + 1 :]) if rest), "")
        past = past or not _NO_LONGER.isdisjoint(_tokens(head))
        if not past and _holds_office(head, behind):
            return True
    return False


def _split(part: str) -> tuple[str, str]:
    """``spokesman for the council`` -> ``spokesman``, ``for the council``."""
    found = _BEHIND.search(part)
    return (part[: found.start()], part[found.start() :]) if found else (part, "")


def _holds_office(head: str, behind: str) -> bool:
    called = _tokens(head)
    nouns = [i for i, word in enumerate(called) if is_person_noun(word) or word in _OFFICEHOLDERS]
    nouns = [i for i in nouns if called[i] not in words.HONORIFICS | {"sheikh", "rev", "coach"}]
    if not nouns:
        return False
    noun, before = called[nouns[-1]], called[: nouns[-1]]
    around = {*before, *called[nouns[-1] + 1 :], *_tokens(behind)}
    if _COUNCIL.search(head + behind):
        around.add(_BODY)  # in small letters it is the council of a town
    if noun == "general" and before and before[-1] in _GENERALS:
        noun = before[-1]
    if noun == "attorney":
        return bool(before) and before[-1] in _ATTORNEYS
    if noun in _OFFICEHOLDERS:
        return around.isdisjoint(_PRIVATE - _NOT_PRIVATE_OF_OFFICES)
    if noun not in _STAFF or not around.isdisjoint(_PRIVATE):
        return False
    if noun in _CHAIRS and not around.isdisjoint(_PARTISAN):
        return False  # Democratic chair of Hill County
    return (
        not around.isdisjoint(_PUBLIC)
        or (not around.isdisjoint(_DEPARTMENTS) and _of_field(around))
        or (noun == "secretary" and _of_field(around))
        or (noun in _VOICES and not around.isdisjoint(_SPOKEN_FOR))
        or (noun in _OF_COUNTRIES and _of_country(noun, around))
    )


def _of_field(around: set[str]) -> bool:
    return not around.isdisjoint(_PUBLIC_FIELDS)


def _of_country(noun: str, around: set[str]) -> bool:
    """``French President``, ``president of France``; ``President`` beside a name."""
    if noun in {"official", "speaker"} and not around:
        return noun == "speaker"
    return around <= _BESIDE | _COUNTRIES


def _tokens(phrase: str) -> list[str]:
    text = fold(phrase).replace("-", " ").replace("–", " ")
    found = [_OWNER.sub("", word).replace(".", "") for word in _WORD.findall(text)]
    joined = " ".join(word for word in found if word)
    for pattern, as_one in _TOGETHER:
        joined = pattern.sub(as_one, joined)
    return joined.split()
