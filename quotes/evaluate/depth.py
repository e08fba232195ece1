"""Words within others' words: ``Hill said that the mayor had told her to wait``.

Corpora differ here. PolNeAR marks the outermost attribution alone; others mark the mayor's as well,
so that what is found of each is told apart before figures of the two are laid beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from quotes.evaluate.attributions import Reading

Depth = Literal["outermost", "nested"]
DEPTHS: tuple[Depth, ...] = get_args(Depth)


def depths(side: Sequence[Reading]) -> list[Depth]:
    """For each attribution of one article: is its content a part of another one's content?

    Of two with the same content neither is nested.
    """
    contents = [one.characters["content"] for one in side]
    return [
        "nested" if mine and any(mine < other for other in contents) else "outermost"
        for mine in contents
    ]
