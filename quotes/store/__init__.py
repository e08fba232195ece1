"""SQLite through sqlite-utils: migrations, writing, reading, search.

Knows nothing of how quotations are found.
"""

from __future__ import annotations

from quotes.store.articles import change_article, delete_articles, known
from quotes.store.errors import StoreError, from_sqlite
from quotes.store.filters import Filters
from quotes.store.finding import AmbiguousSpeaker, current_id, find_speakers
from quotes.store.opening import opened
from quotes.store.reading import Record, counts, quotation, quotations, speakers
from quotes.store.reviewing import ReviewError
from quotes.store.writing import WriteResult, is_stored, write_article

__all__ = [
    "AmbiguousSpeaker",
    "Filters",
    "Record",
    "ReviewError",
    "StoreError",
    "WriteResult",
    "change_article",
    "counts",
    "current_id",
    "delete_articles",
    "find_speakers",
    "from_sqlite",
    "is_stored",
    "known",
    "opened",
    "quotation",
    "quotations",
    "speakers",
    "write_article",
]
