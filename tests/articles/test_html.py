"""Web pages of the shapes that news sites have: the article and nothing around it."""

import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.errors import Refused
from quotes.articles.html import Page, looks_like_html, read_html, read_page

SENTENCES = (
    "The harbour board of Port Ellery met on Tuesday to decide what becomes of the old pier.",
    "“We have waited eleven years for this, and we will not wait another,” said Ada Marsh.",
    "Nobody at the meeting could say what the repairs would cost, or who was to pay for them.",
    "Marsh, who has chaired the board since it was founded, said the timber was beyond saving.",
    "“It was built for herring boats, not for ferries,” said Len Dobbs, a retired skipper.",
    "The ferry company has promised to keep its winter timetable whatever the board decides.",
    "A vote is expected before the end of the month, once the engineers have sent their report.",
    "Shopkeepers along the quay fear that a closed pier would keep visitors away all summer.",
)
FIRST, SECOND = SENTENCES[:4], SENTENCES[4:]


def p(lines: Iterable[str], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{line}</p>\n" for line in lines)


def document(body: str, head: str = "", title: str = "Pier vote nears | The Ellery Post") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>"
        "<header class=site-header><a href=/>The Ellery Post</a><nav><a href=/news>News</a> "
        "<a href=/sport>Sport</a></nav></header>"
        f"{body}"
        "<footer><p>© 2021 The Ellery Post. All rights reserved. Printed in Port Ellery on paper "
        "from forests that are looked after well.</p></footer></body></html>"
    ).encode()


def linked_data(**fields: object) -> str:
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **fields})
        + "</script>"
    )


def paragraphs(page: bytes) -> list[str]:
    return read_html(page).text.split("\n\n")


WHOLE = list(SENTENCES)


# One article however it is cut up.


@pytest.mark.parametrize(
    "body",
    [
        # WordPress
        f"<article class='post-12 hentry category-news'><h1 class=entry-title>Pier vote nears</h1>"
        f"<div class=entry-content>{p(WHOLE)}</div></article>",
        # Drupal, whose fields have hidden labels
        f"<div class='node node-article'><h1>Pier vote nears</h1><div class='field field-name-body "
        f"field-type-text field-label-hidden'><div class=field-items>{p(WHOLE)}</div></div></div>",
        # Two bodies parted by an advertisement
        f"<main><h1>Pier vote nears</h1><div class=story-body>{p(FIRST)}</div><div class=ad-slot>"
        f"Advertisement</div><div class=story-body>{p(SECOND)}</div></main>",
        # Chunks in grids, as magazines have them
        f"<article><h1>Pier vote nears</h1><div class=chunks><div class='grid adrail'><div "
        f"class='body text'>{p(FIRST)}</div><aside class=ad>Advertisement</aside></div><div "
        f"class='grid adrail'><div class='body text'>{p(SECOND)}</div></div></div></article>",
        # Paragraphs that are divisions
        "<article><h1>Pier vote nears</h1><section name=articleBody>"
        + "".join(f"<div class=paragraph>{line}</div>" for line in WHOLE)
        + "</section></article>",
        # Line breaks alone
        "<div id=content><h1>Pier vote nears</h1><div class=text>"
        f"{'<br><br>'.join(WHOLE)}</div></div>",
        # Each paragraph a component of its own
        "<main id=main-content><h1>Pier vote nears</h1>"
        + "".join(f"<div data-component=text-block class=css-1>{p([line])}</div>" for line in WHOLE)
        + "</main>",
        # In a table, from the last century
        "<table><tr><td width=150><a href=/>Home</a></td><td><h1>Pier vote nears</h1>"
        f"{p(WHOLE)}</td></tr></table>",
        # In a form, as some Microsoft servers write it
        f"<form method=post><input type=hidden value=x><div class=article><h1>Pier vote nears</h1>"
        f"{p(WHOLE)}</div></form>",
        # In a page whose frame is named like furniture
        f"<div class='content has-sidebar sticky-sidebar-relative'><h1>Pier vote nears</h1>"
        f"{p(WHOLE)}</div>",
        # Twice, for small screens
        f"<article class=desktop><h1>Pier vote nears</h1>{p(WHOLE)}</article><article "
        f"class=mobile style='display: none'>{p(WHOLE)}</article>",
        # Tags that nobody closed
        "<div class=story><h1>Pier vote nears</h1>"
        + "".join(f"<p>{line}" for line in WHOLE)
        + "<b><i>" * 300
        + "</div>",
        # Behind the end of the page, where parts are put together badly
        f"</body></html><body class=x><article><h1>Pier vote nears</h1>{p(WHOLE)}</article>",
        # In a page whose classes tell of what hovers in it
        f"<div class='page image-rollover-yes'><div class=tooltip-area><h1>Pier vote nears</h1>"
        f"{p(WHOLE)}</div></div>",
        # With links to the press agency and the like around
        f"<article><h1>Pier vote nears</h1><div class=byline>By <a href=/x>Ivy Stone</a></div>"
        f"<time datetime='2020-03-05'>5 March</time><div class=share><a href=#>Share</a></div>"
        f"{p(WHOLE)}<div class=tags><a href=/t>Harbour</a> <a href=/u>Ferries</a></div></article>",
    ],
    ids=[
        *("wordpress", "drupal", "two-bodies", "chunks", "divisions", "breaks", "components"),
        *("table", "form", "sidebar", "twice", "unclosed", "behind", "hovers", "framed"),
    ],
)
def test_the_whole_article_and_nothing_else(body: str) -> None:
    found = read_page(document(body))
    assert found.article.text.split("\n\n") == WHOLE
    assert found.article.title == "Pier vote nears"
    assert found.notes == ()


