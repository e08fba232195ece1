"""Factiva exports, with codes and without: split into articles, body only."""

import pytest

from quotes.articles.errors import ArticleError
from quotes.articles.formats.exports import split, split_page
from quotes.types import Article

PLAIN = """Bridge opens after the flood ............ 2
No bridge for Newton ........ 3

Page 1 of 4 © 2024 Factiva, Inc. All rights reserved.

News
Bridge opens after the flood
By Jane Doe
120 words
5 January 2024
05:30
The Example Times
EXTI
3
English
Copyright 2024 Example Press. All Rights Reserved.

“It was time,” said Anna Holt, the mayor.

Page 2 of 4 © 2024 Factiva, Inc. All rights reserved.

IN THE END nobody came, and the crowd went home.

License this article from Dow Jones Reprint Service

Document EXTI000020240105ek150001x

No bridge for Newton
85 words
3 March 1996
The Example Herald
EXHE
English
(c) 1996 The Herald Company

There will be no bridge, the council said.

Document EXHE000019960303e0330001y

Search Summary
Text                bridge and mayor and many other words to make this rather longer
Date                All Dates
Source              All Sources and all the others that were searched on that day
"""
CODED = """HD Bridge opens after the flood
BY By Jane Doe
WC 120 words
PD 5 January 2024
ET 05:30
SN The Example Times
SC EXTI
PG 3
LA English
CY Copyright 2024 Example Press

LP

“It was time,” said Anna Holt, the mayor.

TD
IN THE END nobody came, and the crowd went home.

CO exmpl : Example Press plc

RE uk : United Kingdom
PUB Example Press
AN Document EXTI000020240105ek150001x

HD
No bridge for Newton
WC
85 words
PD
3 March 1996
SN
The Example Herald
LA
English
LP
There will be no bridge, the council said.
NS
gcat : Political/General News
AN
Document EXHE000019960303e0330001y
"""


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        CODED,
        CODED.replace("\n", "|\n"),
        CODED.replace("\n", "\n\n"),
        PLAIN.replace("\n", "\r\n"),
    ],
    ids=["plain", "coded", "cells", "paragraphs", "windows"],
)
def test_both_forms(text: str) -> None:
    found = split(text, "x.rtf")
    assert found is not None
    first, second = found
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.title == "Bridge opens after the flood"
    assert (first.outlet, first.byline) == ("The Example Times", "Jane Doe")
    assert (first.published, first.path) == ("2024-01-05", "x.rtf#EXTI000020240105ek150001x")
    assert first.text == (
        "“It was time,” said Anna Holt, the mayor.\n\n"
        "IN THE END nobody came, and the crowd went home."
    )
    assert second.title == "No bridge for Newton"
    assert (second.outlet, second.byline) == ("The Example Herald", None)
    assert second.published == "1996-03-03"
    assert second.text == "There will be no bridge, the council said."


def test_a_document_without_a_body_is_named() -> None:
    found = split(PLAIN.replace("There will be no bridge, the council said.\n", ""), "x.rtf")
    assert found is not None
    assert isinstance(found[0], Article)
    assert isinstance(found[1], ArticleError)
    assert "document 2 (“No bridge for Newton”)" in found[1].problem


def test_an_export_cut_off_in_its_middle_keeps_its_last_document() -> None:
    found = split(CODED[: CODED.index("CO exmpl")] + CODED[CODED.index("HD\n") :], "x.rtf")
    assert found is not None
    cut = split(CODED[: CODED.index("NS\n")] + "and so on, she said, " * 10, "x.rtf")
    assert cut is not None
    assert len(cut) == 2
    assert isinstance(cut[1], Article)
    assert cut[1].path == "x.rtf#2"


@pytest.mark.parametrize(
    "text",
    [
        "She read the memo.\n\n512 words\n\nDocument EXTI000020240105ek150001x\n\nNo more.",
        "HD was the first code, LP the next.\n\nTD\n\n“It is a code,” she said.",
        "Document 3 was found.\n\n5 January 2024\n\nEnglish\n\nCopyright 2024 Example Press.",
    ],
)
def test_a_text_that_only_mentions_codes_is_no_export(text: str) -> None:
    assert split(text, "x.txt") is None


def page(text: str) -> str:
    """The export as a web page: each line a block, each document a division."""
    lines = "".join(f"<p class='articleParagraph'>{line}</p>\n" for line in text.splitlines())
    return (
        "<html><head><title>Factiva</title><style>p {}</style></head><body><!-- a comment -->"
        f"<div class='article enArticle'>{lines}</div><script>var a;</script></body></html>"
    )


@pytest.mark.parametrize("text", [PLAIN, CODED], ids=["plain", "coded"])
def test_the_export_as_a_web_page(text: str) -> None:
    assert split_page(page(text), "x.html") == split(text, "x.html")


def test_another_web_page_is_no_export() -> None:
    assert split_page("<html><p>HD</p><p>It was time, she said.</p></html>", "x.html") is None
    assert split_page("<html><p>She reads Factiva, she said.</p></html>", "x.html") is None
    assert split_page("Factiva", "x.html") is None
    assert split_page("<!-- Factiva -->", "x.html") is None
