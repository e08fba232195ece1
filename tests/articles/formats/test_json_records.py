"""JSON: one article, lists of them, lines of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, json_records
from quotes.articles.formats.records import Note
from quotes.types import Article

SAID = "The warden said: “No, we will not.”"


def blob(content: object, name: str = "news.json") -> Blob:
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    return Blob(name, content=content.encode() if isinstance(content, str) else content)


def everything(source: Blob, **columns: str) -> list[object]:
    assert json_records.recognizes(source, source.head())
    return list(json_records.read(source, Settings(columns)))


def articles(source: Blob, **columns: str) -> list[Article]:
    found = everything(source, **columns)
    assert not [item for item in found if isinstance(item, ArticleError)]
    return [item for item in found if isinstance(item, Article)]


def test_news_article_of_schema_org() -> None:
    source = {
        "@type": "NewsArticle",
        "headline": "Gate &amp; fence",
        "articleBody": SAID,
        "author": [{"name": "Ada Roe"}, {"name": "Bo Lind"}],
        "publisher": {"@type": "Organization", "name": "Elm Post"},
        "datePublished": "2021-03-04T10:00:00Z",
        "url": "https://e.org/a",
    }
    expected = Article(
        SAID,
        "Gate & fence",
        "Ada Roe, Bo Lind",
        "Elm Post",
        "2021-03-04T10:00:00Z",
        "https://e.org/a",
        "news.json",
    )
    assert articles(blob(source)) == [expected]
    (same,) = articles(blob(json.dumps(source, indent=2), "export"))
    assert same == replace(expected, path="export")
    graph = {"@graph": [{"@type": "WebSite", "name": "Elm Post"}, source]}
    assert [article.title for article in articles(blob(graph))] == ["Gate & fence"]


@pytest.mark.parametrize(
    "source",
    [
        [{"text": SAID}],
        {"articles": [{"content": SAID}]},
        {"status": "ok", "data": [{"body": SAID}], "facets": [{"name": "x"}]},
        {"hits": {"total": 1, "hits": [{"_id": "1", "_source": {"body": SAID}}]}},
        {"response": {"results": [{"id": 1, "fields": {"bodyText": SAID}}]}},
        [{"id": 1, "content": {"rendered": f"<p>{SAID}</p>"}}],
        {"whatever": [{"story_text": SAID}]},
        {"1": {"text": SAID}, "2": {"text": SAID}},
        [{"body": ["The warden said: ", {"type": "text", "content": "“No.”"}]}],
    ],
)
def test_lists_wherever_they_are(source: object) -> None:
    assert articles(blob(source))[0].path == "news.json#1"


def test_shapes_of_known_services() -> None:
    newsapi = {
        "articles": [
            {"source": {"id": None, "name": "Elm Post"}, "author": "Ada Roe", "content": SAID},
            {"content": "The warden said… [+2345 chars]", "url": "https://e.org/b"},
        ]
    }
    _, first, second = everything(blob(newsapi))
    assert isinstance(first, Article) and (first.outlet, first.byline) == ("Elm Post", "Ada Roe")
    assert isinstance(second, ArticleError) and "2,345 characters are missing" in second.problem
    cloud = {"stories": [{"stories_id": 5, "media_name": "Elm Post", "story_text": SAID,
                          "publish_date": "2021-03-04 10:00:00"}]}  # fmt: skip
    (story,) = articles(blob(cloud))
    assert (story.path, story.outlet) == ("news.json#5", "Elm Post")
    assert story.published == "2021-03-04T10:00:00"


def test_lines_of_which_one_is_bad() -> None:
    lines = [json.dumps({"text": SAID, "date": 1614850000}), "{bad", "", json.dumps([1])]
    content = "\n".join([*lines, json.dumps({"text": "They said yes."})])
    for name in ("news.jsonl", "news.json", "export"):
        found = everything(blob(content, name))
        assert [
            str(item).partition(" (")[0] for item in found if isinstance(item, ArticleError)
        ] == [
            f"{name}#2: is no valid JSON",
            f"{name}#4: is no JSON object; give an object a record",
        ]
        read = [item for item in found if isinstance(item, Article)]
        assert [article.path for article in read] == [f"{name}#1", f"{name}#5"]
        assert read[0].published == "2021-03-04T09:26:40Z"


def test_text_in_another_key_than_before_is_told() -> None:
    found = everything(blob([{"text": SAID}, {"body": SAID}, {"text": None, "body": SAID}]))
    assert [item for item in found if isinstance(item, Note)] == [
        Note("news.json", "text from 'text'"),
        Note("news.json#2", "text from 'body'"),
    ]
    assert sum(isinstance(item, Article) for item in found) == 3


def test_a_path_that_was_told() -> None:
    source = [{"content": {"parts": [{"said": "One."}, {"said": "Two."}]}}]
    (found,) = everything(blob(source), text="content.parts.said")
    assert isinstance(found, Article) and found.text == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is empty"),
        ("hello", "is no valid JSON"),
        ("[]", "without records"),
        ("[1, 2]", "without records"),
        ("5", "without a record"),
        ({"name": "x", "version": 1}, "'name', 'version'"),
        ([{"speaker": "x"}], "'speaker'"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ('[{"text": 1%s}]' % ("0" * 5000), "cannot be read after record 0"),
        ('{"text": "The warden', "is no valid JSON"),
        (b'{"text": "\x00"}', "binary"),
    ],
)
def test_what_is_none(content: object, problem: str) -> None:
    with pytest.raises(Refused) as caught:
        list(json_records.read(blob(content), Settings()))
    assert problem in caught.value.problem
    assert len(str(caught.value).splitlines()) == 1 and len(str(caught.value)) < 400


@pytest.mark.parametrize("cut", [1, 5, 30, 50])
def test_a_list_that_is_cut_off_is_an_error_after_what_is_whole(cut: int) -> None:
    content = json.dumps([{"text": "One."}, {"text": "Two."}, {"text": "The third."}])
    read = []
    with pytest.raises(Refused, match=r"cut off|after record"):
        for item in json_records.read(blob(content[:-cut]), Settings()):
            read.append(item)
    texts = [item.text for item in read if isinstance(item, Article)]
    assert texts == ["One.", "Two.", "The third."][: len(texts)]
    assert len(texts) == {1: 3, 5: 2, 30: 1, 50: 0}[cut]


def test_records_across_the_pieces_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"id": number, "text": f"{number} “No,” she said."} for number in range(50)]
    whole = articles(blob(records))
    for size in (1, 2, 7, 64):
        monkeypatch.setattr(json_records, "_CHUNK", size)
        assert articles(blob(json.dumps(records, indent=1))) == whole
    assert len(whole) == 50


@pytest.mark.parametrize(
    "content", ['[{"text": "a"} {"text": "b"}]', '[{"text": "a"},]', "[,]", '[,{"text": "a"}]']
)
def test_commas_where_they_belong(content: str) -> None:
    with pytest.raises(Refused):
        list(json_records.read(blob(content), Settings()))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("[Editor's note: the gate is shut.]", "a.txt"),
        ("{{ page.title }}", "a"),
        ("[1] The warden said no.", "a"),
        ('{"title": "A"}\n\nText.', "a.md"),
        ("<html>", "a.json"),
    ],
)
def test_what_only_looks_like_it(content: str, name: str) -> None:
    assert not json_records.recognizes(blob(content, name), content.encode())


def test_half_characters_and_nul_cannot_get_in() -> None:
    (found,) = articles(blob('{"text": "No,\\ud800 she\\u0000 said."}'))
    assert found.text == "No,\ufffd she\ufffd said."
