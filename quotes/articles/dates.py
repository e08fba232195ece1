"""Dates as front matter, web pages and mails write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?"
    r"(?: (?:UTC|GMT|[A-Z]{2,5}))?)?"
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
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[.,]{0,2} ", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
#: ``10:00``, ``at 10:00 a.m. EST``, ``, 10.00 +0100``: what may stand behind a day.
_CLOCK = re.compile(
    r",?(?: at| -| \||T)? ?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{1,5}|Z|[+-]\d{2}:?\d{2})){0,2}(?: ?\([A-Z]{2,5}\))?\Z",
    re.IGNORECASE,
)
#: No article is older; some systems write year 1 for no date.
_FIRST_YEAR = 1600
_LONGEST = 80


def iso_date(value: str) -> str | None:
    """``value`` as an ISO 8601 date or date and time, ``None`` if it is no date.

    A date and time that is not written in ISO 8601 gives the date; one in numbers alone, where
    day and month could be either, is none.
    """
    value = " ".join(value[: _LONGEST + 1].split())
    if len(value) > _LONGEST:
        return None
    if match := _ISO.fullmatch(value):
        return _iso(match)
    plain = _CLOCK.sub("", value)
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", plain, count=1))
    plain = plain.replace(".", "").replace(",", ", ").replace("Sept ", "Sep ")
    plain = " ".join(plain.split())
    for form in _FORMATS:
        try:
            day = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        return day.isoformat() if day.year >= _FIRST_YEAR else None
    return None


def _iso(match: re.Match[str]) -> str | None:
    try:
        day = datetime.strptime(match["day"], "%Y-%m-%d")
    except ValueError:
        return None
    if day.year < _FIRST_YEAR:
        return None
    if match["time"] is None:
        return match["day"]
    hour, minute = match["time"][:2], match["time"][3:5]
    if hour > "24" or minute > "59":
        return None
    zone = match["zone"] or ""
    zone = "Z" if zone in ("UTC", "GMT") else zone
    if len(zone) == 5:  # +0100
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{match['day']}T{match['time']}{zone}"
