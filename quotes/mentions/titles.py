"""The titles beside names: ``House Speaker``, ``, a spokesman for the council,``, ``(R., La.)``.

All positions are token indexes, end exclusive.
"""

from __future__ import annotations

import re

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.names import Gender, acronyms, fold
from quotes.mentions.nouns import is_person_noun
from quotes.tokens import Tokens

#: A title beside a name is no longer than this, in tokens.
LONGEST_TITLE = 16
PROPER = {"NNP", "NNPS"}
_NOUNS = {"NN", "NNS", "NNP", "NNPS"}
_INSIDE_TITLE = _NOUNS | {"JJ", "JJS", "JJR", "HYPH", "CD", "VBG", "VBN", "RB", "AFX", "FW"}
_TITLE_STARTS = _NOUNS | {"JJ"}
_NEVER_IN_TITLE = {"VBD", "VBZ", "VBP", "MD", "WP", "WP$", "WDT", "PRP", "WRB"}
#: Prepositions and conjunctions.
_JOINS = {"IN", "TO", "CC"}
#: What binds a word to the noun that it stands before.
_MODIFIERS = {"compound", "amod", "nmod", "nummod", "npadvmod", "advmod"}
#: An office in capital letters with all that it is of is no longer than this, in tokens.
_LONGEST_OFFICE = 24
#: Small words and marks within such an office.
_WITHIN_OFFICE = {"of", "for", "to", "at", "the", "and", "&", "-", "'s", "’s"}
#: What stands between an office and a name.
_STYLES = words.HONORIFICS | lexicon.words("MORE_TITLES") | words.STYLES
#: With these something is told about whoever has a title, not what it is.
_TELLS_MORE = lexicon.words("TELLS_MORE")
#: Adjectives of offices, beside those of :data:`words.OF_ANOTHER_TIME`.
_OF_OFFICES = lexicon.words("OF_OFFICES")
_MARKUP = re.compile(r"[<>=]")
_TITLE_ENDS = {",", ";", ":", ".", "(", ")"}
_ROLES = words.TITLES | words.ROYAL
#: What may stand between the comma behind an office and the name.
_STYLED = _ROLES | lexicon.words("MORE_TITLES") | words.STYLES | {"his", "her"}
#: What the last word of an office may be the name of.
_BODIES = {"ORG", "GPE", "LOC", "FAC", "NORP"}
#: Titles that a full stop ends and a name follows.
_ABBREVIATED = lexicon.words("ABBREVIATED_TITLES")
#: A party and a state stand no further behind a name, in tokens.
_LOOK_BEHIND = 14
_PARTY = re.compile(
    r"[\s,]*\(((?:R|D|I|Rep|Dem|Ind|Lab|Con|L|G)\b[.]?(?:[-–—,\s]\s?[^()\n]{0,24})?)\)"
)
#: Titles of several, and of each: Sens., Sen.
_ONE_OF = lexicon.short("ONE_OF")
_BEFORE_OFFICES = words.OF_ANOTHER_TIME | words.OF_ANOTHER_RANK | {"prime"}
#: What stands between their names, which go on no longer than this, in tokens.
_BETWEEN_NAMES = {",", "and", "&", "(", ")", "-", "–", "."}
_LOOK_BACK = 40
_STATE = re.compile(r",\s((?:R|D|I)[-–—][A-Z][A-Za-z. ]{1,15}?)(?=,|\)|\s[a-z]|$)")


def title_beside(tokens: Tokens, start: int, end: int) -> tuple[str | None, Gender | None]:
    """The title beside the name from ``start`` to ``end``, and the gender that ``Mr.`` tells.

    Before the name (``House Speaker``, ``the attorney,``), behind it (``, a
    spokesman for the council,``), and the party and state of a politician
    (``(R., La.)``).
    """
    before, gender = _title_before(tokens, start)
    party = _party(tokens, end)
    apart = _title_apart(tokens, start, end)
    if before and apart:
        before = f"{apart}, {before}"  # the president, Sheikh Hill
    title = before or _title_of_several(tokens, start) or _title_behind(tokens, end) or apart
    if party:
        title = f"{title} {party}" if title else party
    return title, gender


