"""Parquet files, an article a row, one group of rows after the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.records import Row, always, articles, guessed, told
from quotes.articles.formats.streams import guard, guarded, on_disk, reason
from quotes.articles.items import Note
from quotes.articles.limits import bound

_MAGIC = b"PAR1"
_LOCKED_MAGIC = b"PARE"
#: Rows that are in memory at a time.
_BATCH = 100
#: Bytes of one column of one group of rows, unpacked, all of which may be in memory.
_MOST_OF_GROUP = bound("MAX_PARQUET_GROUP", 2_000_000_000)
#: Bytes of what the file says about itself.
_MOST_METADATA = bound("MAX_PARQUET_METADATA", 100_000_000)
_MOST_COLUMNS = bound("MAX_PARQUET_COLUMNS", 20_000)
_DEEPEST = 3
_DAMAGED = ("is a damaged Parquet file", "get it anew")


def recognizes(blob: Blob, head: bytes) -> bool:
    """By its first bytes."""
    return head.startswith((_MAGIC, _LOCKED_MAGIC))


def read(blob: Blob, settings: Settings) -> Iterator[Item | Note]:
    """An article a row; only the columns that are needed are read."""
    if blob.open().read(4) == _LOCKED_MAGIC:
        raise Refused("is an encrypted Parquet file", "save it without encryption")
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise Refused(
            "is a Parquet file, which needs pyarrow", "pip install 'quotes[parquet]'"
        ) from error
    with on_disk(blob) as path:
        try:
            file = pyarrow.parquet.ParquetFile(
                path,
                thrift_string_size_limit=_MOST_METADATA,
                thrift_container_size_limit=_MOST_METADATA // 100,
                page_checksum_verification=True,
            )
        except Exception as error:
            raise Refused(f"{_DAMAGED[0]} ({reason(error)})", _DAMAGED[1]) from error
        with file:
            fields, names = guard(partial(_wanted, file, settings), *_DAMAGED)
            yield from told(blob.name, fields, settings)
            rows = guarded(_rows(file, names), *_DAMAGED)
            yield from articles(blob.name, rows, always(fields))


def _wanted(file: Any, settings: Settings) -> tuple[dict[str, str], list[str]]:
    """Field to path, and the columns that hold these."""
    columns = _columns(file.schema_arrow)
    if len(columns) > _MOST_COLUMNS:
        raise Refused(f"has more than {_MOST_COLUMNS:,} columns", "keep those of the article")
    fields = guessed(columns, settings)
    _check_size(file.metadata, set(fields.values()))
    return fields, sorted({_top(file.schema_arrow, column) for column in fields.values()})


def _columns(schema: Any) -> list[str]:
    """The names of the columns, and the paths of those within columns."""
    import pyarrow.types

    found: list[str] = list(schema.names)
    level = [(field.name, field.type) for field in schema]
    for _ in range(_DEEPEST):
        level = [
            (f"{path}.{inner.name}", inner.type)
            for path, kind in level
            if pyarrow.types.is_struct(kind)
            for inner in kind
        ]
        found += [path for path, _ in level]
    return found


def _top(schema: Any, column: str) -> str:
    return column if column in schema.names else column.partition(".")[0]


def _check_size(metadata: Any, wanted: set[str]) -> None:
    tops = {name.partition(".")[0] for name in wanted}
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            is_wanted = column.path_in_schema.partition(".")[0] in tops
            if is_wanted and column.total_uncompressed_size > _MOST_OF_GROUP:
                raise Refused(
                    f"has a group of rows of more than {_MOST_OF_GROUP:,} bytes",
                    "save it with smaller row groups",
                )


def _rows(file: Any, columns: list[str]) -> Iterator[Row]:
    for batch in file.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
        yield from _plain(batch).to_pylist()


def _plain(batch: Any) -> Any:
    """``batch`` with moments that Python can hold: it knows no billionths of a second."""
    import pyarrow
    import pyarrow.compute
    import pyarrow.types

    arrays = []
    for array in batch.columns:
        kind = array.type
        if pyarrow.types.is_dictionary(kind):
            array = array.dictionary_decode()
        elif pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
            array = pyarrow.compute.cast(array, pyarrow.timestamp("us", kind.tz), safe=False)
        arrays.append(array)
    return pyarrow.RecordBatch.from_arrays(arrays, names=batch.schema.names)
