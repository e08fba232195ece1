"""What stands between a browser and Datasette when ``quotes serve`` shows the pages.

- A page elsewhere could let its name lead to this machine (DNS rebinding) and then read the
  database through the reader's browser, which takes it for its own. So only hosts that it was
  told of are answered.
- A content security policy and its like: whatever an article holds, no script of it runs, nothing
  of it is sent elsewhere, and no other site shows the pages as its own.
- A spreadsheet runs a cell of CSV that begins as a formula does. Such cells get an apostrophe.
"""

from __future__ import annotations

import base64
import codecs
import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from hashlib import sha256
from importlib import resources
from typing import Any, TypeAlias
from urllib.parse import parse_qs

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

#: By these it may always be called: a page elsewhere cannot make a browser send them.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
#: To listen on these is to listen on every address of the machine.
_EVERY_ADDRESS = frozenset(("0.0.0.0", "::", ""))

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?")
_WITH_PORT = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]{2,45})\]|(?P<name>[^:\[\]]{1,254}))(?::\d{1,5})?")

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: The one value that Datasette writes into a script of its pages, and what it can be.
_VARIABLE = ("{{ datasette_allow_facet }}", ("true", "false"))

_CELL = re.compile(r'"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<bare>[^",\r\n]+)')
#: OWASP, CSV injection; the full-width ones are formulas to a Japanese spreadsheet.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def host_name(host: str) -> str | None:
    """The name or address in a ``Host`` header or on a command line, without port, in one form.

    ``None`` when there is none in it.
    """
    given = host.strip().lower()
    try:
        # An address of IPv6 without brackets, as --host has it.
        return str(ipaddress.ip_address(given))
    except ValueError:
        pass
    match = _WITH_PORT.fullmatch(given)
    if match is None:
        return None
    name = match["v6"] or match["name"].removesuffix(".")
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name if match["name"] and _NAME.fullmatch(name) else None


def is_this_machine(host: str) -> bool:
    """Whether who listens on ``host`` is reached from this machine alone."""
    name = host_name(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False


def guarded(app: App, host: str, allowed: Iterable[str] = (), *, reviewing: bool = False) -> App:
    """``app``, answering only as ``host`` (where it listens), ``localhost`` and ``allowed``.

    With ``reviewing`` our own pages learn which of them a form comes from.
    """
    names = frozenset(filter(None, map(host_name, (*LOCAL_HOSTS, host, *allowed))))
    everywhere = host in _EVERY_ADDRESS
    headers = _headers(reviewing)

    def is_for_us(scope: Scope) -> bool:
        named = _named(scope)
        if named is None:
            return False
        if named in names:
            return True
        # Called by the very address of the machine that the connection came to.
        return everywhere and named == host_name(str((scope.get("server") or ("",))[0]))

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif not is_for_us(scope):
            await _refuse(scope, _with(headers, send))
        else:
            await app(scope, receive, _defused(scope, _with(headers, send)))

    return guard


def _named(scope: Scope) -> str | None:
    """Whom the request is for."""
    hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
    return host_name(hosts[0].decode("latin-1")) if len(hosts) == 1 else None


async def _refuse(scope: Scope, send: Send) -> None:
    name = _named(scope)
    text = (
        f"quotes serve does not answer for {name}. If that is its name, start it with"
        f" --allow-host {name}\n"
        if name
        else "quotes serve does not answer a request without the name of a host.\n"
    )
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": body})


# Headers.


def _headers(reviewing: bool) -> list[tuple[bytes, bytes]]:
    scripts = " ".join(sorted(f"'sha256-{_digest(script)}'" for script in _inline_scripts()))
    policy = "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}",
            # Datasette colours its tables and the editor of SQL by attributes and inline.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
    return [
        (b"content-security-policy", policy.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        # Whom one reads about is nobody else's business.
        # Without a referrer a browser does not tell of a form which site sent it.
        (b"referrer-policy", b"same-origin" if reviewing else b"no-referrer"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]


def _digest(script: str) -> str:
    return base64.b64encode(sha256(script.encode()).digest()).decode("ascii")


def _inline_scripts() -> Iterator[str]:
    """The scripts that Datasette writes into its pages, as the templates installed have them."""
    variable, values = _VARIABLE
    for template in (resources.files("datasette") / "templates").iterdir():
        if not template.name.endswith(".html"):
            continue
        for script in _INLINE.findall(template.read_text("utf-8")):
            for value in values if variable in script else ("",):
                filled = script.replace(variable, value)
                if "{{" not in filled and "{%" not in filled:
                    yield filled


def _with(headers: Iterable[tuple[bytes, bytes]], send: Send) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers") or ())
            there = {name.lower() for name, _ in given}
            more = [header for header in headers if header[0] not in there]
            message = {**message, "headers": [*given, *more]}
        await send(message)

    return send_with


# CSV.


def _defused(scope: Scope, send: Send) -> Send:
    """``send``, with formulas in CSV defused; any other response passes as it is."""
    if not _asks_for_csv(scope):
        return send
    defuser: Defuser | None = None

    async def send_defused(message: Message) -> None:
        nonlocal defuser
        if message["type"] == "http.response.start":
            given = list(message.get("headers") or ())
            kinds = [value for name, value in given if name.lower() == b"content-type"]
            if kinds and kinds[0].lower().startswith((b"text/csv", b"text/plain")):
                defuser = Defuser()
                given = [header for header in given if header[0].lower() != b"content-length"]
                message = {**message, "headers": given}
        elif message["type"] == "http.response.body" and defuser is not None:
            more = message.get("more_body", False)
            message = {**message, "body": defuser.defuse(message.get("body", b""), not more)}
        await send(message)

    return send_defused


def _asks_for_csv(scope: Scope) -> bool:
    if scope["path"].lower().endswith(".csv"):
        return True
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return "csv" in [value.lower() for value in query.get("_format", ())]


class Defuser:
    """Puts an apostrophe before each cell of CSV that a spreadsheet would run; numbers stay."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending: list[str] = []
        self._in_quotes = False

    def defuse(self, data: bytes, final: bool) -> bytes:
        """What can be sent on, now that ``data`` came too: whole rows, and in the end all."""
        text = self._decoder.decode(data, final)
        self._pending.append(text)
        self._in_quotes ^= text.count('"') % 2 == 1
        if not final and (self._in_quotes or not text.endswith("\n")):
            return b""
        rows = "".join(self._pending)
        self._pending.clear()
        return _CELL.sub(_cell, rows).encode()


def _cell(match: re.Match[str]) -> str:
    written = match[0]
    quoted = match["quoted"]
    content = match["bare"] if quoted is None else quoted
    if not content.startswith(_FORMULA) or _NUMBER.fullmatch(content):
        return written
    return f"'{content}" if quoted is None else f'"\'{content}"'