def test_a_body_that_only_the_linked_data_has_whole() -> None:
    data = linked_data(headline="Pier vote nears", articleBody="\n".join(WHOLE))
    body = (
        f"<article><h1>Pier vote nears</h1><div class=one>{p(FIRST)}</div></article>"
        f"<section><section class=two>{p(SECOND)}</section></section>"
    )
    assert paragraphs(document(body, data)) == WHOLE


def test_a_body_that_only_a_script_shows() -> None:
    data = linked_data(headline="Pier vote nears", articleBody="\n\n".join(WHOLE * 2))
    body = (
        "<div id=app><h1>Pier vote nears</h1><p>"
        + "Loading the article for you. " * 8
        + "</p></div>"
    )
    assert set(WHOLE) <= set(paragraphs(document(body, data)))


def test_much_that_was_left_out_is_said() -> None:
    story = p(f"In year {year} it was so. {line}" for year in range(3) for line in WHOLE)
    other = p((f"{line} It went on." for line in WHOLE), " class=other")
    body = (
        f"<main><h1>Pier vote nears</h1><div class=story>{story}</div>"
        f"<section class=x><div>{other}</div></section></main>"
    )
    found = read_page(document(body))
    assert isinstance(found, Page)
    assert "It went on." not in found.article.text
    assert found.notes == ("about 150 words of the page's text were left out",)


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(Refused, match="no running text"):
        read_html(b"<html><body><img src=x></body></html>")
    assert read_html(b" ").text == ""


def test_small_pages_are_read_whole() -> None:
    assert read_html(b"<p>One said yes.</p><p>Two said no.</p>").text == (
        "One said yes.\n\nTwo said no."
    )


def test_what_begins_like_a_page() -> None:
    assert looks_like_html(b"\xef\xbb\xbf \n<!DOCTYPE html>")
    assert not looks_like_html(b"The <html> tag")


# Furniture.


def furnished(*extra: str, at: int = 4, foot: str = "") -> bytes:
    """An article with ``extra`` among its paragraphs, and ``foot`` behind them."""
    story = p(WHOLE[:at]) + "".join(extra) + p(WHOLE[at:]) + foot
    return document(
        f"<article><h1>Pier vote nears</h1><p class=byline>By Ivy Stone</p>"
        f"<div class=body>{story}</div></article>"
    )


