"""Who is meant, word by word: an article read from its beginning to its end.

Everything that can be somebody (names, descriptions, pronouns) is visited in
the order of the text and led to a referent: a named entity, or the first
description of somebody unnamed. A pronoun goes to the referent that agrees
with it and stands out most: mentioned lately, often, as a subject, as the
speaker of the last quotation, outside quotation marks. Where a source leads
to one of several and none of them stands out, a coreference component is one
more witness (:mod:`quotes.speakers.witness`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Doc, Token

from quotes.speakers import words
from quotes.speakers.bodies import is_called, is_something_else, told_kinds
from quotes.speakers.entities import Cast, Entity
from quotes.speakers.mentions import (
    THIRD,
    Description,
    Name,
    Number,
    Pronoun,
)
from quotes.speakers.names import Gender, fold, leaning, organization_key
from quotes.speakers.nouns import is_person_noun
from quotes.speakers.phrases import descriptions, pronouns
from quotes.speakers.relations import Relation, nearest, owner_of, relation_of, relations
from quotes.speakers.witness import Witness, nobody
from quotes.tokens import Tokens

Rule = Literal[
    "name",
    "new description",
    "same description",
    "title",
    "relation",
    "part of the name",
    "what it is",
    "most prominent",
    "pronoun",
    "pronoun, only candidate",
    "chain",
]

#: How far back a pronoun looks, in sentences of narrative.
WINDOW = 14
#: How far back ``the fund`` looks for a fund, in sentences of narrative.
NEAR = 8
#: How many mentions back, whatever the sentences.
MEMORY = 200
#: What is left of a mention's weight one sentence of narrative later.
DECAY = 0.62
#: What a mention inside quotation marks is worth to a pronoun outside.
QUOTED = 0.25
#: Added for the speaker of the quotation before.
SPEAKS_ON = 0.7
#: Added for who was asked, when somebody answers.
ANSWERS = 1.2
#: Times this for who speaks, by name, somewhere in the article: those who are quoted once are
#: quoted again, and those who are only told of are not.
SPEAKS = 1.5
#: With a lead below this a pronoun is unclear, so that the witness is asked: measured on articles
#: whose speakers are known, nothing is lost, and nine articles in ten never ask.
UNCLEAR = 0.57
#: Added for whom the witness names.
WITNESS = 0.4
#: From this certainty on, a pronoun tells the gender of who it leads to.
CLEAR = 0.7
#: By how much one must stand out for a description that says little.
CLEAR_DESCRIPTION = 0.55
#: The same for organisations of which nothing says what they are.
CLEAR_BODY = 0.65
#: Added for an organisation of which the article, or its name, says that it is one.
KNOWN_KIND = 0.6
#: The same for a description of somebody else's: ``Hill's former strategist``.
CLEAR_OF_ANOTHER = 0.75
#: A person of unknown gender, beside one whose gender agrees.
UNKNOWN_GENDER = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """Somebody or something that an article speaks of. Equal to itself alone."""

    id: int
    entity: Entity | None
    index: int | None
    """The place of the entity in the cast."""
    description: Description | None
    """The first description, for those without a name."""

    @property
    def person(self) -> bool:
        """One person, named or not."""
        if self.entity:
            return self.entity.kind == "person"
        return self.description is not None and self.description.sort == "person"

    @property
    def gender(self) -> Gender | None:
        """What the name or the noun tells."""
        if self.entity:
            return self.entity.gender
        return self.description.gender if self.description else None

    @property
    def number(self) -> Number:
        """``plural`` for groups."""
        return self.description.number if self.description else "singular"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mention leads."""

    referent: Referent
    rule: Rule
    certainty: float
    """Between 0 and 1; for pronouns, by how much the winner leads."""
    via: tuple[int, ...] = ()
    """Head tokens of the mentions that lead there."""
    rival: Referent | None = None
    lead: float | None = None
    """The winner's weight beside the rival's, of the two together, where they were weighed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the quotations before anything is resolved."""

    quoted: Sequence[bool]
    """For each token: inside quotation marks?"""
    contents: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Head token of a source -> the tokens of its quotations."""
    witness: Witness = nobody
    """Who is asked when nothing else tells."""


@dataclass(slots=True)
class _Seen:
    """One mention that the reading has passed."""

    referent: Referent
    token: int
    weight: float
    sentence: int
    quoted: bool
    verb: int


@dataclass(slots=True)
class _State:
    """What is remembered while reading."""

    referents: list[Referent] = field(default_factory=list)
    by_entity: dict[int, Referent] = field(default_factory=dict)
    seen: list[_Seen] = field(default_factory=list)
    links: dict[int, Link] = field(default_factory=dict)
    by_title: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Noun -> the persons (by their place in the cast) of whom a title has it."""
    by_part: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Word -> the organisations whose name has it."""
    relations: Sequence[Relation] = ()
    speaking: frozenset[int] = frozenset()
    """Who (by the place in the cast) is named as the source of some quotation."""
    told: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Noun -> the organisations (by their place in the cast) of which an apposition has it."""
    by_noun: dict[tuple[str, Number], _Seen] = field(default_factory=dict)
    last_seen: dict[Referent, _Seen] = field(default_factory=dict)
    fits: dict[tuple[Number | None, Gender | None], dict[Referent, float]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By what a pronoun tells: how well each referent agrees with it."""
    last_speaker: Referent | None = None
    last_spoken: int = -1


def read(tokens: Tokens, cast: Cast, setting: Setting) -> Mapping[int, Link]:
    """Head token of every name, description and pronoun -> where it leads.

    Pronouns that lead nowhere are left out.
    """
    doc = tokens.doc
    clock = _narrative_clock(tokens, setting.quoted)
    mentions = _in_order(tokens, cast)
    links = _read_once(doc, cast, setting, clock, mentions)
    genders = _genders_told(doc, cast, links)
    if not genders:
        return links
    entities = tuple(
        replace(e, gender=genders.get(i, e.gender)) for i, e in enumerate(cast.entities)
    )
    return _read_once(doc, replace(cast, entities=entities), setting, clock, mentions)


def _by_word(cast: Cast, kind: str) -> dict[str, list[int]]:
    """The entities of a kind by the words of their titles (persons) or names (organisations)."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(cast.entities):
        if entity.kind != kind:
            continue
        nouns = set().union(*map(_called, entity.titles)) if kind == "person" else set()
        for word in nouns or organization_key(entity.name).split():
            if kind != "person" or nouns:
                found[word].append(index)
    return found


def _called(title: str) -> set[str]:
    """The nouns by which somebody with a title can be called."""
    found: set[str] = set()
    for word in fold(title).split():
        full = words.TITLE_NOUNS.get(word, word)
        found.add(full)
        found |= words.CALLED.get(full, frozenset())
    return found


def _genders_told(doc: Doc, cast: Cast, links: Mapping[int, Link]) -> dict[int, Gender]:
    """Entity -> the gender that clear pronouns tell of somebody whose name does not."""
    votes: dict[int, Counter[Gender]] = defaultdict(Counter)
    index = {e: i for i, e in enumerate(cast.entities)}
    for token, link in links.items():
        entity = link.referent.entity
        if entity is None or entity.kind != "person" or entity.gender is not None:
            continue
        gender = THIRD.get(doc[token].lower_, (None, None, False))[1]
        if gender and link.certainty >= CLEAR:
            votes[index[entity]][gender] += 1
    out: dict[int, Gender] = {}
    for i, count in votes.items():
        (best, n), *rest = count.most_common(2)
        if not rest or n >= 2 * rest[0][1]:
            out[i] = best
    return out


def _read_once(
    doc: Doc,
    cast: Cast,
    setting: Setting,
    clock: Sequence[int],
    mentions: Sequence[Name | Description | Pronoun],
) -> Mapping[int, Link]:
    state = _State(
        by_title=_by_word(cast, "person"),
        by_part=_by_word(cast, "organization"),
        relations=relations(doc, cast),
        told=told_kinds(doc, cast),
        speaking=_named_within(cast, setting.contents),
    )
    for mention in mentions:
        if isinstance(mention, Name):
            link: Link | None = _read_name(mention, cast, state)
        elif isinstance(mention, Description):
            link = _read_description(doc, mention, cast, state, setting, clock)
        else:
            link = _read_pronoun(doc, mention, cast, state, setting, clock)
        if link is None:
            continue
        token = doc[mention.head]
        state.links[mention.head] = link
        seen = _Seen(
            link.referent,
            token.i,
            _weight(token, mention),
            clock[token.i],
            setting.quoted[token.i],
            governor(token).i,
        )
        state.seen.append(seen)
        state.last_seen[link.referent] = seen
        if link.referent.description:
            known = link.referent.description
            state.by_noun[known.noun, known.number] = seen
        if token.i in setting.contents:
            state.last_speaker, state.last_spoken = link.referent, clock[token.i]
    return state.links


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


_UPWARDS = {"pobj", "conj", "appos", "prep", "agent", "dative"}


def governor(token: Token) -> Token:
    """The verb whose argument this is, through prepositions, coordination and apposition."""
    here = token
    while here.dep_ in _UPWARDS and here.head.i != here.i:
        here = here.head
    return here.head


def _weight(token: Token, mention: Name | Description | Pronoun) -> float:
    """How much a mention makes its referent stand out, by its place in the clause."""
    base = {
        "nsubj": 1.0,
        "nsubjpass": 0.9,
        "agent": 0.7,
        "dobj": 0.55,
        "dative": 0.5,
        "attr": 0.5,
        "pobj": 0.45,
        "poss": 0.5,
        "conj": 0.5,
        "appos": 0.5,
        "ROOT": 0.6,
    }.get(token.dep_, 0.3)
    if isinstance(mention, Description):
        base *= 0.8 if mention.definite else 0.6
    return base


# ---------------------------------------------------------------- names


def _new(
    state: _State,
    entity: Entity | None,
    description: Description | None,
    index: int | None = None,
) -> Referent:
    referent = Referent(len(state.referents), entity, index, description)
    state.referents.append(referent)
    return referent


def _of_entity(state: _State, cast: Cast, index: int) -> Referent:
    if index not in state.by_entity:
        state.by_entity[index] = _new(state, cast.entities[index], None, index)
    return state.by_entity[index]


def _read_name(name: Name, cast: Cast, state: _State) -> Link:
    index = cast.by_token[name.start]
    other = cast.rivals.get(name.start)
    rival = None if other is None or other == index else _of_entity(state, cast, other)
    certainty = 0.75 if rival else 1.0
    return Link(_of_entity(state, cast, index), "name", certainty, (name.head,), rival)


# ---------------------------------------------------------------- descriptions


def _read_description(
    doc: Doc,
    found: Description,
    cast: Cast,
    state: _State,
    setting: Setting,
    clock: Sequence[int],
) -> Link:
    if found.definite and found.number == "singular" and found.sort in {"person", "organization"}:
        owned = any(c.dep_ == "poss" for c in doc[found.head].children)
        link = _by_relation(doc, found, cast, state) if owned else None
        link = link or _by_title(doc, found, cast, state, clock)
        link = link or (None if owned else _by_relation(doc, found, cast, state))
        link = link or _by_part_of_name(doc, found, state, clock)
        link = link or _by_kind(doc, found, cast, state, setting, clock)
        link = link or _by_same_noun(doc, found, state)
        link = link or _by_chain(found, state, setting)
        link = link or _by_prominence(doc, found, cast, state, setting, clock)
        if link:
            return link
    elif found.bare and found.number == "singular" and found.sort == "person":
        link = _by_title(doc, found, cast, state, clock)
        if link:
            return link
    elif found.number == "plural" and (same := _by_same_noun(doc, found, state)):
        return same
    return Link(_new(state, None, found), "new description", 1.0, (found.head,))


def _by_title(
    doc: Doc, found: Description, cast: Cast, state: _State, clock: Sequence[int]
) -> Link | None:
    """``the senator``: who has a title with this noun; the one mentioned last of several."""
    head = doc[found.head]
    if found.sort != "person" or _of_another(head):
        return None
    modifiers = _modifiers(head)
    near = (c for c in head.children if c.i < head.i and c.ent_type_ in {"GPE", "LOC"})
    places = frozenset(fold(t.text) for c in near for t in c.subtree if t.is_alpha)
    scored: list[tuple[float, int]] = []
    for index in state.by_title.get(found.noun, ()):
        entity = cast.entities[index]
        if entity.kind != "person" or not _agree_in_gender(found.gender, entity.gender):
            continue
        titles = [t for t in entity.titles if not _of_another_place(t, places)]
        match = max((_title_match(t, found.noun, modifiers) for t in titles), default=0.0)
        if match:
            scored.append((match + _recency(state, index, clock[found.head]), index))
    if not scored:
        return None
    scored.sort(reverse=True)
    index = scored[0][1]
    rival = _of_entity(state, cast, scored[1][1]) if len(scored) > 1 else None
    lead = scored[0][0] / (scored[0][0] + scored[1][0]) if rival else None
    sure = 0.85 if len(scored) == 1 else 0.7
    mention = cast.entities[index].mentions[0]
    via = (found.head, mention.head)
    return Link(_of_entity(state, cast, index), "title", sure, via, rival, lead)


def _by_relation(doc: Doc, found: Description, cast: Cast, state: _State) -> Link | None:
    """``his wife``: who is named beside the same word, of the same person, anywhere."""
    noun = relation_of(found.noun)
    options = [
        one
        for one in state.relations
        if one.noun == noun and _agree_in_gender(found.gender, cast.entities[one.entity].gender)
    ]
    if found.sort != "person" or not options:
        return None
    owner = owner_of(doc[found.head])
    whose = None if owner is None else _whose(owner.i, doc, cast, state)
    if whose is not None:
        options = [one for one in options if _whose(one.owner, doc, cast, state) == whose]
    elif owner is not None and owner.dep_ == "poss":
        return None  # whoever that is
    elif len({one.entity for one in options}) > 1:
        options = []
    if not options:
        return None
    best = nearest(options, found.head)
    certainty = 0.85 if whose is not None else 0.7
    return Link(
        _of_entity(state, cast, best.entity), "relation", certainty, (found.head, best.name)
    )


_WRITER = "the writer"


def _whose(owner: int, doc: Doc, cast: Cast, state: _State) -> int | str | None:
    """Who an owner is: the place of somebody in the cast, or the writer; else ``None``."""
    if owner in cast.by_token:
        return cast.by_token[owner]
    if doc[owner].lower_ in {"my", "our"}:
        return _WRITER
    link = state.links.get(owner)
    return link.referent.index if link else None


def _of_another(head: Token) -> bool:
    """``the governor of Texas`` is told by its modifiers, ``his lawyer`` is somebody else's."""
    return any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in head.children)