def _title_of_several(tokens: Tokens, start: int) -> str | None:
    """The title before several names, one of which begins here: ``Sens. Ada Hill and Ben Marsh``.

    Between it and the name stand names, with their parties, and what joins them.
    """
    for i in range(start - 1, max(start - _LOOK_BACK, -1), -1):
        word = tokens.word[i]
        if word[:1].isupper() and not word.isupper() and (one := _ONE_OF.get(fold(word))):
            dot = "." if tokens.word[i + 1] == "." else ""
            first = i
            while first > 0 and fold(tokens.word[first - 1]) in _BEFORE_OFFICES:
                first -= 1
            return " ".join([*tokens.word[first:i], one.capitalize() + dot])
        if tokens.starts_sentence[i + 1] or not (
            word in _BETWEEN_NAMES or (tokens.tag[i] in PROPER and word[:1].isupper())
        ):
            return None
    return None


def _title_before(tokens: Tokens, start: int) -> tuple[str | None, Gender | None]:
    start = _before_letters(tokens, start)
    first = start
    while first > 0 and start - first < LONGEST_TITLE and _in_title(tokens, first - 1, start):
        first -= 1
    while first < start and (
        not _begins_title(tokens, first) or fold(tokens.word[first]) in words.MONTHS_AND_DAYS
    ):
        first += 1
    first = _whole_word(tokens, _behind_clause(tokens, first, start), start)
    first = _whole_body(tokens, first, start)
    last = fold(tokens.word[start - 1]) if start else ""
    gender = _told_by(last)
    if gender is None and 0 < first < start:
        gender = _told_by(fold(tokens.word[first - 1]))  # Mrs Justice Hill
    if first == start or not _has_role(tokens, first, start):
        return None, gender
    styled = last in words.HONORIFICS and not tokens.word[start - 1].islower()  # no drug lord
    if styled and not (last == "lady" and tokens.lower[start - 2] == "first"):
        return (_title_before(tokens, start - 1)[0] if start - 1 > first else None), gender
    if last in words.MAKERS or last in words.OF_ANOTHER_TIME:
        return None, gender  # the founder of software company Lumen, a former Lumen executive
    shown = tokens.between(first, start)
    if tokens.word[start - 1] in {"Senators", "Representatives", "Presidents", "Governors"}:
        shown = shown[:-1]  # Senators Grassley and Leahy
    return " ".join([*_body_before(tokens, first), *shown.split()]), gender


def whole_office(tokens: Tokens, start: int) -> str | None:
    """The office in capital letters, with all that it is of, right before a name or its ``Dr.``:
    ``Minister of Trade and Ports``, ``Ambassador of Norland to Westland``.
    """
    end = start
    while end > 1 and (fold(tokens.word[end - 1]) in _STYLES or _is_stop(tokens, end - 1)):
        end -= 1
    if end < 3 or not (tokens.word[end - 1][:1].isupper() or tokens.word[end - 1] == ")"):
        return None
    first = end
    while first > 0 and end - first < _LONGEST_OFFICE and _in_office(tokens, first - 1):
        first -= 1
        if tokens.starts_sentence[first]:
            break
    roles = [i for i in range(first, end - 2) if _is_office_of(tokens, i)]
    begins = next(iter(roles), None)
    if begins is None:
        return None
    if tokens.lower[begins - 2 : begins + 1] == ["extraordinary", "and", "plenipotentiary"]:
        begins -= 2
    while begins > first and tokens.tag[begins - 1] in _INSIDE_TITLE:
        if tokens.lower[begins - 1] in words.MONTHS_AND_DAYS:
            break
        begins -= 1
    if begins and tokens.lower[begins - 1] in {"the", "a", "an"}:
        # the President of Norland and Head of the Board Ada Hill: two
        later = [i for i in range(roles[0], end) if tokens.lower[i] == "and"]
        last = next((i for i in reversed(later) if any(j > i for j in roles)), None)
        begins = begins if last is None else last + 1
    return " ".join(tokens.between(begins, end).split())


def _is_stop(tokens: Tokens, i: int) -> bool:
    """Does it end ``Eng.``, as two words?"""
    return tokens.word[i] == "." and fold(tokens.word[i - 1]) in _STYLES


