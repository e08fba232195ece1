"""What quotes serve puts between a browser and Datasette: hosts, headers, CSV without formulas."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from quotes.browse import ServeError, serve
from quotes.browse.guarding import Defuser, guarded, host_name
from quotes.browse.server import datasette

NAME = "harbour~20news"


def ask(app: Any, path: str, host: str | None = "localhost", method: str = "GET") -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            request = client.build_request(method, path)
            del request.headers["host"]
            if host is not None:
                request.headers = httpx.Headers([(b"host", host.encode("latin-1"))])
            return await client.send(request)

    return asyncio.run(asked())


@pytest.fixture(scope="module")
def pages(filled: Path) -> Any:
    """The app of Datasette, started."""
    site = datasette(filled)
    asyncio.run(site.invoke_startup())
    site._quotes_defuses_csv = True
    return site.app()


# Hosts.


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8001", "localhost.", "127.0.0.1:1", "[::1]", "[0:0::1]:8001",
     "news.example:80", "News.Example", "192.168.7.7"],
)  # fmt: skip
def test_hosts_that_it_was_told_of_are_answered(pages: Any, host: str) -> None:
    app = guarded(pages, "192.168.7.7", ["news.EXAMPLE"])
    answer = ask(app, "/", host)
    assert answer.status_code == 200
    assert "Ada Lindqvist" in answer.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example",
     "127.0.0.2", "[::2]", "::1:", "", " ", "a b", "localhost:x", "localhost:80:80", "[::1",
     "news.example@evil.example", "evil.example/localhost", "\xe9vil", "0.0.0.0", None],
)  # fmt: skip
def test_other_hosts_are_not(pages: Any, host: str | None) -> None:
    answer = ask(guarded(pages, "127.0.0.1", ["news.example"]), "/", host)
    assert answer.status_code == 421
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.count("\n") == 1
    assert "Lindqvist" not in answer.text


def test_the_refusal_says_what_helps(pages: Any) -> None:
    answer = ask(guarded(pages, "127.0.0.1"), f"/{NAME}/articles.json", "press.example:8001")
    assert "--allow-host press.example\n" in answer.text
    head = ask(guarded(pages, "127.0.0.1"), "/", "press.example", "HEAD")
    assert (head.status_code, head.content) == (421, b"")


@pytest.mark.parametrize("second", [b"evil.example", b"localhost"])
def test_two_hosts_are_none(pages: Any, second: bytes) -> None:
    statuses: list[int] = []

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    headers = [(b"host", b"localhost"), (b"host", second)]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
    asyncio.run(guarded(pages, "127.0.0.1")(scope, None, send))  # type: ignore[arg-type]
    assert statuses == [421]


def test_a_web_socket_is_closed(pages: Any) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    scope = {"type": "websocket", "path": "/", "headers": [(b"host", b"localhost")]}
    asyncio.run(guarded(pages, "127.0.0.1")(scope, None, send))  # type: ignore[arg-type]
    assert sent == ["websocket.close"]


@pytest.mark.parametrize(
    ("listening", "named", "status"),
    [
        ("0.0.0.0", "10.1.2.3:8001", 200),
        ("0.0.0.0", "10.1.2.4", 421),
        ("0.0.0.0", "evil.example", 421),
        ("10.1.2.3", "10.1.2.3", 200),
        ("127.0.0.1", "10.1.2.3", 421),
    ],
)
def test_on_every_address_it_answers_for_the_one_that_was_called(
    pages: Any, listening: str, named: str, status: int
) -> None:
    guard = guarded(pages, listening)

    async def called(scope: Any, receive: Any, send: Any) -> None:
        await guard({**scope, "server": ("10.1.2.3", 8001)}, receive, send)

    assert ask(called, "/", named).status_code == status


@given(st.text())
def test_a_host_is_a_name_or_none(text: str) -> None:
    name = host_name(text)
    assert name is None or (name == name.lower() and not re.search(r"[\s/@]", name))
    assert name is None or host_name(name) == name


def test_datasette_by_itself_answers_any_host(pages: Any) -> None:
    """Whoever runs the plugin in a Datasette of their own decides about hosts themselves."""
    assert ask(pages, "/", "datasette.example").status_code == 200


@pytest.mark.parametrize("name", ["", "a b", "http://news.example/", "news.example/a"])
def test_a_name_that_is_none_is_said_so(filled: Path, name: str) -> None:
    with pytest.raises(ServeError, match="is not the name of a host"):
        serve(filled, "127.0.0.1", 0, [name])


def test_the_command_passes_the_names_on(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.cli import cli

    given: list[object] = []
    monkeypatch.setattr("quotes.browse.serve", lambda *arguments: given.extend(arguments))
    options = ["--db", str(filled), "--port", "0", "--allow-host", "a.example"]
    result = CliRunner().invoke(cli, ["serve", *options, "--allow-host", "b.example"])
    assert result.exit_code == 0, result.output
    assert given[1:] == ["127.0.0.1", 0, ("a.example", "b.example"), None]


# Headers.


@pytest.mark.parametrize(
    "path",
    ["/", f"/{NAME}", f"/{NAME}/quotations", f"/{NAME}/quotations.json", "/none", "/-/settings"],
)
def test_every_answer_has_the_headers(pages: Any, path: str) -> None:
    headers = ask(guarded(pages, "127.0.0.1"), path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    (scripts,) = re.findall("script-src ([^;]*)", policy)
    assert "unsafe" not in scripts
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_refusal_has_them_too(pages: Any) -> None:
    headers = ask(guarded(pages, "127.0.0.1"), "/", "evil.example").headers
    assert "content-security-policy" in headers


def test_a_policy_that_is_there_stays() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"Content-Security-Policy", b"default-src 'none'")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    headers = ask(guarded(app, "127.0.0.1"), "/").headers
    assert headers.get_list("content-security-policy") == ["default-src 'none'"]


def test_every_inline_script_of_the_pages_is_allowed(pages: Any) -> None:
    """By its digest, so a script that an article brings along is not."""
    import base64
    from hashlib import sha256

    found = 0
    paths = ("/", f"/{NAME}", f"/{NAME}/quotations", f"/{NAME}/quotes", f"/{NAME}?sql=select+1")
    for path in (*paths, f"/{NAME}/articles/3", f"/{NAME}/speakers/1", "/none"):
        answer = ask(guarded(pages, "127.0.0.1"), path)
        policy = answer.headers["content-security-policy"]
        for script in re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL):
            digest = base64.b64encode(sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, script[:200]
            found += 1
        assert not re.search(r"<[^>]* on[a-z]+=", answer.text)
    assert found > 6


# In a browser.

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def served(app: Any) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def browse(url: str, profile: Path) -> tuple[str, str]:
    """The page as a browser has it in the end, and what its console says."""
    assert CHROMIUM is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    more = [f"--user-data-dir={profile}", "--virtual-time-budget=3000", "--dump-dom", url]
    done = subprocess.run([CHROMIUM, *options, *more], capture_output=True, text=True, timeout=90)
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, "\n".join(said)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_the_pages_work_in_a_browser_under_the_policy(pages: Any, tmp_path: Path) -> None:
    for address in served(guarded(pages, "127.0.0.1")):
        for path, sign in (
            ("/", "Ada Lindqvist"),
            (f"/{NAME}/quotes", "dropdown-menu"),
            (f"/{NAME}?sql=select+1", "CodeMirror-lines"),
            (f"/{NAME}/articles/3", "Mallory"),
            (f"/{NAME}/articles/1#q2", "quotes-pin"),
            (f"/{NAME}/speakers/1", "quotes-facts"),
            (f"/{NAME}/-/quotations?search=harbour", "quotes-hit"),
            (f"/{NAME}/-/search?search=harbour", "quotes-hit"),
            (f"/{NAME}/-/sources", "quotes-share"),
            ("/none", "There is no such page"),
        ):
            page, console = browse(address + path, tmp_path)
            assert sign in page
            # The browser itself notes that an answer was 404.
            assert console == "" or path == "/none"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_script_that_an_article_brings_along_does_not_run(tmp_path: Path) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"text/html")]
        body = b"<p>quiet<script>document.body.append('l' + 'oud')</script><img src=x onerror="
        body += b"\"document.body.append('l' + 'oud')\">"
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    for address in served(app):
        assert "loud" in browse(address, tmp_path)[0]
    for address in served(guarded(app, "127.0.0.1")):
        page, console = browse(address, tmp_path)
        assert "quiet" in page and "loud" not in page
        assert "Content Security Policy" in console


# CSV.


def test_formulas_in_csv_are_defused(pages: Any) -> None:
    sql = "select '=1+1' as a, -5 as b, '-x,\"y\"' as c, '@a' as '+d', 'ok = no' as e, null as f"
    for path in (f"/{NAME}.csv", f"/{NAME}.csv?_dl=1"):
        query = str(httpx.QueryParams({"sql": sql}))
        url = f"{path}{'&' if '?' in path else '?'}{query}"
        header, row = csv.reader(io.StringIO(ask(guarded(pages, "127.0.0.1"), url).text))
        assert header == ["a", "b", "c", "'+d", "e", "f"]
        assert row == ["'=1+1", "-5", '\'-x,"y"', "'@a", "ok = no", ""]


def test_csv_of_a_table_is_otherwise_as_it_was(pages: Any) -> None:
    path = f"/{NAME}/articles.csv?_stream=1"
    assert ask(guarded(pages, "127.0.0.1"), path).text == ask(pages, path).text


def test_json_stays(pages: Any) -> None:
    query = httpx.QueryParams({"sql": "select '=1+1' as a", "_shape": "array"})
    assert ask(guarded(pages, "127.0.0.1"), f"/{NAME}.json?{query}").json() == [{"a": "=1+1"}]


def test_the_pages_say_so(pages: Any, filled: Path) -> None:
    note = "has an apostrophe before it"
    assert note in ask(pages, f"/{NAME}/quotations").text
    assert note in ask(pages, f"/{NAME}/speakers").text
    other = datasette(filled)
    asyncio.run(other.invoke_startup())
    assert note not in ask(other.app(), f"/{NAME}/quotations").text


CELLS = st.one_of(
    st.text(max_size=8), st.sampled_from(["=1", "+", "-", "-1", "@", "\t=", "＝1", '"='])
)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6),
    st.lists(st.integers(0, 300), max_size=8),
)
def test_rows_keep_their_cells_however_they_are_cut(rows: list[list[str]], cuts: list[int]) -> None:
    written = io.StringIO()
    clean = [[cell.replace("\r", " ").replace("\0", "") for cell in row] for row in rows]
    csv.writer(written).writerows(clean)
    data = written.getvalue().encode("utf-8", "replace")
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    pieces = [data[a:b] for a, b in pairwise(places)]
    defuser = Defuser()
    sent = [defuser.defuse(piece, False) for piece in pieces]
    result = b"".join([*sent, defuser.defuse(b"", True)]).decode()
    expected = [
        [
            f"'{cell}" if re.match("[=+@\t\n＝＋－＠-]", cell) and not is_number(cell) else cell
            for cell in row
        ]
        for row in csv.reader(io.StringIO(data.decode()))
    ]
    assert list(csv.reader(io.StringIO(result))) == expected


def is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text) is not None


def test_rows_are_sent_on_as_they_come() -> None:
    defuser = Defuser()
    assert defuser.defuse(b"a,b\n", False) == b"a,b\n"
    assert defuser.defuse(b'=1,"x\n', False) == b""
    assert defuser.defuse(b'y"\n', False) == b'\'=1,"x\ny"\n'


def test_a_long_cell_is_quick() -> None:
    start = time.monotonic()
    data = b'"' + b'""=,\n' * 1_000_000 + b'"\n'
    assert Defuser().defuse(data, True) == data
    assert time.monotonic() - start < 5
