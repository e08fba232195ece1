"""``python -m quotes``: the ``quotes`` command."""

from __future__ import annotations

from quotes.cli import cli

if __name__ == "__main__":
    cli(prog_name="quotes")