@pytest.mark.parametrize(
    "extra",
    [
        "<p><strong>READ MORE: ‘We were betrayed’, says skipper Len Dobbs</strong></p>",
        "<p>READ MORE: <a href=/b>‘We were betrayed’, says skipper Len Dobbs</a></p>",
        "<p><a href=/b>Skipper says he was betrayed over the pier by the whole board</a></p>",
        "<p>Related: <a href=/b>Why the pier of Port Ellery was never painted</a></p>",
        "<p><b>Watch:</b> <a href=/v>The herring boats leave the harbour at dawn</a></p>",
        "<p>ALSO READ | <a href=/b>Ferry company loses its licence for the islands</a></p>",
        "<aside class=related><h3>Ferry loses licence</h3><p>“I am lost,” said Jo.</p></aside>",
        "<div class='newsletter-signup'><p>Sign up for our letter from the harbour.</p></div>",
        "<figure><img src=x><figcaption>Ada Marsh said no. Photo: M. C.</figcaption></figure>",
        "<p>(Photo: Mick Christie)</p>",
        "<p>Picture: Mick Christie/Ellery Post</p>",
        "<div class=pull-quote><p>“We have waited eleven years”</p></div>",
        "<blockquote class=x><p>We have waited eleven years for this, and we will not wait"
        " another</p></blockquote>",
        "<div role=complementary><p>Other people said other things about it.</p></div>",
        "<p class=screen-reader-text>Skip the advertisement and go on with the story.</p>",
        "<div hidden><p>“I am hidden,” said Jo, and nobody saw it.</p></div>",
        "<div style='display:none'><p>“I am hidden,” said Jo, and nobody saw it.</p></div>",
        "<ul class=related-links><li><a href=/1>One</a><li><a href=/2>Two</a></ul>",
        "<noscript><p>Please switch on scripts to read on.</p></noscript>",
        "<button>Play the recording of what was said</button>",
        "<p>https://post.example/2020/pier</p>",
        "<p>This slideshow requires JavaScript.</p>",
        "<p>Article continues after advertisement</p>",
        "<p>[button link=“https://post.example” type=“big”] Send us your pier[/button]</p>",
    ],
)
def test_furniture_among_the_paragraphs(extra: str) -> None:
    assert paragraphs(furnished(extra)) == WHOLE


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Copyright 2021 The Ellery Post. All rights reserved.</p>",
        "<p>This material may not be published, broadcast or rewritten.</p>",
        "<p>Sign up for our newsletter to get the news of the harbour each morning.</p>",
        "<p><em>Ivy Stone is a reporter for the Ellery Post. Follow her at @ivystone.</em></p>",
        "<p>Ivy Stone covers the coast and writes about boats. Contact her at i@post.example.</p>",
        "<div class=author-bio><p>Ivy Stone grew up by the sea and said so often.</p></div>",
        "<h3>More from the coast</h3>",
        "<section class=comments><h2>Comments</h2><p>“I saw it too,” said a reader of this.</p>"
        "</section>",
        "<p>Follow us on Facebook for more stories like this one.</p>",
    ],
)
def test_furniture_below_the_article(foot: str) -> None:
    assert paragraphs(furnished(foot=foot)) == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        "Related costs: nobody knows them, the board said, and nobody has asked for them yet.",
        "Follow the money, Dobbs told the board, and you will find the pier at the end of it.",
        "“Read more books,” said Marsh.",
        "More: the word was on every poster along the quay that day, said the shopkeepers.",
        "No.",
        "“Sign up for the lifeboat,” Dobbs told the young people at the back of the hall.",
    ],
)
def test_reporting_that_looks_like_furniture(line: str) -> None:
    assert paragraphs(furnished(p([line]))) == [*WHOLE[:4], line, *WHOLE[4:]]


def test_headline_standfirst_and_byline_are_not_repeated() -> None:
    body = (
        "<article><header><h1>Pier vote nears</h1><p class=standfirst>Old timber, new quarrel: "
        "the board meets.</p></header><div class=body><p>Pier vote nears</p><p>By Ivy Stone</p>"
        f"<p>Published 5 March 2020</p>{p(WHOLE)}</div></article>"
    )
    assert paragraphs(document(body)) == WHOLE


def test_a_standfirst_in_the_body_and_subheadings() -> None:
    body = (
        "<article><h1>Pier vote nears</h1><div class=body><p class=standfirst>Old timber, new"
        f" quarrel: the board meets.</p>{p(FIRST)}<div class=subheadline>Who is to pay?</div>"
        f"{p(SECOND)}</div></article>"
    )
    assert paragraphs(document(body)) == [*FIRST, "Who is to pay?", *SECOND]


