"""``quotes export``: what is written says what the database says, and nothing in it acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html
from sqlite_utils import Database

import quotes.store.reading
from quotes.cli.export import export
from quotes.evaluate.citron import read_corpus
from quotes.evaluate.polnear import read_folder
from quotes.store import opened

Export = Callable[..., Result]

TEXT = (
    "Harbour stays open\r\n\r\n"
    "“The harbour,” said Ada Hill 🚢, “will stay\r\nopen.”\r\n"
    "She hoped that no ship would be turned away.\r\n"
    "“Time is short.”\r\n"
)
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=http://example.org/x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include 'x' %}",
    "\u202egnirts a\x1b[31m",
    "]]></style></title><script>alert(1)</script><!--",
    "two\n#9\tAnnotatorNotes E1\tlines",
    "Long" * 2500,
)


def put(db: Database, table: str, **columns: Any) -> None:
    db[table].insert(
        {
            key: json.dumps(value) if isinstance(value, (list, dict)) else value
            for key, value in columns.items()
        }
    )


def put_article(db: Database, number: int, text: str, **columns: Any) -> None:
    put(
        db, "articles", id=number, sha256=str(number), text=text, word_count=len(text.split()),
        ingested_at="2024-01-02T10:00:00", **columns,
    )  # fmt: skip


def put_quote(
    db: Database, number: int, article: int, *stretches: str, cue: str = "", source: str = "",
    **columns: Any,
) -> None:  # fmt: skip
    (text,) = db.execute("SELECT text FROM articles WHERE id = ?", [article]).fetchone()
    spans = [[text.index(one), text.index(one) + len(one)] for one in stretches]
    for name, words in (("cue", cue), ("source", source)):
        if words:
            at = text.index(words)
            columns |= {name: words, f"{name}_start": at, f"{name}_end": at + len(words)}
    put(
        db, "quotes", id=number, article_id=article, text=" … ".join(stretches), spans=spans,
        start=spans[0][0], end=spans[-1][1], **{"evidence": {}, "type": "direct", **columns},
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two articles; the first has a quotation in two pieces, one reported, one of nobody."""
    path = tmp_path / "quotes.db"
    with opened(path, write=True) as db:
        put(db, "speakers", id=3, name="Ada Hill", kind="person", title="harbour master")
        put_article(
            db, 1, TEXT, title="Harbour stays open", outlet="Daily Post",
            published="2024-01-02", url="https://example.org/a?b=1&c=2",
        )  # fmt: skip
        put_article(db, 2, "Nobody spoke.", title="../Zürich: ein „Tag“/")
        put_quote(
            db, 23, 1, "Time is short.", confidence=0.2, resolution="implicit",
        )  # fmt: skip
        put_quote(
            db, 21, 1, "The harbour,", "will stay\r\nopen.", cue="said", source="Ada Hill",
            speaker_id=3, confidence=0.94, resolution="name",
            evidence={"rule": "the name itself", "chain": [{"text": "Ada Hill", "start": 1}]},
        )  # fmt: skip
        put_quote(
            db, 22, 1, "no ship would be turned away", type="indirect", cue="hoped",
            source="She", speaker_id=3, confidence=0.8, resolution="pronoun", reviewed=1,
        )  # fmt: skip
        db.conn.commit()
    return path


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """An article for each payload, which stands in each of its fields."""
    path = tmp_path / "attacked.db"
    with opened(path, write=True) as db:
        for number, payload in enumerate(PAYLOADS, 1):
            put(db, "speakers", id=number, name=payload, kind="person", title=payload)
            text = f"{payload} said “{payload}, yes” and {payload} left."
            fields = ("title", "byline", "outlet", "published", "url", "path")
            put_article(db, number, text, **dict.fromkeys(fields, payload))
            put_quote(
                db, number, number, f"{payload}, yes", cue=payload, source=payload,
                speaker_id=number, resolution="name", confidence=0.9,
                evidence={"rule": payload, "chain": [{"text": payload, "start": 0, "end": 1}],
                          "runner_up": payload},
            )  # fmt: skip
            for action in ("speaker", "not-a-quotation"):
                put(
                    db, "reviews", action=action, article_id=number, quote_id=number,
                    reviewer=payload, reviewed_at=payload, note=payload, name=payload,
                    anchor=[{"exact": payload}], before={"speaker": {"name": payload}},
                )  # fmt: skip
        db.conn.commit()
    return path


def run(path: Path, *arguments: object) -> Result:
    return CliRunner().invoke(export, [*map(str, arguments), "--db", str(path)])


def document(path: Path, number: int) -> Any:
    result = run(path, number)
    assert result.exit_code == 0, result.output
    return html.document_fromstring(result.stdout)


