"""Pages from servers of our own, good and bad; none of it needs the network outside."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.articles import network
from quotes.articles.addresses import is_public, resolve
from quotes.articles.errors import Refused
from quotes.articles.fetch import Page, fetch

#: What a server does with a connection, after it has read the request.
Answer = Callable[[socket.socket, bytes], None]

# For localhost alone, and secret to nobody.
_KEY = """
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgg7C39zV28KeriY29
ZEhujO60svTj1ahMAe0mTKuJAGihRANCAASIajz6JNKTb58GB8UYAtkJDRfHP4cu
1fT9iLcB31sD7mc2VEo2LUbXiOKeSa3ykiFlLMStss1wUZUgl8hkpwdM
-----END PRIVATE KEY-----
"""
_CERTIFICATE = """
-----BEGIN CERTIFICATE-----
MIIBmTCCAT6gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIhqPPok0pNvnwYH
xRgC2QkNF8c/hy7V9P2ItwHfWwPuZzZUSjYtRteI4p5JrfKSIWUsxK2yzXBRlSCX
yGSnB0yjfzB9MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MA4GA1UdDwEB/wQEAwIChDAdBgNVHQ4EFgQU1/kcS6dQpVBV3lYI1tM2
Ma2r848wHwYDVR0jBBgwFoAU1/kcS6dQpVBV3lYI1tM2Ma2r848wCgYIKoZIzj0E
AwIDSQAwRgIhAPGuS1kQGVy0tAhIgfrpuQrui8AYm1SwRByF1Tu/9ytvAiEAiJ1W
N08Xpu2447CI5axRo9kuzU8WeKTDlU3YXBbkaVY=
-----END CERTIFICATE-----
"""

WORDS = b"<p>The ferry is late again, the harbour master said.</p>"


class Server:
    """Answers every connection by ``answer``, in a thread of its own, until closed."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._answer, self._tls = answer, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                # A client that begins with TLS (0x16) never sends the end of a request.
                while b"\r\n\r\n" not in request and request[:1] != b"\x16":
                    if not (came := connection.recv(65536)):
                        break
                    request += came
                self.requests.append(request)
                self._answer(connection, request)
        except OSError:
            return

    def close(self) -> None:
        self._listener.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(answer: Answer | bytes, tls: ssl.SSLContext | None = None) -> Server:
        def send(connection: socket.socket, request: bytes) -> None:
            assert isinstance(answer, bytes)
            connection.sendall(answer)

        servers.append(Server(send if isinstance(answer, bytes) else answer, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def response(body: bytes = WORDS, *headers: str, status: str = "200 OK", length: int = -1) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length < 0 else length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def got(server: Server, path: str = "", seconds: float = 20) -> Page:
    return fetch(server.url + path, allow_private=True, seconds=seconds)


def refusal(url: str, seconds: float = 20, allow_private: bool = True) -> str:
    with pytest.raises(Refused) as caught:
        fetch(url, allow_private=allow_private, seconds=seconds)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert caught.value.remedy
    return caught.value.problem


# What comes.


def test_a_page_with_what_its_headers_say(serve: Callable[..., Server]) -> None:
    server = serve(response(WORDS, "Content-Type: Text/HTML; Charset=ISO-8859-1"))
    assert got(server, "a b?q=é#top") == Page(
        WORDS, "text/html", "iso-8859-1", f"{server.url}a%20b?q=%C3%A9#top"
    )
    assert server.requests[0].startswith(b"GET /a%20b?q=%C3%A9 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}".encode() in server.requests[0]


def test_a_page_of_no_stated_type(serve: Callable[..., Server]) -> None:
    page = got(serve(response()))
    assert (page.media_type, page.charset) == ("application/octet-stream", None)


def test_chunks_and_a_page_without_length(serve: Callable[..., Server]) -> None:
    chunks = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nTwo w\r\n4\r\nords\r\n0\r\n\r\n"
    )
    assert got(serve(chunks)).data == b"Two words"
    assert got(serve(b"HTTP/1.0 200 OK\r\n\r\nTwo words")).data == b"Two words"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", gzip.compress(WORDS)),
        ("X-GZIP", gzip.compress(WORDS[:9]) + gzip.compress(WORDS[9:]) + b"\0" * 9),
        ("deflate", zlib.compress(WORDS)),
        ("deflate", zlib.compress(WORDS)[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(WORDS))),
        ("identity", WORDS),
    ],
    ids=["gzip", "members", "deflate", "raw deflate", "both", "identity"],
)
def test_compressed_pages(serve: Callable[..., Server], name: str, body: bytes) -> None:
    assert got(serve(response(body, f"Content-Encoding: {name}"))).data == WORDS


