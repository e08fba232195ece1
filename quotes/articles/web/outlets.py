"""The outlet that a page is of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from quotes.articles.bylines import is_agency, without_controls
from quotes.articles.web.declared import first, kinds, linked_data, name_of, text_of
from quotes.articles.web.headlines import TAIL
from quotes.articles.words import words

_SITES = ("og:site_name", "application-name", "cxenseparse:publisher", "dc.publisher", "publisher")
_COMPANY = re.compile(r",? (?:inc|llc|ltd|limited|corp|corporation|plc|gmbh|co)\.?$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.")
_NO_OUTLETS = words("home news article website site blog page wordpress my+site facebook twitter")


def outlet_of(
    tree: Any, tags: Mapping[str, Sequence[str]], node: Mapping[str, Any], url: str | None
) -> str | None:
    """The site's name, or the publisher's; an agency only where it is its own site."""
    host = (urlsplit(url).hostname or "") if url else ""
    candidates = [
        name
        for candidate in (
            first(tags, _SITES[:1]),
            name_of(node.get("publisher")),
            *(first(tags, (name,)) for name in _SITES[1:]),
            _site_node(tree),
        )
        if (name := _plain_outlet(candidate or "")) and (not is_agency(name) or _is_of(name, host))
    ]
    named = [name for name in candidates if _is_of(name, host)]
    # An account's name or an address, where the outlet's own is given as well.
    written = [name for name in named if not name.islower()]
    return next(iter([*written, *named, *candidates]), None) or _outlet_of_title(tree, host)


def _plain_outlet(name: str) -> str | None:
    name = _COMPANY.sub("", without_controls(name) or "").strip()
    if name.startswith("@") or name.lower() in _NO_OUTLETS or len(name) > 80:
        return None
    if _ADDRESS.match(name):
        return None
    name = re.split(r"\s+[|–—]\s+|\s+-\s+", name)[0]
    return name or None


def _is_of(name: str, host: str) -> bool:
    """Whether ``host`` is called as ``name`` is, in whole or in initials.

    The New York Times is of nytimes.com, AP of apnews.com, the Ellery Post of elleryposts.example.
    """
    parts = re.findall(r"[^\W_]+", name.lower().removeprefix("the "))
    labels = [label.replace("-", "") for label in host.lower().split(".")[:-1] if label != "www"]
    forms = ["".join(part[0] for part in parts[:k]) + "".join(parts[k:]) for k in range(len(parts))]
    forms.append("".join(part[0] for part in parts))
    return any(
        form == label or (len(form) > 3 and form in label) or (label.removesuffix("news") == form)
        for label in labels
        for form in forms
        if len(form) > 1
    )


def _site_node(tree: Any) -> str | None:
    """The name of the site in the linked data."""
    of_site = (
        one for one in linked_data(tree) if kinds(one) & {"website", "newsmediaorganization"}
    )
    return next((name for node in of_site if (name := name_of(node))), None)


def _outlet_of_title(tree: Any, host: str) -> str | None:
    """What stands behind the last bar or dash of the title, where the host is named so."""
    given = next((text_of(title) for title in tree.iter("title")), "")
    parts = TAIL.split(given)
    if len(parts) < 2 or not host:
        return None
    return next(
        (without_controls(part) for part in (parts[-1], parts[0]) if _is_of(part, host)), None
    )
