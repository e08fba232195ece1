"""Whether two quotations are the same words: a comparison of words, without a database.

They are when one says all that the other says, or when they share a run of
words that is most of the shorter one, whether trimmed or lightly edited. What
stands in quotation marks inside a mixed quotation counts by itself, for the
rest is the words of the reporter. What they share must say something: a name,
a title, a stock phrase or a noun with its adjectives is in many statements.

The store knows no syntax, so this goes by the words alone: capitals tell
names, and a closed list of auxiliaries, pronouns and common verbs tells what is
a statement.

Candidates are found by hashes of three informative words in a row. These leave
out the words that editors change most (articles, prepositions, contractions)
and those that every other quotation has.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import product
from typing import NamedTuple

#: The fewest words that can be the same words.
FEWEST_WORDS = 5
#: A longer quotation is compared by its first words.
MOST_WORDS = 1000
#: A run that is neither all of a unit nor that long is chance.
_RUN = 8
#: From so many words on, the same text from beginning to end is hardly chance, whatever it says.
_LONG_WHOLE = 8
_INFORMATIVE_LONG_WHOLE = 2
#: From here on, one informative word fewer is enough.
_LONG_RUN = 12
_FEWEST_EDITED = 7
_LONGEST_PIECE_EDITED = 4
_SHINGLE = 3


class _Measure(NamedTuple):
    """What two units must have in common."""

    run: float
    """Share of the shorter one that is one run."""
    edited: float
    """Share of the shorter one that is in both, in one order, where words were edited."""
    informative: int
    """Words in the run that are in few texts and no names."""
    informative_edited: int


#: For what two articles say from the first word to the last, but for a few.
_WHOLE = 0.9
_INFORMATIVE_WHOLE = 3
#: A "not" or a number in a longer edit is of other words, which one of the two left out.
_LONGEST_CONTRADICTION = 4
#: So many, and it is a statement without a verb that we know.
_INFORMATIVE_ANYHOW = 5
#: For what is in quotation marks in both: speakers are quoted by parts of what they said.
_VERBATIM = _Measure(run=0.6, edited=0.75, informative=3, informative_edited=3)
#: Where one is a report: reporters use the same words for what several people said.
_REPORTED = _Measure(run=0.75, edited=0.8, informative=5, informative_edited=5)

_TOKEN = re.compile(
    r"""[^\W_]+(?:['’`][^\W_]+)*(?:[.,](?=\d)\d+)*"""  # a word
    r"""|[“”„"«»]|''"""  # a mark that opens or closes
    r"""|(?<!\S)[‘'](?=\w)"""  # one that opens
    r"""|(?<=[\w.,!?])['’](?!\w)"""  # one that closes, or a plural's possessive
)
_NUMBER = re.compile(r"\d")
_POSSESSIVES = ("'s", "’s")
_SINGLE = ("'", "‘", "’")
_APOSTROPHES = str.maketrans("", "", "'’`,")

_PRONOUNS = frozenset(
    "i you he she it we they me him her us them who whom whose which what that this these those"
    " there mine yours ours theirs myself yourself himself herself itself ourselves themselves"
    " somebody someone anybody anyone nobody everybody everyone something anything nothing"
    " everything".split()
)
_CONTRACTED = frozenset(
    "im ive id ill youre youve youd youll hes hed hell shes shed its itd itll weve wed were well"
    " theyre theyve theyd theyll thats thatll theres theyll whos whats heres lets isnt arent wasnt"
    " werent dont doesnt didnt havent hasnt hadnt wont wouldnt cant couldnt shouldnt mustnt aint"
    " shant mightnt neednt".split()
)
_AUXILIARIES = frozenset(
    "am is are was were be been being do does did doing done have has had having will would shall"
    " should can could may might must ought cannot".split()
)
#: Without forms that are nouns as well: an "attack" is no statement.
_VERBS = frozenset(
    word
    for line in """
    accept accepts accepted achieve achieved acted add added agree agrees agreed allow allows
    allowed apologize apologise appear appears appeared ask asks asked attacked avoid become
    becomes became begin begins began begun believe believes believed belongs bring brings
    brought build built called came carry carried caused changed choose chose chosen come comes
    confirm confirmed consider considered continue continues continued cooperate create created
    decide decided defeat defeated defend denied deny deserve deserves destroy destroyed die
    died discuss discussed elect elected ended endorse ensure expect expects expected explain
    faced fail fails failed feel feels felt find finds finish follow forget fought found gave
    get gets getting give gives given go goes going gone got gotten grow grew happen happens
    happened hate hear heard held helped hoped hurt improve include includes increased
    investigate join joined keep keeps kept kill killed knew know knows known learn learned
    leave leaves led let liked listen live lived looked lose loses lost loves loved made make
    makes making mean means meant meet met moved needed owe owes paid prevent protect protected
    prove proved provide provides provided pushed put ran reach reached read realize receive
    received recognize regret reject rejected remain remains remained remember replace
    represent represents respond returned said sat save say says see seek seem seems seen sees
    send sent serve serves served showed shown signed sit solve speak speaking spoke spend
    spent started stay stopped stood suffer suffered supported take takes taken taking talked
    taught teach tell tells think thinks threaten told took treat treated tried trying turned
    understand understood violates violated voted want wants wanted warn went won worked write
    wrote
    """.splitlines()
    for word in line.split()
)
#: After ``to``, these are no infinitive.
_DETERMINERS = frozenset(
    "a an the my your his her its our their this that these those some any no each every all both"
    " another other such one two three many much more most several few".split()
)
_OTHER_COMMON = frozenset(
    "and or but nor if then than as at by for from in into of off on onto out over under up down"
    " with without within about above across after against along among around before behind below"
    " between beyond during except inside near outside per since through throughout till to toward"
    " towards until upon via when where why how while because although though so too very not just"
    " only also even still yet ever never again now here back away always often really actually"
    " well ok yes no oh please else same own once away first last next new old good great big bad"
    " right better best long little lot lots bit kind sort thing things way ways time times day"
    " days today year years people man men woman women percent s t re ve ll d m".split()
)
_LIGHT_VERBS = frozenset(
    "get gets getting got gotten go goes going gone went come comes came make makes made making"
    " take takes took taken taking give gives gave given know knows knew known think thinks thought"
    " say says said see sees saw seen want wants wanted look looks looked need needs needed let put"
    " tell told like feel felt keep kept try trying tried thank".split()
)
_TITLES = frozenset(
    "president vice former secretary state minister prime senator sen governor gov representative"
    " rep chairman chairwoman chair chief director deputy general mayor candidate nominee leader"
    " spokesman spokeswoman spokesperson officer official officials presidential foreign government"
    " department mr mrs ms dr".split()
)
_COMMON = (
    _TITLES | _PRONOUNS | _CONTRACTED | _AUXILIARIES | _DETERMINERS | _OTHER_COMMON | _LIGHT_VERBS
)
_CLAUSE = frozenset("i you he she it we they who".split()) | _CONTRACTED | _AUXILIARIES | _VERBS
_NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot".split()) | {
    word for word in _CONTRACTED if word.endswith("nt")
}
#: What anybody says: said alone it is nobody's words.
_STOCK = tuple(
    tuple(phrase.split())
    for phrase in (
        "thank you for agreeing to this interview",
        "thoughts and prayers are with",
        "thoughts and prayers go out to",
        "condolences to the families",
        "families and friends of the victims",
        "family and friends",
        "at the end of the day",
        "for the first time in",
        "at this point in time",
        "as soon as possible",
        "in the near future",
        "moving in the right direction",
        "a step in the right direction",
        "spoke on condition of anonymity",
        "god bless the united states of america",
        "the american people",
        "make america great again",
        "innocent until proven guilty",
        "the truth the whole truth and nothing but the truth",
        "there is no doubt that",
        "nothing could be further from the truth",
        "a matter of life and death",
        "bring to justice",
        "brought to justice",
        "held accountable for their actions",
        "declined to comment on the matter",
        "did not immediately respond to a request for comment",
        "no evidence of any wrongdoing",
    )
)


