"""Coreference chains of a document, in coreferee's types.

Coreferee links nouns by rules (a name to its last part, ``the company`` to an
organisation), scores the candidates of each pronoun with a network, and builds
chains. Here the learnt choice says who is meant, by a pronoun, a name or a
description (:mod:`quotes.coreference.discourse`); what else ``it`` and ``they``
stand for is chosen among all nouns (:mod:`quotes.coreference.things`). The rest
is coreferee's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coreferee.annotation import Annotator
from coreferee.data_model import Chain, ChainHolder, Mention
from spacy.attrs import IDX
from spacy.tokens import Doc, Span, Token

from quotes.coreference.discourse import read
from quotes.coreference.memory import Link
from quotes.coreference.nouns import Nouns
from quotes.coreference.prominence import bundled
from quotes.coreference.rules import DocumentRules, Words, mention
from quotes.coreference.setting import Source, setting_of, sources_of
from quotes.coreference.things import antecedents
from quotes.coreference.witness import nobody
from quotes.mentions.entities import cast_of
from quotes.mentions.kinds import THIRD
from quotes.tokens import Tokens
from quotes.types import Quotation


@dataclass(frozen=True, slots=True)
class Article:
    """A document that was read from its beginning to its end."""

    nouns: Nouns
    sources: Sequence[Source]
    """Of its quotations."""
    links: Mapping[int, Link]
    """Where its names, descriptions and pronouns lead."""

    @classmethod
    def of(cls, doc: Doc, quotations: Sequence[Quotation]) -> Article:
        """Read a document."""
        tokens = Tokens.of(doc)
        cast = cast_of(tokens)
        sources = sources_of(tokens, cast, quotations)
        setting = setting_of(tokens, quotations, sources, nobody, bundled())
        return cls(Nouns(tokens), sources, read(tokens, cast, setting))

    def antecedents(self) -> dict[int, tuple[int, ...]]:
        """Pronoun -> the heads of the name or description before it that means the same."""
        lower = self.nouns.tokens.lower
        found: dict[int, tuple[int, ...]] = {}
        for token, link in sorted(self.links.items()):
            if lower[token] not in THIRD:
                continue
            before = link.via[-1]
            if before in found or not link.referent.members:
                heads = found.get(before, (before,))
            else:
                heads = self._together(before)
            if lower[heads[0]] not in THIRD:
                found[token] = heads
        return found

    def _together(self, joins: int) -> tuple[int, ...]:
        """The heads of those whom an ``and`` joins."""
        tokens = self.nouns.tokens
        first = tokens.head[joins]
        while tokens.dep[first] == "conj" and tokens.head[first] < first:
            first = tokens.head[first]
        return (first, *self.nouns.siblings.get(first, ()))

    def before(self) -> dict[int, int]:
        """The head of a name or description -> that of the one before that means the same."""
        lower = self.nouns.tokens.lower
        found: dict[int, int] = {}
        last: dict[int, int] = {}
        for token, link in sorted(self.links.items()):
            if lower[token] not in THIRD:
                if link.referent.id in last:
                    found[token] = last[link.referent.id]
                last[link.referent.id] = token
        return found


class _Decided:
    """Coreferee's scoring of candidates, where there is one candidate at most."""

    def score(self, doc: Doc, ensemble: object) -> None:
        """Nothing is left to score."""


