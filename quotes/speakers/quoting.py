"""Which words of a document stand inside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from quotes.types import Quotation

_MARKED = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^»\n]*»", re.MULTILINE)


def quoted_tokens(doc: Doc, quotations: Sequence[Quotation]) -> tuple[bool, ...]:
    """For each token, whether it is spoken by somebody rather than told by the article.

    Everything in double marks or guillemets, paired line by line, and the
    contents of direct quotations.
    """
    inside = bytearray(len(doc.text) + 1)
    spans = [m.span() for m in _MARKED.finditer(doc.text)]
    spans += [span for q in quotations if q.type == "direct" for span in q.spans]
    for start, end in spans:
        inside[start:end] = b"\1" * (end - start)
    return tuple(bool(inside[token.idx]) for token in doc)
