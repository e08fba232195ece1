"""An article with its marks as one file of HTML, which needs no server and fetches nothing.

It is the article's page in Datasette (:mod:`quotes.browse.article`), by the same templates and the
same style sheet; what leads to other pages there leads to places in the file here.
"""

from __future__ import annotations

import re
from importlib import resources

from jinja2 import Environment, FunctionLoader
from markupsafe import Markup
from sqlite_utils import Database

from quotes import __version__
from quotes.store import details

from . import plugin
from .article import ArticlePage, article

#: Where each of the tables' rows is to be found in the file.
_PLACES = {"speakers": "s", "quotes": "q"}
#: What HTML has no way to write: a reader would show it as this anyway, or as nothing.
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class _Places:
    """In place of Datasette's addresses: a row that has a place in the file is there."""

    def row(self, database: str, table: str, key: object, format: str | None = None) -> str:
        """``#q21`` for a quotation, ``#s3`` for a speaker, the top for anything else."""
        return f"#{_PLACES[table]}{key}" if table in _PLACES else "#"


def standalone(db: Database, number: int, *, all_acts: bool = False) -> str | None:
    """The article with this id as a document by itself; ``None`` where there is none.

    The same database makes the same characters, whenever and wherever that is.
    """
    page = article(db, details.article(db, number), all_acts)
    return None if page is None else _rendered(page)


def _rendered(page: ArticlePage) -> str:
    lines = [page.headline, *page.paragraphs] if page.headline else page.paragraphs
    first: dict[int, int] = {}
    # Those behind the end of a text that is cut have no place to lead to.
    for key in (number for line in lines for number in line.begins):
        first.setdefault(page.quotations[key]["number"], key)
    speakers = [{**one, "first": first.get(one["number"])} for one in page.speakers]
    document = (
        _environment()
        .get_template("_quotes_standalone.html")
        .render(
            page={**{name: getattr(page, name) for name in _SHOWN}, "speakers": speakers},
            css=Markup(_read("static/quotes.css")),
            version=__version__,
        )
    )
    return _NOT_IN_HTML.sub("\ufffd", "\n".join(_lines(document))) + "\n"


#: What the template has of a page.
_SHOWN = ("article", "paragraphs", "quotations", "cut", "removed", "headline")


def _environment() -> Environment:
    """The templates of the pages, with what they know of; everything is escaped."""
    loader = FunctionLoader(lambda name: _read(f"templates/{name}"))
    environment = Environment(autoescape=True, loader=loader)
    plugin.prepare_jinja2_environment(environment, None)
    environment.globals["urls"] = _Places()
    return environment


def _read(place: str) -> str:
    return (resources.files(plugin) / place).read_text("utf-8")


def _lines(document: str) -> list[str]:
    """Its lines without those that the templates leave empty."""
    return [line for line in document.split("\n") if line.strip()]
