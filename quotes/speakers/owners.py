"""Who is behind a noun that another word or another sentence tells the owner of.

Organisations called after somebody (``the Clinton campaign``, ``her
campaign``), those named before what they are (``the AFP news agency``), and
whoever issued what is quoted (``the company's statement``, ``the statement``).
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from quotes import lexicon
from quotes.decisions import Way
from quotes.mentions import words
from quotes.mentions.bodies import heads_name
from quotes.mentions.names import fold, parse_person
from quotes.mentions.phrases import phrase_of
from quotes.speakers.certainty import certainty, no_surer
from quotes.speakers.decision import Decision, OfHead
from quotes.speakers.scene import Scene, capitalised_before
from quotes.types import Speaker

#: What a body has written itself whose name stands before it. A Chirper post is another’s.
_SIGNED = lexicon.words("SIGNED")
#: How many tokens back ``the statement`` looks for who issued it.
_FAR = 1000


def behind(scene: Scene, of: OfHead, head: Token) -> Decision | None:
    """The speaker behind a noun that heads a source, if somebody is told to be."""
    return (
        _owner(scene, of, head)
        or _collective(scene, of, head)
        or _named_before(scene, head)
        or _issuer(scene, of, head)
    )


def _named_before(scene: Scene, head: Token) -> Decision | None:
    """``the AFP news agency``: an organisation's name before what it is."""
    if fold(head.lemma_) not in words.NAMED_BY or head.tag_ == "NNS":
        return None
    for child in head.children:
        entity = scene.cast.at(child.i) if child.dep_ in {"compound", "nmod"} else None
        name = scene.cast.name_at(child.i)
        party = name is not None and fold(name.text) in words.PARTIES
        if entity and name and entity.kind == "organization" and not entity.place and not party:
            mention = scene.mention(name.start, name.end)
            way: Way = "named before what it is"
            return Decision(scene.speaker_at(child.i), "name", way, certainty(way), (mention,))
    return None


def _collective(scene: Scene, of: OfHead, head: Token) -> Decision | None:
    """``the Clinton campaign``, ``her campaign``, ``the Chinese government``, ``police``."""
    noun = head.lower_
    if noun not in words.COLLECTIVES:
        return None
    here = scene.mention(head.i, head.i + 1)
    first = capitalised_before(scene.doc, head)
    if first is not None:
        whole = scene.mention(first, _end_of_seat(scene, head))
        return Decision(
            Speaker(_unspaced(whole.text), "organization"),
            "name",
            "named",
            certainty("named"),
            (whole,),
        )
    owner = next((c for c in head.children if c.dep_ == "poss"), None)
    if owner is not None:
        decided = of(owner, scene.doc[owner.i : owner.i + 1])
        if decided.speaker is None or decided.speaker.kind not in {"person", "organization"}:
            return None
        family = decided.speaker.name
        if decided.speaker.kind == "person":
            family = _family_name(family)
        if noun not in words.NAMED_AFTER:
            family += "'s"
        between = (t for t in head.lefts if t.i > owner.i and t.dep_ in {"amod", "compound"})
        name = " ".join([family, *(t.text for t in between), noun])
        return Decision(
            Speaker(name, "organization"),
            "nominal",
            "owner of the body",
            no_surer(decided.certainty, "owner of the body"),
            (here, *decided.chain),
            decided.runner_up,
            decided.runner_up_share,
        )
    if any(c.dep_ in {"compound", "amod", "prep", "nmod"} for c in head.children):
        return None
    others = scene.collectives.get(noun, ())
    if not others:
        return None
    before = [o for o in others if o[0] < head.i]
    named, start, last = before[-1] if before else others[0]
    whole = scene.mention(start, last + 1)
    return Decision(
        _body_at(scene, named, noun) or Speaker(_unspaced(whole.text), "organization"),
        "nominal",
        "named in full elsewhere",
        certainty("named in full elsewhere"),
        (here, whole),
    )


def _body_at(scene: Scene, token: int, noun: str) -> Speaker | None:
    """The body with a name at a token that a noun means: ``police`` Harbor Police, or the Harbor
    Police Department, and not its Dog Squad.
    """
    entity = scene.cast.at(token)
    if entity is None or entity.kind != "organization" or entity.place:
        return None
    behind = fold(entity.name).partition(noun)[2].split()
    whole = heads_name(noun, entity.name) or len(behind) < 2
    return scene.speaker_at(token) if whole else None


def _end_of_seat(scene: Scene, head: Token) -> int:
    """Behind a body that there are many of, told apart by their seats: ``embassy in Aker``."""
    if head.lower_ in {"embassy", "consulate"} and head.i + 2 < len(scene.doc):
        entity, name = scene.cast.at(head.i + 2), scene.cast.name_at(head.i + 2)
        if scene.doc[head.i + 1].lower_ == "in" and entity and entity.place and name:
            return name.end
    return head.i + 1