# ------------------------------------------------------------------ HTML


def test_a_page_says_who_said_what_and_how_sure_it_is(path: Path) -> None:
    page = document(path, 1)
    assert page.get_element_by_id("q21").text_content() == "The harbour,"
    marked = [one.text_content() for one in page.xpath("//mark[@data-q='21']")]
    assert [" ".join(one.split()) for one in marked] == ["The harbour,", "will stay open."]
    note = " ".join(page.get_element_by_id("n21").text_content().split())
    for words in ("Ada Hill", "direct", "94%", "named “Ada Hill”", "the name itself", "“said”"):
        assert words in note
    assert "by a person" in page.get_element_by_id("n22").text_content()
    assert "Speaker not found" in page.get_element_by_id("n23").text_content()
    assert "20% doubtful" in page.get_element_by_id("n23").text_content()


def test_every_link_leads_somewhere_in_the_file_or_to_the_original(path: Path) -> None:
    page = document(path, 1)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//@href")
    assert {one for one in links if not one.startswith("#")} == {"https://example.org/a?b=1&c=2"}
    assert {one[1:] for one in links if one.startswith("#")} <= set(ids)
    assert {"#q21", "#q22", "#q23", "#s3"} <= set(links)


def test_a_page_fetches_nothing(path: Path, attacked: Path) -> None:
    for page in (document(path, 1), *(document(attacked, one + 1) for one in range(len(PAYLOADS)))):
        assert not page.xpath("//script | //link | //img | //iframe | //object | //form")
        assert not page.xpath("//@src | //@srcset | //@style | //@background | //@poster")
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
        for style in page.iter("style"):
            assert not re.search(r"url\(|@import|//|<", style.text)


@pytest.mark.parametrize("number", range(1, len(PAYLOADS) + 1))
def test_whatever_stands_in_an_article_is_text(attacked: Path, number: int) -> None:
    page = document(attacked, number)
    payload = re.sub("[\x00-\x08\x1b]", "\ufffd", PAYLOADS[number - 1])
    assert not page.xpath("//script | //img")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert all(one.startswith("#") for one in page.xpath("//@href"))
    shown = page.find(".//body").text_content()
    assert payload[:60].partition("\n")[0] in shown and "49" not in re.findall(r">(\d+)<", shown)
    title = page.find(".//title").text
    assert len(title) < 200 and not re.search("[\u202a-\u202e\x00-\x1f]", title)
    # Where the direction of writing is turned, it is within an element that keeps it to itself.
    kept = set("bdi p li h1 a mark span title style summary".split())
    assert all(
        one.tag in kept for one in page.iter() if "\u202e" in (getattr(one, "text", "") or "")
    )


def test_statements_unless_all_are_wanted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_acts(*arguments: Any, **options: Any) -> Iterator[dict[str, Any]]:
        for one in quotes.store.reading.quotations(*arguments, **options):
            yield {**one, "act": "attitude" if one["id"] == 22 else "statement"}

    monkeypatch.setattr("quotes.store.quotations", with_acts)
    monkeypatch.setattr("quotes.browse.article.quotations", with_acts)
    for wanted, there in (("statement", ["21", "23"]), ("all", ["21", "22", "23"])):
        citron = json.loads(run(path, 1, "--citron", "--act", wanted).stdout)
        assert [one["id"] for one in citron["quotes"]] == there
        page = html.document_fromstring(run(path, 1, "--act", wanted).stdout)
        assert [one[1:] for one in page.xpath("//li/@id[starts-with(., 'n')]")] == there
        assert run(path, 1, "--brat", "--act", wanted).stdout.count("Content ") == len(there)


# ------------------------------------------------------------------ Citron and brat


def test_citron_has_the_words_at_their_places(path: Path, tmp_path: Path) -> None:
    assert run(path, 1, 2, "--citron", "--out", tmp_path / "out").exit_code == 0
    first, second = (
        json.loads(file.read_text("utf-8")) for file in sorted((tmp_path / "out").iterdir())
    )
    assert first["text"] == TEXT and second["quotes"] == []
    assert [one["id"] for one in first["quotes"]] == ["21", "22", "23"]
    assert [one["confidence"] for one in first["quotes"]] == [0.94, 1.0, 0.2]
    said = [
        *(span for one in first["quotes"] for span in (*one["contents"], *one["sources"])),
        *(one["cue"] for one in first["quotes"] if one["cue"]),
    ]
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in said)
    assert [one["text"] for one in said] == [
        "The harbour,", "will stay\r\nopen.", "Ada Hill", "no ship would be turned away", "She",
        "Time is short.", "said", "hoped",
    ]  # fmt: skip
    read = read_corpus(tmp_path / "out").articles
    assert sorted(len(one.attributions) for one in read) == [0, 3]


