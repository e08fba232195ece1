"""Correcting in the browser: who may, what is written down, and the walk by keyboard alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from quotes.browse import ServeError, serve
from quotes.browse.guarding import guarded, is_this_machine
from quotes.browse.review.allowing import is_from_ours, is_local
from quotes.browse.review.deciding import read_spans
from quotes.browse.review.showing import passage
from quotes.browse.review.walking import path_of_ours
from quotes.browse.server import datasette
from quotes.store import Filters, opened, reviewing, write_article
from quotes.store.review_queue import next_to_review, quote_ids, speaker_named
from quotes.types import Article, AttributedQuotation, Mention, Speaker

from .chromium import CHROMIUM, Page, chromium
from .conftest import PAYLOADS

HOME = "http://localhost:8001"
ADA = Speaker("Ada Lindqvist", "person", "harbour master", (), ("harbour master",), "f")
NILS = Speaker("Nils Aro", "person", "mayor", (), ("mayor",), "m")
BOARD = Speaker("Harbour Board", "organization")
#: An anchor is one character, but two of JavaScript's.
FIRST = (
    "⚓🚢 The harbour — 🚢 news\n\n"
    "“We ask for more time,” said Ada Lindqvist, the harbour master. Nils Aro, the mayor, said"
    " that 🚢 no ship would be turned away before the end of May. “It is late,” she added.\n\n"
    "The Harbour Board called the plan “reckless”. The sign reads “No entry”."
)
SECOND = "“We ask for more time,” said Ada Lindqvist. Aro says it is late. It is late, he says."


def said(
    text: str, words: str, speaker: Speaker | None, confidence: float, source: str | None = None
) -> AttributedQuotation:
    at = text.index(words)
    mention = None
    if source:
        mention = Mention.of(text, text.index(source), text.index(source) + len(source))
    kind = "direct" if text[at - 1] == "“" else "indirect"
    return AttributedQuotation(
        kind, words, ((at, at + len(words)),), None, mention, confidence, confidence, speaker,
        "name" if speaker else None, None,
    )  # fmt: skip


def fill(path: Path) -> None:
    with opened(path, write=True) as db:
        write_article(
            db,
            Article(FIRST, title="Harbour <b>news</b>", outlet="Post", published="2026-03-01"),
            [
                said(FIRST, "We ask for more time", ADA, 0.9, "Ada Lindqvist"),
                said(FIRST, "no ship would be turned away", NILS, 0.6, "Nils Aro"),
                said(FIRST, "It is late", None, 0.4),
                said(FIRST, "reckless", BOARD, 0.7, "The Harbour Board"),
                said(FIRST, "No entry", None, 0.2),
            ],
        )
        write_article(
            db,
            Article(SECOND, title="More time", outlet="Mail", published="2026-03-02"),
            [
                said(SECOND, "We ask for more time", ADA, 0.95, "Ada Lindqvist"),
                said(SECOND, "it is late", Speaker("Aro", "person"), 0.5, "Aro"),
            ],
        )


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reviewing") / "news.db"
    fill(path)
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    """A database of two articles; quotations by their words."""
    return Path(shutil.copy(original, tmp_path / "news.db"))


class Visitor:
    """A browser without a script, that keeps cookies and says where its forms come from."""

    def __init__(self, app: Any, address: str = "127.0.0.1") -> None:
        transport = httpx.ASGITransport(app, client=(address, 5000))
        self.client = httpx.AsyncClient(transport=transport, base_url=HOME)
        self.headers = {"origin": HOME, "sec-fetch-site": "same-origin"}

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, (path, answer.text)
        return html.fromstring(answer.text)

    async def token(self) -> str:
        tree = await self.get("/news/-/review/add?article=1")
        return str(tree.xpath("//input[@name='csrftoken']/@value")[0])

    async def post(
        self, path: str, fields: dict[str, Any], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        data = fields if "csrftoken" in fields else {"csrftoken": await self.token(), **fields}
        return await self.client.post(
            path, data=data, headers=self.headers if headers is None else headers
        )

    async def decide(self, number: int, do: str, query: str = "", **fields: Any) -> httpx.Response:
        """Press a button; what follows is where it leads."""
        answer = await self.post(f"/news/-/review/{number}{query}", {"do": do, **fields})
        assert answer.status_code == 303, html.fromstring(answer.text).text_content()
        return answer


async def started(path: Path, reviewer: str | None = "Ann") -> Any:
    site = datasette(path, reviewer)
    await site.invoke_startup()
    return guarded(site.app(), "127.0.0.1", reviewing=reviewer is not None)


@pytest.fixture
async def visitor(path: Path) -> AsyncIterator[Visitor]:
    one = Visitor(await started(path))
    yield one
    await one.client.aclose()


def rows(path: Path, sql: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def id_of(path: Path, words: str, article: int = 1) -> int:
    sql = "SELECT id FROM quotes WHERE text = ? AND article_id = ?"
    return int(rows(path, sql, words, article)[0][0])


def speaker_id(path: Path, name: str) -> int:
    return int(rows(path, "SELECT id FROM speakers WHERE name = ?", name)[0][0])


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def reviews(path: Path) -> list[Any]:
    """All of them but the moments."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute("SELECT * FROM reviews ORDER BY id")]
    moments = ("reviewed_at", "undone_at")
    return [{key: value for key, value in row.items() if key not in moments} for row in found]


def live(path: Path) -> list[Any]:
    """What is a quotation, and whose."""
    return rows(
        path,
        "SELECT quotes.id, type, text, spans, speakers.name, speakers.kind, reviewed FROM quotes"
        " LEFT JOIN speakers ON speakers.id = speaker_id ORDER BY article_id, start, quotes.id",
    )


# Who may.

PATHS = (
    "/news/-/review",
    "/news/-/review/1",
    "/news/-/review/add?article=1",
    "/news/-/review/speakers/1",
    "/news/-/review/speakers.json?q=a",
)
FORMS = ("/news/-/review/1", "/news/-/review/add?article=1", "/news/-/review/speakers/1",
         "/news/-/review/undo")  # fmt: skip


async def test_without_the_option_there_are_no_such_pages(path: Path) -> None:
    one = Visitor(await started(path, None))
    for page in PATHS:
        assert (await one.client.get(page)).status_code == 404
    for page in FORMS:
        answer = await one.client.post(page, data={"do": "accept"}, headers=one.headers)
        assert answer.status_code == 404
    for page in ("/", "/news/articles/1", "/news/speakers/1", "/news/quotes/1",
                 "/news/-/quotations", "/news/-/reviews"):  # fmt: skip
        tree = await one.get(page)
        assert not [href for href in tree.xpath("//@href") if "/-/review/" in href or
                    href.endswith("/-/review")]  # fmt: skip
        assert not tree.xpath("//script") and not tree.xpath("//form[@method='post']")
    assert reviews(path) == []


