"""Coreferee's rules and features for one document, with a memory and a limit.

Coreferee asks the same questions of the same words again and again: whether a
word heads a noun phrase, which names stand in its subtree, what its features
are. The classes here are coreferee's own analyzers that live for one document,
remember their answers, and count their work, so that a text with no sentences
or with thousands of pronouns ends in :exc:`TooMuchWork` rather than in hours.
The answers are coreferee's, so the chains are too.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

import numpy as np
from coreferee.annotation import Annotator
from coreferee.data_model import FeatureTable, Mention
from coreferee.lang.en.language_specific_rules import LanguageSpecificRulesAnalyzer
from coreferee.tendencies import TendenciesAnalyzer
from spacy.tokens import Doc, Span, Token
from thinc.model import Model

Words = Mapping[str, frozenset[str]]


class TooMuchWork(Exception):
    """A document asks for more comparisons than allowed."""


def word_lists() -> Words:
    """The word lists that coreferee brings for English, by name, as sets."""
    lists = {}
    for folder in ("coreferee.lang.en.data", "coreferee.lang.common.data"):
        for file in files(folder).iterdir():
            if file.name.endswith(".dat"):
                lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
                lists[file.name.removesuffix(".dat")] = frozenset(
                    line for line in lines if len(line) > 1 and not line.startswith("#")
                )
    male, female = lists["male_names"], lists["female_names"]
    lists["exclusively_male_names"] = male - female
    lists["exclusively_female_names"] = female - male
    return lists


#: Coreferee's network wants a word vector of each mention. Those of the encoder gave nothing over
#: this one, which says nothing: without them the weights serve any English pipeline.
_NO_VECTOR: np.ndarray[tuple[int], np.dtype[np.float32]] = np.zeros(1, dtype=np.float32)


class DocumentRules(LanguageSpecificRulesAnalyzer):  # type: ignore[misc]
    """Coreferee's English rules, for one document.

    ``limit`` bounds how many pairs of words are compared; beyond it
    :exc:`TooMuchWork` is raised.
    """

    def __init__(self, words: Words, limit: int) -> None:
        super().__init__()
        self.__dict__.update(words)
        self._limit = limit
        self.comparisons = 0
        #: The document's tokens: quicker to come by than ``doc[i]``.
        self.tokens: list[Token] = []
        self._nouns: dict[int, bool] = {}
        self._anaphors: dict[int, bool] = {}
        self._names: dict[int, list[Token]] = {}
        self._name_texts: dict[int, tuple[str, str]] = {}
        self._introducing: dict[int, bool] = {}
        self._referring_back: dict[int, bool] = {}
        self._pairs: dict[tuple[int, int], bool] = {}
        self._compatible: dict[tuple[tuple[int, ...], int], int] = {}
        self._morphs: dict[tuple[int, str, str | None], bool] = {}
        self._subtrees: dict[int, frozenset[int]] = {}
        self._subtree_nouns: dict[int, list[int]] = {}
        self._coordinated: frozenset[int] | None = None

    def _count(self) -> None:
        self.comparisons += 1
        if self.comparisons > self._limit:
            raise TooMuchWork

    def initialize(self, doc: Doc) -> None:
        self.tokens = list(doc)
        super().initialize(doc)
        # The network looks for vectors here; coreferee fills in only those that are missing.
        for token in doc:
            token._.coref_chains.temp_vector = _NO_VECTOR

    def get_dependent_siblings(self, token: Token) -> list[Token]:
        if self._coordinated is None:
            self._coordinated = self._with_coordinator(token.doc)
        if token.i not in self._coordinated:
            return []
        return cast("list[Token]", super().get_dependent_siblings(token))

    def _with_coordinator(self, doc: Doc) -> frozenset[int]:
        """The words that coreferee would walk down from to an "and" or "or"."""
        links = (*self.dependent_sibling_deps, *self.conjunction_deps)
        found = set[int]()
        for token in doc:
            if token.dep_ == "cc":
                while token.dep_ in links and token.head.i not in found:
                    token = token.head
                    found.add(token.i)
        return frozenset(found)

    def has_morph(self, token: Token, key: str, value: str | None = None) -> bool:
        question = (token.i, key, value)
        answer = self._morphs.get(question)
        if answer is None:
            answer = self._morphs[question] = super().has_morph(token, key, value)
        return answer

    def is_independent_noun(self, token: Token) -> bool:
        answer = self._nouns.get(token.i)
        if answer is None:
            answer = self._nouns[token.i] = super().is_independent_noun(token)
        return answer

    def is_potential_anaphor(self, token: Token) -> bool:
        answer = self._anaphors.get(token.i)
        if answer is None:
            answer = self._anaphors[token.i] = super().is_potential_anaphor(token)
        return answer

    def get_propn_subtree(self, token: Token) -> list[Token]:
        answer = self._names.get(token.i)
        if answer is None:
            answer = self._names[token.i] = super().get_propn_subtree(token)
        return answer

    def is_potentially_introducing_noun(self, token: Token) -> bool:
        answer = self._introducing.get(token.i)
        if answer is None:
            answer = super().is_potentially_introducing_noun(token)
            self._introducing[token.i] = answer
        return answer

    def is_potentially_referring_back_noun(self, token: Token) -> bool:
        answer = self._referring_back.get(token.i)
        if answer is None:
            answer = super().is_potentially_referring_back_noun(token)
            self._referring_back[token.i] = answer
        return answer

    def is_potential_coreferring_noun_pair(self, referred: Token, referring: Token) -> bool:
        self._count()
        key = (referred.i, referring.i)
        answer = self._pairs.get(key)
        if answer is None:
            answer = self._may_corefer(referred, referring) and cast(
                bool, super().is_potential_coreferring_noun_pair(referred, referring)
            )
            self._pairs[key] = answer
        return answer

    def _may_corefer(self, referred: Token, referring: Token) -> bool:
        """Whether coreferee's rules for two nouns need to be asked: no for nearly all pairs."""
        (text, lemmas), (end, end_lemmas) = self._name(referred), self._name(referring)
        if text and end and (text.endswith(end) or lemmas.endswith(end_lemmas)):
            return True
        if referring.lemma_.lower() in self.reverse_entity_noun_dictionary:
            return True
        return bool(
            referred.lemma == referring.lemma and self.is_potentially_referring_back_noun(referring)
        )

    def _name(self, token: Token) -> tuple[str, str]:
        """The words of the name that a token heads, and their lemmas; empty if none."""
        found = self._name_texts.get(token.i)
        if found is None:
            name = self.get_propn_subtree(token)
            found = " ".join(t.text for t in name), " ".join(t.lemma_.lower() for t in name)
            self._name_texts[token.i] = found
        return found

    def is_potential_anaphoric_pair(
        self, referred: Mention, referring: Token, directly: bool
    ) -> int:
        self._count()
        if directly:
            return cast(int, super().is_potential_anaphoric_pair(referred, referring, directly))
        key = (tuple(referred.token_indexes), referring.i)
        answer = self._compatible.get(key)
        if answer is None:
            answer = super().is_potential_anaphoric_pair(referred, referring, directly)
            self._compatible[key] = answer
        return answer

    def language_independent_is_potential_anaphoric_pair(
        self, referred: Mention, referring: Token
    ) -> int:
        # As coreferee has it, without walking the same subtrees for every pair.
        root = self.tokens[referred.root_index]
        holder = root._.coref_chains
        if referring in holder.temp_dependent_siblings:
            return 0
        result = self.is_potential_anaphoric_pair(referred, referring, True)
        if result == 2 and (
            (not self.is_potential_anaphor(root) and self._is_repeated_nearer(referred, referring))
            or holder.temp_quote_array != referring._.coref_chains.temp_quote_array
        ):
            result = 1
        if result:
            referred.temp_is_uncertain = result == 1
        return result

    def _is_repeated_nearer(self, referred: Mention, referring: Token) -> bool:
        """Whether the same noun stands nearer to the pronoun in the tree."""
        tokens, governor = self.tokens, referring
        while referred.root_index not in (subtree := self._subtree(governor)):
            for index in self._nouns_in(governor, subtree):
                for referred_index in referred.token_indexes:
                    if self.is_potential_coreferring_noun_pair(
                        tokens[referred_index], tokens[index]
                    ):
                        return True
            if governor.head == governor:
                return False
            governor = governor.head
        return False

    def _subtree(self, token: Token) -> frozenset[int]:
        found = self._subtrees.get(token.i)
        if found is None:
            found = self._subtrees[token.i] = frozenset(t.i for t in token.subtree)
        return found

    def _nouns_in(self, token: Token, subtree: frozenset[int]) -> list[int]:
        """The words of a subtree that can be one of a pair of nouns, in the order of the text."""
        found = self._subtree_nouns.get(token.i)
        if found is None:
            found = [i for i in sorted(subtree) if self.tokens[i].pos_ in self.noun_pos]
            self._subtree_nouns[token.i] = found
        return found


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where each word stands in its sentence's tree; one entry a word."""

    depth: Sequence[int]
    verbs_above: Sequence[int]
    rank_at_depth: Sequence[int]
    rank_among_siblings: Sequence[int]


