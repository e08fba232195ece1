"""What is remembered while an article is read: who was mentioned, where, and how much each counts.

Who stands out most at a word was mentioned lately, often, as a subject, and
outside quotation marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, NamedTuple

from quotes.speakers.entities import Cast, Entity
from quotes.speakers.mentions import Description, Name, Number, Pronoun
from quotes.speakers.names import Gender
from quotes.speakers.relations import Relation
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

#: How far back a word looks for whom it means, in sentences of narrative.
WINDOW = 14
#: How many mentions back, whatever the sentences.
MEMORY = 200
#: What is left of a mention's weight one sentence of narrative later.
DECAY = 0.62
#: What a mention inside quotation marks is worth to a word outside.
QUOTED = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """Somebody or something that an article speaks of. Equal to itself alone."""

    id: int
    entity: Entity | None
    index: int | None
    """The place of the entity in the cast."""
    description: Description | None
    """The first description, for those without a name."""
    person: bool
    """One person, named or not."""

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


class Link(NamedTuple):
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


class Seen(NamedTuple):
    """One mention that the reading has passed."""

    referent: Referent
    token: int
    """Its head word."""
    weight: float
    """How much it makes its referent stand out, by its place in the clause."""
    sentence: int
    """By the clock of the narrative."""
    quoted: bool
    verb: int
    """The verb whose argument it is."""


class _Weights:
    """Of the best mention of each referent: of ``people``, and of all ``others``."""

    __slots__ = ("others", "people")

    def __init__(self) -> None:
        self.people: dict[Referent, float] = {}
        self.others: dict[Referent, float] = {}

    def keep(self, referent: Referent, weight: float) -> None:
        """The larger one."""
        kept = self.people if referent.person else self.others
        if weight > kept.get(referent, 0.0):
            kept[referent] = weight


@dataclass(slots=True)
class _Sentence:
    """How much the mentions of one sentence of narrative make their referents stand out."""

    number: int
    first: int
    """The place of its first mention among all."""
    inside: _Weights = field(default_factory=_Weights)
    """To a word in quotation marks."""
    outside: _Weights = field(default_factory=_Weights)
    """To another word, to which what is quoted counts less."""


@dataclass(slots=True)
class Memory:
    """An article, and what is remembered of it at the mention that has been read last."""

    tokens: Tokens
    cast: Cast
    setting: Setting
    clock: Sequence[int]
    """For each token, how many sentences that are not all quotation began before it."""
    lines: Sequence[int]
    """For each token, how many line breaks stand before it."""
    by_title: Mapping[str, Sequence[int]]
    """Noun -> the persons (by their place in the cast) of whom a title has it."""
    by_part: Mapping[str, Sequence[int]]
    """Word -> the organisations whose name has it."""
    relations: Sequence[Relation]
    told: Mapping[str, frozenset[int]]
    """Noun -> the organisations (by their place in the cast) of which an apposition has it."""
    speaking: frozenset[int]
    """Who (by the place in the cast) is named as the source of some quotation."""
    referents: list[Referent] = field(default_factory=list)
    by_entity: dict[int, Referent] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    sentences: list[_Sentence] = field(default_factory=list)
    """Those with mentions."""
    links: dict[int, Link] = field(default_factory=dict)
    by_noun: dict[tuple[str, Number], Seen] = field(default_factory=dict)
    by_verb: dict[int, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    last_seen: dict[Referent, Seen] = field(default_factory=dict)
    last_speaker: Referent | None = None
    last_spoken: int = -1
    fits: dict[tuple[Number | None, Gender | None], dict[Referent, float]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By what a pronoun tells: how well each referent agrees with it."""
    genders: dict[Referent, Gender] = field(default_factory=dict)
    """Of those whose gender only a pronoun told."""

    # -------------------------------------------------------- who there is

    def new(self, description: Description) -> Referent:
        """Somebody who has no name."""
        return self._referent(None, None, description)

    def of_entity(self, index: int) -> Referent:
        """Whoever has the name, by the place in the cast."""
        if index not in self.by_entity:
            self.by_entity[index] = self._referent(self.cast.entities[index], index, None)
        return self.by_entity[index]

    def _referent(
        self, entity: Entity | None, index: int | None, description: Description | None
    ) -> Referent:
        if entity is not None:
            person = entity.kind == "person"
        else:
            person = description is not None and description.sort == "person"
        referent = Referent(len(self.referents), entity, index, description, person)
        self.referents.append(referent)
        return referent

    def first_known(self, tokens: Iterable[int]) -> Referent | None:
        """Whom the first of some words means of which it is known."""
        return next((self.links[i].referent for i in tokens if i in self.links), None)

    def named_within(self, tokens: Iterable[int]) -> frozenset[int]:
        """The entities (by their place in the cast) that are named among some tokens."""
        return named_within(self.cast, tokens)

    # -------------------------------------------------------- what is remembered

    def note(self, mention: Name | Description | Pronoun, link: Link) -> None:
        """Remember a mention and where it leads."""
        i, referent = mention.head, link.referent
        self.links[i] = link
        weight = _weight(self.role(i), mention)
        number, quoted = self.clock[i], self.setting.quoted[i]
        verb = governor(self.tokens, i)
        seen = Seen(referent, i, weight, number, quoted, verb)
        if not self.sentences or self.sentences[-1].number != number:
            self.sentences.append(_Sentence(number, len(self.seen)))
        self.seen.append(seen)
        sentence = self.sentences[-1]
        sentence.inside.keep(referent, weight)
        sentence.outside.keep(referent, weight * QUOTED if quoted else weight)
        self.by_verb[verb].append(seen)
        self.last_seen[referent] = seen
        if referent.description:
            self.by_noun[referent.description.noun, referent.description.number] = seen
        if i in self.setting.contents:
            self.last_speaker, self.last_spoken = referent, self.clock[i]

    def role(self, token: int) -> str:
        """The dependency of a mention, that of the noun it explains: ``his brother, Ben, said``."""
        dep, head = self.tokens.dep[token], self.tokens.head[token]
        explains = dep == "appos" and self.tokens.tag[head] in {"NN", "NNP"}
        return self.tokens.dep[head] if explains else dep

    def turned(self, token: int, fits: Callable[[Referent], float]) -> bool:
        """Has the paragraph of a token turned to somebody other than the last speaker?

        ``House Speaker Mike Johnson has a larger demand. In a letter … he said``:
        a new paragraph names a person whom the mention fits, and the last speaker
        is not in it, or only as the owner of something, ``Hill's brother``, or in
        the words that the mention is the source of. Where the mention's own is all
        quotation, the paragraph before counts.
        """
        here = self._paragraph(token)
        dep, last = self.tokens.dep, self.last_speaker
        if any(seen.referent is last and dep[seen.token] != "poss" for seen in here):
            return False
        return any(
            seen.referent.entity is not None
            and seen.referent.person
            and not seen.quoted
            and self.role(seen.token) not in {"poss", "compound"}
            and fits(seen.referent)
            for seen in here
        )

    def introduced(self, token: int, fits: Callable[[Referent], float]) -> Referent | None:
        """The one person whom the paragraph of a token has, as a subject, and whom it fits.

        ``Former defender Gary Stubbs wasn't so sure. “Full backing means two weeks,” he said.`` One
        without a name must be told as a man or a woman: ``My son laughed``, not ``A boxer nodded``.
        """
        named = {
            seen.referent: self.role(seen.token)
            for seen in self._paragraph(token)
            if seen.referent.person and not seen.quoted and fits(seen.referent)
            if seen.referent.entity is not None or not self.explains_name(seen.token)
        }
        if len(named) != 1:
            return None
        (only,) = named
        subject = named[only] in {"nsubj", "nsubjpass"}
        known = only.entity is not None or only.gender is not None
        return only if subject and known else None

    def explains_name(self, token: int) -> bool:
        """``Ada Hill, a former minister``: not one whom ``the minister`` means, but Hill."""
        dep, named = self.tokens.dep, self.cast.by_token
        if dep[token] == "appos":
            return self.tokens.head[token] in named
        return any(dep[c] == "appos" and c in named for c in self.tokens.children[token])

    def _paragraph(self, token: int) -> list[Seen]:
        """The mentions in the paragraph of a token, the last first, or in the one before, where all
        that stands before the token is quotation; none in the words that the token is the source
        of.
        """
        here: list[Seen] = []
        told, at = False, token
        content = self.setting.contents.get(token, frozenset())
        for seen in islice(reversed(self.seen), MEMORY):
            if told and self.lines[seen.token] < self.lines[at]:
                break
            if seen.token not in content:
                here.append(seen)
            told = told or not seen.quoted
            at = seen.token
        return here

    def tell(self, referent: Referent, gender: Gender) -> None:
        """Remember the gender of somebody whom neither a name nor a noun tells it of."""
        if referent.gender is None and referent not in self.genders:
            self.genders[referent] = gender
            for fits in self.fits.values():
                fits.pop(referent, None)

    # -------------------------------------------------------- how much each counts

    def scores(self, token: int, people: bool | None = None) -> dict[Referent, float]:
        """How much each referent stands out at a token, by its mentions before.

        Those within the quotations of which the token is the source do not count.
        ``people`` alone, or all but them; everybody and everything when it is None.
        """
        now, inside = self.clock[token], self.setting.quoted[token]
        content = self.setting.contents.get(token)
        end = len(self.seen)
        oldest = max(end - MEMORY, 0)
        scores: dict[Referent, float] = {}
        for sentence in reversed(self.sentences):
            age = now - sentence.number
            if age > WINDOW or end <= oldest:
                break
            if content or sentence.first < oldest:
                weights = self._weights(max(sentence.first, oldest), end, inside, content or ())
            else:
                weights = sentence.inside if inside else sentence.outside
            left = DECAY**age
            if people is not False:
                for referent, weight in weights.people.items():
                    scores[referent] = scores.get(referent, 0.0) + weight * left
            if not people:
                for referent, weight in weights.others.items():
                    scores[referent] = scores.get(referent, 0.0) + weight * left
            end = sentence.first
        return scores

    def _weights(self, first: int, end: int, inside: bool, without: Collection[int]) -> _Weights:
        """The weights of the best mentions of some, ``without`` those at some tokens."""
        weights = _Weights()
        for seen in self.seen[first:end]:
            if seen.token not in without:
                weights.keep(seen.referent, _counts(seen, inside))
        return weights

    def best_weights(self, token: int) -> dict[Referent, float]:
        """How much the best mention of each referent counts at a token, rather than all."""
        now = self.clock[token]
        best: dict[Referent, float] = {}
        for seen in self.seen[-MEMORY:]:
            weight = seen.weight * DECAY ** (now - seen.sentence)
            best[seen.referent] = max(best.get(seen.referent, 0.0), weight)
        return best

    def recency(self, index: int, token: int) -> float:
        """Between 0 and 1: how lately an entity was mentioned."""
        referent = self.by_entity.get(index)
        last = self.last_seen.get(referent) if referent is not None else None
        return 0.0 if last is None else float(0.9 ** max(self.clock[token] - last.sentence, 0))

    def spoke_lately(self, token: int) -> bool:
        """Has somebody been quoted in the last sentences?"""
        return self.clock[token] - self.last_spoken <= 2