async def test_with_it_pages_lead_to_corrections(visitor: Visitor) -> None:
    for page, part in (
        ("/", "/news/-/review"),
        ("/news/articles/1", "/news/-/review/1?back=%2Fnews%2Farticles%2F1%23q1"),
        ("/news/articles/1", "/news/-/review/add?article=1&back=%2Fnews%2Farticles%2F1"),
        ("/news/speakers/1", "/news/-/review/speakers/1"),
        ("/news/quotes/1", "/news/-/review/1?back=%2Fnews%2Fquotes%2F1"),
        ("/news/-/quotations?type=direct", "/news/-/review?type=direct"),
    ):
        assert part in (await visitor.get(page)).xpath("//@href"), page


async def test_the_pages_have_no_script_but_ours(visitor: Visitor) -> None:
    for page in PATHS[1:4]:
        answer = await visitor.client.get(page)
        policy = answer.headers.get_list("content-security-policy")
        assert len(policy) == 1 and "script-src 'self';" in policy[0]
        assert "unsafe" not in policy[0]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "no-store" in answer.headers["cache-control"]
        tree = html.fromstring(answer.text)
        (script,) = tree.xpath("//script")
        assert not script.text
        found = await visitor.client.get(script.get("src"))
        assert found.headers["content-type"].startswith("text/javascript")
        assert not tree.xpath("//style | //@style")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:3000", "sec-fetch-site": "same-site"},
        {"origin": "https://localhost:8001"},
        {"origin": HOME, "sec-fetch-site": "cross-site"},
        {"origin": HOME, "sec-fetch-site": "none"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": HOME, "sec-fetch-site": "same-origin", "x-forwarded-for": "127.0.0.1"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(
    visitor: Visitor, path: Path, headers: dict[str, str]
) -> None:
    for form in FORMS:
        answer = await visitor.post(form, {"do": "accept", "n": "1"}, headers)
        assert answer.status_code == 403
    assert reviews(path) == []


@pytest.mark.parametrize(
    "headers",
    [{"origin": HOME}, {"sec-fetch-site": "same-origin"},
     {"origin": "null", "sec-fetch-site": "same-origin"}],
)  # fmt: skip
async def test_a_form_of_ours_is_taken(
    visitor: Visitor, path: Path, headers: dict[str, str]
) -> None:
    answer = await visitor.post("/news/-/review/1", {"do": "accept"}, headers)
    assert answer.status_code == 303
    assert [one["action"] for one in reviews(path)] == ["accept"]


async def test_a_form_without_its_token_is_refused(visitor: Visitor, path: Path) -> None:
    token = await visitor.token()
    for form in FORMS:
        for fields in ({}, {"csrftoken": ""}, {"csrftoken": token[:-1] + "x"}):
            data = {"do": "accept", "n": "1", **fields}
            answer = await visitor.client.post(form, data=data, headers=visitor.headers)
            assert answer.status_code == 403
        # Where there is no cookie, or another way to prove oneself, Datasette asks for none.
        visitor.client.cookies.clear()
        for more in ({}, {"authorization": "Bearer x"}, {"cookie": f"ds_csrftoken={token}",
                     "authorization": "Bearer x"}):  # fmt: skip
            data = {"do": "accept", "n": "1"}
            answer = await visitor.client.post(form, data=data, headers={**visitor.headers, **more})
            assert answer.status_code == 403
        visitor.client.cookies.set("ds_csrftoken", token)
    assert reviews(path) == []


@pytest.mark.parametrize("address", ["192.168.7.7", "10.0.0.1", "::2", "nobody"])
async def test_another_machine_is_refused(path: Path, address: str) -> None:
    app = await started(path)
    far, near = Visitor(app, address), Visitor(app)
    token = await near.token()
    for page in PATHS:
        assert (await far.client.get(page)).status_code == 403
    far.client.cookies.update(near.client.cookies)
    data = {"csrftoken": token, "do": "accept"}
    answer = await far.client.post("/news/-/review/1", data=data, headers=far.headers)
    assert answer.status_code == 403
    tree = await far.get("/news/articles/1")
    assert not [one for one in tree.xpath("//@href") if "/-/review/" in one]
    assert reviews(path) == []


@pytest.mark.parametrize(
    ("client", "headers", "is_here"),
    [
        (("127.0.0.1", 1), [], True),
        (("127.9.9.9", 1), [], True),
        (("::1", 1), [], True),
        (("::ffff:127.0.0.1", 1), [], True),
        (("::ffff:10.0.0.1", 1), [], False),
        (("10.0.0.1", 1), [], False),
        (None, [], False),
        (("127.0.0.1", 1), [(b"Forwarded", b"for=10.0.0.1")], False),
        (("127.0.0.1", 1), [(b"via", b"1.1 proxy")], False),
    ],
)
def test_who_is_on_this_machine(client: Any, headers: Any, is_here: bool) -> None:
    assert is_local({"client": client, "headers": headers}) is is_here


def test_a_request_that_says_nothing_is_from_elsewhere() -> None:
    assert not is_from_ours({"host": "localhost:8001"}, "http")
    assert is_from_ours({"host": "localhost:8001", "origin": HOME}, "http")


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.1.2.3", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("news.example", False),
     ("", False)],
)  # fmt: skip
def test_it_is_served_to_this_machine_alone(path: Path, host: str, is_here: bool) -> None:
    assert is_this_machine(host) is is_here
    if is_here:
        return
    with pytest.raises(ServeError, match="this machine alone"):
        serve(path, host, 0, (), "Ann")
    from quotes.cli import cli

    result = CliRunner().invoke(cli, ["serve", "--db", str(path), "--review", "--host", host])
    assert result.exit_code == 2 and "--review takes corrections from this machine" in result.output


@pytest.mark.parametrize(
    ("options", "reviewer"),
    [([], None), (["--review"], "Mia"), (["--review", "--reviewer", "Ann"], "Ann")],
)
def test_the_command_says_who_corrects(
    path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], reviewer: str | None
) -> None:
    from quotes.cli import cli

    monkeypatch.setenv("QUOTES_REVIEWER", "Mia")
    given: list[Any] = []
    monkeypatch.setattr("quotes.browse.serve", lambda *arguments: given.extend(arguments))
    result = CliRunner().invoke(cli, ["serve", "--db", str(path), "--port", "0", *options])
    assert result.exit_code == 0, result.output
    assert given[4] == reviewer