def _holds_other_office(found: Description, entity: Entity, modifiers: frozenset[str]) -> bool:
    """A senator is not whom ``the former secretary`` means, nor of Ohio that of Utah."""
    if any(_elsewhere(title, modifiers) for title in entity.titles):
        return True
    if found.noun not in words.OFFICES:
        return False
    called = set().union(*map(_called, entity.titles)) if entity.titles else set()
    return bool(called & words.OFFICES) and found.noun not in called


def _says_whose(head: Token) -> bool:
    """``the Republican from Ohio``, ``the deputy head of China's delegation``: told in full."""
    return any(
        t.tag_ in {"NNP", "NNPS"}
        for child in head.children
        if child.dep_ == "prep" and child.i > head.i
        for t in child.subtree
    )


def _modifiers(head: Token) -> frozenset[str]:
    """The content words before the head and in its ``of`` phrase, folded."""
    out: set[str] = set()
    for child in head.children:
        if (child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < head.i) or (
            child.dep_ == "prep" and child.lower_ in {"of", "for"}
        ):
            out.update(fold(t.text) for t in child.subtree if t.is_alpha and not t.is_stop)
    return frozenset(out - {""})


def _title_match(title: str, noun: str, modifiers: frozenset[str]) -> float:
    """0 when the title does not have the noun, more the more of the modifiers it has."""
    mine = _called(title)
    if _elsewhere(title, modifiers):
        return 0.0
    if noun not in mine or any(_differ(set(one), mine, modifiers) for one in words.OPPOSED):
        return 0.0
    if not modifiers:
        return 1.0
    share = len(modifiers & mine) / len(modifiers)
    return 0.6 + share


