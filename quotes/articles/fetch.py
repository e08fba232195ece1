"""A web page that the user named: fetched once, bounded in size and time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from quotes.articles.errors import Refused
from quotes.articles.limits import MAX_BYTES

_SECONDS_TO_ANSWER = 20
_SECONDS_IN_ALL = 60
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Page:
    """What a web server sent; ``charset`` and ``media_type`` as its headers say."""

    data: bytes
    media_type: str
    charset: str | None


def is_url(source: str) -> bool:
    """Whether ``source`` is the address of a web page rather than a path."""
    return source.lower().startswith(("http://", "https://"))


class _WebOnly(HTTPRedirectHandler):
    """Follows a redirection to the web only, never to a file or an FTP server."""

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ):
        if not is_url(newurl):
            raise Refused("sends on to an address outside the web", "save the page to a file")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str) -> Page:
    """The page at ``url``. Raises :class:`Refused` when it does not come."""
    remedy = "check the address, or save the page to a file"
    if not urlsplit(url).hostname:
        raise Refused("is not a web address", remedy)
    request = Request(url, headers={"User-Agent": "quotes", "Accept": "text/html,text/plain;q=0.9"})
    try:
        with build_opener(_WebOnly).open(request, timeout=_SECONDS_TO_ANSWER) as response:
            headers = response.headers
            return Page(
                _bounded(response), headers.get_content_type(), headers.get_content_charset()
            )
    except HTTPError as error:
        raise Refused(f"the server answered {error.code} {error.reason}", remedy) from error
    except URLError as error:
        raise Refused(f"could not be fetched ({error.reason})", remedy) from error
    except (OSError, ValueError) as error:
        raise Refused(f"could not be fetched ({error})", remedy) from error


def _bounded(response: object) -> bytes:
    deadline = time.monotonic() + _SECONDS_IN_ALL
    data = bytearray()
    read = response.read1 if hasattr(response, "read1") else response.read  # type: ignore[attr-defined]
    while chunk := read(_CHUNK):
        data += chunk
        if len(data) > MAX_BYTES:
            raise Refused(f"is larger than {MAX_BYTES:,} bytes", "save its text to a file")
        if time.monotonic() > deadline:
            raise Refused("takes too long to come", "save the page to a file")
    return bytes(data)
