"""The nouns of a Doc as coreferee counts them, and where each stands.

More than those whom a pronoun can mean who speaks: *the bridge*, *Tuesday*, *the two*.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from quotes.tokens import Tokens

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_CLAUSES = frozenset({"VERB", "AUX"})
#: No word is looked for further up the tree than this.
_HIGHEST = 30


class Noun(NamedTuple):
    """A noun phrase, by its head, or several that ``and`` joins."""

    head: int
    others: tuple[int, ...]
    """The heads of the others of several."""
    key: str
    """The same for those that are called the same."""

    @property
    def heads(self) -> tuple[int, ...]:
        return (self.head, *self.others)


class Nouns:
    """What is asked of the nouns of a Doc."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        #: The number of the sentence of each word.
        self.sentence = list(accumulate(map(bool, tokens.starts_sentence)))
        #: The other words that "and" joins to a word, by the first.
        self.siblings = self._coordinations()
        self._clauses: dict[int, int] = {}

    def __iter__(self) -> Iterator[Noun]:
        """All of them in the order of the text, one before the several that it begins."""
        tokens = self.tokens
        for i, pos in enumerate(tokens.pos):
            alone = is_noun(tokens, i)
            if alone:
                yield Noun(i, (), self._key(i))
            if i in self.siblings and (alone or pos in {"NOUN", "PROPN", "PRON"}):
                yield self.together(i)

    def together(self, first: int) -> Noun:
        """The several of which a word is the first."""
        others = self.siblings[first]
        key = "+".join(self.tokens.lower[i] for i in (first, *others))
        return Noun(first, others, key)

    def _coordinations(self) -> dict[int, tuple[int, ...]]:
        dep, head, children = self.tokens.dep, self.tokens.head, self.tokens.children
        found: dict[int, tuple[int, ...]] = {}
        for first in {head[i] for i, one in enumerate(dep) if one == "cc"}:
            while dep[first] == "conj" and head[first] < first:
                first = head[first]
            joined, joiners, todo = list[int](), set[str](), [first]
            while todo:
                for child in children[todo.pop()]:
                    if dep[child] == "conj":
                        joined.append(child)
                        todo.append(child)
                    elif dep[child] == "cc":
                        joiners.add(self.tokens.lower[child])
            if joined and "or" not in joiners:
                found[first] = tuple(sorted(joined))
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        entities = self.tokens.doc.ents
        return {e.root.i: e.text.lower() for e in entities if e.label_ != "PERSON"}

    def _key(self, i: int) -> str:
        tokens = self.tokens
        if tokens.pos[i] != "PROPN":
            return tokens.lemma[i]
        return self._names.get(i, tokens.lower[i]).removeprefix("the ")

    def above(self, i: int) -> list[int]:
        """The heads above a word, nearest first."""
        head = self.tokens.head
        found: list[int] = []
        while head[i] != i and len(found) < _HIGHEST:
            i = head[i]
            found.append(i)
        return found

    def clause(self, i: int) -> int:
        """The nearest verb above a word; the word at the top where there is none."""
        if i not in self._clauses:
            above = self.above(i) or [i]
            verbs = (one for one in above if self.tokens.pos[one] in _CLAUSES)
            self._clauses[i] = next(verbs, above[-1])
        return self._clauses[i]


def is_noun(tokens: Tokens, i: int) -> bool:
    """Does a word head a noun phrase, by coreferee's rules?"""
    dep, tag, pos = tokens.dep[i], tokens.tag[i], tokens.pos[i]
    return (
        (pos in _NOUNS and dep not in {"compound", "npadvmod"})
        or (tag == "CD" and dep != "nummod")
        or (tag == "DT" and dep != "det")
        or (pos == "PRON" and tag == "NN")
    )
