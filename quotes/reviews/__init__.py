"""What people corrected, and how it is found again in a text that changed.

Pure functions on texts, quotations and decisions; the database is the store's business.
"""

from __future__ import annotations

from quotes.reviews.anchoring import Selector, from_json, locate, selectors, to_json
from quotes.reviews.decisions import (
    ACTIONS,
    Action,
    Applied,
    Decision,
    Found,
    Place,
    Stated,
    apply,
    settled,
    state_of,
    type_of,
)

__all__ = [
    "ACTIONS",
    "Action",
    "Applied",
    "Decision",
    "Found",
    "Place",
    "Selector",
    "Stated",
    "apply",
    "from_json",
    "locate",
    "selectors",
    "settled",
    "state_of",
    "to_json",
    "type_of",
]
