"""Which noun a pronoun stands for: candidates, their features, and a small learned ranker.

This takes the place of coreferee's network. For each third-person pronoun, in
the order of the text, every noun of the same and the last :data:`WINDOW`
sentences that agrees with it is a candidate, and so is the noun that an
earlier pronoun of those sentences stands for. A network of two hidden layers
scores each of them and, beside them, that none is meant; the shares of nouns
with the same name or lemma count together. What earlier pronouns were found to
stand for is part of the features of later ones, and so are products of the
encoder's vectors (``doc.tensor``) of pronoun, governing word and noun.

Ranking mentions with a learned "none": Denis and Baldridge, "Specialized models
and ranking for coreference resolution" (EMNLP 2008). The features are mostly
those of Lappin and Leass (1994) and of coreferee.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import srsly
from spacy.tokens import Doc, Token

Words = Mapping[str, frozenset[str]]
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

#: Sentences before that of the pronoun in which its antecedent is looked for.
WINDOW = 5
#: Nouns after a pronoun, in its sentence, that are looked at.
AHEAD = 40
#: A pronoun is left alone when the best answer has a smaller share than this.
LEAST_SHARE = 0.3

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

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "conj", "ROOT", "attr")
_ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "")
_CLAUSES = frozenset({"VERB", "AUX"})
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
PAIR_FEATURES = 46


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A third-person pronoun: its token and which of the four it is."""

    token: int
    kind: int


class Reading:
    """A Doc as arrays, its nouns and pronouns, and what the ranker wants to know of them.

    A *mention* is a noun, by its head, or a coordination of nouns. All arrays
    of mentions have one entry a mention, in the order of the text.
    """

    def __init__(self, doc: Doc, words: Words) -> None:
        self.tokens: list[Token] = list(doc)
        tokens = self.tokens
        self.lower = [t.lower_ for t in tokens]
        self.dep = [t.dep_ for t in tokens]
        self.tag = [t.tag_ for t in tokens]
        self.pos = [t.pos_ for t in tokens]
        self.head = [t.head.i for t in tokens]
        self.lemma = [t.lemma_ for t in tokens]
        self.ent = [t.ent_type_ for t in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.sentence = np.zeros(len(tokens), dtype=np.int64)
        self.sentence_start: list[int] = []
        for number, sent in enumerate(doc.sents):
            self.sentence[sent.start : sent.end] = number
            self.sentence_start.append(sent.start)
        self.paragraph = np.cumsum(["\n" in word for word in self.lower])
        self.words = words
        #: The other words that "and" joins to a word, by the first.
        self.siblings = self._coordinations()
        self.coordinated = {i for group in self.siblings.values() for i in group}
        self.quote = self._quotes()
        self.clause = np.array([self._clause(i) for i in range(len(tokens))], dtype=np.int64)
        self.depth = [min(self._depth(i), 12) for i in range(len(tokens))]
        self.pronouns = [
            Pronoun(i, PRONOUNS[word])
            for i, word in enumerate(self.lower)
            if word in PRONOUNS and self.tag[i] in {"PRP", "PRP$"}
        ]
        self.keys: dict[str, int] = {}
        self._mentions(doc)
        #: The encoder's vectors at length 1; None where the pipeline gives none.
        self.vectors = _unit(doc.tensor) if len(doc.tensor) == len(doc) else None

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

    def _clause(self, i: int) -> int:
        """The nearest verb above a word; itself where there is none."""
        for _ in range(30):
            head = self.head[i]
            if head == i:
                return i
            i = head
            if self.pos[i] in _CLAUSES:
                return i
        return i

    def _depth(self, i: int) -> int:
        steps = 0
        while self.head[i] != i and steps < 12:
            i = self.head[i]
            steps += 1
        return steps

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
        for i in range(len(self.tokens)):
            if self.is_noun(i):
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
        self.mention_role = np.array([_role(self.dep[i]) for i in heads], dtype=np.int64)
        self.mention_is_subject = np.array([self.dep[i] in _SUBJECTS for i in heads], dtype=bool)
        count = len(heads)
        self.plural = np.zeros(count, dtype=bool)
        self.singular = np.zeros(count, dtype=bool)
        self.person = np.zeros(count, dtype=bool)
        self.thing = np.zeros(count, dtype=bool)
        self.male = np.zeros(count, dtype=np.float32)
        self.female = np.zeros(count, dtype=np.float32)
        rows = [
            self._mention_row(n, i, g) for n, (i, g) in enumerate(zip(heads, whole, strict=True))
        ]
        self.rows = np.array(rows, dtype=np.float32).reshape(count, MENTION_FEATURES)

    def is_noun(self, i: int) -> bool:
        """Whether a word heads a noun phrase, by coreferee's rules."""
        dep, tag, pos = self.dep[i], self.tag[i], self.pos[i]
        if pos in {"NOUN", "PROPN"}:
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
        names = [self.tokens[c].text for c in children if self.dep[c] == "compound" and c < i]
        first = (names[0] if names else self.tokens[i].text) if is_name else ""
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
            self.depth[i] / 6,
            any(self.dep[c] in {"relcl", "acl"} for c in children),
            min(len(children), 6) / 3,
            bool(self.quote[i]),
            self.tag[i] in {"CD", "DT"},
            dep in _SUBJECTS and self.lemma[self.head[i]] in _SAY,
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
        subject = dep in _SUBJECTS
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
            self.depth[i] / 6,
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


def _role(dep: str) -> int:
    return _ROLES.index(dep) if dep in _ROLES else -1


def _unit(vectors: Any) -> Floats:
    array = np.asarray(vectors, dtype=np.float32)
    unit: Floats = array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-6)
    return unit


