"""Who speaks each quotation of one article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from spacy.tokens import Doc, Span, Token

from quotes.confidence import assess
from quotes.speakers import words
from quotes.speakers.discourse import read
from quotes.speakers.entities import Cast, Entity, cast_of
from quotes.speakers.memory import Link, Referent, Setting
from quotes.speakers.mentions import THIRD, Name
from quotes.speakers.names import fold, parse_person
from quotes.speakers.nouns import is_person_noun, sort_of
from quotes.speakers.phrases import describe, phrase_of
from quotes.speakers.quoting import quoted_tokens
from quotes.speakers.signals import signals
from quotes.speakers.witness import Witness, chained
from quotes.speakers.writer import Writers
from quotes.tokens import Tokens
from quotes.types import (
    AttributedQuotation,
    Evidence,
    Mention,
    Quotation,
    Resolution,
    Speaker,
    SpeakerKind,
)

_FIRST = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"}
#: Those of them that mean one person.
_ONE = {"i", "me", "my", "mine", "myself"}
_SECOND = {"you", "your", "yours", "yourself"}
_QUANTIFIERS = {"many", "some", "most", "several", "few", "other", "all", "both", "those", "more"}
_RELATIVE = {"who", "whom", "whose", "which", "that"}
#: Those that stand for things as well.
_OF_THINGS = {"which", "that"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One quotation's speaker and why."""

    speaker: Speaker | None
    resolution: Resolution | None
    rule: str
    certainty: float
    chain: tuple[Mention, ...] = ()
    runner_up: str | None = None
    runner_up_share: float | None = None
    """Its weight beside the speaker's, of the two together, where they were weighed."""


def resolve(
    doc: Doc, quotations: Sequence[Quotation], witness: Witness | None = None
) -> tuple[AttributedQuotation, ...]:
    """Give every quotation of a document its speaker.

    ``doc`` needs tags, dependencies, sentences and entities. ``witness`` is
    asked about the sources that nothing else tells of; the chains on ``doc``,
    if it has any, when it is left out. The quotations come back in the order
    they were given, each with the probability that all of it is right
    (:mod:`quotes.confidence`).
    """
    return tuple(map(attributed, quotations, decisions(doc, quotations, witness)))


def decisions(
    doc: Doc, quotations: Sequence[Quotation], witness: Witness | None = None
) -> tuple[Decision, ...]:
    """The speaker of each quotation of a document, in the order that they were given.

    For ``witness`` see :func:`resolve`.
    """
    scene = _Scene.of(doc, quotations, witness or chained(doc))
    decided: dict[int, Decision] = {}
    order = sorted(range(len(quotations)), key=lambda i: (_start(quotations[i]), i))
    for place, index in enumerate(order):
        recent = order[max(0, place - _MEMORY) : place]
        before = [(quotations[i], decided[i]) for i in recent]
        decided[index] = scene.decide(quotations[index], before)
    for index in order:
        if decided[index].rule == _SPEAKER_OF_OUTER:
            decided[index] = scene.of_outer(quotations, index, decided)
    return tuple(decided[i] for i in range(len(quotations)))


#: How many tokens back ``the statement`` looks for who issued it.
_FAR = 1000
#: How many quotations back an implicit one looks.
_MEMORY = 40
#: How many quotations back the other one of two who talk is looked for.
_EXCHANGE = 4
#: From so many direct quotations on, of which this share has no source, people talk.
_TALK, _UNTOLD = 8, 0.4
_ANSWERS = "answers the quotation before, as the other one of two"
_SPEAKER_OF_OUTER = "the speaker of the quotation around it"


def _start(quotation: Quotation) -> int:
    return min((s for s, _ in quotation.spans), default=0)


