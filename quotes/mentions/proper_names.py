"""The proper names of an article, with the titles beside them.

All positions are token indexes, end exclusive. Who bears a name is not said
here; see :mod:`quotes.mentions.entities`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.general import rank_of
from quotes.mentions.kinds import Label, Name
from quotes.mentions.names import Gender, fold, is_first_name
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.phrases import relative_before
from quotes.mentions.places import place
from quotes.mentions.titles import PROPER, second_title, title_beside, whole_office
from quotes.tokens import Tokens

_LABELS: dict[str, Label] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "FAC": "organization",
    "GPE": "place",
}
#: Entities that stand behind a name in parentheses: his party, his state.
_NO_NICKNAME = {"ORG", "NORP", "GPE", "LOC", "FAC", "DATE", "CARDINAL"}
_HANDLE = re.compile(r"@\w{2,}")
_NO_NAMES = words.DOCUMENT_NOUNS | words.GROUP_NOUNS | words.RELATIVES | words.ANYBODY
#: What one member of a party is called, behind the name of a state.
_PARTY_MEMBERS = lexicon.words("PARTY_MEMBERS")
#: Before the country that an ambassador is sent to his title stands no further, in tokens.
_FAR_ENVOY = 14
_STYLES, _OF_STYLES = words.STYLES, {"his", "her"}
#: A site on the web by its address: all of 55 such names in 2,070 texts are bodies.
_SITE = re.compile(r"[\w-]+(?:\.[a-z]{2,4})+")
#: The initial of a first name without a blank: ``O.Brandt``.
_INITIAL = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")
#: Capitalised, but no part of the name beside them.
_USUAL = words.TITLES | words.MONTHS_AND_DAYS
_NO_FAMILY_NAME = words.ORGANIZATION_WORDS | words.TITLES
_ADDRESSES = lexicon.short("ADDRESSES")
#: As whose names they are none that only count: finished at No 10.
_DOES = ("nsubj", "nsubjpass", "poss", "agent")
#: Words with which the name of an outlet begins.
_OUTLET_STARTS = {name.split()[0] for name in words.OUTLETS}
#: Behind whose names a comma and a place tell which of them it is.
_WITH_CAMPUSES = lexicon.words("WITH_CAMPUSES")
#: Tags of what stands before whoever holds an office.
_BEFORE_HOLDER = {"NNP", "NNPS", "NN", "JJ", "HYPH"}
_ONLY_TITLES = words.TITLES - words.ALSO_SURNAMES
#: What a nickname stands in, inside a name.
_NICKNAME_MARKS = {"“": "”", '"': '"', "‘": "’", "'": "'", "``": "''", "(": ")"}
_LONGEST_NICKNAME = 3
_HYPHENS = {"-", "‑", "‐"}


def names(tokens: Tokens) -> tuple[Name, ...]:
    """The proper names of a document in the order of the text, without overlaps.

    From its entities, repaired (titles trimmed, first names joined), and
    from capitalised words that are no entity, labelled ``unknown``.
    """
    found: list[Name] = []
    taken: set[int] = set()
    offices: set[int] = set()
    for start in _handles(tokens):
        found.append(Name(start, start + 1, start, tokens.word[start], "person"))
        taken.add(start)
    for start, end in (*_outlets(tokens), *_offices_of(tokens), *_addresses(tokens)):
        if not taken.intersection(range(start, end)):
            found.append(_name(tokens, start, end, "organization"))
            taken.update(range(start, end))
    for start, end in _with_nickname(tokens):
        found.append(_name(tokens, start, end, "person"))
        taken.update(range(start, end))
    for start, end in _with_acronym(tokens):
        found.append(_name(tokens, start, end, "organization"))
        taken.update(range(start, end))
    entities = tuple(_entities(tokens))
    surnames = words.ALSO_SURNAMES | _titles_for_surnames(tokens, entities)
    people = frozenset(fold(tokens.between(i, j)) for i, j, label in entities if label == "person")
    for start, end, label in entities:
        if holder := _holder_behind(tokens, start, end, label, people):
            start, label = holder, "person"
        if label != "person" and (
            _is_titled_person(tokens, start, end) or _has_hyphen(tokens, start, end)
        ):
            label = "person"
        elif label == "organization" and (holder := _holder_within(tokens, start, end)):
            start, label = holder, "person"
        start, end = _trim(tokens, start, end, label)
        if label == "person":
            start, end = _widen_person(tokens, start, end, taken)
        elif label == "organization":
            start, end = _widen_organization(tokens, start, end, taken)
        if label == "person" and (
            _stands_before_title(tokens, start, end) or _SITE.fullmatch(tokens.between(start, end))
        ):
            label = "organization"
        if _is_no_name(tokens, start, end, label, surnames):
            if label == "organization" and end - start > 1:
                offices.update(range(start, end))
            continue
        if start < end and not taken.intersection(range(start, end)):
            found.append(_name(tokens, start, end, label))
            taken.update(range(start, end))
    for start, end in _capitalised(tokens, taken | offices):
        if _is_no_name(tokens, start, end, "unknown", surnames):
            continue
        start = _with_country(tokens, start, end, taken)
        found.append(_name(tokens, start, end, "unknown"))
    return tuple(sorted(found, key=lambda n: n.start))


def _handles(tokens: Tokens) -> list[int]:
    """``@harborfan``."""
    if "@" not in tokens.text:
        return []
    return [i for i, word in enumerate(tokens.word) if _HANDLE.fullmatch(word)]


def _entities(tokens: Tokens) -> Iterator[tuple[int, int, Label]]:
    """Entities of the labels that matter; persons that touch are one."""
    before: tuple[int, int, Label] | None = None
    for ent in tokens.doc.ents:
        label = _LABELS.get(ent.label_)
        if label is None:
            continue
        if before and label == before[2] == "person" and ent.start == before[1]:
            before = (before[0], ent.end, label)
            continue
        joins = before and before[2] == "place" and label == "organization"
        if before and joins and ent.start == before[1] and tokens.head[before[1] - 1] >= ent.start:
            before = (before[0], ent.end, label)  # United States Postal Service
            continue
        if before:
            yield before
        before = (ent.start, ent.end, label)
    if before:
        yield before


def _outlets(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """``USA Today``, ``Al Jazeera``, whatever the recogniser says of them."""
    for start, word in enumerate(tokens.word):
        if not word[:1].isupper() or fold(word) not in _OUTLET_STARTS:
            continue
        for end in range(min(start + 4, len(tokens)), start, -1):
            some = tokens.word[start:end]
            if fold(" ".join(some)) in words.OUTLETS and some[-1][:1].isupper():
                if not _is_within_entity(tokens, start, end):
                    yield start, end
                break


def _addresses(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """``No 10 said``, ``a spokesman for 10 Downing Street``; not ``No 10 seed``, ``at No 10``."""
    for i in (i for i, word in enumerate(tokens.lower) if word in {"10", "ten"}):
        for start, end in ((i - 1, i + 1), (i - 2, i + 1), (i, i + 3)):
            name = fold(" ".join(tokens.word[max(start, 0) : end]))
            if name in _ADDRESSES and (start == i or tokens.dep[i] in _DOES):
                yield start, end


def _is_within_entity(tokens: Tokens, start: int, end: int) -> bool:
    """``Haaretz Weekly``, ``Ada Clarin``: does another's name reach beyond these words?"""
    goes_on = end < len(tokens) and tokens.doc[end].ent_iob_ == "I"
    named = tokens.entity[start] in {"ORG", "PERSON", "PER"}
    return named and (goes_on or tokens.doc[start].ent_iob_ == "I")


