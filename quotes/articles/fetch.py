"""A web page that the user named: fetched once, bounded in size and time."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.articles.limits import MAX_BYTES, bound

#: From looking up the name to the last byte, all redirections with it.
SECONDS_IN_ALL = bound("MAX_FETCH_SECONDS", 60)


@dataclass(frozen=True, slots=True)
class Page:
    """What a web server sent; ``charset`` and ``media_type`` as its headers say."""

    data: bytes
    media_type: str
    """``application/octet-stream`` where the server does not say."""
    charset: str | None
    url: str = ""
    """Where it was found in the end, after all redirections; without a password."""


def is_url(source: str) -> bool:
    """Whether ``source`` is the address of a web page rather than a path."""
    return source.lower().startswith(("http://", "https://"))


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    seconds: float = SECONDS_IN_ALL,
    max_bytes: int = MAX_BYTES,
) -> Page:
    """The page at ``url``.

    Raises :class:`~quotes.articles.errors.Refused` when it does not come, or not whole.
    Loopback, private and other addresses that are not of the open internet are refused, after
    redirections too, unless ``allow_private``. ``max_bytes`` holds for the page after
    decompression. A proxy that the environment names is used.
    """
    # Most runs fetch nothing, and the libraries for it take a while to load.
    from quotes.articles.network import fetched

    return fetched(url, allow_private, seconds, max_bytes)
