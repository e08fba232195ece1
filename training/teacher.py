"""What a trained network says of a window, and how far another one is from saying the same.

A corpus annotates some heads, raw text none. Where the annotation is missing, a student learns what
its teacher finds likely (Hinton, Vinyals and Dean 2015). The teacher reads the window whole; from
the student some words are hidden, so that it has more to learn than to repeat (the noisy student of
Xie et al. 2020, the views of Clark et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional as F

from training.examples import Example
from training.network import Network, Words


@dataclass(frozen=True, slots=True)
class Lesson:
    """The probabilities of the labels of some windows: (batch, words, labels)."""

    arcs: Tensor
    heads: Tensor
    """(batch, words): the likeliest head of each word, for which ``labels`` are."""
    labels: Tensor
    tags: Tensor
    sentences: Tensor
    names: Tensor
    roles: Tensor


#: Says something of some windows, which are given as they are and as a padded batch.
Teacher: TypeAlias = Callable[[Sequence[Example], Mapping[str, Tensor]], Lesson]


def taught_by(network: Network) -> Teacher:
    """A teacher that reads every batch."""
    return lambda _, whole: lesson(network, whole)


def with_syntax_of(other: Teacher, teacher: Teacher) -> Teacher:
    """``teacher``, but ``other`` says the syntax of windows that no treebank has.

    A large teacher that knows little news from its treebanks reads there the surroundings of a word
    more than the word: of 46,632 words of PolNeAR's development part it calls 159 a pronoun that
    are none, 86 of them ``Mr.`` and 26 ``the``; the bundled weights, which it was to teach, 4.
    """

    def say(examples: Sequence[Example], batch: Mapping[str, Tensor]) -> Lesson:
        said = teacher(examples, batch)
        if "head" in examples[0].tasks:
            return said
        theirs = other(examples, batch)
        return replace(theirs, names=said.names, roles=said.roles)

    return say


def mean_of(teacher: Teacher, other: Teacher, share: float) -> Teacher:
    """Both at once: the mean of what two teachers say, in which ``other`` counts ``share`` of one.

    Two encoders err apart: what they say together is nearer to the truth than what either says, and
    one network can learn it (Hinton, Vinyals and Dean 2015). Of a word whose head they do not agree
    on, the label is the first one's, as labels are those of a word and a head.
    """

    def say(examples: Sequence[Example], batch: Mapping[str, Tensor]) -> Lesson:
        said, theirs = teacher(examples, batch), other(examples, batch)

        def mean(name: str) -> Tensor:
            mine: Tensor = getattr(said, name)
            return torch.lerp(mine, getattr(theirs, name), share)

        alike = (said.heads == theirs.heads)[..., None]
        return Lesson(
            mean("arcs"),
            said.heads,
            torch.where(alike, mean("labels"), said.labels),
            mean("tags"),
            mean("sentences"),
            mean("names"),
            mean("roles"),
        )

    return say


def lesson(teacher: Network, batch: Mapping[str, Tensor]) -> Lesson:
    """What ``teacher`` says of the words of ``batch``."""
    with torch.no_grad():
        words = teacher.words(batch["ids"], batch["attention"], batch["casings"], batch["first"])
        arcs = _shares(teacher.arcs_between(words.syntax, batch["words"]))
        heads = arcs.argmax(-1)
        return Lesson(
            arcs,
            heads,
            _shares(teacher.labels(words.syntax, heads)),
            _shares(teacher.tag(words.syntax)),
            _shares(teacher.sentence(words.syntax)),
            _shares(teacher.ner(words.names)),
            _shares(teacher.quote(words.roles)),
        )


def lesson_loss(
    network: Network, words: Words, batch: dict[str, Tensor], said: Lesson, beside_gold: float
) -> Tensor:
    """The cross entropy between what the teacher said and what ``network`` says, a word and head.

    ``words`` are the network's own vectors of the words of ``batch``. What ``batch`` has labels for
    counts ``beside_gold`` times. Of a head that is trained as a chain only the scores of single
    words are compared: there is little in its moves.
    """
    known = batch["words"] > 0

    def gap(logits: Tensor, shares: Tensor) -> Tensor:
        surprise = -(shares * F.log_softmax(logits.float(), -1)).sum(-1)
        return surprise[known].mean()

    total = words.syntax.new_zeros((), dtype=torch.float32)
    if share := beside_gold if "head" in batch else 1.0:
        syntax = gap(network.arcs_between(words.syntax, batch["words"]), said.arcs)
        syntax = syntax + gap(network.labels(words.syntax, said.heads), said.labels)
        syntax = syntax + gap(network.tag(words.syntax), said.tags)
        syntax = syntax + 0.5 * gap(network.sentence(words.syntax), said.sentences)
        total = total + share * syntax
    if share := beside_gold if "allowed" in batch else 1.0:
        total = total + share * gap(network.ner(words.names), said.names)
    if share := beside_gold if "quote" in batch else 1.0:
        total = total + share * gap(network.quote(words.roles), said.roles)
    return total


def _shares(logits: Tensor) -> Tensor:
    return torch.softmax(logits.float(), -1)
