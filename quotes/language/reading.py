"""A Doc as the ranker of antecedents reads it: its words as lists, its nouns and its pronouns.

Most of a document is never asked about, so what costs most, the features of a
noun, is found when a noun is first looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from spacy.tokens import Doc

from quotes.tokens import Tokens

Words = Mapping[str, frozenset[str]]
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

HE, SHE, IT, THEY = range(4)
PRONOUNS = {
    word: kind
    for kind, words in enumerate(
        (
            "he him his himself",
            "she her hers herself",
            "it its itself",
            "they them their theirs themselves themself",
        )
    )
    for word in words.split()
}

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "conj", "ROOT", "attr")
_ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "")
_CLAUSES = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
#: Tags of words that can head a noun phrase without being nouns: *two of them*, *that*, *none*.
_LIKE_NOUNS = frozenset({"CD", "DT", "NN"})
_MR = frozenset({"mr", "mr.", "sir", "king", "prince", "lord", "father"})
_MRS = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "sister"})
_ONE_OF = frozenset({"a", "an", "some", "another", "any", "every", "each", "no"})
_THAT = frozenset({"this", "that", "these", "those"})
#: Many in one: ``they`` can stand for them in the singular.
_COLLECTIVES = frozenset(
    """
    administration agency army association audience board cabinet campaign church club coalition
    college commission committee community company congress council couple court crew crowd
    department family firm force government group house industry institution jury league majority
    management media military minority ministry navy network office opposition organisation
    organization pair panel parliament party police press public school senate staff state team
    union university youth
    """.split()
)
_SAY = frozenset("say tell add ask reply answer explain write announce claim argue insist".split())
_OPEN = {"“": 1, "”": -1}

MENTION_FEATURES = 51
PRONOUN_FEATURES = 31

#: No word is looked for further up the tree than this.
_HIGHEST = 30
#: No word counts as deeper in the tree than this.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A third-person pronoun: its token and which of the four it is."""

    token: int
    kind: int