def _positions(doc: Doc, verbs: str) -> _Positions:
    heads = [token.head.i for token in doc]
    # coreferee tests for membership in a string, which the empty tag passes
    is_verb = [token.pos_ in verbs for token in doc]
    depth, verbs_above = [-1] * len(doc), [0] * len(doc)
    for word in range(len(doc)):
        path: list[int] = []
        while depth[word] < 0 and heads[word] != word and len(path) < len(doc):
            path.append(word)
            word = heads[word]
        depth[word] = max(depth[word], 0)
        for child in reversed(path):
            head = heads[child]
            depth[child] = depth[head] + 1
            verbs_above[child] = verbs_above[head] + is_verb[head]
    rank_at_depth, siblings = [0] * len(doc), Counter[int]()
    for sentence in doc.sents:
        seen = Counter[int]()
        for word in range(sentence.start, sentence.end):
            rank_at_depth[word] = seen[depth[word]]
            seen[depth[word]] += 1
    rank_among_siblings = [0] * len(doc)
    for word, head in enumerate(heads):
        if head != word:
            rank_among_siblings[word] = siblings[head]
            siblings[head] += 1
    return _Positions(depth, verbs_above, rank_at_depth, rank_among_siblings)


#: How many pairs of a pronoun and a candidate the network scores at a time: bounds the memory.
_PAIRS_AT_ONCE = 1_000


