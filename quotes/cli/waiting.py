"""Waiting for a database that another program is writing to."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from quotes.cli.progress import Progress

T = TypeVar("T")

#: Another program may hold the database for a while; so long it is waited for, in seconds.
LONGEST_WAIT = 600
_BETWEEN = 0.2


def patiently(write: Callable[[], T], progress: Progress) -> T:
    """``write``, again and again while another program holds the database."""
    until = time.monotonic() + LONGEST_WAIT
    told = False
    while True:
        try:
            return write()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            if not told:
                progress.say("another program is writing to the database; waiting for it")
                told = True
            time.sleep(_BETWEEN)
