"""Files, pages and standard input to articles, and one clear line for what is none."""

import io
import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from quotes.articles import ArticleError, discover, read
from quotes.articles.fetch import fetch

ENGLISH = (
    "The mayor said that she would be glad to see them, and that the bridge should be open by the"
    " end of the week. There was no reason, she said, for anybody to wait any longer than this.\n"
) * 3


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(source: str) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        read(source)
    error = caught.value
    assert error.path == source
    assert str(error).startswith(f"{source}: ")
    assert "\n" not in str(error)
    assert error.remedy
    return error


def test_plain_text_keeps_every_character(tmp_path: Path) -> None:
    text = (
        "One line.\r\n\r\n  “Two\u200b lines,” soft\u00adly.  \n\n\n\ttabs \u202e and <tweet 1>\r"
    )
    article = read(write(tmp_path, "a.txt", text))
    assert article.text == text


def test_plain_text_is_described_by_its_head(tmp_path: Path) -> None:
    text = f"World\n\nEnvoys leave for talks\n\nBy Jane Doe, CNN\n\nDec. 21, 2023\n\n{ENGLISH}"
    article = read(write(tmp_path, "a.txt", text))
    assert (article.title, article.byline) == ("Envoys leave for talks", "Jane Doe")
    assert (article.outlet, article.published) == ("CNN", "2023-12-21")
    assert article.path == str(tmp_path / "a.txt")


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    source = (
        '---\ntitle: "Talks: the day"\nauthors:\n  - Jane Doe\n  - John Roe\n'
        "date: 21 December 2023\n"
        "outlet: Daily Post\nurl: https://post.example/1\n---\n\n# Another title\n\n"
        "“We *agreed*,” the [mayor](https://x.example)\nsaid: \\$5 &amp; more.\n\n"
        "> A quoted paragraph.\n\n- one\n- two <b>three</b>\n\n![a picture](p.png)\n\n---\n\nEnd."
    )
    article = read(write(tmp_path, "a.md", source))
    assert article.text == (
        "Another title\n\n“We agreed,” the mayor said: $5 & more.\n\nA quoted paragraph.\n\n"
        "one\n\ntwo three\n\nEnd."
    )
    assert article.title == "Talks: the day"
    assert article.byline == "Jane Doe, John Roe"
    assert article.published == "2023-12-21"
    assert (article.outlet, article.url) == ("Daily Post", "https://post.example/1")


def test_markdown_title_is_its_first_heading(tmp_path: Path) -> None:
    article = read(write(tmp_path, "a.md", "# The *talks*\n\nThey met."))
    assert article.title == "The talks"


def test_a_rule_is_not_front_matter(tmp_path: Path) -> None:
    article = read(write(tmp_path, "a.md", "---\nThey met.\n---\n\nAnd left."))
    assert "They met." in article.text
    assert "And left." in article.text


def test_a_web_page(tmp_path: Path) -> None:
    page = f"""<!doctype html><html><head><title>Talks open | Daily Post</title>
    <meta property="og:title" content="Talks open">
    <meta property="og:site_name" content="Daily Post">
    <meta name="author" content="Jane Doe">
    <meta property="article:published_time" content="2023-12-22T10:00:00Z"></head><body>
    <nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Talks open</h1>
    <p>“We agreed to <i>talk</i>,” she said &amp; left.</p><p>{ENGLISH}</p></article>
    <footer>All the news</footer></body></html>"""
    article = read(write(tmp_path, "a.html", page))
    assert "\n\n“We agreed to talk,” she said & left.\n\nThe mayor said" in "\n\n" + article.text
    assert "Home" not in article.text
    assert (article.title, article.byline) == ("Talks open", "Jane Doe")
    assert (article.outlet, article.published) == ("Daily Post", "2023-12-22")


def test_a_tiny_web_page(tmp_path: Path) -> None:
    article = read(write(tmp_path, "a.htm", "<p>One said “yes”.</p><p>Two said no.</p>"))
    assert article.text == "One said “yes”.\n\nTwo said no."