def test_a_reviewer_goes_with_the_option(path: Path) -> None:
    from quotes.cli import cli

    result = CliRunner().invoke(cli, ["serve", "--db", str(path), "--reviewer", "Ann"])
    assert result.exit_code == 2 and "--reviewer goes with --review" in result.output


def test_what_was_corrected_is_in_one_file_in_the_end(path: Path) -> None:
    code = f"from pathlib import Path; import quotes.browse as b; b.serve(Path({str(path)!r}), '127.0.0.1', 0, (), 'Ann')"  # noqa: E501
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("Browse and correct")
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+", line)
        with httpx.Client(base_url=address, headers={"origin": address}) as client:
            tree = html.fromstring(client.get("/news/-/review/1").text)
            token = tree.xpath("//input[@name='csrftoken']/@value")[0]
            data = {"csrftoken": token, "do": "accept"}
            assert client.post("/news/-/review/1", data=data).status_code == 303
            assert client.get("/news/articles/1").status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0 and "Traceback" not in errors
    assert [one.name for one in path.parent.glob("news.db*")] == ["news.db"]
    assert len(reviews(path)) == 1


# What is written down: the same as by the functions of the store.


def span(text: str, words: str) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


@pytest.mark.parametrize(
    ("wanted", "fields", "action", "after"),
    [
        ("It is late", {"do": "accept"}, "accept", {}),
        ("It is late", {"do": "nobody", "note": "why"}, "nobody", {}),
        ("No entry", {"do": "not-a-quotation"}, "not-a-quotation", {}),
        ("It is late", {"do": "type mixed"}, "type", {"type": "mixed"}),
        ("It is late", {"do": "act unsaid"}, "act", {"act": "unsaid"}),
        ("It is late", {"do": "speaker Ada Lindqvist"}, "speaker", "Ada Lindqvist"),
        ("It is late", {"do": "speaker", "chosen": "Harbour Board"}, "speaker", "Harbour Board"),
        ("It is late", {"do": "speaker", "speaker": " ada  LINDQVIST "}, "speaker",
         "Ada Lindqvist"),
        ("It is late", {"do": "speaker", "speaker": "Cora Vale"}, "speaker",
         {"speaker": {"name": "Cora Vale", "kind": "person", "title": None}}),
        ("It is late", {"do": "speaker", "speaker": "Cora Ltd", "kind": "organization"}, "speaker",
         {"speaker": {"name": "Cora Ltd", "kind": "organization", "title": None}}),
        ("It is late", {"do": "typed", "speaker": "Nils Aro", "words": "It is late"}, "speaker",
         "Nils Aro"),
        ("no ship would be turned away", {"do": "words", "words": "no ship would be"}, "words",
         {"spans": [span(FIRST, "no ship would be")]}),
        ("no ship would be turned away",
         {"do": "typed", "words": "no ship … before the end of May"}, "words",
         {"spans": [span(FIRST, "no ship"), span(FIRST, "before the end of May")]}),
        ("no ship would be turned away",
         {"do": "words", "spans": json.dumps([span(FIRST, " no ship would ")]),
          "words": "no ship would"}, "words", {"spans": [span(FIRST, "no ship would")]}),
    ],
)  # fmt: skip
async def test_a_button_does_what_the_store_does(
    visitor: Visitor, path: Path, tmp_path: Path, wanted: str, fields: dict[str, str],
    action: Any, after: Any,
) -> None:  # fmt: skip
    other = Path(shutil.copy(path, tmp_path / "other.db"))
    number = id_of(path, wanted)
    name = fields["do"].partition(" ")[2] or fields.get("chosen", "")
    if name in ("Ada Lindqvist", "Harbour Board"):
        fields = {key: value.replace(name, str(speaker_id(path, name)))
                  for key, value in fields.items()}  # fmt: skip
    await visitor.decide(number, **fields)
    with opened(other, write=True) as db:
        if isinstance(after, str):
            after = {"speaker": speaker_named(db, after, 1, None)}
        note = fields.get("note")
        reviewing.review_quotation(db, number, action, after, reviewer="Ann", note=note)
    assert reviews(path) == reviews(other) and len(reviews(path)) == 1
    assert live(path) == live(other)


@pytest.mark.parametrize(
    ("fields", "spans", "speaker", "type"),
    [
        ({"do": "nobody", "words": "before the end of May"}, ["before the end of May"], None, None),
        ({"do": "speaker Nils Aro", "spans": "before the end", "type": "mixed"},
         ["before the end"], "Nils Aro", "mixed"),
        ({"do": "typed", "words": "The sign … “No entry”", "speaker": "The sign",
          "kind": "document"}, ["The sign", "No entry"],
         {"name": "The sign", "kind": "document", "title": None}, None),
    ],
)  # fmt: skip
async def test_what_was_missed_is_added_as_the_store_does(
    visitor: Visitor, path: Path, tmp_path: Path, fields: dict[str, str], spans: list[str],
    speaker: Any, type: str | None,
) -> None:  # fmt: skip
    other = Path(shutil.copy(path, tmp_path / "other.db"))
    nils = speaker_id(path, "Nils Aro")
    given = {**fields, "do": fields["do"].replace("Nils Aro", str(nils))}
    if "spans" in given:
        given["spans"] = json.dumps([span(FIRST, given["spans"])])
    answer = await visitor.post("/news/-/review/add?article=1", given)
    assert answer.status_code == 303, answer.text
    with opened(other, write=True) as db:
        if isinstance(speaker, str):
            speaker = speaker_named(db, speaker, 1, None)
        places = [tuple(span(FIRST, one)) for one in spans]
        reviewing.add_quotation(db, 1, places, speaker, type, reviewer="Ann")
    assert reviews(path) == reviews(other)
    assert live(path) == live(other)
    number = reviews(path)[0]["quote_id"]
    assert answer.headers["location"] == f"/news/articles/1#q{number}"