def annotations(content: str, text: str) -> dict[str, tuple[str, str]]:
    """Of each entity its label and the words at its offsets."""
    found = {}
    for line in content.split("\n"):
        if line.startswith("T"):
            key, described, words = line.split("\t")
            label, places = described.split(" ", 1)
            pieces = [text[slice(*map(int, one.split()))] for one in places.split(";")]
            assert words == " ".join(" ".join(piece.split()) for piece in pieces)
            found[key] = (label, words)
    return found


def test_brat_has_the_words_at_their_places(path: Path, tmp_path: Path) -> None:
    assert run(path, 1, "--brat", "--out", tmp_path / "out").exit_code == 0
    text = (tmp_path / "out" / "1-harbour-stays-open.txt").read_bytes().decode()
    written = (tmp_path / "out" / "1-harbour-stays-open.ann").read_bytes().decode()
    assert text == TEXT
    words = list(annotations(written, text).values())
    assert [one for one in words if one[0] != "Attribution"] == [
        ("Content", "The harbour, will stay open."),
        ("Cue", "said"),
        ("Source", "Ada Hill"),
        ("Content", "no ship would be turned away"),
        ("Cue", "hoped"),
        ("Source", "She"),
        ("Content", "Time is short."),
    ]
    assert re.findall(r"^#(?:.*\t){2}(.*)$", written, re.MULTILINE) == [
        "Ada Hill (person); direct; name; 94%",
        "Ada Hill (person); indirect; pronoun; reviewed",
        "no speaker; direct; implicit; 20%",
    ]
    assert run(path, 1, "--brat").stdout == written


def test_brat_is_read_as_polnear_is(path: Path, tmp_path: Path) -> None:
    for place, ending in (("text/a.txt", ".txt"), ("attributions/a_x.ann", ".ann")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        assert run(path, 1, "--brat", "--out", tmp_path / "one.ann").exit_code == 0
        (tmp_path / place).write_bytes((tmp_path / f"one{ending}").read_bytes())
    (read,) = read_folder(tmp_path)
    assert [len(one.spans["content"]) for one in read.attributions] == [2, 1, 1]


@pytest.mark.parametrize("number", range(1, len(PAYLOADS) + 1))
def test_no_name_ends_a_line_of_brat(attacked: Path, number: int) -> None:
    lines = run(attacked, number, "--brat").stdout.removesuffix("\n").split("\n")
    keys = [line.partition("\t")[0] for line in lines]
    assert keys == ["T1", "T2", "T3", "T4", "E1", "#1"]


# ------------------------------------------------------------------ files


def test_it_is_the_same_every_time(path: Path) -> None:
    for layout in ("--html", "--citron", "--brat"):
        assert run(path, 1, layout).stdout == run(path, 1, layout).stdout != ""


def test_names_of_files_are_safe(path: Path, attacked: Path, tmp_path: Path) -> None:
    assert run(path, 1, 2, 1, "--out", tmp_path / "a" / "b").exit_code == 0
    names = sorted(one.name for one in (tmp_path / "a" / "b").iterdir())
    assert names == ["1-harbour-stays-open.html", "2-zurich-ein-tag.html"]
    numbers = range(1, len(PAYLOADS) + 1)
    assert run(attacked, *numbers, "--brat", "--out", tmp_path / "c").exit_code == 0
    names = [one.name for one in (tmp_path / "c").iterdir()]
    assert len(names) == 2 * len(PAYLOADS)
    assert all(re.fullmatch(r"\d+-[a-z0-9-]{0,60}\.(txt|ann)", name) for name in names)


def test_one_article_goes_to_the_file_that_is_named(path: Path, tmp_path: Path) -> None:
    assert run(path, 1, "--out", tmp_path / "talks.htm").exit_code == 0
    page = (tmp_path / "talks.htm").read_bytes()
    assert page == run(path, 1, "--html").stdout_bytes
    (tmp_path / "folder.html").mkdir()
    assert run(path, 1, "--out", tmp_path / "folder.html").exit_code == 0
    assert (tmp_path / "folder.html" / "1-harbour-stays-open.html").read_bytes() == page


def test_what_cannot_be_done_is_said_in_a_line(path: Path, tmp_path: Path) -> None:
    for number in (9, 2**70):
        result = run(path, 1, number, "--out", tmp_path / "out")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"There is no article {number};")
        assert result.stderr.count("\n") == 1
        assert not (tmp_path / "out").exists(), "nothing is written unless all can be"
    assert run(path, 1, 2).exit_code == 2
    (tmp_path / "file").write_text("mine")
    result = run(path, 1, 2, "--out", tmp_path / "file")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert (tmp_path / "file").read_text() == "mine"