class Unit(NamedTuple):
    """A stretch of words that is compared by itself."""

    start: int
    end: int
    verbatim: bool
    """Whether it is in quotation marks."""


@dataclass(frozen=True)
class Words:
    """The words of a quotation as they are compared."""

    folded: tuple[str, ...]
    """Lower case, without accents, apostrophes and punctuation."""
    named: tuple[bool, ...]
    """Whether a word is written as part of a name."""
    units: tuple[Unit, ...]
    """The whole, and what stands in quotation marks inside of it."""

    @cached_property
    def key(self) -> int:
        """Equal, for all that it matters, for quotations that compare alike (62 bits, large)."""
        told = repr((self.folded, self.named, self.units)).encode()
        return (1 << 62) | int.from_bytes(hashlib.blake2b(told, digest_size=7).digest(), "big")

    @cached_property
    def informative(self) -> frozenset[str]:
        return frozenset(word for word in self.folded if word not in _COMMON)


def words_of(text: str, type: str = "direct") -> Words:
    """The words of the text of a quotation of this type."""
    if not text.isascii():
        text = "".join(
            mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark)
        )
    folded: list[str] = []
    named: list[bool] = []
    quoted: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token[0].isalnum():
            word = token.translate(_APOSTROPHES).lower()
            if token[-2:] in _POSSESSIVES and word not in _COMMON:
                word = word[:-1]  # Or an "is", which is as good as not there.
            folded.append(word)
            named.append(token[0].isupper() and word not in _COMMON)
            continue
        kind = "single" if token in _SINGLE else "double"
        if kind in opened:
            quoted.append((opened.pop(kind), len(folded)))
        elif token != "’":
            opened[kind] = len(folded)
    if sum(named) > 0.6 * sum(word not in _COMMON for word in folded) and not _is_name(text):
        named = [False] * len(folded)
    del folded[MOST_WORDS:], named[MOST_WORDS:]
    return Words(tuple(folded), tuple(named), tuple(_units(len(folded), quoted, type)))


