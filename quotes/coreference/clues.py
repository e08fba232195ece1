"""What an article tells of whom a description means: titles, relations, names, earlier words.

Each clue names a referent and says, in a statement that a reader can check, why the description
may mean him. A clue decides nothing: what it weighs is learnt
(:mod:`quotes.coreference.described`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from spacy.tokens import Token

from quotes import lexicon
from quotes.coreference.memory import REFERENTS, Memory, Referent, Rule, Seen
from quotes.coreference.sources import is_named_by
from quotes.mentions import words
from quotes.mentions.bodies import heads_name, is_called
from quotes.mentions.entities import Entity
from quotes.mentions.kinds import Description
from quotes.mentions.names import Gender, fold, organization_key
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.offices import nouns_of
from quotes.mentions.phrases import age_of, is_style, sharing
from quotes.mentions.places import countries_in, place
from quotes.mentions.relations import nearest, owner_of, relation_of
from quotes.mentions.titles import LONGEST_TITLE
from quotes.tokens import Tokens

#: How far back ``the fund`` looks for a fund, in sentences of narrative.
NEAR = 8
#: See :meth:`quotes.coreference.memory.Memory.recency`: five sentences ago.
_LATELY = 0.9**5
_PAST = lexicon.words("PAST")
#: What a supreme court is called as well: ``the apex court``.
_SUPREME = lexicon.words("SUPREME")
_PLACES = frozenset({"GPE", "LOC"})
#: Tags of what stands in a phrase such as ``of the Harbor Board (HB)``.
_OF_BODIES = frozenset({"DT", "IN", "NNP", "NNPS", "NN", "JJ", "-LRB-", "-RRB-", "CC"})
#: What stands before somebody else's office, in a title, folded.
_OF_ANOTHER = (["of", "the"], ["to", "the"], ["for", "the"])
#: A body's short name, in a title.
_SHORT = re.compile(r"\(([A-Z]{3,})\)")
#: A style stands no further before a name, in tokens: ``His Majesty the King of Norland, Haakon``.
_BEHIND_STYLE = 7
#: By so many words of its name it is told which body is meant.
_TOLD = 2
#: Where or what an office is of.
_SEATS = _PLACES | {"ORG"}
#: How adjectives of places end: American, Chinese, British, Israeli.
_OF_PEOPLES = ("an", "ese", "ish", "i")
#: So many letters a country and its people share: India, Indian.
_STEM = 4
#: What joins a second office to one, and where both are of something.
_JOINED = frozenset({"cc", "conj", "prep"})
#: Who is at the head of a state.
_HEADS_OF_STATE = lexicon.words("HEADS_OF_STATE")
_ANY_OFFICIAL, _MINISTER = "official", "minister"
#: Nouns for several persons: ``the couple``.
_PEOPLE = words.GROUP_NOUNS - lexicon.words("QUANTIFIERS")


#: What is said of whoever stands beside the description, which tells what he is.
EXPLAINS = "explains the name"


class Clue(NamedTuple):
    """One thing that tells for a referent as the one whom a description means."""

    referent: Referent
    rule: Rule
    says: str
    """The statement, with the rule's name at its beginning."""
    via: int
    """The head of the mention that tells it."""


Ask = Callable[[Description, Memory], Iterator[Clue]]


#: What alone does not tell that nobody else is meant.
WEAK = frozenset({"is called one", "title, of another rank", "title, with none of what is said"})


def clues(found: Description, memory: Memory) -> list[Clue]:
    """Everything that the article tells of whom a description means."""
    return [clue for way in _WAYS for clue in way(found, memory)]


def by_apposition(found: Description, memory: Memory) -> Clue | None:
    """``Ada Hill, a historian``, ``Ada Hill is its chairwoman``, ``the judge, Ada Hill,``: Hill."""
    tokens, head = memory.tokens, memory.tokens.doc[found.head]
    if found.number == "plural":
        return None
    told = head.dep_ == "attr" and not memory.setting.quoted[head.i]
    if told and (subject := _is_what(head)) is not None:
        index = memory.cast.by_token.get(subject.i)
        if index is None or found.sort != "person" or not memory.of_entity(index).person:
            return None
        return Clue(memory.of_entity(index), "title", EXPLAINS, subject.i)
    for ask in (_named_behind, _titled_behind, _named_in_clause):
        if (named := ask(found, memory)) is not None:
            return named
    name = tokens.head[found.head]
    index = memory.cast.by_token.get(name)
    if index is None or tokens.dep[found.head] != "appos":
        return None
    # not OSLO — A company said
    if memory.cast.entities[index].kind != found.sort or "," not in tokens.word[name : found.head]:
        return None
    return Clue(memory.of_entity(index), "title", EXPLAINS, name)


