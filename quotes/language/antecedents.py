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
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from quotes.language.reading import (
    HE,
    IT,
    SHE,
    SUBJECTS,
    THEY,
    Floats,
    Ints,
    Pronoun,
    Reading,
    role,
)

#: Sentences before that of the pronoun in which its antecedent is looked for.
WINDOW = 5
#: Nouns after a pronoun, in its sentence, that are looked at.
AHEAD = 40

PAIR_FEATURES = 46


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
    for pronoun in reading.pronouns.values():
        history.advance(pronoun.token)
        question = history.question(pronoun)
        answer = choose(question) if len(question.candidates) else None
        history.note(pronoun, None if answer is None else int(question.candidates[answer]))
    return history.answers


def resolve_one(reading: Reading, pronoun: Pronoun, choose: Choice) -> int | None:
    """What one pronoun stands for, as :func:`resolve` has it, all others being left unresolved."""
    history = _History(reading)
    history.advance(pronoun.token)
    question = history.question(pronoun)
    answer = choose(question) if len(question.candidates) else None
    return None if answer is None else int(question.candidates[answer])


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
        self._is_above = np.zeros(len(reading.lower), dtype=bool)
        self.answers: dict[int, int] = {}

    def advance(self, token: int) -> None:
        """Take note of the nouns up to a token."""
        reading = self._reading
        first, self._next = self._next, int(np.searchsorted(reading.mention, token))
        keys = reading.key[first : self._next]
        self._count += np.bincount(keys, minlength=len(self._count))
        # of a name that comes more than once the last is kept
        self._last[keys] = reading.mention[first : self._next]
        self._last_mention[keys] = np.arange(first, self._next)
        subjects = keys[reading.mention_is_subject[first : self._next]]
        if len(subjects):
            self._last_subject = int(subjects[-1])

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
        if reading.dep[pronoun.token] in SUBJECTS:
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
        reading.look_at(candidates)
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
        is_subject = r.dep[i] in SUBJECTS
        rows[:, 12] = subject & is_subject
        rows[:, 13] = r.mention_role[found] == role(r.dep[i])
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
        vectors = r.vectors([i, *tokens.tolist()])
        if vectors is not None:
            rows[:, 43] = vectors[1:] @ vectors[0]
        return rows