@dataclass(frozen=True, slots=True)
class Question:
    """A pronoun, its candidates (indexes of the reading's mentions) and their features."""

    pronoun: Pronoun
    candidates: Ints
    own: list[float]
    """:data:`PRONOUN_FEATURES` numbers."""
    pairs: Floats
    """One row of :data:`PAIR_FEATURES` a candidate."""


#: Says which candidate (an index of ``candidates``) a pronoun stands for; None if none.
Choice = Callable[[Question], "int | None"]


def resolve(reading: Reading, choose: Choice) -> dict[int, int]:
    """Goes through the pronouns in the order of the text.

    Returns the index of the mention, in the reading, that each pronoun token
    stands for; a pronoun that stands for none is left out.
    """
    history = _History(reading)
    for pronoun in reading.pronouns:
        history.advance(pronoun.token)
        question = history.question(pronoun)
        answer = choose(question) if len(question.candidates) else None
        history.note(pronoun, None if answer is None else int(question.candidates[answer]))
    return history.answers


class _History:
    """What stood before a pronoun: nouns by name, and what pronouns were found to mean."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        keys = len(reading.keys)
        self._next = 0
        self._count = np.zeros(keys)
        self._last = np.full(keys, -1, dtype=np.int64)
        self._last_mention = np.full(keys, -1, dtype=np.int64)
        self._pronouns = np.zeros((4, keys))
        self._last_pronoun = np.full(keys, -1, dtype=np.int64)
        self._last_of_kind = [-1] * 4
        self._kind_at = [-1] * 4
        self._last_subject = -1
        self._recent: deque[tuple[int, int]] = deque()
        self._sentence_of = reading.sentence[reading.mention]
        self._is_above = np.zeros(len(reading.tokens), dtype=bool)
        self.answers: dict[int, int] = {}

    def advance(self, token: int) -> None:
        """Take note of the nouns up to a token."""
        reading = self._reading
        while self._next < len(reading.mention) and reading.mention[self._next] < token:
            key = reading.key[self._next]
            self._count[key] += 1
            self._last[key] = reading.mention[self._next]
            self._last_mention[key] = self._next
            if reading.mention_is_subject[self._next]:
                self._last_subject = int(key)
            self._next += 1

    def note(self, pronoun: Pronoun, mention: int | None) -> None:
        self._kind_at[pronoun.kind] = pronoun.token
        if mention is None:
            self._last_of_kind[pronoun.kind] = -1
            return
        reading, key = self._reading, int(self._reading.key[mention])
        self.answers[pronoun.token] = mention
        self._pronouns[pronoun.kind, key] += 1
        self._last[key] = max(self._last[key], pronoun.token)
        self._last_pronoun[key] = pronoun.token
        self._last_of_kind[pronoun.kind] = key
        self._recent.append((pronoun.token, mention))
        if reading.dep[pronoun.token] in _SUBJECTS:
            self._last_subject = key

    def question(self, pronoun: Pronoun) -> Question:
        candidates = self._candidates(pronoun)
        own = self._reading.pronoun_row(pronoun)
        return Question(pronoun, candidates, own, self._pairs(pronoun, candidates))

    def _candidates(self, pronoun: Pronoun) -> Ints:
        reading, i = self._reading, pronoun.token
        sentence = reading.sentence[i]
        first = int(np.searchsorted(self._sentence_of, sentence - WINDOW))
        found = list(range(first, self._next))
        while self._recent and reading.sentence[self._recent[0][0]] < sentence - WINDOW:
            self._recent.popleft()
        found.extend({mention for _, mention in self._recent if mention < first})
        above = set(reading.above(i))
        for n in range(self._next, min(self._next + AHEAD, len(reading.mention))):
            # the subject after a phrase at the front: "In his speech, Smith said"
            if self._sentence_of[n] != sentence:
                break
            if reading.mention_is_subject[n] and reading.head[reading.mention[n]] in above:
                found.append(n)
        candidates = np.array(sorted(found), dtype=np.int64)
        agreeing: Ints = candidates[self._agree(pronoun, candidates)]
        return agreeing

    def _agree(self, pronoun: Pronoun, found: Ints) -> Any:
        r = self._reading
        own = r.mention[found] == pronoun.token
        if pronoun.kind == THEY:
            return ~own
        if pronoun.kind == IT:
            return ~(r.plural[found] | r.person[found] | own)
        other = r.female if pronoun.kind == HE else r.male
        return ~(r.plural[found] | r.thing[found] | (other[found] > 1) | own)

    def _pairs(self, pronoun: Pronoun, found: Ints) -> Floats:
        r, i = self._reading, pronoun.token
        size = len(found)
        rows = np.zeros((size, PAIR_FEATURES), dtype=np.float32)
        if not size:
            return rows
        tokens, keys = r.mention[found], r.key[found]
        sentence = r.sentence[i]
        far = np.clip(sentence - r.sentence[tokens], 0, 6)
        after = tokens > i
        rows[np.arange(size), far] = 1
        rows[:, 7] = after
        rows[:, 8] = np.log1p(np.abs(i - tokens)) / 3
        recency = np.arange(size, 0, -1)
        rows[:, 9] = np.log(recency) / 2
        rows[:, 10] = recency == 1
        # the first of its sentence among the candidates
        rows[:, 11] = np.concatenate(([True], far[1:] != far[:-1]))
        subject = r.mention_is_subject[found]
        is_subject = r.dep[i] in _SUBJECTS
        rows[:, 12] = subject & is_subject
        rows[:, 13] = r.mention_role[found] == _role(r.dep[i])
        clause, verb = r.clause[tokens], r.clause[i]
        same = (clause == verb) & (far == 0)
        rows[:, 14] = same
        rows[:, 15] = same & subject
        parent = r.clause[verb]
        up = (clause == parent) & (far == 0) & ~same
        rows[:, 16] = up
        rows[:, 17] = up & subject
        above = r.above(i)
        self._is_above[above] = True
        rows[:, 18] = self._is_above[tokens]
        rows[:, 19] = tokens == (above[0] if above else -1)
        heads = r.mention_head[found]
        rows[:, 20] = self._is_above[heads]
        self._is_above[above] = False
        rows[:, 21] = (heads == r.head[i]) & (far == 0)
        rows[:, 22] = r.quote[tokens] != r.quote[i]
        rows[:, 23] = (r.quote[tokens] == r.quote[i]) & (r.quote[i] > 0)
        count = self._count[keys]
        rows[:, 24] = np.log1p(count) / 2
        rows[:, 25] = count > 1
        mine = self._pronouns[pronoun.kind, keys]
        rows[:, 26] = np.log1p(mine)
        rows[:, 27] = mine > 0
        rows[:, 28] = (self._pronouns[:, keys].sum(axis=0) - mine) > 0
        rows[:, 29] = keys == self._last_of_kind[pronoun.kind]
        rows[:, 30] = keys == self._last_subject
        last = self._last[keys]
        gap = np.where(last >= 0, sentence - r.sentence[np.maximum(last, 0)], 8)
        rows[:, 31] = np.clip(gap, 0, 8) / 4
        rows[:, 32] = np.where(last >= 0, np.log1p(np.maximum(i - last, 0)) / 3, 0)
        rows[:, 33] = last == last.max()
        said = self._last_pronoun[keys]
        gap = np.where(said >= 0, sentence - r.sentence[np.maximum(said, 0)], 8)
        rows[:, 34] = np.clip(gap, 0, 8) / 4
        rows[:, 35] = self._last_mention[keys] == found
        rows[:, 36] = np.where(
            self._kind_at[pronoun.kind] >= 0, self._kind_at[pronoun.kind] > tokens, 0
        )
        male, female = r.male[found], r.female[found]
        mine_, other = (male, female) if pronoun.kind == HE else (female, male)
        if pronoun.kind in (HE, SHE):
            rows[:, 37] = (mine_ > 0) & (other == 0)
            rows[:, 38] = (other > 0) & (mine_ == 0)
            rows[:, 39] = r.person[found]
        elif pronoun.kind == THEY:
            rows[:, 40] = r.plural[found]
            rows[:, 41] = r.singular[found]
        kin = np.array([r.dep[c] == "conj" and r.head[c] == verb for c in clause])
        rows[:, 42] = kin | (clause == (r.head[verb] if r.dep[verb] == "conj" else -1))
        rows[:, 44] = r.paragraph[tokens] == r.paragraph[i]
        rows[:, 45] = r.paragraph[i] - r.paragraph[tokens] == 1
        if r.vectors is not None:
            rows[:, 43] = r.vectors[tokens] @ r.vectors[i]
        return rows


# ------------------------------------------------------------------ the network


@dataclass(frozen=True, slots=True)
class Network:
    """Parameters by name, as 32-bit floats; ``training.coreference`` says what each is."""

    parameters: Mapping[str, Floats]

    def scores(self, reading: Reading) -> Callable[[Question], Floats]:
        """For one document: gives the shares of "none" and of each candidate of a question."""
        p = self.parameters
        vectors = reading.vectors
        width, rank = p["pronoun.weight"].shape
        if vectors is None or vectors.shape[1] != width:
            vectors = np.zeros((len(reading.tokens), width), dtype=np.float32)
        nouns = vectors[reading.mention] @ p["noun.weight"] + p["noun.bias"]
        first = p["first.weight"]
        ends = np.cumsum((PRONOUN_FEATURES, MENTION_FEATURES, PAIR_FEATURES, rank, rank))
        of_pronoun, of_mention, of_pair, of_product, of_head, of_noun = np.split(first, ends)
        base = reading.rows @ of_mention + _relu(nouns[:, :rank]) @ of_noun + p["first.bias"]

        def answer(question: Question) -> Floats:
            token, found = question.pronoun.token, question.candidates
            pronoun = vectors[token] @ p["pronoun.weight"] + p["pronoun.bias"]
            head = vectors[reading.head[token]] @ p["head.weight"] + p["head.bias"]
            own = np.array(question.own, dtype=np.float32)
            hidden = _relu(
                base[found]
                + own @ of_pronoun
                + question.pairs @ of_pair
                + nouns[found, :rank] @ (pronoun[:, None] * of_product)
                + nouns[found, rank:] @ (head[:, None] * of_head)
            )
            hidden = _relu(hidden @ p["second.weight"] + p["second.bias"])
            scores = hidden @ p["third.weight"][:, 0] + p["third.bias"]
            none = _relu(
                np.concatenate((own, _relu(pronoun), _relu(head))) @ p["none.weight"]
                + p["none.bias"]
            )
            return _softmax(np.concatenate((none @ p["last.weight"] + p["last.bias"], scores)))

        return answer


def _relu(array: Floats) -> Floats:
    positive: Floats = np.maximum(array, 0)
    return positive


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares


@dataclass(frozen=True, slots=True)
class Ranker:
    """Several networks that were trained alike; their shares are averaged."""

    networks: tuple[Network, ...]

    def choices(self, reading: Reading) -> Choice:
        """For one document: the nearest noun of the name with the largest share."""
        networks = [network.scores(reading) for network in self.networks]

        def choose(question: Question) -> int | None:
            shares = np.mean([network(question) for network in networks], axis=0)[1:]
            keys = reading.key[question.candidates]
            total = np.bincount(keys, weights=shares)
            best = int(total.argmax())
            if total[best] < LEAST_SHARE:
                return None
            (same,) = np.nonzero(keys == best)
            before = same[reading.mention[question.candidates[same]] < question.pronoun.token]
            return int(before[-1] if len(before) else same[0])

        return choose

    def to_bytes(self) -> bytes:
        """The parameters in half precision (msgpack)."""
        state = [
            {name: array.astype(np.float16) for name, array in network.parameters.items()}
            for network in self.networks
        ]
        return bytes(srsly.msgpack_dumps(state))

    @classmethod
    def from_bytes(cls, data: bytes) -> Ranker:
        """Undo :meth:`to_bytes`. Raises ValueError, TypeError or AttributeError for other data."""
        return cls(
            tuple(
                Network({name: array.astype(np.float32) for name, array in network.items()})
                for network in srsly.msgpack_loads(data)
            )
        )