def _counts(seen: Seen, inside: bool) -> float:
    """The weight of a mention to a word inside or outside quotation marks."""
    return seen.weight * QUOTED if seen.quoted and not inside else seen.weight


def leader(scores: Mapping[Referent, float]) -> tuple[Referent, Referent | None, float]:
    """Who stands out most, who comes next, and the share of the first of both.

    Of equals the one who was mentioned first. Raises ValueError where there is nobody.
    """
    first, *others = ((score, -referent.id, referent) for referent, score in scores.items())
    second = None
    for one in others:
        if one > first:
            first, second = one, first
        elif second is None or one > second:
            second = one
    both = first[0] + (second[0] if second else 0.0)
    return first[2], second[2] if second else None, first[0] / (both or 1.0)


def named_within(cast: Cast, tokens: Iterable[int]) -> frozenset[int]:
    """The entities (by their place in the cast) that are named among some tokens."""
    return frozenset(cast.by_token[i] for i in tokens if i in cast.by_token)


_UPWARDS = {"pobj", "conj", "appos", "prep", "agent", "dative"}


def governor(tokens: Tokens, i: int) -> int:
    """The verb whose argument this is, through prepositions, coordination and apposition."""
    dep, head = tokens.dep, tokens.head
    while dep[i] in _UPWARDS and head[i] != i:
        i = head[i]
    return head[i]


_PLACES = {
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
}


def _weight(dep: str, mention: Name | Description | Pronoun) -> float:
    """How much a mention makes its referent stand out, by its place in the clause."""
    weight = _PLACES.get(dep, 0.3)
    if isinstance(mention, Description):
        weight *= 0.8 if mention.definite else 0.6
    return weight
