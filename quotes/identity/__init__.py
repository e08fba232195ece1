"""One speaker across articles: a pure function of what articles say and of what people decided."""

from __future__ import annotations

from quotes.identity.facts import Cluster, Counted, Fact, Form, Gender, Link, Verdict
from quotes.identity.forms import blocks, form_of, is_own, outlet_of
from quotes.identity.naming import TitleUse, clean_titles, is_title, shown_name, shown_title
from quotes.identity.partition import alike, is_for_all_outlets, partition, step

__all__ = [
    "Cluster",
    "Counted",
    "Fact",
    "Form",
    "Gender",
    "Link",
    "TitleUse",
    "Verdict",
    "alike",
    "blocks",
    "clean_titles",
    "form_of",
    "is_for_all_outlets",
    "is_own",
    "is_title",
    "outlet_of",
    "partition",
    "shown_name",
    "shown_title",
    "step",
]