def _named_behind(found: Description, memory: Memory) -> Clue | None:
    """``the judge, Sir Alan Pryce,``, ``the founder and head of the bank, Alan Pryce,``: Pryce."""
    tokens = memory.tokens
    if found.sort != "person" or not found.definite:
        return None
    behind = [c for c in tokens.children[found.head] if c > found.head]
    joined = sharing(tokens, found.head)
    first = next(
        (c for c in behind if not (tokens.is_punct[c] or (joined and tokens.dep[c] in _JOINED))),
        None,
    )
    if first is None or tokens.dep[first] != "appos":
        return None
    if first not in memory.cast.by_token:  # her niece, the actor Flora Vane,
        name = memory.cast.name_at(first + 1)
        if name is None or tokens.head[name.head] != first or tokens.dep[name.head] != "appos":
            return None
        first = name.head
    referent = memory.of_entity(memory.cast.by_token[first])
    if not referent.person or not agree_in_gender(found.gender, referent.gender):
        return None
    return Clue(referent, "title", EXPLAINS, first)


def _titled_behind(found: Description, memory: Memory) -> Clue | None:
    """``the President of the Republic Ada Hill``, ``the head of Harbor Health Ada Hill``: Hill,
    whatever the parse says.
    """
    tokens = memory.tokens
    behind = range(found.head + 1, min(found.head + LONGEST_TITLE, len(tokens)))
    name = next((n for i in behind if (n := memory.cast.name_at(i)) and n.label == "person"), None)
    if found.sort != "person" or name is None or name.start <= found.head:
        return None
    before = " ".join(tokens.between(found.head, name.start).split())
    titled = name.title is not None and fold(name.title).endswith(fold(before))
    if not titled and not _is_behind_body(found.head, name.start, tokens):
        return None
    return Clue(memory.of_entity(memory.cast.by_token[name.head]), "title", EXPLAINS, name.head)


def _named_in_clause(found: Description, memory: Memory) -> Clue | None:
    """``a man who identified himself as Ada Hill``, ``a citizen surnamed Hill``: Hill."""
    doc = memory.tokens.doc
    if found.sort != "person":
        return None
    for verb in (c for c in doc[found.head].rights if c.dep_ in {"acl", "relcl"}):
        behind = range(verb.i + 1, min(verb.i + LONGEST_TITLE, len(doc)))
        name = next((one for i in behind if (one := memory.cast.name_at(i))), None)
        if name is not None and name.label == "person" and is_named_by(doc, verb, name.start):
            return Clue(
                memory.of_entity(memory.cast.by_token[name.head]), "title", EXPLAINS, name.head
            )
    return None


def _is_behind_body(head: int, name: int, tokens: Tokens) -> bool:
    """Does a name stand right behind the body that an office is at: ``the head of Lumen Hill``?"""
    between = range(head + 1, name)
    body = tokens.entity[name - 1] in _SEATS or tokens.word[name - 1] == ")"
    of = tokens.lower[head + 1 : head + 2]
    whole = all(tokens.entity[i] in _SEATS or tokens.tag[i] in _OF_BODIES for i in between)
    return bool(between) and body and whole and of[0] in {"of", "at", "for"}


