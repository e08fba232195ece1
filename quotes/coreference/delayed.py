"""Who is described first and named later: ``A former mayor has warned … Ada Hill said``.

News likes to begin with what somebody is, and tells in one of the next sentences who that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes import lexicon
from quotes.coreference.clues import agree_in_gender
from quotes.coreference.memory import Setting
from quotes.mentions import words
from quotes.mentions.entities import Cast, Entity
from quotes.mentions.kinds import Description, Name, Pronoun
from quotes.mentions.offices import nouns_of
from quotes.tokens import Tokens

#: In the first so many sentences of narrative a description begins an article (a headline and where
#: it was written are sentences as well), and so many later at most stands the name.
BEGINS, BEHIND = 3, 3
#: A comma and ``Mr.`` stand before a name in apposition.
_TITLED = 3
#: Of whom a body has one, and a government has several ministers.
_THE_ONLY_ONE = (words.OFFICES | words.LEADERS) - words.OF_A_FIELD
#: One of the family of somebody who is named.
_FAMILY = words.RELATIVES | lexicon.words("MORE_RELATIVES")
#: What somebody makes or holds who was quoted in the sentence before.
_REMARKS, _MEETINGS = lexicon.words("REMARKS"), lexicon.words("PRESS_MEETINGS")
#: Who mostly stays without a name.
_UNNAMED = words.SPEAKS_FOR | {"source", "witness"}


class _Reading(NamedTuple):
    """An article, with its mentions in their order."""

    tokens: Tokens
    cast: Cast
    setting: Setting
    mentions: Sequence[Name | Description | Pronoun]
    clock: Sequence[int]
    """For each token, how many sentences that are not all quotation began before it."""


def named_later(
    tokens: Tokens,
    cast: Cast,
    setting: Setting,
    mentions: Iterable[Name | Description | Pronoun],
    clock: Sequence[int],
) -> Mapping[int, int]:
    """Head token of a description -> whom (by the place in the cast) it means, named later."""
    reading = _Reading(tokens, cast, setting, tuple(mentions), clock)
    return {**_named_in_apposition(reading), **_who_acts(reading), **_who_is_quoted(reading)}


def _named_in_apposition(reading: _Reading) -> Mapping[int, int]:
    """``a spokeswoman for the port said … The spokeswoman, Ada Hill, added``: Hill both times."""
    tokens, cast = reading.tokens, reading.cast
    again: dict[int, Description] = {}  # the head of ``the spokeswoman``: a spokeswoman before it
    last: dict[str, Description] = {}
    known: set[int] = set()
    out: dict[int, int] = {}
    for one in reading.mentions:
        if isinstance(one, Description) and _is_a(one, tokens) and one.sort == "person":
            last[one.noun] = one
        elif isinstance(one, Description) and one.definite and one.noun in last:
            again[one.head] = last[one.noun]
        if not isinstance(one, Name):
            continue
        index, head = cast.by_token[one.head], tokens.head[one.head]
        new = index not in known
        known.add(index)
        before = again.get(head) if new and tokens.dep[one.head] == "appos" else None
        comma = tokens.word[head + 1 : head + 2] == [","]
        right_behind = comma and head < one.start <= head + _TITLED
        owned = any(tokens.dep[c] == "poss" for c in tokens.children[head])
        if before and right_behind and not owned and _may_be(before, cast.entities[index]):
            out[before.head] = index
    return out


def _who_acts(reading: _Reading) -> Mapping[int, int]:
    """``A painter from Aker will show her work. Ada Hill, who lives there, …``: with what somebody
    does an article begins, and who that is, it tells as the subject of the next sentence.
    """
    tokens, cast, setting, mentions, clock = reading
    begins: Description | None = None
    for one in mentions:
        subject = tokens.dep[one.head] in {"nsubj", "nsubjpass"}
        quoted = one.head in setting.contents
        if isinstance(one, Description) and one.sort == "person" and begins is None:
            if clock[one.head] >= BEGINS or quoted:
                break
            begins = one if subject and _is_a(one, tokens) else None
        if not isinstance(one, Name):
            continue
        index = cast.by_token[one.head]
        if cast.entities[index].kind != "person":
            continue
        told = quoted or setting.reported[one.head] or setting.quoted[one.head]
        alone = subject and not told and one.title is None and " " in one.text
        if begins and alone and clock[one.head] == clock[begins.head] + 1:
            return {begins.head: index} if _may_be(begins, cast.entities[index]) else {}
        break
    return {}


def _is_a(found: Description, tokens: Tokens) -> bool:
    return any(tokens.lower[c] in {"a", "an"} for c in tokens.children[found.head])


def _who_is_quoted(reading: _Reading) -> Mapping[int, int]:
    """The description is a source with which an article begins, in a headline perhaps and once more
    below it: no other person was quoted before. The next person who is named for the first time,
    but in somebody's words, is a source there as well.
    """
    tokens, cast, setting, mentions, clock = reading
    waiting: list[Description] = []
    phrases: list[frozenset[int]] = []
    known: set[int] = set()
    for one in mentions:
        quoted = one.head in setting.contents
        if isinstance(one, Description) and quoted and one.sort == "person":
            again = waiting and all(other.noun == one.noun for other in waiting)
            new = _is_new(one, tokens, cast)
            if not again and (waiting or not new or clock[one.head] >= BEGINS):
                break
            if new:
                waiting.append(one)
                phrases.append(_phrase(tokens, one.head))
        if not isinstance(one, Name):
            continue
        if any(one.head in phrase for phrase in phrases):
            continue  # the nephew of the painter Bo Finch
        index = cast.by_token[one.head]
        entity, new = cast.entities[index], index not in known
        known.add(index)
        quoted = quoted or _has_spoken(tokens, one.head)
        told = setting.reported[one.head] or setting.quoted[one.head]
        if entity.kind != "person" or told or not (quoted or (new and waiting)):
            continue
        meant = [it for it in waiting if clock[one.head] - clock[it.head] <= BEHIND]
        if _is_label(tokens, one.end) and any(_is_label(tokens, it.head + 1) for it in meant):
            break  # INTERVIEWER: … ADA HILL: …
        if new and quoted and all(_may_be(it, entity) for it in meant):
            return {it.head: index for it in meant}
        break
    return {}


def _phrase(tokens: Tokens, head: int) -> frozenset[int]:
    """A noun with all that belongs to it."""
    return frozenset(token.i for token in tokens.doc[head].subtree)


def _has_spoken(tokens: Tokens, name: int) -> bool:
    """``Ada Hill made the remarks in Aker``, ``Ada Hill held a press conference``: is she quoted
    in the sentence before?
    """
    verb = tokens.head[name]
    if tokens.dep[name] != "nsubj" or tokens.lemma[verb] not in {"make", "hold", "give"}:
        return False
    for noun in (c for c in tokens.children[verb] if tokens.dep[c] == "dobj"):
        beside = {tokens.lower[c] for c in tokens.children[noun]}
        made = tokens.lemma[noun] in _REMARKS and beside & {"the", "these", "this"}
        if made or (tokens.lemma[noun] in _MEETINGS and beside & {"press", "news"}):
            return True
    return False


def _is_label(tokens: Tokens, end: int) -> bool:
    """Does a colon stand behind it, as before the words of who speaks in turn?"""
    return tokens.word[end : end + 1] == [":"]


def _is_new(found: Description, tokens: Tokens, cast: Cast) -> bool:
    """``a former mayor``, ``Westland's trade minister``, ``Former mayor`` in a headline, ``the head
    of the board``, ``the nephew of Bo Finch``: somebody of whom nothing was told yet.

    Not ``another mayor``, nor ``Hill's son``.
    """
    if found.number == "plural" or found.noun in _UNNAMED:
        return False
    before = [c for c in tokens.children[found.head] if c < found.head]
    owners = [cast.at(c) for c in before if tokens.dep[c] == "poss"]
    if owners:
        return all(one is not None and one.kind != "person" for one in owners)
    said = {tokens.lower[c] for c in before}
    one_of_several = said & words.ONE_MORE or any(tokens.tag[c] == "CD" for c in before)
    if "the" in said and found.noun in _THE_ONLY_ONE:
        return True
    if "the" in said and found.noun in _FAMILY:
        within = map(cast.at, _phrase(tokens, found.head))
        return any(one is not None and one.kind == "person" for one in within)
    return not one_of_several and (found.bare or not said.isdisjoint({"a", "an"}))


def _may_be(found: Description, entity: Entity) -> bool:
    """Is it a person, and does nothing that is told of him contradict what a description says?"""
    if entity.kind != "person":
        return False
    called = set().union(*map(nouns_of, entity.titles)) if entity.titles else set()
    if found.noun in _FAMILY and entity.titles:
        return False
    speaks_for_another = called & words.SPEAKS_FOR and found.noun not in called
    return not speaks_for_another and agree_in_gender(found.gender, entity.gender)
