"""Messages and progress, on standard error alone."""

from __future__ import annotations

import os
import sys
import time

import click

from quotes.cli.output import legible

_WIDTH = 24
#: Drawn no more often than this, in seconds: drawing takes time as well.
_BETWEEN_DRAWINGS = 0.1
#: Where no terminal shows a bar, a line each so many seconds tells that the work goes on.
_BETWEEN_LINES = 60.0


class Progress:
    """How far the work is: a bar on a terminal, a line a minute elsewhere.

    ``total`` sources are to come; each holds articles, which are counted as they
    are done. Messages come out in either case, unless all is ``silent``.
    """

    def __init__(self, total: int, silent: bool = False, *, bar: bool = True) -> None:
        self.total = total
        self.silent = silent
        self.sources = 0
        self.articles = 0
        self._bar = bar and not silent and total > 0 and sys.stderr.isatty() and _moves()
        self._lines = not silent and not (sys.stderr.isatty() and _moves())
        self._began = time.monotonic()
        self._drawn = self._began - (_BETWEEN_DRAWINGS if self._bar else 0.0)
        self._shown = False

    def source(self) -> None:
        """One more source was read to its end."""
        self.sources += 1
        self._tick()

    def article(self) -> None:
        """One more article is done."""
        self.articles += 1
        self._tick()

    def say(self, message: str) -> None:
        """Print a line above the bar."""
        self.clear()
        click.echo(legible(message), err=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._shown = False

    def _tick(self) -> None:
        now = time.monotonic()
        all_read = self.sources == self.total
        if self._bar and (all_read or now - self._drawn >= _BETWEEN_DRAWINGS):
            self._drawn = now
            filled = _WIDTH * self.sources // self.total
            bar = "█" * filled + "░" * (_WIDTH - filled)
            click.echo(f"\r\x1b[K{bar} {self._state(now)}", nl=False, err=True)
            self._shown = True
        elif self._lines and now - self._drawn >= _BETWEEN_LINES:
            self._drawn = now
            click.echo(self._state(now), err=True)

    def _state(self, now: float) -> str:
        """``12 of 40 sources, 130 articles, 3.2 a second, 0:41 left``."""
        seconds = max(now - self._began, 0.001)
        parts = [
            f"{self.sources:,} of {self.total:,}" if self.total > 1 else "",
            f"{self.articles:,} articles" if self.articles != 1 else "1 article",
            f"{self.articles / seconds:,.1f} a second" if seconds > 1 else "",
        ]
        if self.total > 1 and 0 < self.sources < self.total and seconds > 2:
            left = round(seconds * (self.total - self.sources) / self.sources)
            parts.append(f"{clock(left)} left")
        return ", ".join(part for part in parts if part)


def _moves() -> bool:
    """Whether the terminal can draw over a line."""
    return os.environ.get("TERM") != "dumb"


def clock(seconds: int) -> str:
    """``0:41``, ``12:05``, ``3:00:00``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
