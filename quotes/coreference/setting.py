"""What is known of the quotations of an article before anybody is led anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from spacy.tokens import Span, Token

from quotes.coreference.memory import Setting, Weights
from quotes.coreference.sources import head_of
from quotes.coreference.witness import Witness
from quotes.mentions.entities import Cast
from quotes.quotation.quoting import quoted_tokens
from quotes.tokens import Tokens
from quotes.types import Quotation

#: A source and the word in it that says who; nothing where the text has none.
Source: TypeAlias = "tuple[Span, Token] | tuple[None, None]"


def sources_of(tokens: Tokens, cast: Cast, quotations: Sequence[Quotation]) -> list[Source]:
    """The source of each quotation, and the word in it that says who."""
    return [_source_of(quotation, tokens, cast) for quotation in quotations]


def _source_of(quotation: Quotation, tokens: Tokens, cast: Cast) -> Source:
    if quotation.source is None:
        return None, None
    first, last = tokens.covering(quotation.source.start, quotation.source.end)
    if first >= last:
        return None, None
    source = tokens.doc[first:last]
    return source, head_of(tokens.doc, cast, source)


def setting_of(
    tokens: Tokens,
    quotations: Sequence[Quotation],
    sources: Sequence[Source],
    witness: Witness,
    weights: Weights,
) -> Setting:
    """What is known of the quotations before anything is resolved."""
    contents: dict[int, frozenset[int]] = {}
    for quotation, (_, head) in zip(quotations, sources, strict=True):
        if head is not None:
            ranges = (range(*tokens.covering(start, end)) for start, end in quotation.spans)
            contents[head.i] = contents.get(head.i, frozenset()).union(*ranges)
    told = frozenset().union(*contents.values())
    reported = [i in told for i in range(len(tokens.word))]
    return Setting(quoted_tokens(tokens, quotations), reported, contents, witness, weights)
