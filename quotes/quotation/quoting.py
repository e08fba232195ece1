"""Which words of a document stand inside quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.quotation.marks import inside, quoted
from quotes.tokens import Tokens
from quotes.types import Quotation


def quoted_tokens(tokens: Tokens, quotations: Sequence[Quotation]) -> tuple[bool, ...]:
    """For each token, whether it is spoken by somebody rather than told by the article.

    Everything in quotation marks, and the contents of direct quotations.
    """
    text = tokens.text
    marked = inside(text, quoted(text))
    for start, end in (span for q in quotations if q.type == "direct" for span in q.spans):
        marked[start:end] = b"\x01" * (end - start)
    return tuple(map(bool, map(marked.__getitem__, tokens.start)))
