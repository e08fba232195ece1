"""Files of results: whole or not there, and not trusted."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quotes.scale import Failure, ScaleError, parquet, task
from quotes.scale.parquet import Stored
from quotes.scale.partitions import partitions
from quotes.types import Article

pyarrow = pytest.importorskip("pyarrow")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    parquet.prepare(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def put(found: SimpleNamespace, out: Path) -> Any:
    """Articles to one finished partition."""

    def put(articles: Sequence[Article], number: int = 0) -> Stored:
        (partition,) = partitions(articles, 1000, None)
        partition = replace(partition, number=number, digest=partition.digest)
        outcomes = list(task.outcomes_of(articles, 0, None, task.version(), found.attribute))
        return parquet.write(out, task.done(partition, outcomes, None).packed)

    return put


def the_error(out: Path) -> str:
    """What is wrong with the only partition."""
    (error,) = parquet.stored(out)
    assert isinstance(error, ScaleError), error
    return str(error)


def test_what_was_written_is_read(found: SimpleNamespace, out: Path, put: Any) -> None:
    articles = found.articles(40)
    put(articles)
    (one,) = parquet.stored(out)
    assert isinstance(one, Stored)
    assert (one.stamp.articles, one.stamp.quotations, one.stamp.errors) == (40, 80, 0)
    read = list(parquet.articles(one))
    assert [row["text"] for row, _ in read] == [article.text for article in articles]
    assert [len(quotations) for _, quotations in read] == [2] * 40
    assert {quotation["partition"] for _, rows in read for quotation in rows} == {
        one.stamp.partition
    }


def test_others_can_read_the_folders_as_tables(found: SimpleNamespace, out: Path, put: Any) -> None:
    from pyarrow import parquet as plain

    put(found.articles(3))
    put(found.articles(5)[3:], number=1)
    (out / "articles" / ".000009-half.parquet.0af3").write_bytes(b"PAR1")
    assert plain.read_table(out / "articles").num_rows == 5
    table = plain.read_table(out / "quotations")
    assert table.num_rows == 10
    assert table.column("speaker").to_pylist()[0] == "Ada Brandt"


def test_a_partition_counts_when_its_last_file_is_there(
    found: SimpleNamespace, out: Path, put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace_file = Path.replace

    def stops(self: Path, target: Path) -> Path:
        order.append(target.parent.name)
        if target.parent.name == "articles":
            raise OSError(28, "No space left on device")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(ScaleError, match="No space left"):
        put(found.articles(2))
    assert order == ["quotations", "errors", "articles"]
    assert parquet.finished(out) == {}
    assert not list((out / "articles").iterdir())  # Nor anything half-written.
    monkeypatch.undo()
    one = put(found.articles(2))
    assert parquet.finished(out) == {one.stamp.partition.partition("-")[2]: one.stamp.partition}


@pytest.mark.parametrize("table", parquet.TABLES)
@pytest.mark.parametrize("damage", ["cut off", "gone", "other", "zeros", "empty"])
def test_a_damaged_file_is_named_in_one_line(
    found: SimpleNamespace, out: Path, put: Any, table: str, damage: str
) -> None:
    one = put(found.articles(30))
    file = one.file(table)
    data = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        middle = len(data) // 2
        # Both ends of a file that is all zeros between them are in order.
        zeros = data[:4] + bytes(middle) + data[middle + 4 :]
        file.write_bytes(
            {"cut off": data[:middle], "other": b"%PDF-1.4 " * 99, "zeros": zeros, "empty": b""}[
                damage
            ]
        )
    if damage == "gone" and table == "articles":
        assert str(file.parent.parent) in the_error(out)
        return
    try:
        (found_part,) = parquet.stored(out)
        if isinstance(found_part, ScaleError):
            raise found_part
        list(parquet.articles(found_part))
        list(parquet.rows(found_part, "errors"))
    except ScaleError as error:
        assert str(error).startswith(f"{file}: ")
        assert "\n" not in str(error)
    else:
        pytest.fail("it was read")


def rewritten(one: Stored, table: str, change: Any) -> None:
    """The file of a table with its Arrow table changed."""
    from pyarrow import parquet as plain

    file = one.file(table)
    plain.write_table(change(plain.read_table(file)), file)


def stamped(**values: Any) -> Any:
    """A change of the stamp."""

    def change(table: Any) -> Any:
        stamp = json.loads(table.schema.metadata[b"quotes"])
        return table.replace_schema_metadata({b"quotes": json.dumps({**stamp, **values}).encode()})

    return change


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("articles", stamped(schema=1), "has schema 1, not 2; use the version that made it"),
        ("articles", stamped(articles=3), "has 2 rows, not 3"),
        ("quotations", stamped(quotations=3), "another partition"),
        ("articles", stamped(articles="2"), "was not written by"),
        ("articles", stamped(more=1), "was not written by"),
        ("articles", stamped(partition="../../etc"), "no name of a partition"),
        ("errors", stamped(version="0"), "another partition"),
        ("articles", lambda table: table.replace_schema_metadata({}), "was not written by"),
        ("articles", lambda table: table.drop_columns(["url"]), "other columns"),
        ("quotations", lambda table: table.slice(1), "has 3 rows, not 4"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    found: SimpleNamespace, out: Path, put: Any, table: str, change: Any, told: str
) -> None:
    one = put(found.articles(2))
    rewritten(one, table, change)
    error = the_error(out)
    assert error.startswith(f"{one.file(table)}: ") and told in error


@pytest.mark.parametrize(
    ("table", "order", "told"),
    [
        ("articles", [1, 0, 2], "has not the quotations of article 1"),
        ("articles", [0, 0, 2], "not in order"),
        ("quotations", [2, 3, 0, 1, 4, 5], "has not the quotations of article 0"),
        ("quotations", [0, 1, 2, 2, 2, 3], "has not the quotations of article 1"),
    ],
)
def test_rows_that_do_not_fit_together_are_refused(
    found: SimpleNamespace, out: Path, put: Any, table: str, order: list[int], told: str
) -> None:
    one = put(found.articles(3))
    rewritten(one, table, lambda rows: rows.take(order))
    with pytest.raises(ScaleError, match=told):
        list(parquet.articles(one))


def test_a_small_file_with_a_long_text_in_each_of_many_rows_is_refused(
    found: SimpleNamespace, out: Path, put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import parquet as plain

    one = put(found.articles(1))
    old = plain.read_table(one.file("articles"))
    many = 20_000
    # Two million characters in each row, which stand in the file once: 40 GB.
    trap = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0] * many, pyarrow.int32()), ["A" * 2_000_000]
    )
    table = pyarrow.concat_tables([old] * many).set_column(3, "title", trap)
    assert old.schema.names[3] == "title"
    table = table.replace_schema_metadata(old.schema.metadata)
    file = one.file("articles")
    plain.write_table(table, file, compression="zstd", dictionary_pagesize_limit=10_000_000)
    assert file.stat().st_size < 1_000_000
    monkeypatch.setattr(parquet, "MAX_CHARACTERS", 200_000)
    with pytest.raises(ScaleError, match=r"articles/.*: has a text of 2,000,000 bytes"):
        list(parquet.articles(one))


def test_too_many_rows_are_refused(
    found: SimpleNamespace, out: Path, put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(found.articles(5))
    monkeypatch.setattr(parquet, "MAX_ROWS", 4)
    assert "more than 4 rows" in the_error(out)
    monkeypatch.undo()
    monkeypatch.setattr(parquet, "MAX_FILE_BYTES", 100)
    assert "more than 100 bytes" in the_error(out)


def test_an_empty_folder_and_one_that_is_none(tmp_path: Path) -> None:
    assert "has no results" in the_error(tmp_path)
    assert "has no results" in the_error(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(ScaleError, match="cannot be used"):
        parquet.prepare(tmp_path / "file")


def test_the_older_of_two_with_one_number_comes_first(
    found: SimpleNamespace, out: Path, put: Any
) -> None:
    late = put(found.articles(2), number=3)
    made = replace(late.stamp, made="2024-01-01T00:00:00+00:00", partition="000003-" + "f" * 16)
    rows = [row for row, _ in parquet.articles(late)]
    quotations = [row for _, mine in parquet.articles(late) for row in mine]
    parquet.write(out, parquet.packed(made, rows, quotations, []))
    put(found.articles(4)[2:], number=0)
    numbers = [one.stamp.partition[:8] for one in parquet.stored(out) if isinstance(one, Stored)]
    assert numbers[0].startswith("000000") and numbers[1] == "000003-f"


def test_results_are_as_open_to_others_as_other_files(
    found: SimpleNamespace, out: Path, put: Any
) -> None:
    plain = out / "plain"
    plain.write_text("")
    assert os.stat(put(found.articles(1)).file("articles")).st_mode == plain.stat().st_mode


def test_failures_are_rows_as_well(out: Path) -> None:
    (partition,) = partitions([Failure("x.pdf", "reading", "is a scan")], 10, None)
    one = parquet.write(out, task.done(partition, [], None).packed)
    (row,) = parquet.rows(one, "errors")
    assert (row["path"], row["reason"], row["number"]) == ("x.pdf", "is a scan", None)
    assert list(parquet.articles(one)) == []
    assert asdict(one.stamp)["errors"] == 1
