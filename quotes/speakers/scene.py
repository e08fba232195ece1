"""An article whose speakers are being decided: what was found out about it, and the speakers that
its words make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from quotes import lexicon
from quotes.coreference.discourse import read
from quotes.coreference.memory import Link, Referent
from quotes.coreference.prominence import bundled
from quotes.coreference.setting import Source, setting_of, sources_of
from quotes.coreference.witness import Witness
from quotes.decisions import Way
from quotes.mentions import words
from quotes.mentions.entities import Cast, Entity, cast_of
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold, parse_person
from quotes.mentions.nouns import sort_of
from quotes.mentions.phrases import describe, joins_another, phrase_of
from quotes.speakers.certainty import certainty
from quotes.speakers.decision import Decision
from quotes.speakers.writer import Writers
from quotes.tokens import Tokens
from quotes.types import Mention, Quotation, Resolution, Speaker, SpeakerKind

#: Where a clause behind a description begins: ``, a draft of which was seen``.
_CLAUSE_BEHIND = re.compile(
    r",\s[^,]{0,40}\s(?:of|to|for|with|from) wh(?:om|ich)\b|,\s+(?:who|which|whose|where)\b"
    r"|\s+(?:who|which)\s"
)


#: What stands before a place's own name: ``the city of Aker``.
_PLACES = lexicon.words("SORTS_OF_PLACE")
#: From so many direct quotations on, of which this share has no source, nor has the one before,
#: people talk: in 17 of 28 novels, and in none of 650 news articles. In two of these four and five
#: of nine have no source, each of which goes on from one that has.
_TALK, _UNTOLD = 8, 0.24


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with everything that was found out about it."""

    doc: Doc
    tokens: Tokens
    cast: Cast
    sources: Sequence[Source]
    """Of each quotation."""
    links: Mapping[int, Link]
    """Where each mention leads, by its head word."""
    quoted: Sequence[bool]
    """For each token: inside quotation marks?"""
    speakers: Sequence[Speaker]
    """Of the entities of the cast, in their order."""
    collectives: Mapping[str, Sequence[tuple[int, int, int]]]
    """Noun -> head, first and last token of the phrases in which a name stands beside it."""
    writers: Writers
    family_names: frozenset[str]
    exchanges: bool
    """Is it people talking with each other?"""

    @classmethod
    def of(cls, tokens: Tokens, quotations: Sequence[Quotation], witness: Witness) -> Scene:
        """Find out everything about a document that deciding asks for."""
        cast = cast_of(tokens)
        sources = sources_of(tokens, cast, quotations)
        setting = setting_of(tokens, quotations, sources, witness, bundled())
        people = (e for e in cast.entities if e.kind == "person")
        return cls(
            tokens.doc,
            tokens,
            cast,
            sources,
            read(tokens, cast, setting),
            setting.quoted,
            [_speaker(entity) for entity in cast.entities],
            _collectives(tokens, cast),
            Writers(tokens, cast, quotations),
            frozenset(parse_person(e.name).key for e in people),
            are_exchanges(quotations),
        )

    def to_referent(
        self, link: Link, how: Resolution, way: Way, certainty: float, source: Span
    ) -> Decision:
        """Whom a link leads to: a speaker with a name, or one as he was first described."""
        referent = link.referent
        chain = [self.span(source)]
        if referent.members:
            return self._together(link, how, way, certainty, source)
        if referent.entity:
            back = [i for i in link.via if not source.start <= i < source.end]
            chain += [self.name_or_word(i) for i in back]
            if not any(i in self.cast.by_token for i in back):
                chain.append(self.fullest(referent.entity))
            return Decision(
                self.speakers[referent.index or 0],
                how,
                way,
                certainty,
                tuple(chain),
                shown(link.rival),
                _share(link),
                link.because,
            )
        found = referent.description
        assert found is not None
        if source.start <= found.head < source.end:
            described = self.described(self.doc[found.head], source, way)
        else:
            first = self._as_source(found.head) or self._phrase(self.doc[found.head])
            described = self.described(self.doc[found.head], first, way)
            chain.append(self.span(first))
        rival = shown(link.rival)
        share = _share(link)
        speaker = described.speaker
        return Decision(speaker, how, way, certainty, tuple(chain), rival, share, link.because)

    def _together(
        self, link: Link, how: Resolution, way: Way, certainty: float, source: Span
    ) -> Decision:
        """Several who were named together: ``Ada Hill and Ben Marsh``, as one group."""
        conjunction = next(i for i in link.via if not source.start <= i < source.end)
        while conjunction in self.links:  # they … they
            conjunction = self.links[conjunction].via[-1]
        head = self.doc[conjunction].head
        phrases = [phrase_of(self.tokens, one.i) for one in (head, *head.conjuncts)]
        whole = self.mention(min(phrases)[0], max(phrases)[1])
        name = joined_names([self._called(one) for one in link.referent.members])
        speaker = Speaker(name, "group")
        rival = shown(link.rival)
        chain = (self.span(source), whole)
        share = _share(link)
        return Decision(speaker, how, way, certainty, chain, rival, share, link.because)

    def _called(self, one: Referent) -> str:
        """The name of one of several, or the words by which he was first described."""
        if one.members:
            return joined_names([self._called(member) for member in one.members])
        if one.entity is not None:
            return one.entity.name
        assert one.description is not None
        head = one.description.head
        return self._shorten(self._as_source(head) or self._phrase(self.doc[head]))

    def _phrase(self, head: Token) -> Span:
        """The phrase of a word; ``her mother and father`` as a whole."""
        start, end = phrase_of(self.tokens, head.i)
        if joins_another(self.tokens, head.i):
            end = max([end, *(phrase_of(self.tokens, other.i)[1] for other in head.conjuncts)])
        return self.doc[start:end]

    def _as_source(self, head: int) -> Span | None:
        """The source that a word heads, if it heads one: ``a person close to Hill``."""
        sources = (source for source, word in self.sources if word is not None and word.i == head)
        return next(sources, None)

    def described(
        self, head: Token, source: Span, way: Way, kind: SpeakerKind | None = None
    ) -> Decision:
        """A speaker without a name: the words of the source, but for a clause behind them."""
        found = describe(self.tokens, head.i)
        sure = certainty(way if way in {"several", "document", "interview"} else "described")
        body = self._named_behind(head) if kind is None else None
        if body:
            return Decision(body, "nominal", way, sure, (self.span(source),))
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
        return Decision(Speaker(text, kind), "nominal", way, sure, (self.span(source),))

    def _named_behind(self, head: Token) -> Speaker | None:
        """What a place is named for: ``the city of Aker``, ``the government of Westland``."""
        place = place_behind(self.cast, head)
        the = next((c for c in head.lefts if c.dep_ == "det"), None)
        if place is None or (the is not None and the.lower_ != "the"):
            return None  # a court of Westland
        noun = fold(head.text)
        if noun in _PLACES:
            return self.speaker_at(place.head)
        if noun not in words.ORGANIZATION_NOUNS | words.COLLECTIVES:
            return None
        first = the.i + 1 if the is not None else phrase_of(self.tokens, head.i)[0]
        return Speaker(" ".join(self.doc[first : place.end].text.split()), "organization")

    def _shorten(self, source: Span) -> str:
        """The description without a clause behind it."""
        text = " ".join(source.text.split())
        text = _CLAUSE_BEHIND.split(text)[0]
        text = text.strip(' ,;:—–-"“”') or source.text.strip() or "unknown"
        return text.removesuffix(".") if len(text) == 2 else text  # Q.

    def speaker_at(self, token: int) -> Speaker:
        """The speaker whose name covers a token. Raises KeyError where there is no name."""
        return self.speakers[self.cast.by_token[token]]

    def fullest(self, entity: Entity) -> Mention:
        """Where the article has the fullest name of an entity."""
        best = next((m for m in entity.mentions if m.text == entity.name), entity.mentions[0])
        return self.mention(best.start, best.end)

    def name_or_word(self, token: int) -> Mention:
        """The name that covers a token, or the word alone."""
        name = self.cast.name_at(token)
        return self.mention(name.start, name.end) if name else self.mention(token, token + 1)

    def span(self, span: Span) -> Mention:
        """A stretch of the text, from its tokens."""
        return self.mention(span.start, span.end)

    def mention(self, first: int, last: int) -> Mention:
        """The words from ``first`` to before ``last``."""
        return Mention.of(self.tokens.text, self.tokens.start[first], self.tokens.end[last - 1])


