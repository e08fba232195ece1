"""The page of mistakes."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from quotes.evaluate import error_page
from quotes.evaluate.attributions import AnnotatedArticle, Attribution, Corpus, Reading, read
from quotes.evaluate.changes import compare
from quotes.evaluate.error_page import write_page
from quotes.evaluate.passages import passage
from quotes.evaluate.reliability import diagram
from quotes.evaluate.run import Run, score

TEXT = (
    "First of all. “We <b>won</b>,” said Ann Lee.\nDr. Bob Ray told us that it rained. "
    "Nothing here. He said “no & no”. Last one."
)


def span(words: str) -> tuple[tuple[int, int], ...]:
    return ((TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()


def attribution(content: str, source: str = "", cue: str = "", **more: Any) -> Attribution:
    spans = {"content": span(content), "source": span(source), "cue": span(cue)}
    return Attribution(spans, **more)  # type: ignore[arg-type]


def reading(content: str, source: str = "", cue: str = "") -> Reading:
    return read(TEXT, attribution(content, source, cue))


WON = attribution(
    "“We <b>won</b>,”", "Ann Lee", "said", speaker="A<i>n", kind="person", resolved=True
)
RAINED = attribution("that it rained", "Bob Ray", "told")


def run(predicted: list[dict[str, Any]]) -> Run:
    article = AnnotatedArticle("a<b", Path("a<b.txt"), TEXT, (WON, RAINED))
    return score(Corpus("Invented & small", (article,), caution="1 < 2"), predicted)


def record(content: str, source: str = "", **more: Any) -> dict[str, Any]:
    mention = {"start": span(source)[0][0], "end": span(source)[0][1]} if source else None
    return {
        "spans": [list(span(content)[0])],
        "source": mention,
        "article": {"path": "a<b.txt"},
        **more,
    }


def page(predicted: list[dict[str, Any]]) -> str:
    scored = run(predicted)
    file = io.StringIO()
    write_page(scored, scored.figures(), file)
    return file.getvalue()


WRONG = record(
    "<b>won", "Bob Ray", confidence=0.7, speaker={"name": "Bob <u>Ray", "kind": "person"}
)


class Checked(HTMLParser):
    """Elements that are open, and all that were ever opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_element_is_closed_and_nothing_comes_from_elsewhere() -> None:
    written = page([WRONG])
    parser = Checked()
    parser.feed(written)
    assert parser.open == []
    assert not any(tag in ("script", "img", "link", "iframe") for tag, _ in parser.seen)
    assert not any({"src", "onclick", "style"} & set(given) for _, given in parser.seen)
    assert {given["href"] for tag, given in parser.seen if tag == "a"} == {"#a0"}
    assert "default-src 'none'" in written


def test_what_stands_in_texts_and_names_is_not_markup() -> None:
    body = page([WRONG]).partition("</head>")[2]
    for written in ("<u>", "A<i>n", "a<b<", "<b>won"):
        assert written not in body
    assert "Bob &lt;u&gt;Ray" in body
    assert "Invented &amp; small" in body
    assert "1 &lt; 2" in body


def test_the_mistakes_of_one_pair_are_on_one_card() -> None:
    written = page([WRONG])
    cards = re.findall(r'<div class="card ([^"]*)">', written)
    # The contents share four of seven letters, "bwon" of "Webwonb": found, but not to the letter.
    assert cards == ["boundary cue source speaker-wrong", "missed"]
    assert "confidence 0.70" in written
    assert 'id="only-missed"> missed <b>1</b>' in written
    assert "only-spurious" not in written.partition("</head>")[2]
    assert "nobody looked it up" not in written


def test_a_name_that_nobody_can_judge() -> None:
    written = page([record("it rained", speaker={"name": "Bob Ray", "kind": "person"})])
    assert "<td>(nobody looked it up)</td><td>Bob Ray (person)</td>" in written


def test_a_card_for_what_was_invented() -> None:
    written = page([record("“no & no”")])
    assert re.findall(r'<div class="card ([^"]*)">', written) == ["missed", "missed", "spurious"]


