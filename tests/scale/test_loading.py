"""Results of a cluster into the database: the same as if they had been ingested."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quotes.scale import parquet, task
from quotes.scale.loading import Loaded, found, load
from quotes.scale.partitions import partitions
from quotes.store import opened, write_article
from quotes.types import Article

pyarrow = pytest.importorskip("pyarrow")

Found = SimpleNamespace


def results(
    tools: Found, articles: Iterable[Article], out: Path, about: int = 4
) -> list[parquet.Stored]:
    """The partitions of ``articles``, made here."""
    parquet.prepare(out)
    made = []
    for one in partitions(articles, about, None):
        outcomes = list(task.outcomes_of(one.articles, 0, None, task.version(), tools.attribute))
        made.append(parquet.write(out, task.done(one, outcomes, None).packed))
    return made


def loaded(path: Path, *folders: Path, **options: Any) -> tuple[Loaded, list[str]]:
    said: list[str] = []
    parts, errors = found(folders)
    with opened(path, write=True) as db:
        result = load(db, parts, say=said.append, **options)
    return result, said + [str(error) for error in errors]


@pytest.fixture
def articles(found: Found) -> list[Article]:
    """Reprints, an edited text and namesakes among them."""
    many: list[Article] = found.articles(24)
    many[9] = replace(many[2], path="in/2b.txt", outlet="Other Post")
    many[14] = replace(many[3], text=many[3].text + "“It was late,” Edda Falk said.\n")
    many[20] = many[1]
    return many


def test_the_database_is_the_one_that_ingesting_makes(
    found: Found, articles: Sequence[Article], tmp_path: Path, content: Any
) -> None:
    results(found, articles, tmp_path / "out")
    result, said = loaded(tmp_path / "a.db", tmp_path / "out")
    assert not said
    with opened(tmp_path / "b.db", write=True) as db:
        statuses = [write_article(db, one, found.find(one)).status for one in articles]
        expected = content(db)
    with opened(tmp_path / "a.db") as db:
        assert content(db) == expected
    assert dict(result.articles) == {name: statuses.count(name) for name in set(statuses)}
    assert result.articles["changed"] == 1 and result.articles["known"] == 1
    assert len(expected["quotes"]) > 40 and expected["quote_groups"]


def test_it_can_be_stopped_and_run_again(
    found: Found, articles: Sequence[Article], tmp_path: Path, content: Any
) -> None:
    results(found, articles[:14], tmp_path / "out")
    done = 0

    def stop() -> None:
        nonlocal done
        done += 1
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded(tmp_path / "a.db", tmp_path / "out", article=stop)
    with opened(tmp_path / "a.db") as db:
        assert db["articles"].count == 7
    result, _ = loaded(tmp_path / "a.db", tmp_path / "out")
    assert (result.articles["known"], result.articles["new"]) == (7, 7)
    with opened(tmp_path / "a.db") as db:
        once = content(db)
    result, _ = loaded(tmp_path / "a.db", tmp_path / "out")
    assert dict(result.articles) == {"known": 14} and result.quotations == 0
    with opened(tmp_path / "a.db") as db:
        assert content(db) == once


def test_whatever_the_order_speakers_and_groups_are_the_same(
    found: Found, articles: Sequence[Article], tmp_path: Path
) -> None:
    parts = results(found, articles[:14], tmp_path / "out")

    def partition(parts: Sequence[parquet.Stored], name: str) -> tuple[Any, ...]:
        with opened(tmp_path / name, write=True) as db:
            load(db, parts)
            kept = []
            for column in ("speaker_id", "group_id"):
                sets: dict[int, set[tuple[str, str]]] = {}
                for number, text, path in db.execute(
                    f"SELECT quotes.{column}, quotes.text, articles.path FROM quotes"
                    " JOIN articles ON articles.id = article_id"
                ):
                    sets.setdefault(number, set()).add((text, path))
                kept.append(frozenset(map(frozenset, sets.values())))
            return tuple(kept)

    shuffled = random.Random(1).sample(parts, len(parts))
    assert shuffled != parts
    assert partition(parts, "a.db") == partition(shuffled, "b.db")


def changed(one: parquet.Stored, table: str, row: int, **values: Any) -> None:
    """One row of a file with other values, everything else as it was."""
    from pyarrow import parquet as plain

    file = one.file(table)
    old = plain.read_table(file)
    rows = old.to_pylist()
    rows[row].update(values)
    plain.write_table(pyarrow.Table.from_pylist(rows, schema=old.schema), file)


@pytest.mark.parametrize(
    ("table", "values", "told"),
    [
        ("quotations", {"spans": "[[-9, -2]]"}, "quotation 1: a span does not fit the text"),
        ("quotations", {"spans": "[[0, 999999]]"}, "quotation 1: a span does not fit the text"),
        ("quotations", {"text": "They never said it"}, "do not hold 'They never said it'"),
        ("quotations", {"speaker_kind": "robot"}, "quotation 1: speaker_kind is none of"),
        ("articles", {"text": "Something else"}, "not the one that was read"),
        ("articles", {"title": "x" * 30_000}, "title has 30,000 characters"),
    ],
)
def test_hostile_values_are_left_out_and_the_file_is_named_in_one_line(
    found: Found, tmp_path: Path, table: str, values: dict[str, Any], told: str
) -> None:
    one, *_ = results(found, found.articles(6), tmp_path / "out", about=50)
    changed(one, table, 2 if table == "quotations" else 1, **values)
    result, said = loaded(tmp_path / "a.db", tmp_path / "out")
    (line,) = said
    assert line.startswith(f"{one.file('articles')}: article 1 cannot be stored (")
    assert told in line and "\n" not in line
    assert (result.articles["new"], result.left_out) == (5, 1)
    with opened(tmp_path / "a.db") as db:
        assert db["articles"].count == 5
        assert db["quotes"].count == 10


def test_many_bad_articles_of_one_file_are_one_line(found: Found, tmp_path: Path) -> None:
    one, *_ = results(found, found.articles(6), tmp_path / "out", about=50)
    for row in (1, 3, 4):
        changed(one, "articles", row, sha256="0")
    result, said = loaded(tmp_path / "a.db", tmp_path / "out")
    assert len(said) == 1 and said[0].endswith("2 more are left out as well")
    assert result.left_out == 3


def test_a_bad_file_does_not_stop_the_others(found: Found, tmp_path: Path) -> None:
    parts = results(found, found.articles(20), tmp_path / "out")
    assert len(parts) > 3
    file = parts[1].file("quotations")
    file.write_bytes(file.read_bytes()[:-100])
    result, said = loaded(tmp_path / "a.db", tmp_path / "out")
    assert len(said) == 1 and said[0].startswith(f"{file}: is no Parquet file")
    assert result.articles["new"] == 20 - parts[1].stamp.articles


def test_damage_that_shows_late_is_told_too(found: Found, tmp_path: Path) -> None:
    parts = results(found, found.articles(20), tmp_path / "out")
    file = parts[1].file("quotations")
    data = bytearray(file.read_bytes())
    data[200:400] = bytes(200)
    file.write_bytes(bytes(data))
    result, said = loaded(tmp_path / "a.db", tmp_path / "out")
    assert len(said) == 1 and said[0].startswith(f"{file}: ")
    assert result.bad_files == 1
    assert result.articles["new"] >= 20 - parts[1].stamp.articles