@pytest.mark.parametrize("size", [1, 7, 65_536])
def test_compressed_pages_however_they_are_cut(size: int) -> None:
    whole = bytes(range(256)) * 2000 + b"a" * 300_000
    packed = gzip.compress(whole[:300_000]) + gzip.compress(whole[300_000:])
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(network._inflated(pieces, "gzip")) == whole


def test_redirections_keep_their_cookies(serve: Callable[..., Server]) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if b"seen=1" in request:
            connection.sendall(response())
        else:
            head = ("Location: /in?x=1", "Set-Cookie: seen=1")
            connection.sendall(response(b"", *head, status="302 Found"))

    server = serve(answer)
    assert got(server, "start").url == f"{server.url}in?x=1"


def test_a_password_does_not_stay_in_the_address(serve: Callable[..., Server]) -> None:
    server = serve(response())
    page = fetch(f"http://ada:secret@127.0.0.1:{server.port}/", allow_private=True)
    assert b"Authorization: Basic" in server.requests[0]
    assert page.url == server.url


def test_more_than_a_hundred_headers(serve: Callable[..., Server]) -> None:
    assert got(serve(response(WORDS, *[f"X-{n}: {n}" for n in range(500)]))).data == WORDS


# What does not.


@pytest.mark.parametrize(
    "url",
    [
        "http://[", "http://[::1", "http://", "https://", "http:///path", "http://a b/",
        "http://x\0y/", "http://\ud800/", "http://-/", "http://xn--/", "http://" + "a" * 300,
        "http://" + "é" * 80 + ".example/", "http://x.example:99999/", "http://x:port/",
        "http://%zz/", "http://\n/", "http://x.example/" + "a" * 100_000, "http://*/", "http://.",
        "http://..", "http://☃.☃/", "http://[v1.x]/", "http://0x7f.1/",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    refusal(url)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text())
def test_any_address_is_a_page_or_refused(rest: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "resolve", lambda *_: [])
        with pytest.raises(Refused):
            fetch("http://" + rest)


def test_a_name_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "name is not known" in refusal("http://no.example/")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert "refused" in refusal(f"http://127.0.0.1:{port}/")


BAD = {
    "cut off": (response(WORDS, length=len(WORDS) + 1), "cut off"),
    "chunk cut off": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nTwo",
        "cut off",
    ),
    "last chunk missing": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nTwo\r\n",
        "cut off",
    ),
    "broken chunking": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nTwo\r\n0\r\n\r\n",
        "could not be fetched",
    ),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nTwo!",
        "could not be fetched",
    ),
    "negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nTwo", "could not"),
    "nothing": (b"", "could not be fetched"),
    "not HTTP": (b"220 ftp.example ready\r\n", "could not be fetched"),
    "headers cut off": (b"HTTP/1.1 200 OK\r\nContent-", "could not be fetched"),
    "bad header": (b"HTTP/1.1 200 OK\r\nbad\0header : \xff\r\n\r\n", "could not be fetched"),
    "endless header": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", "could not"),
    "status 99999": (b"HTTP/1.1 99999 Odd\r\n\r\n", "could not be fetched"),
    "status 999": (b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", "answered 999"),
    "not found": (response(status="404 No such\x1b[31m page"), "answered 404 Not Found"),
    "not modified": (b"HTTP/1.1 304 Not Modified\r\n\r\n", "answered 304"),
    "switching": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", ""),
    "br": (response(WORDS, "Content-Encoding: br"), "encoding that is not read (br)"),
    "unknown encoding": (response(WORDS, "Content-Encoding: \xe9\x1b"), ""),
    "three encodings": (response(WORDS, "Content-Encoding: gzip, gzip, gzip"), "3 encodings"),
    "no gzip": (response(WORDS, "Content-Encoding: gzip"), "damaged"),
    "gzip cut off": (response(gzip.compress(WORDS)[:-9], "Content-Encoding: gzip"), "cut off"),
    "gzip bomb": (
        response(gzip.compress(bytes(5_000_000)), "Content-Encoding: gzip"),
        "compressed more than",
    ),
    "too large": (response(b"a" * 16_000_001), "larger than 16,000,000"),
    "too large for long": (
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 16_000_001,
        "larger than 16,000,000",
    ),
    "to a file": (response(b"", "Location: file:///etc/hosts", status="302 Found"), "outside"),
    "to FTP": (response(b"", "Location: ftp://x.example/", status="302 Found"), "outside the web"),
    "to script": (response(b"", "Location: javascript:1", status="302 Found"), "outside the web"),
    "to nonsense": (response(b"", "Location: http://[", status="302 Found"), "could not"),
    "round in circles": (response(b"", "Location: /", status="302 Found"), "more than 10 times"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_answers_are_refused(serve: Callable[..., Server], name: str) -> None:
    answer, problem = BAD[name]
    assert problem in refusal(serve(answer).url)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
         b"HTTP/1.1 302 Found\r\nLocation: ", b"HTTP/1.1 200 OK\r\nSet-Cookie: "]
    ),
)  # fmt: skip
def test_any_answer_is_a_page_or_refused(rest: bytes, start: bytes) -> None:
    server = Server(lambda connection, request: connection.sendall(start + rest))
    try:
        fetch(server.url, allow_private=True, seconds=5)
    except Refused as refused:
        assert "\n" not in str(refused)
    finally:
        server.close()