@pytest.mark.parametrize(
    "card",
    [
        "<span class=tooltip>{}<span class=tooltiptext>Ada is chair. She said no.</span></span>",
        "<span class=rollover-people><a class=rollover-people-link href=/m>{}</a><span "
        "class=rollover-people-block><span class=rollover-block><a href=/m>Ada Q. Marsh</a>"
        "</span></span></span>",
        "{}<span class=sr-only>, chair (opens in a new window)</span>",
        "<a href=/m title='Ada Q. Marsh' aria-label='Chair'>{}</a>",
        "<b><a class=topics-link href=/m>{}</a></b>",
        "<span class='author ticker'>{}</span>",
        "{}<span role=tooltip>Chair of the board</span>",
    ],
)
def test_hover_texts_are_not_glued_to_names(card: str) -> None:
    named = WHOLE[3].replace("Marsh", card.format("Marsh"))
    assert paragraphs(document(f"<article>{p([*WHOLE[:3], named, *WHOLE[4:]])}</article>")) == WHOLE


# Quotations without marks, and posts.


def test_a_block_quotation_that_is_introduced_gets_marks() -> None:
    page = furnished(
        "<p>In a letter she wrote:</p><blockquote><p>The pier is lost. I said so.</p>"
        "<p>It was “never” mine.</p></blockquote>"
    )
    text = read_html(page).text
    assert "she wrote:\n\n“The pier is lost. I said so.\n\n“It was ‘never’ mine.”\n\n" in text


def test_block_quotations_that_keep_their_form() -> None:
    for written in (
        "<p>She wrote:</p><blockquote>“The pier is lost.”</blockquote>",
        "<p>The rules are old.</p><blockquote>No boat may land here at night.</blockquote>",
    ):
        quotation = written.split("<blockquote>")[1].removesuffix("</blockquote>")
        assert quotation in paragraphs(furnished(written))


def test_the_marks_of_q() -> None:
    line = "“It is over,” she said, and called it <q>a pier of <q>no</q> use</q> to them."
    assert "called it “a pier of ‘no’ use” to them." in read_html(furnished(p([line]))).text


def test_entities_that_were_escaped_twice() -> None:
    line = "&amp;#8220;It is over,&amp;#8221; she said of pier &amp;amp; quay."
    assert "“It is over,” she said of pier & quay." in paragraphs(furnished(p([line])))


@pytest.mark.parametrize(
    ("post", "statement"),
    [
        (
            '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The pier stays "ours". '
            '<a href="https://t.co/x">pic.twitter.com/x</a></p>&mdash; Ada Marsh (@adamarsh) '
            '<a href="https://twitter.com/adamarsh/status/1">March 3, 2020</a></blockquote>',
            "Ada Marsh (@adamarsh) wrote on March 3, 2020: “The pier stays ‘ours’.”",
        ),
        (
            '<div class="embed social"><blockquote class="bluesky-embed"><p lang="en">The pier '
            'stays.</p>&mdash; Ada Marsh (<a href="https://b.example">@ada.b.example</a>) '
            '<a href="https://b.example/1">March 3, 2025 at 10:00 AM</a></blockquote></div>',
            "Ada Marsh (@ada.b.example) wrote on March 3, 2025: “The pier stays.”",
        ),
        (
            '<div class="fb-post"><blockquote class="fb-xfbml-parse-ignore"><p>The pier stays.</p>'
            "Posted by <a href=#>Ellery Harbour</a> on&nbsp;<a href=#>Tuesday, 3 March 2020</a>"
            "</blockquote></div>",
            "Ellery Harbour wrote on 3 March 2020: “The pier stays.”",
        ),
        (
            '<blockquote class="instagram-media"><div><a href=#>View this post on Instagram</a>'
            "<p><a href=#>The pier stays.</a></p><p><a href=#>A post shared by Ada Marsh "
            "(@adamarsh) on Mar 3, 2020 at 9:00am PST</a></p></div></blockquote>",
            "Ada Marsh (@adamarsh) wrote on Mar 3, 2020: “The pier stays.”",
        ),
    ],
    ids=["twitter", "bluesky", "facebook", "instagram"],
)
def test_posts_are_statements(post: str, statement: str) -> None:
    article = read_html(furnished(post))
    assert article.text.split("\n\n") == [*WHOLE[:4], statement, *WHOLE[4:]]
    assert article.published is None


