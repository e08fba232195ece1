"""Finds content, cue and source in one Doc."""

from __future__ import annotations

from quotes.quotation.finding import find

__all__ = ["find"]