async def test_words_that_stand_there_twice_are_asked_for(visitor: Visitor, path: Path) -> None:
    form = "/news/-/review/add?article=2"
    answer = await visitor.post(form, {"do": "nobody", "words": "late"})
    assert answer.status_code == 409
    places = html.fromstring(answer.text).xpath("//input[@name='where']/@value")
    late = [at for at in range(len(SECOND)) if SECOND.startswith("late", at)]
    assert [int(one) for one in places] == late
    await visitor.post(form, {"do": "nobody", "words": "late", "where": places[1]})
    assert json.loads(live(path)[-1][3]) == [[late[1], late[1] + 4]]


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"do": "rename", "value": "Ada L."},
         lambda db, ids: reviewing.rename(db, ids["Ada Lindqvist"], "Ada L.", reviewer="Ann")),
        ({"do": "title", "value": "port director", "note": "new"},
         lambda db, ids: reviewing.retitle(db, ids["Ada Lindqvist"], "port director",
                                           reviewer="Ann", note="new")),
        ({"do": "title", "value": ""},
         lambda db, ids: reviewing.retitle(db, ids["Ada Lindqvist"], "", reviewer="Ann")),
        ({"do": "kind", "value": "document"},
         lambda db, ids: reviewing.set_kind(db, ids["Ada Lindqvist"], "document", reviewer="Ann")),
        ({"do": "merge", "speaker": "nils aro"},
         lambda db, ids: reviewing.merge(db, ids["Ada Lindqvist"], ids["Nils Aro"],
                                         reviewer="Ann")),
        ({"do": "merge Nils Aro"},
         lambda db, ids: reviewing.merge(db, ids["Ada Lindqvist"], ids["Nils Aro"],
                                         reviewer="Ann")),
        ({"do": "split", "article": ["2"]},
         lambda db, ids: reviewing.split(db, ids["Ada Lindqvist"], [2], reviewer="Ann")),
    ],
)  # fmt: skip
async def test_a_speaker_is_corrected_as_the_store_does(
    visitor: Visitor, path: Path, tmp_path: Path, fields: dict[str, Any], change: Any
) -> None:
    other = Path(shutil.copy(path, tmp_path / "other.db"))
    ids = {name: speaker_id(path, name) for name in ("Ada Lindqvist", "Nils Aro")}
    given = {**fields, "do": fields["do"].replace("Nils Aro", str(ids["Nils Aro"]))}
    answer = await visitor.post(f"/news/-/review/speakers/{ids['Ada Lindqvist']}", given)
    assert answer.status_code == 303, html.fromstring(answer.text).text_content()
    with opened(other, write=True) as db:
        change(db, ids)
    assert reviews(path) == reviews(other) and len(reviews(path)) == 1
    assert live(path) == live(other)
    tree = await visitor.get(answer.headers["location"])
    assert words(tree.find_class("quotes-done")[0]).startswith("Review 1:")


async def test_a_speaker_who_is_gone_leads_to_whom_they_became(
    visitor: Visitor, path: Path
) -> None:
    ada, nils = speaker_id(path, "Ada Lindqvist"), speaker_id(path, "Nils Aro")
    await visitor.post(f"/news/-/review/speakers/{ada}", {"do": "merge", "speaker": str(nils)})
    for number in (ada, nils):
        tree = await visitor.get(f"/news/-/review/speakers/{number}")
        assert "Lindqvist" in words(tree.find(".//h1"))


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"do": "typed", "words": "It is late"}, 409, "press one of the buttons"),
        ({"do": "nonsense"}, 409, "press one of the buttons"),
        ({}, 409, "press one of the buttons"),
        ({"do": "accept", "speaker": "Ada"}, 409, "is typed as the speaker"),
        ({"do": "type loud"}, 409, "There is no type “loud”"),
        ({"do": "speaker"}, 409, "Type who speaks"),
        ({"do": "speaker 999"}, 409, "There is no speaker 999"),
        ({"do": "speaker x"}, 409, "is no number"),
        ({"do": "speaker", "speaker": "Cora", "kind": "ship"}, 409, "There is no kind of speaker"),
        ({"do": "words", "words": "It is late"}, 409, "its words already"),
        ({"do": "words", "words": "It is early"}, 409, "does not have these words"),
        ({"do": "words", "words": "It is", "spans": "[[0, 5]]"}, 409, "not there any more"),
        ({"do": "words", "spans": "[[9, 99999]]"}, 409, "not there any more"),
        ({"do": "words"}, 409, "Choose the words"),
        ({"do": "accept", "seen": "0" * 16}, 409, "changed meanwhile"),
    ],
)
async def test_what_cannot_be_done_is_told_and_changes_nothing(
    visitor: Visitor, path: Path, fields: dict[str, str], status: int, told: str
) -> None:
    number = id_of(path, "It is late")
    answer = await visitor.post(f"/news/-/review/{number}", {"note": "my <b>note</b>", **fields})
    assert answer.status_code == status
    tree = html.fromstring(answer.text)
    assert told in words(tree.get_element_by_id("trouble"))
    assert tree.xpath("//input[@name='note']/@value") == ["my <b>note</b>"]
    assert not tree.xpath("//b")
    assert reviews(path) == []


async def test_whom_a_name_can_mean_is_asked(visitor: Visitor, path: Path) -> None:
    with opened(path, write=True) as db:
        for number, title in enumerate(("judge", "swimmer")):
            text = f"{number}: “Yes,” said Ann Vale, the {title}."
            vale = Speaker("Ann Vale", "person", title, (), (title,))
            write_article(db, Article(text), [said(text, "Yes", vale, 0.9, "Ann Vale")])
        ids = {row[0] for row in db.execute("SELECT id FROM speakers WHERE name = 'Ann Vale'")}
        if len(ids) == 1:
            reviewing.split(db, ids.pop(), [4], reviewer="Ann")
        ids = {row[0] for row in db.execute("SELECT id FROM speakers WHERE name = 'Ann Vale'")}
    assert len(ids) == 2
    number = id_of(path, "It is late")
    made = len(reviews(path))
    fields = {"do": "speaker", "speaker": "Ann Vale"}
    answer = await visitor.post(f"/news/-/review/{number}", fields)
    assert answer.status_code == 409 and len(reviews(path)) == made
    trouble = html.fromstring(answer.text).get_element_by_id("trouble")
    buttons = trouble.xpath(".//button/@value")
    assert {int(one.removeprefix("speaker ")) for one in buttons} == ids
    await visitor.decide(number, buttons[1])
    assert len(reviews(path)) == made + 1


# The walk.


