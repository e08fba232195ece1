"""Coreferee's English rules, for one document.

It asks the same questions of the same words again and again, so its class lives
for one document here and remembers its answers. It counts its work, so that a
text with no sentences or with thousands of pronouns ends in :exc:`TooMuchWork`
rather than in hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TypeAlias, cast

from coreferee.data_model import ChainHolder, Mention
from coreferee.lang.en.language_specific_rules import LanguageSpecificRulesAnalyzer
from spacy.tokens import Doc, Token

from quotes.coreference.nouns import Nouns, is_noun

Words: TypeAlias = "Mapping[str, frozenset[str]]"

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
    """Coreferee's English rules, for one document.

    ``limit`` bounds how many pairs of words are compared; beyond it
    :exc:`TooMuchWork` is raised.
    """

    def __init__(self, nouns: Nouns, words: Words, limit: int) -> None:
        super().__init__()
        self.__dict__.update(words)
        self._words = nouns.tokens
        self._limit = limit
        self.comparisons = 0
        #: The document's tokens: quicker to come by than ``doc[i]``.
        self.tokens: list[Token] = list(nouns.tokens.doc)
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
        heads, deps = self._words.head, self._words.dep
        found = set[int]()
        for index, dep in enumerate(deps):
            if dep == "cc":
                while deps[index] in _LINKS and heads[index] not in found:
                    index = heads[index]
                    found.add(index)
        return sorted(index for index in found if deps[index] not in _LINKS)

    def _dependent_siblings(self, index: int) -> list[int]:
        words, seen, todo = self._words, {index}, [index]
        while todo:
            for child in words.children[todo.pop()]:
                if child not in seen and words.dep[child] in _LINKS:
                    seen.add(child)
                    todo.append(child)
        return sorted(i for i in seen if words.dep[i] in self.dependent_sibling_deps)

    def _is_noun(self, index: int) -> bool:
        return is_noun(self._words, index) and not (
            self._words.lower[index] in self._in_phrases
            and self.is_token_in_one_of_phrases(self.tokens[index], self.blacklisted_phrases)
        )

    def is_independent_noun(self, token: Token) -> bool:
        return token.i in self.nouns

    def is_weather(self, index: int) -> bool:
        """``it rains``, ``it is clear that``: an ``it`` that stands for nothing, or may."""
        token = self.tokens[index]
        return token.lower_ == "it" and not self.is_potential_anaphor(token)

    def agreement(self, heads: Sequence[int], index: int) -> int:
        """2 if a noun, or several, can be what a pronoun stands for, 1 if perhaps, else 0."""
        self.count()
        pair = mention(self.tokens, heads), self.tokens[index]
        return cast(int, self.is_potential_anaphoric_pair(*pair, True))

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
        words = self._words
        is_name = [words.pos[i] in self.propn_pos for i in (index, words.head[index])]
        heads_name = words.dep[index] in (self.root_dep, *self.dependent_sibling_deps)
        if not is_name[0] or (is_name[1] and not heads_name):
            return []
        below = [index]
        for i in below:
            below.extend(words.children[i])
        self.count(len(below))
        others = [i for i in below if words.pos[i] not in self.propn_pos]
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


def mention(tokens: Doc | Sequence[Token], heads: Sequence[int]) -> Mention:
    """Coreferee's mention of one head, or of the heads of several nouns."""
    found = Mention(tokens[heads[0]], False)
    if len(heads) > 1:
        found.token_indexes = list(heads)
        shown = "; ".join(f"{tokens[i].text}({i})" for i in heads)
        found.pretty_representation = f"[{shown}]"
    return found