class DocumentAnnotator(Annotator):  # type: ignore[misc]
    """Coreferee's annotator, for one document.

    Its constructor takes the parts that coreferee's own would look up by the
    name of a pipeline.
    """

    def __init__(self, article: Article, rules: DocumentRules) -> None:
        self.thinc_ensemble = None
        self.rules_analyzer = rules
        self.tendencies_analyzer = _Decided()
        self._article = article
        self._before = article.before()

    def annotate(self, doc: Doc, used_in_training: bool = False) -> Doc:
        self.rules_analyzer.initialize(doc)
        self._decide()
        super().annotate(doc, used_in_training=True)
        # Coreferee clears up after itself token by token and mention by mention, each many times.
        for holder in (doc._.coref_chains, *self.rules_analyzer.holders):
            holder.__dict__ = {"chains": holder.chains}
        return doc

    def _decide(self) -> None:
        """Leaves each pronoun the one noun that it stands for."""
        rules, known = self.rules_analyzer, self._article.antecedents()
        for token, heads in antecedents(self._article.nouns, rules, known).items():
            rules.holders[token].temp_potential_referreds = [mention(rules.tokens, heads)]

    def temp_annotate_any_anaphoric_link(
        self,
        token: Token,
        token_indexes_without_coordination_to_mention_sets: dict[int, set[Mention]],
        token_indexes_with_coordination_to_mention_sets: dict[int, set[Mention]],
        permitted_start_index: int = 0,
    ) -> bool:
        (antecedent,) = token._.coref_chains.temp_potential_referreds
        self.record_mention(
            antecedent,
            token,
            token_indexes_without_coordination_to_mention_sets,
            token_indexes_with_coordination_to_mention_sets,
        )
        return True

    def temp_annotate_any_coreferring_noun_link(
        self,
        token: Token,
        sentence_deque: deque[Span],
        token_indexes_without_coordination_to_mention_sets: dict[int, set[Mention]],
        token_indexes_with_coordination_to_mention_sets: dict[int, set[Mention]],
    ) -> None:
        # As coreferee has it, passing quickly over the words that are nothing to it.
        rules = self.rules_analyzer
        tokens, nouns, is_pair = rules.tokens, rules.nouns, rules.is_potential_coreferring_noun_pair
        chained = token_indexes_without_coordination_to_mention_sets
        together = token_indexes_with_coordination_to_mention_sets
        same = self._before.get(token.i)
        if same is not None:
            self.record_mention(Mention(tokens[same], False), token, chained, together)
            return
        if token.i not in nouns or not rules.may_refer_back(token):
            return
        for sentence in sentence_deque:
            for index in range(min(sentence.end, token.i - 1), sentence.start - 1, -1):
                preceding = tokens[index]
                if (index in nouns and is_pair(preceding, token)) or (
                    index in chained
                    and any(
                        is_pair(tokens[mention.root_index], token)
                        for mention in chained[index]
                        if len(mention.token_indexes) == 1
                    )
                ):
                    self.record_mention(Mention(preceding, False), token, chained, together)
                    return


def annotate(doc: Doc, quotations: Sequence[Quotation], words: Words, limit: int) -> None:
    """Put the chains on a document.

    Raises :exc:`~quotes.coreference.rules.TooMuchWork` beyond ``limit`` comparisons of two words.
    """
    article = Article.of(doc, quotations)
    DocumentAnnotator(article, DocumentRules(article.nouns, words, limit)).annotate(doc)


def annotate_sources(doc: Doc, quotations: Sequence[Quotation]) -> None:
    """Put chains on a document of those pronouns alone that are sources of its quotations."""
    article = Article.of(doc, quotations)
    known = article.antecedents()
    heads = {word.i for _, word in article.sources if word is not None}
    chain(doc, {token: known[token] for token in heads & known.keys()})


def clear(doc: Doc) -> None:
    """Empty chains on the document and on each of its tokens, which share one holder."""
    holder = _empty()
    doc._.coref_chains = holder
    # Where spaCy keeps ``token._.coref_chains``, which takes eight times as long token by token.
    starts = doc.to_array(IDX).tolist()
    kept: dict[Any, Any] = doc.user_data
    kept.update({("._.", "coref_chains", start, None): holder for start in starts})


def _empty() -> ChainHolder:
    holder = ChainHolder()
    # what coreferee notes while it works, and takes away at the end
    del holder.temp_governing_sibling, holder.temp_has_or_coordination
    return holder


def chain(doc: Doc, antecedents: Mapping[int, Sequence[int]]) -> None:
    """Put chains of some pronouns alone on a document, and on the tokens in them.

    ``antecedents`` has the head of a noun, or the heads of several that are
    coordinated, by the token of the pronoun.
    """
    pronouns: dict[tuple[int, ...], list[int]] = {}
    for token in sorted(antecedents):
        pronouns.setdefault(tuple(antecedents[token]), []).append(token)
    chains = [
        Chain([mention(doc, heads), *(mention(doc, [token]) for token in tokens)], 0)
        for heads, tokens in sorted(pronouns.items())
    ]
    doc._.coref_chains = _empty()
    doc._.coref_chains.chains = chains
    holders: dict[int, ChainHolder] = {}
    for index, one in enumerate(chains):
        one.index = index
        for token in (i for member in one.mentions for i in member.token_indexes):
            holders.setdefault(token, _empty()).chains.append(one)
    for token, holder in holders.items():
        doc[token]._.coref_chains = holder