async def test_the_walk_goes_as_the_terminal_does(visitor: Visitor, path: Path) -> None:
    with opened(path) as db:
        for query, filters in (
            ("", Filters()),
            ("?type=direct", Filters(types=("direct",))),
            ("?speaker=lindqvist", Filters(speakers=("lindqvist",))),
            ("?outlet=Post&max_confidence=0.65", Filters(outlet="Post", max_confidence=0.65)),
            ("?search=late", Filters(search="late")),
        ):
            wanted = quote_ids(db, filters, unreviewed=True, least_certain=True)
            address, seen = f"/news/-/review{query}", []
            for _ in range(9):
                answer = await visitor.client.get(address, follow_redirects=True)
                address = str(answer.url)
                if "end=1" in address:
                    break
                seen.append(int(urlsplit(address).path.rpartition("/")[2]))
                (address,) = html.fromstring(answer.text).xpath("//a[@rel='next']/@href")
            assert seen == wanted and " skipped. " in answer.text


async def test_a_decision_leads_to_the_next_one_and_back(visitor: Visitor, path: Path) -> None:
    with opened(path) as db:
        first, second, third, *_ = quote_ids(db, Filters(), unreviewed=True, least_certain=True)
    answer = await visitor.client.get("/news/-/review")
    query = f"?{urlsplit(answer.headers['location']).query}"
    answer = await visitor.decide(first, "nobody", query)
    address = urlsplit(answer.headers["location"])
    assert address.path.endswith(f"/{second}")
    assert parse_qs(address.query)["trail"] == [str(first)]
    tree = await visitor.get(answer.headers["location"])
    assert "Review 1: speaker nobody → nobody" in words(tree.find_class("quotes-done")[0])
    (before,) = tree.xpath("//a[@rel='prev']/@href")
    assert urlsplit(before).path.endswith(f"/{first}")
    # Type and words show the same quotation, as it is now.
    answer = await visitor.decide(second, "type mixed", f"?{address.query}")
    stayed = urlsplit(answer.headers["location"])
    assert stayed.path.endswith(f"/{second}")
    answer = await visitor.decide(second, "accept", f"?{stayed.query}")
    assert urlsplit(answer.headers["location"]).path.endswith(f"/{third}")
    # Back from there, and on again: over what is reviewed by now.
    tree = await visitor.get(answer.headers["location"])
    tree = await visitor.get(tree.xpath("//a[@rel='prev']/@href")[0])
    assert "by a person" in words(tree.find_class("quotes-meta")[1])
    assert urlsplit(tree.xpath("//a[@rel='next']/@href")[0]).path.endswith(f"/{third}")


async def test_what_was_taken_out_is_not_gone_back_to(visitor: Visitor, path: Path) -> None:
    number = id_of(path, "No entry")
    other = id_of(path, "reckless")
    answer = await visitor.decide(number, "not-a-quotation", f"?trail={other}")
    tree = await visitor.get(answer.headers["location"])
    tree = await visitor.get(tree.xpath("//a[@rel='prev']/@href")[0])
    assert f"quotation {other}" in words(tree.find_class("quotes-meta")[0])
    assert not tree.xpath("//a[@rel='prev']")
    tree = await visitor.get(f"/news/-/review?end=1&trail={other}.{number}")
    assert f"/review/{other}" in tree.xpath("//a[@rel='prev']/@href")[0]
    tree = await visitor.get(f"/news/-/review?end=1&trail={number}")
    assert not tree.xpath("//a[@rel='prev']")
    await visitor.get(f"/news/-/review/{number}", 404)
    answer = await visitor.post(f"/news/-/review/{number}", {"do": "accept"})
    assert answer.status_code == 409
    assert "no quotation" in html.fromstring(answer.text).text_content()


async def test_undo_leads_back_to_what_it_was_of(visitor: Visitor, path: Path) -> None:
    before = live(path)
    number = id_of(path, "No entry")
    answer = await visitor.decide(number, "not-a-quotation", "?type=direct&at=0.2")
    tree = await visitor.get(answer.headers["location"])
    form = tree.xpath("//div[@class='quotes-done']/form")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    answer = await visitor.client.post(form.get("action"), data=fields, headers=visitor.headers)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    assert address.path == f"/news/-/review/{number}"
    assert parse_qs(address.query) == {"type": ["direct"]}
    assert live(path) == before
    assert [one["undone_by"] for one in reviews(path)] == ["Ann"]
    answer = await visitor.post("/news/-/review/undo", {"n": "1"})
    assert answer.status_code == 409 and "undone already" in answer.text
    for bad in ("", "x", "9" * 40, "77"):
        assert (await visitor.post("/news/-/review/undo", {"n": bad})).status_code == 409


async def test_the_end_says_so(visitor: Visitor, path: Path) -> None:
    address = "/news/-/review?type=direct"
    for _ in range(6):
        answer = await visitor.client.get(address, follow_redirects=True)
        if "/review/" not in str(answer.url):
            break
        parts = urlsplit(str(answer.url))
        posted = await visitor.post(f"{parts.path}?{parts.query}", {"do": "accept"})
        address = posted.headers["location"]
    tree = html.fromstring(answer.text)
    assert words(tree.find(".//h1")) == "Nothing is left to review"
    assert len(reviews(path)) == 5
    assert words(tree.find_class("quotes-done")[0]).startswith("Review 5")
    assert "that the filters let through" in words(tree)


async def test_a_filter_that_means_several_asks(visitor: Visitor, path: Path) -> None:
    with opened(path, write=True) as db:
        text = "“Yes,” said Olaf Lindqvist."
        olaf = Speaker("Olaf Lindqvist", "person")
        write_article(db, Article(text), [said(text, "Yes", olaf, 0.9, "Olaf Lindqvist")])
    tree = await visitor.get("/news/-/review?speaker=Lindqvist&type=direct")
    assert words(tree.find(".//h1")) == "Which speaker?"
    assert len(tree.xpath("//ul[@class='quotes-plain']/li/a[contains(@href, 'type=direct')]")) == 2


# Back.

ROOTS = st.sampled_from(["/news", "/a/b/news"])


@given(st.text(max_size=60), ROOTS)
def test_back_is_a_path_of_ours_or_none(path: str, root: str) -> None:
    for back in (path, f"{root}/{path}", f"/{path}", f"//{path}"):
        found = path_of_ours(back, root)
        if found is None:
            continue
        parts = urlsplit(httpx.URL("http://localhost:8001/x").join(found).raw_path.decode())
        assert httpx.URL("http://localhost:8001/x").join(found).host == "localhost"
        assert parts.path == root or parts.path.startswith(f"{root}/")


