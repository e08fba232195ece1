"""Where sources are cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from quotes.articles import ArticleError
from quotes.scale import Failure
from quotes.scale import partitions as room
from quotes.scale.partitions import articles_in, partitions
from quotes.types import Article


@pytest.fixture
def articles(found: SimpleNamespace) -> list[Article]:
    many: list[Article] = found.articles(400)
    return many


def test_nothing_is_lost_and_each_has_about_as_many_as_asked_for(articles: list[Article]) -> None:
    cut = list(partitions(articles, 20, None))
    assert [article for one in cut for article in one.articles] == articles
    assert [one.number for one in cut] == list(range(len(cut)))
    assert all(5 <= len(one.articles) <= 40 for one in cut[:-1])
    assert 14 <= len(articles) / len(cut) <= 28


def test_the_same_articles_have_the_same_names(articles: list[Article]) -> None:
    names = [one.name for one in partitions(articles, 20, None)]
    assert names == [one.name for one in partitions(iter(articles), 20, None)]
    assert len(set(names)) == len(names)


def test_another_pipeline_is_another_result(articles: list[Article]) -> None:
    (one,) = partitions(articles[:3], 200, None)
    (other,) = partitions(articles[:3], 200, "en_core_web_lg")
    assert one.digest != other.digest


@pytest.mark.parametrize("at", [0, 137, 399])
def test_an_article_more_less_or_edited_changes_few_partitions(
    articles: list[Article], at: int
) -> None:
    before = {one.digest for one in partitions(articles, 20, None)}
    edited = replace(articles[at], text=articles[at].text + "It was corrected.\n")
    more = Article("A new one, which says nothing.")
    for now in (
        [*articles[:at], *articles[at + 1 :]],
        [*articles[:at], edited, *articles[at + 1 :]],
        [*articles[:at], more, *articles[at:]],
    ):
        after = {one.digest for one in partitions(now, 20, None)}
        assert 0 < len(after - before) <= 4


def test_what_an_article_says_of_itself_is_its_content(articles: list[Article]) -> None:
    (one,) = partitions(articles[:2], 200, None)
    (other,) = partitions([articles[0], replace(articles[1], outlet="Other")], 200, None)
    assert one.digest != other.digest


def test_what_could_not_be_read_goes_with_its_neighbours(articles: list[Article]) -> None:
    failure = Failure("x.pdf", "reading", "is a scan; read it with something else")
    (one,) = partitions([articles[0], failure, articles[1]], 200, None)
    assert one.failures == (failure,)
    cut = list(partitions([failure] * 50, 10, None))
    assert sum(len(part.failures) for part in cut) == 50
    assert max(len(part.failures) for part in cut) == 20


def test_long_articles_are_fewer(monkeypatch: pytest.MonkeyPatch, articles: list[Article]) -> None:
    monkeypatch.setattr(room, "MAX_PARTITION_CHARACTERS", 1000)
    longest = max(len(one.text) for one in articles)
    for part in partitions(articles, 200, None):
        assert sum(len(one.text) for one in part.articles) <= 1000 + longest


def test_sources_are_read_and_what_cannot_be_is_said(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("“We will be there when they are,” Ada Brandt said of the new bridge.\n")
    (tmp_path / "empty.txt").write_text("")
    said: list[str] = []
    sources = [str(good), str(tmp_path / "empty.txt"), ArticleError("gone", "is not there", "look")]
    article, *failures = articles_in(sources, said.append)
    assert isinstance(article, Article) and "Ada Brandt" in article.text
    assert [Path(one.path).name for one in failures] == ["empty.txt", "gone"]
    assert all(isinstance(one, Failure) and one.stage == "reading" for one in failures)
    assert len(said) == 2 and said[1] == "gone: is not there; look"
