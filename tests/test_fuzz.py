"""Ten thousand inputs for what reads strangers' bytes and words; the fuzzer sees mistakes."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from benchmarks import fuzz, fuzz_checks
from benchmarks.fuzz_checks import Broken, Finder, Readers, Search
from benchmarks.fuzz_files import File, wholes
from quotes.articles.errors import ArticleError
from quotes.articles.formats import plain_text
from quotes.articles.items import Note
from quotes.store.fts import match_query
from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

#: What is run where no more is asked for.
SEED = 16
CASES = {"readers": 7_000, "search": 2_000, "cli": 850, "finder": 150}
MORE = int(os.environ.get("QUOTES_FUZZ_CASES") or 0)


@pytest.fixture
def readers() -> Iterator[Readers]:
    target = Readers()
    yield target
    target.close()


def told(failures: list[fuzz.Failure]) -> str:
    return "\n".join(map(str, failures[:20]))


@pytest.mark.parametrize("name", ["readers", "search", "cli"])
def test_whatever_comes(name: str) -> None:
    tally = fuzz.fuzz(name, range(CASES[name]), SEED)
    assert tally.cases == CASES[name]
    assert not tally.failures, told(tally.failures)


def test_whatever_is_read(nlp) -> None:
    finder = Finder()
    finder.nlp = nlp
    tally = fuzz.fuzz("finder", range(CASES["finder"]), SEED, finder)
    assert tally.cases == CASES["finder"]
    assert not tally.failures, told(tally.failures)


@pytest.mark.slow
@pytest.mark.skipif(not MORE, reason="QUOTES_FUZZ_CASES says how many")
@pytest.mark.parametrize("name", CASES)
def test_many_more(name: str) -> None:
    cases = MORE * CASES[name] // sum(CASES.values())
    *failures, tally = fuzz.run(name, cases, SEED + 1)
    assert isinstance(tally, fuzz.Tally)
    assert tally.cases == cases
    assert not failures, told(tally.failures)


# The fuzzer itself.


def test_whole_files_are_the_same_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    today = [(one.name, one.content, one.pack and one.pack(one.core)) for one in wholes()]
    monkeypatch.setattr(time, "time", lambda: 1e9)
    later = [(one.name, one.content, one.pack and one.pack(one.core)) for one in wholes()]
    for one, other in zip(today, later, strict=True):
        assert one == other, one[0]


def test_a_number_tells_the_case() -> None:
    for name, make in fuzz.TARGETS.items():
        if name == "finder":
            continue
        target = make()
        cases = [fuzz.made(target, name, 1, number) for number in range(40)]
        assert cases == [fuzz.made(target, name, 1, number) for number in range(40)]
        assert cases != [fuzz.made(target, name, 2, number) for number in range(40)]
        target.close()


def test_whole_files_are_read_without_an_error(readers: Readers) -> None:
    for whole in wholes():
        found = list(readers._read(File(whole.name, whole.content)))
        fetches = whole.name in ("feed.xml", "feed.json", "list.txt")
        assert fetches or not any(isinstance(one, ArticleError) for one in found), whole.name
        assert whole.name == "list.txt" or any(isinstance(one, Article) for one in found)
        readers.check(File(whole.name, whole.content))


def test_what_a_reader_lets_out_is_seen_and_made_small(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = plain_text.read

    def careless(blob, settings):
        if b"Holt" in blob.data():
            raise KeyError("the\nsecond line")
        yield from read(blob, settings)

    monkeypatch.setattr(plain_text, "read", careless)
    tally = fuzz.fuzz("readers", range(60), SEED, readers)
    (place,) = {failure.place for failure in tally.failures}
    assert "KeyError" in place
    first = tally.failures[0]
    case = fuzz.made(readers, "readers", SEED, first.number)
    assert "\n" not in str(first)
    if case.cut_from is None:
        small = fuzz.smaller(readers, first, case)
        assert b"Holt" in small.content or len(small.content) < len(first.content)
        assert len(small.content) <= len(first.content)


def test_a_slow_reader_is_seen(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(blob, settings):
        until = time.process_time() + 0.2
        while time.process_time() < until:
            pass
        yield Note(blob.name, "slow")

    monkeypatch.setattr(plain_text, "read", slow)
    monkeypatch.setattr(fuzz_checks, "MOST_SECONDS", 0.1)
    with pytest.raises(Broken, match=r"took .* seconds"):
        readers.check(File("news.txt", b"It was time, she said."))


def test_what_takes_much_memory_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fuzz_checks._peak()
    assert 1_000_000 < before < 10**12
    peaks = iter((before, *[before + fuzz_checks.MOST_MEMORY + 1] * 2))
    monkeypatch.setattr(fuzz_checks, "_peak", lambda: next(peaks))
    with pytest.raises(Broken, match="700 MB more"), fuzz_checks.bounded():
        pass


def test_a_cut_that_is_not_told_is_seen(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = next(one for one in readers.files if one.name == "news.txt.gz")

    def read(self: Readers, case: File) -> Iterator[object]:
        yield Article("a" * len(case.content), path="news.txt.gz")

    monkeypatch.setattr(Readers, "_read", read)
    with pytest.raises(Broken, match="cut off after 100 bytes"):
        readers.check(File(whole.name, whole.content[:100], whole))


def test_what_is_left_behind_is_seen(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    def littering(blob, settings):
        os.close(tempfile.mkstemp()[0])
        yield Article(blob.data().decode(), path=blob.name)

    monkeypatch.setattr(plain_text, "read", littering)
    with pytest.raises(Broken, match="behind"):
        readers.check(File("news.txt", b"It was time, she said."))


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (ArticleError("a", "has\ntwo lines", "mend it"), "an error holds"),
        (ArticleError("a", "beeps \x07", "mend it"), "an error holds"),
        (ArticleError("a", "", "mend it"), "empty"),
        (ArticleError("a", "is long" * 1000, "mend it"), "characters"),
        (Note("a", "turns\u2028"), "a note holds"),
        (Article("No \0", path="a"), "NUL"),
        (Article(" \n ", path="a"), "is empty"),
        (Article("No.", path="a", title="a\x1b[31m"), "the title"),
        (Article("No.", path="a", published="yesterday"), "published"),
        (Article("No."), "nowhere"),
        ("words", "a str came out"),
    ],
)
def test_what_a_reader_may_not_say(item: object, what: str) -> None:
    with pytest.raises(Broken, match=what):
        fuzz_checks.check_item(item)


TEXT = "“It was time,” Anna Holt said."
RIGHT = AttributedQuotation(
    type="direct",
    text="It was time,",
    spans=((1, 13),),
    cue=Mention(text="said", start=25, end=29),
    source=Mention(text="Anna Holt", start=15, end=24),
    confidence=0.9,
    speaker=Speaker("Anna Holt", "person"),
    resolution="name",
    evidence=Evidence("the name itself"),
)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"spans": ((1, 99),)}, "the span"),
        ({"spans": ((2, 13),)}, "is told where"),
        ({"spans": ()}, "without a span"),
        ({"spans": ((5, 13), (1, 4))}, "out of order"),
        ({"cue": Mention("said", 24, 28)}, "is ' sai'"),
        ({"source": Mention("", 15, 15)}, "the mention"),
        ({"confidence": 1.01}, "a share"),
        ({"confidence": float("nan")}, "a share"),
        ({"evidence": Evidence("", linked=-0.1)}, "a share"),
        ({"speaker": Speaker(" ", "person")}, "without a name"),
        ({"speaker": Speaker("Anna\nHolt", "person")}, "a name of lines"),
    ],
)
def test_what_a_quotation_may_not_say(change: dict[str, object], what: str) -> None:
    from dataclasses import replace

    fuzz_checks.check_quotation(RIGHT, TEXT)
    with pytest.raises(Broken, match=what):
        fuzz_checks.check_quotation(replace(RIGHT, **change), TEXT)


def test_a_word_that_is_not_found_is_seen() -> None:
    target = Search()
    try:
        target.check("harbour")
        target.check("time")
        with pytest.raises(Broken, match="does not find"):
            target._check_known("time", [])
    finally:
        target.close()


class Stuck:
    """A target of which one case never ends and one ends the process."""

    def case(self, random: Random) -> float:
        return random.random()

    def check(self, case: float) -> None:
        numbers = {fuzz.made(self, "search", 0, number): number for number in range(6)}
        if numbers[case] == 1:
            os._exit(3)
        if numbers[case] == 3:
            time.sleep(600)
        if numbers[case] == 4:
            raise ValueError("four")

    def written(self, case: float) -> tuple[bytes, str]:
        return str(case).encode(), ".txt"

    def smaller(self, case: float, content: bytes) -> float:
        raise ValueError("no less")

    def close(self) -> None:
        pass


def test_what_never_ends_or_ends_the_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fuzz.TARGETS, "search", Stuck)
    monkeypatch.setattr(fuzz, "MOST_WAITING", 1.0)
    monkeypatch.setattr(fuzz, "_STARTING", 30.0)
    monkeypatch.setattr(fuzz, "_CONTEXT", multiprocessing.get_context("fork"))
    *failures, tally = fuzz.run("search", 6, 0)
    assert isinstance(tally, fuzz.Tally)
    assert [failure.number for failure in failures] == [1, 3, 4]
    assert "ended with 3" in failures[0].problem
    assert "did not end" in failures[1].problem
    assert "ValueError: four" in failures[2].problem
    assert tally.cases == 6


def test_failing_inputs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = fuzz.Failure("readers", 7, "a problem", "a.py:1", b"\x00bytes", "-a.csv")
    tally = fuzz.Tally(8, 1.0, [failure])
    monkeypatch.setattr(fuzz, "run", lambda *_, **__: iter([failure, failure, tally]))
    result = CliRunner().invoke(fuzz.main, ["readers", "--keep", str(tmp_path)])
    assert result.exit_code == 1
    assert (tmp_path / "readers-7-a.csv").read_bytes() == b"\x00bytes"
    assert "a problem" in (tmp_path / "readers-7-a.csv.why").read_text()
    assert "1 failed in 1 ways" in result.output


def test_half_a_character_parts_words() -> None:
    assert match_query("a\ud800b\0c \udcff") == '"a" "b" "c"'