def _in_office(tokens: Tokens, i: int) -> bool:
    """May a word stand in an office in capital letters?"""
    word = tokens.word[i]
    named = tokens.entity[i] in {"PERSON", "PER"} and fold(word) not in words.TITLES
    if tokens.is_quote[i] or tokens.is_space[i] or named or _parts_sentence(tokens, i):
        return False
    if word in _WITHIN_OFFICE:
        return True
    if word in "()":
        inside = tokens.word[i + 1 if word == "(" else i - 1]
        return inside[:1].isupper() and len(inside) > 1
    return word[:1].isupper() and tokens.tag[i] in _INSIDE_TITLE


def _parts_sentence(tokens: Tokens, i: int) -> bool:
    """Is it a hyphen for a dash, with blanks beside it: ``Aker, NJ - Chairwoman Ada Hill``?"""
    dash = tokens.word[i] in {"-", "--"} and 0 < i < len(tokens) - 1
    return dash and tokens.end[i - 1] < tokens.start[i] and tokens.end[i] < tokens.start[i + 1]


def _is_office_of(tokens: Tokens, i: int) -> bool:
    """Is it the role of ``Minister of``, ``Secretary-General of``, ``Ambassador to``?"""
    of = tokens.word[i + 1] in {"of", "for", "to", "at"}
    return of and tokens.word[i][:1].isupper() and tokens.tag[i] != "NNPS" and _is_role(tokens, i)


def _before_letters(tokens: Tokens, start: int) -> int:
    """``superintendent of police (SP) Ada Hill``: where a title ends whose letters are told."""
    opening = start - 3
    if opening < 1 or tokens.word[opening] != "(" or tokens.word[start - 1] != ")":
        return start
    letters, i = fold(tokens.word[opening + 1]), opening - 1
    for letter in reversed(letters):
        while i > 0 and tokens.lower[i] in words.SMALL:
            i -= 1
        if i < 0 or tokens.lower[i][:1] != letter:
            return start
        i -= 1
    return opening if len(letters) > 1 else start


def _body_before(tokens: Tokens, first: int) -> list[str]:
    """``Harbour Union`` of ``Harbour Union (HU) Director``: whose title begins at ``first``."""
    opening = first - 3
    if opening < 1 or tokens.word[opening] != "(" or tokens.word[first - 1] != ")":
        return []
    letters = fold(tokens.word[opening + 1])
    for start in range(opening - 1, max(opening - LONGEST_TITLE, -1), -1):
        if tokens.word[start][:1].isupper():
            body = tokens.between(start, opening)
            if letters in acronyms(body):
                return body.split()
        elif tokens.lower[start] not in words.SMALL:
            break
    return []


def _begins_title(tokens: Tokens, i: int) -> bool:
    if tokens.tag[i] in {"VBG", "VBN"}:  # running mate, retired general
        return tokens.dep[i] in {"amod", "compound"} and tokens.lower[i] != "elected"
    return tokens.tag[i] in _TITLE_STARTS


def _behind_clause(tokens: Tokens, first: int, start: int) -> int:
    """Where a title begins behind a noun that is no part of it, or behind a mood.

    ``an issue Prime Minister Ada Hill has raised``, ``a subdued Mayor Hill``, ``the mother of
    six-year-old Ada Hill``.
    """
    for i in range(start - 1, first - 1, -1):
        outside = tokens.head[i] < first and tokens.dep[i] not in _MODIFIERS
        office = tokens.word[start - 1][:1].isupper() or tokens.word[start - 1] == "."
        common = office and tokens.word[i].islower() and tokens.tag[i] in {"NN", "NNS"}
        goes_on = tokens.lower[i + 1] in {"of", "for", "-"}
        if common and outside and not goes_on and not _is_role(tokens, i):
            return i + 1
        if tokens.lower[i] in {"of", "for"} and tokens.tag[start - 1] not in _NOUNS:
            return start
    mood = tokens.tag[first] in {"JJ", "VBN", "VBG"} and tokens.word[first].islower()
    article = first > 0 and tokens.lower[first - 1] in {"a", "an"}
    if mood and article and first + 1 < start and tokens.word[first + 1][:1].isupper():
        known = fold(tokens.word[first]) in _OF_OFFICES | words.OF_ANOTHER_TIME
        if not known and fold(tokens.word[first + 1]) in words.TITLES:
            return first + 1
    return first


def _whole_word(tokens: Tokens, first: int, start: int) -> int:
    """The beginning of the word that hyphens join: ``two-time champion``, ``best-selling``."""
    while first < start and first > 1 and tokens.word[first - 1] in {"-", "‐", "‑"}:
        if tokens.has_blank[first - 1] or tokens.has_blank[first - 2]:
            break
        first -= 2
    return first


