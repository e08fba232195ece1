"""What pages say of their articles: title, writers, outlet, day, address."""

import json

import pytest

from quotes.articles.html import read_html
from quotes.types import Article

TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "The storm of 14 March 2018 took the roof off the ferry hall, and nobody has mended it.",
        "“It was the worst night in forty years,” said Ada Marsh, who chairs the harbour board.",
        "The board will meet again on 3 April 2021 to hear what the engineers have to tell it.",
        "Len Dobbs, a retired skipper, said that the herring boats would have to land elsewhere.",
        "Shopkeepers along the quay fear that a closed pier would keep visitors away all summer.",
    )
    * 3
)


def article(head: str = "", top: str = "", body: str = TEXT, foot: str = "") -> Article:
    return read_html(
        f"<!doctype html><html><head>{head}</head><body><article>{top}<div class=b>{body}</div>"
        f"</article>{foot}</body></html>".encode()
    )


def meta(**fields: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{value}">'
        for name, value in fields.items()
    )


def linked(**fields: object) -> str:
    whole = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(whole)}</script>'


# Days.


@pytest.mark.parametrize(
    ("head", "top", "day"),
    [
        (linked(datePublished="2020-03-05T08:00:00Z"), "", "2020-03-05"),
        (meta(article__published_time="2020-03-05T08:00:00+01:00"), "", "2020-03-05"),
        ('<meta name="parsely-pub-date" content="2020-03-05T08:00:00Z">', "", "2020-03-05"),
        ('<meta name="DC.date.issued" content="2020-03-05">', "", "2020-03-05"),
        ('<meta name="sailthru.date" content="Thu, 05 Mar 2020 08:00:00 +0000">', "", "2020-03-05"),
        ('<meta itemprop="datePublished" content="2020-03-05">', "", "2020-03-05"),
        ("", '<h1>Storm</h1><time datetime="2020-03-05">5 Mar</time>', "2020-03-05"),
        ("", "<h1>Storm</h1><span class=publish-date>March 5, 2020</span>", "2020-03-05"),
        ("", '<h1>Storm</h1><span itemprop="datePublished">5 March 2020</span>', "2020-03-05"),
        ("<link rel=canonical href='https://post.example/2020/mar/05/storm'>", "", "2020-03-05"),
    ],
)
def test_the_day_of_publication(head: str, top: str, day: str) -> None:
    assert article(head, top).published == day


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("", ""),
        ("", "<footer>© 2021 The Ellery Post</footer>"),
        ("", "<aside><h3>Other news</h3><time datetime='2021-05-01'>1 May</time></aside>"),
        (meta(article__modified_time="2021-05-01T08:00:00Z"), ""),
        (linked(datePublished="soon"), ""),
        (linked(datePublished="0001-01-01T00:00:00"), ""),
        (
            "",
            '<blockquote class="twitter-tweet"><p>No.</p>&mdash; A (@a) <a href=#>May 1, 2021</a>'
            "</blockquote>",
        ),
    ],
)
def test_no_day_from_prose_posts_and_other_stories(head: str, foot: str) -> None:
    assert article(head, "<h1>The storm of the century</h1>", foot=foot).published is None


def test_the_day_of_the_address_where_clocks_tell_another_zone() -> None:
    head = "<link rel=canonical href='https://post.example/2020/03/05/storm'>"
    assert article(head + linked(datePublished="2020-03-06T02:00:00Z")).published == "2020-03-05"
    assert article(head + linked(datePublished="2020-03-16T02:00:00Z")).published == "2020-03-16"


# Titles.


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>Storm takes the roof | CNN Politics</title>", "", "Storm takes the roof"),
        ("<title>Storm takes the roof - Ellery Post</title>", "<h1>Storm takes the roof</h1>",
         "Storm takes the roof"),
        ("<title>Storm takes the roof - BBC News</title>" + meta(og__site_name="BBC News"), "",
         "Storm takes the roof"),
        (meta(og__title="Storm takes the roof | Ellery Post", og__site_name="Ellery Post"), "",
         "Storm takes the roof"),
        (linked(headline="Storm takes the roof"), "", "Storm takes the roof"),
        ("<title>Ferry hall – the roof is gone for good</title>", "",
         "Ferry hall – the roof is gone for good"),
        (meta(og__title="Storm\u202e takes\u2066 the roof"), "", "Storm takes the roof"),
        (meta(og__title="The roof of the ferry hall is gone"), "<h1>The Ellery Post</h1>",
         "The roof of the ferry hall is gone"),
    ],
)  # fmt: skip
def test_titles(head: str, top: str, title: str) -> None:
    assert article(head, top).title == title


