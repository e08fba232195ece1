"""Putting functions out of action one by one, and telling what came of it."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import stubbing
from quotes.evaluate.attributions import AnnotatedArticle, Attribution
from quotes.types import AttributedQuotation, Mention, Speaker

SOURCE = """
from __future__ import annotations
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

@dataclass(frozen=True)
class Word:
    text: str

    @property
    def is_long(self) -> bool:
        return len(self.text) > 3

    @cached_property
    def length(self) -> int:
        return len(self.text)

    @classmethod
    def of(cls, text: str) -> Word:
        return cls(text)

    def plain(self) -> Word:
        return Word(self.text.lower())

@lru_cache(maxsize=8)
def first(text: str) -> str | None:
    return text[:1] or None

def letters(text: str) -> Iterator[str]:
    yield from text

def pair(text: str, *, twice: bool = False) -> tuple[str | None, tuple[int, ...]]:
    return text, (len(text),) * (1 + twice)

def lower(text: str) -> str:
    return text.lower()

def grade(word: Word) -> float:
    return 0.5

def untold(text):
    return text

def word_of(text: str) -> Word:
    return Word(text)
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    path = tmp_path / "quotes_of_test.py"
    path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("quotes_of_test", path)
    assert spec and spec.loader
    module = sys.modules["quotes_of_test"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["quotes_of_test"]


@pytest.fixture
def by_name(module: ModuleType) -> dict[str, stubbing.Function]:
    found = stubbing.functions([module])
    return {one.name.removeprefix("quotes_of_test."): one for one in found}


def test_functions_and_methods_are_found_and_what_is_generated_is_not(by_name):
    methods = {"Word.is_long", "Word.length", "Word.of", "Word.plain"}
    functions = {"first", "letters", "pair", "lower", "grade", "untold", "word_of"}
    assert set(by_name) == methods | functions
    assert (by_name["letters"].lines, by_name["first"].lines) == (2, 3)


def test_how_each_does_nothing(by_name):
    how = {
        name: found and found.how
        for name, found in ((name, stubbing.nothing(one)) for name, one in by_name.items())
    }
    assert how == {
        "Word.is_long": "commonest",
        "Word.length": "commonest",
        "Word.of": None,
        "Word.plain": "unchanged",
        "first": "none",
        "letters": "empty",
        "pair": "empty",
        "lower": "unchanged",
        "grade": "commonest",
        "untold": None,
        "word_of": None,
    }
    pair = stubbing.nothing(by_name["pair"])
    assert pair and pair.value() == (None, ())


def test_whoever_has_a_function_already_gets_the_other_answer(module, by_name):
    lower, word = module.lower, module.Word("Ada")
    with stubbing.answering(by_name["lower"], lambda text: text + "!"):
        assert lower("Ada") == "Ada!"
    assert lower("Ada") == "ada"
    with stubbing.answering(by_name["Word.is_long"], lambda self: True):
        assert word.is_long
    assert not word.is_long
    with stubbing.answering(by_name["pair"], lambda *given, **named: (given, named)):
        assert module.pair("a", twice=True) == (("a",), {"twice": True})
    assert module.pair("ab", twice=True) == ("ab", (2, 2))
    assert not [name for name in vars(module) if name.startswith("__answer")]


def test_the_original_can_be_asked_meanwhile(module, by_name):
    original = stubbing.original(by_name["pair"])
    with stubbing.answering(by_name["pair"], lambda *given, **named: original(*given, **named)):
        assert module.pair("ab", twice=True) == ("ab", (2, 2))
        assert module.pair("ab") == ("ab", (2,))


def test_it_is_put_back_after_an_error(module, by_name):
    with pytest.raises(KeyError), stubbing.answering(by_name["lower"], lambda text: {}[text]):
        module.lower("Ada")
    assert module.lower("Ada") == "ada"


def test_a_trace_counts_what_differs_from_doing_nothing(by_name):
    trace = stubbing.Trace(stubbing.nothing(by_name["Word.is_long"]))
    for answer, article in ((False, 0), (False, 1), (True, 1), (False, 2)):
        trace.note(answer, article)
    assert (trace.calls, trace.decided, trace.deciding) == (4, 1, {1})
    assert trace.answer() is False
    unchanged = stubbing.Trace(stubbing.nothing(by_name["lower"]))
    assert unchanged.answer("Ada") == unchanged.answer(text="Ada") == "Ada"
    assert stubbing.Trace(stubbing.nothing(by_name["lower"])).decided == 0


def test_what_takes_too_long_is_stopped():
    with pytest.raises(stubbing.TooLong), stubbing.patience(0.05):
        end = time.process_time() + 5
        while time.process_time() < end:
            pass
    with stubbing.patience(5):
        pass


def quotation(start: int, name: str, source: int = 0) -> AttributedQuotation:
    said = Mention("he", source, source + 2)
    speaker = Speaker(name, "person")
    return AttributedQuotation(
        "direct", "x", ((start, start + 1),), said, said, 0.5, None, speaker, "pronoun"
    )


def test_a_changed_record_counts_once():
    before = [quotation(10, "Ada Hill"), quotation(20, "Ada Hill"), quotation(30, "Ada Hill")]
    changed = [quotation(10, "Tom Marsh"), *before[1:]]
    assert stubbing.differing(before, before) == 0
    assert stubbing.differing(before, changed) == 1
    assert stubbing.differing(before, before[:1]) == 2
    assert stubbing.differing(before[:1], before) == 2
    assert stubbing.differing(before, [*before[:2], quotation(30, "Ada Hill", 4)]) == 1


TEXT = "Anna Brandt met reporters on Monday. “The bridge is safe,” she said."
CONTENT = TEXT.index("“The"), TEXT.index(" she")


def article(speaker: str) -> AnnotatedArticle:
    she = TEXT.index("she")
    spans = {"content": (CONTENT,), "source": ((she, she + 3),), "cue": ((she + 4, she + 8),)}
    gold = Attribution(spans, speaker=speaker, kind="person", how="pronoun", resolved=True)
    return AnnotatedArticle("one", Path("one.txt"), TEXT, (gold,))


def test_a_function_that_decides_is_told_from_one_that_does_not(nlp):
    report = stubbing.measure([article("Anna Brandt")], nlp, ["coreference"])
    rows = {row.name.removeprefix("coreference."): row for row in report.rows}
    assert (report.articles, report.decisions, report.right, report.gold) == (1, 1, 1, 1)
    deciding = rows["pronouns.read_pronoun"]
    assert (deciding.how, deciding.calls, deciding.effect.changed) == ("none", 1, 1)
    assert (deciding.effect.lost, deciding.effect.won) == (1, 0)
    assert deciding in stubbing.groups(report.rows)["deciding"]
    idle = rows["pronouns._as_one"]
    assert idle in stubbing.groups(report.rows)["uncalled"] or idle.effect.idle
    assert report.together.changed == 0
    page = stubbing.summary(report)
    assert "1 articles, 1 records; 1 of 1 gold attributions right" in page
    assert "`coreference.pronouns.read_pronoun` | " in page


@pytest.mark.parametrize(("limits", "changed"), [({}, 2), ({"enough": 1}, 1), ({"most": 1}, 1)])
def test_a_function_need_not_be_followed_through_all_articles(nlp, limits, changed):
    articles = [article("Anna Brandt")] * 2
    report = stubbing.measure(articles, nlp, ["coreference"], **limits)
    (row,) = (one for one in report.rows if one.name == "coreference.pronouns.read_pronoun")
    assert (row.calls, row.articles, row.effect.changed) == (2, 2, changed)


def test_the_articles_followed_are_spread_evenly():
    assert list(stubbing._evenly(range(10), 4)) == [0, 2, 5, 7]
    assert (
        list(stubbing._evenly(range(3), 4)) == list(stubbing._evenly(range(3), None)) == [0, 1, 2]
    )


def test_articles_without_annotation_are_read_too(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (found,) = stubbing._unannotated(tmp_path)
    assert (found.name, found.text, found.attributions) == ("one", TEXT, ())


def test_verdicts_need_the_speaker_where_it_is_known(nlp):
    parsed = next(stubbing.parse([article("Anna Brandt")], nlp))
    found = stubbing.Reader()(parsed).quotations
    assert stubbing.verdicts(article("Anna Brandt"), found) == ((True,), 0)
    assert stubbing.verdicts(article("Pia Holm"), found) == ((False,), 0)
    assert stubbing.verdicts(article("Anna Brandt"), ()) == ((False,), 0)
