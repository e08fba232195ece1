"""Messages and progress, on standard error alone."""

from __future__ import annotations

import sys

import click

from quotes.cli.output import legible

_WIDTH = 30


class Progress:
    """A bar of ``total`` steps when standard error is a terminal, else nothing.

    Messages come out whether there is a bar or not.
    """

    def __init__(self, total: int, silent: bool = False) -> None:
        self.total = total
        self.done = 0
        self.shown = total > 1 and not silent and sys.stderr.isatty()
        self.draw()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        self.draw()

    def draw(self) -> None:
        """Draw the bar over itself."""
        if self.shown:
            filled = _WIDTH * self.done // self.total
            bar = "█" * filled + "░" * (_WIDTH - filled)
            click.echo(f"\r{bar} {self.done:,} of {self.total:,}", nl=False, err=True)

    def say(self, message: str) -> None:
        """Print a line above the bar."""
        self.clear()
        click.echo(legible(message), err=True)
        self.draw()

    def clear(self) -> None:
        """Take the bar away."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)
