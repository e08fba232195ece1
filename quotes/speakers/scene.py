"""An article whose speakers are being decided: what was found out about it, and who a word means.

:meth:`Scene.decide` goes from a quotation to its source, from the source to
the word in it that says who, and from that word to the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from spacy.tokens import Doc, Span, Token

from quotes.coreference.discourse import read
from quotes.coreference.memory import Link, Referent, Setting
from quotes.coreference.prominence import bundled
from quotes.coreference.witness import Witness
from quotes.mentions import words
from quotes.mentions.entities import Cast, Entity, cast_of
from quotes.mentions.kinds import THIRD
from quotes.mentions.names import fold, parse_person
from quotes.mentions.nouns import sort_of
from quotes.mentions.phrases import describe, phrase_of
from quotes.quotation.quoting import quoted_tokens
from quotes.speakers.decision import SPEAKER_OF_OUTER, Decision
from quotes.speakers.implicit import are_exchanges, implicit
from quotes.speakers.joint import joint
from quotes.speakers.owners import behind, capitalised_before
from quotes.speakers.relatives import RELATIVE, relative
from quotes.speakers.sources import head_of
from quotes.speakers.writer import INTERVIEW, Writers
from quotes.tokens import Tokens
from quotes.types import Mention, Quotation, Resolution, Speaker, SpeakerKind

_FIRST = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"}
#: Those of them that mean one person.
_ONE = {"i", "me", "my", "mine", "myself"}
_SECOND = {"you", "your", "yours", "yourself"}
#: A source and the word in it that says who; nothing where the text has none.
_Source: TypeAlias = "tuple[Span, Token] | tuple[None, None]"
#: Where a clause behind a description begins: ``, a draft of which was seen``.
_CLAUSE_BEHIND = re.compile(
    r",\s[^,]{0,40}\s(?:of|to|for|with|from) wh(?:om|ich)\b|,\s+(?:who|which|whose|where)\b"
    r"|\s+(?:who|which)\s"
)
_QUANTIFIERS = {"many", "some", "most", "several", "few", "other", "all", "both", "those", "more"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with everything that was found out about it."""

    doc: Doc
    tokens: Tokens
    cast: Cast
    sources: Sequence[_Source]
    """Of each quotation."""
    links: Mapping[int, Link]
    """Where each mention leads, by its head word."""
    quoted: Sequence[bool]
    """For each token: inside quotation marks?"""
    speakers: Sequence[Speaker]
    """Of the entities of the cast, in their order."""
    collectives: Mapping[str, Sequence[tuple[int, int]]]
    """Noun -> head and first token of the phrases in which a name stands before it."""
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
            _collectives(tokens),
            Writers(tokens.doc, cast),
            frozenset(parse_person(e.name).key for e in people),
            are_exchanges(quotations),
        )

    def decide(
        self, index: int, quotation: Quotation, before: Sequence[tuple[Quotation, Decision]]
    ) -> Decision:
        """The speaker of the quotation at ``index``, those before it being decided."""
        source, head = self.sources[index]
        if source is None or head is None:
            return implicit(self, quotation, before)
        if quotation.cue is not None and quotation.cue.text in {":", "."} and len(source) == 1:
            letter = head.text.removesuffix(".")
            if letter in INTERVIEW:
                return self._in_interview(letter, head, source)
        if self._only_takes_part(head, quotation):
            return implicit(self, quotation, before)
        if others := joint(self, source, head):
            return others
        return self.from_head(head, source)

    def _in_interview(self, letter: str, head: Token, source: Span) -> Decision:
        """``Q:`` or ``A:``, which is nobody's name."""
        rule = "asks or answers in an interview"
        person = self.writers.in_interview(letter)
        if person is None:
            return self.described(head, source, rule, kind="unnamed")
        chain = (self.span(source), self.name_or_word(person))
        return Decision(self.speaker_at(person), "nominal", rule, 0.75, chain)

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
        verbs = range(*self.tokens.covering(quotation.cue.start, quotation.cue.end))
        speaks = any(self.doc[i].tag_.startswith("NN") for i in verbs)
        return subject.head.i in verbs and not speaks and subject.tag_ in {"NN", "NNS"}

    def from_head(self, head: Token, source: Span) -> Decision:
        """The speaker by the head word of a source."""
        if head.lower_ in _FIRST and head.i not in self.cast.by_token:
            return self._first_person(head, source)
        if head.lower_ in RELATIVE:
            return relative(self, head, source)
        link = self.links.get(head.i)
        entity = self.cast.at(head.i)
        if entity is not None and self._is_several(head, entity):
            return self.described(head, source, "several, kept as they are described", "group")
        if entity is not None and _names_a_document(entity):
            return self.described(head, source, "a document, kept as it is", "document")
        if entity is not None:
            return self._named(head, entity, self.links.get(self._name_head(head)))
        if head.lower_ in _SECOND:
            return Decision(None, None, "whoever reads it", 0.5, (self.span(source),))
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
        mine = self.mention(name.start, name.end)
        chain = (mine,) if full else (mine, self.fullest(entity))
        rival = link.rival if link else None
        certainty = 0.95 if full else 0.97
        if rival:
            rule, certainty = "one of several with this name, the more prominent one", 0.7
        if not entity.sure:
            certainty = 0.75
        return Decision(self.speaker_at(head.i), "name", rule, certainty, chain, _shown(rival))

    def _pronoun(self, head: Token, link: Link | None, source: Span) -> Decision:
        if link is None or _is_expletive(head):
            return Decision(None, None, "a pronoun that leads to nobody", 0.5)
        certainty = min(link.certainty, 0.97)
        rule = "the most prominent who agrees with the pronoun"
        if link.because:
            rule += f" ({'; '.join(link.because)})"
        if link.rule == "pronoun, only candidate":
            rule, certainty = "the only one who agrees with the pronoun", 0.93
        return self.to_referent(link, "pronoun", rule, certainty, source)

    def _nominal(self, head: Token, link: Link | None, source: Span) -> Decision:
        if (owner := behind(self, head)) is not None:
            return owner
        if link is None:
            return self.described(head, source, "a description, kept as it is")
        kept = link.rule in {"new description", "same description"}
        if kept and link.referent.entity is None:
            return self.to_referent(link, "nominal", "a description, kept as it is", 0.82, source)
        rules = {
            "title": "has the title that the description uses",
            "same description": "was described so before",
            "age": "is as old as the description says",
            "relation": "named elsewhere beside the same description",
            "what it is": "the organization named before that is one",
            "part of the name": "the description is a part of the name",
            "chain": "coreference leads from the description to the name",
            "most prominent": "the most prominent whom the description fits",
        }
        return self.to_referent(
            link, "nominal", rules.get(link.rule, link.rule), link.certainty, source
        )

    def _first_person(self, head: Token, source: Span) -> Decision:
        if self.quoted[head.i]:
            return Decision(None, "pronoun", SPEAKER_OF_OUTER, 0.8, (self.span(source),))
        rule = "the writer of the article"
        writer = self.writers.at(head.i) if head.lower_ in _ONE else None
        if writer is None:
            return Decision(None, None, rule, 0.4, (self.span(source),))
        chain = (self.span(source), self.name_or_word(writer))
        return Decision(self.speaker_at(writer), "pronoun", rule, 0.8, chain)

    # -------------------------------------------------------- results

    def to_referent(
        self, link: Link, how: Resolution, rule: str, certainty: float, source: Span
    ) -> Decision:
        """Whom a link leads to: a speaker with a name, or one as he was first described."""
        referent = link.referent
        chain = [self.span(source)]
        if referent.entity:
            back = [i for i in link.via if not source.start <= i < source.end]
            chain += [self.name_or_word(i) for i in back]
            if not any(i in self.cast.by_token for i in back):
                chain.append(self.fullest(referent.entity))
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
            described = self.described(self.doc[found.head], source, rule)
        else:
            first = (
                self._as_source(found.head) or self.doc[slice(*phrase_of(self.tokens, found.head))]
            )
            described = self.described(self.doc[found.head], first, rule)
            chain.append(self.span(first))
        rival = _shown(link.rival)
        return Decision(described.speaker, how, rule, certainty, tuple(chain), rival, _share(link))

    def _as_source(self, head: int) -> Span | None:
        """The source that a word heads, if it heads one: ``a person close to Hill``."""
        sources = (source for source, word in self.sources if word is not None and word.i == head)
        return next(sources, None)

    def described(
        self, head: Token, source: Span, rule: str, kind: SpeakerKind | None = None
    ) -> Decision:
        """A speaker without a name: the words of the source, but for a clause behind them."""
        found = describe(self.tokens, head.i)
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
        return Decision(Speaker(text, kind), "nominal", rule, 0.82, (self.span(source),))

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


