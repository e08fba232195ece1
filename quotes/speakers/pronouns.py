"""Whom a pronoun means: who agrees with it and stands out most.

Where a source leads to one of several and none of them stands out, a
coreference component is asked (:mod:`quotes.speakers.witness`).
"""

from __future__ import annotations

from quotes.speakers import words
from quotes.speakers.described import LEFT, SPEAKS_ON
from quotes.speakers.memory import Link, Memory, Referent, Rule, governor, leader
from quotes.speakers.mentions import Pronoun
from quotes.speakers.names import fold, leaning

#: Added for who was asked, when somebody answers.
ANSWERS = 1.2
#: Added for the one person whom the paragraph has named so far, as the subject of a sentence.
INTRODUCED = 0.7
#: Times this for who speaks, by name, somewhere in the article: those who are quoted once are
#: quoted again, and those who are only told of are not.
SPEAKS = 1.5
#: With a lead below this a pronoun is unclear, so that the witness is asked: measured on articles
#: whose speakers are known, nothing is lost, and nine articles in ten never ask.
UNCLEAR = 0.57
#: Added for whom the witness names.
WITNESS = 0.4
#: Added for the one whose words are reported, where a pronoun is the subject of something in them.
REPORTED = 0.5
#: How well a pronoun fits the one whose words are reported, where nothing tells the gender.
OF_HIMSELF = 0.85
#: A person of unknown gender, beside one whose gender agrees.
UNKNOWN_GENDER = 0.5


def read_pronoun(found: Pronoun, memory: Memory) -> Link | None:
    """Where a pronoun leads; ``None`` when there is nobody whom it could mean."""
    agreeing = _agreeing(found, memory)
    if not agreeing:
        return None
    best, rival, lead = leader(agreeing)
    if rival and lead < UNCLEAR and found.head in memory.setting.contents:
        told = memory.first_known(memory.setting.witness(found.head))
        if told is not None and told in agreeing:
            agreeing[told] += WITNESS * _fit(found, told, memory)
            best, rival, lead = leader(agreeing)
    if found.gender and best in _reporting(found.head, memory):
        memory.tell(best, found.gender)
    rule: Rule = "pronoun" if rival else "pronoun, only candidate"
    back = memory.last_seen[best].token
    return Link(best, rule, lead, (found.head, back), rival, lead)


def _agreeing(found: Pronoun, memory: Memory) -> dict[Referent, float]:
    """Those whom a pronoun can mean, and how much each stands out."""
    content = memory.setting.contents.get(found.head)
    ruled_out = _ruled_out(found.head, memory) | _quoted_by(found.head, memory)
    named = memory.named_within(content or ())

    fits = memory.fits[found.number, found.gender]

    def fit_of(one: Referent) -> float:
        fit = fits.get(one)
        if fit is None:
            fit = fits[one] = _fit(found, one, memory)
        return fit

    turned = bool(content) and memory.turned(found.head, fit_of)
    speaks = bool(content) and found.human
    introduced = memory.introduced(found.head, fit_of) if found.human else None
    asked = _asked(found, memory)
    reporting = _reporting(found.head, memory)
    lately = memory.spoke_lately(found.head)
    agreeing: dict[Referent, float] = {}
    # a person is nobody's "it"; "they" may be anybody
    people = True if found.human else False if found.number == "singular" else None
    for referent, score in memory.scores(found.head, people).items():
        fit = fit_of(referent)
        if not fit or referent in ruled_out:
            continue
        if referent in reporting:
            score, fit = score + REPORTED, max(fit, OF_HIMSELF)
        if referent.index in named:
            score *= 0.15  # who speaks of himself by name?
        if referent is memory.last_speaker and content and lately and not turned:
            score += SPEAKS_ON
        if referent is asked:
            score += ANSWERS
        if referent is introduced:
            score += INTRODUCED
        if turned and referent is memory.last_speaker:
            score *= LEFT
        elif speaks and referent.index in memory.speaking:
            score *= SPEAKS
        agreeing[referent] = score * fit
    return agreeing


def _asked(found: Pronoun, memory: Memory) -> Referent | None:
    """``Hill asked Marsh for money. He answered``: of the two, who was asked."""
    tokens = memory.tokens
    verb = tokens.head[found.head]
    if tokens.dep[found.head] != "nsubj" or fold(tokens.lemma[verb]) not in words.REPLIES:
        return None
    before = [s for s in memory.seen[-16:] if fold(tokens.lemma[s.verb]) in words.ASKS]
    if not before:
        return None
    asking = before[-1].verb
    return next(
        (
            s.referent
            for s in before
            if s.verb == asking and tokens.dep[s.token] in {"dobj", "dative"}
        ),
        None,
    )


def _fit(found: Pronoun, referent: Referent, memory: Memory) -> float:
    """How well a referent agrees with a pronoun: 0 for not at all."""
    entity, description = referent.entity, referent.description
    if found.human:
        if not referent.person:
            return 0.0
        gender = referent.gender or memory.genders.get(referent)
        if gender is None:
            if entity is None:
                return UNKNOWN_GENDER * 0.7
            lean = leaning(entity.name)
            return UNKNOWN_GENDER if lean is None else 0.85 if lean == found.gender else 0.25
        return float(gender == found.gender) * (1.0 if entity else 0.8)
    if found.number == "singular":
        if entity:
            return 0.0 if entity.kind == "person" else 0.3 if entity.place else 1.0
        return 0.6 if description and description.sort in {"organization", "document"} else 0.0
    if entity:
        return 0.0 if entity.kind == "person" else 0.1 if entity.place else 0.5
    if description and description.number == "plural":
        return 0.5 if description.sort == "document" else 1.0
    return 0.6 if description and description.sort == "organization" else 0.0


def _ruled_out(token: int, memory: Memory) -> set[Referent]:
    """Who is another argument of the same verb: in ``Trump told him`` he is not Trump."""
    tokens = memory.tokens
    if tokens.dep[token] == "poss" or tokens.lower[token].endswith(("self", "selves")):
        return set()
    beside = memory.by_verb.get(governor(tokens, token), ())
    return {s.referent for s in beside if s.token != token}


def _reporting(token: int, memory: Memory) -> set[Referent]:
    """Who is reported, in other words than his own, to say what a token is of.

    ``Another commuter said she had walked``: of herself, more likely than not.
    """
    setting = memory.setting
    if setting.quoted[token] or memory.tokens.dep[token] not in {"nsubj", "nsubjpass"}:
        return set()
    sources = (head for head, words in setting.contents.items() if token in words)
    return {memory.links[head].referent for head in sources if head in memory.links}


def _quoted_by(token: int, memory: Memory) -> set[Referent]:
    """Whose quoted words a token is of: ``Hill recalled: “Out of nowhere he laughed.”``"""
    setting = memory.setting
    if not setting.quoted[token]:
        return set()
    sources = (head for head, words in setting.contents.items() if token in words)
    return {memory.links[head].referent for head in sources if head in memory.links}
