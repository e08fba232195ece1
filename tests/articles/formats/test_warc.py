"""Web archives: the pages that came as they should."""

from __future__ import annotations

import gzip
import io

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings, warc

pytest.importorskip("warcio")

PAGE = "<html><p>The warden said: “No, we will not.”</p></html>".encode() * 20


def record(
    address: str,
    status: str = "200 OK",
    kind: str = "text/html; charset=UTF-8",
    body: bytes = PAGE,
    more: str = "",
    headers: str = "",
    record_type: str = "response",
) -> bytes:
    """A record as the standard has it, by hand."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {record_type}\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2021-03-04T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"{more}Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def items(content: bytes) -> list[Item]:
    blob = Blob("crawl.warc", content=content)
    assert warc.recognizes(blob, blob.head())
    return list(warc.read(blob, Settings()))


RECORDS = [
    record("https://e.org/a"),
    record("https://e.org/gone", "404 Not Found"),
    record("https://e.org/a.png", kind="image/png"),
    record("https://e.org/b", kind="application/xhtml+xml"),
    record("https://e.org/c", record_type="request"),
]


@pytest.mark.parametrize("form", ["plain", "each packed", "all packed"])
def test_pages(form: str) -> None:
    content = b"".join(gzip.compress(one) if form == "each packed" else one for one in RECORDS)
    found = items(gzip.compress(content) if form == "all packed" else content)
    assert found == [
        Blob(
            "crawl.warc/https://e.org/a",
            content=PAGE,
            media_type="text/html",
            charset="utf-8",
            url="https://e.org/a",
            depth=1,
        ),
        Blob(
            "crawl.warc/https://e.org/b",
            content=PAGE,
            media_type="application/xhtml+xml",
            url="https://e.org/b",
            depth=1,
        ),
    ]


def test_as_the_library_writes_it() -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "https://e.org/a", "response", payload=io.BytesIO(PAGE), http_headers=headers
        )
    )
    (found,) = items(file.getvalue())
    assert isinstance(found, Blob) and found.data() == PAGE


def test_packed_and_chunked_pages() -> None:
    packed = gzip.compress(PAGE)
    chunked = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    headers = "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    (found,) = items(record("https://e.org/a", body=chunked, headers=headers))
    assert isinstance(found, Blob) and found.data() == PAGE


def test_pages_that_are_not_whole_are_named() -> None:
    found = items(
        record("https://e.org/a", more="WARC-Truncated: length\r\n")
        + record("https://e.org/b", headers="Content-Encoding: zstd\r\n")
        + record("https://e.org/c")
    )
    assert [str(item).partition(";")[0] for item in found if isinstance(item, ArticleError)] == [
        "crawl.warc/https://e.org/a: was cut off when it was saved (length)",
        "crawl.warc/https://e.org/b: is encoded as zstd",
    ]
    assert isinstance(found[2], Blob)


@pytest.mark.parametrize("packed", [False, True])
def test_cut_off_anywhere_is_an_error(packed: bool) -> None:
    content = record("https://e.org/a") * 2
    if packed:
        content = gzip.compress(record("https://e.org/a")) * 2
    # Of a packed one, so much has to be there to tell what it is.
    first = 250 if packed else 60
    middle = len(content) // 2
    for kept in range(first, len(content) - 5, len(content) // 40):
        # Between two records nothing is missing that could be known.
        if abs(kept - middle) <= 4:
            continue
        found = []
        is_refused = False
        try:
            for item in warc.read(Blob("crawl.warc", content=content[:kept]), Settings()):
                found.append(item)
        except Refused:
            is_refused = True
        assert is_refused or any(isinstance(item, ArticleError) for item in found), kept
        assert all(item.data() == PAGE for item in found if isinstance(item, Blob)), kept


def test_a_page_that_is_a_bomb() -> None:
    body = gzip.compress(bytes(30_000_000))
    (found,) = items(record("https://e.org/a", body=body, headers="Content-Encoding: gzip\r\n"))
    assert isinstance(found, ArticleError) and "larger than" in found.problem


def test_no_pages() -> None:
    with pytest.raises(Refused, match="no web page among its 2 records"):
        items(RECORDS[1] + RECORDS[2])
    with pytest.raises(Refused):
        items(b"WARC/1.0\r\n")


def test_other_files_are_none() -> None:
    for head in (b"", b"The WARC/1.0", gzip.compress(b"text"), b"\x1f\x8b\x08"):
        assert not warc.recognizes(Blob("a.warc", content=head), head)


def test_a_record_that_is_longer_than_it_says(capfd: pytest.CaptureFixture[str]) -> None:
    first, second = record("https://e.org/a"), record("https://e.org/b")
    length = len(first) - first.index(b"\r\n\r\n") - 8
    for content in (first + second, second + first, first):
        content = content.replace(b"Content-Length: %d" % length, b"Content-Length: 300", 1)
        found = []
        with pytest.raises(Refused, match="record 1 that is longer than it says"):
            for item in warc.read(Blob("crawl.warc", content=content), Settings()):
                found.append(item)
        assert not found
    assert capfd.readouterr() == ("", "")


def test_what_stands_before_damage_is_read() -> None:
    content = record("https://e.org/a") + b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno\r\n\r\n"
    found = []
    with pytest.raises(Refused):
        for item in warc.read(Blob("crawl.warc", content=content), Settings()):
            found.append(item)
    assert [item.data() for item in found if isinstance(item, Blob)] == [PAGE]