def sources_of(tokens: Tokens, cast: Cast, quotations: Sequence[Quotation]) -> list[_Source]:
    """The source of each quotation, and the word in it that says who."""
    return [_source_of(quotation, tokens, cast) for quotation in quotations]


def _source_of(quotation: Quotation, tokens: Tokens, cast: Cast) -> _Source:
    if quotation.source is None:
        return None, None
    first, last = tokens.covering(quotation.source.start, quotation.source.end)
    if first >= last:
        return None, None
    source = tokens.doc[first:last]
    return source, head_of(tokens.doc, cast, source)


def setting_of(
    tokens: Tokens,
    quotations: Sequence[Quotation],
    sources: Sequence[_Source],
    witness: Witness,
    weights: Mapping[str, float],
) -> Setting:
    """What is known of the quotations before anything is resolved."""
    contents: dict[int, frozenset[int]] = {}
    for quotation, (_, head) in zip(quotations, sources, strict=True):
        if head is not None:
            ranges = (range(*tokens.covering(start, end)) for start, end in quotation.spans)
            contents[head.i] = contents.get(head.i, frozenset()).union(*ranges)
    told = frozenset().union(*contents.values())
    reported = [i in told for i in range(len(tokens.word))]
    return Setting(quoted_tokens(tokens, quotations), reported, contents, witness, weights)


