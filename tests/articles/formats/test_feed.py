"""Feeds: RSS 0.9 to 2.0, Atom, JSON Feed."""

from __future__ import annotations

import json
import socket
import time
from datetime import datetime, timezone
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, feed
from quotes.articles.formats.addresses import Address
from quotes.types import Article

PARAGRAPH = (
    "The ferry will sail again on Monday, said Ada Lindqvist, the harbour master of Elverum, who"
    " had been asked about it by people on the quay. “We have waited long enough,” she told them,"
    " and added that the new engine was on board."
)
LONG = f"<p>{PARAGRAPH}</p><p>Nils Aro, who sells the tickets, said that he was glad.</p>" * 2
TEXT = f"{PARAGRAPH}\n\nNils Aro, who sells the tickets, said that he was glad."


def rss(*items: str, head: str = "<title>Harbour Post</title>", start: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{start}<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{head}<link>https://harbour-post.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def items(
    content: bytes, name: str = "news.xml", url: str | None = None, charset: str | None = None
) -> list[Article | Address | ArticleError]:
    blob = Blob(name, content=content, url=url, charset=charset)
    assert feed.recognizes(blob, blob.head())
    return list(feed.read(blob, Settings()))


FULL = (
    "<item><title>Ferry &amp;amp; crew to sail</title>"
    "<link>https://harbour-post.example/ferry</link><guid isPermaLink='false'>post-17</guid>"
    "<dc:creator>Mia Kjær</dc:creator><pubDate>Sat, 02 Mar 2024 23:30:00 -0500</pubDate>"
    "<description>The ferry will sail.</description>"
    f"<content:encoded><![CDATA[{LONG}]]></content:encoded></item>"
)
SUMMARY = (
    "<item><title>Council divided</title><link>/council?a=1&amp;b=2</link>"
    "<pubDate>Sun, 03 Mar 2024 08:00:00 GMT</pubDate>"
    "<description>The council is divided over the plan. Continue reading</description></item>"
)


def test_entries_in_full_are_articles_and_others_lead_to_them() -> None:
    article, address = items(rss(FULL, SUMMARY), url="https://harbour-post.example/feed.xml")
    assert isinstance(article, Article)
    assert article.text.startswith(TEXT)
    assert (article.title, article.byline) == ("Ferry & crew to sail", "Mia Kjær")
    assert (article.outlet, article.published) == ("Harbour Post", "2024-03-02T23:30:00-05:00")
    assert article.url == "https://harbour-post.example/ferry"
    assert article.path == "news.xml#post-17"
    assert address == Address(
        "https://harbour-post.example/council?a=1&b=2",
        "Council divided",
        "2024-03-03T08:00:00+00:00",
        "Harbour Post",
    )


