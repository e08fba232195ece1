"""Dates as front matter and web pages write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_FORMATS = (
    "%Y/%m/%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%Y%m%d",
)


def iso_date(value: str) -> str | None:
    """``value`` as an ISO 8601 date or date and time, ``None`` if it is no date."""
    value = " ".join(value.split())
    if _ISO.fullmatch(value):
        try:
            datetime.strptime(value[:10], "%Y-%m-%d")
        except ValueError:
            return None
        return value.replace(" ", "T", 1)
    plain = value.replace(".", "").replace(",", ", ").replace("Sept ", "Sep ")
    plain = " ".join(plain.split())
    for form in _FORMATS:
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    return None