# Time.


def trickle(text: bytes) -> Answer:
    def answer(connection: socket.socket, request: bytes) -> None:
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        trickle(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500),
        trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + b"a" * 999),
        trickle(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 99),
        trickle(b""),
        lambda connection, request: time.sleep(30),
    ],
    ids=["headers", "body", "hints", "closed", "silence"],
)
def test_a_slow_server_does_not_outlast_the_deadline(
    serve: Callable[..., Server], answer: Answer
) -> None:
    server = serve(answer)
    start = time.monotonic()
    refusal(server.url, seconds=0.6)
    assert time.monotonic() - start < 3


def test_redirections_share_the_deadline(serve: Callable[..., Server]) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.3)
        connection.sendall(response(b"", "Location: /on", status="302 Found"))

    start = time.monotonic()
    assert "too long" in refusal(serve(answer).url, seconds=0.7)
    assert time.monotonic() - start < 3


def test_a_server_that_does_not_shake_hands(serve: Callable[..., Server]) -> None:
    server = serve(lambda connection, request: time.sleep(30))
    start = time.monotonic()
    assert "too long" in refusal(server.url.replace("http:", "https:"), seconds=0.6)
    assert time.monotonic() - start < 3


def test_a_name_that_takes_long_to_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30) or [])
    start = time.monotonic()
    assert "too long" in refusal("http://slow.example/", seconds=0.5)
    assert time.monotonic() - start < 3