def _proper(title: str) -> set[str]:
    """The capitalised words of a title that are no role and no party."""
    named = (fold(word) for word in title.split() if word[:1].isupper())
    own = {word for word in named if word not in words.TITLES and not is_person_noun(word)}
    return own - words.OPPOSED[0] - {"gop", ""}


def _elsewhere(title: str, modifiers: frozenset[str]) -> bool:
    """``the New Jersey governor`` is no ``former New York governor``."""
    own = _proper(title)
    return all((own & modifiers, own - modifiers, modifiers - own))


def _of_another_place(title: str, places: frozenset[str]) -> bool:
    """``Utah Gov.``, beside ``the Ohio governor``."""
    return bool(places) and bool(own := _proper(title)) and own.isdisjoint(places)


def _differ(one: set[str], mine: set[str], theirs: frozenset[str]) -> bool:
    """Do a title and a description contradict: Republican and Democratic, vice and not?"""
    a, b = one & mine, one & theirs
    return bool(a and b and not a & b) or (one == {"vice"} and bool(a) != bool(b) and bool(theirs))


def _recency(state: _State, index: int, now: int) -> float:
    """Between 0 and 1: how lately the entity was mentioned."""
    referent = state.by_entity.get(index)
    if referent is None:
        return 0.0
    last = state.last_seen.get(referent)
    return 0.0 if last is None else float(0.9 ** max(now - last.sentence, 0))