def _whole_body(tokens: Tokens, first: int, start: int) -> int:
    """The beginning of the body that a title begins within: ``Centre for Tides analyst``."""
    if first >= start or tokens.entity[first] != "ORG":
        return first
    begin = first
    while begin > 0 and tokens.doc[begin].ent_iob_ == "I" and start - begin < LONGEST_TITLE:
        begin -= 1
    inside = tokens.doc[begin].ent_iob_ == "B" and tokens.tag[begin] != "DT"
    return begin if inside else first


def _told_by(honorific: str) -> Gender | None:
    if honorific in words.MALE_TITLES:
        return "male"
    return "female" if honorific in words.FEMALE_TITLES else None


def _has_role(tokens: Tokens, first: int, start: int) -> bool:
    """Does the phrase before a name end in a role, or in a role ``of`` something?

    Not in somebody else's: ``the Office of the King Ada Hill``.
    """
    if _is_role(tokens, start - 1):
        of = start - 3 > first and tokens.lower[start - 3 : start - 1] == ["of", "the"]
        return not of or _is_role(tokens, start - 4)
    return any(
        tokens.lower[i] in {"of", "for"} and _is_role(tokens, i - 1)
        for i in range(first + 1, start)
    )


def _in_title(tokens: Tokens, i: int, start: int) -> bool:
    tag, word = tokens.tag[i], tokens.word[i]
    if tokens.is_quote[i] or tokens.is_space[i] or _MARKUP.search(word):
        return False
    if _parts_sentence(tokens, i):
        return False
    if tokens.starts_sentence[i] and tag not in _TITLE_STARTS:
        return False
    if tag in {"VBG", "VBN"}:
        return tokens.dep[i] in {"amod", "compound"}
    if tag in _INSIDE_TITLE:
        return fold(word) not in words.HONORIFICS or i == start - 1
    if word == "." and i and fold(tokens.word[i - 1]) in words.TITLES:
        return True
    if tokens.doc[i].ent_iob_ == "I" and tokens.entity[i] == "ORG" and tag in {"CC", ","}:
        return True  # Minister of Water and Power
    # Secretary of State, Commissioner for Human Rights; but the mother of the actress Ada Hill
    last = fold(tokens.word[start - 1])
    field = last in words.ALSO_OFFICES or not (last in words.ANYBODY or _is_role(tokens, start - 1))
    at = i - 1 if tokens.lower[i] == "the" else i  # the President of the Republic
    return tokens.lower[at] in {"of", "for"} and at > 0 and _is_role(tokens, at - 1) and field


def _is_role(tokens: Tokens, i: int) -> bool:
    word = fold(tokens.word[i])
    return word in _ROLES or (
        tokens.tag[i] in _NOUNS
        and tokens.tag[i] != "NNS"
        and word not in words.ANYBODY
        and is_person_noun(fold(tokens.lemma[i]) or word)
    )


def second_title(tokens: Tokens, end: int) -> str | None:
    """The apposition behind a name that has a title before it: ``General Ada Hill, the commander of
    the Norland Navy,``.

    Not the next of a list: ``Mayor Ada Hill, Head of Lumen Bo Finch and``.
    """
    found = _span_behind(tokens, end)
    if found is None:
        return None
    first, last = found
    told = range(first, last)
    article = tokens.tag[first - 1] in {"DT", "PRP$"}
    begins = article or tokens.word[first].islower() or tokens.entity[last - 1] in _BODIES
    ends = tokens.word[last : last + 1] != ["("]
    named = any(tokens.entity[i] in {"PERSON", "PER"} for i in told)
    return " ".join(tokens.between(first, last).split()) if begins and ends and not named else None


def _title_behind(tokens: Tokens, end: int) -> str | None:
    """The apposition behind a name: up to the next comma, with a role for its head."""
    found = _span_behind(tokens, end)
    return None if found is None else " ".join(tokens.between(*found).split())


