"""Whom a description means: ``the senator``, ``his wife``, ``the newspaper``, ``the billionaire``.

One kind of evidence after the other is asked, the surest first: a title or a
relation that the article tells, a part of a name, what an organisation is, the
same words before; last, who stands out most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from quotes.coreference.memory import Link, Memory, Referent, Seen, leader
from quotes.coreference.prominence import Around, Candidate, statements, weighed
from quotes.mentions import words
from quotes.mentions.bodies import is_called, is_something_else
from quotes.mentions.entities import Entity
from quotes.mentions.kinds import Description
from quotes.mentions.names import Gender, fold, organization_key
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.offices import nouns_of
from quotes.mentions.phrases import age_of
from quotes.mentions.relations import nearest, owner_of, relation_of

#: How far back ``the fund`` looks for a fund, in sentences of narrative.
NEAR = 8
#: By how much one must stand out for a description that says little.
CLEAR_DESCRIPTION = 0.55
#: The same for organisations of which nothing says what they are.
CLEAR_BODY = 0.65
#: Added for an organisation of which the article, or its name, says that it is one, in log-odds.
KNOWN_KIND = 2.0
#: Taken from who has a title that the description does not use, in log-odds.
OTHERWISE_CALLED = 0.7
#: What must speak for one whom a description means for standing out alone, in log-odds.
STANDS_OUT = 1.0
#: The same for a description of somebody else's: ``Hill's former strategist``.
CLEAR_OF_ANOTHER = 0.75

#: See :meth:`quotes.coreference.memory.Memory.recency`: five sentences ago.
_LATELY = 0.9**5
Way = Callable[[Description, Memory], Link | None]
_PAST = frozenset({"former", "ex", "onetime"})


def read_description(found: Description, memory: Memory) -> Link:
    """Where a description leads: to a name, to an earlier description, or to somebody new."""
    if (explained := _by_apposition(found, memory)) is not None:
        return explained
    if found.definite and found.number == "singular" and found.sort in {"person", "organization"}:
        others = _named_as_another(found, memory)
        for way in _ways(_is_owned(found, memory)):
            link = way(found, memory)
            if link and (link.referent.index is None or link.referent.index not in others):
                return link
    elif found.bare and found.number == "singular" and found.sort == "person":
        link = _by_title(found, memory)
        if link:
            return link
    elif found.number == "plural" and (same := _by_same_noun(found, memory)):
        return same
    return Link(memory.new(found), "new description", 1.0, (found.head,))


def _ways(owned: bool) -> tuple[Way, ...]:
    """The kinds of evidence in their order: of somebody's lawyer it is asked first whose he is."""
    related = (_by_relation, _by_inverse_relation)
    first = (*related, _by_title) if owned else (_by_age, _by_title, *related)
    rest = (_by_part_of_name, _by_kind, _by_same_noun, _by_chain, _by_prominence)
    return (*first, *rest)


def _named_as_another(found: Description, memory: Memory) -> frozenset[int]:
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


def _is_owned(found: Description, memory: Memory) -> bool:
    """``his lawyer``, ``Hill's lawyer``."""
    tokens = memory.tokens
    return any(tokens.dep[c] == "poss" for c in tokens.children[found.head])


def _by_apposition(found: Description, memory: Memory) -> Link | None:
    """``Ada Hill, a historian``, ``Ada Hill is its chairwoman``: Hill."""
    tokens, head = memory.tokens, memory.tokens.doc[found.head]
    if found.number == "plural":
        return None
    told = head.dep_ == "attr" and not memory.setting.quoted[head.i]
    if told and (subject := _is_what(head)) is not None:
        index = memory.cast.by_token.get(subject.i)
        if index is None or found.sort != "person" or not memory.of_entity(index).person:
            return None
        return Link(memory.of_entity(index), "title", 0.85, (found.head, subject.i))
    if (behind := _named_behind(found, memory)) is not None:
        return behind
    name = tokens.head[found.head]
    index = memory.cast.by_token.get(name)
    if index is None or tokens.dep[found.head] != "appos":
        return None
    if memory.cast.entities[index].kind != found.sort:
        return None
    if "," not in tokens.word[name : found.head]:
        return None  # OSLO — A company said
    return Link(memory.of_entity(index), "title", 0.85, (found.head, name))


