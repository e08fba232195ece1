"""What readers find besides articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something about ``path`` that a person should know; nothing is wrong with it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Address:
    """A page that has to be fetched, and what is known of it before it comes.

    What the page says of itself goes before this.
    """

    url: str
    title: str | None = None
    published: str | None = None
    """ISO 8601 date or date and time."""
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An address that was not fetched, because its article is known."""

    url: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What was asked for at ``asked`` is an article of the address ``url``."""

    asked: str
    url: str
