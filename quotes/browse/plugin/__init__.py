"""The Datasette plugin: it knows a database of quotations when it sees one.

To such a database, under whatever name, it gives the titles, facets and
questions of :mod:`quotes.browse.configuration` and pages for the first page,
an article and its earlier texts, a speaker, a quotation, and the same words in
several articles. Other databases in the same Datasette
stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from hashlib import sha256
from importlib import resources
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup, escape

from quotes.confidence import is_doubtful

from .. import pages, wording
from ..configuration import metadata

_CSS = (resources.files(__package__) / "static" / "quotes.css").read_text("utf-8")
#: ``_search`` with nothing in it but blanks and quotation marks.
_EMPTY_SEARCH = re.compile(rb"(?:^|(?<=&))_search=(?:\+|%20|%22|\")*(?:&|$)")

#: Characters of a cell that is a link.
_LONGEST_LABEL = 2000

_CSS_URL = f"/-/quotes-{sha256(_CSS.encode()).hexdigest()[:8]}.css"


def _ours(datasette: Any) -> tuple[str, ...]:
    """The names of the databases of quotations, known once Datasette has started."""
    names: tuple[str, ...] = getattr(datasette, "_quotes_databases", ())
    return names


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    async def find_ours() -> None:
        datasette._quotes_databases = tuple(
            [
                name
                for name, database in datasette.databases.items()
                if name != "_internal" and await pages.is_ours(database)
            ]
        )

    return find_ours


@hookimpl
def get_metadata(datasette: Any, key: str, database: str, table: str) -> dict[str, Any]:
    ours = _ours(datasette)
    known = metadata(ours)
    if set(datasette.databases) - {"_internal", "_memory"} - set(ours) or not ours:
        return {"databases": known["databases"]}
    return known


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    env.filters["quotes_date"] = wording.readable_date
    env.filters["quotes_percent"] = wording.percent
    env.filters["quotes_how"] = wording.how
    env.filters["quotes_passed_over"] = wording.passed_over
    env.tests["quotes_doubtful"] = is_doubtful


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[[], Response]]]:
    def css() -> Response:
        headers = {"cache-control": "max-age=31536000, immutable, public"}
        return Response(_CSS, headers=headers, content_type="text/css; charset=utf-8")

    return [(_CSS_URL.replace(".", r"\.") + "$", css)]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """A search box left empty means everything; Datasette by itself answers with an error."""

    def wrap(app: Any) -> Any:
        async def without_empty_search(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and b"_search=" in scope["query_string"]:
                query = _EMPTY_SEARCH.sub(b"", scope["query_string"])
                scope = {**scope, "query_string": query}
            await app(scope, receive, send)

        return without_empty_search

    return wrap


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [_CSS_URL] if _ours(datasette) else []


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    return [
        {"href": datasette.urls.table(name, table), "label": label}
        for name in _ours(datasette)
        for table, label in (
            ("quotations", "Quotations"),
            ("speakers", "Speakers"),
            ("articles", "Articles"),
        )
    ]


@hookimpl
def extra_template_vars(
    datasette: Any, request: Any, database: str | None, table: str | None, view_name: str
) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def variables() -> dict[str, Any]:
        # Set by quotes serve alone, which sees to it.
        csv = {"quotes_defuses_csv": getattr(datasette, "_quotes_defuses_csv", False)}
        return {**csv, **await of_page()}

    async def of_page() -> dict[str, Any]:
        if view_name == "index":
            return {"quotes_home": await _homes(datasette, request)}
        if database not in _ours(datasette):
            return {}
        if view_name == "table" and table == "quotations":
            # To its reader the view is simply the list of quotations.
            cards = not {"_col", "_nocol"} & set(request.args)
            return {
                "quotes_cards": cards,
                "is_view": False,
                "quotes_notes": await _notes_of_list(datasette, request, database),
            }
        if view_name == "row":
            return await _row_page(datasette, request, database, table)
        return {}

    return variables


async def _allowed(datasette: Any, request: Any, database: str | None) -> bool:
    """Whether this visitor may read everything that our pages join together."""
    for action, resource in (
        ("view-database", database),
        *(
            ("view-table", (database, table))
            for table in sorted(pages.OURS | pages.LATER)
            if not table.startswith("_")
        ),
    ):
        visible, _ = await datasette.check_visibility(request.actor, action, resource)
        if not visible:
            return False
    return True


async def _homes(datasette: Any, request: Any) -> list[pages.Home]:
    return [
        await pages.home(datasette, name, request.actor)
        for name in _ours(datasette)
        if await _allowed(datasette, request, name)
    ]


async def _notes_of_list(
    datasette: Any, request: Any, name: str | None
) -> Callable[[Iterable[Any]], Awaitable[dict[int, pages.Note]]]:
    """Asked by the template, which alone has the rows."""
    allowed = await _allowed(datasette, request, name)

    async def notes(rows: Iterable[Any]) -> dict[int, pages.Note]:
        if not allowed:
            return {}
        return await pages.notes(datasette.get_database(name), [row["id"] for row in rows])

    return notes


async def _row_page(
    datasette: Any, request: Any, name: str | None, table: str | None
) -> dict[str, Any]:
    key = tilde_decode(request.url_vars.get("pks", ""))
    if not _is_number(key) or not await _allowed(datasette, request, name):
        return {}
    database = datasette.get_database(name)
    if table == "articles":
        return {"quotes_article": await pages.article(database, int(key))}
    if table == "speakers":
        return {"quotes_speaker": await pages.speaker(database, int(key))}
    if table == "quotes":
        return {"quotes_quotation": await pages.quotation(database, int(key))}
    if table == "article_versions":
        return {"quotes_version": await pages.version(database, int(key))}
    if table == "quote_groups":
        return {"quotes_group": await pages.same_words(database, int(key))}
    return {}


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """A speaker that is not there any more leads on to whom its quotations went."""
    route = request.url_vars
    if not isinstance(exception, NotFound) or route.get("table") != "speakers":
        return None

    async def lead_on() -> Response | None:
        name, key = tilde_decode(route.get("database", "")), route.get("pks") or ""
        named = [one for one in _ours(datasette) if datasette.databases[one].route == name]
        if not named or not _is_number(key):
            return None
        moved = await pages.moved_speaker(datasette.databases[named[0]], int(key))
        if moved is None:
            return None
        path = datasette.urls.row(named[0], "speakers", moved, format=route.get("format"))
        query = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(f"{path}{query}")

    return lead_on


def _is_number(key: str) -> bool:
    """Whether a key is a number that SQLite can hold."""
    return key.isascii() and key.isdecimal() and len(key) <= 18


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Markup | None:
    if database not in _ours(datasette) or value is None or isinstance(value, dict):
        return None
    columns = set(row.keys())
    if column == "confidence" and isinstance(value, float):
        return Markup('<span title="{}">{}</span>').format(value, wording.percent(value))
    if column == "reviewed":
        return escape("by a person" if value in (1, "1") else "")
    if column in ("date", "first_date", "published") and isinstance(value, str):
        return escape(wording.readable_date(value))
    if column == "speaker" and "speaker_id" in columns:
        return _link(datasette, database, "speakers", row["speaker_id"], value)
    if (table, column) in (("articles", "title"), ("speakers", "name")):
        return _link(datasette, database, str(table), row["id"], value)
    if column == "article_title" and "article_id" in columns:
        return _link(datasette, database, "articles", row["article_id"], value)
    if (table, column) == ("quote_groups", "text"):
        return _link(datasette, database, "quote_groups", row["id"], value)
    if (table, column) == ("article_versions", "title"):
        return _link(datasette, database, "article_versions", row["id"], value)
    if column == "words" and "group_id" in columns:
        return _link(datasette, database, "quote_groups", row["group_id"], value)
    if column == "text" and {"id", "article_id"} <= columns:
        return _link(
            datasette, database, "articles", row["article_id"], value, fragment=f"#q{row['id']}"
        )
    return None


def _link(
    datasette: Any, database: str, table: str, number: object, label: object, fragment: str = ""
) -> Markup | None:
    if isinstance(number, dict):  # a foreign key that Datasette has given its label
        number = number["value"]
    if not isinstance(number, int):
        return None
    href = f"{datasette.urls.row(database, table, number)}{fragment}"
    text = str(label)
    shown = text if len(text) <= _LONGEST_LABEL else text[:_LONGEST_LABEL] + "…"
    return Markup('<a href="{}">{}</a>').format(href, shown)