# Outlets.


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (meta(og__site_name="Ellery Post"), "Ellery Post"),
        (linked(publisher={"@type": "Organization", "name": "Ellery Post, Inc."}), "Ellery Post"),
        (
            linked(publisher={"name": "The Associated Press"}) + meta(og__site_name="Ellery Post"),
            "Ellery Post",
        ),
        (
            linked(publisher={"name": "Reuters"})
            + "<title>Storm takes the roof - Ellery Post</title>"
            + "<link rel=canonical href='https://www.ellerypost.example/1'>",
            "Ellery Post",
        ),
        (
            linked(publisher={"name": "Reuters"})
            + "<link rel=canonical href='https://www.reuters.com/1'>",
            "Reuters",
        ),
        (meta(og__site_name="https://post.example"), None),
        (meta(og__site_name="Ellery\u202e Post"), "Ellery Post"),
    ],
)
def test_outlets(head: str, outlet: str | None) -> None:
    assert article(head).outlet == outlet


# Writers.


@pytest.mark.parametrize(
    ("head", "top", "byline"),
    [
        (linked(author={"@type": "Person", "name": "Ivy Stone"}), "", "Ivy Stone"),
        (linked(author=[{"name": "IVY STONE"}, {"name": "Ivy Stone"}]), "", "Ivy Stone"),
        (linked(author=["Ivy Stone", "Reuters"]), "", "Ivy Stone"),
        ('<meta name="author" content="By Ivy Stone">', "", "Ivy Stone"),
        ('<meta name="author" content="Username">', "", None),
        (meta(article__author="https://social.example/ivy"), "", None),
        (
            meta(article__author="https://social.example/ivy"),
            "<h1>Storm</h1><div class=byline>By <a rel=author href=/i>Ivy Stone</a></div>",
            "Ivy Stone",
        ),
        ("", "<h1>Storm</h1><p class=author>Article by Ivy Stone</p>", "Ivy Stone"),
        ("", "<h1>Storm</h1><div class=byline>Ivy Stone is a reporter</div>", "Ivy Stone"),
        (linked(author={"name": "Ellery Post"}) + meta(og__site_name="Ellery Post"), "", None),
    ],
)
def test_writers(head: str, top: str, byline: str | None) -> None:
    assert article(head, top).byline == byline


def test_writers_of_comments_are_not_of_the_article() -> None:
    comment = "<div class=comment><span class=author>Ned Frost</span><p>Well said.</p></div>"
    assert article(foot=comment).byline is None


def test_linked_data_of_other_articles_is_not_this_one() -> None:
    others = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "NewsArticle", "headline": "Another", "datePublished": "2019-01-01"}
        ],
    }
    found = article(linked(**{"@type": "WebPage"}, mainEntity=others))
    assert (found.title, found.published) == (None, None)


def test_linked_data_in_a_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "url": "https://post.example/1"},
            {
                "@type": ["Article", "NewsArticle"],
                "headline": "Storm takes the roof",
                "datePublished": "2020-03-05",
                "author": {"name": "Ivy Stone"},
                "publisher": {"name": "Ellery Post"},
            },
        ]
    }
    found = article(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert (found.title, found.byline) == ("Storm takes the roof", "Ivy Stone")
    assert (found.outlet, found.published) == ("Ellery Post", "2020-03-05")


def test_the_address() -> None:
    found = article("<link rel=canonical href='https://post.example/1'>")
    assert found.url == "https://post.example/1"
    for address in ("/1", "http://[", "https://[x]y/2020/01/01/", "javascript:alert(1)", "http://"):
        assert article(f"<link rel=canonical href='{address}'>").url is None


def test_linked_data_nested_very_deeply() -> None:
    deep = "[" * 800 + "]" * 800
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": %s}</script>'
    assert article(head % deep).byline is None
