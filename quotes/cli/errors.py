"""How a command fails: one line on standard error, exit status 1."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import click

from quotes.cli.output import legible


class Failed(click.ClickException):
    """The command failed; the message is the line that says why."""

    def show(self, file: Any = None) -> None:
        """Print the message to standard error, if that can be."""
        # Where nobody can be told, the exit status tells.
        with suppress(OSError):
            click.echo(legible(self.message), file=file or sys.stderr)