def test_a_post_without_words_is_nothing() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p><a href=#>pic.twitter.com/x</a></p>&mdash; A (@a) '
        "<a href=#>March 3, 2020</a></blockquote>"
    )
    assert paragraphs(furnished(post)) == WHOLE


def test_a_live_blog_is_its_posts_in_order() -> None:
    posts = "".join(
        f"<div class=live-post><time datetime='2020-03-05T1{n}:00'>1{n}:00</time>"
        f"<h2>Hour {n} at the pier</h2>{p([line, f'So it went in hour {n}, they said.'])}</div>"
        for n, line in enumerate(SENTENCES)
    )
    found = paragraphs(document(f"<main><h1>The vote as it happens</h1>{posts}</main>"))
    expected = [
        part
        for n, line in enumerate(SENTENCES)
        for part in (f"Hour {n} at the pier", line, f"So it went in hour {n}, they said.")
    ]
    assert found == expected


# Hostile and broken pages.


def test_a_tag_of_very_many_attributes() -> None:
    attributes = " ".join(f"a{n}='>'" for n in range(200_000))
    page = document(f"<article><div {attributes}>{p(WHOLE)}</div></article>")
    assert paragraphs(page) == WHOLE


def test_markup_nested_very_deeply() -> None:
    for depth in (300, 1500):
        body = f"<article>{'<div>' * depth}{p(WHOLE)}{'</div>' * depth}</article>"
        assert paragraphs(document(body)) == WHOLE


def test_markup_below_the_depth_that_is_read_is_said() -> None:
    body = f"<article>{p(WHOLE)}</article>{'<div>' * 5000}<p>Too deep.</p>"
    found = read_page(document(body))
    assert found.article.text.split("\n\n") == WHOLE
    assert "nested too deeply" in found.notes[0]


def test_a_page_of_more_markup_than_any_article_needs_is_refused() -> None:
    with pytest.raises(Refused, match="more than 200,000 tags"):
        read_html(document("<br>" * 200_001 + p(WHOLE)))


MARKUP = st.sampled_from(
    (
        *("<p>", "</p>", "<div>", "</div>", "<q>", "</q>", "<br>", "<blockquote>", "</blockquote>"),
        *("<article>", "</article>", "<b>", "</b>", "<h1>", "</h1>", "<table><tr><td>", "<li>"),
        *("<a href=/x>", "</a>", "<span class=tooltip>", "</span>", "<aside>", "</aside>", "<!--"),
        *('<blockquote class="twitter-tweet">', "&mdash; A (@a)", "<script>", "</script>", "<p"),
        *('<script type="application/ld+json">', '{"@type": "Article"', "}", "&amp;#8220;", "\x00"),
        *("<time datetime=2020-01-01>", "</time>", "<template>", "<svg>", "<title>", "<meta "),
        *SENTENCES,
    )
)


@given(st.lists(MARKUP, max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        found = read_page("".join(pieces).encode())
    except Refused as refusal:
        assert refusal.problem
        return
    assert "\x00" not in found.article.text
    assert all(part.strip() for part in found.article.text.split("\n\n") if found.article.text)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_page(b"<html>" + data)
    except Refused as refusal:
        assert refusal.problem


def test_a_page_of_very_much_markup_has_its_article() -> None:
    links = "<ul>" + "<li><a href=/x>Link</a></li>" * 15_000 + "</ul>"
    page = document(f"{links}<article><div class=b>{p(WHOLE * 1)}</div></article>")
    assert paragraphs(page) == WHOLE


@pytest.mark.parametrize(
    "broken",
    [
        b"<html><p",
        b"<html><body><script>" + b"x" * 5000,
        b"<?xml version='1.0' encoding='utf-8'?><html><body><p>He said no.</p></body></html>",
        b"<html>" + b"<p>He said no.</p></div></table>" * 50,
        b"<!doctype html>" + b"<" * 20_000 + b"He said no.",
        b"<script type='application/ld+json'>" + b"[" * 50_000 + b"</script><p>He said no.</p>",
        b'<script type=\'application/ld+json\'>{"@type": 5, "author": [[[{}]]]}</script><p>No.</p>',
    ],
)
def test_broken_pages_are_read_or_refused(broken: bytes) -> None:
    try:
        read_html(broken)
    except Refused as refusal:
        assert refusal.problem