def _is_name(text: str) -> bool:
    """Whether the capitals of a text full of them are those of names, not of a headline."""
    return not text.isupper()


def _units(length: int, quoted: Iterable[tuple[int, int]], type: str) -> Iterator[Unit]:
    yield Unit(0, length, type == "direct")
    for start, end in quoted:
        end = min(end, length)
        if FEWEST_WORDS <= end - start < length:
            yield Unit(start, end, True)


def fingerprints(words: Words) -> frozenset[int]:
    """Hashes (32 bits) by which quotations with the same words meet."""
    found = {
        zlib.crc32(" ".join(words.folded[unit.start : unit.end]).encode())
        for unit in words.units
        if _says(words, unit)
    }
    kept = [at for at, word in enumerate(words.folded) if word not in _COMMON]
    for first in range(len(kept) - _SHINGLE + 1):
        places = kept[first : first + _SHINGLE]
        if not all(words.named[at] for at in places):
            found.add(zlib.crc32("\0".join(words.folded[at] for at in places).encode()))
    return frozenset(found)


def same_words(one: Words, other: Words) -> bool:
    """Whether two quotations say the same words; symmetric."""
    if min(len(one.folded), len(other.folded)) < FEWEST_WORDS:
        return False
    if one.folded == other.folded:
        return _says(one, one.units[0]) or _says(other, other.units[0])
    if len(one.informative & other.informative) < 2:
        return False
    # One order, for difflib's answer can depend on it.
    a, b = sorted((one, other), key=lambda words: (words.folded, words.named, words.units))
    return any(_same_units(a, x, b, y) for x, y in product(a.units, b.units))


def _same_units(a: Words, x: Unit, b: Words, y: Unit) -> bool:
    measure = _VERBATIM if x.verbatim and y.verbatim else _REPORTED
    ours, theirs = a.folded[x.start : x.end], b.folded[y.start : y.end]
    shorter = min(len(ours), len(theirs))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return False
    run = max(blocks, key=lambda block: block.size)

    def says(blocks: Iterable[tuple[int, int, int]], fewest: int, whole: bool = False) -> bool:
        places = [(x.start + i + k, y.start + j + k) for i, j, size in blocks for k in range(size)]
        named = {i for i, j in places if a.named[i] and b.named[j]}
        return _tells(a.folded, [i for i, _ in places], named, fewest, whole)

    longer = max(len(ours), len(theirs))
    if run.size >= (shorter if shorter < _RUN else max(_RUN, measure.run * shorter)):
        if run.size < shorter and _contradict(ours, theirs, matcher.get_opcodes(), False):
            return False
        whole = run.size >= _WHOLE * longer
        fewest = _INFORMATIVE_WHOLE if whole else measure.informative - (run.size >= _LONG_RUN)
        if says([run], fewest, whole):
            return True
        # Short, but all that is quoted.
        places = range(x.start + run.a, x.start + run.a + run.size)
        if measure is _VERBATIM and run.size == shorter:
            return _tells_with_names(a.folded, places, a.named)
    common = sum(block.size for block in blocks)
    whole = common >= _WHOLE * longer
    return (
        shorter >= _FEWEST_EDITED
        and common >= measure.edited * shorter
        and run.size >= _LONGEST_PIECE_EDITED
        and says(blocks, _INFORMATIVE_WHOLE if whole else measure.informative_edited, whole)
        and not _contradict(ours, theirs, matcher.get_opcodes(), measure is _REPORTED)
    )