def _named_behind(found: Description, memory: Memory) -> Link | None:
    """``the judge, Sir Alan Pryce,``: Pryce."""
    tokens = memory.tokens
    if found.sort != "person" or not found.definite:
        return None
    behind = [c for c in tokens.children[found.head] if c > found.head]
    first = next((c for c in behind if not tokens.is_punct[c]), None)
    if first is None or tokens.dep[first] != "appos":
        return None
    if first not in memory.cast.by_token:  # her niece, the actor Flora Vane,
        name = memory.cast.name_at(first + 1)
        if name is None or tokens.head[name.head] != first or tokens.dep[name.head] != "appos":
            return None
        first = name.head
    referent = memory.of_entity(memory.cast.by_token[first])
    if not referent.person or not _agree_in_gender(found.gender, referent.gender):
        return None
    return Link(referent, "title", 0.85, (found.head, first))


def _is_what(noun: Token) -> Token | None:
    """Who is said, plainly and by nobody in particular, to be what a noun says."""
    verb = noun.head
    plain = verb.dep_ != "ccomp" and verb.lower_ in {"is", "was", "'s", "’s"} and noun.i > verb.i
    plain = plain and not any(c.dep_ in {"neg", "mark", "aux", "advmod"} for c in verb.children)
    plain = plain and not any(c.lower_ == "no" for c in noun.children)
    if not plain or verb.sent.text.rstrip(' \n"”').endswith("?"):
        return None
    return next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i < verb.i), None)


def _by_title(found: Description, memory: Memory) -> Link | None:
    """``the senator``: who has a title with this noun; the one mentioned last of several."""
    head = memory.tokens.doc[found.head]
    if found.sort != "person" or _of_another(head):
        return None
    held = {i: memory.cast.entities[i].titles for i in memory.by_title.get(found.noun, ())}
    modifiers = _modifiers(head)
    for index, title in _counterparts(found.noun, modifiers, memory):
        held[index] = (*held.get(index, ()), title)
    near = (c for c in head.children if c.i < head.i and c.ent_type_ in {"GPE", "LOC"})
    places = frozenset(fold(t.text) for c in near for t in c.subtree if t.is_alpha)
    fields = {fold(c.text) for c in head.children if c.dep_ == "compound"}
    if found.noun not in words.OF_A_FIELD:
        fields.clear()
    past = any(c.lower_ in _PAST for c in head.children)
    scored: list[tuple[float, int]] = []
    for index, of_entity in held.items():
        entity = memory.cast.entities[index]
        if entity.kind != "person" or not _agree_in_gender(found.gender, entity.gender):
            continue
        titles = [t for t in of_entity if not _of_another_place(t, places)]
        if not past:
            titles = [t for t in titles if not _is_past(t)]
        if fields:
            titles = [t for t in titles if fields & nouns_of(t)]
        if found.noun in words.SPEAKS_FOR and _is_owned(found, memory):
            titles = [t for t in titles if _proper(t) <= modifiers]  # no State Attorney
        if _tells_which(head) and not memory.recency(index, found.head):
            continue  # the lawyer hired by Hill is not one who is named later
        match = max((_title_match(t, found.noun, modifiers) for t in titles), default=0.0)
        if match and (modifiers or not _is_long_ago(found, index, memory)):
            scored.append((match + memory.recency(index, found.head), index))
    if not scored:
        return None
    scored.sort(reverse=True)
    index = scored[0][1]
    rival = memory.of_entity(scored[1][1]) if len(scored) > 1 else None
    lead = scored[0][0] / (scored[0][0] + scored[1][0]) if rival else None
    sure = 0.85 if len(scored) == 1 else 0.7
    mention = memory.cast.entities[index].mentions[0]
    via = (found.head, mention.head)
    return Link(memory.of_entity(index), "title", sure, via, rival, lead)


def _by_age(found: Description, memory: Memory) -> Link | None:
    """``the 52-year-old``: ``a 52-year-old man``, or the one who has the age behind his name."""
    tokens, age = memory.tokens, age_of(memory.tokens, found.head)
    for i in range(found.head - 1, 0, -1) if age else ():
        if age_of(tokens, i) == age and (link := memory.links.get(tokens.head[i])):
            return Link(link.referent, "age", 0.85, (found.head, tokens.head[i]))
    aged = {i for i, years in memory.ages.items() if years == age} if age else set[int]()
    if len(aged) != 1:
        return None
    (index,) = aged
    mention = memory.cast.entities[index].mentions[0]
    return Link(memory.of_entity(index), "age", 0.85, (found.head, mention.head))


