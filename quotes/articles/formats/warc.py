"""Web archives (WARC): each page that came as it should, to be read as a page.

The date of a record is the day of the crawl; when the article was published, its page says.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.streams import MAX_DEPTH, guard, guarded, legible, reason
from quotes.articles.limits import MAX_BYTES, bound

_MAGIC = b"WARC/"
_GZIP = b"\x1f\x8b\x08"
_HTML = ("text/html", "application/xhtml+xml")
#: Encodings of a page that the library undoes.
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate", "br")
#: Records of one archive; those of Common Crawl have some 100,000.
_MOST_RECORDS = bound("MAX_WARC_RECORDS", 10_000_000)
_LONGEST_ADDRESS = 2000
_CHUNK = 1 << 16


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first bytes, within gzip too: such archives are too large to be unpacked."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, len(_MAGIC))
        except zlib.error:
            return False
    return head.startswith(_MAGIC)


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The pages among its records: responses with status 200 and HTML."""
    if blob.depth >= MAX_DEPTH:
        raise Refused(f"is packed more than {MAX_DEPTH} times", "unpack it first")
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise Refused(
            "is a web archive, which needs warcio", "pip install 'quotes[warc]'"
        ) from error
    pages = number = 0
    # A page waits for the record behind it, which tells whether the page ends where it should.
    page: Blob | ArticleError | None = None
    with blob.open() as file:
        source = _Whole(file)
        records: Any = ArchiveIterator(source)
        # The library prints this, with what is in the archive; it counts as well.
        records.INC_RECORD = ""
        try:
            for record in guarded(iter(records), "is a damaged web archive", "get it anew"):
                _check_end(records, number)
                if page is not None:
                    yield page
                    page = None
                number += 1
                if number > _MOST_RECORDS:
                    raise Refused(f"has more than {_MOST_RECORDS:,} records", "split it")
                if record.rec_headers.get_header("Content-Length") is None:
                    raise Refused(
                        f"is cut off or damaged after {number - 1:,} records", "get it anew"
                    )
                if _is_page(record):
                    pages += 1
                    page = _page(blob, record, number)
                if not guard(partial(_is_whole, record), "is a damaged web archive", "get it anew"):
                    raise Refused(f"is cut off after {number:,} records", "get it anew")
            _check_end(records, number)
        except Refused:
            if page is not None and not records.err_count:
                yield page
            raise
        if page is not None:
            yield page
        # The library takes the beginning of a record's head for nothing.
        if not source.tail.endswith((b"\n\r\n", b"\n\n")):
            raise Refused(f"is cut off after {number:,} records", "get it anew")
    if not pages:
        raise Refused(
            f"has no web page among its {number:,} records", "give an archive with responses"
        )


def _check_end(records: Any, number: int) -> None:
    """Refuse an archive whose record of this number did not end where it says."""
    if records.err_count:
        raise Refused(f"has a record {number:,} that is longer than it says", "get it anew")


class _Whole:
    """The bytes of an archive, unpacked if need be, that end with an error if they are cut off."""

    def __init__(self, file: BinaryIO) -> None:
        is_packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        self._file: Any = file
        if is_packed:
            import gzip

            self._file = gzip.GzipFile(fileobj=file)
        self._position = 0
        self.tail = b""
        """The last bytes that were read."""

    def read(self, size: int = -1) -> bytes:
        try:
            data: bytes = self._file.read(size)
        except EOFError as error:
            # The library takes this for the end of the archive.
            raise Refused("is a web archive that is cut off", "get it anew") from error
        self._position += len(data)
        self.tail = (self.tail + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        return self._position


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return False
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return headers.get_statuscode() == "200" and kind in _HTML


def _page(blob: Blob, record: Any, number: int) -> Blob | ArticleError:
    address = legible(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    address = "".join(c for c in address if c.isprintable())[:_LONGEST_ADDRESS]
    name = address or f"record {number}"
    try:
        content = _content(record)
    except Refused as refusal:
        return ArticleError(f"{blob.name}/{name}", refusal.problem, refusal.remedy)
    kind, _, parameters = (record.http_headers.get_header("Content-Type") or "").partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return blob.inner(
        name,
        content=content,
        media_type=kind.strip().lower(),
        charset=charset.partition(";")[0].strip(" \"'") or None,
        url=address or None,
    )


def _content(record: Any) -> bytes:
    if cut := record.rec_headers.get_header("WARC-Truncated"):
        raise Refused(f"was cut off when it was saved ({legible(cut)[:40]})", "get the page anew")
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding not in _ENCODINGS:
        raise Refused(f"is encoded as {legible(encoding)[:40]}", "save the archive without that")
    pieces: list[bytes] = []
    size = 0
    try:
        stream = record.content_stream()
        while size <= MAX_BYTES and (piece := stream.read(_CHUNK)):
            pieces.append(piece)
            size += len(piece)
        if size > MAX_BYTES:
            raise Refused(f"is larger than {MAX_BYTES:,} bytes", "save the article alone")
        is_whole = _is_whole(record)
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"is damaged ({reason(error)})", "get the page anew") from error
    if not is_whole:
        raise Refused("is cut off", "get the archive anew")
    return b"".join(pieces)


def _is_whole(record: Any) -> bool:
    """Whether a record is as long as it says; nothing of it is left to read afterwards."""
    while record.raw_stream.read(_CHUNK):
        pass
    return not getattr(record.raw_stream, "limit", 0) > 0
