"""The network under :func:`quotes.articles.fetch.fetch`, which alone imports this.

The whole of it, from looking up the name to the last byte, has one deadline, which every single
operation of the network is held to. Whatever goes wrong is a :class:`Refused`.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from email.message import Message
from functools import cache
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from quotes.articles.addresses import is_public, resolve
from quotes.articles.errors import Refused
from quotes.articles.fetch import Page
from quotes.articles.limits import bound

#: A server that says nothing for so long is given up before the time is over.
_SECONDS_OF_SILENCE = bound("MAX_SILENT_SECONDS", 20)
_MOST_REDIRECTIONS = bound("MAX_REDIRECTIONS", 10)
#: Encodings on top of each other; a real page has one.
_MOST_ENCODINGS = 2
#: Bytes that one compressed byte may become, beyond the first million: markup has some twenty.
_RATIO = 200
_FREE_OF_RATIO = 1_000_000
_CHUNK = 65_536
_LONGEST_REASON = 200

_HEADERS = {
    "User-Agent": "quotes",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_CHECK = "check the address, or save the page to a file"
_SAVE = "save the page to a file"
#: What tells a body that ended too early, in the words of h11.
_CUT_OFF = ("without sending complete message body", "incomplete chunked read")


def fetched(url: str, allow_private: bool, seconds: float, max_bytes: int) -> Page:
    """The page at ``url``; see :func:`quotes.articles.fetch.fetch`."""
    try:
        return _fetched(url, _Network(time.monotonic() + seconds, allow_private), max_bytes)
    except Refused:
        raise
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise Refused("takes too long to come", _SAVE) from error
    except Exception as error:
        # What a server sends goes through five libraries (TLS, HTTP, cookies, headers, names),
        # and what is wrong with it shows in any of their exceptions. None may end the run.
        if _is_cut_off(error):
            raise Refused("was cut off on its way", "try again, or " + _SAVE) from error
        raise Refused(f"could not be fetched ({_reason(error)})", _CHECK) from error


def _fetched(url: str, network: _Network, max_bytes: int) -> Page:
    client = httpx.Client(transport=_Transport(network), trust_env=False, timeout=None)
    with client:
        try:
            request = client.build_request("GET", url.strip(), headers=_HEADERS)
        except httpx.InvalidURL as error:
            raise Refused(f"is not a web address ({_reason(error)})", _CHECK) from error
        for hop in range(_MOST_REDIRECTIONS + 1):
            if request.url.scheme not in ("http", "https") or not request.url.host:
                if hop:
                    raise Refused("sends on to an address outside the web", _SAVE)
                raise Refused("is not a web address", _CHECK)
            try:
                response = client.send(request, stream=True)
            except httpx.InvalidURL as error:
                raise Refused("sends on to an address outside the web", _SAVE) from error
            try:
                if response.next_request is None:
                    return _page(response, max_bytes)
                request = response.next_request
            finally:
                response.close()
    raise Refused(f"sends on more than {_MOST_REDIRECTIONS} times", _CHECK)


def _page(response: httpx.Response, max_bytes: int) -> Page:
    if not response.is_success:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        raise Refused(f"the server answered {status}", _CHECK)
    header = Message()
    if kind := response.headers.get("content-type"):
        header["content-type"] = kind
    return Page(
        _body(response, max_bytes),
        header.get_content_type() if kind else "application/octet-stream",
        header.get_content_charset(),
        str(response.url.copy_with(username=None, password=None)),
    )


def _body(response: httpx.Response, max_bytes: int) -> bytes:
    named = response.headers.get("content-encoding", "").lower().split(",")
    encodings = [name for name in (one.strip() for one in named) if name not in ("", "identity")]
    if len(encodings) > _MOST_ENCODINGS:
        raise Refused(f"comes in {len(encodings)} encodings on top of each other", _SAVE)
    pieces = _bounded(response.iter_raw(), max_bytes)
    # The last one named was put on last.
    for name in reversed(encodings):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise Refused(f"comes in an encoding that is not read ({_one_line(name)})", _SAVE)
        pieces = _bounded(_inflated(pieces, name), max_bytes)
    return b"".join(pieces)


def _bounded(pieces: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    came = 0
    for piece in pieces:
        came += len(piece)
        if came > max_bytes:
            raise Refused(f"is larger than {max_bytes:,} bytes", "save its text to a file")
        yield piece


def _inflated(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The content of ``pieces``, which are compressed as ``encoding`` says, a bit at a time."""
    decompressor: Any = None
    came = made = 0
    for piece in pieces:
        came += len(piece)
        while piece:
            if decompressor is None:
                decompressor = zlib.decompressobj(_window(encoding, piece))
            try:
                content = decompressor.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise Refused("is damaged: it cannot be decompressed", _SAVE) from error
            made += len(content)
            if made > max(_FREE_OF_RATIO, came * _RATIO):
                raise Refused(f"is compressed more than {_RATIO} times", _SAVE)
            if content:
                yield content
            piece = decompressor.unconsumed_tail
            if decompressor.eof:
                # What follows a stream is another one, or padding.
                piece = decompressor.unused_data.lstrip(b"\0")
                if encoding == "deflate" or not piece.startswith(b"\x1f"):
                    break
                decompressor = None
            elif not piece and len(content) == _CHUNK:
                # The rest of what it holds back.
                content = decompressor.decompress(b"", _CHUNK)
                made += len(content)
                if content:
                    yield content
    if came and (decompressor is None or not decompressor.eof):
        raise Refused("was cut off on its way", "try again, or " + _SAVE)


