"""The words of a Doc as lists, which are many times as quick to read as its tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from spacy.attrs import (
    DEP,
    ENT_TYPE,
    HEAD,
    IDX,
    IS_PUNCT,
    IS_QUOTE,
    LEMMA,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)
from spacy.tokens import Doc


class Tokens:
    """What a pipeline says of each word of a Doc: one list an attribute, one entry a word.

    A list is made when it is first asked for; it does not follow later changes of the Doc.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._count = len(doc)

    @classmethod
    def of(cls, doc: Doc | Tokens) -> Tokens:
        """Those of a Doc; its own, where somebody has them already."""
        return doc if isinstance(doc, Tokens) else cls(doc)

    def __len__(self) -> int:
        return self._count

    # -------------------------------------------------------- the words and where they stand

    @cached_property
    def text(self) -> str:
        """The text of the Doc."""
        pairs = zip(self.word, self.has_blank, strict=True)
        return "".join([f"{word} " if blank else word for word, blank in pairs])

    @cached_property
    def has_blank(self) -> list[int]:
        """1 where a blank stands behind, else 0."""
        return self._numbers(SPACY)

    @cached_property
    def word(self) -> list[str]:
        """As they are written, without the white space behind."""
        return self._strings(ORTH)

    @cached_property
    def lower(self) -> list[str]:
        """In lower case."""
        return list(map(str.lower, self.word))

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Word -> where it stands, in order."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.word):
            found.setdefault(word, []).append(i)
        return found

    @cached_property
    def start(self) -> list[int]:
        """The offset of the first character in the text."""
        return self._numbers(IDX)

    @cached_property
    def end(self) -> list[int]:
        """The offset behind the last character."""
        return [start + len(word) for start, word in zip(self.start, self.word, strict=True)]

    def between(self, first: int, last: int) -> str:
        """The text of the words from ``first`` to before ``last``; ``""`` if there is none."""
        return self.text[self.start[first] : self.end[last - 1]] if first < last else ""

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The words that a stretch of the text touches: the first and the one behind the last."""
        return bisect_right(self.end, start), bisect_left(self.start, end)

    # -------------------------------------------------------- annotations

    @cached_property
    def tag(self) -> list[str]:
        """Penn tags."""
        return self._strings(TAG)

    @cached_property
    def pos(self) -> list[str]:
        """Coarse parts of speech."""
        return self._strings(POS)

    @cached_property
    def lemma(self) -> list[str]:
        """Lemmas."""
        return self._strings(LEMMA)

    @cached_property
    def dep(self) -> list[str]:
        """The relations to the heads."""
        return self._strings(DEP)

    @cached_property
    def head(self) -> list[int]:
        """The heads, by their indexes; a root is its own."""
        offsets = self.doc.to_array(HEAD).astype(np.int64)
        heads: list[int] = (offsets + np.arange(len(offsets))).tolist()
        return heads

    @cached_property
    def children(self) -> Sequence[Sequence[int]]:
        """The words of which it is the head, in the order of the text."""
        nothing: list[int] = []  # one for all words that have none, which are most
        children = [nothing] * len(self)
        for i, head in enumerate(self.head):
            if head == i:
                continue
            if children[head] is nothing:
                children[head] = [i]
            else:
                children[head].append(i)
        return children

    @cached_property
    def entity(self) -> list[str]:
        """The types of the entities that the words are a part of; ``""`` outside."""
        return self._strings(ENT_TYPE)

    @cached_property
    def starts_sentence(self) -> list[bool]:
        """Is it known to be the first of a sentence?"""
        found: list[bool] = (self.doc.to_array(SENT_START) == 1).tolist()
        return found

    # -------------------------------------------------------- kinds of words

    @cached_property
    def is_alpha(self) -> list[bool]:
        """Nothing but letters."""
        return list(map(str.isalpha, self.word))

    @cached_property
    def is_punct(self) -> list[int]:
        """Punctuation."""
        return self._numbers(IS_PUNCT)

    @cached_property
    def is_quote(self) -> list[int]:
        """A quotation mark."""
        return self._numbers(IS_QUOTE)

    @cached_property
    def is_space(self) -> list[bool]:
        """Nothing but white space."""
        return list(map(str.isspace, self.word))

    def _numbers(self, attribute: int) -> list[int]:
        found: list[int] = self.doc.to_array(attribute).tolist()
        return found

    def _strings(self, attribute: int) -> list[str]:
        values, strings = self._numbers(attribute), self.doc.vocab.strings
        known = {value: strings[value] for value in set(values)}
        return list(map(known.__getitem__, values))