def _offices_of(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """``U.S. attorney's office``, ``Coast County sheriff's office``: whose, and of where."""
    for office, word in enumerate(tokens.lower):
        if word not in {"office", "department"} or office < 3 or tokens.tag[office - 1] != "POS":
            continue
        holder = office - 2
        if not is_person_noun(tokens.lower[holder]):
            continue
        start = holder
        while start > 0 and tokens.tag[start - 1] in _BEFORE_HOLDER:
            if tokens.entity[start - 1] in {"PERSON", "PER", "NORP", "DATE"}:
                break
            start -= 1
        while start < holder and not (
            tokens.tag[start] in PROPER and tokens.word[start][:1].isupper()
        ):
            start += 1
        if start < holder:
            yield start, office + 1


def _with_acronym(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The capitalised words whose initials stand in parentheses behind them: ``(AROS)``.

    Of small words too where the letters have them small: ``Ships for Aros (SfA)``.
    """
    for end, word in enumerate(tokens.word[:-2]):
        if word != "(" or tokens.word[end + 2] != ")":
            continue
        left = tokens.word[end + 1].replace(".", "")
        if not (left.isalpha() and left[0].isupper() and left[-1].isupper() and 2 < len(left) < 8):
            continue
        start = end
        while left and start > 0 and end - start < 14 and tokens.is_alpha[start - 1]:
            word = tokens.word[start - 1]
            small = fold(word) in words.SMALL
            if word[0] == left[-1] and (small or word[0].isupper()):
                left = left[:-1]
            elif not small:
                break
            start -= 1
        while not left and start > 0 and tokens.doc[start].ent_iob_ == "I":
            if not tokens.word[start - 1][0].isupper() or tokens.entity[start] != "ORG":
                break
            start -= 1  # Coast Department of Natural Resources (DNR)
        if not left and end - start > 1 and not _is_told_office(tokens, start, end):
            yield start, end


def _is_told_office(tokens: Tokens, start: int, end: int) -> bool:
    """``Municipal Chief Officer`` before ``(MCO)``; not ``Office of the Ombudsman``."""
    folded = [fold(word) for word in tokens.word[start:end]]
    return is_person_noun(folded[-1]) and words.ORGANIZATION_WORDS.isdisjoint(folded)


def _with_nickname(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """A person's names around a nickname in marks: ``Robert “Bobby” Lane``, ``Ada (Adi) Hill``."""
    for opening, mark in enumerate(tokens.word):
        closing = _closing_of_nickname(tokens, opening) if mark in _NICKNAME_MARKS else None
        if closing is None:
            continue
        start = opening
        while start > 0 and _is_of_person(tokens, start - 1):
            start -= 1
        end = closing + 1
        while end < len(tokens) and _is_of_person(tokens, end):
            end += 1
        if start < opening and closing + 1 < end:
            yield start, end


def _closing_of_nickname(tokens: Tokens, opening: int) -> int | None:
    """The mark that ends the nickname: a few capitalised words, nothing that else is told so."""
    for i in range(opening + 1, min(opening + 2 + _LONGEST_NICKNAME, len(tokens))):
        if tokens.word[i] == _NICKNAME_MARKS[tokens.word[opening]]:
            inside = tokens.word[opening + 1 : i]
            told = any(tokens.entity[j] in _NO_NICKNAME for j in range(opening + 1, i))
            named = any(word.istitle() or not word.isupper() for word in inside)
            return i if inside and inside[-1][:1].isupper() and named and not told else None
        if not tokens.is_alpha[i]:
            return None
    return None


def _is_of_person(tokens: Tokens, i: int) -> bool:
    """Is a word a part of a person's name, as the recogniser has it or by its form?"""
    if tokens.tag[i] not in PROPER or not tokens.word[i][:1].isupper():
        return False
    return tokens.entity[i] in {"PERSON", "PER"}


def _is_titled_person(tokens: Tokens, start: int, end: int) -> bool:
    """``Representative Charles B. Rangel of New York``, taken for an organisation."""
    return (
        end - start > 2
        and fold(tokens.word[start]) in words.TITLES
        and is_first_name(tokens.word[start + 1])
        and tokens.tag[end - 1] in PROPER
    )


def _has_hyphen(tokens: Tokens, start: int, end: int) -> bool:
    """``Park In-ho``, taken for an organisation, whole or to the hyphen."""
    hyphen = start + 2
    if end - start not in {2, 4} or fold(tokens.word[start]) not in words.FAMILY_FIRST:
        return False
    if hyphen + 1 >= len(tokens) or tokens.word[hyphen] not in _HYPHENS:
        return False
    return tokens.word[hyphen + 1].islower() and _is_joined(tokens, hyphen)


def _holder_within(tokens: Tokens, start: int, end: int) -> int | None:
    """Where the name begins in ``Labour Ada Hill``, ``Water and Power Ada Hill``.

    Behind ``Minister of``, taken for one organisation. A name of which no first name is known is
    behind one word of a field.
    """
    if start < 2 or tokens.lower[start - 1] not in {"for", "of"}:
        return None
    if fold(tokens.word[start - 2]) not in words.OF_A_FIELD:
        return None
    one_word = fold(tokens.word[start]) in words.FIELDS and end - start in {3, 4}
    if fold(tokens.word[start]) in words.FIELDS and end - start == 2:  # Minister of Fish Vrand says
        alone = tokens.tag[start + 1] == "NNP" and _is_of_name(tokens, start + 1)
        return start + 1 if alone and "".join(tokens.tag[end : end + 1]).startswith("VB") else None
    for first in range(start + 1, end - 1):
        known = is_first_name(tokens.word[first]) or (one_word and first == start + 1)
        if known and all(_is_of_name(tokens, i) for i in range(first, end)):
            return first
    return None


def _holder_behind(
    tokens: Tokens, start: int, end: int, label: Label, people: Collection[str]
) -> int | None:
    """Where a person's name begins in what was taken for one name behind a title and *of*.

    ``Prime Minister of Norland O.Brandt``: with the initial. ``Head of Lumen Olaf Brandt``: where
    the title is tied to it, with the first name or behind what is a body by its last word or is
    named without it. What is taken for no person may begin so before whoever is named elsewhere
    (one of ``people``, folded), or has a particle in the name: ``envoy at NHU Omar Al Vrand``.
    """
    before = start - 2 if tokens.lower[start - 1] == "the" else start - 1
    title = before - 1
    if title < 0 or tokens.lower[before] not in {"of", "for", "at", "to"}:
        return None
    noun = tokens.lower[title]
    if tokens.lower[before] == "to" and _is_country(tokens, start) and end - start > 2:
        sent = "ambassador" in tokens.lower[max(title - _FAR_ENVOY, 0) : title]
        named = _are_of_name(tokens, start + 1, end)
        if sent and named and fold(tokens.word[end - 1]) not in words.ORGANIZATION_WORDS:
            return start + 1  # Ambassador of Norland to Westland Ada Hill
    if not (is_person_noun(noun) or f"{noun}s" in words.MEMBERS):
        return None
    firsts = [i for i in range(start + 1, end) if _are_of_name(tokens, i, end)]
    told = [i for i in firsts if _INITIAL.match(tokens.word[i])]
    if told or (is_first_name(tokens.word[start]) and not tokens.word[start].isupper()):
        return told[0] if told else None
    firsts = [i for i in firsts if end - i > 1]
    apart = [i for i in firsts if _is_apart(tokens, start, i)]
    named = False
    if label != "person":
        told += [i for i in firsts if fold(tokens.between(i, end)) in people]
        told += [i for i in apart if not words.PARTICLES.isdisjoint(tokens.lower[i + 1 : end])]
        named = fold(tokens.word[end - 1]) in people
    if named or start <= tokens.head[title] < end:
        told += [*apart, *(i for i in firsts if is_first_name(tokens.word[i]))]
    return told[0] if told else None


def _is_country(tokens: Tokens, i: int) -> bool:
    here = place(tokens.lower[i])
    return here is not None and here.itself


def _are_of_name(tokens: Tokens, first: int, end: int) -> bool:
    """Can all words be parts of a person's name?"""
    within = (
        _is_of_name(tokens, i) or tokens.lower[i] in words.PARTICLES for i in range(first, end)
    )
    return tokens.tag[first] != "HYPH" and all(within)


def _is_apart(tokens: Tokens, start: int, end: int) -> bool:
    """Are these words a body's or a place's name by the last, or elsewhere without what follows?"""
    if fold(tokens.word[end - 1]) in words.ORGANIZATION_WORDS:
        return True
    name, behind = tokens.word[start:end], [tokens.word[end]]
    size = len(name)
    return any(
        tokens.word[i : i + size] == name and tokens.word[i + size : i + size + 1] != behind
        for i in tokens.places[name[0]]
    )


def _is_of_name(tokens: Tokens, i: int) -> bool:
    """Can a word be a part of a person's name, rather than of what a minister is for?"""
    word = fold(tokens.word[i])
    if word in words.ORGANIZATION_WORDS | words.FIELDS or tokens.tag[i] not in PROPER | {"HYPH"}:
        return False
    return tokens.word[i][:1].isupper() or tokens.tag[i] == "HYPH"


def _stands_before_title(tokens: Tokens, start: int, end: int) -> bool:
    """``PolitiFact Executive`` before ``Director Aaron Sharockman``."""
    if end >= len(tokens) or tokens.tag[end] not in PROPER:
        return False
    return fold(tokens.word[end]) in _ONLY_TITLES


def _titles_for_surnames(
    tokens: Tokens, entities: Sequence[tuple[int, int, Label]]
) -> frozenset[str]:
    """The titles that are somebody's family name in this article: ``Jim Justice``."""
    named = (_trim(tokens, *one) for one in entities if one[2] == "person")
    last = (fold(tokens.word[end - 1]) for start, end in named if end - start > 1)
    return frozenset(word for word in last if word in words.TITLES)


def _is_no_name(
    tokens: Tokens, start: int, end: int, label: Label, surnames: frozenset[str]
) -> bool:
    """Nothing but title words (``Senator``), or what is left of ``Secretary of State``.

    ``surnames`` are the titles that somebody may be called by.
    """
    folded = [fold(tokens.word[i]) for i in range(start, end)]
    if label == "person" and len(folded) == 1 and folded[0] in surnames:
        return False
    if label != "person" and folded and (_is_office(folded) or _are_members(folded)):
        return True
    if label != "person" and len(folded) == 1 and folded[0] in words.NOBODY:
        return True
    if len(folded) == 1 and (
        (folded[0] in _NO_NAMES and not _is_outlet(tokens, start, label))
        or tokens.tag[start] in {"PRP", "PRP$"}
    ):
        return True
    if folded == ["head"] and tokens.lower[end : end + 1] == ["of"]:
        return True  # the Head of State
    if folded[-1:] and folded[-1] in _PARTY_MEMBERS and label != "person":
        before = tokens.lower[start - 1] if start else ""
        if len(folded) == 1 or before == "the":
            return True  # one Democrat, the Ohio Republican
    if folded[-1:] and folded[-1] in _STYLES and (label != "person" or folded[0] in _OF_STYLES):
        return True  # Her Majesty, Royal Highness
    if folded[-1:] and folded[-1] in words.ROYAL and start and tokens.lower[start - 1] == "the":
        return label != "person" and set(folded) <= words.ROYAL | {"crown"}  # the Crown Prince
    if len(folded) == 1 and folded[0] in words.COUNTRYMEN and label != "person":
        return True
    if len(folded) == 1 and label in {"organization", "unknown"} and _is_one_of_many(tokens, start):
        return True
    if set(folded) <= {"super", "pac", "pacs", "ngo", "ngos"} or folded == ["god"]:
        return True
    return all(w in words.TITLES or not w for w in folded) or folded in (
        ["federal"],
        ["state"],
        ["group"],
    )


def _is_one_of_many(tokens: Tokens, at: int) -> bool:
    """``is a Muslim``, ``a Court ruling``; not ``a Lumen poll``."""
    if at == 0 or tokens.lower[at - 1] not in {"a", "an"}:
        return False
    return tokens.head[at - 1] == at or rank_of(fold(tokens.word[at])) == "vague"


def _is_office(folded: Sequence[str]) -> bool:
    """``House Speaker``, ``Undersecretary for Education``: what somebody is, and no body.

    A body can be called by an office or a field: ``Court of Justice``, ``Office of the Inspector
    General``.
    """
    behind = next((i for i, word in enumerate(folded) if word in {"of", "for"}), 0)
    if behind:
        # the FIFA Director of Training; the UN High Commissioner for Refugees is a body
        before = words.ORGANIZATION_NOUNS.intersection(folded[: behind - 1])
        if folded[behind - 1] == "general" and before:
            return False  # the Directorate-General of Highways, the Consulate General of Norland
        what = folded[:behind] if folded[behind] == "for" else folded[behind - 1 : behind]
        return all(is_person_noun(w) and w not in words.ALSO_OFFICES for w in what)
    if len(folded) > 1 and folded[-1] in words.OFFICE_ENDINGS:
        return True
    if folded[-2:] == ["chief", "executive"]:
        return True  # the Municipal Chief Executive
    return folded[-1] in words.TITLES


def _are_members(folded: Sequence[str]) -> bool:
    """``Committee Republicans``, ``Opposition Members of Parliament``: many, and no body."""
    end = next((i for i, word in enumerate(folded) if word in {"of", "for"}), len(folded))
    if " ".join(folded[-2:]) in words.PARTIES_OF_MEMBERS:
        return False
    if folded[end - 1] in words.PARTISANS:
        return True
    several = end > 1 or folded[end : end + 1] == ["of"]
    return several and folded[end - 1] in words.MEMBERS


def _is_outlet(tokens: Tokens, at: int, label: Label) -> bool:
    """``The Post``, taken for an organisation, rather than a post."""
    before = tokens.lower[at - 1] if at else ""
    called = label == "organization" and fold(tokens.word[at]) in words.ORGANIZATION_WORDS
    return called and tokens.tag[at] == "NNP" and before == "the"


def _trim(tokens: Tokens, start: int, end: int, label: Label) -> tuple[int, int]:
    """Cut off titles, articles, possessives, marks, and what stands behind a line break."""
    for i in range(start, end):
        if tokens.is_space[i] and "\n" in tokens.word[i]:
            end = i
            break
    while start < end and _is_edge(tokens, start):
        start += 1
    while start < end and (_is_edge(tokens, end - 1) or tokens.tag[end - 1] == "POS"):
        end -= 1
    if label == "person":
        while start < end - 1 and fold(tokens.word[start]) in words.TITLES:
            if end - start == 2 and fold(tokens.word[start]) in words.ALSO_FIRST_NAMES:
                break
            start += 1
        if end - start > 2 and _is_body_before(tokens.word[start], tokens.word[start + 1]):
            start += 1  # Ambassador to the UN Ada Hill
        for i in range(start + 1, end):
            if tokens.lower[i] in {"of", "and", "for"}:
                end = i
                break
        # Charlotte Mayor before Ada Hill. Alone it is a name: of four in 890 articles three are, as
        # Jim Justice, and the fourth is a town.
        before_name = end < len(tokens) and tokens.tag[end] in PROPER
        if end - start > 1 and before_name and fold(tokens.word[end - 1]) in _ONLY_TITLES:
            return start, start
    elif label == "organization":
        while start < end - 1 and tokens.word[start].islower():
            start += 1
        while start < end - 1 and tokens.word[end - 1].islower():
            end -= 1  # a New York Times poll
        if start < end - 1 and _is_first_of_next(tokens, end - 1):
            end -= 1
    if not any(
        tokens.word[i][:1].isupper() or tokens.word[i][:1] == "@" for i in range(start, end)
    ):
        return start, start
    return start, end


def _is_first_of_next(tokens: Tokens, i: int) -> bool:
    """``Ada`` before ``Bani Vrand``, the last word of what was taken for a body before it."""
    behind = i + 1
    if tokens.entity[i] != "ORG" or tokens.doc[i].ent_iob_ != "I" or behind >= len(tokens):
        return False
    if tokens.entity[behind] not in {"PERSON", "PER"} or tokens.doc[behind].ent_iob_ != "B":
        return False
    if tokens.entity[tokens.head[i]] not in {"PERSON", "PER"} or tokens.head[i] < i:
        return False
    return is_first_name(tokens.word[i]) and not is_person_noun(fold(tokens.word[i]))


def _is_body_before(word: str, following: str) -> bool:
    """Is a word in capitals an acronym that was taken for a part of the name behind it?"""
    shouted = word.isupper() and word.isalpha() and 1 < len(word) < 6
    return shouted and following.istitle() and is_first_name(following)


def _is_degree(word: str) -> bool:
    """``KC``, ``MP``, ``PhD``: behind a name, and no part of it."""
    return fold(word) in words.DEGREES and word[-1:].isupper()


def _gender_of_relative(tokens: Tokens, start: int, end: int) -> Gender | None:
    """``Hill's sister, Kim Hill,``."""
    at = relative_before(tokens, start, end)
    noun = "" if at is None else tokens.lower[at]
    return "female" if noun in words.FEMALE_NOUNS else "male" if noun in words.MALE_NOUNS else None


def _is_job(word: str) -> bool:
    """``KC``: what somebody is."""
    return _is_degree(word) and fold(word) in words.OF_A_JOB


def _is_edge(tokens: Tokens, i: int) -> bool:
    mark = tokens.is_punct[i] or tokens.is_space[i] or tokens.is_quote[i]
    return bool(mark) or tokens.tag[i] in {"DT", "PRP$"}


def _widen_organization(tokens: Tokens, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """Join capitalised words that the parse ties to the name, and ``of`` with a name behind."""
    if start >= end:
        return start, end

    def free(i: int) -> bool:
        word = tokens.word[i]
        proper = tokens.tag[i] in PROPER and word[:1].isupper()
        if not proper or tokens.entity[i] or i in taken:
            return False
        return fold(word) not in _USUAL

    while start > 0 and free(start - 1) and start <= tokens.head[start - 1] < end:
        start -= 1
    while end < len(tokens) and free(end) and tokens.head[end - 1] == end:
        end += 1
    if end + 1 < len(tokens) and tokens.lower[end] in {"of", "for"} and free(end + 1):
        end += 2
    end = _behind_article(tokens, end, taken)
    end = _with_campus(tokens, start, end)
    return _with_country(tokens, start, end, taken), end


def _with_country(tokens: Tokens, start: int, end: int, taken: Collection[int]) -> int:
    """Where ``Norlandic Ministry of Culture``, ``Norlandic Government`` begins."""
    country = start - 1
    if country >= 0 and country not in taken and _is_adjective_of_country(tokens, country):
        body = any(fold(tokens.word[i]) in words.ORGANIZATION_NOUNS for i in range(start, end))
        if body and start <= tokens.head[country] < end:
            return country
    return start


def _behind_article(tokens: Tokens, end: int, taken: set[int]) -> int:
    """Where ``Committee for a Fair Budget`` ends, of which the recogniser saw pieces."""
    first = end + 2
    if first >= len(tokens) or fold(tokens.word[end - 1]) not in words.ORGANIZATION_NOUNS:
        return end
    if tokens.lower[end] not in {"of", "for"} or tokens.lower[end + 1] not in {"a", "an"}:
        return end
    last = first
    while last < len(tokens) and last not in taken and tokens.tag[last] in PROPER:
        last += 1
    return last if last > first else end


def _with_campus(tokens: Tokens, start: int, end: int) -> int:
    """Where ``University of Texas, Austin`` ends, of which the recogniser saw two names."""
    last = end + 1
    if last >= len(tokens) or tokens.word[end] != "," or tokens.entity[last] not in {"GPE", "LOC"}:
        return end
    if fold(tokens.between(start, end)) not in _WITH_CAMPUSES:
        return end
    while last < len(tokens) and (last == end + 1 or tokens.doc[last].ent_iob_ == "I"):
        last += 1
    return last


def _is_adjective_of_country(tokens: Tokens, i: int) -> bool:
    word = fold(tokens.word[i])
    return tokens.entity[i] == "NORP" and tokens.tag[i] == "JJ" and word not in words.PARTIES


def _widen_person(tokens: Tokens, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """Join a first name before, the rest of a name behind, a ``Jr.``."""
    if start >= end:
        return start, end
    while start > 0 and start - 1 not in taken and _goes_before(tokens, start - 1):
        start -= 1
    while end < len(tokens) and tokens.tag[end] in PROPER and not tokens.entity[end]:
        if tokens.dep[end - 1] != "compound" or tokens.head[end - 1] < end:
            break
        if fold(tokens.word[end]) in _NO_FAMILY_NAME:
            break
        end += 1
    while end + 1 < len(tokens) and tokens.word[end] in _HYPHENS and _is_joined(tokens, end):
        end += 2
    behind = end + 1 if end < len(tokens) and tokens.word[end] == "," else end
    if behind < len(tokens) and fold(tokens.word[behind]) in words.SUFFIXES:
        end = behind + 1
    return start, end


def _is_joined(tokens: Tokens, hyphen: int) -> bool:
    """``Ban Ki`` and ``moon``, but not ``Washington`` and ``based``."""
    if tokens.has_blank[hyphen - 1] or tokens.has_blank[hyphen]:
        return False
    word = tokens.word[hyphen + 1]
    if not word.isalpha():
        return False
    return word[0].isupper() or (len(word) < 5 and word not in words.AFTER_HYPHEN)


def _goes_before(tokens: Tokens, i: int) -> bool:
    """Is this the first name that the entity recogniser left out?"""
    if _is_first_of_next(tokens, i):
        return True
    if tokens.tag[i] not in PROPER or tokens.entity[i] or tokens.head[i] <= i:
        return False
    word = tokens.word[i]
    if fold(word) in _USUAL or word.islower():
        return False  # lawyer-turned-baker Ada Hill
    return is_first_name(word)


def _capitalised(tokens: Tokens, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns that no entity covers, without titles, days and months."""
    start = None
    for i, tag in enumerate(tokens.tag):
        if tag in PROPER and i not in taken and _is_capitalised(tokens, i, start is None):
            start = i if start is None else start
        elif start is not None:
            if fold(tokens.word[i - 1]) not in words.TITLES:  # House Speaker
                yield start, i
            start = None
    if start is not None and fold(tokens.word[-1]) not in words.TITLES:
        yield start, len(tokens)


def _is_capitalised(tokens: Tokens, i: int, first: bool) -> bool:
    """Can a proper noun be a part of a name: its ``first`` word, or a later one?"""
    word = tokens.word[i]
    if tokens.entity[i] in {"DATE", "NORP"} or not (word[:1].isupper() or word[:1] == "@"):
        return False
    folded = fold(word)
    if first and folded in words.TITLES:
        return False
    return folded not in words.MONTHS_AND_DAYS and (first or folded != "no")  # Act No. 12


def _head_of(tokens: Tokens, start: int, end: int) -> int:
    """As spaCy's ``Span.root`` has it."""
    tops = [
        i for i in range(start, end) if tokens.head[i] == i or not start <= tokens.head[i] < end
    ]
    return tops[0] if len(tops) == 1 else int(tokens.doc[start:end].root.i)


def _royal_title(tokens: Tokens, start: int, parts: Sequence[str]) -> str | None:
    """``Crown Prince`` of the crown prince whose name is shown as Prince Omar."""
    royal = list(takewhile(lambda part: fold(part) in words.ROYAL, parts))
    if not royal or len(royal) == len(parts):
        return None
    crown = tokens.word[start - 1 : start] if start and tokens.lower[start - 1] == "crown" else []
    return " ".join([*crown, *royal])


def _name(tokens: Tokens, start: int, end: int, label: Label) -> Name:
    written = tokens.between(start, end)
    parts = written.split()
    while label == "person" and len(parts) > 2 and _is_degree(parts[-1]):
        parts.pop()  # Rebecca Stone KC
    text = " ".join(parts).strip('-–—“”"‘,') or written
    head = _head_of(tokens, start, end)
    title, gender = title_beside(tokens, start, end)
    if gender is None and label == "person":
        gender = _gender_of_relative(tokens, start, end)
    if title is None and label == "person":
        title = whole_office(tokens, start)
    if title is None and label == "person":
        title = _royal_title(tokens, start, parts)
    if title is None and label == "person":
        behind = (*written.split()[len(parts) :], *tokens.word[end : end + 1])
        title = next((one for one in behind if _is_job(one)), None)
    also = second_title(tokens, end) if title is not None and label == "person" else None
    return Name(start, end, head, text, label, title, gender, None if also == title else also)