def _collectives(tokens: Tokens, cast: Cast) -> Mapping[str, Sequence[tuple[int, int, int]]]:
    found: dict[str, list[tuple[int, int, int]]] = {}
    for i, noun in enumerate(tokens.lower):
        if noun in words.COLLECTIVES:
            first = capitalised_before(tokens.doc, tokens.doc[i])
            if first is not None:
                found.setdefault(noun, []).append((i, first, i))
            elif (place := place_behind(cast, tokens.doc[i])) is not None:
                found.setdefault(noun, []).append((i, i, place.end - 1))
    return found


#: What a body is for, by what it is; a ministry may be for anything.
_FIELDS_OF: Mapping[str, frozenset[str]] = {
    "ministry": frozenset(),
    "department": words.FIELDS,
    "court": lexicon.words("FIELDS_OF_COURTS"),
}
_KINDS: dict[str, SpeakerKind] = {
    "person": "unnamed",
    "organization": "group",
    "group": "group",
    "document": "document",
}


def _speaker(entity: Entity) -> Speaker:
    """The speaker that an entity makes."""
    return Speaker(
        entity.name,
        entity.kind,
        entity.title,
        entity.aliases,
        entity.shown_titles,
        entity.gender,
    )


def _is_plural(head: Token) -> bool:
    """By its tag, or by its verb where the tagger took ``negotiators`` for one."""
    verb = head.head
    agreeing = {t.lower_ for t in (verb, *verb.children) if t.pos_ in ("VERB", "AUX")}
    plural_verb = head.dep_ == "nsubj" and bool(agreeing & {"are", "were", "have"})
    return head.tag_ in {"NNS", "NNPS"} or (head.lower_.endswith("s") and plural_verb)