def _by_part_of_name(
    doc: Doc, found: Description, state: _State, clock: Sequence[int]
) -> Link | None:
    """``the fund``: the International Monetary Fund, when it was named before."""
    if found.sort != "organization" or any(c.dep_ == "poss" for c in doc[found.head].children):
        return None
    modifiers = _modifiers(doc[found.head])
    options = []
    for index in state.by_part.get(found.noun, ()):
        referent = state.by_entity.get(index)
        entity = referent.entity if referent else None
        if entity is None or entity.kind != "organization" or entity.place:
            continue
        parts = organization_key(entity.name).split()
        last = state.last_seen.get(referent) if referent else None
        if last is None or clock[found.head] - last.sentence > NEAR:
            continue
        if found.noun in parts and len(parts) > 1 and modifiers <= set(parts):
            options.append((max(m.start for m in entity.mentions if m.start < found.head), index))
    if not options:
        return None
    best = state.by_entity[max(options)[1]]
    sure = 0.85 if len(options) == 1 else 0.65
    return Link(best, "part of the name", sure, (found.head,))


def _by_kind(
    doc: Doc,
    found: Description,
    cast: Cast,
    state: _State,
    setting: Setting,
    clock: Sequence[int],
) -> Link | None:
    """``the newspaper``: the organisation named before that is one, or that alone stands out."""
    head = doc[found.head]
    if found.sort != "organization" or found.noun in words.COLLECTIVES:
        return None
    told = {"poss", "compound", "nmod", "nummod", "prep", "relcl"}
    if any(c.dep_ in told or c.tag_ == "CD" for c in head.children):
        return None
    content = setting.contents.get(found.head)
    if content is None and head.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    named = _named_within(cast, content or ())
    said = state.told.get(found.noun, frozenset())
    guess = content is not None and found.noun not in words.DOCUMENT_NOUNS
    scores: dict[Referent, float] = {}
    known: set[Referent] = set()
    last = _last_weights(state, clock[found.head])
    for referent in _scores(state, clock[found.head], found.head, setting, content):
        entity, index, score = referent.entity, referent.index, last.get(referent, 0.0)
        if entity is None or index is None or entity.kind != "organization" or entity.place:
            continue
        if organization_key(entity.name) == found.noun or _is_family(doc, entity):
            continue  # Network Wins Prize; the Hills
        if index in said or is_called(entity, found.noun):
            known.add(referent)
            score += KNOWN_KIND
        elif not entity.sure or is_something_else(entity, found.noun):
            continue
        scores[referent] = score * (0.3 if index in named else 1.0)
    if not scores:
        return None
    best, rival, lead = _leader(scores)
    if best in known:
        return Link(best, "what it is", 0.6 + 0.2 * lead, (found.head,), rival, lead)
    if not guess or lead < CLEAR_BODY or scores[best] < 0.5:
        return None
    return Link(best, "most prominent", 0.5, (found.head,), rival, lead)