@pytest.mark.parametrize(
    "back",
    ["http://evil.example/", "//evil.example/news/", "/\\evil.example", "javascript:alert(1)",
     "/news/../../x", "\t//evil.example", "/newsx", "/other/articles/1", "/", "/news/\r\nx: y",
     "/news/é", "/news/" + "x" * 3000, "https:/news/x", "///news/x"],
)  # fmt: skip
async def test_nobody_is_led_away(visitor: Visitor, path: Path, back: str) -> None:
    number = id_of(path, "It is late")
    page = httpx.URL(f"/news/-/review/{number}", params={"back": back})
    tree = await visitor.get(str(page))
    assert back == "/" or back not in tree.xpath("//@href")
    for do in ("accept", "type mixed"):
        answer = await visitor.post(str(page), {"do": do})
        assert answer.headers["location"].startswith("/news/-/review")
        assert "evil" not in answer.headers["location"]
    undo = httpx.URL("/news/-/review/undo", params={"back": back})
    answer = await visitor.post(str(undo), {"n": "1"})
    assert answer.headers["location"].startswith("/news/-/review")


async def test_from_an_article_one_comes_back_to_it(visitor: Visitor, path: Path) -> None:
    tree = await visitor.get("/news/articles/1")
    href, *_ = tree.xpath("//a[@class='quotes-correct']/@href")
    number = int(urlsplit(href).path.rpartition("/")[2])
    answer = await visitor.post(href, {"do": "accept"})
    assert answer.headers["location"] == f"/news/articles/1#q{number}"
    query = f"?{urlsplit(href).query}"
    answer = await visitor.decide(number, "type mixed", query)
    assert "back=%2Fnews%2Farticles%2F1" in answer.headers["location"]


# The log.


async def test_the_log_is_for_everybody_and_undo_for_who_may(visitor: Visitor, path: Path) -> None:
    await visitor.decide(1, "nobody", note="why <i>not</i>")
    await visitor.decide(2, "accept")
    with opened(path, write=True) as db:
        reviewing.undo(db, 2, reviewer="Mia")
    tree = await visitor.get("/news/-/reviews")
    cards = [words(card) for card in tree.find_class("quotes-card")]
    assert len(cards) == 2 and not tree.xpath("//i")
    assert "right as it is undone" in cards[0] and "undone by Mia on" in cards[0]
    assert "why <i>not</i>" in cards[1] and "Ann" in cards[1]
    assert len(tree.xpath("//form[@method='post']")) == 1
    standing = await visitor.get("/news/-/reviews?which=standing")
    assert len(standing.find_class("quotes-card")) == 1
    assert not (await visitor.get("/news/-/reviews?which=lost")).find_class("quotes-card")
    reader = Visitor(await started(path, None))
    tree = await reader.get("/news/-/reviews")
    assert [words(card).removesuffix(" Undo") for card in tree.find_class("quotes-card")] == [
        card.removesuffix(" Undo") for card in cards
    ]
    assert not tree.xpath("//form[@method='post']")
    form = (await visitor.get("/news/-/reviews")).xpath("//form[@method='post']")[0]
    answer = await visitor.post(form.get("action"), {"n": "1"})
    assert answer.headers["location"] == "/news/-/reviews?which=all"


async def test_a_long_log_has_pages(path: Path, visitor: Visitor) -> None:
    with opened(path, write=True) as db:
        for _ in range(55):
            reviewing.review_quotation(db, 1, "accept", {}, reviewer="Ann")
    tree = await visitor.get("/news/-/reviews")
    assert len(tree.find_class("quotes-card")) == 50
    (older,) = tree.xpath("//a[@rel='next']/@href")
    tree = await visitor.get(f"/news/-/reviews{older}")
    assert len(tree.find_class("quotes-card")) == 5 and not tree.xpath("//a[@rel='next']")


# With others.


async def test_a_locked_database_is_told(
    visitor: Visitor, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.store.opening._SECONDS_TO_WAIT", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("BEGIN IMMEDIATE")
        for form in FORMS:
            fields = {"do": "accept", "n": "1", "words": "before the end"}
            if "add" in form or "speakers" in form:
                fields |= {"do": "nobody" if "add" in form else "rename", "value": "Ada L."}
            answer = await visitor.post(form, fields)
            assert answer.status_code == 503
            assert "locked by another program" in html.fromstring(answer.text).text_content()
        other.execute("ROLLBACK")
    await visitor.decide(1, "accept")


async def test_a_database_that_is_gone_is_told(visitor: Visitor, path: Path) -> None:
    # Of a page that was loaded before: another may come from a thread that has no connection yet.
    token = await visitor.token()
    for one in path.parent.glob("news.db*"):
        one.rename(one.with_name(f"moved-{one.name}"))
    for form in FORMS:
        fields = {"do": "accept", "n": "1", "words": "before the end", "csrftoken": token}
        answer = await visitor.post(form, fields)
        assert answer.status_code == 503 and not path.exists()
        assert "cannot be opened" in html.fromstring(answer.text).text_content()


async def test_corrections_and_articles_come_in_at_once(visitor: Visitor, path: Path) -> None:
    problems: list[Exception] = []

    def ingest() -> None:
        try:
            for number in range(30):
                text = f"{number}: “Yes, {number},” said Ada Lindqvist."
                with opened(path, write=True) as db:
                    quoted = said(text, f"Yes, {number}", ADA, 0.9, "Ada Lindqvist")
                    write_article(db, Article(text, title=f"More {number}"), [quoted])
        except Exception as error:
            problems.append(error)

    await visitor.token()
    thread = threading.Thread(target=ingest)
    thread.start()
    for number in range(20):
        await visitor.decide(number % 7 + 1, "accept")
    thread.join()
    assert problems == []
    assert len(reviews(path)) == 20
    assert rows(path, "SELECT count(*) FROM articles") == [(32,)]


# What is shown.


@pytest.mark.parametrize("page", ["/news/-/review/2", "/news/articles/1",
                                  "/news/-/review/add?article=1&spans=[[60,70]]"])  # fmt: skip
async def test_each_line_says_where_it_begins(visitor: Visitor, page: str) -> None:
    lines = (await visitor.get(page)).xpath("//*[@data-at]")
    assert lines
    for line in lines:
        at, text = int(line.get("data-at")), line.text_content()
        assert FIRST[at : at + len(text)] == text


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 30), st.integers(0, 3))
def test_a_passage_holds_its_quotation(start: int, length: int, long: int, breaks: int) -> None:
    sentence = "It was said that the boats were late again. " * long + "So\n" * breaks
    text = f"{sentence * 3}{'Wordwithoutend' * 20}\n{sentence}End."
    start = min(start * 7, len(text) - 1)
    end = min(start + length, len(text))
    if not text[start:end].strip():
        return
    lines, whole = passage(text, [[start, end]], [])
    shown = "".join(line.text for line in lines)
    flat = "".join(text.split())
    assert "".join(shown.split()) in flat
    assert "".join(text[start:end].split()) in "".join(shown.split())
    assert lines[0].start <= max(start, lines[0].start) and len(shown) < 3 * 1000 + length
    assert whole == ("".join(shown.split()) == flat)