class Reading:
    """A Doc as arrays, its nouns and pronouns, and what the ranker wants to know of them.

    A *mention* is a noun, by its head, or a coordination of nouns. All arrays
    of mentions have one entry a mention, in the order of the text; what a
    mention is like (``rows``, ``plural``, ``male`` and the others) is there once
    :meth:`look_at` has looked at it.
    """

    def __init__(self, doc: Doc | Tokens, words: Words) -> None:
        tokens = Tokens.of(doc)
        doc = tokens.doc
        self.text, self.lower, self.lemma = tokens.word, tokens.lower, tokens.lemma
        self.dep, self.tag, self.pos, self.ent = tokens.dep, tokens.tag, tokens.pos, tokens.entity
        self.head, self.children = tokens.head, tokens.children
        begins = np.array(tokens.starts_sentence, dtype=bool)
        begins[:1] = True
        self.sentence: Ints = np.cumsum(begins) - 1
        self.sentence_start: list[int] = np.flatnonzero(begins).tolist()
        self.paragraph = np.cumsum(["\n" in word for word in self.lower])
        self.words = words
        #: The other words that "and" joins to a word, by the first.
        self.siblings = self._coordinations()
        self.coordinated = {i for group in self.siblings.values() for i in group}
        self.quote = self._quotes()
        #: The nearest verb above each word; the word at the top where there is none.
        self.clause = self._clauses()
        #: The third-person pronouns by their tokens, in the order of the text.
        self.pronouns = {
            i: Pronoun(i, PRONOUNS[word])
            for i, word in enumerate(self.lower)
            if word in PRONOUNS and self.tag[i] in {"PRP", "PRP$"}
        }
        self.keys: dict[str, int] = {}
        self._mentions(doc)
        #: The encoder's; None where the pipeline gives none.
        self._vectors = doc.tensor if len(doc.tensor) == len(doc) else None

    # -------------------------------------------------------- the tree

    def _quotes(self) -> Ints:
        """The number of the quotation that each word stands in, 0 outside."""
        found = np.zeros(len(self.lower), dtype=np.int64)
        number, inside = 0, False
        for i, word in enumerate(self.lower):
            if word in _OPEN or word == '"':
                inside = not inside if word == '"' else _OPEN[word] > 0
                number += inside
            elif inside:
                found[i] = number
        return found

    def _coordinations(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for first in {self.head[i] for i, dep in enumerate(self.dep) if dep == "cc"}:
            while self.dep[first] == "conj" and self.head[first] < first:
                first = self.head[first]
            joined, joiners, todo = list[int](), set[str](), [first]
            while todo:
                for child in self.children[todo.pop()]:
                    if self.dep[child] == "conj":
                        joined.append(child)
                        todo.append(child)
                    elif self.dep[child] == "cc":
                        joiners.add(self.lower[child])
            if joined and "or" not in joiners:
                found[first] = sorted(joined)
        return found

    def _clauses(self) -> Ints:
        heads = np.array(self.head, dtype=np.int64)
        verb = np.array([pos in _CLAUSES for pos in self.pos], dtype=bool)
        here = np.arange(len(verb))
        climbing = np.ones(len(verb), dtype=bool)
        for _ in range(_HIGHEST):
            above = heads[here]
            climbing &= above != here
            if not climbing.any():
                break
            here = np.where(climbing, above, here)
            climbing &= ~verb[here]
        return here

    def depth(self, i: int) -> int:
        """How many words stand above one, :data:`_DEEPEST` at most."""
        depth = 0
        while self.head[i] != i and depth < _DEEPEST:
            i = self.head[i]
            depth += 1
        return depth

    def vectors(self, tokens: Ints | Sequence[int]) -> Floats | None:
        """(tokens, width): the encoder's vectors of some at length 1."""
        if self._vectors is None:
            return None
        some = np.asarray(self._vectors, dtype=np.float32)[tokens]
        unit: Floats = some / np.maximum(np.linalg.norm(some, axis=1, keepdims=True), 1e-6)
        return unit

    def above(self, i: int) -> list[int]:
        """The heads above a word, nearest first."""
        found: list[int] = []
        while self.head[i] != i and len(found) < 60:
            i = self.head[i]
            found.append(i)
        return found

    # -------------------------------------------------------- nouns

    def _mentions(self, doc: Doc) -> None:
        heads: list[int] = []
        whole: list[bool] = []
        likely = (
            i
            for i, (pos, tag) in enumerate(zip(self.pos, self.tag, strict=True))
            if pos in _NOUNS or tag in _LIKE_NOUNS
        )
        nouns = {i for i in likely if self.is_noun(i)}
        for i in sorted(nouns | self.siblings.keys()):
            if i in nouns:
                heads.append(i)
                whole.append(False)
            if i in self.siblings and self.pos[i] in {"NOUN", "PROPN", "PRON"}:
                heads.append(i)
                whole.append(True)
        self.mention = np.array(heads, dtype=np.int64)
        self.mention_head = np.array([self.head[i] for i in heads], dtype=np.int64)
        self.is_group = np.array(whole, dtype=bool)
        texts = {e.root.i: e.text.lower() for e in doc.ents if e.label_ != "PERSON"}
        keys = [self._key(i, texts, group) for i, group in zip(heads, whole, strict=True)]
        self.key = np.array(keys, dtype=np.int64)
        self.mention_role = np.array([role(self.dep[i]) for i in heads], dtype=np.int64)
        self.mention_is_subject = np.array([self.dep[i] in SUBJECTS for i in heads], dtype=bool)
        count = len(heads)
        # what follows is filled in by look_at
        self.plural = np.zeros(count, dtype=bool)
        self.singular = np.zeros(count, dtype=bool)
        self.person = np.zeros(count, dtype=bool)
        self.thing = np.zeros(count, dtype=bool)
        self.male = np.zeros(count, dtype=np.float32)
        self.female = np.zeros(count, dtype=np.float32)
        self.rows = np.zeros((count, MENTION_FEATURES), dtype=np.float32)
        self._looked_at = np.zeros(count, dtype=bool)

    def look_at(self, mentions: Ints) -> None:
        """Find the number, the gender and the features of mentions that are looked at first."""
        for n in mentions[~self._looked_at[mentions]].tolist():
            self.rows[n] = self._mention_row(n, int(self.mention[n]), bool(self.is_group[n]))
        self._looked_at[mentions] = True

    def is_noun(self, i: int) -> bool:
        """Whether a word heads a noun phrase, by coreferee's rules."""
        dep, tag, pos = self.dep[i], self.tag[i], self.pos[i]
        if pos in _NOUNS:
            return dep not in {"compound", "npadvmod"}
        return (
            (tag == "CD" and dep != "nummod")
            or (tag == "DT" and dep != "det")
            or (pos == "PRON" and tag == "NN")
        )

    def _key(self, i: int, entity_text: Mapping[int, str], group: bool) -> int:
        """Equal for nouns that may well be the same: of one name, or of one lemma."""
        if group:
            name = "+".join(self.lower[j] for j in (i, *self.siblings[i]))
        elif self.pos[i] == "PROPN":
            name = entity_text.get(i, self.lower[i]).removeprefix("the ")
        else:
            name = self.lemma[i]
        return self.keys.setdefault(name, len(self.keys))

    def _mention_row(self, n: int, i: int, group: bool) -> list[float]:
        words, lemma, ent = self.words, self.lemma[i], self.ent[i]
        children = self.children[i]
        is_name = self.pos[i] == "PROPN"
        low = [self.lower[c] for c in children if c < i]
        plural = group or self.tag[i] in {"NNS", "NNPS"}
        singular = not group and self.tag[i] in {"NN", "NNP"}
        collective = lemma.lower() in _COLLECTIVES
        names = [self.text[c] for c in children if self.dep[c] == "compound" and c < i]
        first = (names[0] if names else self.text[i]) if is_name else ""
        he_name = first in words["exclusively_male_names"]
        she_name = first in words["exclusively_female_names"]
        both = not (he_name or she_name) and first in words["male_names"]
        mr, mrs = any(w in _MR for w in low), any(w in _MRS for w in low)
        surely = lemma in words["exclusively_person_words"]
        maybe = surely or lemma in words["person_words"]
        male = mr or lemma in words["exclusively_male_words"]
        female = mrs or lemma in words["exclusively_female_words"]
        animal = lemma in words["animal_words"]
        self.plural[n], self.singular[n] = plural, singular
        self.person[n] = ent == "PERSON" or (surely and not is_name)
        self.thing[n] = not (is_name or maybe or animal or ent == "PERSON" or self.tag[i] == "CD")
        self.male[n] = 2 * male or he_name
        self.female[n] = 2 * female or she_name
        dets = {self.lower[c] for c in children if self.dep[c] == "det"}
        dep = self.dep[i]
        return [
            is_name,
            *(ent == label for label in _ENTITIES),
            ent not in _ENTITIES,
            plural,
            singular,
            group,
            i in self.coordinated,
            bool(self.siblings.get(i)),
            maybe,
            surely,
            male,
            female,
            animal,
            he_name,
            she_name,
            both,
            mr,
            mrs,
            collective,
            "the" in dets,
            not dets.isdisjoint(_ONE_OF),
            not dets.isdisjoint(_THAT),
            any(self.dep[c] == "poss" for c in children),
            not dets,
            *(dep == role for role in _ROLES),
            dep not in _ROLES,
            self.dep[self.clause[i]] == "ROOT",
            self.depth(i) / 6,
            any(self.dep[c] in {"relcl", "acl"} for c in children),
            min(len(children), 6) / 3,
            bool(self.quote[i]),
            self.tag[i] in {"CD", "DT"},
            dep in SUBJECTS and self.lemma[self.head[i]] in _SAY,
            min(int(self.sentence[i]), 4) / 4,
            min(i - self.sentence_start[self.sentence[i]], 30) / 15,
            any(self.dep[c] == "appos" for c in children),
            self.pos[i] == "PRON",
        ]

    def heads(self, mention: int) -> list[int]:
        """The tokens at the heads of a mention: several of a coordination."""
        token = int(self.mention[mention])
        return [token, *self.siblings[token]] if self.is_group[mention] else [token]

    # -------------------------------------------------------- pronouns

    def pronoun_row(self, pronoun: Pronoun) -> list[float]:
        """What the ranker wants to know of a pronoun alone."""
        i = pronoun.token
        dep, head, lower = self.dep[i], self.head[i], self.lower[i]
        beside = [c for c in self.children[head] if c != i]
        deps = {self.dep[c] for c in beside}
        reflexive = lower.endswith(("self", "selves"))
        subject = dep in SUBJECTS
        return [
            *(pronoun.kind == kind for kind in range(4)),
            subject,
            self.tag[i] == "PRP$",
            reflexive,
            dep == "dobj",
            dep == "pobj",
            dep == "nsubjpass",
            dep == "conj" or i in self.coordinated,
            bool(self.quote[i]),
            self.depth(i) / 6,
            min(i - self.sentence_start[self.sentence[i]], 30) / 15,
            i == self.sentence_start[self.sentence[i]],
            self.dep[self.clause[i]] == "ROOT",
            self.dep[self.clause[i]] in {"relcl", "acl"},
            self.dep[self.clause[i]] == "advcl",
            self.dep[self.clause[i]] == "ccomp",
            subject and self.lemma[head] == "be",
            subject and self.lemma[head] in {"seem", "appear", "happen", "turn"},
            subject and "ccomp" in deps,
            subject and "xcomp" in deps,
            subject and "advcl" in deps,
            subject and "acomp" in deps,
            subject and "attr" in deps,
            subject and any(self.tag[g] == "TO" for c in beside for g in self.children[c]),
            self.lemma[i - 1] in {"make", "find", "take"} if i else False,
            self.lemma[head] in self.words["avalent_verbs"],
            subject and self.lemma[head] in _SAY,
            min(int(self.sentence[i]), 4) / 4,
        ]


def role(dep: str) -> int:
    return _ROLES.index(dep) if dep in _ROLES else -1
