"""Whole files of every format that is read, built in memory, and the damage that is done to them.

Everything is made from a ``random.Random``, so a seed and a number tell the same file again.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import sqlite3
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

Pack = Callable[[bytes], bytes]

#: Larger ones take long to make and show nothing that smaller ones do not.
MOST_BYTES = 300_000
#: One case in so many may have :data:`MOST_BYTES`, the others a tenth.
_LARGE = 40
#: Less than what a format is told by may be the beginning of anything.
_SHORTEST_CUT = 16


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that nothing is wrong with."""

    name: str
    content: bytes
    tells_its_end: bool = False
    """Whether one that was cut off can be told from a whole one."""
    core: bytes = b""
    """What is packed in it: damage there passes the checksums of the packing."""
    pack: Pack | None = None
    weight: float = 1
    """How often it is taken; what takes long to read is taken less."""


TITLE = "Harbour bridge opens after the flood"
TEXT = f"""{TITLE}

By Jane Doe

NEWTON, March 4, 2021 — The bridge that had been shut for a year was opened on Thursday, and the
mayor of the town was there with her deputy and those who had waited for it.

“It was time,” said Anna Holt, the mayor. “Nobody thought that it could be done so soon, and there
were days when I did not believe it either.”

Her deputy, Carl Roe, was less sure of it. He said that the work was not done, and that “there is
more to be paid than they have told us”.

According to the Newton Herald, more than two thousand people have signed a letter to the council.
"""
_TYPE_OF_ODT = "application/vnd.oasis.opendocument.text"


def wholes() -> tuple[Whole, ...]:
    """One or more of every format; those of absent libraries are left out."""
    text = TEXT.encode()
    deep, rows = _tar(_zip(text)), _table(",").encode()
    found = [
        Whole("news.txt", text, weight=2),
        Whole("western.txt", TEXT.replace("—", "-").encode("cp1252"), weight=0.5),
        Whole("wide.txt", TEXT.encode("utf-16"), weight=0.5),
        Whole("news.md", _markdown().encode(), weight=2),
        Whole("dated.md", _markdown("+++").encode(), weight=0.5),
        Whole("page.html", _page().encode(), weight=0.5),
        Whole("rows.csv", _table(",").encode(), weight=2),
        Whole("rows.tsv", _table("\t").encode()),
        Whole("news.json", json.dumps({"articles": [_record(1), _record(2)]}).encode(), weight=2),
        Whole("news.jsonl", "\n".join(json.dumps(_record(n)) for n in (1, 2)).encode()),
        Whole("linked.json", json.dumps(_linked()).encode()),
        Whole("feed.xml", _rss().encode(), weight=0.7),
        Whole("atom.xml", _atom().encode(), weight=0.5),
        Whole("feed.json", json.dumps(_json_feed()).encode(), weight=0.5),
        Whole("list.txt", b"# news\nhttps://example.org/a\nhttps://example.org/b?c=1\n"),
        Whole("letter.eml", _message().as_bytes(), weight=2),
        Whole("box.mbox", _mbox(), weight=2),
        Whole("nexis.txt", _nexis().encode(), weight=2),
        Whole("factiva.txt", _factiva().encode(), weight=2),
        Whole("letter.rtf", _rtf(), weight=2),
        Whole("letter.docx", _docx(_WORD), True, _WORD, _docx, 2),
        Whole("letter.odt", _odt(_OPEN), True, _OPEN, _odt, 2),
        Whole("page.pdf", _pdf(_drawn()), True, _drawn(), _pdf, 2),
        Whole("pages.pdf", _pdf(_drawn(), pages=3, compress=True), True),
        Whole("rows.db", _database(text), True, text, _database, 0.7),
        Whole("crawl.warc", _warc(), weight=0.4),
        Whole("news.txt.gz", _gzip(text), True, text, _gzip),
        Whole("news.txt.bz2", bz2.compress(text), True, text, bz2.compress, 0.5),
        Whole("news.txt.xz", lzma.compress(text), True, text, lzma.compress, 0.5),
        Whole("rows.csv.gz", _gzip(rows), True, rows, _gzip, 0.5),
        Whole("news.zip", _zip(text), True, text, _zip, 2),
        Whole("news.tar", _tar(text), True, text, _tar),
        Whole("deep.tar.gz", _gzip(deep), True, deep, _gzip),
    ]
    for more in (_excel, _parquet, _zstandard):
        with suppress(ImportError):
            found += more()
    return tuple(found)


