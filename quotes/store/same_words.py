"""Whether two quotations are the same words: a comparison of words, without a database.

They are when one says all that the other says, or when they share a run of
words that is most of the shorter one, whether trimmed or lightly edited. What
stands in quotation marks inside a mixed quotation counts by itself, for the
rest is the words of the reporter. What they share must say something: a name,
a title, a stock phrase or a noun with its adjectives is in many statements
(:mod:`quotes.store.telling`).

Candidates are found by hashes of three informative words in a row. These leave
out the words that editors change most (articles, prepositions, contractions)
and those that every other quotation has.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import product
from typing import NamedTuple

from quotes.store.telling import (
    ASKING,
    AUXILIARIES,
    COMMON,
    FEWEST_WORDS,
    INFORMATIVE_WHOLE,
    JOINING,
    RUN,
    contradict,
    is_clause,
    is_informative,
    stock_places,
    tells,
    tells_with_names,
)

#: A longer quotation is compared by its first words.
MOST_WORDS = 1000
#: From so many words on, the same text from beginning to end is hardly chance, whatever it says.
_LONG_WHOLE = 8
_INFORMATIVE_LONG_WHOLE = 2
#: From here on, one informative word fewer is enough.
_LONG_RUN = 12
_FEWEST_EDITED = 7
_LONGEST_PIECE_EDITED = 4
_SHINGLE = 3
_ADDRESSED = frozenset(("you", "your"))


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
_POSSESSIVES = ("'s", "’s")
_SINGLE = ("'", "‘", "’")
_APOSTROPHES = str.maketrans("", "", "'’`,")


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
        return frozenset(word for word in self.folded if word not in COMMON)


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
            if token[-2:] in _POSSESSIVES and word not in COMMON:
                word = word[:-1]  # Or an "is", which is as good as not there.
            folded.append(word)
            named.append(token[0].isupper() and word not in COMMON)
            continue
        kind = "single" if token in _SINGLE else "double"
        if kind in opened:
            quoted.append((opened.pop(kind), len(folded)))
        elif token != "’":
            opened[kind] = len(folded)
    if sum(named) > 0.6 * sum(word not in COMMON for word in folded) and not _is_name(text):
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
    kept = [at for at, word in enumerate(words.folded) if word not in COMMON]
    for first in range(len(kept) - _SHINGLE + 1):
        places = kept[first : first + _SHINGLE]
        if not all(words.named[at] for at in places):
            found.add(zlib.crc32("\0".join(words.folded[at] for at in places).encode()))
    return frozenset(found)


def same_words(one: Words, other: Words) -> bool:
    """Whether two quotations say the same words; symmetric."""
    if not _comparable(one, other):
        return False
    if one.folded == other.folded:
        return _says(one, one.units[0]) or _says(other, other.units[0])
    a, b = _in_order(one, other)
    return any(_same_units(a, x, b, y) for x, y in product(a.units, b.units))


def _comparable(one: Words, other: Words) -> bool:
    return (
        min(len(one.folded), len(other.folded)) >= FEWEST_WORDS
        and not (_is_asked(one) and _is_asked(other))
        and (one.folded == other.folded or len(one.informative & other.informative) >= 2)
    )


def _in_order(one: Words, other: Words) -> tuple[Words, Words]:
    """One order, for difflib's answer can depend on it."""
    return (one, other) if _order(one) <= _order(other) else (other, one)


def _order(words: Words) -> tuple[object, ...]:
    return (words.folded, words.named, words.units)


def _is_asked(words: Words) -> bool:
    """Whether it is a question of a written interview: several people are asked the same."""
    first = next((at for at, word in enumerate(words.folded) if word not in JOINING), 0)
    return (
        not words.units[0].verbatim
        and words.folded[first] in ASKING
        and (
            not AUXILIARIES.isdisjoint(words.folded[first + 1 : first + 2])
            or not _ADDRESSED.isdisjoint(words.folded)
        )
    )


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
        return tells(a.folded, [i for i, _ in places], named, fewest, whole)

    longer = max(len(ours), len(theirs))
    if run.size >= (shorter if shorter < RUN else max(RUN, measure.run * shorter)):
        if run.size < shorter and contradict(ours, theirs, matcher.get_opcodes(), False):
            return False
        whole = run.size >= _WHOLE * longer
        fewest = INFORMATIVE_WHOLE if whole else measure.informative - (run.size >= _LONG_RUN)
        if says([run], fewest, whole):
            return True
        # Short, but all that is quoted.
        places = range(x.start + run.a, x.start + run.a + run.size)
        if measure is _VERBATIM and run.size == shorter:
            return tells_with_names(a.folded, places, a.named)
    common = sum(block.size for block in blocks)
    whole = common >= _WHOLE * longer
    return (
        shorter >= _FEWEST_EDITED
        and common >= measure.edited * shorter
        and run.size >= _LONGEST_PIECE_EDITED
        and says(blocks, INFORMATIVE_WHOLE if whole else measure.informative_edited, whole)
        and not contradict(ours, theirs, matcher.get_opcodes(), measure is _REPORTED)
    )


def _says(words: Words, unit: Unit) -> bool:
    """Whether a unit is the same words as itself in another article."""
    places = range(unit.start, unit.end)
    named = {at for at in places if words.named[at]}
    return (
        tells(words.folded, places, named, INFORMATIVE_WHOLE, whole=True)
        or (unit.verbatim and tells_with_names(words.folded, places, words.named))
        or (unit == words.units[0] and _is_long(words))
    )


def _is_long(words: Words) -> bool:
    """Whether a whole text is so long that two people would not say just this by chance."""
    left = set(range(len(words.folded))) - stock_places(words.folded, range(len(words.folded)))
    informative = [at for at in left if is_informative(words.folded[at])]
    fewest = _INFORMATIVE_LONG_WHOLE + (not is_clause(words.folded, sorted(left)))
    return (
        len(left) >= _LONG_WHOLE
        and len({words.folded[at] for at in informative}) >= fewest
        and not all(words.named[at] for at in informative)
    )


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of five words of an article."""
    words = [word.lower() for word in re.findall(r"\w+", text)]
    last = max(1, len(words) - 4)
    return frozenset(zlib.crc32(" ".join(words[at : at + 5]).encode()) for at in range(last))


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of word runs that two articles have in common, of all that they have."""
    return len(one & other) / len(one | other) if one or other else 1.0
