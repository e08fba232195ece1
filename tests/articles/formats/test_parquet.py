"""Parquet files: the columns that are needed, whatever type they have."""

from __future__ import annotations

import io
from typing import Any

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, parquet
from quotes.articles.formats.records import Note
from quotes.types import Article

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

SAID = "The warden said: “No, we will not.”"


def file(columns: dict[str, Any], **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def items(content: bytes, **columns: str) -> list[object]:
    blob = Blob("news.parquet", content=content)
    assert parquet.recognizes(blob, blob.head())
    return list(parquet.read(blob, Settings(columns)))


def test_a_row_is_an_article() -> None:
    moment = pa.array([1614850000123456789, None], pa.timestamp("ns", "UTC"))
    source = pa.array([{"id": 1, "name": "Elm Post"}, None])
    found = items(
        file(
            {"body": [SAID, None], "published": moment, "source": source, "authors": [["A R"], []]}
        )
    )
    assert found[0] == Note(
        "news.parquet",
        "text from 'body', byline from 'authors', outlet from 'source.name', published"
        " from 'published'",
    )
    assert found[1] == Article(
        SAID,
        byline="A R",
        outlet="Elm Post",
        published="2021-03-04T09:26:40.123456Z",
        path="news.parquet#1",
    )
    assert isinstance(found[2], ArticleError) and found[2].problem == "has no text"


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "zstd"])
def test_groups_of_rows(codec: str) -> None:
    texts = [f"{number} “No,” she said." for number in range(1000)]
    encoded = pa.array(texts).dictionary_encode()
    found = items(file({"text": encoded, "id": list(range(1000))}, row_group_size=70,
                       compression=codec))  # fmt: skip
    assert [item.text for item in found if isinstance(item, Article)] == texts
    assert isinstance(found[-1], Article) and found[-1].path == "news.parquet#999"


def test_a_path_within_a_column() -> None:
    found = items(file({"content": [{"said": SAID, "n": 1}]}), text="content.said")
    assert found == [Article(SAID, path="news.parquet#1")]


def test_what_is_none() -> None:
    whole = file({"text": [SAID] * 50})
    for content in (b"PAR1", whole[:-9], whole[:40] + whole[60:], b"PAR1" + bytes(500) + b"PAR1"):
        with pytest.raises(Refused, match="damaged Parquet file"):
            items(content)
    with pytest.raises(Refused, match="encrypted"):
        items(b"PARE" + whole[4:])
    with pytest.raises(Refused, match="'speaker'"):
        items(file({"speaker": ["Ada"]}))
    with pytest.raises(Refused, match="columns"):
        items(file({f"c{number}": [1] for number in range(20_001)}))


def test_groups_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_MOST_OF_GROUP", 1000)
    other = ["x" * 5000]
    assert len(items(file({"text": [SAID], "notes": other}))) == 2
    with pytest.raises(Refused, match="group of rows"):
        items(file({"text": other}))


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(Refused, match=r"needs pyarrow; pip install 'quotes\[parquet\]'"):
        items(file({"text": [SAID]}))
