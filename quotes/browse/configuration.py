"""What Datasette is told of a database of quotations: the files beside this module.

``metadata.yml`` names the database ``quotes``; :func:`metadata` gives it the
names that the databases at hand really have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from importlib import resources
from typing import Any, cast

#: The name that ``metadata.yml`` gives the database.
NAME = "quotes"


@cache
def _metadata() -> dict[str, Any]:
    from datasette.utils import parse_metadata

    text = (resources.files(__package__) / "metadata.yml").read_text("utf-8")
    return cast("dict[str, Any]", parse_metadata(text))


def metadata(databases: Iterable[str]) -> dict[str, Any]:
    """Datasette's metadata for the databases with these names, a fresh copy that may be changed."""
    known = deepcopy(_metadata())
    ours = known.pop("databases")[NAME]
    return {**known, "databases": {name: deepcopy(ours) for name in databases}}


def title(datasette: Any) -> str | None:
    """What the site is called: as Datasette was told, or, where 1.0 has no such hook, as here."""
    told = getattr(datasette, "metadata", None)
    found = told("title") if callable(told) else _metadata().get("title")
    return str(found) if found else None


def settings() -> dict[str, Any]:
    """Datasette's settings."""
    text = (resources.files(__package__) / "settings.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))
