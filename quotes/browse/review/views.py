"""The addresses of corrections, at ``/{database}/-/review`` and below; the log for everybody."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from datasette.utils.asgi import Forbidden, NotFound, Response
from sqlite_utils import Database

from quotes.store import AmbiguousSpeaker, ReviewError, StoreError, current_id, opened
from quotes.store.review_queue import (
    MOST_OFFERED,
    SeveralPlaces,
    is_quotation,
    left_to_review,
    matching,
    next_to_review,
    speakers_like,
    speakers_of,
    text_of,
)

from .. import exports
from ..access import read
from ..views import database_of, html_page
from . import deciding, showing
from .allowing import Reviewing, check_form, check_page, may_review
from .deciding import Form
from .walking import Walk, walk

T = TypeVar("T")
Row = dict[str, Any]
View: TypeAlias = Callable[[Any, Any], Awaitable[Response]]

#: No script but ours, nothing inline, nothing from elsewhere; and no copy of a page that is old.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
#: Characters around words of which there are several, to tell them by.
_AROUND = 60
_KINDS = ("person", "organization", "group", "unnamed", "document")


def routes(names: Callable[[Any], Iterable[str]]) -> list[tuple[str, View]]:
    """The addresses, and what answers them; ``names`` are the databases that are ours."""
    root = r"^/(?P<database>[^/]+)/-/review"
    number = r"/(?P<id>\d{1,18})$"
    found: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
        (rf"{root}$", _start),
        (rf"{root}{number}", _quotation),
        (rf"{root}/add$", _add),
        (rf"{root}/undo$", _undo),
        (rf"{root}/speakers{number}", _speaker),
        (rf"{root}/speakers\.json$", _speakers),
        (rf"{root}s$", _log),
    ]
    return [(path, _answered(view, names)) for path, view in found]


class _Asked:
    """One request, of a database of ours."""

    def __init__(self, datasette: Any, request: Any, name: str) -> None:
        self.datasette = datasette
        self.request = request
        self.name = name
        self.root: str = datasette.urls.database(name)
        self.walk = walk(request, self.root)

    @property
    def number(self) -> int:
        """The number in the address."""
        return int(self.request.url_vars["id"])

    def argument(self, name: str) -> str:
        """One of the address behind its question mark."""
        return str(self.request.args.get(name) or "").replace("\0", "")

    async def read(self, work: Callable[[Database], T]) -> T:
        """What ``work`` makes of the database."""
        return await read(self.datasette, self.name, work)

    async def write(self, work: Callable[[Database], T]) -> T:
        """The same where it is written to; one after the other."""
        path = Path(self.datasette.get_database(self.name).path or "")

        def opened_for_it() -> T:
            if not path.is_file():
                # Not a page that asks again: what it shows would hang on which threads still
                # hold the file open.
                raise sqlite3.OperationalError("unable to open database file")
            with opened(path, write=True) as db:
                return work(db)

        writer = self.datasette.__dict__.setdefault("_quotes_writer", ThreadPoolExecutor(1))
        return await asyncio.get_running_loop().run_in_executor(writer, opened_for_it)

    async def form(self) -> tuple[Form, Reviewing]:
        """What was sent, if it may be."""
        given = deciding.form(await self.request.post_body())
        token = given.first("csrftoken") or self.request.headers.get("x-csrftoken", "")
        return given, check_form(self.datasette, self.request, token)

    def path(self, page: str, walk: Walk | str = "") -> str:
        """The address of a page of corrections."""
        query = walk if isinstance(walk, str) else walk.query
        return f"{self.root}/-/review{page}" + (f"?{query}" if query else "")

    def to(self, path: str) -> Response:
        """Lead on, behind a form."""
        return Response.redirect(path, status=303, headers={"cache-control": "no-store"})

    async def page(
        self, template: str, context: Mapping[str, Any], trouble: Row | None = None
    ) -> Response:
        """One of the pages; ``trouble`` is what :func:`_trouble` makes of an error."""
        return await html_page(
            self.datasette,
            self.request,
            self.name,
            template,
            {
                "walk": self.walk,
                "kinds": _KINDS,
                "trouble": trouble,
                "given": (trouble or {}).get("given") or Form(()),
                "review_path": self.path,
                **context,
            },
            status=trouble["status"] if trouble else 200,
            headers=_HEADERS,
        )


def _answered(
    view: Callable[[_Asked], Awaitable[Response]],
    names: Callable[[Any], Iterable[str]],
) -> View:
    @wraps(view)
    async def answer(datasette: Any, request: Any) -> Response:
        try:
            if view is not _log:
                # Before anything else: where it is not allowed, there is no such page.
                check_page(datasette, request)
            if request.method not in _METHODS.get(view, ("GET", "HEAD")):
                return Response.text("Method not allowed\n", status=405)
            name = await database_of(datasette, request, names(datasette))
            return await view(_Asked(datasette, request, name))
        except Forbidden as error:
            page = await datasette.render_template(
                "quotes_error.html",
                {"status": 403, "error": str(error), "error_title": "That is not allowed"},
                request=request,
                view_name="error",
            )
            return Response.html(page, status=403, headers=_HEADERS)

    # Datasette looks at the parameters of what it calls.
    del answer.__wrapped__
    return answer


# The walk.


async def _start(asked: _Asked) -> Response:
    """The first quotation of a walk, or its end."""
    current = asked.walk
    is_end = bool(asked.argument("end"))

    def found(db: Database) -> Any:
        try:
            place = None if is_end else next_to_review(db, current.filters)
            left = left_to_review(db, current.filters, showing.MOST_LEFT)
        except AmbiguousSpeaker as error:
            return None, {"left": 0, "ambiguous": error.candidates}
        last = {"done": showing.latest(db, current), "previous": showing.previous(db, current)}
        return place, {"left": left, "ambiguous": (), **last}

    place, told = await asked.read(found)
    if place is not None:
        start = Walk(current.asked, at=place[0], made=current.made)
        return Response.redirect(asked.path(f"/{place[1]}", start))
    return await asked.page("quotes_review_end.html", {**_ended("Review"), **told})


async def _quotation(asked: _Asked) -> Response:
    """One quotation, and what is said of it."""
    if asked.request.method == "POST":
        return await _decide(asked)
    return await _show(asked)


async def _show(asked: _Asked, trouble: Row | None = None) -> Response:
    number = asked.number
    found = await asked.read(lambda db: showing.quotation_to_review(db, number, asked.walk))
    if found is None:
        raise NotFound(f"There is no quotation {number}, or somebody took it out")
    context = {"title": f"Review of quotation {number}", "page": found}
    return await asked.page("quotes_review.html", context, trouble)


async def _decide(asked: _Asked) -> Response:
    given, who = await asked.form()
    number, current = asked.number, asked.walk

    def work(db: Database) -> tuple[deciding.Decided, tuple[int, Walk] | None, bool]:
        decided = deciding.decide(db, number, given, who.reviewer)
        made = current.with_made(decided.reviews)
        following = None if current.back else showing.step(db, number, made, decided.confidence)
        return decided, following, is_quotation(db, number)

    try:
        decided, following, is_there = await asked.write(work)
    except (ReviewError, AmbiguousSpeaker, StoreError) as error:
        trouble = await _trouble(asked, error, given)
        if not await asked.read(lambda db: is_quotation(db, number)):
            return await asked.page("quotes_review_end.html", _ended("Review"), trouble)
        return await _show(asked, trouble)
    made = current.with_made(decided.reviews)
    if decided.stay and is_there:
        at = made.at if made.at is not None or made.back else decided.confidence
        return asked.to(
            asked.path(f"/{number}", Walk(made.asked, at, made.trail, made.made, made.back))
        )
    if current.back:
        return asked.to(current.back)
    if following is None:
        end = Walk(made.asked, None, (*made.trail, number), made.made)
        return asked.to(asked.path("", f"{end.query}&end=1"))
    return asked.to(asked.path(f"/{following[0]}", following[1]))


def _ended(title: str) -> Row:
    return {"title": title, "left": 0, "done": None, "previous": None, "ambiguous": ()}


async def _undo(asked: _Asked) -> Response:
    """Take a correction back, and lead to what it was of."""
    given, who = await asked.form()
    number = given.first("n")

    def work(db: Database) -> tuple[Row, bool]:
        record = deciding.undo(db, int(number) if number.isdecimal() else 0, who.reviewer)
        return record, bool(record["quote_id"]) and is_quotation(db, record["quote_id"])

    try:
        record, is_there = await asked.write(work)
    except (ReviewError, StoreError, OverflowError) as error:
        trouble = await _trouble(asked, error, given)
        return await asked.page("quotes_review_end.html", _ended("Undo"), trouble)
    current = asked.walk.without(record["id"])
    if current.back:
        return asked.to(current.back)
    if not is_there:
        return asked.to(asked.path("", Walk(current.asked, made=current.made)))
    of = record["quote_id"]
    trail = current.trail[:-1] if current.trail[-1:] == (of,) else current.trail
    return asked.to(asked.path(f"/{of}", Walk(current.asked, None, trail, current.made)))


# What was missed.


async def _add(asked: _Asked) -> Response:
    """A quotation that the machine missed."""
    article = asked.argument("article")
    if not article.isdecimal() or len(article) > 18:
        raise NotFound("Of which article?")
    number = int(article)
    if asked.request.method == "POST":
        given, who = await asked.form()
        try:
            _, quote_id = await asked.write(
                lambda db: deciding.add(db, number, given, who.reviewer)
            )
        except (ReviewError, AmbiguousSpeaker, StoreError) as error:
            trouble = await _trouble(asked, error, given, number)
            return await _show_addition(asked, number, trouble)
        where = f"{asked.datasette.urls.row(asked.name, 'articles', number)}#q{quote_id}"
        return asked.to(asked.walk.back or where)
    return await _show_addition(asked, number)


async def _show_addition(asked: _Asked, article: int, trouble: Row | None = None) -> Response:
    written = trouble["given"].first("spans") if trouble else asked.argument("spans")
    spans = deciding.read_spans(written)
    found = await asked.read(lambda db: showing.addition(db, article, spans))
    if found is None:
        raise NotFound(f"There is no article {article}")
    context = {"title": "Add a quotation", "page": found, "query": asked.request.query_string}
    return await asked.page("quotes_review_add.html", context, trouble)


# Speakers.


async def _speaker(asked: _Asked) -> Response:
    """What is said of a speaker in all articles."""
    number = asked.number
    trouble = None
    if asked.request.method == "POST":
        given, who = await asked.form()

        def work(db: Database) -> tuple[int, int]:
            review = deciding.change_speaker(db, number, given, who.reviewer)
            return review, current_id(db, number)

        try:
            review, now = await asked.write(work)
        except (ReviewError, AmbiguousSpeaker, StoreError) as error:
            trouble = await _trouble(asked, error, given)
        else:
            return asked.to(asked.path(f"/speakers/{now}", asked.walk.with_made([review])))
    found = await asked.read(lambda db: showing.speaker_to_review(db, number, asked.walk))
    if found is None:
        raise NotFound(f"There is no speaker {number}")
    context = {"title": f"Correct {found.speaker['name']}", "page": found}
    return await asked.page("quotes_review_speaker.html", context, trouble)


async def _speakers(asked: _Asked) -> Response:
    """Who fits what is typed, as JSON."""
    typed, article = asked.argument("q")[:200], asked.argument("article")

    def found(db: Database) -> list[Row]:
        here = speakers_of(db, int(article)) if article.isdecimal() and len(article) < 19 else []
        offered = matching(typed, here, lambda words, most: speakers_like(db, words, most))
        return [asdict(one) for one in offered[:MOST_OFFERED]]

    text = exports.as_json({"speakers": await asked.read(found)})
    headers = {"cache-control": "no-store"}
    return Response(text, headers=headers, content_type="application/json; charset=utf-8")


# The log.


async def _log(asked: _Asked) -> Response:
    """What people corrected; taking it back is for who may."""
    which, before = asked.argument("which"), asked.argument("before")
    older = int(before) if before.isdecimal() and len(before) < 19 else None
    found = await asked.read(lambda db: showing.log(db, which, older))
    context = {
        "title": "Corrections",
        "log": found,
        "may_review": may_review(asked.datasette, asked.request),
        "here": asked.path("s", urlencode({"which": found.which})),
    }
    return await asked.page("quotes_reviews.html", context)


#: What may be sent beside what everybody asks for.
_METHODS: Mapping[Callable[..., Any], tuple[str, ...]] = {
    _quotation: ("GET", "HEAD", "POST"),
    _add: ("GET", "HEAD", "POST"),
    _speaker: ("GET", "HEAD", "POST"),
    _undo: ("POST",),
}


# What cannot be done.


async def _trouble(asked: _Asked, error: Exception, given: Form, article: int | None = None) -> Row:
    """What went wrong, in a line, with what was typed and who or what it may have meant."""
    found: Row = {"status": 409, "message": str(error), "given": given, "places": ()}
    if isinstance(error, AmbiguousSpeaker):
        found["message"] = f"Several speakers go by “{error.name}”. Which one is it?"
        found["speakers"] = error.candidates
    elif isinstance(error, StoreError):
        found["status"] = 503
        found["message"] = f"Nothing was changed: the database {error.problem}; {error.remedy}."
    elif isinstance(error, SeveralPlaces) and article is not None:
        text = await asked.read(lambda db: text_of(db, article))
        words = len(given.first("words"))
        found["message"] = "These words stand there more than once. Which of them is it?"
        found["places"] = [
            (
                at,
                text[max(0, at - _AROUND) : at],
                text[at : at + words],
                text[at + words : at + words + _AROUND],
            )
            for at in error.places[:20]
        ]
    elif not str(error).endswith((".", "”")):
        # The store's own are no sentences.
        found["message"] = f"That cannot be done: {error}."
    return found