def _counterparts(
    noun: str, modifiers: frozenset[str], memory: Memory
) -> Iterator[tuple[int, str]]:
    """Who has the office of somebody else: after ``President Hill and her Polish counterpart, Jan
    Abbey`` the Polish president, and of ``Secretary Hill and her Polish counterpart`` the Polish
    minister.
    """
    for one in memory.relations:
        owner = _whose(one.owner, memory) if one.noun in words.COUNTERPARTS else None
        if not isinstance(owner, int):
            continue
        told = [word for word in memory.tokens.word[one.owner + 1 : one.at] if word.isalpha()]
        of_there = noun in words.OFFICES | words.OF_A_FIELD and modifiers & set(map(fold, told))
        titles = memory.cast.entities[owner].titles
        if of_there:
            yield one.entity, " ".join((*told, *sorted(modifiers), noun))
        elif any(noun in nouns_of(title) for title in titles):
            yield one.entity, " ".join((*told, noun))


def _by_relation(found: Description, memory: Memory) -> Link | None:
    """``his wife``: who is named beside the same word, of the same person, anywhere."""
    noun = relation_of(found.noun)
    options = [
        one
        for one in memory.relations
        if one.noun == noun
        and _agree_in_gender(found.gender, memory.cast.entities[one.entity].gender)
    ]
    if found.sort != "person" or not options or _counted(memory.tokens.doc[found.head]):
        return None  # her second husband: which one is named elsewhere is not told
    owner = owner_of(memory.tokens.doc[found.head])
    whose = None if owner is None else _whose(owner.i, memory)
    if whose is not None:
        options = [one for one in options if _whose(one.owner, memory) == whose]
    elif owner is not None and owner.dep_ == "poss":
        return None  # whoever that is
    elif len({one.entity for one in options}) > 1:
        options = []
    elif owner is None:
        options = [one for one in options if not _is_long_ago(found, one.entity, memory)]
    if not options:
        return None
    best = nearest(options, found.head)
    certainty = 0.85 if whose is not None else 0.7
    return Link(memory.of_entity(best.entity), "relation", certainty, (found.head, best.name))


def _by_inverse_relation(found: Description, memory: Memory) -> Link | None:
    """``Marsh and her daughter Kate``: whom ``Kate's mother`` means."""
    nouns = words.INVERSE_RELATIONS.get(relation_of(found.noun))
    owner = owner_of(memory.tokens.doc[found.head]) if nouns else None
    whose = None if owner is None else _whose(owner.i, memory)
    if nouns is None or not isinstance(whose, int):
        return None
    told = [one for one in memory.relations if one.noun in nouns and one.entity == whose]
    others = {_whose(one.owner, memory): one.owner for one in told}
    for index, of_whom in others.items() if len(others) == 1 else ():
        referent = memory.of_entity(index) if isinstance(index, int) else None
        if referent is None or not referent.person or index == whose:
            return None
        if _agree_in_gender(found.gender, referent.gender):
            return Link(referent, "relation", 0.8, (found.head, of_whom))
    return None


_WRITER = "the writer"


def _whose(owner: int, memory: Memory) -> int | str | None:
    """Who an owner is: the place of somebody in the cast, or the writer; else ``None``."""
    if owner in memory.cast.by_token:
        return memory.cast.by_token[owner]
    if memory.tokens.doc[owner].lower_ in {"my", "our"}:
        return _WRITER
    link = memory.links.get(owner)
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
    called = set().union(*map(nouns_of, entity.titles)) if entity.titles else set()
    rank = modifiers & words.OF_ANOTHER_RANK - _PAST
    if called and rank - called:
        return True  # the shadow health secretary
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
    mine = nouns_of(title)
    if _elsewhere(title, modifiers):
        return 0.0
    if noun not in mine or any(_differ(set(one), mine, modifiers) for one in words.OPPOSED):
        return 0.0
    if not modifiers:
        return 1.0
    share = len(modifiers & mine) / len(modifiers)
    return 0.6 + share


def _is_long_ago(found: Description, index: int, memory: Memory) -> bool:
    """``the minister``, and no more, is none who was mentioned many sentences ago."""
    return found.noun in words.OF_A_FIELD and 0 < memory.recency(index, found.head) < _LATELY


def _is_past(title: str) -> bool:
    """``a former health minister`` is not whom ``the minister`` means."""
    return not _PAST.isdisjoint(fold(title).split())


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
    """Do a title and a description contradict: Republican and Democratic, vice or prime and not?"""
    a, b = one & mine, one & theirs
    if one == {"prime"}:
        return a != b
    if one <= words.OF_ANOTHER_RANK:
        return bool(theirs) and a != b
    return bool(a and b and not a & b)