# TLS.


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    (tmp_path / "pem").write_text(_KEY + _CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    trusting = ssl.create_default_context(cadata=_CERTIFICATE)
    monkeypatch.setattr(network, "_trust", lambda: trusting)
    return context


def test_a_page_over_tls(serve: Callable[..., Server], tls: ssl.SSLContext) -> None:
    server = serve(response(), tls)
    assert fetch(f"https://localhost:{server.port}/", allow_private=True).data == WORDS


def test_a_certificate_that_nobody_knows(
    serve: Callable[..., Server], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    server = serve(response(), tls)
    assert "certificate" in refusal(f"https://localhost:{server.port}/")


def test_the_certificate_of_another_name(
    serve: Callable[..., Server], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(response(), tls)
    monkeypatch.setattr(network, "resolve", lambda *_: ["127.0.0.1"])
    assert "certificate" in refusal(f"https://press.example:{server.port}/")


def test_no_tls_where_it_should_be(serve: Callable[..., Server]) -> None:
    def plain(connection: socket.socket, request: bytes) -> None:
        connection.sendall(response())

    server = serve(plain)
    refusal(server.url.replace("http:", "https:"), seconds=1)


def test_tls_without_a_farewell_was_cut_off(
    serve: Callable[..., Server], tls: ssl.SSLContext
) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\n\r\nTwo words", tls)
    assert "cut off" in refusal(f"https://localhost:{server.port}/")


# Private addresses.


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.9.1 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 0.0.0.0
    100.64.0.1 192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1
    fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 fec0::1 2001:db8::1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1:: ::127.0.0.1 nonsense""".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 93.184.216.34 172.32.0.1 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::808:808".split(),
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001",
     "0", "LOCALHOST.", "127.0.0.1."],
)  # fmt: skip
def test_private_addresses_are_refused(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    server = serve(response())
    refusal(f"http://{host}:{server.port}/", allow_private=False)
    assert not server.requests


def test_a_redirection_to_a_private_address_is_refused(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = serve(response())
    to_inside = f"Location: http://intern.example:{inside.port}/"
    outside = serve(response(b"", to_inside, status="302 Found"))
    # One name stands for a machine of the internet, although it is here.
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1")
    names = {"press.example": "127.0.0.1", "intern.example": "127.0.0.2"}
    monkeypatch.setattr(network, "resolve", lambda host, port, seconds: [names[host]])
    problem = refusal(f"http://press.example:{outside.port}/", allow_private=False)
    assert "private address" in problem
    assert (len(outside.requests), len(inside.requests)) == (1, 0)


def test_a_name_is_looked_up_once(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(response())
    asked: list[str] = []

    def turning(host: str, port: int, seconds: float) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    monkeypatch.setattr(network, "resolve", turning)
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1")
    assert fetch(f"http://turning.example:{server.port}/").data == WORDS
    assert asked == ["turning.example"]


def test_of_several_addresses_the_public_ones_are_tried(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(response())
    monkeypatch.setattr(network, "resolve", lambda *_: ["127.0.0.3", "127.0.0.2", "127.0.0.1"])
    monkeypatch.setattr(network, "is_public", lambda address: address != "127.0.0.3")
    assert fetch(f"http://many.example:{server.port}/").data == WORDS


def test_names_of_this_machine() -> None:
    assert "127.0.0.1" in resolve("localhost", 80, 5) or "::1" in resolve("localhost", 80, 5)


# By way of a proxy.


def test_a_proxy_that_the_environment_names(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(response())
    monkeypatch.setenv("http_proxy", f"ada:secret@127.0.0.1:{proxy.port}")
    monkeypatch.setattr(network, "resolve", lambda host, port, seconds: [host])
    monkeypatch.setattr(network, "is_public", lambda address: address == "press.example")
    assert fetch("http://press.example/a").data == WORDS
    assert proxy.requests[0].startswith(b"GET http://press.example/a HTTP/1.1")
    assert b"Proxy-Authorization: Basic" in proxy.requests[0]
    assert "private" in refusal("http://10.0.0.1/", allow_private=False)
    assert len(proxy.requests) == 1


def test_a_proxy_knows_names_that_are_not_known_here(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(response())
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")

    def behind_proxy(host: str, port: int, seconds: float) -> list[str]:
        if host == "127.0.0.1":
            return [host]
        raise OSError("its name is not known")

    monkeypatch.setattr(network, "resolve", behind_proxy)
    assert fetch("http://press.example/a").data == WORDS


def test_tls_by_way_of_a_proxy(
    serve: Callable[..., Server], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tunnel(connection: socket.socket, request: bytes) -> None:
        assert request.startswith(b"CONNECT localhost:443 ")
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        with tls.wrap_socket(connection, server_side=True) as inside:
            inside.recv(65536)
            inside.sendall(response())

    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{serve(tunnel).port}")
    assert fetch("https://localhost/", allow_private=True).data == WORDS


def test_a_proxy_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    assert "socks5 proxy" in refusal("http://press.example/")
