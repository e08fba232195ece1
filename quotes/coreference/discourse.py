"""Who is meant, word by word: an article read from its beginning to its end.

Everything that can be somebody is visited in the order of the text and led to
a referent: a named entity, or the first description of somebody unnamed. Names
are known (:mod:`quotes.mentions.entities`); descriptions and pronouns are led
by :mod:`quotes.coreference.described` and :mod:`quotes.coreference.pronouns`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from quotes.coreference.clues import seats_in
from quotes.coreference.delayed import named_later
from quotes.coreference.described import read_description
from quotes.coreference.memory import Link, Memory, Setting, named_within
from quotes.coreference.pronouns import read_pronoun
from quotes.mentions import words
from quotes.mentions.bodies import told_kinds
from quotes.mentions.entities import Cast
from quotes.mentions.kinds import THIRD, Description, Name, Pronoun
from quotes.mentions.names import Gender, organization_key
from quotes.mentions.offices import nouns_of
from quotes.mentions.phrases import descriptions, pronouns
from quotes.mentions.relations import Relation, relations
from quotes.tokens import Tokens

Watch = Callable[[Name | Description | Pronoun, Memory], None]
#: From this lead on, a pronoun tells the gender of who it leads to.
CLEAR = 0.7
#: With this lead and more, what a gender weighs (1.3 at most) does not change whom it leads to.
CERTAIN = 0.85
#: What stands behind an age.
_AGE_ENDS = {",", ".", ";"}


def read(
    tokens: Tokens, cast: Cast, setting: Setting, watch: Watch | None = None
) -> Mapping[int, Link]:
    """Head token of every name, description and pronoun -> where it leads.

    Pronouns that lead nowhere are left out. What clear pronouns tell of the
    genders of persons is learnt in a first reading and known in a second, if
    that may change anything.
    ``watch`` is shown each mention of each reading, with what is remembered
    before it is led.
    """
    mentions = _in_order(tokens, cast)
    clock = _narrative_clock(tokens, setting.quoted)
    lines = list(accumulate(("\n" in word for word in tokens.word), initial=0))
    related = relations(tokens, cast)
    joins = (i for i, dep in enumerate(tokens.dep) if dep == "conj")
    joined = frozenset(map(tokens.head.__getitem__, joins))
    ages, seats = _ages(tokens, cast), seats_in(tokens)

    def read_once(cast: Cast) -> Mapping[int, Link]:
        memory = Memory(
            tokens,
            cast,
            setting,
            clock,
            lines,
            by_title=_by_word(cast, "person"),
            by_part=_by_word(cast, "organization"),
            relations=related,
            told=told_kinds(tokens, cast),
            ages=ages,
            speaking=named_within(cast, setting.contents),
            joined=joined,
            seats=seats,
            later=named_later(tokens, cast, setting, mentions, clock),
        )
        for mention in mentions:
            if watch is not None:
                watch(mention, memory)
            link = _led(mention, memory)
            if link is not None:
                memory.note(mention, link)
                if tokens.dep[mention.head] == "conj":
                    memory.note_together(mention.head)
        return memory.links

    cast = _with_genders(cast, _genders_related(cast, related))
    links = read_once(cast)
    genders = _genders_told(tokens, cast, links)
    changes = _doubtful(tokens, links, setting, genders)
    return read_once(_with_genders(cast, genders)) if changes else links


def _led(mention: Name | Description | Pronoun, memory: Memory) -> Link | None:
    """Where a mention leads, all those before it being remembered."""
    if isinstance(mention, Name):
        return _read_name(mention, memory)
    if isinstance(mention, Description):
        return read_description(mention, memory)
    return read_pronoun(mention, memory)


def _read_name(name: Name, memory: Memory) -> Link:
    index = memory.cast.by_token[name.start]
    other = memory.cast.rivals.get(name.start)
    rival = None if other is None or other == index else memory.of_entity(other)
    certainty = 0.75 if rival else 1.0
    return Link(memory.of_entity(index), "name", certainty, (name.head,), rival)


def _in_order(tokens: Tokens, cast: Cast) -> list[Name | Description | Pronoun]:
    found: list[Name | Description | Pronoun] = [m for e in cast.entities for m in e.mentions]
    taken = set(cast.by_token)
    found += descriptions(tokens, taken)
    found += pronouns(tokens)
    return sorted(found, key=lambda m: m.head)


def _narrative_clock(tokens: Tokens, quoted: Sequence[bool]) -> list[int]:
    """For each token, how many sentences that are not all quotation began before it."""
    clock: list[int] = []
    now = 0
    told = False
    for begins, alpha, inside in zip(tokens.starts_sentence, tokens.is_alpha, quoted, strict=True):
        if begins and told:
            now += 1
            told = False
        told = told or bool(alpha and not inside)
        clock.append(now)
    return clock


def _ages(tokens: Tokens, cast: Cast) -> dict[int, str]:
    """The place of somebody in the cast -> his age: ``Ada Hill, 52,``."""
    found: dict[int, str] = {}
    for name in (m for e in cast.entities if e.kind == "person" for m in e.mentions):
        behind = tokens.word[name.end : name.end + 3]
        if len(behind) == 3 and behind[0] == "," and behind[1].isdigit() and behind[2] in _AGE_ENDS:
            found.setdefault(cast.by_token[name.start], behind[1])
    return found


def _by_word(cast: Cast, kind: str) -> dict[str, list[int]]:
    """The entities of a kind by the words of their titles (persons) or names (organisations)."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(cast.entities):
        if entity.kind != kind:
            continue
        nouns = set().union(*map(nouns_of, entity.titles)) if kind == "person" else set()
        for word in nouns or organization_key(entity.name).split():
            if kind != "person" or nouns:
                found[word].append(index)
    return found


