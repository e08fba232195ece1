"""The speaker of one quotation, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from spacy.tokens import Span, Token

from quotes.decisions import Way
from quotes.types import Mention, Resolution, Speaker

#: How a quotation is decided whose speaker is to be that of the quotation it stands in.
SPEAKER_OF_OUTER: Way = "around"


@dataclass(frozen=True, slots=True)
class Decision:
    """One quotation's speaker and why."""

    speaker: Speaker | None
    resolution: Resolution | None
    way: Way
    certainty: float
    chain: tuple[Mention, ...] = ()
    runner_up: str | None = None
    runner_up_share: float | None = None
    """Its weight beside the speaker's, of the two together, where they were weighed."""
    because: tuple[str, ...] = ()
    """What was true of the speaker and not of the second best, the weightiest first."""


#: Who is behind another word of the article, told as a source of its own: the word and its phrase.
OfHead: TypeAlias = Callable[[Token, Span], Decision]
