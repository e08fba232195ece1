"""Who said what: quotations and their speakers from English news.

import quotes
for q in quotes.extract("Kirby said he was “proud”."):
    print(q.speaker, q.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.types import (
    Article,
    AttributedQuotation,
    Evidence,
    Mention,
    Quotation,
    Speaker,
    as_record,
)

if TYPE_CHECKING:
    from quotes.pipeline import attribute, extract, load

__version__ = "0.1.0"

__all__ = [
    "Article",
    "AttributedQuotation",
    "Evidence",
    "Mention",
    "Quotation",
    "Speaker",
    "as_record",
    "attribute",
    "extract",
    "load",
]

_PIPELINE = ("attribute", "extract", "load")


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import; commands that do not need it should not wait.
    if name in _PIPELINE:
        from quotes import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