def _leader(scores: Mapping[Referent, float]) -> tuple[Referent, Referent | None, float]:
    """Who stands out most, who comes next, and the share of the first of both."""
    best, *others = sorted(scores, key=lambda r: (scores[r], -r.id), reverse=True)
    rival = others[0] if others else None
    both = scores[best] + (scores[rival] if rival else 0.0)
    return best, rival, scores[best] / (both or 1.0)


def _is_family(doc: Doc, entity: Entity) -> bool:
    """``the Hills``, who are no organisation."""
    return " " not in entity.name and doc[entity.mentions[0].head].tag_ == "NNPS"


def _last_weights(state: _State, now: int) -> dict[Referent, float]:
    """How much the best mention of each referent counts, rather than all: the last one meant."""
    best: dict[Referent, float] = {}
    for seen in state.seen[-MEMORY:]:
        weight = seen.weight * DECAY ** (now - seen.sentence)
        best[seen.referent] = max(best.get(seen.referent, 0.0), weight)
    return best


def _by_same_noun(doc: Doc, found: Description, state: _State) -> Link | None:
    """``a woman … the woman``: whoever the same noun meant last."""
    seen = state.by_noun.get((found.noun, found.number)) if found.definite else None
    if seen is None:
        return None
    known = seen.referent.description
    if known and known.bare and found.sort == "organization" and known.number == "singular":
        return None  # Website Fails Test
    mine = _modifiers(doc[found.head])
    theirs = _modifiers(doc[known.head]) if known else frozenset()
    if mine - theirs and theirs - mine:
        return None  # the Ohio governor, a former Utah governor
    return Link(seen.referent, "same description", 0.75, (found.head, seen.token))


