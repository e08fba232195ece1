"""A partition as Parquet files: written whole or not at all, read back piece by piece.

A folder of results has three folders, ``articles``, ``quotations`` and ``errors``, each of which
can be read as one table by whatever reads Parquet; a partition has one file in each, of the same
name. The one in ``articles`` is written last: with it the partition is finished. What a file holds
stands in its metadata, under ``quotes``.
"""

from __future__ import annotations

import io
import json
import os
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.scale.records import MAX_CHARACTERS, MAX_QUOTATIONS, Row, ScaleError

if TYPE_CHECKING:
    import pyarrow

#: Of the columns; files of another one are refused.
SCHEMA = 2

TABLES = ("articles", "quotations", "errors")
_METADATA = b"quotes"
_NAME = re.compile(r"\d{6,9}-[0-9a-f]{16}")

#: Of one file. A partition of 200 articles of 700 words has about one megabyte.
MAX_FILE_BYTES = 2_000_000_000
MAX_ROWS = 10_000_000
#: Rows that are in memory at a time.
_BATCH = {"articles": 16, "quotations": 512, "errors": 512}

_TEXT, _INTEGER, _FLOAT = "text", "integer", "float"
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "number": _INTEGER,
        **dict.fromkeys(("sha256", "title", "byline", "outlet", "published"), _TEXT),
        **dict.fromkeys(("url", "path", "place", "text"), _TEXT),
        **dict.fromkeys(("word_count", "quotations"), _INTEGER),
        "speakers": _TEXT,
    },
    "quotations": {
        "article": _INTEGER,
        **dict.fromkeys(("type", "text"), _TEXT),
        **dict.fromkeys(("start", "end"), _INTEGER),
        **dict.fromkeys(("spans", "cue"), _TEXT),
        **dict.fromkeys(("cue_start", "cue_end"), _INTEGER),
        "source": _TEXT,
        **dict.fromkeys(("source_start", "source_end"), _INTEGER),
        **dict.fromkeys(("speaker", "speaker_kind", "speaker_title"), _TEXT),
        **dict.fromkeys(("speaker_aliases", "speaker_titles", "speaker_gender"), _TEXT),
        "act": _TEXT,
        "act_confidence": _FLOAT,
        "resolution": _TEXT,
        "confidence": _FLOAT,
        "evidence": _TEXT,
    },
    "errors": {"number": _INTEGER, **dict.fromkeys(("path", "stage", "reason"), _TEXT)},
}
#: The name of the partition, in each table, so that articles and quotations can be joined.
_PARTITION = "partition"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says of its partition."""

    partition: str
    version: str
    """Of this package."""
    pipeline: str | None
    made: str
    """When, in UTC."""
    articles: int
    quotations: int
    errors: int
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Packed:
    """The files of a partition, as bytes."""

    stamp: Stamp
    articles: bytes
    quotations: bytes
    errors: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished partition on disk."""

    folder: Path
    stamp: Stamp

    def file(self, table: str) -> Path:
        """Where one of its tables is."""
        return _file(self.folder, table, self.stamp.partition)


