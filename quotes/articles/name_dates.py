"""The day in the name of a file or of the folders that it is in: ``2021/03/14/storm.txt``."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-_./]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?!\d)"
)


def day_in_name(name: str) -> str | None:
    """The last day that ``name`` tells, in ISO 8601; ``None`` when it tells none.

    Year, month and day in this order, four digits and two and two, with one
    mark between them or none; not a day that is yet to come.
    """
    latest = date.today() + timedelta(days=1)
    for match in reversed(list(_DAY.finditer(name))):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        if day <= latest:
            return day.isoformat()
    return None