def _by_chain(found: Description, state: _State, setting: Setting) -> Link | None:
    for token in setting.witness(found.head):
        link = state.links.get(token)
        referent = link.referent if link else None
        if referent is None or not referent.entity:
            continue
        fits = referent.person == (found.sort == "person")
        if fits and _agree_in_gender(found.gender, referent.gender):
            return Link(referent, "chain", 0.6, (found.head, token))
    return None


def _by_prominence(
    doc: Doc,
    found: Description,
    cast: Cast,
    state: _State,
    setting: Setting,
    clock: Sequence[int],
) -> Link | None:
    """``The billionaire said``: who stands out clearly, when no title or earlier word tells."""
    content = setting.contents.get(found.head)
    head = doc[found.head]
    if found.sort != "person" or _of_another(head) or _says_whose(head):
        return None
    if content is None and head.dep_ != "nsubj":
        return None
    if found.noun in words.ONE_OF_MANY or _modifiers(head) & words.ONE_MORE:
        return None
    content = content or frozenset()
    # Obama's former strategist is not Obama
    named = _named_within(cast, content) | _named_within(cast, (t.i for t in head.subtree))
    agreeing: dict[Referent, float] = {}
    modifiers = _modifiers(head)
    for referent, score in _scores(state, clock[found.head], found.head, setting, content).items():
        entity = referent.entity
        if entity is None or not referent.person:
            continue
        if not _agree_in_gender(found.gender, referent.gender):
            continue
        if _holds_other_office(found, entity, modifiers):
            continue
        if referent.index in named:
            score *= 0.15
        if referent is state.last_speaker and clock[found.head] - state.last_spoken <= 2:
            score += SPEAKS_ON
        agreeing[referent] = score * (0.5 if entity.titles else 1.0)
    if not agreeing:
        return None
    best, rival, lead = _leader(agreeing)
    owned = any(c.dep_ == "poss" for c in head.children)
    if lead < (CLEAR_OF_ANOTHER if owned else CLEAR_DESCRIPTION) or agreeing[best] < 0.3:
        return None
    return Link(best, "most prominent", 0.55, (found.head,), rival, lead)