def joined_names(names: Sequence[str]) -> str:
    """``Ada Hill, Ben Marsh and Cora Price``."""
    return " and ".join([", ".join(names[:-1]), names[-1]])


def shown(referent: Referent | None) -> str | None:
    return referent.entity.name if referent and referent.entity else None


def _share(link: Link) -> float | None:
    """The rival's weight beside the winner's, where the rival has a name and was weighed."""
    if shown(link.rival) is None or link.lead is None:
        return None
    return round(1 - link.lead, 3)


def place_behind(cast: Cast, head: Token) -> Name | None:
    """``Westland`` of ``the government of Westland``."""
    of = (c for c in head.rights if c.lower_ == "of")
    for word in (o for prep in of for o in prep.children if o.dep_ == "pobj"):
        entity = cast.at(word.i)
        if entity is not None and entity.place:
            return cast.name_at(word.i)
    return None


def capitalised_before(doc: Doc, head: Token) -> int | None:
    """Where the capitalised words right before a noun begin, or before its field: ``the Norlandic
    trade ministry``.
    """
    end = _field_before(doc, head)
    first = _capitals_before(doc, end)
    several = first is not None and end < head.i and doc[max(first - 1, 0)].lower_ in {"a", "an"}
    return None if several else first


def _field_before(doc: Doc, head: Token) -> int:
    """Where the field begins that a body is for, in small letters; the body's own place if none."""
    first, fields = head.i, _FIELDS_OF.get(head.lower_)
    while fields is not None and first > 0 and doc[first - 1].text.islower():
        word = doc[first - 1]
        if word.tag_ not in {"NN", "NNS", "JJ"} or not (word.lower_ in fields or not fields):
            break
        first -= 1
    return first


def _capitals_before(doc: Doc, end: int) -> int | None:
    """Where the capitalised words begin that stand right before a place in the text."""
    first = end
    while first > 0:
        token = doc[first - 1]
        people = token.tag_ == "JJ" and not token.is_sent_start  # the Westlandish government
        proper = people or token.tag_ in {"NNP", "NNPS"} or token.ent_type_ == "NORP"
        if token.lower_ == "s" or not (
            (proper and token.text[:1].isupper()) or (token.tag_ == "HYPH" and first < end)
        ):
            break
        first -= 1
    while first < end and doc[first].tag_ == "HYPH":
        first += 1
    return first if first < end else None


def are_exchanges(quotations: Sequence[Quotation]) -> bool:
    """Is it people talking with each other, so that many quotations need no source?

    Not where each is announced by what somebody is reported to have said before it.
    """
    direct = sum(q.type == "direct" for q in quotations)
    bare = [q.type == "direct" and q.source is None for q in quotations]
    in_a_row = sum(one and other for one, other in pairwise(bare))
    return direct >= _TALK and in_a_row > _UNTOLD * direct
