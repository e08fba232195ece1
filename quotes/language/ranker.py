"""The learned ranker: how likely each candidate is what a pronoun stands for.

A network of two hidden layers scores each candidate and, beside them, that
none is meant; the shares of nouns with the same name or lemma count together.
Several networks that were trained alike are averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import srsly

from quotes.language.antecedents import PAIR_FEATURES, Choice, Question
from quotes.language.reading import MENTION_FEATURES, PRONOUN_FEATURES, Floats, Reading

#: A pronoun is left alone when the best answer has a smaller share than this.
LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Network:
    """Parameters by name, as 32-bit floats; ``training.coreference`` says what each is."""

    parameters: Mapping[str, Floats]

    def scores(self, reading: Reading) -> Callable[[Question], Floats]:
        """For one document: gives the shares of "none" and of each candidate of a question."""
        p = self.parameters
        width, rank = p["pronoun.weight"].shape
        first = p["first.weight"]
        ends = np.cumsum((PRONOUN_FEATURES, MENTION_FEATURES, PAIR_FEATURES, rank, rank))
        of_pronoun, of_mention, of_pair, of_product, of_head, of_noun = np.split(first, ends)

        def answer(question: Question) -> Floats:
            token, found = question.pronoun.token, question.candidates
            tokens = [token, reading.head[token], *reading.mention[found].tolist()]
            vectors = reading.vectors(tokens)
            if vectors is None or vectors.shape[1] != width:
                vectors = np.zeros((len(tokens), width), dtype=np.float32)
            pronoun = vectors[0] @ p["pronoun.weight"] + p["pronoun.bias"]
            head = vectors[1] @ p["head.weight"] + p["head.bias"]
            nouns = vectors[2:] @ p["noun.weight"] + p["noun.bias"]
            own = np.array(question.own, dtype=np.float32)
            hidden = _relu(
                _relu(nouns[:, :rank]) @ of_noun
                + p["first.bias"]
                + reading.rows[found] @ of_mention
                + own @ of_pronoun
                + question.pairs @ of_pair
                + nouns[:, :rank] @ (pronoun[:, None] * of_product)
                + nouns[:, rank:] @ (head[:, None] * of_head)
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
