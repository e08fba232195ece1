"""Coreferee at work on one document: its rules for nouns, our ranker for pronouns, its chains.

Coreferee links nouns by rules (a name to its last part, ``the company`` to an
organisation), scores the candidates of each pronoun with a network, and builds
chains. Here a ranker of our own answers for the pronouns, see
:mod:`quotes.language.antecedents`; the rest is coreferee's. It asks the same
questions of the same words again and again, so its classes live for one
document here and remember their answers. They count their work, so that a text
with no sentences or with thousands of pronouns ends in :exc:`TooMuchWork`
rather than in hours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, cast

from coreferee.annotation import Annotator
from coreferee.data_model import Chain, ChainHolder, Mention
from coreferee.lang.en.language_specific_rules import LanguageSpecificRulesAnalyzer
from spacy.attrs import IDX
from spacy.tokens import Doc, Span, Token

from quotes.language.antecedents import Question, resolve
from quotes.language.ranker import Ranker
from quotes.language.reading import Reading, Words

#: What joins words that are coordinated, and what stands between them.
_LINKS = frozenset(
    (
        *LanguageSpecificRulesAnalyzer.dependent_sibling_deps,
        *LanguageSpecificRulesAnalyzer.conjunction_deps,
    )
)


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


class DocumentRules(LanguageSpecificRulesAnalyzer):  # type: ignore[misc]
    """Coreferee's English rules for nouns, for one document.

    ``limit`` bounds how many pairs of words are compared; beyond it
    :exc:`TooMuchWork` is raised.
    """

    def __init__(self, doc: Doc, reading: Reading, words: Words, limit: int) -> None:
        super().__init__()
        self.__dict__.update(words)
        self._reading = reading
        self._limit = limit
        self.comparisons = 0
        #: The document's tokens: quicker to come by than ``doc[i]``.
        self.tokens: list[Token] = list(doc)
        #: What coreferee notes of each token.
        self.holders: list[ChainHolder] = []
        phrases = words["blacklisted_phrases"]
        self._in_phrases = {word for phrase in phrases for word in phrase.lower().split()}
        self.nouns = frozenset(i for i in range(len(self.tokens)) if self._is_noun(i))
        self._names: dict[int, list[Token]] = {}
        self._name_texts: dict[int, tuple[str, str]] = {}
        self._introducing: dict[int, bool] = {}
        self._referring_back: dict[int, bool] = {}
        self._pairs: dict[tuple[int, int], bool] = {}

    def count(self, comparisons: int = 1) -> None:
        """Take note of some work."""
        self.comparisons += comparisons
        if self.comparisons > self._limit:
            raise TooMuchWork

    def initialize(self, doc: Doc) -> None:
        # As coreferee has it, without what only its network and its candidates ask for.
        doc._.coref_chains = ChainHolder()
        self.holders = [ChainHolder() for _ in self.tokens]
        for token, holder in zip(self.tokens, self.holders, strict=True):
            token._.coref_chains = holder
            holder.temp_dependent_siblings = []
        for index in self._above_coordinators():
            siblings = self._dependent_siblings(index)
            self.holders[index].temp_dependent_siblings = [self.tokens[i] for i in siblings]
            for sibling in siblings:
                if self.holders[index].temp_governing_sibling is None:
                    self.holders[sibling].temp_governing_sibling = self.tokens[index]

    def _above_coordinators(self) -> list[int]:
        """The words that coreferee would walk down from to an "and" or "or"."""
        heads, deps = self._reading.head, self._reading.dep
        found = set[int]()
        for index, dep in enumerate(deps):
            if dep == "cc":
                while deps[index] in _LINKS and heads[index] not in found:
                    index = heads[index]
                    found.add(index)
        return sorted(index for index in found if deps[index] not in _LINKS)

    def _dependent_siblings(self, index: int) -> list[int]:
        reading, seen, todo = self._reading, {index}, [index]
        while todo:
            for child in reading.children[todo.pop()]:
                if child not in seen and reading.dep[child] in _LINKS:
                    seen.add(child)
                    todo.append(child)
        return sorted(i for i in seen if reading.dep[i] in self.dependent_sibling_deps)

    def _is_noun(self, index: int) -> bool:
        return self._reading.is_noun(index) and not (
            self._reading.lower[index] in self._in_phrases
            and self.is_token_in_one_of_phrases(
                self.tokens[index],
                self.blacklisted_phrases,
            )
        )

    def is_independent_noun(self, token: Token) -> bool:
        return token.i in self.nouns

    def may_refer_back(self, token: Token) -> bool:
        """Whether coreferee's rules could link a noun to any noun before it."""
        return bool(
            self._name(token)[0]
            or token.lemma_.lower() in self.reverse_entity_noun_dictionary
            or self.is_potentially_referring_back_noun(token)
        )

    def get_propn_subtree(self, token: Token) -> list[Token]:
        answer = self._names.get(token.i)
        if answer is None:
            answer = self._names[token.i] = self._propn_subtree(token.i)
        return answer

    def _propn_subtree(self, index: int) -> list[Token]:
        # As coreferee has it; spaCy's own walk takes the square of a deep tree's depth.
        reading = self._reading
        is_name = [reading.pos[i] in self.propn_pos for i in (index, reading.head[index])]
        heads_name = reading.dep[index] in (self.root_dep, *self.dependent_sibling_deps)
        if not is_name[0] or (is_name[1] and not heads_name):
            return []
        below = [index]
        for i in below:
            below.extend(reading.children[i])
        self.count(len(below))
        others = [i for i in below if reading.pos[i] not in self.propn_pos]
        first = max((i for i in others if i < index), default=-1)
        end = min((i for i in others if i > index), default=len(self.tokens))
        return [self.tokens[i] for i in sorted(below) if first < i < end]

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
        self.count()
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