@pytest.mark.parametrize(
    ("written", "spans"),
    [("[[1, 2]]", ((1, 2),)), ("[]", ()), ("", ()), ("[[2, 1]]", ()), ("[[-1, 1]]", ()),
     ("x", ()), ("[[1]]", ()), ("[1, 2]", ()), ('{"a": 1}', ()), ("[[1, 1e400]]", ()),
     ("[[0, 99999999999999999999]]", ()), ("[" * 5000, ()), ("null", ())],
)  # fmt: skip
def test_spans_are_read_or_nothing_is(written: str, spans: Any) -> None:
    assert read_spans(written) == spans


async def test_completion_has_those_of_the_article_first(visitor: Visitor, path: Path) -> None:
    with opened(path, write=True) as db:
        for number in range(3):
            text = f"{number}: “Yes,” said Harald Holm."
            harald = Speaker("Harald Holm", "person")
            write_article(db, Article(text), [said(text, "Yes", harald, 0.9, "Harald Holm")])
    answer = await visitor.client.get("/news/-/review/speakers.json?q=HAR&article=1")
    assert [one["name"] for one in answer.json()["speakers"]] == ["Harbour Board", "Harald Holm"]
    answer = await visitor.client.get("/news/-/review/speakers.json?q=har&article=x")
    assert [one["name"] for one in answer.json()["speakers"]] == ["Harald Holm", "Harbour Board"]
    answer = await visitor.client.get("/news/-/review/speakers.json?q=%25")
    assert answer.json() == {"speakers": []}


def test_the_next_one_is_found_along_the_index(path: Path) -> None:
    with opened(path) as db:
        seen: list[str] = []
        db.conn.set_trace_callback(seen.append)
        next_to_review(db, Filters(types=("direct",)), (0.3, 2))
        db.conn.set_trace_callback(None)
        (query,) = [one for one in seen if one.startswith("SELECT quotes.confidence")]
        plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "idx_quotes_by_confidence" in plan and "TEMP B-TREE" not in plan


HOSTILE = (
    "/attacked/-/review",
    "/attacked/-/reviews",
    *(f"/attacked/-/review/{number}" for number in range(1, 2 * len(PAYLOADS) + 1)),
    *(f"/attacked/-/review/speakers/{number}" for number in range(1, len(PAYLOADS) + 1)),
    *(f"/attacked/-/review/add?article={2 * number}&spans=[[0,9]]"
      for number in range(1, len(PAYLOADS) + 1)),
    *(f"/attacked/articles/{number}" for number in range(1, len(PAYLOADS) + 1)),
)  # fmt: skip


@pytest.fixture(scope="module")
def attacked_site(attacked: Path) -> Any:
    return datasette(attacked, PAYLOADS[0])


@pytest.mark.parametrize("page", HOSTILE)
async def test_whatever_stands_there_is_text(attacked_site: Any, page: str) -> None:
    answer = await attacked_site.client.get(page, follow_redirects=True)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert all(one.get("src", "").startswith("/-/quotes-review-") for one in tree.iter("script"))
    assert not list(tree.iter("img")) and not tree.xpath("//@*[starts-with(name(), 'on')]")
    links = tree.xpath("//@href | //@src | //@action")
    assert not [one for one in links if one.strip().lower().startswith(("javascript:", "data:"))]
    isolated = "bdi blockquote p li dd h1 h2 td th a mark span ins del option textarea style title"
    for element in tree.iter():
        if isinstance(element.tag, str) and "\u202e" in (element.text or ""):
            assert element.tag in isolated.split(), element.tag


async def test_what_is_typed_is_text(visitor: Visitor, path: Path) -> None:
    number = id_of(path, "It is late")
    for payload in PAYLOADS[:6]:
        fields = {"do": "accept", "speaker": payload, "note": payload, "words": payload}
        answer = await visitor.post(f"/news/-/review/{number}", fields)
        assert answer.status_code == 409
        tree = html.fromstring(answer.text)
        assert len(list(tree.iter("script"))) == 1 and not list(tree.iter("img"))
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        assert tree.xpath("//input[@name='note']/@value") == [payload]
    await visitor.decide(number, "speaker", speaker=PAYLOADS[1], note=PAYLOADS[0])
    for page in ("/news/-/reviews", "/news/articles/1", "/"):
        tree = await visitor.get(page)
        assert not list(tree.iter("img"))


# In a browser, by keyboard alone.


@pytest.fixture
def served(path: Path) -> Iterator[str]:
    site = datasette(path, "Ann")
    app = guarded(site.app(), "127.0.0.1", reviewing=True)
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with chromium(tmp_path / "profile") as tab:
        tab.size(1280)
        yield tab


in_a_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


def made(path: Path) -> list[tuple[str, Any]]:
    """What was corrected and stands: action and what it says."""
    return [
        (one["action"], json.loads(one["after"]))
        for one in reviews(path)
        if one["undone_by"] is None
    ]