# ---------------------------------------------------------------- pronouns


def _read_pronoun(
    doc: Doc,
    found: Pronoun,
    cast: Cast,
    state: _State,
    setting: Setting,
    clock: Sequence[int],
) -> Link | None:
    agreeing = _agreeing(doc, found, cast, state, setting, clock)
    if not agreeing:
        return None
    best, rival, lead = _leader(agreeing)
    if rival and lead < UNCLEAR and found.head in setting.contents:
        told = _first_known(setting.witness(found.head), state)
        if told is not None and told in agreeing:
            agreeing[told] += WITNESS * _fit(found, told)
            best, rival, lead = _leader(agreeing)
    rule: Rule = "pronoun" if rival else "pronoun, only candidate"
    back = state.last_seen[best].token
    return Link(best, rule, lead, (found.head, back), rival, lead)


def _agreeing(
    doc: Doc,
    found: Pronoun,
    cast: Cast,
    state: _State,
    setting: Setting,
    clock: Sequence[int],
) -> dict[Referent, float]:
    """Those whom a pronoun can mean, and how much each stands out."""
    token = doc[found.head]
    content = setting.contents.get(found.head)
    ruled_out = _ruled_out(token, state)
    named = _named_within(cast, content or ())
    turned = bool(content) and _turned(doc, found, state)
    asked = _asked(doc, found, state)
    lately = clock[token.i] - state.last_spoken <= 2
    fits = state.fits[found.number, found.gender]
    agreeing: dict[Referent, float] = {}
    for referent, score in _scores(state, clock[token.i], token.i, setting, content).items():
        fit = fits.get(referent)
        if fit is None:
            fit = fits[referent] = _fit(found, referent)
        if not fit or referent in ruled_out:
            continue
        if referent.index in named:
            score *= 0.15  # who speaks of himself by name?
        if referent is state.last_speaker and content and lately and not turned:
            score += SPEAKS_ON
        if referent is asked:
            score += ANSWERS
        left = turned and referent is state.last_speaker
        if content and found.human and not left and referent.index in state.speaking:
            score *= SPEAKS
        agreeing[referent] = score * fit
    return agreeing


def _first_known(tokens: Iterable[int], state: _State) -> Referent | None:
    """Whom the first of some words means of which it is known."""
    return next((state.links[i].referent for i in tokens if i in state.links), None)


def _asked(doc: Doc, found: Pronoun, state: _State) -> Referent | None:
    """``Hill asked Marsh for money. He answered``: of the two, who was asked."""
    verb = doc[found.head].head
    if doc[found.head].dep_ != "nsubj" or fold(verb.lemma_) not in words.REPLIES:
        return None
    before = [s for s in state.seen[-16:] if fold(doc[s.verb].lemma_) in words.ASKS]
    if not before:
        return None
    asking = before[-1].verb
    return next(
        (
            s.referent
            for s in before
            if s.verb == asking and doc[s.token].dep_ in {"dobj", "dative"}
        ),
        None,
    )


