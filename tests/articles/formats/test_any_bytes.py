"""Whatever bytes come: articles, errors, or one line that says why not; never another exception."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from types import ModuleType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import (
    Settings,
    archive,
    compressed,
    excel,
    json_records,
    parquet,
    sqlite,
    table,
    warc,
)
from quotes.articles.formats.records import Note, day, value_at
from quotes.types import Article

MODULES = (table, json_records, compressed, archive, excel, parquet, sqlite, warc)
SAID = "“No,” she said, and left."


def seeds() -> dict[ModuleType, list[bytes]]:
    """Whole files of each format, to be damaged."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", SAID)
        package.writestr("b/c.txt", SAID * 9)
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        member = tarfile.TarInfo("a.txt")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"text"))
    database = sqlite3.connect(":memory:")
    database.execute("create table a (id, text, date)")
    database.execute("insert into a values (1, ?, '2021-03-04')", (SAID,))
    database.commit()
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>No</p>"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/a\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        % (len(page), page)
    )
    found: dict[ModuleType, list[bytes]] = {
        table: [
            f'id,text,date\n1,"{SAID}",3/4/2021\n2,b,c\n'.encode(),
            b"sep=;\ntitle;text\na;b\n",
        ],
        json_records: [
            json.dumps([{"text": SAID, "date": 1614850000, "author": [{"name": "A"}]}]).encode(),
            json.dumps({"hits": {"hits": [{"_id": 1, "_source": {"body": SAID}}]}}).encode(),
            b'{"text": "a"}\n{"text": "b"}\n',
        ],
        compressed: [
            pack(SAID.encode() * 9) for pack in (gzip.compress, bz2.compress, lzma.compress)
        ],
        archive: [zipped.getvalue(), tarred.getvalue()],
        warc: [record, gzip.compress(record)],
        sqlite: [bytes(database.serialize())] if hasattr(database, "serialize") else [],
        excel: [],
        parquet: [],
    }
    database.close()
    try:
        import openpyxl

        book, file = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["id", "text"])
        book.active.append([1, SAID])
        book.save(file)
        found[excel].append(file.getvalue())
    except ImportError:
        pass
    try:
        import pyarrow
        import pyarrow.parquet

        file = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table({"text": [SAID], "id": [1]}), file)
        found[parquet].append(file.getvalue())
    except ImportError:
        pass
    try:
        import zstandard

        found[compressed].append(zstandard.ZstdCompressor().compress(SAID.encode()))
    except ImportError:
        pass
    return found


SEEDS = seeds()
WHOLE = {
    table: b"id,text\n",
    json_records: b'[{"text":',
    compressed: b"\x1f\x8b\x08\x00",
    archive: b"PK\x03\x04",
    excel: b"PK\x03\x04",
    parquet: b"PAR1",
    sqlite: b"SQLite format 3\0",
    warc: b"WARC/1.0\r\n",
}
NAMES = ("a", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.xlsx", "a.txt", "a.gz", "a.tar")


def read(module: ModuleType, content: bytes, name: str) -> None:
    blob = Blob(name, content=content)
    recognized = module.recognizes(blob, blob.head())
    assert isinstance(recognized, bool)
    if not recognized:
        return
    try:
        for item in module.read(blob, Settings()):
            assert isinstance(item, Article | ArticleError | Blob | Note)
            if isinstance(item, Article):
                assert item.path and item.text.strip() and "\0" not in item.text
                item.text.encode()
            if isinstance(item, ArticleError):
                assert len(str(item).splitlines()) == 1
    except Refused as refusal:
        assert len(str(refusal).splitlines()) == 1
        assert len(str(refusal)) < 1200


cases = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
each = pytest.mark.parametrize(
    "module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2]
)


@each
@cases
@given(content=st.binary(max_size=2000), name=st.sampled_from(NAMES), begins=st.booleans())
def test_any_bytes(module: ModuleType, content: bytes, name: str, begins: bool) -> None:
    read(module, WHOLE[module] + content if begins else content, name)


@each
@cases
@given(data=st.data())
def test_any_damage(module: ModuleType, data: st.DataObject) -> None:
    if not SEEDS[module]:
        pytest.skip("the library is not installed")
    content = bytearray(data.draw(st.sampled_from(SEEDS[module])))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        piece = data.draw(st.binary(max_size=8))
        if data.draw(st.booleans()):
            content[at : at + len(piece)] = piece
        else:
            del content[at : at + data.draw(st.integers(1, 200))]
    read(module, bytes(content), data.draw(st.sampled_from(NAMES)))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("text", "body", "name", "date", "id", "$date")), inner)
    ),
    max_leaves=12,
)


@cases
@given(values)
def test_any_json(value: object) -> None:
    for source in (value, [value], {"articles": [value, value]}):
        read(json_records, json.dumps(source).encode(), "a.json")


@cases
@given(values, st.text(max_size=10))
@example([], "²")  # a digit that is no number of a place
def test_any_value_may_be_a_date_or_hold_a_path(value: object, path: str) -> None:
    found = day(value)
    assert found is None or found[:4].isdigit()
    value_at(value, path)
