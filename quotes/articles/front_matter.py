"""Front matter: what stands above the text of a Markdown file, in YAML, TOML or JSON.

As Jekyll (``---``), Hugo (``---``, ``+++``, ``{``) and exporters (``;;;``) write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from quotes.articles.bylines import byline, without_controls
from quotes.articles.dates import iso_date
from quotes.articles.limits import bound

#: Characters of front matter; more is no front matter.
MOST_CHARACTERS = bound("MAX_FRONT_MATTER", 20_000)
#: Mappings and lists inside one another.
MOST_DEPTH = bound("MAX_FRONT_MATTER_DEPTH", 20)
#: Values that an author may reuse by name in YAML. A few hundred of them make gigabytes.
MOST_ALIASES = 20

_YAML = re.compile(
    r"\A\s{0,20}---[ \t]*\r?\n(?P<fields>.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_TOML = re.compile(
    r"\A\s{0,20}\+\+\+[ \t]*\r?\n(?P<fields>.{0,20000}?)\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FENCED_JSON = re.compile(
    r"\A\s{0,20};;;[ \t]*\r?\n(?P<fields>.{0,20000}?)\r?\n;;;[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_BARE_JSON = re.compile(r"\A\s{0,20}\{[ \t]*\r?\n")

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline", "by", "creator"),
    "outlet": ("outlet", "publication", "publisher", "site", "source", "site_name"),
    "published": ("date", "published", "published_at", "pubdate", "publishdate", "publish_date"),
    "url": ("url", "link", "canonical", "canonical_url", "canonicalurl", "source_url"),
}


def front_matter(source: str) -> tuple[dict[str, str], str]:
    """The fields ``title``, ``byline``, ``outlet``, ``published``, ``url``, and the text below.

    What cannot be read as a mapping is no front matter: then there are no fields and the text is
    all of ``source``.
    """
    fields, end = _parsed(source)
    if fields is None:
        return {}, source
    given = {str(name).lower().replace("-", "_"): value for name, value in fields.items()}
    # Hugo and others put what they do not know themselves one level deeper.
    for nested in ("params", "extra"):
        if isinstance(given.get(nested), dict):
            for name, value in given[nested].items():
                given.setdefault(str(name).lower(), value)
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        for name in names:
            if value := _value(field, given.get(name)):
                found[field] = value
                break
    return found, source[end:]


def _parsed(source: str) -> tuple[Mapping[Any, Any] | None, int]:
    """The mapping above the text, if there is one, and where the text begins."""
    for form, load in ((_YAML, _yaml), (_TOML, _toml), (_FENCED_JSON, _json)):
        if match := form.match(source):
            loaded = load(match["fields"])
            return (loaded if isinstance(loaded, dict) and loaded else None), match.end()
    if match := _BARE_JSON.match(source):
        try:
            start = source.index("{")
            loaded, end = json.JSONDecoder(strict=False).raw_decode(
                source[start : start + MOST_CHARACTERS]
            )
        except (ValueError, RecursionError):
            return None, 0
        return (loaded if isinstance(loaded, dict) and loaded else None), start + end
    return None, 0


def _yaml(text: str) -> Any:
    import yaml

    # A tab before a value is no YAML, but people write it.
    text = re.sub(r"^([A-Za-z_-]{1,40}:)\t+", r"\1 ", text, flags=re.MULTILINE)
    try:
        depth = aliases = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                aliases += 1
            if depth > MOST_DEPTH or aliases > MOST_ALIASES:
                return None
        # Dates stay as they are written: the loader would turn them to another time zone.
        return yaml.load(text, Loader=_without_dates())
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError):
        return None


def _without_dates() -> Any:
    """The safe loader, for which dates and yes and no are text."""
    import yaml

    resolvers = {
        first: [(tag, form) for tag, form in forms if tag.rsplit(":", 1)[-1] in _PLAIN]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": resolvers})


#: Kinds of plain values that are not text.
_PLAIN = frozenset(("null", "merge"))


def _toml(text: str) -> Any:
    import importlib

    try:
        toml = importlib.import_module("tomllib")
    except ImportError:  # Python 3.10
        return _simple_toml(text)
    try:
        return toml.loads(text)
    except (ValueError, RecursionError):
        return None


def _simple_toml(text: str) -> Any:
    """``key = value`` of the top level, whose values are JSON as well or dates."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        if line.startswith("["):
            break
        match = re.fullmatch(r"\s*([A-Za-z0-9_-]{1,40})\s*=\s*(.*?)\s*", line)
        if match is None:
            continue
        value = match[2]
        if value.startswith("'") and value.endswith("'") and len(value) > 1:
            found[match[1]] = value[1:-1]
            continue
        try:
            found[match[1]] = json.loads(value)
        except (ValueError, RecursionError):
            found[match[1]] = value
    return found


def _json(text: str) -> Any:
    stripped = text.strip()
    try:
        return json.loads(stripped if stripped.startswith("{") else f"{{{stripped}}}", strict=False)
    except (ValueError, RecursionError):
        return None


def _value(field: str, value: Any) -> str | None:
    if field == "byline":
        return byline(_names(value))
    if isinstance(value, list):
        value = value[0] if value else None
    if field == "published":
        if isinstance(value, datetime | date):
            value = value.isoformat()
        return iso_date(str(value)) if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _line(value)


def _line(value: Any) -> str | None:
    return without_controls(str(value)) if isinstance(value, str | int | float) and value else None


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    """The names in a byline: text, a list, mappings with a name."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value[:50]:
            if isinstance(inner, str | dict):
                yield from _names(inner, depth + 1)
    elif isinstance(value, dict):
        for name in ("name", "display_name", "title", "full_name"):
            if isinstance(value.get(name), str):
                yield value[name]
                return
        # Hugo writes ``author: {first: Jane, last: Doe}`` and ``authors: {jdoe: {name: …}}``.
        parts = [value.get(part) for part in ("first", "last")]
        if all(isinstance(part, str) for part in parts):
            yield " ".join(map(str, parts))
            return
        for inner in value.values():
            if isinstance(inner, dict):
                yield from _names(inner, depth + 1)
