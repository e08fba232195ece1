"""The Datasette plugin: it knows a database of quotations when it sees one.

To such a database, under whatever name, it gives pages: the first one; lists of quotations,
speakers, articles and the same words; a search over all of them; the report of sources; an
article and its earlier texts, a speaker, a quotation, the same words side by side. It gives the
tables behind them titles, facets and questions (:mod:`quotes.browse.configuration`). Other
databases in the same Datasette stay as they are.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from hashlib import sha256
from importlib import resources
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, NotFound, Response
from datasette.version import __version__
from datasette.views.base import DatasetteError
from markupsafe import Markup

from quotes.confidence import is_doubtful
from quotes.store import details
from quotes.store.errors import state_told

from .. import access, charts, tables, views, wording
from ..article import article, version
from ..asked import asked
from ..configuration import metadata
from ..configuration import title as site_title
from ..home import Home, home
from ..quotation import citation, link, quotation
from ..review import views as corrections
from ..review.allowing import may_review
from ..same_words import same_words
from ..speaker import speaker

_STATIC = resources.files(__package__) / "static"
_CSS = (_STATIC / "quotes.css").read_text("utf-8")
_REVIEW_CSS = (_STATIC / "review.css").read_text("utf-8")
_SCRIPT = (_STATIC / "review.js").read_text("utf-8")
#: ``_search`` with nothing in it but blanks and quotation marks.
_EMPTY_SEARCH = re.compile(rb"(?:^|(?<=&))_search=(?:\+|%20|%22|\")*(?:&|$)")


def _address(content: str, name: str) -> str:
    """Where a file is that may be kept for ever: another content is another address."""
    stem, _, ending = name.rpartition(".")
    return f"/-/{stem}-{sha256(content.encode()).hexdigest()[:8]}.{ending}"


_CSS_URL = _address(_CSS, "quotes.css")
_REVIEW_CSS_URL = _address(_REVIEW_CSS, "quotes-review.css")
_SCRIPT_URL = _address(_SCRIPT, "quotes-review.js")

#: What leads on from every page, and the tables of Datasette that belong to it.
_NAVIGATION = (
    ("quotations", "Quotations", ("quotes", "quotations")),
    ("speakers", "Speakers", ("speakers",)),
    ("articles", "Articles", ("articles", "article_versions")),
    ("groups", "Same words", ("quote_groups",)),
    ("sources", "Sources", ()),
    ("questions", "Questions", ()),
)
#: Where a request's scope keeps our page of an error, as Datasette may fail before it is sent.
_ERROR_PAGES = "quotes.error_pages"
_TOO_SLOW = (
    "This took too long. Narrow it by an outlet, by days or by more words, or allow more time:"
    " sql_time_limit_ms is the setting of Datasette."
)


def _ours(datasette: Any) -> tuple[str, ...]:
    """The names of the databases of quotations, known once Datasette has started."""
    names: tuple[str, ...] = getattr(datasette, "_quotes_databases", ())
    return names


def _shown(datasette: Any) -> tuple[str, ...]:
    """Those of them that have this version's schema, and so pages."""
    names: tuple[str, ...] = getattr(datasette, "_quotes_current", ())
    return names


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    async def find_ours() -> None:
        found = [
            name
            for name, database in datasette.databases.items()
            if name != "_internal" and await access.is_ours(database)
        ]
        datasette._quotes_databases = tuple(found)
        datasette._quotes_current = tuple(
            [name for name in found if await access.is_current(datasette.databases[name])]
        )

    return find_ours


@hookimpl
def get_metadata(datasette: Any, key: str, database: str, table: str) -> dict[str, Any]:
    ours = _ours(datasette)
    known = metadata(ours)
    if _are_others(datasette) or not ours:
        return {"databases": known["databases"]}
    return known


def _are_others(datasette: Any) -> bool:
    """Whether there are databases that are not ours."""
    return bool(set(datasette.databases) - {"_internal", "_memory"} - set(_ours(datasette)))


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    env.filters["quotes_date"] = wording.readable_date
    env.filters["quotes_percent"] = wording.percent
    env.filters["quotes_how"] = wording.how
    env.filters["quotes_passed_over"] = wording.passed_over
    env.filters["quotes_plain"] = wording.plain
    env.filters["quotes_labelled"] = tables.labelled
    env.filters["quotes_cut"] = wording.cut
    env.filters["quotes_plural"] = lambda count, noun: wording.plural(count or 0, noun)
    env.filters["quotes_link"] = link
    env.tests["quotes_doubtful"] = is_doubtful
    env.globals["quotes_bar"] = charts.bar
    env.globals["quotes_share"] = charts.share
    env.globals["quotes_columns"] = charts.columns

    def page(database: str, name: str, query: str = "") -> str:
        path = f"{datasette.urls.database(database)}/-/{name}"
        return f"{path}?{query}" if query else path

    env.globals["quotes_page"] = page


