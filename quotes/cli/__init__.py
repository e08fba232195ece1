"""The ``quotes`` command: parse, call one function, print."""

from __future__ import annotations

from quotes.cli.group import cli

__all__ = ["cli"]