def require() -> None:
    """Raise :class:`ScaleError` when Parquet cannot be read and written here."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise _missing("Parquet files", "pyarrow") from error


def _missing(about: str, name: str) -> ScaleError:
    return ScaleError(about, f"need {name}", "pip install 'quotes[cluster]'")


# ------------------------------------------------------------------ writing


def packed(
    stamp: Stamp, articles: Sequence[Row], quotations: Sequence[Row], errors: Sequence[Row]
) -> Packed:
    """The files of a partition."""
    return Packed(
        stamp,
        _bytes("articles", articles, stamp),
        _bytes("quotations", quotations, stamp),
        _bytes("errors", errors, stamp),
    )


def _bytes(table: str, rows: Sequence[Row], stamp: Stamp) -> bytes:
    import pyarrow
    from pyarrow import parquet

    schema = _schema(table, stamp)
    rows = [{_PARTITION: stamp.partition, **row} for row in rows]
    buffer = io.BytesIO()
    made = pyarrow.Table.from_pylist(rows, schema=schema)
    parquet.write_table(made, buffer, compression="zstd", row_group_size=20_000)
    return buffer.getvalue()


def _schema(table: str, stamp: Stamp | None = None) -> pyarrow.Schema:
    import pyarrow

    types = {_TEXT: pyarrow.string(), _INTEGER: pyarrow.int64(), _FLOAT: pyarrow.float64()}
    columns = {_PARTITION: _TEXT, **_COLUMNS[table]}
    metadata = {_METADATA: json.dumps(asdict(stamp)).encode()} if stamp else None
    return pyarrow.schema([(name, types[kind]) for name, kind in columns.items()], metadata)


def prepare(folder: Path) -> None:
    """Make the folders of the results. Raises :class:`ScaleError`."""
    try:
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error


def write(folder: Path, result: Packed) -> Stored:
    """Put a partition on disk, so that it is finished or not there at all.

    Raises :class:`ScaleError` when it cannot be written.
    """
    try:
        for table in ("quotations", "errors", "articles"):
            _replace(_file(folder, table, result.stamp.partition), getattr(result, table))
    except OSError as error:
        raise _unusable(folder, error) from error
    return Stored(folder, result.stamp)


def _replace(file: Path, data: bytes) -> None:
    # Names that begin with a full stop are left out by whatever reads a folder of Parquet files.
    unfinished = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
    try:
        with unfinished.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _file(folder: Path, table: str, name: str) -> Path:
    return folder / table / f"{name}.parquet"


def _unusable(folder: Path, error: OSError) -> ScaleError:
    return ScaleError(str(folder), f"cannot be used ({error.strerror or error})", "check the disk")


# ------------------------------------------------------------------ what is there


def finished(folder: Path) -> dict[str, str]:
    """Of each finished partition the hash of its content, and its name. Only names are read."""
    names = {file.stem for file in (folder / "articles").glob("*.parquet")}
    for table in ("quotations", "errors"):
        names &= {file.stem for file in (folder / table).glob("*.parquet")}
    return {name.partition("-")[2]: name for name in sorted(names) if _NAME.fullmatch(name)}


def whole(folder: Path, name: str) -> Stored | None:
    """The finished partition of this name; ``None`` when its files are not what they should be."""
    try:
        return Stored(folder, _checked(_file(folder, "articles", name)))
    except ScaleError:
        return None


def stored(folder: Path) -> Iterator[Stored | ScaleError]:
    """The finished partitions of a folder in the order of their numbers, the older one first.

    In the place of one that is not what it should be stands an error that names its file.
    """
    files = sorted((folder / "articles").glob("[!.]*.parquet"))
    if not files:
        yield ScaleError(str(folder), "has no results of a cluster", "check the path")
    found: list[Stored] = []
    for file in files:
        try:
            found.append(Stored(folder, _checked(file)))
        except ScaleError as error:
            yield error
    found.sort(key=lambda one: (int(one.stamp.partition.partition("-")[0]), one.stamp.made))
    yield from found


def _checked(file: Path) -> Stamp:
    """The stamp that all files of a partition agree on, with as many rows as it says."""
    stamp = None
    for table in TABLES:
        one = file.parent.parent / table / file.name
        opened = _opened(one, table)
        mine = _stamp(one, opened.schema_arrow.metadata or {})
        if mine.partition != file.stem or (stamp is not None and mine != stamp):
            raise _bad(one, "belongs to another partition")
        if opened.metadata.num_rows != getattr(mine, table):
            raise _bad(one, f"has {opened.metadata.num_rows:,} rows, not {getattr(mine, table):,}")
        stamp = mine
    assert stamp is not None
    return stamp


def _stamp(file: Path, metadata: Mapping[bytes, bytes]) -> Stamp:
    try:
        values = json.loads(metadata[_METADATA])
        if values["schema"] != SCHEMA:
            shown = str(values["schema"])[:20]
            raise ScaleError(
                str(file), f"has schema {shown}, not {SCHEMA}", "use the version that made it"
            )
        stamp = Stamp(**values)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _bad(file, "was not written by quotes extract --cluster") from error
    counts = (stamp.articles, stamp.quotations, stamp.errors)
    texts = (stamp.partition, stamp.version, stamp.pipeline or "", stamp.made)
    if not all(type(one) is int for one in counts) or not all(type(one) is str for one in texts):
        raise _bad(file, "was not written by quotes extract --cluster")
    if not _NAME.fullmatch(stamp.partition):
        raise _bad(file, "has no name of a partition")
    return stamp


# ------------------------------------------------------------------ reading


def articles(one: Stored) -> Iterator[tuple[Row, list[Row]]]:
    """Each article of a partition with its quotations, as rows.

    Raises :class:`ScaleError`, which names the file, where it is damaged.
    """
    quotations = rows(one, "quotations")
    following = next(quotations, None)
    last = -1
    for article in rows(one, "articles"):
        number = article["number"]
        if not isinstance(number, int) or number <= last:
            raise _bad(one.file("articles"), "has articles that are not in order")
        last = number
        mine: list[Row] = []
        while following is not None and following["article"] == number:
            if len(mine) == MAX_QUOTATIONS:
                raise _bad(one.file("quotations"), "has too many of one article")
            mine.append(following)
            following = next(quotations, None)
        if len(mine) != article["quotations"]:
            raise _bad(one.file("quotations"), f"has not the quotations of article {number}")
        yield article, mine
    if following is not None:
        raise _bad(one.file("quotations"), "has quotations of no article")


def rows(one: Stored, table: str) -> Iterator[Row]:
    """The rows of one table of a partition. Raises :class:`ScaleError`."""
    import pyarrow

    file = one.file(table)
    opened = _opened(file, table)
    try:
        for batch in opened.iter_batches(batch_size=_BATCH[table], use_threads=False):
            _check_sizes(file, batch)
            yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _bad(file, f"is damaged ({_first_line(error)})") from error


def _opened(file: Path, table: str) -> Any:
    """The file, when it is one of ours and of no size that would be a trap."""
    import pyarrow
    from pyarrow import parquet

    schema = _schema(table)
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _bad(file, f"has more than {MAX_FILE_BYTES:,} bytes")
        # Read as dictionaries, a text that a small file repeats a million times is there once.
        texts = [field.name for field in schema if pyarrow.types.is_string(field.type)]
        opened = parquet.ParquetFile(file, read_dictionary=texts)
    except KeyError as error:
        raise _bad(file, "has other columns than it should") from error
    except FileNotFoundError as error:
        raise _bad(file, "is missing") from error
    except (pyarrow.ArrowException, OSError) as error:
        raise _bad(file, f"is no Parquet file ({_first_line(error)})") from error
    metadata = opened.metadata
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    if sum(max(group.total_byte_size, 0) for group in groups) > MAX_FILE_BYTES:
        raise _bad(file, f"has more than {MAX_FILE_BYTES:,} bytes unpacked")
    if not 0 <= metadata.num_rows <= MAX_ROWS:
        raise _bad(file, f"has more than {MAX_ROWS:,} rows")
    if not _plain(opened.schema_arrow).equals(schema):
        raise _bad(file, "has other columns than it should")
    return opened


def _plain(schema: pyarrow.Schema) -> pyarrow.Schema:
    """``schema`` as it was before texts were asked for as dictionaries."""
    import pyarrow

    return pyarrow.schema(
        [
            (
                field.name,
                field.type.value_type if pyarrow.types.is_dictionary(field.type) else field.type,
            )
            for field in schema
        ]
    )


def _check_sizes(file: Path, batch: pyarrow.RecordBatch) -> None:
    import pyarrow
    from pyarrow import compute

    for column in batch.columns:
        if not pyarrow.types.is_dictionary(column.type):
            continue
        longest = compute.max(compute.binary_length(column.dictionary)).as_py() or 0
        # A character has four bytes at most.
        if longest > 4 * MAX_CHARACTERS:
            raise _bad(file, f"has a text of {longest:,} bytes")


def _bad(file: Path, problem: str) -> ScaleError:
    return ScaleError(str(file), problem, "remove it and extract again; the rest is not affected")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def all_failures(parts: Sequence[Stored]) -> Iterator[Row]:
    """The errors of all these partitions."""
    return chain.from_iterable(rows(one, "errors") for one in parts)
