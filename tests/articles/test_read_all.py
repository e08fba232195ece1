"""One source with many articles: containers in containers, lists of addresses, what is left out."""

from __future__ import annotations

import gzip
import io
import os
import threading
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from quotes.articles import Article, ArticleError, Note, Seen, Settings, read, read_all
from quotes.articles.fetch import Page
from quotes.articles.name_dates import day_in_name

TEXT = "The mayor said that she would be glad to see them, and that the bridge is open.\n"
PAGE = f"<html><head><title>Bridge</title></head><body><p>{TEXT * 3}</p></body></html>"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def test_a_file_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = zipped(march__a_txt=TEXT.encode(), b_txt_gz=gzip.compress(TEXT.encode()))
    (tmp_path / "all.zip").write_bytes(zipped(inner_zip=inner, c_txt=b"\xd0\xcf\x00\x01\x00" * 99))
    items = list(read_all(tmp_path / "all.zip"))
    articles = [one for one in items if isinstance(one, Article)]
    assert [one.text for one in articles] == [TEXT, TEXT]
    assert articles[0].path == f"{tmp_path}/all.zip/inner.zip/march/a.txt"
    (error,) = [one for one in items if isinstance(one, ArticleError)]
    assert error.path == f"{tmp_path}/all.zip/c.txt" and "binary" in error.problem


def test_containers_without_end_are_refused(tmp_path: Path) -> None:
    data = TEXT.encode()
    for _ in range(9):
        data = zipped(more_zip=data)
    (tmp_path / "deep.zip").write_bytes(data)
    (error,) = read_all(tmp_path / "deep.zip")
    assert isinstance(error, ArticleError) and "containers" in str(error)


def test_a_list_of_addresses_is_fetched_but_for_what_is_known(tmp_path: Path) -> None:
    asked = []

    def fetched(url: str) -> Page:
        asked.append(url)
        return Page(PAGE.encode(), "text/html", None)

    source = tmp_path / "list.txt"
    source.write_text("# ours\nhttps://a.example/1\nhttps://a.example/2\n")
    items = list(read_all(source, is_known=lambda url: url.endswith("/1"), fetched=fetched))
    assert items[0] == Seen("https://a.example/1")
    assert asked == ["https://a.example/2"]
    assert isinstance(items[1], Article)
    assert (items[1].url, items[1].path) == ("https://a.example/2", None)


def test_a_source_of_many_is_no_single_article(tmp_path: Path) -> None:
    source = tmp_path / "rows.csv"
    source.write_text(f'title,text\nOne,"{TEXT}"\nTwo,"{TEXT}"\n')
    note, *articles = read_all(source)
    assert isinstance(note, Note) and "text" in note.message
    assert [one.title for one in articles if isinstance(one, Article)] == ["One", "Two"]
    with pytest.raises(ArticleError, match="several articles"):
        read(source)


def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(TEXT))
    writer.start()
    assert read(pipe).text == TEXT
    writer.join()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("news/2021-03-14-storm.txt", "2021-03-14"),
        ("news/2021/03/14/storm.txt", "2021-03-14"),
        ("20210314_storm.html", "2021-03-14"),
        ("2020-01-01/2021-03-14.txt", "2021-03-14"),
        ("2021-13-14.txt", None),
        ("2999-03-14.txt", None),
        ("storm of 14 March 2018.txt", None),
        ("12021031499.txt", None),
    ],
)
def test_the_day_in_a_name(name: str, day: str | None) -> None:
    assert day_in_name(name) == day


def test_a_date_from_the_name_is_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "2021-03-14.txt"
    source.write_text(TEXT)
    (without,) = read_all(source)
    (asked,) = read_all(source, Settings(date_from_name=True))
    assert isinstance(without, Article) and without.published is None
    assert isinstance(asked, Article) and asked.published == "2021-03-14"


def test_titles_and_lines_do_not_steer_a_terminal(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        f'id,title,text,url\n"1\x1b","A \x1b[31m\u202eb","{TEXT}","https://a\x08.org"\n'
    )
    note, article = read_all(rows)
    assert isinstance(note, Note) and isinstance(article, Article)
    assert (article.title, article.url) == ("A [31mb", None)
    assert article.path == f"{rows}#1\ufffd"
    rows.write_text("a\x1b,b\x07\n1,2\n")
    (error,) = read_all(rows)
    assert isinstance(error, ArticleError) and "a\ufffd" in str(error)
    assert str(error).isprintable()


def test_a_name_with_a_line_break_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.txt"
    path.write_text(TEXT)
    (article,) = read_all(path)
    assert isinstance(article, Article) and article.path == str(path)
    path.write_text("")
    (error,) = read_all(path)
    assert "a\ufffdb.txt" in str(error) and "\n" not in str(error)


def test_memory_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.articles.formats import plain_text

    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(plain_text, "read", greedy)
    (tmp_path / "a.txt").write_text(TEXT)
    (error,) = read_all(tmp_path / "a.txt")
    assert isinstance(error, ArticleError) and "memory" in error.problem


def test_a_record_named_by_half_a_character(tmp_path: Path) -> None:
    feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "\\ud800", %s}]}'
    (tmp_path / "feed.json").write_text(feed % '"content_text": " "')
    items = list(read_all(tmp_path / "feed.json"))
    assert items and all(isinstance(one, ArticleError) for one in items)
    (tmp_path / "feed.json").write_text(feed % f'"content_text": "{TEXT.strip()}"')
    (article,) = read_all(tmp_path / "feed.json")
    assert isinstance(article, Article) and article.path
    article.path.encode()


def test_an_attachment_of_a_message_with_an_odd_id(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna Holt <a@example.org>", "Bridge"
    message["Message-ID"] = "<one@example.org>"
    message.set_content(TEXT)
    message.add_attachment(TEXT, filename="a.txt")
    mail = message.as_bytes().replace(b"<one@", b"<o\x19\x1be@")
    path = tmp_path / "box.mbox"
    path.write_bytes(b"From a Thu Mar  4 10:00:00 2021\n" + mail)
    articles = [one for one in read_all(path) if isinstance(one, Article)]
    assert len(articles) == 2
    assert all(one.path and one.path.isprintable() for one in articles)