def _collectives(tokens: Tokens) -> Mapping[str, Sequence[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for i, noun in enumerate(tokens.lower):
        if noun in words.COLLECTIVES:
            first = capitalised_before(tokens.doc, tokens.doc[i])
            if first is not None:
                found.setdefault(noun, []).append((i, first))
    return found


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


def _names_a_document(entity: Entity) -> bool:
    """``the Coast Poll``, ``the Harbor Act``."""
    parts = fold(entity.name).split()
    return entity.kind == "organization" and len(parts) > 1 and parts[-1] in words.DOCUMENT_NAMES


def _is_expletive(head: Token) -> bool:
    """``it is estimated that``."""
    return head.lower_ == "it" and any(c.dep_ == "auxpass" for c in head.head.children)


def _is_plural(head: Token) -> bool:
    """By its tag, or by its verb where the tagger took ``negotiators`` for one."""
    verb = head.head
    agreeing = {t.lower_ for t in (verb, *verb.children) if t.pos_ in ("VERB", "AUX")}
    plural_verb = head.dep_ == "nsubj" and bool(agreeing & {"are", "were", "have"})
    return head.tag_ in {"NNS", "NNPS"} or (head.lower_.endswith("s") and plural_verb)


def _shown(referent: Referent | None) -> str | None:
    return referent.entity.name if referent and referent.entity else None


def _share(link: Link) -> float | None:
    """The rival's weight beside the winner's, where the rival has a name and was weighed."""
    if _shown(link.rival) is None or link.lead is None:
        return None
    return round(1 - link.lead, 3)