def _by_part_of_name(found: Description, memory: Memory) -> Link | None:
    """``the fund``: the International Monetary Fund, when it was named before."""
    if found.sort != "organization" or found.noun not in memory.by_part:
        return None
    if _is_owned(found, memory):
        return None
    modifiers = _modifiers(memory.tokens.doc[found.head])
    options = []
    for index in memory.by_part.get(found.noun, ()):
        referent = memory.by_entity.get(index)
        entity = referent.entity if referent else None
        if entity is None or entity.kind != "organization" or entity.place:
            continue
        parts = organization_key(entity.name).split()
        seen = memory.mentions.get(referent) if referent else None
        if seen is None or memory.clock[found.head] - seen[-1].sentence > NEAR:
            continue
        if found.noun in parts and len(parts) > 1 and modifiers <= set(parts):
            options.append((max(m.start for m in entity.mentions if m.start < found.head), index))
    if not options:
        return None
    best = memory.by_entity[max(options)[1]]
    sure = 0.85 if len(options) == 1 else 0.65
    return Link(best, "part of the name", sure, (found.head,))


def _by_kind(found: Description, memory: Memory) -> Link | None:
    """``the newspaper``: the organisation named before that is one, or that alone stands out."""
    head = memory.tokens.doc[found.head]
    if found.sort != "organization" or found.noun in words.COLLECTIVES:
        return None
    told = {"poss", "compound", "nmod", "nummod", "prep"}
    if memory.tokens.word[found.head + 1 : found.head + 2] != [","]:
        told.add("relcl")  # the paper that broke it, but: the paper, which broke it,
    if any(c.dep_ in told or c.tag_ == "CD" for c in head.children):
        return None
    content = memory.setting.contents.get(found.head)
    if content is None and head.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    named = memory.named_within(content or ())
    said = memory.told.get(found.noun, frozenset())
    guess = content is not None and found.noun not in words.DOCUMENT_NOUNS
    known: set[Referent] = set()

    def may_be(referent: Referent) -> bool:
        entity, index = referent.entity, referent.index
        if entity is None or index is None or entity.kind != "organization" or entity.place:
            return False
        if organization_key(entity.name) == found.noun or _is_family(entity, memory):
            return False  # Network Wins Prize; the Hills
        if index in said or is_called(entity, found.noun):
            known.add(referent)
            return True
        sure = entity.sure or index in memory.speaking
        return sure and not is_something_else(entity, found.noun)

    candidates = [Candidate(*one) for one in memory.lately(found.head, may_be)]
    if not candidates:
        return None
    scores = _weighed(found, candidates, memory, Around(named=named))
    for referent in known & scores.keys():
        scores[referent] += KNOWN_KIND
    best, rival, lead = leader(scores)
    if best in known:
        return Link(best, "what it is", 0.6 + 0.2 * lead, (found.head,), rival, lead)
    if not guess or lead < CLEAR_BODY or scores[best] < 0:
        return None
    return Link(best, "most prominent", 0.5, (found.head,), rival, lead)


def _weighed(
    found: Description, candidates: Sequence[Candidate], memory: Memory, around: Around
) -> dict[Referent, float]:
    """How much each stands out at a description, in log-odds."""
    said = statements(found.head, candidates, memory, around)
    return weighed(candidates, said, memory.setting.weights)


def _is_family(entity: Entity, memory: Memory) -> bool:
    """``the Hills``, who are no organisation."""
    return " " not in entity.name and memory.tokens.doc[entity.mentions[0].head].tag_ == "NNPS"


def _by_same_noun(found: Description, memory: Memory) -> Link | None:
    """``a woman … the woman``: whoever the same noun meant last."""
    seen = memory.by_noun.get((found.noun, found.number)) if found.definite else None
    if seen is None or memory.explains_name(seen.token):
        return None
    known = seen.referent.description
    if known and known.bare and found.sort == "organization" and known.number == "singular":
        return None  # Website Fails Test
    if known and _are_told_apart(found, known, memory):
        return None
    if not _may_have_same_owner(found.head, seen, memory):
        return None
    return Link(seen.referent, "same description", 0.75, (found.head, seen.token))


def _may_have_same_owner(head: int, seen: Seen, memory: Memory) -> bool:
    """Not ``her father`` and ``Hill's father``; ``the wife`` may be anybody's."""
    owners = [owner_of(memory.tokens.doc[i]) for i in (head, seen.token)]
    mine, theirs = (owner and memory.first_known((owner.i,)) for owner in owners)
    if mine is None or mine is theirs:
        return True
    return theirs is None and seen.referent.entity is None


