"""Whom a description means: ``the senator``, ``his wife``, ``the newspaper``, ``the billionaire``.

One choice among those who were mentioned lately, those of whom the article tells something that
the description says (:mod:`quotes.coreference.clues`), and somebody new. Each is described by
statements, and what these weigh is learnt from texts in which it is annotated whom descriptions
mean (``choices.json``, by ``training.choices``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from quotes.coreference.clues import (
    WEAK,
    Clue,
    agree_in_gender,
    by_apposition,
    clues,
    counted,
    holds_other_office,
    is_family,
    is_long_ago,
    is_of_another,
    is_owned,
    modifiers_of,
    named_as_another,
    says_whose,
    tells_which,
)
from quotes.coreference.memory import MENTIONS, Link, Memory, Referent, Seen, probability, share
from quotes.coreference.prominence import Around, Candidate, advantage, statements
from quotes.loglinear import score
from quotes.mentions import words
from quotes.mentions.bodies import is_something_else
from quotes.mentions.kinds import Description
from quotes.mentions.names import fold

#: How sure it is that a description means the name that it explains.
EXPLAINED = 0.95
#: That it means who is named in one of the next sentences: 28 of 30 did.
NAMED_LATER = 0.9
#: What stands before an office without being a name: ``the Prime Minister``.
_OF_TITLES = words.OF_ANOTHER_RANK | {"prime"}
#: Of a referent that no clue names: why it is looked at.
_NO_CLUE = "nothing says so"
#: The same, where the description is an occupation.
OCCUPATION = f"{_NO_CLUE}: an occupation"
#: Of a body that was only called by the same noun, which does not tell who it is.
UNTOLD = "called so, and no more was said"


class Option(NamedTuple):
    """Somebody whom a description may mean, and what is said of that."""

    referent: Referent | None
    """``None`` for somebody new."""
    said: Sequence[str]
    clues: Sequence[Clue] = ()


def read_description(found: Description, memory: Memory) -> Link:
    """Where a description leads: to a name, to an earlier description, or to somebody new."""
    link = _chosen(found, memory)
    later = memory.later.get(found.head) if link.rule == "new description" else None
    if later is None:
        return link
    return Link(memory.of_entity(later), "named later", NAMED_LATER, (found.head,))


def _chosen(found: Description, memory: Memory) -> Link:
    if (beside := by_apposition(found, memory)) is not None:
        return Link(beside.referent, beside.rule, EXPLAINED, (found.head, beside.via))
    considered = options(found, memory)
    if len(considered) == 1:
        return Link(memory.new(found), "new description", 1.0, (found.head,))
    weights = memory.setting.weights.descriptions
    scores = {one.referent: score(one.said, weights) for one in considered}
    first, second = _two_best(considered, scores)
    best, lead = first.referent, share(scores[first.referent], scores[second.referent])
    chance = probability(best, scores)
    if best is None:
        rival = second.referent
        return Link(memory.new(found), "new description", chance, (found.head,), rival, lead)
    told = max(first.clues, key=lambda one: weights.get(one.says, 0.0), default=None)
    named = next((one for one in considered if one is not first and one.referent), None)
    rival = second.referent or (named.referent if named else None)
    if rival is not None and rival is not second.referent:
        lead = share(scores[best], scores[rival])
    because = advantage(first.said, second.said, weights)
    if told is None:
        via = memory.mentions[best][-1].token
        return Link(best, "most prominent", chance, (found.head, via), rival, lead, because)
    return Link(best, told.rule, chance, (found.head, told.via), rival, lead, because)


def _two_best(
    considered: Sequence[Option], scores: Mapping[Referent | None, float]
) -> tuple[Option, Option]:
    """The likeliest and the next; of equals the one who was mentioned first, new ones last."""
    order = sorted(
        considered,
        key=lambda one: (
            -scores[one.referent],
            one.referent is None,
            one.referent and one.referent.id,
        ),
    )
    return order[0], order[1]


def options(found: Description, memory: Memory) -> list[Option]:
    """Everybody whom a description may mean, somebody new among them."""
    head = memory.tokens.doc[found.head]
    told = _clues(found, memory)
    ruled_out = named_as_another(found, memory)
    by_referent: dict[Referent, list[Clue]] = {}
    for clue in told:
        one = clue.referent
        sort = "person" if one.person else "organization"
        fits = found.number == "plural" or found.sort == sort or clue.rule == "same description"
        if fits and one.index not in ruled_out and agree_in_gender(found.gender, one.gender):
            by_referent.setdefault(one, []).append(clue)
    near = {one: _near(one, found.head, memory) for one in by_referent}
    if any(near[one] and _is_called_so(some) for one, some in by_referent.items()):
        near = {one: seen for one, seen in near.items() if seen}  # not who is named later
    sure = any(
        _is_called_so(some) for one, some in by_referent.items() if not _is_untold(one, memory)
    )
    if not sure and _may_stand_out(found, head, memory):
        near |= {one: seen for one, seen in _prominent(found, memory, ruled_out) if one not in near}
    if not near:
        return [Option(None, ())]
    ranked = sorted(near.items(), key=lambda one: one[1][0].token if one[1] else -1, reverse=True)
    candidates = [Candidate(one, seen) for one, seen in ranked]
    content = memory.setting.contents.get(found.head)
    named = memory.named_within(content or ())
    around = Around(named=named)
    said = statements(found.head, candidates, memory, around)
    beside = memory.beside(found.head)
    kind = _kind(found)
    out = [Option(None, _of_somebody_new(found, head, kind, memory))]
    for candidate, about in zip(candidates, said, strict=True):
        mine = by_referent.get(candidate.referent, [])
        if not mine and "quoted last" in about and not _left(candidate, memory):
            about.append(f"{kind}, of whoever was quoted last")
        about += _of_one(found, candidate, mine, kind, memory)
        if candidate.referent in beside:
            about.append("beside it in its clause")
        out.append(Option(candidate.referent, about, mine))
    return out


def _left(one: Candidate, memory: Memory) -> bool:
    """Has the narrative turned to another person, named or not, as the subject of a clause?"""
    since = one.near[0].token
    others = (seen for other, seen in memory.mentions.items() if other is not one.referent)
    last = (seen[-1] for seen in others if seen[-1].referent.person)
    return any(it.token > since and it.place == "subject" and not it.quoted for it in last)


def _is_untold(referent: Referent, memory: Memory) -> bool:
    """Is a body known by a description alone that tells no more of it: ``the company``?

    Who is called so was named before, more likely than not, and not recognised.
    """
    called = referent.description
    if referent.entity or called is None or called.noun not in words.MOSTLY_NAMED:
        return False
    beside = memory.tokens.doc[called.head].children
    alone = all(child.dep_ in {"det", "case", "punct"} for child in beside)
    return called.definite and called.number == "singular" and alone


def _is_called_so(told: Sequence[Clue]) -> bool:
    """Does a clue, and not a weak one, say that somebody is what the description says?"""
    return any(clue.says not in WEAK for clue in told)


def _clues(found: Description, memory: Memory) -> list[Clue]:
    """The clues that a description is asked for: one with an article that says which one is meant,
    or a title without any.
    """
    if found.number == "plural":
        rules = {"same description", "named together"} if found.definite else {"named together"}
        return [one for one in clues(found, memory) if one.rule in rules]
    if found.definite and found.sort in {"person", "organization"}:
        return clues(found, memory)
    if found.bare and found.number == "singular" and found.sort == "person":
        return [one for one in clues(found, memory) if one.rule == "title"]
    return []


def _near(referent: Referent, token: int, memory: Memory) -> list[Seen]:
    """The last mentions, none within the words that a token is the source of."""
    content = memory.setting.contents.get(token, frozenset())
    mentions = memory.mentions.get(referent, [])
    return [one for one in mentions[: -MENTIONS - 1 : -1] if one.token not in content]


def _may_stand_out(found: Description, head: Token, memory: Memory) -> bool:
    """Can whoever was mentioned lately be meant, though nothing tells of him what it says?

    Not of somebody else's, ``his lawyer``, nor where it is told which one is meant, ``the
    Republican from Ohio``, ``another senator``.
    """
    if not found.definite or found.number == "plural":
        return False
    places = {"nsubj", "nsubjpass"} | ({"poss"} if found.sort == "organization" else set())
    if found.head not in memory.setting.contents and head.dep_ not in places:
        return False
    if found.sort == "organization":
        told = {"poss", "compound", "nmod", "nummod", "prep"}
        if memory.tokens.word[found.head + 1 : found.head + 2] != [","]:
            told.add("relcl")  # the paper that broke it, but: the paper, which broke it,
        alone = not any(c.dep_ in told for c in head.children)
        return alone and found.noun not in words.COLLECTIVES
    if found.sort != "person" or is_of_another(head) or says_whose(head) or tells_which(head):
        return False
    if _kind(found) == "an occupation" and found.head not in memory.setting.contents:
        return False  # mostly somebody new; who is quoted, mostly whoever was quoted before
    if is_owned(found, memory) or (found.noun in words.SPEAKS_FOR and _is_for_another(head)):
        return False
    return not modifiers_of(head) & words.ONE_MORE


def _is_for_another(head: Token) -> bool:
    """``the spokesperson for the government``"""
    return any(c.dep_ == "prep" for c in head.children)


def _speaks_for_a_body(found: Description, head: Token) -> bool:
    """``the Harbor Board counsel``"""
    named = (c.tag_ in {"NNP", "NNPS"} for c in head.lefts if c.dep_ in {"compound", "nmod"})
    return found.noun in words.SPEAKS_FOR and any(named)


def _prominent(
    found: Description, memory: Memory, ruled_out: frozenset[int]
) -> list[tuple[Referent, list[Seen]]]:
    """Who was mentioned lately and is of the sort that the description names."""
    head = memory.tokens.doc[found.head]
    within = memory.named_within(token.i for token in head.subtree)
    namesakes = frozenset(memory.by_title.get(found.noun, ()))
    for_a_body = _speaks_for_a_body(found, head)

    def fits(referent: Referent) -> bool:
        entity, index = referent.entity, referent.index
        if index in ruled_out or index in within:
            return False
        if index in namesakes:
            return False  # the finance minister is not whom the energy minister means
        if index is not None and is_long_ago(found, index, memory):
            return False
        if for_a_body and referent is not memory.last_speaker:
            return False
        if found.sort == "person":
            if entity is None:
                called = referent.description.noun if referent.description else found.noun
                if referent is not memory.last_speaker or called == found.noun:
                    return False  # the first nurse is not the other nurse
            elif holds_other_office(found, entity):
                return False
            known = referent.gender or memory.genders.get(referent)
            return referent.person and agree_in_gender(found.gender, known)
        if entity is None or entity.kind != "organization" or entity.place:
            return False
        return not is_something_else(entity, found.noun) and not is_family(entity, memory)

    return memory.lately(found.head, fits)


def _kind(found: Description) -> str:
    """What sort of noun it is, where that tells whether somebody known is called by it."""
    if found.number == "plural":
        return "several"
    if found.sort != "person":
        return "a place" if found.noun in words.SORTS_OF_PLACE else found.sort
    if found.noun.endswith("-year-old"):
        return "an age"
    if found.noun in words.RELATIVES:
        return "a relative"
    if found.noun in words.SPEAKS_FOR:
        return "who speaks for another"
    if found.noun in words.OFFICES | words.OF_A_FIELD:
        return "an office"
    if found.noun in words.EPITHETS:
        return "an epithet"
    return (
        "an occupation"
        if found.noun not in words.MALE_NOUNS | words.FEMALE_NOUNS
        else "a man or woman"
    )


def _of_somebody_new(found: Description, head: Token, kind: str, memory: Memory) -> list[str]:
    """What tells that a description means somebody who was not mentioned before."""
    said = ["somebody new", f"new: {kind}"]
    if is_owned(found, memory):
        said.append("new: of somebody's")
    if tells_which(head):
        said.append("new: told which in a clause")
    if says_whose(head):
        said.append("new: of a named one's")
    before = [c for c in head.lefts if c.dep_ in {"compound", "amod", "nmod"}]
    named = (c for c in before if c.tag_ in {"NNP", "NNPS"})
    if any(fold(c.text) not in _OF_TITLES for c in named):
        said.append("new: with a name before it")
    elif before:
        said.append("new: with more words")
    if counted(head):
        said.append("new: one of several")
    if found.head in memory.setting.contents:
        said += ["new: who is quoted", f"new: {kind}, who is quoted"]
    if found.bare:
        said.append("new: without an article")
    elif any(c.lower_ in {"this", "that"} for c in head.lefts):
        said.append("new: this one")
    return said


def _of_one(
    found: Description, one: Candidate, told: Sequence[Clue], kind: str, memory: Memory
) -> list[str]:
    """What tells for or against somebody in particular, beside how he was mentioned."""
    said = [clue.says for clue in told]
    entity = one.referent.entity
    if not told:
        said.append(f"{_NO_CLUE}: {kind}")
    if entity is None:
        said.append("without a name")
    if _is_untold(one.referent, memory):
        said.append(UNTOLD)
    if found.gender is not None:
        known = one.referent.gender or memory.genders.get(one.referent)
        said.append("gender agrees" if known else "gender untold")
    titled = any(clue.rule == "title" for clue in told)
    telling = found.sort == "person" and kind != "an age"  # whoever is 58 may be a plumber as well
    if entity is not None and telling and not titled and entity.titles:
        said.append("has another title")
    elif entity is not None and kind == "an office" and not titled:
        said.append("no title told")
    return said
