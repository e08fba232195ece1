"""Word lists, as they are written in source code."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """The white-space separated words of ``listed``; ``+`` in a word is a space."""
    return frozenset(word.replace("+", " ") for word in listed.split())
