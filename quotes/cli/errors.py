"""How a command fails: one line on standard error, exit status 1."""

from __future__ import annotations

import sys
from typing import Any

import click

from quotes.cli.output import legible


class Failed(click.ClickException):
    """The command failed; the message is the line that says why."""

    def show(self, file: Any = None) -> None:
        """Print the message to standard error."""
        click.echo(legible(self.message), file=file or sys.stderr)