def _contradict(
    a: Sequence[str],
    b: Sequence[str],
    edits: Iterable[tuple[str, int, int, int, int]],
    reported: bool,
) -> bool:
    """Whether an edit changed a number, whether it is so at all or, in a report, what it is."""
    for edit, i, j, k, m in edits:
        inside = i > 0 and j < len(a) and k > 0 and m < len(b)
        if edit == "equal" or not inside:
            continue
        gone, come = set(a[i:j]), set(b[k:m])
        if max(j - i, m - k) <= _LONGEST_CONTRADICTION and (
            _NEGATIONS.isdisjoint(gone) != _NEGATIONS.isdisjoint(come)
            or (any(map(_NUMBER.search, gone)) and any(map(_NUMBER.search, come)))
        ):
            return True
        if reported and gone - _COMMON and come - _COMMON:
            return True
    return False


def _says(words: Words, unit: Unit) -> bool:
    """Whether a unit is the same words as itself in another article."""
    places = range(unit.start, unit.end)
    named = {at for at in places if words.named[at]}
    return (
        _tells(words.folded, places, named, _INFORMATIVE_WHOLE, whole=True)
        or (unit.verbatim and _tells_with_names(words.folded, places, words.named))
        or (unit == words.units[0] and _is_long(words))
    )


def _is_long(words: Words) -> bool:
    """Whether a whole text is so long that two people would not say just this by chance."""
    left = set(range(len(words.folded))) - _stock_places(words.folded, range(len(words.folded)))
    informative = [at for at in left if _is_informative(words.folded[at])]
    fewest = _INFORMATIVE_LONG_WHOLE + (not _is_clause(words.folded, sorted(left)))
    return (
        len(left) >= _LONG_WHOLE
        and len({words.folded[at] for at in informative}) >= fewest
        and not all(words.named[at] for at in informative)
    )


def _tells(
    folded: Sequence[str], places: Sequence[int], named: set[int], fewest: int, whole: bool
) -> bool:
    """Whether the words at these places are a statement that others would not make by chance."""
    stock = _stock_places(folded, places)
    left = [at for at in places if at not in named and at not in stock]
    informative = sum(_is_informative(folded[at]) for at in left)
    if len(left) < FEWEST_WORDS or informative < fewest:
        return False
    # What two articles have from beginning to end is hardly chance, even without a verb we know.
    if whole and (
        (informative >= _INFORMATIVE_ANYHOW and len(left) >= _RUN)
        or any(len(folded[at]) > 4 and folded[at].endswith(("ed", "ing")) for at in left)
    ):
        return True
    return _is_clause(folded, left)


def _tells_with_names(folded: Sequence[str], places: Sequence[int], named: Sequence[bool]) -> bool:
    """Whether a short quotation is a statement, of which names may be part."""
    left = sorted(set(places) - _stock_places(folded, places))
    informative = [at for at in left if _is_informative(folded[at])]
    return (
        len(left) >= FEWEST_WORDS
        and len(informative) >= _INFORMATIVE_WHOLE
        and not all(named[at] for at in informative)
        and _is_clause(folded, left)
    )


def _is_clause(folded: Sequence[str], places: Sequence[int]) -> bool:
    here = set(places)
    return any(
        folded[at] in _CLAUSE
        or (folded[at] == "to" and at + 1 in here and _is_infinitive(folded[at + 1]))
        for at in places
    )


def _is_infinitive(word: str) -> bool:
    return word.isalpha() and word not in _DETERMINERS


def _is_informative(word: str) -> bool:
    return word not in _COMMON and not word[0].isdigit()


def _stock_places(folded: Sequence[str], places: Sequence[int]) -> set[int]:
    found: set[int] = set()
    here = set(places)
    for phrase in _STOCK:
        for at in places:
            if folded[at] == phrase[0] and tuple(folded[at : at + len(phrase)]) == phrase:
                found |= here.intersection(range(at, at + len(phrase)))
    return found


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of five words of an article."""
    words = [word.lower() for word in re.findall(r"\w+", text)]
    last = max(1, len(words) - 4)
    return frozenset(zlib.crc32(" ".join(words[at : at + 5]).encode()) for at in range(last))


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of word runs that two articles have in common, of all that they have."""
    return len(one & other) / len(one | other) if one or other else 1.0
