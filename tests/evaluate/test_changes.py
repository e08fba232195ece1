"""Two runs side by side."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quotes.evaluate.attributions import AnnotatedArticle, Attribution, Corpus, Scope
from quotes.evaluate.changes import as_figures, changes_table, compare
from quotes.evaluate.run import score

TEXT = "“We won,” said Ann Lee. Bob Ray told us that it rained all day."


def span(words: str) -> tuple[tuple[int, int], ...]:
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


GOLD = (
    Attribution(
        {"content": span("“We won,”"), "source": span("Ann Lee"), "cue": span("said")},
        speaker="Ann Lee",
        kind="person",
        resolved=True,
        identity="E1",
    ),
    Attribution(
        {"content": span("that it rained all day"), "source": span("Bob Ray"), "cue": ()},
        identity="E2",
    ),
)
CORPUS = Corpus("Invented", (AnnotatedArticle("a", Path("a.txt"), TEXT, GOLD),))


def record(words: str, source: str, speaker: str = "") -> dict[str, Any]:
    ((start, end),) = span(source)
    return {
        "spans": [list(span(words)[0])],
        "source": {"start": start, "end": end},
        "speaker": {"name": speaker, "kind": "person"} if speaker else None,
        "article": {"path": "a.txt"},
    }


#: The first is right; the second is not found.
OLD = [record("We won", "Ann Lee", "Lee")]
#: The first has the wrong speaker and source; the second is right.
NEW = [record("We won", "Bob Ray", "Bob Ray"), record("it rained all day", "Bob Ray")]


def test_what_was_gained_and_lost() -> None:
    changes = compare(score(CORPUS, OLD), score(CORPUS, NEW))
    found = [(one.event, one.aspect, one.better) for one in changes.attributions]
    assert found == [
        ("E1", "linked", False),
        ("E1", "speaker", False),
        ("E2", "found", True),
        ("E2", "linked", True),
    ]
    speaker = changes.attributions[1]
    assert (speaker.wanted, speaker.old.speaker, speaker.new.speaker) == (
        "Ann Lee",
        "Lee",
        "Bob Ray",
    )
    assert changes.attributions[2].old.content == ""
    # Before, 2 * 1 / (1 + 2) of what is linked; after, 2 * 1 / (2 + 2).
    (article,) = changes.articles
    assert (article.old, article.new, article.change) == (66.67, 50.0, -16.67)
    assert changes.figures["linked F"].change == -16.67
    assert changes.figures["detection F"].change == 33.33
    assert changes.figures["speaker recall"].change == -100.0


def test_a_run_beside_itself() -> None:
    changes = compare(score(CORPUS, NEW), score(CORPUS, NEW), bootstrap=5)
    assert changes.articles == changes.attributions == ()
    assert changes.unchanged == 1
    assert {one.change for one in changes.figures.values()} == {0.0}
    assert not any(one.certain for one in changes.figures.values())
    assert "+0.0 to +0.0" in changes_table(changes, "old.jsonl")


def test_without_sources_articles_are_compared_by_what_was_found() -> None:
    corpus = replace(CORPUS, scope=Scope(exact=frozenset(["content"]), sources=False))
    changes = compare(score(corpus, OLD), score(corpus, NEW))
    assert changes.metric == "detection"
    assert {one.aspect for one in changes.attributions} == {"found", "speaker"}
    assert [one.change for one in changes.articles] == [33.33]


def test_table() -> None:
    lines = changes_table(compare(score(CORPUS, OLD), score(CORPUS, NEW), 20), "old.jsonl")
    assert "Compared with old.jsonl" in lines
    assert "Articles (linked F): 0 better, 1 worse, 0 the same" in lines
    assert "Attributions, speaker: 0 now right, 1 no longer" in lines
    assert "Lee became Bob Ray; right: Ann Lee" in lines
    assert "(not found) became Bob Ray; right: Bob Ray" in lines
    assert max(map(len, lines.splitlines())) <= 100


def test_json_has_every_change() -> None:
    figures = as_figures(compare(score(CORPUS, OLD), score(CORPUS, NEW), 5))
    assert figures["figures"]["linked F"]["old"] == 66.67
    assert len(figures["figures"]["linked F"]["interval"]) == 2
    assert len(figures["attributions"]) == 4
    assert figures["attributions"][0]["new"]["source"] == "Bob Ray"
    assert figures["articles unchanged"] == 0


def test_problems_of_the_old_run_are_told() -> None:
    elsewhere = {**OLD[0], "article": {"path": "another.txt"}}
    changes = compare(score(CORPUS, [elsewhere]), score(CORPUS, NEW))
    assert as_figures(changes)["problems"] == {"article not in gold": 1}
    assert "Problem: article not in gold: 1 records" in changes_table(changes, "old.jsonl")


def test_other_articles_are_not_compared() -> None:
    other = replace(CORPUS, articles=(replace(CORPUS.articles[0], name="b"),))
    with pytest.raises(ValueError, match="same articles"):
        compare(score(CORPUS, OLD), score(other, OLD))
