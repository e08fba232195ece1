"""The rooms of the house: who may import whom, and that docs/architecture.md names them all.

Imports are read from the source, so that it does not matter whether one stands at the top, within
a function or for types alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "quotes"
PAGE = HOUSE.parent / "docs/architecture.md"

#: From the ground up. What stands on one floor does not import each other.
FLOORS = (
    {
        *("types", "decisions", "tokens", "loglinear", "lexicon", "atom", "wrapping"),
        *("confidence", "annotation"),
    },
    {"articles", "language"},
    {"quotation"},
    {"mentions"},
    {"coreference"},
    {"speakers"},
    {"pipeline"},
    {"identity", "reviews"},
    {"store"},
    {"scale", "evaluate", "browse"},
    {"cli"},
)
#: The ground floor's modules are small and know each other.
GROUND = FLOORS[0]

#: Upward imports that are known: the module, what it imports, and why. They are expected to go;
#: a test fails when one of them has gone and still stands here.
UPWARDS: Mapping[tuple[str, str], str] = {}
#: Modules that know each other in a circle, and why. Expected to go as well.
CIRCLES = {
    frozenset(("quotes.browse.plugin", "quotes.browse.views", "quotes.browse.review.views"))
    | {"quotes.browse.standalone"}: "a page by itself takes templates and styles from the plugin",
    frozenset(("quotes.articles.fetch", "quotes.articles.network")): (
        "the way in is fetch, what it asks is loaded only where a page is fetched"
    ),
    frozenset(("quotes.cli.completion", "quotes.cli.options")): (
        "options are completed, and what completes them reads the option of the database"
    ),
}
_SQL = frozenset(("sqlite3", "sqlite_utils", "datasette"))
_READS_DOCS = ("language", "quotation", "mentions", "coreference", "speakers")
#: What a room leaves to others.
FOREIGN = {
    **{name: _SQL | {"click"} for name in _READS_DOCS},
    "articles": {"sqlite_utils", "datasette", "spacy", "click"},
    "identity": _SQL | {"spacy", "click"},
    "reviews": _SQL | {"spacy", "click"},
    "store": {"datasette", "spacy", "click"},
    "scale": {"datasette", "click"},
    "browse": {"spacy", "click"},
}


def modules() -> dict[str, Path]:
    """Dotted name to file."""
    found = {}
    for path in sorted(HOUSE.rglob("*.py")):
        parts = ("quotes", *path.relative_to(HOUSE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(source: str, module: str = "", package: bool = False) -> Iterator[str]:
    """Dotted names that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                parts = module.split(".")
                base = parts[: len(parts) - node.level + package]
                origin = ".".join([*base, origin] if origin else base)
            for one in node.names:
                inner = f"{origin}.{one.name}"
                yield inner if inner in MODULES else origin


IMPORTS = {
    name: frozenset(
        one
        for one in imported(path.read_text(encoding="utf-8"), name, path.name == "__init__.py")
        if one != name
    )
    for name, path in MODULES.items()
}


def room(module: str) -> str:
    """``quotes.store.fts`` is in the room ``store``; the package itself is in none."""
    return module.split(".")[1] if "." in module else ""


def floor(module: str) -> int:
    """Counted from the ground; the package itself, which is the public API, has none."""
    return next(i for i, rooms in enumerate(FLOORS) if room(module) in rooms)


def is_upwards(importer: str, imported: str) -> bool:
    if room(importer) == room(imported) or not room(imported):
        return False
    if {room(importer), room(imported)} <= GROUND:
        return False
    return floor(imported) >= floor(importer)


def circles(imports: Mapping[str, frozenset[str]]) -> set[frozenset[str]]:
    """Modules that reach each other, as the largest sets of such.

    The package itself, from which modules take the version, is in none.
    """
    there = set(imports) - {"quotes"}
    reach = {name: set(found & there) for name, found in imports.items() if name in there}
    changed = True
    while changed:
        changed = False
        for found in reach.values():
            more = set().union(*(reach[one] for one in found)) - found
            found |= more
            changed |= bool(more)
    return {
        frozenset(other for other in reach[name] if name in reach[other])
        for name in reach
        if name in reach[name]
    }


def test_every_room_and_module_has_its_floor():
    there = {room(name) for name in MODULES} - {"", "__main__"}
    assert sorted(one for rooms in FLOORS for one in rooms) == sorted(there)


def test_no_room_imports_upwards():
    upwards = {
        (name, one)
        for name, found in IMPORTS.items()
        if room(name) not in ("", "__main__")
        for one in found
        if one in MODULES and is_upwards(name, one)
    }
    assert upwards - set(UPWARDS) == set()
    assert set(UPWARDS) - upwards == set(), "gone: take them out of the list"


def test_no_modules_know_each_other_in_a_circle():
    found = circles(IMPORTS)
    assert [sorted(one) for one in found if not any(one <= known for known in CIRCLES)] == []
    left = {known for known in CIRCLES if any(one <= known for one in found)}
    assert [sorted(one) for one in set(CIRCLES) - left] == [], "gone: take them out of the list"


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_a_room_leaves_to_others_what_is_theirs(name):
    found = {
        (module, one)
        for module, all_ in IMPORTS.items()
        if room(module) == name
        for one in all_
        if one.partition(".")[0] in FOREIGN[name]
    }
    assert found == set()


def test_training_and_benchmarks_are_never_imported():
    theirs = {one.partition(".")[0] for found in IMPORTS.values() for one in found}
    assert not theirs & {"training", "benchmarks", "tests"}
    assert "spacy" in theirs  # the names are those of packages


def test_the_page_has_every_room_and_no_other():
    rows = re.findall(r"^\| `(\w+)/` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    there = [one.name for one in HOUSE.iterdir() if (one / "__init__.py").exists()]
    assert sorted(rows) == sorted(there)


def test_the_page_draws_the_floors_as_they_are():
    (drawn,) = re.findall(r"types alike:\n\n((?:    .+\n)+)", PAGE.read_text(encoding="utf-8"))
    lines = [set(re.findall(r"\w+", line)) for line in drawn.splitlines()]
    assert lines == list(reversed(FLOORS))


def test_imports_are_found_wherever_they_stand():
    source = """
import quotes.store
from quotes import language
if TYPE_CHECKING:
    from quotes.types import Article
def one():
    from quotes.cli import group
    from . import fts
"""
    assert set(imported(source, "quotes.store.listing")) == {
        "quotes.store",
        "quotes.language",
        "quotes.types",
        "quotes.cli.group",
        "quotes.store.fts",
    }


def test_what_is_upwards_and_what_is_not():
    assert is_upwards("quotes.coreference.component", "quotes.speakers.resolve")
    assert is_upwards("quotes.articles.html", "quotes.language")  # on the same floor
    assert not is_upwards("quotes.speakers.scene", "quotes.mentions")
    assert not is_upwards("quotes.confidence", "quotes.types")
    assert is_upwards("quotes.types", "quotes.articles")


def test_a_circle_is_found_through_others():
    names = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert circles(names) == {frozenset("abc")}