class _Part:
    """A stretch of a document to coreferee: a Doc that yields some of its tokens alone."""

    def __init__(self, tokens: Sequence[Token], start: int, end: int) -> None:
        self._tokens, self._start, self._end = tokens, start, end

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens[self._start : self._end])

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index]


def _parts(tokens: Sequence[Token]) -> Iterator[_Part]:
    start = pairs = 0
    for token in tokens:
        pairs += len(getattr(token._.coref_chains, "temp_potential_referreds", ()))
        if pairs >= _PAIRS_AT_ONCE:
            yield _Part(tokens, start, token.i + 1)
            start, pairs = token.i + 1, 0
    yield _Part(tokens, start, len(tokens))


class DocumentTendencies(TendenciesAnalyzer):  # type: ignore[misc]
    """Coreferee's features of mentions and pairs, for one document."""

    def __init__(self, rules: DocumentRules, table: FeatureTable, doc: Doc) -> None:
        # the third argument is for looking up word vectors
        super().__init__(rules, cast(Any, None), table)
        self._features: dict[tuple[int, ...], list[float]] = {}
        self._feature_sets: dict[tuple[int, ...], frozenset[int]] = {}
        self._position_maps: dict[tuple[bool, tuple[int, ...]], list[float]] = {}
        self._ancestors: dict[int, frozenset[int]] = {}
        self._positions = _positions(doc, rules.verb_pos)
        self._doc = doc

    def get_feature_map(self, token_or_mention: Token | Mention, doc: Doc) -> list[int | float]:
        key = _indexes(token_or_mention)
        features = self._features.get(key)
        if features is None:
            features = self._features[key] = super().get_feature_map(token_or_mention, doc)
        return features

    def get_position_map(self, token_or_mention: Token | Mention, doc: Doc) -> list[int | float]:
        indexes = _indexes(token_or_mention)
        key = (isinstance(token_or_mention, Mention) and len(indexes) > 1, indexes)
        found = self._position_maps.get(key)
        if found is not None:
            return found
        token, at = self._doc[indexes[0]], self._positions
        holder = token._.coref_chains
        governed = holder.temp_governing_sibling is not None
        siblings = len(holder.temp_dependent_siblings)
        position_map = self._position_maps[key] = [
            token.i - self._doc._.coref_chains.temp_sent_starts[holder.temp_sent_index],
            at.depth[token.i],
            at.verbs_above[token.i],
            at.rank_at_depth[token.i],
            -1 if token.dep_ == self.rules_analyzer.root_dep else at.rank_among_siblings[token.i],
            -1 if governed or (siblings and not key[0]) else siblings,
            int(governed),
        ]
        return position_map

    def get_compatibility_map(self, referred: Mention, referring: Token) -> list[int | float]:
        doc = referring.doc
        root = doc[referred.root_index]
        root_holder, holder = root._.coref_chains, referring._.coref_chains
        above = self._above(referring)
        return [
            referring.i - root.i,
            holder.temp_sent_index - root_holder.temp_sent_index,
            int(
                self._governs(root, above)
                or (
                    root_holder.temp_governing_sibling is not None
                    and self._governs(root_holder.temp_governing_sibling, above)
                )
            ),
            self._similarity(root, referring),
            len(
                self._feature_set(tuple(referred.token_indexes), doc)
                & self._feature_set((referring.i,), doc)
            ),
        ]

    def _above(self, token: Token) -> frozenset[int]:
        found = self._ancestors.get(token.i)
        if found is None:
            found = self._ancestors[token.i] = frozenset(a.i for a in token.ancestors)
        return found

    def _governs(self, token: Token, above: frozenset[int]) -> bool:
        """Whether the token or its head is among the words above."""
        is_root = token.dep_ == self.rules_analyzer.root_dep
        return token.i in above or (not is_root and token.head.i in above)

    def _similarity(self, referred: Token, referring: Token) -> float:
        """Of the vectors, which are nothing: 1 for the same word, as spaCy has it, 0 for others."""
        if self.rules_analyzer.root_dep in (referred.dep_, referring.dep_):
            return -1.0
        return float(referred.orth == referring.orth)

    def _feature_set(self, indexes: tuple[int, ...], doc: Doc) -> frozenset[int]:
        found = self._feature_sets.get(indexes)
        if found is None:
            mention = Mention(doc[indexes[0]], len(indexes) > 1)
            features = self.get_feature_map(mention, doc)
            found = frozenset(i for i, feature in enumerate(features) if feature == 1)
            self._feature_sets[indexes] = found
        return found