def _record(number: int) -> dict[str, object]:
    return {
        "id": f"a{number}",
        "title": f"{TITLE} ({number})",
        "author": [{"name": "Jane Doe"}],
        "source": {"name": "The Newton Herald"},
        "publishedAt": "2021-03-04T10:00:00Z",
        "url": f"https://example.org/{number}",
        "content": TEXT,
    }


def _linked() -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "articleBody": TEXT,
                "datePublished": "2021-03-04",
                "author": {"@type": "Person", "name": "Jane Doe"},
            }
        ],
    }


def _json_feed() -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Herald",
        "items": [
            {"id": "1", "url": "https://example.org/1", "title": TITLE, "content_text": TEXT},
            {"id": "2", "url": "https://example.org/2", "title": "Two"},
        ],
    }


def _table(mark: str) -> str:
    quoted = TEXT.replace('"', '""')
    rows = [f'{n}{mark}"{TITLE}"{mark}"{quoted}"{mark}3/{n}/2021{mark}Herald' for n in (4, 25)]
    return "\n".join([mark.join(("id", "headline", "body", "date", "outlet")), *rows, ""])


def _markdown(fence: str = "---") -> str:
    values = (
        f'title = "{TITLE}"\ndate = 2021-03-04T10:00:00+01:00\nauthors = ["Jane Doe"]\n'
        if fence == "+++"
        else f"title: >-\n  {TITLE}\n  at last\ndate: 2021-03-04 10:00:00 +0100\n"
        "authors:\n  - Jane Doe\n  - {name: Carl Roe}\ntags: [a, b]\n"
    )
    body = TEXT.partition("\n\n")[2]
    return f"{fence}\n{values}{fence}\n\n# {TITLE}\n\n{body}\n> “No.”\n\n* one\n* [two](https://e.org)\n"


def _paragraphs() -> str:
    return "".join(f"<p>{one}</p>\n" for one in TEXT.split("\n\n")[2:])


def _page() -> str:
    linked = json.dumps({**_linked(), "@type": "NewsArticle"})
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Herald</title>
<meta property="og:site_name" content="The Newton Herald">
<meta property="article:published_time" content="2021-03-04T10:00:00+01:00">
<meta name="author" content="Jane Doe"><script type="application/ld+json">{linked}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1><time datetime="2021-03-04">4 March
</time>{_paragraphs()}<blockquote><p>We &amp;amp; they agree.</p></blockquote><p>She wrote:
<q>Never.</q></p><div class="ad"></div><ul><li>one</li></ul></article><footer>© 2021</footer></body>
</html>"""


def _rss() -> str:
    item = f"""<item><title>{TITLE}</title><link>https://example.org/1</link><guid>g1</guid>
<dc:creator>Jane Doe</dc:creator><pubDate>Thu, 04 Mar 2021 10:00:00 +0100</pubDate>
<content:encoded><![CDATA[{_paragraphs()}]]></content:encoded></item>"""
    short = "<item><title>Two</title><link>https://example.org/2</link></item>"
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Herald</title>{item}{short}</channel></rss>"""


def _atom() -> str:
    body = _paragraphs().replace("<", "&lt;")
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><id>tag:1</id>
<title>{TITLE}</title><link href="https://example.org/1"/><author><name>Jane Doe</name></author>
<published>2021-03-04T10:00:00Z</published><content type="html">{body}</content></entry></feed>"""


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Newton Council <press@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Harbour bridge opens — at last"
    message["Date"] = "Thu, 04 Mar 2021 10:00:00 +0100"
    message["Message-ID"] = "<one@example.org>"
    message.set_content(TEXT + "\n-- \nNewton Council\n\n> an answer\n> to it\n")
    message.add_alternative(f"<html><body>{_paragraphs()}</body></html>", subtype="html")
    message.add_attachment(
        _docx(_WORD), maintype="application", subtype="msword", filename="a.docx"
    )
    message.add_attachment("a note", filename="né.txt")
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=={number}==")
    return message


def _mbox() -> bytes:
    plain = EmailMessage()
    plain["From"], plain["Subject"], plain["Message-ID"] = "a@e.org", "=?utf-8?q?N=C3=A9?=", "<2@e>"
    plain.set_content(TEXT.replace("\nAcc", "\nFrom acc"), cte="quoted-printable")
    first, second = _message().as_bytes(), plain.as_bytes()
    start = b"From a@e.org Thu Mar  4 10:00:00 2021\n"
    return start + first + b"\n" + start + second.replace(b"\nFrom ", b"\n>From ") + b"\n"


def _nexis() -> str:
    one = """                               {n} of 2 DOCUMENTS



                         The Example Times (London)

                            January {n}, 2024 Friday