def _mention(tokens: Doc | Sequence[Token], heads: Sequence[int]) -> Mention:
    """Coreferee's mention of one head, or of the heads of several nouns."""
    mention = Mention(tokens[heads[0]], False)
    if len(heads) > 1:
        mention.token_indexes = list(heads)
        shown = "; ".join(f"{tokens[i].text}({i})" for i in heads)
        mention.pretty_representation = f"[{shown}]"
    return mention


class _Decided:
    """Coreferee's scoring of candidates, where there is one candidate at most."""

    def score(self, doc: Doc, ensemble: object) -> None:
        """Nothing is left to score."""


class DocumentAnnotator(Annotator):  # type: ignore[misc]
    """Coreferee's annotator, for one document.

    Its constructor takes the parts that coreferee's own would look up by the
    name of a pipeline.
    """

    def __init__(self, reading: Reading, rules: DocumentRules, ranker: Ranker) -> None:
        self.thinc_ensemble = None
        self.rules_analyzer = rules
        self.tendencies_analyzer = _Decided()
        self._reading = reading
        self._ranker = ranker

    def annotate(self, doc: Doc, used_in_training: bool = False) -> Doc:
        self.rules_analyzer.initialize(doc)
        self._decide()
        super().annotate(doc, used_in_training=True)
        # Coreferee clears up after itself token by token and mention by mention, each many times.
        for holder in (doc._.coref_chains, *self.rules_analyzer.holders):
            holder.__dict__ = {"chains": holder.chains}
        return doc

    def _decide(self) -> None:
        """Leaves each pronoun the one mention that the ranker takes for its antecedent."""
        reading, rules = self._reading, self.rules_analyzer
        choose = self._ranker.choices(reading)

        def counted(question: Question) -> int | None:
            rules.count(len(question.candidates))
            return choose(question)

        for token, number in resolve(reading, counted).items():
            mention = _mention(rules.tokens, reading.heads(number))
            rules.holders[token].temp_potential_referreds = [mention]

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
                    self.record_mention(
                        Mention(preceding, False),
                        token,
                        chained,
                        token_indexes_with_coordination_to_mention_sets,
                    )
                    return


def annotate(doc: Doc, words: Words, ranker: Ranker, limit: int) -> None:
    """Put the chains on a document.

    Raises :exc:`TooMuchWork` beyond ``limit`` comparisons of two words.
    """
    reading = Reading(doc, words)
    DocumentAnnotator(reading, DocumentRules(doc, reading, words, limit), ranker).annotate(doc)


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
        Chain([_mention(doc, heads), *(_mention(doc, [token]) for token in tokens)], 0)
        for heads, tokens in sorted(pronouns.items())
    ]
    doc._.coref_chains = _empty()
    doc._.coref_chains.chains = chains
    holders: dict[int, ChainHolder] = {}
    for index, one in enumerate(chains):
        one.index = index
        for token in (i for mention in one.mentions for i in mention.token_indexes):
            holders.setdefault(token, _empty()).chains.append(one)
    for token, holder in holders.items():
        doc[token]._.coref_chains = holder