def _span_behind(tokens: Tokens, end: int) -> tuple[int, int] | None:
    """Where the apposition behind a name stands."""
    i = end
    party = _PARTY.match(_behind(tokens, end)) if _may_be_party(tokens, end) else None
    while party and i < len(tokens) and tokens.start[i] < tokens.end[end - 1] + party.end():
        i += 1
    if i >= len(tokens) or not (tokens.word[i] == "," or _is_dash(tokens, i)):
        return None
    if tokens.word[end - 1].isupper() and tokens.word[i] != ",":
        return None  # CHARLOTTE — The wife of
    first = i + 1
    if first < len(tokens) and tokens.tag[first] in {"DT", "PRP$"}:
        first += 1
    last = first
    while last < len(tokens) and last - first < LONGEST_TITLE:
        if tokens.word[last] in _TITLE_ENDS or tokens.is_quote[last] or _is_dash(tokens, last):
            break
        if tokens.is_space[last] or tokens.tag[last] in _NEVER_IN_TITLE:
            break
        last += 1
    if last < len(tokens) and tokens.lower[last] == "when":
        return None  # Ada Hill, the director when it vanished
    if last < len(tokens) and any(
        tokens.dep[i] == "nsubj" and tokens.head[i] == last for i in range(first, last)
    ):
        return None  # in an interview with Ada Hill, the mayor said
    if _is_title_of_next(tokens, first, last):
        return None
    whole, last = last, _trimmed(tokens, first, last)
    if (
        last == first
        or not _has_role_head(tokens, first, last)
        or _names_another(tokens, first, whole)
    ):
        return None
    return first, last


def _trimmed(tokens: Tokens, first: int, last: int) -> int:
    """Where a title ends before what else is told: ``governor there``, ``voter living nearby``."""
    ends = last >= len(tokens) or tokens.word[last] in _TITLE_ENDS
    if last - first >= LONGEST_TITLE and not ends:  # no half of what it is
        last = next((i for i in range(last - 1, first, -1) if tokens.tag[i] in _JOINS), last)
    nouns = (i for i in range(first, last) if tokens.tag[i] in _NOUNS)
    for i in range(next(nouns, last) + 1, last):
        clause = tokens.tag[i] in {"VBG", "VBN"} and tokens.dep[i] in {"acl", "relcl", "advcl"}
        purpose = tokens.tag[i] == "TO" and tokens.tag[i + 1 : i + 2] == ["VB"]
        more = tokens.lower[i] in _TELLS_MORE or tokens.tag[i] == "PRP$"
        if tokens.has_blank[i - 1] and (clause or purpose or more):
            last = i
            break
    while last > first + 1:
        tag, word = tokens.tag[last - 1], tokens.lower[last - 1]
        if word == "ago" and last - 3 > first:
            last -= 3  # four years ago
        elif tag == "POS":  # star of the network's “Harbor Nights”
            joins = (i for i in range(last - 1, first, -1) if tokens.tag[i] in _JOINS)
            last = next(joins, last - 1)
        elif tag in _JOINS | {"DT", "RB", "RBR", "PRP$"} and tokens.word[last - 1].islower():
            last -= 1
        else:
            break
    return last


def _title_apart(tokens: Tokens, start: int, end: int) -> str | None:
    """What the name explains, before its comma: ``the minister of the economy, Ada Hill``."""
    comma = start - 1
    while comma > 0 and (tokens.word[comma] == "." or fold(tokens.word[comma]) in _STYLED):
        comma -= 1  # the judge, Sir Alan Pryce; the president, His Excellency Alan Pryce
    if comma < 2 or tokens.word[comma] != ",":
        return None
    noun = _explained(tokens, start, end, comma)
    if noun is None:
        return None
    first = noun
    while first > 1 and (tokens.tag[first - 1] in _INSIDE_TITLE or _joins_names(tokens, first - 1)):
        first -= 1
    if first == 0 or start - first > LONGEST_TITLE:
        return None
    owned = tokens.tag[first - 1] == "POS" and fold(tokens.word[noun]) in _ROLES
    article = tokens.lower[first - 1] in {"the", "a", "an"}
    if not article and not owned:  # the gallery's director, Ada Hill
        return None
    behind = range(noun + 1, comma)
    if any(tokens.is_punct[i] and tokens.word[i] not in "()" for i in behind):
        return None
    return " ".join(tokens.between(first, comma).split())