class TestByKeyboard:
    """What a person does who has no mouse."""

    pytestmark = in_a_browser

    def test_a_walk(self, served: str, page: Page, path: Path) -> None:
        with opened(path) as db:
            queue = quote_ids(db, Filters(), unreviewed=True, least_certain=True)
        page.go(f"{served}/news/-/review")

        def at(place: int) -> None:
            page.ready(f"/review/{queue[place]}")

        at(0)
        page.press("x")
        at(1)
        page.press("u")
        at(0)
        page.press("j")
        at(1)
        page.press("k")
        at(0)
        page.press("n")
        at(1)
        # Somebody of the article by number: the most quoted there first.
        first = page.run("document.querySelector('[data-key=\"1\"] .quotes-name').textContent")
        page.press("1")
        at(2)
        assert made(path)[-1][1]["speaker"]["name"] == first
        # Anybody by typing: the first one that fits.
        page.press("s")
        page.type("lind")
        page.wait("document.querySelectorAll('#speakers-found li').length === 1")
        page.press("ArrowDown", "Enter")
        at(3)
        assert made(path)[-1][1]["speaker"]["name"] == "Ada Lindqvist"
        # Somebody new, with a note.
        page.press("m")
        page.type("why not")
        page.press("Escape", "s")
        page.type("Cora Vale")
        page.press("Enter")
        at(4)
        assert made(path)[-1][1]["speaker"]["name"] == "Cora Vale"
        assert reviews(path)[-1]["note"] == "why not"
        # Another type: shown again as it is now.
        page.press("t", "m")
        page.wait("document.querySelector('.quotes-done p')?.textContent.includes('mixed')")
        at(4)
        page.press("a")
        at(5)
        page.press("a")
        at(6)
        page.press(" ")
        page.ready("end=1")
        assert [action for action, _ in made(path)] == [
            "nobody", "speaker", "speaker", "speaker", "type", "accept", "accept",
        ]  # fmt: skip
        assert page.console == []
        assert {urlsplit(one).netloc for one in page.requested} <= {urlsplit(served).netloc, ""}

    def test_the_edges_of_the_words(self, served: str, page: Page, path: Path) -> None:
        number = id_of(path, "no ship would be turned away")
        page.go(f"{served}/news/-/review/{number}")
        page.press("e", "ArrowRight", "ArrowRight", "ArrowRight", "h", "Tab", "l")
        page.wait("document.getElementById('edges').textContent.includes('ship would')")
        page.press("Enter")
        page.wait("document.querySelector('.quotes-done p')?.textContent.includes('words')")
        ((_, after),) = made(path)
        assert after["spans"] == [span(FIRST, "ship would be turned away before the")]
        # Left as they are.
        page.press("e", "ArrowLeft", "Escape", "u")
        page.wait("!document.querySelector('.quotes-done p')")
        assert made(path) == []

    def test_a_key_held_down_or_typed_decides_nothing(
        self, served: str, page: Page, path: Path
    ) -> None:
        page.go(f"{served}/news/-/review/1")
        page.press("m", "a", "x", "n")
        assert page.run("document.getElementById('note').value") == "axn"
        page.press("Escape")
        event = {"type": "keyDown", "key": "a", "text": "a", "autoRepeat": True}
        page.send("Input.dispatchKeyEvent", **event)
        page.send("Input.dispatchKeyEvent", **{**event, "autoRepeat": False, "modifiers": 2})
        page.press("?")
        page.wait("document.getElementById('keys').open")
        page.press("x")
        page.run("document.getElementById('keys-on').click()")
        page.press("Escape", "x", "a")
        time.sleep(0.3)
        assert made(path) == [] and "/review/1" in page.run("location.href")
        page.go(f"{served}/news/-/review/1")
        page.press("a")
        time.sleep(0.3)
        assert made(path) == []

    def test_an_enter_in_a_field_accepts_nothing(self, served: str, page: Page, path: Path) -> None:
        page.go(f"{served}/news/-/review/1")
        page.press("m")
        page.type("a note alone")
        page.press("Enter")
        page.wait("document.getElementById('trouble')")
        assert made(path) == []

    def test_a_hundred_in_ten_minutes(self, served: str, page: Page, path: Path) -> None:
        """Of which the machine may have a part: a key, and the next one is there."""
        page.go(f"{served}/news/-/review")
        begun = time.monotonic()
        for _ in range(7):
            here = page.run("location.href")
            page.press("a")
            page.wait(f"location.href !== {json.dumps(here)}")
        assert len(made(path)) == 7
        assert (time.monotonic() - begun) / 7 < 3


class TestSelecting:
    """Words selected in the text, whatever characters stand before them."""

    pytestmark = in_a_browser

    @staticmethod
    def select(page: Page, words: str) -> None:
        page.wait("true")
        assert page.run(
            "(() => { for (const line of document.querySelectorAll('[data-at]')) {"
            " const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT); let node;"
            f" const words = {json.dumps(words)};"
            " while ((node = walker.nextNode())) { const at = node.data.indexOf(words);"
            " if (at < 0) continue; const range = document.createRange();"
            " range.setStart(node, at); range.setEnd(node, at + words.length);"
            " const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);"
            " return true; } } return false; })()"
        )
        page.wait("!document.getElementById('selected').hidden")

    def test_other_words(self, served: str, page: Page, path: Path) -> None:
        number = id_of(path, "no ship would be turned away")
        page.go(f"{served}/news/-/review/{number}")
        self.select(page, " 🚢 ")
        self.select(page, " before the end ")
        page.click("[data-take=more]")
        page.wait("document.querySelector('.quotes-done p')")
        self.select(page, " of May. ")
        page.click("[data-take=these]")
        page.wait("document.querySelector('.quotes-done p')?.textContent.includes('Review 2')")
        spans = [after["spans"] for _, after in made(path)]
        both = [span(FIRST, "no ship would be turned away"), span(FIRST, "before the end")]
        assert spans == [both, [span(FIRST, "of May.")]]

    def test_a_missed_one(self, served: str, page: Page, path: Path) -> None:
        page.go(f"{served}/news/articles/1")
        self.select(page, "the end of May")
        page.click("[data-take=own]")
        page.ready("/review/add")
        assert page.run("document.getElementById('words').value") == "the end of May"
        # One edge farther, then the speaker.
        page.press("e", "Tab", "ArrowLeft", "Enter")
        page.wait("document.getElementById('words').value === 'before the end of May'")
        page.press("2")
        page.ready("/news/articles/1")
        ((action, after),) = made(path)
        assert (action, after["spans"]) == ("add", [span(FIRST, "before the end of May")])

    def test_across_lines(self, served: str, page: Page, path: Path) -> None:
        page.go(f"{served}/news/articles/1")
        page.wait("true")
        page.run(
            "(() => { const lines = [...document.querySelectorAll('p[data-at]')];"
            " const range = document.createRange(); range.setStart(lines[1].lastChild, 0);"
            " range.setEnd(lines[2].parentElement, 0);"
            " range.setEndAfter(lines[2].firstChild); getSelection().removeAllRanges();"
            " getSelection().addRange(range); })()"
        )
        page.wait("!document.getElementById('selected').hidden")
        spans = page.run(
            "JSON.parse(new URL(document.querySelector('[data-take=own]').href)"
            ".searchParams.get('spans'))"
        )
        ((start, end),) = spans
        assert "\n" in FIRST[start:end] and FIRST[start:end] == FIRST[start:end].strip()
        assert FIRST[end - 5 : end].isprintable()