def _window(encoding: str, start: bytes) -> int:
    """What ``zlib`` calls the form of a stream; some servers send ``deflate`` without its head."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    has_head = start[0] & 0x0F == 8 and start[0] >> 4 <= 7
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS


def _is_cut_off(error: Exception) -> bool:
    if isinstance(error, httpcore.ReadError):
        return isinstance(_cause(error), ssl.SSLEOFError)
    return any(sign in str(error) for sign in _CUT_OFF)


def _cause(error: Exception) -> Exception:
    """What the system said; httpcore wraps it and drops the chain that led to it."""
    inner = error.args[0] if isinstance(error, httpcore.NetworkError) and error.args else None
    return inner if isinstance(inner, Exception) else error


def _reason(error: Exception) -> str:
    """What an exception says, in one line."""
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {_one_line(cause.verify_message)}"
    if isinstance(cause, OSError) and cause.strerror:
        return _one_line(cause.strerror)
    return _one_line(str(cause)) or type(cause).__name__


def _one_line(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:_LONGEST_REASON]


class _Network(httpcore.NetworkBackend):
    """Connections to permitted addresses only, none of which outlives the deadline."""

    def __init__(self, deadline: float, allow_private: bool) -> None:
        self.deadline = deadline
        self.allow_private = allow_private
        self.proxies: set[tuple[str, int]] = set()
        """Where a proxy of the user's listens, wherever that is."""
        self._system = httpcore.SyncBackend()

    def left(self, timeout: float | None = None) -> float:
        """Seconds that an operation may take now."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, _SECONDS_OF_SILENCE if timeout is None else timeout)

    def addresses(self, host: str, port: int) -> list[str]:
        """Where ``host`` may be connected to."""
        found = resolve(host, port, self.left())
        if self.allow_private or (host, port) in self.proxies:
            return found
        public = [address for address in found if is_public(address)]
        if not public:
            raise Refused(
                "leads to a private address, not to the open internet",
                "add --allow-private if that is meant",
            )
        return public

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = OSError("its name is not known")
        for address in self.addresses(host, port):
            try:
                # An address is not looked up again: what was checked is what answers.
                inner = self._system.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(inner, self)
        raise problem

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused("is not a web address", _CHECK)


class _Stream(httpcore.NetworkStream):
    """A connection that waits for no operation longer than the deadline allows."""

    def __init__(self, inner: httpcore.NetworkStream, network: _Network) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._network.left(timeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        raw = inner.get_extra_info("socket")
        if isinstance(raw, ssl.SSLSocket):
            # A connection that ends without the farewell of TLS was cut off.
            raw.suppress_ragged_eofs = False  # type: ignore[attr-defined]
        return _Stream(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Transport(httpx.BaseTransport):
    """httpx over our network, by way of the proxy that the environment names for an address."""

    def __init__(self, network: _Network) -> None:
        self._network = network
        self._pools: list[httpcore.ConnectionPool] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool(url).handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions={"timeout": {}},
            )
        )
        assert isinstance(response.stream, Iterable)
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        network = self._network
        proxy = _proxy(url)
        if proxy is None:
            pool = httpcore.ConnectionPool(_trust(), network_backend=network)
        else:
            port = proxy.port or (443 if proxy.scheme == "https" else 80)
            network.proxies.add((proxy.raw_host.decode("ascii"), port))
            self._check_beyond_proxy(url)
            pool = httpcore.HTTPProxy(
                str(proxy.copy_with(username=None, password=None)),
                proxy_auth=(proxy.username, proxy.password) if proxy.username else None,
                ssl_context=_trust(),
                proxy_ssl_context=_trust() if proxy.scheme == "https" else None,
                network_backend=network,
            )
        self._pools.append(pool)
        return pool

    def _check_beyond_proxy(self, url: httpx.URL) -> None:
        """The proxy connects, so all that can be checked is what the name means from here."""
        try:
            self._network.addresses(url.host, url.port or 80)
        except OSError:
            # Behind a proxy, names of the internet are often not known.
            return

    def close(self) -> None:
        for pool in self._pools:
            pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of a response as they come."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._response.stream, Iterable)
        yield from self._response.stream

    def close(self) -> None:
        self._response.close()


def _proxy(url: httpx.URL) -> httpx.URL | None:
    named = getproxies().get(url.scheme)
    if not named or proxy_bypass(url.host):
        return None
    proxy = httpx.URL(named if "://" in named else f"http://{named}")
    if proxy.scheme not in ("http", "https"):
        raise Refused(f"is behind a {_one_line(proxy.scheme)} proxy, which is not used", _SAVE)
    return proxy


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that the system trusts, and where it has none, those of Mozilla."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
