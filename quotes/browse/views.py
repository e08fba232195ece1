"""The pages that are lists, at ``/{database}/-/quotations`` and the like, in every format."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from datasette.utils import tilde_decode
from datasette.utils.asgi import Forbidden, NotFound, Response
from datasette.version import __version__
from sqlite_utils import Database

from quotes.atom import short
from quotes.store import quotations as stored
from quotes.store.reading import article as article_record
from quotes.types import QUOTATION_COLUMNS

from . import exports, lists, report, searching
from .access import is_allowed, read, read_once
from .article import article as article_page
from .asked import QUOTATION_SORTS, Asked, asked, quotation_filters
from .configuration import title as site_title
from .exports import Entry
from .quotation import quotation as quotation_page

Row = dict[str, Any]
View: TypeAlias = Callable[[Any, Any], Awaitable[Response]]

#: Rows of CSV, and entries of a feed.
_MOST_ROWS, _MOST_ENTRIES = 5000, 50
#: The report reads every quotation once.
_REPORT_MS = 60_000


@dataclass(frozen=True, slots=True)
class _List:
    """One of the lists."""

    title: str
    work: Callable[..., lists.Listing]
    columns: Mapping[str, Sequence[str]]
    entry: Callable[[Row, str], Entry] | None
    """Of a feed, where the list is one that grows."""
    table: str
    """Of Datasette, whose rows are the pages of the records."""


def _article_entry(record: Row, href: str) -> Entry:
    title = record["title"] or record["path"] or record["url"] or "Untitled article"
    said = f"{record['quotations']} quotations of {record['speakers']} speakers"
    where = " · ".join(part for part in (record["outlet"], record["byline"]) if part)
    moment = record["published"] or record["ingested_at"]
    return Entry(f"article {href}", title, moment, href, said, where)


def _speaker_entry(record: Row, href: str) -> Entry:
    said = f"{record['quotations']} quotations in {record['articles']} articles"
    about = record["title"] or record["kind"]
    return Entry(f"speaker {href}", record["name"], record["last"], href, said, about)


def _group_entry(record: Row, href: str) -> Entry:
    who = ", ".join(str(one["name"]) for one in record["speakers"])
    about = f"{record['articles']} articles; {who}"
    if record["conflict"]:
        about += "; different speakers"
    words = short(" ".join(record["text"].split()))
    return Entry(f"group {href}", words, record["first"], href, record["text"], about)


_LISTS = {
    "quotations": _List(
        "Quotations", lists.quotations, QUOTATION_COLUMNS, exports.of_quotation, "quotes"
    ),
    "articles": _List(
        "Articles", lists.articles, exports.ARTICLE_COLUMNS, _article_entry, "articles"
    ),
    "speakers": _List(
        "Speakers", lists.speakers, exports.SPEAKER_COLUMNS, _speaker_entry, "speakers"
    ),
    "outlets": _List("Outlets", lists.by_outlet, exports.OUTLET_COLUMNS, None, ""),
    "groups": _List(
        "The same words", lists.groups, exports.GROUP_COLUMNS, _group_entry, "quote_groups"
    ),
}


def routes(names: Callable[[Any], Iterable[str]]) -> list[tuple[str, View]]:
    """The addresses, and what answers them; ``names`` are the databases that are ours."""
    database = r"^/(?P<database>[^/]+)/-/"
    formats = r"(?:\.(?P<format>json|csv|atom))?$"

    def answered(by: Callable[[Any, Any, str], Awaitable[Response]]) -> View:
        """Of one of our databases, that this visitor may see."""

        async def view(datasette: Any, request: Any) -> Response:
            name = await database_of(datasette, request, names(datasette))
            return await by(datasette, request, name)

        return view

    return [
        (rf"{database}(?P<list>{'|'.join(_LISTS)}){formats}", answered(_asked_list)),
        (rf"{database}search{formats}", answered(_search)),
        (rf"{database}sources{formats}", answered(_sources)),
        (rf"{database}questions$", answered(_questions)),
        (rf"{database}(?P<list>articles|quotations)/(?P<id>\d{{1,18}})\.json$", answered(_one)),
        (rf"{database}articles/(?P<id>\d{{1,18}})\.html$", answered(_file)),
    ]


async def database_of(datasette: Any, request: Any, ours: Iterable[str]) -> str:
    """The database of an address, if it is one of ours that this visitor may see."""
    route = tilde_decode(request.url_vars["database"])
    for name in ours:
        if datasette.databases[name].route == route:
            if not await is_allowed(datasette, request.actor, name):
                raise Forbidden("You may not see this database")
            return name
    raise NotFound(f"There are no pages of quotations of {route}")


async def _asked_list(datasette: Any, request: Any, name: str) -> Response:
    return await _list(datasette, request, name, request.url_vars["list"])


async def _list(datasette: Any, request: Any, name: str, which: str) -> Response:
    spec, what = _LISTS[which], asked(request.query_string)
    format = request.url_vars.get("format")
    if format is None:
        found = await read(datasette, name, lambda db: spec.work(db, what))
        context = {
            "title": spec.title,
            "listing": found,
            "sorts": QUOTATION_SORTS,
            "formats": _formats(
                datasette,
                name,
                which,
                found.asked,
                ("json", "csv", "atom") if spec.entry else ("json", "csv"),
            ),
        }
        return await html_page(datasette, request, name, f"quotes_{which}.html", context)
    if format == "json":
        found = await read(datasette, name, lambda db: spec.work(db, what))
        path = _path(datasette, name, which, "json")
        following = found.asked.query(what.page + 1) if found.more and not found.too_far else None
        answer = {
            "total": found.total,
            "total_is_exact": found.exact,
            "next": datasette.absolute_url(request, f"{path}?{following}") if following else None,
            which: exports.bare(found.records),
        }
        if found.ambiguous:
            answer["ambiguous"] = [{"id": one.id, "name": one.name} for one in found.ambiguous]
        return Response(exports.as_json(answer), content_type="application/json; charset=utf-8")
    if format == "csv":
        whole = Asked(what.values)
        found = await read(datasette, name, lambda db: _whole(db, spec, whole))
        return _csv(exports.as_csv(found.records, spec.columns), which)
    return await _atom(datasette, request, name, which, what)


def _whole(db: Database, spec: _List, what: Asked) -> lists.Listing:
    if spec.work is lists.quotations:
        return lists.quotations(db, what, aside=False, size=_MOST_ROWS)
    return spec.work(db, what, size=_MOST_ROWS)


async def _atom(datasette: Any, request: Any, name: str, which: str, what: Asked) -> Response:
    """The latest of a list, whatever it is sorted by."""
    spec = _LISTS[which]
    if (entry := spec.entry) is None:
        raise NotFound(f"The list of {which} has JSON and CSV, but no feed")

    def latest(db: Database) -> list[Row]:
        if which == "quotations":
            filters = quotation_filters(what.of(*lists.QUOTATION_NAMES))
            newest = replace(filters, sort="-id", limit=_MOST_ENTRIES)
            return list(stored(db, newest, ingested=True))
        sort = {"articles": "-ingested", "speakers": "-date"}.get(which)
        values = tuple(pair for pair in what.values if pair[0] != "sort")
        ordered = Asked((*values, ("sort", sort)) if sort else values)
        return spec.work(db, ordered, size=_MOST_ENTRIES).records

    records = await read(datasette, name, latest)

    def href(record: Row) -> str:
        return str(
            datasette.absolute_url(request, datasette.urls.row(name, spec.table, record["id"]))
        )

    path, query = _path(datasette, name, which), what.query()
    feed = exports.as_atom(
        [entry(record, href(record)) for record in records],
        f"{spec.title}: {site_title(datasette) or name}",
        datasette.absolute_url(request, request.full_path),
        datasette.absolute_url(request, f"{path}?{query}" if query else path),
    )
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


async def _search(datasette: Any, request: Any, name: str) -> Response:
    what = asked(request.query_string)
    format = request.url_vars.get("format")
    if format in ("csv", "atom"):
        return await _list(datasette, request, name, "quotations")
    found = await read(datasette, name, lambda db: searching.search(db, what))
    if format == "json":
        said = found.quotations
        answer = {
            "words": found.words,
            "quotations": exports.bare(said.records) if said else [],
            "quotations_total": said.total if said else 0,
            "articles": exports.bare(found.articles or []),
            "articles_total": found.articles_total,
            "speakers": found.speakers or [],
        }
        return Response(exports.as_json(answer), content_type="application/json; charset=utf-8")
    context = {
        "title": f"{found.words}: search" if found.words else "Search",
        "found": found,
        "formats": _formats(datasette, name, "search", found.asked),
    }
    return await html_page(datasette, request, name, "quotes_search.html", context)


async def _sources(datasette: Any, request: Any, name: str) -> Response:
    what = asked(request.query_string)
    format = request.url_vars.get("format")
    found = await read_once(
        datasette, name, what.values, lambda db: report.report(db, what), _REPORT_MS
    )
    if format == "csv":
        return _csv(exports.as_csv(found.records, exports.SOURCE_COLUMNS), "sources")
    if format == "json":
        text = exports.as_json({"sources": list(found.records)})
        return Response(text, content_type="application/json; charset=utf-8")
    if format == "atom":
        raise NotFound("The report of sources is no list that grows; it has JSON and CSV")
    context = {
        "title": "Sources",
        "report": found,
        "formats": _formats(datasette, name, "sources", found.asked, ("json", "csv")),
    }
    return await html_page(datasette, request, name, "quotes_sources.html", context)


async def _questions(datasette: Any, request: Any, name: str) -> Response:
    # 1.0 keeps them elsewhere, and has none of a plugin's metadata.
    asking = getattr(datasette, "get_canned_queries", None)
    queries = await asking(name, request.actor) if asking else {}
    context = {
        "title": "Questions",
        "questions": [
            {
                "name": query["name"],
                "title": query.get("title") or query["name"],
                "description": query.get("description") or "",
                "params": query.get("params") or [],
            }
            for query in queries.values()
        ],
    }
    return await html_page(datasette, request, name, "quotes_questions.html", context)


async def _one(datasette: Any, request: Any, name: str) -> Response:
    """An article with its quotations, or a quotation with its evidence, as JSON."""
    number, which = int(request.url_vars["id"]), request.url_vars["list"]

    def found(db: Database) -> Row | None:
        if which == "quotations":
            page = quotation_page(db, number)
            return None if page is None else exports.bare([page.quotation])[0]
        known = next(iter(_articles(db, number)), None)
        if known is None:
            return None
        page_of_it = article_page(db, known, all_acts=True)
        assert page_of_it is not None
        said = [
            {key: value for key, value in one.items() if key not in ("colour", "number")}
            for one in exports.bare(page_of_it.quotations.values())
        ]
        return {**known, "quotations": said}

    record = await read(datasette, name, found)
    if record is None:
        raise NotFound(f"There is no such row in {which}")
    return Response(exports.as_json(record), content_type="application/json; charset=utf-8")


async def _file(datasette: Any, request: Any, name: str) -> Response:
    """An article with its marks as a file to keep, the one of ``quotes export ID --html``."""
    # It has the templates of the pages, which this module is a part of.
    from .standalone import standalone

    number = int(request.url_vars["id"])
    all_acts = asked(request.query_string).first("act") == "all"
    document = await read(datasette, name, lambda db: standalone(db, number, all_acts=all_acts))
    if document is None:
        raise NotFound(f"There is no article {number}")
    headers = {"content-disposition": f'attachment; filename="article-{number}.html"'}
    return Response(document, headers=headers, content_type="text/html; charset=utf-8")


def _articles(db: Database, number: int) -> Iterable[Row]:
    try:
        yield article_record(db, number)
    except ValueError:  # No row to unpack.
        return


def _path(datasette: Any, name: str, page: str, format: str | None = None) -> str:
    path = f"{datasette.urls.database(name)}/-/{page}"
    return f"{path}.{format}" if format else path


def _formats(
    datasette: Any,
    name: str,
    page: str,
    what: Asked,
    formats: Sequence[str] = ("json", "csv", "atom"),
) -> list[tuple[str, str]]:
    """The other forms of a page, and their addresses."""
    query = what.query()
    suffix = f"?{query}" if query else ""
    labels = {"json": "JSON", "csv": "CSV", "atom": "Atom"}
    return [(labels[one], _path(datasette, name, page, one) + suffix) for one in formats]


def _csv(text: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


def _metadata(datasette: Any) -> Row:
    """What Datasette's own templates know of the site; 1.0 asks for it itself."""
    return (datasette.metadata() or {}) if hasattr(datasette, "metadata") else {}


async def html_page(
    datasette: Any,
    request: Any,
    name: str,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page of ours, of the database with this name."""
    page = await datasette.render_template(
        template,
        {
            **context,
            "database": name,
            "metadata": _metadata(datasette),
            "datasette_version": __version__,
        },
        request=request,
        view_name="quotes",
    )
    return Response.html(page, status=status, headers=dict(headers or {}))