Bridge opens after the flood;
Mayor promises an inquiry

BYLINE: By Jane Doe

SECTION: NEWS; Pg. 3

LENGTH: 120 words

DATELINE: NEWTON, Jan. 5


{body}

LOAD-DATE: January 6, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

Copyright 2024 Example Press
All Rights Reserved

"""
    body = TEXT.partition("\n\n")[2]
    return "".join(one.format(n=number, body=body) for number in (1, 2))


def _factiva() -> str:
    head = "HD {t}\nBY By Jane Doe\nWC 120 words\nPD {n} January 2024\nET 05:30\n"
    more = "SN The Example Times\nSC EXTI\nPG 3\nLA English\nCY Copyright 2024 Example Press\n\n"
    body = TEXT.partition("\n\n")[2]
    ends = "AN\nDocument EXTI000020240105ek15000{n}x\n\n"
    one = head + more + f"LP\n\n{body}\nTD\nAnd so it went.\n\n" + ends
    return "".join(one.format(t=TITLE, n=number) for number in (1, 2))


def _rtf() -> bytes:
    body = "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in TEXT).replace("\n\n", "\\par\n")
    return (
        rb"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fnil\fcharset0 Times;}}"
        rb"{\info{\title Bridge}{\author Jane Doe}{\creatim\yr2021\mo3\dy4}}\pard\f0 "
        + body.encode()
        + rb"{\*\annotation no}\'93No,\'94 she said.{\b bold}\par}"
    )


_WORD = (
    "<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/"
    "2006/main'><w:body>"
    + "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in TEXT.split("\n\n"))
    + "<w:p><w:ins><w:r><w:t>More</w:t></w:r></w:ins><w:del><w:r><w:delText>less</w:delText></w:r>"
    "</w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "</w:body></w:document>"
).encode()
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _docx(document: bytes) -> bytes:
    return _packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATED}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": document,
            "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{TITLE}</dc:title><dc:creator>Jane Doe</dc:creator></p>",
        }
    )


_OPEN = (
    "<?xml version='1.0'?><office:document-content "
    + " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw", "meta")
    )
    + "><office:body><office:text>"
    + "".join(f"<text:p>{one}</text:p>" for one in TEXT.split("\n\n"))
    + '<text:p>a<text:s text:c="2"/>b<text:line-break/>c</text:p><table:table><table:table-row>'
    "<table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body></office:document-content>"
).encode()


def _odt(content: bytes) -> bytes:
    return _packed(
        {"mimetype": _TYPE_OF_ODT, "content.xml": content, "META-INF/manifest.xml": "<m/>"}
    )


def _drawn() -> bytes:
    lines = [line.encode("cp1252", "replace") for line in TEXT.splitlines()]
    parts = [b"BT"]
    for at, line in enumerate(lines):
        shown = line.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(b"/F 9 Tf 1 0 0 1 40 %d Tm (%s) Tj" % (760 - 12 * at, shown))
    return b"\n".join([*parts, b"ET"])


def _pdf(stream: bytes, pages: int = 1, compress: bool = False) -> bytes:
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
        b"<</Title(Bridge)>>",
    ]
    kids = []
    for number in range(pages):
        drawn = stream.replace(b"the", b"the %d" % number) if number else stream
        data = zlib.compress(drawn) if compress else drawn
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (len(objects) + 2)
        )
        packed = b"/Filter/FlateDecode" if compress else b""
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), packed, data))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
    )


def _database(text: bytes) -> bytes:
    # `Connection.serialize` is younger than Python 3.10.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.db"
        with closing(sqlite3.connect(path)) as database:
            database.execute("create table news (id integer primary key, title, text, date)")
            # Bytes that are no UTF-8 in a column of text, as some programs leave them.
            insert = "insert into news values (?, ?, cast(? as text), ?)"
            rows = [(n, TITLE, text, f"2021-03-0{n}") for n in range(1, 5)]
            database.executemany(insert, rows)
            database.commit()
        return path.read_bytes()


def _warc() -> bytes:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _page().encode()
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        b"WARC-Date: 2021-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(page), page)
    )


def _zip(content: bytes) -> bytes:
    name = "inner.zip" if content.startswith(b"PK") else "a/news.txt"
    return _packed({name: content, "b.txt": TEXT.replace("Holt", "Hill"), ".hidden": "no"})


def _gzip(content: bytes) -> bytes:
    # Without the time of day, so that a number tells the same file tomorrow.
    return gzip.compress(content, mtime=0)


def _tar(content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in (("a/news.zip", content), ("b.txt", TEXT.replace("two", "ten").encode())):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")


def _excel() -> list[Whole]:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["id", "headline", "text", "date"])
    for number in (1, 2):
        book.active.append([number, TITLE, TEXT, f"2021-03-0{number}"])
    book.save(out)
    with zipfile.ZipFile(out) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    core = parts[sheet]
    properties = parts["docProps/core.xml"]
    assert isinstance(core, bytes) and isinstance(properties, bytes)
    parts["docProps/core.xml"] = _MOMENT.sub(b"2021-03-04T10:00:00Z", properties)

    def pack(new: bytes) -> bytes:
        return _packed({**parts, sheet: new})

    return [Whole("rows.xlsx", pack(core), True, core, pack)]


def _parquet() -> list[Whole]:
    import pyarrow
    import pyarrow.parquet

    def pack(text: bytes) -> bytes:
        out = io.BytesIO()
        texts = [text.decode("utf-8", "replace"), TEXT.upper()]
        table = pyarrow.table({"id": [1, 2], "headline": [TITLE] * 2, "text": texts})
        pyarrow.parquet.write_table(table, out)
        return out.getvalue()

    core = TEXT.encode()
    return [Whole("rows.parquet", pack(core), True, core, pack)]


def _zstandard() -> list[Whole]:
    import zstandard

    pack = zstandard.ZstdCompressor().compress
    text = TEXT.encode()
    return [Whole("news.txt.zst", pack(text), True, text, pack, 0.5)]


#: What formats, encodings and terminals give a meaning to.
_ODD = (
    *(b"\0", b"\xff\xfe", b"\xfe\xff", b"\xed\xa0\x80"),
    *(b"\xef\xbb\xbf", b"\r", b"\n\n", b"\x85"),
    *(b"\x1b[31m", b"\x1b]0;x\x07", b"\x08", b"\x7f", b"\x1a", b"\x0c"),
    *(c.encode() for c in "\u202e\u2066\u200b\u2028\ufeff\u0301\ufffd\U0001f600\U000e0041“”‘’«»„"),
    *(b"&#0;", b"&#x1b;", b"&#xD800;", b"&#x110000;"),
    *(b"&lt;", b"&amp;#10;", b"<![CDATA[", b"]]>"),
    *(
        b"<!--",
        b"-->",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"<script>",
        b"</p>",
        b"<br>" * 99,
    ),
    *(
        b"\\ud800",
        b"\\u0000",
        b"\\n",
        b"\\x1b",
        b"\\",
        b"'",
        b'"',
        b"`",
        b"```\n",
        b"---\n",
        b"+++\n",
    ),
    *(
        b"=?utf-8?q?=00=0A=1B?=",
        b"=?utf-7?b?K0FBQS0=?=",
        b"=00",
        b"=\n",
        b"%00",
        b"%0a",
        b"%s",
        b"{}",
    ),
    *(
        b"-1",
        b"0",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"null",
        b"true",
        b"[]",
        b"1970-13-45",
    ),
    *(
        b"0001-01-01",
        b"9999-12-31T23:59:59+23:59",
        b"00000000",
        b"\xff" * 8,
        b"=" * 80,
        b"\t",
        b",",
    ),
    *(b"charset=utf-7", b"charset=unicode_escape"),
    *(b"charset=undefined", b"charset=x\0y", b"utf-7"),
    *(
        b"idna",
        b"punycode",
        b"base64",
        b"bzip2",
        b"zlib",
        b"raw_unicode_escape",
        b"utf-16",
        b"unicode",
    ),
    *(
        b"[" * 3000,
        b"{" * 3000,
        b'{"a":' * 3000,
        b"<b>" * 3000,
        b"(" * 3000,
        b"> " * 3000,
        b"&" * 3000,
    ),
)
_TOKEN = re.compile(rb"[A-Za-z0-9]+|[^A-Za-z0-9\s]")
_NUMBER = re.compile(rb"\d+")


def damaged(content: bytes, random: Random, others: tuple[Whole, ...], most: int) -> bytes:
    """``content`` after one to five changes, of at most ``most`` bytes."""
    data = content
    for _ in range(1 + min(4, int(random.expovariate(1)))):
        data = random.choice(_CHANGES)(data, random, others)[:most]
    return data


def _span(data: bytes, random: Random, longest: int = 2000) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    length = int(random.random() ** 4 * longest) + 1
    return start, min(len(data), start + length)


def _flip(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    new = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if new:
            new[random.randrange(len(new))] ^= 1 << random.randrange(8)
    return bytes(new)


def _delete(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    start, end = _span(data, random)
    at = random.choice((end, random.randrange(len(data) + 1)))
    return data[:at] + data[start:end] + data[at:]


def _repeat(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    start, end = _span(data, random, 60)
    times = int(random.random() ** 3 * MOST_BYTES / max(1, end - start))
    return data[:end] + data[start:end] * times + data[end:]


def _splice(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    other = random.choice(others).content
    start, end = _span(other, random, 5000)
    at, until = _span(data, random)
    return data[:at] + other[start:end] + data[random.choice((at, until)) :]


def _cut(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] if random.random() < 0.8 else data[at:]


def _swap(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    tokens = list(_TOKEN.finditer(data[:20_000]))
    if len(tokens) < 2:
        return data
    first, second = sorted(random.sample(tokens, 2), key=lambda token: token.start())
    between = data[first.end() : second.start()]
    return data[: first.start()] + second[0] + between + first[0] + data[second.end() :]


def _insert(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    at, end = _span(data, random, 20)
    return data[:at] + random.choice(_ODD) + data[random.choice((at, end)) :]


def _renumber(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    numbers = list(_NUMBER.finditer(data[:20_000]))
    if not numbers:
        return data
    one = random.choice(numbers)
    new = random.choice((b"0", b"-1", b"4294967295", b"9" * 19, b"9" * 400, b"65536", b"1.5", b""))
    return data[: one.start()] + new + data[one.end() :]


def _overwrite(data: bytes, random: Random, others: tuple[Whole, ...]) -> bytes:
    start, end = _span(data, random, 64)
    return data[:start] + random.randbytes(end - start) + data[end:]


Change = Callable[[bytes, Random, "tuple[Whole, ...]"], bytes]
_CHANGES: tuple[Change, ...] = (
    *(_flip, _delete, _double, _repeat, _splice, _cut, _swap, _insert, _insert, _renumber),
    _overwrite,
)
_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)\b[^<>]*?(?:/>|>.*?</\1>)", re.DOTALL)


def reordered(content: bytes, random: Random) -> bytes:
    """``content``, markup or JSON, with changes after which it is still well formed, mostly."""
    for _ in range(random.randint(1, 4)):
        if content.lstrip()[:1] in (b"{", b"["):
            content = _other_value(content, random)
        else:
            content = _other_element(content, random)
    return content


def _other_element(data: bytes, random: Random) -> bytes:
    """An element taken out, put in again, put into itself, or with other text in it."""
    found = list(_ELEMENT.finditer(data, random.randrange(len(data) // 2 + 1)))
    if not found:
        return data
    one, other = random.choice(found), random.choice(found)[0]
    times = int(random.random() ** 4 * 3000)
    inside = one[0].index(b">") + 1 if b"</" in one[0] else len(one[0])
    opening, closing = one[0][:inside], b"</%s>" % one[1] if inside < len(one[0]) else b""
    odd = random.choice(_ODD).replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    new = random.choice(
        (
            b"",
            other,
            one[0] * min(times, MOST_BYTES // len(one[0])),
            opening * times + one[0][inside : len(one[0]) - len(closing)] + closing * times,
            opening + odd + one[0][inside:],
            opening + other + one[0][inside:],
        )
    )
    return data[: one.start()] + new + data[one.end() :]


def _other_value(data: bytes, random: Random) -> bytes:
    """A value in the place of another."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    places: list[tuple[Any, Any]] = []

    def visit(one: Any) -> None:
        keys = one if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            places.append((one, key))
            visit(one[key])

    visit(value)
    if not places:
        return data
    (inside, key), (other, its) = random.choice(places), random.choice(places)
    new = random.choice(
        (
            None,
            True,
            -1,
            1e300,
            10**30,
            "",
            [],
            {},
            other[its],
            [inside[key]] * 3,
            {"a": other[its]},
        )
    )
    if random.random() < 0.3:
        new = random.choice(_ODD).decode("utf-8", "replace") + random.choice(("", "\ud800"))
    inside[key] = json.loads(json.dumps(new))
    return json.dumps(value).encode()[:MOST_BYTES]


