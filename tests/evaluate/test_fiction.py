"""LitBank and the Project Dialogism Novel Corpus."""

import csv
import io
import tarfile
from pathlib import Path
from typing import Any

import pytest

from quotes.evaluate import litbank, pdnc
from quotes.evaluate.attributions import EvaluationError
from quotes.evaluate.litbank import joined
from quotes.evaluate.pdnc import cut, find_expression
from quotes.evaluate.run import score

# ------------------------------------------------------------------ LitBank

SENTENCES = (
    "The rain stopped .\n“ It ’s over , ” said the boy ; “ go home ! ”\nDo n't , Ann cried .\n"
)
QUOTES = (
    "QUOTE\tQ1\t1\t0\t1\t5\t“ It ’s over , ”\n"
    "QUOTE\tQ2\t1\t10\t1\t14\t“ go home ! ”\n"
    "QUOTE\tQ3\t2\t0\t2\t2\tDo n't ,\n"
    "ATTRIB\tQ1\ta_boy-3\n"
    "ATTRIB\tQ3\tMrs__Ann_Lee-0\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "7_a_short_book_brat.txt").write_text(SENTENCES, encoding="utf-8")
    (tmp_path / "7_a_short_book_brat.ann").write_text(QUOTES, encoding="utf-8")
    return tmp_path


def test_running_text_out_of_tokens() -> None:
    text, tokens = joined(SENTENCES)
    assert text == "The rain stopped.\n“It’s over,” said the boy; “go home!” Don't, Ann cried."
    assert [text[start:end] for start, end in tokens[2]] == ["Do", "n't", ",", "Ann", "cried", "."]


def test_straight_marks_open_and_close_in_turn() -> None:
    assert joined('" Yes , " he said . " No . "')[0] == '"Yes," he said. "No."'


def test_paragraphs_begin_where_speakers_change() -> None:
    text = joined("“ A ? ”\n“ B , ” he said .\n“ C .\n“ D ”\nHe left .\n“ E ”\n")[0]
    assert text == "“A?”\n“B,” he said. “C. “D” He left.\n“E”"


def test_what_one_speaker_says_in_a_turn_is_one_quotation(book: Path) -> None:
    annotation = book / "7_a_short_book_brat.ann"
    annotation.write_text(QUOTES + "ATTRIB\tQ2\ta_boy-3\n", encoding="utf-8")
    first, last = litbank.read_corpus(book).articles[0].attributions
    assert (first.identity, len(first.spans["content"])) == ("Q1", 2)
    assert last.identity == "Q3"


def test_litbank(book: Path) -> None:
    corpus = litbank.read_corpus(book)
    (article,) = corpus.articles
    contents = [article.text[slice(*one.spans["content"][0])] for one in article.attributions]
    assert contents == ["“It’s over,”", "“go home!”", "Don't,"]
    assert [(one.speaker, one.kind, one.resolved) for one in article.attributions] == [
        ("a boy", "unnamed", True),
        ("", "", False),
        ("Mrs Ann Lee", "person", True),
    ]
    assert (article.name, article.group) == ("7_a_short_book", "a short book")


def test_only_what_litbank_marks_is_scored(book: Path) -> None:
    corpus = litbank.read_corpus(book)
    text = corpus.articles[0].text

    def record(words: str) -> dict[str, Any]:
        start = text.index(words)
        spans = [[start, start + len(words)]]
        return {"spans": spans, "article": {"path": "7_a_short_book.txt"}}

    run = score(corpus, [record("“It’s over,”"), record("rain stopped"), record("go home")])
    figures = run.figures()
    # "rain stopped" is indirect, which nobody marked; Q3 has no marks in the text and is missed.
    assert figures["detection"]["all"] == {"p": 100.0, "r": 66.67, "f": 80.0}
    assert not {"linked", "whole"} & set(figures)
    assert list(figures["exact"]) == ["content"]
    assert {one.what for one in run.mistakes} <= {"missed", "speaker missing"}


def test_litbank_that_does_not_fit(book: Path) -> None:
    annotation = book / "7_a_short_book_brat.ann"
    annotation.write_text("QUOTE\tQ1\t1\t0\t1\t99\twords\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"_brat.ann, line 1: not a quotation"):
        litbank.read_corpus(book)
    (book / "7_a_short_book_brat.txt").unlink()
    with pytest.raises(EvaluationError, match=r"its 7_a_short_book_brat.txt is missing"):
        litbank.read_corpus(book)
    annotation.rename(book / "a.txt")
    with pytest.raises(EvaluationError, match="quotations/tsv"):
        litbank.read_corpus(book)


# ------------------------------------------------------------------ PDNC

NOVEL = (
    '"It rains," said Mrs. Lee,\n"and it will not\nstop."\n\n'
    '"Who says so?"\n\nHe laughed, and he asked\nagain: "Who?"\n'
)
CHARACTERS = "Character ID,Main Name,Aliases,Gender,Category\n" + (
    "0,Ann Lee,\"{'Mrs. Lee', 'Ann Lee'}\",F,major\n"
    "1,Bob Ray,set(),M,minor\n"
    "2,_group,set(),U,minor\n"
)


def row(words: list[str], speaker: str, kind: str, expression: str) -> list[str]:
    spans = [[NOVEL.index(one), NOVEL.index(one) + len(one)] for one in words]
    return [f"Q{spans[0][0]}", str(spans), speaker, kind, expression]


def table(*rows: list[str]) -> str:
    out = io.StringIO()
    heading = ["quoteID", "quoteByteSpans", "speaker", "quoteType", "referringExpression"]
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


QUOTATIONS = table(
    row(["Who?"], "Bob Ray", "Anaphoric", "he asked again"),
    row(["It rains,", "and it will not\nstop."], "Mrs. Lee", "Explicit", "said Mrs Lee"),
    row(["Who says so?"], "_group", "Implicit", "nan"),
)


@pytest.fixture
def novels(tmp_path: Path) -> Path:
    folder = tmp_path / "novels" / "Rain"
    folder.mkdir(parents=True)
    (folder / "novel_text.txt").write_text(NOVEL, encoding="utf-8")
    (folder / "character_info.csv").write_text(CHARACTERS, encoding="utf-8")
    (folder / "quotation_info.csv").write_text(QUOTATIONS, encoding="utf-8")
    return tmp_path / "novels"


def test_pdnc(novels: Path) -> None:
    (passage,) = pdnc.read_corpus(novels).articles
    # Lines broken for print are whole again, and offsets stay.
    assert len(passage.text) == len(NOVEL)
    assert passage.text.startswith('"It rains," said Mrs. Lee, "and it will not stop."\n\n')
    assert (passage.name, passage.group) == ("Rain-001", "Rain")
    lee, group, ray = passage.attributions
    assert [passage.text[slice(*span)] for span in lee.spans["content"]] == [
        "It rains,",
        "and it will not stop.",
    ]
    assert passage.text[slice(*lee.spans["source"][0])] == "said Mrs. Lee"
    assert (lee.speaker, lee.aliases, lee.kind, lee.how) == (
        "Ann Lee",
        ("Mrs. Lee",),
        "person",
        "name",
    )
    assert (group.speaker, group.resolved, group.how) == ("", False, "implicit")
    assert passage.text[slice(*ray.spans["source"][0])] == "he asked again"
    assert (ray.speaker, ray.how) == ("Bob Ray", "pronoun")


def test_an_alias_is_right_but_not_full(novels: Path) -> None:
    start = NOVEL.index("It rains")
    record = {
        "spans": [[start, NOVEL.index("stop.") + 5]],
        "source": {"start": NOVEL.index("Mrs"), "end": NOVEL.index("Lee") + 3},
        "speaker": {"name": "Mrs. Lee", "kind": "person"},
        "article": {"path": "Rain-001.txt"},
    }
    figures = score(pdnc.read_corpus(novels), [record]).figures()
    assert figures["linked"]["all"] == {"p": 100.0, "r": 33.33, "f": 50.0}
    assert figures["speakers"]["name"]["recall"] == 100.0
    assert figures["speakers"]["name"]["full"] == 0.0


def test_the_nearest_expression_outside_the_quotation() -> None:
    text = "he said he was ill, he said. “he said” Once he said so"
    start = text.index("“") + 1
    span = (start, start + len("he said"))
    assert find_expression("He said", text, (span,)) == ((text.index("he said."), start - 3),)
    assert find_expression("she said", text, (span,)) == ()
    assert find_expression("", text, (span,)) == ()


def test_passages_end_between_paragraphs_and_quotations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdnc, "PASSAGE", 10)
    text = "One two three.\n\nFour “five\n\nsix” seven.\n\nEight.\n\n \n"
    crossing = pdnc.Attribution(
        {"content": ((text.index("five"), text.index("six") + 3),), "source": (), "cue": ()}
    )
    pieces = [text[start:end] for start, end in cut(text, [crossing])]
    assert pieces == ["One two three.\n\n", "Four “five\n\nsix” seven.\n\n", "Eight.\n\n \n"]
    assert [text[slice(*one)] for one in cut(text, [])][1] == "Four “five\n\n"


def test_pdnc_from_an_archive(novels: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        archive.add(novels, "data")
    ours = pdnc.read_corpus(tmp_path / "all.tar.gz")
    assert ours.articles == pdnc.read_corpus(novels).articles


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("quotation_info.csv", "quoteID\nQ1\n", "no column quoteByteSpans"),
        ("quotation_info.csv", table(["Q", "[[1, 9999]]", "", "", ""]), "line 2: its spans"),
        ("quotation_info.csv", table(["Q", "exec()", "", "", ""]), "are no spans"),
        ("quotation_info.csv", table(["Q", "[" * 5000, "", "", ""]), "are no spans"),
        ("character_info.csv", "Main Name,Aliases\nA,__import__('os')\n", "cannot be read"),
        ("character_info.csv", f"Main Name,Aliases\nA,{'[' * 5000}\n", "cannot be read"),
        ("character_info.csv", "Main Name,Aliases\nA,3\n", "not a set of names"),
    ],
)
def test_pdnc_that_does_not_fit(novels: Path, name: str, content: str, said: str) -> None:
    (novels / "Rain" / name).write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=said) as raised:
        pdnc.read_corpus(novels)
    assert name in str(raised.value)


def test_pdnc_without_a_file(novels: Path) -> None:
    (novels / "Rain" / "character_info.csv").unlink()
    with pytest.raises(EvaluationError, match=r"Rain: character_info.csv is missing"):
        pdnc.read_corpus(novels)
    (novels / "Rain" / "novel_text.txt").unlink()
    with pytest.raises(EvaluationError, match=r"expected novel_text.txt"):
        pdnc.read_corpus(novels)
