"""The speaker of one quotation, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from spacy.tokens import Span, Token

from quotes.types import Mention, Resolution, Speaker

#: The rule of a quotation whose speaker is to be that of the quotation it stands in.
SPEAKER_OF_OUTER = "the speaker of the quotation around it"


@dataclass(frozen=True, slots=True)
class Decision:
    """One quotation's speaker and why."""

    speaker: Speaker | None
    resolution: Resolution | None
    rule: str
    certainty: float
    chain: tuple[Mention, ...] = ()
    runner_up: str | None = None
    runner_up_share: float | None = None
    """Its weight beside the speaker's, of the two together, where they were weighed."""


#: Who is behind another word of the article, told as a source of its own: the word and its phrase.
OfHead: TypeAlias = Callable[[Token, Span], Decision]
