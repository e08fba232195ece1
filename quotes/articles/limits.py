"""What an article may be: neither empty, nor endless, nor in another language."""

from __future__ import annotations

import os
import re
import unicodedata

from quotes.articles.errors import BoundError, Refused
from quotes.articles.words import words


def bound(name: str, usual: int) -> int:
    """A bound that a person may set: ``QUOTES_MAX_…`` in the environment, else the usual value.

    What is no whole number above 0 there is a :class:`BoundError` at once, not a bound that does
    not hold.
    """
    value = os.environ.get(f"QUOTES_{name}")
    if not value:
        return usual
    if not re.fullmatch(r"[0-9_]{1,18}", value) or int(value) < 1:
        raise BoundError(f"QUOTES_{name} is {value[:40]!r}, not a whole number above 0")
    return int(value)


MAX_CHARACTERS = bound("MAX_CHARACTERS", 1_000_000)
#: Bytes read from one file, page or standard input; markup may outweigh its text.
MAX_BYTES = bound("MAX_BYTES", 16_000_000)

#: Marks in a row, without a letter or a blank. The tokenizer takes off one at a time, which for
#: a row of a hundred thousand is a matter of hours.
_ROW_OF_MARKS = re.compile(r"[^\w\s]{2000,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH_WORDS = 40
_ENOUGH_LETTERS = 40
#: Running English has about 0.3 of these, and hardly ever under 0.13; others have under 0.06.
_ENGLISH_SHARE = 0.1
#: None of them is common in a language that shares the alphabet (Danish has "at" and "for").
_ENGLISH = words(
    """
    the of and to that with from this they their them would which were been have has who she he his
    him but not are an on its said says when what there than could should about after because those
    these you your our my only other into if more out over
    """
)
_SAMPLE = 200_000


def check(text: str) -> None:
    """Raise :class:`Refused` unless ``text`` can be an English article."""
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            f"has {len(text):,} characters, more than the {MAX_CHARACTERS:,} of one article",
            "split it into its articles",
        )
    if not any(_is_visible(character) for character in text):
        raise Refused("is empty", "there is nothing to read in it")
    row = _ROW_OF_MARKS.search(text)
    if row:
        raise Refused(
            f"has {row.end() - row.start():,} marks in a row without a word between them",
            "take them out",
        )
    if not is_english(text):
        raise Refused("does not read like English", "quotes reads English articles only")


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character)[0] != "C"


def is_english(text: str) -> bool:
    """Whether ``text`` reads like English; one too short to tell is taken for it."""
    found = _WORD.findall(text[:_SAMPLE])
    letters = "".join(found)
    latin = sum(1 for letter in letters if letter < "\u0250" or "\u1e00" <= letter < "\u1f00")
    if len(letters) >= _ENOUGH_LETTERS and latin * 2 < len(letters):
        return False
    if len(found) < _ENOUGH_WORDS:
        return True
    function_words = sum(1 for word in found if word.lower() in _ENGLISH)
    return function_words >= len(found) * _ENGLISH_SHARE