def _by_title(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the senator``: who has a title with this noun."""
    head = memory.tokens.doc[found.head]
    if found.sort != "person" or is_of_another(head):
        return
    held = {i: memory.cast.entities[i].titles for i in memory.by_title.get(found.noun, ())}
    modifiers = modifiers_of(head)
    near = (c for c in head.children if c.i < head.i and c.ent_type_ in _PLACES)
    places = frozenset(fold(t.text) for c in near for t in c.subtree if t.is_alpha)
    seat = _seat_of(head)
    fields = {fold(c.text) for c in head.children if c.dep_ == "compound"}
    fields |= modifiers & words.FIELDS  # the Minister of Industry
    if found.noun not in words.OF_A_FIELD:
        fields.clear()
    # the finance minister may be Minister Ada Hill, where there is no other minister
    alone = len(held) == 1
    past = any(c.lower_ in _PAST for c in head.children)
    owners = (fold(t.text) for c in head.children if c.dep_ == "poss" for t in c.subtree)
    said = modifiers.difference(owners)
    for index, of_entity in held.items():
        entity = memory.cast.entities[index]
        if entity.kind != "person" or not agree_in_gender(found.gender, entity.gender):
            continue
        whose = _owners_of_title(entity, memory.tokens) if places else frozenset[str]()
        if whose and not whose & places:
            continue  # Aker's foreign minister is not Norland's Foreign Minister Ada Hill
        titles = [one for t in of_entity for one in _each_office(t)]
        if not whose:
            titles = [t for t in titles if not _of_another_place(t, places)]
        titles = [t for t in titles if not _is_seated_elsewhere(t, seat, memory.seats)]
        if not past:
            titles = [t for t in titles if not _is_past(t)]
        if fields:
            titles = [
                t for t in titles if fields & nouns_of(t) or (alone and fold(t) == found.noun)
            ]
        how = {match for t in titles if (match := _title_match(t, found.noun, said))}
        best = next((one for one in _MATCHES if one in how), None)
        if best is None:
            continue
        seen = memory.recency(index, found.head)
        if not seen and tells_which(head):
            continue  # the lawyer hired by Hill is not one who is named later
        if not modifiers and is_long_ago(found, index, memory):
            continue
        mention = entity.mentions[0].head
        yield Clue(memory.of_entity(index), "title", f"title, {best}", mention)


def _each_office(title: str) -> Sequence[str]:
    """``Vice President of Westland and Mayor of Aker``: also the mayor alone, who is no deputy."""
    offices = title.split(" and ")
    return (title,) if len(offices) < 2 or _is_past(title) else (title, *offices)


def _owners_of_title(entity: Entity, tokens: Tokens) -> frozenset[str]:
    """The words of places before a title: ``Norland's Foreign Minister Ada Hill``."""
    words_of: set[str] = set()
    for name in entity.mentions:
        start = name.start - len(name.title.split()) if name.title else 0
        if start > 1 and tokens.tag[start - 1] == "POS" and tokens.entity[start - 2] in _PLACES:
            words_of.add(fold(tokens.word[start - 2]))
    return frozenset(words_of)


def _by_body(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the Harbor Board chief``: who is its director, by the title."""
    head = memory.tokens.doc[found.head]
    if found.sort != "person" or found.noun not in words.LEADERS or is_of_another(head):
        return
    said = modifiers_of(head)
    nouns = (t for t in head.subtree if t.tag_.startswith("NN") and t.i != head.i)
    body = [t for t in nouns if fold(t.text) in said]
    own = {fold(t.text) for t in body if t.tag_ in {"NNP", "NNPS"}}
    # the commander of the Norland Air force is the head of its Air Division
    within = {fold(t.text) for t in body if len(own) < _TOLD or not _is_a_body(t)}
    others = words.LEADERS if found.noun in words.ANY_LEADER else words.ANY_LEADER
    held = (others - {found.noun}) & memory.by_title.keys() if within else frozenset[str]()
    for index in sorted({i for noun in held for i in memory.by_title[noun]}):
        entity = memory.cast.entities[index]
        if entity.kind != "person" or not agree_in_gender(found.gender, entity.gender):
            continue
        for title in entity.titles:
            mine = _former(nouns_of(title))
            if within <= mine and not (mine ^ _former(said)) & words.OF_ANOTHER_RANK:
                whole = "all that" if _former(said) <= mine else "some of what"
                says = f"title, with {whole} is said"
                yield Clue(memory.of_entity(index), "title", says, entity.mentions[0].head)
                break


def _is_a_body(noun: Token) -> bool:
    """``force``, ``division``: what a body is, and not what it is called."""
    return noun.text.islower() and fold(noun.text) in words.ORGANIZATION_NOUNS


def _by_any_office(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the official``: the minister, where he was quoted or mentioned last.

    No other official was described before. In newspapers nine of fifteen are ministers, and of six
    that this decides all.
    """
    head = memory.tokens.doc[found.head]
    if found.noun != _ANY_OFFICIAL or not found.definite or found.number != "singular":
        return
    seen = memory.by_noun.get((found.noun, "singular"))
    others = (seen and seen.referent.entity is None) or (found.noun, "plural") in memory.by_noun
    if modifiers_of(head) or is_of_another(head) or others:
        return
    people = (one for one in reversed(memory.mentions) if one.person)
    for one in dict.fromkeys((memory.last_speaker, next(people, None))):
        if one is None or one.entity is None or one.index is None or not one.person:
            continue
        if any(_MINISTER in nouns_of(t) and not _is_past(t) for t in one.entity.titles):
            at = memory.mentions[one][-1].token
            yield Clue(one, "title", "title, and no more is said", at)


def _by_headship(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the Head of State``: the one president or king of the article."""
    tokens, i = memory.tokens, found.head
    if tokens.lower[i : i + 3] != ["head", "of", "state"]:
        return
    held = {n for noun in _HEADS_OF_STATE for n in memory.by_title.get(noun, ())}
    titles = {n: memory.cast.entities[n].titles for n in held}
    heads = [n for n in sorted(held) if any(map(_is_of_a_state, titles[n]))]
    if len(heads) == 1 and agree_in_gender(found.gender, memory.cast.entities[heads[0]].gender):
        mention = memory.cast.entities[heads[0]].mentions[0].head
        yield Clue(memory.of_entity(heads[0]), "title", "title, with all that is said", mention)


def _is_of_a_state(title: str) -> bool:
    """``Norlandic President``, ``President of the Republic``, and no vice president or director."""
    office, _, of = fold(title).partition(" of ")
    said = office.split()
    ranked = not words.OF_ANOTHER_RANK.isdisjoint(said) or _is_past(title)
    whole = not of or of.endswith("republic") or countries_in(title)
    return not _HEADS_OF_STATE.isdisjoint(said[-1:]) and not ranked and bool(whole)


def _by_style(found: Description, memory: Memory) -> Iterator[Clue]:
    """``His Highness``, ``His Highness the Crown Prince``: who is named with this style."""
    tokens = memory.tokens
    if found.noun not in words.STYLES or not is_style(tokens, found.head):
        return
    office = _behind_style(found.head + 1, tokens)
    for index, entity in enumerate(memory.cast.entities):
        if entity.kind != "person" or not agree_in_gender(found.gender, entity.gender):
            continue
        for name in entity.mentions:
            styled = _style_before(name.start, found.noun, tokens)
            if styled is not None and office <= styled:
                how = "with all that is said" if office else "and no more is said"
                yield Clue(memory.of_entity(index), "title", f"title, {how}", name.head)
                break


def _behind_style(start: int, tokens: Tokens) -> frozenset[str]:
    """``crown`` and ``prince`` of ``His Highness the Crown Prince``."""
    if tokens.lower[start : start + 1] != ["the"]:
        return frozenset()
    capital = takewhile(lambda word: word[:1].isupper(), tokens.word[start + 1 :])
    return frozenset(fold(word) for word in capital)


def _style_before(start: int, style: str, tokens: Tokens) -> set[str] | None:
    """The words between a style and the name from ``start``: ``Her Highness Princess Ada``."""
    for i in range(start, max(start - _BEHIND_STYLE, 0), -1):
        if tokens.lower[i] == style and is_style(tokens, i):
            return {fold(word) for word in tokens.word[i + 1 : start + 1]}
        if i < start and tokens.is_punct[i] and tokens.word[i] != ".":
            return None
    return None


def is_long_ago(found: Description, index: int, memory: Memory) -> bool:
    """``the minister``, and no more, is none who was mentioned many sentences ago."""
    return found.noun in words.OF_A_FIELD and 0 < memory.recency(index, found.head) < _LATELY


#: How a title and a description with the same noun go together, the best first.
_MATCHES = (
    "with all that is said",
    "with some of what is said",
    "and no more is said",
    "with none of what is said",
    "of another rank",
)


def _title_match(title: str, noun: str, modifiers: frozenset[str]) -> str | None:
    """``None`` when the title does not have the noun, or is another's."""
    mine, modifiers = _former(nouns_of(title)), _former(modifiers)
    mine |= _of_its_countries(title, modifiers)
    if noun not in mine or _elsewhere(title, modifiers) or _is_anothers(title, noun):
        return None
    if noun in {"premier", "pm"} and noun not in fold(title).split():
        modifiers |= {"prime"}  # the premier is the prime minister, and no minister of trade
    if any(_differ(set(one), mine, modifiers) for one in words.OPPOSED):
        return None
    ranks = (mine ^ modifiers) & words.OF_ANOTHER_RANK
    since = "former" in modifiers  # the president of before may be the former one now
    if ranks and not (since and ranks == {"former"}):
        return "of another rank"  # the mayor is not Pia Holm, the deputy mayor
    if not modifiers:
        return "and no more is said"
    shared = modifiers & mine
    if shared == modifiers:
        return "with all that is said"
    told = shared - words.OF_ANOTHER_RANK  # two former players are seldom one
    return "with some of what is said" if told else "with none of what is said"


def _of_its_countries(title: str, said: frozenset[str]) -> frozenset[str]:
    """The words that name a country of a title: *Egyptian* of the ``Ambassador of Egypt``."""
    named = [(word, here) for word in said if (here := place(word)) is not None and here.itself]
    told = countries_in(title) if named else ()
    return frozenset(word for word, here in named if here.code in told)


def _is_anothers(title: str, noun: str) -> bool:
    """``head of the Prime Minister's Office``, ``adviser to the president``: no minister."""
    said = title.split()
    folded = [words.TITLE_NOUNS.get(fold(word), fold(word)) for word in said]
    at = [i for i, word in enumerate(folded) if noun in {word, *words.CALLED.get(word, ())}]
    return bool(at) and all(
        said[i].endswith(("'s", "’s")) or folded[max(i - 2, 0) : i] in _OF_ANOTHER for i in at
    )


def _former(said: Iterable[str]) -> frozenset[str]:
    """The ex-mayor is the former mayor."""
    return frozenset("former" if word in _PAST else word for word in said)


def _by_age(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the 52-year-old``: the one who has the age behind his name."""
    age = age_of(memory.tokens, found.head)
    for index, years in memory.ages.items() if age else ():
        if years == age:
            mention = memory.cast.entities[index].mentions[0]
            yield Clue(memory.of_entity(index), "age", "age", mention.head)


def _by_relation(found: Description, memory: Memory) -> Iterator[Clue]:
    """``his wife``: who is named beside the same word, of the same person, anywhere."""
    noun = relation_of(found.noun)
    options = [
        one
        for one in memory.relations
        if one.noun == noun
        and agree_in_gender(found.gender, memory.cast.entities[one.entity].gender)
    ]
    if found.sort != "person" or not options or counted(memory.tokens.doc[found.head]):
        return  # her second husband: which one is named elsewhere is not told
    owner = owner_of(memory.tokens.doc[found.head])
    whose = None if owner is None else _whose(owner.i, memory)
    if whose is not None:
        options = [one for one in options if _whose(one.owner, memory) == whose]
    elif owner is not None and owner.dep_ == "poss":
        return  # whoever that is
    elif len({one.entity for one in options}) > 1:
        return
    elif owner is None:
        options = [one for one in options if not is_long_ago(found, one.entity, memory)]
    if options:
        best = nearest(options, found.head)
        says = "relation to the same one" if whose is not None else "relation"
        yield Clue(memory.of_entity(best.entity), "relation", says, best.name)


def _by_counterpart(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the Japanese finance minister``: who is named as somebody's ``Japanese counterpart``."""
    if found.noun not in words.OFFICES | words.OF_A_FIELD:
        return
    head, doc = memory.tokens.doc[found.head], memory.tokens.doc
    for one in memory.relations:
        if one.noun in words.COUNTERPARTS and modifiers_of(head) & modifiers_of(doc[one.at]):
            yield Clue(memory.of_entity(one.entity), "relation", "relation", one.name)


def _by_part_of_name(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the fund``: the International Monetary Fund, when it was named before.

    Lately, or with another word of the name: ``the monetary fund``.
    """
    if found.sort != "organization" or is_owned(found, memory):
        return
    modifiers = modifiers_of(memory.tokens.doc[found.head])
    for index in memory.by_part.get(found.noun, ()):
        referent = memory.by_entity.get(index)
        seen = memory.mentions.get(referent) if referent else None
        entity = referent.entity if referent else None
        if referent is None or entity is None or seen is None:
            continue
        parts = organization_key(entity.name).split()
        lately = memory.clock[found.head] - seen[-1].sentence <= NEAR
        heads = heads_name(found.noun, entity.name)
        others = modifiers - _SUPREME if "supreme" in parts else modifiers
        known = len(parts) > 1 and others <= set(parts)
        if heads and known and (lately or others):
            at = _named_at(referent, found.head)
            yield Clue(referent, "part of the name", "part of the name", at)


def _by_kind(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the newspaper``: an organization that the article or its own name says to be one."""
    if found.sort != "organization" or found.noun in words.COLLECTIVES:
        return
    said = memory.told.get(found.noun, frozenset())
    for referent in memory.mentions:
        entity, index = referent.entity, referent.index
        if entity is None or index is None or entity.kind != "organization" or entity.place:
            continue
        if organization_key(entity.name) == found.noun:
            continue  # Network Wins Prize
        if index in said:
            at = _named_at(referent, found.head)
            yield Clue(referent, "what it is", "is said to be one", at)
        elif is_called(entity, found.noun):
            at = _named_at(referent, found.head)
            yield Clue(referent, "what it is", "is called one", at)


def _named_at(referent: Referent, token: int) -> int:
    """The head of the last name before a token; of the first, where there is none."""
    assert referent.entity is not None
    heads = [name.head for name in referent.entity.mentions]
    return max((head for head in heads if head < token), default=heads[0])


def _by_same_noun(found: Description, memory: Memory) -> Iterator[Clue]:
    """``a woman … the woman``: whoever the same noun meant last."""
    told = found.definite and found.noun not in words.STYLES
    seen = memory.by_noun.get((found.noun, found.number)) if told else None
    if seen is None or memory.explains_name(seen.token, found.sort):
        return
    known = seen.referent.description
    if known and known.bare and found.sort == "organization" and known.number == "singular":
        return  # Website Fails Test
    said = {known.head} if known else set[int]()
    if fold(memory.tokens.lemma[seen.token]) == found.noun:
        said.add(seen.token)  # called so last, and not by the name
    if any(_are_told_apart(found, one, memory) for one in said):
        return
    if _may_have_same_owner(found.head, seen, memory):
        says = _same_noun(memory.tokens.doc[found.head], memory.tokens.doc[seen.token])
        yield Clue(seen.referent, "same description", says, seen.token)


def _by_number(found: Description, memory: Memory) -> Iterator[Clue]:
    """``the two judges``, ``both``, ``the couple``: who were named together last, as many."""
    head = memory.tokens.doc[found.head]
    said = {child.lower_ for child in head.lefts} | {head.lower_}
    many = {words.AS_MANY[word] for word in said if word in words.AS_MANY}
    if found.number != "plural" or len(many) != 1 or not (found.definite or "both" in said):
        return
    alone = head.lower_ in words.AS_MANY and head.lower_ not in _PEOPLE
    of_some = alone and any(c.dep_ == "prep" for c in head.rights)
    joins = any(c.dep_ == "conj" for c in head.children)  # both the judges and the mayor
    told = tells_which(head) or says_whose(head) or counted(head) or is_owned(found, memory)
    if told or joins or of_some:
        return
    for referent, seen in islice(reversed(memory.mentions.items()), REFERENTS):
        if memory.clock[found.head] - seen[-1].sentence > (1 if alone else NEAR):
            return
        if str(len(referent.members)) in many and _can_be_these(found, referent.members):
            yield Clue(referent, "named together", "named together, as many", seen[-1].token)
            return


def _can_be_these(found: Description, named: Iterable[Referent]) -> bool:
    """Can a noun mean several who were named: ``judges``, ``governments``, ``both``?"""
    noun = found.noun
    if is_person_noun(noun) or noun in _PEOPLE:
        sorts = {"person"}
    elif noun in words.SORTS_OF_PLACE:
        sorts = {"place"}
    elif noun in words.COLLECTIVES:
        sorts = {"organization", "place"}
    elif noun in words.ORGANIZATION_NOUNS:
        sorts = {"organization"}
    else:
        sorts = {"person", "organization"} if noun in words.AS_MANY else set()
    return all(
        one.entity is not None
        and ("place" if one.entity.place else one.entity.kind) in sorts
        and agree_in_gender(found.gender, one.gender)
        for one in named
    )


def _by_chain(found: Description, memory: Memory) -> Iterator[Clue]:
    """Whom the witness names."""
    for token in memory.setting.witness(found.head):
        link = memory.links.get(token)
        if link is not None and link.referent.entity:
            yield Clue(link.referent, "chain", "coreference names him", token)
            return


_WAYS: tuple[Ask, ...] = (
    _by_title,
    _by_body,
    _by_any_office,
    _by_headship,
    _by_style,
    _by_age,
    _by_relation,
    _by_counterpart,
    _by_part_of_name,
    _by_kind,
    _by_same_noun,
    _by_number,
    _by_chain,
)


# ------------------------------------------------------------ what a description tells by itself


def is_owned(found: Description, memory: Memory) -> bool:
    """``his lawyer``, ``Hill's lawyer``."""
    tokens = memory.tokens
    owned = any(tokens.dep[c] == "poss" for c in tokens.children[found.head])
    return owned and not is_style(tokens, found.head)


def _is_what(noun: Token) -> Token | None:
    """Who is said, plainly and by nobody in particular, to be what a noun says."""
    verb = noun.head
    plain = verb.dep_ != "ccomp" and verb.lower_ in {"is", "was", "'s", "’s"} and noun.i > verb.i
    plain = plain and not any(c.dep_ in {"neg", "mark", "aux", "advmod"} for c in verb.children)
    plain = plain and not any(c.lower_ == "no" for c in noun.children)
    if not plain or verb.sent.text.rstrip(' \n"”').endswith("?"):
        return None
    return next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i < verb.i), None)


_WRITER = "the writer"


def _whose(owner: int, memory: Memory) -> int | str | None:
    """Who an owner is: the place of somebody in the cast, or the writer; else ``None``."""
    if owner in memory.cast.by_token:
        return memory.cast.by_token[owner]
    if memory.tokens.doc[owner].lower_ in {"my", "our"}:
        return _WRITER
    link = memory.links.get(owner)
    return link.referent.index if link else None


def is_of_another(head: Token) -> bool:
    """``the governor of Texas`` is told by its modifiers, ``his lawyer`` is somebody else's."""
    return any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in head.children)


def holds_other_office(found: Description, entity: Entity) -> bool:
    """A senator is not whom ``the secretary`` means."""
    if found.noun not in words.OFFICES:
        return False
    called = set().union(*map(nouns_of, entity.titles)) if entity.titles else set()
    return bool(called & words.OFFICES) and found.noun not in called


def says_whose(head: Token) -> bool:
    """``the Republican from Ohio``, ``the deputy head of China's delegation``: told in full."""
    return any(
        t.tag_ in {"NNP", "NNPS"}
        for child in head.children
        if child.dep_ == "prep" and child.i > head.i
        for t in child.subtree
    )


def modifiers_of(head: Token) -> frozenset[str]:
    """The content words before the head and in its ``of`` phrase, folded."""
    out: set[str] = set()
    for child in head.children:
        if (child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < head.i) or (
            child.dep_ == "prep" and child.lower_ in {"of", "for"}
        ):
            out.update(fold(t.text) for t in child.subtree if t.is_alpha and _tells(t))
    return frozenset(out - {""})


def _tells(word: Token) -> bool:
    """Is it no stop word? Two in spaCy's list tell who is meant: the former mayor is not the mayor,
    and the First Minister is no minister of health."""
    return not word.is_stop or word.lower_ in _PAST or word.lower_ == "first"


def _proper(title: str) -> set[str]:
    """The capitalised words of a title that are no role and no party."""
    short = _SHORT.findall(title)
    named = (fold(word) for word in [*title.split(), *short] if word[:1].isupper())
    parts = (part for word in named for part in word.split())
    own = {word for word in parts if word not in words.TITLES and not is_person_noun(word)}
    return own - words.OPPOSED[0] - {"gop", ""}


def _elsewhere(title: str, modifiers: frozenset[str]) -> bool:
    """``the New Jersey governor`` is no ``former New York governor``.

    What the office itself is called, *secretary* of a ``Secretary-General``, tells no place.
    """
    own = _proper(title)
    return all((own & modifiers, own - modifiers, modifiers - own - words.TITLES))


def _seat_of(head: Token) -> tuple[str, ...]:
    """The words of the place or body that an office is of: ``the governor of Texas``."""
    of = (c for c in head.rights if c.dep_ == "prep" and c.lower_ == "of")
    words_of = (t for c in of for t in c.subtree if t.ent_type_ in _SEATS and t.is_alpha)
    return tuple(fold(t.text) for t in words_of if not t.is_stop)


def seats_in(tokens: Tokens) -> frozenset[str]:
    """The words of all places and bodies in an article that an office may be of, folded; no
    adjectives.
    """
    named = (t for one in tokens.doc.ents if one.label_ in _SEATS for t in one)
    return frozenset(word for t in named if not (word := fold(t.text)).endswith(_OF_PEOPLES))


def _is_seated_elsewhere(title: str, seat: Sequence[str], places: frozenset[str]) -> bool:
    """``the governor of Ohio`` is not the governor of Texas; the US president is that of the United
    States, and the Texan one may be of Texas.
    """
    if not seat:
        return False
    own = _proper(title)
    peoples = [word[:_STEM] for word in own if word.endswith(_OF_PEOPLES)]
    own = own & places | {one for one in places if peoples and one[:_STEM] in peoples}
    letters = "".join(word[0] for word in seat)
    return bool(own) and own.isdisjoint((*seat, letters))


def _of_another_place(title: str, places: frozenset[str]) -> bool:
    """``Utah Gov.``, beside ``the Ohio governor``."""
    return bool(places) and bool(own := _proper(title)) and own.isdisjoint(places)


def _differ(one: set[str], mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Do a title and a description contradict: Republican and Democratic, vice or prime and not?"""
    a, b = one & mine, one & theirs
    if one == {"prime"}:
        return a != b
    if one <= words.OF_ANOTHER_RANK:
        return bool(theirs) and a != b
    return bool(a and b and not a & b)


def _is_past(title: str) -> bool:
    """``a former health minister`` is not whom ``the minister`` means."""
    return not _PAST.isdisjoint(fold(title).split())


def _may_have_same_owner(head: int, seen: Seen, memory: Memory) -> bool:
    """Not ``her father`` and ``Hill's father``; ``the wife`` may be anybody's."""
    owners = [owner_of(memory.tokens.doc[i]) for i in (head, seen.token)]
    mine, theirs = (owner and memory.first_known((owner.i,)) for owner in owners)
    if mine is None or mine is theirs:
        return True
    return theirs is None and seen.referent.entity is None


def _are_told_apart(one: Description, other: int, memory: Memory) -> bool:
    """Do descriptions with the same noun, one known by its head, say that they mean two?"""
    head, known = memory.tokens.doc[one.head], memory.tokens.doc[other]
    mine, theirs = modifiers_of(head), modifiers_of(known)
    if mine - theirs and theirs - mine:
        return True  # the Ohio governor, a former Utah governor
    if counted(head) - counted(known) or (mine ^ theirs) & words.OF_ANOTHER_RANK:
        return True  # another nurse, the first nurse; the shadow health secretary
    mine, theirs = _told_in_clause(head), _told_in_clause(known)
    # the man suing Hill, the man who named Grant
    return one.number == "singular" and bool(mine and theirs) and not mine & theirs


def _same_noun(head: Token, before: Token) -> str:
    """How the words beside a noun go together with those where it stood before."""
    mine, theirs = (modifiers_of(one) | counted(one) for one in (head, before))
    if mine - theirs:
        return "same noun, with other words"
    return "same noun, with fewer words" if theirs - mine else "same noun"


def counted(head: Token) -> set[str]:
    """Which one of several: ``the first nurse``, ``the other one``."""
    return {child.lower_ for child in head.lefts} & (words.ONE_MORE | {"first"})


def _told_in_clause(head: Token) -> frozenset[str]:
    """The verbs of the clauses that tell which one a noun means: ``the man suing Hill``."""
    if not head.n_rights or head.nbor().text == ",":
        return frozenset()
    return frozenset(fold(c.lemma_) for c in head.rights if c.dep_ in {"acl", "relcl"})


def tells_which(head: Token) -> bool:
    """``the lawyer hired by Hill``, and not ``the lawyer, who had been hired``."""
    clauses = (c for c in head.rights if c.dep_ in {"acl", "relcl"})
    return any(head.doc[c.left_edge.i - 1].text != "," for c in clauses)


def agree_in_gender(a: Gender | None, b: Gender | None) -> bool:
    return a is None or b is None or a == b


def named_as_another(found: Description, memory: Memory) -> frozenset[int]:
    """Who is named in the description of a person as somebody else: ``the attorney for Hill``."""
    if found.sort != "person":
        return frozenset()
    head, tokens = memory.tokens.doc[found.head], memory.tokens
    phrase = [token.i for token in head.subtree]
    behind = (i for i in phrase if i > head.i)
    end = next((i for i in behind if tokens.word[i] == ","), head.right_edge.i + 1)
    told = tokens.tag[head.i + 1 : end]
    of_another = any(tag in {"IN", "VBG", "VBN"} for tag in told)
    named = memory.named_within(i for i in phrase if i < head.i or (of_another and i < end))
    return frozenset(i for i in named if memory.cast.entities[i].kind == "person")


def is_family(entity: Entity, memory: Memory) -> bool:
    """``the Hills``, who are no organisation."""
    return " " not in entity.name and memory.tokens.doc[entity.mentions[0].head].tag_ == "NNPS"
