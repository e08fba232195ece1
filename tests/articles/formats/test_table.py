"""CSV and its like: a row an article, and no row that is taken for another."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, table
from quotes.articles.formats.records import Note, day, guessed
from quotes.types import Article

SAID = 'The warden said: "No, we will not."\n\nShe left, and the gate stayed shut.'


def blob(content: str | bytes, name: str = "rows.csv", media_type: str | None = None) -> Blob:
    data = content.encode() if isinstance(content, str) else content
    return Blob(name, content=data, media_type=media_type)


def everything(source: Blob, **columns: str) -> list[object]:
    assert table.recognizes(source, source.head())
    return list(table.read(source, Settings(columns)))


def articles(source: Blob, **columns: str) -> list[Article]:
    found = everything(source, **columns)
    assert not [item for item in found if isinstance(item, ArticleError)]
    return [item for item in found if isinstance(item, Article)]


def written(rows: Sequence[Sequence[str]], **how: object) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, **how).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


HEADER = ["ID", "Headline", "Full Text", "By-line", "Newspaper", "Pub. Date", "Link"]
ROW = ["a7", "Gate shut, again", SAID, "By Ada Roe", "Elm Post", "4 March 2021", "https://e.org/a"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_is_an_article(delimiter: str, encoding: str) -> None:
    content = written([HEADER, ROW], delimiter=delimiter).encode(encoding)
    assert articles(blob(content)) == [
        Article(
            SAID,
            "Gate shut, again",
            "Ada Roe",
            "Elm Post",
            "2021-03-04",
            "https://e.org/a",
            "rows.csv#a7",
        )
    ]


def test_what_was_guessed_is_told_and_what_was_said_is_not() -> None:
    source = blob(written([HEADER, ROW]))
    assert everything(source)[0] == Note(
        "rows.csv",
        "text from 'Full Text', title from 'Headline', byline from 'By-line', outlet from"
        " 'Newspaper', published from 'Pub. Date', url from 'Link', id from 'ID'",
    )
    first = everything(blob("a,b\nx,They said no.\n"), text="b")[0]
    assert isinstance(first, Article)


def test_windows_1252() -> None:
    content = written([["text"], ["“Nó,” he said."]]).encode("cp1252")
    assert [article.text for article in articles(blob(content))] == ["“Nó,” he said."]


@pytest.mark.parametrize(
    "prose",
    [
        "Well, she said, we go.\nBut, he said, no.\n",
        "text\nThe gate, she said, is shut.\n",
        "The title, the text, the body\nwere lost, he said, again\n",
        "Title: Gate\nText: none\n",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a", "a.md"])
def test_prose_is_no_table(prose: str, name: str) -> None:
    source = blob(prose, name)
    assert not table.recognizes(source, source.head())


def test_a_table_without_a_telling_name() -> None:
    for name in ("a.txt", "export"):
        assert len(articles(blob(written([HEADER, ROW, ROW]), name))) == 2
    assert articles(blob("k,text\n1,No.\n", "page", media_type="text/csv"))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\0\0", b"\x00\x01\x02", b"<html><p>a", b'{"a": 1}']
)
def test_other_content_under_the_suffix(content: bytes) -> None:
    assert not table.recognizes(blob(content), content)


def test_no_text_column_names_those_that_are_there() -> None:
    with pytest.raises(Refused) as caught:
        everything(blob("speaker,words\nAda,No\n"))
    assert "'speaker', 'words'" in caught.value.problem
    assert "--map text=COLUMN" in caught.value.remedy
    with pytest.raises(Refused, match="no column 'body' for the text"):
        everything(blob("speaker,words\nAda,No\n"), text="body")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty(content: str) -> None:
    with pytest.raises(Refused, match="is empty"):
        everything(blob(content))


def errors(content: str) -> tuple[list[str], list[str]]:
    found = everything(blob(content))
    return (
        [str(item) for item in found if isinstance(item, ArticleError)],
        [item.text for item in found if isinstance(item, Article)],
    )


def test_rows_with_other_cells_are_named_and_the_others_go_on() -> None:
    problems, texts = errors("title,text\nA,One.\nB\nC,Two,three.\nD,Four.\nE,\n,,,\nF,Six.,,\n")
    assert texts == ["One.", "Four.", "Six."]
    assert [problem.partition(";")[0] for problem in problems] == [
        "rows.csv#2: has 1 cell where the first row has 2 (line 3)",
        "rows.csv#3: has 3 cells where the first row has 2 (line 4)",
        "rows.csv#5: has no text",
        "rows.csv#6: has no text",
    ]


def test_no_article_from_the_inside_of_a_broken_row() -> None:
    content = (
        'title,text\nA,"One."\nB,"He said "no" to it.\n\nNo, she said.\nYes, they said."\n'
        'C,"Two."\n'
    )
    problems, texts = errors(content)
    assert texts == ["One.", "Two."]
    (problem,) = problems
    assert problem.startswith("rows.csv#2: has a quotation mark within a cell")
    assert "lines 3 to 6 left out" in problem


def test_cut_off_in_a_cell() -> None:
    problems, texts = errors('title,text\nA,"One."\nB,"Two and')
    assert texts == ["One."]
    assert "never closed" in problems[0]


def test_quotation_marks_behind_backslashes_or_not_at_all() -> None:
    escaped = 'title,text\nA,"He said \\"no, never\\" to it."\nB,"Yes."\n'
    assert [a.text for a in articles(blob(escaped))] == ['He said "no, never" to it.', "Yes."]
    plain = 'title\ttext\nA\t"No," he said.\nB\t"Yes," she said, "we do."\n'
    assert [a.text for a in articles(blob(plain, "a.tsv"))] == [
        '"No," he said.',
        '"Yes," she said, "we do."',
    ]


def test_the_line_with_which_excel_names_the_separator() -> None:
    assert [a.text for a in articles(blob("sep=;\ntitle;text\nA;One, two.\n"))] == ["One, two."]


def test_markup_becomes_paragraphs_and_none_is_lost() -> None:
    cell = "<p>One &amp; all.</p><p>Two.<br><br>Three.</p><script>x()</script>Four."
    assert articles(blob(written([["text"], [cell]])))[0].text == (
        "One & all.\n\nTwo.\n\nThree.\n\nFour."
    )
    escaped = "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"
    assert articles(blob(written([["text"], [escaped]])))[0].text == "One.\n\nTwo."


def test_markup_too_deep_to_be_read_is_an_error() -> None:
    problems, texts = errors(written([["text"], ["<div>" * 5000 + "deep"], ["One."]]))
    assert texts == ["One."] and "markup" in problems[0]


def test_records_with_the_same_name_stay_apart() -> None:
    found = articles(blob("id,text\n7,One.\n7,Two.\n,Three.\n8.0,Four.\n"))
    assert [article.path for article in found] == [
        "rows.csv#7",
        "rows.csv#7~2",
        "rows.csv#3",
        "rows.csv#8.0",
    ]


def test_values_that_stand_for_nothing() -> None:
    (found,) = articles(blob("text,title,author,source\nNo.,NaN,None,NULL\n"))
    assert (found.title, found.byline, found.outlet) == (None, None, None)


def test_other_cells_tell_whether_days_come_first() -> None:
    days = "text,date\nOne.,3/4/2021\nTwo.,13/4/2021\n"
    months = "text,date\nOne.,3/4/2021\nTwo.,4/13/2021\n"
    assert [a.published for a in articles(blob(days))] == ["2021-04-03", "2021-04-13"]
    assert [a.published for a in articles(blob(months))] == ["2021-03-04", "2021-04-13"]
    found = everything(blob("text,date\nOne.,3/4/2021\nTwo.,5/4/2021\n"))
    assert found[-1] == Note("rows.csv", "the dates of 2 were not understood, such as '3/4/2021'")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Thu, 04 Mar 2021 12:00:00 GMT", "2021-03-04T12:00:00Z"),
        ("20210304T120000Z", "2021-03-04T12:00:00Z"),
        ("1614850000", "2021-03-04T09:26:40Z"),
        (1614850000123, "2021-03-04T09:26:40Z"),
        ({"$date": 1614850000000}, "2021-03-04T09:26:40Z"),
        ("04-Mar-2021", "2021-03-04"),
        ("3.4.2021", "2021-04-03"),
        ("99/99/2021", None),
        (float("nan"), None),
        (True, None),
        (None, None),
    ],
)
def test_dates(value: object, iso: str | None) -> None:
    assert day(value) == iso


def test_columns_of_other_objects_are_not_taken() -> None:
    assert guessed(["image.url", "content", "author.name"], Settings()) == {
        "text": "content",
        "byline": "author.name",
    }


def test_two_text_columns_of_one_name() -> None:
    with pytest.raises(Refused, match="two columns named 'text'"):
        everything(blob("text,text\na,b\n"))


def test_too_many_columns() -> None:
    with pytest.raises(Refused, match="columns"):
        everything(blob("text," + ",".join(f"c{n}" for n in range(100_000)) + "\n"))


def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_PIECE", 1000)
    with pytest.raises(Refused, match="line of more than"):
        everything(blob("text\nOne.\n" + "x" * 5000))


def test_large_files_are_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text"])
        for number in range(1200):
            rows.writerow([f"{number} " + "é, she said " * 1500])
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    try:
        count = sum(
            isinstance(item, Article)
            for item in table.read(Blob("rows.csv", file=str(path)), Settings())
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 1200
    # The first 16 MB are looked at; twice for text and bytes.
    assert peak < 60_000_000


def test_a_large_file_in_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"text\n" + (b"No she said " * 5000 + b"\n") * 300 + b"\x93No\x94\n")
    *_, last = table.read(Blob("rows.csv", file=str(path)), Settings())
    assert isinstance(last, Article) and last.text == "“No”"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8))
def test_what_csv_writes_is_read_cell_for_cell(rows: list[list[str]]) -> None:
    content = written([["text", "url"], *rows], quoting=csv.QUOTE_ALL)
    lines = table._Lines(iter(io.StringIO(content, newline="")))
    found = []
    while (row := table._row(lines, table._Dialect(","), 1000, [])) is not None:
        found.append(row)
    assert found == [["text", "url"], *rows]


def test_what_a_mark_that_is_never_closed_costs_is_told() -> None:
    problems, texts = errors('id,text\n1,One.\n2,"Two.\n3,Three.\n4,Four.\n')
    assert texts == ["One."]
    assert problems == [
        "rows.csv#2: has a cell whose quotation mark is never closed: lines 3 to 5 left out;"
        " double the quotation marks that are inside a cell"
    ]
    problems, texts = errors('id,text\n1,One.\n2,"Two.\n3,Three.\n4,"Four, five."\n5,Six.\n')
    assert texts == ["One.", "Four, five.", "Six."]
    assert "lines 3 to 4 left out" in problems[0]


def test_many_quotation_marks_take_neither_long_nor_much() -> None:
    tracemalloc.start()
    try:
        problems, texts = errors('id,text\n1,"' + '"' * 4_000_001 + "\n")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(problems) + len(texts) == 1
    assert peak < 100_000_000