def _explained(tokens: Tokens, start: int, end: int, comma: int) -> int | None:
    """The role that a name behind a comma is in apposition to.

    Some parses have it in apposition to, or joined with, the body that the role is of: ``the head
    of the harbor board, Ada Hill,``.
    """
    tops = [i for i in range(start, end) if not start <= tokens.head[i] < end]
    above = {tokens.head[i] for i in tops}
    if len(above) != 1:
        return None
    (noun,) = above
    dep = tokens.dep[tops[-1]]
    listed = tokens.lower[end : end + 1] == ["and"]
    if dep not in {"appos", "conj"} or (dep == "conj" and listed):
        return None
    if tokens.entity[end - 1] in {"GPE", "LOC", "ORG"}:
        return noun if dep == "appos" and _is_role(tokens, noun) else None
    while noun < comma and start - noun <= LONGEST_TITLE:
        if _is_role(tokens, noun) and tokens.dep[noun] != "compound":
            return noun
        if tokens.dep[noun] not in {"pobj", "prep", "compound", "appos"}:
            break
        noun = tokens.head[noun]
    # by the Attorney General, Mr Hill, whatever the parse says
    return comma - 1 if tokens.tag[comma - 1] in PROPER and _is_role(tokens, comma - 1) else None


def _joins_names(tokens: Tokens, i: int) -> bool:
    """The ``and`` of ``the Coast and Harbor Governor``."""
    return tokens.tag[i] == "CC" and tokens.tag[i - 1] in PROPER and tokens.tag[i + 1] in PROPER


def _is_dash(tokens: Tokens, i: int) -> bool:
    """A dash between phrases, not the hyphen of ``Washington-based``."""
    return tokens.word[i] in {"—", "―", "--"} or (
        tokens.word[i] in {"-", "–"} and i > 0 and bool(tokens.has_blank[i - 1])
    )


def _names_another(tokens: Tokens, first: int, last: int) -> bool:
    """Is this the next of a list, ``the director John Doe``, rather than an apposition?"""
    for i in range(first, last):
        if tokens.entity[i] in {"PERSON", "PER"} and tokens.doc[i].ent_iob_ == "B":
            return i == first or tokens.tag[i - 1] in _NOUNS
    return False


def _is_title_of_next(tokens: Tokens, first: int, last: int) -> bool:
    """``SEN. ADA HILL, REP. OLAF BRANDT``: what ends at the stop belongs to the name behind it."""
    if not first < last < len(tokens) - 1 or tokens.word[last] != ".":
        return False
    return fold(tokens.word[last - 1]) in _ABBREVIATED and tokens.word[last + 1][:1].isupper()


def _has_role_head(tokens: Tokens, first: int, last: int) -> bool:
    """Is the noun before the first preposition, or the last noun of all, a role?"""
    tag = tokens.tag
    tail = [i for i in range(first, last) if tag[i] in _NOUNS]
    if tag[first] == "CD":
        return False
    if not tail or (tag[first] in {"IN", "RB", "CC"} and not _is_role(tokens, first)):
        return False
    if tag[first] in {"VBG", "VBN"} and not _is_role(tokens, first):
        # running mate; not: having told the mayor, seen as a rival
        others = (i for i in range(first, last) if tag[i] in _JOINS | {"DT", "PRP$", "PDT"})
        nouns = [i for i in tail if i < next(others, last)]
        return bool(nouns) and _is_role(tokens, nouns[-1])
    prepositions = (i for i in range(first, last) if tag[i] in {"IN", "TO"})
    end = next(prepositions, last)
    before = [i for i in tail if i < end]
    if not before:
        return False  # the most of any candidate
    return _is_role(tokens, before[-1]) or _is_role(tokens, tail[-1])


def _party(tokens: Tokens, end: int) -> str | None:
    if not _may_be_party(tokens, end):
        return None
    behind = _behind(tokens, end)
    found = _PARTY.match(behind) or _STATE.match(behind)
    return f"({found.group(1).strip()})" if found else None


def _may_be_party(tokens: Tokens, end: int) -> bool:
    """Does the first word behind a name say that :data:`_PARTY` or :data:`_STATE` may follow?"""
    return end < len(tokens) and (tokens.word[end][0] in "(," or tokens.is_space[end])


def _behind(tokens: Tokens, end: int) -> str:
    """The text right behind a name, with the blank before it."""
    last = min(end + _LOOK_BEHIND, len(tokens))
    return tokens.text[tokens.end[end - 1] : tokens.end[last - 1]]