def _turned(doc: Doc, found: Pronoun, state: _State) -> bool:
    """Has the paragraph of a pronoun turned to somebody other than the last speaker?

    ``House Speaker Mike Johnson has a larger demand. In a letter … he said``:
    a new paragraph has a person as its subject whom the pronoun fits, and the
    last speaker is not in it. Where the pronoun's own is all quotation, the
    paragraph before counts.
    """
    here: list[_Seen] = []
    at = found.head
    for seen in reversed(state.seen[-MEMORY:]):
        told = any(not one.quoted for one in here)
        if any("\n" in doc[i].text for i in range(seen.token, at)) and told:
            break
        here.append(seen)
        at = seen.token
    if any(seen.referent is state.last_speaker for seen in here):
        return False
    return any(
        seen.referent.entity is not None
        and not seen.quoted
        and doc[seen.token].dep_ in ("nsubj", "nsubjpass")
        and _fit(found, seen.referent) > 0
        for seen in here
    )


def _scores(
    state: _State,
    now: int,
    token: int,
    setting: Setting,
    content: frozenset[int] | None,
) -> dict[Referent, float]:
    """How much each referent stands out at a token, by its mentions before."""
    inside = setting.quoted[token]
    scores: dict[Referent, float] = {}
    best: dict[Referent, float] = {}
    sentence, left = -1, 1.0
    for seen in reversed(state.seen[-MEMORY:]):
        if seen.sentence != sentence:
            _add(best, scores)
            sentence = seen.sentence
            if now - sentence > WINDOW:
                break
            left = DECAY ** (now - sentence)
        if content and seen.token in content:
            continue
        weight = seen.weight * left
        if seen.quoted and not inside:
            weight *= QUOTED
        if weight > best.get(seen.referent, 0.0):
            best[seen.referent] = weight
    _add(best, scores)
    return scores


def _add(best: dict[Referent, float], scores: dict[Referent, float]) -> None:
    """Empty what the best mentions of one sentence count into what all sentences count."""
    for referent, weight in best.items():
        scores[referent] = scores.get(referent, 0.0) + weight
    best.clear()


def _fit(found: Pronoun, referent: Referent) -> float:
    """How well a referent agrees with a pronoun: 0 for not at all."""
    entity, description = referent.entity, referent.description
    if found.human:
        if not referent.person:
            return 0.0
        if referent.gender is None:
            if entity is None:
                return UNKNOWN_GENDER * 0.7
            lean = leaning(entity.name)
            return UNKNOWN_GENDER if lean is None else 0.85 if lean == found.gender else 0.25
        return float(referent.gender == found.gender) * (1.0 if entity else 0.8)
    if found.number == "singular":
        if entity:
            return 0.0 if entity.kind == "person" else 0.3 if entity.place else 1.0
        return 0.6 if description and description.sort in {"organization", "document"} else 0.0
    if entity:
        return 0.0 if entity.kind == "person" else 0.1 if entity.place else 0.5
    if description and description.number == "plural":
        return 0.5 if description.sort == "document" else 1.0
    return 0.6 if description and description.sort == "organization" else 0.0


def _ruled_out(token: Token, state: _State) -> set[Referent]:
    """Who is another argument of the same verb: in ``Trump told him`` he is not Trump."""
    if token.dep_ == "poss" or token.lower_.endswith(("self", "selves")):
        return set()
    verb = governor(token)
    return {s.referent for s in state.seen[-64:] if s.verb == verb.i and s.token != token.i}


def _named_within(cast: Cast, tokens: Iterable[int]) -> frozenset[int]:
    """The entities (by their place in the cast) that are named among some tokens."""
    return frozenset(cast.by_token[i] for i in tokens if i in cast.by_token)


def _agree_in_gender(a: Gender | None, b: Gender | None) -> bool:
    return a is None or b is None or a == b
