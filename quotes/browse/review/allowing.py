"""Who may correct: whoever started ``quotes serve --review``, on this machine, by our own pages.

A page elsewhere must not be able to correct anything through the reader's browser. So a request
that changes something needs the token of a form that we made, and has to come from a page of ours.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Forbidden, NotFound

#: What a server in between adds: the request then comes from who knows where.
_FORWARDED = frozenset(
    (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via")
)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """That corrections are allowed, and who makes them."""

    reviewer: str


def reviewing(datasette: Any) -> Reviewing | None:
    """Whether this Datasette was started to correct."""
    found: Reviewing | None = getattr(datasette, "_quotes_reviewing", None)
    return found


def may_review(datasette: Any, request: Any) -> bool:
    """Whether pages show this visitor what leads to corrections."""
    return reviewing(datasette) is not None and request is not None and is_local(request.scope)


def check_page(datasette: Any, request: Any) -> Reviewing:
    """Who reviews. Raises what the visitor is answered where they may not."""
    found = reviewing(datasette)
    if found is None:
        raise NotFound("This server does not take corrections: start it as quotes serve --review")
    if not is_local(request.scope):
        raise Forbidden("Corrections are taken from the machine that quotes serve runs on alone")
    return found


def check_form(datasette: Any, request: Any, token: str) -> Reviewing:
    """The same of a request that changes something; ``token`` is what its form has."""
    found = check_page(datasette, request)
    if not is_from_ours(request.headers, request.scheme):
        raise Forbidden("This form was sent by a page of another site")
    # Datasette asks for it as well, but not where there is no cookie. Of such a request the token
    # that is right is a new one, which no form has.
    right = request.scope["csrftoken"]()
    if not secrets.compare_digest(token.encode(), right.encode()):
        raise Forbidden("This form is too old, or not one of ours: load the page again")
    return found


def is_local(scope: MutableMapping[str, Any]) -> bool:
    """Whether a request comes from this machine itself, and nobody hands it on."""
    client = scope.get("client")
    if not client or any(name.lower() in _FORWARDED for name, _ in scope.get("headers") or ()):
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_from_ours(headers: Mapping[str, str], scheme: str) -> bool:
    """Whether a page of this very server sent a form, as the browser tells it.

    Every browser of today says so one way or the other; what says nothing is refused.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    # By a policy on referrers a browser may keep the origin to itself.
    if origin is None or origin == "null":
        return site is not None
    return origin.lower() == f"{scheme}://{headers.get('host', '')}".lower()