def _file(address: str, content: str, kind: str) -> tuple[str, Callable[[], Response]]:
    """The route of a file that never changes."""
    headers = {"cache-control": "max-age=31536000, immutable, public"}

    def answer() -> Response:
        return Response(content, headers=headers, content_type=f"{kind}; charset=utf-8")

    return re.escape(address) + "$", answer


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    files = [
        _file(_CSS_URL, _CSS, "text/css"),
        _file(_REVIEW_CSS_URL, _REVIEW_CSS, "text/css"),
        _file(_SCRIPT_URL, _SCRIPT, "text/javascript"),
    ]
    return [
        *files,
        *views.routes(_shown),
        *corrections.routes(_shown),
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """What Datasette by itself answers with an error that need be none.

    An empty search box means everything, and no word has a NUL in it. Where there is no page,
    Datasette fails over the error itself if rich is installed and the address is a long one, and so
    it does over some errors that we have a page for.
    """

    def wrap(app: Any) -> Any:
        async def without_errors(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and b"_search=" in scope["query_string"]:
                query = scope["query_string"].replace(b"%00", b"+")
                scope = {**scope, "query_string": _EMPTY_SEARCH.sub(b"", query)}
            begun = False
            pages: list[Response] = []
            if scope["type"] == "http":
                scope = {**scope, _ERROR_PAGES: pages}

            async def send_on(message: Any) -> None:
                nonlocal begun
                begun = True
                await send(message)

            try:
                await app(scope, receive, send_on)
            except ValueError as error:
                if begun or scope["type"] != "http" or "'trace' required" not in str(error):
                    raise
                page = pages[-1] if pages else Response.text("There is no such page\n", status=404)
                await page.asgi_send(send)

        return without_errors

    return wrap


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [_CSS_URL] if _ours(datasette) else []


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    return [
        {"href": f"{datasette.urls.database(name)}/-/{page}", "label": label}
        for name in _shown(datasette)
        for page, label, _ in _NAVIGATION[:3]
    ]


@hookimpl
def extra_template_vars(
    datasette: Any, request: Any, database: str | None, table: str | None, view_name: str
) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def variables() -> dict[str, Any]:
        # Set by quotes serve alone, which sees to it.
        csv = getattr(datasette, "_quotes_defuses_csv", False)
        around = await _around(datasette, request, database, table)
        found = {"quotes_defuses_csv": csv, "quotes_nav": around, **await of_page()}
        if around is not None and may_review(datasette, request):
            # Pages show what leads to corrections.
            found["quotes_reviewing"] = {
                "script": datasette.urls.path(_SCRIPT_URL),
                "css": datasette.urls.path(_REVIEW_CSS_URL),
            }
        return found

    async def of_page() -> dict[str, Any]:
        if view_name == "index":
            return await _first_page(datasette, request)
        if view_name == "row" and database in _shown(datasette):
            return await _row_page(datasette, request, database, table)
        return {}

    return variables


async def _around(
    datasette: Any, request: Any, database: str | None, table: str | None
) -> dict[str, Any] | None:
    """What stands above and below a page of ours; ``None`` on those of others."""
    shown = _shown(datasette)
    if database is None and not _are_others(datasette) and len(shown) == 1:
        (database,) = shown
    if database not in shown:
        return None
    try:
        actor = request.actor if request else None
        if not await access.is_allowed(datasette, actor, database):
            return None
    except sqlite3.DatabaseError:
        return None  # it cannot even be asked: the page that tells so does without
    here = request.path.rpartition("/-/")[2] if request and "/-/" in request.path else ""
    home_path = datasette.urls.instance()
    items = [{"label": "Home", "href": home_path, "here": bool(request) and request.path == "/"}]
    items += [
        {
            "label": label,
            "href": f"{datasette.urls.database(database)}/-/{page}",
            "here": here == page or (bool(table) and table in tables),
        }
        for page, label, tables in _NAVIGATION
    ]
    if may_review(datasette, request):
        path = f"{datasette.urls.database(database)}/-/review"
        items.append({"label": "Review", "href": path, "here": here.startswith("review")})
    return {
        "database": database,
        "items": items,
        "search": f"{datasette.urls.database(database)}/-/search",
        "words": asked(request.query_string).first("search") if request else "",
        "title": site_title(datasette) or "Who said what",
        "sql": datasette.urls.database(database),
    }


async def _first_page(datasette: Any, request: Any) -> dict[str, Any]:
    homes: list[Home] = []
    for name in _shown(datasette):
        if await access.is_allowed(datasette, request.actor, name):
            homes.append(await access.read(datasette, name, partial(home, name=name)))
    older = [name for name in _ours(datasette) if name not in _shown(datasette)]
    return {
        "quotes_home": homes,
        "quotes_older": [
            name for name in older if await access.is_allowed(datasette, request.actor, name)
        ],
    }


async def _row_page(
    datasette: Any, request: Any, name: str | None, table: str | None
) -> dict[str, Any]:
    key = tilde_decode(request.url_vars.get("pks", ""))
    if name is None or not _is_number(key):
        return {}
    if not await access.is_allowed(datasette, request.actor, name):
        return {}
    number, what = int(key), asked(request.query_string)

    def address(row: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.row(name, "quotes", row)))

    if table == "articles":
        all_acts = what.first("act") == "all"
        found = await access.read(
            datasette, name, lambda db: article(db, details.article(db, number), all_acts)
        )
        return {"quotes_article": found}
    if table == "speakers":
        return {
            "quotes_speaker": await access.read(
                datasette, name, lambda db: speaker(db, number, what)
            )
        }
    if table == "quotes":
        one = await access.read(datasette, name, lambda db: quotation(db, number))
        cite = citation(one.quotation, address(str(number))) if one else ""
        return {"quotes_quotation": one, "quotes_citation": cite}
    if table == "article_versions":
        return {
            "quotes_version": await access.read(datasette, name, lambda db: version(db, number))
        }
    if table == "quote_groups":
        return {
            "quotes_group": await access.read(datasette, name, lambda db: same_words(db, number))
        }
    return {}


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """A speaker that is gone leads on to whom its quotations went; else an error in our clothes."""

    async def answered() -> Response | None:
        route = request.url_vars
        if isinstance(exception, NotFound) and route.get("table") == "speakers":
            moved = await _lead_on(datasette, request)
            if moved is not None:
                return moved
        return await _error(datasette, request, exception)

    return answered


async def _lead_on(datasette: Any, request: Any) -> Response | None:
    route = request.url_vars
    key = route.get("pks") or ""
    name = _named(datasette, route.get("database", ""))
    if name is None or not _is_number(key):
        return None
    number = int(key)
    moved = await access.read(datasette, name, lambda db: details.moved_speaker(db, number))
    if moved is None:
        return None
    path = datasette.urls.row(name, "speakers", moved, format=route.get("format"))
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(f"{path}{query}")


def _named(datasette: Any, route: str) -> str | None:
    """The database of ours at this place of an address."""
    wanted = tilde_decode(route)
    named = [one for one in _shown(datasette) if datasette.databases[one].route == wanted]
    return named[0] if named else None


async def _error(datasette: Any, request: Any, exception: Exception) -> Response | None:
    """Our page of an error; ``None`` where Datasette's own is to answer."""
    path = request.path
    if re.search(r"\.(?:json|csv|atom|blob)$", path) or "_format" in request.args:
        return None
    name = _named(datasette, path.strip("/").partition("/")[0])
    if name is None and (_are_others(datasette) or len(_shown(datasette)) != 1):
        return None
    status, message, title = 500, str(exception), None
    if isinstance(exception, FileNotFoundError):  # Datasette asks how large the database is
        exception = sqlite3.OperationalError("unable to open database file")
    if isinstance(exception, DatasetteError):
        status, title = exception.status, exception.title
        message = Markup(exception.message) if exception.message_is_html else exception.message
        if status == 400 and exception.message.startswith("no such table:"):
            # A row of a table that is not there: Datasette asks SQLite before it asks itself.
            status, title = 404, None
    elif isinstance(exception, Base400):
        status = exception.status
        message = str(exception.args[0]) if exception.args else ""
    elif isinstance(exception, sqlite3.OperationalError) and "interrupted" in str(exception):
        status, title, message = 503, "Too slow", _TOO_SLOW
    elif isinstance(exception, sqlite3.DatabaseError) and (state := state_told(exception)):
        problem, remedy = state
        status, title = 503, "The database cannot be read"
        message = f"It {problem}. Whoever runs this site can help: {remedy}."
    else:
        message = "Something went wrong on our side; the log of the server says what."
    page = await datasette.render_template(
        "quotes_error.html",
        {
            "status": status,
            "error": message,
            "error_title": title,
            "database": name,
            "datasette_version": __version__,
        },
        request=request,
        view_name="error",
    )
    answer = Response.html(page, status=status)
    if _ERROR_PAGES in request.scope:
        request.scope[_ERROR_PAGES].append(answer)
    return answer


def _is_number(key: str) -> bool:
    """Whether a key is a number that SQLite can hold."""
    return key.isascii() and key.isdecimal() and len(key) <= 18


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Markup | None:
    if database not in _ours(datasette):
        return None
    return tables.cell(datasette, database, table, row, column, value)
