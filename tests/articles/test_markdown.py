"""Markdown to the words without the markup."""

from quotes.articles.markdown import read_markdown


def test_front_matter_overrides_what_the_head_says() -> None:
    article = read_markdown(
        b"---\ntitle: The talks\nauthors:\n- name: Jane Doe\ndate: 2023-12-21\nsource: Daily Post\n"
        b"---\n\n# Another title\n\nThey *met*."
    )
    assert (article.title, article.byline) == ("The talks", "Jane Doe")
    assert (article.outlet, article.published) == ("Daily Post", "2023-12-21")
    assert article.text == "Another title\n\nThey met."


def test_bad_front_matter_is_text() -> None:
    article = read_markdown(b"---\ntitle: [oh\n---\n\nThey met.")
    assert "title: [oh" in article.text
    assert article.title is None or "oh" in article.title


def test_toml_front_matter() -> None:
    article = read_markdown(b'+++\ntitle = "The talks"\n+++\nThey met.')
    assert (article.title, article.text) == ("The talks", "They met.")


def test_a_block_quotation_that_is_introduced_gets_marks() -> None:
    article = read_markdown("She wrote:\n\n> It is *over*.\n>\n> I said “no”.\n\nHe left.".encode())
    assert article.text == "She wrote:\n\n“It is over.\n\n“I said ‘no’.”\n\nHe left."


def test_a_block_quotation_that_nobody_introduces_stays() -> None:
    assert read_markdown(b"They met.\n\n> A rule.\n").text == "They met.\n\nA rule."
    assert read_markdown("He said:\n\n> “No.”".encode()).text == "He said:\n\n“No.”"