_STARTS = (
    *(
        b"",
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"{\\rtf1",
        b"PAR1",
        b"\x1f\x8b\x08\0",
    ),
    *(b"BZh91AY&SY", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"),
    *(b"SQLite format 3\0", b"WARC/1.0\r\n"),
    *(
        b"From a Thu Mar  4 10:00:00 2021\n",
        b"<?xml version='1.0'?>",
        b"<html>",
        b"<rss>",
        b"[",
        b"{",
    ),
    *(b"---\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"),
    *(b"\xff\xfe\0\0", b"id,text\n", b"HD "),
    *(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Subject: a\n\n",
        b"https://a\n",
        b"1 of 2 DOCUMENTS\n",
    ),
)


def noise(random: Random) -> bytes:
    """Bytes, characters or words without sense, behind the first bytes of some format."""
    size = int(random.random() ** 3 * 3000)
    kind = random.randrange(3)
    if kind == 0:
        body = random.randbytes(size)
    elif kind == 1:
        body = bytes(random.choices(range(9, 127), k=size))
    else:
        words = TEXT.encode().split(b" ")
        body = b" ".join(random.choice(random.choice((words, _ODD))) for _ in range(size // 30))
    return random.choice(_STARTS) + body[:MOST_BYTES]


@dataclass(frozen=True, slots=True)
class File:
    """A case: bytes under a name."""

    name: str
    content: bytes
    cut_from: Whole | None = None
    """The file of which it is the beginning, if nothing else was done to it."""
    columns: tuple[tuple[str, str], ...] = ()
    query: str | None = None


_QUERIES = (
    *("select * from news", "select 1"),
    *("select text from news, news, news", "drop table news"),
    *("select", "\0", "select randomblob(100000000) as text"),
    *("with recursive a(b) as (select 1"),
    "with recursive a(text) as (select 'x' union all select text || text from a) select * from a",
    "attach 'x' as y",
)


def any_file(random: Random, files: tuple[Whole, ...]) -> File:
    """A file from ``random``: cut off, damaged outside or inside, or noise."""
    whole = random.choices(files, [one.weight for one in files])[0]
    name = whole.name if random.random() < 0.85 else random.choice(files).name
    chance = random.random()
    if chance < 0.1 and whole.tells_its_end:
        end = random.randrange(_SHORTEST_CUT, len(whole.content))
        return File(whole.name, whole.content[:end], whole)
    if chance < 0.2:
        return File(name, noise(random))
    most = MOST_BYTES if random.randrange(_LARGE) == 0 else MOST_BYTES // 10
    core = whole.content if whole.pack is None else whole.core
    if core.lstrip()[:1] in (b"<", b"{", b"[") and random.random() < 0.5:
        content = reordered(core, random)
        content = content if whole.pack is None else whole.pack(content)
    elif whole.pack is not None and random.random() < 0.6:
        content = whole.pack(damaged(core, random, files, most))
    else:
        content = damaged(whole.content, random, files, most)
    columns: tuple[tuple[str, str], ...] = ()
    if random.random() < 0.05:
        columns = (("text", random.choice(("body", "content", "a.b", "", "\0", "headline"))),)
    query = random.choice(_QUERIES) if whole.name == "rows.db" and random.random() < 0.3 else None
    return File(name, content, None, columns, query)