def attributed(quotation: Quotation, decision: Decision) -> AttributedQuotation:
    """The quotation with its speaker, the evidence and the confidence."""
    sure = assess(quotation, signals(decision, quotation.type))
    linking = quotation.linking
    base = {f.name: getattr(quotation, f.name) for f in fields(Quotation)}
    base["confidence"] = sure.confidence
    evidence = Evidence(
        decision.rule,
        decision.chain,
        decision.runner_up,
        decision.runner_up_share,
        linking.other_source if linking else None,
        linking.other_share if linking else None,
        sure.linked,
        sure.attributed,
        sure.reasons,
    )
    return AttributedQuotation(
        **base, speaker=decision.speaker, resolution=decision.resolution, evidence=evidence
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """A document with everything that was found out about it."""

    doc: Doc
    cast: Cast
    links: Mapping[int, Link]
    quoted: Sequence[bool]
    text: str
    speakers: Sequence[Speaker]
    """Of the entities of the cast, in their order."""
    collectives: Mapping[str, Sequence[tuple[int, int]]]
    """Noun -> head and first token of the phrases in which a name stands before it."""
    writers: Writers
    family_names: frozenset[str]
    exchanges: bool
    """Is it people talking with each other?"""

    @classmethod
    def of(cls, doc: Doc, quotations: Sequence[Quotation], witness: Witness) -> _Scene:
        tokens = Tokens(doc)
        cast = cast_of(tokens)
        quoted = quoted_tokens(tokens, quotations)
        contents: dict[int, frozenset[int]] = {}
        for quotation in quotations:
            source = _source_span(doc, quotation)
            if source is None:
                continue
            head = _head(doc, cast, source).i
            inside = frozenset(
                i for start, end in quotation.spans for i in _token_range(doc, start, end)
            )
            contents[head] = contents.get(head, frozenset()) | inside
        collectives: dict[str, list[tuple[int, int]]] = {}
        for i, noun in enumerate(tokens.lower):
            if noun in words.COLLECTIVES:
                first = _capitalised_before(doc, doc[i])
                if first is not None:
                    collectives.setdefault(noun, []).append((i, first))
        links = read(tokens, cast, Setting(quoted, contents, witness))
        known = [speaker(e) for e in cast.entities]
        people = (e for e in cast.entities if e.kind == "person")
        family_names = frozenset(parse_person(e.name).key for e in people)
        writers = Writers(doc, cast)
        direct = [q.source is None for q in quotations if q.type == "direct"]
        exchanges = len(direct) >= _TALK and sum(direct) > _UNTOLD * len(direct)
        return cls(
            doc,
            cast,
            links,
            quoted,
            tokens.text,
            known,
            collectives,
            writers,
            family_names,
            exchanges,
        )

    def decide(
        self, quotation: Quotation, before: Sequence[tuple[Quotation, Decision]]
    ) -> Decision:
        """The speaker of one quotation, those before it being decided."""
        source = _source_span(self.doc, quotation)
        if source is None:
            return self.implicit(quotation, before)
        head = _head(self.doc, self.cast, source)
        if self._only_takes_part(head, quotation):
            return self.implicit(quotation, before)
        if others := self._joint(source, head):
            return others
        return self.from_head(head, source)

    def _only_takes_part(self, head: Token, quotation: Quotation) -> bool:
        """``The visit by Blinken is aimed at “…”``: a name within a subject that cannot speak."""
        if quotation.cue is None or head.dep_ not in {"pobj", "conj"}:
            return False
        here = head
        while here.dep_ == "conj" and here.head.i != here.i:
            here = here.head
        subject = here.head.head
        if here.dep_ != "pobj" or subject.dep_ not in {"nsubj", "nsubjpass"}:
            return False
        if sort_of(fold(subject.lemma_), False) or subject.i in self.cast.by_token:
            return False
        verbs = _token_range(self.doc, quotation.cue.start, quotation.cue.end)
        speaks = any(self.doc[i].tag_.startswith("NN") for i in verbs)
        return subject.head.i in verbs and not speaks and subject.tag_ in {"NN", "NNS"}

    def from_head(self, head: Token, source: Span) -> Decision:
        """The speaker by the head word of a source."""
        if head.lower_ in _FIRST and head.i not in self.cast.by_token:
            return self._first_person(head, source)
        if head.lower_ in _RELATIVE:
            return self._relative(head, source)
        link = self.links.get(head.i)
        entity = self.cast.at(head.i)
        if entity is not None and self._is_several(head, entity):
            return self._described(head, source, "several, kept as they are described", "group")
        if entity is not None and _names_a_document(entity):
            return self._described(head, source, "a document, kept as it is", "document")
        if entity is not None:
            return self._named(head, entity, self.links.get(self._name_head(head)))
        if head.lower_ in _SECOND:
            return Decision(None, None, "whoever reads it", 0.5, (self._span(source),))
        if head.lower_ in THIRD:
            return self._pronoun(head, link, source)
        return self._nominal(head, link, source)

    # -------------------------------------------------------- kinds of source

    def _is_several(self, head: Token, entity: Entity) -> bool:
        """``Birchers``, ``Clintons``: a plural name of one word that is no organisation's."""
        if " " in entity.name or entity.place:
            return False
        word = fold(head.text)
        if word in words.PARTISANS or word.removesuffix("s") in self.family_names - {word}:
            return True
        quantified = any(c.lower_ in _QUANTIFIERS for c in head.children)
        sure = entity.kind == "organization" and entity.sure
        return head.tag_ in {"NNPS", "NNS"} and (quantified or not sure)

    def _name_head(self, head: Token) -> int:
        name = self.cast.name_at(head.i)
        return name.head if name else head.i

    def _named(self, head: Token, entity: Entity, link: Link | None) -> Decision:
        name = self.cast.name_at(head.i)
        assert name is not None
        full = fold(name.text) == fold(entity.name)
        rule = "named in the source" if full else "short for a fuller name in the article"
        mine = self._mention(name.start, name.end)
        chain = (mine,) if full else (mine, self._fullest(entity))
        rival = link.rival if link else None
        certainty = 0.95 if full else 0.97
        if rival:
            rule, certainty = "one of several with this name, the more prominent one", 0.7
        if not entity.sure:
            certainty = 0.75
        return Decision(self._speaker(head.i), "name", rule, certainty, chain, _shown(rival))

    def _pronoun(self, head: Token, link: Link | None, source: Span) -> Decision:
        if link is None or _is_expletive(head):
            return Decision(None, None, "a pronoun that leads to nobody", 0.5)
        certainty = 0.6 + 0.37 * min(1.0, (link.certainty - 0.5) * 2)
        rule = "the most prominent who agrees with the pronoun"
        if link.rule == "pronoun, only candidate":
            rule, certainty = "the only one who agrees with the pronoun", 0.93
        return self._to_referent(link, "pronoun", rule, certainty, source)

    def _nominal(self, head: Token, link: Link | None, source: Span) -> Decision:
        owner = self._owner(head) or self._collective(head) or self._named_before(head)
        owner = owner or self._issuer(head)
        if owner is not None:
            return owner
        if link is None:
            return self._described(head, source, "a description, kept as it is")
        if link.rule in {"new description", "same description"}:
            return self._to_referent(link, "nominal", "a description, kept as it is", 0.82, source)
        rules = {
            "title": "has the title that the description uses",
            "relation": "named elsewhere beside the same description",
            "what it is": "the organization named before that is one",
            "part of the name": "the description is a part of the name",
            "chain": "coreference leads from the description to the name",
            "most prominent": "the most prominent whom the description fits",
        }
        return self._to_referent(
            link, "nominal", rules.get(link.rule, link.rule), link.certainty, source
        )

    def _first_person(self, head: Token, source: Span) -> Decision:
        if self.quoted[head.i]:
            return Decision(None, "pronoun", _SPEAKER_OF_OUTER, 0.8, (self._span(source),))
        rule = "the writer of the article"
        writer = self.writers.at(head.i) if head.lower_ in _ONE else None
        if writer is None:
            return Decision(None, None, rule, 0.4, (self._span(source),))
        chain = (self._span(source), self._at(writer))
        return Decision(self._speaker(writer), "pronoun", rule, 0.8, chain)

    def _relative(self, head: Token, source: Span) -> Decision:
        """``who`` leads to what its clause modifies.

        Nobody is behind ``a rise that shows in every statistic``: of ``that`` and ``which``, only
        a name or a word for people, bodies and writings is a speaker.
        """
        here = head
        while here.dep_ != "relcl" and here.head.i != here.i:
            here = here.head
        noun = here.head if here.dep_ == "relcl" else None
        if noun is None:
            noun = self._noun_before(head)
        if noun is None:
            return Decision(None, None, "a relative pronoun without antecedent", 0.5)
        noun = self._whom_it_describes(noun)
        if head.lower_ in {"who", "whom"} and not self._can_be_who(noun):
            noun = self._human_before(head) or noun
        phrase = self.doc[slice(*phrase_of(noun))]
        decided = self.from_head(noun, phrase) if noun.lower_ not in _RELATIVE else None
        if decided is None:
            return Decision(None, None, "a relative pronoun without antecedent", 0.5)
        described = decided.speaker is not None and decided.speaker.kind == "unnamed"
        if described and head.lower_ in _OF_THINGS and describe(noun) is None:
            return Decision(None, None, "a relative pronoun of what cannot speak", 0.5)
        chain = (self._span(source), *decided.chain)
        rule = "the antecedent of the relative pronoun"
        return replace(
            decided,
            resolution="pronoun",
            rule=rule,
            certainty=decided.certainty * 0.75,
            chain=chain,
        )

    def _whom_it_describes(self, noun: Token) -> Token:
        """The name that a noun stands beside: ``Trump, the nominee for president, who``."""
        here = noun
        for _ in range(4):
            entity = self.cast.at(here.i)
            if entity is not None:
                sort = sort_of(fold(noun.lemma_), False)
                apart = entity.kind == "person" and sort == "organization"
                return noun if apart and here.i != noun.i else here
            if here.dep_ in {"appos", "pobj", "prep"} and here.head.i != here.i:
                here = here.head
            else:
                break
        outer = noun.head.head
        if noun.dep_ == "pobj" and noun.head.lower_ == "for" and is_person_noun(fold(outer.lemma_)):
            return outer  # the nominee for president, who
        return here if here.i in self.cast.by_token and noun.dep_ != "pobj" else noun

    def _can_be_who(self, noun: Token) -> bool:
        entity = self.cast.at(noun.i)
        if entity is not None:
            return entity.kind == "person"
        return sort_of(fold(noun.lemma_), noun.tag_ == "NNS") in {"person", "group"}

    def _human_before(self, head: Token) -> Token | None:
        for i in range(head.i - 1, max(head.i - 16, head.sent.start - 1), -1):
            token = self.doc[i]
            if token.tag_ in _NOMINAL and token.tag_ != "PRP" and self._can_be_who(token):
                return token
        return None

    def _noun_before(self, head: Token) -> Token | None:
        for i in range(head.i - 1, max(head.i - 6, -1), -1):
            if self.doc[i].tag_ in {"NN", "NNS", "NNP", "NNPS"}:
                return self.doc[i]
        return None

    def _joint(self, source: Span, head: Token) -> Decision | None:
        """``Grassley and Leahy``: several who speak as one.

        One named person with others who are not (``Trump and his aides``) is
        taken as the person.
        """
        parts = self._coordinated(source, head)
        if len(parts) < 2:
            return None
        decided = [self.from_head(p, self.doc[slice(*phrase_of(p))]) for p in parts]
        named = [d for d in decided if d.speaker and d.resolution == "name"]
        if not named:
            rule = "several, kept as they are described"
            return self._described(head, source, rule, kind="group")
        if len({d.speaker.name for d in named if d.speaker}) < 2:
            others = any(t.lower_ in {"other", "others"} for t in source)
            if others or decided[0].resolution != "name":
                return self._described(head, source, "several, kept as they are described", "group")
            return replace(decided[0], rule="the one named of several", certainty=0.8)
        names = list(dict.fromkeys(d.speaker.name for d in decided if d.speaker))
        name = " and ".join([", ".join(names[:-1]), names[-1]])
        chain = tuple(m for d in decided for m in d.chain[:1])
        rule = "several who are quoted together"
        return Decision(Speaker(name, "group"), "name", rule, 0.85, chain)

    def _coordinated(self, source: Span, head: Token) -> list[Token]:
        """The heads that ``and`` joins to the head of a source: names, or other noun phrases."""
        doc = self.doc
        end = self.cast.name_at(head.i)
        after = end.end if end else head.i + 1
        apposition = end and after < source.end - 1 and doc[after].text == ","
        if (
            apposition
            and doc[after + 1].lower_ != "others"
            and (doc[after + 1].tag_ == "DT" or doc[after + 1].text[:1].islower())
        ):
            return [head]  # Dean, a chairman and candidate
        parts = [head]
        for token in head.conjuncts:
            if not source.start <= token.i < source.end or token.tag_ not in _NOMINAL:
                continue
            if any(c.dep_ in {"det", "poss"} for c in token.children) or (
                token.i in self.cast.by_token or token.tag_ in {"NNS", "NNPS"}
            ):
                parts.append(token)
        if len(parts) < 2 and end:
            parts += self._next_names(source, after)
        if any(t.lower_ in {"and", "&"} for t in source):
            return parts
        others = [t for t in source if t.lower_ == "others" and t.i >= after]
        return [head, *others[:1]]

    def _next_names(self, source: Span, after: int) -> list[Token]:
        """The names that follow ``and`` right behind a name, whatever the parse says."""
        if after >= source.end - 1 or self.doc[after].lower_ not in {"and", "&"}:
            return []
        if self.doc[after + 1].lower_ in {"other", "others"}:
            return [self.doc[source.end - 1]]
        for i in range(after + 1, min(after + 5, source.end)):
            name = self.cast.name_at(i)
            if name is not None:
                return [self.doc[name.head]]
            if self.doc[i].tag_ not in {"NNP", "NNPS", "DT"}:
                break
        return []

    def _named_before(self, head: Token) -> Decision | None:
        """``the AFP news agency``: an organisation's name before what it is."""
        if fold(head.lemma_) not in words.NAMED_BY or head.tag_ == "NNS":
            return None
        for child in head.children:
            entity = self.cast.at(child.i) if child.dep_ in {"compound", "nmod"} else None
            name = self.cast.name_at(child.i)
            party = name is not None and fold(name.text) in words.PARTIES
            if entity and name and entity.kind == "organization" and not entity.place and not party:
                mention = self._mention(name.start, name.end)
                rule = "named before what it is"
                return Decision(self._speaker(child.i), "name", rule, 0.85, (mention,))
        return None

    def _collective(self, head: Token) -> Decision | None:
        """``the Clinton campaign``, ``her campaign``, ``the Chinese government``, ``police``."""
        noun = head.lower_
        if noun not in words.COLLECTIVES:
            return None
        here = self._mention(head.i, head.i + 1)
        first = _capitalised_before(self.doc, head)
        if first is not None:
            whole = self._mention(first, head.i + 1)
            return Decision(
                Speaker(_unspaced(whole.text), "organization"),
                "name",
                "named in the source",
                0.9,
                (whole,),
            )
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        if owner is not None:
            decided = self.from_head(owner, self.doc[owner.i : owner.i + 1])
            if decided.speaker is None or decided.speaker.kind not in {"person", "organization"}:
                return None
            family = decided.speaker.name
            if decided.speaker.kind == "person":
                family = _family_name(family)
            return Decision(
                Speaker(f"{family} {noun}", "organization"),
                "nominal",
                "whose organisation it is",
                decided.certainty * 0.9,
                (here, *decided.chain),
                decided.runner_up,
                decided.runner_up_share,
            )
        if any(c.dep_ in {"compound", "amod", "prep", "nmod"} for c in head.children):
            return None
        others = self.collectives.get(noun, ())
        if not others:
            return None
        before = [o for o in others if o[0] < head.i]
        at, start = before[-1] if before else others[0]
        whole = self._mention(start, at + 1)
        return Decision(
            Speaker(_unspaced(whole.text), "organization"),
            "nominal",
            "named in full elsewhere in the article",
            0.8,
            (here, whole),
        )

    def _owner(self, head: Token) -> Decision | None:
        """``the company's statement``, ``Trump's tweet``: whose words they are."""
        noun = fold(head.lemma_)
        if noun not in words.AUTHORED_NOUNS:
            return None
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        if owner is None and noun not in words.FINDINGS:
            preps = (c for c in head.children if c.dep_ == "prep" and c.lower_ in {"from", "by"})
            owner = next((o for p in preps for o in p.children if o.dep_ == "pobj"), None)
            entity = self.cast.at(owner.i) if owner is not None else None
            if entity is not None and entity.place:
                return None  # reports from Kampala
            owner = owner or _agent(head)
        if owner is None or self._is_issued(owner):
            return None  # the letter by the letter
        decided = self.from_head(owner, self.doc[slice(*phrase_of(owner))])
        if decided.speaker is None or decided.speaker.kind not in {"person", "organization"}:
            return None
        return Decision(
            decided.speaker,
            "nominal",
            "whose words the document is",
            decided.certainty * 0.85,
            (self._mention(head.i, head.i + 1), *decided.chain),
            decided.runner_up,
            decided.runner_up_share,
        )

    def _issuer(self, head: Token) -> Decision | None:
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
        for token in reversed(self.doc[max(0, head.i - _FAR) : head.i]):
            if token.tag_ != "NN" or fold(token.lemma_) not in kin or self.quoted[token.i]:
                continue
            decided = self._owner(token) or self._who_issues(token)
            if decided is None or decided.speaker is None:
                if any(c.lower_ in {"a", "an", "another"} for c in token.children):
                    return None  # one that nobody is said to have issued
                continue
            if decided.speaker.kind not in {"person", "organization"}:
                return None
            return replace(
                decided,
                resolution="nominal",
                rule="whose words the document is",
                certainty=decided.certainty * 0.75,
                chain=(self._mention(head.i, head.i + 1), *decided.chain),
            )
        return None

    def _is_issued(self, noun: Token) -> bool:
        """A letter, but not the Harbor Post."""
        return noun.i not in self.cast.by_token and fold(noun.lemma_) in words.ISSUED

    def _who_issues(self, noun: Token) -> Decision | None:
        """Who ``issued a statement``, ``said in a statement``."""
        verb = noun.head
        if noun.dep_ == "pobj" and verb.lower_ == "in":
            verb = verb.head
            if fold(verb.lemma_) not in words.ISSUES | words.SAYS:
                return None
        elif noun.dep_ != "dobj" or fold(verb.lemma_) not in words.ISSUES:
            return None
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is None or self.quoted[subject.i] or self._is_issued(subject):
            return None
        return self.from_head(subject, self.doc[subject.i : subject.i + 1])

    # -------------------------------------------------------- no source

    def implicit(
        self, quotation: Quotation, before: Sequence[tuple[Quotation, Decision]]
    ) -> Decision:
        """No source: the speaker before, when the quotation follows on."""
        start = _start(quotation)
        around = [d for q, d in before if any(s <= start < e for s, e in q.spans)]
        earlier = [(q, d) for q, d in before if not any(s <= start < e for s, e in q.spans)]
        if around and quotation.cue is None:
            return around[-1]
        if quotation.type != "indirect" and (signed := self._signed(quotation)) is not None:
            return signed
        subject = self._acting_before(start)
        subject = self._acting_around(start) or subject
        if quotation.type != "indirect" and subject is not None:
            return subject
        if quotation.type == "indirect" or not earlier:
            return Decision(None, None, "no source in the text", 0.4)
        previous, decided = earlier[-1]
        end = max(e for _, e in previous.spans)
        gap = self.text[end:start]
        paragraphs = len(re.findall(r"\n\s*", gap))
        if decided.speaker is None or decided.speaker.kind == "document" or paragraphs > 1:
            return Decision(None, None, "no source in the text", 0.4)
        if (other := self._who_answers(earlier, start)) is not None:
            return replace(
                other, resolution="implicit", rule=_ANSWERS, certainty=other.certainty * 0.6
            )
        certainty = decided.certainty * (0.8 if paragraphs == 0 else 0.75)
        return Decision(
            decided.speaker,
            "implicit",
            "follows on from the quotation before",
            certainty,
            decided.chain,
            decided.runner_up,
            decided.runner_up_share,
        )

    def _who_answers(
        self, earlier: Sequence[tuple[Quotation, Decision]], start: int
    ) -> Decision | None:
        """``“When?” asked Hill. ⏎ “In May.” ⏎ “Why not now?”``: the other one of the two.

        Only where people talk with each other, so that many quotations need no source; in news a
        paragraph of quotation goes on from the one before.
        """
        previous, decided = earlier[-1]
        end = max(e for _, e in previous.spans)
        if not re.fullmatch(r"[^\n]{0,80}\n\s*[^\w\s]{1,2}", self.text[end:start]):
            return None
        if not self.exchanges:
            return None
        mine = decided.speaker
        for quotation, one in earlier[-2 : -_EXCHANGE - 1 : -1]:
            if quotation.type == "indirect" or one.speaker is None or mine is None:
                continue
            if one.speaker != mine and one.speaker.kind in {"person", "unnamed"}:
                return one
        return None

    def _acting_before(self, start: int) -> Decision | None:
        """Who acts in the sentence right before, in the same paragraph: ``She paused. "…"``."""
        at = self.doc.char_span(start, start + 1, alignment_mode="expand")
        if at is None or at.start == 0:
            return None
        i = at.start - 1
        while i > 0 and (self.doc[i].is_quote or self.doc[i].text == " "):
            i -= 1
        if self.doc[i].is_space or self.doc[i].text not in {".", ":"} or self.quoted[i]:
            return None
        sentence = self.doc[i].sent
        if self.quoted[sentence.start]:
            return None
        root = sentence.root
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
        link = self.links.get(subject.i) if subject is not None else None
        if subject is None or link is None or not link.referent.person:
            return None
        if link.referent.entity is None:
            return None
        decided = self.from_head(subject, self.doc[subject.i : subject.i + 1])
        return Decision(
            decided.speaker,
            "implicit",
            "acts in the sentence before the quotation",
            decided.certainty * 0.8,
            decided.chain,
            decided.runner_up,
            decided.runner_up_share,
        )

    def _signed(self, quotation: Quotation) -> Decision | None:
        """``“The bridge is a disgrace.” — Ada Hill, engineer``: the name behind a dash."""
        end = max(e for _, e in quotation.spans)
        found = re.match(r"[^\w\s]{0,3}\s*(?:—|―|–|--|-)\s*(?=[A-Z@])", self.text[end : end + 12])
        at = end + found.end() if found else len(self.text)
        behind = self.doc.char_span(at, at + 1, alignment_mode="expand")
        if found is None or behind is None:
            return None
        start = behind.start
        name = next((n for i in range(start, start + 6) if (n := self.cast.name_at(i))), None)
        entity = self.cast.at(name.head) if name else None
        if name is None or entity is None or entity.kind != "person":
            return None
        before = self.doc[start : name.start]
        if any(t.is_alpha and not t.text[0].isupper() for t in before):
            return None
        mine = self._mention(name.start, name.end)
        return Decision(self._speaker(name.head), "implicit", "signs it", 0.85, (mine,))

    def _acting_around(self, start: int) -> Decision | None:
        """Who acts in the sentence that the quotation stands in: ``Grant sang “Rain”``."""
        at = self.doc.char_span(start, start + 1, alignment_mode="expand")
        if at is None or self.quoted[at.root.sent.root.i]:
            return None
        root = at.root.sent.root
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
        link = self.links.get(subject.i) if subject is not None else None
        if subject is None or link is None or self.quoted[subject.i] or subject.i > at.start:
            return None
        if link.referent.entity is None or not link.referent.person:
            return None
        decided = self.from_head(subject, self.doc[subject.i : subject.i + 1])
        return replace(
            decided,
            resolution="implicit",
            rule="acts in the sentence with the quotation",
            certainty=decided.certainty * 0.7,
        )

    def of_outer(
        self, quotations: Sequence[Quotation], index: int, decided: Mapping[int, Decision]
    ) -> Decision:
        """``I`` inside a quotation: its speaker."""
        source = quotations[index].source
        assert source is not None
        around = [
            i
            for i, q in enumerate(quotations)
            if i != index and any(s <= source.start and source.end <= e for s, e in q.spans)
        ]
        inner = min(around, key=lambda i: _length(quotations[i]), default=None)
        mention = decided[index].chain
        if inner is None or decided[inner].rule == _SPEAKER_OF_OUTER:
            return Decision(None, None, "the speaker of a quotation that was not found", 0.5)
        outer = decided[inner]
        return Decision(
            outer.speaker,
            "pronoun",
            _SPEAKER_OF_OUTER,
            outer.certainty * 0.95,
            (*mention, *outer.chain),
            outer.runner_up,
            outer.runner_up_share,
        )

    # -------------------------------------------------------- results

    def _to_referent(
        self, link: Link, how: Resolution, rule: str, certainty: float, source: Span
    ) -> Decision:
        referent = link.referent
        chain = [self._span(source)]
        if referent.entity:
            back = [i for i in link.via if not source.start <= i < source.end]
            chain += [self._at(i) for i in back]
            if not any(i in self.cast.by_token for i in back):
                chain.append(self._fullest(referent.entity))
            return Decision(
                self.speakers[referent.index or 0],
                how,
                rule,
                certainty,
                tuple(chain),
                _shown(link.rival),
                _share(link),
            )
        found = referent.description
        assert found is not None
        if source.start <= found.head < source.end:
            described = self._described(self.doc[found.head], source, rule)
        else:
            start, end = found.start, found.end
            described = self._described(self.doc[found.head], self.doc[start:end], rule)
            chain.append(self._mention(start, end))
        rival = _shown(link.rival)
        return Decision(described.speaker, how, rule, certainty, tuple(chain), rival, _share(link))

    def _described(
        self, head: Token, source: Span, rule: str, kind: SpeakerKind | None = None
    ) -> Decision:
        found = describe(head)
        if kind:
            pass
        elif found:
            kind = _KINDS[found.sort]
        elif head.tag_ in {"NNS", "NNPS"} or sort_of(fold(head.text), False) == "group":
            kind = "group"
        else:
            kind = "unnamed"
        if kind == "unnamed" and _is_plural(head):
            kind = "group"
        text = self._shorten(source)
        return Decision(Speaker(text, kind), "nominal", rule, 0.82, (self._span(source),))

    def _shorten(self, source: Span) -> str:
        """The description without a clause behind it."""
        text = " ".join(source.text.split())
        text = re.split(r",\s+(?:who|which|whose|where)\b|\s+(?:who|which)\s", text)[0]
        return text.strip(' ,;:—–-"“”') or source.text.strip() or "unknown"

    def _speaker(self, token: int) -> Speaker:
        return self.speakers[self.cast.by_token[token]]

    def _fullest(self, entity: Entity) -> Mention:
        best = next((m for m in entity.mentions if m.text == entity.name), entity.mentions[0])
        return self._mention(best.start, best.end)

    def _at(self, token: int) -> Mention:
        name = self.cast.name_at(token)
        return self._mention(name.start, name.end) if name else self._mention(token, token + 1)

    def _mention(self, start: int, end: int) -> Mention:
        return self._span(self.doc[start:end])

    def _span(self, span: Span) -> Mention:
        return Mention(self.text[span.start_char : span.end_char], span.start_char, span.end_char)


def _agent(head: Token) -> Token | None:
    """Who issued it, in ``the statement released by the bank``."""
    for verb in head.children:
        if verb.dep_ in {"acl", "vmod"} and fold(verb.lemma_) in words.ISSUES:
            by = (c for c in verb.children if c.lower_ == "by")
            return next((o for b in by for o in b.children if o.dep_ == "pobj"), None)
    return None


def _is_plural(head: Token) -> bool:
    """By its tag, or by its verb where the tagger took ``negotiators`` for one."""
    verb = head.head
    agreeing = {t.lower_ for t in (verb, *verb.children) if t.pos_ in ("VERB", "AUX")}
    plural_verb = head.dep_ == "nsubj" and bool(agreeing & {"are", "were", "have"})
    return head.tag_ in {"NNS", "NNPS"} or (head.lower_.endswith("s") and plural_verb)


def _capitalised_before(doc: Doc, head: Token) -> int | None:
    """Where the capitalised words right before a noun begin."""
    first = head.i
    while first > 0:
        token = doc[first - 1]
        proper = token.tag_ in {"NNP", "NNPS"} or token.ent_type_ == "NORP"
        if token.lower_ == "s" or not (
            (proper and token.text[:1].isupper()) or (token.tag_ == "HYPH" and first < head.i)
        ):
            break
        first -= 1
    while first < head.i and doc[first].tag_ == "HYPH":
        first += 1
    return first if first < head.i else None


_KINDS: dict[str, SpeakerKind] = {
    "person": "unnamed",
    "organization": "group",
    "group": "group",
    "document": "document",
}


def speaker(entity: Entity) -> Speaker:
    """The speaker that an entity makes."""
    return Speaker(entity.name, entity.kind, entity.title, entity.aliases)


def _names_a_document(entity: Entity) -> bool:
    """``the Coast Poll``, ``the Harbor Act``."""
    parts = fold(entity.name).split()
    return entity.kind == "organization" and len(parts) > 1 and parts[-1] in words.DOCUMENT_NAMES


def _is_expletive(head: Token) -> bool:
    """``it is estimated that``."""
    return head.lower_ == "it" and any(c.dep_ == "auxpass" for c in head.head.children)


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


def _shown(referent: Referent | None) -> str | None:
    return referent.entity.name if referent and referent.entity else None


def _share(link: Link) -> float | None:
    """The rival's weight beside the winner's, where the rival has a name and was weighed."""
    if _shown(link.rival) is None or link.lead is None:
        return None
    return round(1 - link.lead, 3)


def _length(quotation: Quotation) -> int:
    return sum(e - s for s, e in quotation.spans)


def _source_span(doc: Doc, quotation: Quotation) -> Span | None:
    if quotation.source is None:
        return None
    found = doc.char_span(quotation.source.start, quotation.source.end, alignment_mode="expand")
    return found if found is not None and len(found) else None


def _token_range(doc: Doc, start: int, end: int) -> range:
    found = doc.char_span(start, end, alignment_mode="expand")
    return range(found.start, found.end) if found is not None else range(0)


def _head(doc: Doc, cast: Cast, source: Span) -> Token:
    """The word of a source that says who: the name it begins with, else its syntactic head."""
    root: Token = source.root
    names = _names_in(cast, source)
    for name in names:
        behind = doc[name.end] if name.end < source.end else None
        person = cast.entities[cast.by_token[name.start]].kind == "person"
        if behind is not None and person and behind.lower_ in _FROM and source.root.i == name.head:
            # Ada Hill of the Coast Review
            return source.root
        if _leads(doc, source, name.start, name.end):
            found: Token = doc[name.head]
            return found
    if root.tag_ in {"PRP", "PRP$", "WP"}:
        return root
    if root.tag_.startswith("VB"):
        subjects = [t for t in source if t.dep_ in {"nsubj", "nsubjpass"}]
        nouns = [t for t in source if t.tag_ in _NOMINAL]
        root = next(iter(subjects or nouns), root)
    if root.i in cast.by_token:
        return _owned(doc, cast, source, root) or _example_of(cast, source, root) or root
    if is_person_noun(fold(root.lemma_)) and root.tag_ == "NN":
        beside = next((n for n in names if _stands_apart(doc, source, n)), None)
        if beside is not None:
            apart: Token = doc[beside.head]
            return apart
    for name in names if root.tag_ != "NNS" else ():  # the president, Barack Obama,
        if doc[name.head].dep_ == "appos" and doc[name.head].head.i == root.i:
            inner: Token = doc[name.head]
            return inner
    return root


#: What comes between a person and his town, party or paper.
_FROM = {"of", "from", "at", "with"}
_NOMINAL = {"NN", "NNS", "NNP", "NNPS", "PRP"}


def _stands_apart(doc: Doc, source: Span, name: Name) -> bool:
    """``the minister of the economy, Mr. Guajardo,``: a name between commas."""
    before = name.start - 1
    while before > source.start and fold(doc[before].text) in words.TITLES:
        before -= 1
    if before <= source.start or doc[before].text != ",":
        return False
    return name.end >= source.end or doc[name.end].text == ","


def _owned(doc: Doc, cast: Cast, source: Span, root: Token) -> Token | None:
    """The noun behind a name that the parse took for the head: ``Scott's wife``."""
    name = cast.name_at(root.i)
    if name is None or name.end >= source.end:
        return None
    if doc[name.end].tag_ not in {"POS", "NN", "NNS"}:
        return None
    noun = None
    for i in range(name.end, source.end):
        if doc[i].tag_ in _NOMINAL:
            noun = doc[i]
        elif doc[i].tag_ != "POS" and (noun is not None or doc[i].tag_ in {"IN", ","}):
            break
    return noun


def _example_of(cast: Cast, source: Span, root: Token) -> Token | None:
    """The noun before a preposition and the name: ``critics like Senator Grassley``."""
    name = cast.name_at(root.i)
    noun: Token | None = None
    for token in source:
        if name is None or token.i >= name.start or token.i in cast.by_token:
            return None
        if token.tag_ == "IN" and noun is not None:
            return noun if sort_of(fold(noun.lemma_), True) == "group" else None
        if token.tag_ in {"NN", "NNS"}:
            noun = token
    return None


def _names_in(cast: Cast, source: Span) -> list[Name]:
    found: list[Name] = []
    for i in range(source.start, source.end):
        name = cast.name_at(i)
        if name and name not in found and name.end <= source.end:
            found.append(name)
    return found


def _leads(doc: Doc, source: Span, start: int, end: int) -> bool:
    """Is the name at ``doc[start:end]`` who the source is, rather than a part of a description?

    It begins the source, but for a title, and is followed by its end, a comma
    or a parenthesis.
    """
    if end < source.end and doc[end].text not in {",", "(", "—", "–", "-"}:
        return False
    if end < source.end and doc[end].text == "-" and not doc[end - 1].whitespace_:
        return False  # Post Editor-in-Chief Ada Hill
    for i in range(source.start, start):
        if doc[i].tag_ in {"IN", "TO", "CC", ",", "-LRB-"}:
            title = doc[i].lower_ in {"of", "for"} and doc[start - 1].tag_ in {"NNP", "NNPS"}
            if not title or i == source.start or doc[source.start].lower_ in {"a", "an", "one"}:
                return False
            if fold(doc[i - 1].lemma_) in words.SPEAKS_FOR:
                return False
    return start == source.start or doc[start - 1].tag_ != "POS"
