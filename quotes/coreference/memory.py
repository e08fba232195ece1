"""What is remembered while an article is read: who was mentioned, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import exp
from typing import Literal, NamedTuple, TypeVar, get_args

from quotes.coreference.witness import Witness
from quotes.mentions.entities import Cast, Entity
from quotes.mentions.kinds import Description, Name, Number, Pronoun
from quotes.mentions.names import Gender
from quotes.mentions.nouns import Sort
from quotes.mentions.phrases import sharing
from quotes.mentions.relations import Relation
from quotes.tokens import Tokens

Rule = Literal[
    "name",
    "new description",
    "same description",
    "title",
    "age",
    "relation",
    "part of the name",
    "what it is",
    "most prominent",
    "named later",
    "named together",
    "pronoun",
    "pronoun, only candidate",
    "chain",
]

Place = Literal[
    "subject",
    "object",
    "owner",
    "behind a preposition",
    "one of several",
    "apposition",
    "part of a name",
    "elsewhere",
]
PLACES: tuple[Place, ...] = get_args(Place)
_PLACES: Mapping[str, Place] = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "ROOT": "subject",
    "dobj": "object",
    "dative": "object",
    "attr": "object",
    "agent": "object",
    "poss": "owner",
    "pobj": "behind a preposition",
    "conj": "one of several",
    "appos": "apposition",
    "compound": "part of a name",
}


def place_of(dep: str) -> Place:
    """The place in a clause that a dependency tells."""
    return _PLACES.get(dep, "elsewhere")


#: How far back a word looks for whom it means, in sentences of narrative.
WINDOW = 14
#: How many mentions back a paragraph is looked for, whatever the sentences.
MEMORY = 200
#: How many of those mentioned before a word are looked at, how many of them can be meant, and how
#: many mentions of each count.
REFERENTS, CANDIDATES, MENTIONS = 60, 8, 8
#: How a description leads to somebody of whom it tells what he is.
_TELLS_WHAT: frozenset[Rule] = frozenset({"title", "relation", "named later", "named together"})


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
    members: tuple[Referent, ...] = ()
    """Of several who were named together, ``Ada Hill and the judge``."""

    @property
    def gender(self) -> Gender | None:
        """What the name or the noun tells."""
        if self.entity:
            return self.entity.gender
        return self.description.gender if self.description else None


#: A referent, or ``None`` for somebody new.
Option = TypeVar("Option", Referent, "Referent | None")


class Link(NamedTuple):
    """Where a mention leads."""

    referent: Referent
    rule: Rule
    certainty: float
    """Between 0 and 1; for pronouns, the probability of the winner among all."""
    via: tuple[int, ...] = ()
    """Head tokens of the mentions that lead there."""
    rival: Referent | None = None
    lead: float | None = None
    """How probable the winner is of the two, where they were weighed."""
    because: tuple[str, ...] = ()
    """What most speaks for the winner and not for the rival."""


class Weights(NamedTuple):
    """What the statements on whom a word means weigh, in log-odds: of each kind of word its own."""

    pronouns: Mapping[str, float]
    descriptions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the quotations before anything is resolved."""

    quoted: Sequence[bool]
    """For each token: inside quotation marks?"""
    reported: Sequence[bool]
    """For each token: in the words of somebody who is named as their source?"""
    contents: Mapping[int, frozenset[int]]
    """Head token of a source -> the tokens of its quotations."""
    witness: Witness
    """Who is asked when nothing else tells."""
    weights: Weights
    """Of the statements on whom a word means."""