def test_a_page_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_page, "MOST_CARDS", 1)
    written = page([])
    assert len(re.findall(r'<div class="card', written)) == 1
    assert "These are the first 1 of 2." in written


def test_what_changed_is_on_the_page() -> None:
    old, new = run([WRONG]), run([record("“We <b>won</b>,”", "Ann Lee")])
    file = io.StringIO()
    write_page(new, new.figures(), file, compare(old, new))
    written = file.getvalue()
    assert "1 right that were wrong, 0 wrong that were right" in written
    row = re.search(r'<tr class="better">.*', written)
    assert row
    assert re.sub("<[^>]*>", "|", row[0]).strip("|").split("||") == [
        "+ linked",
        "“We &lt;b&gt;won&lt;/b&gt;,”",
        "Bob Ray",
        "Ann Lee",
        "Ann Lee",
    ]
    parser = Checked()
    parser.feed(written)
    assert parser.open == []


def test_without_mistakes() -> None:
    right = record("“We <b>won</b>,”", "Ann Lee", cue={"start": TEXT.index("said"), "end": 36})
    assert '<section class="article"' in page([])
    scored = run([right])
    assert [one.what for one in scored.mistakes] == ["missed", "speaker missing"][::-1]


# ------------------------------------------------------------------ passages and the diagram


def test_a_passage_is_the_sentences_with_both_sides_marked() -> None:
    shown = passage(TEXT, reading("that it rained", "Bob Ray"), reading("us that it", "Bob Ray"))
    assert re.sub("<[^>]*>", "", shown) == "Dr. Bob Ray told us that it rained."
    classes = re.findall(r'<span class="([^"]*)"', shown)
    assert classes == ["gs ps", "pc", "gc pc", "gc"]


def test_sentences_apart_have_an_ellipsis_between() -> None:
    shown = passage(TEXT, reading("that it rained", "Bob Ray"), reading("“no & no”"))
    assert re.sub("<[^>]*>", "", shown) == (
        "Dr. Bob Ray told us that it rained. […] He said “no &amp; no”."
    )


def test_without_a_source_the_neighbours_are_there() -> None:
    shown = re.sub("<[^>]*>", "", passage(TEXT, reading("“no & no”"), None))
    assert shown == "Nothing here. He said “no &amp; no”. Last one."
    shown = re.sub("<[^>]*>", "", passage(TEXT, reading("First"), None))
    assert shown == "First of all. “We &lt;b&gt;won&lt;/b&gt;,” said Ann Lee."


def test_neighbouring_lines_are_broken_not_left_out() -> None:
    shown = passage(TEXT, reading("“We", "Ann Lee"), reading("that it rained"))
    assert "Lee</span>.<br>Dr. Bob Ray told us" in shown


def test_a_long_stretch_is_cut_in_its_middle() -> None:
    text = f"He said {'a' * 3000} {'b' * 3000} then."
    spans = {"content": ((8, 6009),), "source": (), "cue": ()}
    shown = passage(text, read(text, Attribution(spans)), None)  # type: ignore[arg-type]
    assert "aaa <span" in shown
    assert "</span> bbb" in shown
    assert shown.endswith(" then.")
    assert 1000 < len(shown) < 1500


def test_nothing_to_show() -> None:
    assert passage(TEXT, None, None) == ""


def test_a_diagram_has_a_dot_a_bin_where_it_belongs() -> None:
    bins = [
        {"from": 0.0, "to": 0.5, "quotations": 1, "confidence": 0.0, "right": 0.0},
        {"from": 0.5, "to": 1.0, "quotations": 4, "confidence": 1.0, "right": 0.5},
    ]
    drawn = diagram("a < b", bins)
    assert "a &lt; b" in drawn
    # 220 wide and high within a margin of 34; up is less.
    assert re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn) == [
        ("34.0", "254.0", "5.0"),
        ("254.0", "144.0", "8.0"),
    ]