def _indexes(token_or_mention: Token | Mention) -> tuple[int, ...]:
    if isinstance(token_or_mention, Token):
        return (token_or_mention.i,)
    return tuple(token_or_mention.token_indexes)


class DocumentAnnotator(Annotator):  # type: ignore[misc]
    """Coreferee's annotator, for one document.

    Its constructor takes the parts that coreferee's own would look up by the
    name of a pipeline.
    """

    def __init__(
        self, rules: DocumentRules, tendencies: DocumentTendencies, model: Model[Any, Any]
    ) -> None:
        self.thinc_ensemble = model
        self.rules_analyzer = rules
        self.tendencies_analyzer = tendencies

    def annotate(self, doc: Doc, used_in_training: bool = False) -> Doc:
        if used_in_training:
            super().annotate(doc, used_in_training=True)
            return doc
        self.rules_analyzer.initialize(doc)
        super().annotate(doc, used_in_training=True)
        # Coreferee clears up after itself token by token and mention by mention, each many times.
        for holder in (doc._.coref_chains, *(token._.coref_chains for token in doc)):
            _forget(holder)
        for chain in doc._.coref_chains.chains:
            for mention in chain.mentions:
                _forget(mention)
        return doc

    def temp_annotate_any_coreferring_noun_link(
        self,
        token: Token,
        sentence_deque: deque[Span],
        token_indexes_without_coordination_to_mention_sets: dict[int, set[Mention]],
        token_indexes_with_coordination_to_mention_sets: dict[int, set[Mention]],
    ) -> None:
        # As coreferee has it, passing quickly over the words that are nothing to it.
        rules = self.rules_analyzer
        tokens, is_pair = rules.tokens, rules.is_potential_coreferring_noun_pair
        chained = token_indexes_without_coordination_to_mention_sets
        if not rules.is_independent_noun(token):
            return
        for sentence in sentence_deque:
            for index in range(min(sentence.end, token.i - 1), sentence.start - 1, -1):
                preceding = tokens[index]
                if (rules.is_independent_noun(preceding) and is_pair(preceding, token)) or (
                    index in chained
                    and any(
                        is_pair(tokens[mention.root_index], token)
                        for mention in chained[index]
                        if len(mention.token_indexes) == 1
                    )
                ):
                    self.record_mention(
                        Mention(preceding, False),
                        token,
                        chained,
                        token_indexes_with_coordination_to_mention_sets,
                    )
                    return


def _forget(place: Any) -> None:
    """Takes away coreferee's notes from a holder of chains or a mention."""
    for note in [name for name in vars(place) if name.startswith("temp_")]:
        delattr(place, note)


def annotator_for(
    doc: Doc, words: Words, table: FeatureTable, model: Model[Any, Any], limit: int
) -> DocumentAnnotator:
    """The annotator for one document: ``annotate(doc)`` puts the chains on it."""
    rules = DocumentRules(words, limit)
    return DocumentAnnotator(rules, DocumentTendencies(rules, table, doc), model)