def _with_genders(cast: Cast, genders: Mapping[int, Gender]) -> Cast:
    if not genders:
        return cast
    entities = tuple(
        replace(e, gender=genders.get(i, e.gender)) for i, e in enumerate(cast.entities)
    )
    return replace(cast, entities=entities)


def _genders_related(cast: Cast, related: Iterable[Relation]) -> dict[int, Gender]:
    """Entity -> the gender of who is somebody's brother or wife, where the name tells none."""
    out: dict[int, Gender] = {}
    for one in related:
        if cast.entities[one.entity].gender is None and one.noun in words.RELATIVES:
            if one.noun in words.FEMALE_NOUNS:
                out[one.entity] = "female"
            elif one.noun in words.MALE_NOUNS:
                out[one.entity] = "male"
    return out


def _genders_told(tokens: Tokens, cast: Cast, links: Mapping[int, Link]) -> dict[int, Gender]:
    """Entity -> the gender that clear pronouns tell of somebody whose name does not."""
    votes: dict[int, Counter[Gender]] = defaultdict(Counter)
    index = {e: i for i, e in enumerate(cast.entities)}
    for token, link in links.items():
        entity = link.referent.entity
        if entity is None or entity.kind != "person" or entity.gender is not None:
            continue
        gender = THIRD.get(tokens.lower[token], (None, None, False))[1]
        if gender and _is_clear(link):
            votes[index[entity]][gender] += 1
    out: dict[int, Gender] = {}
    for i, count in votes.items():
        (best, n), *rest = count.most_common(2)
        if not rest or n >= 2 * rest[0][1]:
            out[i] = best
    return out


def _is_clear(link: Link, lead: float = CLEAR) -> bool:
    return link.lead is None or link.lead >= lead


def _doubtful(
    tokens: Tokens, links: Mapping[int, Link], setting: Setting, genders: Mapping[int, Gender]
) -> bool:
    """Does a pronoun lead to somebody of another gender? Does one that is a source nearly mean
    somebody whose gender was told?
    """
    for token, link in links.items() if genders else ():
        gender = THIRD.get(tokens.lower[token], (None, None, False))[1]
        if gender is None:
            continue
        index = link.referent.index
        if index is not None and genders.get(index, gender) != gender:
            return True
        told = index in genders or (link.rival is not None and link.rival.index in genders)
        if told and token in setting.contents and not _is_clear(link, CERTAIN):
            return True
    return False