def _owner(scene: Scene, of: OfHead, head: Token) -> Decision | None:
    """``the company's statement``, ``Trump's tweet``: whose words they are."""
    noun = fold(head.lemma_)
    if noun not in words.AUTHORED_NOUNS:
        return None
    finding = noun in words.FINDINGS
    owner = next((c for c in head.children if c.dep_ == "poss"), None)
    if owner is None and not finding:
        preps = (c for c in head.children if c.dep_ == "prep" and c.lower_ in {"from", "by"})
        owner = next((o for p in preps for o in p.children if o.dep_ == "pobj"), None)
        entity = scene.cast.at(owner.i) if owner is not None else None
        if entity is not None and entity.place:
            return None  # reports from Kampala
        owner = owner or _agent(head) or (_body_before(scene, head) if noun in _SIGNED else None)
    if owner is None or _is_issued(scene, owner):
        return None  # the letter by the letter
    decided = of(owner, scene.doc[slice(*phrase_of(scene.tokens, owner.i))])
    if decided.speaker is None or decided.speaker.kind not in {"person", "organization"}:
        return None
    if finding and decided.speaker.kind == "organization":
        return None  # a body's report stays a document, as a report by the body does
    return Decision(
        decided.speaker,
        "nominal",
        "author of the document",
        no_surer(decided.certainty, "author of the document"),
        (scene.mention(head.i, head.i + 1), *decided.chain),
        decided.runner_up,
        decided.runner_up_share,
    )


def _body_before(scene: Scene, head: Token) -> Token | None:
    """``the Harbour Trust press release``, ``the government letter``: the body before it."""
    for word in (c for c in head.lefts if c.dep_ in {"compound", "nmod"}):
        entity = scene.cast.at(word.i)
        named = entity is not None and entity.kind == "organization" and not entity.place
        if named or word.lower_ in words.COLLECTIVES:
            return word
    return None


def _issuer(scene: Scene, of: OfHead, head: Token) -> Decision | None:
    """``the statement``: of whoever the article said to have issued one before."""
    noun = fold(head.lemma_)
    children = list(head.children)
    if noun not in words.ISSUED or head.tag_ == "NNS":
        return None
    if any(c.dep_ in {"poss", "prep", "amod", "compound", "relcl", "acl"} for c in children):
        return None
    if not any(c.lower_ in {"the", "that", "this"} for c in children if c.dep_ == "det"):
        return None
    kin = words.ISSUED[noun]
    for token in reversed(scene.doc[max(0, head.i - _FAR) : head.i]):
        if token.tag_ != "NN" or fold(token.lemma_) not in kin or scene.quoted[token.i]:
            continue
        decided = _owner(scene, of, token) or _who_issues(scene, of, token)
        if decided is None or decided.speaker is None:
            if any(c.lower_ in {"a", "an", "another"} for c in token.children):
                return None  # one that nobody is said to have issued
            continue
        if decided.speaker.kind not in {"person", "organization"}:
            return None
        return replace(
            decided,
            resolution="nominal",
            way="author of the document",
            certainty=no_surer(decided.certainty, "author of the document"),
            chain=(scene.mention(head.i, head.i + 1), *decided.chain),
        )
    return None


def _is_issued(scene: Scene, noun: Token) -> bool:
    """A letter, but not the Harbor Post."""
    return noun.i not in scene.cast.by_token and fold(noun.lemma_) in words.ISSUED


def _who_issues(scene: Scene, of: OfHead, noun: Token) -> Decision | None:
    """Who ``issued a statement``, ``said in a statement``."""
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "in":
        verb = verb.head
        if fold(verb.lemma_) not in words.ISSUES | words.SAYS:
            return None
    elif noun.dep_ != "dobj" or fold(verb.lemma_) not in words.ISSUES:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or scene.quoted[subject.i] or _is_issued(scene, subject):
        return None
    return of(subject, scene.doc[subject.i : subject.i + 1])


def _agent(head: Token) -> Token | None:
    """Who issued it, in ``the statement released by the bank``."""
    for verb in head.children:
        if verb.dep_ in {"acl", "vmod"} and fold(verb.lemma_) in words.ISSUES:
            by = (c for c in verb.children if c.lower_ == "by")
            return next((o for b in by for o in b.children if o.dep_ == "pobj"), None)
    return None


def _unspaced(text: str) -> str:
    return " ".join(text.split())


def _family_name(name: str) -> str:
    """The last word of a name, with its particles; the whole name where the family comes first."""
    parsed = parse_person(name)
    parts = name.split()
    if parsed.family_first or len(parts) < 2:
        return parts[0]
    keep = 2 if parsed.suffix else 1
    while keep < len(parts) - 1 and fold(parts[-keep - 1]) in words.PARTICLES:
        keep += 1
    return " ".join(parts[-keep:])