def test_pages_without_paragraphs(tmp_path: Path) -> None:
    for name, page in {
        "a.html": "<html><body>He said “no”.</body></html>",
        "b.html": "<div>He said <b>“no”</b>.</div>",
        "c.html": "He said “no”.",
    }.items():
        assert read(write(tmp_path, name, page)).text == "He said “no”."


def test_broken_lines_in_pages(tmp_path: Path) -> None:
    page = (
        "<p>“<b>Y</b>es,”\n  he\tsaid.<br>She left.<br><br>They stayed.</p>"
        "<ul><li><p>First.</p></li><li>Second.</li></ul>"
    )
    article = read(write(tmp_path, "a.html", page))
    assert article.text == "“Yes,” he said.\nShe left.\n\nThey stayed.\n\nFirst.\n\nSecond."


def test_lists_and_quoted_letters_in_an_article(tmp_path: Path) -> None:
    page = (
        f"<html><body><article><h1>Talks open in the capital</h1><p>{ENGLISH}</p>"
        f"<ul><li>More talks on Friday, she said.</li></ul><p>{ENGLISH}<br><br>He spoke.</p>"
        "<blockquote>“It is what it is,” she wrote.</blockquote></article></body></html>"
    )
    text = read(write(tmp_path, "a.html", page)).text
    for paragraph in (
        "More talks on Friday, she said.",
        "He spoke.",
        "“It is what it is,” she wrote.",
    ):
        assert paragraph in text.split("\n\n")


def test_a_page_names_its_own_encoding(tmp_path: Path) -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body><p>Łódź said no.</p></body></html>"
    article = read(write(tmp_path, "a.html", page.encode("iso-8859-2")))
    assert article.text == "Łódź said no."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    article = read(write(tmp_path, "a.txt", "The café is shut, he said.".encode(encoding)))
    assert article.text == "The café is shut, he said."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "empty"),
        (" \n\t\u200b\ufeff\r\n", "empty"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"%PDF-1.4 words", "PDF"),
        (ENGLISH * (5_000_000 // len(ENGLISH)), "more than the 1,000,000"),
        (b"word " * 3_300_000, "larger than"),
        (
            "Der Bürgermeister sagte, dass er sich freue, sie zu sehen, und nicht wisse. " * 9,
            "English",
        ),
        (
            "Le maire a dit qu'il serait content de les voir et que le pont serait ouvert. " * 9,
            "English",
        ),
        (
            "El alcalde dijo que estaba contento de verlos y que el puente se abriría. " * 9,
            "English",
        ),
        (
            "De burgemeester zei dat hij blij was hen te zien en dat de brug open zou gaan. " * 9,
            "English",
        ),
        (
            "Borgmesteren sagde, at han var glad for at se dem, og at broen åbner for alle. " * 9,
            "English",
        ),
        ("市长说他很高兴见到他们，桥将在本周末开放。" * 9, "English"),
        (
            "Мэр сказал, что он будет рад их видеть и что мост откроют к концу недели. " * 9,
            "English",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "binary",
        "png",
        "pdf",
        "5MB",
        "16MB",
        "german",
        "french",
        "spanish",
        "dutch",
        "danish",
        "chinese",
        "russian",
    ],
)
def test_what_is_refused(tmp_path: Path, content: str | bytes, problem: str) -> None:
    assert problem in refusal(write(tmp_path, "a.txt", content)).problem


def test_empty_pages_and_markdown_are_refused(tmp_path: Path) -> None:
    for name, content in {
        "a.html": "",
        "b.html": "<html><body><img src='x'></body></html>",
        "c.md": "---\ntitle: x\n---\n",
        "d.html": b"\x00\x01<html>",
    }.items():
        refusal(write(tmp_path, name, content))


def test_a_missing_file() -> None:
    assert "cannot be read" in refusal("no/such/file.txt").problem


def test_a_line_of_a_hundred_thousand_characters_is_read(tmp_path: Path) -> None:
    line = (ENGLISH.replace("\n", " ") * 300)[:100_000]
    assert read(write(tmp_path, "a.txt", line)).text == line


def test_short_text_in_any_latin_language_is_read(tmp_path: Path) -> None:
    assert read(write(tmp_path, "a.txt", "Kirby said “no”.")).text == "Kirby said “no”."


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("He said “café”.".encode())))
    article = read("-")
    assert (article.text, article.path) == ("He said “café”.", "-")


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    try:
        Path(name).write_text("He said so.")
    except OSError:
        pytest.skip("this file system refuses such names")
    article = read(name)
    assert article.path is not None
    assert article.path.endswith("caf\ufffd.txt")
    article.path.encode()


