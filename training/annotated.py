"""What every reader of a corpus gives: words with the labels that the corpus knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Annotated:
    """Words and one list of label indices a task, all of the same length.

    ``tasks`` may hold ``tag``, ``head`` (index of the head, own index for the
    root), ``dep``, ``sent``, ``ner`` and ``quote``. ``allowed`` replaces ``ner``
    where a corpus leaves several labels open: bit ``k`` of a word's mask says
    that label ``k`` may be right.
    """

    words: tuple[str, ...]
    tasks: dict[str, tuple[int, ...]] = field(default_factory=dict)