def test_an_atom_feed() -> None:
    xhtml = f'<div xmlns="http://www.w3.org/1999/xhtml">{LONG}</div>'
    content = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>
    <id>urn:x</id><updated>2024-03-05T00:00:00Z</updated>
    <entry><id>urn:1</id><title type="html">The &lt;i&gt;Skarv&lt;/i&gt; sails</title>
    <link href="https://harbour-post.example/1"/><author><name>Mia Kjær</name></author>
    <author><name>Olaf Brandt</name></author><published>2024-03-02T10:00:00+01:00</published>
    <updated>2024-03-04T10:00:00Z</updated><content type="xhtml">{xhtml}</content></entry>
    <entry><id>urn:2</id><title>By mail</title><updated>2024-03-04T10:00:00Z</updated>
    <link rel="self" href="https://harbour-post.example/2.atom"/>
    <link rel="alternate" href="https://harbour-post.example/2"/>
    <source><title>Evening Mail</title></source><content type="text">{TEXT} {TEXT}</content></entry>
    </feed>""".encode()
    first, second = items(content)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text.startswith(TEXT)
    assert (first.title, first.byline) == ("The Skarv sails", "Mia Kjær, Olaf Brandt")
    assert (first.published, first.path) == ("2024-03-02T10:00:00+01:00", "news.xml#urn:1")
    assert second.text.startswith(TEXT)
    assert (second.url, second.outlet) == ("https://harbour-post.example/2", "Evening Mail")
    assert second.published == "2024-03-04T10:00:00Z"


def test_an_rss_1_feed() -> None:
    content = f"""<!-- old --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Harbour Post</title></channel>
    <item rdf:about="https://harbour-post.example/1"><title>Ferry</title>
    <link>https://harbour-post.example/1</link><dc:date>2024-03-02</dc:date>
    <content:encoded>{escape(LONG)}</content:encoded></item></rdf:RDF>""".encode()
    (article,) = items(content)
    assert isinstance(article, Article)
    assert article.text.startswith(TEXT)
    assert (article.published, article.outlet) == ("2024-03-02", "Harbour Post")


def test_a_json_feed() -> None:
    content = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Harbour Post",
            "items": [
                {
                    "id": "1",
                    "url": "https://harbour-post.example/1",
                    "title": "Ferry",
                    "content_html": LONG,
                    "authors": [{"name": "Mia Kjær"}, {"url": "x"}],
                    "date_published": "2024-03-02T10:00:00Z",
                },
                {"id": 2, "content_text": "No, he said.\n\nYes, she said."},
                {"id": "3", "url": "https://harbour-post.example/3", "summary": "In short."},
                "no entry",
            ],
        }
    ).encode()
    first, second, third, fourth = items(content, "feed.json")
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text.startswith(TEXT)
    assert (first.byline, first.outlet) == ("Mia Kjær", "Harbour Post")
    assert (first.published, first.path) == ("2024-03-02T10:00:00Z", "feed.json#1")
    assert (second.text, second.path) == ("No, he said.\n\nYes, she said.", "feed.json#2")
    assert third == Address("https://harbour-post.example/3", None, None, "Harbour Post")
    assert isinstance(fourth, ArticleError)


def test_a_feed_of_another_library() -> None:
    generator = pytest.importorskip("feedgen.feed")
    made = generator.FeedGenerator()
    made.title("Harbour Post")
    made.id("https://harbour-post.example/")
    made.link(href="https://harbour-post.example/")
    made.description("News of the coast")
    for number, content in ((1, LONG), (2, None)):
        entry = made.add_entry(order="append")
        entry.id(f"https://harbour-post.example/{number}")
        entry.title(f"Ferry {number}")
        entry.link(href=f"https://harbour-post.example/{number}")
        entry.summary("The ferry will sail.")
        entry.published(datetime(2024, 3, 2, 10, tzinfo=timezone.utc))
        if content:
            entry.content(content, type="CDATA" if number > 2 else "html")
    for data in (made.atom_str(), made.rss_str()):
        article, address = items(data)
        assert isinstance(article, Article)
        assert article.text.startswith(TEXT)
        assert article.published == "2024-03-02T10:00:00+00:00"
        assert isinstance(address, Address)
        assert (address.url, address.outlet) == ("https://harbour-post.example/2", "Harbour Post")


@pytest.mark.parametrize(
    "ending",
    [
        "[…]", "[&#8230;]", "…", "... ", "<a href='x'>Read more</a>", "Continue reading Ferry »",
        "<a>Read the full story</a>",
        "[&hellip;]</p><p>The post <a>Ferry</a> appeared first on <a>Harbour Post</a>.",
    ],
)  # fmt: skip
def test_an_entry_that_goes_on_elsewhere_is_fetched(ending: str) -> None:
    link = "<link>https://harbour-post.example/1</link>"
    body = f"<content:encoded><![CDATA[{LONG}<p>{ending}</p>]]></content:encoded>"
    (item,) = items(rss(f"<item>{link}{body}</item>"))
    assert isinstance(item, Address)


def test_a_long_description_is_the_article() -> None:
    link = "<link>https://harbour-post.example/1</link>"
    for times, kind in ((1, Address), (3, Article)):
        body = f"<description>{escape(LONG * times)}</description>"
        (item,) = items(rss(f"<item>{link}{body}</item>"))
        assert isinstance(item, kind)


def test_an_entry_that_leads_nowhere_is_what_it_says() -> None:
    brief = "<item><title>Brief</title><description>“No,” said Ada Lindqvist.</description></item>"
    mail = "<item><link>mailto:a@b.example</link><description>She said no.</description></item>"
    first, second, third = items(rss(brief, mail, "<item><title>Nothing</title></item>"))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.text, first.path) == ("“No,” said Ada Lindqvist.", "news.xml#1")
    assert second.text == "She said no."
    assert isinstance(third, ArticleError)
    assert third.path == "news.xml#3"


def test_a_date_is_that_of_the_entry_not_of_its_prose() -> None:
    body = escape(f"<p>The storm of 14 March 2018 took the old quay.</p>{LONG}")
    (item,) = items(rss(f"<item><content:encoded>{body}</content:encoded></item>"))
    assert isinstance(item, Article)
    assert item.published is None


def test_two_entries_of_one_id_have_paths_of_their_own() -> None:
    entry = "<item><guid isPermaLink='false'>a</guid><description>He said no.</description></item>"
    paths = [item.path for item in items(rss(entry, entry)) if isinstance(item, Article)]
    assert paths == ["news.xml#a", "news.xml#2"]


def test_bylines_without_mail() -> None:
    people = {
        "mia@post.example (Mia Kjær)": "Mia Kjær",
        "mia@post.example": None,
        "Mia Kjær": "Mia Kjær",
    }
    for author, byline in people.items():
        (item,) = items(
            rss(f"<item><author>{author}</author><description>No.</description></item>")
        )
        assert isinstance(item, Article)
        assert item.byline == byline


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    content = rss("<item><description>Mia Kjær said no.</description></item>").decode()
    declared = content.replace('encoding="utf-8"', f'encoding="{encoding}"')
    (item,) = items(declared.encode(encoding))
    assert isinstance(item, Article)
    assert item.text == "Mia Kjær said no."
    (item,) = items(content.replace(' encoding="utf-8"', "").encode("latin-1"), charset="latin-1")
    assert isinstance(item, Article)
    assert item.text == "Mia Kjær said no."


# What is damaged or hostile.


def test_a_feed_that_was_cut_off_is_said_so_and_no_half_article_taken() -> None:
    whole = rss(FULL, FULL.replace("post-17", "post-18"))
    assert len(items(whole)) == 2
    for end in (whole.index(b"Nils Aro", whole.index(b"post-18")), whole.index(b"</channel>")):
        found = items(whole[:end])
        assert all(isinstance(item, Article) for item in found[:-1])
        assert len(found) == (2 if end < len(whole) - 100 else 3)
        assert "cut off" in str(found[-1])


def test_a_feed_that_is_no_good_xml_is_read_all_the_same() -> None:
    bad = rss(FULL.replace("Ferry &amp;amp; crew", "Ferry & crew"), SUMMARY.replace("&amp;", "&"))
    article, address = items(bad)
    assert isinstance(article, Article) and isinstance(address, Address)
    assert article.title == "Ferry & crew to sail"


def test_a_feed_in_a_page_that_knows_entities() -> None:
    start = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY harbour "Hafen">]>'
    (item,) = items(rss("<item><description>No,&nbsp;he said.</description></item>", start=start))
    assert isinstance(item, Article)
    assert item.text == "No, he said."


def test_nothing_is_fetched_or_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    (tmp_path / "own").write_text("a secret")
    start = (
        '<!DOCTYPE rss PUBLIC "-//X" "http://127.0.0.1:9/x.dtd"'
        f' [<!ENTITY own SYSTEM "{(tmp_path / "own").as_uri()}">]>'
    )
    (item,) = items(
        rss("<item><description>It is &own; he said.</description></item>", start=start)
    )
    assert isinstance(item, Article)
    assert item.text in ("It is &own; he said.", "It is he said.")


def test_entities_of_entities() -> None:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    start = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{names}]>'
    begun = time.monotonic()
    (item,) = items(rss("<item><description>He said &a11;</description></item>", start=start))
    assert time.monotonic() - begun < 5
    assert isinstance(item, Article)
    assert len(item.text) < 100


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 20_000,
        "<item>" * 5_000,
        "<item><title>" + "&" * 200_000,
        "<item><title>" + "<" * 200_000,
        "<!--" * 50_000,
        "<item><title><![CDATA[" * 5_000,
        "</item>" * 50_000,
        "<item>" + "<p " * 30_000,
        "<item " + " ".join(f"a{n}='b'" for n in range(50_000)) + "/>",
    ],
    ids="deep items amps angles comments cdata ends tags attributes".split(),
)
def test_what_is_made_to_keep_a_parser_busy(body: str) -> None:
    begun = time.monotonic()
    try:
        items(rss(body))
    except Refused as refused:
        assert "\n" not in str(refused)
    assert time.monotonic() - begun < 10


def test_a_feed_may_not_have_endless_tags() -> None:
    with pytest.raises(Refused, match="more than 500,000 tags"):
        items(rss("<a>" * 500_001))


def test_an_endless_entry_is_refused_before_it_is_read() -> None:
    begun = time.monotonic()
    (item,) = items(rss(f"<item><description>{'word ' * 300_000}</description></item>"))
    assert isinstance(item, ArticleError)
    assert "1,000,000 characters" in item.problem
    assert time.monotonic() - begun < 5


def test_a_feed_may_not_have_endless_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_ENTRIES", 2)
    found = items(rss(*[f"<item><link>https://a.example/{n}</link></item>" for n in range(3)]))
    assert [type(item) for item in found] == [Address, Address, ArticleError]
    assert "3 entries" in str(found[-1])


@pytest.mark.parametrize(
    "content",
    [
        rss(),
        b'{"version": "https://jsonfeed.org/version/1", "items": ["',
        b'{"version": "https://jsonfeed.org/version/1", "items": {}}',
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
    ],
    ids=["no entries", "cut off", "no list", "deep"],
)
def test_what_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        items(content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"She fed the gulls, he said. <rss> is a tag.",
        b"<!doctype html><html><body><feed>x</feed></body></html>",
        b"<feed><cow/></feed>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
        b"<rssx></rssx>",
        b"<!-- <rss>",
        b"<?xml <rss>",
        b'{"version": "1", "items": []}',
        b"<!" * 40_000,
    ],
)
def test_what_is_no_feed(content: bytes) -> None:
    assert not feed.recognizes(Blob("news.xml", content=content), content)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 40))
def test_any_bytes_in_a_feed(rest: bytes, at: int, taken: int) -> None:
    content = rss(FULL, SUMMARY)
    content = content[:at] + rest + content[at + taken :]
    try:
        for item in feed.read(Blob("news.xml", content=content), Settings()):
            assert isinstance(item, (Article, Address, ArticleError))
    except Refused as refused:
        assert "\n" not in str(refused)
