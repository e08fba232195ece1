"""Whom a pronoun means: of those who agree with it, who stands out most.

Where a source leads to one of several and none of them stands out, a
coreference component is asked (:mod:`quotes.coreference.witness`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotes.coreference.memory import (
    Link,
    Memory,
    Referent,
    Rule,
    Seen,
    leader,
    probability,
    share,
)
from quotes.coreference.prominence import (
    NAMED_IN_WORDS,
    Around,
    Candidate,
    advantage,
    statements,
    weighed,
)
from quotes.mentions import words
from quotes.mentions.kinds import Pronoun
from quotes.mentions.names import fold, leaning

#: With a lead below this a pronoun is unclear, so that the witness is asked.
UNCLEAR = 0.57
#: Added for whom the witness names: it tips what is even. How right coreferee's own chains are is
#: not measured here; those of a network on the encoder's vectors, which were a witness once, lost
#: 2 of 146 right speakers, whatever they weighed.
WITNESS = 0.3
#: How somebody without a name agrees with a pronoun.
AGREES, UNTOLD = "gender agrees, no name", "gender untold, no name"
#: Whose first name is rather a woman's where the pronoun is ``he``, or a man's where it is ``she``.
AWAY = "first name leans away"
#: What *they* who are quoted do not mean: of twelve such sources none did.
_SPEECHLESS = {"they: a place", "they: documents"}


def read_pronoun(found: Pronoun, memory: Memory) -> Link | None:
    """Where a pronoun leads; ``None`` when there is nobody whom it could mean.

    One who is the only candidate, but whose first name is rather one of the other gender, is as
    likely as he would be beside another whose gender agrees.
    """
    candidates = candidates_of(found, memory)
    if not candidates:
        return None
    scores, said = {candidates[0].referent: 0.0}, [list[str]()]
    if len(candidates) > 1:
        said = evidence(found, candidates, memory)
        scores = weighed(candidates, said, memory.setting.weights.pronouns)
    best, rival, lead = leader(scores)
    about = {one.referent: about for one, about in zip(candidates, said, strict=True)}
    if rival and lead < UNCLEAR and found.head in memory.setting.contents:
        told = memory.first_known(memory.setting.witness(found.head))
        if told is not None and NAMED_IN_WORDS not in about.get(told, (NAMED_IN_WORDS,)):
            scores[told] += WITNESS
            best, rival, lead = leader(scores)
    own = best in _reporting(found.head, memory) or best is _of_clause(found.head, memory)
    if found.gender and own:
        memory.tell(best, found.gender)
    alone = not rival and candidates[0].agreement != AWAY
    rule: Rule = "pronoun, only candidate" if alone else "pronoun"
    because: tuple[str, ...] = ()
    if rival and found.head in memory.setting.contents:
        because = advantage(about[best], about[rival], memory.setting.weights.pronouns)
    back = next(one.near[0].token for one in candidates if one.referent is best)
    chance = probability(best, scores)
    if not rival and not alone:
        weights = memory.setting.weights.pronouns
        chance = lead = share(weights.get(AWAY, 0.0), weights.get("gender agrees", 0.0))
    return Link(best, rule, chance, (found.head, back), rival, lead, because)


def candidates_of(found: Pronoun, memory: Memory) -> list[Candidate]:
    """Those whom a pronoun can mean, the one mentioned last first."""
    ruled_out = memory.beside(found.head) | _quoted_by(found.head, memory)
    ruled_out |= _answered_by(found.head, memory)
    reporting = _reporting(found.head, memory)
    speaks = found.head in memory.setting.contents
    agreements: dict[Referent, str] = {}
    # a person is nobody's "it"; "they" may be anybody
    people = True if found.human else False if found.number == "singular" else None

    def may_be(referent: Referent) -> bool:
        if referent.person is not people is not None or referent in ruled_out:
            return False
        agreement = _agreement(found, referent, memory) or _as_one(found, referent, memory)
        if agreement is None or (speaks and agreement in _SPEECHLESS):
            return False
        # a commuter said she had walked
        own = agreement == UNTOLD and referent in reporting
        agreements[referent] = AGREES if own else agreement
        return True

    own = _named_in_what_it_says(found, memory, may_be)
    lately = own + memory.lately(found.head, may_be) or _in_a_slip(found, memory, ruled_out)
    return [Candidate(one, near, agreements.get(one, AWAY)) for one, near in lately]


def _named_in_what_it_says(
    found: Pronoun, memory: Memory, may_be: Callable[[Referent], bool]
) -> list[tuple[Referent, list[Seen]]]:
    """``The Harbour Bank will cut jobs, it said``: who is first named as the subject of the words,
    which are reported before it.
    """
    content = memory.setting.contents.get(found.head)
    if not content or max(content) > found.head:
        return []
    if any(memory.setting.quoted[i] for i in content):
        return []  # Hill was “arrogant”, he said
    for seen in reversed(memory.seen):
        if seen.token < min(content):
            break
        one = seen.referent
        near = memory.mentions[one]
        first = seen.token in content and seen.place == "subject" and one.entity is not None
        if first and all(other.token in content for other in near) and may_be(one):
            return [(one, near[::-1])]
    return []


def _in_a_slip(
    found: Pronoun, memory: Memory, ruled_out: set[Referent]
) -> list[tuple[Referent, list[Seen]]]:
    """Who speaks where nobody agrees with the pronoun, as writers err: the last speaker, or the
    only one who is named.

    ``Ms. Hill said the bridge was old. “It must go,” he said.`` In 2,070 articles of news seven
    pronouns of sources had nobody who agreed; four of them meant the last speaker, none another.
    """
    if not found.human or found.head not in memory.setting.contents:
        return []

    def named(one: Referent) -> bool:
        return one.person and one.entity is not None and one not in ruled_out

    lately = memory.lately(found.head, named)
    last = [one for one in lately if one[0] is memory.last_speaker]
    return last or (lately if len(lately) == 1 else [])


def evidence(found: Pronoun, candidates: Sequence[Candidate], memory: Memory) -> list[list[str]]:
    """What speaks for each candidate (:mod:`quotes.coreference.prominence`)."""

    def fits(one: Referent) -> bool:
        return _agreement(found, one, memory) is not None

    left, named = None, frozenset[int]()
    if content := memory.setting.contents.get(found.head):
        left, named = memory.left(found.head, fits), memory.named_within(content)
    reporting = _reporting(found.head, memory)
    asking = _reporting(found.head, memory, asking=True)
    around = Around(left, named, _asked(found, memory), reporting, asking)
    return statements(found.head, candidates, memory, around)


def _asked(found: Pronoun, memory: Memory) -> Referent | None:
    """``Hill asked Marsh for money. He answered``; ``Marsh was asked for money. He said``.

    Right behind it also ``Hill asked if he had any. “None,” he said``; ``I put it to Marsh``.
    """
    tokens = memory.tokens
    if tokens.dep[found.head] == "nsubj" and (one := _asked_right_before(found, memory)):
        return one
    answers = fold(tokens.lemma[tokens.head[found.head]]) in words.REPLIES
    before = [s for s in memory.seen[-16:] if fold(tokens.lemma[s.verb]) in words.ASKS]
    if not before or tokens.dep[found.head] != "nsubj":
        return None
    asking = before[-1].verb
    asked = {"nsubjpass", "dobj", "dative"} if answers else {"nsubjpass"}
    return next(
        (s.referent for s in before if s.verb == asking and tokens.dep[s.token] in asked), None
    )


def _asked_right_before(found: Pronoun, memory: Memory) -> Referent | None:
    tokens, now = memory.tokens, memory.clock[found.head]
    for seen in reversed(memory.seen[-8:]):
        if seen.quoted or now - seen.sentence > 1:
            continue
        above = tokens.head[seen.token]
        verb = tokens.children[seen.verb]
        if tokens.dep[seen.token] == "pobj" and fold(tokens.lemma[seen.verb]) == "put":
            it = {tokens.lower[c] for c in verb if tokens.dep[c] == "dobj"}
            if tokens.lower[above] == "to" and it & {"it", "this", "that"}:
                return seen.referent
        asking = tokens.head[seen.verb]
        he = tokens.tag[seen.token] == "PRP" and tokens.dep[seen.token] == "nsubj"
        if not he or fold(tokens.lemma[asking]) != "ask":
            continue
        of_whom = {tokens.dep[c] for c in tokens.children[asking]}
        if any(tokens.lower[c] in {"if", "whether"} for c in verb) and of_whom.isdisjoint(
            {"nsubjpass", "dobj", "dative"}
        ):
            return seen.referent
    return None


def _agreement(found: Pronoun, referent: Referent, memory: Memory) -> str | None:
    """How a referent agrees with a pronoun; ``None`` if it does not."""
    known = memory.agreements[found.number, found.gender]
    if referent not in known:
        known[referent] = _agrees(found, referent, memory)
    return known[referent]


def _agrees(found: Pronoun, referent: Referent, memory: Memory) -> str | None:
    entity, description = referent.entity, referent.description
    if found.human:
        return _agrees_in_gender(found, referent, memory) if referent.person else None
    it = "it" if found.number == "singular" else "they"
    if referent.members:
        unnamed = all(one.entity is None for one in referent.members)
        described = unnamed or referent in memory.described
        together = "they: several" if described else "they: named together"
        return together if it == "they" else None
    if entity is not None:
        if entity.kind == "person":
            return None
        return f"{it}: a place" if entity.place else f"{it}: a name"
    if description is None:
        return None
    if it == "they" and description.number == "plural":
        return "they: documents" if description.sort == "document" else "they: several"
    if description.sort == "organization" or (it == "it" and description.sort == "document"):
        return f"{it}: {description.sort}"
    return None


def _as_one(found: Pronoun, referent: Referent, memory: Memory) -> str | None:
    """``A spokesperson said … They added``: of one person, if it is who was quoted last.

    Unnamed, and of a gender that nothing tells: of the spokesman it would be *he*.
    """
    if found.human or found.number == "singular" or found.head not in memory.setting.contents:
        return None
    if referent is not memory.last_speaker or referent.entity or not referent.person:
        return None
    return None if referent.gender or memory.genders.get(referent) else "they: one person"


def _agrees_in_gender(found: Pronoun, referent: Referent, memory: Memory) -> str | None:
    entity = referent.entity
    gender = referent.gender or memory.genders.get(referent)
    if gender == found.gender:
        return "gender agrees" if entity else AGREES
    if entity is None:
        return None if gender else UNTOLD
    lean = leaning(entity.name)
    if gender is not None:
        # What one pronoun told, and no name, may have been read wrongly.
        return AWAY if lean is None and referent.gender is None else None
    if lean is None:
        return "gender untold"
    return "first name leans so" if lean == found.gender else AWAY


def _reporting(token: int, memory: Memory, *, asking: bool = False) -> set[Referent]:
    """Who is reported, in other words than his own, to say what a token is of, or to ask it.

    ``Another commuter said she had walked``: of herself, more likely than not. ``Hill asked if she
    had walked``: of somebody else, as likely.
    """
    setting = memory.setting
    if setting.quoted[token] or memory.tokens.dep[token] not in {"nsubj", "nsubjpass"}:
        return set()
    sources = (head for head, tokens in setting.contents.items() if token in tokens)
    return {
        memory.links[head].referent
        for head in sources
        if head in memory.links and _asks(head, memory) == asking
    }


def _of_clause(token: int, memory: Memory) -> Referent | None:
    """Of whom the clause tells that a token stands in: ``Hill's agent, who asked me not to use his
    name``.
    """
    tokens = memory.tokens
    while tokens.head[token] != token:
        above = tokens.head[token]
        if tokens.dep[token] == "relcl":
            return memory.first_known((above,))
        token = above
    return None


def _asks(source: int, memory: Memory) -> bool:
    tokens = memory.tokens
    return fold(tokens.lemma[tokens.head[source]]) == "ask" and tokens.dep[source] == "nsubj"


def _answered_by(token: int, memory: Memory) -> set[Referent]:
    """Whom an answer is given to: ``When Hill asked if he could stay, he declined``."""
    tokens = memory.tokens
    verb = tokens.head[token]
    if tokens.dep[token] != "nsubj" or fold(tokens.lemma[verb]) not in words.REPLIES:
        return set()
    asking = (c for c in tokens.children[verb] if fold(tokens.lemma[c]) in words.ASKS)
    asker = (c for one in asking for c in tokens.children[one] if tokens.dep[c] == "nsubj")
    return {memory.links[one].referent for one in asker if one in memory.links}


def _quoted_by(token: int, memory: Memory) -> set[Referent]:
    """Whose quoted words a token is of: ``Hill recalled: “Out of nowhere he laughed.”``"""
    setting = memory.setting
    if not setting.quoted[token]:
        return set()
    sources = (head for head, tokens in setting.contents.items() if token in tokens)
    return {memory.links[head].referent for head in sources if head in memory.links}