def _are_told_apart(one: Description, other: Description, memory: Memory) -> bool:
    """Do two descriptions with the same noun say of different ones that they mean them?"""
    head, known = memory.tokens.doc[one.head], memory.tokens.doc[other.head]
    mine, theirs = _modifiers(head), _modifiers(known)
    if mine - theirs and theirs - mine:
        return True  # the Ohio governor, a former Utah governor
    if _counted(head) - _counted(known) or (mine ^ theirs) & words.OF_ANOTHER_RANK:
        return True  # another nurse, the first nurse; the shadow health secretary
    mine, theirs = _told_in_clause(head), _told_in_clause(known)
    # the man suing Hill, the man who named Grant
    return one.number == "singular" and bool(mine and theirs) and not mine & theirs


def _counted(head: Token) -> set[str]:
    """Which one of several: ``the first nurse``, ``the other one``."""
    return {child.lower_ for child in head.lefts} & (words.ONE_MORE | {"first"})


def _told_in_clause(head: Token) -> frozenset[str]:
    """The verbs of the clauses that tell which one a noun means: ``the man suing Hill``."""
    if not head.n_rights or head.nbor().text == ",":
        return frozenset()
    return frozenset(fold(c.lemma_) for c in head.rights if c.dep_ in {"acl", "relcl"})


def _tells_which(head: Token) -> bool:
    """``the lawyer hired by Hill``, and not ``the lawyer, who had been hired``."""
    clauses = (c for c in head.rights if c.dep_ in {"acl", "relcl"})
    return any(head.doc[c.left_edge.i - 1].text != "," for c in clauses)


def _by_chain(found: Description, memory: Memory) -> Link | None:
    for token in memory.setting.witness(found.head):
        link = memory.links.get(token)
        referent = link.referent if link else None
        if referent is None or not referent.entity:
            continue
        fits = referent.person == (found.sort == "person")
        if fits and _agree_in_gender(found.gender, referent.gender):
            return Link(referent, "chain", 0.6, (found.head, token))
    return None


def _is_epithet(found: Description, head: Token, owned: bool) -> bool:
    """May it call somebody who is known, rather than tell of somebody else by his job?

    ``the billionaire``, ``the governor``, ``the former ambassador``, ``the doctor and candidate``;
    not ``the FBI director``, nor ``Hill's former doctor``, ``Hill's sister`` or ``Hill's lawyer``.
    """
    if owned and (found.noun in words.RELATIVES or found.noun in words.SPEAKS_FOR):
        return False
    if found.noun in words.SPEAKS_FOR and any(c.dep_ == "prep" for c in head.children):
        return False  # the spokesperson for the government
    if found.noun.endswith("-year-old") or found.noun == "defender":
        return not owned  # Hill's public defender
    nouns = {found.noun, *(fold(token.lemma_) for token in head.conjuncts)}
    former = not owned and any(c.lower_ == "former" for c in head.children)
    return former or not words.EPITHETS.isdisjoint(nouns)


def _by_prominence(found: Description, memory: Memory) -> Link | None:
    """``The billionaire said``: who stands out clearly, when no title or earlier word tells."""
    content = memory.setting.contents.get(found.head)
    head = memory.tokens.doc[found.head]
    if found.sort != "person" or _of_another(head) or _says_whose(head):
        return None
    if content is None and head.dep_ != "nsubj":
        return None
    owned = _is_owned(found, memory)
    if not owned and _named_as_another(found, memory):
        return None  # the mother of the teenager Ada Hill
    if not _is_epithet(found, head, owned) or _modifiers(head) & words.ONE_MORE:
        return None
    named = memory.named_within(content or ())
    within = memory.named_within(token.i for token in head.subtree)
    modifiers = _modifiers(head)

    def fits(referent: Referent) -> bool:
        entity = referent.entity
        if entity is None or not referent.person or referent.index in within:
            return False  # Obama's former strategist is not Obama
        agrees = _agree_in_gender(found.gender, referent.gender)
        if found.noun.endswith("-year-old") and referent.index in memory.ages:
            return False  # whose age is another
        return agrees and not _holds_other_office(found, entity, modifiers)

    beside = memory.beside(found.head)  # in an interview with Hill, the candidate said
    lately = memory.lately(found.head, lambda one: one not in beside and fits(one))
    candidates = [Candidate(*one) for one in lately]
    if not candidates:
        return None
    around = Around(memory.left(found.head, fits), named)
    scores = _weighed(found, candidates, memory, around)
    for referent in scores:
        if referent.entity and referent.entity.titles:
            scores[referent] -= OTHERWISE_CALLED
    best, rival, lead = leader(scores)
    clear = lead >= (CLEAR_OF_ANOTHER if owned else CLEAR_DESCRIPTION)
    if not clear or scores[best] < STANDS_OUT:
        return None
    return Link(best, "most prominent", 0.55, (found.head,), rival, lead)


def _agree_in_gender(a: Gender | None, b: Gender | None) -> bool:
    return a is None or b is None or a == b
