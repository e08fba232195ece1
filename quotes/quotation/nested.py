"""Quotations inside quotations: recorded by themselves when a clause attributes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from quotes.quotation.clauses import spoken
from quotes.quotation.index import SpanIndex
from quotes.quotation.link import Attribution
from quotes.quotation.marks import Quoted
from quotes.quotation.roles import RoleSpan

#: Characters, and words, that may stand between: ``told me, ‘…’``.
_FAR = 40
_NEAR = 2
_APART = re.compile(r"[.!?“”\"]")
_SCORE = 0.6


def nested(
    doc: Doc, text: str, attributions: Sequence[Attribution], stretches: Sequence[Quoted]
) -> list[Attribution]:
    """Inner pairs of marks beside a reporting clause that stands in the same outer pair."""
    outer = SpanIndex(s for s in stretches if s.nested)
    if not outer.spans:
        return []
    known = {content.span for a in attributions for content in a.contents}
    out = []
    for cue, source in spoken(doc):
        start = min(cue.start_char, source.start_char)
        end = max(cue.end_char, source.end_char)
        for stretch in outer.touching(start, end):
            if not (stretch.start <= start and end <= stretch.end):
                continue
            for inner in SpanIndex(stretch.nested).near(start, end, _FAR):
                gap = text[inner.end : start] or text[end : inner.start]
                beside = len(gap.split()) <= _NEAR and not _APART.search(gap)
                # a single word in inner marks is a term more often than speech
                speech = len(text[slice(*inner.inner)].split()) > 1
                if beside and speech and inner.outer not in known:
                    known.add(inner.outer)
                    out.append(
                        Attribution(
                            (RoleSpan(*inner.outer, _SCORE),),
                            RoleSpan(cue.start_char, cue.end_char, _SCORE),
                            RoleSpan(source.start_char, source.end_char, _SCORE),
                        )
                    )
    return out