# Finding them.


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    names = "b.txt a.MD c.html d.pdf e.xyz f.jpg g.db-wal .hidden.txt z/a.htm .git/a.txt"
    for name in names.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [os.path.relpath(str(path), tmp_path) for path in discover([tmp_path])]
    assert found == ["a.MD", "b.txt", "c.html", "d.pdf", "e.xyz", os.path.join("z", "a.htm")]


def test_a_pipe_in_a_folder_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    good = write(tmp_path, "z.txt", "x")
    pipe, found = discover([tmp_path])
    assert isinstance(pipe, ArticleError) and "is a pipe" in pipe.problem
    assert found == good


def test_named_files_addresses_and_standard_input_stay_as_given(tmp_path: Path) -> None:
    odd = write(tmp_path, "notes.article", "x")
    given = ["-", "https://x.example/a", odd]
    assert list(discover(given)) == given


def test_missing_paths_and_empty_folders_are_errors_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    good = write(tmp_path, "a.txt", "x")
    missing, empty, found = discover(["nowhere.txt", str(tmp_path / "empty"), good])
    assert isinstance(missing, ArticleError) and missing.path == "nowhere.txt"
    assert isinstance(empty, ArticleError) and "no files" in empty.problem
    assert found == good


# Addresses: a server of our own, on this machine.


from_here = partial(fetch, allow_private=True)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        pages = {
            "/page": ("text/html; charset=iso-8859-1", "<p>Café owners said “no”.</p>"),
            "/text": ("text/plain", "He said “no”."),
            "/image": ("image/png", "He said"),
        }
        kind, body = pages.get(self.path, ("", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/html")
        self.end_headers()
        self.wfile.write(body.encode("latin-1" if "8859" in kind else "utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pages_from_the_web(site: str) -> None:
    page = read(f"{site}/page", fetched=from_here)
    assert re.fullmatch("Café owners said .no.\\.", page.text)
    assert (page.url, page.path) == (f"{site}/page", None)
    assert read(f"{site}/text", fetched=from_here).text == "He said “no”."


@pytest.mark.parametrize("path", ["/missing", "/image", "/away"])
def test_what_does_not_come_from_the_web(site: str, path: str) -> None:
    refusal(f"{site}{path}")


def test_an_address_where_nobody_answers() -> None:
    assert "private address" in refusal("http://127.0.0.1:9/").problem
    with pytest.raises(ArticleError, match="could not be fetched"):
        read("http://127.0.0.1:9/", fetched=from_here)
    refusal("https://")


def test_a_row_of_marks_is_refused(tmp_path: Path) -> None:
    assert "marks in a row" in str(refusal(write(tmp_path, "a.txt", ENGLISH + "“" * 100_000)))
    assert read(write(tmp_path, "b.txt", ENGLISH + "-" * 500)).text.endswith("-")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", "Envoys leave\n\n{}"),
        ("a.md", "# Envoys leave\n\n{}"),
        ("a.html", "<html><body><article><h1>Envoys leave</h1><p>{}</p></article></body></html>"),
    ],
)
def test_the_place_of_the_dateline(tmp_path: Path, name: str, form: str) -> None:
    report = " ".join(f"CAPE HILL (AP) — {ENGLISH}".split())
    article = read(write(tmp_path, name, form.format(report)))
    assert (article if not isinstance(article, list) else article[0]).place == "CAPE HILL"