class Seen(NamedTuple):
    """One mention that the reading has passed."""

    referent: Referent
    token: int
    """Its head word."""
    sentence: int
    """By the clock of the narrative."""
    quoted: bool
    place: Place
    verb: int
    """The verb whose argument it is."""


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
    ages: Mapping[int, str]
    """The place in the cast -> the age that stands behind a name, ``Ada Hill, 52,``."""
    speaking: frozenset[int]
    """Who (by the place in the cast) is named as the source of some quotation."""
    joined: frozenset[int]
    """The first of several, ``James and Olive``, by their tokens."""
    seats: frozenset[str]
    """The words of places and bodies, :func:`quotes.coreference.clues.seats_in`."""
    later: Mapping[int, int]
    """The head of a description -> the place in the cast of whom it means, who is named later."""
    referents: list[Referent] = field(default_factory=list)
    by_entity: dict[int, Referent] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    mentions: dict[Referent, list[Seen]] = field(default_factory=dict)
    """Of each referent, in the order in which they were mentioned last."""
    named: Counter[Referent] = field(default_factory=Counter)
    """How often each was named so far."""
    links: dict[int, Link] = field(default_factory=dict)
    by_noun: dict[tuple[str, Number], Seen] = field(default_factory=dict)
    by_verb: dict[int, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    last_speaker: Referent | None = None
    last_spoken: int = -1
    speakers: dict[Referent, None] = field(default_factory=dict)
    """Who was quoted, in the order in which each was quoted last."""
    agreements: dict[tuple[Number | None, Gender | None], dict[Referent, str | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By what a pronoun tells: how each referent agrees with it, if it does."""
    genders: dict[Referent, Gender] = field(default_factory=dict)
    """Of those whose gender only a pronoun told."""
    together: dict[tuple[Referent, ...], Referent] = field(default_factory=dict)
    """Those who were named together."""
    described: set[Referent] = field(default_factory=set)
    """Of those, who were described together as well: ``the couple``."""

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
        seen = self._remember(referent, i, self.place(i), governor(self.tokens, i))
        if isinstance(mention, Name):
            self.named[referent] += 1
        called = referent.description
        explained = self.tokens.dep[i] == "attr" or link.rule in _TELLS_WHAT
        if isinstance(mention, Description) and explained:
            called = mention  # Ada Hill is its chairwoman; her niece, Ada Hill,
        if isinstance(mention, Description) and referent.members:
            self.described.add(referent)
            for known in self.agreements.values():
                known.pop(referent, None)
        if called:
            self.by_noun[called.noun, called.number] = seen
        if i in self.setting.contents:
            self.last_speaker, self.last_spoken = referent, self.clock[i]
            self.speakers.pop(referent, None)
            self.speakers[referent] = None

    def _remember(self, referent: Referent, token: int, place: Place, verb: int) -> Seen:
        seen = Seen(referent, token, self.clock[token], self.setting.quoted[token], place, verb)
        self.seen.append(seen)
        mentions = self.mentions.pop(referent, [])
        mentions.append(seen)
        self.mentions[referent] = mentions
        self.by_verb[verb].append(seen)
        return seen

    def note_together(self, last: int) -> None:
        """Remember those whom ``and`` joins as one more whom ``they`` may mean, at the last of
        them; that mention's token is the ``and``.
        """
        joined = coordinated(self.tokens, last)
        if joined is None:
            return
        heads, conjunction = joined
        members = tuple(self.links[i].referent for i in heads if i in self.links)
        if len(members) < len(heads) or len(set(members)) < len(members):
            return
        if not all(map(_can_speak, members)) or self._share_a_determiner(heads):
            return
        if members not in self.together:
            referent = Referent(len(self.referents), None, None, None, False, members)
            self.referents.append(referent)
            self.together[members] = referent
        together = self.together[members]
        place = place_of(self.role(heads[0]))
        verb = governor(self.tokens, heads[0])
        self._remember(together, conjunction, place, verb)

    def _share_a_determiner(self, heads: Sequence[int]) -> bool:
        """``the former mayor and current candidate``, who is one, or ``her mother and father``,
        whom the description of the first means together; not ``the men and women``.
        """
        common = (i for i in heads if i not in self.cast.by_token)
        return any(self.tokens.tag[i] != "NNS" and sharing(self.tokens, i) for i in common)

    def role(self, token: int) -> str:
        """The dependency of a mention, that of the noun it explains: ``his brother, Ben, said``."""
        dep, head = self.tokens.dep[token], self.tokens.head[token]
        explains = dep == "appos" and self.tokens.tag[head] in _EXPLAINED
        return self.tokens.dep[head] if explains else dep

    def place(self, token: int) -> Place:
        """The place of a mention in its clause; ``James and Olive`` are both one of several."""
        if token in self.joined:
            return "one of several"
        return place_of(self.role(token))

    def left(self, token: int, fits: Callable[[Referent], object]) -> Referent | None:
        """Whom the paragraph of a token has left for somebody else: the last speaker who fits.

        ``House Speaker Mike Johnson has a larger demand. In a letter … he said``:
        a new paragraph names a person whom the mention fits, or tells of one without
        a name (``Hill's spokesman disputed that``), and the last speaker
        is not in it, or only as the owner of something, ``Hill's brother``, or in
        the words that the mention is the source of. Where the mention's own is all
        quotation, the paragraph before counts.
        """
        here = self._paragraph(token)
        dep, last = self.tokens.dep, next(filter(fits, reversed(self.speakers)), None)
        if any(seen.referent is last and dep[seen.token] != "poss" for seen in here):
            return None
        turned = any(
            (seen.referent.entity is not None or seen.place == "subject")
            and seen.referent.person
            and not seen.quoted
            and self.role(seen.token) not in {"poss", "compound"}
            and fits(seen.referent)
            for seen in here
        )
        return last if turned else None

    def explains_name(self, token: int, sort: Sort) -> bool:
        """``Ada Hill, a former minister``: not one whom ``the minister`` means, but Hill.

        A person explains no body, whatever the parse says: ``… to the Post, a minister said``.
        """
        beside = [c for c in self.tokens.children[token] if self.tokens.dep[c] == "appos"]
        if self.tokens.dep[token] == "appos":
            beside = [self.tokens.head[token]]
        named = (self.cast.at(one) for one in beside)
        return any(one is not None and (sort != "person" or one.kind == sort) for one in named)

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
            for known in self.agreements.values():
                known.pop(referent, None)

    # -------------------------------------------------------- who was mentioned lately

    def lately(
        self, token: int, may_be: Callable[[Referent], object]
    ) -> list[tuple[Referent, list[Seen]]]:
        """Who was mentioned in the sentences before a token and ``may_be`` meant, nearest first.

        Each with some of his mentions, the last first; none of those within the quotations of
        which the token is the source.
        """
        oldest, content = self.clock[token] - WINDOW, self.setting.contents.get(token)
        out: list[tuple[Referent, list[Seen]]] = []
        for referent, mentions in islice(reversed(self.mentions.items()), REFERENTS):
            if mentions[-1].sentence < oldest:
                break
            if not may_be(referent):
                continue
            near = mentions[: -MENTIONS - 1 : -1]
            if content:
                near = [one for one in near if one.token not in content]
            if near and near[0].sentence >= oldest:
                out.append((referent, near))
                if len(out) == CANDIDATES:
                    break
        if content:
            out.sort(key=lambda one: one[1][0].token, reverse=True)
        return out

    def beside(self, token: int) -> set[Referent]:
        """Who is another argument of the same verb: in ``Trump told him`` he is not Trump.

        Nor of what its subject does beside it: ``Cross-examined by Stone, she denied``. In ``Hill
        came with three dogs, none of them hers`` she may be Hill, and so in ``As for Hill, she``.
        """
        tokens = self.tokens
        own = tokens.dep[token] == "poss" or tokens.lower[token] in {"his", "hers", "theirs"}
        if own or tokens.lower[token].endswith(("self", "selves")):
            return set()
        verb = governor(tokens, token)
        verbs = (
            (verb, *_without_subject(tokens, verb, token))
            if tokens.dep[token] in _SUBJECTS
            else (verb,)
        )
        seen = (one for verb in verbs for one in self.by_verb.get(verb, ()))
        others = (one for one in seen if one.token != token)
        return {one.referent for one in others if not _is_topic(tokens, one.token)}

    def recency(self, index: int, token: int) -> float:
        """Between 0 and 1: how lately an entity was mentioned."""
        referent = self.by_entity.get(index)
        mentions = self.mentions.get(referent) if referent is not None else None
        if mentions is None:
            return 0.0
        return float(0.9 ** max(self.clock[token] - mentions[-1].sentence, 0))

    def spoke_lately(self, token: int) -> bool:
        """Has somebody been quoted in the last sentences?"""
        return self.clock[token] - self.last_spoken <= 2


def leader(scores: Mapping[Referent, float]) -> tuple[Referent, Referent | None, float]:
    """Who stands out most, who comes next, and how probable the first is of the two.

    ``scores`` are log-odds; of equals the one who was mentioned first leads. Raises ValueError
    where there is nobody.
    """
    first, *others = sorted(scores, key=lambda one: (-scores[one], one.id))
    if not others:
        return first, None, 1.0
    return first, others[0], share(scores[first], scores[others[0]])


def probability(referent: Option, scores: Mapping[Option, float]) -> float:
    """Of one among all, by their log-odds."""
    return 1 / sum(exp(one - scores[referent]) for one in scores.values())


def share(one: float, other: float) -> float:
    """How probable the first is of two, by their log-odds."""
    return 1 / (1 + exp(other - one))


def named_within(cast: Cast, tokens: Iterable[int]) -> frozenset[int]:
    """The entities (by their place in the cast) that are named among some tokens."""
    return frozenset(cast.by_token[i] for i in tokens if i in cast.by_token)


#: Tags of what a name can explain: ``his brother, Ben``, ``another, Ben``, but not several.
_EXPLAINED = {"NN", "NNP", "DT", "JJ", "CD"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_UPWARDS = {"pobj", "conj", "appos", "prep", "agent", "dative"}


def _can_speak(referent: Referent) -> bool:
    return referent.description is None or referent.description.sort != "document"


def _without_subject(tokens: Tokens, verb: int, subject: int) -> Iterator[int]:
    """The participles before a subject that have it for theirs: ``Asked by Hill, she``."""
    for child in tokens.children[verb]:
        if child > subject or tokens.dep[child] not in {"advcl", "prep"}:
            continue
        of_prep = (c for c in tokens.children[child] if tokens.dep[c] == "pcomp")
        for one in of_prep if tokens.dep[child] == "prep" else (child,):
            own = any(tokens.dep[c] in _SUBJECTS for c in tokens.children[one])
            if tokens.tag[one] in {"VBN", "VBG"} and not own:
                yield one


def _is_topic(tokens: Tokens, i: int) -> bool:
    """Of whom a clause is announced to tell: ``As for Hill, she``."""
    while tokens.dep[i] in {"conj", "appos"} and tokens.head[i] != i:
        i = tokens.head[i]
    of = tokens.head[i]
    return tokens.lower[of - 1 : of + 1] == ["as", "for"] and of < i


def governor(tokens: Tokens, i: int) -> int:
    """The verb whose argument this is, through prepositions, coordination and apposition."""
    dep, head = tokens.dep, tokens.head
    while dep[i] in _UPWARDS and head[i] != i and not tokens.tag[head[i]].startswith("VB"):
        i = head[i]
    return head[i]


def coordinated(tokens: Tokens, last: int) -> tuple[list[int], int] | None:
    """The heads that ``and`` joins, where a token is the last of them, and the ``and`` itself."""
    if any(tokens.dep[c] == "conj" for c in tokens.children[last]):
        return None
    heads = [last]
    while tokens.dep[heads[-1]] == "conj" and tokens.head[heads[-1]] != heads[-1]:
        heads.append(tokens.head[heads[-1]])
    heads.reverse()
    joins = (c for i in heads for c in tokens.children[i] if tokens.lower[c] in {"and", "&"})
    conjunction = next((c for c in joins if heads[0] < c < last), None)
    return None if len(heads) < 2 or conjunction is None else (heads, conjunction)
